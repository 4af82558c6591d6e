"""The strict reading of bytes: against pydicom on whole files, and on cut and hostile ones."""

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from random import Random
from struct import pack

import pydicom
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dxa.document import RawDocument
from dxa.errors import DocumentError, LimitExceeded, UnreadableDocument
from dxa.settings import Limits
from fixtures import dicom_ge, dicom_hologic, dicom_random, dicom_tid1500
from fixtures.dicom_objects import DEFLATED, EXPLICIT, IMPLICIT, LUNAR, item, report, written
from fixtures.truth import DOCUMENTS
from parsers.dicom.elements import SEQUENCES
from parsers.dicom.reader import PARSER
from parsers.dicom.safety import looks_like_dicom, open_dicom

REFUSED = {"truncated", "deep_nesting", "deflate_bomb", "no_content", "nothing_behind_the_preamble"}
WHOLE = [path for path in sorted((DOCUMENTS / "dicom").glob("*.dcm")) if path.stem not in REFUSED]


def read(content, limits=None):
    document = RawDocument(content=content, channel="test", received_at=datetime(2026, 1, 1, tzinfo=UTC))
    return PARSER.read(document, limits or Limits())


def numbers(content):
    """Return every number read, with its place; empty if the object is refused."""
    try:
        rows = read(content).measurements
    except DocumentError:
        return set()
    return {
        (row.region, row.side, row.levels, row.quantity, row.value, row.unit, row.current, row.exam_date)
        for row in rows
    }


def differences(ours, theirs):
    """Yield the tags at which a data set, or anything opened in it, holds something else than pydicom finds there."""
    for tag, value in ours.values.items():
        element = theirs.get_item(tag)
        if getattr(element, "is_raw", False) and element.value not in {None, value}:
            yield tag
    for tag, items in ours.sequences.items():
        if len(items) != len(theirs[tag].value):
            yield tag
        for mine, other in zip(items, theirs[tag].value, strict=False):
            yield from differences(mine, other)
    expected = {element.tag for element in theirs.values() if element.tag < 0x7FE00000}
    yield from expected ^ (set(ours.values) | set(ours.sequences))


@pytest.mark.parametrize("path", WHOLE, ids=lambda path: path.stem)
def test_whole_objects_hold_what_pydicom_finds(path):
    content = path.read_bytes()
    theirs = pydicom.dcmread(BytesIO(content), stop_before_pixels=True)

    assert list(differences(open_dicom(content, Limits()).data, theirs)) == []


def _spine():
    values = {"bmd": "0.826", "t_score": "-2.95", "z_score": "-1.5"}
    rois = [dicom_ge.Roi(label="L1-L4 (L2)", region="", levels=("L1", "L3", "L4"), values=values)]
    return dicom_ge.GeDocument(scans=(dicom_ge.Scan(type="AP Spine", rois=tuple(rois)),))


def _hologic():
    numbers_of = ["11.2", "8.01", "0.715", "-1.9", "77", "0.1", "101"]
    rows = [dicom_hologic.BONE, *([label, *numbers_of] for label in ("L1", "L2", "Total"))]
    text = dicom_hologic.HologicText(mode="Lumbar Spine", tables=(rows,))
    return dicom_hologic.object_of([text], vr="UN")


def _tid1500():
    parts = [dicom_tid1500.score(dicom_tid1500.T_SCORE, "-2.15"), dicom_tid1500.density("0.913")]
    own = dicom_tid1500.score(dicom_tid1500.T_SCORE, "-1.25", dicom_tid1500.site(dicom_tid1500.HIP, dicom_tid1500.LEFT))
    neck = dicom_tid1500.group(dicom_tid1500.site(dicom_tid1500.NECK, dicom_tid1500.LEFT), *parts)
    return dicom_tid1500.measurement_report(neck, dicom_tid1500.group(own), **LUNAR)


CUT = {
    "ge tree and xml": lambda: written(dicom_ge.object_of(_spine()), EXPLICIT),
    "ge tree, undefined lengths": lambda: written(dicom_ge.object_of(_spine(), xml=False), EXPLICIT, undefined=True),
    "ge implicit": lambda: written(dicom_ge.object_of(_spine(), xml=False), IMPLICIT),
    "ge implicit, undefined lengths": lambda: written(dicom_ge.object_of(_spine()), IMPLICIT, undefined=True),
    "hologic explicit": lambda: written(_hologic(), EXPLICIT),
    "hologic implicit": lambda: written(_hologic(), IMPLICIT),
    "tid 1500": lambda: written(_tid1500(), EXPLICIT),
    "tid 1500, undefined lengths": lambda: written(_tid1500(), EXPLICIT, undefined=True),
    "tid 1500 implicit": lambda: written(_tid1500(), IMPLICIT),
}


@pytest.mark.parametrize("name", CUT)
def test_an_object_cut_at_any_byte_never_says_what_the_whole_does_not(name):
    content = CUT[name]()
    whole = numbers(content)
    wrong = [at for at in range(len(content)) if not numbers(content[:at]) <= whole]

    assert whole
    assert [] == wrong


@pytest.mark.parametrize("name", CUT)
def test_a_report_cut_before_its_end_and_filled_with_zeros_says_nothing_new(name):
    content = CUT[name]()
    whole = numbers(content)
    filled = [content[:at] + b"\0" * (len(content) - at) for at in range(132, len(content), 3)]

    assert [] == [at for at, cut in enumerate(filled) if not numbers(cut) <= whole]


@pytest.mark.slow
@settings(max_examples=150)
@given(seed=st.integers(0, 3), at=st.integers(132, 4000), flipped=st.integers(1, 255))
def test_a_damaged_byte_is_a_refusal_or_a_report_and_never_a_crash(seed, at, flipped):
    content = bytearray(dicom_random.tid1500(Random(seed))[0])  # noqa: S311 - a seed makes the test repeatable
    content[at % len(content)] ^= flipped

    assert isinstance(numbers(bytes(content)), set)


@settings(max_examples=200)
@given(st.binary(max_size=400))
def test_claims_never_raises_and_random_bytes_are_refused_by_name(content):
    assert looks_like_dicom(content) in {True, False}
    with pytest.raises(DocumentError):
        read(b"\0" * 128 + b"DICM" + content)


@pytest.mark.parametrize(
    ("content", "claimed"),
    [
        (b"", False),
        (b"\0" * 131, False),
        (b"DICM", False),
        (b"\0" * 128 + b"DICM", True),
        (b"%PDF-1.7" + b"\0" * 120 + b"DICM", True),
        (b"\x08\x00\x05\x00CS\x0a\x00ISO_IR 100", True),
        (b"\x08\x00\x05\x00\x0a\x00\x00\x00ISO_IR 100", True),
        (b"\x02\x00\x00\x00UL\x04\x00\0\0\0\0", True),
        (b"MSH|^~\\&|A|B", False),
        (b'{"schema_version": "1.0"}', False),
        (b"\x08\x00\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff", False),
    ],
)
def test_claims_by_content(content, claimed):
    assert claimed == looks_like_dicom(content)


def _top(group, element, representation, value):
    long = representation in {b"OB", b"SQ", b"UN"}
    sizes = pack("<HL", 0, len(value)) if long else pack("<H", len(value))
    return pack("<HH", group, element) + representation + sizes + value


CLASS = _top(8, 0x16, b"UI", b"1.2.840.10008.5.1.4.1.1.7\0")


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (CLASS + _top(0x10, 0x20, b"LO", b"P1") + _top(0x10, 0x20, b"LO", b"P2"), "(0010,0020) stands twice"),
        (CLASS + pack("<HH", 0x10, 0x20) + b"LO" + pack("<H", 9) + b"P1", "(0010,0020) is shorter"),
        (CLASS + pack("<HH", 0x10, 0x20) + b"xx\0\0", "(0010,0020) has no value representation"),
        (CLASS + b"\x10\x00\x20", "ends in the middle"),
        (CLASS + pack("<HH", 0x40, 0xA730) + b"SQ" + pack("<HL", 0, 0xFFFFFFF0), "is shorter"),
        (CLASS + pack("<HH", 0x40, 0xA730) + b"SQ" + pack("<HL", 0, 8) + b"\0" * 8, "not a whole sequence"),
        (CLASS + pack("<HH", 0x42, 0x11) + b"OB\0\0", "ends in the middle of its header"),
    ],
)
def test_contradictory_bytes_are_refused_with_their_place(content, fault):
    with pytest.raises(UnreadableDocument) as refused:
        open_dicom(content, Limits())

    assert fault in refused.value.text
    assert refused.value.locator is not None


def test_padding_at_the_end_and_a_repeated_equal_element_are_no_damage():
    twice = _top(0x10, 0x20, b"LO", b"P1")
    opened = open_dicom(CLASS + twice + twice + b"\0" * 37, Limits())

    assert "P1" == opened.data.ascii(0x00100020)


def _many(count):
    empty = pack("<HHL", 0xFFFE, 0xE000, 0) * count
    return CLASS + _top(0x40, 0xA730, b"SQ", empty)


@pytest.mark.parametrize(
    ("content", "limits"),
    [
        (_many(30), Limits(items=20)),
        (_many(600_000), Limits()),
        (Path(DOCUMENTS / "dicom" / "deep_nesting.dcm").read_bytes(), Limits()),
        (Path(DOCUMENTS / "dicom" / "deflate_bomb.dcm").read_bytes(), Limits()),
        (Path(DOCUMENTS / "dicom" / "ge_spine.dcm").read_bytes(), Limits(sr_bytes=1000)),
        (Path(DOCUMENTS / "dicom" / "ge_spine.dcm").read_bytes(), Limits(depth=2)),
        (Path(DOCUMENTS / "dicom" / "hologic_spine.dcm").read_bytes(), Limits(sr_bytes=1000)),
        (Path(DOCUMENTS / "dicom" / "ge_older_xml.dcm").read_bytes(), Limits(items=10)),
    ],
    ids=["items", "600 000 items", "deep", "bomb", "size", "depth", "text size", "xml elements"],
)
def test_limits_are_named_when_they_are_broken(content, limits):
    with pytest.raises(LimitExceeded):
        read(content, limits)


def test_pixels_are_never_touched():
    content = written(dicom_hologic.with_pixels(_hologic(), 3000, 3000))

    assert len(content) > 9_000_000
    assert 21 == len(read(content).measurements)


def test_fragments_of_an_icon_are_passed_over():
    fragments = pack("<HHL", 0xFFFE, 0xE000, 0) + pack("<HHL", 0xFFFE, 0xE000, 4) + b"\xff\xd8\xff\xe0"
    end = pack("<HHL", 0xFFFE, 0xE0DD, 0)
    icon = pack("<HH", 0x0088, 0x0210) + b"OB" + pack("<HL", 0, 0xFFFFFFFF) + fragments + end

    assert {0x00880210} == set(open_dicom(CLASS + icon, Limits()).data.sequences)


def test_a_sequence_written_as_un_is_read_as_implicit():
    value = pack("<HHL", 0x40, 0xA040, 4) + b"TEXT"
    inner = pack("<HHL", 0xFFFE, 0xE000, len(value)) + value
    opened = open_dicom(CLASS + _top(0x40, 0xA730, b"UN", inner), Limits())

    assert "TEXT" == opened.data.sequences[0x0040A730][0].ascii(0x0040A040)


@pytest.mark.parametrize("syntax", [EXPLICIT, IMPLICIT])
def test_the_bytes_say_how_they_are_written_and_not_the_label(syntax):
    content = written(dicom_ge.object_of(_spine()), syntax)
    other = (IMPLICIT if syntax == EXPLICIT else EXPLICIT).encode()
    mislabelled = content.replace(
        syntax.encode() + b"\0" * (len(syntax) % 2), other.ljust(20, b"\0")[: len(syntax) + len(syntax) % 2]
    )

    assert numbers(content) == numbers(mislabelled)


def test_a_deflated_object_that_is_cut_or_not_deflated_is_refused():
    content = written(dicom_ge.object_of(_spine()), DEFLATED)
    start = content.index(b"SYNTHETIC_1") + len("SYNTHETIC_1") + 1

    for damaged in (content[:-20], content[:start] + b"\xff" * 200):
        with pytest.raises(UnreadableDocument):
            read(damaged)


def test_two_contents_in_one_object_are_refused():
    with pytest.raises(UnreadableDocument, match="stands twice"):
        open_dicom(_many(1) + _many(1)[len(CLASS) :], Limits())


def test_content_deeper_than_the_limit_is_refused_where_its_bytes_are_still_read():
    inner = item("TEXT", ("1", "X", "y"), text="z")
    for _ in range(6):
        inner = item("CONTAINER", ("1", "X", "y"), [inner])

    with pytest.raises(LimitExceeded):
        read(written(report(("1", "X", "DXA Report"), [inner])), Limits(depth=5))


def test_only_sequences_that_hold_results_or_name_replaced_objects_are_opened():
    opened = {0x0040A730, 0x0040A043, 0x0040A168, 0x0040A300, 0x0040A301, 0x004008EA, 0x0040A504}
    predecessors = {0x0040A360, 0x00081115, 0x00081199}

    assert opened | predecessors == SEQUENCES
