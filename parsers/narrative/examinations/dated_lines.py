"""Lines that begin with the day of an examination: "DXA 12/15/2021: Spine T -1.8. Left total hip T -1.5"."""

from collections.abc import Mapping, Sequence

from parsers.narrative.examinations.cues import dates_examination
from parsers.narrative.examinations.section_times import points_back
from parsers.narrative.examinations.times import Moment, Time
from parsers.narrative.language.dates import When
from parsers.narrative.language.tokens import Token
from parsers.narrative.text.histories import WAS, is_told_now
from parsers.narrative.text.lines import names_examination
from parsers.narrative.text.sentences import Sentence

_MARKS = ("date", "at", "from", "exam_date", "general:date_head", "sections:examination")
_EARLIER = ("prior", "earlier", "compare", "general:past", "sections:prior", "sections:comparison")
_UNSURE = Moment(Time.UNSURE)
_SMALL = frozenset(["(", ")", ",", "-", "the", "performed", "done", "of", "result", "results"])


class LineTimes:
    """Remembers the time the head of a line gives the sentences behind the first one."""

    def __init__(self) -> None:
        self._moment: Moment | None = None
        self._is_then = self._was_now = self._knows_now = False

    def start(self, sentence: Sentence, tokens: Sequence[Token]) -> Moment | None:
        """Return the time a sentence begins with by the head of its line, None if that gives none."""
        if sentence.starts_line:
            self._moment, self._is_then = None, False
        was = self._is_then and not self._was_now and any(token.text in WAS for token in tokens)
        if was and not points_back(tokens):
            # "In 2022 the spine had a T-score of -1.7. That of the left hip was -1.2."
            return _UNSURE
        is_of_its_own = is_told_now(tokens) or any(map(names_examination, _head(tokens)))
        return None if self._moment == _UNSURE and is_of_its_own else self._moment

    def told(self, tokens: Sequence[Token], moments: Mapping[int, Moment]) -> None:
        """Take the head of a sentence that holds numbers; a word for today ends what an earlier examination headed."""
        if self._moment == _UNSURE and any(one.time is Time.CURRENT and one.said for one in moments.values()):
            self._moment = None
        is_now = any(one.time is Time.CURRENT for one in moments.values())
        # Where no result of today stands above, what follows an earlier one is today's.
        self._knows_now = self._knows_now or is_now
        self._is_then = self._knows_now and _is_all_earlier(tokens, moments)
        self._was_now = self._was_now or (is_now and any(token.text in WAS for token in tokens))
        moment = _moment_of_line(tokens, moments)
        self._moment = moment if moment and (self._knows_now or moment != _UNSURE) else self._moment


def _moment_of_line(tokens: Sequence[Token], moments: Mapping[int, Moment]) -> Moment | None:
    """Return the time the head of a line gives all of it: nothing but one day and the name of the examination.

    Behind "Prior exam: L1-L4 -1.7." the next sentence may be of that examination or of today's.
    """
    head = _head(tokens)
    colon = len(head)
    dates = [token.when for token in head if token.when]
    # "(In 2021: T-score -2.1) Total hip: ...": the bracket that is still open ends what the day is of.
    closed = sum(token.text == "(" for token in head) == sum(token.text == ")" for token in head)
    bare = closed and all(token.is_a(*_MARKS) or token.text in _SMALL or names_examination(token) for token in head)
    first = next((moments[place] for place in sorted(moments) if place > colon), None)
    if (inside := _bracket_of(tokens)) and dates_examination(inside):
        # The brackets date every sentence of their line.
        dates, bare = [token.when for token in inside if token.when], True
        first = next((moments[place] for place in sorted(moments)), None)
    told = len(dates) == 1 and bare and first is not None and first.when == dates[0]
    if told:
        return first
    own = {moment.when for moment in moments.values()} - {None, *dates}
    return _UNSURE if _heads_earlier(head) and not own and _is_all_earlier(tokens[colon:], moments) else None


def _head(tokens: Sequence[Token]) -> Sequence[Token]:
    """Return what stands before the first colon."""
    return tokens[: next((place for place, token in enumerate(tokens) if token.text == ":"), 0)]


def _heads_earlier(head: Sequence[Token]) -> bool:
    """Whether words before a colon speak of an earlier examination and of no site: "Outside DXA of 2021", "Prior"."""
    placed = any(token.is_a("site", "levels", "number", "now") for token in head)
    several = sum(token.when is not None for token in head) > 1
    return not (placed or several) and any(token.is_a(*_EARLIER) or token.when for token in head)


def _is_all_earlier(tokens: Sequence[Token], moments: Mapping[int, Moment]) -> bool:
    """Whether every number is of an earlier examination; one without a site goes on with the site before it."""
    placed = any(token.is_a("site", "levels") for token in tokens)
    return placed and bool(moments) and all(moment.time is Time.PRIOR for moment in moments.values())


def _bracket_of(tokens: Sequence[Token]) -> Sequence[Token]:
    """Return what stands in the brackets a line begins with; nothing if it begins with none."""
    closing = next((place for place, token in enumerate(tokens) if token.text in {")", "]"}), 0)
    return tokens[1:closing] if tokens and tokens[0].text in {"(", "["} else ()


def day_of_heading(tokens: Sequence[Token]) -> When | None:
    """Return the date a line without numbers gives those below it: "DXA 2022", "Results (visit of 5/2022)"; else None.

    A word for an earlier examination makes it a heading of its own kind.
    """
    words = [token for token in tokens if token.text != ":"]
    if [token.text for token in words[-2:]] == [")", "."]:
        words.pop()
    when = next((token.when for token in words if token.when), None)
    if when is None or any(
        token.is_a("prior", "earlier", "compare", "birth_date", "site", "levels") for token in words
    ):
        return None
    closing = len(words) - 1
    opening = next((place for place, token in enumerate(words) if token.text in {"(", "["}), closing)
    alone = len(words) == 1 or dates_examination(words)
    bracketed = words[closing].text in {")", "]"} and dates_examination(words[opening + 1 : closing])
    return when if alone or bracketed else None
