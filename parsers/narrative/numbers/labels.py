"""The label each number of a sentence stands under: carried from word to word, with one of its own for each bracket."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from parsers.narrative.language.label_lists import BOTH, LabelLists
from parsers.narrative.language.label_places import SCORES
from parsers.narrative.language.roles import DENSITY, Role
from parsers.narrative.language.surroundings import Surroundings
from parsers.narrative.language.tokens import Token
from parsers.narrative.text.scope import Scope

_EACH_TEXT = (
    "each all alle tous toutes todos todas tutti tutte allemaal telkens cada valeurs werte valores valori waarden"
)
_EACH = frozenset(_EACH_TEXT.split())
"""Words before a label that closes a list: "(jeweils T-Score)", "(all T-scores)"."""


@dataclass(frozen=True, slots=True)
class Held:
    """The label one number stands under."""

    key: str | None
    fresh: bool
    """True if the number is the first one under it."""
    behind: bool
    """True if it stands behind the number."""
    paired: bool
    """True for a number of a pair such as "T/Z-score -1.2/0.3"."""


class Labels:
    """The label that holds where a sentence has been read to."""

    def __init__(self, tokens: Sequence[Token], roles: Mapping[int, Role], near: Surroundings, scope: Scope) -> None:
        self._near, self._lists = near, LabelLists(tokens, roles)
        above, last = scope.header_label or scope.carried_label, label_at_end(tokens)
        self.key: str | None = last or above
        self.unit: str | None = None
        """The unit printed with the label."""
        self.fresh = False
        """True until a number takes the label."""
        self.lent = self.key is not None and scope.header_label is None and last is None
        """True for a label of the sentence before, which this one has not said again."""
        self.pair: list[str] = []
        """What the next numbers of "T/Z-score" are, as long as one is to come."""
        self._keys: tuple[str, ...] = BOTH
        """What the numbers of one list of labels are, in order: those of "T/Z-score", or of "BMD/T/Z"."""
        self._suspended: str | None = None
        self._outer: list[tuple[str | None, str | None, int]] = []
        self._tbs = False
        self._bracketed = near.label_in_brackets()

    @property
    def in_brackets(self) -> bool:
        """Whether a bracket is open."""
        return bool(self._outer)

    def take(self, place: int, token: Token, last_number: int) -> None:
        """Read a label."""
        key = token.key("labels") or "frax"
        if (listed := self._lists.of(place)) is not None:
            self.key, self.fresh, self.lent, self._keys, self.unit = (
                "both_scores",
                True,
                False,
                listed.keys,
                listed.unit,
            )
            return
        if self.key == "difference" and self.fresh and key in SCORES | {"bmd"}:
            return
        near = last_number >= 0 and key in SCORES and place - last_number in {1, 2, 3}
        if key == "bmd" and self._near.names_density(place, last_number):
            return
        told = self._near.closes_reference(place, last_number)
        if told or (near and self._near.label_behind(last_number) == key):
            self.key = None
            return
        if {key, self.key} == SCORES and self._near.names_both(place):
            key = "both_scores"
        self._keys = BOTH if key == "both_scores" else self._keys
        if key in {"tbs", "bmd"}:
            self._tbs = key == "tbs"
        elif key in SCORES and self._tbs:
            key = "other"
        self.key, self.fresh, self.lent = key, True, False
        self.unit = self._near.unit_of_label(place)

    def pass_by(self, token: Token, last_number: int) -> None:
        """Read a mark or word that is no label, site or number."""
        if token.text in {"(", "["}:
            self._outer.append((self.key, self.unit, last_number))
        elif token.text in {")", "]"} and self._outer:
            label, unit, number = self._outer.pop()
            # "Trabecular bone score (TBS): 1.215" names one thing twice; its number is still to come.
            # "(L3 excluded for the difference to the others)" gives a reason, and no number of its own.
            names = self.fresh and label in {None, self.key} and self.key != "difference"
            self.fresh = names and number == last_number
            self.key, self.unit = (self.key, self.unit) if self.fresh else (label, unit)
        elif self._outer and self.fresh and self.key == "bmd" and token.key("units") in DENSITY:
            # "BMD spine/neck/total (g/cm2): ..." prints the unit behind the sites.
            self.unit = self.unit or token.key("units")
        elif token.text in {",", ";"} and self.key == "difference":
            self.key = None
        elif token.is_a("change") and not token.is_a("from"):
            self._suspended, self.key, self.fresh = self.key, "change", False
        elif token.is_a("to", "from") and self.key == "change":
            # "has fallen by 5.1% to 0.781 g/cm2": what stands behind "to" is the value.
            self.key, self.fresh = self._suspended, token.is_a("to") and self._suspended is not None

    def of_number(self, place: int, *, bare: bool, site_fresh: bool, last_number: int) -> Held:
        """Return the label of a number; `bare` tells that no unit is printed with it."""
        told = self._near.is_closed_by_label(place) or (self.key == "bmd" and self._near.tells_people(place))
        behind = self._near.label_behind(place) if told or not self.fresh else None
        key, fresh = (behind, True) if behind else (self.key, self.fresh)
        paired = key == "both_scores"
        if paired:
            pairs = self._keys == BOTH
            whole = self._near.is_paired(place) if pairs else self._lists.row_from(place) == len(self._keys)
            opens = (fresh or site_fresh) and whole
            self.pair = self.pair or (list(self._keys) if opens else [])
            key, fresh = (self.pair.pop(0), True) if self.pair else (key, fresh)
        if self._bracketed and not behind and bare and self._near.in_bracket_of(place, last_number):
            key, fresh = self._bracketed, True
        return Held(key, fresh, bool(behind), paired)


def label_at_end(tokens: Sequence[Token]) -> str | None:
    """Return the score label that closes a sentence and is its only one: "left -1.6 (T-scores)", "-1.6, T-score"."""
    labels = [place for place, token in enumerate(tokens) if token.key("labels")]
    if len(labels) != 1 or tokens[labels[0]].key("labels") not in {*SCORES, "both_scores"}:
        return None
    place = labels[0]
    before = place - 1
    while before > 0 and (tokens[before].is_a("respectively") or tokens[before].text in _EACH):
        before -= 1
    opens = tokens[before].text if place else ""
    behind = [token.text for token in tokens[place + 1 : place + 3]]
    bracketed = opens == "(" and behind in ([")"], [")", "."])
    closing = opens == "," and behind in ([], ["."])
    return tokens[place].key("labels") if bracketed or closing else None
