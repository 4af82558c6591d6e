"""G2: a one-page printout to rows with boxes, against pdfplumber's bare extract_words on the same page.

PDFium reads first: it costs a part of what pdfplumber does, and pages without values never pay for the second reader.
"""

import io

import pdfplumber
import pypdfium2
from documents import FIXTURES, raw
from rounds import Result, Side, interleaved, milliseconds, ratio, show

from dxa.errors import DocumentError
from dxa.settings import Limits
from parsers.pdf.engines import plumber
from parsers.pdf.engines.pdfium import PageText, read_page
from parsers.pdf.file.opening import opened, page_of
from parsers.pdf.reading import read_pdf
from parsers.registry import parse

ROUNDS = 15


def printout() -> bytes:
    """Return the one-page fixture with most values."""
    best = (0, b"")
    for path in sorted((FIXTURES / "pdf").glob("*.pdf")):
        content = path.read_bytes()
        try:
            report = parse(raw(content), Limits())
        except DocumentError:
            continue
        with pdfplumber.open(io.BytesIO(content)) as pdf:
            pages = len(pdf.pages)
        if pages == 1 and all(row.provenance.locator.box for row in report.measurements):
            best = max(best, (len(report.measurements), content))
    return best[1]


def plumber_words(content: bytes) -> list[dict[str, object]]:
    """Return pdfplumber's words, nothing else."""
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        return [word for page in pdf.pages for word in page.extract_words()]


def pdfium_text(content: bytes) -> list[str]:
    """Return PDFium's text, nothing else."""
    document = pypdfium2.PdfDocument(content)
    texts = []
    for page in document:
        text_page = page.get_textpage()
        texts.append(text_page.get_text_bounded())
        text_page.close()
        page.close()
    document.close()
    return texts


def first_reader(content: bytes, limits: Limits) -> list[PageText]:
    """Return the words of all pages as the first reader sees them."""
    texts = []
    with opened(content, limits) as document:
        for number in range(1, len(document) + 1):
            with page_of(document, number) as page:
                texts.append(read_page(page, number, limits))
    return texts


def measure(rounds: int = ROUNDS) -> list[Result]:
    """Return what reading a page costs in units of bare word extraction."""
    content = printout()
    document, limits = raw(content), Limits()
    values = len(parse(document, limits).measurements)
    assert values >= 6, "no fixture gives a table"
    frames = tuple(page.frame for page in first_reader(content, limits))
    seconds = interleaved(
        {
            "plumber": Side(run=lambda: plumber_words(content)),
            "pdfium": Side(run=lambda: pdfium_text(content), times=5),
            "read": Side(run=lambda: parse(document, limits)),
            "one": Side(run=lambda: read_pdf(content, "digest", limits, confirm=False)),
            "first": Side(run=lambda: first_reader(content, limits)),
            "second": Side(run=lambda: plumber.read_pages(content, frames)),
        },
        rounds,
    )
    read, one = milliseconds(seconds["read"]), milliseconds(seconds["one"])
    return [
        Result(
            name="G2",
            what=f"PDF page to {values} values with boxes / bare extract_words",
            ratio=ratio(seconds["read"], seconds["plumber"]),
            goal="<= 1.2",
            detail=f"{read}; extract_words {milliseconds(seconds['plumber'])}",
        ),
        Result(
            name="",
            what="the same / bare PDFium text",
            ratio=ratio(seconds["read"], seconds["pdfium"]),
            goal="",
            detail=f"PDFium {milliseconds(seconds['pdfium'])}",
        ),
        Result(
            name="",
            what="bare extract_words / the same with the first reader alone",
            ratio=ratio(seconds["plumber"], seconds["one"]),
            goal=">= 4",
            detail=one,
        ),
        Result(
            name="",
            what="the second reader's characters / the first one's words",
            ratio=ratio(seconds["second"], seconds["first"]),
            goal="",
            detail=f"{milliseconds(seconds['second'])}; {milliseconds(seconds['first'])}",
        ),
    ]


if __name__ == "__main__":
    show(measure())
