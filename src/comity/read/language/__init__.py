"""The parse of a text, mended where small models go wrong, and how to walk it."""
