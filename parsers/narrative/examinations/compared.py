"""The day of the one earlier examination a report compares with, told once for all its earlier values."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from parsers.narrative.examinations.times import Moment, Time
from parsers.narrative.language.dates import When
from parsers.narrative.language.tokens import Token
from parsers.narrative.text.sentences import Sentence

_EARLIER = ("prior", "earlier", "compare", "general:past", "sections:comparison", "sections:prior")
_NEAR = 6
"""Tokens from a word for an earlier examination to its day: "comparison with the last examination of"."""
_SINCE = frozenset(["since", "seit", "depuis", "desde", "sinds", "dal"])


def with_comparisons(tokens: Sequence[Token]) -> Sequence[Token]:
    """Return the tokens of a sentence with the noun at its head made a word that compares, before a day and a colon.

    "Comparison 02/03/2021: L1-L4 0.930 g/cm2" says of its values no more than "Compared with 02/03/2021:" does.
    """
    colon = next((place for place, token in enumerate(tokens) if token.text == ":"), 0)
    head = tokens[:colon]
    named = [place for place, token in enumerate(head) if token.is_a("sections:comparison")]
    dated = [place for place, token in enumerate(head) if token.when]
    measured = any(token.is_a("site", "levels", "number") or token.key("labels") for token in head)
    if not named or not dated or named[0] > dated[0] or measured:
        return tokens
    noun = tokens[named[0]]
    if noun.is_a("prior"):
        # "Examen antérieur du 18/11/2021:" says whose its values are.
        return tokens
    return [*tokens[: named[0]], replace(noun, tags=noun.tags | {"compare"}), *tokens[named[0] + 1 :]]


def compared_day(
    sentences: Iterable[tuple[Sentence, Sequence[Token]]], moments: Iterable[Moment], study: When | None
) -> When | None:
    """Return the day of the earlier examination, None if the text tells none or speaks of several.

    `moments` are those of the values; one of another earlier day makes several.
    """
    told = [when for sentence, tokens in sentences for when in _days(sentence, tokens)]
    told += [moment.when for moment in moments if moment.time is Time.PRIOR and moment.when]
    days = {when for when in told if when != study}
    full = [when for when in days if when.day]
    one = full[0] if len(full) == 1 and all(when.year == full[0].year for when in days) else None
    return one if one is not None and (study is None or one.is_before(study)) else None


def _days(sentence: Sentence, tokens: Sequence[Token]) -> Iterator[When]:
    if sentence.section == "comparison":
        yield from (token.when for token in tokens if token.when)
        if sentence.dated:
            yield sentence.dated
        return
    measured = any(token.is_a("site", "levels", "number") or token.key("labels") for token in tokens)
    for place, token in enumerate(tokens):
        near = tokens[max(0, place - _NEAR) : place]
        # "Osteoporosis treated with denosumab since 2019" speaks of no examination.
        treated = not measured and bool(near) and near[-1].text in _SINCE
        if token.when and not treated and any(other.is_a(*_EARLIER) for other in near):
            yield token.when


def is_undated(moment: Moment, day: When) -> bool:
    """Return whether a value of an earlier examination lacks the day, or has no more of it than its year."""
    when = moment.when
    mere_year = when is not None and when.day is None and not when.ambiguous and when.year == day.year
    return moment.time is Time.PRIOR and (mere_year or (moment.worded and when is None))
