"""The sentences of a structured report: findings, impression, and dictated results in a Basic Text SR."""

from collections.abc import Callable, Iterator

from dxa.locator import Locator
from dxa.report import DxaReport, ReportText
from parsers.dicom.codes import FINDINGS, IMPRESSIONS, TRACKING, is_dicom
from parsers.dicom.content import Content, Item
from parsers.dicom.names import name_of
from parsers.passage import Passage, Piece


def words_of(content: Content) -> ReportText:
    """Return findings and impression as far as items or their containers are named so."""
    return ReportText(
        findings=_joined(content, FINDINGS, ("finding", "findings")),
        impression=_joined(content, IMPRESSIONS, ("impression", "impressions", "conclusion", "conclusions")),
    )


def read_prose(content: Content, document: str) -> DxaReport | None:
    """Return what the sentences of a report without coded results say, None if they say nothing about bone density."""
    pieces = [piece for position in range(len(content.items)) for piece in _pieces(content, position)]
    if not pieces:
        return None
    from parsers.narrative.reading import read_passage  # noqa: PLC0415 - needed for prose only

    report = read_passage(Passage(pieces), document, "dicom-text/1")
    is_said = report.measurements or report.issues or report.text.stated_classification
    return report if is_said else None


def _pieces(content: Content, position: int) -> Iterator[Piece]:
    """Yield the lines of a text, after the name of its item or container as a heading."""
    item = content.items[position]
    is_context = item.relationship.startswith("HAS ") or is_dicom(item.name, {TRACKING})
    if item.kind != "TEXT" or not item.text.strip() or is_context or name_of(item.name) is not None:
        return
    heading = item.name.meaning
    if heading:
        yield Piece(f"{heading}:", lambda _start, _end: item.locator)
    start = 0
    for line in item.text.split("\n"):
        yield Piece(line.rstrip("\r"), _locate(item, start))
        start += len(line) + 1


def _locate(item: Item, offset: int) -> Callable[[int, int], Locator]:
    return lambda start, end: Locator(item=item.path, chars=(offset + start, offset + end))


def _joined(content: Content, codes: frozenset[str], names: tuple[str, ...]) -> str | None:
    texts = [
        item.text.strip()
        for position, item in enumerate(content.items)
        if item.kind == "TEXT"
        and item.text.strip()
        and name_of(item.name) is None
        and any(_is_named(content.items[place], codes, names) for place in (position, item.parent) if place >= 0)
    ]
    return "\n".join(texts) or None


def _is_named(item: Item, codes: frozenset[str], names: tuple[str, ...]) -> bool:
    return is_dicom(item.name, codes) or item.name.meaning.casefold() in names
