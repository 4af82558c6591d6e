"""The side of the forearm a report tells once: "left forearm (non-dominant)" above "Radius 33 %: T-score -2.4"."""

import re
from collections.abc import Iterator, Sequence

from dxa.regions import SCAN_OF_REGION, Scan, Side
from parsers.narrative.language.tokens import Token
from parsers.narrative.text.sentences import Sentence

_ARMS_TEXT = (
    "wrist forearm handgelenk poignet avant-bras muneca antebrazo punho antebraco polso avambraccio pols onderarm "
    "unterarm radius"
)
_ARMS = frozenset(_ARMS_TEXT.split())
_SPOILT = re.compile(r"fra[ck]t|frattur|fratur|bruch|breuk|operat|opere|osteosynth|platte|plaque|placa|placca|gips")
"""Stems of what happened to an arm: the side of a fracture is not the side measured."""
_NEAR = 4
"""Tokens between an arm and its side: "forearm (non-dominant, left)"."""


def only_arm(sentences: Sequence[tuple[Sentence, tuple[Token, ...]]]) -> Side | None:
    """Return the one side the text tells for a forearm or wrist, None if it tells none or both.

    A history, and a sentence about a fracture or operation, tells none.
    """
    sides: set[str] = set()
    for sentence, tokens in sentences:
        if sentence.section in {"indication", "comparison", "recommendation"}:
            continue
        if any(_SPOILT.search(token.text) or token.is_a("prior", "earlier", "compare") for token in tokens):
            continue
        if any(_is_arm(token) and _is_of_both(tokens, place) for place, token in enumerate(tokens)):
            return None
        sides.update(_sides_of_arm(tokens))
    side = Side(sides.pop()) if len(sides) == 1 else None
    return side if side in {Side.LEFT, Side.RIGHT} else None


def _is_arm(token: Token) -> bool:
    of_arm = token.site is not None and SCAN_OF_REGION.get(token.site.region) is Scan.FOREARM
    return of_arm or bool(set(re.split(r"[ -]", token.text)) & _ARMS) or token.text in _ARMS


def _is_of_both(tokens: Sequence[Token], place: int) -> bool:
    """Whether an arm stands beside "both": "both forearms", "Unterarme bds."."""
    return any(token.is_a("places:both") for token in tokens[max(0, place - 2) : place + 2])


def _is_hip(token: Token) -> bool:
    return token.site is not None and SCAN_OF_REGION.get(token.site.region) is Scan.HIP


def _sides_of_arm(tokens: Sequence[Token]) -> Iterator[str]:
    """Yield the sides of arms, joined to their names or a few words from them; a hip between ends the search."""
    for place, token in enumerate(tokens):
        if not _is_arm(token):
            continue
        if token.site is not None and token.site.side is not None:
            yield str(token.site.side)
        else:
            for beside in (tokens[place + 1 : place + 1 + _NEAR], tokens[max(0, place - 1) : place]):
                sides = [other.key("side") for other in beside if other.site is None and not other.is_a("row")]
                yield from (side for side in sides[:_NEAR] if side and not any(_is_hip(other) for other in beside))
