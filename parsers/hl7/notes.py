"""Notes behind a number that take it back or put it right: another side, another number, not valid."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from dxa.issues import IssueCode
from dxa.regions import Region, Scan, Side, Site
from dxa.report import Issue, Measurement
from dxa.sites import side_of
from parsers.hl7.escapes import unescaped
from parsers.hl7.naming import in_words
from parsers.hl7.places import place
from parsers.hl7.sides import limb_of, limbs_in
from parsers.hl7.tokens import Message, Segment
from parsers.numbers import read_decimal
from parsers.passage import plain_passage

_SIDED = frozenset({Side.LEFT, Side.RIGHT})
_WORD = re.compile(r"[^\W\d_]{4,}")
_VERTEBRA = re.compile(r"\b[LT]1?\d\b|\b(?:LWK|L) ?\d\b", re.IGNORECASE)
_NUMBER = re.compile(r"(?<![\w.,/])[-+\u2010-\u2015\u2212]?\s?\d+(?:[.,]\d+)?(?![\w/]|[.,]\d)")
_PUTS_RIGHT = re.compile(
    r"\b(?:incorrect\w*|wrong\w*|mis-?label\w*|mistak\w*|erroneous\w*|in error|should (?:be|read|say|have)|actually|"
    r"instead|correct(?:ed|ion|s)|amended|revised|erratum|this (?:is|was)|"
    r"falsch\w*|irrt\w*|korrigiert\w*|korrektur|error\w*|corregid\w*|erreur|corrig\u00e9\w*)\b",
    re.IGNORECASE,
)
"""Words that put a side right, beside the other one."""
_ANOTHER_NUMBER = re.compile(
    r"\b(?:correct(?:ed|ion)|amended|revised|erratum|in error|instead of|should (?:be|read|say|have been)|"
    r"(?:is|was) (?:wrong|incorrect|mistaken)|wrong (?:value|score|result|number)|korrigiert\w*|korrektur|corregid\w*|"
    r"corrig\u00e9\w*)\b",
    re.IGNORECASE,
)
"""Words that put a number right, beside another one."""
_INVALID = re.compile(
    r"\b(?:invalid|not (?:be )?(?:valid|reliable|usable|used|evaluable|interpretable|accurate|diagnostic)|unreliable|"
    r"(?:do not|cannot be|should not be) (?:use|used|interpreted)|disregard|uninterpretable|non-?diagnostic|void|"
    r"ung\u00fcltig|nicht (?:verwertbar|beurteilbar)|no (?:valorable|v\u00e1lid[oa])|non (?:interpr\u00e9table|valide)|"
    r"non valutabile|niet (?:betrouwbaar|bruikbaar))\b",
    re.IGNORECASE,
)
_NOT_SURE = re.compile(r"\b(?:if|unless|whether|previous(?:ly)?|prior|earlier)\b", re.IGNORECASE)
_CLAUSE = re.compile(
    r"[;.,\n]|\b(?:but|and|therefore|so|because|due|owing|aber|und|daher|wegen|pero|mais|ma|et)\b", re.IGNORECASE
)
_MEASURED = re.compile(
    r"(?<!not )\b(?:measured|scanned|imaged|used|evaluated|analy[sz]ed|examined|assessed|gemessen|untersucht|verwendet|"
    r"medid[oa]|explorad[oa]|utilizad[oa]|mesur\u00e9e?|examin\u00e9e?|misurat[oa]|gemeten)\b",
    re.IGNORECASE,
)
_UNMEASURED = re.compile(
    r"\bnot (?:be )?(?:measured|scanned|imaged|used|evaluated|analy[sz]ed|examined|assessed|available|possible)\b|"
    r"\b(?:replaced|replacement|arthroplasty|prosthe\w+|implant\w*|hardware|excluded|unable|thr|tha|endoprothese|"
    r"prothese|h\u00fcft-?tep|pr\u00f3tesis|proth\u00e8se|protesi|nicht (?:gemessen|messbar))\b",
    re.IGNORECASE,
)
_OF_EARLIER = re.compile(
    r"^\W*(?:this (?:is|was) )?(?:the |an? )?(?:(?:previous|prior|earlier|old|historical|historic|baseline|outside)\b"
    r" (?:exam(?:ination)? )?(?:values?|results?|scores?|measurements?|data|numbers?|figures?|bmd|t-score)\b"
    r"(?! (?:was|were|is|of|at)\b| ?:)(?!.*\d[.,]\d)|"
    r"(?:values?|results?|scores?|measurements?|data|numbers?|figures?|bmd|t-score)\b[^.;]{0,20}"
    r"\b(?:of|from)\b[^.;]{0,20}(?:\b(?:previous|prior|earlier|last|old|baseline|outside)\b|(?P<year>\b(?:19|20)\d\d\b)))|"
    r"\bfor (?:comparison|reference|information) only\b|"
    r"\b(?:carried|copied|brought|pulled) (?:over |forward )?(?:from|forward)\b|"
    r"^\W*(?:from |of )?(?:an? )?outside (?:study|exam(?:ination)?|scan|facility|report|hospital)\b"
    r"(?! (?:is|was|were|of|from|dated)\b)(?!.*\d[.,]\d)|"
    r"\b(?:reported|stated|given) by (?:the )?patient\b|\bnot measured here\b",
    re.IGNORECASE,
)
"""Words that say whose a number is: of an earlier examination; "Previous value: -1.9" tells another number."""
_REPLACED = re.compile(
    r"\b(?:replaced|replacement|arthroplasty|prosthe\w+|endoprothese|thr|tha|h\u00fcft-?tep|pr\u00f3tesis|proth\u00e8se|protesi|"
    r"not (?:be )?(?:measured|scanned|imaged)|nicht gemessen)\b",
    re.IGNORECASE,
)
_NOT_YET = re.compile(
    r"\b(?:plan\w*|schedul\w*|consider\w*|await\w*|before|prior to|if|future|no|without|none|geplant\w*)\b|previously",
    re.IGNORECASE,
)
"""Words with which a limb is not replaced, or was not measured on another day."""
_FAR = 10_000
_LONGEST_REASON = 80
_SIDE = "the note behind a value names another side than its label; held back from rules"
_LEFT_OUT = "the words of the order call a limb replaced or unmeasured that has values; held back from rules"
_EARLIER = "the note behind a value says that it is of another examination; held back from rules"
_LEVELS = "the note behind a value leaves out vertebrae its label has; held back from rules"
_VALUE = "the note behind a value puts it right with another number; held back from rules"


def marked_by_notes(
    message: Message, rows: Iterable[Measurement], notes: Mapping[int, tuple[Segment, ...]], document: str
) -> tuple[list[Measurement], list[Issue]]:
    """Return the values, those their notes contradict held back, those they call invalid marked, and what was met.

    `notes` are the NTE that stand behind an OBX, by its number.
    """
    kept: list[Measurement] = []
    issues: list[Issue] = []
    for row in rows:
        marked = row
        for note in notes.get(row.provenance.locator.index or 0, ()):
            words = unescaped(note.field(3), message.separators, message.codec)
            doubt = _doubt(marked, words, document)
            if doubt is not None and marked.held is None:
                marked = replace(marked, held=doubt[0])
                where = place(message, note, 3)
                issues.append(Issue(code=doubt[0], text=doubt[1], locator=where, document=document))
            if marked.excluded is None and _INVALID.search(words) and not _NOT_SURE.search(words):
                marked = replace(marked, excluded=" ".join(words.split())[:_LONGEST_REASON])
        kept.append(marked)
    return kept, issues


def held_where_unmeasured(
    message: Message, rows: Iterable[Measurement], prose: Sequence[Segment], document: str
) -> tuple[list[Measurement], list[Issue]]:
    """Return the values, those of a limb held back that the words of their order call replaced or not measured.

    `prose` are the observations of text and the notes that stand behind no number.
    """
    kept, issues = list(rows), list[Issue]()
    if not any(row.side in _SIDED and row.current and row.held is None for row in kept):
        return kept, issues
    for one in prose:
        field = 3 if one.name == "NTE" else 5
        words = unescaped(one.field(field), message.separators, message.codec)
        for limb, side in _unmeasured_in(words):
            for at, row in enumerate(kept):
                if row.side is side and row.current and row.held is None and limb_of(frozenset({row.region})) is limb:
                    kept[at] = replace(row, held=IssueCode.SIDE_CONFLICT)
                    where = place(message, one, field)
                    issues.append(Issue(code=IssueCode.SIDE_CONFLICT, text=_LEFT_OUT, locator=where, document=document))
    return kept, issues


def _unmeasured_in(words: str) -> set[tuple[Scan, Side]]:
    """Return the one limb and its one side of each clause that calls them replaced or not measured."""
    found: set[tuple[Scan, Side]] = set()
    for clause in _CLAUSE.split(words) if _REPLACED.search(words) else ():
        side = side_of(" ".join(_WORD.findall(clause)))
        limbs = limbs_in(clause)
        if _REPLACED.search(clause) and not _NOT_YET.search(clause) and len(limbs) == 1 and side in _SIDED and side:
            found.add((next(iter(limbs)), side))
    return found


def _doubt(row: Measurement, words: str, document: str) -> tuple[IssueCode, str] | None:
    """Return why the words behind a value keep rules from it, None if they do not."""
    if _names_other_side(row, words, document) or _was_not_measured(row, words):
        return IssueCode.SIDE_CONFLICT, _SIDE
    if row.current and (told := _OF_EARLIER.search(words)) and _is_earlier(told["year"], row.exam_date):
        return IssueCode.STUDY_CONFLICT, _EARLIER
    if row.region is Region.LUMBAR_SPINE and set(row.levels) - set(_levels_with(row, words, document)):
        return IssueCode.CODE_LABEL_CONFLICT, _LEVELS
    numbers = {number for found in _NUMBER.findall(words) if (number := read_decimal(found)) is not None}
    if _ANOTHER_NUMBER.search(words) and _rivals(row.value, numbers):
        return IssueCode.VALUE_CONFLICT, _VALUE
    return None


def _is_earlier(year: str | None, day: date | None) -> bool:
    return year is None or day is None or int(year) != day.year


def _was_not_measured(row: Measurement, words: str) -> bool:
    """Whether a clause says that the other side was measured, or that this one has an implant or was not measured."""
    if row.side not in _SIDED:
        return False
    for clause in _CLAUSE.split(words):
        sides = {found.start(): side for found in _WORD.finditer(clause) if (side := side_of(found.group())) in _SIDED}
        own = [at for at, side in sides.items() if side is row.side]
        out = [found.start() for found in _UNMEASURED.finditer(clause)]
        used = [found.start() for found in _MEASURED.finditer(clause)]
        if own and out and (len(own) == len(sides) or _nearest(own, out) <= _nearest(own, used)):
            return True
        if sides and not own and used and not out:
            return True
    return False


def _nearest(places: Iterable[int], others: Sequence[int]) -> int:
    return min((abs(place - other) for place in places for other in others), default=_FAR)


def _rivals(value: Decimal, numbers: Iterable[Decimal]) -> bool:
    """Whether numbers of a note are printed as the value is and differ from it: no day, year or percentage."""
    return any(number != value and number.as_tuple().exponent == value.as_tuple().exponent for number in numbers)


def _names_other_side(row: Measurement, words: str, document: str) -> bool:
    sides = {side_of(word) for word in _WORD.findall(words)} & _SIDED
    if row.side not in _SIDED or not sides - {row.side}:
        return False
    if _PUTS_RIGHT.search(words):
        return True
    return any(one.held == IssueCode.SIDE_CONFLICT for one in _read_behind(row, words, document))


def _levels_with(row: Measurement, words: str, document: str) -> tuple[str, ...]:
    """Return the vertebrae of a spine as the words behind it leave them."""
    if not row.levels or not _VERTEBRA.search(words):
        return row.levels
    read = _read_behind(row, words, document)
    return next((one.levels for one in read if one.region is row.region and one.current), row.levels)


def _read_behind(row: Measurement, words: str, document: str) -> tuple[Measurement, ...]:
    """Return what the narrative reader makes of a score of the same site with these words behind it."""
    site = in_words(Site(row.region, row.side, row.levels))
    if not site:
        return ()
    from parsers.narrative.reading import read_passage  # noqa: PLC0415 - only messages with prose need its tables

    told = plain_passage(f"{site} T-score -1.0. {words}\n")
    return read_passage(told, document, "hl7-note/1", complete=True).measurements
