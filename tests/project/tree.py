"""The files of the project as its own tests look at them."""

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("dxa", "parsers", "assess", "store", "deliver", "ingest", "api")


@cache
def files() -> tuple[str, ...]:
    """Return every file that is, or would be, part of the repository."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return tuple(sorted(name for name in set(listed.stdout.splitlines()) if (ROOT / name).is_file()))


@cache
def text(name: str) -> str | None:
    """Return the text of a file, or None if it is not text."""
    content = (ROOT / name).read_bytes()
    if b"\0" in content:
        return None
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return None


def python_files(*folders: str) -> list[str]:
    """Return the Python files under the given folders."""
    return [name for name in files() if name.endswith(".py") and name.split("/")[0] in folders]


@cache
def syntax(name: str) -> ast.Module:
    """Return the syntax tree of a Python file."""
    return ast.parse((ROOT / name).read_text(encoding="utf-8"), filename=name)
