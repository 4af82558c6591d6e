"""HTTP, review pages and the `osteon` command: the only package that builds the others together."""
