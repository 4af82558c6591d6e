"""Bare rows such as "Total" within a sentence: where they stand like the name of a site."""

from collections.abc import Sequence

from parsers.narrative.language.label_places import LIGHT
from parsers.narrative.language.roles import DENSITY
from parsers.narrative.language.tokens import Token

_THAT = frozenset(["la", "el", "celle", "celui", "quella", "quello", "a", "o", "die", "der", "diejenige", "that"])
"""Words that stand for the value named before: "la del cuello es de 0,599 y la del total de 0,712"."""
_WITH = frozenset(["with", "con", "com", "avec", "mit", "met"])
_REGIONS = frozenset(["region", "regiao", "regione"])
_BRACKET = 3
"""Tokens of a bracket with one word in it."""


class BareRows:
    """Questions about the tokens around a bare row."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._tokens = tokens

    def row_behind(self, place: int) -> int:
        """Return where a bare row stands alone in the brackets right behind a number: "-1.2 (total)"; 0 without one."""
        at = place + 1 + (place + 1 < len(self._tokens) and self._tokens[place + 1].key("units") is not None)
        inside = self._tokens[at : at + 3]
        alone = len(inside) == _BRACKET and (inside[0].text, inside[2].text) == ("(", ")")
        return at + 1 if alone and inside[1].is_a("row") else 0

    def is_bracketed(self, place: int, number: int) -> bool:
        """Whether brackets right behind a number hold nothing but what stands at a place."""
        between = [token for token in self._tokens[number + 1 : place] if not token.key("units")]
        after = self._tokens[place + 1 : place + 2]
        return number >= 0 and [token.text for token in between] == ["("] and bool(after) and after[0].text == ")"

    def is_led(self, place: int) -> bool:
        """Whether a bare word stands behind a preposition and a number, like a site: "-1.7 at the neck"."""
        before = place - 1
        while before > 0 and self._tokens[before].text in LIGHT and not self._tokens[before].is_a("at"):
            before -= 1
        led = before > 0 and self._tokens[before].is_a("at")
        after = self._tokens[place + 1 : place + 2]
        if place and self._tokens[place - 1].is_a("number") and (not after or after[0].text in {",", ";", ".", ")"}):
            # "T-score -2.1 total, osteopenia".
            return True
        if (
            led
            and self._tokens[before - 1].text in _THAT
            and any(token.is_a("number") for token in self._tokens[place : place + 4])
        ):
            return True
        number = next((token for token in reversed(self._tokens[:before]) if not token.key("units")), None)
        closed = after and after[0].text == ")" and place > 1 and self._tokens[place - 1].text == "("
        if closed and self._ends_value(place - 2):
            return True
        return led and number is not None and number.is_a("number")

    def is_of_other_bone(self, place: int) -> bool:
        """Whether a bare row stands right behind a bone outside the table: "ulna 1/3"."""
        return place > 0 and self._tokens[place - 1].is_a("places:other_site")

    def is_row_of_unknown(self, place: int) -> bool:
        """Whether a bare "total" stands behind a word nobody knows, which may be another bone: "X-hipp (total)"."""
        before = place - 1
        while before >= 0 and self._tokens[before].text == "(":
            before -= 1
        return before >= 0 and self._tokens[before].tags == {"word"} and self._tokens[before].text not in LIGHT

    def heads_row(self, place: int) -> bool:
        """Whether a bare word such as "Total" stands like the name of a row, in brackets too: "T-score (total): -1"."""
        after = self._tokens[place + 1 : place + 2]
        if after and after[0].text == ")" and place and self._tokens[place - 1].text == "(":
            beyond = self._tokens[place + 2 : place + 3]
            told = bool(beyond) and (beyond[0].is_a("number") or beyond[0].text == ":")
            return told or self._ends_value(place - 2)
        if after and after[0].text == "," and (place == 0 or self._tokens[place].key("side") or self._is_part(place)):
            led = place + 2 < len(self._tokens) and self._tokens[place + 2].text in _WITH
            return any(token.key("labels") for token in self._tokens[place + 2 + led : place + 3 + led])
        signed = [
            token.is_a(tag)
            for token, tag in zip(self._tokens[place + 1 : place + 3], ("minus", "number"), strict=False)
        ]
        told = bool(after) and (
            after[0].text in {":", "(", "="} or after[0].is_a("number") or bool(after[0].key("labels"))
        )
        # "BMD totale g/cm2 0,738": the unit stands before its number.
        united = bool(after) and after[0].key("units") in DENSITY
        united = united and any(token.is_a("number") for token in self._tokens[place + 2 : place + 3])
        return told or united or signed == [True, True]

    def _is_part(self, place: int) -> bool:
        """Whether a row is called a region, behind a comma and its bone: "right femur, total region, with BMD"."""
        before = self._tokens[max(0, place - 2) : place]
        return len(before) > 1 and before[0].text == "," and before[1].text in _REGIONS

    def _ends_value(self, place: int) -> bool:
        """Whether a number stands here, or the unit right behind one: "-1.2 (total)", "0.722 g/cm2 (total)"."""
        united = place > 0 and self._tokens[place].key("units") is not None
        return place >= 0 and self._tokens[place - united].is_a("number")
