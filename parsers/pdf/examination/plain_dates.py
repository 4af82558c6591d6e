"""Dates of examination and birth whose label has no colon: beside it, or in the box below it."""

import re
from collections.abc import Sequence
from itertools import pairwise

from parsers.pdf.examination.box import Field, Labelled
from parsers.pdf.text.lines import WIDE, Line
from parsers.pdf.text.words import Word, phrases, text_of

_DATE = (
    r"(?P<date>\d{4}-\d{1,2}-\d{1,2}|\d{1,2}(?P<mark>[./-])\d{1,2}(?P=mark)\d{4}|"
    r"[^\W\d_]{3,10}\.? \d{1,2}, \d{4}|\d{1,2}\.?[ -][^\W\d_]{3,10}\.?[ -]\d{4})"
)
_EXAMINED = (
    r"(?:(?:scan|exam(?:ination)?|study) date|date of (?:the )?(?:scan|exam(?:ination)?|study)|"
    r"(?:scanned|examined|measured)(?: on)?|"
    r"(?:untersuchung|messung|knochendichtemessung|osteodensitometrie) (?:vom|am)|datum der (?:messung|untersuchung)|"
    r"untersuchungsdatum|messdatum|date (?:de l'|d')examen|(?:examen|ost\u00e9odensitom\u00e9trie) du|"
    r"fecha de(?:l)? (?:estudio|examen|exploraci\u00f3n|medici\u00f3n)|esame del|data (?:dell')?esame|"
    r"data do exame|exame realizado em|onderzoek (?:van|d\.?d\.?)|datum (?:onderzoek|meting)|onderzoeksdatum|meetdatum)"
)
_BORN = (
    r"(?:geb\.(?: am)?|geboren (?:am|op)|geburtsdatum|n\u00e9\(?e?\)? le|date de naissance|DOB|date of birth|"
    r"birth ?date|"
    r"nacid[oa] el|fecha de nacimiento|nascid[oa] em|data de nascimento|nat[oa] il|data di nascita|geboortedatum)"
)
_FIELD = (
    r"(?:(?:scan|exam(?:ination)?|study) date|date of (?:the )?(?:scan|exam(?:ination)?|study)|"
    r"datum der (?:messung|untersuchung)|untersuchungsdatum|messdatum|date (?:de l['\u2019]|d['\u2019])examen|"
    r"fecha de(?:l)? (?:estudio|examen|exploraci\u00f3n|medici\u00f3n)|data (?:dell['\u2019])?esame|data do exame|"
    r"datum (?:onderzoek|meting)|onderzoeksdatum|meetdatum)"
)
"""Labels that no sentence holds, so that they may stand behind other fields of their line, a blank apart."""
_OTHER_DAY = re.compile(
    r"\b(?:prev\w*|prior|prec\w*|pr\u00e9c\w*|last|earlier|next|follow\w*|compar\w*|first|baseline|vor\w*|"
    r"letzte\w*|n\u00e4chste\w*|fr\u00fch\w*|ant\w*|\u00falt\w*|derni\w*|pass\w*|prochain\w*|pr\u00f3x\w*|pross\w*|vorig\w*|vroeg\w*|eerder\w*|laatste|volgende)\b",
    re.IGNORECASE,
)
_TWO_TONGUES = rf"{_EXAMINED}(?: ?/ ?{_EXAMINED})?"
_LABELS = {Field.MEASURED: _TWO_TONGUES, Field.BIRTH: _BORN}
_BESIDE = {
    # Within a sentence, "examen du" may be that of an earlier one; a day of birth is one wherever it stands.
    # Behind the day of birth it belongs to the person, as in "geb. 11-03-1948. Onderzoek d.d. 14-05-2024".
    Field.MEASURED: re.compile(
        rf"(?:^|{WIDE}|{_BORN}\s+[\d./-]{{8,10}}[.,;]? +){_TWO_TONGUES}\s+{_DATE}(?=$|{WIDE})", re.IGNORECASE
    ),
    Field.BIRTH: re.compile(rf"(?:^|\s){_BORN}\s+{_DATE}(?![\d./-])", re.IGNORECASE),
}
_ALONE = {field: re.compile(names, re.IGNORECASE) for field, names in _LABELS.items()}
_DAY_ALONE = re.compile(_DATE, re.IGNORECASE)
_BELOW = 2.6
"""Heights of a character from a label in a box to what stands below it."""


def plain_dates(lines: Sequence[Line], known: Sequence[Labelled]) -> list[Labelled]:
    """Return the days of examination and birth printed without a colon, where no label with one names them.

    Different days under one label, as on a page of two examinations, are none.
    """
    labelled = {found.field for found in known}
    found: list[Labelled] = []
    for field, pattern in _BESIDE.items():
        if field in labelled:
            continue
        days = [
            Labelled(field=field, value=match["date"], line=line, start=match.start("date"))
            for line in lines
            for match in pattern.finditer(line.text)
        ]
        days = days or (_behind(lines, _BEHIND) if field is Field.MEASURED else [])
        days = days or (_behind(lines, _SHORT, _TITLE) if field is Field.MEASURED else [])
        days = days or (_over_a_column(lines) if field is Field.MEASURED else [])
        days = days or [day for line, below in _pairs(lines) for day in _boxed(field, line, below)]
        found += days[:1] if len({day.value for day in days}) == 1 else []
    return found


def _behind(lines: Sequence[Line], *patterns: re.Pattern[str]) -> list[Labelled]:
    """Return the days of examination that patterns find on lines that speak of no other day."""
    return [
        Labelled(field=Field.MEASURED, value=match["date"], line=line, start=match.start("date"))
        for line in lines
        for pattern in patterns
        for match in pattern.finditer(line.text)
        if not _OTHER_DAY.search(line.text)
    ]


_SHORT = re.compile(
    rf"(?:^|(?<=\s))(?:exam|scan|study|dxa|dexa|untersuchung|messung|examen|onderzoek|esame|exame|estudio) ?:\s*{_DATE}"
    r"(?=$|[\s.,;])",
    re.IGNORECASE,
)
"""A bare word for the examination, with a colon."""
_TITLE = re.compile(
    r"^(?:osteodensitometrie|knochendichtemessung|(?:dxa|dexa)(?:-?(?:messung|scan))?|ost\u00e9odensitom\u00e9trie|"
    r"densitometr[i\u00ed]a(?: [o\u00f3]sea)?|bone (?:mineral )?(?:densitometry|density)|botdichtheidsmeting)\b"
    r"(?=.*(?:\bLWS|\bLWK|wirbel|femur|h\u00fcft|\bhips?\b|\bspine|rachis|hanche|columna|cadera|f\u00e9mur|coluna|quadril|"
    r"colonna|femore|heup|hals\b))"
    r"(?!.*(?:letter|brief|report|befund|bericht|lettre|carta|informe|verslag|review|interpret|discuss))"
    rf"(?:[^.:;\d]|L\d){{0,70}} (?:vom|am|du|del|d\.d\.|van|of) {_DATE}$",
    re.IGNORECASE,
)
"""A line that is the name of the examination, of which sites it was made, and of which day."""
_REPORT = re.compile(
    r"^(?:dxa|dexa|bone (?:mineral )?(?:densitometry|density)|knochendichtemessung|osteodensitometrie|"
    r"botdichtheidsmeting|ost\u00e9odensitom\u00e9trie|densitometr[i\u00ed]a(?: [o\u00f3]sea)?)"
    r"(?:[ -](?:report|results?|scan|study|exam|befund|bericht|verslag|informe|referto))?[ ,:\u2013-]+"
    rf"(?:(?:of|from|vom|du|del|van|d\.d\.) )?{_DATE}$",
    re.IGNORECASE,
)
"""The title of a report with a day, which may be that of the report."""


def _over_a_column(lines: Sequence[Line]) -> list[Labelled]:
    """Return the day of a report's title that another line prints too, as the heading of a column of its results."""
    return [
        found
        for found in _behind(lines, _REPORT)
        if any(found.value in line.text and len(phrases(line.words)) > 1 for line in lines if line is not found.line)
    ]


_BEHIND = re.compile(rf"(?<=\s){_FIELD}\s+{_DATE}(?=$|\s)", re.IGNORECASE)


def _pairs(lines: Sequence[Line]) -> list[tuple[Line, Line]]:
    """Return each line with the next one close below it."""
    return [
        (line, below)
        for line, below in pairwise(lines)
        if 0 < below.words[0].base - line.words[0].base < _BELOW * below.words[0].size
    ]


def _boxed(field: Field, line: Line, below: Line) -> list[Labelled]:
    """Return the dates in a line that stand below a label of their own in the line above."""
    labels = [run for run in phrases(line.words) if _ALONE[field].fullmatch(text_of(run))]
    found: list[Labelled] = []
    for run in phrases(below.words):
        if _DAY_ALONE.fullmatch(text_of(run)) and any(_stands_below(run, label) for label in labels):
            start = below.text.find(text_of(run))
            found.append(Labelled(field=field, value=text_of(run), line=below, start=start))
    return [day for day in found if day.start >= 0]


def _stands_below(run: Sequence[Word], label: Sequence[Word]) -> bool:
    return abs(run[0].x0 - label[0].x0) < run[0].size
