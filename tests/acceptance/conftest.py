"""What of this folder is collected."""

# Objects that their test builds; the library warns of the length of some, which pytest would take for an error.
collect_ignore_glob = ["sheet_*.py"]
