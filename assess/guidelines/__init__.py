"""One file per guideline edition, each ending in `GUIDELINE`; the folder listing is the registry."""
