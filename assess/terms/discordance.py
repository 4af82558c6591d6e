"""How many classes spine and hip are apart."""

from collections.abc import Callable

from assess.case.situation import Situation
from assess.checking.check import Judged, fires, silent, undecided
from assess.terms.terms import T_HIP, T_SPINE
from assess.values.densitometric import ORDER, class_of
from dxa.assessment import Reason, Truth


def classes_apart(steps: int) -> Callable[[Situation], Judged]:
    """Return a judgement that fires when spine and hip are exactly `steps` classes apart (1 or 2)."""

    def run(situation: Situation) -> Judged:
        spine, hip = T_SPINE.read(situation), T_HIP.read(situation)
        if spine is None or hip is None:
            return undecided("t_score")
        open_facts = (*spine.settled_by, *hip.settled_by)
        if open_facts:
            return undecided(*dict.fromkeys(open_facts))
        classes = class_of(spine.value), class_of(hip.value)
        apart = abs(ORDER.index(classes[0]) - ORDER.index(classes[1]))
        reason = Reason(
            term=f"classes between spine ({classes[0]}, {spine.value}) and hip ({classes[1]}, {hip.value})",
            value=str(apart),
            operator="==",
            threshold=str(steps),
            verdict=Truth.TRUE if apart == steps else Truth.FALSE,
            measurement=min((spine, hip), key=lambda known: known.value).measurement,
            source="computed from the report",
        )
        return fires(reason) if apart == steps else silent(reason)

    return run
