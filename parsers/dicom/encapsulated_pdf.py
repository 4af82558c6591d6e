"""A PDF inside a DICOM object: its bytes, its report with places inside the object, its pages."""

from collections.abc import Sequence
from dataclasses import replace

from dxa.document import RawDocument
from dxa.errors import DocumentError, UnreadableDocument
from dxa.locator import Locator
from dxa.report import DxaReport
from dxa.settings import Limits
from parsers.dicom.elements import DataSet, tag_locator
from parsers.embedded import within
from parsers.source import Source

DOCUMENT = 0x00420011
_LENGTH = 0x00420015
_HEAD = 1024
PLACE = tag_locator(DOCUMENT)


def pdf_bytes(data: DataSet) -> bytes:
    """Return the PDF of an object, without the byte that makes its length even.

    Raises:
        UnreadableDocument: the object holds none.
    """
    content = data.values.get(DOCUMENT, b"")
    length = int.from_bytes(data.values.get(_LENGTH, b"")[:4], "little")
    if length and length == len(content) - 1:
        content = content[:length]
    if b"%PDF-" not in content[:_HEAD]:
        raise UnreadableDocument("the encapsulated document is empty or no PDF", PLACE)
    return content


def read_pdf(data: DataSet, document: RawDocument, limits: Limits) -> DxaReport:
    """Return the report in the PDF of an object.

    Raises:
        DocumentError: whatever the reader of PDF says, with the place inside the object.
    """
    from parsers.pdf.reader import PARSER  # noqa: PLC0415 - heavy, and needed for encapsulated PDF only

    inner = replace(document, content=pdf_bytes(data))
    try:
        report = PARSER.read(inner, limits)
    except DocumentError as error:
        raise type(error)(error.text, replace(PLACE, inner=error.locator)) from error
    return within(report, PLACE, document.digest)


def show_pdf(data: DataSet, locators: Sequence[Locator], limits: Limits) -> Source:
    """Return the pages of the PDF, and the places of locators inside it."""
    from parsers.pdf.reader import PARSER  # noqa: PLC0415 - heavy, and needed for encapsulated PDF only

    inner = [locator.inner or Locator() for locator in locators]
    view = PARSER.show(pdf_bytes(data), inner, limits)
    return replace(view, parts=tuple(replace(part, embedded=PLACE) for part in view.parts))
