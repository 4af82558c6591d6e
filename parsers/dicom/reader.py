"""DICOM objects: GE and Hologic results, TID 1500, encapsulated PDF, prose in Basic Text SR."""

from collections.abc import Sequence

from dxa.document import RawDocument
from dxa.locator import Locator
from dxa.report import DxaReport
from dxa.settings import Limits
from parsers.dicom.safety import looks_like_dicom
from parsers.parser import Parser
from parsers.source import Source


def _always(_content: bytes) -> bool:
    """A DICOM file is read in a child whatever it says: only reading shows what it unfolds to."""
    return True


def _read(document: RawDocument, limits: Limits) -> DxaReport:
    from parsers.dicom.reading import read  # noqa: PLC0415 - claims must not wait for the readers of all its forms

    return read(document, limits)


def _show(content: bytes, locators: Sequence[Locator], limits: Limits) -> Source:
    from parsers.dicom.view import show  # noqa: PLC0415 - as above

    return show(content, locators, limits)


def _pdf_inside(content: bytes, locator: Locator | None) -> bytes:
    from parsers.dicom.view import pdf_inside  # noqa: PLC0415 - as above

    return pdf_inside(content, locator)


PARSER = Parser(
    name="dicom",
    version=1,
    media_type="application/dicom",
    claims=looks_like_dicom,
    isolated=_always,
    read=_read,
    show=_show,
    pdf_inside=_pdf_inside,
)
