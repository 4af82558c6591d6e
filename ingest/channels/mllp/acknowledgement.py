"""The acknowledgement of a message (HL7 v2.5 chapter 2.9 and 2.14), made from its header alone."""

from datetime import datetime
from functools import lru_cache
from itertools import count
from secrets import token_hex

from ingest.channels.mllp.header import Header
from ingest.channels.mllp.refusals import Refusal

_PLAIN = Header(name="MSH", fields=("MSH", "|", "^~\\&"))
"""Stands for the header of a message that has none."""
_STRUCTURED_TYPE = (2, 4)
"""From this version on MSH-9 of an acknowledgement names trigger and structure."""
_WITH_ERR = (2, 5)
"""From this version on ERR names one error of table 0357 by field; before, its form was another."""
_WITHOUT_TEXT = (2, 7)
"""From this version on MSA-3 is withdrawn."""
_OURS, _NUMBERS = token_hex(6), count(1)
"""Begin and end of our own MSH-10: asking the system for random bytes costs as much as the rest of an answer."""


def framed(content: bytes) -> bytes:
    """Return a message in an MLLP frame."""
    return b"\x0b" + content + b"\x1c\r"


def acknowledgement(header: Header | None, code: str, refusal: Refusal | None, now: datetime) -> bytes:
    """Return the framed answer `code` (table 0008) to the message with that header.

    It has the separators, version and character set of the message, its applications and facilities the other way
    round, and its MSH-10 as it was sent.
    """
    asked = header or _PLAIN
    separator = asked.separator
    segments = [_msh(asked, now), _msa(asked, code, refusal)]
    if refusal is not None and (asked.version or (0, 0)) >= _WITH_ERR:
        segments.append(_err(asked, refusal))
    text = "".join(f"{separator.join(fields).rstrip(separator)}\r" for fields in segments)
    return framed(asked.mark + text.encode(asked.codec))


def _msh(asked: Header, now: datetime) -> list[str]:
    names = [asked.field(number) for number in (5, 6, 3, 4)]
    trigger, kind = asked.trigger, "ACK"
    if trigger and (asked.version or (0, 0)) >= _STRUCTURED_TYPE:
        kind = asked.component.join(("ACK", trigger, "ACK"))
    processing, version, charset = (asked.field(number) if asked.name == "MSH" else "" for number in (11, 12, 18))
    own = f"{_OURS}{next(_NUMBERS):08x}"
    fields = ["MSH", asked.field(2), *names, _written(now.replace(microsecond=0)), "", kind, own, processing, version]
    return [*fields, "", "", "", "", "", charset]


@lru_cache(maxsize=1)
def _written(second: datetime) -> str:
    return second.strftime("%Y%m%d%H%M%S+0000")


def _msa(asked: Header, code: str, refusal: Refusal | None) -> list[str]:
    fields = ["MSA", code, asked.control_id]
    if refusal is not None and (asked.version or (0, 0)) < _WITHOUT_TEXT:
        fields.append(_plain(refusal.text, asked))
    return fields


def _err(asked: Header, refusal: Refusal) -> list[str]:
    component = asked.component
    number, meaning = refusal.error.value
    code = component.join((number, meaning, "HL70357"))
    return ["ERR", "", component.join(refusal.place), code, "E", "", "", "", _plain(refusal.text, asked)]


def _plain(text: str, asked: Header) -> str:
    """Return our own words without any character that separates in this message."""
    marks = asked.separator + asked.field(2)
    return "".join(" " if char in marks else char for char in text)
