"""Single values: which decide, which are refused, and what a value can be at all."""
