"""Readers: bytes in, normalized report or a named refusal out; pure, and strangers to every other package but dxa."""
