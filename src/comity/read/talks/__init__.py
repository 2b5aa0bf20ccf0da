"""Talks between sides and what happens in them."""
