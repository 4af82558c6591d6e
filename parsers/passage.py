"""A running text made of pieces that each know their own place in the document."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dxa.locator import Locator


@dataclass(frozen=True, slots=True)
class Piece:
    """One line of text; `locate(start, end)` gives the place of a part of it in the document."""

    text: str
    locate: Callable[[int, int], Locator]


class Passage:
    """Pieces joined by line ends, so that a span of the joint text leads back to the document."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self.text = "\n".join(piece.text for piece in pieces)
        self._pieces = tuple(pieces)
        starts = [0]
        for piece in pieces[:-1]:
            starts.append(starts[-1] + len(piece.text) + 1)
        self._starts = starts if pieces else []

    def locator(self, start: int, end: int) -> Locator:
        """Return the place of `text[start:end]`; a span over several pieces is cut at the end of its first.

        Raises:
            IndexError: the passage is empty or the span lies outside it.
        """
        if not self._starts or not 0 <= start <= end <= len(self.text):
            raise IndexError(f"no text at {start}:{end}")
        number = bisect_right(self._starts, start) - 1
        piece, offset = self._pieces[number], self._starts[number]
        return piece.locate(start - offset, min(end - offset, len(piece.text)))


def plain_passage(text: str) -> Passage:
    """Return a passage over a document that is the text itself; its locators are character spans of the document."""
    pieces: list[Piece] = []
    start = 0
    for line in text.split("\n"):
        pieces.append(Piece(line, lambda first, last, start=start: Locator(chars=(start + first, start + last))))  # type: ignore[misc]
        start += len(line) + 1
    return Passage(pieces)
