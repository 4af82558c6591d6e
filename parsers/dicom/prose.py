"""The sentences of a structured report: findings, impression, and dictated results in a Basic Text SR."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

from dxa.locator import Locator
from dxa.report import DxaReport, ReportText
from parsers.dicom.codes import FINDINGS, IMPRESSIONS, SECTIONS, TRACKING, is_dicom
from parsers.dicom.content import Content, Item
from parsers.dicom.headings import goes_on_below_site, headings_of
from parsers.dicom.names import name_of
from parsers.passage import Passage, Piece

_FINDING_NAMES = frozenset({"finding", "findings"})
_IMPRESSION_NAMES = frozenset({"impression", "impressions", "conclusion", "conclusions"})
_SECTION_NAMES = _FINDING_NAMES | _IMPRESSION_NAMES | {"recommendation", "recommendations"}


def words_of(content: Content) -> ReportText:
    """Return findings and impression as far as items or their containers are named so."""
    return ReportText(
        findings=_joined(content, FINDINGS, _FINDING_NAMES),
        impression=_joined(content, IMPRESSIONS, _IMPRESSION_NAMES),
    )


def read_prose(content: Content, document: str, today: date | None, *, sections_only: bool) -> DxaReport | None:
    """Return what the sentences of a tree say, None if they say nothing about bone density.

    Beside coded results only findings, impression and recommendation are read (`sections_only`): a history in the
    same tree speaks of other examinations. `today` is the day of the study, None if the object does not say.
    """
    places = range(len(content.items))
    pieces = [
        piece
        for position in places
        if not sections_only or _in_section(content, position, SECTIONS, _SECTION_NAMES)
        for piece in _pieces(content, position)
    ]
    if not pieces:
        return None
    from parsers.narrative.reading import read_passage  # noqa: PLC0415 - needed for prose only

    # The lengths of all elements were checked, so that a last sentence is whole.
    report = read_passage(Passage(pieces), document, "dicom-text/1", complete=True, around=today)
    words = words_of(content)
    text = replace(
        report.text,
        findings=words.findings or report.text.findings,
        impression=words.impression or report.text.impression,
    )
    is_said = report.measurements or report.issues or report.text.stated_classification
    return replace(report, text=text) if is_said else None


def _pieces(content: Content, position: int) -> Iterator[Piece]:
    """Yield the lines of a text, after the name of its item as a heading, or that of the site it stands under."""
    item = content.items[position]
    is_context = item.relationship.startswith("HAS ") or is_dicom(item.name, {TRACKING})
    if item.kind != "TEXT" or not item.text.strip() or is_context or name_of(item.name) is not None:
        return
    # An item is a paragraph of its own: a history in the one before does not reach into it.
    if not goes_on_below_site(content, position):
        yield Piece("", lambda _start, _end: item.locator)
        for heading in headings_of(content, position):
            yield Piece(f"{heading}:", lambda _start, _end: item.locator)
    start = 0
    for line in item.text.split("\n"):
        yield Piece(line.rstrip("\r"), _locate(item, start))
        start += len(line) + 1


def _locate(item: Item, offset: int) -> Callable[[int, int], Locator]:
    return lambda start, end: Locator(item=item.path, chars=(offset + start, offset + end))


def _joined(content: Content, codes: frozenset[str], names: frozenset[str]) -> str | None:
    texts = [
        item.text.strip()
        for position, item in enumerate(content.items)
        if item.kind == "TEXT"
        and item.text.strip()
        and name_of(item.name) is None
        and _in_section(content, position, codes, names)
    ]
    return "\n".join(texts) or None


def _in_section(content: Content, position: int, codes: frozenset[str], names: frozenset[str]) -> bool:
    """Whether an item or the container it stands in is called like one of some sections."""
    around = (position, content.items[position].parent)
    found = [content.items[place].name for place in around if place >= 0]
    return any(is_dicom(name, codes) or name.meaning.casefold() in names for name in found)
