"""Sites a text calls unusable as a whole, with its reason: "the lumbar spine is not valid because of scoliosis"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dxa.regions import SCAN_OF_REGION, Region, Scan, Side, Site
from parsers.narrative.language.text_tokens import FactTokens
from parsers.narrative.language.tokens import Token
from parsers.narrative.sites.naming import with_sites
from parsers.narrative.text.sentences import Sentence

_VERTEBRA = re.compile(r"\b(?:L[1-5]|T(?:1[0-2]|\d)|(?:L|B)WK|vertebra|wirbel|v[eé]rt[eè]b)", re.IGNORECASE)
_NEAR = 8
_BEHIND = 4
_ENDS = frozenset([".", ";", "!", "?"])
_LONGEST_REASON = 80


@dataclass(frozen=True, slots=True)
class Unusable:
    """A site the report itself does not use."""

    site: Site
    reason: str

    def covers(self, region: Region, side: Side | None) -> bool:
        """Return whether a measured site is this one; "hip" covers every region of its scan on its side.

        A site named without a side covers a measured side only if the caller knows there is no other.
        """
        whole = self.site.region is Region.HIP_UNSPECIFIED and SCAN_OF_REGION.get(region) is Scan.HIP
        return (region is self.site.region or whole) and (self.site.side is None or side is self.site.side)


def unusable_of(sentences: Sequence[Sentence], read: FactTokens) -> tuple[Unusable, ...]:
    """Return the sites the text excludes as a whole; vertebrae are left to the reading of the sites."""
    found: list[Unusable] = []
    for sentence in sentences:
        if sentence.section in {"recommendation", "legend", "comparison"}:
            continue
        every = read.between(sentence.start, sentence.end)
        if any(token.is_a("invalid") for token in every) and not any(token.is_a("advice", "prior") for token in every):
            tokens, _ = with_sites(every, read.text)
            found += _excluded(tokens, read.text)
    return tuple(found)


def _excluded(tokens: Sequence[Token], text: str) -> Iterator[Unusable]:
    for place, token in enumerate(tokens):
        if not token.is_a("invalid") or any(
            other.is_a("unsure", "unsure_after") for other in tokens[max(0, place - 3) : place]
        ):
            continue
        subject = _subject(tokens, place)
        if subject is None or subject.site is None or _names_vertebra(tokens, place, text):
            continue
        if not subject.site.levels:
            yield Unusable(subject.site, _reason(tokens, place, text))


def _names_vertebra(tokens: Sequence[Token], place: int, text: str) -> bool:
    """Whether vertebrae stand near an exclusion: then it speaks of them, whatever other site is named."""
    near = tokens[max(0, place - _NEAR) : place + _BEHIND]
    return any(token.is_a("levels") for token in near) or bool(
        _VERTEBRA.search(text, near[0].start, near[-1].end) if near else None
    )


def _subject(tokens: Sequence[Token], place: int) -> Token | None:
    """Return the site an exclusion speaks of: the nearest before it in its clause, else right behind it."""
    for token in reversed(tokens[max(0, place - _NEAR) : place]):
        if token.text in _ENDS or token.is_a("contrast", "number"):
            break
        if token.is_a("site", "levels"):
            return token
    for token in tokens[place + 1 : place + _BEHIND]:
        if token.text in _ENDS or token.is_a("because", "contrast"):
            break
        if token.is_a("site", "levels"):
            return token
    return None


def _reason(tokens: Sequence[Token], place: int, text: str) -> str:
    """Return the words behind "because" in the sentence, or "excluded" when the report gives no reason."""
    cause = next((number for number, token in enumerate(tokens) if token.is_a("because")), None)
    if cause is None or cause + 1 >= len(tokens):
        return "excluded"
    last = cause + 1
    while last + 1 < len(tokens) and tokens[last + 1].text not in {*_ENDS, ",", ")"} and last + 1 != place:
        last += 1
    return " ".join(text[tokens[cause + 1].start : tokens[last].end].split())[:_LONGEST_REASON]
