"""Expressions of time and what they mean."""
