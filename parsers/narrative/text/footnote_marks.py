"""Marks of footnotes in the rows of a table: "Left neck (2)   -1.4" above "(2) Reference: NHANES III"."""

import re

_NOTE = re.compile(r"^(?P<indent>[ \t]*)\((?P<mark>\d|[a-e])\)(?=[ \t]*[^\s\d(])", re.MULTILINE)
"""A line that a mark begins."""
_MARK = re.compile(r"(?<=[^\s(]) ?\((?P<mark>\d|[a-e])\)(?=(?:[ ]{2,}|[ ]*[\t|]).*\d)")
"""A mark behind a name or number, with a gap and another number behind it in its line."""


def without_footnote_marks(text: str) -> str:
    r"""Return a text with blanks for the marks of the footnotes it explains, every other character in its place.

    Where the notes stand the marks become those of a list, so that none goes on from the last row.

    >>> without_footnote_marks("Neck (1)   -1.4   -0.3\n(1) NHANES").split("\n")[0]
    'Neck       -1.4   -0.3'
    """
    notes = {found["mark"] for found in _NOTE.finditer(text)} if "(" in text else set()
    if not notes:
        return text
    used = {found["mark"] for found in _MARK.finditer(text)} & notes
    text = _MARK.sub(lambda found: " " * len(found[0]) if found["mark"] in used else found[0], text)
    return _NOTE.sub(lambda found: f"{found['indent']}-  " if found["mark"] in used else found[0], text)
