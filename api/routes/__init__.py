"""The interface under /api/v1, and what its routes share: forms, problems, limits."""
