"""What a text in rich text format shows, with the way back to the characters it is written with."""

import re
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple, Self

from parsers.hl7.escapes import UNREADABLE, Plain

_HEAD = "{\\rtf"
_TOKEN = re.compile(
    r"\\(?P<word>[A-Za-z]{1,32})(?P<number>-?\d{1,9})? ?|\\'(?P<byte>[0-9A-Fa-f]{2})|\\(?P<symbol>[^A-Za-z])"
    r"|(?P<brace>[{}])|(?P<end>[\r\n]+)|(?P<text>[^\\{}\r\n])"
)
_UNSHOWN_TEXT = (
    "fonttbl colortbl stylesheet info pict object header headerl headerr headerf footer footerl footerr footerf "
    "listtable listoverridetable rsidtbl generator themedata colorschememapping latentstyles datastore xmlnstbl "
    "fldinst filetbl revtbl bkmkstart bkmkend shppict nonshppict annotation atnid atnauthor mmathPr wgrffmtfilter"
)
_UNSHOWN = frozenset(_UNSHOWN_TEXT.split())
"""Groups that are no part of the text: fonts, colours, pictures, the head and foot of each page."""
_STRUCK = frozenset(["v", "strike", "striked", "deleted"])
"""Hidden text, and text somebody crossed out."""
_SHOWN = {
    "par": "\n", "line": "\n", "sect": "\n", "page": "\n", "row": "\n", "nestrow": "\n", "cell": " | ",
    "nestcell": " | ", "tab": "\t", "emdash": "\u2014", "endash": "\u2013", "bullet": "\u2022",
    "lquote": "'", "rquote": "'",
    "ldblquote": '"', "rdblquote": '"', "emspace": " ", "enspace": " ", "qmspace": " ",
}  # fmt: skip
_SYMBOLS = {"~": " ", "_": "-", "\\": "\\", "{": "{", "}": "}", "\n": "\n", "\r": "\n"}
_PAGES = frozenset({1250, 1251, 1252, 1253, 1254, 1255, 1256, 1257, 1258, 437, 850, 852, 932, 936, 949, 950, 874})
_DEEPEST, _UNITS = 200, 0x10000
_HALVES = range(0xD800, 0xE000)
"""Halves of a character outside the first plane: no number is written with them."""


@dataclass(frozen=True, slots=True)
class Rich:
    """What rich text shows; `origin` leads to the text it was written in, through the escapes around it."""

    text: str
    shown: Plain
    written: Plain

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the sent text that `text[start:end]` was made of."""
        return self.written.origin(*self.shown.origin(start, end))


class _State(NamedTuple):
    """What holds within a group: whether its text is shown, and how many characters stand for one of Unicode."""

    hidden: bool = False
    """True in a group that is no part of the text, to its end."""
    struck: bool = False
    """True for hidden or crossed-out text, until the format says otherwise."""
    spare: int = 1
    first: bool = False
    """True until the first word of the group, which may name it."""


def is_rich(text: str) -> bool:
    """Return whether a text is written in rich text format."""
    return text.lstrip().startswith(_HEAD)


def shown_of(text: str) -> Plain | None:
    r"""Return what rich text shows; None if it is not whole: its braces do not close.

    Hidden and crossed-out text, pictures and the head and foot of the page are left out.

    >>> shown_of(r"{\rtf1\ansi{\fonttbl{\f0 Arial;}}L1-L4: {\b -2.6}\par g/cm{\super 2}}").text
    'L1-L4: -2.6\ng/cm2'
    >>> shown_of(r"{\rtf1 L1-L4: -2.6") is None
    True
    """
    if not is_rich(text):
        return None
    writer = _Writer(_page_of(text)).read(text)
    if writer is None:
        return None
    runs = writer.runs or [("", (0, len(text)))]
    starts = tuple(accumulate((len(run) for run, _ in runs[:-1]), initial=0))
    return Plain("".join(run for run, _ in runs), starts, tuple(origin for _, origin in runs))


def _page_of(text: str) -> str:
    found = re.search(r"\\ansicpg(\d{3,4})", text)
    return f"cp{found[1]}" if found and int(found[1]) in _PAGES else "cp1252"


class _Writer:
    """Walks over the tokens of one text and keeps what they show."""

    def __init__(self, page: str) -> None:
        self.runs: list[tuple[str, tuple[int, int]]] = []
        self._page = page
        self._states = [_State()]
        self._skip = 0

    def read(self, text: str) -> Self | None:
        """Take the whole text in; None if its groups do not close at its end."""
        position = len(text) - len(text.lstrip())
        while position < len(text):
            token = _TOKEN.match(text, position)
            if token is None:
                return None
            position = token.end()
            if token["brace"] and not self._brace(token["brace"]):
                return None
            if len(self._states) == 1:
                return self if not text[position:].strip("\0 \r\n") else None
            if not token["brace"]:
                self._take(token)
        return None

    def _brace(self, brace: str) -> bool:
        """Open or close a group; False if they are too deep."""
        self._skip = 0
        if brace == "}":
            self._states.pop()
        else:
            self._states.append(self._states[-1]._replace(first=True))
        return bool(self._states) and len(self._states) <= _DEEPEST

    def _take(self, token: re.Match[str]) -> None:
        state = self._states[-1]
        if token["word"]:
            self._word(token, state)
            return
        if token["symbol"] == "*" and state.first:
            self._states[-1] = state._replace(hidden=True, first=False)
            return
        self._states[-1] = state._replace(first=False)
        if token["end"]:
            return
        shown = token["text"] or _SYMBOLS.get(token["symbol"] or "", "")
        if token["byte"]:
            shown = bytes.fromhex(token["byte"]).decode(self._page, "replace")
        if self._skip and shown:
            self._skip -= 1
            return
        self._show(shown, token.span())

    def _word(self, token: re.Match[str], state: _State) -> None:
        word, number = token["word"], token["number"]
        if word in _UNSHOWN and state.first:
            state = state._replace(hidden=True)
        elif word in _STRUCK:
            state = state._replace(struck=number != "0")
        elif word == "plain":
            state = state._replace(struck=False)
        elif word == "uc":
            state = state._replace(spare=int(number or 1))
        elif word == "u" and number:
            code = int(number) % _UNITS
            self._show(UNREADABLE if code in _HALVES else chr(code), token.span())
            self._skip = state.spare
        else:
            self._show(_SHOWN.get(word, ""), token.span())
        self._states[-1] = state._replace(first=False)

    def _show(self, text: str, span: tuple[int, int]) -> None:
        if not text or self._states[-1].hidden or self._states[-1].struck:
            return
        if self.runs and self.runs[-1][1][1] == span[0] and len(text) == span[1] - span[0]:
            before, (start, end) = self.runs[-1]
            if len(before) == end - start:
                self.runs[-1] = (before + text, (start, span[1]))
                return
        self.runs.append((text, span))
