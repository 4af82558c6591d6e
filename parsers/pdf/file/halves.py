"""Two pages printed small on one sheet, beside or below each other, each with the patient's box."""

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace

from parsers.pdf.engines.pdfium import PageText
from parsers.pdf.text.words import Word

_FIELD = re.compile(
    r"(?:patient(?:in)?|name|nom(?:bre|e)?|paciente|paziente|patiënt|DOB|birth|date|geburtsdatum|naissance|nac\.?|nasc\.?|"
    r"nacimiento|nascimento|nascita|geboortedatum) ?:$",
    re.IGNORECASE,
)
"""A word that ends the label of the patient's name or day of birth."""
_RESULT = re.compile(r"g(?:ms?)?/cm|score|[TZ]-?wert|スコア|[TZ]值|점수", re.IGNORECASE)
"""What stands over the columns of results, of which each page has its own."""
_LABELS = 2
_TWINS = 16
_NEAR = 1.0
"""Points by which the distance of words from their twins may differ."""
_GUTTER = (0.4, 0.6)
"""Shares of the sheet between which both pages part."""

_BEGINNING = 0.4
"""Share of a half in which its box begins."""

_Place = tuple[float, float]


def halves_of(page: PageText) -> list[PageText]:
    """Return the two pages a sheet holds, or the page itself.

    Two tables beside each other have the same headings; only two pages have the name and birth date of the patient
    twice, at one distance, and nothing printed over the line between them.
    """
    if not any(_FIELD.match(word.text) for word in page.words):
        return [page]
    for along, span, size in ((_across, _width, page.frame.width), (_down, _height, page.frame.height)):
        edge = _gutter(page.words, span, size) if _is_repeated(page.words, along) else None
        if edge is not None and _begins_with_box(page.words, span, edge, size):
            parts = [[word for word in page.words if (sum(span(word)) / 2 > edge) == later] for later in (False, True)]
            if all(any(_RESULT.search(word.text) for word in words) for words in parts):
                return [replace(page, words=tuple(words), half=number) for number, words in enumerate(parts)]
    return [page]


def _across(word: Word) -> _Place:
    return word.x0, word.base


def _down(word: Word) -> _Place:
    return word.base, word.x0


def _width(word: Word) -> tuple[float, float]:
    return word.x0, word.x1


def _height(word: Word) -> tuple[float, float]:
    return word.top, word.bottom


def _is_repeated(words: Sequence[Word], along: Callable[[Word], _Place]) -> bool:
    """Whether the patient's fields, and more, are printed twice at one distance."""
    alike: defaultdict[str, list[_Place]] = defaultdict(list)
    for word in words:
        alike[word.text].append(along(word))
    labels = [word for word in words if _FIELD.match(word.text)]
    after = [(at, other) for word in labels for at in [along(word)] for other in alike[word.text] if _after(at, other)]
    apart = {other[0] - at[0] for at, other in after}
    for distance in sorted(apart):
        twins = [word for word in words if any(_is_twin(along(word), other, distance) for other in alike[word.text])]
        if len({word.text for word in twins if word in labels}) >= _LABELS and len(twins) >= _TWINS:
            return True
    return False


def _begins_with_box(
    words: Sequence[Word], span: Callable[[Word], tuple[float, float]], edge: float, size: float
) -> bool:
    """Whether the fields stand near the beginning of the second half; at its end they are the foot of one page."""
    fields = [span(word)[0] for word in words if _FIELD.match(word.text)]
    starts = [start for start in fields if start > edge]
    return bool(starts) and min(starts) - edge <= _BEGINNING * (size - edge)


def _after(place: _Place, other: _Place) -> bool:
    return other[0] > place[0] + _NEAR and abs(other[1] - place[1]) <= _NEAR


def _is_twin(place: _Place, other: _Place, distance: float) -> bool:
    return _after(place, other) and abs(other[0] - place[0] - distance) <= _NEAR


def _gutter(words: Sequence[Word], span: Callable[[Word], tuple[float, float]], size: float) -> float | None:
    """Return the middle of the widest strip near that of the sheet that no word stands in, None if there is none."""
    low, high = (size * share for share in _GUTTER)
    spans = sorted(found for word in words if (found := span(word))[1] > low and found[0] < high)
    best, at, reached = 0.0, None, low
    for start, end in [*spans, (high, high)]:
        if start - reached > best:
            best, at = start - reached, (start + reached) / 2
        reached = max(reached, end)
    return at
