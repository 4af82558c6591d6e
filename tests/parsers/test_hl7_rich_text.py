"""Rich text in messages: what it shows, what it hides, and where that stands."""

from base64 import b64encode

import pytest

from fixtures.hl7_writing import Header, head, obx, sent
from parsers.hl7.rich_text import shown_of
from tests.acceptance.reading import lines, read

WHOLE = (
    r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fnil Arial;}}{\header\pard\plain L1-L4 T-score -9.9\par}"
    r"\pard\f0 Lendenwirbels\'e4ule L1-L4: {\b BMD 0.812} g/cm{\super 2}, T-score {\b \u8722?2.6}\par "
    r"Left femoral neck: T-score {\strike -1.2}{\cf1 -2.2}\par}"
)
READ = {
    "lumbar_spine L1+L2+L3+L4 bmd 0.812",
    "lumbar_spine L1+L2+L3+L4 t_score -2.6",
    "femoral_neck left t_score -2.2",
}


def message(*rows):
    return sent([*head(Header(control="R")), *rows])


def escaped(text):
    return text.replace("\\", "\\E\\")


SHOWN = {
    r"{\rtf1 a\tab b\par c}": "a\tb\nc",
    r"{\rtf1\trowd L1-L4\cell -2.6\cell\row}": "L1-L4 | -2.6 | \n",
    r"{\rtf1 {\*\generator Riched20;}x{\info{\title T-score -1}}y}": "xy",
    r"{\rtf1\uc1 \u8722?2.6 \u228\'e4 \uc0\u178 x}": "\u22122.6 \u00e4 \u00b2x",
    r"{\rtf1\ansicpg1251 \'cb}": "\u041b",
    r"{\rtf1 {\v hidden}\strike struck\strike0  shown\strike\plain  too}": " shown too",
    r"{\rtf1 \{a\}\\b\_c\~d\-e}": "{a}\\b-c de",
    r"{\rtf1 \u55357?}": "\ufffd",
    "{\\rtf1 one\r\ntwo}\0": "onetwo",
}
NOT_WHOLE = [
    "no rich text",
    r"{\rtf1 a",
    r"{\rtf1 a} b",
    r"{\rtf1 a}}",
    "{\\rtf1 a\\",
    "{\\rtf1" + "{" * 201 + "}" * 202,
]


def test_rich_text_shows_its_words_and_nothing_around_them():
    shown = {written: found.text for written in SHOWN if (found := shown_of(written))}

    assert SHOWN == shown


@pytest.mark.parametrize("written", NOT_WHOLE)
def test_rich_text_that_is_not_whole_is_not_read(written):
    assert shown_of(written) is None


@pytest.mark.parametrize(
    "row",
    [
        obx(1, "FT", "RPT^Report^L", WHOLE),
        obx(1, "FT", "RPT^Report^L", escaped(WHOLE)),
        obx(1, "ED", "RPT^Report^L", "^application^rtf^Base64^" + b64encode(WHOLE.encode()).decode()),
    ],
    ids=["as it is", "escaped", "encoded"],
)
def test_rich_text_of_a_message_is_read_with_its_places(row):
    report = read(message(row))

    assert lines(report) == READ
    raw = {value.provenance.raw for value in report.measurements}
    assert {"0.812", "-2.2"} < raw


def test_no_beginning_of_rich_text_gives_a_number():
    found = {lines(read(message(obx(1, "FT", "RPT^Report^L", WHOLE[:end]), obx(2, "NM", "A^L1-L4 Z-score^L", "-0.4"))))
             == {"lumbar_spine L1+L2+L3+L4 z_score -0.4"} for end in range(60, len(WHOLE), 9)}  # fmt: skip

    assert found == {True}


def test_an_encoded_beginning_of_rich_text_is_told():
    data = b64encode(WHOLE[:-1].encode()).decode()
    report = read(
        message(
            obx(1, "ED", "RPT^Report^L", "^application^rtf^Base64^" + data), obx(2, "NM", "A^L1-L4 Z-score^L", "-0.4")
        )
    )

    assert "UNREADABLE_ATTACHMENT" in {issue.code for issue in report.issues}
