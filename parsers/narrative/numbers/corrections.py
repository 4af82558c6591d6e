"""Numbers a sentence takes back: called a mistake, corrected by what follows, or denied."""

from collections.abc import Mapping, Sequence

from parsers.narrative.language.roles import Role
from parsers.narrative.language.tokens import Token

_LIGHT = frozenset(["is", "ist", "est", "es", "e", "was", "war", "era", "a", "the"])
"""Words between "not" and the number it denies, as in "non è -2,5 ma -1,5"."""
_ABOVE = frozenset(
    ["above", "oben", "obige", "obiger", "obigen", "ci-dessus", "arriba", "sopra", "acima", "boven", "bovenstaande"]
)
_VALUES = frozenset(
    [
        "value",
        "values",
        "figure",
        "figures",
        "wert",
        "werte",
        "valeur",
        "valeurs",
        "valor",
        "valores",
        "valore",
        "valori",
    ]
)


def disowned(tokens: Sequence[Token], roles: Mapping[int, Role]) -> frozenset[int]:
    """Return the numbers a sentence calls wrong or puts others in place of, by position: "-1.2 should read -2.1"."""
    corrected = [place for place, token in enumerate(tokens) if token.is_a("general:corrected")]
    wrong = in_error(tokens)
    # "... is a typing error, correct is -2.0": behind those words stands what is right.
    said = next((place for place, token in enumerate(tokens) if token.is_a("general:mistaken")), len(tokens))
    right = next((place for place in corrected if place > said), wrong.stop)
    wrong = range(wrong.start, min(wrong.stop, right))
    if not corrected and not wrong:
        return frozenset()
    taken = taken_by_correction(tokens)
    return frozenset(place for place in roles if place in wrong or place in taken or is_denied(tokens, place))


def taken_by_correction(tokens: Sequence[Token]) -> range:
    """Return the places before a correction, which it takes back: "-1.9, correction, -1.6".

    In "-1.4 (was -1.5, corrected)" those of the brackets alone.
    """
    last = max((place for place, token in enumerate(tokens) if token.is_a("general:corrected")), default=0)
    return range(_bracket_of(tokens, last), last)


def _bracket_of(tokens: Sequence[Token], place: int) -> int:
    """Return where the bracket around a word begins that holds a number of its own before the word, else zero."""
    start = max((at for at in range(place) if tokens[at].text == "("), default=0)
    inside = tokens[start:place]
    closed = any(token.text == ")" for token in inside)
    # "(page 3, typing error)" holds no value.
    value = any(token.is_a("number") and not token.text.isdigit() for token in inside)
    return start if value and not closed else 0


def in_error(tokens: Sequence[Token]) -> range:
    """Return the places of the clause that calls what it says a mistake: "dictated in error as -1.5; it is -2.5"."""
    said = next((place for place, token in enumerate(tokens) if token.is_a("general:mistaken")), None)
    if said is None:
        return range(0)
    if _points_up(tokens, said):
        return range(0)
    if opening := _bracket_of(tokens, said):
        # "-1.7 (previously reported as -2.7, typing error)".
        return range(opening, next((at for at in range(said, len(tokens)) if tokens[at].text == ")"), len(tokens)))
    marks = [place for place, token in enumerate(tokens) if token.text == ";"]
    first = max((place for place in marks if place < said), default=-1) + 1
    if not any(token.is_a("number") for token in tokens[first:said]):
        # "The first report gave -3.7; this is incorrect": the mistake stands before.
        first = max((place for place in marks if place < first - 1), default=-1) + 1
    return range(first, min((place for place in marks if place > said), default=len(tokens)))


def puts_right(tokens: Sequence[Token]) -> bool:
    """Return whether a sentence calls something a mistake and tells what is right, or that the mistake stands above."""
    said = next((place for place, token in enumerate(tokens) if token.is_a("general:mistaken")), None)
    return said is not None and (any(token.is_a("general:corrected") for token in tokens) or _points_up(tokens, said))


def _points_up(tokens: Sequence[Token], said: int) -> bool:
    """Whether the clause of a mistake holds no number and points above: "0.872; the value above was a typing error"."""
    first = max((place for place in range(said) if tokens[place].text in {";", ".", ","}), default=-1) + 1
    clause = tokens[first:said]
    of_result = any(
        token.key("labels")
        or token.site is not None
        or token.is_a("general:exam", "levels")
        or not _VALUES.isdisjoint(token.text.split())
        for token in clause
    )
    above = any(not _ABOVE.isdisjoint(token.text.split()) for token in clause)
    return above and of_result and not any(token.is_a("number") for token in clause)


def is_denied(tokens: Sequence[Token], place: int) -> bool:
    """Whether a word for "not" stands right before a number: "not -2.5 but -1.5", "-1.2 instead of -2.1"."""
    before = place - 1
    while before > 0 and (tokens[before].text in _LIGHT or tokens[before].is_a("at")):
        before -= 1
    # "2015 noch -0,6": still, not nor.
    return before >= 0 and tokens[before].is_a("not") and tokens[before].text != "noch"
