"""Everything one order holds: its discrete numbers, its prose and its attachments, each read by its own reader."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from dxa.issues import IssueCode
from dxa.locator import Locator
from dxa.regions import Side
from dxa.report import DxaReport, Issue, Measurement, StatedFact
from dxa.settings import Limits
from dxa.sites import side_of
from parsers.hl7.attachments import attachments_of, has_attachment, plain_component
from parsers.hl7.dating import dated, of_its_year
from parsers.hl7.embedded_documents import read_attachment
from parsers.hl7.fields import coded
from parsers.hl7.identify import NOTHING, Identified
from parsers.hl7.line_order import as_numbered, held_where_order_matters
from parsers.hl7.naming import NO_GROUP, Group, in_words, said_of
from parsers.hl7.narrative import PARSER_NAME as NARRATIVE
from parsers.hl7.narrative import Told, is_pointer, passage_of
from parsers.hl7.notes import held_where_unmeasured, marked_by_notes
from parsers.hl7.observations import Exam, Setting, is_discrete, meaning_in, read_result, setting_of
from parsers.hl7.orders import Order
from parsers.hl7.patient_facts import fact_named, said_in
from parsers.hl7.persons import with_person
from parsers.hl7.places import place, text_at
from parsers.hl7.sections import is_of_earlier
from parsers.hl7.sides import limbs_in, side_in_words
from parsers.hl7.tokens import Message, Segment
from parsers.passage import Passage, Piece

_TYPE = re.compile(r"[A-Z]{0,3}")


@dataclass(frozen=True, slots=True)
class Contents:
    """What an order says, by way of saying it."""

    measurements: tuple[Measurement, ...]
    """Discrete numbers."""
    reports: tuple[DxaReport, ...]
    """One per passage of prose and per attachment."""
    facts: tuple[StatedFact, ...]
    """What observations say about the patient and not about bone."""
    issues: tuple[Issue, ...]


def contents_of(
    order: Order, rows: Sequence[Segment], exam: Exam, *, document: str, limits: Limits, first_id: int
) -> Contents:
    """Return what the standing rows of an order hold; its numbers are named m<first_id> and on."""
    setting = setting_of(order, exam, document)
    measurements: list[Measurement] = []
    issues: list[Issue] = []
    prose: list[Told] = []
    owners = _owners(order, rows)
    attached: list[Segment] = []
    facts: list[StatedFact] = []
    for row in rows:
        kind = row.field(2).strip().upper() if row.name == "OBX" else "NTE"
        if not _TYPE.fullmatch(kind):
            text = "OBX-2 is no type of value: the fields are shifted; not read"
            where = place(order.message, row, 2)
            issues.append(Issue(code=IssueCode.SEGMENT_DAMAGED, text=text, locator=where))
        elif kind != "NTE" and fact_named(order.message, row):
            said = said_in(order.message, row, document)
            facts += said.facts
            issues += said.issues
        elif kind in {"NM", "SN"} or (kind not in {"NTE", "ED", "RP"} and _is_short_result(setting, row)):
            measurement, notes = read_result(setting, row, f"m{first_id + len(measurements)}")
            measurements += [measurement] if measurement else []
            issues += notes
        elif kind == "RP":
            issues.append(_pointer(order.message, row))
        elif kind != "NTE" and has_attachment(row) and not plain_component(order.message, row):
            attached.append(row)
        elif kind == "NTE" or row.number not in setting.naming:
            prose.append(_told(setting, row, owners))
    measurements, doubts = marked_by_notes(order.message, measurements, _notes_of(owners, rows), document)
    issues += doubts
    measurements, doubts = held_where_unmeasured(
        order.message, measurements, [one.row for one in prose if one.owner is None], document
    )
    issues += doubts
    titles = _titles(setting, order)
    passage, remarks = passage_of(order.message, prose, titles)
    issues += remarks
    numbered, _ = passage_of(order.message, as_numbered(prose), titles)
    alone = not measurements
    told = [of_its_year(report, exam.day, alone=alone) for report in _prose(order, passage, numbered, exam, document)]
    inside, doubts = _attached(order, attached, exam, document, limits)
    issues += doubts
    reports = [*(dated(report, exam) for report in told), *inside]
    return Contents(tuple(measurements), tuple(reports), tuple(facts), tuple(_label_only_once(issues)))


def _owners(order: Order, rows: Sequence[Segment]) -> dict[int, tuple[Segment, bool]]:
    """Return the OBX each NTE stands behind, by the number of the NTE, and whether that OBX is still valid."""
    valid = {row.number for row in rows if row.name == "OBX"}
    owners: dict[int, tuple[Segment, bool]] = {}
    last: Segment | None = None
    for row in order.rows:
        if row.name == "OBX":
            last = row
        elif last:
            owners[row.number] = (last, last.number in valid)
    return owners


def _notes_of(owners: Mapping[int, tuple[Segment, bool]], rows: Sequence[Segment]) -> dict[int, tuple[Segment, ...]]:
    """Return the notes behind each OBX, by its number."""
    notes: dict[int, tuple[Segment, ...]] = {}
    for row in rows:
        if row.name == "NTE" and row.number in owners:
            owner = owners[row.number][0].number
            notes[owner] = (*notes.get(owner, ()), row)
    return notes


def _told(setting: Setting, row: Segment, owners: Mapping[int, tuple[Segment, bool]]) -> Told:
    """Return prose with what it belongs to: a note behind a number to that number, whatever was said before."""
    if row.name == "OBX":
        return Told(row, site=_place(setting.groups.get(row.number, NO_GROUP)))
    owner, is_valid = owners.get(row.number, (None, True))
    if owner is None or (is_valid and _is_prose(setting, owner)):
        return Told(row)
    if is_valid and owner.number in setting.naming and (named := said_of(setting.message, owner)):
        # The site stands in the observation and its numbers in the note.
        return Told(row, owner, _place(named))
    meaning = meaning_in(setting, owner)
    return Told(row, owner, in_words(meaning.site) if is_valid and isinstance(meaning, Identified) else "")


def _place(group: Group) -> str:
    """Return the words of a group for a heading: "Right Femur Neck", "left Femoral neck"."""
    side = group.side if group.side in {Side.LEFT, Side.RIGHT} and side_of(group.place) is None else ""
    return f"{side or ''} {group.around} {group.place}".strip()


def _is_prose(setting: Setting, row: Segment) -> bool:
    """Whether an OBX is text, which the notes behind it go on."""
    return row.field(2).strip().upper() in {"TX", "FT", "ST", ""} and not is_discrete(setting, row)


def _is_short_result(setting: Setting, row: Segment) -> bool:
    return not is_pointer(row.field(5)) and not has_attachment(row) and is_discrete(setting, row)


def _pointer(message: Message, row: Segment) -> Issue:
    text = "a reference pointer instead of content"
    return Issue(code=IssueCode.NOT_CONTENT, text=text, locator=place(message, row, 5))


def _titles(setting: Setting, order: Order) -> list[Piece]:
    """Return the lines above the prose that tell which side was measured, as a report has them.

    The order's name, if it names one side of one limb, and observations that tell the side of a limb. They are
    sentences and no headings: what the prose says of the sides counts more.
    """
    message, titles = order.message, list[Piece]()
    for field, words in ((4, setting.header), (15, f"DXA {setting.beside}")):
        named = limbs_in(words)
        if order.request and not titles and len(named) == 1 and side_in_words(next(iter(named)), words):
            titles.append(Piece(f"{words}.", partial(_whole, place(message, order.request, field))))
    for row in order.rows:
        said = said_of(message, row) if row.number in setting.naming else None
        if said and said.limb and (said.limb, said.side) in setting.groups.get(row.number, NO_GROUP).limbs:
            titles.append(Piece(f"DXA {said.side} {said.limb}.", partial(_whole, place(message, row, 5))))
    return [*titles, Piece("", titles[-1].locate)] if titles else []


def _whole(where: Locator, _start: int, _end: int) -> Locator:
    return where


def _prose(
    order: Order, passage: Passage | None, numbered: Passage | None, exam: Exam, document: str
) -> Iterable[DxaReport]:
    """Yield what the prose says; `numbered` has its lines in the order of OBX-1 where they stand in another."""
    if passage is None:
        return
    from parsers.narrative.reading import read_passage  # noqa: PLC0415 - only messages with prose need its tables

    report = read_passage(passage, document, NARRATIVE, complete=True, around=exam.day)
    if numbered:
        report = held_where_order_matters(
            report, read_passage(numbered, document, NARRATIVE, complete=True, around=exam.day)
        )
    report = with_person(report, passage.text, order.born)
    yield replace(report, measurements=tuple(_as_sent(order.message, row) for row in report.measurements))


def _as_sent(message: Message, row: Measurement) -> Measurement:
    """Return the measurement with the characters sent, which escapes can make differ from the readable ones."""
    sent = text_at(message, row.provenance.locator)
    if sent is None or sent == row.provenance.raw:
        return row
    return replace(row, provenance=replace(row.provenance, raw=sent))


def _attached(
    order: Order, rows: Sequence[Segment], exam: Exam, document: str, limits: Limits
) -> tuple[list[DxaReport], list[Issue]]:
    labels = {row.number: coded(order.message, row.field(3)) for row in rows}
    reports: list[DxaReport] = []
    issues: list[Issue] = []
    for attachment in attachments_of(order.message, rows):
        inner = read_attachment(attachment, document, limits, order.born, around=exam.day)
        issues += [inner.issue] if inner.issue else []
        if inner.report:
            label = labels.get(attachment.locator.index or 0, NOTHING)
            own = replace(exam, is_earlier=exam.is_earlier or is_of_earlier(order.message, label))
            reports.append(dated(of_its_year(inner.report, exam.day), own))
    return reports, issues


def _label_only_once(issues: Iterable[Issue]) -> Iterable[Issue]:
    """Leave one note for all observations with local codes: a message of local codes would be nothing but notes."""
    told = False
    for issue in issues:
        if issue.code != IssueCode.LABEL_ONLY:
            yield issue
        elif not told:
            told = True
            yield replace(issue, text="local or unknown codes, here and maybe below: the labels alone were read")
