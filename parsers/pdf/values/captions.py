"""Words right above a table that name a side without being understood: its values may be of that side."""

import re
from collections.abc import Sequence
from dataclasses import replace

from dxa.issues import IssueCode
from dxa.regions import SCAN_OF_REGION, Scan, Side
from dxa.sites import plain, side_of
from parsers.pdf.headings.header import Header
from parsers.pdf.naming.several import names_both, side_told
from parsers.pdf.naming.titles import Title
from parsers.pdf.text.lines import Line
from parsers.pdf.values.rows import PlacedRow

_SIDE = re.compile(
    r"\b(?:left|right|links?|linke[rnms]?|rechts?|rechte[rnms]?|gauches?|droite?s?|izquierd[oa]s?|derech[oa]s?|"
    r"esquerd[oa]s?|direit[oa]s?|sinistr[oaie]|destr[oaie]|lew[aey]|praw[aey])\b|"
    r"\b(?:linker|rechter)(?=heup)|[\u5de6\u53f3]|\uc88c\uce21|\uc6b0\uce21|\uc67c\ucabd|\uc624\ub978\ucabd"
)
_SIDE_OR_MEAN = re.compile(
    rf"{_SIDE.pattern}|\b(?:mean|average|mittel\w*|moyenne|medi[ao]|promedio|gemiddeld\w*) (?:\w+ ){{0,2}}\w"
)
"""As "Mean of both hips", whose rows are of neither side."""
_NEAR = 2.5
"""Heights of a character between a caption and its table."""
_LONGEST = 60
_TITLE = 32
"""Characters of the longest line that is only the name of a limb and its side."""
_SIDED = {Scan.HIP, Scan.FOREARM}


def names_side(header: Header, lines: Sequence[Line]) -> bool:
    """Return whether the line right above a table, or a short line of the page that names a limb, names a side."""
    return _is_over(header, lines) or any(_is_of_limb(line) for line in lines if line.words[0].base < header.top)


_LIMB = re.compile(
    r"\b(?:hips?|femur[s]?|femoral|schenkelhals|femurhals|collo|colo|esf|"
    r"femora|forearm|radius|wrist|poignet|muneca|punho|polso|pols|handgelenk|hufte|unterarm|hanche|avant-bras|femoris|cadera|antebrazo|radio|"
    r"quadril|antebraco|anca|femore|avambraccio|(?:linker|rechter)?heup|onderarm|udowa|biodro|przedramie)\b|"
    r"[\u9acb\u9ad6]|\u80a1\u9aa8|\u5927\u817f|\u524d[\u81c2\u8155]|\ub300\ud1f4|\uc804\uc644"
)
_ANY_LIMB = (
    r"(?:hip|femur|femoral|femorale|hufte|hanche|cadera|quadril|anca|femore|heup|hoft|forearm|unterarm|antebrazo|"
    r"onderarm|avant-bras)"
)
_NO_SIDE = (
    r"(?!(?:dxa|dexa|bmd|moc|dmo|scan|exam|total|neck|axis|bone|roi|mean|and|or|hals|col|ap|pa|dual|both|prox|the|"
    r"your)\b)"
)
_UNKNOWN = re.compile(
    rf"{_ANY_LIMB}(?: pro\w+)?[ ,:(-]+{_NO_SIDE}[a-z]{{1,4}}\b[.:)]{{0,2}}$|^{_NO_SIDE}[a-z]{{1,4}}\.? {_ANY_LIMB}:?$"
)
"""A limb and a short word beside it that may be a side nobody here knows."""
_LABELLED = re.compile(
    r"(?:^|   )\s*(?:side|laterality|seite|lato|lado|c[o\u00f4]t[e\u00e9]|zijde)\s*: *(?P<side>[^\W\d_]+)(?=$|   )",
    re.IGNORECASE,
)
_WHY = re.compile(
    r"\b(?:indication|history|clinical|reason|anamnes|indikation|klin|motiv|indica|quesito|antecedent|vraag)"
)


def _is_of_limb(line: Line) -> bool:
    """Whether a line is short, no sentence and no reason of the examination, and names a limb with its side."""
    text = plain(line.text)
    if _UNKNOWN.search(text) and len(text) <= _TITLE:
        return True
    if len(text) <= _TITLE and _LIMB.search(text) and side_of(text) in {Side.LEFT, Side.RIGHT}:
        # Sides of one letter count where a line is nothing but a name.
        return True
    said = len(text) <= _LONGEST and not text.endswith(".") and not _WHY.search(text)
    return said and len(set(_SIDE.findall(text))) == 1 and bool(_LIMB.search(text))


def _is_over(header: Header, lines: Sequence[Line]) -> bool:
    """Whether a line right above a table is short and holds the word of a side, over its columns or alone."""
    x0, x1 = header.headings[0].x0 - 4 * header.size, header.headings[-1].x1
    above = [line for line in lines if line.words[0].bottom <= header.top + 0.2 * header.size]
    for line in reversed(above):
        own = Line(tuple(word for word in line.words if x0 <= word.x0 <= x1))
        if own.words:
            near = header.top - own.words[0].bottom <= _NEAR * header.size
            if near and len(own.text) <= _LONGEST and _SIDE_OR_MEAN.search(plain(own.text)):
                return True
            break
    titles = [line for line in above if header.top - line.words[0].bottom <= _NEAR * header.size]
    return any(len(line.text) <= _TITLE and _SIDE.search(plain(line.text)) for line in titles)


def completed(
    rows: Sequence[PlacedRow], header: Header, lines: Sequence[Line], titles: Sequence[Title]
) -> list[PlacedRow]:
    """Return rows, those of a limb without its side with the one a field of the page gives, or held back.

    A title that names a side of the limb may be theirs wherever it stands: APEX prints the scan below its table.
    """
    if not any(map(_lacks_side, rows)):
        return list(rows)
    fields = [
        found["side"] for line in lines for found in _LABELLED.finditer(line.text) if line.words[0].base < header.top
    ]
    sides = {side_of(field) for field in fields}
    if len(sides) == 1 and sides <= {Side.LEFT, Side.RIGHT}:
        side = sides.pop()
        return [_sided(row, side) if _lacks_side(row) else row for row in rows]
    rows = [_with_side_told(row, header, lines) for row in rows]
    held = bool(sides) or names_side(header, lines) or names_both(lines, header.top)
    sided = {title.scan for title in titles if title.side}
    return [_held(row) if _lacks_side(row) and (held or _scan_of(row) in sided) else row for row in rows]


def _with_side_told(row: PlacedRow, header: Header, lines: Sequence[Line]) -> PlacedRow:
    scan = _scan_of(row)
    side = side_told(scan, lines, header.top) if scan and _lacks_side(row) else None
    return _sided(row, side) if side else row


def _scan_of(row: PlacedRow) -> Scan | None:
    return SCAN_OF_REGION.get(row.site.region) if row.site else None


def _sided(row: PlacedRow, side: Side | None) -> PlacedRow:
    return replace(row, site=replace(row.site, side=side)) if row.site else row


def _lacks_side(row: PlacedRow) -> bool:
    return row.site is not None and row.site.side is None and SCAN_OF_REGION.get(row.site.region) in _SIDED


def _held(row: PlacedRow) -> PlacedRow:
    text = "the words around the table name a side that may be that of its rows; held back until a reviewer decides"
    code = IssueCode.SITE_AMBIGUOUS
    return replace(row, held=row.held or code, issue=row.issue or code, reason=row.reason or text)
