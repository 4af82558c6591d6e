"""What the heading of a table makes of its columns: quantity, unit, side and examination."""
