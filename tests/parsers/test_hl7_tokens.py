"""The tokenizer: framing, line ends, separators, character sets, damaged lines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxa.errors import LimitExceeded, UnreadableDocument
from dxa.issues import IssueCode
from dxa.locator import Locator
from dxa.settings import Limits
from parsers.hl7.charset import decoded, narrowed
from parsers.hl7.escapes import Separators, plain, unescaped
from parsers.hl7.places import span_of, text_at
from parsers.hl7.tokens import is_hl7, tokenised

USUAL = Separators("|", "^", "~", "\\", "&")
MSH = "MSH|^~\\&|A|B|C|D|20260304||ORU^R01|X1|P|2.5"
OBX = "OBX|1|NM|C^T||-1.0||||||F"


def tokens(text, limits=None):
    content = text if isinstance(text, bytes) else text.encode()
    return tokenised(content, limits or Limits())


def names(message):
    return [segment.name for segment in message.segments]


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n", "\r\r", "\n\n", "\r\r\n", "\r\n\n"])
def test_every_line_end_separates_segments(end):
    (message,) = tokens(end.join([MSH, "PID|1", OBX, "ZZZ|1", ""]))

    assert ["MSH", "PID", "OBX", "ZZZ"] == names(message)
    assert "-1.0" == message.segments[2].field(5)
    assert () == message.issues


@pytest.mark.parametrize("lead", [b"\x0b", b"\xef\xbb\xbf", b"\x0b\xef\xbb\xbf", b"\r\n \t\x00", b"\x0b\x0b"])
def test_framing_and_byte_order_marks_are_no_content(lead):
    content = lead + f"{MSH}\r{OBX}\r".encode() + b"\x1c\r"

    assert is_hl7(content)
    assert ["MSH", "OBX"] == names(tokens(content)[0])


def test_an_mllp_frame_that_is_not_closed_was_cut_off():
    with pytest.raises(UnreadableDocument, match="cut off"):
        tokens(b"\x0b" + f"{MSH}\r{OBX}\r".encode())


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_wide_characters_are_known_by_their_first_bytes(codec):
    content = f"{MSH}\r{OBX}\rNTE|1||\u2212\r".encode(codec)

    assert is_hl7(content)
    assert "\u2212" == tokens(content)[0].segments[2].field(3)


@pytest.mark.parametrize(
    "content", [b"", b"MSH", b"MSH is a hospital", b"MSHX|", b"%PDF-1.7", b"{}", b"msh|^~\\&|", b"PID|1", b"MSH\r|"]
)
def test_other_documents_are_not_claimed(content):
    assert not is_hl7(content)


@pytest.mark.parametrize("marks", ["", "^^^^", "1~\\&", "^.\\&", "^~-&", "^~ &", "^~\\&#!", "^~\\^"])
def test_separators_that_cannot_separate_are_refused(marks):
    with pytest.raises(UnreadableDocument) as caught:
        tokens(f"MSH|{marks}|A\r{OBX}\r")

    assert Locator(segment="MSH", index=1, field=2) == caught.value.locator


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        ("^~\\&", USUAL),
        ("^~\\&#", Separators("|", "^", "~", "\\", "&", "#")),
        ("^~&", Separators("|", "^", "~", "", "&")),
        ("^~\\", Separators("|", "^", "~", "\\", "")),
        ("^", Separators("|", "^", "", "", "")),
    ],
)
def test_msh_2_of_every_length_is_understood(marks, expected):
    assert expected == tokens(f"MSH|{marks}|A\r{OBX}\r")[0].separators


def test_a_message_without_any_segment_line_is_refused():
    with pytest.raises(UnreadableDocument, match="no message"):
        tokens("FHS|^~\\&|A\rBHS|^~\\&|A\r")
    with pytest.raises(UnreadableDocument, match="no message"):
        tokens("")


def test_more_segments_than_the_limit_are_refused():
    with pytest.raises(LimitExceeded):
        tokens(MSH + "\rZZZ|1" * 30, Limits(items=10))


def test_concatenated_messages_are_numbered_and_envelopes_left_out():
    messages = tokens(f"FHS|^~\\&\rBHS|^~\\&\r{MSH}\r{OBX}\r{MSH}\rPID|1\rBTS|2\rFTS|1\r")

    assert [["MSH", "OBX"], ["MSH", "PID"]] == [names(message) for message in messages]
    assert [1, 2] == [message.number for message in messages]


@pytest.mark.parametrize(
    ("line", "read"),
    [("obx|1|NM|C||-1.0", True), (" OBX|1", True), ("0BX|1|NM", False), ("OBY|1|NM", False), ("text", False)],
)
def test_a_damaged_segment_name_is_told(line, read):
    (message,) = tokens(f"{MSH}\r{line}\rPID|1\r")

    assert read is ("OBX" in names(message))
    assert [IssueCode.SEGMENT_DAMAGED] == [issue.code for issue in message.issues]
    assert line == text_at(message, message.issues[0].locator)


@pytest.mark.parametrize("line", ["O R|1", "PI||M2", "PID1||M2", "OBRR|1", "0BR|1|P", "OBY|1", "M1SH|x"])
def test_a_damaged_line_that_may_be_a_header_refuses_the_message(line):
    with pytest.raises(UnreadableDocument, match="damaged line"):
        tokens(f"{MSH}\r{OBX}\r{line}\r{OBX}\r")


def test_something_before_the_first_message_refuses_the_document():
    with pytest.raises(UnreadableDocument, match="before the first message"):
        tokens(f"FHS|^~\\&\rM1SH|^~\\&\r{OBX}\r{MSH}\r{OBX}\r")


def test_a_line_feed_inside_a_field_belongs_to_its_text():
    (message,) = tokens(f"{MSH}\rOBX|1|TX|C||first\nsecond||||||F\r")

    (again,) = tokens(f"{MSH}\rOBX|1|TX|C||first\n\nsecond||||||F\r")

    assert "first\nsecond" == again.segments[1].field(5)
    assert "first\nsecond" == message.segments[1].field(5)
    assert "F" == message.segments[1].field(11)


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        ("OBX|1|TX|C||first\rsecond|||||\rthird||||||F", "first"),
        ("OBX|1|TX|C||first\rsecond\rthird||||||F", "first\nsecond\nthird"),
        ("OBX|1|FT|C||fir\rADD|st||||||F", "first"),
        ("OBX|1|FT|C||fir\rADD|st", "fir"),
        ("OBX|1|TX|C||first\robx|2|TX|C||second||||||F", "first"),
        ("OBX|1|NM|C||1.\r5||||||F", "1."),
        ("OBX|1|TX|C||first | second||||||D", "first | second"),
        ("OBX|1|TX|C||first|||||| | F", "first"),
    ],
)
def test_a_text_cut_by_line_ends_or_separators_is_one_where_its_end_shows_it(lines, text):
    (message,) = tokens(f"{MSH}\r{lines}\r")

    assert text == message.segments[1].field(5)


def test_the_last_field_of_a_cut_line_is_not_to_be_trusted():
    (message,) = tokens(f"{MSH}\rNTE|1||half\rof it\rOBX|1|NM|C||-2\rPID|1||M0")

    assert ["MSH", "NTE", "OBX", "PID"] == names(message)
    assert ["", ""] == [message.segments[number].field(3) for number in (1, 3)]
    assert [True, False, True, False] == [segment.whole for segment in message.segments]


@pytest.mark.parametrize("line", ["PID|1||M0\r417^^^R", "OBR|1|P|A\r9001|X"])
def test_a_header_cut_in_two_refuses_the_message(line):
    with pytest.raises(UnreadableDocument, match="is cut"):
        tokens(f"{MSH}\r{line}\r{OBX}\r")


def test_a_lost_line_end_before_an_order_is_refused_and_before_a_result_told():
    (message,) = tokens(f"{MSH}\r{OBX}{OBX}\r")

    assert [IssueCode.SEGMENT_DAMAGED] == [issue.code for issue in message.issues]
    with pytest.raises(UnreadableDocument, match="OBR"):
        tokens(f"{MSH}\r{OBX}OBR|1|P\r")


@pytest.mark.parametrize(
    ("content", "declared", "text", "is_sound"),
    [
        (b"abc", "", "abc", True),
        (b"abc", "KLINGON", "abc", False),
        ("\u2212".encode(), "", "\u2212", True),
        ("\u2212".encode(), "UNICODE UTF-8", "\u2212", True),
        ("\u2212".encode(), "8859/1", "\u2212", False),
        ("\u2212".encode(), "ASCII", "\u2212", False),
        (b"\xe9 \x96", "8859/1", "\u00e9 \u2013", True),
        (b"\xe9 \xe2\x88\x92", "UNICODE UTF-8", "\u00e9 \u2212", False),
        (b"\xe9", "", "\u00e9", False),
        ("\u9aa8\u5bc6\u5ea6".encode("gb18030"), "GB 18030-2000", "\u9aa8\u5bc6\u5ea6", True),
        ("\u9aa8\u5bc6\u5ea6".encode("big5"), "BIG-5", "\u9aa8\u5bc6\u5ea6", True),
        ("\uace8\ubc00\ub3c4".encode("euc_kr"), "KS X 1001", "\uace8\ubc00\ub3c4", True),
        ("\u9aa8\u5bc6\u5ea6".encode("iso2022_jp"), "ISO IR87", "\u9aa8\u5bc6\u5ea6", True),
        ("\u0105".encode("iso8859-2"), "8859/2", "\u0105", True),
        (b"\xff\xff", "GB18030", "\u00ff\u00ff", False),
    ],
)
def test_characters_are_what_msh_18_or_the_bytes_say(content, declared, text, is_sound):
    reading = decoded(content, declared)

    assert text == reading.text
    assert is_sound is (reading.problem is None)


def test_a_wrong_character_set_is_told_at_msh_18():
    (message,) = tokens(f"{MSH}||||||ASCII\rNTE|1||\u00e9\r")

    assert [IssueCode.UNKNOWN_CHARSET] == [issue.code for issue in message.issues]
    assert "ASCII" == text_at(message, message.issues[0].locator)
    assert b"MSH" == narrowed(b"\xef\xbb\xbfMSH")


@pytest.mark.parametrize(
    ("text", "readable"),
    [
        ("a\\F\\b\\S\\c\\T\\d\\R\\e\\E\\f", "a|b^c&d~e\\f"),
        ("one\\.br\\two\\.sp2\\three\\.ce\\four", "one\ntwo\nthree\nfour"),
        ("\\H\\bold\\N\\ \\.in+4\\\\.fi\\x\\.sk3\\y", "bold x   y"),
        ("\\X2D\\2.5\\X0D0A\\\\Xe9\\", "-2.5\n\u00e9"),
        ("\\C2842\\x\\M245A41\\", "\ufffdx\ufffd"),
        ("C:\\dir\\T\\x", "C:\\dir&x"),
        ("\\unknown\\ and \\.br", "\\unknown\\ and \\.br"),
        ("\\.zz\\x", "\\.zz\\x"),
        ("a b\\n\\nLeft\\r\\nright \\.brBMD\\t0.8", "a b\n\nLeft\nright \nBMD\t0.8"),
        ("a b\\E\\r\\E\\nc \\h\\d\\n\\ e", "a b\nc d e"),
        ("\\\\host\\new\\a.pdf", "\\\\host\\new\\a.pdf"),
        ("", ""),
    ],
)
def test_escapes_are_resolved_and_what_only_looks_like_one_stays(text, readable):
    assert readable == unescaped(text, USUAL)


def test_a_span_of_readable_text_leads_back_to_the_characters_sent():
    text = "T \\T\\ Z\\.br\\T-score \\X2D\\2.5 end"
    readable = plain(text, USUAL)
    start = readable.text.index("-2.5")

    assert "\\X2D\\2.5" == text[slice(*readable.origin(start, start + 4))]
    assert "Z" == text[slice(*readable.origin(4, 5))]


@given(st.text(alphabet="ab|^~&\\.brXT0D", max_size=40), st.integers(0, 40), st.integers(0, 40))
def test_origins_are_ordered_and_lie_inside_the_text(text, first, second):
    readable = plain(text, USUAL)
    start, end = sorted((min(first, len(readable.text)), min(second, len(readable.text))))
    span = readable.origin(start, end)

    assert 0 <= span[0] <= span[1] <= len(text)
    if start < end:
        assert readable.text[start:end] in unescaped(text[slice(*span)], USUAL) or span[0] == span[1]


SEPARATORS = st.lists(st.sampled_from("|^~\\&#*%$@!;:/<>=?`'{}[]()"), min_size=5, max_size=5, unique=True)


@given(SEPARATORS, st.lists(st.text(alphabet="abcXYZ019 ", max_size=6), min_size=1, max_size=6))
def test_any_separators_round_trip(marks, values):
    field, *others = marks
    component, repetition, _, _ = others
    line = field.join(["ZZZ", component.join(values), repetition.join(values), *values])
    (message,) = tokens(f"MSH{field}{''.join(others)}{field}A\r{line}\r")
    segment = message.segments[1]

    assert values == segment.field(1).split(component) == segment.field(2).split(repetition)
    assert values == [segment.field(3 + number) for number in range(len(values))]
    for number, value in enumerate(values, 1):
        assert value == text_at(message, Locator(segment="ZZZ", index=1, field=1, component=number))
        assert value == text_at(message, Locator(segment="ZZZ", index=1, field=2, repetition=number))


@pytest.mark.parametrize(
    ("locator", "text"),
    [
        (Locator(segment="MSH", index=1, field=1), "|"),
        (Locator(segment="MSH", index=1, field=2), "^~\\&"),
        (Locator(segment="MSH", index=1, field=9, component=2), "R01"),
        (Locator(segment="OBX", index=1, field=5, component=1, chars=(1, 4)), "1.0"),
        (Locator(segment="OBX", index=1), OBX),
        (Locator(segment="OBX", index=2), None),
        (Locator(segment="OBX", index=1, field=77), None),
        (Locator(segment="OBX", index=1, field=5, component=2), None),
        (Locator(segment="OBX", index=1, field=5, chars=(2, 99)), None),
        (Locator(message=2, segment="OBX", index=1), None),
        (Locator(chars=(0, 3)), "MSH"),
    ],
)
def test_a_locator_names_exactly_its_characters(locator, text):
    (message,) = tokens(f"{MSH}\r{OBX}\r")

    assert text == text_at(message, locator)
    assert (text is None) is (span_of(message, locator) is None)
