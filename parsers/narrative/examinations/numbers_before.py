"""What a word tells of the numbers that stand before it: "-1.9 in 2019", "was -1.8 and is now -1.7", "-1.8 then"."""

from collections.abc import Mapping, Sequence

from parsers.narrative.examinations.cues import ARTICLES, IS, Cues, is_exam_word
from parsers.narrative.examinations.times import Moment, Time, earlier_by_year
from parsers.narrative.language.dates import When
from parsers.narrative.language.roles import DENSITY, Role, is_signed
from parsers.narrative.language.tokens import Token
from parsers.narrative.text.histories import WAS

_STUDY_NOUNS_TEXT = (
    "( in on the of examination exam study scan test dxa dexa untersuchung messung estudio examen exame "
    "esame onderzoek meting densitometrie controle el del la le du dem der vom em no na il nel nell"
)
_STUDY_NOUNS = frozenset(_STUDY_NOUNS_TEXT.split())
"""What may stand between a number and its date: "-1.2 on the examination of 2019"."""
_VERB = 3
"""Tokens from a site to the verb behind it."""
_NOW = Moment(Time.CURRENT, said=True)
_THEN = Moment(Time.PRIOR, said=True, worded=True)

_OF_CLASS = frozenset([",", ";", "low", "lower", "high", "higher", "stable", "worse", "better", "normal"])
"""Words and marks of a class in brackets, before what the number was."""


class NumbersBefore:
    """Changes the moments of numbers a sentence has told already."""

    def __init__(
        self, tokens: Sequence[Token], roles: Mapping[int, Role], moments: dict[int, Moment], year: When | None
    ) -> None:
        self._tokens, self._roles, self._moments, self._year = tokens, roles, moments, year
        self._cues = Cues(tokens, roles)

    def right_before(self, place: int) -> int | None:
        """Return the number right before a place, with its unit perhaps."""
        before = place - 1
        if before >= 0 and self._tokens[before].key("units"):
            before -= 1
        return before if before in self._moments else None

    def is_followed_by_was(self, place: int) -> bool:
        """Whether "was" leads from a number to what it was before: "(was -2.0)", "0.838 g/cm2, was 0.861 g/cm2"."""
        if self._tokens[place].text in WAS and self._closes_class(place):
            return True
        before = self.right_before(place - 1) if place and self._tokens[place].text in WAS else None
        if before is None:
            return False
        mark = self._tokens[place - 1].text
        return mark in {"(", "["} or (mark in {",", ";"} and self._is_pair(before, place + 1))

    def _closes_class(self, place: int) -> bool:
        """Whether brackets behind a number hold nothing but a class before a place: "-2.1 (low, was -1.9)"."""
        before = place - 1
        while before >= 0 and (self._tokens[before].text in _OF_CLASS or self._tokens[before].key("classes")):
            before -= 1
        opened = 0 <= before < place - 1 and self._tokens[before].text in {"(", "["}
        return opened and self.right_before(before) is not None

    def _is_pair(self, first: int, second: int) -> bool:
        """Whether the second of two numbers is printed like the first, one of today, and closes its clause."""
        if second not in self._roles or self._moments[first].time is not Time.CURRENT:
            return False
        units = [self._roles[place].unit for place in (first, second)]
        densities = all(unit in DENSITY for unit in units)
        scores = not any(units) and all(is_signed(self._tokens[place]) for place in (first, second))
        behind = [token for token in self._tokens[second + 1 : second + 4] if not token.key("units")]
        dated = bool(behind) and any(token.when for token in behind[: 1 + behind[0].is_a("at")])
        ends = not behind or behind[0].text in {",", ";", ".", ")", "]"} or dated
        return (densities or scores) and ends

    def are_all_of_then(self, place: int) -> bool:
        """Whether a site stands behind nothing but earlier values of others: "-2.0 in 2020 at the spine, at the neck".

        The next value is of then or of today; "is" and brackets around the others tell the one of today.
        """
        told = [at for at in self._moments if at < place]
        if not told or any(self._moments[at].time is Time.CURRENT for at in told):
            return False
        verbs = any(token.text in IS for token in self._tokens[: place + _VERB])
        if verbs or all(self._moments[at].time is Time.UNSURE for at in told):
            return False
        named = {token.site.region for token in self._tokens[:place] if token.site is not None}
        site = self._tokens[place].site
        return bool(named) and site is not None and site.region not in named and not self._are_in_brackets(told)

    def _are_in_brackets(self, places: Sequence[int]) -> bool:
        texts = [token.text for token in self._tokens]
        return all(texts[:at].count("(") > texts[:at].count(")") for at in places)

    def lead_row(self, place: int) -> bool:
        """Return whether dates and numbers take turns, each date before its number: "2018 -1.2 2021 -1.4"."""
        before = self.right_before(place)
        return bool(before) and self._tokens[(before or 0) - 1].when is not None and place + 1 in self._roles

    def date_clause(self, place: int, start: Moment, moment: Moment) -> None:
        """Date what a clause says "was" so: "it was 0.721 g/cm2 (T-score -2.3) in 2021".

        Args:
            place: where the date stands.
            start: the moment of the section; only numbers that have no other are dated.
            moment: what the date tells.
        """
        if self._tokens[place - 1].is_a("compare", "from", "to"):
            return
        brackets, was = 0, None
        for number in range(place - 1, -1, -1):
            token = self._tokens[number]
            brackets += (token.text == ")") - (token.text == "(")
            if token.text == ";" or (token.text == "," and not brackets) or token.is_a("contrast") or brackets < 0:
                break
            was = number if token.text in WAS else was
        told = [number for number in self._moments if was is not None and was < number < place]
        for number in told:
            if self._moments[number] == start and start.time is Time.CURRENT:
                self._moments[number] = moment

    def date_right_before(self, place: int, moment: Moment, *, in_brackets: bool) -> bool:
        """Give what a date tells to a number right before it, as in "-1.9 in 2019"; False if there is none."""
        behind = place - 1
        after = self._tokens[place + 1 : place + 2]
        bracket = False
        earlier = earlier_by_year(moment.when, self._year)
        if after and earlier is not None and is_exam_word(after[0]):
            # As in "-1.2 (2022 visit)" and "-1.2 from the 2022 study".
            after, moment = self._tokens[place + 2 : place + 3], moment if moment.worded else earlier
            behind -= self._tokens[behind].text in ARTICLES
            behind -= self._tokens[behind].text == "from"
        ends = not after or after[0].text in {",", ";", ".", ")"} or after[0].is_a("and", "contrast")
        if bool(after) and after[0].text == ")" and self._tokens[behind].text == "," and in_brackets:
            # As in "(prior -1.4, 03/15/2019)".
            behind -= 1
        while behind >= 0 and (
            self._tokens[behind].is_a("at")
            or (ends and self._tokens[behind].is_a("site", "levels"))
            or self._tokens[behind].key("units")
            or self._tokens[behind].text in _STUDY_NOUNS | ARTICLES
        ):
            bracket = bracket or self._tokens[behind].text == "("
            behind -= 1
        if behind < 0 or behind not in self._moments or (bracket and bool(after) and after[0].text != ")"):
            return False
        self._moments[behind] = moment
        return True

    def was_before_now(self, place: int) -> None:
        """Tell "was -1.8 and is now -1.7": the number behind "was" is of an earlier examination."""
        last = max((number for number in self._moments if number < place), default=0)
        was = any(token.text in WAS for token in self._tokens[max(0, last - 2) : last])
        ahead = any(number > place for number in self._roles)
        told = self._moments.get(last)
        dated_then = told is not None and told.time is Time.UNSURE and told.when is not None
        if told is not None and was and ahead and (told == Moment(Time.CURRENT) or dated_then):
            # "On 24/08/2014 it was -2.7; it is now -2.6": the day is that of the earlier examination.
            self._moments[last] = Moment(Time.PRIOR, told.when, said=True, worded=True)

    def is_beside_earlier(self, place: int, start: Moment) -> None:
        """Tell what stands before brackets that hold its earlier value below "Compared with 2023:": it is of today."""
        opening = next((at for at in range(place, max(-1, place - 3), -1) if self._tokens[at].text == "("), -1)
        beside = self.right_before(opening) if opening > 0 else None
        if beside is not None and self._moments[beside] is start and start.time is Time.UNSURE:
            self._moments[beside] = _NOW

    def is_compared(self, place: int, start: Moment) -> None:
        """Tell what stands before "versus" below the head of an earlier examination: "0.911 vs 0.948 in 2022".

        If what it is compared with is of the year of that examination, it is of today; else nobody knows.
        """
        mine = [number for number, moment in self._moments.items() if moment is start and number < place]
        if start.time is not Time.PRIOR or not mine:
            return
        then = next((token.when for token in self._tokens[place:] if token.when), None)
        same = then is not None and start.when is not None and then.year == start.when.year
        for number in mine:
            self._moments[number] = _NOW if same else Moment(Time.UNSURE)

    def take_back(self, place: int) -> None:
        """Leave open the time of a number right before the word for an earlier examination: "-1.8 at baseline"."""
        token = self._tokens[place]
        ago = token.is_a("general:ago", "ago")
        behind, led = place - 1, ago or (token.is_a("earlier", "general:past") and not token.is_a("prior"))
        following = self._tokens[place + 1 : place + 2]
        if following and (following[0].is_a("number") or following[0].key("labels")) and not ago:
            return
        while behind >= 0 and behind not in self._moments:
            other = self._tokens[behind]
            light = other.key("units") or other.text in ARTICLES or (ago and other.is_a("word", "number"))
            if not (light or other.is_a("at")):
                return
            led, behind = led or other.is_a("at"), behind - 1
        paired = token.is_a("prior") and any(moment.said for moment in self._moments.values())
        led = led or (paired and (not following or following[0].text in {")", ";", ".", ","}))
        if led and behind >= 0 and self._moments[behind] == Moment(Time.CURRENT):
            told = token.is_a("prior") and not self._cues.goes_on_with_number(place)
            self._moments[behind] = _THEN if told else Moment(Time.UNSURE)

    def is_closed(self, place: int, *, comparing: bool) -> None:
        """Give a number its time by the "then" or "now" right behind it; `comparing` behind "compared with"."""
        bracketed = [each.text for each in self._tokens[max(0, place - 1) : place + 2 : 2]] == ["(", ")"]
        start = place - bracketed
        while (
            not bracketed and start and (self._tokens[start - 1].is_a("at") or self._tokens[start - 1].text in ARTICLES)
        ):
            # "0.779 in the current examination"
            start -= 1
        before = self.right_before(start)
        following = self._tokens[place + 1 : place + 2]
        ends = not following or following[0].is_a("and", "contrast") or following[0].text in {",", ";", ".", ")", "("}
        if before is None or not ends:
            return
        told = self._moments[before]
        dated_then = told.time is Time.UNSURE and told.heads
        if not self._tokens[place].is_a("now"):
            self._moments[before] = Moment(Time.PRIOR, told.when, said=True, worded=True)
        elif bracketed and told.when is not None and not told.worded:
            # "2019: -2.7; 2024: -2.5 (current)": the word is of that year.
            self._moments[before] = Moment(Time.CURRENT, told.when, said=True)
        elif not dated_then and (told.time is not Time.PRIOR or comparing):
            # "-3.0 in 2021 compared with -2.4 today"
            self._moments[before] = _NOW
