"""The examination a section's results are of: an earlier one below a comparison or a history, this one elsewhere."""

from collections.abc import Iterable, Mapping, Sequence

from parsers.narrative.examinations.times import Moment, Time, earlier_by_year
from parsers.narrative.language.dates import When
from parsers.narrative.language.tokens import Token
from parsers.narrative.text.sentences import Sentence

_THAT = frozenset(["celui", "celle", "ceux", "celles", "quello", "quella", "quelli", "jener", "derjenige", "diejenige"])
_THAT_OF_TEXT = (
    "that of/those of/der der/der des/der am/die der/die des/die am/die van/dat van/el de/el del/la de/la del/"
    "o do/o da/a do/a da"
)
_THAT_OF = frozenset(tuple(pair.split()) for pair in _THAT_OF_TEXT.split("/"))


class SectionTimes:
    """Remembers the days the sentences of a comparison name."""

    def __init__(self) -> None:
        self._compared: set[When] = set()
        self._dated = False
        self._headed: Moment | None = None
        self._last: Moment | None = None

    def enter(self) -> None:
        """Begin a section of its own."""
        self._compared = set()
        self._headed = self._last = None

    def date(self, when: When, year: When | None) -> None:
        """Begin the lines below a date; it tells them apart only if it is before the year of the examination."""
        self._headed = earlier_by_year(when, year)

    def head(self) -> None:
        """Begin the lines below a heading."""
        self._dated = False

    def note(self, tokens: Iterable[Token]) -> None:
        """Remember the days of a sentence without numbers."""
        self._compared |= {token.when for token in tokens if token.when}
        self._last = None

    def told(self, moments: Mapping[int, Moment]) -> None:
        """Remember the time of a sentence none of whose numbers is of today."""
        today = any(moment.time is Time.CURRENT for moment in moments.values())
        self._last = moments[max(moments)] if moments and not today else None

    def of(self, sentence: Sentence, tokens: Sequence[Token], *, prior: bool) -> Moment:
        """Return the time a sentence begins with; `prior` tells that it stands below a heading of earlier results."""
        if sentence.after_prior:
            return Moment(Time.UNSURE)
        if self._last is not None and points_back(tokens):
            # "In 2021 the T-score of the spine was -1.2. That of the hip was -1.0."
            return self._last
        if sentence.section not in {"comparison", "indication"} and not prior:
            return self._headed or Moment(Time.CURRENT)
        if sentence.section == "indication" and not prior and any(token.is_a("now") for token in tokens):
            # "The scan done today gives -2.2 at the spine and -1.8 at the neck" need not be of an earlier time.
            return Moment(Time.UNSURE)
        dates = {token.when for token in tokens if token.when}
        if sentence.section == "comparison":
            # "COMPARISON: 11/08/2022. The impression of that study reads ..." is all of one examination.
            self._compared |= dates | ({sentence.dated} if sentence.dated else set())
            dates = dates or self._compared
        if prior:
            if not dates and (self._dated or any(token.key("labels") == "tbs" for token in tokens)):
                # Behind lines that begin with their dates a line without one may be of any examination.
                return Moment(Time.UNSURE)
            self._dated = self._dated or bool(dates)
        return Moment(Time.PRIOR, next(iter(dates)) if len(dates) == 1 else None, worded=True)


def points_back(tokens: Sequence[Token]) -> bool:
    """Return whether a sentence begins with "that of", whose score is the one the sentence before speaks of."""
    words = [word for token in tokens[:2] for word in token.text.split()][:2]
    return tuple(words) in _THAT_OF or bool(_THAT & set(words[:1]))
