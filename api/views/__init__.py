"""Plain values as people read them, on a page or in a terminal."""
