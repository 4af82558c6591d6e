"""The words around tables of earlier examinations: their titles, their columns and their days."""

import re
from enum import StrEnum

from parsers.pdf.headings.columns import Column, meaning_of, plain_heading


class TrendColumn(StrEnum):
    """What a column of a trend table holds."""

    DATE = "date"
    BMD = "bmd"
    T_SCORE = "t_score"
    Z_SCORE = "z_score"
    YOUNG = "young_adult_percent"
    CHANGE = "change"
    CHANGE_PERCENT = "change_percent"
    CHANGE_UNMARKED = "change_unmarked"
    """A change whose heading names no unit: a percentage where the cell says so."""
    SKIPPED = "skipped"


_DENSITOMETRY = r"(?:densitom[eé]tr[ií][ae]|densitométrique|densitometry|BMD)"
TITLE = re.compile(
    rf"(?:\b{_DENSITOMETRY}[ -])?"
    r"(?:\btrend(?: results)?|\w*trend|\btendance|\btendencia|\btendência|\btendenza)"
    rf"(?: (?:(?:de|da|della) )?{_DENSITOMETRY})?(?::|,| -| \u2013)\s*(?P<site>\S.*?)(?=   |$)",
    re.IGNORECASE,
)
"""The title of a trend; "Densitometrie-Trend", "Tendance densitométrique" and their like in other languages."""
MAY_BE_TITLE = re.compile(r"trend|tendan|tendenc|tendênc|tendenz", re.IGNORECASE)
_DAYS = (
    r"(?:(?:measured|scan|exam|study) )?date|exam(?:ination)?|scan|study|visit|datum|fecha|data|date (?:de )?mesure|"
    r"gemessen(?: am)?|messdatum|datum (?:der )?messung|date examen|fecha (?:de )?(?:la )?medici[oó]n|fecha medida|"
    r"data (?:da )?(?:medi[cç][aã]o|medida)|data (?:della )?mis(?:ura|urazione)|(?:datum )?meting|"
    r"gemeten(?: op)?|mesuré(?: le)?|medido(?: el| em)?|misurato(?: il)?|meetdatum|uppmätt(?: datum)?|mätdatum"
)
COLUMN = re.compile(rf"(?:^|   )(?:{_DAYS})(?=   |$)", re.IGNORECASE)
EARLIER = re.compile(
    r"\b(?:(?:previous|prior) (?:scans?|exam\w*|results?|studies)(?: results?)?|results? history|history of results?)"
    r"\b[ :(-]*(?P<site>[^():]*?(?: \([^()]*\))?)\)?:?(?=   |$)",
    re.IGNORECASE,
)
DAY = re.compile(
    r"\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}|\b[^\W\d_]{3,10}\.? \d{1,2}, ?\d{4}|\b\d{1,2}\.?[ -][^\W\d_]{3,10}\.?,?[ -]\d{4}"
)
DATES = re.compile(
    r"(?:measured|date|datum|fecha|data|gemessen|messdatum|mesuré|medido|misurato|gemeten|uppmätt)",
    re.IGNORECASE,
)
"""The word over the days of a table, in the first of its lines."""
_CHANGED = (
    r"(?:change|änderung|veränderung|variation|évolution|cambio|variación|variação|alteração|"
    r"variazione|verandering|verschil)"
)
_PREVIOUS = (
    r"(?:vs\.?|gg\.?|zu(?:r|m)?|gegen(?:über)?|t\.?o\.?v\.?|au|al|ao)?(?:previous|prev|vorher(?:ig)?|vorwert|"
    r"précéd(?:ent)?|anterior|prec(?:ed(?:ente)?)?|vorige)\.?"
)
_HEADINGS = (
    (TrendColumn.DATE, _DAYS.replace(" ", "")),
    (TrendColumn.BMD, r"(?:bmd|dmo|kmd|moc)[(\[]?g/cm2[)\]]?"),
    (TrendColumn.T_SCORE, r"(?:ya)?t-?(?:score|wert)"),
    (TrendColumn.Z_SCORE, r"(?:am)?z-?(?:score|wert)"),
    (TrendColumn.YOUNG, r"(?:ya|youngadult)[(\[]?%[)\]]?|%ya"),
    (TrendColumn.CHANGE, rf"(?:bmd|dmo)?{_CHANGED}{_PREVIOUS}[(\[]?g/cm2[)\]]?"),
    (TrendColumn.CHANGE_UNMARKED, rf"(?:bmd|dmo)?{_CHANGED}{_PREVIOUS}"),
    (TrendColumn.CHANGE_PERCENT, rf"%?(?:bmd|dmo)?{_CHANGED}{_PREVIOUS}[(\[]?%?[)\]]?"),
)
_PLAIN = {
    Column.DATE: TrendColumn.DATE,
    Column.BMD: TrendColumn.BMD,
    Column.T: TrendColumn.T_SCORE,
    Column.Z: TrendColumn.Z_SCORE,
    Column.YOUNG: TrendColumn.YOUNG,
}


def column_of(text: str) -> TrendColumn:
    """Return what the heading of a trend's column means; SKIPPED for one that is not known.

    >>> column_of("Gemessen am").value, column_of("DMO (g/cm²)").value, column_of("Alter (Jahre)").value
    ('date', 'bmd', 'skipped')
    """
    plain = plain_heading(text)
    own = next((column for column, name in _HEADINGS if re.fullmatch(name, plain)), None)
    if own is not None:
        return own
    # What a result table calls its columns; a density counts with its unit only.
    meant = meaning_of(text, {})
    known = meant is not None and meant.qualifier is None and (meant.column is not Column.BMD or meant.unit == "g/cm2")
    return _PLAIN.get(meant.column, TrendColumn.SKIPPED) if meant and known else TrendColumn.SKIPPED
