"""Whether words of a sentence say that something is so, deny it, or leave it open."""

from collections.abc import Sequence
from enum import Enum
from itertools import takewhile

from parsers.narrative.clinical.boxes import Box, answer_in_boxes, box_of
from parsers.narrative.language.tokens import Token

_ENDS = frozenset([".", ";", ":", "!"])
_DETAIL = 7
"""Words that may stand between a question of a form and its answer."""
_BEHIND = 6
_REASON = 3
"""Words between "because of" and what it names."""
_LINKS = frozenset([",", "/", "&", "+"])
_ARTICLE_TEXT = "the der die das le la les el los las il lo gli o os as de"
_ARTICLES = frozenset(_ARTICLE_TEXT.split())
_CLOSING = 5
"""Tokens within which the last member of "no A, B or C" follows a member."""
GROUPS = frozenset(
    ["findings", "conditions", "risk_factors", "implants", "fractures", "therapy", "drug", "implant", "fracture"]
)
"""What stands before the colon in the tags of clinical words."""


class Polarity(Enum):
    """What a text says of something it names."""

    STATED = "stated"
    DENIED = "denied"
    OPEN = "open"
    """Asked, supposed, feared, planned, said of a relative, or not clear."""


def polarity_of(tokens: Sequence[Token], place: int, last: int | None = None) -> Polarity:
    """Return what a sentence says of the word at `place`; `last` is the end of a name of several words."""
    last = place if last is None else last
    told = answer_of(tokens, place, last)
    if told is not None:
        words = takewhile(lambda token: token.text != ",", clause_before(tokens, place))
        others = any(token.is_a("family", "parent") for token in words)
        return Polarity.OPEN if others else told
    behind = Polarity.STATED if _is_reason(tokens, place) else _said_behind(tokens, last)
    before = _said_before(tokens, place)
    if Polarity.OPEN in {behind, before}:
        return Polarity.OPEN
    return Polarity.DENIED if Polarity.DENIED in {behind, before} else Polarity.STATED


def answer_of(tokens: Sequence[Token], place: int, last: int | None = None) -> Polarity | None:
    """Return what a form answers about the word at `place`, by a tick or a yes or no behind it; None if it does not."""
    ticked = tick_of(tokens, place)
    if ticked is not None:
        return ticked
    end = place if last is None else last
    boxed = answer_in_boxes(tokens, end)
    if boxed is not None:
        return Polarity.STATED if boxed else Polarity.DENIED
    return _answer(tokens, end)


def is_fact(token: Token) -> bool:
    """Return whether a token names something clinical."""
    return any(tag.partition(":")[0] in GROUPS for tag in token.tags)


def tick_of(tokens: Sequence[Token], place: int) -> Polarity | None:
    """Return what the box of an option says, None without one; an empty box is no denial."""
    box = box_of(tokens, place)
    if box is None:
        return None
    return Polarity.STATED if box is Box.TICKED else Polarity.OPEN


def _answer(tokens: Sequence[Token], last: int) -> Polarity | None:
    """Return the answer a form gives behind its question: "Smoking: no", "Steroids? Yes", "Arthritis (no)"."""
    for number in range(last + 1, min(len(tokens), last + 1 + _DETAIL)):
        token = tokens[number]
        if token.text in {":", "?", "="}:
            return _answer_at(tokens, number + 1, asked=token.text == "?")
        if token.text in {"-", "\u2013", "\u2014", "("}:
            told = _short_answer(tokens, number + 1)
            if told is not None:
                return told
        elif number == last + 1 and (told := _short_answer(tokens, number)) is not None:
            # "Keine Frakturen bekannt" is no answer.
            words = takewhile(lambda word: word.text != ",", clause_before(tokens, last))
            return None if any(word.is_a("not") for word in words) else told
        if token.text in _ENDS | {",", ")"} or is_fact(token) or token.is_a("contrast"):
            return None
    return None


def _answer_at(tokens: Sequence[Token], start: int, *, asked: bool) -> Polarity | None:
    rest = tokens[start : start + 4]
    while rest and rest[0].text in {"[", "(", "-", ":"}:
        rest, start = rest[1:], start + 1
    if (end := _choice(tokens, start)) is not None:
        return _behind_choice(tokens, end)
    if not rest or rest[0].is_a("answer_unknown") or rest[0].text in {"_", ".", "\u2026", "?", "*", "]"}:
        return Polarity.OPEN
    if rest[0].is_a("answer_yes"):
        return Polarity.STATED
    if rest[0].is_a("answer_no", "not"):
        # "with scoliosis: no osteoporosis" is no answer about the scoliosis.
        words = list(takewhile(lambda token: token.text not in _ENDS | {","}, rest[1:]))
        return None if any(is_fact(token) or token.key("classes") for token in words) else Polarity.DENIED
    if rest[0].number is not None and rest[0].number.value == 0:
        return Polarity.DENIED
    # "Smoking: quit", "Nikotin: gelegentlich": what is no plain answer is none.
    told = rest[0].is_a("number", "degree", "date", "levels", "has", "on_drug", "since", "longterm", "bad_number")
    known = told or is_fact(rest[0]) or bool(rest[0].key("bone") or rest[0].key("side") or rest[0].key("labels"))
    return None if known and not asked else Polarity.OPEN


def _short_answer(tokens: Sequence[Token], start: int) -> Polarity | None:
    """Return the answer of one word that ends its place: "- no,", "(yes)"."""
    if start >= len(tokens):
        return None
    if (end := _choice(tokens, start)) is not None:
        return _behind_choice(tokens, end)
    after = tokens[start + 1] if start + 1 < len(tokens) else None
    if after is not None and after.text not in {*_ENDS, ",", ")", "]", "(", "/"}:
        return None
    if tokens[start].is_a("answer_yes"):
        return Polarity.STATED
    if tokens[start].is_a("answer_unknown"):
        return Polarity.OPEN
    return Polarity.DENIED if tokens[start].is_a("answer_no") else None


def _choice(tokens: Sequence[Token], start: int) -> int | None:
    """Return where "yes/no" ends that begins here: the choices a form prints; None for anything else."""
    pair = tokens[start : start + 3]
    if len(pair) < 3 or pair[1].text != "/":  # noqa: PLR2004 - two answers and what parts them
        return None
    affirmed = sum(pair[at].is_a("answer_yes") for at in (0, 2))
    denied = sum(pair[at].is_a("answer_no") for at in (0, 2))
    return start + 3 if affirmed == denied == 1 else None


def _behind_choice(tokens: Sequence[Token], end: int) -> Polarity:
    """Return the answer behind the choices of a form, as in "(yes/no): no"; it is open where none was made."""
    answer = end
    while answer < len(tokens) and tokens[answer].text in {")", "]", ":", "?", "="}:
        answer += 1
    made = answer > end and answer < len(tokens) and tokens[answer].is_a("answer_yes", "answer_no")
    told = _answer_at(tokens, answer, asked=False) if made else None
    return told or Polarity.OPEN


def _is_reason(tokens: Sequence[Token], place: int) -> bool:
    """Whether a word stands right behind "because of": "L3 because of a fracture excluded" denies no fracture."""
    near = tokens[max(0, place - _REASON) : place]
    after = next((number for number in range(len(near) - 1, -1, -1) if near[number].is_a("because")), None)
    return after is not None and all(token.tags == {"word"} for token in near[after + 1 :])


def _said_behind(tokens: Sequence[Token], last: int) -> Polarity:
    denied = False
    linked = True
    behind = tokens[last + 1 : last + 1 + 2 * _BEHIND]
    for number, token in enumerate(behind):
        if number >= _BEHIND and not linked:
            # Further words are about it only behind a list: "Smoking, alcohol and steroids weaken bones".
            break
        if token.text == "?" or token.is_a("unsure_after"):
            return Polarity.OPEN
        if token.text in _ENDS or token.is_a("contrast", "because") or _leaves_out(behind, number):
            break
        if (is_fact(token) and not linked) or (token.text == "," and not _lists_on(behind, number)):
            break
        if token.is_a("family", "parent"):
            # "fracture de la hanche chez la grand-mère"
            return Polarity.OPEN
        denied = denied or token.is_a("not_after")
        if token.is_a("not") and not denied:
            # "scoliosis without kyphosis" denies the second; "scoliosis not involving L1" is not beyond doubt.
            return Polarity.STATED if any(is_fact(other) for other in behind[number:]) else Polarity.OPEN
        linked = linked and (is_fact(token) or token.is_a("and", "alcohol") or token.text in _LINKS | _ARTICLES)
    asked = next((token for token in tokens[last + 1 :] if token.text in {".", ";", "?"}), None)
    if asked is not None and asked.text == "?" and not any(token.is_a("answer_yes") for token in tokens[last + 1 :]):
        return Polarity.OPEN
    return Polarity.DENIED if denied else Polarity.STATED


def _leaves_out(behind: Sequence[Token], number: int) -> bool:
    """Whether brackets behind a vertebra leave it out of the measurement: "fracture of L2 (excluded)"."""
    opens = behind[number].text == "(" and any(token.is_a("excluded") for token in behind[number + 1 : number + 2])
    return opens and any(token.is_a("levels") for token in behind[:number])


def _lists_on(behind: Sequence[Token], number: int) -> bool:
    """Whether a comma stands between members of a list."""
    following = behind[number + 1 : number + 2]
    while following and following[0].text in _ARTICLES:
        number += 1
        following = behind[number + 1 : number + 2]
    return bool(following) and (is_fact(following[0]) or following[0].is_a("and", "alcohol"))


def _said_before(tokens: Sequence[Token], place: int) -> Polarity:
    clause = clause_before(tokens, place)
    doubts = ("unsure", "family", "parent", "foreign_doubt")
    opens = next((number for number, token in enumerate(clause) if token.is_a(*doubts)), None)
    denies = next((number for number, token in enumerate(clause) if token.is_a("not", "not_after")), None)
    if opens is not None:
        return Polarity.OPEN
    if denies is None:
        return Polarity.STATED
    between = clause[:denies]
    if any(token.text in {"(", "["} for token in between):
        return Polarity.OPEN
    joined = any(token.text in _LINKS or token.is_a("and") for token in between)
    # Whoever denies "fractures and steroids" denies both.
    denies_all = clause[denies].is_a("denies") and not any(token.is_a("has", "on_drug") for token in between)
    if not joined or denies_all:
        return Polarity.DENIED
    over = _over_commas(tokens, place, between)
    # "without HRT, on prednisone": what a preposition denies ends at the comma, unless an "or" goes on.
    listed = any(token.is_a("and") for token in between)
    return Polarity.STATED if over is Polarity.OPEN and clause[denies].is_a("lacks") and not listed else over


def _over_commas(tokens: Sequence[Token], place: int, between: Sequence[Token]) -> Polarity:
    """Return what a denial says of a further member of its list: "no scoliosis, kyphosis or fracture".

    Only "or" carries a denial on without doubt; "no fracture, diabetes" may be read both ways.
    """
    own = 0
    for token in between:
        if token.text == "," or token.is_a("and"):
            break
        own += 1
    ahead = tokens[place + 1 : place + 1 + 3 * _CLOSING]
    closed = any(token.is_a("either") for token in between)
    for number, token in enumerate(ahead):
        if token.text in _ENDS or token.is_a("contrast"):
            break
        last = ahead[number - 1].text == "," if number else False
        follows = any(is_fact(other) for other in ahead[number + 1 : number + 1 + _CLOSING])
        closed = closed or (token.is_a("either") and (follows or last))
    starts_anew = any(token.is_a("on_drug", "has", "degree", "now") for token in between[:own])
    if starts_anew:
        return Polarity.OPEN if closed else Polarity.STATED
    return Polarity.DENIED if closed else Polarity.OPEN


_LONGEST_CLAUSE = 160
"""Tokens looked back at; no clause is longer, and junk without an end must not cost the square of its length."""


def clause_before(tokens: Sequence[Token], place: int) -> list[Token]:
    """Return the words before a place in its clause, nearest first; closed brackets are left out.

    A colon ends the clause but for the word right before it, "Father: no hip fracture", or for a relative close to it.
    """
    clause: list[Token] = []
    depth = 0
    for number in range(place - 1, max(-1, place - 1 - _LONGEST_CLAUSE), -1):
        token = tokens[number]
        if token.text in {")", "]"}:
            depth += 1
        elif token.text in {"(", "["} and depth:
            depth -= 1
        elif depth:
            continue
        # "not measured because of a hip replacement" denies the measurement, not the implant.
        elif token.text in _ENDS | {"?"} or token.is_a("contrast", "because"):
            clause += _head_of_list(tokens, number) if token.text == ":" else []
            break
        else:
            clause.append(token)
    return clause


def _head_of_list(tokens: Sequence[Token], colon: int) -> list[Token]:
    """Return the word before a colon that all behind it is about: "Father:", "Mother of the patient:", "Denies:"."""
    for number in range(colon - 1, max(-1, colon - 1 - _CLOSING), -1):
        token = tokens[number]
        if token.is_a("family", "parent") or (number == colon - 1 and token.is_a("unsure", "denies")):
            return [token]
        if token.text in _ENDS | {",", "?"}:
            break
    return []
