"""Results out: formats, destinations, and the outbox that feeds them."""
