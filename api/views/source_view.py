"""The documents of a case as its page shows them: text cut into marked and plain runs, pages with boxes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from api.views.said_view import said
from dxa.locator import Locator
from dxa.report import DxaReport
from parsers.source import Place, Source

_MARGIN = 0.003
"""Fraction of the page left free around marked characters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A thing read from a document: the key its links use, its place and the document it stands in."""

    key: str
    label: str
    document: str
    locator: Locator


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text; `keys` are the marks it belongs to, none for plain text."""

    text: str
    keys: tuple[str, ...] = ()

    @property
    def aside(self) -> bool:
        """Whether only issues point here, no number or fact."""
        return all(key.startswith("issue-") for key in self.keys)


@dataclass(frozen=True, slots=True)
class Box:
    """A marked rectangle as fractions of the page."""

    key: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PartView:
    """One part of a document as it is shown; `runs` for text, `page` and `boxes` for a page."""

    label: str
    runs: tuple[Run, ...] = ()
    page: int | None = None
    """Number of the picture within the document, from 1, over all PDFs in it."""
    boxes: tuple[Box, ...] = ()


def marks_of(report: DxaReport) -> tuple[Mark, ...]:
    """Return every place the report leads back to: numbers, stated facts, what it says in words, and issues."""
    return tuple(_marks(report))


def _marks(report: DxaReport) -> Iterator[Mark]:
    for row in report.measurements:
        origin = row.provenance
        yield Mark(key=row.id, label=row.quantity, document=origin.document, locator=origin.locator)
    for position, fact in enumerate(report.context.facts):
        if fact.provenance:
            yield Mark(
                key=f"fact-{position}",
                label=fact.name,
                document=fact.provenance.document,
                locator=fact.provenance.locator,
            )
    for one in said(report):
        yield Mark(key=one.key, label=one.text, document=one.provenance.document, locator=one.provenance.locator)
    for position, issue in enumerate(report.issues):
        if issue.document and issue.locator:
            yield Mark(key=f"issue-{position}", label=issue.code, document=issue.document, locator=issue.locator)


def parts_of(source: Source, keys: Sequence[str]) -> tuple[PartView, ...]:
    """Return the parts of a document's view; `keys` name the locators the source was asked for, in order."""
    placed: dict[int, list[tuple[str, Place]]] = {}
    for key, place in zip(keys, source.places, strict=True):
        if place is not None:
            placed.setdefault(place.part, []).append((key, place))
    pictures = picture_numbers(source)
    return tuple(
        PartView(
            label=part.label,
            runs=runs(part.text, _spans(placed.get(number, []))) if part.text is not None else (),
            page=pictures.get(number),
            boxes=tuple(_boxes(placed.get(number, []))),
        )
        for number, part in enumerate(source.parts)
    )


def picture_numbers(source: Source) -> Mapping[int, int]:
    """Return the number of the picture, from 1, of every part that is a page."""
    pages = [number for number, part in enumerate(source.parts) if part.page is not None]
    return {number: picture for picture, number in enumerate(pages, start=1)}


def _spans(placed: Sequence[tuple[str, Place]]) -> list[tuple[int, int, str]]:
    return [(*place.chars, key) for key, place in placed if place.chars]


def _boxes(placed: Sequence[tuple[str, Place]]) -> Iterator[Box]:
    for key, place in placed:
        if place.box:
            x0, y0, x1, y1 = place.box
            left, top, right, bottom = x0 - _MARGIN, y0 - _MARGIN, x1 + _MARGIN, y1 + _MARGIN
            yield Box(key, round(left, 5), round(top, 5), round(right - left, 5), round(bottom - top, 5))


def runs(text: str, spans: Sequence[tuple[int, int, str]]) -> tuple[Run, ...]:
    """Cut `text` at the ends of every span; spans may overlap, and the runs joined are the text again.

    >>> runs("T -2.4 SD", [(2, 6, "m1")])
    (Run(text='T ', keys=()), Run(text='-2.4', keys=('m1',)), Run(text=' SD', keys=()))
    """
    inside = [(max(start, 0), min(end, len(text)), key) for start, end, key in spans if start < end]
    cuts = sorted({0, len(text), *(at for start, end, _ in inside for at in (start, end) if at <= len(text))})
    return tuple(
        Run(text[first:last], tuple(key for start, end, key in inside if start <= first and last <= end))
        for first, last in pairwise(cuts)
    )
