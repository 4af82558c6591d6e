"""Sides printed beside the names of sites and rows: "total hip, left", "neck (on the right)", "L total"."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from dxa.regions import SCAN_OF_REGION, Scan, Side
from parsers.narrative.language.label_places import LIGHT
from parsers.narrative.language.tokens import Token
from parsers.narrative.sites.joining import WHOLE_ROWS, both, joined
from parsers.narrative.sites.leaving_out import is_unknown
from parsers.narrative.sites.letters import side_words

_SIDE_WITHIN = 5
_SIDE_MARKS_TEXT = ", ( - dxa dexa on the at a al del do da di lado lato cote an der auf aan de du"
_SIDE_MARKS = frozenset(_SIDE_MARKS_TEXT.split())
"""What may stand between a site and its side."""
_DOMINANT_TEXT = (
    "non no nao nicht niet dominant dominante dominanter dominanten dominanti non-dominant nicht-dominanter "
    "nicht-dominanten niet-dominante nondominant nichtdominanter nichtdominanten"
)
_DOMINANT = frozenset(_DOMINANT_TEXT.split())
"""What may stand between an arm and its side: "avambraccio non dominante sinistro"."""
_MEASURED_TEXT = (
    "analysed analyzed scanned imaged examined evaluated measured studied assessed used side evaluada estudiada "
    "explorada analizada avaliado avaliada estudado mesuree examinee etudiee analysee esaminata valutata misurata"
)
MEASURED = frozenset(_MEASURED_TEXT.split())
"""Words of a form that stand between a site and the side it was measured on: "Hip analysed: left"."""


def sided(tokens: Sequence[Token]) -> Iterator[Token]:
    """Yield the tokens with a side printed behind its site joined to it: "total hip, left", "neck (on the right)"."""
    at = 0
    while at < len(tokens):
        side = _side_behind(tokens, at)
        site = both(tokens[at], tokens[side]) if side else None
        if site is None or side is None:
            yield tokens[at]
            at += 1
            continue
        last = side + 1 if any(token.text == "(" for token in tokens[at:side]) else side
        yield joined(tokens[at : last + 1], {"site"}, site)
        at = last + 1


def over_unknown(tokens: list[Token]) -> list[Token]:
    """Return the tokens with a side joined to its site over one word nobody knows: "left femural neck"."""
    kept: list[Token] = []
    for token in tokens:
        parted = len(kept) > 1 and is_side(kept[-2]) and is_unknown(kept[-1])
        lone = parted and (len(kept) == 2 or not kept[-3].is_a("site", "levels"))  # noqa: PLR2004 - side and word
        site = both(token, kept[-2]) if lone and kept[-1].text not in LIGHT else None
        if site is None:
            kept.append(token)
        else:
            kept[-2:] = [joined([*kept[-2:], token], {"site"}, site)]
    return kept


def sided_rows(tokens: Sequence[Token]) -> list[Token]:
    """Return the tokens with the name of a row and the side beside it as one: "L total", "Total links"."""
    kept: list[Token] = []
    for token in _row_unbracketed(tokens):
        last = kept[-1] if kept else None
        if last is not None and last.text == "tot" and is_side(token) and len(kept) == 1:
            # "Tot L" names a row; within a Dutch sentence "tot" is a preposition.
            last = replace(last, text="total", tags=frozenset({"word", "row"}))
        if last is not None and _are_row_and_side(last, token):
            row, side = (last, token) if _is_row(last) else (token, last)
            tags = row.tags | {f"side:{side.key('side')}"}
            kept[-1] = replace(row, start=last.start, end=token.end, tags=tags)
        else:
            kept.append(token)
    return kept


def _row_unbracketed(tokens: Sequence[Token]) -> Iterator[Token]:
    """Yield the tokens with "total (L)" as "total L"."""
    for number, token in enumerate(tokens):
        opens = token.text == "(" and number and _is_row(tokens[number - 1])
        beyond = number > 2 and tokens[number - 2].text == "("  # noqa: PLR2004 - row, bracket, side
        closes = token.text == ")" and beyond and _is_row(tokens[number - 3])
        inner = tokens[number + 1 : number + 3] if opens else tokens[number - 1 : number + 1]
        if not ((opens or closes) and len(inner) > 1 and is_side(inner[0]) and inner[1].text == ")"):
            yield token


def _are_row_and_side(first: Token, second: Token) -> bool:
    averaged = _is_row(first) and second.key("side") == Side.MEAN and not second.is_a("site", "row")
    return averaged or (_is_row(first) and is_side(second)) or (is_side(first) and _is_row(second))


def _is_row(token: Token) -> bool:
    return token.is_a("row") and not token.key("side") and token.text in WHOLE_ROWS


def is_side(token: Token) -> bool:
    """Return whether a token is the left or right side alone."""
    return token.key("side") in {Side.LEFT, Side.RIGHT} and not token.is_a("site", "row")


def _side_behind(tokens: Sequence[Token], at: int) -> int | None:
    """Return where the side of a site stands behind it, with nothing but a mark and small words between."""
    site = tokens[at].site
    if not tokens[at].is_a("site") or site is None or site.side is not None:
        return None
    brackets = 0
    for place in range(at + 1, min(len(tokens), at + _SIDE_WITHIN)):
        token = tokens[place]
        if token.key("side") in {Side.LEFT, Side.RIGHT}:
            following = tokens[place + 1] if place + 1 < len(tokens) else None
            beyond = tokens[place + 2 : place + 4]
            both = following is not None and following.is_a("and") and any(_is_place(each) for each in beyond)
            goes_on = both or (following is not None and (following.is_a("site", "row") or following.key("side")))
            closed = not brackets or (following is not None and following.text == ")")
            return place if not goes_on and closed else None
        brackets += token.text == "("
        if _is_field(tokens, place):
            continue
        arm = SCAN_OF_REGION.get(site.region) is Scan.FOREARM
        if token.text not in _SIDE_MARKS and not (arm and set(token.text.split()) <= _DOMINANT):
            return None
    return None


def _is_field(tokens: Sequence[Token], place: int) -> bool:
    """Whether a word or colon leads from a site to the side alone that fills its field: "Hip scanned: left"."""
    if tokens[place].text in MEASURED:
        return True
    filled = tokens[place].text == ":" and place + 1 < len(tokens) and is_side(tokens[place + 1])
    behind = tokens[place + 2 : place + 3]
    return filled and (not behind or behind[0].text in {".", ";"} or behind[0].key("labels") is not None)


def _is_place(token: Token) -> bool:
    """Whether a token goes on a list of sides or sites: "on the right and left", not "on the right and minus 2.5"."""
    return token.is_a("site", "levels", "row") or token.key("side") is not None


def sides_of(token: Token) -> str | None:
    """Return the side of the body a word names, None if it names none; a single letter may be anything."""
    if token.is_a("left", "right"):
        # The Spanish "der." is a side in that language alone.
        return str(Side.RIGHT if token.is_a("right") else Side.LEFT)
    side = side_words().get(token.text)
    return str(side) if side in {Side.LEFT, Side.RIGHT} and len(token.text) > 1 else None
