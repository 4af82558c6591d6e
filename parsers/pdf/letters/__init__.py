"""Running text and tables of letters, handed to the reader of narratives with the way back to their places."""
