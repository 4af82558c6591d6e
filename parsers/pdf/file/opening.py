"""Opening a PDF with PDFium, and everything that can be wrong with it before a page is read."""

from collections.abc import Iterator
from contextlib import contextmanager

import pypdfium2
import pypdfium2.raw as pdfium

from dxa.errors import LimitExceeded, UnreadableDocument
from dxa.locator import Locator
from dxa.settings import Limits

_TAIL = 2048


@contextmanager
def opened(content: bytes, limits: Limits) -> Iterator[pypdfium2.PdfDocument]:
    """Give the open document and close it afterwards.

    Raises:
        UnreadableDocument: truncated, damaged, without pages, or locked with a password.
        LimitExceeded: more pages than allowed.
    """
    # PDFium mends a cut file and would show what is left of it; what is left may hold half a number.
    if b"%%EOF" not in content.rstrip()[-_TAIL:]:
        raise UnreadableDocument("the PDF has no end: it is truncated")
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        locked = getattr(error, "err_code", None) == pdfium.FPDF_ERR_PASSWORD
        text = "the PDF is locked with a password" if locked else "the PDF is damaged and cannot be opened"
        raise UnreadableDocument(text) from error
    try:
        if len(document) == 0:
            raise UnreadableDocument("the PDF has no pages")
        if len(document) > limits.pages:
            raise LimitExceeded(f"the PDF has more than {limits.pages} pages")
        yield document
    finally:
        document.close()


@contextmanager
def page_of(document: pypdfium2.PdfDocument, number: int) -> Iterator[pypdfium2.PdfPage]:
    """Give page `number` (from 1) of an open document and close it afterwards.

    Raises:
        UnreadableDocument: the page is damaged.
    """
    try:
        page = document[number - 1]
    except pypdfium2.PdfiumError as error:
        raise UnreadableDocument("a page of the PDF is damaged and cannot be opened", Locator(page=number)) from error
    try:
        yield page
    except pypdfium2.PdfiumError as error:
        raise UnreadableDocument("a page of the PDF is damaged and cannot be read", Locator(page=number)) from error
    finally:
        page.close()
