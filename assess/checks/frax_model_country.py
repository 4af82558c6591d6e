"""M28: the FRAX country model is not that of the site."""

from assess.case.frax_country import country, model_of
from assess.case.situation import Situation
from assess.checking.check import Check, Judged, fires, silent, undecided
from assess.terms.terms import FRAX_GIVEN
from assess.values.check_sources import FRAX_PAGE
from dxa.assessment import Reason, Severity, Truth
from dxa.vocabulary import Caveat


def _run(situation: Situation) -> Judged:
    if situation.evaluated(FRAX_GIVEN).verdict is not Truth.TRUE:
        return silent()
    model, here = model_of(situation), situation.facts.facility.country
    missing = [name for name, known in (("frax.model", model), ("facility.country", here)) if known is None]
    if model is None or here is None:
        return undecided(*missing)
    same = country(model) == country(here)
    reason = Reason(
        term="country model of FRAX against the country of the site",
        value=model,
        operator="==",
        threshold=here,
        verdict=Truth.TRUE if same else Truth.FALSE,
        source="facts, report",
    )
    return silent(reason) if same else fires(reason)


CHECK = Check(
    id="M28",
    code=Caveat.FRAX_MODEL_COUNTRY_MISMATCH,
    severity=Severity.MAJOR,
    says="The FRAX country model is not that of the site, so that its thresholds belong to another population.",
    cite=FRAX_PAGE,
    run=_run,
)
