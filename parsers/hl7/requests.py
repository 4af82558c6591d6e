"""Why an examination was asked for: reasons, diagnoses and remarks of one order, and the facts their words state."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from dxa.issues import IssueCode
from dxa.locator import Locator
from dxa.report import Context, Issue, Provenance, StatedFact
from parsers.hl7.escapes import Plain, plain
from parsers.hl7.fields import NULL
from parsers.hl7.narrative import PARSER_NAME as NARRATIVE
from parsers.hl7.narrative import Told, is_pointer, passage_of
from parsers.hl7.orders import Order
from parsers.hl7.patient_facts import fact_named, said_in
from parsers.hl7.places import place, text_at
from parsers.hl7.questions import answered
from parsers.hl7.tokens import Message, Segment
from parsers.passage import Passage, Piece
from parsers.statements import distinct

PARSER_NAME = "hl7/1"
_HEADING = "INDICATION:"
"""Puts the words where the narrative reader expects reasons and history, whatever the field was called."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What an order says about the patient."""

    context: Context
    issues: tuple[Issue, ...]


@dataclass(frozen=True, slots=True)
class _Reason:
    locator: Locator
    raw: str
    readable: Plain

    @property
    def shown(self) -> str:
        return self.readable.text.strip()

    @property
    def passage(self) -> Passage:
        pieces = [Piece(_HEADING, lambda _start, _end: self.locator)]
        offset = 0
        for line in self.readable.text.split("\n"):
            pieces.append(Piece(line, self._locating(offset)))
            offset += len(line) + 1
        return Passage(pieces)

    def _locating(self, offset: int) -> Callable[[int, int], Locator]:
        def locate(start: int, end: int) -> Locator:
            return replace(self.locator, chars=self.readable.origin(offset + start, offset + end))

        return locate


def clinical_information(order: Order, document: str, *, notes: bool) -> Asked:
    """Return the indication and the clinical facts of an order.

    The reason for the study (OBR-31), else the relevant clinical information (OBR-13), else the reason of the order
    (ORC-16), else the diagnoses (DG1) is the indication; the words of all of them are read for facts. With `notes`
    its NTE and OBX are read too: in a result they are part of the report.
    """
    message = order.message
    rows = [row for row in clinical_rows(order) if row.name == "DG1" or notes]
    groups = [
        list(_reasons(message, order.request, 31)),
        list(_reasons(message, order.request, 13)),
        list(_reasons(message, order.common, 16)),
        [reason for row in rows if row.name == "DG1" for reason in _diagnosis(message, row)],
    ]
    facts, issues = _observed(message, rows, document)
    issues += [_no_result(place(message, row, 5)) for row in rows if _is_number(message, row)]
    others = [row for row in rows if row.name != "DG1" and not fact_named(message, row)]
    answers = {row.number: passage for row in others if (passage := answered(message, row)) is not None}
    words, remarks = passage_of(message, [Told(row) for row in others if not _is_answer(row, answers)])
    headed = [_under_heading(words)] if words else []
    for passage in (*(reason.passage for group in groups for reason in group), *headed):
        found, notice = _facts(passage, document)
        facts += found
        issues += notice
    for passage in answers.values():
        found, notice = _facts(passage, document)
        facts += [_as_sent(message, fact) for fact in found]
        issues += notice
    asked = next((group for group in groups if group), [])
    return Asked(_context(asked, facts, document), (*issues, *remarks))


def _as_sent(message: Message, fact: StatedFact) -> StatedFact:
    """Return a fact of an answer with the characters sent; the question around them is of another field."""
    assert fact.provenance is not None  # noqa: S101 - the narrative reader gives every fact its place
    raw = text_at(message, fact.provenance.locator) or fact.provenance.raw
    return replace(fact, provenance=replace(fact.provenance, raw=raw))


def _is_answer(row: Segment, answers: Mapping[int, Passage]) -> bool:
    return row.name == "OBX" and row.number in answers


def clinical_rows(order: Order) -> Iterator[Segment]:
    """Yield the whole DG1, NTE and OBX that follow an order's ORC or OBR, and those that stand before all orders."""
    chosen = True
    for segment in order.message.segments:
        if segment.name == "PID":
            chosen = order.patient is None or segment == order.patient
        elif segment.name in {"ORC", "OBR"}:
            chosen = segment in (order.common, order.request)
        elif segment.name in {"DG1", "NTE", "OBX"} and chosen and segment.whole:
            yield segment


def _observed(message: Message, rows: Iterable[Segment], document: str) -> tuple[list[StatedFact], list[Issue]]:
    said = [said_in(message, row, document) for row in rows if fact_named(message, row)]
    return [fact for one in said for fact in one.facts], [issue for one in said for issue in one.issues]


def _reasons(message: Message, segment: Segment | None, field: int) -> Iterator[_Reason]:
    if segment is None or not segment.whole:
        return
    mark = message.separators.repetition
    repetitions = segment.field(field).split(mark) if mark else [segment.field(field)]
    for number, text in enumerate(repetitions, 1):
        where = place(message, segment, field, repetition=number if len(repetitions) > 1 else None)
        reason = _reason(message, text, where)
        if reason is not None:
            yield reason


def _reason(message: Message, text: str, where: Locator) -> _Reason | None:
    """Return what a coded element or a plain text says: its text for people, else its code."""
    parts = text.split(message.separators.component)
    filled = [number for number, part in enumerate(parts[:2], 1) if part.strip() not in {"", NULL}]
    if not filled:
        return None
    number = filled[-1]
    readable = plain(parts[number - 1], message.separators, message.codec)
    if is_pointer(readable.text):
        return None
    return _Reason(replace(where, component=number if len(parts) > 1 else None), parts[number - 1], readable)


def _diagnosis(message: Message, row: Segment) -> Iterator[_Reason]:
    """Yield DG1-3 if it has a text, else DG1-4, else the code of DG1-3."""
    coded = next(_reasons(message, row, 3), None)
    described = next(_reasons(message, row, 4), None)
    has_text = coded is not None and coded.locator.component == 2  # noqa: PLR2004 - CE.2, the text
    chosen = coded if has_text else described or coded
    if chosen is not None:
        yield chosen


def _under_heading(words: Passage) -> Passage:
    def located(start: int) -> Callable[[int, int], Locator]:
        return lambda first, last: words.locator(start + first, start + last)

    pieces = [Piece(_HEADING, located(0))]
    start = 0
    for line in words.text.split("\n"):
        pieces.append(Piece(line, located(start)))
        start += len(line) + 1
    return Passage(pieces)


def _facts(passage: Passage, document: str) -> tuple[tuple[StatedFact, ...], list[Issue]]:
    """Return the facts a text states; whatever it says about bone is of another day or another opinion."""
    from parsers.narrative.reading import read_passage  # noqa: PLC0415 - only orders with words need its tables

    report = read_passage(passage, document, NARRATIVE, complete=True)
    return report.context.facts, [_no_result(row.provenance.locator) for row in report.measurements]


def _is_number(message: Message, row: Segment) -> bool:
    return row.name == "OBX" and row.field(2).strip().upper() in {"NM", "SN"} and not fact_named(message, row)


def _no_result(where: Locator) -> Issue:
    text = "a number in the reason, history or observations of an order is no result of this examination"
    return Issue(code=IssueCode.NOT_A_RESULT, text=text, locator=where)


def _context(asked: list[_Reason], facts: Iterable[StatedFact], document: str) -> Context:
    stated = distinct(facts)
    if not asked:
        return Context(facts=stated)
    first = asked[0]
    provenance = Provenance(document=document, parser=PARSER_NAME, locator=first.locator, raw=first.raw)
    indication = "; ".join(dict.fromkeys(reason.shown for reason in asked))
    return Context(indication=indication, indication_provenance=provenance, facts=stated)
