"""determine."""
