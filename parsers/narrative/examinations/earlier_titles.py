"""Titles of the results of an earlier examination: "Previous left hip:", "Left hip (previous, 02/14/2021)"."""

from collections.abc import Sequence

from parsers.narrative.examinations.times import Moment, Time
from parsers.narrative.language.tokens import Token
from parsers.narrative.text.lines import names_examination

_EARLIER = ("prior", "earlier")
_MERE = ("site", "levels", "row", "date", "punctuation", "at", "and", *_EARLIER)


class EarlierTitle:
    """Remembers whether the last title names a place and an earlier examination, and nothing else."""

    def __init__(self) -> None:
        self.holds = self._used = False

    def read(self, tokens: Sequence[Token], *, starts_line: bool) -> None:
        """Read a line without numbers: the title of an earlier examination, or of another place, which ends it."""
        named = any(token.is_a("site", "levels") for token in tokens)
        mere = all(token.is_a(*_MERE) or token.key("side") or names_examination(token) for token in tokens)
        earlier = any(token.is_a(*_EARLIER) for token in tokens)
        if starts_line and named:
            self.holds, self._used = mere and earlier, False

    def leave(self, *, section: bool) -> None:
        """Read the end of a section, or a blank line: it ends the block where a row of it stands above."""
        self.holds = self.holds and not (section or self._used)

    def moment(self, told: Moment) -> Moment:
        """Return when a cell was measured: by its own head, else by the title."""
        self._used = True
        own = told.time is not Time.CURRENT or told.when is not None or told.said
        return told if own or not self.holds else Moment(Time.PRIOR, said=True, worded=True)
