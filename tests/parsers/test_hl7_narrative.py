"""The prose of an order as one passage whose lines know their place."""

import pytest

from dxa.settings import Limits
from fixtures.hl7_writing import Header, head, obx, sent
from parsers.hl7.narrative import Told, passage_of
from parsers.hl7.places import text_at
from parsers.hl7.tokens import tokenised


def passage(*rows, msh=None):
    segments = head(Header(control="T", service="DEXA^DEXA^L"))
    segments[0] = msh or segments[0]
    (message,) = tokenised(sent([*segments, *rows]), Limits())
    found, issues = passage_of(message, [Told(row) for row in message.segments if row.name in {"OBX", "NTE"}])
    return message, found, [issue.code for issue in issues]


def lines(*rows, **options):
    found = passage(*rows, **options)[1]
    return found.text.split("\n") if found else []


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([obx(1, "TX", "R1^Report^L", "one"), obx(2, "TX", "R1^Report^L", "two")], ["one", "two"]),
        ([obx(1, "TX", "R1^Report^L", "one~~two")], ["one", "", "two"]),
        ([obx(1, "FT", "R1^Report^L", "one\\.br\\two \\T\\ more")], ["one", "two & more"]),
        ([obx(1, "TX", "&GDT^Report", "a"), obx(2, "TX", "&IMP^Imp", "b")], ["FINDINGS:", "a", "IMPRESSION:", "b"]),
        ([obx(1, "TX", "71020&IMP^X^C4", "b")], ["IMPRESSION:", "b"]),
        ([obx(1, "TX", "I^IMPRESSION^L", "b"), obx(2, "TX", "I^IMPRESSION^L", "c")], ["IMPRESSION:", "b", "c"]),
        ([obx(1, "TX", "&IMP^Impression", "IMPRESSION: b")], ["IMPRESSION: b"]),
        ([obx(1, "FT", "X^Befund^L", "b")], ["FINDINGS:", "b"]),
        ([obx(1, "FT", "X^Recommendation^L", "b")], ["RECOMMENDATION:", "b"]),
        ([obx(1, "TX", "DEXA_INTERP^^L", "b")], ["IMPRESSION:", "b"]),
        ([obx(1, "TX", "X^Lumbar spine^L", "T-score -1.0")], ["Lumbar spine: T-score -1.0"]),
        ([obx(1, "CWE", "DX^Impression^L", "OP^Osteoporosis^L")], ["IMPRESSION:", "Osteoporosis"]),
        ([obx(1, "CE", "DX^Diagnosis^L", "OP^Osteoporosis^L")], []),
        ([obx(1, "CE", "DX^Conclusion^L", "Osteoporosis")], ["IMPRESSION:", "Osteoporosis"]),
        ([obx(1, "TX", "D^DIAGNOSTIC CODE^L", "NORMAL")], []),
        ([obx(1, "TX", "S^Signature^L", "Signed by TEST")], []),
        ([obx(1, "DT", "X^Date^L", "20260101")], []),
        ([obx(1, "TX", "X^Report^L", '""')], []),
        (["NTE|1||note one~note two"], ["note one", "note two"]),
        ([obx(1, "TX", "X^Report^L", "")], []),
    ],
)
def test_every_shape_of_text_becomes_lines(rows, expected):
    assert expected == lines(*rows)


def test_every_line_leads_back_to_its_characters():
    message, found, _ = passage(
        obx(1, "FT", "&IMP^Impression", "first\\.br\\Z-score \\X2D\\2.5~L1\\T\\L2: -1.0"), "NTE|1||A\\T\\B -3.3"
    )
    for words, sent_as in (("-2.5", "\\X2D\\2.5"), ("-1.0", "-1.0"), ("L1&L2", "L1\\T\\L2"), ("-3.3", "-3.3")):
        start = found.text.index(words)

        assert sent_as == text_at(message, found.locator(start, start + len(words)))
    assert "&IMP^Impression" == text_at(message, found.locator(0, 4))


def test_a_coded_conclusion_leads_back_to_its_text():
    message, found, _ = passage(obx(1, "CWE", "DX^Impression^L", "OP^Osteoporosis^L"))
    start = found.text.index("Osteo")

    assert "Osteoporosis" == text_at(message, found.locator(start, start + 12))


def test_a_text_its_sender_cut_short_loses_its_last_line():
    msh = "MSH|^~\\&#|A|B|C|D|20260304||ORU^R01|X|P|2.7"
    _, found, issues = passage(obx(1, "FT", "X^Report^L", "T-score -1.0\\.br\\T-score -2#"), msh=msh)

    assert "T-score -1.0" == found.text
    assert ["SEGMENT_DAMAGED"] == issues
