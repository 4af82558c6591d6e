"""The doors: a file, or a folder with `channel.py`, for each; it ends in a constant CHANNEL."""
