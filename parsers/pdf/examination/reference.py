"""The reference population a printout names for its scores."""

import re
from collections.abc import Iterable

from parsers.pdf.text.lines import Line

_GE = re.compile(r"\bDensitometry:\s*(?P<name>\S.*?)(?=   |$)")
_HOLOGIC = re.compile(r"T-score vs\..*?Source:\s*(?P<name>\S.*?)(?=   |\.?\s*Z-score|$)")


def reference_of(lines: Iterable[Line]) -> str | None:
    """Return the reference population as printed, or None if the page names none or several."""
    names = {
        found["name"].strip() for line in lines for pattern in (_GE, _HOLOGIC) if (found := pattern.search(line.text))
    }
    return names.pop() if len(names) == 1 else None
