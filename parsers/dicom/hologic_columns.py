"""What the columns of a Hologic results table hold, by the words of its header row and never by their position."""

import re
from dataclasses import dataclass

from dxa.report import Quantity, Unit
from dxa.sites import plain
from parsers.dicom.dates import looks_like_date
from parsers.dicom.hologic_text import Cell, Table

_UNIT = re.compile(r"[\[(]\s*\(?\s*(?P<unit>[^\])]*?)\s*\)?\s*[\])]")
_NO_UNIT = re.compile(
    r"(?:% )?(?:peak[ -]?reference|peak|young[ -]?(?:adult|normal)|reference|age[ -]?matched|age|wholly?|see note)"
    r"|(?:(?:nhanes|iii|white|caucasian|black|hispanic|asian|chinese|japanese|korean|usa?|female|male|women|men|hologic)"
    r"(?:[ ,/]+|$))+"
)
"""What stands in brackets and explains the column rather than naming its unit."""

# "PR" is the peak reference (young adult), "AM" the age-matched mean; both are printed in per cent.
_QUANTITIES: dict[str, tuple[Quantity, Unit]] = {
    "area": (Quantity.AREA, Unit.CM2),
    "bmc": (Quantity.BMC, Unit.G),
    "bmd": (Quantity.BMD, Unit.G_PER_CM2),
    "abmd": (Quantity.BMD, Unit.G_PER_CM2),
    "areal bmd": (Quantity.BMD, Unit.G_PER_CM2),
    "bone density": (Quantity.BMD, Unit.G_PER_CM2),
    "bone mineral density": (Quantity.BMD, Unit.G_PER_CM2),
    "t-score": (Quantity.T_SCORE, Unit.ONE),
    "t score": (Quantity.T_SCORE, Unit.ONE),
    "tscore": (Quantity.T_SCORE, Unit.ONE),
    "z-score": (Quantity.Z_SCORE, Unit.ONE),
    "z score": (Quantity.Z_SCORE, Unit.ONE),
    "zscore": (Quantity.Z_SCORE, Unit.ONE),
    "t": (Quantity.T_SCORE, Unit.ONE),
    "z": (Quantity.Z_SCORE, Unit.ONE),
    "pr": (Quantity.YOUNG_ADULT_PERCENT, Unit.PERCENT),
    "am": (Quantity.AGE_MATCHED_PERCENT, Unit.PERCENT),
    "% pr": (Quantity.YOUNG_ADULT_PERCENT, Unit.PERCENT),
    "% am": (Quantity.AGE_MATCHED_PERCENT, Unit.PERCENT),
    "pr%": (Quantity.YOUNG_ADULT_PERCENT, Unit.PERCENT),
    "am%": (Quantity.AGE_MATCHED_PERCENT, Unit.PERCENT),
    "pr %": (Quantity.YOUNG_ADULT_PERCENT, Unit.PERCENT),
    "am %": (Quantity.AGE_MATCHED_PERCENT, Unit.PERCENT),
    "tbs": (Quantity.TBS, Unit.ONE),
    "tbs l1-l4": (Quantity.TBS, Unit.ONE),
    "trabecular bone score": (Quantity.TBS, Unit.ONE),
    "peak reference": (Quantity.YOUNG_ADULT_PERCENT, Unit.PERCENT),
    "age matched": (Quantity.AGE_MATCHED_PERCENT, Unit.PERCENT),
}
_ELSEWHERE: dict[Quantity, str] = {
    Quantity.AREA: "surface|superficie|flache|oppervlakte|oppervlak",
    Quantity.BMC: "cmo|knochenmineralgehalt",
    Quantity.BMD: "dmo|knochendichte|densidad|densite|densita|densidade|botdichtheid",
    Quantity.T_SCORE: "puntuacion t|score t|t-wert|valor t|indice t|punteggio t|escore t|t-escore|t-waarde",
    Quantity.Z_SCORE: "puntuacion z|score z|z-wert|valor z|indice z|punteggio z|escore z|z-escore|z-waarde",
}
"""Headings of other languages."""
_QUANTITIES |= {
    name: (quantity, _QUANTITIES[known][1])
    for known, quantity in (
        ("area", Quantity.AREA),
        ("bmc", Quantity.BMC),
        ("bmd", Quantity.BMD),
        ("t", Quantity.T_SCORE),
        ("z", Quantity.Z_SCORE),
    )
    for name in _ELSEWHERE[quantity].split("|")
}
_COMPARISONS = frozenset(
    {Quantity.T_SCORE, Quantity.Z_SCORE, Quantity.YOUNG_ADULT_PERCENT, Quantity.AGE_MATCHED_PERCENT}
)
_NUMBER = re.compile(r"\d")
_YEAR = re.compile(r"(?:19|20)\d\d")
_REGION = frozenset({"region", "regions", "roi", "site", "regione", "regiao", "regio", "zona", "bereich"})
_BONES = {
    "radius": "radius",
    "ulna": "ulna",
    "radius+ulna": "radius+ulna",
    "r+u": "radius+ulna",
    "u+r": "radius+ulna",
    "ulna+radius": "radius+ulna",
}
"""Headings over the row labels of a forearm table, in place of Region."""
_DATE = frozenset(
    {"date", "scan date", "exam date", "study date", "date of scan", "date of exam", "scan", "exam", "visit"}
) | frozenset(
    {"fecha", "data", "datum", "fecha de examen", "fecha del examen", "date examen", "date de l'examen", "scandatum"}
)
_IGNORED = frozenset({"edad", "alter", "eta", "idade", "leeftijd"}) | frozenset(
    {"age", "fat", "lean", "lean+bmc", "lean + bmc", "total", "total mass", "% fat", "%fat", "fat %"}
)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of numbers."""

    quantity: Quantity
    unit: Unit
    """What this vendor's format prints it in."""
    printed: str
    """The unit in the header; empty if none stands there."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The header row of a table."""

    header: int
    """Its row."""
    region: int | None
    bones: str
    """The bones its first heading names in place of Region; empty for Region."""
    date: int | None
    values: dict[int, Column]
    changes: tuple[tuple[int, str, str], ...]
    """Columns of changes: position, plain heading, unit printed in it."""
    unknown: tuple[Cell, ...]


def columns_of(table: Table) -> Columns | None:
    """Return what the columns hold, None if the first rows are no header.

    A heading may run on in the row below, as "BMD Change" over "vs Baseline" and "vs Previous".
    """
    for number in sorted(table.rows)[:3]:
        cells = table.rows[number]
        columns = _read(number, cells)
        if (columns.region is not None or columns.date is not None) and (columns.values or columns.changes):
            below = table.rows.get(number + 1, {})
            return _read(number + 1, _joined(cells, below)) if _goes_on(columns, cells, below) else columns
    return None


def hides_days(table: Table, columns: Columns) -> bool:
    """Return whether days or years stand under a heading that is none of a date: whose rows are today's is unknown."""
    starts = {cell.start for cell in columns.unknown}
    heads = [table.rows[number] for number in table.rows if number <= columns.header]
    unknown = {at for row in heads for at, cell in row.items() if cell.start in starts}
    below = [table.rows[number] for number in table.rows if number > columns.header]
    printed = ([row[at].words for row in below if at in row and row[at].words] for at in unknown)
    return columns.date is None and any(
        any(map(looks_like_date, words)) or (words and all(map(_YEAR.fullmatch, words))) for words in printed
    )


def _goes_on(columns: Columns, cells: dict[int, Cell], below: dict[int, Cell]) -> bool:
    """Whether the row below a header has no label of its own and holds words or units, but not one number."""
    label = columns.date if columns.region is None else columns.region
    filled = {at: cell.words for at, cell in below.items() if cell.words}
    no_label = label not in filled and bool(filled) and bool(cells)
    return no_label and not any(
        _NUMBER.search(_UNIT.sub(" ", words).replace("cm2", "").replace("cm^2", "")) for words in filled.values()
    )


def _joined(cells: dict[int, Cell], below: dict[int, Cell]) -> dict[int, Cell]:
    """Return the cells of two header rows as one; a heading over several columns stands in the first of them."""
    joined: dict[int, Cell] = {}
    over = ""
    for at in sorted({*cells, *below}):
        upper, lower = cells.get(at), below.get(at)
        over = upper.words if upper and upper.words else over
        words = " ".join(
            part for part in (over if lower and lower.words else upper and upper.words, lower and lower.words) if part
        )
        joined[at] = Cell(words, (upper or lower or Cell("", 0)).start)
    return joined


def _read(number: int, cells: dict[int, Cell]) -> Columns:
    region = date = None
    bones = ""
    values: dict[int, Column] = {}
    changes: list[tuple[int, str, str]] = []
    unknown: list[Cell] = []
    for position, cell in sorted(cells.items()):
        name, unit = heading(cell.words)
        if name in _REGION:
            region = position if region is None else region
        elif (named := _BONES.get(name.replace(" ", ""))) and region is None:
            region, bones = position, named
        elif name in _DATE:
            date = position if date is None else date
        elif name in _QUANTITIES:
            quantity, expected = _QUANTITIES[name]
            values[position] = Column(quantity, expected, unit)
        elif "change" in name or name.startswith(("vs ", "vs. ")):
            changes.append((position, name, unit))
        elif name and name not in _IGNORED:
            unknown.append(cell)
    return Columns(number, region, bones, date, _of_bone_density(values), tuple(changes), tuple(unknown))


def _of_bone_density(values: dict[int, Column]) -> dict[int, Column]:
    """Return the columns without the scores of TBS: those behind it, or all where no density is printed."""
    texture = [at for at, column in values.items() if column.quantity is Quantity.TBS]
    if not texture:
        return values
    has_density = any(column.quantity is Quantity.BMD for column in values.values())
    first = min(texture) if has_density else -1
    return {at: column for at, column in values.items() if at < first or column.quantity not in _COMPARISONS}


def heading(words: str) -> tuple[str, str]:
    """Return the plain name of a heading and the unit in its brackets.

    >>> heading("BMD[g/cm2]"), heading("% Fat[(%)]"), heading("PR (%)")
    (('bmd', 'g/cm2'), ('% fat', '%'), ('pr', '%'))
    """
    bracketed = [found["unit"].strip() for found in _UNIT.finditer(words)]
    units = [text for text in bracketed if text and not _NO_UNIT.fullmatch(plain(text))]
    name = re.sub(r"\s*-\s*", "-", plain(_UNIT.sub(" ", words)).strip(" :*\u2020\u00b9\u00b2"))
    return name, units[0] if units else ""
