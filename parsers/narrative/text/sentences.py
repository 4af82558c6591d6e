"""A text as sentences under section headings; a list line is a sentence, a wrapped line is not."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import takewhile

from parsers.narrative.language.dates import When
from parsers.narrative.language.tokens import Token, phrased
from parsers.narrative.language.words import Lexicon
from parsers.narrative.sites.naming import with_sites
from parsers.narrative.text.copied import copied_end, copied_head
from parsers.narrative.text.dots import is_abbreviation, is_dot_within
from parsers.narrative.text.headings import Heading, Headings, names_result
from parsers.narrative.text.histories import WAS, is_told_now, tells_history
from parsers.narrative.text.line_ends import LineEnd
from parsers.narrative.text.line_heads import line_at, list_marker
from parsers.narrative.text.open_ends import ends_with_risk, may_go_on
from parsers.narrative.text.result_lines import gives_result, gives_score, heads_risks, heads_today

_CLOSING = frozenset(["comparison", "indication", "examination", "technique", "legend"])
_RESULTS = frozenset(["t_score", "z_score", "both_scores", "bmd"])
_FORM = 2
"""Tokens of "Region:"."""


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
    return any(gives_score(sentence.tokens) for sentence in sentences)


class _Splitter:
    """Walks the tokens once."""

    def __init__(self, tokens: Sequence[Token], text: str, lexicon: Lexicon, *, complete: bool) -> None:
        self._tokens, self._text, self._lexicon, self._complete = tokens, text, lexicon, complete
        self._headings = Headings(tokens, text)
        self._done: list[Sentence] = []
        self._open: list[Token] = []
        self._section: str | None = None
        self._block = self._after_block = self._alone = self._copied = False
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

    @cached_property
    def _is_followed_by_results(self) -> bool:
        """Whether a score or a density stands below the last heading of findings: "Ergebnis: Osteoporose." has none."""
        below = self._tokens[self._findings :]
        named = (at for at, token in enumerate(below) if token.key("labels") in _RESULTS)
        return any(token.is_a("number", "newline") for at in named for token in below[at + 1 : at + _FORM + 1])

    def run(self) -> list[Sentence]:
        at = 0
        while at < len(self._tokens):
            at = self._step(at)
        # A bracket that closes at the end of the text was not cut off.
        bracket = bool(self._open) and self._open[-1].text == ")"
        self._end(closed=self._complete or bracket or ends_with_risk(self._open))
        return self._done

    def _step(self, at: int) -> int:
        token = self._tokens[at]
        if token.is_a("newline"):
            return self._newline(at)
        if not self._open and (length := self._headed(at)):
            return at + length
        marker = list_marker(self._tokens, at) if self._line_start else 0
        if marker:
            self._line_start = True
            self._end(closed=True)
            self._line_start, self._marked = False, True
            return at + marker
        if not self._open:
            self._opened_at_line, self._marked = self._line_start or self._marked, False
            if self._opened_at_line:
                self._maybe_close(at)
            elif self._section in {"indication", "comparison"}:
                self._maybe_doubt(at)
        self._line_start = False
        if is_dot_within(token, self._open, self._text, self._lexicon.abbreviations):
            return at + 1
        self._open.append(token)
        if self._ends_sentence(at):
            self._end(closed=at + 1 < len(self._tokens) or self._complete or not may_go_on(self._open))
        return at + 1

    def _headed(self, at: int) -> int:
        """Begin the section of a heading that stands here; return its tokens, 0 if there is none."""
        if self._line_start and (length := self._pasted(at)):
            return length
        if heading := self._headings.heading(at):
            self._enter(at, heading)
            return heading.length
        length = 0 if self._copied else self._headings.inner(at, self._section)
        if length:
            # Behind an earlier examination it may still be of that one: "Comparison: DXA of 2019. Findings: ...".
            key = self._tokens[at].key("sections")
            self._doubt = self._section == "comparison" and key != "current" and self._tells_earlier()
            self._section, self._block, self._after_block = "findings" if key != "impression" else key, False, False
        return length

    def _pasted(self, at: int) -> int:
        """Enter or leave an old report pasted below this one's results; return the tokens of the line that says so."""
        if self._copied and (length := copied_end(self._tokens, at)):
            self._section, self._block, self._copied = None, False, False
            return length
        length = copied_head(self._tokens, at)
        results = [one for one in self._done if one.section not in {"comparison", "indication"}]
        if length and _has_result(results):
            self._copied = True
            self._enter(at, Heading("comparison", length, is_block=True))
            return length
        return 0

    def _enter(self, at: int, heading: Heading) -> None:
        """Begin the section of a heading; those of a pasted old report are all of the earlier examination."""
        concluded = any(sentence.section == "impression" for sentence in self._done)
        self._copied = self._copied and heading.key != "current" and (heading.key != "impression" or concluded)
        self._section = "comparison" if self._copied else heading.key
        self._block, self._after_block, self._doubt = heading.is_block or self._copied, False, False
        days = {token.when for token in self._tokens[at : at + heading.length] if token.when}
        told = self._heading_day if self._copied else None
        self._heading_day = days.pop() if len(days) == 1 else told
        after = self._tokens[at + heading.length : at + heading.length + 1]
        self._alone = heading.key == "comparison" and bool(after) and after[0].is_a("newline")
        self._line_start = True

    def _newline(self, at: int) -> int:
        ahead = at + 1
        while ahead < len(self._tokens) and self._tokens[ahead].is_a("newline"):
            ahead += 1
        blank = ahead - at > 1
        following = self._tokens[ahead] if ahead < len(self._tokens) else None
        if blank or following is None or not self._line_end().wraps(ahead):
            self._end(closed=True)
            self._line_start = True
        if blank:
            self._paragraph += 1
            self._after_block = self._block and not self._copied
            if not self._block and self._section in _CLOSING and self._said_something() and not self._waits(ahead):
                self._section = None
        return ahead

    def _line_end(self) -> LineEnd:
        return LineEnd(
            tokens=self._tokens,
            text=self._text,
            lexicon=self._lexicon,
            headings=self._headings,
            open_=self._open,
            opened_at_line=self._opened_at_line,
        )

    def _said_something(self) -> bool:
        return bool(self._done) and self._done[-1].section == self._section

    def _maybe_close(self, at: int) -> None:
        """End a section without a heading behind it when a line of results begins, or doubt whose those are."""
        if self._doubt and heads_today(line_at(self._tokens, at)):
            self._section, self._doubt = None, False
        alone = self._alone and _has_result(self._done[-1:])
        if self._block or alone or self._section not in _CLOSING or self._waits(at) or not self._said_something():
            return
        # A line of a letter may hold a site, and the next ones its scores.
        named, _ = with_sites(self._with_wrapped(at), self._text)
        line, _ = with_sites(line_at(self._tokens, at), self._text)
        # "Region: L1-L4 / BMD: 0.801" names its row too.
        name = line[2:] if len(line) > _FORM and line[0].is_a("general:site_head") and line[1].text == ":" else line
        named_row = bool(name) and name[0].is_a("site", "levels") and any(token.text == ":" for token in line)
        scored = gives_score(named) or gives_score(line)
        # Behind results of their own it may be one of the examination compared with.
        told_now = is_told_now(named) and not self._gave_results()
        if (named_row or heads_risks(line)) and not told_now and self._is_dated_below_results():
            self._doubt = True
        elif named_row or heads_risks(line) or told_now:
            self._section, self._doubt = None, False
        elif scored and self._section in {"indication", "comparison"}:
            self._doubt = self._tells_earlier()
            self._section = self._section if self._doubt else None

    def _is_dated_below_results(self) -> bool:
        """Whether the section is "Comparison: 12.05.2023" and nothing more, below results: it may head earlier ones."""
        last = self._done[-1]
        bare = all(token.when or token.is_a("punctuation", "at", "from") for token in last.tokens)
        return self._section == "comparison" and bare and self._gave_results()

    def _gave_results(self) -> bool:
        """Whether results of this examination stand above; what it was done for tells none of its own."""
        return any(one.section not in _CLOSING and gives_result(one.tokens) for one in self._done)

    def _with_wrapped(self, at: int) -> list[Token]:
        """Return the line that begins at a place, with the lines below in which its last sentence goes on."""
        told: list[Token] = []
        while at < len(self._tokens):
            token = self._tokens[at]
            if token.is_a("newline"):
                following = self._tokens[at + 1 : at + 2]
                ends = not following or following[0].is_a("newline")
                if ends or not replace(self._line_end(), open_=told, opened_at_line=True).wraps(at + 1):
                    break
            else:
                told.append(token)
            at += 1
        return told

    def _maybe_doubt(self, at: int) -> None:
        """End a section, or doubt whose its results are, where a sentence in its line begins with a site or "today"."""
        if self._block or self._waits(at) or not self._said_something():
            return
        sentence = list(takewhile(lambda token: token.text not in {".", "!", "?"}, self._with_wrapped(at)))
        named, _ = with_sites(sentence, self._text)
        scored = gives_score(named)
        begins = any(token.is_a("site", "levels", "now", "sections:current") for token in named[:1])
        begins = begins or any(token.is_a("now") for token in named[1:2])
        told = any(token.is_a("prior", "earlier", "general:past") for token in named)
        if scored and not told and (begins or (self._section == "indication" and not tells_history(named))):
            self._doubt = self._tells_earlier() or (not begins and any(token.text in WAS for token in named))
            self._section = self._section if self._doubt else None

    def _waits(self, at: int) -> bool:
        """Whether a heading over the findings is still to come, so that the section lasts up to it."""
        return self._findings >= at and self._section != "legend" and self._is_followed_by_results

    def _tells_earlier(self) -> bool:
        """Whether the words under the present heading speak of an earlier examination and do not deny it."""
        here = [sentence for sentence in self._done if sentence.section == self._section]
        if self._section == "indication":
            # "On risedronate since 2020" tells of no examination.
            here = [one for one in here if any(names_result(token) for token in one.tokens)]
        cues = ("prior", "earlier", "compare", "general:past", "date", "number")
        return any(
            any(token.is_a(*cues) or (token.is_a("word") and self._section == "comparison") for token in one.tokens)
            and not any(token.is_a("not", "not_after") for token in one.tokens)
            for one in here
        )

    def _ends_sentence(self, at: int) -> bool:
        token = self._tokens[at]
        if token.text not in {".", "!", "?"} or token.is_a("number", "compare_sign"):
            return False
        before = self._open[-2] if len(self._open) > 1 else None
        touches = before is not None and before.is_a("word") and before.end == token.start
        if (
            token.text == "."
            and touches
            and before is not None
            and is_abbreviation(before, self._lexicon.abbreviations)
        ):
            return False
        return self._text[token.end : token.end + 1].strip() == ""

    def _end(self, *, closed: bool) -> None:
        if not self._open:
            return
        if any(token.is_a("not", "not_after") for token in self._open):
            # "PRIOR STUDY: none available" heads no results.
            self._block = self._copied
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
