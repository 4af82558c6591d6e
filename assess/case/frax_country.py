"""The country model a FRAX value was computed with."""

import re

from assess.case.situation import Situation

_SAME = {
    "usa": "us", "u s": "us", "u s a": "us", "united states": "us", "united states of america": "us", "u k": "uk",
    "united kingdom": "uk", "gb": "uk", "great britain": "uk", "england": "uk", "canada": "ca", "germany": "de",
    "france": "fr", "spain": "es", "italy": "it", "netherlands": "nl", "portugal": "pt", "australia": "au",
    "japan": "jp", "thailand": "th", "sweden": "se", "denmark": "dk",
}  # fmt: skip


_GROUPS = frozenset(["caucasian", "white", "black", "hispanic", "asian", "african", "american", "frax", "model"])
"""What a model is called after its country."""


def country(name: str) -> str:
    """Return a country by one short name; a model may name a group after it, such as "US (Caucasian)".

    >>> country("US (Caucasian)"), country("US-Hispanic"), country("United Kingdom"), country("New Zealand")
    ('us', 'us', 'uk', 'new zealand')
    """
    words = re.findall(r"[^\W_]+", name.casefold().split("(")[0])
    while len(words) > 1 and words[-1] in _GROUPS:
        words.pop()
    plain = " ".join(words)
    return _SAME.get(plain, plain)


def model_of(situation: Situation) -> str | None:
    """Return the model as stated by the caller, or else by the report; None if nobody or several did."""
    own = situation.facts.frax.model if situation.facts.frax else None
    stated = [fact.value for fact in situation.report.context.facts if fact.name == "frax.model" and not fact.denied]
    return own or (stated[0] if len(set(stated)) == 1 else None)


def country_of_model(situation: Situation) -> str | None:
    """Return the country of the model by one short name; None if the model is not known."""
    model = model_of(situation)
    return None if model is None else country(model)
