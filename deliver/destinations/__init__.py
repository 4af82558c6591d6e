"""The kinds of listeners: a file for each; it ends in a constant DESTINATION."""
