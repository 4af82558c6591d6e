"""Text inside HL7 v2 fields (v2.5.1 chapter 2.7)."""

import re

_ESCAPES = {
    "\\": r"\E\ ".strip(),
    "|": r"\F\ ".strip(),
    "^": r"\S\ ".strip(),
    "~": r"\R\ ".strip(),
    "&": r"\T\ ".strip(),
}
_TABLE = str.maketrans(_ESCAPES)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


def escaped(text: str) -> str:
    r"""Return text as it may stand in a component: without separators, line ends and control characters.

    >>> escaped("T & Z | 1^2\nx")
    'T \\T\\ Z \\F\\ 1\\S\\2 x'
    """
    sound = text.encode("utf-8", "replace").decode("utf-8")
    return _CONTROL.sub(" ", sound).strip().translate(_TABLE)


def field(text: str | None) -> str:
    """Return text as one component, empty if there is none."""
    return escaped(text) if text else ""


def coded(code: str, text: str, system: str) -> str:
    """Return a coded element: code, text, coding system."""
    return f"{escaped(code)}^{escaped(text)}^{escaped(system)}"
