"""Cases assessed, the first time and anew, with the facts and earlier examinations they have."""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

from assess.case.situation import Situation, situation_of
from assess.columns import terms_text
from dxa.assessment import Assessment
from dxa.errors import OsteonError
from dxa.facts import Facts
from dxa.report import DxaReport
from ingest.attempts import defects_named, insisting
from ingest.site import Site
from ingest.statements import facts_in_force
from parsers.merge import merge
from store import Store
from store.identity import identity_of
from store.records import Basis, CaseRevision, PriorsSeen

LOG = logging.getLogger(__name__)


class Assess(Protocol):
    """Whoever assesses; `assess.assessed` in the service."""

    def __call__(self, situation: Situation) -> Assessment:
        """Return everything all packs and checks say about a case."""


class Assessing:
    """Assesses the cases of a store; safe for threads."""

    def __init__(self, *, store: Store, assess: Assess, clock: Callable[[], datetime], site: Site) -> None:
        self.store = store
        self.site = site
        self.clock = clock
        self._assess = assess

    def add_facts(self, case_id: str, facts: Facts, said_by: str, *, withdrawn: Sequence[str] = ()) -> CaseRevision:
        """Store what somebody knows about a case and assess it with that.

        Should the assessment fail, the facts stand and the case is stale; a worker assesses it later.

        Raises:
            NotFound: no such case.
            RevisionConflict: too many others change the case; the facts stand.
            StoreUnavailable: nothing more was stored.
            Defect: our own code failed on it; the facts stand.
        """
        self.store.add_facts(case_id, facts, said_by, self.clock(), withdrawn=withdrawn)
        return self.reassess(case_id, self.clock(), if_different=False)

    def reassess(self, case_id: str, now: datetime, *, if_different: bool = True) -> CaseRevision:
        """Assess a case anew with the facts and earlier examinations it has now; what stays the same is not repeated.

        Raises:
            NotFound: no such case.
            RevisionConflict: too many others change the case.
            StoreUnavailable: nothing was stored.
            Defect: our own code failed on it.
        """

        def attempt() -> CaseRevision:
            basis = self.store.basis_of_case(case_id)
            report, assessment, priors, terms = self._assessed(basis)
            return self.store.reassessed(
                basis, report, assessment, now, priors=priors, terms=terms, if_different=if_different
            )

        with defects_named():
            return insisting(attempt)

    def would_be(self, case_id: str) -> tuple[DxaReport, Assessment]:
        """Return report and assessment of a case as they would be today; nothing is written.

        Raises:
            NotFound: no such case.
            StoreUnavailable: the database cannot be read.
            Defect: our own code failed on it.
        """
        with defects_named():
            report, assessment, *_ = self._assessed(self.store.basis_of_case(case_id))
            return report, assessment

    def _assessed(self, basis: Basis) -> tuple[DxaReport, Assessment, PriorsSeen, str]:
        report = merge([reading.report for reading in basis.readings])
        identity = identity_of(report)
        asked = PriorsSeen(
            patient_id=identity.patient_id,
            issuer=identity.issuer,
            before=report.study.performed_on,
            excluding=basis.case_id,
            cases=(),
        )
        priors, seen = ((), asked) if basis.is_first else self.store.priors_seen(asked)
        facts = self.site.beneath(facts_in_force(basis.facts), report.study.device)
        situation = situation_of(report, facts, priors)
        return report, self._assess(situation), seen, terms_text(situation)

    def _overtaken(self, patient_id: str | None, done: CaseRevision) -> None:
        """Assess the patient's later cases anew, which have a new prior; what fails stays stale for a worker."""
        for case_id in self.store.overtaken(patient_id) if done.overtaking and patient_id is not None else ():
            try:
                self.reassess(case_id, self.clock())
            except OsteonError as error:
                LOG.warning("case %s is assessed later: %s", case_id, error.text)
