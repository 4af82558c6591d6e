"""M18: the compared examinations used other vertebrae, another hip, or no site in common."""

from collections.abc import Iterator

from assess.case.situation import Situation
from assess.checking.check import Check, Judged, fires, silent, undecided
from assess.over_time.earlier import pairs_of
from assess.values.check_sources import ISCD_MONITORING
from dxa.assessment import Reason, Severity, Truth
from dxa.regions import SCAN_OF_REGION, Scan, Side
from dxa.report import Measurement, Quantity
from dxa.vocabulary import Caveat


def _run(situation: Situation) -> Judged:
    earlier = list(_earlier(situation))
    if not earlier:
        return silent()
    pairs = situation.once(pairs_of)
    reasons = [
        _differs(f"vertebrae at {pair.row.region.value}", _levels(pair.row), _levels(pair.before.row))
        for pair in pairs
        if pair.same_levels is Truth.FALSE
    ]
    now, before = _hips(situation.usable), _hips(earlier)
    if now and before and not now & before:
        reasons.append(_differs("measured hip", _names(now), _names(before)))
    if reasons:
        return fires(*reasons)
    missing = ["side"] if any(pair.same_side is Truth.UNKNOWN for pair in pairs) else []
    missing += ["levels"] if any(pair.same_levels is Truth.UNKNOWN for pair in pairs) else []
    return undecided(*missing) if missing else silent()


def _levels(row: Measurement) -> str:
    return "+".join(row.levels) or "not stated, taken as L1 to L4"


def _earlier(situation: Situation) -> Iterator[Measurement]:
    yield from (row for row in situation.report.measurements if not row.current)
    for prior in situation.priors:
        yield from (row for row in prior.measurements if row.current)


def _hips(rows: object) -> set[Side]:
    return {
        row.side
        for row in rows  # type: ignore[attr-defined]
        if row.quantity is Quantity.BMD
        and row.side in {Side.LEFT, Side.RIGHT, Side.MEAN}
        and SCAN_OF_REGION.get(row.region) is Scan.HIP
    }


def _names(sides: set[Side]) -> str:
    return ", ".join(sorted(side.value for side in sides))


def _differs(term: str, now: str, before: str | None) -> Reason:
    return Reason(term=term, value=now, operator="==", threshold=before, verdict=Truth.FALSE, source="report, prior")


CHECK = Check(
    id="M18",
    code=Caveat.ROI_DIFFERS_BETWEEN_STUDIES,
    severity=Severity.MAJOR,
    says="The compared examinations used other vertebrae or another hip: their numbers are not compared.",
    cite=ISCD_MONITORING,
    run=_run,
)
