"""Reports that give one hip in one place and the other in another: in a conclusion, or in words that deny a side."""

from collections.abc import Iterator, Sequence
from itertools import dropwhile, pairwise

from dxa.regions import SCAN_OF_REGION, Scan, Side
from parsers.narrative.examinations.cues import ARTICLES
from parsers.narrative.examinations.times import Time
from parsers.narrative.harvest import Found
from parsers.narrative.language.tokens import Token
from parsers.narrative.text.sentences import Sentence

_SIDES = frozenset([Side.LEFT, Side.RIGHT])
_SAME_TEXT = "same selben gleichen derselben meme mismo mesmo stesso zelfde dezelfde"
_SAME = frozenset(_SAME_TEXT.split())
_NOUNS = frozenset(["side", "seite", "lado", "cote", "lato", "zijde", "kant"])
_SAME_SIDED = ("ipsilateral", "homolateral", "gleichseitig")
_ELSEWHERE = frozenset(["indication", "comparison"])
_OTHER_TIME = ("prior", "earlier", "compare", "general:past")


def on_both_sides(
    found: Sequence[Found], sentences: Sequence[tuple[Sentence, tuple[Token, ...]]]
) -> frozenset[tuple[int, int]]:
    """Return the places of the values whose side the text tells differently in two places.

    A side of which the conclusion alone speaks, and only repeats numbers the findings give for the other side, was
    probably not measured: which of the two sides is meant nobody can tell from the text.
    """
    spans = [(sentence.start, sentence.end) for sentence, _ in sentences if sentence.section == "impression"]
    sided = [one for one in found if one.site.side in _SIDES and SCAN_OF_REGION.get(one.site.region) is Scan.HIP]
    sided = [one for one in sided if one.moment.time is Time.CURRENT]
    doubted: set[tuple[int, int]] = set()
    for side in _SIDES:
        own = [one for one in sided if one.site.side is side]
        other = [one for one in sided if one.site.side is not side]
        if not own or not all(any(start <= one.start < end for start, end in spans) for one in own):
            continue
        pairs = [(one, _twin(one, other)) for one in own]
        above = [twin for _, twin in pairs if twin and not any(start <= twin.start < end for start, end in spans)]
        if len(above) == len(pairs):
            doubted |= {(one.start, one.end) for one in (*own, *above)}
    return frozenset(doubted | _on_denied_sides(sided, sentences))


def _on_denied_sides(
    sided: Sequence[Found], sentences: Sequence[tuple[Sentence, tuple[Token, ...]]]
) -> set[tuple[int, int]]:
    """Return the values of a side the text says was not examined, where the side it says was has none above.

    Those told of it behind that sentence are what an addendum puts in place of them.
    """
    denied: set[tuple[int, int]] = set()
    for sentence, tokens in sentences:
        for side, other in _instead(tokens) if sentence.section not in _ELSEWHERE else ():
            starts = [one.start for one in sided if one.site.side is side]
            above = [one for one in sided if one.site.side is other and (one.start < sentence.start or not starts)]
            if all(start > sentence.start for start in starts):
                denied |= {(one.start, one.end) for one in above}
    return denied


def _instead(tokens: Sequence[Token]) -> Iterator[tuple[Side, Side]]:
    """Yield the side a sentence without numbers says was examined and the one it denies: "the right, not the left"."""
    if any(token.is_a("number", "bad_number", *_OTHER_TIME) for token in tokens):
        return
    sides = [(place, side) for place, token in enumerate(tokens) if (side := _side_of(token)) in _SIDES]
    for (first, side), (second, other) in pairwise(sides):
        between = tokens[first + 1 : second]
        words = list(dropwhile(lambda token: token.is_a("at") or token.text in ARTICLES, reversed(between)))
        if side is not other and side and other and words and words[0].is_a("not"):
            yield side, other


def _side_of(token: Token) -> Side | None:
    named = token.key("side") or (token.site.side if token.site is not None else None)
    return Side(named) if named else None


def _twin(one: Found, others: Sequence[Found]) -> Found | None:
    """Return the same number at the same region of the other side."""
    alike = (other for other in others if (other.site.region, other.quantity) == (one.site.region, one.quantity))
    return next((other for other in alike if other.value == one.value), None)


def beside_sides(
    found: Sequence[Found], sentences: Sequence[tuple[Sentence, tuple[Token, ...]]]
) -> frozenset[tuple[int, int]]:
    """Return the places of the values of a hip without its side whose own clause names one apart, of who knows what.

    As in "hip (measured on the right only): total -2.0" and "total -2.0 and neck -2.3 (both right)".
    """
    open_ones = [one for one in found if one.site.side is None and SCAN_OF_REGION.get(one.site.region) is Scan.HIP]
    if not open_ones:
        return frozenset()
    spans = [
        (clause[0].start, clause[-1].end)
        for _, tokens in sentences
        for clause in _clauses(tokens)
        if any(_is_side_alone(clause, place) for place in range(len(clause)))
    ]
    return frozenset((one.start, one.end) for one in open_ones if any(start <= one.start < end for start, end in spans))


def _is_side_alone(tokens: Sequence[Token], place: int) -> bool:
    """Whether a side stands here that is part of no site's name, or "the same side" does."""
    token, behind = tokens[place], tokens[place + 1 : place + 2]
    same = token.text in _SAME and bool(behind) and behind[0].text in _NOUNS
    # "L/S" is the lumbar spine.
    alone = token.site is None and token.key("side") in _SIDES and len(token.text) > 1
    return alone or same or token.text.startswith(_SAME_SIDED)


def _clauses(tokens: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """Yield the clauses semicolons and full stops part."""
    first = 0
    for place, token in enumerate(tokens):
        if token.text in {";", "."}:
            if place > first:
                yield tokens[first:place]
            first = place + 1
    if first < len(tokens):
        yield tokens[first:]
