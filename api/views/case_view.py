"""Everything the page of one case shows, as plain values."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from api.views import badges, findings_view, numbers_view
from api.views.badges import Badge
from api.views.fact_fields import FactField, asked_besides, fact_fields, stated_parts
from api.views.fact_questions import Question, questions
from api.views.issues_view import CareView, cares
from api.views.said_view import Said, said
from api.views.source_view import Mark, PartView, marks_of, parts_of
from dxa.assessment import Amount, Assessment, CheckOutcome, CheckResult, MissingFact, Severity
from dxa.case import CaseStatus, CaseSummary, DocumentRef
from dxa.errors import OsteonError
from dxa.locator import Locator
from dxa.report import DxaReport, Measurement
from dxa.schema import load
from ingest.statements import facts_in_force
from parsers.source import Source
from store.records import Decision, Review, StoredCase

_GRAVE = {Severity.CRITICAL, Severity.MAJOR}
View = Callable[[str, Sequence[Locator]], Source]
"""A stored document as a person may look at it, with the places of locators."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadlineView:
    """The class shown first."""

    mark: Badge
    deciding: Measurement | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementView:
    """One fact and who said it."""

    name: str
    value: str
    by: str
    at: datetime | None = None
    key: str | None = None
    """Key of its mark in the source, when the report states it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentView:
    """One document of the case; `fault` says why it cannot be shown."""

    ref: DocumentRef
    parts: tuple[PartView, ...]
    fault: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePage:
    """The whole page."""

    summary: CaseSummary
    report: DxaReport
    assessment: Assessment
    pending: bool
    headline: HeadlineView
    rows: tuple[numbers_view.SiteRow, ...]
    packs: tuple[findings_view.PackView, ...]
    drafts: int
    """Packs no clinician has approved."""
    overdue: tuple[str, ...]
    """Packs past their review date, and not expired."""
    expired: tuple[str, ...]
    """Packs nobody reviewed for a year after that."""
    primary: frozenset[str]
    """Packs shown opened: that of the headline."""
    comparison: tuple[findings_view.QuestionView, ...]
    conflicts: tuple[findings_view.ConflictView, ...]
    stands_out: tuple[CheckResult, ...]
    """Checks that fire and may change what the report means to its reader; gravest first."""
    checks_firing: tuple[CheckResult, ...]
    checks_open: tuple[CheckResult, ...]
    checks_silent: tuple[CheckResult, ...]
    fields: tuple[FactField, ...]
    questions: tuple[Question, ...]
    """Follow-up questions whose answers have parts."""
    asked: tuple[MissingFact, ...]
    """Missing facts nobody is asked for here."""
    statements: tuple[StatementView, ...]
    documents: tuple[DocumentView, ...]
    signature: Review | None
    """The last one, whether or not the case changed since."""

    @property
    def signed(self) -> bool:
        """Whether the case stands as it was signed."""
        return self.summary.status is CaseStatus.SIGNED and not self.pending

    @property
    def signable(self) -> bool:
        """Whether the case may be signed as it stands."""
        return not self.pending and self.summary.status not in {CaseStatus.SIGNED, CaseStatus.WITHDRAWN}

    @property
    def said(self) -> tuple[Said, ...]:
        """What the report says in words of its own."""
        return said(self.report)

    @property
    def cares(self) -> tuple[CareView, ...]:
        """What was read with care, each issue once with all its places."""
        return cares(self.report.issues)

    @property
    def amounts(self) -> tuple[tuple[str, tuple[Amount, ...]], ...]:
        """Nutrition and intervals: for each subject what the sources say, beside each other."""
        subjects = dict.fromkeys(one.what for one in self.assessment.amounts)
        return tuple((what, tuple(one for one in self.assessment.amounts if one.what == what)) for what in subjects)


def _is_past(day: date | None, today: date) -> bool:
    return day is not None and day < today


def _is_expired(view: findings_view.PackView, today: date) -> bool:
    return view.pack.expires is not None and view.pack.expires <= today


def case_page(case: StoredCase, view: View, today: date) -> CasePage:
    """Return the page of a case; `view` shows a document."""
    report = load(DxaReport, json.loads(case.report))
    assessment = load(Assessment, json.loads(case.assessment))
    packs = findings_view.packs(assessment)
    checks = findings_view.checks(assessment)
    by_outcome = {outcome: tuple(one for one in checks if one.outcome is outcome) for outcome in CheckOutcome}
    return CasePage(
        summary=case.summary,
        report=report,
        assessment=assessment,
        pending=case.stale,
        headline=_headline(report, assessment),
        rows=numbers_view.rows(report, assessment.headline.deciding),
        packs=packs,
        drafts=sum(one.draft for one in packs),
        signature=next((one for one in reversed(case.reviews) if one.decision is Decision.SIGN), None),
        overdue=tuple(
            one.title for one in packs if _is_past(one.pack.review_due, today) and not _is_expired(one, today)
        ),
        expired=tuple(one.title for one in packs if _is_expired(one, today)),
        primary=frozenset({assessment.headline.pack}),
        comparison=findings_view.comparison(assessment),
        conflicts=findings_view.conflicts(assessment),
        stands_out=tuple(check for check in by_outcome[CheckOutcome.FIRES] if check.severity in _GRAVE),
        checks_firing=by_outcome[CheckOutcome.FIRES],
        checks_open=by_outcome[CheckOutcome.UNKNOWN],
        checks_silent=by_outcome[CheckOutcome.SILENT],
        fields=fact_fields(assessment.facts_missing),
        questions=questions(assessment.facts_missing, facts_in_force(case.facts)),
        asked=asked_besides(assessment.facts_missing),
        statements=_statements(case, report),
        documents=_documents(case, marks_of(report), view),
    )


def _headline(report: DxaReport, assessment: Assessment) -> HeadlineView:
    headline = assessment.headline
    deciding = next((row for row in report.measurements if row.id == headline.deciding.measurement), None)
    return HeadlineView(mark=badges.classification(headline.classification), deciding=deciding)


def _statements(case: StoredCase, report: DxaReport) -> tuple[StatementView, ...]:
    in_report = [
        StatementView(
            name=fact.name,
            value=f"denied: {fact.value}" if fact.denied else fact.value,
            by=f"the report ({fact.provenance.parser})" if fact.provenance else "the report",
            key=f"fact-{number}" if fact.provenance else None,
        )
        for number, fact in enumerate(report.context.facts)
    ]
    added = [
        StatementView(name=name, value=value, by=entry.said_by, at=entry.said_at)
        for entry in case.facts
        for name, value in (*stated_parts(entry.facts), *((name, "withdrawn") for name in entry.withdrawn))
    ]
    return (*in_report, *added)


def _documents(case: StoredCase, marks: Sequence[Mark], view: View) -> tuple[DocumentView, ...]:
    return tuple(_document(ref, [mark for mark in marks if mark.document == ref.id], view) for ref in case.documents)


def _document(ref: DocumentRef, marks: Sequence[Mark], view: View) -> DocumentView:
    try:
        source = view(ref.id, [mark.locator for mark in marks])
    except OsteonError as error:
        # The numbers were read once; that the picture of their place fails now must not hide them.
        return DocumentView(ref=ref, parts=(), fault=f"The document cannot be shown: {error.text}")
    return DocumentView(ref=ref, parts=parts_of(source, [mark.key for mark in marks]))
