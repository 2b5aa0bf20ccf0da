"""What is expected, and by whom."""
