"""What the words around a place tell about time: who is compared with, what "previous" or "baseline" speaks of."""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise, takewhile

from parsers.narrative.language.roles import DENSITY, Role
from parsers.narrative.language.tokens import Token
from parsers.narrative.language.words import subject_words

_DATED = frozenset(["dated", "date", "by", ":", "(", "-"])
_PAPERS = frozenset(
    [
        "addendum",
        "amended",
        "amendment",
        "corrected",
        "correction",
        "reported",
        "dictated",
        "transcribed",
        "signed",
        "printed",
        "verified",
        "typed",
        "faxed",
        "received",
    ]
)
"""What is done on a day with a report, not with the patient."""
_LEADS = frozenset([":", "="])
_NOUN = 5
_DATED_NOW = 3
"""Tokens of a date, a bracket and a word for today."""
_DAY_OF_NOW = 4
_CLAUSE = 12
_HEAD = 6
"""Tokens from a word for today to the colon behind it, with a date in brackets."""
_SCANNED = frozenset(["scan", "scanned", "measured", "exam", "dxa", "dexa", "study"])
_EXAMS = frozenset(
    ["scan", "study", "exam", "examination", "test", "voraufnahme", "voruntersuchung", "estudio", "exame", "esame"]
)
_EVENT = re.compile(r"fra[ck]t|frattur|fratur|operat|opere|prothes|protes|menopaus|wechseljahr")
"""Stems of what happened to a patient at a date."""
_IS_TEXT = "is ist betragt liegt zeigt besteht est es bedraagt ligt toont presenta presente montre shows are sind"
IS = frozenset(_IS_TEXT.split())
"""Verbs of the present."""
ARTICLES = frozenset(
    ["the", "her", "his", "der", "die", "das", "dem", "den", "le", "la", "el", "il", "lo", "de", "het", "o", "a", "an"]
)

_VISITS_TEXT = (
    "visit visite visita besuch results result values measurement report worksheet studie untersuchung messung examen "
    "estudio exame esame onderzoek meting controle kontrolle control"
)
_VISITS = _EXAMS | frozenset(_VISITS_TEXT.split())
_OF = ARTICLES | frozenset(["from", "of", "in", "vom", "aus", "der", "del", "dell", "du", "van", "da", "do"])


def is_exam_word(token: Token) -> bool:
    """Whether a token is a word for an examination or what came of it."""
    return token.text.partition(" ")[0] in _VISITS or token.text in subject_words()


def dates_examination(tokens: Sequence[Token]) -> bool:
    """Whether some words are one date and a name of an examination, no more: "visit of 5/2022", "2022 baseline"."""
    named = [token for token in tokens if is_exam_word(token) or token.is_a("general:past")]
    small = (token.when or token.is_a("at") or token.text in _OF or token in named for token in tokens)
    return sum(token.when is not None for token in tokens) == 1 and bool(named) and all(small)


class Cues:
    """Questions about the words around a place; `roles` are the numbers that may be values."""

    def __init__(self, tokens: Sequence[Token], roles: Mapping[int, Role]) -> None:
        self._tokens, self._roles = tokens, roles

    def is_day_of_now(self, place: int) -> bool:
        """Whether a day stands behind a word for this examination: "no exame atual, de 04/11/2025, o T-score"."""
        before = reversed(self._tokens[max(0, place - _DAY_OF_NOW) : place])
        led = list(takewhile(lambda token: token.is_a("at") or token.text in {",", *_OF, *_DATED}, before))
        first = max(0, place - len(led))
        words = self._tokens[max(0, first - 2) : first]
        return any(word.is_a("now") for word in words) and all(
            word.is_a("now") or is_exam_word(word) for word in words[-1:]
        )

    def is_bare_bracket(self, place: int) -> bool:
        """Whether "> number" stands here: an arrow without its shaft."""
        beyond = self._tokens[place : place + 2]
        return len(beyond) > 1 and beyond[0].text == ">" and beyond[1].is_a("number")

    def is_with_side(self, place: int) -> bool:
        """Whether the other side is compared with, as in "-2.1 versus -1.9 at the right"."""
        following = self._tokens[place + 1 : place + _NOUN]
        sided = any(token.key("side") for token in following)
        return sided and bool(following) and following[0].is_a("number")

    def is_with_site(self, place: int) -> bool:
        """Whether a site is compared with, so that a time stays open: "compared to the spine (T-score -1.0)"."""
        ahead = [token for token in self._tokens[place + 1 : place + _CLAUSE] if token.text not in ARTICLES]
        clause = list(takewhile(lambda token: token.text not in {")", ";", "."}, ahead))
        timed = any(
            token.when or token.is_a("prior", "earlier", "general:past", "ago", "general:ago") for token in clause
        )
        return bool(ahead) and ahead[0].is_a("site") and not timed

    def leads_colon(self, place: int) -> bool:
        """Whether a colon follows a word, with a date in brackets between at most."""
        return any(token.text == ":" for token in self._tokens[place + 1 : place + _HEAD])

    def opens_bracket(self, place: int, within: int = 3) -> bool:
        """Whether a bracket opens right before a place."""
        return any(token.text in {"(", "["} for token in self._tokens[max(0, place - within) : place])

    def is_with_others(self, place: int) -> bool:
        """Whether a comparison is with other people, as every T-score and Z-score is."""
        others = ("young", "matched", "general:reference")
        return any(token.is_a(*others) for token in self._tokens[place + 1 : place + _NOUN])

    def follows_compared(self, place: int) -> bool:
        """Whether nothing but the name of an examination stands between the word for comparing and a place."""
        behind = takewhile(lambda token: not token.is_a("compare"), reversed(self._tokens[:place]))
        return not any(token.is_a("site", "levels", "change", "number") or token.key("labels") for token in behind)

    def is_change_goal(self, place: int) -> bool:
        """Whether a word for "than" or "since" only follows a verb of change without a number of its own."""
        following = self._tokens[place + 1 : place + _NOUN]
        return not any(token.is_a("number", "date", "prior", "earlier", "word") for token in following)

    def is_of_event(self, place: int) -> bool:
        """Whether a date is that of a fracture or operation named right before: "fracture of the wrist in 2018"."""
        for token in reversed(self._tokens[max(0, place - _NOUN) : place]):
            known = token.text in subject_words() or token.text in _EXAMS or token.key("labels")
            if known or token.text in {",", ";", ":", ")"} or token.is_a("number", "prior", "earlier"):
                return False
            if _EVENT.search(token.text):
                return True
        return False

    def is_of_paper(self, place: int) -> bool:
        """Whether a date is that of the writing, not of an examination: "ADDENDUM 05/14/2023:", "Reported 14/05"."""
        before = place - 1
        while before >= 0 and (self._tokens[before].is_a("at") or self._tokens[before].text in _DATED):
            before -= 1
        return before >= 0 and self._tokens[before].text in _PAPERS

    def says_is(self, place: int) -> bool:
        """Whether a verb in the present stands behind a place, before any number."""
        ahead = takewhile(lambda token: not token.is_a("number"), self._tokens[place + 1 :])
        return any(token.text in IS for token in ahead)

    def leads_exam(self, place: int) -> bool:
        """Whether an examination a word names is the subject: "an earlier DXA gave a T-score of -2.6"."""
        beside = [*self._tokens[place + 1 : place + 2], *self._tokens[max(0, place - 1) : place]]
        named = any(token.text in subject_words() or token.text in _EXAMS for token in beside)
        opens = not any(token.key("labels") for token in self._tokens[:place])
        return opens and (named or self._tokens[place].text in _EXAMS)

    def leads_result(self, place: int) -> bool:
        """Whether a number, a date, a site or a label follows, or nothing at all."""
        following = (
            other
            for other in self._tokens[place + 1 :]
            if not (other.is_a("at", "minus") or other.text in {"the", "was", "is", "of"})
        )
        ahead = next(following, None)
        if ahead is None:
            return True
        known = ahead.is_a("number", "date", "site", "levels", "bad_number", "both_scores")
        return bool(known or ahead.key("labels") or ahead.key("side")) or ahead.text in {":", "(", "="}

    def parts_label(self, place: int) -> bool:
        """Whether a word stands between a score's label and its number: "T-score then -2.8"."""
        around = self._tokens[max(0, place - 1) : place + 2] if self._tokens[place].is_a("general:then") else ()
        return len(around) == len(("label", "then", "number")) and bool(
            around[0].key("labels") and around[2].is_a("number")
        )

    def tells_past(self, place: int) -> bool:
        """Whether a word may speak of an earlier examination, as in "baseline", "two years ago", "used to be"."""
        token = self._tokens[place]
        if token.is_a("general:ago", "ago"):
            near = [*self._tokens[max(0, place - 1) : place], *self._tokens[place + 1 : place + 4]]
            told = any(other.key("units") in {"year", "month", "day"} for other in near)
            return told and not any(other.is_a("places:beside_site") for other in self._tokens[:place])
        return token.is_a("general:past") and (" " in token.text or self.leads_result(place))

    def goes_on_with_number(self, place: int) -> bool:
        """Whether another number follows in the same clause."""
        for number, token in enumerate(self._tokens[place + 1 :], place + 1):
            if token.text in {",", ";", ".", ")"} or token.is_a("and", "contrast"):
                return False
            if number in self._roles:
                return True
        return False

    def opens_clause(self, place: int) -> bool:
        """Whether a date stands before the next number of its clause, with no number between the last mark and it."""
        before = place - 1
        while before >= 0 and self._tokens[before].text not in {",", ";", "(", "["}:
            if before in self._roles:
                return False
            before -= 1
        for number, token in enumerate(self._tokens[place + 1 : place + _CLAUSE], place + 1):
            if token.text in {";", ".", ")", "]"} or (token.is_a("and") and self._tokens[number - 1].text == ","):
                return False
            if number in self._roles:
                return before >= 0
        return False

    def names_two_sides(self, place: int) -> bool:
        """Whether two sides or sites stand before numbers in the same way: "neck (left/right) 0.802/0.815"."""
        before = range(place)
        sides = [
            number
            for number in before
            if self._tokens[number].key("side") or ((site := self._tokens[number].site) is not None and site.side)
        ]
        sites = [number for number in before if self._tokens[number].is_a("site", "levels")]
        return any(
            second - first == 2  # noqa: PLR2004 - one mark between
            for names in (sides, sites)
            for first, second in pairwise(names)
        )

    def is_dated_bracket(self, place: int) -> bool:
        """Whether a bracket that closes here holds a day, behind a site, and a colon leads from it to the numbers."""
        inside = place - 1
        while inside >= 0 and (self._tokens[inside].when or self._tokens[inside].is_a("at")):
            inside -= 1
        dated = place - inside > 1 and inside > 0 and self._tokens[inside].text == "("
        named = dated and self._tokens[inside - 1].is_a("site", "levels")
        leads = [token.text for token in self._tokens[place + 1 : place + 2]] in ([":"], ["="])
        clause = list(takewhile(lambda token: token.text != ";", reversed(self._tokens[:place])))
        return named and leads and not any(place - at - 1 in self._roles for at in range(len(clause)))

    def is_dated_name(self, place: int) -> bool:
        """Whether a bracket that closes here holds a day alone, between a site or label and its number.

        As in "right femoral neck (2022) T-score -1.9".
        """
        opening = next((at for at in range(place - 1, -1, -1) if self._tokens[at].text == "("), 0)
        inside = self._tokens[opening + 1 : place]
        dated = sum(token.when is not None for token in inside) == 1
        dated = dated and all(token.when or token.is_a("at", "done") or token.text in _SCANNED for token in inside)
        before = self._tokens[opening - 1] if dated and opening else None
        if before is None or not (before.is_a("site", "levels", "row") or before.key("labels") or before.key("side")):
            return False
        ahead = range(place + 1, min(len(self._tokens), place + _HEAD))
        stop = next(
            (at for at in ahead if self._tokens[at].is_a("punctuation") and self._tokens[at].text != "="), place
        )
        return any(at in self._roles for at in ahead if stop == place or at < stop)

    def is_exam_bracket(self, place: int) -> bool:
        """Whether a bracket that closes here holds a date and a word for an examination, no more: "(2022 visit)"."""
        opening = next((at for at in range(place - 1, -1, -1) if self._tokens[at].text in {"(", "["}), place)
        return dates_examination(self._tokens[opening + 1 : place])

    def is_date_bracket(self, place: int) -> bool:
        """Whether a bracket that closes here holds a date alone and a colon follows, and no fracture came before."""
        opening = place - 2
        alone = opening >= 0 and self._tokens[opening].text == "(" and self._tokens[place - 1].when is not None
        leads = [token.text for token in self._tokens[place + 1 : place + 2]] == [":"]
        return alone and leads and not self.is_of_event(place - 1)

    def dates_now(self, place: int) -> bool:
        """Whether a bracket that closes here holds nothing but a word for today, right behind a date: "2024 (now)"."""
        inside = self._tokens[max(0, place - 3) : place]
        return (
            len(inside) == _DATED_NOW and inside[0].when is not None and inside[1].text == "(" and inside[2].is_a("now")
        )

    def is_dated_word(self, place: int) -> bool:
        """Whether a bracket that closes here dates the word for an earlier examination: "previous BMD (14/08/2021)"."""
        opening = place - 2
        dated = opening > 0 and self._tokens[opening].text == "(" and self._tokens[place - 1].when is not None
        return dated and any(token.is_a("prior", "earlier") for token in self._tokens[max(0, opening - 2) : opening])

    def is_half(self, place: int) -> bool:
        """Whether nothing but a slash parts a number from another one."""
        around = (self._tokens[max(0, place - 2) : place], self._tokens[place + 1 : place + 3][::-1])
        return any(
            len(beside) > 1 and beside[1].text == "/" and beside[0].is_a("number", "bad_number") for beside in around
        )

    def is_arrowed(self, place: int) -> bool:
        """Whether an arrow leads from a number to a number: two examinations, and not said which."""
        behind = self._tokens[place + 1 : place + 4]
        if self.is_half(place) and self._roles[place].unit in DENSITY and not self.names_two_sides(place):
            # "0.744/0.766 g/cm2": two densities, and not said which is of today.
            return True
        leads = next((token for token in behind if not token.key("units")), None)
        if leads is not None and (leads.is_a("arrow") or self.is_bare_bracket(place + 1)):
            return True
        before = place - 1
        if before < 0 or not (self._tokens[before].is_a("arrow") or self._tokens[before].text == ">"):
            return False
        while before >= 0 and (self._tokens[before].is_a("arrow") or self._tokens[before].key("units")):
            before -= 1
        return self._tokens[before].text == ">" or self._tokens[before].is_a("number")

    def repeats_label(self, place: int, told: Iterable[int]) -> bool:
        """Whether the label right behind a mark, with a number of its own, is that of one of the numbers told."""
        behind = self._tokens[place + 1 : place + 2]
        key = behind[0].key("labels") if behind else None
        at = place + 2
        while at < len(self._tokens) and (self._tokens[at].is_a("at", "minus") or self._tokens[at].text in _LEADS):
            at += 1
        closes = next((token for token in self._tokens[at + 1 :] if not token.key("units")), None)
        # "T-score -1.6, before -1.8, T-score -2.0 at the neck" goes on with another place.
        ends = closes is None or closes.is_a("and") or closes.text in {",", ";", ".", ")", "("}
        if key is None or at not in self._roles or not ends:
            return False
        labels = (
            next((known for token in reversed(self._tokens[:at]) if (known := token.key("labels"))), None)
            for at in told
        )
        return key in labels
