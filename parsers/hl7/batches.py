"""Whether a batch holds as many messages as its trailers count (BTS-1, FTS-1): fewer mean that some are missing."""

import re

from dxa.issues import IssueCode
from dxa.report import Issue
from parsers.hl7.charset import narrowed

_LINE = re.compile(rb"^[\x0b\x1c\x00 \t]*(MSH|BHS|BTS|FHS|FTS)([^\w\s\x00-\x1f]|(?=[\r\n]|$))([^\r\n]*)", re.MULTILINE)
_ENDS = re.compile(rb"\r\n?|\x1c")


def batch_issues(content: bytes) -> tuple[Issue, ...]:
    """Return what the headers and trailers around the messages of a document have against it; empty if nothing."""
    found: list[str] = []
    messages = batches = 0
    open_batch = open_file = False
    for line in _LINE.finditer(_ENDS.sub(b"\n", narrowed(content))):
        name = line[1]
        if name == b"MSH":
            messages += 1
        elif name == b"FHS":
            open_file = True
        elif name == b"BHS":
            found += ["a batch is not closed"] if open_batch else []
            open_batch, messages = True, 0
        elif name == b"BTS":
            found += _differing(line, messages, "messages")
            batches, messages, open_batch = batches + 1, 0, False
        else:
            found += _differing(line, batches, "batches") if batches else []
            open_file = False
    found += ["the batch is not closed: messages may be missing at its end"] if open_batch or open_file else []
    return tuple(Issue(code=IssueCode.BATCH_COUNT, text=text) for text in dict.fromkeys(found))


def _differing(trailer: re.Match[bytes], held: int, what: str) -> list[str]:
    """Return what to tell of a trailer that states a count and does not state the one held."""
    stated = trailer[3].split(trailer[2] or b"\0", maxsplit=1)[0].strip()
    if not stated.isdigit() or int(stated[:9]) == held:
        return []
    return [f"a trailer counts {int(stated[:9])} {what} and {held} are there: some may be missing"]
