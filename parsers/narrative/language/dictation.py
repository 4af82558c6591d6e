"""Numbers dictated in the words of the text's own language: "minus zwei Komma drei", "zéro virgule huit un deux"."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from parsers.narrative.language.tokens import Token

_LONGEST_FRACTION = 4


@dataclass(frozen=True, slots=True)
class Dictation:
    """Tokens and what the words of a number mean, as `Lexicon.dictated` has them."""

    tokens: Sequence[Token]
    dictated: Mapping[str, str]

    def number_at(self, at: int) -> tuple[int, str]:
        """Return how many tokens a number takes from here and its numerals.

        It is a whole number, its point, and digits one by one. No tokens if none stands here, no numerals if its
        digits are not clear.
        """
        whole = self._numeral(at)
        point = self._past_line_end(at + 1)
        if not whole or not (point < len(self.tokens) and self.dictated.get(self.tokens[point].text) == "."):
            return 0, ""
        behind = self._past_line_end(point + 1)
        fraction, end = self._fraction(behind)
        if end == behind:
            # "zwei Komma hundert" is a number too, but none whose digits are told.
            return (behind + 1 - at, "") if self._counts(behind) else (0, "")
        clear = len(fraction) <= _LONGEST_FRACTION and not self._goes_on(end)
        return end - at, f"{whole}.{fraction}" if clear else ""

    def _fraction(self, at: int) -> tuple[str, int]:
        """Return the numerals behind the point and the place behind them: digits one by one, or one numeral."""
        if at < len(self.tokens) and self.tokens[at].is_a("number"):
            return (self.tokens[at].text, at + 1) if self.tokens[at].text.isdigit() else ("", at)
        digits = ""
        while at < len(self.tokens) and self.tokens[at].text.isalpha() and (digit := self._numeral(at)):
            digits, at = digits + digit, at + 1
        return digits, at

    def _numeral(self, at: int) -> str:
        """Return the numeral a token is or says; empty if it is none."""
        if at >= len(self.tokens):
            return ""
        token = self.tokens[at]
        if token.is_a("number"):
            return token.text if token.text.lstrip("+-").isdigit() else ""
        said = self.dictated.get(token.text, "")
        return said if said.isdigit() else ""

    def _goes_on(self, end: int) -> bool:
        """Whether what follows may belong to the number, at once or behind a word that may be a digit misheard."""
        following = self._past_line_end(end)
        misheard = following < len(self.tokens) and self.tokens[following].tags == {"word"}
        return self._counts(following) or (misheard and self._counts(following + 1))

    def _counts(self, at: int) -> bool:
        """Whether a number goes on here: another numeral, its point, or a word such as "hundred"."""
        if at >= len(self.tokens):
            return False
        token = self.tokens[at]
        return token.is_a("number") or token.text in self.dictated

    def _past_line_end(self, at: int) -> int:
        """Return the place behind one line end, if one stands here."""
        return at + 1 if at < len(self.tokens) and self.tokens[at].is_a("newline") else at
