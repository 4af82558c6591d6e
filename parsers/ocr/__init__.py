"""Recognition of pictures of pages: off by default, and nothing it reads is used before a reviewer has seen it."""
