"""The forms results are sent in: a file for each; it ends in a constant FORMAT."""
