"""Plain-text documents: which bytes are claimed, what is refused, what is shown."""

from datetime import UTC, datetime

import pytest

from dxa.document import RawDocument
from dxa.errors import LimitExceeded, NotDensitometry, UnreadableDocument
from dxa.locator import Locator
from dxa.settings import Limits
from parsers.narrative.reader import PARSER
from parsers.source import Place

LETTER = "DXA report\nLeft total hip: T-score \u22121.9.\n"


def document(text: str, encoding: str = "utf-8") -> RawDocument:
    return RawDocument(content=text.encode(encoding), channel="test", received_at=datetime(2026, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    "content",
    [
        LETTER.encode(),
        b"\xef\xbb\xbf" + LETTER.encode(),
        "Knochendichte: T-Wert -1,2 an der Hüfte".encode("cp1252"),
        b"Bone\ndensity",
        b"my BMD",
    ],
)
def test_texts_that_speak_of_bone_density_are_claimed(content):
    assert PARSER.claims(content)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"Dear colleague, thank you for the invitation.",
        b"MSH|^~\\&|A|B\rOBX|1|TX|DXA||T-score",
        b"\x0bMSH|^~\\&|A|B\rOBX|1|TX|DXA||T-score",
        b"%PDF-1.7 DXA T-score",
        b"junk %PDF-1.7 DXA T-score",
        b'{"measurements": [], "note": "DXA"}',
        b"<xml>DXA T-score</xml>",
        b"\x00" * 128 + b"DICM DXA",
        b"DXA \x01\x02 T-score",
        b"DXA \x81\x8d",
        b"\xff\xfe",
    ],
)
def test_other_bytes_are_not_claimed(content):
    assert not PARSER.claims(content)


def test_long_text_cut_inside_a_character_by_the_first_look_is_claimed():
    assert PARSER.claims(b"DXA " + "\u00e9".encode() * 500_000)


def test_a_letter_is_read_with_the_name_of_this_reader():
    (row,) = PARSER.read(document(LETTER), Limits()).measurements

    assert "narrative/1" == row.provenance.parser
    assert document(LETTER).digest == row.provenance.document


def test_a_text_without_any_result_is_not_densitometry():
    with pytest.raises(NotDensitometry):
        PARSER.read(document("Invoice for a DXA examination."), Limits())


def test_a_text_beyond_the_limit_is_refused():
    with pytest.raises(LimitExceeded):
        PARSER.read(document(LETTER), Limits(page_characters=10))


def test_bytes_that_are_no_text_are_refused():
    with pytest.raises(UnreadableDocument):
        PARSER.show(b"\x81\x8d\x81", [], Limits())


def test_the_view_is_the_text_with_the_places_in_it():
    (row,) = PARSER.read(document(LETTER), Limits()).measurements
    places = [row.provenance.locator, Locator(page=1), Locator(chars=(0, 10_000))]
    source = PARSER.show(document(LETTER).content, places, Limits())

    assert (LETTER,) == tuple(part.text for part in source.parts)
    assert (Place(part=0, chars=row.provenance.locator.chars), None, None) == source.places
    assert not PARSER.isolated(b"")
