"""A piece of a text with everything it may mean, and the phrases of the lexicon that several of them make."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from dxa.regions import Site
from parsers.narrative.language.dates import When
from parsers.narrative.language.words import Phrases
from parsers.numbers import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """One piece of text with everything it may mean."""

    start: int
    end: int
    text: str
    """In the form of `dxa.sites.plain`."""
    tags: frozenset[str] = frozenset()
    """What it may be: "number", "site", "labels:t_score", "at", "punctuation" and so on."""
    number: Reading | None = None
    site: Site | None = None
    when: When | None = None

    def is_a(self, *tags: str) -> bool:
        """Whether the token may be one of these."""
        return not self.tags.isdisjoint(tags)

    def key(self, group: str) -> str | None:
        """Return what stands behind `group:` in its tags, None if the token is not of that group."""
        return _key(self.tags, group)


@lru_cache(maxsize=4096)
def _key(tags: frozenset[str], group: str) -> str | None:
    """Return what stands behind `group:`; cached, because the same few sets of tags are asked for all the time."""
    return next((tag.partition(":")[2] for tag in sorted(tags) if tag.startswith(f"{group}:")), None)


def phrased(tokens: Sequence[Token], phrases: Phrases, reach: Mapping[str, int]) -> Iterator[Token]:
    """Yield the tokens with the longest known phrases joined and tagged; `reach` is that of the lexicon."""
    at = 0
    while at < len(tokens):
        length, tags = _phrase_at(tokens, at, phrases, reach.get(tokens[at].text.partition(" ")[0], 0))
        if not length:
            yield tokens[at]
            at += 1
            continue
        first, last = tokens[at], tokens[at + length - 1]
        text = " ".join(token.text for token in tokens[at : at + length])
        own = first.tags if length == 1 else frozenset({"word"})
        yield replace(first, end=last.end, text=text, tags=own | tags, number=first.number if length == 1 else None)
        at += length


def _phrase_at(tokens: Sequence[Token], at: int, phrases: Phrases, longest: int) -> tuple[int, frozenset[str]]:
    behind_number = at > 0 and tokens[at - 1].is_a("number")
    if not longest or tokens[at].is_a("newline", "abbreviated") or (behind_number and tokens[at].text == "%"):
        # "DE" behind a number is a unit, not the Spanish preposition; "77% young adult" is no heading.
        return 0, frozenset()
    texts: list[str] = []
    best: tuple[int, frozenset[str]] = (0, frozenset())
    for place, token in enumerate(tokens[at : at + longest], at):
        if token.is_a("newline"):
            # A wrapped line may cut a phrase in two; a line of its own may not start one.
            break
        # Behind a line end words may be joined already: "fracture" above "de la hanche".
        texts += token.text.split()
        tags = phrases.get(tuple(texts))
        if tags and not (place > at and _is_sign(tokens, place, phrases)):
            best = (place - at + 1, tags)
    return best


def _is_sign(tokens: Sequence[Token], place: int, phrases: Phrases) -> bool:
    """Whether a word is the dictated sign of the number behind it: "et moins 2,9" is no bound."""
    following = tokens[place + 1 : place + 2]
    return bool(following) and following[0].is_a("number") and "minus" in phrases.get((tokens[place].text,), ())
