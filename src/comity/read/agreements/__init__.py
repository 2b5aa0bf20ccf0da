"""Agreements, their terms, and who says they were broken."""
