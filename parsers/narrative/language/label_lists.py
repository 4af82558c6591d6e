"""Lists of labels, whose numbers stand in the same order: "BMD/T/Z: 0.812/-1.6/-0.4", "Z- and T-score are ..."."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from parsers.narrative.language.label_places import LIGHT, SCORES
from parsers.narrative.language.roles import DENSITY, Role
from parsers.narrative.language.tokens import Token

BOTH = ("t_score", "z_score")
"""The scores of one label such as "T/Z-score", in its order."""
_LISTED = frozenset([*SCORES, "bmd", "bmc", "area"])
_MARKS = frozenset(["/", ",", "|"])
"""What parts the labels and numbers of a list; bars do in a table whose lines have run together."""
_ARTICLES = LIGHT - {":", "=", "(", ")", "[", "]"}


@dataclass(frozen=True, slots=True)
class LabelList:
    """What the numbers behind a list of labels are, in order."""

    keys: tuple[str, ...]
    unit: str | None
    """Key of the unit printed with the density."""


class LabelLists:
    """Finds the lists of one sentence; `roles` are its numbers that may be values."""

    def __init__(self, tokens: Sequence[Token], roles: Mapping[int, Role]) -> None:
        self._tokens, self._roles = tokens, roles

    def of(self, place: int) -> LabelList | None:
        """Return the list the label at a place stands in, None if it stands alone or one number follows the list.

        Slashes make a list of a density and its scores only; "T-score/Z-score" may be the scale of something else.
        """
        labels = self._joined(place)
        keys = [key for label in labels for key in self._keys_of(label)]
        if len(labels) < 2 or len(set(keys)) < len(keys) or not _LISTED.issuperset(keys):  # noqa: PLR2004 - a list
            return None
        slashed = all(self._tokens[first + 1].text == "/" for first in labels[:-1])
        if not (slashed and "bmd" in keys) and self._numbers_behind(labels[-1]) < 2:  # noqa: PLR2004 - a list
            return None
        return LabelList(tuple(keys), self._unit_in(labels))

    def _joined(self, place: int) -> list[int]:
        """Return the places of the labels that marks, "and" and articles join to one."""
        labels = [at for at, token in enumerate(self._tokens) if token.key("labels")]
        if place not in labels:
            return []
        first = last = labels.index(place)
        while first and self._joins(labels[first - 1], labels[first]):
            first -= 1
        while last + 1 < len(labels) and self._joins(labels[last], labels[last + 1]):
            last += 1
        return labels[first : last + 1]

    def _joins(self, first: int, second: int) -> bool:
        between = self._tokens[first + 1 : second]
        if [token.text for token in between[:1]] == ["("] and len(between) > 2 and between[1].key("units") in DENSITY:  # noqa: PLR2004 - unit in brackets
            between = between[3:]
        if len(between) > 2 and between[1].key("units") in DENSITY and between[0].is_a("at"):  # noqa: PLR2004 - "in g/cm2 /"
            between = between[2:]
        joined = any(token.is_a("and") or token.text in _MARKS for token in between)
        light = (token.is_a("and") or token.text in {*_MARKS, "-"} or token.text in _ARTICLES for token in between)
        return joined and all(light)

    def _keys_of(self, place: int) -> Sequence[str]:
        key = self._tokens[place].key("labels")
        return BOTH if key == "both_scores" else (key,) if key else ()

    def _unit_in(self, labels: Sequence[int]) -> str | None:
        units = (token.key("units") for token in self._tokens[labels[0] : labels[-1]])
        return next((unit for unit in units if unit in DENSITY), None)

    def _numbers_behind(self, label: int) -> int:
        """Return how many numbers stand in the first row behind a label; none if another label stands before it."""
        first = min((place for place in self._roles if place > label), default=label)
        between = self._tokens[label + 1 : first]
        return 0 if first == label or any(token.key("labels") for token in between) else self.row_from(first)

    def row_from(self, place: int) -> int:
        """Return how many numbers stand in a row from here, with nothing but marks, "and", signs and units between."""
        count, at = 1, place + 1
        while True:
            following = at
            while following < len(self._tokens) and self._parts(self._tokens[following]):
                following += 1
            between = self._tokens[at:following]
            parted = any(token.text in {*_MARKS, ";"} or token.is_a("and") for token in between)
            if not parted or following >= len(self._tokens) or not self._tokens[following].is_a("number"):
                return count
            count, at = count + 1, following + 1

    @staticmethod
    def _parts(token: Token) -> bool:
        marks = token.text in {*_MARKS, ";"} or token.is_a("and", "respectively", "minus")
        return marks or token.key("units") is not None
