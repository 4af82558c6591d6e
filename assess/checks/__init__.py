"""One file per measurement check, each ending in `CHECK`; the folder listing is the registry."""
