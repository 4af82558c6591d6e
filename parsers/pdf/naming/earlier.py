"""Whether the title above a table says that its values are of an earlier examination."""

import re
from collections.abc import Iterator, Sequence

from parsers.pdf.headings.header import Header
from parsers.pdf.naming.scans import whole_region
from parsers.pdf.naming.several import sites_of_title
from parsers.pdf.text.lines import Line

_OF_BEFORE = (
    r"previous|prior|earlier|former|last|old|baseline|vorherige?[nrs]?|fr\u00fchere?[nrs]?|letzte?[nrs]?|"
    r"pr\u00e9c\u00e9dent(?:e?s?)|ant\u00e9rieure?s?|previ[oa]s?|anterior(?:es)?|pr\u00e9vi[oa]s?|anteriore|precedent[ei]|"
    r"vorige|eerdere?|tidigare|tidligere"
)
_EXAMINATION = (
    r"dxa|dexa|exam\w*|scans?|stud(?:y|ies)|results?|values?|measurements?|visits?|report|densitom\w*|untersuchung\w*|"
    r"messung\w*|befund\w*|werte?|r\u00e9sultats?|mesures?|resultados?|estudios?|estudos?|esami?|esame|risultati|"
    r"onderzoek|meting|unders\u00f6kning|unders\u00f8gelse"
)
_DAY = r"[\d/.,\-]+|\w+ \d{1,2},? \d{4}|\d{1,2}\.? \w+ \d{4}"
_TITLE = re.compile(
    rf"\W*(?:(?:{_OF_BEFORE}) (?:[^\W\d]+ )?(?:{_EXAMINATION})|(?:{_EXAMINATION}) (?:{_OF_BEFORE})|"
    rf"vorbefund\w*|voruntersuchung\w*|vorwerte?)"
    rf"(?:[ ,(]*(?:(?:of|on|from|vom|du|del|de|dal|van|fr\u00e5n|fra) )?(?:{_DAY}))?\W*",
    re.IGNORECASE,
)
_NO_FINDING = r"(?!\W+(?:\w+ )?(?:fra[ck]\w*|frakt\w*|frattur\w*|breuk|surg\w*|op\b|operat\w*|replac\w*|prosth\w*))"
_CAPTION = re.compile(
    rf"\b(?:{_OF_BEFORE}|compar[ei]\w*|compara[c\u00e7]\w*|vergleich\w*|confronto|vergelijk\w*)\b{_NO_FINDING}",
    re.IGNORECASE,
)
_BEHIND_NAME = re.compile(
    rf"^[^.:]{{3,32}}[(,\u2013-] ?(?:{_OF_BEFORE})[ ,:)]*(?:(?:{_EXAMINATION})\b[ ,]*)?(?:{_DAY})?\W*$", re.IGNORECASE
)
"""The name of a site with "previous" behind it, such as "Left hip (previous, 2021)"."""
_YEAR = re.compile(r"(?:19|20)\d\d")
_NONE = re.compile(
    r"\b(?:no|none|not|nil|n/a|keine?|ohne|aucune?|sans|ningun[ao]?|sin|nessun[ao]?|geen|nenhuma?|sem)\b", re.IGNORECASE
)
_LONGEST = 60
_LINES = 2
_NEAR = 8.0
"""Heights of a character between the lines of a title and its table."""


def earlier_title(header: Header, lines: Sequence[Line]) -> Line | None:
    """Return the line right above a table that is the title of an earlier examination, None if there is none.

    The line has to say nothing else: "Previous DXA: 2019" is a remark, and a sentence may compare.
    """
    return next((line for line in _right_above(header, lines) if _TITLE.fullmatch(line.text)), None)


def may_be_earlier(header: Header, lines: Sequence[Line], *, is_first: bool = True) -> bool:
    """Return whether the line right above a table names an earlier examination and its sites.

    "Previous DXA: lumbar spine and left hip, 2021" may be the title of the table, or a remark above that of today.
    Over a second table of a page "Comparison: 2021" is no remark about the examination any more.
    """
    for line in _right_above(header, lines):
        if _BEHIND_NAME.search(line.text) or (not is_first and _is_caption_of_before(line.text)):
            return True
        found = _OF_SITES.fullmatch(line.text)
        sites = re.sub(_DATED, " ", found["sites"]).strip(" ,;.()") if found else ""
        if sites and (sites_of_title(sites) or whole_region(sites)):
            return True
    return False


def _is_caption_of_before(text: str) -> bool:
    short = len(text) <= _LONGEST and not text.endswith(".") and not _NONE.search(text)
    return short and bool(_CAPTION.search(text) or _YEAR.fullmatch(text.strip(" :()")))


def _right_above(header: Header, lines: Sequence[Line]) -> Iterator[Line]:
    """Yield the nearest lines above a table, as far as they stand over it."""
    x0, x1, top = header.headings[0].x0, header.headings[-1].x1, header.top
    seen = 0
    for line in reversed(lines):
        own = Line(tuple(word for word in line.words if x0 - 4 * header.size <= word.x0 <= x1))
        if not own.words or own.words[0].bottom > header.top + 0.2 * header.size:
            continue
        seen += 1
        if top - own.words[0].bottom > _NEAR * header.size or seen > _LINES:
            return
        yield own
        top = own.words[0].top


_OF_SITES = re.compile(
    rf"\W*(?:(?:{_OF_BEFORE}) (?:[^\W\d]+ )?(?:{_EXAMINATION})|vorbefund\w*|voruntersuchung\w*|vorwerte?)"
    r"\s*[:,\u2013-]\s*(?P<sites>.+)",
    re.IGNORECASE,
)
_DATED = re.compile(rf"(?:\b(?:of|on|from|vom|du|del|de|dal|van) )?(?:{_DAY}|\b(?:19|20)\d\d\b)", re.IGNORECASE)
