"""What one coded observation measures: the code and its label are read apart, and have to agree."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from dxa.issues import IssueCode
from dxa.loinc import LOINC, SNOMED_REGIONS, SNOMED_SIDES, CodeMeaning, check_digit_holds
from dxa.regions import Region, Scan, Side, Site
from dxa.report import Quantity
from dxa.sites import levels_of, plain, side_of, site_of
from parsers.hl7.labels import FOREARM_REGIONS, HIP_REGIONS, Meaning, meaning_of, scan_in
from parsers.hl7.sides import LimbSides, limb_of, side_in_words
from parsers.hl7.units import is_density

_LOINC_SYSTEMS = frozenset({"LN", "LOINC", "HTTP://LOINC.ORG"})


@dataclass(frozen=True, slots=True)
class Coded:
    """A coded element: two triplets of code, text and system, un-escaped."""

    code: str = ""
    text: str = ""
    system: str = ""
    other_code: str = ""
    other_text: str = ""
    other_system: str = ""

    @property
    def texts(self) -> tuple[str, ...]:
        """The texts for people."""
        return tuple(text for text in (self.text, self.other_text) if text.strip())

    @property
    def codes(self) -> tuple[tuple[str, str], ...]:
        """The codes with their systems."""
        pairs = ((self.code.strip(), self.system.strip()), (self.other_code.strip(), self.other_system.strip()))
        return tuple(pair for pair in pairs if pair[0])


NOTHING = Coded()
"""An empty field."""


UNKNOWN = "?"
"""Words for a site that is named and not told."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands around an observation and may name its site."""

    site: Coded = NOTHING
    """OBX-20."""
    group: str = ""
    """OBX-4 if it holds words, or the site another observation of the same OBX-4 names."""
    header: str = ""
    """The text of OBR-4."""
    beside: str = ""
    """The site the order gives beside its name."""
    side: Side | None = None
    """The side another observation of the group names."""
    limbs: LimbSides = ()
    """The sides told once for a limb wherever its numbers stand."""
    told: bool = False
    """True if another observation names the group, so that the order does not."""


@dataclass(frozen=True, slots=True)
class Identified:
    """What an observation measures."""

    site: Site
    quantity: Quantity
    prior: bool
    year: int | None
    days: frozenset[date]
    """The days a date in the label may be; empty without one."""
    density: str | None
    held: IssueCode | None
    """Why rules must not use the value yet; None if they may."""
    notes: tuple[tuple[IssueCode, str], ...]


@dataclass(frozen=True, slots=True)
class Unidentified:
    """An observation that is no measurement we can place."""

    notes: tuple[tuple[IssueCode, str], ...]
    is_result: bool
    """True if it names a quantity of bone densitometry, so that leaving it out has to be told."""


def identified(coded: Coded, around: Surroundings, unit: str) -> Identified | Unidentified:
    """Return what an observation measures, as far as its code, its label, its unit and its surroundings tell.

    Code and label agree: taken. The code is local or unknown: the label alone is read. They differ, or the label
    does not name the site: the value is kept and held, because codes on DXA values are wrong more often than
    labels (docs/sources.md).
    """
    notes = list(_code_faults(coded))
    labels = _label_meanings(coded)
    code = next((LOINC[code] for code, _ in coded.codes if code in LOINC), None)
    if any(not label.is_result for label in labels):
        return Unidentified(
            ((IssueCode.UNKNOWN_ROW, "a label speaks of something other than a result"),), is_result=False
        )
    if any(label.since_baseline for label in labels):
        note = (IssueCode.CHANGE_FROM_BASELINE, "a change against the first examination was not taken over")
        return Unidentified((note,), is_result=False)
    quantity, quantity_conflict = _quantity(labels, code, unit)
    if quantity is None:
        return Unidentified((*notes, (IssueCode.UNKNOWN_ROW, "no label or code names a quantity")), is_result=False)
    # A code that is wrong about the quantity is not believed about site and side either.
    trusted = code if code is not None and code.quantity is quantity else None
    place = _placed(labels, trusted, around, quantity)
    if place is None:
        return Unidentified((*notes, (IssueCode.UNKNOWN_ROW, "the site of a result is not known")), is_result=True)
    conflict = quantity_conflict or place.conflict or _contradiction(code, place.regions, place.side, quantity)
    held = IssueCode.CODE_LABEL_CONFLICT if conflict else None
    if conflict:
        notes.append((IssueCode.CODE_LABEL_CONFLICT, conflict))
    elif place.sides_differ:
        held = IssueCode.SIDE_CONFLICT
        notes.append((held, "labels of one result, or its order, name different sides"))
    region, ambiguous = _one_region(place.regions)
    if ambiguous:
        notes.append((IssueCode.SITE_AMBIGUOUS, f"the label does not say which region; read as {region}"))
    return Identified(
        site=Site(region, place.side, place.levels),
        quantity=quantity,
        prior=any(label.prior for label in labels),
        year=next((label.year for label in labels if label.year), None),
        days=next((label.days for label in labels if label.days), frozenset()),
        density=next((label.density for label in labels if label.density), None),
        held=held,
        notes=(*notes, *(() if code else ((IssueCode.LABEL_ONLY, "a local or unknown code"),))),
    )


def _code_faults(coded: Coded) -> Iterable[tuple[IssueCode, str]]:
    for code, system in coded.codes:
        if system.upper() in _LOINC_SYSTEMS and not check_digit_holds(code):
            yield IssueCode.BAD_CODE, "a code called LOINC is none, or its check digit is wrong"


def _label_meanings(coded: Coded) -> tuple[Meaning, ...]:
    local = (code for code, _ in coded.codes if any(char.isalpha() for char in code))
    codes = (meaning_of(code, is_code=True) for code in local)
    # A code beside a text is a label of its own only if it names a quantity: "L1" may just be the first of a list.
    return (*map(meaning_of, coded.texts), *(code for code in codes if code.quantity or not coded.texts))


def _quantity(labels: tuple[Meaning, ...], code: CodeMeaning | None, unit: str) -> tuple[Quantity | None, str | None]:
    named = list(dict.fromkeys(label.quantity for label in labels if label.quantity))
    if named == [Quantity.CHANGE]:
        return (Quantity.CHANGE if is_density(unit) else Quantity.CHANGE_PERCENT), None
    if named:
        return named[0], "labels of one result name different quantities" if len(named) > 1 else None
    if is_density(unit):
        return Quantity.BMD, None
    # The code alone says what the number is: nothing confirms it.
    return (code.quantity, "only the code names the quantity") if code else (None, None)


@dataclass(frozen=True, slots=True)
class _Place:
    regions: frozenset[Region]
    side: Side | None
    levels: tuple[str, ...]
    conflict: str | None
    sides_differ: bool


def _placed(
    labels: tuple[Meaning, ...], code: CodeMeaning | None, around: Surroundings, quantity: Quantity
) -> _Place | None:
    if quantity in {Quantity.FRAX_MAJOR, Quantity.FRAX_HIP}:
        return _Place(frozenset({Region.PATIENT}), None, (), None, sides_differ=False)
    stated = [*labels, *_site_field(around.site)]
    if not any(label.regions for label in stated):
        stated += _from_surroundings(labels, around)
    regions = [label.regions for label in stated if label.regions]
    conflict = None
    if not regions:
        if code is None or not code.regions:
            return None
        regions, conflict = [code.regions], "only the code names the site"
    common = frozenset.intersection(*regions)
    common = _narrowed(common, around.group)
    levels = list(dict.fromkeys(label.levels for label in stated if label.levels))
    if not common or len(levels) > 1:
        common, conflict = (common or regions[0]), "labels of one result name different sites"
    elif levels and not set(levels[0]) <= set(levels_of(around.group) or levels[0]):
        # A vertebra may stand in the group of its range: "L2" beside "L1-L4".
        conflict = "a label and its group name different vertebrae"
    sides = list(dict.fromkeys(side for side in (*(one.side for one in stated), *_group_sides(common, around)) if side))
    # A code of another bone says nothing about the side of this one.
    of_code = code.side if code and code.regions & common else None
    of_order = [side for text in (around.header, around.beside) if (side := side_in_words(limb_of(common), text))]
    side = sides[0] if sides else of_code or next(iter(of_order), None)
    if around.group == UNKNOWN and side is None and limb_of(common):
        # The label leaves the side to a name above it, which nobody can tell.
        return None
    # "Left femoral neck" under the order of the right hip: nobody can tell which of them was measured.
    differ = len(sides) > 1 or {side, *of_order} >= {Side.LEFT, Side.RIGHT}
    return _Place(common, side, levels[0] if levels else (), conflict, sides_differ=differ)


def _site_field(site: Coded) -> list[Meaning]:
    meanings = [meaning_of(text) for text in site.texts] + [meaning_of(site.code, is_code=True)]
    for code, _ in site.codes:
        regions, _, side = code.partition(":272741003=")
        if regions in SNOMED_REGIONS:
            meanings.append(Meaning(regions=SNOMED_REGIONS[regions], side=SNOMED_SIDES.get(side)))
    bare = [Meaning(side=side_of(text)) for text in site.texts if site_of(text) is None]
    return [meaning for meaning in (*meanings, *bare) if meaning.regions or meaning.side]


def _from_surroundings(labels: tuple[Meaning, ...], around: Surroundings) -> list[Meaning]:
    """Return the site the group or the order gives a label that names only a quantity or a bare row."""
    scan = scan_in(around.group) or _scan_of_order(around)
    row = site_of(around.group, scan) if scan and not any(label.rest for label in labels) else None
    if row:
        return [Meaning(regions=frozenset({row.region}), side=row.side, levels=row.levels)]
    rests = [label.rest for label in labels if label.rest]
    for rest in rests:
        site = site_of(rest, scan) if scan else None
        if site:
            return [Meaning(regions=frozenset({site.region}), side=site.side, levels=site.levels)]
    if any(set(plain(rest).split()) - {"dxa", "dexa"} for rest in rests):
        # Words we do not know: the number may belong anywhere.
        return []
    if (group := meaning_of(around.group)).regions:
        return [group]
    return [] if around.told else _from_order(around)


def _scan_of_order(around: Surroundings) -> Scan | None:
    scans = {scan for text in (around.header, around.beside) if (scan := scan_in(text))}
    return scans.pop() if len(scans) == 1 else None


def _from_order(around: Surroundings) -> list[Meaning]:
    """Return the narrower of the sites an order gives in its name and beside it; none if they differ."""
    told = [meaning for text in (around.header, around.beside) if (meaning := meaning_of(text)).regions]
    common = frozenset.intersection(*(one.regions or frozenset() for one in told)) if told else frozenset()
    if not common or len({one.levels for one in told} - {()}) > 1:
        return []
    return [max(told, key=lambda one: (len(one.levels), -len(one.regions or ())))]


def _narrowed(regions: frozenset[Region], group: str) -> frozenset[Region]:
    """Return the one region of several that the group names as a row: "Neck" beside LOINC's femur."""
    scan = Scan.HIP if regions <= HIP_REGIONS else Scan.FOREARM if regions <= FOREARM_REGIONS else None
    row = site_of(group, scan) if len(regions) > 1 and scan else None
    named = row.region if row else Region.HIP_UNSPECIFIED
    return frozenset({named}) if named in regions and named is not Region.HIP_UNSPECIFIED else regions


def _group_sides(regions: frozenset[Region], around: Surroundings) -> list[Side | None]:
    """Return the sides the group gives: of its side observation, and of words in its name longer than a letter."""
    limb = limb_of(regions)
    if limb is None:
        return []
    return [around.side, dict(around.limbs).get(limb), side_in_words(limb, around.group)]


def _contradiction(
    code: CodeMeaning | None, regions: frozenset[Region], side: Side | None, quantity: Quantity
) -> str | None:
    if code is None:
        return None
    if code.quantity is not quantity:
        return "the code and its label name different quantities"
    if not code.regions & regions:
        return "the code and its label name different sites"
    if code.side is not None and side is not code.side:
        return "the code and its label name different sides"
    return None


def _one_region(regions: frozenset[Region]) -> tuple[Region, bool]:
    if len(regions) == 1:
        return next(iter(regions)), False
    if regions <= HIP_REGIONS:
        return Region.HIP_UNSPECIFIED, True
    if regions <= FOREARM_REGIONS:
        return Region.FOREARM_TOTAL, True
    return Region.LUMBAR_SPINE, True
