"""The messages of a batch (FHS, BHS, HL7 v2.5 chapter 2.10.3), or of a frame that holds several."""

import re

_BEGIN = re.compile(rb"(?:^|(?<=[\r\n\x0b\x1c\x00]))MSH(?=[^\w\s\x00-\x1f\x7f-\xff])")
_ENVELOPE = re.compile(rb"(?:FHS|BHS)[^\w\s\x00-\x1f\x7f-\xff]")
_AROUND = re.compile(rb"(?<=[\r\n])(?:FHS|BHS|BTS|FTS)(?:[^\w\s][^\r\n]*)?(?:[\r\n]+|$)")


def messages_in(content: bytes) -> tuple[bytes, ...]:
    """Return each message of a frame, without the segments that only hold a batch together."""
    starts = [found.start() for found in _BEGIN.finditer(content)]
    ends = [*starts, len(content)][1:]
    return tuple(_AROUND.sub(b"", content[start:end]) for start, end in zip(starts, ends, strict=True))


def is_batch(content: bytes) -> bool:
    """Return whether a frame begins with the header of a batch, or a second message begins somewhere in it."""
    first = content.find(b"MSH")
    if _ENVELOPE.search(content, 0, first if first >= 0 else len(content)):
        return True
    return first >= 0 and content.find(b"MSH", first + 3) >= 0 and len(_BEGIN.findall(content)) > 1
