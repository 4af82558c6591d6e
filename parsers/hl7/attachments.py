"""Documents inside OBX-5: found by their Base64 component, known by their first bytes, joined when split."""

import re
from base64 import b64decode
from binascii import Error as Base64Error
from collections.abc import Sequence
from dataclasses import dataclass, replace

from dxa.locator import Locator
from parsers.hl7.fields import coded
from parsers.hl7.places import place
from parsers.hl7.tokens import Message, Segment

_MARK = re.compile(r"base64", re.IGNORECASE)
_FORMATTING = re.compile(r"\\(?:\.br|X0[DA]|X0D0A)\\", re.IGNORECASE)
_PDF_HEAD = 1024
_PARTS = 5
"""Components of ED: source, type, subtype, encoding, data."""
_KINDS = (
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"\x89PNG", "a PNG picture"),
    (b"II*\x00", "a TIFF picture"),
    (b"MM\x00*", "a TIFF picture"),
    (b"PK\x03\x04", "an archive or office file"),
)


@dataclass(frozen=True, slots=True)
class Attachment:
    """One embedded document, whole or not."""

    locator: Locator
    """The component that holds it; of a split document, its first part."""
    content: bytes | None
    """Decoded; None when that failed."""
    problem: str | None
    """Why it cannot be read, without content; None if it may be."""

    @property
    def is_pdf(self) -> bool:
        """Whether its first bytes say PDF, whatever the message calls it."""
        return self.content is not None and b"%PDF-" in self.content[:_PDF_HEAD]


@dataclass(frozen=True, slots=True)
class _Part:
    row: Segment
    locator: Locator
    data: str
    """Base64 characters without white space."""


def has_attachment(row: Segment) -> bool:
    """Return whether an OBX carries encoded data."""
    return row.field(2).strip().upper() == "ED" or (row.field(2) != "NM" and _MARK.search(row.field(5)) is not None)


def plain_component(message: Message, row: Segment) -> int | None:
    """Return which component of an ED is its text, if OBX-5.4 says that it is not encoded (A); None otherwise."""
    pieces = row.field(5).split(message.separators.component)
    is_plain = row.field(2).strip().upper() == "ED" and len(pieces) == _PARTS and pieces[3].strip().upper() == "A"
    return _PARTS if is_plain and pieces[4].strip() else None


def attachments_of(message: Message, rows: Sequence[Segment]) -> tuple[Attachment, ...]:
    """Return the documents in the given OBX; parts numbered in OBX-4 of one observation are one document."""
    attachments: list[Attachment] = []
    parts = [_part(message, row) for row in rows if has_attachment(row)]
    position = 0
    while position < len(parts):
        part = parts[position]
        if isinstance(part, Attachment):
            attachments.append(part)
            position += 1
            continue
        chain = [part]
        for following in parts[position + 1 :]:
            if isinstance(following, Attachment) or not _continues(message, chain[-1], following):
                break
            chain.append(following)
        attachments.append(_attachment(chain))
        position += len(chain)
    return tuple(attachments)


def _part(message: Message, row: Segment) -> _Part | Attachment:
    """Return the encoded data of an OBX: the last component after the one that says Base64 (hl7 facts, section 4)."""
    mark = message.separators.repetition
    repetitions = row.field(5).split(mark) if mark else [row.field(5)]
    pieces = repetitions[0].split(message.separators.component)
    says = [number for number, piece in enumerate(pieces) if piece.strip().casefold() == "base64"]
    here = place(message, row, 5)
    if not says or says[-1] == len(pieces) - 1 or not pieces[-1].strip():
        return Attachment(here, None, "the encapsulated data holds no Base64 component with data")
    locator = place(message, row, 5, repetition=1 if len(repetitions) > 1 else None, component=len(pieces))
    joined = "".join([pieces[-1], *(piece.rpartition(message.separators.component)[2] for piece in repetitions[1:])])
    return _Part(row, locator, "".join(_FORMATTING.sub("", joined).split()))


def _continues(message: Message, previous: _Part, part: _Part) -> bool:
    """Whether a part is the next one of the same observation: OBX-3 equal and OBX-4 one higher."""
    numbers = previous.row.field(4).strip(), part.row.field(4).strip()
    if not all(number.isascii() and number.isdecimal() for number in numbers):
        return False
    same = coded(message, previous.row.field(3)) == coded(message, part.row.field(3))
    return same and int(numbers[1]) == int(numbers[0]) + 1 and not _starts_document(part.data)


def _starts_document(data: str) -> bool:
    return data.startswith("JVBERi0") or any(_decoded(data[:8], b"").startswith(head) for head, _ in _KINDS)


def _decoded(data: str, otherwise: bytes) -> bytes:
    try:
        return b64decode(data, validate=True)
    except (Base64Error, ValueError):
        return otherwise


def _attachment(chain: Sequence[_Part]) -> Attachment:
    first = chain[0]
    try:
        content = _joined([part.data for part in chain])
    except (Base64Error, ValueError):
        return Attachment(first.locator, None, "the attachment is not Base64")
    attachment = Attachment(first.locator, content, None)
    kind = next((kind for head, kind in _KINDS if content.startswith(head)), None)
    if kind and not attachment.is_pdf:
        return replace(attachment, problem=f"the attachment is {kind}, which is not read")
    return attachment


def _joined(parts: Sequence[str]) -> bytes:
    """Return the bytes of a document whose parts were encoded one by one, or encoded first and cut then."""
    if all(len(part) % 4 == 0 for part in parts):
        return b"".join(b64decode(part, validate=True) for part in parts)
    return b64decode("".join(parts), validate=True)
