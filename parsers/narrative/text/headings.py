"""Headings of sections: their words before a colon or alone on a line, and the heads of earlier examinations."""

from collections.abc import Sequence
from dataclasses import dataclass

from parsers.narrative.language.tokens import Token
from parsers.narrative.language.words import subject_words

_EXAMS = frozenset(["scan", "study", "exam", "examination", "dxa", "dexa"])
"""Last words of a field for the day of an earlier examination; "previous results" are more."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A section heading and the tokens it takes."""

    key: str
    length: int
    is_block: bool = False
    """True if it stands alone over lines of an earlier examination."""


def names_result(token: Token) -> bool:
    """Return whether a word may speak of an examination of bone or its result.

    "Prior" alone may be of a fracture, and an age or a weight is no result.
    """
    examination = token.is_a("sections:examination") or (token.is_a("sections:prior") and " " in token.text)
    return token.text in subject_words() or examination or token.key("labels") not in {None, "other"}


class Headings:
    """Tells the headings of a text from its other words."""

    def __init__(self, tokens: Sequence[Token], text: str) -> None:
        self._tokens, self._text = tokens, text

    def heading(self, at: int) -> Heading | None:
        """Return the heading that begins here: section words before a colon, or alone on their line."""
        if not self._tokens[at].key("sections") or not self._may_head(at):
            return None
        last = at + 1
        joining = {"and", "&", "/", "und", "y", "et", "e", "en"}
        while last < len(self._tokens) and (self._tokens[last].text in joining or self._tokens[last].key("sections")):
            last += 1
        key = self._tokens[at].key("sections") or ""
        if key in {"prior", "copied", "current"} or (key == "comparison" and self._text_at(last) == "("):
            return self._block_heading(at, last, key)
        nothing_more = last >= len(self._tokens) or self._tokens[last].is_a("newline")
        if not nothing_more and self._tokens[last].text == ":":
            return Heading(key, last + 1 - at)
        return Heading(key, last - at) if nothing_more and self._at_line_start(at) else None

    def inner(self, at: int, section: str | None) -> int:
        """Return the tokens of a heading such as "Findings:" that ends a section within its line, 0 if none is here."""
        ends = (
            section in {"indication", "comparison", "technique"}
            and at > 0
            and self._tokens[at - 1].text in {".", "!", "?"}
        )
        token = self._tokens[at]
        named = token.key("sections") in {"findings", "impression", "current"}
        # A history told before it ends where the examination is named as in "Exame: L1-L4 ...".
        named = named or (section == "indication" and token.key("sections") == "examination")
        return 2 if ends and named and self._text_at(at + 1) == ":" else 0

    def _text_at(self, at: int) -> str:
        return self._tokens[at].text if at < len(self._tokens) else ""

    def _block_heading(self, at: int, last: int, key: str) -> Heading | None:
        """Return the heading over the lines of one examination: alone on its line but for a date, or before a colon.

        "Current examination   Previous examination (02/05/2023)" is over the columns of a table.
        """
        if {token.key("sections") for token in self._tokens[at:last]} >= {"current", "prior"}:
            return None
        while last < len(self._tokens) and not self._tokens[last].is_a("newline"):
            token = self._tokens[last]
            dated = token.is_a("date", "at", "from", "exam_date") or token.text in {"(", ")", ",", "-", ":", "."}
            if not dated:
                return None
            last += 1
            if token.text == ":" and not self._dates_fill(last):
                break
        alone = last >= len(self._tokens) or self._tokens[last].is_a("newline")
        if alone and key == "prior" and self._is_field(at, last):
            return None
        if alone and self._at_line_start(at):
            is_prior = key != "current"
            return Heading("comparison" if is_prior else "findings", last - at, is_block=is_prior)
        told = key == "current" and self._tokens[last - 1].text == ":" and self._at_line_start(at)
        # "Examen actuel : rachis ..." begins its results on its own line.
        return Heading("findings", last - at) if told else None

    def _is_field(self, at: int, last: int) -> bool:
        """Whether the day of an earlier examination is the last line of a block of fields about this one.

        "Scanner: Hologic Horizon / Prior scan: 2022-05-11" stands above this examination's results, unless the text
        goes on to head those themselves.
        """
        dated = any(token.when for token in self._tokens[at:last])
        blank = all(token.is_a("newline") for token in self._tokens[last : last + 2])
        above = self._line_above(at)
        field = any(token.text == ":" for token in above[1:-1]) and not any(token.key("labels") for token in above)
        named = self._tokens[at].text.split()[-1] in _EXAMS
        if not (named and dated and blank and field) or any(token.is_a("sections:prior") for token in above[:1]):
            return False
        # Behind results it may head those of the other examination.
        told = any(token.key("labels") in {"t_score", "z_score", "bmd"} for token in self._tokens[:at])
        return not told and not any(token.is_a("sections:current") for token in self._tokens)

    def _line_above(self, at: int) -> Sequence[Token]:
        """Return the line right above the one that begins here; nothing if a blank one is between."""
        end = at - 1
        start = end
        while start > 0 and not self._tokens[start - 1].is_a("newline"):
            start -= 1
        return self._tokens[start:end] if at else ()

    def _dates_fill(self, at: int) -> bool:
        """Whether nothing but dates stands up to the end of the line."""
        while at < len(self._tokens) and not self._tokens[at].is_a("newline"):
            if not (self._tokens[at].is_a("date") or self._tokens[at].text in {"(", ")", ",", "."}):
                return False
            at += 1
        return True

    def _may_head(self, at: int) -> bool:
        before = self._tokens[at - 1] if at else None
        upper = self._text[self._tokens[at].start : self._tokens[at].end].isupper()
        return self._at_line_start(at) or (before is not None and before.text in {".", "!", "?"} and upper)

    def _at_line_start(self, at: int) -> bool:
        return at == 0 or self._tokens[at - 1].is_a("newline") or self._tokens[at - 1].text in {"*", "#"}
