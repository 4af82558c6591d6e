"""Our tokenizer against hl7apy on every fixture, and its notes on conformance."""

from collections import Counter

import pytest
from hl7apy.exceptions import HL7apyException
from hl7apy.parser import get_message_info, parse_message

from dxa.errors import DocumentError
from dxa.settings import Limits
from fixtures.truth import DOCUMENTS
from parsers.hl7.conformance import conformance_notes
from parsers.hl7.tokens import tokenised

NAMES = sorted(path.name for path in (DOCUMENTS / "hl7").glob("*.hl7"))
NOT_BY_HL7APY = {"damaged_names.hl7": "MSH-12 is empty: UnsupportedVersion"}
NOT_BY_US = {"equal_separators.hl7": "one character for several separators: neither reads it"}
MSH = "MSH|^~\\&|A|B|C|D|20260304||ORU^R01|X1|P|2.5"


def messages(name):
    return tokenised((DOCUMENTS / "hl7" / name).read_bytes(), Limits())


@pytest.mark.parametrize("name", [name for name in NAMES if name not in NOT_BY_HL7APY | NOT_BY_US])
def test_both_readers_find_the_same_segments_and_fields(name):
    for message in messages(name):
        text = "\r".join(segment.text for segment in message.segments)
        parsed = parse_message(text, find_groups=False)

        assert [segment.name for segment in message.segments] == [segment.name for segment in parsed.children]
        assert message.separators.field == get_message_info(text)[0]["FIELD"]
        for ours, theirs in zip(message.segments, parsed.children, strict=True):
            if ours.whole and ours.name != "MSH":
                assert_same_fields(ours, theirs, message.separators)


def assert_same_fields(ours, theirs, separators):
    """hl7apy numbers fields by name and joins repetitions in order; an escape it wrote anew is taken back."""
    written = theirs.to_er7().split(separators.field)
    sent = list(ours.fields)
    while sent and sent[-1] == "":
        sent.pop()
    escape = separators.escape
    plain = [field.replace(f"{escape}E{escape}", escape) if escape else field for field in written]
    same = [field.replace(f"{escape}E{escape}", escape) if escape else field for field in sent]

    assert [trimmed(field, separators) for field in same] == [
        trimmed(field, separators) for field in plain[: len(same)]
    ]


def trimmed(field, separators):
    """Return a field without empty components and sub-components at its end, which hl7apy leaves out."""
    return field.rstrip(separators.component + separators.subcomponent + separators.repetition)


@pytest.mark.parametrize("name", sorted(NOT_BY_HL7APY))
def test_what_hl7apy_refuses_is_still_read(name):
    (message,) = messages(name)
    with pytest.raises(HL7apyException):
        parse_message("\r".join(segment.text for segment in message.segments), find_groups=False)

    assert len(message.segments) > 3


@pytest.mark.parametrize("name", sorted(NOT_BY_US))
def test_what_nobody_can_separate_is_refused_by_both(name):
    content = (DOCUMENTS / "hl7" / name).read_bytes()
    with pytest.raises(DocumentError):
        tokenised(content, Limits())
    with pytest.raises(HL7apyException):
        parse_message(content.decode(), find_groups=False)


def test_sound_messages_have_no_notes():
    assert () == conformance_notes((DOCUMENTS / "hl7" / "discrete_loinc.hl7").read_bytes(), Limits())


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (f"{MSH}\rOBR|1\rOBX|1|NM||||||||||F\r", "OBR-4 is required and empty"),
        (MSH.replace("|P|2.5", "|P|") + "\rOBR|1|||X\r", "hl7apy refuses the message: UnsupportedVersion"),
        (MSH.replace("ORU^R01", "") + "\rOBR|1|||X\r", "MSH-9 does not name a message structure"),
        (f"{MSH.replace('|P|2.5', '|P| 2.5')}\rOBR|1|||X\r", None),
    ],
)
def test_departures_from_the_standard_are_noted(content, text):
    notes = conformance_notes(content.encode(), Limits())

    assert {"CONFORMANCE"} >= {note.code for note in notes}
    assert text is None or text in Counter(note.text for note in notes)


@pytest.mark.parametrize("error", [AttributeError, IndexError])
def test_what_hl7apy_lets_slip_is_a_note_too(error, monkeypatch):
    def fail(*_, **__):
        raise error

    monkeypatch.setattr("parsers.hl7.conformance.parse_message", fail)

    assert f"hl7apy fails on the message: {error.__name__}" == conformance_notes(MSH.encode(), Limits())[0].text


def test_lost_segments_and_another_version_are_noted(monkeypatch):
    class Parsed:
        children = ()

    monkeypatch.setattr("parsers.hl7.conformance.parse_message", lambda *_, **__: Parsed())
    monkeypatch.setattr("parsers.hl7.conformance.get_message_info", lambda _: ({}, "ORU_R01", "2.9"))
    texts = [note.text for note in conformance_notes(MSH.encode() + b"\r", Limits())]

    assert ["the version of MSH-12 is read differently by hl7apy", "hl7apy finds 0 of 1 MSH segments"] == texts
