"""The cells and rows below a heading: every number belongs to the heading above it."""
