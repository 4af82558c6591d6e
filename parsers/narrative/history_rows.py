"""A table of dated examinations beside values without a day: whether its newest row is of this examination."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Final

from parsers.narrative.examinations.times import Time
from parsers.narrative.harvest import Found, Harvest
from parsers.narrative.language.dates import When
from parsers.narrative.language.tokens import Token
from parsers.narrative.text.sentences import Sentence

_EARLIER = (
    "prior",
    "earlier",
    "compare",
    "general:past",
    "general:ago",
    "ago",
    "sections:prior",
    "sections:comparison",
)
_OTHERS = ("general:elsewhere", "general:aside", "general:person")
_OTHER_HOUSE = re.compile(
    r"outside|extern|estern|auswart|fremd|elders|elsewhere|archiv|old\b|older\b|ancien|antig|vecchi|oud"
)
"""Stems of words over results of another house, or of another time."""
_OF_EARLIER = frozenset(["comparison", "indication"])
_NO_RESULTS = _OF_EARLIER | {"technique", "legend", "recommendation"}
_REPORTED: Final = timedelta(days=60)
"""A report may be signed or printed so long after its examination."""
_HEADS = 2
"""Labels, sites and words for a day of a line that is the head of a table."""


def ends_in_this_examination(newest: When | None, found: Sequence[Found], harvest: Harvest, year: When | None) -> bool:
    """Return whether the newest rows of a history are of this examination, although other values have no day.

    A history ends in the examination it is printed with, if each value of its newest day stands beside an older one of
    the same place. It need not where the text names a later day, calls the newest one or the table one of an earlier
    time or another house, or is `year` of the message another one.
    """
    rows = [one for one in found if one.moment.when == newest]
    of_year = newest is not None and (year is None or year.year == newest.year)
    if newest is None or newest.day is None or not of_year or _are_told(rows, found):
        return False
    listed = {one.start: _sentence_of(one, harvest) for one in found if one.moment.when}
    if not all(_is_row(one, listed) and _has_older(one, found, listed) for one in rows):
        return False
    if _stand_in(_NO_RESULTS, newest, found, harvest):
        return False
    if any(_is_later(token.when, newest) for _, tokens in harvest.sentences for token in tokens if token.when):
        return False
    if any(_tells_earlier(sentence, tokens, newest) for sentence, tokens in harvest.sentences):
        return False
    return not any(
        token.is_a(*_EARLIER, *_OTHERS) or _OTHER_HOUSE.match(token.text) for token in _headings(rows, harvest)
    )


def stand_below_earlier(newest: When | None, found: Sequence[Found], harvest: Harvest) -> bool:
    """Return whether a value of the newest day stands below a title of earlier ones: "Previous DXA results:"."""
    return _stand_in(_OF_EARLIER, newest, found, harvest)


def _stand_in(sections: frozenset[str], newest: When | None, found: Sequence[Found], harvest: Harvest) -> bool:
    said = (_sentence_of(one, harvest) for one in found if one.moment.when == newest)
    return any(told is not None and told[0].section in sections for told in said)


def _are_told(rows: Sequence[Found], found: Sequence[Found]) -> bool:
    """Whether words say of today what the rows are of: "measured today: L1-L4 0.901" beside densities of the hip."""
    today = {one.quantity for one in found if one.moment.time is Time.CURRENT and one.moment.said}
    return not today.isdisjoint(one.quantity for one in rows)


_Said = tuple[Sentence, tuple[Token, ...]] | None


def _sentence_of(one: Found, harvest: Harvest) -> _Said:
    return next((said for said in harvest.sentences if said[0].start <= one.start < said[0].end), None)


def _is_row(one: Found, listed: Mapping[int, _Said]) -> bool:
    """Whether a value stands in a table, or on a line of its own with nothing but a day and numbers: "2021  0.948"."""
    said = listed[one.start]
    if one.tabled or said is None:
        return one.tabled
    sentence, tokens = said
    plain = all(token.when or token.is_a("number", "punctuation") or token.key("units") for token in tokens)
    return plain and sentence.starts_line and tokens[0].when is not None


def _has_older(one: Found, found: Sequence[Found], listed: Mapping[int, _Said]) -> bool:
    """Whether a row of an older day gives the same quantity of the same place."""
    when = one.moment.when
    return any(
        (other.site, other.quantity) == (one.site, one.quantity)
        and other.moment.when is not None
        and when is not None
        and bool(other.moment.when.is_before(when))
        and _is_row(other, listed)
        for other in found
    )


def _is_later(when: When, newest: When) -> bool:
    """Whether a day may be that of an examination after the newest one told."""
    if when.day is not None and newest.day is not None:
        return when.day > newest.day + _REPORTED
    return when.ambiguous or when.year > newest.year


def _tells_earlier(sentence: Sentence, tokens: Sequence[Token], newest: When) -> bool:
    """Whether a sentence names the newest day behind a word for an earlier examination: "compared with 05/14/2021"."""
    place = next((at for at, token in enumerate(tokens) if token.when == newest), None)
    if sentence.dated == newest or (place is not None and sentence.section == "comparison"):
        return True
    return place is not None and any(token.is_a(*_EARLIER) for token in tokens[:place])


def _headings(rows: Sequence[Found], harvest: Harvest) -> Iterator[Token]:
    """Yield the words of the lines above the newest rows that hold no number and are no heads of columns."""
    first = min(one.start for one in rows)
    above = [(sentence, tokens) for sentence, tokens in harvest.sentences if sentence.start < first]
    for sentence, tokens in above:
        if not any(token.is_a("number") for token in tokens) and not _is_table_head(sentence, tokens):
            yield from tokens


def _is_table_head(sentence: Sentence, tokens: Sequence[Token]) -> bool:
    named = sum(
        bool(token.key("labels") or token.when or token.is_a("exam_date", "site", "levels")) for token in tokens
    )
    return sentence.starts_line and named >= _HEADS
