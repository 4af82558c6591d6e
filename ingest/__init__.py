"""Documents in: the two halves of the one path, and the workers that walk the second."""
