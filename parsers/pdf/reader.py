"""The reader of PDF documents."""

from collections.abc import Sequence

from dxa.document import RawDocument
from dxa.locator import Locator
from dxa.report import DxaReport
from dxa.settings import Limits
from parsers.parser import Parser
from parsers.source import Place, Source, SourcePart

_HEAD = 1024
_PREAMBLE = 128


def _claims(content: bytes) -> bool:
    # A PDF inside a DICOM object or an HL7 message belongs to their readers.
    if content[_PREAMBLE : _PREAMBLE + 4] == b"DICM":
        return False
    head = content[:_HEAD]
    start = head.find(b"%PDF-")
    return start >= 0 and b"MSH|" not in head[:start]


def _isolated(_content: bytes) -> bool:
    # 30 kB of PDF can keep a reader busy for minutes, and 3 kB can abort the process.
    return True


def _read(document: RawDocument, limits: Limits) -> DxaReport:
    if limits.ocr:
        from parsers.ocr.document import read_pdf_and_pictures  # noqa: PLC0415 - off by default

        return read_pdf_and_pictures(document, limits)
    from parsers.pdf.reading import read_pdf  # noqa: PLC0415 - the libraries are loaded only to read

    return read_pdf(document.content, document.digest, limits)


def _show(content: bytes, locators: Sequence[Locator], limits: Limits) -> Source:
    from parsers.pdf.file.picture import page_count  # noqa: PLC0415 - the libraries are loaded only to look

    pages = page_count(content, limits)
    parts = tuple(SourcePart(label=f"Page {page}", page=page) for page in range(1, pages + 1))
    places = tuple(
        Place(part=locator.page - 1, box=locator.box) if locator.page and locator.page <= pages else None
        for locator in locators
    )
    return Source(parts=parts, places=places)


def _pdf_inside(content: bytes, outer: Locator | None) -> bytes:
    if outer is not None:
        raise ValueError("a PDF holds no other PDF")
    return content


PARSER = Parser(
    name="pdf",
    version=1,
    media_type="application/pdf",
    claims=_claims,
    isolated=_isolated,
    read=_read,
    show=_show,
    pdf_inside=_pdf_inside,
)
