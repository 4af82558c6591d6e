"""Cases as they are made and changed: the second commit, facts, reviews."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import Connection, insert, select, update

from dxa.assessment import Assessment
from dxa.case import CaseStatus
from dxa.errors import RevisionConflict, StoreUnavailable
from dxa.facts import Facts
from dxa.report import DxaReport
from dxa.shorthand import kept_text, shorthand
from dxa.telling import TellingKind
from store.case_rows import (
    assessment_steps,
    basis_of,
    change,
    judged,
    latest_report,
    latest_texts,
    locked,
    next_status,
    orders_for,
    renew_terms,
    shown,
)
from store.completion import complete_all, second_commit
from store.database import Database
from store.engine import lock
from store.events import append
from store.identity import StudyIdentity
from store.joining import Place, place_of, places_of
from store.order_rows import keep_waiting
from store.outbox import telling
from store.pieces import keep, written_out
from store.prior_rows import prior_cases, require_priors
from store.records import Basis, CaseRevision, Completion, Decision, KeptOrder, PriorsSeen, Review
from store.steps import run_all
from store.tables import CASES, FACTS, REVIEWS
from store.wire import canonical, from_json, json_text
from store.writer import may_be_apart


def _basis(connection: Connection, identity: StudyIdentity, place: Place) -> Basis:
    orders = orders_for(connection, [*place.others, identity], place.waiting)
    return replace(basis_of(connection, place.case_id), orders=orders, is_first=place.is_first and not orders)


class Cases(Database):
    """What changes a case, and what an assessment of it is made from."""

    def basis(self, document_id: str, identity: StudyIdentity) -> Basis:
        """Return the case a document belongs to, or an empty one when it founds its own, with the orders for it."""
        return self.bases([(document_id, identity)])[0]

    def bases(self, asked: Sequence[tuple[str, StudyIdentity]]) -> list[Basis]:
        """Return `basis` of each of these documents."""

        def operation(connection: Connection) -> list[Basis]:
            places = places_of(connection, asked)
            return [_basis(connection, identity, place) for (_, identity), place in zip(asked, places, strict=True)]

        return self.read(operation)

    def keep_order(self, kept: KeptOrder, now: datetime) -> None:
        """Store what an order says until its examination has a case.

        Raises:
            NotFound: no such document.
            RevisionConflict: there is a case for it by now.
            StoreUnavailable: nothing was stored.
        """

        def operation(connection: Connection) -> None:
            lock(connection, f"document:{kept.document_id}", *kept.identity.lock_names())
            if place_of(connection, kept.document_id, kept.identity).case_id is not None:
                raise RevisionConflict("a report of the examination came meanwhile")
            keep_waiting(connection, kept, now)

        self.write(operation)

    def basis_of_case(self, case_id: str) -> Basis:
        """Return what the next assessment of a case is made from.

        Raises:
            NotFound: no such case.
        """
        return self.read(lambda connection: basis_of(connection, case_id))

    def priors(
        self, patient_id: str | None, issuer: str | None, before: date | None, excluding: str | None = None
    ) -> tuple[DxaReport, ...]:
        """Return the patient's earlier examinations, newest first.

        An unknown patient or date has none. A case with another issuer of the patient id, a withdrawn one, and the
        one named by `excluding` are left out.
        """
        asked = PriorsSeen(patient_id=patient_id, issuer=issuer, before=before, excluding=excluding, cases=())
        return self.priors_seen(asked)[0]

    def priors_seen(self, asked: PriorsSeen) -> tuple[tuple[DxaReport, ...], PriorsSeen]:
        """Return `priors` and a note of which cases they are, for whoever stores an assessment made with them.

        The cases in what is asked do not matter.
        """

        def operation(connection: Connection) -> tuple[PriorsSeen, list[str]]:
            cases = prior_cases(connection, asked)
            return replace(asked, cases=cases), [latest_report(connection, case_id) for case_id, _ in cases]

        seen, texts = self.read(operation)
        return tuple(from_json(DxaReport, text) for text in texts), seen

    def complete(self, completion: Completion, now: datetime) -> CaseRevision:
        """Store a reading, its case and the new assessment, with event and outbox row: the second commit.

        A document that another worker completed meanwhile is left as it is, and its case returned.

        Raises:
            NotFound: no such document.
            RevisionConflict: the case changed, or another document founded it, since the basis was read.
            StoreUnavailable: nothing was stored.
        """
        return self.complete_all([completion], now)[0]

    def complete_all(self, completions: Sequence[Completion], now: datetime) -> list[CaseRevision]:
        """Do the same for documents of which no two share a patient or a study: all of them, or nothing.

        Raises:
            NotFound: no such document.
            RevisionConflict: as `complete`, for any of them; or one of several cannot be stored with the others.
            StoreUnavailable: nothing was stored.
        """
        try:
            forms = self._forms([completion.assessment for completion in completions])
            commits = [second_commit(one, now, stored) for one, stored in zip(completions, forms, strict=True)]
            return self.write(lambda connection: complete_all(connection, commits))
        except StoreUnavailable as error:
            if len(completions) > 1 and may_be_apart(error):
                raise RevisionConflict("one of several documents cannot be stored with the others") from error
            raise

    def _forms(self, assessments: Sequence[Assessment]) -> list[str]:
        """Return assessments in the form they are stored in; the pieces they name are committed by then."""
        if not self.shortens:
            return [json_text(one) for one in assessments]
        apart = [shorthand(one) for one in assessments]
        numbers, new = self.numbers.of([piece for one in apart for piece in one.pieces])
        if new:
            kept = self.write(lambda connection: keep(connection, new))
            self.numbers.learn(kept)
            numbers |= kept
        return [kept_text(one, numbers) for one in apart]

    def reassessed(
        self,
        basis: Basis,
        report: DxaReport,
        assessment: Assessment,
        now: datetime,
        *,
        priors: PriorsSeen | None = None,
        terms: str | None = None,
        if_different: bool = False,
    ) -> CaseRevision:
        """Append a new assessment of a case whose facts or earlier examinations changed.

        With `if_different` an assessment equal to the last one is not stored again, and a signature stands; a
        different one opens a signed case again.

        Raises:
            RevisionConflict: the case or its earlier examinations changed since they were read.
        """
        (stored,) = self._forms([assessment])
        kept = judged(report, assessment, terms, stored)

        def is_same(connection: Connection, case_id: str) -> bool:
            last_report, last = latest_texts(connection, case_id)
            same = last == stored or written_out(connection, last) == json_text(assessment)
            return last_report == kept.report_text and same

        def operation(connection: Connection) -> CaseRevision:
            require_priors(connection, priors)
            row = locked(connection, str(basis.case_id))
            if row.revision != basis.revision:
                raise RevisionConflict("the case changed while it was assessed")
            if if_different and is_same(connection, row.id):
                connection.execute(update(CASES).where(CASES.c.id == row.id).values(stale=0))
                renew_terms(connection, row.id, kept)
                return CaseRevision(case_id=row.id, revision=row.revision)
            status = next_status(CaseStatus(row.status), report, new_document=if_different)
            revised = change(connection, row, now, status=status, stale=0, **shown(kept.digest))
            run_all(connection, assessment_steps(connection, revised, status, kept, now))
            detail = {"revision": revised.revision}
            append(connection, at=now, kind="REASSESSED", actor="work", case_id=row.id, detail=detail)
            return revised

        return self.write(operation)

    def add_facts(
        self, case_id: str, facts: Facts, said_by: str, now: datetime, *, withdrawn: Sequence[str] = ()
    ) -> CaseRevision:
        """Append what somebody knows; the case is stale until it is assessed with it.

        Raises:
            NotFound: no such case.
        """

        def operation(connection: Connection) -> CaseRevision:
            row = locked(connection, case_id)
            revised = change(connection, row, now, status=CaseStatus.IN_REVIEW, stale=1)
            texts = {"facts": json_text(facts), "withdrawn": canonical(list(withdrawn))}
            connection.execute(insert(FACTS).values(case_id=case_id, said_by=said_by, said_at=now, **texts))
            detail = {"revision": revised.revision}
            append(connection, at=now, kind="FACTS_ADDED", actor=said_by, case_id=case_id, detail=detail)
            return revised

        return self.write(operation)

    def add_review(self, case_id: str, review: Review) -> CaseRevision:
        """Append a reviewer's decision on the revision that was looked at; a signature closes the case.

        Raises:
            NotFound: no such case.
            RevisionConflict: the case changed since, or a signature was tried before new facts were assessed.
        """

        def operation(connection: Connection) -> CaseRevision:
            row = locked(connection, case_id)
            signing = review.decision is Decision.SIGN
            if row.revision != review.revision or (signing and row.stale):
                raise RevisionConflict("the case changed since it was looked at")
            status = CaseStatus.SIGNED if signing else CaseStatus.IN_REVIEW
            revised = change(connection, row, review.said_at, status=status)
            values = {name: getattr(review, name) for name in Review.__dataclass_fields__}
            connection.execute(insert(REVIEWS).values(case_id=case_id, **values))
            if signing:
                run_all(connection, [telling(revised, TellingKind.SIGNED, status, review.said_at)])
            kind = f"REVIEW_{review.decision.name}"
            detail: dict[str, str | int] = {"revision": revised.revision, "subject": review.subject or ""}
            append(connection, at=review.said_at, kind=kind, actor=review.said_by, case_id=case_id, detail=detail)
            return revised

        return self.write(operation)

    def overtaken(self, patient_id: str) -> tuple[str, ...]:
        """Return the patient's cases that wait to be assessed anew, oldest examination first."""
        wanted = select(CASES.c.id).where(CASES.c.stale == 1, CASES.c.patient_id == patient_id)
        return self.read(lambda connection: tuple(connection.scalars(wanted.order_by(CASES.c.performed_on))))

    def stale(self, before: datetime, limit: int = 10) -> tuple[str, ...]:
        """Return cases whose facts were added before that time and never assessed, oldest first."""
        wanted = select(CASES.c.id).where(CASES.c.stale == 1, CASES.c.updated_at <= before)
        ordered = wanted.order_by(CASES.c.updated_at).limit(limit)
        return self.read(lambda connection: tuple(connection.scalars(ordered)))
