"""What a normalized report leaves out of its own words, read from them: its class, claims, wording and clinical facts.

A caller may send numbers and words and state nothing about either. The words are read like those of any other
document; what the caller states itself stays, and where the words say otherwise an issue tells. Numbers of the words
are never taken for measurements: the caller has given those, and the words are held against them.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from dxa.issues import IssueCode
from dxa.locator import Locator
from dxa.report import DxaReport, Issue, ReportText, StatedFact
from parsers.narrative.comparing import other_numbers
from parsers.narrative.language.words import heading_of, language_of
from parsers.narrative.reading import read_passage
from parsers.passage import Passage, Piece
from parsers.taking_back import COVERS, held

_PARSER = "osteon-json/1"
_LONGEST = 20_000
"""Characters of words that are read beside a request, where nothing could stop a reading that takes long."""
_SEVERAL = frozenset(["findings", "conditions", "risk_factors", "therapy"])
"""Facts a report may state several of."""
_UNREAD = f"more than {_LONGEST} characters of words; what they state was not read"
_TORN = "the text states different classifications"
_OTHERWISE = "the words of the report say otherwise than what it states beside them"


def completed(report: DxaReport, document: str, pointer: str = "") -> DxaReport:
    """Return the report with what its words say and it leaves out.

    Args:
        report: a normalized report, as a caller gave it.
        document: SHA-256 of the JSON it stands in.
        pointer: the place of the report in that JSON; places in the words are this, and characters of the string.
    """
    words = _words_of(report)
    if not words:
        return report
    if sum(len(text) for _, _, text in words) > _LONGEST:
        where = Locator(pointer=f"{pointer}{words[-1][1]}")
        unread = Issue(code=IssueCode.WORDS_NOT_READ, text=_UNREAD, locator=where, document=document)
        return replace(report, issues=tuple(dict.fromkeys((*report.issues, unread))))
    read = read_passage(_passage(words, pointer), document, _PARSER, complete=True)
    facts = tuple(_missing(read.context.facts, report.context.facts))
    taken = tuple(issue for issue in read.issues if issue.code in COVERS)
    issues = (*report.issues, *taken, *_conflicts(report, read, document), *other_numbers(report, read, document))
    return replace(
        report,
        measurements=tuple(held(row, (IssueCode(issue.code) for issue in taken)) for row in report.measurements),
        text=_completed_text(report.text, read.text),
        context=replace(report.context, facts=(*report.context.facts, *facts)),
        issues=tuple(dict.fromkeys(issues)),
    )


def _words_of(report: DxaReport) -> tuple[tuple[str, str, str], ...]:
    """Return section, place and text of the words a report holds."""
    told = (
        ("indication", "/context/indication", report.context.indication),
        ("findings", "/text/findings", report.text.findings),
        ("impression", "/text/impression", report.text.impression),
    )
    return tuple((section, place, text) for section, place, text in told if text and text.strip())


def _passage(words: Sequence[tuple[str, str, str]], pointer: str) -> Passage:
    """Return the words as one text, each part under a heading of its own language."""
    language = language_of("\n".join(text for _, _, text in words))
    pieces: list[Piece] = []
    for section, place, text in words:
        where = f"{pointer}{place}"
        pieces.append(Piece(f"{heading_of(language, section)}:", _locating(where, None)))
        start = 0
        for line in text.split("\n"):
            pieces.append(Piece(line, _locating(where, start)))
            start += len(line) + 1
        pieces.append(Piece("", _locating(where, None)))
    return Passage(pieces)


def _locating(pointer: str, start: int | None) -> Callable[[int, int], Locator]:
    """Return what places a part of one line of a string; a heading we put there stands for the whole string."""

    def located(first: int, last: int) -> Locator:
        return Locator(pointer=pointer, chars=None if start is None else (start + first, start + last))

    return located


def _completed_text(given: ReportText, read: ReportText) -> ReportText:
    text = replace(
        given,
        stated_classes=given.stated_classes or read.stated_classes,
        stated_changes=given.stated_changes or read.stated_changes,
        discouraged=given.discouraged or read.discouraged,
    )
    if given.stated_classification is not None:
        return text
    return replace(
        text,
        stated_classification=read.stated_classification,
        stated_classification_provenance=read.stated_classification_provenance,
    )


def _missing(read: Sequence[StatedFact], given: Sequence[StatedFact]) -> Iterator[StatedFact]:
    """Yield the facts of the words on which the report itself is silent; of a list it gives, none."""
    told = {_about(fact) for fact in given}
    yield from (fact for fact in read if _about(fact) not in told)


def _about(fact: StatedFact) -> tuple[str, str | None]:
    name = fact.name.partition("[]")[0]
    return name, fact.value if name in _SEVERAL else None


def _conflicts(given: DxaReport, read: DxaReport, document: str) -> Iterator[Issue]:
    """Yield an issue where the words contradict each other or what the report states beside them."""
    yield from (issue for issue in read.issues if issue.text == _TORN)
    own, found = given.text.stated_classification, read.text.stated_classification
    place = read.text.stated_classification_provenance
    if own is not None and found is not None and place is not None and own != found:
        yield Issue(code=IssueCode.VALUE_CONFLICT, text=_OTHERWISE, locator=place.locator, document=document)
    stated = {_about(fact): fact for fact in given.context.facts if "[]" not in fact.name}
    for fact in read.context.facts:
        beside = stated.get(_about(fact))
        if beside is not None and fact.provenance and (beside.value, beside.denied) != (fact.value, fact.denied):
            where = fact.provenance.locator
            yield Issue(code=IssueCode.VALUE_CONFLICT, text=_OTHERWISE, locator=where, document=document)
