"""The words of a page with their places: characters put together, lines, directions, and which of them can be seen."""
