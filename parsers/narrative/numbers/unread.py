"""Numbers of a sentence that are printed like results and were not used: whoever reviews the report has to know."""

import re
from collections.abc import Iterator

from parsers.narrative.language.roles import DENSITY, Role
from parsers.narrative.language.tokens import Token
from parsers.narrative.numbers.bound import Reading
from parsers.narrative.numbers.told import Told
from parsers.numbers import LEAST_DENSITY

_SCORE = re.compile(r"[-+\u2212\u2013]\d[.,]\d{1,2}")
_OF_NOTHING_ELSE = frozenset([None, "bmd", "t_score", "z_score", "both_scores"])
"""Labels under which a signed number is a score, if it is anything."""


def unread_results(told: Told, reading: Reading) -> Iterator[Token]:
    """Yield the numbers that look like a score or density of this examination, of which the reading says nothing.

    Left out are those under a label of their own that is no score of bone density: a height-adjusted Z-score, a
    threshold, a score of the TBS.
    """
    used = {bound.token for bound in reading.bound} | {*reading.unplaced} | {token for token, _ in reading.odd}
    other = tbs = False
    for place, token in enumerate(told.tokens):
        key = token.key("labels")
        tbs = key == "tbs" or (tbs and key != "bmd")
        other = tbs or key not in _OF_NOTHING_ELSE or (other and key != "bmd" and not token.is_a("site", "levels"))
        role = told.roles.get(place)
        if role is not None and not other and token not in used and _looks_like_result(token, role):
            yield token


def _looks_like_result(token: Token, role: Role) -> bool:
    """Whether a number is printed like a score, with its sign, or like a density, with its unit."""
    if role.unit in DENSITY:
        return token.number is not None and token.number.value >= LEAST_DENSITY
    return role.unit in {None, "sd"} and _SCORE.fullmatch(token.text) is not None
