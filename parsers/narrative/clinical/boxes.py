"""The boxes of a form and what each belongs to: "[x] Normal  [ ] Osteopenia", "Normal [ ]  Osteopenia [x]"."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

from parsers.narrative.language.tokens import Token

_CROSS = "x"
_TICKS = frozenset(["\u2713", "\u2714", "\u2611", "\u2612", "\u2717", "\u2715"])
_EMPTY = frozenset(["\u2610", "\u25a1", "\u25fb"])
_ENDS = frozenset([".", ";", "!"])
_ASKS = frozenset([":", "?"])
_YES = frozenset(["yes", "y", "ja", "oui", "si", "sim"])
_NO = frozenset(["no", "n", "nein", "non", "nao", "nee"])
"""Answers of forms, in plain letters."""
_ANSWERS = 2
"""Yes and no."""


class Box(Enum):
    """What the box of an option says."""

    TICKED = "ticked"
    EMPTY = "empty"
    UNCLEAR = "unclear"
    """Boxes stand beside the option, and which one is its own does not show."""


@dataclass(frozen=True, slots=True)
class _Item:
    """A box, or the words between two of them."""

    first: int
    end: int
    ticked: bool | None = None
    """None of words."""

    @property
    def is_box(self) -> bool:
        return self.ticked is not None


def box_of(tokens: Sequence[Token], place: int) -> Box | None:
    """Return what the box of the option at a place says; None where no box belongs to it."""
    first, end = _segment(tokens, place)
    items = _items(tokens, first, end)
    words = (number for number, item in enumerate(items) if item.first <= place < item.end and not item.is_box)
    own = next(words, None)
    if own is None or not any(item.is_box for item in items):
        return _box_behind_colon(tokens, place, end)
    before = _stand_before(tokens, items, end)
    if before is None:
        return None if _is_question(tokens, items, own) else Box.UNCLEAR
    at = own - 1 if before else own + 1
    box = items[at] if 0 <= at < len(items) else None
    if box is None or not box.is_box:
        return None
    if not box.ticked:
        return Box.EMPTY
    between = tokens[box.end : place] if before else tokens[place + 1 : box.first]
    answered = any(token.is_a("not") or token.text in _YES | _NO for token in between)
    return None if answered else Box.TICKED


def is_among_options(tokens: Sequence[Token], place: int, tags: Collection[str]) -> bool:
    """Return whether another option beside the box of the one at a place holds a word with one of these tags."""
    first, end = _segment(tokens, place)
    others = [item for item in _items(tokens, first, end) if not item.first <= place < item.end]
    return any(token.is_a(*tags) for item in others for token in tokens[item.first : item.end])


def answer_in_boxes(tokens: Sequence[Token], last: int) -> bool | None:
    """Return whether "yes" is ticked, and not "no", behind the question that ends at a place.

    As in "Smoking: [ ] yes [x] no". None where no such boxes stand, or not exactly one of them is ticked.
    """
    start = last + 1
    while start < len(tokens) and not (tokens[start].text in _ENDS or _box_at(tokens, start)):
        if tokens[start].text in _YES | _NO and _box_at(tokens, start + 1):
            break
        start += 1
    colon = any(token.text in _ASKS for token in tokens[last + 1 : start])
    end = next((at for at in range(start, len(tokens)) if tokens[at].text in _ENDS | _ASKS), len(tokens))
    items = _items(tokens, start, end)
    options = [item for item in items if not item.is_box]
    before = bool(items) and items[0].is_box
    answers = [_answer(tokens, item) for item in options[:_ANSWERS]]
    boxes = [item.ticked for item in items if item.is_box][: len(answers)]
    told = set(answers) == {True, False} and len(boxes) == _ANSWERS and boxes.count(True) == 1
    near = colon or start == last + 1
    alternate = all(item.is_box is (number % 2 != before) for number, item in enumerate(items[: 2 * _ANSWERS]))
    return answers[boxes.index(True)] if told and near and alternate else None


def _answer(tokens: Sequence[Token], item: _Item) -> bool | None:
    word = tokens[item.first].text
    return True if word in _YES else False if word in _NO else None


def _segment(tokens: Sequence[Token], place: int) -> tuple[int, int]:
    """Return the tokens between the marks around a place that end a sentence or ask: from the last, up to the next."""
    marks = _ENDS | _ASKS
    first = max((at + 1 for at in range(place) if tokens[at].text in marks), default=0)
    return first, next((at for at in range(place, len(tokens)) if tokens[at].text in marks), len(tokens))


def _items(tokens: Sequence[Token], first: int, end: int) -> list[_Item]:
    """Return the boxes and the words between them; commas and dashes between are none."""
    items: list[_Item] = []
    at = first
    while at < end:
        box = _box_at(tokens, at)
        if box is not None:
            items.append(box)
            at = box.end
            continue
        start = at
        while at < end and _box_at(tokens, at) is None:
            at += 1
        if any(token.is_a("word") or token.is_a("number") for token in tokens[start:at]):
            items.append(_Item(start, at))
    # A result before the first box is no option.
    led = items and not items[0].is_box and any(token.is_a("number") for token in tokens[items[0].first : items[0].end])
    return items[1:] if led else items


def _box_at(tokens: Sequence[Token], at: int) -> _Item | None:
    """Return the box that begins at a place."""
    texts = [token.text for token in tokens[at : at + 3]]
    if texts[:1] and texts[0] in _TICKS | _EMPTY:
        return _Item(at, at + 1, texts[0] in _TICKS)
    if texts[:1] == ["_"]:
        return _on_line(tokens, at)
    if texts[:1] not in (["["], ["("]):
        return None
    if texts[1:2] in (["]"], [")"]):
        return _Item(at, at + 2, ticked=False)
    filled = texts[1:2] and (texts[1] == _CROSS or texts[1] in _TICKS) and texts[2:] in (["]"], [")"])
    return _Item(at, at + 3, ticked=True) if filled else None


def _on_line(tokens: Sequence[Token], at: int) -> _Item | None:
    """Return a box drawn as a line to write on: "___" or "_X_"."""
    end = at + 1
    while end < len(tokens) and (tokens[end].text in {"_", _CROSS} or tokens[end].text in _TICKS):
        end += 1
    ticked = any(token.text != "_" for token in tokens[at:end])
    return _Item(at, end, ticked=ticked) if end > at + 1 else None


def _stand_before(tokens: Sequence[Token], items: Sequence[_Item], end: int) -> bool | None:
    """Return whether each box stands before its option; None where that does not show.

    Who begins with a box ends with an option, and the other way round. A question may stand before the first box.
    """
    if any(first.is_box and second.is_box for first, second in pairwise(items)):
        return None
    if items[0].is_box:
        # "Osteoporosis: [x]  Osteopenia: [ ]": what follows the box is the next one's name.
        named = len(items) > 1 and sum(item.is_box for item in items) == 1 and _asks(tokens, end)
        return None if named else not items[-1].is_box
    if items[-1].is_box:
        return False
    if all(_answer(tokens, item) is not None for item in items[1:] if not item.is_box):
        return None
    return False if _answer(tokens, items[0]) is not None and _asks(tokens, end) else None


def _asks(tokens: Sequence[Token], end: int) -> bool:
    return end < len(tokens) and tokens[end].text in _ASKS


def _is_question(tokens: Sequence[Token], items: Sequence[_Item], own: int) -> bool:
    """Whether the words at the head of boxes with answers are asked: "Osteoporosis [ ] yes [x] no"."""
    rest = [item for item in items[1:] if not item.is_box]
    named = len(items) > 1 and items[0].is_box and own == len(items) - 1
    return named or (own == 0 and bool(rest) and all(_answer(tokens, item) is not None for item in rest))


def _box_behind_colon(tokens: Sequence[Token], place: int, end: int) -> Box | None:
    """Return what the one box behind the colon of a name says: "Osteoporosis: [x]"."""
    box = _box_at(tokens, end + 1) if _asks(tokens, end) else None
    if box is None or any(token.is_a("not") for token in tokens[place + 1 : end]):
        return None
    _, last = _segment(tokens, box.end) if box.end < len(tokens) else (0, len(tokens))
    items = _items(tokens, box.first, last)
    alone = sum(item.is_box for item in items) == 1 and (len(items) == 1 or _asks(tokens, last))
    if not alone:
        return None
    return Box.TICKED if box.ticked else Box.EMPTY
