"""A text as sentences under section headings; a list line is a sentence, a wrapped line is not."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

from dxa.site_names import SIDE_WORDS
from parsers.narrative.dates import When
from parsers.narrative.headings import Headings, names_result
from parsers.narrative.naming import with_sites
from parsers.narrative.tokens import Token, phrased
from parsers.narrative.words import Lexicon
from parsers.numbers import MINUS_SIGNS

_OVER = 3
"""Words on either side of a line end that may be one phrase."""
_CLOSING = frozenset(["comparison", "indication", "examination", "technique", "legend"])
_LONGEST_BRACKET = 24
_VALUE_BELOW = re.compile(rf"\n[ \t]*[+{re.escape(MINUS_SIGNS)}]?\d+[.,]\d")
_OPEN_WORDS_TEXT = (
    "mit bei wegen nach zur zum ohne keine kein einer eine ein einen einem eines un una um uma une with for on "
    "by no and or con sin del avec sans pour par com sem da do di della senza per met van voor geen een au aux "
    "du des al dei degli delle und oder sowie ou y the a an der die das el la le les il de het is was are ist "
    "es est e = , of"
)
_OPEN_WORDS = frozenset(_OPEN_WORDS_TEXT.split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """Tokens of one sentence or list line."""

    tokens: tuple[Token, ...]
    section: str | None
    """Key of the heading it stands under; None above the first one."""
    start: int
    end: int
    closed: bool
    """False for the last sentence of a text that stops in its middle."""
    paragraph: int
    starts_line: bool
    dated: When | None = None
    """The date its heading gives: "Previous examination of 12/20/2021:"."""
    after_prior: bool = False
    """True behind a block of earlier results, where nothing says whose the next ones are."""


def sentences_of(tokens: Sequence[Token], text: str, lexicon: Lexicon, *, complete: bool) -> tuple[Sentence, ...]:
    """Return the sentences of a text.

    Without `complete` the end of the text proves nothing: a last sentence is closed only by a full stop, by a line
    end, or not at all. "-2." at the very end may be a cut "-2.4" and leaves the sentence open.
    """
    return tuple(_Splitter(tokens, text, lexicon, complete=complete).run())


def _has_result(sentences: Sequence[Sentence]) -> bool:
    """Whether a sentence holds a number under a label."""
    return any(
        any(token.is_a("number") for token in sentence.tokens) and any(token.key("labels") for token in sentence.tokens)
        for sentence in sentences
    )


class _Splitter:
    """Walks the tokens once."""

    def __init__(self, tokens: Sequence[Token], text: str, lexicon: Lexicon, *, complete: bool) -> None:
        self._tokens, self._text, self._lexicon, self._complete = tokens, text, lexicon, complete
        self._headings = Headings(tokens, text)
        self._done: list[Sentence] = []
        self._open: list[Token] = []
        self._section: str | None = None
        self._block = self._after_block = self._alone = False
        self._paragraph = 0
        self._heading_day: When | None = None
        self._line_start = True
        self._opened_at_line, self._marked = True, False
        self._doubt = False
        self._findings = max(
            (
                place
                for place in range(len(tokens))
                if (head := self._headings.heading(place)) and head.key == "findings"
            ),
            default=-1,
        )

    def run(self) -> list[Sentence]:
        at = 0
        while at < len(self._tokens):
            at = self._step(at)
        # A bracket that closes at the end of the text was not cut off.
        bracket = bool(self._open) and self._open[-1].text == ")"
        self._end(closed=self._complete or bracket or self._ends_with_risk())
        return self._done

    def _ends_with_risk(self) -> bool:
        """Whether the text ends with a fracture risk behind its name: "MOF 12 %; hip 1.8 %" is no cut number."""
        tail = self._open[-4:]
        figure = len(tail) > 2 and tail[-1].key("units") == "percent" and tail[-2].is_a("number")  # noqa: PLR2004 - name, number, sign
        tool = any(token.is_a("frax:tool") for token in self._open)
        return figure and tool and any(token.key("frax") or token.text == "hip" for token in tail[:-2])

    def _step(self, at: int) -> int:
        token = self._tokens[at]
        if token.is_a("newline"):
            return self._newline(at)
        if not self._open and (heading := self._headings.heading(at)):
            self._section, self._block, self._after_block = heading.key, heading.is_block, False
            self._doubt = False
            days = {token.when for token in self._tokens[at : at + heading.length] if token.when}
            self._heading_day = days.pop() if len(days) == 1 else None
            after = self._tokens[at + heading.length : at + heading.length + 1]
            self._alone = heading.key == "comparison" and bool(after) and after[0].is_a("newline")
            self._line_start = True
            return at + heading.length
        marker = self._list_marker(at) if self._line_start else 0
        if marker:
            self._line_start = True
            self._end(closed=True)
            self._line_start, self._marked = False, True
            return at + marker
        if not self._open:
            self._opened_at_line, self._marked = self._line_start or self._marked, False
            if self._opened_at_line:
                self._maybe_close(at)
        self._line_start = False
        if self._is_dot_of_abbreviation(token):
            return at + 1
        self._open.append(token)
        if self._ends_sentence(at):
            self._end(closed=at + 1 < len(self._tokens) or self._complete or not self._may_go_on())
        return at + 1

    def _newline(self, at: int) -> int:
        ahead = at + 1
        while ahead < len(self._tokens) and self._tokens[ahead].is_a("newline"):
            ahead += 1
        blank = ahead - at > 1
        following = self._tokens[ahead] if ahead < len(self._tokens) else None
        if blank or following is None or not self._wraps(ahead):
            self._end(closed=True)
            self._line_start = True
        if blank:
            self._paragraph += 1
            self._after_block = self._block
            if not self._block and self._section in _CLOSING and self._said_something() and not self._waits(ahead):
                self._section = None
        return ahead

    def _said_something(self) -> bool:
        return bool(self._done) and self._done[-1].section == self._section

    def _wraps(self, ahead: int) -> bool:
        """Whether the next line goes on with the open sentence."""
        if not self._open or self._list_marker(ahead) or self._is_headed(ahead):
            return False
        last, token = self._open[-1], self._tokens[ahead]
        # "normale" above "Knochendichte": German nouns are no sign of a line of their own.
        phrase = self._is_phrase_over(ahead) or self._is_site_over(ahead)
        if last.text == ":" or self._in_brackets():
            return self._in_brackets() or self._goes_on_over_colon(token)
        # "DE" behind a number is a unit, not the Spanish preposition.
        small = last.text in _OPEN_WORDS and not last.is_a("abbreviated")
        open_word = last.is_a("at", "from", "to", "between", "compare") or small or self._awaits_noun()
        goes_on = self._text[token.start].islower() or self._is_bare_score(ahead)
        open_word = open_word or (last.text == ";" and goes_on) or self._site_waits(token)
        if last.text in {".", ";", "!", "?"} or (self._starts_item(token) and not phrase):
            return open_word or self._awaits_score(token)
        if self._heads_columns(ahead) or (token.text == "%" and self._is_labelled_percent(ahead)):
            return False
        # "Year  2019  2021" is the head of a table.
        unit = token.key("units") and (last.is_a("number", "bad_number") or not token.is_a("word"))
        # "25-OH vitamin D" below a value is a line of its own.
        number = token.is_a("number", "bad_number") and not self._is_hydroxy(ahead)
        if number or token.text in {"(", ")", "%", "="} or unit:
            return True
        titled = self._opened_at_line and bool(token.key("labels")) and not self._speaks_of_results()
        lower = self._text[token.start].islower() and not titled
        lower = lower and not self._ends_with_result(ahead)
        return open_word or last.is_a("and") or phrase or lower

    def _is_hydroxy(self, at: int) -> bool:
        """Whether "25-OH" begins here, as one word with what follows or not."""
        behind = [token.text for token in self._tokens[at + 1 : at + 3]]
        return len(behind) > 1 and behind[0] == "-" and behind[1].partition("-")[0] == "oh"

    def _heads_columns(self, ahead: int) -> bool:
        """Whether the next line begins with a label and has bars and no number: the head of a table."""
        line = list(takewhile(lambda token: not token.is_a("newline"), self._tokens[ahead:]))
        barred = any(token.text == "|" for token in line) and not any(token.is_a("number") for token in line)
        return barred and line[0].key("labels") is not None

    def _is_labelled_percent(self, ahead: int) -> bool:
        """Whether a line begins with a per cent sign that is part of a label: "% YOUNG NORMAL = 79"."""
        line = list(takewhile(lambda token: not token.is_a("newline"), self._tokens[ahead + 1 :]))
        told = next((place for place, token in enumerate(line) if token.is_a("number")), len(line))
        return bool(line) and (line[0].is_a("young") or any(token.text in {"=", ":"} for token in line[:told]))

    def _is_bare_score(self, ahead: int) -> bool:
        """Whether a line begins with a score's label and its number, so that its site stands on the line above."""
        line = self._tokens[ahead : ahead + 3]
        scored = line[0].key("labels") in {"t_score", "z_score"}
        number = next((token for token in line[1:] if token.text not in {":", "="}), None)
        return scored and number is not None and number.is_a("number") and not self._open[0].key("labels")

    def _site_waits(self, token: Token) -> bool:
        """Whether the open line names sites before their numbers, ends with one, and the next line has its label."""
        scored = token.key("labels") in {"t_score", "z_score", "bmd"}
        if not scored or not any(other.is_a("number") for other in self._open):
            return False
        named, _ = with_sites(self._open, self._text)
        numbers = [place for place, other in enumerate(named) if other.is_a("number", "bad_number")]
        leads = bool(numbers) and any(other.is_a("site", "levels") for other in named[: numbers[0]])
        # Of "T -2.3, BMD 0.641 - left neck" the site is that of the numbers before it.
        return leads and named[-1].is_a("site", "levels", "row") and named[-2].text in {",", ";"}

    def _is_headed(self, ahead: int) -> bool:
        """Whether a heading begins the next line; "in relation to the" above "previous examination" heads nothing."""
        return self._headings.heading(ahead) is not None and not self._open[-1].is_a("compare", "prior")

    def _ends_with_result(self, ahead: int) -> bool:
        """Whether the open line is a label and its number, and the next one begins with a site of its own."""
        if not self._opened_at_line or not self._open[-1].is_a("number") or not self._open[0].key("labels"):
            return False
        line, _ = with_sites(self._line(ahead), self._text)
        return bool(line) and line[0].is_a("site", "levels")

    def _speaks_of_results(self) -> bool:
        """Whether the open line holds a number, a label or a verb, so that it is no title."""
        return any(
            token.is_a("number", "bad_number", "change", "compare") or token.key("labels") for token in self._open
        )

    def _awaits_score(self, token: Token) -> bool:
        """Whether the open line ends with "previous" and the next one begins with the score it means."""
        compared = any(other.is_a("compare") for other in self._open[-_OVER:])
        before = self._open[-2:-1]
        sided = any(self._open[-1].text in words for words in SIDE_WORDS.values())
        if sided and before and before[0].text == ":" and token.key("labels") and not self._opened_at_line:
            # "Femoral neck: left" above "T-score -2.6, right T-score -2.4".
            return True
        if not self._opened_at_line and token.key("labels") and not any(other.is_a("number") for other in self._open):
            # A sentence that begins within a line and ends it with a site goes on: "Left femur neck" above "T-score".
            named, _ = with_sites(self._open, self._text)
            return named[-1].is_a("site", "levels")
        return self._open[-1].is_a("prior") and not compared and token.key("labels") in {"t_score", "z_score", "bmd"}

    def _is_site_over(self, ahead: int) -> bool:
        """Whether a site's name begins within the open line and ends on the next one: "LT TOTAL" above "HIP:"."""
        tail = self._open[-_OVER:]
        if self._opened_at_line and not any(token.is_a("number", "bad_number") for token in self._open):
            # "T-scores | LEFT | RIGHT" above "Hip" is the head of a table.
            return False
        open_line, _ = with_sites(self._open, self._text)
        if len(open_line) == 1 and open_line[0].site is not None and open_line[0].site.side is not None:
            # "Hip, left" is a name by itself; the next line names a part of it.
            return False
        line = [token for token in self._tokens[ahead : ahead + _OVER] if not token.is_a("newline")]
        joined, _ = with_sites([*tail, *line], self._text)
        edge = tail[-1].end
        return any(token.is_a("site") and token.start < edge < token.end for token in joined)

    def _goes_on_over_colon(self, token: Token) -> bool:
        """Whether a colon at the end of a line leads to what the next line begins with, and heads no list of lines."""
        label = len(self._open) > 1 and bool(self._open[-2].key("labels") or self._open[-2].key("frax"))
        running = not self._opened_at_line or any(other.is_a("number") for other in self._open)
        sided = any(token.text in words for words in SIDE_WORDS.values())
        return (label or running) and bool(token.is_a("number") or (running and (token.key("labels") or sided)))

    def _awaits_noun(self) -> bool:
        """Whether the open line ends with a side that belongs to the noun on the next one: "am linken"."""
        last, before = self._open[-1], self._open[-2:-1]
        sided = any(last.text in words for words in SIDE_WORDS.values())
        return sided and bool(before) and (before[0].is_a("at") or before[0].text in _OPEN_WORDS)

    def _in_brackets(self) -> bool:
        """Whether a bracket opened not long ago is still open."""
        depth = 0
        for token in self._open[-_LONGEST_BRACKET:]:
            depth = max(0, depth + (token.text == "(") - (token.text == ")"))
        return depth > 0

    def _is_phrase_over(self, ahead: int) -> bool:
        """Whether the last words of the open sentence and the first of the next line are one known phrase."""
        words = [word for token in self._open[-_OVER:] for word in token.text.split()]
        following = [word for token in self._tokens[ahead : ahead + _OVER] for word in token.text.split()]
        pairs = ((back, forth) for back in range(1, _OVER + 1) for forth in range(1, _OVER + 1))
        return any((*words[-back:], *following[:forth]) in self._lexicon.facts for back, forth in pairs)

    def _starts_item(self, token: Token) -> bool:
        """Whether a line beginning with this token is likely an item of a list."""
        if self._text[token.start].islower():
            return False
        return bool(
            token.is_a("levels", "date", "bad_date")
            or token.key("labels")
            or with_sites([token], self._text)[0][0].is_a("site", "row")
        )

    def _list_marker(self, at: int) -> int:
        """Return the tokens of a bullet or item number here, 0 if there is none."""
        token = self._tokens[at]
        if token.text in {"-", "*", "\u2022", "\u2013", "\u2014", "\u00b7", "o"} and not token.is_a("number"):
            return 1
        numbered = token.is_a("number") and token.text.isdigit() and at + 2 < len(self._tokens)
        if (
            numbered
            and self._tokens[at + 1].text in {".", ")"}
            and self._tokens[at + 2].is_a("word", "levels", "third")
        ):
            return 2
        return 0

    def _maybe_close(self, at: int) -> None:
        """End a section without a heading behind it when a line of results begins, or doubt whose those are."""
        alone = self._alone and _has_result(self._done[-1:])
        if self._block or alone or self._section not in _CLOSING or self._waits(at) or not self._said_something():
            return
        line = self._line(at)
        named, _ = with_sites(line, self._text)
        named_row = bool(named) and named[0].is_a("site", "levels") and any(token.text == ":" for token in named)
        scored = any(token.key("labels") for token in named) and any(token.is_a("number") for token in named)
        if named_row:
            self._section, self._doubt = None, False
        elif scored and self._section in {"indication", "comparison"}:
            self._doubt = self._tells_earlier()
            self._section = self._section if self._doubt else None

    def _line(self, at: int) -> list[Token]:
        """Return the tokens of a line, with the next one where a label still waits for its number."""
        line: list[Token] = []
        for token, after in pairwise([*self._tokens[at:], self._tokens[-1]]):
            if token.is_a("newline"):
                told = any(each.is_a("number") for each in line) or not any(each.key("labels") for each in line)
                if told or after.is_a("newline"):
                    break
                continue
            line.append(token)
        return line

    def _waits(self, at: int) -> bool:
        """Whether a heading over the findings is still to come, so that the section lasts up to it."""
        return self._findings >= at and self._section != "legend"

    def _tells_earlier(self) -> bool:
        """Whether the words under the present heading speak of an earlier examination and do not deny it."""
        here = [sentence for sentence in self._done if sentence.section == self._section]
        if self._section == "indication" and not any(names_result(token) for one in here for token in one.tokens):
            # "On risedronate since 2020" tells of no examination.
            return False
        cues = ("prior", "earlier", "compare", "general:past", "date", "number")
        return any(
            any(token.is_a(*cues) or (token.is_a("word") and self._section == "comparison") for token in one.tokens)
            and not any(token.is_a("not", "not_after") for token in one.tokens)
            for one in here
        )

    def _ends_sentence(self, at: int) -> bool:
        token = self._tokens[at]
        if token.text not in {".", "!", "?"} or token.is_a("number"):
            return False
        before = self._open[-2] if len(self._open) > 1 else None
        touches = before is not None and before.is_a("word") and before.end == token.start
        if token.text == "." and touches and before is not None and self._is_abbreviation(before):
            return False
        return self._text[token.end : token.end + 1].strip() == ""

    def _is_dot_of_abbreviation(self, token: Token) -> bool:
        before = self._open[-1] if self._open else None
        if token.text != "." or before is None or not before.is_a("word") or before.end != token.start:
            return False
        # A dot at the end of a line ends the sentence too, unless the line is wrapped.
        known = before.text.split()[-1] in self._lexicon.abbreviations
        return known and (self._text[token.end : token.end + 1] != "\n" or self._goes_on_with_number(token.end))

    def _goes_on_with_number(self, end: int) -> bool:
        """Whether the next line begins with a signed number or a decimal: "Hüfte li." above "0,5"."""
        return bool(_VALUE_BELOW.match(self._text, end))

    def _is_abbreviation(self, token: Token) -> bool:
        last = token.text.split()[-1]
        return last in self._lexicon.abbreviations or (len(last) == 1 and not token.text.isdigit())

    def _may_go_on(self) -> bool:
        """Whether the text may have been cut inside a number: its last characters are a whole number and a point."""
        before = self._open[-2] if len(self._open) > 1 else None
        if before is None or not before.is_a("number", "bad_number"):
            return False
        return not any(point in before.text for point in ".,")

    def _end(self, *, closed: bool) -> None:
        if not self._open:
            return
        if any(token.is_a("not", "not_after") for token in self._open):
            # "PRIOR STUDY: none available" heads no results.
            self._block = False
        once_more = phrased(self._open, self._lexicon.phrases, self._lexicon.reach)
        self._done.append(
            Sentence(
                tokens=tuple(once_more),
                section=self._section,
                start=self._open[0].start,
                end=self._open[-1].end,
                closed=closed,
                paragraph=self._paragraph,
                starts_line=self._opened_at_line,
                dated=self._heading_day,
                after_prior=self._after_block or self._doubt,
            )
        )
        self._open = []
