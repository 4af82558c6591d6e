"""The file itself: opening it, whether it is whole, and its pages as pictures."""
