"""M23: the patient weighs more than the scanner's table is configured for."""

from assess.case.situation import Situation
from assess.checking.check import Check, Judged, fires, silent, undecided
from assess.values.check_sources import ISCD_ADULT
from dxa.assessment import Reason, Severity, Truth
from dxa.vocabulary import Caveat


def _run(situation: Situation) -> Judged:
    weight, limit = situation.numbers.get("weight_kg"), situation.facts.facility.table_weight_limit_kg
    missing = [
        name for name, known in (("weight_kg", weight), ("facility.table_weight_limit_kg", limit)) if known is None
    ]
    if weight is None or limit is None:
        return undecided(*missing)
    over = weight.value > limit
    reason = Reason(
        term="body weight against the table's limit, kg",
        value=str(weight.value),
        operator=">",
        threshold=str(limit),
        verdict=Truth.TRUE if over else Truth.FALSE,
        source=weight.source,
    )
    return fires(reason) if over else silent(reason)


CHECK = Check(
    id="M23",
    code=Caveat.OVER_TABLE_WEIGHT_LIMIT,
    severity=Severity.MAJOR,
    says="Body weight exceeds the limit of the scanner's table: the one-third radius may be measured instead.",
    cite=ISCD_ADULT,
    run=_run,
)
