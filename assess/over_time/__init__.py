"""Change since earlier examinations."""
