"""Cut, flipped and shuffled bytes: nothing but a named refusal escapes, and no value appears that was not printed."""

import zlib
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dxa.errors import DocumentError
from dxa.settings import Limits
from fixtures.pdf import documents
from parsers.pdf.file.integrity import is_damaged
from parsers.pdf.file.picture import page_png
from parsers.pdf.reading import read_pdf

MADE = documents()
NAMES = st.sampled_from(["ge16_spine.pdf", "hologic_dual_hip.pdf", "letter.pdf", "norland_hip.pdf", "ge16_trend.pdf"])
# One run reads a document twice; a machine under load may take its time.
PATIENT = settings(max_examples=60)


def used(content):
    """Return the values rules may use, or none for a refusal."""
    try:
        report = read_pdf(content, "digest", Limits())
    except DocumentError:
        return set()
    return {
        (row.region, row.side, row.levels, row.quantity, row.value, row.current)
        for row in report.measurements
        if not row.held
    }


@cache
def whole(name):
    return used(MADE[name][0])


@pytest.mark.slow
@PATIENT
@given(name=NAMES, share=st.floats(0, 1), end=st.sampled_from([b"", b"\n%%EOF\n", b"\nendstream endobj\n%%EOF\n"]))
def test_a_cut_document_yields_nothing_the_whole_one_does_not_hold(name, share, end):
    content = MADE[name][0]

    assert used(content[: int(share * len(content))] + end) <= whole(name)


@pytest.mark.slow
@PATIENT
@given(
    name=NAMES,
    flips=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), min_size=1, max_size=4),
)
def test_flipped_bytes_yield_nothing_the_whole_one_does_not_hold(name, flips):
    content = bytearray(MADE[name][0])
    for share, byte in flips:
        content[int(share * len(content))] = byte

    assert used(bytes(content)) <= whole(name)


@PATIENT
@given(junk=st.binary(max_size=400))
def test_junk_in_the_clothes_of_a_pdf_is_refused_by_name(junk):
    assert used(b"%PDF-1.7\n" + junk + b"\n%%EOF") == set()


def test_a_damaged_stream_holds_everything_back():
    content = MADE["ge16_spine.pdf"][0]
    start = content.index(b"stream\n") + 40
    flipped = content[:start] + bytes([content[start] ^ 1]) + content[start + 1 :]

    assert not is_damaged(content)
    assert is_damaged(flipped)
    assert used(flipped) == set()


@pytest.mark.parametrize(
    ("dictionary", "data", "damaged"),
    [
        (b"/Filter /FlateDecode", zlib.compress(b"abc"), False),
        (b"/Filter /FlateDecode", zlib.compress(b"abc")[:-2], True),
        (b"/Filter /FlateDecode", b"no stream", True),
        (b"/Filter [/ASCII85Decode /FlateDecode]", b"\xff\xff~>", True),
        (b"/Subtype /Image /Filter /FlateDecode", b"no stream", False),
        (b"/Filter /DCTDecode", b"a picture", False),
        (b"", b"plain", False),
    ],
)
def test_a_compressed_part_is_whole_or_damaged(dictionary, data, damaged):
    content = b"%PDF-1.7\n1 0 obj\n<< " + dictionary + b" >>\nstream\n" + data + b"\nendstream\nendobj\n%%EOF"

    assert damaged is is_damaged(content)
    assert not is_damaged(content + b"\n/Encrypt")


def test_a_page_that_cannot_be_opened_is_named():
    content = (
        MADE["ge16_spine.pdf"][0].replace(b"/Type /Page\n", b"/Type /Pabe\n").replace(b"/Type /Page ", b"/Type /Pabe ")
    )

    with pytest.raises(DocumentError):
        read_pdf(content, "digest", Limits())
    with pytest.raises(DocumentError):
        page_png(content, 1, 72, Limits())
