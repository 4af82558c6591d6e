"""From the bytes of a file to its elements: what the file is, its limits, and inflation under a cap."""

import zlib
from dataclasses import dataclass

from dxa.errors import LimitExceeded, UnreadableDocument
from dxa.settings import Limits
from parsers.dicom.elements import CONTENT_SEQUENCE, DataSet, read_data_set, read_meta, tag_locator
from parsers.dicom.kinds import is_other_report, is_structured_report

PREAMBLE = 132
_DEFLATED = "1.2.840.10008.1.2.1.99"
_SHORTEST = 12
_SOP_CLASS = 0x00080016
_META_SOP_CLASS = 0x00020002
_TRANSFER_SYNTAX = 0x00020010


@dataclass(frozen=True, slots=True, kw_only=True)
class Dicom:
    """One DICOM object up to its pixels."""

    data: DataSet
    sop_class: str
    """SOP Class UID of the object, else that of the file; empty if neither says."""

    @property
    def is_report(self) -> bool:
        """Whether the object is a structured report, by its class or, where that is another, by its content.

        An object without a class has that of its file, which may be the default of whoever wrote it.
        """
        if is_structured_report(self.sop_class):
            return True
        return CONTENT_SEQUENCE in self.data.sequences and not is_other_report(self.sop_class)


def looks_like_dicom(content: bytes) -> bool:
    """Return whether the bytes begin like a DICOM file, with or without preamble and file meta information."""
    if content[128:132] == b"DICM":
        return True
    if len(content) < _SHORTEST or content[0] not in {2, 8} or content[1] != 0:
        return False
    explicit = content[4:6].isalpha() and content[4:6].isupper()
    return explicit or int.from_bytes(content[4:8], "little") <= len(content)


def open_dicom(content: bytes, limits: Limits) -> Dicom:
    """Return the object in a file.

    Raises:
        UnreadableDocument: it is empty, cut, damaged or not deflated as it says; a structured report without content
            counts as cut, because that is how a cut one looks.
        LimitExceeded: it is too large, too deep or has too many items.
    """
    start = PREAMBLE if content[128:132] == b"DICM" else 0
    meta, at = DataSet(), start
    if content[start : start + 2] == b"\x02\x00":
        meta, at = read_meta(content, start)
    named = meta.ascii(_META_SOP_CLASS)
    if is_structured_report(named) and len(content) > limits.sr_bytes:
        raise LimitExceeded(f"a structured report may have no more than {limits.sr_bytes} bytes")
    if meta.ascii(_TRANSFER_SYNTAX) == _DEFLATED:
        content, at = _inflated(content[at:], limits), 0
    data = read_data_set(content, at, limits)
    opened = Dicom(data=data, sop_class=data.ascii(_SOP_CLASS) or named)
    if opened.is_report and len(content) > limits.sr_bytes:
        raise LimitExceeded(f"a structured report may have no more than {limits.sr_bytes} bytes")
    if opened.is_report and CONTENT_SEQUENCE not in data.sequences:
        raise UnreadableDocument("a structured report without content; it may be cut", tag_locator(CONTENT_SEQUENCE))
    return opened


def _inflated(deflated: bytes, limits: Limits) -> bytes:
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        plain = inflater.decompress(deflated, limits.sr_bytes + 1)
    except zlib.error as error:
        raise UnreadableDocument("the data set is not deflated as its transfer syntax says, or is damaged") from error
    if len(plain) > limits.sr_bytes:
        raise LimitExceeded(f"the data set inflates to more than {limits.sr_bytes} bytes")
    if not inflater.eof:
        raise UnreadableDocument("the deflated data set is cut")
    return plain
