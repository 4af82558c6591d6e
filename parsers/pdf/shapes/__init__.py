"""Tables of another build, as plain tables: cards, tiles, turned and typed ones, trends and lists of components."""
