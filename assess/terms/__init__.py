"""The words rules are written in, and what each asks of a case."""
