"""Small tables in running text."""
