"""The plain reading of what a page draws is that of pdfminer, token by token and letter by letter."""

from io import BytesIO
from pathlib import Path

import pdfplumber
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pdfminer.pdfinterp import PDFContentParser, PDFPageInterpreter
from pdfminer.pdftypes import PDFStream
from pdfminer.psexceptions import PSEOF

from fixtures.corpus.family import family_of, sample_of
from parsers.pdf.engines.content import PlainInterpreter, plain_objects
from parsers.pdf.engines.plumber import _Letters

SHUT = ("locked", "truncated")
PRINTED = [path for path in sorted((Path(__file__).parents[2] / "fixtures").rglob("*.pdf")) if path.stem not in SHUT]
PLAIN = (
    b"BT /F1 9 Tf 1 0 0 1 72.5 -700 Tm (T-score) Tj ET",
    b"[(L1) -250 (-2.4)] TJ",
    rb"(a \(b\) \\ \101\7z (nested) \n" + b"\\\r\nend) '",
    b"<48 65 6C> Tj <> Tj",
    b"/P <</MCID 0 /Lang (en) /Sub <</A [1 2]>>>> BDC EMC",
    b"+1 -.5 .25 4. 007 re f*",
    b"% a comment (with a bracket\rq Q",
    b'1 2 (x) " true false T* /\xe9t\xc3\xa9 gs',
    b"",
)
ODD = (
    b"q 1 0 0 1 0 0 cm BI /W 1 /H 1 ID \x00 EI Q",
    b"(open",
    b"[1 2",
    b"<</A 1",
    b"1 ] Tj",
    b"<414> Tj",
    b"<</A <41>>> BDC",
    rb"(\q) Tj",
    rb"(\777) Tj",
    b"--5 0 Td",
    b"1e5 0 Td",
    b"/A#42 gs",
    b"[null] TJ",
    b"{ 1 } x",
    b"(a(b(c)))",
    b"1\x00 2",
    b"9" * 5000 + b" w",
)
PARTS = [
    *(bytes((code,)) for code in b"abTjmlre()<>[]/%'\"\\ \n\r019.+-#{}\x00"),
    *(b" ", b"(", b")", b"<<", b">>", b"Tj", b"BI", rb"\1"),
]


def pdfminers(content: bytes) -> list[object]:
    parser, found = PDFContentParser([PDFStream({}, content)]), []
    while True:
        try:
            found.append(parser.nextobject()[1])
        except PSEOF:
            return found


def letters(page, interpreter: type[PDFPageInterpreter]) -> list[object]:
    device = _Letters(page.pdf.rsrcmgr)
    interpreter(page.pdf.rsrcmgr, device).process_page(page.page_obj)
    return device.letters


def kinds(objects: list[object]) -> list[tuple[type, object]]:
    return [(type(one), one) for one in objects]


@pytest.mark.parametrize("content", PLAIN)
def test_plain_content_is_read_as_pdfminer_reads_it(content):
    assert kinds(pdfminers(content)) == kinds(plain_objects(content))


@pytest.mark.parametrize("content", ODD)
def test_what_is_not_plain_is_left_to_pdfminer(content):
    assert plain_objects(content) is None


@given(st.lists(st.sampled_from(PARTS), max_size=24).map(b"".join))
def test_whatever_is_read_is_what_pdfminer_reads(content):
    found = plain_objects(content)

    assert found is None or kinds(pdfminers(content)) == kinds(found)


@pytest.mark.parametrize("path", PRINTED, ids=lambda path: path.stem)
def test_letters_of_a_page_are_those_of_pdfminer(path):
    with pdfplumber.open(path) as document:
        for page in document.pages[:4]:
            assert letters(page, PDFPageInterpreter) == letters(page, PlainInterpreter)


@pytest.mark.parametrize("family", ["pdf-ge", "pdf-hologic"])
def test_printouts_are_plain(family, monkeypatch):
    content = sample_of(family_of(family), 3, 1).content
    monkeypatch.setattr(PDFPageInterpreter, "execute", lambda *_: pytest.fail("left to pdfminer"))
    with pdfplumber.open(BytesIO(content)) as document:
        found = [letters(page, PlainInterpreter) for page in document.pages]

    assert all(found)
