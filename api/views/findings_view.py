"""Findings and checks as a page and a terminal show them: by pack, ranked, each with its reasons in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from api.views import words
from assess.registry import all_guidelines
from dxa.assessment import (
    Assessment,
    Change,
    CheckOutcome,
    CheckResult,
    Comparison,
    Evidence,
    Finding,
    Outcome,
    PackAnswer,
    PackStatus,
    PackUsed,
    Reason,
    Severity,
)
from dxa.vocabulary import MEANINGS

_SEVERITIES = tuple(Severity)
_OUTCOMES = (Outcome.MET, Outcome.UNKNOWN, Outcome.NOT_MET, Outcome.NOT_APPLICABLE)
_CHECK_OUTCOMES = (CheckOutcome.FIRES, CheckOutcome.UNKNOWN, CheckOutcome.SILENT)
_KNOWN = "present"
"""The operator of "is known at all"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PackView:
    """One pack and what its rules say about the case."""

    pack: PackUsed
    title: str
    findings: tuple[Finding, ...]
    """Met first, then those that cannot be decided; inside that by severity."""

    @property
    def draft(self) -> bool:
        """Whether a reviewer has still to approve the pack."""
        return self.pack.status is not PackStatus.APPROVED

    @property
    def unverified(self) -> bool:
        """Whether any of its findings rests on a figure from memory."""
        return any(finding.citation.evidence is Evidence.RECALLED for finding in self.findings)

    @property
    def met(self) -> tuple[Finding, ...]:
        """The findings that are met."""
        return tuple(finding for finding in self.findings if finding.outcome is Outcome.MET)

    @property
    def undecided(self) -> tuple[Finding, ...]:
        """The findings that wait for facts."""
        return tuple(finding for finding in self.findings if finding.outcome is Outcome.UNKNOWN)

    @property
    def silent(self) -> tuple[Finding, ...]:
        """The findings that are not met or do not apply."""
        return tuple(finding for finding in self.findings if finding.outcome not in {Outcome.MET, Outcome.UNKNOWN})

    def count(self, outcome: str) -> int:
        """Return how many findings ended so."""
        return sum(finding.outcome == outcome for finding in self.findings)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictView:
    """A finding and what the packs that contradict it say."""

    finding: Finding
    others: tuple[str, ...]
    """Names of the packs or sources that say otherwise."""
    met_there: tuple[Finding, ...]
    """Their findings on this case that are met and carry advice or a class."""


def packs(assessment: Assessment) -> tuple[PackView, ...]:
    """Return every pack that took part, the headline's own first, then as the assessment lists them."""
    views = [_pack(pack, assessment.findings) for pack in assessment.packs]
    return tuple(sorted(views, key=lambda view: view.pack.id != assessment.headline.pack))


def _pack(pack: PackUsed, findings: Iterable[Finding]) -> PackView:
    own = [finding for finding in findings if finding.pack == pack.id]
    own.sort(key=lambda finding: (_OUTCOMES.index(finding.outcome), _SEVERITIES.index(finding.severity)))
    return PackView(pack=pack, title=pack_title(pack.id), findings=tuple(own))


def pack_title(pack_id: str) -> str:
    """Return the printed name of a pack or source."""
    title = next((pack.title for pack in all_guidelines() if pack.id == pack_id), None)
    return title or MEANINGS.get(pack_id, pack_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerView:
    """One pack's answer to a question."""

    pack: str
    anchor: str
    """Id of the pack on the page."""
    why: str
    """The terms the answer rests on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerGroup:
    """The packs that give one answer."""

    answer: str
    answers: tuple[AnswerView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionView:
    """One question with what the packs answer, most frequent answer first and open ones last."""

    question: str
    agree: bool
    groups: tuple[AnswerGroup, ...]


_QUESTIONS = {"class": "Class", "risk": "Fracture risk", "drugs": "Treatment threshold met", "vfa": "Vertebral imaging"}
_OPEN = ("unknown", "not_applicable")


def comparison(assessment: Assessment) -> tuple[QuestionView, ...]:
    """Return the packs side by side, question by question."""
    by_rule = {finding.rule: finding for finding in assessment.findings}
    return tuple(_question(line, by_rule) for line in assessment.comparison)


def _question(line: Comparison, by_rule: Mapping[str, Finding]) -> QuestionView:
    names = sorted(
        {one.answer for one in line.answers},
        key=lambda name: (name in _OPEN, -sum(one.answer == name for one in line.answers), name),
    )
    groups = (
        AnswerGroup(
            answer=words.phrase(name),
            answers=tuple(_answer(one, by_rule) for one in line.answers if one.answer == name),
        )
        for name in names
    )
    return QuestionView(question=_QUESTIONS[line.question], agree=line.agree, groups=tuple(groups))


def _answer(answer: PackAnswer, by_rule: Mapping[str, Finding]) -> AnswerView:
    finding = by_rule.get(answer.rules[0]) if answer.rules else None
    why = "; ".join(reasons(finding)) if finding else ""
    return AnswerView(pack=answer.pack, anchor=f"pack-{answer.pack}", why=why)


def checks(assessment: Assessment) -> tuple[CheckResult, ...]:
    """Return the checks, firing ones first and then by severity."""
    return tuple(
        sorted(
            assessment.checks,
            key=lambda check: (_CHECK_OUTCOMES.index(check.outcome), _SEVERITIES.index(check.severity), check.check),
        )
    )


def conflicts(assessment: Assessment) -> tuple[ConflictView, ...]:
    """Return the met findings that another pack or a primary source contradicts, each beside the other side."""
    met = [finding for finding in assessment.findings if finding.outcome is Outcome.MET]
    return tuple(
        ConflictView(
            finding=finding,
            others=tuple(pack_title(name) for name in finding.conflicts_with),
            met_there=tuple(other for other in met if other.pack in finding.conflicts_with and other.codes),
        )
        for finding in met
        if finding.conflicts_with
    )


def reasons_of(item: Finding | CheckResult | Change) -> tuple[Reason, ...]:
    """Return the reasons worth showing: that a term is known is said already where its value is compared."""
    compared = {reason.term for reason in item.because if reason.operator != _KNOWN and reason.value is not None}
    return tuple(reason for reason in item.because if reason.operator != _KNOWN or reason.term not in compared)


def reasons(item: Finding | CheckResult) -> tuple[str, ...]:
    """Return why a finding or check came out as it did, one sentence per term."""
    return tuple(words.reason(reason) for reason in reasons_of(item))
