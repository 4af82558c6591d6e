"""What our structured report says: coded and text evaluations, in an order that never changes."""

from collections.abc import Iterable, Iterator

from highdicom.sr import CodeContentItem, CodedConcept, RelationshipTypeValues, TextContentItem

from deliver.format import Telling
from dxa.assessment import Assessment, CheckOutcome, Citation, Evidence, Finding, Headline, Outcome, Reason
from dxa.case import CaseStatus
from dxa.telling import TellingKind
from dxa.vocabulary import MEANINGS

OURS = "99OSTEON"
"""Scheme of our own codes (PS3.16 section 8.1: private schemes begin with 99)."""
_LONGEST_MEANING = 64
_SOURCES = (("SRCINSTANCE", "Source SOP Instance UID"), ("SRCSHA256", "Source document, SHA-256"))


def evaluations_of(telling: Telling) -> Iterator[CodeContentItem | TextContentItem]:
    """Yield everything the result says; of a withdrawn case only that, for nothing said of it holds any more."""
    yield from _sources(telling)
    yield _text("CASE", "Case and revision", f"{telling.case_id} {telling.revision}")
    yield _state(telling)
    if not is_withdrawn(telling):
        yield from _assessment(telling.assessment)
    yield _text("DISCLAIMER", "Disclaimer", telling.assessment.disclaimer)


def is_withdrawn(telling: Telling) -> bool:
    """Return whether the sender of the report took all of it back."""
    return telling.status is CaseStatus.WITHDRAWN or telling.kind == TellingKind.WITHDRAWN


def concept(code: str, meaning: str, scheme: str = OURS) -> CodedConcept:
    """Return a code with a meaning that fits its element."""
    return CodedConcept(code, scheme, meaning if len(meaning) <= _LONGEST_MEANING else code.replace("_", " ")[:64])


def _sources(telling: Telling) -> Iterator[TextContentItem]:
    """Yield what the result was made from, so that a receiver can check that it is about the report it holds."""
    report = telling.report
    documents = {row.provenance.document for row in report.measurements}
    documents |= {issue.document for issue in report.issues if issue.document}
    instance, digest = _SOURCES
    if report.instance:
        yield _text(*instance, report.instance)
    for document in sorted(documents):
        yield _text(*digest, document)


def _state(telling: Telling) -> TextContentItem:
    if is_withdrawn(telling):
        return _text("REVIEW", "Review", "Withdrawn: the sender cancelled the report, and nothing said of it holds.")
    if telling.signed_by:
        day = f" on {telling.signed_at:%Y-%m-%d}" if telling.signed_at else ""
        return _text("REVIEW", "Review", f"Signed by {telling.signed_by}{day}.")
    return _text("REVIEW", "Review", "Not signed by a person.")


def _assessment(assessment: Assessment) -> Iterator[CodeContentItem | TextContentItem]:
    yield _code("DXCAT", "Densitometric category", assessment.headline.classification)
    yield _text("DXCATNOTE", "About the category", " ".join(_headline(assessment.headline)))
    for finding in assessment.findings:
        if finding.outcome is Outcome.MET:
            for code in finding.codes:
                yield _code("RULE_MET", "Guideline rule met", code)
            yield TextContentItem(
                name=CodedConcept("121071", "DCM", "Finding"),
                value="\n".join(_finding(finding)),
                relationship_type=RelationshipTypeValues.CONTAINS,
            )
    fired = [one for one in assessment.checks if one.outcome is CheckOutcome.FIRES]
    for check in fired:
        yield _code("CHECK_FIRES", "Data quality flag", check.code)
        yield _text("CHECK_SAYS", "About the flag", "\n".join((check.says, *_reasons(check.because))))
    if not fired:
        yield _text("CHECK_SAYS", "About the flag", "No check of the numbers fires.")


def _headline(headline: Headline) -> Iterator[str]:
    yield f"By {headline.pack}."
    yield from (f"If {one.assumption}: {one.classification}." for one in headline.conditional)
    if headline.missing:
        yield f"Not known: {', '.join(headline.missing)}."
    yield from (_meaning(caveat) for caveat in headline.caveats)


def _finding(finding: Finding) -> Iterator[str]:
    yield f"{finding.says} ({finding.rule})"
    yield from _reasons(finding.because)
    yield from (_meaning(caveat) for caveat in finding.caveats)
    yield from finding.notes
    if finding.conflicts_with:
        yield f"Otherwise in: {', '.join(finding.conflicts_with)}"
    yield _cited(finding.citation)


def _reasons(because: Iterable[Reason]) -> Iterator[str]:
    for one in because:
        against = f" {one.operator} {one.threshold}" if one.threshold is not None else ""
        yield f"{one.term}: {one.value if one.value is not None else 'not known'}{against} ({one.verdict})"


def _cited(citation: Citation) -> str:
    year = f", {citation.year}" if citation.year else ""
    seen = "" if citation.evidence is Evidence.SEEN else f" [{citation.evidence}]"
    return f"{citation.title}{year}, {citation.locator}{seen}"


def _meaning(code: str) -> str:
    return MEANINGS.get(code, code)


def _code(code: str, meaning: str, value: str) -> CodeContentItem:
    return CodeContentItem(
        name=concept(code, meaning),
        value=concept(value, _meaning(value)),
        relationship_type=RelationshipTypeValues.CONTAINS,
    )


def _text(code: str, meaning: str, value: str) -> TextContentItem:
    return TextContentItem(name=concept(code, meaning), value=value, relationship_type=RelationshipTypeValues.CONTAINS)
