"""HL7 escape sequences, with the way back from the readable text to the characters sent."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

_LINE_END = re.compile(r"\.(?:br|sp\+?\d{0,2}|ce)", re.IGNORECASE)
_LAYOUT = re.compile(r"\.(?:in|ti)[+-]?\d{0,3}|\.(?:fi|nf)", re.IGNORECASE)
_SKIP = re.compile(r"\.sk\+?(\d{1,2})", re.IGNORECASE)
_HEX = re.compile(r"X((?:[0-9A-F]{2}){1,32})", re.IGNORECASE)
_OTHER_SET = re.compile(r"[CM](?:[0-9A-F]{2}){2,3}", re.IGNORECASE)
_ENTITIES = {
    "minus": "\u2212",
    "#8722": "\u2212",
    "#x2212": "\u2212",
    "ndash": "\u2013",
    "#8211": "\u2013",
    "nbsp": " ",
    "#160": " ",
}
"""Of HTML in a text: a minus that is left standing as "&minus;" takes its sign from the number behind it."""
UNREADABLE = "\ufffd"
"""Stands for a character in a set that an escape switches to, so that nothing joins over it."""


class Separators(NamedTuple):
    """The characters MSH-1 and MSH-2 name; empty where MSH-2 leaves one out. A tuple: it is a key of caches."""

    field: str
    component: str
    repetition: str
    escape: str
    subcomponent: str
    truncation: str = ""
    """Fifth character of MSH-2 (v2.7): ends a text its sender cut short."""


@dataclass(frozen=True, slots=True)
class Plain:
    """Readable text of an escaped one."""

    text: str
    starts: tuple[int, ...]
    """Offset in the readable text of each run of characters; runs and `origins` go together."""
    origins: tuple[tuple[int, int], ...]
    """Start and end in the escaped text of each run."""

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the escaped text that `text[start:end]` was made of."""
        first = self._offset(start, at_end=False)
        return first, max(first, self._offset(end, at_end=True)) if end > start else first

    def _offset(self, offset: int, *, at_end: bool) -> int:
        run = max(0, bisect_right(self.starts, offset - at_end) - 1)
        start, end = self.origins[run]
        length = (self.starts[run + 1] if run + 1 < len(self.starts) else len(self.text)) - self.starts[run]
        if length == end - start:
            return start + offset - self.starts[run]
        # A sequence is one thing: a span that touches it covers all of it.
        return end if at_end else start


def plain(text: str, separators: Separators, codec: str = "utf-8") -> Plain:
    """Return `text` with its escape sequences resolved; a formatting line end becomes a newline.

    What only looks like a sequence is left as it stands.
    """
    if _is_plain(text, separators):
        return Plain(text, (0,), ((0, len(text)),))
    runs = _runs(text, separators, codec)
    starts: list[int] = []
    length = 0
    for run, _ in runs:
        starts.append(length)
        length += len(run)
    return Plain("".join(run for run, _ in runs), tuple(starts), tuple(origin for _, origin in runs))


def unescaped(text: str, separators: Separators, codec: str = "utf-8") -> str:
    """Return the readable text alone."""
    if _is_plain(text, separators):
        return text
    return plain(text, separators, codec).text


def _is_plain(text: str, separators: Separators) -> bool:
    return (not separators.escape or separators.escape not in text) and "&" not in text


def _runs(text: str, separators: Separators, codec: str) -> list[tuple[str, tuple[int, int]]]:
    runs: list[tuple[str, tuple[int, int]]] = []
    position = 0
    for found in _sequence(separators.escape).finditer(text):
        meant = _meant(found, separators, codec)
        if meant is None:
            continue
        if (
            found["known"] in {"S", "s"}
            and text[: found.start()].endswith("cm")
            and text[found.end() : found.end() + 1] == "2"
        ):
            # "g/cm\S\2" means the caret of a square, whatever the component separator of the message is.
            meant = "^"
        if found.start() > position:
            runs.append((text[position : found.start()], (position, found.start())))
        runs.append((meant, found.span()))
        position = found.end()
    if position < len(text) or not runs:
        runs.append((text[position:], (position, len(text))))
    return runs


def _meant(found: re.Match[str], separators: Separators, codec: str) -> str | None:
    if found["entity"]:
        return _ENTITIES[found["entity"].lower()]
    if found["mark"]:
        if " " not in found.string:
            # A path: "\\\\host\\new".
            return None
        return "\t" if found["mark"].endswith("t") else "\n"
    return _meaning(found["known"], separators, codec)


@lru_cache(maxsize=64)
def _sequence(escape: str) -> re.Pattern[str]:
    entity = rf"(?i:&(?P<entity>{'|'.join(_ENTITIES)});)"
    if not escape:
        return re.compile(f"(?!)(?P<known>.)(?P<mark>.)|{entity}")
    mark = re.escape(escape)
    known = r"[FSTREPHNfstrephn]|\.[A-Za-z]{2}[+-]?\d{0,3}|[Xx](?:[0-9A-Fa-f]{2}){1,32}|[CcMm](?:[0-9A-Fa-f]{2}){2,3}"
    # Line ends as programs write them in strings, escaped themselves or not, and a format command nobody closed.
    one = f"{mark}(?:E{mark})?"
    line_end = rf"(?:{one}r)?{one}n(?!{mark}(?!n|r{mark}n|E{mark}[nr]))|{one}r(?=[A-Z])|{mark}\.br(?=[A-Z])"
    printed = rf"{line_end}|{one}t(?=[A-Z\d-])"
    return re.compile(f"(?P<mark>{printed})|{mark}(?P<known>{known}){mark}|{entity}")


def _meaning(sequence: str, separators: Separators, codec: str) -> str | None:
    simple = {
        "F": separators.field,
        "S": separators.component or "^",
        "T": separators.subcomponent or "&",
        "R": separators.repetition or "~",
        "E": separators.escape,
        "P": separators.truncation or "#",
        "H": "",
        "N": "",
    }
    if sequence.upper() in simple:
        return simple[sequence.upper()]
    if _LINE_END.fullmatch(sequence):
        return "\n"
    if _LAYOUT.fullmatch(sequence):
        return ""
    if skip := _SKIP.fullmatch(sequence):
        return " " * int(skip[1])
    if found := _HEX.fullmatch(sequence):
        return _characters(bytes.fromhex(found[1]), codec)
    return UNREADABLE if _OTHER_SET.fullmatch(sequence) else None


def _characters(content: bytes, codec: str) -> str:
    try:
        text = content.decode(codec)
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")
