"""The country model a FRAX value was computed with."""

from assess.case.situation import Situation

_SAME = {
    "usa": "us", "united states": "us", "united kingdom": "uk", "gb": "uk", "canada": "ca", "germany": "de",
    "france": "fr", "spain": "es", "italy": "it", "netherlands": "nl", "portugal": "pt", "australia": "au",
    "japan": "jp", "thailand": "th", "sweden": "se", "denmark": "dk",
}  # fmt: skip


def country(name: str) -> str:
    """Return a country by one short name; a model may name a group after it, such as "US (Caucasian)".

    >>> country("US (Caucasian)"), country("United Kingdom")
    ('us', 'uk')
    """
    words = name.casefold().split("(")[0].strip()
    return _SAME.get(words, words)


def model_of(situation: Situation) -> str | None:
    """Return the model as stated by the caller, or else by the report; None if nobody or several did."""
    own = situation.facts.frax.model if situation.facts.frax else None
    stated = [fact.value for fact in situation.report.context.facts if fact.name == "frax.model" and not fact.denied]
    return own or (stated[0] if len(set(stated)) == 1 else None)


def country_of_model(situation: Situation) -> str | None:
    """Return the country of the model by one short name; None if the model is not known."""
    model = model_of(situation)
    return None if model is None else country(model)
