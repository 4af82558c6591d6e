"""What a measurement check is; the checks themselves stand in `assess.checks`."""
