"""What counts as a frame, however the bytes are split and whatever stands around them."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.channels.mllp.framing import JUNK_BYTES, Deframer, Fault, Frame
from tests.ingest.mllp_situations import framed, message

A, B = message("A"), message("B")
MOST = 1000
SITUATIONS = {
    "one message": (framed(A), [A]),
    "several in one read": (framed(A, B, A), [A, B, A]),
    "CR and LF between (Camel, Mirth 510)": (framed(A) + b"\n\r\n" + framed(B) + b"\n", [A, B]),
    "NULs between (GE Centricity, Mirth 249)": (b"\0\0" + framed(A) + b"\0\0\0" + framed(B) + b"\0", [A, B]),
    "1C 0D 0A": (b"\x0b" + A + b"\x1c\r\n\x0b" + B + b"\x1c\r\n", [A, B]),
    "1C 0A": (b"\x0b" + A + b"\x1c\n\x0b" + B + b"\x1c\n", [A, B]),
    "doubled 0B (Mirth 830)": (b"\x0b\x0b" + A + b"\x1c\r\x0b\x0b\x0b" + B + b"\x1c\r", [A, B]),
    "doubled 1C": (b"\x0b" + A + b"\x1c\x1c\r" + framed(B), [A, B]),
    "doubled end": (framed(A) + b"\x1c\r" + framed(B), [A, B]),
    "double CR (txHL7 10)": (b"\x0b" + A + b"\r\x1c\r\r" + framed(B), [A + b"\r", B]),
    "0D missing before the next frame": (b"\x0b" + A + b"\x1c" + framed(B), [A, B]),
    "bytes before the first 0B": (b"hello\r\n" + framed(A), [A]),
    "a sender that begins anew": (b"\x0b" + A[:40] + framed(B), [B]),
    "begins anew before MSH is whole": (b"\x0bMS" + framed(B), [B]),
    "0B inside the text": (framed(A + b"NTE|1||a\x0bb\r"), [A + b"NTE|1||a\x0bb\r"]),
    "1C inside the text": (framed(A + b"NTE|1||a\x1cb\r"), [A + b"NTE|1||a\x1cb\r"]),
    "an empty frame": (framed(b"", A), [b"", A]),
    "a frame without start": (A + b"\x1c\r" + framed(B), [(A, Fault.NO_START), B]),
    "exactly as large as may be": (framed(b"x" * MOST, A), [b"x" * MOST, A]),
    "too large": (framed(b"x" * (MOST + 1), A), [(b"x" * MOST, Fault.TOO_LARGE)]),
    "endless": (b"\x0b" + b"x" * 5 * MOST, [(b"x" * MOST, Fault.TOO_LARGE)]),
    "noise without end": (b"x" * (JUNK_BYTES + 9), [(b"x" * (JUNK_BYTES + 1), Fault.NO_START)]),
    "noise up to the limit": (b"x" * JUNK_BYTES + framed(A), [A]),
    "nothing but blanks": (b"\r\n\0\t \r\n" * 9, []),
}


def expected_frames(expected):
    return [Frame(*one) if isinstance(one, tuple) else Frame(one) for one in expected]


@pytest.mark.parametrize("name", SITUATIONS)
def test_frames_are_found_in(name):
    stream, expected = SITUATIONS[name]

    assert expected_frames(expected) == Deframer(MOST).feed(stream)


@pytest.mark.parametrize("name", [name for name in SITUATIONS if "noise" not in name])
def test_frames_are_the_same_byte_by_byte_in(name):
    stream, expected = SITUATIONS[name]
    deframer = Deframer(MOST)
    found = [frame for byte in stream for frame in deframer.feed(bytes([byte]))]

    assert expected_frames(expected) == found


PIECES = st.sampled_from(
    [b"\x0b", b"\x1c", b"\r", b"\n", b"\0", b" ", b"MSH|", b"MSH", b"FHS|", b"x", A[:30], A, b"y" * 900, b"\xff"]
)


@given(pieces=st.lists(PIECES, max_size=30), cuts=st.lists(st.integers(1, 400), max_size=60))
def test_frames_are_the_same_for_any_split_of_any_bytes(pieces, cuts):
    stream = b"".join(pieces)
    whole = Deframer(MOST)
    expected = [*whole.feed(stream), whole.finish()]
    deframer = Deframer(MOST)
    found = []
    for cut in cuts:
        found += deframer.feed(stream[:cut])
        stream = stream[cut:]
    found += [*deframer.feed(stream), deframer.finish()]

    assert expected == found


def test_a_large_frame_is_searched_once():
    deframer = Deframer(20_000_000)
    content = b"x" * 5_000_000
    stream = framed(content)
    began = datetime.now(UTC)
    found = [frame for at in range(0, len(stream), 1460) for frame in deframer.feed(stream[at : at + 1460])]

    assert [Frame(content)] == found
    # From the start for each chunk it takes more than half a second of searching alone (facts: 675 ms against 6).
    assert (datetime.now(UTC) - began).total_seconds() < 0.5


def test_a_message_without_its_last_byte_is_whole_once_nothing_more_comes():
    deframer = Deframer(MOST)

    assert [] == deframer.feed(b"\x0b" + A + b"\x1c")
    assert deframer.ending
    assert Frame(A) == deframer.finish()
    assert [Frame(B)] == deframer.feed(b"\r" + framed(B))


def test_a_message_that_was_cut_is_no_message():
    deframer = Deframer(MOST)
    deframer.feed(b"\x0b" + A[:-20])

    assert Frame(A[:-20], Fault.CUT) == deframer.finish()
    assert [] == deframer.feed(framed(B))
