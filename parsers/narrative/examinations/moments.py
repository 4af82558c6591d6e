"""Which examination a number belongs to: this one, an earlier one, or one the text does not tell apart."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from parsers.narrative.examinations.ages import ages
from parsers.narrative.examinations.ago import closes_clause, is_right_behind
from parsers.narrative.examinations.changes import from_to
from parsers.narrative.examinations.compared import with_comparisons
from parsers.narrative.examinations.cues import Cues
from parsers.narrative.examinations.numbers_before import NumbersBefore
from parsers.narrative.examinations.times import Moment, Time, dated, earlier_by_year
from parsers.narrative.language.dates import When
from parsers.narrative.language.roles import Role
from parsers.narrative.language.tokens import Token
from parsers.narrative.text.lines import names_examination


def moments_of(
    tokens: Sequence[Token], roles: Mapping[int, Role], start: Moment, study: When | None, year: When | None = None
) -> dict[int, Moment]:
    """Return the moment of every number in `roles`; `start` is that of the section, `study` the examination's date.

    `year` is that date, or what stands around the text tells of it.
    """
    tokens = with_comparisons(tokens)
    walker = _Walker(tokens, roles, start, (study, year or study))
    moments = walker.run()
    told = walker.compared_with
    for place, moment in from_to(tokens, roles, moments).items():
        undated = moment.time is Time.PRIOR and moment.when is None
        moments[place] = replace(moment, when=told) if undated else moment
    return moments


class _Walker:
    """Carries the time from word to word; brackets have their own."""

    def __init__(
        self,
        tokens: Sequence[Token],
        roles: Mapping[int, Role],
        start: Moment,
        examined: tuple[When | None, When | None],
    ) -> None:
        self._tokens, self._roles, self._start, self._lent = tokens, roles, start, start
        self._study, self._year = examined
        self._cues, self._ages = Cues(tokens, roles), ages(tokens, roles)
        self._now = start
        self._reach = "sentence"
        self._outer: list[tuple[Moment, str]] = []
        self._inside: list[Moment] = []
        self._numbers = self._sites = 0
        self._used = False
        self._moments: dict[int, Moment] = {}
        self._before = NumbersBefore(tokens, roles, self._moments, self._year)
        self._told: Moment | None = None

    @property
    def compared_with(self) -> When | None:
        """The day of the one examination the sentence compares with."""
        return self._told.when if self._told is not None and self._told.worded else None

    @property
    def _is_lent(self) -> bool:
        """Whether the time of the sentences before is an earlier one, and this one has told none of its own."""
        return self._start is self._lent and self._start.time is Time.PRIOR

    def run(self) -> dict[int, Moment]:
        for place, token in enumerate(self._tokens):
            if token.is_a("general:then", "now"):
                self._before.is_closed(place, comparing=self._reach == "compare")
            elif token.is_a("general:ago", "ago"):
                if is_right_behind(self._tokens, self._moments, place):
                    continue
                if self._reach != "compare" and not closes_clause(self._tokens, self._moments, self._start, place):
                    self._before.take_back(place)
            elif self._reach != "compare" and token.is_a("prior", "earlier", "general:past"):
                self._before.take_back(place)
            elif place in self._ages:
                self._at_age(place)
            self._step(place, token)
        for place, token in enumerate(self._tokens):
            if token.when and place and self._tokens[place - 1].is_a("at"):
                self._before.date_clause(place, self._start, self._dated(token.when))
        self._moments.update({place: Moment(Time.UNSURE) for place in self._moments if self._cues.is_arrowed(place)})
        return self._moments

    def _step(self, place: int, token: Token) -> None:
        self._sites += token.is_a("site", "levels")
        if token.is_a("punctuation"):
            self._mark(place, token.text)
        elif token.is_a("contrast"):
            self._reset()
        elif token.is_a("now"):
            self._now, self._reach = Moment(Time.CURRENT, said=True), "clause"
            if not (self._numbers or self._sites or self._outer) and (self._cues.leads_colon(place) or self._is_lent):
                # "Heutige Messung (12.06.2025): LWS -2,2; Femurhals -2,0": all of it is of today; so is all of
                # "En el estudio actual, columna -2,2 y cuello -1,9" below what 2020 gave.
                self._start, self._reach = self._now, "sentence"
            self._before.was_before_now(place)
        elif self._turns_back(place, token):
            return
        elif token.when:
            if not self._cues.is_of_paper(place):
                self._date(place, token.when)
        elif self._is_next_site(token) and self._numbers and not self._outer:
            self._at_site(place)
        elif place in self._roles:
            self._number(place)

    def _is_next_site(self, token: Token) -> bool:
        return token.is_a("site") or (self._reach == "named" and token.is_a("levels"))

    def _at_site(self, place: int) -> None:
        if self._reach in {"clause", "unsure"}:
            self._reset()
        # "Right neck (2022) -1.9, total hip -1.4": of which day is the next site?
        named = self._reach == "named" and self._used and self._now.time is not Time.CURRENT
        if named or (self._now == Moment(Time.CURRENT) and self._before.are_all_of_then(place)):
            self._begin(Moment(Time.UNSURE), "unsure")

    def _at_age(self, place: int) -> None:
        """Leave open the time of what was measured at an age: "at age 50 it was -1.4", "it was -1.4 at age 50"."""
        self._before.date_clause(place, self._start, Moment(Time.UNSURE))
        self._begin(Moment(Time.UNSURE), "unsure" if self._numbers else "sentence")

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
            if not self._outer:
                self._before.is_compared(place, self._start)
            self._begin(Moment(Time.PRIOR, said=True, worded=True), "compare")
        elif self._reach != "compare" and self._tells_prior(place):
            moment = Moment(Time.PRIOR, self._now.when, said=True, worded=True)
            self._begin(moment, "clause" if self._numbers and not self._cues.opens_bracket(place) else "sentence")
            if self._outer:
                self._before.is_beside_earlier(place, self._start)
        elif self._before.is_followed_by_was(place):
            self._begin(Moment(Time.PRIOR, said=True, worded=True), "sentence" if self._outer else "clause")
        elif self._reach != "compare" and self._cues.tells_past(place):
            self._begin(Moment(Time.UNSURE), "unsure" if self._numbers else "sentence")
        else:
            return False
        return True

    def _mark(self, place: int, mark: str) -> None:
        if mark in {"(", "["}:
            self._open(place)
        elif mark in {")", "]"}:
            self._close(place)
        elif mark == ",":
            self._comma(place)
        elif mark == ";" and not (self._outer and self._now.time is Time.PRIOR and self._reach == "sentence"):
            # "Compared with 2021 (spine -2.8; hip -2.3)": all the bracket is of that examination.
            self._reset()
        elif mark == ":" and self._reach == "compare" and self._numbers and not self._tokens[place - 1].key("labels"):
            # "A gain of 6.1 % since the first examination: 0.902 against 0.850": the first one is of today.
            self._begin(Moment(Time.UNSURE), "unsure")
        elif mark == ":" and not (self._outer or self._numbers or self._sites):
            # "(In 2021: T-score -2.1) Total hip: ..." heads nothing beyond its brackets.
            self._head()

    def _head(self) -> None:
        """Take what stands before the first colon as the time of all that follows, where it tells one."""
        if self._reach == "compare" and self._now.when is not None:
            # What stands below "Compared with the examination of 2024:" is of then, or of today with its change.
            self._start = Moment(Time.UNSURE, self._now.when, said=True)
            self._begin(self._start, "sentence")
        elif self._reach == "sentence" and (self._now.heads or (self._now.time is Time.PRIOR and self._now.worded)):
            # "Previous examination: LWS -2.1", "12.11.2019: LWS -2.1": all of it is of that examination, of that day.
            self._start = self._now

    def _reset(self) -> None:
        self._now, self._reach = self._inside[-1] if self._inside else self._start, "sentence"

    def _tells_prior(self, place: int) -> bool:
        """Whether "previous" speaks of a number or an examination, not of a fracture, and is not denied."""
        token = self._tokens[place]
        if (place == 0 and token.is_a("from") and token.is_a("change")) or self._cues.parts_label(place):
            # "Up from a T-score of -3.7" begins a sentence of its own.
            return True
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

    def _begin(self, moment: Moment, reach: str) -> None:
        self._now, self._reach, self._used = moment, reach, False
        if moment.time is Time.PRIOR:
            self._told = moment

    def _open(self, place: int) -> None:
        self._outer.append((self._now, self._reach))
        cue = any(token.is_a("prior", "earlier", "compare") for token in self._tokens[max(0, place - 2) : place])
        # As in "compared with the study of 2012 (T-score 0.6)".
        cue = cue or (place > 0 and self._reach == "compare" and self._tokens[place - 1].when is not None)
        # "Compared with the baseline study (spine 0.778 g/cm2)" begins with what it compares with.
        cue = cue or (self._reach == "compare" and not self._numbers and self._cues.follows_compared(place))
        told = self._now.time is Time.PRIOR and cue
        beside = self._before.right_before(place)
        if beside is not None and (self._moments[beside].time is not Time.UNSURE or self._moments[beside].when):
            # "previously 0.922 g/cm2 (T-score -1.1)": what stands in the brackets is of the same examination.
            self._now = self._moments[beside]
        elif not (told or self._reach == "sentence"):
            self._now = self._start
        self._reach = "sentence"
        # "On 03/11/2026: 0.988 g/cm2 (T-score -1.6; Z-score -0.1)": a semicolon ends nothing of the bracket's own time.
        self._inside.append(self._now if beside is not None else self._start)

    def _close(self, place: int) -> None:
        if not self._outer:
            return
        inside = self._now
        self._now, self._reach = self._outer.pop()
        self._inside.pop()
        if self._cues.dates_now(place) and not (self._now.time is Time.PRIOR and self._now.worded):
            self._begin(Moment(Time.CURRENT, self._now.when, said=True), "clause")
            return
        heads = self._now.time is Time.PRIOR and self._now.worded and self._now.when is None
        heads = heads and (not self._numbers or self._cues.is_dated_word(place))
        if heads and inside.time is Time.PRIOR and inside.when is not None:
            # "Prior study (08/15/2020, other scanner): ..." dates what follows the brackets.
            self._now = replace(self._now, when=inside.when)
        elif (earlier := self._earlier_bracket(place, inside)) is not None:
            self._begin(replace(earlier, heads=True), "sentence")
        elif self._cues.is_dated_bracket(place) and not inside.worded:
            # "L1-L4 (01/15/2021): 0.780 g/cm2, T -2.7": the day is that of what follows.
            self._begin(replace(inside, heads=True), "sentence")
        elif not self._outer and self._cues.is_dated_name(place):
            self._begin(inside, "named")

    def _earlier_bracket(self, place: int, inside: Moment) -> Moment | None:
        """Return the time of brackets before all numbers that date them: "(2022 visit) L1 -1.2", "(2022): ..."."""
        if self._numbers or self._outer or inside.worded:
            return None
        moment = earlier_by_year(inside.when, self._year)
        told = self._cues.is_exam_bracket(place) or self._cues.is_date_bracket(place)
        return moment if moment is not None and told else None

    def _comma(self, place: int) -> None:
        if self._reach == "compare" and not self._used:
            self._reset()
        elif self._cues.repeats_label(place, (at for at, told in self._moments.items() if told.time is Time.CURRENT)):
            # "BMD now 0.988, T-score -1.6; before BMD 0.961, T-score -1.8": today's T-score is told.
            return
        elif self._reach in {"compare", "clause"} and self._now.time is Time.PRIOR:
            # "T-score -2.5, prior -2.3, Z-score -1.1": whose Z-score is it?
            self._now, self._reach = Moment(Time.UNSURE), "unsure"

    def _date(self, place: int, when: When) -> None:
        if not self._numbers and not self._outer and self._reach != "compare" and self._cues.is_of_event(place):
            # "After a fracture in 2018 the T-score ...": of then or of today; "is" tells today.
            if not self._cues.says_is(place):
                self._begin(Moment(Time.UNSURE), "sentence")
            return
        if self._is_of_now(place, when):
            self._now = replace(self._now, when=when)
        elif self._reach == "compare":
            self._now = self._told = Moment(Time.PRIOR, when, said=True, worded=True)
            self._before.date_right_before(place, self._dated(when), in_brackets=bool(self._outer))
        elif self._before.lead_row(place) or self._heads_block(place):
            self._begin(replace(self._dated(when), heads=True), "sentence")
        elif not self._before.date_right_before(place, self._dated(when), in_brackets=bool(self._outer)):
            self._date_what_follows(place, when)

    def _is_of_now(self, place: int, when: When) -> bool:
        """Whether a day is that of the examination the words before it call this one, and no other day is known."""
        told = self._now.time is Time.CURRENT and self._now.said and not (self._numbers or self._outer)
        fits = self._study is None or dated(when, self._study).time is Time.CURRENT
        return told and fits and when.day is not None and not when.ambiguous and self._cues.is_day_of_now(place)

    def _heads_block(self, place: int) -> bool:
        """Whether a date heads the next of several examinations: "DXA 2019 spine -1.4 hip -1.2 DXA 2023 spine -1.9"."""
        named = place > 0 and names_examination(self._tokens[place - 1])
        ahead = any(number > place for number in self._roles)
        return named and ahead and not self._outer and any(moment.heads for moment in self._moments.values())

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

    def _dated(self, when: When) -> Moment:
        if self._now.time is Time.PRIOR and self._now.worded:
            return Moment(Time.PRIOR, when, said=True, worded=True)
        return dated(when, self._study)

    def _number(self, place: int) -> None:
        self._moments[place] = self._now
        self._numbers += 1
        self._used = True
