"""Columns of reference values beside results: "Result   Reference range" above "-1.9   > -1.0"."""

import re
from collections.abc import Iterator

_NUMBER = r"[-+\u2212\u2013]?\s?\d{1,4}(?:[.,]\d{1,4})?"
_UNIT = r"(?:\s?(?:g/cm(?:2|\u00b2|\^2)|SD|DS|DE|DP|%))?"
_LIMIT = re.compile(
    rf"[(\[]?(?:(?:[<>\u2264\u2265]=?|=>|=<)\s?{_NUMBER}|{_NUMBER}{_UNIT}\s?(?:-|\u2013|to|bis|\u00e0|a|tot|/|\.\.\.?)\s?{_NUMBER})"
    rf"{_UNIT}[)\]]?",
    re.IGNORECASE,
)
"""A cell that holds a bound or a range: "> -1.0", "0.940 - 1.260", "-1.0 to +1.0"."""
_BARE = re.compile(rf"{_NUMBER}{_UNIT}")
_OF = r"(?:\s*[(\[]?(?:[TZ](?:[- ]?(?:score|wert|waarde))?|BMD|DMO|SD|g/cm(?:2|\u00b2|\^2))[)\]]?)?"
_NORMS_TEXT = (
    "normal|norm|norme|norma|normals|normal value|normal values|normal range|reference"
    "|reference range|reference interval|reference value|reference values|ref range|ref interval"
    "|ref value|referenz|referenzbereich|referenzwert|referenzwerte|normwert|normwerte|normbereich"
    "|normalwert|normalwerte|normalbereich|valeur de reference|valeurs de reference|valeur normale"
    "|valeurs normales|valeurs usuelles|normale|normales|intervalle de reference|valor de referencia"
    "|valores de referencia|valor normal|valores normales|valores normais|rango de referencia"
    "|rango normal|referencia|intervalo de referencia|valore di riferimento|valori di riferimento"
    "|valori normali|intervallo di riferimento|riferimento|faixa de referencia|referentie"
    "|referentiewaarde|referentiewaarden|normaalwaarde|normaalwaarden"
)
_ACCENTS = str.maketrans(
    "\u00e1\u00e0\u00e2\u00e3\u00e4\u00e9\u00e8\u00ea\u00ed\u00f3\u00f5\u00fa\u00e7", "aaaaaeeeioouc"
)
_NORMS = re.compile(rf"(?:{_NORMS_TEXT}){_OF}", re.IGNORECASE)
_MEANS = re.compile(
    rf"(?:(?:ref(?:erence)?|young adult|age|age[- ]matched|peak|expected|norm(?:al)?) (?:bmd|dmo|mean)"
    rf"|(?:bmd|dmo) (?:de referencia|di riferimento|de reference"
    rf"|ref(?:erence)?|esperad[ao]|attes[ao]|attendue"
    rf"|prevue|verwacht|normal|media|moyenne|soll|mean|expected)|mean ref(?:erence)?"
    rf"|mittelwert jung(?:er)? erw(?:achsene[r]?)?|soll-?(?:bmd|wert)){_OF}",
    re.IGNORECASE,
)
"""Heads of the mean densities of other people, under which a bare number stands."""
_RESULTS = re.compile(
    r"\b(?:[tz][- ]?(?:score|wert|waarde)|score|escore|bmd|dmo|result|resultat|resultado|risultato|resultaat|ergebnis"
    r"|messwert|value|wert|valor|valeur|valore|waarde|t|z)s?\b"
)
_CLASSES = re.compile(r"osteop")
_QUICK = re.compile(
    r"(?:[ ]{2}|[\t|])[ ]*[(\[]?"
    r"(?:norm|ref|r\u00e9f|rifer|faixa|rango|interv|valeur|valor|young|age|peak|expec|mean|mittel|soll|bmd|dmo)",
    re.IGNORECASE,
)
"""How the head of such a column begins, behind the gap that parts it from the one before."""
_CELL = re.compile(r"[^\s|;](?:[^\n\t|]*?[^\s|])??(?=[ ]{2,}|[ ]?[\t|]|[ ]*$)")
_INDENT = 4
_FEWEST = 3
"""Cells of a head: the row's name, a result and its reference."""


def without_reference_cells(text: str) -> str:
    """Return a text with blanks for the columns of reference values in its tables, and for their heads.

    Every other character stays at its place.
    """
    if not _QUICK.search(text):
        return text
    kept = list(text)
    blanked: set[tuple[int, int]] = set()
    heads: list[tuple[int, tuple[int, int], bool]] = []
    cells: list[tuple[int, int]] = []
    line = None
    for start, end in _lines(text):
        row = [found.span() for found in _CELL.finditer(text, start, end)]
        if not row:
            heads = []
        elif columns := _references(text, head := _named(row, start)):
            heads, cells, line = columns, head, start
        elif heads and line is not None:
            told = list(_under(text, (line, start), heads, cells, row))
            blanked |= {span for pair in told for span in pair}
    for first, last in blanked:
        kept[first:last] = " " * (last - first)
    return "".join(kept)


def _lines(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    while start <= len(text):
        end = text.find("\n", start)
        end = end if end >= 0 else len(text)
        yield start, end
        start = end + 1


def _named(row: list[tuple[int, int]], start: int) -> list[tuple[int, int]]:
    """Return the heads of a line that begins behind blanks with an empty one for the names of the rows."""
    return [(start, start), *row] if row[0][0] - start >= _INDENT else row


def _references(text: str, row: list[tuple[int, int]]) -> list[tuple[int, tuple[int, int], bool]]:
    """Return the heads of reference values in a line of heads: number, place, and whether bare numbers stand below."""
    words = [text[first:last].lower().translate(_ACCENTS).replace(".", "") for first, last in row]
    if len(row) < _FEWEST or any(_CLASSES.search(word) for word in words):
        return []
    norms = [number for number, word in enumerate(words) if number and _NORMS.fullmatch(word)]
    means = [number for number, word in enumerate(words) if number and _MEANS.fullmatch(word)]
    rest = [word for number, word in enumerate(words) if number not in {*norms, *means}]
    if any(re.search(r"\d[.,]\d", word) for word in words) or not any(_RESULTS.search(word) for word in rest):
        return []
    return [(number, row[number], number in means) for number in sorted({*norms, *means})]


def _under(
    text: str,
    lines: tuple[int, int],
    heads: list[tuple[int, tuple[int, int], bool]],
    above: list[tuple[int, int]],
    row: list[tuple[int, int]],
) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Yield the cells of a row that hold reference values, each with its head."""
    for number, head, bare in heads:
        pattern = _BARE if bare else _LIMIT
        if len(row) == len(above):
            cell = row[number]
        elif len(row) == len(above) - 1 and above[0][0] == above[0][1]:
            # The whole table is indented.
            cell = row[number - 1]
        else:
            first, last = (place - lines[0] for place in head)
            over = [span for span in row[1:] if span[0] - lines[1] < last and span[1] - lines[1] > first]
            if len(over) != 1:
                continue
            cell = over[0]
        if pattern.fullmatch(text[cell[0] : cell[1]]):
            yield head, cell
