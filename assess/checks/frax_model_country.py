"""M28: the FRAX country model is not that of the site."""

from assess.check import Check, Judged, fires, silent, undecided
from assess.check_sources import FRAX_PAGE
from assess.situation import Situation
from assess.terms import FRAX_GIVEN
from dxa.assessment import Reason, Severity, Truth
from dxa.vocabulary import Caveat

_SAME = {
    "usa": "us", "united states": "us", "united kingdom": "uk", "gb": "uk", "canada": "ca", "germany": "de",
    "france": "fr", "spain": "es", "italy": "it", "netherlands": "nl", "portugal": "pt", "australia": "au",
    "japan": "jp", "thailand": "th", "sweden": "se", "denmark": "dk",
}  # fmt: skip


def _country(name: str) -> str:
    # A model may name a group after the country, such as "US (Caucasian)".
    words = name.casefold().split("(")[0].strip()
    return _SAME.get(words, words)


def _run(situation: Situation) -> Judged:
    if situation.evaluated(FRAX_GIVEN).verdict is not Truth.TRUE:
        return silent()
    model = situation.facts.frax.model if situation.facts.frax else None
    stated = [fact.value for fact in situation.report.context.facts if fact.name == "frax.model" and not fact.denied]
    model = model or (stated[0] if len(stated) == 1 else None)
    country = situation.facts.facility.country
    missing = [name for name, known in (("frax.model", model), ("facility.country", country)) if known is None]
    if model is None or country is None:
        return undecided(*missing)
    same = _country(model) == _country(country)
    reason = Reason(
        term="country model of FRAX against the country of the site",
        value=model,
        operator="==",
        threshold=country,
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
