"""FRAX of major fracture where lumbar spine and femoral neck part: FRAX itself knows the femoral neck only."""

from collections.abc import Iterator
from decimal import Decimal

from assess.case.situation import Situation
from assess.expressions.known import Known
from assess.expressions.logic import Parameter, Term
from assess.terms.frax_dose import multiplied
from assess.terms.spine_artefacts import SPINE_ARTEFACTS
from assess.values.plausible import SCORE_HIGH, SCORE_LOW
from dxa.assessment import Truth
from dxa.regions import Region

_AS_IT_IS = Decimal(1)


def for_discordance(base: Term[Situation], share: Parameter, from_units: Parameter) -> Term[Situation]:
    """Return the probability with a share more per T-score unit the spine lies below the neck, and less above it.

    Less is sure only where nothing that raises a spine falsely is known to be there; while that is not known, the
    probability is open between the two. Without both scores, or computed without BMD, it stands as it is.
    """

    def read(situation: Situation) -> Known[Decimal] | None:
        known, with_bmd = base.read(situation), situation.truths.get("frax.with_bmd")
        units = set(_units(situation))
        parting = {unit for unit in units if abs(unit) >= from_units.value}
        if known is None or not parting or (with_bmd is not None and not with_bmd.value):
            return known
        raised = situation.evaluated(SPINE_ARTEFACTS)
        factors = {_AS_IT_IS + share.value * unit for unit in parting if unit > 0 or raised.verdict is not Truth.TRUE}
        settled_by = [] if with_bmd is not None else ["frax.with_bmd"]
        if min(parting) < 0 and raised.verdict is not Truth.FALSE:
            factors.add(_AS_IT_IS)
            settled_by += raised.missing
        if len(parting) < len(units) or with_bmd is None:
            factors.add(_AS_IT_IS)
        if len(units) > 1:
            settled_by.append("t_score")
        return multiplied(known, sorted(factors), tuple(settled_by))

    words = f"{base.says}, with {share.value} of it per T-score unit the spine lies below or above the neck"
    return Term(base.name, words, read)


def _units(situation: Situation) -> Iterator[Decimal]:
    """Yield by how much the spine may lie below the femoral neck, in T-score units."""
    for one in _scores(situation, Region.FEMORAL_NECK):
        for other in _scores(situation, Region.LUMBAR_SPINE):
            yield one - other


def _scores(situation: Situation, region: Region) -> tuple[Decimal, ...]:
    """Return every T-score a site may have; none where it was not measured."""
    known = situation.t.at(region)
    doubts = [doubt.measurement.value for doubt in situation.t.doubts if doubt.measurement.region is region]
    if known is None:
        # A score that is held back may be any: it is tried at both ends.
        return (SCORE_LOW.value, *doubts, SCORE_HIGH.value) if doubts else ()
    return (known.value, *known.alternatives, *((SCORE_LOW.value,) if known.or_lower else ()))
