"""M13: spine and lowest hip T-score lie more than 1.0 apart."""

from decimal import Decimal

from assess.case.situation import Situation
from assess.checking.check import Check, Judged, fires, silent, undecided
from assess.checking.check_codes import CheckCode
from assess.expressions.known import Known
from assess.expressions.logic import Operator, Parameter, compared
from assess.terms.spine_artefacts import SPINE_ARTEFACTS
from assess.terms.terms import T_HIP, T_SPINE
from assess.values.check_sources import convention
from dxa.assessment import Severity, Truth
from dxa.vocabulary import Caveat

_SOURCE = convention("Reporting convention; no primary source was found", "Spine and hip T-score more than 1 SD apart")
GAP = Parameter(name="SPINE_HIP_GAP", value=Decimal("1.0"), operator=Operator.GT, unit="T-score", cite=_SOURCE)
OLDER = Parameter(name="DEGENERATION_LIKELY_FROM", value=Decimal(60), operator=Operator.GE, unit="year", cite=_SOURCE)


def _run(situation: Situation) -> Judged:
    spine, hip = T_SPINE.read(situation), T_HIP.read(situation)
    if spine is None or hip is None:
        return undecided("t_score")
    open_facts = (*spine.settled_by, *hip.settled_by)
    if open_facts:
        return undecided(*dict.fromkeys(open_facts))
    known = Known(abs(spine.value - hip.value), source="computed from the report", measurement=spine.measurement)
    found = compared(f"gap of spine ({spine.value}) and hip ({hip.value}) T-score", known, Operator.GT, GAP, "t_score")
    if found.verdict is Truth.FALSE:
        return silent(*found.because)
    if spine.value <= hip.value or not _spine_suspect(situation):
        return fires(*found.because)
    words = (
        f"The spine T-score {spine.value} lies far above the hip's {hip.value}: "
        "degenerative change may raise it falsely."
    )
    return fires(*found.because, says=words, caveats=(Caveat.SPINE_FALSELY_ELEVATED_RISK.value,))


def _spine_suspect(situation: Situation) -> bool:
    old = situation.age_years is not None and situation.age_years.value >= OLDER.value
    return old or situation.evaluated(SPINE_ARTEFACTS).verdict is Truth.TRUE


CHECK = Check(
    id="M13",
    code=CheckCode.SPINE_HIP_T_GAP,
    severity=Severity.INFO,
    says="Spine and hip T-scores lie more than 1.0 apart.",
    cite=_SOURCE,
    run=_run,
    figures=(GAP, OLDER),
)
