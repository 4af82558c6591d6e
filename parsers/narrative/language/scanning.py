"""A text cut into numbers, units, dates, vertebrae, comparisons and words."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from dxa.regions import Region, Site
from dxa.sites import levels_of, plain
from parsers.narrative.language.dates import DATE, read_date
from parsers.narrative.language.spelling import hyphened, is_known, names_in_chains, parted_by_lines, spelled, supposing
from parsers.narrative.language.tokens import Token
from parsers.narrative.language.vertebrae import LEVELS, TO, vertebrae_at
from parsers.narrative.language.words import DOTTED, ELISION, Lexicon
from parsers.numbers import MINUS_SIGNS, read_number

_DASH = re.escape(MINUS_SIGNS)
_TORN = re.compile(r"[.,][ \t]*\r?\n[ \t]*\d+(?![\d.,)/])")
"""A line end within a number: "-2." above "3"; "3." above a line may be the number of an item."""
_TORN_OR_ITEM = re.compile(r"[.,][ \t]*\r?\n[ \t]*(?P<item>[2-9])[.)]\s")
_SPLIT = re.compile(r"[.,][ ]\d{1,2}(?=[ \t]*(?:[\r\n,;)]|$))")
"""A blank within a number that closes its line or clause: "-2. 1"."""
_SCANNED_DECIMAL = re.compile(r"[.,](?:[OIBSZGQoilbszgq]{1,2}\d?|\d[OIBSZGQoilbszgq]\d?)(?![\w-])")
"""A decimal that a scanner of paper took for a letter: "-2,l", "-1,S", "0,O5"."""
_ROW_GOES_ON = re.compile(
    rf"[ \t]*[:|;]?[ \t]*(?:(?:[{_DASH}*]+|n/?a)[ \t]+)?"
    rf"(?:[{_DASH}+]?[ ]?[.,]?\d|BMD|DMO|[TZ][ \-\u2010\u2011]?[SWVE]|(?:escore|score|indice)[ ][TZ])",
    re.IGNORECASE,
)
_SPINE_WORDS = (
    "spine l-spine lumbar lws lendenwirbelsaule wirbelsaule lumbal rachis lombaire columna coluna lombar "
    "rachide lombare colonna wervelkolom wervelzuil lendenwervelkolom lendenwervels lendenwervel lendenwirbel "
    "lendenwirbelkorper vertebras vertebre vertebres"
)
_SPINE = frozenset(_SPINE_WORDS.split())
"""Words behind which a bare "2-4" is a range of lumbar vertebrae."""
_BARE_RANGE = re.compile(
    rf"[1-4]\s?(?:{TO})\s?[2-5](?![\w%]|[.,/]\d|\s?(?:mm|cm|%|weeks?|wochen|years?|jahre|mon|semanas|semaines|weken))",
    re.IGNORECASE,
)
_JOINING = re.compile(r"[^\W_]_[^\W_]")
"""An underscore between two words, as programs join them: "LEFT_FEMORAL_NECK"."""
_HYPHENATED = re.compile(r"([^\W\d_]{2,})-[ \t]*\r?\n[ \t]*([^\W\d_]{2,})(?![\w-])")
"""A word that the end of a line parts: "femo-" above "ral"."""
_DAY = r"(?:\d{4}-\d\d-\d\d|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|(?:19|20)\d\d(?=[ ]?[:)]))(?!\d)"
"""A date behind the dash of a list: "- 2021-01-28: 0.768", "- 2021: -1.2"."""
_PERCENT = r"%|\uff05"
_SCANNER = re.compile(
    rf"(?P<newline>\r?\n|\r)"
    rf"|(?P<space>[^\S\r\n]+)"
    rf"|(?P<date>{DATE})"
    rf"|(?P<levels>(?<![^\W_]){LEVELS})"
    r"|(?P<unit>(?P<milli>m)?(?:gm?r?s?|grams?|gramos?|grammes?|gramas?|grammi?|gramm)\s?(?:/|per |por |par |pro )\s?"
    r"(?:(?P<square>(?:sq\.?|square)\s?cm|cmq|qcm)|cm\s?(?:\^?2|\u00b2|squared|sq(?![^\W\d_])\.?|(?P<cubic>\^?3|\u00b3))?)(?![^\W_]))"
    r"|(?P<spelled>(?:grams?|gm|gramm|grammes?|gramos?|grammi|gramas?|gram)\s+(?:per|pro|par|por)\s+"
    r"(?:square\s+cent|quadratzent|cent[^\W\d_]+\s+(?:carr|cuadrad|quadrat|quadrad|square)|vierkante\s+cent)[^\W\d_]+(?![^\W_]))"
    r"|(?P<view>(?<![^\W_])(?:a\.\s?p\.|p\.\s?a\.))"
    r"|(?P<sd>(?:(?<=\d)|(?<=\d[ \u00a0\n]))(?-i:SDs?|sd|DE|DS|Ds|DP|ET|S\.D\.)(?![^\W_]))"
    rf"|(?P<percent>{_PERCENT})"
    r"|(?P<third>(?<![\d/.,])1/3(?![\d/])|(?<![\d.,])33\s?%)"
    rf"|(?P<number>(?:(?<![^\W_])|(?<=(?<![^\W_])[TZ])(?=[{_DASH}]\d))"
    rf"(?![{_DASH}][ \u00a0]?(?:33\s?%|1/3|{_DAY}))(?:[+{_DASH}][ \u00a0]?)?(?:\d[\d.,]*\d|[.,]?\d+))"
    rf"|(?P<dotted>{DOTTED})"
    rf"|(?P<letter>(?-i:[TZ])(?=[{_DASH}]\d{{1,2}}[.,]\d))"
    r"|(?P<word>[^\W\d_]+(?:[-\u2010\u2011'\u2019](?!(?:L|T|LWK)1?\d(?![^\W_]))[^\W\d_]+)*\d*)"
    r"|(?P<arrow>-{1,2}>|[\u2013\u2014]>|[\u2192\u21d2\u27f6\u2794\u27a1])"
    r"|(?P<leader>\.{3,}|\u2026+)"
    r"|(?P<compare>[<>][ \t]?(?:(?:/|or|oder|ou)[ \t]?)?=|=[ \t]?(?:(?:/|or|oder|ou)[ \t]?)?[<>]"
    r"|[<>\u2264\u2265\u2266\u2267]|\u00b1|\+/-|[~\u2248]|(?<=\s)[?\ufffd](?=[ \t]?[-\u2212]?\d))"
    r"|(?P<punctuation>.)",
    re.IGNORECASE | re.DOTALL,
)
_COMPOUND = re.compile(
    r"([^\W\d_]{3,})-(?=(?:[TZ][-\u2010\u2011](?:scores?|werte?|waarden?)|BMD|Knochendichte)$)", re.IGNORECASE
)
_BEFORE_LABEL_TEXT = (
    "gesamt total hals neck schenkelhals femurhals oberschenkelhals huft hueft hufte huefte heup femur lws lwk "
    "wirbelsaule lendenwirbelsaule lendenwirbel wervelkolom heuphals radius unterarm onderarm gesamthuft gesamthufte "
    "gesamtfemur"
)
_BEFORE_LABEL = frozenset(_BEFORE_LABEL_TEXT.split())
"""Sites that German and Dutch join to the label behind them: "LWS-T-Score", "Gesamt-T-Wert"."""
_STEMS = {"huft": "hufte", "hueft": "hufte", "gesamthuft": "gesamthufte"}
_UNITS = {"cm\u00b2": "cm2", "lbs": "lb", "inches": "inch"}
_UNITS |= {unit: unit for unit in ("mm", "cm", "cm2", "kg", "lb", "mg", "g", "inch")}
_UNITS |= dict.fromkeys(("mcg", "ml", "m", "ng", "iu", "ie"), "other")


def scanned(text: str, lexicon: Lexicon, start: int = 0, end: int | None = None) -> Iterator[Token]:
    """Yield the tokens of a part of a text as they are printed; blanks leave none, line ends do."""
    at, last, spine = start, len(text) if end is None else end, False
    while at < last:
        if spine and (bare := _BARE_RANGE.match(text, at, last)) and (levels := levels_of(f"L{bare.group()}")):
            at, spine = bare.end(), False
            site = Site(Region.LUMBAR_SPINE, None, levels)
            yield Token(
                start=bare.start(), end=at, text=plain(f"L{bare.group()}"), tags=frozenset({"levels"}), site=site
            )
            continue
        if (name := _over_two_lines(text, at, last)) is not None:
            at, spine = name.end, name.text in _SPINE
            yield name
            continue
        found = _SCANNER.match(text, at, last)
        if found is None:  # the last alternative takes any character
            break
        at = found.end()
        if found.lastgroup == "space" or (found.group() == "_" and _JOINING.match(text, at - 2)):
            continue
        if found.lastgroup == "word" and (article := ELISION.match(found.group())):
            at = found.start() + article.end()
            # The article of "l'os" is not the "L" of a left side.
            elided = _word(found.start(), at, article.group()[:-1])
            yield replace(elided, tags=elided.tags | {"elided"})
            continue
        if found.lastgroup == "word" and (head := _head_of_compound(found)) is not None:
            # What is left begins behind the hyphen.
            at, spine = head.end + 1, head.text in _SPINE
            yield head
            continue
        if found.lastgroup == "word" and (length := _first_of_chain(found.group()) or _before_sign(found)):
            token = _word(found.start(), found.start() + length, found.group()[:length])
        else:
            token = _token(found, text, lexicon)
        at, spine = token.end, token.text in _SPINE or (spine and token.text == "(")
        yield token


def _over_two_lines(text: str, at: int, last: int) -> Token | None:
    """Return a name of a site, side or label that the end of a line parts; None if no such name begins here."""
    found = _HYPHENATED.match(text, at, last)
    word = found[1] + found[2] if found else ""
    if found is None or plain(word) not in parted_by_lines():
        return None
    return _word(found.start(), found.end(), word)


@lru_cache(maxsize=1024)
def _first_of_chain(word: str) -> int:
    """Return the length of the first word of a chain of names such as "Hip-Left-Neck" or "FN-L"; 0 for one word.

    A chain that is a name as it stands ("L-spine", "avant-bras") is one word.
    """
    if "-" not in word:
        return 0
    parts = plain(word).split("-")
    known = names_in_chains()
    chain = all(part in known for part in parts) and plain(word) not in known and plain(word) not in hyphened()
    return word.index("-") if chain and len(parts[0]) > 1 else 0


def _before_sign(found: re.Match[str]) -> int:
    """Return the length of a word that a lost blank joined to the sign behind it: "ofnegative 1.9"; else 0.

    Before the shorter words for a sign, with which other words end, it has to be a known one.
    """
    signed = _SIGN_BEHIND.search(found.group())
    if signed is None or not _NUMBER_AHEAD.match(found.string, found.end()):
        return 0
    plainly = plain(signed.group()).startswith(("minus", "negativ"))
    return signed.start() if plainly or is_known(plain(found.group()[: signed.start()])) else 0


_SIGN_BEHIND = re.compile(r"(?<=[^\W\d_]{2})(?:minus|negativ[eo]|neg|menos|moins|meno|min)$", re.IGNORECASE)
"""Words for a sign, in all languages, at the end of a word."""
_NUMBER_AHEAD = re.compile(r"\s{0,2}[.,]?\d")
_MARKS = {
    "leader": ("...", frozenset({"punctuation"})),
    "arrow": ("->", frozenset({"arrow", "punctuation"})),
    "third": ("", frozenset({"third"})),
}
"""Text and tags of what is always the same; the third keeps its own text without blanks."""


def _token(found: re.Match[str], text: str, lexicon: Lexicon) -> Token:
    start, end, raw = found.start(), found.end(), found.group()
    kind = next((name for name in ("unit", "third", "date", "levels") if found[name]), found.lastgroup or "")
    if kind == "third" and "33" in raw and not _is_of_radius(text, start, end):
        kind, end = "number", start + 2
    if kind in {"number", "levels"}:
        return _number(text, start, end) if kind == "number" else _levels(text, start, end)
    if kind in {"word", "letter", "dotted", "view"}:
        return _word(start, end, "ap" if kind == "view" else raw.rstrip("."))
    if kind in _MARKS:
        printed, mark = _MARKS[kind]
        return Token(start=start, end=end, text=printed or "".join(raw.split()), tags=mark)
    when = read_date(raw, lexicon.months) if kind == "date" else None
    tags = {
        "date": {"date"} if when else {"bad_number", "bad_date"},
        "unit": {_density_unit(found)},
        "spelled": {"units:g/cm2"},
        "sd": {"units:sd", "abbreviated"},
        "percent": {"units:percent"},
        "compare": {"compare_sign"},
    }
    return Token(start=start, end=end, text=plain(raw) or raw, tags=frozenset(tags.get(kind, {kind})), when=when)


def _head_of_compound(found: re.Match[str]) -> Token | None:
    """Return the site a label is joined to in one word, "LWS" of "LWS-T-Score"; None if the word is no such one."""
    compound = _COMPOUND.match(found.group())
    name = plain(compound[1]) if compound else ""
    if compound is None or name not in _BEFORE_LABEL:
        return None
    head = _word(found.start(), found.start() + compound.end(1), compound[1])
    return replace(head, text=_STEMS.get(name, head.text))


def _is_of_radius(text: str, start: int, end: int) -> bool:
    """Whether "33%" names the one-third radius: a word for radius or forearm stands beside it."""
    if text[text.rfind("\n", 0, start) + 1 : start].strip(" \t-*\u2022|") == "" and _ROW_GOES_ON.match(text, end):
        # "33%: T-score -1.2" on a line of its own is the name of a row.
        return True
    before, after = plain(text[max(0, start - 24) : start]), plain(text[end : end + 24])
    words = r"(?:radi\w*|forearm|unterarm|onderarm|antebra\w*|third|dist\w*)"
    return bool(re.search(rf"{words}(?:\s+[a-z]+)?[\s(:,]*$", before) or re.match(rf"[\s)]*{words}", after))


def _word(start: int, end: int, raw: str) -> Token:
    unit = _UNITS.get(raw.casefold())
    tags = {"word"} | ({f"units:{unit}"} if unit else set())
    return Token(start=start, end=end, text=supposing(raw) or spelled(plain(raw)), tags=frozenset(tags))


def _density_unit(found: re.Match[str]) -> str:
    if found["cubic"]:
        return "units:unknown"
    square = found["square"] or found.group().rstrip().endswith(("2", "\u00b2", "d", "D", "q", "Q", "q.", "Q."))
    if not square:
        return "units:unknown"
    return "units:mg/cm2" if found["milli"] else "units:g/cm2"


def _number(text: str, start: int, end: int) -> Token:
    """Return a number token; one that touches letters, another number or a trailing minus is a bad one."""
    raw = text[start:end]
    reading = read_number(raw)
    before, after = text[start - 1 : start], text[end : end + 2]
    glued_after = (
        bool(re.match(rf"[{_DASH}](?![^\W\d_])|/\d", after))
        and not _is_pair(raw, text, end)
        and not after[1:].isspace()
    )
    glued_after |= bool(re.match(r"[^\W\d_]", after)) and not _unit_follows(text, end)
    glued_after |= raw.lstrip(f"+ {MINUS_SIGNS}").isdigit() and bool(_SCANNED_DECIMAL.match(text, end))
    signed = raw[0] not in "0123456789.,"
    lettered = signed and before in {"T", "Z"} and not re.match(r"\w", text[start - 2 : start - 1])
    glued_before = bool(re.match(rf"[\d.,{_DASH}]", before))
    glued_before |= signed and not lettered and bool(re.match(r"\w", before))
    short = len(raw.lstrip(f"+ {MINUS_SIGNS}")) == 1
    trailing = short and (bool(_TORN.match(text, end)) or _is_torn_before_stop(text, end))
    trailing |= short and signed and bool(_SPLIT.match(text, end))
    trailing |= bool(re.match(rf"[{_DASH}](?:\s|$)", text[end : end + 2])) and "." in raw
    if reading is None or glued_after or glued_before or trailing:
        return Token(start=start, end=end, text=raw, tags=frozenset({"bad_number"}))
    return Token(start=start, end=end, text=reading.raw, tags=frozenset({"number"}), number=reading)


def _is_torn_before_stop(text: str, end: int) -> bool:
    """Whether "-1." above "4. The left hip ..." is a number torn in two: "4." is no item where there is no third."""
    found = _TORN_OR_ITEM.match(text, end)
    if found is None:
        return False
    before = int(found["item"]) - 1
    return re.search(rf"(?:^|\n)[ \t]*{before}[.)]", text[:end]) is None


def _is_pair(raw: str, text: str, end: int) -> bool:
    """Whether slashes part like decimals, as in "T/Z-score 0.2/1.3"; "5/10" is a fraction or half a date."""
    if re.fullmatch(r"\d{1,2}(?:[.,]\d{1,2})?", raw) and re.match(r"/\d{1,2}(?:[.,]\d{1,2})?[ ]?%", text[end:]):
        # "13/3.3%" are two risks.
        return True
    first = re.search(r"\d[.,](\d{1,4})$", raw)
    rest = re.match(r"(?:/[0-9]{1,2}[.,][0-9]{1,4})+(?![\d/]|[.,]\d)", text[end:])
    if first is None or rest is None:
        return False
    # Scores have two decimals at most.
    return all((len(first[1]) > 2) == (len(more) > 2) for more in re.findall(r"[.,](\d+)", rest[0]))  # noqa: PLR2004 - a score has two decimals at most


def _unit_follows(text: str, at: int) -> bool:
    return bool(
        re.match(
            r"(?:(?i:m?g(?:m?r?s?|ram(?:mes?|mi?|os?|as?|s)?))\s?/\s?(?i:cm)|SDs?|DE|DS|Ds|DP|ET|cm|mm|kg|mg|g|yo|y/o|y)(?![^\W\d_\u00b2])",
            text[at:],
        )
    )


def _levels(text: str, start: int, end: int) -> Token:
    levels, end = vertebrae_at(text, start, end)
    tags = frozenset({"levels"}) if levels else frozenset({"word"})
    return Token(
        start=start,
        end=end,
        text=plain(text[start:end]),
        tags=tags,
        site=Site(Region.LUMBAR_SPINE, None, levels) if levels else None,
    )
