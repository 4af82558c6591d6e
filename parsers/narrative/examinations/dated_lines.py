"""Lines that begin with the day of an examination: "DXA 12/15/2021: Spine T -1.8. Left total hip T -1.5"."""

from collections.abc import Mapping, Sequence

from parsers.narrative.examinations.cues import dates_examination
from parsers.narrative.examinations.times import Moment, Time
from parsers.narrative.language.dates import When
from parsers.narrative.language.tokens import Token
from parsers.narrative.text.histories import is_told_now
from parsers.narrative.text.lines import names_examination
from parsers.narrative.text.sentences import Sentence

_MARKS = ("date", "at", "from", "exam_date", "general:date_head", "sections:examination")
_EARLIER = ("prior", "earlier", "sections:prior")
_UNSURE = Moment(Time.UNSURE)
_SMALL = frozenset(["(", ")", ",", "-", "the", "performed", "done", "of", "result", "results"])


class LineTimes:
    """Remembers the time the head of a line gives the sentences behind the first one."""

    def __init__(self) -> None:
        self._moment: Moment | None = None

    def start(self, sentence: Sentence, tokens: Sequence[Token]) -> Moment | None:
        """Return the time a sentence begins with by the head of its line, None if that gives none."""
        if sentence.starts_line:
            self._moment = None
        return None if self._moment == _UNSURE and is_told_now(tokens) else self._moment

    def told(self, tokens: Sequence[Token], moments: Mapping[int, Moment]) -> None:
        """Take the head of a sentence that holds numbers; a word for today ends what an earlier examination headed."""
        if self._moment == _UNSURE and any(one.time is Time.CURRENT and one.said for one in moments.values()):
            self._moment = None
        self._moment = _moment_of_line(tokens, moments) or self._moment


def _moment_of_line(tokens: Sequence[Token], moments: Mapping[int, Moment]) -> Moment | None:
    """Return the time the head of a line gives all of it: nothing but one day and the name of the examination.

    Behind "Prior exam: L1-L4 -1.7." the next sentence may be of that examination or of today's.
    """
    colon = next((place for place, token in enumerate(tokens) if token.text == ":"), 0)
    head = tokens[:colon]
    # "Previous: -1.7." goes on with the site before it and heads nothing.
    placed = any(token.is_a("site", "levels") for token in tokens[colon:])
    if placed and any(token.is_a(*_EARLIER) for token in head) and all(_is_of_head(token) for token in head):
        first = next((moments[place] for place in sorted(moments) if place > colon), None)
        return _UNSURE if first is not None and first.time is Time.PRIOR else None
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
    return first if told else None


def _is_of_head(token: Token) -> bool:
    bare = token.is_a(*_MARKS, *_EARLIER) or token.text in _SMALL or names_examination(token)
    return bare or token.is_a("general:exam") or token.when is not None


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
