"""What runs: processes, their supervisor, and what they tell of themselves in logs, metrics and traces."""
