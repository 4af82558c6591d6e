"""A text as tokens: scanned, with its phrases joined, its dates in the order it writes them, its bare letters named."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from parsers.narrative.language.bare_labels import with_bare_labels
from parsers.narrative.language.dates import contradictory, in_order, month_first, order_fitting
from parsers.narrative.language.scanning import scanned
from parsers.narrative.language.spoken import with_spoken
from parsers.narrative.language.tokens import Token, phrased
from parsers.narrative.language.words import Lexicon

_IS = frozenset(["\u00e9", "\u00e8"])
_SUBJUNCTIVE = re.compile(r"(?:k(?:ö|oe)nnt|w(?:ü|ue)rd|h(?:ä|ae)tt|m(?:ü|ue)(?:ss|ß)t)(?:e|en|et)", re.IGNORECASE)
"""German verbs of which only the umlaut tells what might be from what was: "würde" and "wurde"."""


def tokens_of(text: str, lexicon: Lexicon, around: date | None = None) -> tuple[Token, ...]:
    """Return the tokens of a text in order; blanks leave none, line ends do.

    `around` is the day of the examination by the message the text stands in, which may tell its day from its month.
    """
    tokens = list(phrased(_with_months(list(scanned(text, lexicon)), lexicon), lexicon.phrases, lexicon.reach))
    dated = _in_date_order(with_spoken(tokens, lexicon.dictated), lexicon, around)
    return tuple(with_bare_labels(_with_verbs(dated, text, lexicon.language), text))


def _with_months(tokens: Sequence[Token], lexicon: Lexicon) -> list[Token]:
    """Return the tokens with the name of a month joined to the year behind it: "August 2021", "Sept. 2021"."""
    kept: list[Token] = []
    for token in tokens:
        dotted = len(kept) > 1 and kept[-1].text == "." and kept[-1].start == kept[-2].end
        month = kept[-1 - dotted] if token.when and len(kept) > dotted else None
        of_year = token.when is not None and token.text.isdigit()
        if month is not None and of_year and month.is_a("word") and month.text in lexicon.months:
            del kept[-1 - dotted :]
            token = replace(token, start=month.start, text=f"{month.text} {token.text}")  # noqa: PLW2901 - the joined one takes its place
        kept.append(token)
    return kept


class FactTokens:
    """The sentences of one text read with the names of clinical facts, without line ends; each is read once."""

    def __init__(self, text: str, lexicon: Lexicon) -> None:
        self.text = text
        self._lexicon = lexicon
        self._read: dict[tuple[int, int], tuple[Token, ...]] = {}

    def between(self, start: int, end: int) -> tuple[Token, ...]:
        """Return the tokens of a sentence, by its place in the text."""
        if (start, end) not in self._read:
            scan = scanned(self.text, self._lexicon, start, end)
            words = _with_months([token for token in scan if not token.is_a("newline")], self._lexicon)
            self._read[start, end] = tuple(phrased(words, self._lexicon.facts, self._lexicon.reach))
        return self._read[start, end]


def _in_date_order(tokens: Sequence[Token], lexicon: Lexicon, around: date | None) -> Sequence[Token]:
    """Return the tokens with dates such as 06/03/2021 read in the order the other dates or the language show.

    Or the day of the message: beside one of the fourth of March, "03/04/2026" has the month first.
    """
    printed = [token.text for token in tokens if token.when]
    order = month_first(printed)
    if order is None and lexicon.day_first and not contradictory(printed):
        order = False
    if order is None and not contradictory(printed):
        order = order_fitting((token.when for token in tokens if token.when), around)
    if order is None:
        return tokens
    return [replace(token, when=in_order(token.when, month_first=order)) if token.when else token for token in tokens]


def _with_verbs(tokens: Sequence[Token], text: str, language: str) -> list[Token]:
    """Return the tokens with the verbs told by their accents, which tell the Portuguese "is" from "and"."""
    told = [_verb(token, text[token.start : token.end]) if token.is_a("word") else token for token in tokens]
    if language != "pt" or text.isascii():
        return told
    # "Media" without its accent is what the bone measured, and no mean.
    return [
        replace(token, text="mediu") if text[token.start : token.end].lower() == "media" else token for token in told
    ]


def _verb(token: Token, printed: str) -> Token:
    if token.text == "e" and printed.lower() in _IS:
        return replace(token, text="est", tags=frozenset({"word"}))
    if _SUBJUNCTIVE.fullmatch(printed):
        return replace(token, tags=token.tags | {"general:modal"})
    return token
