"""One clause that may claim changes over time: its words of change, what they are said of, and by how much."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from dxa.regions import Site
from dxa.report import Direction
from parsers.narrative.claims.claim import Claim
from parsers.narrative.claims.per_cent import is_per_cent, stated_per_cent
from parsers.narrative.claims.significance import called_significant
from parsers.narrative.claims.told_per_cent import ToldChange, are_parted, since_of, told_changes
from parsers.narrative.claims.trend_words import BESIDE, NOUNS, OVER_DENIAL, WAYS
from parsers.narrative.language.tokens import Token

_OF_BONE = ("trends:bone_loss", "trends:bone_gain")
_NEED_TIME = ("trends:lower", "trends:higher")
_NEED_DENSITY = ("trends:falls", "trends:rises")
_REACH = 7
_ADJACENT = 4
_SIGNIFICANT_BEHIND = 14
_YEAR = re.compile(r"(?:19|20)\d\d")
_COMMA = 3
"""What a comma adds to the distance between a change and what it is said of."""
_SCORE = ("labels:t_score",)
_DENSITY = ("labels:bmd", "trends:bone", "units:g/cm2", "units:mg/cm2")


class Clause:
    """One clause, its words of change and the sites it names."""

    def __init__(self, tokens: Sequence[Token], named: Sequence[Token], *, after_time: bool) -> None:
        self._tokens = tokens
        self._places = [number for number, token in enumerate(tokens) if self._changes(token)]
        self._sites = {
            place: replace(token.site, levels=())
            for token in named
            if token.is_a("site", "levels") and token.site and (place := self._place_of(token)) is not None
        }
        self._named = [token for token in named if token.is_a("site", "levels")]
        self._elsewhere = any(
            token.is_a("places:other_site", "row") and self._place_of(token) is not None for token in named
        )
        self._taken: set[int] = set()
        self._ways: dict[int, Direction] = {}
        self.changes: tuple[ToldChange, ...] = ()
        """What the clause gives in per cent, each for one site, as soon as its claims are told."""
        # "The hip has declined since 2019, while the spine is stable": the time is that of both.
        self.timed = after_time or any(self._is_time(number) for number in range(len(tokens)))

    def claims(self) -> Iterator[Claim]:
        """Yield what the clause claims."""
        told: dict[tuple[Direction, Site | None], Claim] = {}
        for order, place in enumerate(self._places):
            around = (self._places[order - 1] if order else -1, self._next(order))
            sites = tuple(self._sites_of(place, around))
            direction = self._direction(place)
            denied = direction is None and self._is_plainly_denied(place)
            direction = self._way(place) if denied else direction
            if direction is None or not self._is_told(place, sites):
                continue
            if not denied:
                self._ways[place] = direction
            for site in sites or (None,):
                claim = replace(self._claim(direction, place, site, around), denied=denied)
                if len(sites) == 1 and len(self._places) == 1 and not claim.on_t_score:
                    percent, since = stated_per_cent(self._tokens)
                    if percent is not None and not self._is_parted(site):
                        claim = replace(claim, percent=percent, since_year=since)
                if denied:
                    # "No significant loss" denies a significant one, "no loss" any.
                    claim = replace(claim, significant=True if claim.significant is not None else None)
                known = told.get((direction, site))
                better = known is None or (known.significant is None and claim.significant is not None)
                if better:
                    told[direction, site] = claim
        self._take_per_cents(told)
        # "Stable at the spine, with no significant change": the second says nothing of its own.
        sited = {direction for direction, site in told if site}
        yield from (claim for (direction, site), claim in told.items() if site or direction not in sited)

    def _is_parted(self, site: Site | None) -> bool:
        """Whether the site of a clause is parted from its per cent figure: "a loss of 3 %, left neck T-score -2.2"."""
        number = next(place for place in range(len(self._tokens)) if is_per_cent(self._tokens, place))
        places = [place for place, named in self._sites.items() if named == site]
        return bool(places) and all(are_parted(self._tokens, *sorted((number, place))) for place in places)

    def _take_per_cents(self, told: dict[tuple[Direction, Site | None], Claim]) -> None:
        """Tell by how many per cent each site changed, a further site of the same words too."""
        ways = {place: self._ways.get(place) for place in self._places}
        self.changes = () if self._elsewhere else tuple(told_changes(self._tokens, self._named, ways))
        since = since_of(self._tokens)
        for change in self.changes:
            if change.site is None:
                continue
            key = (self._ways[change.word], replace(change.site, levels=()))
            claim = told.get(key) or self._claim(*key[:1], change.word, key[1], (-1, len(self._tokens)))
            if claim.percent is None:
                told[key] = replace(claim, percent=abs(change.value), since_year=since, on_t_score=False)

    @staticmethod
    def _changes(token: Token) -> bool:
        return token.is_a(*WAYS) and not token.is_a("trends:hidden", "trends:other")

    def _next(self, order: int) -> int:
        return self._places[order + 1] if order + 1 < len(self._places) else len(self._tokens)

    def _place_of(self, named: Token) -> int | None:
        """Return where a site stands among the words of this clause."""
        return next(
            (
                number
                for number, token in enumerate(self._tokens)
                if token.start < named.end and named.start < token.end
            ),
            None,
        )

    def _is_time(self, place: int) -> bool:
        token = self._tokens[place]
        judged = token.is_a("trends:significant", "trends:insignificant") and " " in token.text
        if judged or token.is_a("trends:time") or " interval" in f" {token.text}" or " intervall" in token.text:
            return True
        dated = token.when is not None or (token.is_a("number") and bool(_YEAR.fullmatch(token.text)))
        return dated and any(other.is_a("trends:against") for other in self._tokens[max(0, place - _ADJACENT) : place])

    def _claim(self, direction: Direction, place: int, site: Site | None, around: tuple[int, int]) -> Claim:
        token = self._tokens[place]
        measured = self._tokens[: around[1]] if place else self._tokens
        scored = any(one.is_a(*_SCORE) for one in measured)
        weighed = any(one.is_a(*_DENSITY, *_OF_BONE, "units:percent") for one in self._tokens)
        return Claim(
            direction=direction,
            start=token.start,
            end=token.end,
            site=site,
            significant=called_significant(self._tokens, place, around),
            on_t_score=scored and not weighed,
        )

    def _direction(self, place: int) -> Direction | None:
        """Return which way a word of change points, None if it is denied, supposed or without a way."""
        token = self._tokens[place]
        neutral = token.is_a("trends:change") and not token.is_a("trends:steady")
        way = next(direction for tag, direction in WAYS.items() if token.is_a(tag))
        denied = self._is_denied(place)
        if self._is_open(place, neutral=neutral):
            return None
        if neutral:
            return way if denied else None
        return None if denied else way

    def _way(self, place: int) -> Direction:
        return next(direction for tag, direction in WAYS.items() if self._tokens[place].is_a(tag))

    def _is_plainly_denied(self, place: int) -> bool:
        """Whether a loss or a gain is denied by the words right before it: "no significant bone loss"."""
        if self._way(place) is Direction.STABLE or self._is_open(place, neutral=True):
            return False
        for token in reversed(self._tokens[max(0, place - _REACH) : place]):
            if token.is_a("not"):
                return True
            if not (token.is_a("trends:significant", "trends:time", "trends:shows") or token.text in OVER_DENIAL):
                return False
        return False

    def _is_open(self, place: int, *, neutral: bool) -> bool:
        """Whether the words before leave a change open, or ask, advise or tell of others and of other times."""
        before = self._tokens[max(0, place - _REACH) : place]
        doubts = ("trends:maybe", "family", "foreign_doubt")
        if any(token.is_a(*doubts) and not (neutral and token.is_a("not")) for token in before):
            return True
        if any(token.is_a("earlier") for token in before[-2:]):
            return True
        others = any(token.is_a("young", "matched") for token in self._tokens)
        behind = self._tokens[place + 1 : place + 1 + _ADJACENT]
        hidden = any(token.is_a("trends:maybe") for token in behind)
        return (others and not self.timed) or hidden

    def _is_denied(self, place: int) -> bool:
        neutral = self._tokens[place].is_a("trends:change") and not self._tokens[place].is_a("trends:steady")
        reach = _ADJACENT if neutral else _REACH
        before = self._tokens[max(0, place - reach) : place]
        behind = self._tokens[place + 1 : place + 3]
        said_behind = neutral and bool(behind) and any(token.is_a("not") for token in behind[:2])
        marked = any(token.is_a("not_after") for token in behind) or said_behind
        for token in reversed(before):
            if token.is_a("not", "not_after"):
                return True
            if token.text in {",", ":", "("} or (neutral and self._changes(token)):
                break
        if neutral and marked:
            return not self._defines(place)
        return marked and not any(token.is_a("trends:significant") for token in behind)

    def _defines(self, place: int) -> bool:
        """Whether a limit stands behind: "a change of less than 3 % is not significant"."""
        return any(token.is_a("trends:hidden") for token in self._tokens[place : place + _SIGNIFICANT_BEHIND])

    def _is_told(self, place: int, sites: Sequence[Site]) -> bool:
        """Whether a word of change is said of the density, over time."""
        token = self._tokens[place]
        subject = self._subject(place)
        if token.is_a(*_OF_BONE):
            shown = any(other.is_a("trends:shows") for other in self._tokens[max(0, place - _ADJACENT) : place])
            return self.timed or (shown and subject != "other") or self._is_weighed_and_alone(place)
        if subject == "other" or (self._elsewhere and not sites):
            return False
        if token.is_a(*_NEED_DENSITY):
            return subject == "density"
        if token.is_a(*_NEED_TIME) and not self.timed:
            # "Significantly reduced" may tell a state; a loss is one since some time.
            alone = token.text in NOUNS and self._is_weighed_and_alone(place)
            return alone or self._is_significant_at_a_site(place)
        measured = self.timed or any(one.is_a("units:percent") for one in self._tokens)
        told = subject == "density" or (measured and (subject == "site" or self.timed))
        return told or self._is_weighed_and_alone(place)

    def _is_weighed_and_alone(self, place: int) -> bool:
        """Whether the words are "no significant change" or "significant loss", and nothing else is there to change.

        "No bone loss" needs no weight: it names what was not lost.
        """
        token = self._tokens[place]
        near = self._tokens[max(0, place - 2) : place + 2]
        judged = "signif" in token.text or any(one.is_a("trends:significant") for one in near)
        named = token.is_a(*_OF_BONE) and self._is_plainly_denied(place)
        if not (judged or named):
            return False
        return all(self._is_beside(number) for number in range(len(self._tokens)) if number != place)

    def _is_beside(self, number: int) -> bool:
        """Whether a word is one of a denial, of weight or of a measured site, or too short to name anything."""
        token = self._tokens[number]
        if token.is_a("trends:other") or not token.text.replace(" ", "").isalpha():
            return token.text in {",", ":", "(", ")"}
        known = token.is_a("not", "trends:significant", "trends:shows") or token.text in BESIDE
        return (
            known
            or len(token.text) < _ADJACENT
            or any(token.start < one.end and one.start < token.end for one in self._named)
        )

    def _is_significant_at_a_site(self, place: int) -> bool:
        """Whether the words are "significant decrease at the total hip", and nothing else is said or measured there."""
        judged = place > 0 and self._tokens[place - 1].is_a("trends:significant")
        behind = min((number for number in self._sites if number > place), default=place + _REACH)
        scored = any(one.is_a("number", *_SCORE) for one in self._tokens)
        return judged and self._tokens[place].text in NOUNS and behind - place < _ADJACENT and not scored

    def _subject(self, place: int) -> str | None:
        """Return what the nearest words are about: the density or something else, else a site; before wins."""
        nearest: list[tuple[int, str]] = []
        for step in (-1, 1):
            far, number = 0, place + step
            while 0 <= number < len(self._tokens) and not (step > 0 and self._tokens[number].is_a("because")):
                far += 1 + (_COMMA if self._tokens[number].text == "," else 0)
                if about := self._about(number):
                    nearest.append((far, about))
                    break
                number += step
        if nearest:
            return min(nearest, key=lambda found: found[0])[1]
        return "site" if self._sites else None

    def _about(self, number: int) -> str | None:
        token = self._tokens[number]
        if token.is_a(*_SCORE, *_DENSITY) or (token.key("classes") and not token.is_a("classes:not_a_class")):
            return "density"
        return "other" if token.is_a("trends:other") else None

    def _sites_of(self, place: int, around: tuple[int, int]) -> Iterator[Site]:
        """Yield the sites a change is said of: those before it that no other one took, else those behind it."""
        before = [number for number in sorted(self._sites, reverse=True) if around[0] < number < place]
        group = self._together([number for number in before if number not in self._taken])
        if not group:
            behind = [number for number in sorted(self._sites) if place < number < around[1]]
            group = self._together(behind)
            last = around[1]
            if len(group) > 1 and last < len(self._tokens) and not any(number > last for number in self._sites):
                # "decreased at the hip, and the spine is stable": the last one belongs to what follows.
                group = group[:1]
        self._taken.update(group)
        for number in sorted(group):
            yield self._sites[number]

    def _together(self, places: Sequence[int]) -> list[int]:
        """Return the first place and those that a comma or "and" joins to it."""
        group = list(places[:1])
        for number in places[1:]:
            between = self._tokens[min(group[-1], number) + 1 : max(group[-1], number)]
            joined = any(token.is_a("and") or token.text in {",", "/"} for token in between)
            if not joined or any(token.is_a("number", "trends:time", "trends:other") for token in between):
                break
            group.append(number)
        return group
