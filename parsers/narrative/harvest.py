"""What the sentences of a text gave: values with their sites and times, and the numbers that were not used."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise

from dxa.issues import IssueCode
from dxa.regions import SCAN_OF_REGION, Region, Scan, Site
from dxa.report import Quantity, Unit
from parsers.narrative.examinations.times import Moment, Time
from parsers.narrative.language.dates import When
from parsers.narrative.language.roles import is_signed
from parsers.narrative.language.tokens import Token
from parsers.narrative.numbers.bound import Bound
from parsers.narrative.numbers.corrections import puts_right
from parsers.narrative.sites.leaving_out import LeftOut
from parsers.narrative.tables.tables import Cell
from parsers.narrative.text.sentences import Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One value with its site and time."""

    site: Site
    quantity: Quantity
    value: Decimal
    unit: Unit
    start: int
    end: int
    moment: Moment
    issues: tuple[IssueCode, ...] = ()
    unsigned: bool = False
    """True for a score printed without any sign."""
    dashed: bool = False
    """True for a density with a dash set apart before it: in this text dashes may be punctuation."""
    called_low: bool = False
    """True if its sentence calls the density osteopenic or osteoporotic."""
    tabled: bool = False
    """True if it stands in the cell of a table."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """Characters that were not used, and why."""

    code: IssueCode
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Replaced:
    """A sentence that replaces values given elsewhere: those of the regions and quantities it names, if it does."""

    regions: frozenset[Region]
    quantities: frozenset[Quantity]
    start: int
    end: int

    def takes(self, one: Found) -> bool:
        """Return whether a value stands elsewhere and is one of those replaced."""
        named = not self.regions or one.site.region in self.regions
        kind = not self.quantities or one.quantity in self.quantities
        return named and kind and not self.start <= one.start < self.end


@dataclass(slots=True)
class Harvest:
    """Everything the sentences gave."""

    found: list[Found] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    sentences: list[tuple[Sentence, tuple[Token, ...]]] = field(default_factory=list)
    """Each closed sentence with its sites joined."""
    above: dict[int, Site] = field(default_factory=dict)
    """The site the sentences before speak of, by where a sentence with numbers begins."""
    disowned: list[tuple[Decimal, frozenset[Region]]] = field(default_factory=list)
    """Values the text calls wrong or puts others in place of, with the regions named beside; none: of any region."""
    lost_days: set[When] = field(default_factory=set)
    """Days of rows that were not understood: any of them may be this examination's."""
    replaced: list[Replaced] = field(default_factory=list)
    """Sentences that replace the values given elsewhere."""

    def disown(self, tokens: Sequence[Token], places: Iterable[int]) -> None:
        """Remember numbers of a sentence that the text takes back, wherever it may print them besides.

        A sentence that says its own values replace those given elsewhere takes back all others of its regions, and so
        does one that puts a value right without quoting the mistake: "the spine's is a typing error, correct is -2.0".
        """
        places = frozenset(places)
        regions = frozenset(token.site.region for token in tokens if token.site is not None)
        # What is said of a hip may be of any part of it.
        regions |= _HIPS if Region.HIP_UNSPECIFIED in regions else frozenset()
        unquoted = not any(tokens[place].number for place in places) and puts_right(tokens)
        if unquoted or any(token.is_a("general:replaces") for token in tokens):
            labels = {token.key("labels") for token in tokens} if unquoted else set()
            kinds = frozenset(kind for label, kind in _LABELLED.items() if label in labels)
            self.replaced.append(Replaced(regions, kinds, tokens[0].start, tokens[-1].end))
        numbers = [number for place in places if (number := tokens[place].number) is not None]
        self.disowned += [(number.value, regions) for number in numbers]

    def keep(self, bound: Bound, *, low: bool) -> None:
        """Add the value of a sentence; `low` tells that its clause calls the density osteopenic or osteoporotic."""
        if bound.site is None:
            return
        if bound.moment.time is Time.UNSURE and bound.moment.when is None:
            self.unsure(bound.token)
            return
        asked = bound.wanted
        if asked.quantity is Quantity.TBS and bound.site.region is not Region.LUMBAR_SPINE:
            self.trouble(IssueCode.UNKNOWN_ROW, "a trabecular bone score outside the lumbar spine", bound.token)
            return
        self.found.append(
            Found(
                site=bound.site,
                quantity=asked.quantity,
                value=asked.value,
                unit=asked.unit,
                start=bound.token.start,
                end=max(bound.token.end, asked.end),
                moment=bound.moment,
                issues=asked.issues,
                unsigned=not is_signed(bound.token) and not asked.signed_by_word,
                called_low=low,
                dashed=bound.is_dashed,
            )
        )

    def keep_cell(self, cell: Cell, moment: Moment) -> None:
        """Add the value of a table's cell, measured at `moment`."""
        if cell.site is None:
            self.trouble(IssueCode.UNKNOWN_ROW, "a row whose name is not known", cell.token)
            self.lost_days |= {moment.when} if moment.when else set()
        elif isinstance(cell.wanted, str):
            self.odd(cell.token, cell.wanted)
        elif moment.time is Time.UNSURE and moment.when is None:
            self.unsure(cell.token)
        else:
            self.found.append(
                Found(
                    site=cell.site,
                    quantity=cell.wanted.quantity,
                    value=cell.wanted.value,
                    unit=cell.wanted.unit,
                    start=cell.token.start,
                    end=cell.token.end,
                    moment=moment,
                    issues=cell.wanted.issues,
                    unsigned=not is_signed(cell.token),
                    tabled=True,
                )
            )

    def without_torn_end(self, text: str) -> None:
        """Leave out the last value if the text ends right behind it and it has fewer digits than others of its kind.

        A sender that cuts a text to a length makes "-1" of "-1.6", with a line end behind it.
        """
        end = len(text.rstrip(" \t\r\n.,"))
        last = next((one for one in self.found if one.end == end), None)
        if last is None:
            return
        alike = [digits_of(one.value) for one in self.found if one.quantity in _alike(last.quantity) and one.end != end]
        if alike and digits_of(last.value) < min(alike):
            self.found.remove(last)
            said = "the text ends right behind this number, which has fewer digits than the others"
            self.troubles.append(Trouble(IssueCode.TEXT_ENDS_OPEN, said, last.start, last.end))

    def unsure(self, token: Token) -> None:
        """Tell a number whose examination nobody knows."""
        said = "a value that may belong to this or an earlier examination"
        self.trouble(IssueCode.DATE_AMBIGUOUS, said, token)

    def odd(self, token: Token, code: str) -> None:
        """Tell a number that cannot be the quantity its label says."""
        self.trouble(IssueCode(code), "a number that cannot be what its label says", token)

    def bad_numbers(self, tokens: Sequence[Token]) -> None:
        """Tell what stands where a value would and is not one clear number."""
        for before, token in pairwise(tokens):
            if token.is_a("bad_number") and (
                before.key("labels") in {"t_score", "z_score", "bmd"} or before.text in {":", "="}
            ):
                self.trouble(IssueCode.NOT_A_NUMBER, "characters that are not one clear number", token)

    def trouble(self, code: IssueCode, text: str, first: Token, last: Token | None = None) -> None:
        """Tell why the characters of a token, or those up to another one, are not used."""
        self.troubles.append(Trouble(code, text, first.start, (last or first).end))


_LABELLED = {"bmd": Quantity.BMD, "t_score": Quantity.T_SCORE, "z_score": Quantity.Z_SCORE}
_HIPS = frozenset(region for region, scan in SCAN_OF_REGION.items() if scan is Scan.HIP)
_SCORES = frozenset([Quantity.T_SCORE, Quantity.Z_SCORE])


def _alike(quantity: Quantity) -> frozenset[Quantity]:
    """Return the quantities that are printed with as many digits."""
    return _SCORES if quantity in _SCORES else frozenset([quantity])


def digits_of(value: Decimal) -> int:
    """Return how many digits a value has behind its point."""
    exponent = value.as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0
