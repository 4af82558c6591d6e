"""Rows that are none of a table's results, or hold one that cannot be read."""

import re
from collections.abc import Sequence

from dxa.sites import site_of
from parsers.pdf.text.words import Word, text_of

_LEFT_OUT = re.compile(
    r"(?i)\W*(?:[LT]1?\d)(?![\w\-\u2013,])\W*"
    r"(?:excl\w*|ausgeschl\w*|not? (?:analy[sz]ed|evaluat\w*|includ\w*|used|measured)|omitted|exclu\w*|esclus\w*|n/?a|"
    r"uitgesl\w*|fracture\w*|invalid)?\W*(?:\w+\W*){0,4}"
)


def is_left_out(label: Sequence[Word], rest: Sequence[Word]) -> bool:
    """Return whether a row without a number is of a vertebra that was left out: the table goes on below it."""
    numbers = any(re.search(r"\d", word.text) for word in rest)
    return bool(label) and not numbers and bool(_LEFT_OUT.fullmatch(text_of([*label, *rest])))


def is_damaged(label: Sequence[Word], rest: Sequence[Word]) -> bool:
    """Return whether the only result of a site is no number: the row is one all the same, and is reported."""
    return len(rest) == 1 and bool(re.search(r"\d", rest[0].text)) and site_of(text_of(label)) is not None
