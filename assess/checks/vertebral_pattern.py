"""M11: area or BMD of the vertebrae does not grow down the spine as usual."""

from itertools import pairwise

from assess.case.situation import Situation
from assess.checking.check import Check, Judged, fires, silent, undecided
from assess.checks.adjacent_vertebra_t_jump import vertebrae
from assess.values.check_sources import convention
from dxa.assessment import Reason, Severity, Truth
from dxa.regions import Region
from dxa.report import Measurement, Quantity
from dxa.vocabulary import Caveat

_LEVELS = ("L1", "L2", "L3", "L4")


def _run(situation: Situation) -> Judged:
    areas, bmds = vertebrae(situation, Quantity.AREA), vertebrae(situation, Quantity.BMD)
    pairs = [(areas[upper], areas[lower]) for upper, lower in pairwise(_LEVELS) if upper in areas and lower in areas]
    ends = [(bmds["L1"], bmds["L4"])] if "L1" in bmds and "L4" in bmds else []
    if not pairs and not ends:
        spine = any(row.region is Region.LUMBAR_SPINE for row in situation.usable)
        return undecided("levels") if spine else silent()
    # A smaller L4 below L3 alone is common and says nothing.
    unusual = [pair for pair in pairs if pair[1].value < pair[0].value and pair[1].levels != ("L4",)]
    unusual += [pair for pair in ends if pair[1].value < pair[0].value]
    return fires(*(_reason(*pair) for pair in unusual)) if unusual else silent()


def _reason(upper: Measurement, lower: Measurement) -> Reason:
    return Reason(
        term=f"{upper.quantity.value} of {lower.levels[0]} against {upper.levels[0]}",
        value=str(lower.value),
        operator="<",
        threshold=str(upper.value),
        verdict=Truth.TRUE,
        measurement=lower.id,
    )


CHECK = Check(
    id="M11",
    code=Caveat.VERTEBRAL_BMD_AREA_PATTERN_UNUSUAL,
    severity=Severity.INFO,
    says="Area or BMD does not grow down the spine as usual: labels of the vertebrae, fracture or artefact.",
    cite=convention("General experience; no primary source seen", "Pattern of area and BMD from L1 to L4"),
    run=_run,
)
