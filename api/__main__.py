"""`python -m api`: the `osteon` command, for a process that starts others of its kind."""

from api.cli import main

main()
