"""The `osteon` command by subject, and what its commands share."""
