"""A diagnosis of osteoporosis the patient had before this examination."""

from collections.abc import Iterator, Sequence

from parsers.narrative.clinical.fact import Element, fact
from parsers.narrative.clinical.polarity import Polarity, polarity_of
from parsers.narrative.language.tokens import Token

_DIAGNOSIS = frozenset(["diagnosis of", "diagnostico de", "diagnosi di", "diagnose", "diagnose einer", "diagnostic d"])
"""Names of a diagnosis that tell neither whose nor of when it is."""
_WITH = frozenset(["with", "con", "com", "avec", "mit", "met", "patient with"])


def known_of(tokens: Sequence[Token], place: int, section: str | None) -> Iterator[Element]:
    """Yield an earlier diagnosis of osteoporosis: "known osteoporosis", "no previous diagnosis of osteoporosis"."""
    if not tokens[place].is_a("classes:osteoporosis"):
        return
    near = range(max(0, place - 3), place)
    if not any(tokens[at].is_a("known_as") and _is_told(tokens, at, place, section) for at in near):
        return
    polarity = polarity_of(tokens, place)
    if polarity is not Polarity.OPEN:
        value = "false" if polarity is Polarity.DENIED else "true"
        yield (fact("prior_diagnosis.osteoporosis", value, tokens[place]),)


def _is_told(tokens: Sequence[Token], at: int, place: int, section: str | None) -> bool:
    """Whether a mere "diagnosis of" is this patient's and not today's: in a history, "with" it, or of some year.

    "The diagnosis of osteoporosis can be made at the spine" speaks of nobody.
    """
    if tokens[at].text not in _DIAGNOSIS:
        return True
    had = at > 0 and tokens[at - 1].text in _WITH
    since = any(token.is_a("date", "since", "ago", "number") for token in tokens[place + 1 : place + 4])
    return section == "indication" or had or since
