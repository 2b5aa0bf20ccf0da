"""Who sits in whose delegation."""
