"""What stands between the numbers and sites of a sentence: the small words that tie them together or apart."""

from collections.abc import Sequence
from itertools import takewhile

from dxa.regions import Site
from parsers.narrative.language.label_places import LIGHT, SCORES, VERBS, LabelPlaces
from parsers.narrative.language.roles import DENSITY, is_signed
from parsers.narrative.language.tokens import Token

_BACK_WORDS = (
    "this that these which it gives give giving yields yield yielding results resulting corresponds "
    "corresponding correspond equates translates equating converts represents dies dieser ergibt ergeben "
    "entspricht entsprechend daraus somit cela ce ceci donne donnant correspond correspondant soit esto este "
    "corresponde correspondiente equivale resulta questo questa corrisponde pari isto dit komt overeen geeft "
    "hiermee waarmee overeenkomend her his the patient's das was qui wat"
)
_BACK = frozenset(_BACK_WORDS.split())
"""Words a sentence begins with that only leads on from the last one to its score."""
_A = frozenset(["a", "an", "einem", "einen", "einer", "un", "une", "una", "uno", "um", "uma", "een"])
_WITH = frozenset(["with", "mit", "bei", "avec", "con", "com", "met"])
_LETTERS = 2
"""Letters of an abbreviation."""
_HIP_THE = 3
_LONGEST_LIST = 24
"""Tokens within which a list of sides ends with its site."""


class Surroundings(LabelPlaces):
    """Questions about the tokens around a place; `roles` are the numbers that may be values."""

    def is_of_unknown(self, place: int) -> bool:
        """Whether a number stands behind "= " of a word we do not know: "Q = 1.0"."""
        before = self._tokens[max(0, place - 2) : place]
        unknown = len(before) > 1 and before[0].tags == {"word"} and len(before[0].text) <= _LETTERS
        return unknown and before[1].text == "=" and before[0].text not in LIGHT

    def in_bracket_of(self, place: int, last_number: int) -> bool:
        """Whether a number stands alone in brackets right behind a density: "1.057 g/cm2 (-0.2)"."""
        between = [token for token in self.between(last_number, place) if not token.is_a("minus")]
        density = len(between) == 2 and between[0].key("units") in DENSITY and between[1].text == "("  # noqa: PLR2004 - unit, bracket
        closed = any(token.text == ")" for token in self._tokens[place + 1 : place + 2])
        return last_number >= 0 and density and closed

    def number_of_bracket(self, place: int) -> int | None:
        """Return the possible value right before the brackets a place stands in, None if there is none."""
        opening = place - 1
        while opening >= 0 and self._tokens[opening].text not in {"(", ")"}:
            opening -= 1
        before = opening - 1
        while before >= 0 and self._tokens[before].key("units"):
            before -= 1
        return before if opening > 0 and self._tokens[opening].text == "(" and before in self._roles else None

    def is_signed(self, place: int) -> bool:
        """Whether a sign is printed or dictated before a number."""
        return is_signed(self._tokens[place]) or (place > 0 and self._tokens[place - 1].is_a("minus"))

    def is_of_population(self, place: int) -> bool:
        """Whether a "mean" is that of other people: "below the mean", "of the mean of young adults"."""
        before = self._tokens[max(0, place - 3) : place]
        after = takewhile(lambda token: not token.is_a("number"), self._tokens[place + 1 : place + 6])
        led = any(token.is_a("young", "matched", "below", "above", "units:percent", "units:sd") for token in before)
        return led or any(token.is_a("young", "matched") for token in after)

    def averages(self, place: int) -> bool:
        """Whether a "mean" is of what follows, "the mean T-score of", and no side: "right -1.6, mean T -1.8"."""
        after = self._tokens[place + 1 : place + 3]
        labelled = bool(after) and after[0].key("labels") is not None
        return labelled and not (
            after[-1].is_a("number")
            and self._tokens[place - 1 : place][:1]
            and self._tokens[place - 1].text in {",", ";", "/"}
        )

    def is_paired(self, place: int) -> bool:
        """Whether a second number follows with nothing but a slash, comma or "and" between, and no third behind it."""
        after = self._tokens[place + 1 : place + 5]
        joined = len(after) > 1 and (after[0].text in {"/", ",", ";"} or after[0].is_a("and"))
        third = [token.text for token in after[2:3]] == [after[0].text] if joined else False
        more = third and after[0].text in {"/", ";"} and any(token.is_a("number") for token in after[3:])
        return joined and after[1].is_a("number") and not more

    def is_in_row(self, place: int) -> bool:
        """Whether another number stands right beside a number, with nothing between but blanks."""
        beside = [at for at in (place - 1, place + 1) if at in self._roles]
        return any(self._roles[at].unit == self._roles[place].unit for at in beside)

    def is_plainly_printed(self, place: int) -> bool:
        """Whether a number stands where a score stands; a whole number without sign may count something else."""
        token = self._tokens[place]
        if self.is_signed(place) or any(point in token.text for point in ".,"):
            return True
        before = self._tokens[place - 1] if place else None
        after = self._tokens[place + 1] if place + 1 < len(self._tokens) else None
        led = before is not None and (before.key("labels") is not None or before.text in LIGHT or before.is_a("site"))
        return led and (after is None or after.tags != {"word"})

    def site_behind(self, place: int) -> bool:
        """Whether a site follows a number in the way of "-1.3 at the lumbar spine" or "-1.3 left"."""
        for number, token in enumerate(self._tokens[place + 1 :], place + 1):
            if token.is_a("site", "levels", "side:left", "side:right", "places:other_site"):
                return not self.leads_next(number, over_comma=number > place + 1)
            if token.is_a("row"):
                return self.is_bracketed(number) and number == place + 2
            if not (_is_small(token) or token.key("units") or token.key("classes")):
                return False
        return False

    def leads_pair(self, place: int) -> bool:
        """Whether a number begins "from -2.1 to -2.0 at the total hip", whose site stands behind the second one."""
        behind = place + 1
        while behind < len(self._tokens) and (self._tokens[behind].key("units") or self._tokens[behind].is_a("to")):
            behind += 1
        opened = behind > place + 1 and self._tokens[behind - 1].is_a("to")
        led = place > 0 and self._tokens[place - 1].is_a("from")
        return led and opened and behind in self._roles and self.site_behind(behind)

    def number_before(self, place: int) -> int:
        """Return the place of the last possible value before a place, -1 if there is none."""
        return max((number for number in self._roles if number < place), default=-1)

    def site_behind_label(self, place: int) -> bool:
        """Whether a site without a number of its own stands behind a number's label: "-1.9 T-score left neck"."""
        after = self._tokens[place + 2 : place + 4]
        led = bool(after) and after[0].is_a("at")
        at = place + 2 + led
        named = at < len(self._tokens) and self._tokens[at].is_a("site", "levels")
        return named and self.label_behind(place) is not None and not self.leads_next(at)

    def follows_site(self, place: int, last_site: int) -> bool:
        """Whether a site stands right behind another one, as in "left hip: femoral neck"."""
        between = self.between(last_site, place)
        linked = all(_is_small(token) or token.text in {"-", ","} for token in between)
        return last_site >= 0 and linked and len(between) <= _HIP_THE

    def attached(self, place: int, last_number: int) -> bool:
        """Whether only small words stand between the last number and a site, one of them a preposition or bracket."""
        between = _without_label(self.between(last_number, place))
        if self._is_led_by_value(between, last_number):
            return not self.leads_next(place, over_comma=False)
        small = all(
            _is_small(token) or token.key("units") or token.key("classes") or token.text in {"-", ","} or token.when
            for token in between
        )
        if not small or last_number < 0:
            return False
        comma = any(token.text == "," for token in between)
        if all(token.key("units") for token in between):
            return not self.leads_next(place, over_comma=False)
        if any(token.is_a("at", "places:both") or token.text == "(" for token in between):
            return not comma or self.is_glossed_otherwise(place) or not self.leads_next(place)
        return bool(between) and between[-1].text in {",", "-"} and not any(later > place for later in self._roles)

    def _is_led_by_value(self, between: Sequence[Token], number: int) -> bool:
        """Whether nothing but its label parts a site from a number that opens the row: "-1.9 T-score left neck"."""
        told = [token for token in between if not token.key("units")]
        if len(told) != 1 or number < 0 or told[0].key("labels") not in SCORES:
            return False
        return told[0].key("labels") == self.label_behind(number) and self._opens_row(number)

    def close(self, place: int, last_number: int) -> bool:
        """Whether a side stands right behind the last number: "-2.1 left", "-2.1 (left)", "-2.1 on the left"."""
        between = self.between(last_number, place)
        return last_number >= 0 and all(_is_small(token) or token.key("units") for token in between)

    def ends_bracket(self, place: int, last_number: int) -> bool:
        """Whether a side closes the bracket its number stands in: "radius (-2.7, right)"."""
        between = self.between(last_number, place)
        after = self._tokens[place + 1 : place + 2]
        opened = last_number > 0 and self._tokens[last_number - 1].text == "("
        return opened and bool(after) and after[0].text == ")" and [token.text for token in between] == [","]

    def opens_part(self, place: int, last_number: int) -> bool:
        """Whether a bracket or comma stands between a number and what follows it, so that a new part may begin."""
        return any(token.text in {"(", ",", ";"} for token in self.between(last_number, place))

    def opens_with(self, place: int, last_number: int) -> bool:
        """Whether a sentence begins "With a BMD of 0.996 g/cm2, the left hip" and this is its site."""
        first = self._tokens[0].text if self._tokens else ""
        between = self.between(last_number, place)
        comma = sum(token.text == "," for token in between) == 1
        small = all(_is_small(token) or token.key("units") or token.text == "," for token in between)
        # Vertebrae right behind the name belong to it: "the lumbar spine L1-4".
        whole = not any(token.is_a("levels", "places:other_site") for token in self._tokens[place + 1 : place + 3])
        return first in _WITH and comma and small and whole

    def opens_with_side(self, place: int) -> bool:
        """Whether a side heads the whole sentence: "On the left, the femoral neck T-score is -1.9 and the hip ..."."""
        after = self._tokens[place + 1 : place + 3]
        marked = bool(after) and after[0].text in {",", ":"} and after[-1].is_a("site", "row")
        return marked and all(token.is_a("at") or token.text in LIGHT for token in self._tokens[:place])

    def is_list(self, place: int, last_site: int) -> bool:
        """Whether a site goes on a list of sites: only "and", commas and small words stand between."""
        between = self.between(last_site, place)
        joined = any(token.is_a("and") or token.text in {",", "/"} for token in between)
        return joined and all(_is_small(token) or token.is_a("and") or token.text in {",", "/"} for token in between)

    def site_of_sides(self, place: int) -> Site | None:
        """Return the site that ends a list of sides: "in the left and -2.3 in the right femoral neck"."""
        joined, numbers = False, False
        for token in self._tokens[place + 1 : place + _LONGEST_LIST]:
            if token.is_a("site"):
                return token.site if joined or not numbers else None
            joined, numbers = joined or token.is_a("and"), numbers or token.is_a("number")
            if not (_is_small(token) or token.is_a("and", "number") or token.key("side") or token.key("units")):
                return None
        return None

    def site_of_pair(self, place: int) -> Site | None:
        """Return the site of two sides printed before it: "the right and left total hips"."""
        after = self._tokens[place + 1 : place + 3]
        paired = len(after) > 1 and after[0].is_a("and") and after[1].is_a("site")
        site = after[1].site if paired else None
        return site if site is not None and site.side and site.side != self._tokens[place].key("side") else None

    def opens(self, place: int) -> bool:
        """Whether no unknown word stands before a place; "this gives a" only points back at what was said."""
        points = False
        for token in self._tokens[:place]:
            # "Dies entspricht einem T-Wert" points back, "ein T-Wert" alone may be anybody's.
            known = token.text in _BACK or (points and token.text in _A)
            if not (known or _is_small(token) or token.tags != {"word"}):
                return False
            points = points or token.text in _BACK or token.is_a("general:means")
        return True

    def opens_itself(self) -> bool:
        """Whether a sentence has no unknown word before its first label or number."""
        told = (place for place, token in enumerate(self._tokens) if token.key("labels") or place in self._roles)
        return self.opens(next(told, len(self._tokens)))

    def mentions(self, place: int, last_site: int) -> bool:
        """Whether two sites stand in one statement, so that the first one may claim a number of the second."""
        return not any(
            token.text in {";", ":", "."} or token.is_a("contrast") for token in self.between(last_site, place)
        )

    def sides_known_site(self, place: int) -> bool:
        """Whether no unknown word stands before a side: in "gamma left" the side is of something we do not know."""
        before = place - 1
        while before >= 0 and (_is_small(self._tokens[before]) or self._tokens[before].text in VERBS):
            before -= 1
        if before < 0:
            return True
        token = self._tokens[before]
        known = token.is_a("number", "site", "and", "punctuation", "prior", "now", "levels") or token.key("labels")
        return bool(known or token.key("side") or token.key("units"))

    def counts_on(self, place: int) -> bool:
        """Whether another number follows with nothing but a comma or "and" between: a list for several sites."""
        after = [token for token in self._tokens[place + 1 : place + 5] if not token.key("units")]
        if len(after) < 2 or not (after[0].is_a("and") or after[0].text in {",", "/"}):  # noqa: PLR2004 - and, number
            return False
        following = next((number for number in self._roles if number > place), None)
        alike = following is not None and self._roles[following].unit == self._roles[place].unit
        return alike and after[1].is_a("number") and following is not None and not self.site_behind(following)

    def points_elsewhere(self, place: int) -> bool:
        """Whether an unknown word stands behind a number as its site would: "-2.1 at the gamma"."""
        led = False
        for token in self._tokens[place + 1 :]:
            if token.is_a("at"):
                led = True
            elif not (_is_small(token) or token.key("units") or (token.key("classes") and not led)):
                return led and token.tags == {"word"}
        return False

    def touches(self, place: int, last_site: int) -> bool:
        """Whether no "and" parts a number from the site before it."""
        return last_site >= 0 and not any(token.is_a("and") for token in self.between(last_site, place))

    def leads_next(self, place: int, *, over_comma: bool = True) -> bool:
        """Whether a number follows a site with nothing but labels and small words between.

        Without `over_comma` a comma ends the search: "T-score -1.2 left hip, T-score -1.5 right hip".
        """
        for number, token in enumerate(self._tokens[place + 1 :], place + 1):
            if number in self._roles:
                return True
            if token.is_a("and"):
                # Dutch "en" is "and" where the Spanish one is "in".
                return False
            comma = (
                over_comma
                and token.text == ","
                and any(other.key("labels") for other in self._tokens[number + 1 : number + 2])
            )
            told = token.key("labels") or token.key("units") or token.key("side") or token.is_a("places:both")
            if not (comma or told or token.is_a("prior", "now", "change", "from", "to") or token.text in LIGHT):
                return False
        return False

    def names_next(self, place: int) -> bool:
        """Whether a site has a number of its own behind it: "hip -1.6 (neck -1.9)", not "-1.6 (neck), total -1.9"."""
        closed = any(token.text == ")" for token in self._tokens[place + 1 : place + 2])
        return not (closed or self.is_glossed_otherwise(place)) and self.leads_next(place, over_comma=False)

    def is_glossed_otherwise(self, place: int) -> bool:
        """Whether brackets right behind a site hold another quantity of it: "-2.3 at the neck (BMD 0.593)"."""
        after = self._tokens[place + 1 : place + 3]
        inside = after[1].key("labels") if len(after) > 1 and after[0].text == "(" else None
        return inside is not None and inside != self._label_over(place)

    def _label_over(self, place: int) -> str | None:
        """Return the last label before a place, not counting what brackets before it hold."""
        depth = 0
        for token in reversed(self._tokens[:place]):
            depth = max(0, depth + (token.text == ")") - (token.text == "("))
            if not depth and (key := token.key("labels")):
                return key
        return None

    def is_glossed(self, place: int) -> bool:
        """Whether brackets with a labelled score open right behind a site."""
        after = self._tokens[place + 1 : place + 3]
        return len(after) > 1 and after[0].text == "(" and after[1].key("labels") in SCORES

    def is_of_label(self, place: int) -> bool:
        """Whether a bare word stands between a label and its number: "la DMO du col est de 0,588"."""
        led = place > 1 and self._tokens[place - 1].is_a("at")
        return led and self._tokens[place - 2].key("labels") in {*SCORES, "bmd"} and self.leads_next(place)


def _without_label(tokens: Sequence[Token]) -> Sequence[Token]:
    """Return what stands behind a number without its score label in brackets: "-2.7 SD (T-score) at the hip"."""
    start = 1 if tokens and tokens[0].key("units") else 0
    own = tokens[start : start + 3]
    labelled = [token.text for token in own[::2]] == ["(", ")"] and own[1].key("labels") in SCORES
    if own[1:] and own[0].key("labels") in {*SCORES, "bmd"} and own[1].is_a("at"):
        return [*tokens[:start], *tokens[start + 1 :]]
    return [*tokens[:start], *tokens[start + 3 :]] if labelled else tokens


def _is_small(token: Token) -> bool:
    if token.is_a("and") and not token.is_a("at"):
        return False
    return token.is_a("at", "places:both", "below", "above", "young", "matched") or token.text in LIGHT
