"""Line ends: whether the next line goes on with the open sentence, or begins one of its own."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from dxa.side_words import SIDE_WORDS
from parsers.narrative.language.tokens import Token
from parsers.narrative.language.words import Lexicon
from parsers.narrative.sites.brackets import core_words
from parsers.narrative.sites.letters import side_words
from parsers.narrative.sites.naming import with_sites
from parsers.narrative.text.headings import Headings
from parsers.narrative.text.in_capitals import goes_on_in_capitals
from parsers.narrative.text.line_begins import is_hydroxy, is_labelled_percent
from parsers.narrative.text.line_heads import heads_sides, is_unknown_field, leads_site, line_at, list_marker

_CELLS = re.compile(r"\S {3,}\S")
_OVER = 3
"""Words on either side of a line end that may be one phrase."""
_HEAD = 6
"""Tokens within which the head of a line ends with its colon."""
_LONGEST_BRACKET = 24
_LONGEST_SIDE = 4
"""Words of a clause that only names a side: "auf der linken Seite"."""
_LONGEST_HEAD = 10
_LONGEST_NAME = 24
"""Far more words than the name of a site has; a page of numbers is one long line that is no name."""
_OPEN_WORDS_TEXT = (
    "mit bei wegen nach zur zum ohne keine kein einer eine ein einen einem eines un una um uma une with for on "
    "by no and or con sin del avec sans pour par com sem da do di della senza per met van voor geen een au aux "
    "du des al dei degli delle und oder sowie ou y the a an der die das el la le les il de het is was are ist "
    "es est e = , of"
)
_SAYS = frozenset(["is", "was", "of", "equals", "measures", "measured", "at", "are", "were"])
"""Words that lead from a label to its number."""
_NO_VALUE = ["n", "/", "a"]
"""What stands for a value that was not measured: "Right femoral neck: T-score n/a"."""
_TIMES = frozenset(["year", "month", "day"])
_DENIALS = frozenset(["no", "kein", "keine", "geen"])
_OPEN_WORDS = frozenset(_OPEN_WORDS_TEXT.split())


@dataclass(frozen=True, slots=True, kw_only=True)
class LineEnd:
    """A line end behind the tokens of an open sentence."""

    tokens: Sequence[Token]
    text: str
    lexicon: Lexicon
    headings: Headings
    open_: Sequence[Token]
    opened_at_line: bool
    """Whether the open sentence begins its line."""

    def wraps(self, ahead: int) -> bool:
        """Whether the next line goes on with the open sentence."""
        if not self.open_ or self._begins_apart(ahead):
            return False
        last, token = self.open_[-1], self.tokens[ahead]
        # "normale" above "Knochendichte": German nouns are no sign of a line of their own.
        phrase = self._is_phrase_over(ahead) or self._is_site_over(ahead) or self._says_number(ahead)
        if last.text == ":" or self._in_brackets():
            return self._in_brackets() or self._goes_on_over_colon(token)
        # "DE" behind a number is a unit, not the Spanish preposition, and "der." there is the right side.
        small = last.text in _OPEN_WORDS and not last.is_a("abbreviated", "left", "right")
        # The end of a number such as "A0304260A" is no word.
        small = small and not (last.text.isalpha() and self.text[max(0, last.start - 1) : last.start].isalnum())
        # "Voruntersuchung: keine" and "Smoking: no" are whole.
        small = small and not (last.text in _DENIALS and (len(self.open_) == 1 or self.open_[-2].text == ":"))
        open_word = last.is_a("at", "from", "to", "between", "compare") or small or self._awaits_noun()
        goes_on = self.text[token.start].islower() or self._is_bare_score(ahead)
        open_word = open_word or (last.text == ";" and goes_on) or self._site_waits(token) or self._day_waits(token)
        open_word = open_word or self._is_label_alone(token)
        # "10-yr" above "MOF risk 9.7%"
        open_word = open_word or (last.key("units") == "year" and token.is_a("frax:major", "frax:hip"))
        if last.text in {".", ";", "!", "?"} or (self._starts_item(token) and not phrase):
            return open_word or self._awaits_score(token)
        if self._heads_columns(ahead) or (token.text == "%" and is_labelled_percent(self.tokens, ahead)):
            return False
        # "Year  2019  2021" is the head of a table.
        unit = token.key("units") and (last.is_a("number", "bad_number") or not token.is_a("word"))
        # "An 80-year-old" below a score; "an" is French for a year, too.
        unit = unit and not (token.key("units") in _TIMES and not last.text.isdigit())
        # "25-OH vitamin D" below a value is a line of its own.
        number = token.is_a("number", "bad_number") and not is_hydroxy(self.tokens, ahead)
        number = number and [other.text for other in self.tokens[ahead + 1 : ahead + 2]] != ["="]
        # "PROBABILITY OF 3%" above "OR MORE": a limit, which the line above alone would make a result.
        if number or token.text in {"(", ")", "%", "="} or unit or token.is_a("bound_after"):
            return True
        titled = self.opened_at_line and bool(token.key("labels")) and not self._speaks_of_results()
        lower = self.text[token.start].islower() and not titled
        apart = self._ends_with_result(ahead) or self._begins_examination(ahead) or self._is_over_row(ahead)
        lower = lower and not apart
        lower = lower and not self._begins_unknown(ahead)
        return open_word or last.is_a("and") or phrase or lower or goes_on_in_capitals(last, token, self.text)

    def _begins_apart(self, ahead: int) -> bool:
        """Whether the next line is an item, a heading, a row, or a value with its label or site behind it."""
        if list_marker(self.tokens, ahead) or self._is_headed(ahead) or heads_sides(self.tokens, ahead):
            return True
        if self._are_barred(ahead) or (self._are_heads(self.open_) and self._are_heads(line_at(self.tokens, ahead))):
            return True
        if [token.text for token in self.open_[-3:]] == _NO_VALUE or self._is_field_over_site(ahead):
            return True
        return self._begins_with_value(ahead) and not self._in_brackets()

    def _is_field_over_site(self, ahead: int) -> bool:
        """Whether the open line is the date or the "none" of a heading, "Comparison: 2024", above a line of a site."""
        dated = all(token.when or token.is_a("punctuation", "not") for token in self.open_)
        return dated and self._begin_with(line_at(self.tokens, ahead), "site", "levels")

    def _are_heads(self, line: Sequence[Token]) -> bool:
        """Whether a line is of words of sites in cells that wide gaps part, as the heads of a table may stand."""
        if not line or not self._has_cells(line) or len(line) > _LONGEST_NAME:
            return False
        known = core_words() | side_words().keys()
        return all(token.is_a("levels", "third") or set(token.text.split()) <= known for token in line)

    def _are_barred(self, ahead: int) -> bool:
        """Whether bars stand in both lines, or a number in a cell of its own ends the open one: each is a row."""
        bars = any(token.text == "|" for token in line_at(self.tokens, ahead))
        ends = self.open_[-1].is_a("number") and self.open_[-2:-1] and self.open_[-2].text == "|"
        return (bars or bool(ends)) and any(token.text == "|" for token in self.open_)

    def _is_headed(self, ahead: int) -> bool:
        """Whether a heading begins the next line; "in relation to the" above "previous examination" heads nothing."""
        last = self.open_[-1]
        # "Change of BMD since the" above "previous examination: -1.8 %"
        goes_on = last.is_a("compare", "prior") or (last.is_a("word") and last.text in _OPEN_WORDS)
        return self.headings.heading(ahead) is not None and not goes_on

    def _begins_with_value(self, ahead: int) -> bool:
        """Whether a line begins with a number, its own label and its site, below one that awaits none of them."""
        line, last = self.tokens[ahead : ahead + _HEAD], self.open_[-1]
        # "-1.7 T-score, 0.5 Z-score" ends with a label that has its number.
        printed = [token for token in self.open_ if token.start > self.text.rfind("\n", 0, last.start)]
        labels = sum(bool(token.key("labels")) for token in printed)
        numbers = sum(token.is_a("number") for token in printed)
        awaits = bool(last.key("labels")) and not (printed[0].is_a("number") and labels == numbers)
        if not line[0].is_a("number") or awaits or last.is_a("at", "from", "to", "between", "and"):
            return False
        behind = next((token for token in line[1:] if not token.key("units")), None)
        if behind is None or last.text in _OPEN_WORDS:
            return False
        named, _ = with_sites(line_at(self.tokens, ahead), self.text)
        if behind.key("labels") in {"t_score", "z_score", "bmd"}:
            return any(token.is_a("site", "levels") for token in named)
        return leads_site(named) and (last.text == ":" or leads_site(with_sites(printed, self.text)[0]))

    def _ends_with_result(self, ahead: int) -> bool:
        """Whether the open line is a label or site and its numbers, and the next one begins with a site of its own."""
        if not self.opened_at_line or not self.open_[-1].is_a("number"):
            return False
        named = self.open_[:_LONGEST_NAME] if not self.open_[0].key("labels") else ()
        if named and not self._begin_with(named, "site", "levels"):
            return False
        line, _ = with_sites(line_at(self.tokens, ahead), self.text)
        return bool(line) and line[0].is_a("site", "levels")

    def _begins_unknown(self, ahead: int) -> bool:
        """Whether the open line ends with a number or its unit, and the next one is of a name nobody knows."""
        ends = self.open_[-1].is_a("number") or self.open_[-1].key("units") is not None
        line, _ = with_sites(line_at(self.tokens, ahead), self.text)
        return ends and is_unknown_field(line)

    def _is_over_row(self, ahead: int) -> bool:
        """Whether the next line is another line of a table, below its head, the name of a limb, or a row above it."""
        line = line_at(self.tokens, ahead)
        if not line or not self.opened_at_line:
            return False
        cells, told = self._has_cells(self.open_), any(token.is_a("number", "bad_number") for token in self.open_)
        if not told:
            heads = (
                cells and len(self.open_) <= _LONGEST_HEAD and sum(bool(one.key("labels")) for one in self.open_) > 1
            )
            return heads or (self._is_name() and self._has_cells(line))
        row = self._has_cells(line) and any(token.is_a("number") for token in line)
        named = row or len(with_sites(line, self.text)[0]) == 1
        return cells and named and self.open_[-1].is_a("number") and self._begin_with(line, "site", "levels", "row")

    def _has_cells(self, line: Sequence[Token]) -> bool:
        return _CELLS.search(self.text[line[0].start : line[-1].end]) is not None

    def _begins_examination(self, ahead: int) -> bool:
        """Whether a line begins with the time of its examination below a result: "heute, 11.04.2024: LWS -2,8"."""
        if not self.open_[-1].is_a("number") or not self.tokens[ahead].is_a("now", "prior", "earlier", "general:past"):
            return False
        head = takewhile(lambda token: not token.is_a("number", "newline"), self.tokens[ahead + 1 : ahead + _HEAD])
        return any(token.text == ":" for token in head)

    def _says_number(self, ahead: int) -> bool:
        """Whether a line begins with a verb and the number of the label above: "T SCORE" above "IS -1.7"."""
        behind = self.tokens[ahead + 1 : ahead + 4]
        says = bool(self.open_[-1].key("labels")) and self.tokens[ahead].text in _SAYS
        return says and any(token.is_a("number", "bad_number") for token in behind)

    def _speaks_of_results(self) -> bool:
        """Whether the open line holds a number, a label or a verb, so that it is no title."""
        return any(
            token.is_a("number", "bad_number", "change", "compare") or token.key("labels") for token in self.open_
        )

    def _awaits_score(self, token: Token) -> bool:
        """Whether the open line ends with "previous" and the next one begins with the score it means."""
        compared = any(other.is_a("compare") for other in self.open_[-_OVER:])
        before = self.open_[-2:-1]
        sided = any(self.open_[-1].text in words for words in SIDE_WORDS.values())
        if sided and before and before[0].text == ":" and token.key("labels") and not self.opened_at_line:
            # "Femoral neck: left" above "T-score -2.6, right T-score -2.4".
            return True
        if not self.opened_at_line and token.key("labels") and not any(other.is_a("number") for other in self.open_):
            # A sentence that begins within a line and ends it with a site goes on: "Left femur neck" above "T-score".
            named, _ = with_sites(self.open_, self.text)
            if named[-1].is_a("site", "levels"):
                return True
        return (
            self.open_[-1].is_a("prior", "earlier")
            and not compared
            and token.key("labels") in {"t_score", "z_score", "bmd"}
        )

    def _is_site_over(self, ahead: int) -> bool:
        """Whether a site's name begins within the open line and ends on the next one: "LT TOTAL" above "HIP:"."""
        tail = self.open_[-_OVER:]
        if self.opened_at_line and not any(token.is_a("number", "bad_number") for token in self.open_):
            # "T-scores | LEFT | RIGHT" above "Hip" is the head of a table.
            return False
        if self._is_name():
            return False
        line = [token for token in self.tokens[ahead : ahead + _OVER] if not token.is_a("newline")]
        joined, _ = with_sites([*tail, *line], self.text)
        edge = tail[-1].end
        return any(token.is_a("site") and token.start < edge < token.end for token in joined)

    def _goes_on_over_colon(self, token: Token) -> bool:
        """Whether a colon at the end of a line leads to what the next line begins with, and heads no list of lines."""
        label = len(self.open_) > 1 and bool(self.open_[-2].key("labels") or self.open_[-2].key("frax"))
        running = not self.opened_at_line or any(other.is_a("number") for other in self.open_)
        sided = any(token.text in words for words in SIDE_WORDS.values())
        ahead = bool(token.is_a("number") or (running and (token.key("labels") or sided)))
        return ((label or running) and ahead) or self._is_side_alone()

    def _is_side_alone(self) -> bool:
        """Whether a line ends with a clause of nothing but a side: "The right hip is not measured. On the left:"."""
        clause = self.open_[:-1]
        sides = [token for token in clause if any(token.text in words for words in SIDE_WORDS.values())]
        others = any(token.is_a("number", "bad_number", "levels", "date") for token in clause)
        return not self.opened_at_line and len(sides) == 1 and len(clause) <= _LONGEST_SIDE and not others

    def _awaits_noun(self) -> bool:
        """Whether the open line ends with a side that belongs to the noun on the next one: "am linken"."""
        last, before = self.open_[-1], self.open_[-2:-1]
        sided = any(last.text in words for words in SIDE_WORDS.values())
        led = bool(before) and (before[0].is_a("at") or before[0].text in _OPEN_WORDS)
        return sided and led and not self._is_name()

    def _is_name(self) -> bool:
        """Whether the open line is a name by itself, as "Hip, left" is above the parts of that hip."""
        if len(self.open_) > _LONGEST_NAME or any(token.is_a("number", "bad_number") for token in self.open_):
            return False
        named, _ = with_sites(self.open_, self.text)
        return len(named) == 1 and named[0].site is not None and named[0].site.side is not None

    def _in_brackets(self) -> bool:
        """Whether a bracket opened not long ago is still open."""
        depth = 0
        for token in self.open_[-_LONGEST_BRACKET:]:
            depth = max(0, depth + (token.text == "(") - (token.text == ")"))
        return depth > 0

    def _is_phrase_over(self, ahead: int) -> bool:
        """Whether the last words of the open sentence and the first of the next line are one known phrase."""
        words = [word for token in self.open_[-_OVER:] for word in token.text.split()]
        following = [word for token in self.tokens[ahead : ahead + _OVER] for word in token.text.split()]
        pairs = ((back, forth) for back in range(1, _OVER + 1) for forth in range(1, _OVER + 1))
        return any((*words[-back:], *following[:forth]) in self.lexicon.facts for back, forth in pairs)

    def _starts_item(self, token: Token) -> bool:
        """Whether a line beginning with this token is likely an item of a list."""
        if self.text[token.start].islower():
            return False
        return bool(
            token.is_a("levels", "date", "bad_date") or token.key("labels") or self._begin_with([token], "site", "row")
        )

    def _begin_with(self, tokens: Sequence[Token], *tags: str) -> bool:
        """Whether words begin with a site or row once they are named; words that are left out begin with none."""
        named, _ = with_sites(list(tokens), self.text)
        return bool(named) and named[0].is_a(*tags)

    def _site_waits(self, token: Token) -> bool:
        """Whether the open line names sites before their numbers, ends with one, and the next line has its label."""
        scored = token.key("labels") in {"t_score", "z_score", "bmd"}
        if not scored or not any(other.is_a("number") for other in self.open_):
            return False
        named, _ = with_sites(self.open_, self.text)
        numbers = [place for place, other in enumerate(named) if other.is_a("number", "bad_number")]
        leads = bool(numbers) and any(other.is_a("site", "levels") for other in named[: numbers[0]])
        # Of "T -2.3, BMD 0.641 - left neck" the site is that of the numbers before it.
        return leads and named[-1].is_a("site", "levels", "row") and named[-2].text in {",", ";"}

    def _is_label_alone(self, token: Token) -> bool:
        """Whether a sentence within a line is a mere label: "TBS" above "L1-L4: 1.231", "T-score (SD)" above "Hip"."""
        mere = all(other.key("labels") or other.key("units") or other.text in {"(", ")"} for other in self.open_)
        return mere and not self.opened_at_line and bool(token.is_a("levels") or token.key("sites"))

    def _day_waits(self, token: Token) -> bool:
        """Whether the open line ends with the day of a clause whose label is below: "; op 06-08-2010" above "BMD"."""
        if not self.open_[-1].is_a("date") or not token.key("labels"):
            return False
        before = self.open_[-3:-1]
        led = bool(before) and before[-1].is_a("at", "from")
        return led and before[0].text == ";" and any(other.is_a("number") for other in self.open_[:-1])

    def _heads_columns(self, ahead: int) -> bool:
        """Whether the next line begins with a label and has bars, or cells below a result, and no number: a head."""
        line = list(takewhile(lambda token: not token.is_a("newline"), self.tokens[ahead:]))
        barred = any(token.text == "|" for token in line) or (self.open_[-1].is_a("number") and self._has_cells(line))
        return barred and line[0].key("labels") is not None and not any(token.is_a("number") for token in line)

    def _is_bare_score(self, ahead: int) -> bool:
        """Whether a line begins with a score's label and its number, so that its site stands on the line above."""
        line = self.tokens[ahead : ahead + 3]
        scored = line[0].key("labels") in {"t_score", "z_score"}
        number = next((token for token in line[1:] if token.text not in {":", "="}), None)
        return scored and number is not None and number.is_a("number") and not self.open_[0].key("labels")
