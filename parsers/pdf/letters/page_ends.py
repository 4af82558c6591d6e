"""What stands at the head and the foot of the pages of a letter, which parts its sentences and is of none of them."""

import re
from collections.abc import Sequence

from parsers.pdf.text.lines import Line

_AT_END = 4
"""Lines at either end of a page that may be its furniture."""
_SAME_HEIGHT = 3.0
"""Points."""
_DIGITS = re.compile(r"\d+")
_PAGE = r"(?:page|seite|s\.|blatt|p\u00e1gina|p\u00e1g\.?|pagina|pag\.?|blz\.?|bladzijde|p\.|sheet)"
_RESULT = re.compile(r"score|wert|\b(?:bmd|dmo|frax|tbs)\b|g/cm", re.IGNORECASE)


def page_ends(pages: Sequence[Sequence[Line]]) -> list[tuple[list[Line], list[Line]]]:
    """Return the lines at the head and at the foot of each page that are no part of the text."""
    found: list[tuple[list[Line], list[Line]]] = []
    for number, lines in enumerate(pages):
        others = [line for other, own in enumerate(pages) if other != number for line in own]
        ordered = sorted(lines, key=lambda line: line.words[0].base)
        head = _leading(ordered, others, number + 1, len(pages))
        foot = _leading(ordered[::-1], others, number + 1, len(pages))
        # The first page has a letterhead of its own, and the last one ends where the letter does.
        found.append((head if number else [], foot))
    return found


def _leading(lines: Sequence[Line], others: Sequence[Line], page: int, pages: int) -> list[Line]:
    """Return the first lines up to the last one that is furniture."""
    own = [_is_furniture(line, others, page, pages) for line in lines[:_AT_END]]
    until = max((at + 1 for at, is_own in enumerate(own) if is_own), default=0)
    return [line for line, is_own in zip(lines[:until], own, strict=False) if is_own]


def _is_furniture(line: Line, others: Sequence[Line], page: int, pages: int) -> bool:
    if _RESULT.search(line.text):
        return False
    return _is_repeated(line, others) or _is_numbered(line.text, page, pages)


def _is_repeated(line: Line, others: Sequence[Line]) -> bool:
    same = [other for other in others if _DIGITS.sub("0", other.text) == _DIGITS.sub("0", line.text)]
    return any(abs(other.words[0].base - line.words[0].base) <= _SAME_HEIGHT for other in same)


def _is_numbered(text: str, page: int, pages: int) -> bool:
    """Whether a line says which page it stands on: "Page 2", "2/3", "- 2 -"."""
    of = rf"(?:\s*(?:/|of|von|de|van|di|sur)\s*{pages})"
    return bool(
        re.search(rf"(?:\b{_PAGE}\s*{page}\b{of}?|(?<!\d){page}{of}(?!\d)|^\W*{page}\W*$)", text, re.IGNORECASE)
    )
