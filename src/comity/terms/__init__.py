"""The field's nouns as values: codes, places, parties, dates, and how each is written canonically.

Every reader here takes text, returns the canonical form, and raises ValueError with what was
expected; who reads a file adds where the text stood.
"""
