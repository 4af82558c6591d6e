"""Our own normalized report as an input document."""
