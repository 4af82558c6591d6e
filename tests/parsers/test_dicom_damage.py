"""Damaged objects: cut, bytes changed, elements out of order or gone. None says a number that the whole does not hold.

What a changed byte may honestly do: a changed digit is another number, a changed letter of a name another name. It may
do no more than that: no number is made of two, none is shortened, and a byte that is no text (a tag, a length, a value
representation) moves no number to another place; at most a value loses a part of its place, or is lost.
A deflated object is the exception: one byte of it stands for many, and raw deflate has no check sum (RFC 1951).
"""

from datetime import UTC, datetime
from functools import cache
from random import Random
from struct import unpack_from

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dxa.document import RawDocument
from dxa.errors import DocumentError
from dxa.settings import Limits
from fixtures import dicom_ge, dicom_study
from fixtures.dicom_objects import DEFLATED, written
from fixtures.dicom_random import MAKERS
from parsers.dicom.charset import decoded
from parsers.dicom.reader import PARSER

SEQUENCE = b"SQ"
LONG = {b"OB", b"OW", b"UN", b"SQ", b"UT"}


def rows(content):
    """Return the values not held back, none if the object is refused; anything but a refusal is a failure."""
    document = RawDocument(content=content, channel="test", received_at=datetime(2026, 1, 1, tzinfo=UTC))
    try:
        return [row for row in PARSER.read(document, Limits()).measurements if row.held is None]
    except DocumentError:
        return []


@cache
def original(family, seed):
    content = MAKERS[family](Random(seed))[0]  # noqa: S311 - a seed makes the test repeatable
    return content, rows(content)


def said(row):
    return row.region, row.side, row.levels, row.quantity, row.current, row.exam_date, row.unit, str(row.value)


def is_vaguer(row, whole):
    """Whether a value is one of the whole, with all of its place or less."""
    return any(
        (row.region, row.quantity, row.unit, row.value) == (one.region, one.quantity, one.unit, one.value)
        and row.side in {None, one.side}
        and row.levels in {(), one.levels}
        and row.exam_date in {None, one.exam_date}
        and row.current <= one.current
        for one in whole
    )


def is_one_character_off(raw, other):
    if len(raw) == len(other):
        return sum(one != two for one, two in zip(raw, other, strict=True)) <= 1
    # A sign or a last digit changed into something that is no part of a number.
    return raw in {other[1:], other[:-1]}


FAMILIES = st.sampled_from(sorted(MAKERS))
SEEDS = st.integers(0, 11)


@settings(max_examples=250)
@given(family=FAMILIES, seed=SEEDS, data=st.data())
def test_a_cut_object_says_nothing_that_the_whole_does_not(family, seed, data):
    content, whole = original(family, seed)
    cut = content[: data.draw(st.integers(0, len(content) - 1))]

    assert {said(row) for row in rows(cut)} <= {said(row) for row in whole}


@pytest.mark.slow
@settings(max_examples=400)
@given(family=FAMILIES, seed=SEEDS, mask=st.integers(1, 255), data=st.data())
def test_a_changed_byte_changes_one_character_and_makes_no_number(family, seed, mask, data):
    content, whole = original(family, seed)
    assume(DEFLATED.encode() not in content)
    at = data.draw(st.integers(0, len(content) - 1))
    damaged = rows(content[:at] + bytes([content[at] ^ mask]) + content[at + 1 :])
    raws = {row.provenance.raw for row in whole}

    assert [] == [
        row.provenance.raw for row in damaged if not any(is_one_character_off(row.provenance.raw, raw) for raw in raws)
    ]


@pytest.mark.slow
@settings(max_examples=200)
@given(seed=SEEDS, mask=st.integers(1, 255), data=st.data())
def test_a_changed_byte_of_a_deflated_object_is_read_or_refused(seed, mask, data):
    page = dicom_study.pages(Random(1))[seed]  # noqa: S311 - a seed makes the test repeatable
    content = written(dicom_ge.object_of(page), DEFLATED)
    at = data.draw(st.integers(0, len(content) - 1))

    assert isinstance(rows(content[:at] + bytes([content[at] ^ mask]) + content[at + 1 :]), list)


def elements(content, start, end):
    """Return (start, header end, end) of the elements between two places: explicit lengths, little endian."""
    found = []
    while start < end:
        representation = content[start + 4 : start + 6]
        is_long = representation in LONG
        length = unpack_from("<L", content, start + 8)[0] if is_long else unpack_from("<H", content, start + 6)[0]
        begin = start + (12 if is_long else 8)
        found.append((start, begin, begin + length))
        start = begin + length
    return found


def structure(content, start, end):
    """Return the places of all bytes between two places that are tags, representations and lengths."""
    places = []
    for head, begin, last in elements(content, start, end):
        places += range(head, begin)
        if content[head + 4 : head + 6] != SEQUENCE:
            continue
        item = begin
        while item < last:
            behind = item + 8 + unpack_from("<L", content, item + 4)[0]
            places += [*range(item, item + 8), *structure(content, item + 8, behind)]
            item = behind
    return places


@cache
def explicit(seed, kind):
    """Return an explicit object, its values, and where its data set begins."""
    pages = dicom_study.pages(Random(seed))  # noqa: S311 - a seed makes the test repeatable
    content = written(dicom_ge.object_of(pages[seed % len(pages)], xml=kind != "tree", tree=kind != "xml"))
    return content, rows(content), content.index(b"\x08\x00\x05\x00CS")


@pytest.mark.slow
@settings(max_examples=300)
@given(seed=st.integers(0, 17), kind=st.sampled_from(["tree", "xml", "both"]), mask=st.integers(1, 255), data=st.data())
def test_a_byte_that_is_no_text_moves_no_value(seed, kind, mask, data):
    content, whole, start = explicit(seed, kind)
    at = data.draw(st.sampled_from(structure(content, start, len(content))))
    damaged = rows(content[:at] + bytes([content[at] ^ mask]) + content[at + 1 :])

    assert [] == [said(row) for row in damaged if not is_vaguer(row, whole)]


@pytest.mark.slow
@settings(max_examples=120)
@given(seed=st.integers(0, 17), kind=st.sampled_from(["tree", "xml", "both"]), data=st.data())
def test_elements_in_any_order_say_the_same(seed, kind, data):
    content, whole, start = explicit(seed, kind)
    parts = [content[head:last] for head, _, last in elements(content, start, len(content))]
    shuffled = content[:start] + b"".join(data.draw(st.permutations(parts)))

    assert {said(row) for row in whole} == {said(row) for row in rows(shuffled)}


@settings(max_examples=120)
@given(seed=st.integers(0, 17), kind=st.sampled_from(["tree", "xml", "both"]), data=st.data())
def test_an_object_without_one_of_its_elements_says_no_more(seed, kind, data):
    content, whole, start = explicit(seed, kind)
    head, _, last = data.draw(st.sampled_from(elements(content, start, len(content))))

    assert [] == [said(row) for row in rows(content[:head] + content[last:]) if not is_vaguer(row, whole)]


@settings(max_examples=100)
@given(seed=st.integers(0, 3), at=st.integers(0, 10_000), more=st.binary(min_size=1, max_size=12))
def test_bytes_put_in_make_no_number(seed, at, more):
    content, whole = original("tid1500", seed)
    assume(DEFLATED.encode() not in content)
    place = at % len(content)
    values = {row.value for row in whole}
    strange = [row.value for row in rows(content[:place] + more + content[place:]) if row.value not in values]

    assert len(strange) <= 1


CHARSETS = """
ISO_IR 100,ISO_IR 192,GB18030,GBK,ISO_IR 13,ISO 2022 IR 87,\\ISO 2022 IR 149,ISO_IR 9,ISO_IR 138,\\,utf-8,idna,rot13,
zlib_codec,\\ISO 2022 IR 87\\ISO 2022 IR 159,\u00e9
""".replace("\n", "").split(",")


@settings(max_examples=300)
@given(charset=st.sampled_from(CHARSETS) | st.text(max_size=20), raw=st.binary(max_size=60))
@pytest.mark.filterwarnings("ignore::UserWarning")
def test_a_text_in_any_character_set_is_read_somehow(charset, raw):
    assert isinstance(decoded(raw, charset)[0], str)


@pytest.mark.slow
@settings(max_examples=80)
@given(charset=st.sampled_from(CHARSETS), name=st.binary(max_size=20))
@pytest.mark.filterwarnings("ignore::UserWarning")
def test_values_survive_any_declared_character_set_and_any_name(charset, name):
    # A patient called "QA" is a phantom, and refused as one.
    assume(not {b"qa", b"qc"} & {name.lower()[at : at + 2] for at in range(len(name))})
    content, whole, start = explicit(2, "both")
    changed = {b"\x08\x00\x05\x00": charset.encode("latin-1"), b"\x10\x00\x10\x00": name}
    parts = []
    for head, begin, last in elements(content, start, len(content)):
        value = changed.get(content[head : head + 4], content[begin:last])
        sizes = len(value).to_bytes(2, "little") if begin - head == 8 else content[head + 6 : begin]
        parts.append(content[head : head + 6] + sizes + value)

    assert {said(row) for row in whole} == {said(row) for row in rows(content[:start] + b"".join(parts))}
