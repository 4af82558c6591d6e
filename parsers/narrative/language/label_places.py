"""Where the labels of a sentence stand: before or behind their numbers, in brackets, in rows."""

from collections.abc import Mapping, Sequence

from parsers.narrative.language.references import reference_behind
from parsers.narrative.language.roles import DENSITY, Role
from parsers.narrative.language.tokens import Token

SCORES = frozenset({"t_score", "z_score"})
_LIGHT_WORDS = (
    "a an the is was are were of with ist liegt betragt betrug lag bei der die das mit es est e en el la le il lo "
    "los las les de con avec com het ap pa her his its this that l d foi fue do da del della dello it measures reads "
    "your their ihre ihrer ihrem ihren votre vos su sus suo sua seu uw zien gemeten gemessen mesure mesuree medido "
    "medida misurato misurata "
    "werden wurde wurden misst "
    "lado lato cote seite zijde kant side a equals -> bij ... obtained measured found noted recorded calculated seen"
)
LIGHT = frozenset([*_LIGHT_WORDS.split(), ":", "=", "(", ")", "[", "]"])
_VERBS_TEXT = (
    "sich ergibt ergeben ergab ergaben findet finden fand fanden wird zeigt zeigte misst messen ermittelt "
    "ermittelten berechnet errechnet resultiert resultieren wurde wurden trouve note notons retrouve retrouvons "
    "trouvons mesure mesuree mesurons calcule calculee gemeten gevonden vinden vindt meten wordt werd werden men "
    "wir nous wij we on er zich bevindt"
)
VERBS = frozenset(_VERBS_TEXT.split())
"""Words of measuring between a site and its side: "für die Gesamthüfte ergibt sich links ..."."""
_AS = frozenset(["as", "als", "como", "comme", "come"])
_BRACKETED = 2
"""Tokens of a unit and an opening bracket."""
_GLOSS = 4
"""Tokens of an opening bracket, a site, a comma and a label."""


class LabelPlaces:
    """Questions about the labels around a place; `roles` are the numbers that may be values."""

    def __init__(self, tokens: Sequence[Token], roles: Mapping[int, Role]) -> None:
        self._tokens, self._roles = tokens, roles

    def between(self, first: int, second: int) -> Sequence[Token]:
        """Return the tokens between two places."""
        return self._tokens[first + 1 : second]

    def unit_of_label(self, place: int) -> str | None:
        """Return the unit printed with a label: "BMD (g/cm2)", "BMD in g/cm2"."""
        after = self._tokens[place + 1 : place + 3]
        if len(after) > 1 and (after[0].text == "(" or after[0].is_a("at")):
            after = after[1:]
        return after[0].key("units") if after else None

    def label_behind(self, place: int) -> str | None:
        """Return the score label right behind a number that has no number of its own: "-2.1 T-score".

        So do the people it is compared with: "-1.9 SD compared with young adults".
        """
        if (reference := reference_behind(self._tokens, place)) is not None:
            return reference.score
        after = self._tokens[place + 1 : place + 5]
        if after and after[0].key("units") == "sd" and after[1:2] and after[1].text == "(":
            # The unit stands between: "-2.7 SD (T-score)".
            after = after[1:]
        after = after[:3]
        bracketed = len(after) > 2 and (after[0].text, after[2].text) == ("(", ")")  # noqa: PLR2004 - both brackets
        if bracketed and after[1].key("labels") in SCORES:
            return after[1].key("labels")
        led = bool(after) and (after[0].is_a("at") or after[0].text in _AS)
        if led and [token.key("labels") in SCORES for token in after[1:2]] == [True]:
            # "-2.3 di T-score", "-2.3 in T-score", "-2.3 as T-score".
            after = after[1:]
        after = after[:2]
        key = after[0].key("labels") if after else None
        if key not in SCORES:
            return None
        if len(after) == 1:
            return key
        if after[1].is_a("at") and self._opens_row(place):
            return key
        own = after[1].is_a("number", "bad_number", "at", "compare_sign", "minus")
        own = own or after[1].text in LIGHT - {")", "]"} or after[1].text == "plus"
        return None if own or self._leads_row(place) else key

    def closes_reference(self, place: int, number: int) -> bool:
        """Whether a label in brackets names the score the words behind a number have told before."""
        reference = reference_behind(self._tokens, number) if number >= 0 else None
        return reference is not None and reference.end == place

    def tells_people(self, place: int) -> bool:
        """Whether the words behind a number tell whom it is compared with."""
        return reference_behind(self._tokens, place) is not None

    def is_labelled_behind(self, place: int) -> bool:
        """Whether a number closes its part with its label: "0.912 g/cm2 at L1-L4 with -1.2 T-score, ..."."""
        after = self._tokens[place + 2 : place + 3]
        closes = not after or after[0].text in {",", ";", ".", ")"} or after[0].is_a("and", "contrast")
        return closes and self.label_behind(place) is not None

    def _opens_row(self, place: int) -> bool:
        """Whether a sentence puts labels behind its numbers: "-1.2 T-score at the spine, -1.9 T-score at the neck"."""
        first = min(self._roles, default=place)
        led = any(token.key("labels") or token.is_a("site", "levels") for token in self._tokens[:first])
        return not led and any(point in self._tokens[place].text for point in ".,")

    def _leads_row(self, place: int) -> bool:
        """Whether the label behind a number leads the next site: "T-score spine -2.7 neck -2.2 Z-score spine -1.1"."""
        first = next((token for token in self._tokens if token.is_a("number") or token.key("labels")), None)
        behind = self._tokens[place + 2 : place + 4]
        named = len(behind) > 1 and behind[0].is_a("site", "levels") and (behind[1].is_a("number", "minus"))
        return named and first is not None and first.key("labels") in SCORES

    def is_closed_by_label(self, place: int) -> bool:
        """Whether a label alone in brackets stands right behind a number: "-1.5 (T-score)"."""
        return self.is_bracketed(place + 2) and self._tokens[place + 2].key("labels") in SCORES

    def names_density(self, place: int, last_number: int) -> bool:
        """Whether a label names the density right before it: "0.987 g/cm2 (BMD)", "0.987 g/cm2 BMD at the spine"."""
        between = self.between(last_number, place)
        if last_number >= 0 and len(between) == 1 and between[0].key("units") in DENSITY:
            after = self._tokens[place + 1 : place + 2]
            return bool(after) and after[0].is_a("at") and self._opens_row(last_number)
        return self.is_bracketed(place) and len(between) == _BRACKETED and between[0].key("units") in DENSITY

    def label_in_brackets(self) -> str | None:
        """Return the score a head such as "BMD (T-score):" gives the numbers in brackets behind densities."""
        for place, token in enumerate(self._tokens[:-2]):
            if token.is_a("number"):
                return None
            label = self._tokens[place + 2].key("labels")
            if token.key("labels") == "bmd" and self._tokens[place + 1].text == "(" and label in SCORES:
                return label
        return None

    def opens_gloss(self, place: int) -> bool:
        """Whether brackets right behind a number name its site and more of it: "-2.1 (spine L1-L4, BMD 0.926)"."""
        at = place + 1 + sum(token.key("units") is not None for token in self._tokens[place + 1 : place + 2])
        inside = self._tokens[at : at + _GLOSS]
        own = len(inside) == _GLOSS and inside[0].text == "(" and inside[1].is_a("site", "levels")
        return own and inside[2].text in {",", ";"} and inside[3].key("labels") not in {None, *SCORES}

    def names_both(self, place: int) -> bool:
        """Whether two labels stand side by side over pairs of numbers: "T score, Z score: ..."."""
        before, after = self._tokens[max(0, place - 2) : place], self._tokens[place + 1 : place + 2]
        joined = len(before) > 1 and (before[1].text in {",", "/"} or before[1].is_a("and"))
        labelled = joined and before[0].key("labels") in SCORES
        return labelled and bool(after) and (after[0].text in {":", "were", "are", "of"} or after[0].is_a("at"))

    def is_bracketed(self, place: int) -> bool:
        """Whether a word stands alone in brackets."""
        return place > 0 and [token.text for token in self._tokens[place - 1 : place + 2 : 2]] == ["(", ")"]

    def label_between(self, first: int, second: int) -> bool:
        """Whether a label stands between two places."""
        return any(token.key("labels") for token in self.between(first, second))
