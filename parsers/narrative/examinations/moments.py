"""Which examination a number belongs to: this one, an earlier one, or one the text does not tell apart."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from parsers.narrative.examinations.changes import from_to
from parsers.narrative.examinations.cues import ARTICLES, WAS, Cues
from parsers.narrative.examinations.times import Moment, Time, dated
from parsers.narrative.language.dates import When
from parsers.narrative.language.roles import DENSITY, Role
from parsers.narrative.language.tokens import Token

_STUDY_NOUNS_TEXT = (
    "( in on the of examination exam study scan test dxa dexa untersuchung messung estudio examen exame "
    "esame onderzoek meting densitometrie controle el del la le du dem der vom em no na il nel nell"
)
_STUDY_NOUNS = frozenset(_STUDY_NOUNS_TEXT.split())
"""What may stand between a number and its date: "-1.2 on the examination of 2019"."""
_HEAD = 6
"""Tokens from a word for today to the colon behind it, with a date in brackets."""


def moments_of(
    tokens: Sequence[Token], roles: Mapping[int, Role], start: Moment, study: When | None
) -> dict[int, Moment]:
    """Return the moment of every number in `roles`; `start` is that of the section, `study` the examination's date."""
    walker = _Walker(tokens, roles, start, study)
    moments = walker.run()
    told = walker.compared_with
    for place, moment in from_to(tokens, roles, moments).items():
        undated = moment.time is Time.PRIOR and moment.when is None
        moments[place] = replace(moment, when=told) if undated else moment
    return moments


class _Walker:
    """Carries the time from word to word; brackets have their own."""

    def __init__(self, tokens: Sequence[Token], roles: Mapping[int, Role], start: Moment, study: When | None) -> None:
        self._tokens, self._roles, self._start, self._study = tokens, roles, start, study
        self._cues = Cues(tokens, roles)
        self._now = start
        self._reach = "sentence"
        self._outer: list[tuple[Moment, str]] = []
        self._inside: list[Moment] = []
        self._numbers = self._sites = 0
        self._used = False
        self._moments: dict[int, Moment] = {}
        self._told: Moment | None = None

    @property
    def compared_with(self) -> When | None:
        """The day of the one examination the sentence compares with."""
        return self._told.when if self._told is not None and self._told.worded else None

    def run(self) -> dict[int, Moment]:
        for place, token in enumerate(self._tokens):
            if token.is_a("general:then", "now"):
                self._behind(place, token)
            elif token.is_a("general:ago", "ago") and (told := self._cues.number_ago(place)) in self._moments:
                # "was 0.812 g/cm2 two years ago and is 0.786": the words are of that number alone.
                self._moments[told] = Moment(Time.PRIOR, said=True, worded=True)
                continue
            elif self._reach != "compare" and token.is_a("prior", "earlier", "general:past", "general:ago", "ago"):
                self._take_back(place)
            self._step(place, token)
        for place, token in enumerate(self._tokens):
            if token.when and place and self._tokens[place - 1].is_a("at"):
                self._was_then(place, token.when)
        self._moments.update({place: Moment(Time.UNSURE) for place in self._moments if self._is_arrowed(place)})
        return self._moments

    def _was_then(self, place: int, when: When) -> None:
        """Date what a clause says "was" so: "it was 0.721 g/cm2 (T-score -2.3) in 2021"."""
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
            if self._moments[number] == self._start and self._start.time is Time.CURRENT:
                self._moments[number] = self._dated(when)

    def _is_arrowed(self, place: int) -> bool:
        """Whether an arrow leads from a number to a number: two examinations, and not said which."""
        behind = self._tokens[place + 1 : place + 4]
        if self._cues.is_half(place) and self._roles[place].unit in DENSITY and not self._cues.names_two_sides(place):
            # "0.744/0.766 g/cm2": two densities, and not said which is of today.
            return True
        leads = next((token for token in behind if not token.key("units")), None)
        if leads is not None and (leads.is_a("arrow") or self._cues.is_bare_bracket(place + 1)):
            return True
        before = place - 1
        if before < 0 or not (self._tokens[before].is_a("arrow") or self._tokens[before].text == ">"):
            return False
        while before >= 0 and (self._tokens[before].is_a("arrow") or self._tokens[before].key("units")):
            before -= 1
        return self._tokens[before].text == ">" or self._tokens[before].is_a("number")

    def _step(self, place: int, token: Token) -> None:
        self._sites += token.is_a("site", "levels")
        if token.is_a("punctuation"):
            self._mark(place, token.text)
        elif token.is_a("contrast"):
            self._reset()
        elif token.is_a("now"):
            self._now, self._reach = Moment(Time.CURRENT, said=True), "clause"
            if self._heads_now(place):
                # "Heutige Messung (12.06.2025): LWS -2,2; Femurhals -2,0": all of it is of today.
                self._start, self._reach = self._now, "sentence"
            self._was_before(place)
        elif self._turns_back(place, token):
            return
        elif token.when:
            if not self._cues.is_of_paper(place):
                self._date(place, token.when)
        elif token.is_a("site") and self._numbers and self._reach in {"clause", "unsure"} and not self._outer:
            self._reset()
        elif place in self._roles:
            self._number(place)

    def _heads_now(self, place: int) -> bool:
        """Whether a word for this examination stands before a colon at the head of its sentence."""
        ahead = [token.text for token in self._tokens[place + 1 : place + _HEAD]]
        return ":" in ahead and not self._numbers and not self._sites and not self._outer

    def _was_before(self, place: int) -> None:
        """Tell "was -1.8 and is now -1.7": the number behind "was" is of an earlier examination."""
        last = max((number for number in self._moments if number < place), default=0)
        was = any(token.text in WAS for token in self._tokens[max(0, last - 2) : last])
        ahead = any(number > place for number in self._roles)
        told = self._moments.get(last)
        dated_then = told is not None and told.time is Time.UNSURE and told.when is not None
        if told is not None and was and ahead and (told == Moment(Time.CURRENT) or dated_then):
            # "On 24/08/2014 it was -2.7; it is now -2.6": the day is that of the earlier examination.
            self._moments[last] = Moment(Time.PRIOR, told.when, said=True, worded=True)

    def _turns_back(self, place: int, token: Token) -> bool:
        """Begin the time of an earlier examination if a token speaks of one."""
        if token.is_a("general:when") and self._told is not None:
            # "compared with the study of 2020, when the T-score was -1.6"
            self._begin(self._told, "sentence")
        elif token.is_a("compare") and (self._cues.is_with_others(place) or self._cues.is_with_side(place)):
            # "compared with young adults" tells no time.
            return False
        elif token.is_a("compare") and self._cues.is_with_site(place):
            self._begin(Moment(Time.UNSURE), "unsure")
        elif token.is_a("compare") and not self._cues.is_change_goal(place):
            self._retake(place)
            self._begin(Moment(Time.PRIOR, said=True, worded=True), "compare")
        elif self._reach != "compare" and self._tells_prior(place):
            moment = Moment(Time.PRIOR, self._now.when, said=True, worded=True)
            self._begin(moment, "clause" if self._numbers and not self._cues.opens_bracket(place) else "sentence")
            self._tell_beside(place)
        elif (
            self._cues.opens_bracket(place, 1)
            and token.text in WAS
            and self._number_right_before(place - 1) is not None
        ):
            # Brackets behind a number that begin with "was" hold what it was before.
            self._begin(Moment(Time.PRIOR, said=True, worded=True), "sentence")
        elif self._reach != "compare" and self._cues.tells_past(place):
            self._begin(Moment(Time.UNSURE), "unsure" if self._numbers else "sentence")
        else:
            return False
        return True

    def _tell_beside(self, place: int) -> None:
        """Tell what stands before brackets that hold its earlier value below "Compared with 2023:": it is of today."""
        opening = next((at for at in range(place, max(-1, place - 3), -1) if self._tokens[at].text == "("), -1)
        beside = self._number_right_before(opening) if self._outer and opening > 0 else None
        if beside is not None and self._moments[beside] is self._start and self._start.time is Time.UNSURE:
            self._moments[beside] = Moment(Time.CURRENT, said=True)

    def _retake(self, place: int) -> None:
        """Tell what stands before "versus" below the head of an earlier examination: "0.911 vs 0.948 in 2022".

        If what it is compared with is of the year of that examination, it is of today; else nobody knows.
        """
        mine = [number for number, moment in self._moments.items() if moment is self._start and number < place]
        if self._outer or self._start.time is not Time.PRIOR or not mine:
            return
        then = next((token.when for token in self._tokens[place:] if token.when), None)
        same = then is not None and self._start.when is not None and then.year == self._start.when.year
        for number in mine:
            self._moments[number] = Moment(Time.CURRENT, said=True) if same else Moment(Time.UNSURE)

    def _mark(self, place: int, mark: str) -> None:
        if mark in {"(", "["}:
            self._open(place)
        elif mark in {")", "]"}:
            self._close()
        elif mark == ",":
            self._comma()
        elif mark == ";" and not (self._outer and self._now.time is Time.PRIOR and self._reach == "sentence"):
            # "Compared with 2021 (spine -2.8; hip -2.3)": all the bracket is of that examination.
            self._reset()
        elif mark == ":" and self._reach == "compare" and self._numbers and not self._tokens[place - 1].key("labels"):
            # "A gain of 6.1 % since the first examination: 0.902 against 0.850": the first one is of today.
            self._begin(Moment(Time.UNSURE), "unsure")
        elif mark == ":" and self._is_compared_head():
            # What stands below "Compared with the examination of 2024:" is of then, or of today with its change.
            self._start = Moment(Time.UNSURE, self._now.when, said=True)
            self._begin(self._start, "sentence")
        elif mark == ":" and (self._is_headed() or self._is_dated_head()):
            self._start = self._now

    def _is_headed(self) -> bool:
        """Whether a sentence begins with an earlier examination and a colon, so that all of it is of that one."""
        told = self._now.time is Time.PRIOR and self._now.worded and self._reach == "sentence"
        return told and not self._numbers and not self._sites

    def _is_compared_head(self) -> bool:
        """Whether a sentence begins with the dated examination it compares with and a colon."""
        return self._reach == "compare" and self._now.when is not None and not self._numbers and not self._sites

    def _is_dated_head(self) -> bool:
        """Whether a sentence begins with a day and a colon, and all of it is of that day: "12.11.2019: LWS -2.1"."""
        return self._now.heads and self._reach == "sentence" and not self._numbers and not self._sites

    def _reset(self) -> None:
        self._now, self._reach = self._inside[-1] if self._inside else self._start, "sentence"

    def _tells_prior(self, place: int) -> bool:
        """Whether "previous" speaks of a number or an examination, not of a fracture, and is not denied."""
        token = self._tokens[place]
        headed = token.is_a("sections:prior") and not self._numbers and self._cues.leads_result(place)
        if headed and not any(other.is_a("not") for other in self._tokens):
            return True
        if not token.is_a("earlier", "prior") or any(
            other.is_a("not") for other in self._tokens[max(0, place - 3) : place]
        ):
            return False
        return (
            " " in token.text
            or token.is_a("earlier")
            or self._cues.leads_result(place)
            or (not self._numbers and self._cues.leads_exam(place))
        )

    def _take_back(self, place: int) -> None:
        """Leave open the time of a number right before the word for an earlier examination: "-1.8 at baseline"."""
        token = self._tokens[place]
        ago = token.is_a("general:ago", "ago")
        behind, led = place - 1, ago or (token.is_a("earlier", "general:past") and not token.is_a("prior"))
        following = self._tokens[place + 1 : place + 2]
        if following and following[0].is_a("number") and not ago:
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
            self._moments[behind] = Moment(Time.PRIOR, said=True, worded=True) if told else Moment(Time.UNSURE)

    def _behind(self, place: int, token: Token) -> None:
        """Give a number its time by the "then" or "now" right behind it."""
        bracketed = [each.text for each in self._tokens[max(0, place - 1) : place + 2 : 2]] == ["(", ")"]
        before = self._number_right_before(place - bracketed)
        following = self._tokens[place + 1 : place + 2]
        ends = not following or following[0].is_a("and", "contrast") or following[0].text in {",", ";", ".", ")"}
        if before is None or not ends:
            return
        if token.is_a("now"):
            # "-3.0 in 2021 compared with -2.4 today"
            told = self._moments[before]
            dated_then = told.time is Time.UNSURE and told.heads
            if not dated_then and (told.time is not Time.PRIOR or self._reach == "compare"):
                self._moments[before] = Moment(Time.CURRENT, said=True)
        else:
            self._moments[before] = Moment(Time.PRIOR, self._moments[before].when, said=True, worded=True)

    def _begin(self, moment: Moment, reach: str) -> None:
        self._now, self._reach, self._used = moment, reach, False
        if moment.time is Time.PRIOR:
            self._told = moment

    def _open(self, place: int) -> None:
        self._outer.append((self._now, self._reach))
        cue = any(token.is_a("prior", "earlier", "compare") for token in self._tokens[max(0, place - 2) : place])
        # As in "compared with the study of 2012 (T-score 0.6)".
        cue = cue or (place > 0 and self._reach == "compare" and self._tokens[place - 1].when is not None)
        told = self._now.time is Time.PRIOR and cue
        beside = self._number_right_before(place)
        if beside is not None and (self._moments[beside].time is not Time.UNSURE or self._moments[beside].when):
            # "previously 0.922 g/cm2 (T-score -1.1)": what stands in the brackets is of the same examination.
            self._now = self._moments[beside]
        elif not (told or self._reach == "sentence"):
            self._now = self._start
        self._reach = "sentence"
        # "On 03/11/2026: 0.988 g/cm2 (T-score -1.6; Z-score -0.1)": a semicolon ends nothing of the bracket's own time.
        self._inside.append(self._now if beside is not None else self._start)

    def _number_right_before(self, place: int) -> int | None:
        before = place - 1
        if before >= 0 and self._tokens[before].key("units"):
            before -= 1
        return before if before in self._moments else None

    def _close(self) -> None:
        if not self._outer:
            return
        inside = self._now
        self._now, self._reach = self._outer.pop()
        self._inside.pop()
        heads = self._now.time is Time.PRIOR and self._now.worded and self._now.when is None and not self._numbers
        if heads and inside.time is Time.PRIOR and inside.when is not None:
            # "Prior study (08/15/2020, other scanner): ..." dates what follows the brackets.
            self._now = replace(self._now, when=inside.when)

    def _comma(self) -> None:
        if self._reach == "compare" and not self._used:
            self._reset()
        elif self._reach in {"compare", "clause"} and self._now.time is Time.PRIOR:
            # "T-score -2.5, prior -2.3, Z-score -1.1": whose Z-score is it?
            self._now, self._reach = Moment(Time.UNSURE), "unsure"

    def _date(self, place: int, when: When) -> None:
        if not self._numbers and not self._outer and self._reach != "compare" and self._cues.is_of_event(place):
            # "After a fracture in 2018 the T-score ...": of then or of today; "is" tells today.
            if not self._cues.says_is(place):
                self._begin(Moment(Time.UNSURE), "sentence")
            return
        if self._reach == "compare":
            self._now = self._told = Moment(Time.PRIOR, when, said=True, worded=True)
            self._date_number_before(place, when)
        elif self._is_next_of_row(place):
            self._begin(replace(self._dated(when), heads=True), "sentence")
        elif not self._date_number_before(place, when):
            self._date_what_follows(place, when)

    def _is_next_of_row(self, place: int) -> bool:
        """Whether dates and numbers take turns, each date before its number: "2018 -1.2 2021 -1.4"."""
        before = place - 1
        if before >= 0 and self._tokens[before].key("units"):
            before -= 1
        leads = before > 0 and before in self._moments and self._tokens[before - 1].when is not None
        return leads and place + 1 in self._roles

    def _date_what_follows(self, place: int, when: When) -> None:
        """Begin the time of a date that stands before its numbers."""
        heads = any(token.text == ":" for token in self._tokens[place + 1 : place + 2])
        if not self._numbers:
            self._begin(replace(self._dated(when), heads=True), "sentence")
        elif self._outer or heads or self._cues.opens_clause(place):
            # As in "T-Wert -0,7, 2015 noch -0,7": the date leads a clause of its own.
            moment = self._dated(when)
            beside = moment.time is not Time.CURRENT and any(
                each.time is Time.CURRENT for each in self._moments.values()
            )
            earlier = Moment(Time.PRIOR, when, said=True, worded=True)
            lasts = self._outer or not heads
            self._begin(earlier if beside else moment, "sentence" if lasts else "clause")

    def _date_number_before(self, place: int, when: When) -> bool:
        """Give the date to a number right before it: "-1.9 in 2019", "-1.9 (2019)"."""
        behind = place - 1
        after = self._tokens[place + 1 : place + 2]
        bracket = False
        ends = not after or after[0].text in {",", ";", ".", ")"} or after[0].is_a("and", "contrast")
        if bool(after) and after[0].text == ")" and self._tokens[behind].text == "," and self._outer:
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
        self._moments[behind] = self._dated(when)
        return True

    def _dated(self, when: When) -> Moment:
        if self._now.time is Time.PRIOR and self._now.worded:
            return Moment(Time.PRIOR, when, said=True, worded=True)
        return dated(when, self._study)

    def _number(self, place: int) -> None:
        self._moments[place] = self._now
        self._numbers += 1
        self._used = True
