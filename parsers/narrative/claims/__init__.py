"""What a text claims itself: its class, change over time, and how it puts that."""
