"""What is known of one case, and who said it."""
