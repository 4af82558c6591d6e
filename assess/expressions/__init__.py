"""Three-valued expressions as data, and what they come to on a subject."""
