"""What an order says of the place it measured beside its name: the body site of OBR-15, the modifiers of OBR-45."""

import re

from dxa.regions import Side
from dxa.sites import side_of
from parsers.hl7.fields import components, repetitions
from parsers.hl7.labels import meaning_of
from parsers.hl7.orders import Order
from parsers.hl7.sides import limb_of, limbs_in
from parsers.hl7.tokens import Message

_SIDED = frozenset({Side.LEFT, Side.RIGHT})
_BODY_SITE, _MODIFIER = 4, 5
"""Components of OBR-15 (SPS): the body site and its modifier; the first is the specimen, where old senders put it."""
_MODIFIERS = re.compile(r"(?P<left>LT)|(?P<right>RT)", re.IGNORECASE)
"""Modifiers of a procedure code that say the side."""


def site_beside_name(order: Order) -> str:
    """Return the words for the site an order gives beside OBR-4, such as "Lumbar spine L1-L4" or "left hip".

    Empty if it gives none. A side alone counts if the name of the order has one limb; two sides that differ are none.
    """
    if order.request is None:
        return ""
    message, sent = order.message, repetitions(order.message, order.request, 15)
    parts = components(message, sent[0]) if len(sent) == 1 else []
    site = next((words for at in (_BODY_SITE, 1) for words in _words(message, parts, at) if _is_site(words)), "")
    sides = {
        side for at in (1, 3, _BODY_SITE, _MODIFIER) for words in _words(message, parts, at) if (side := _side(words))
    }
    sides |= {side for row in repetitions(message, order.request, 45) if (side := _side(row.split("^")[0]))}
    side = next(iter(sides)) if len(sides) == 1 else None
    if site and len(sides) < 2:  # noqa: PLR2004 - two sides
        has_limb = limb_of(meaning_of(site).regions or frozenset()) is not None
        return f"{side} {site}" if side and has_limb and side_of(site) is None else site
    limbs = limbs_in(" ".join(order.service.texts))
    return f"{side} {next(iter(limbs))}" if side and len(limbs) == 1 else ""


def _words(message: Message, parts: list[str], at: int) -> list[str]:
    """Return the texts of a component, which is a code or coded words itself, the words before their code."""
    text = parts[at - 1] if at <= len(parts) else ""
    mark = message.separators.subcomponent
    found = [part.strip() for part in (text.split(mark) if mark else [text]) if part.strip()]
    return sorted(found, key=len, reverse=True)


def _is_site(words: str) -> bool:
    meaning = meaning_of(words)
    return bool(meaning.regions) and meaning.quantity is None and meaning.is_result and not meaning.prior


def _side(words: str) -> Side | None:
    if found := _MODIFIERS.fullmatch(words.strip()):
        return Side.LEFT if found["left"] else Side.RIGHT
    side = side_of(words) if len(words.strip()) > 1 else None
    return side if side in _SIDED else None
