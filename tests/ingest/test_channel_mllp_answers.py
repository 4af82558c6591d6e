"""What is answered to which message, made from its header alone."""

from datetime import UTC, datetime, timedelta

import pytest
from hl7apy.parser import parse_message

from dxa.errors import Defect, StoreUnavailable
from dxa.settings import Settings
from dxa.settings.mllp import Mllp
from ingest.channel import Post
from ingest.channels.mllp.acknowledgement import acknowledgement
from ingest.channels.mllp.desk import READ, Desk
from ingest.channels.mllp.framing import Fault, Frame
from ingest.channels.mllp.header import header_of
from parsers.hl7 import orders
from tests.ingest.mllp_situations import Notes, all_said, clock, message, said

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def desk(intake=None, counted=None, **settings):
    return Desk(
        Post(
            settings=Settings(mllp=Mllp(**settings)),
            intake=intake or Notes(),
            clock=clock,
            stopping=None,
            opened=None,
            counted=lambda _, outcome: (counted if counted is not None else []).append(outcome),
        )
    )


def answer(content, intake=None, fault=None, certificate=(), **settings):
    """Return the segments of the answer, fields split; None if there is none."""
    reply = desk(intake, **settings).answer(Frame(content, fault), certificate)
    if reply.data is None:
        return None

    assert reply.data.startswith(b"\x0b")
    assert reply.data.endswith(b"\r\x1c\r")
    return reply.data[1:-2].decode("latin-1")


def msa(content, *arguments, **settings):
    found = answer(content, *arguments, **settings)
    return None if found is None else " ".join(said(found.encode("latin-1"))).strip()


def test_answer_echoes_the_header_with_sender_and_receiver_the_other_way_round():
    asked = message(modes="AL|NE||UNICODE UTF-8")
    msh, rest = answer(asked).split("\r", 1)
    fields = msh.split("|")

    assert fields[:9] == [
        "MSH",
        r"^~\&",
        "CDS",
        "RIDGE",
        "DXAROOM",
        "RIDGEIMG",
        "20260304101503+0000",
        "",
        "ACK^R01^ACK",
    ]
    assert fields[10:] == ["P", "2.5.1", "", "", "", "", "", "UNICODE UTF-8"]
    assert rest == "MSA|CA|R1-17\r"


def test_every_answer_has_an_id_of_its_own():
    ids = {answer(message()).split("|")[9] for _ in range(50)}

    assert len(ids) == 50
    assert {len(one) for one in ids} == {20}


def test_answers_conform_to_their_version():
    for found in (answer(message()), answer(message(), Notes(error=StoreUnavailable("x")))):
        parsed = parse_message(found, find_groups=False, force_validation=True)

        assert parsed.msh.msh_9.to_er7() == "ACK^R01^ACK"


@pytest.mark.parametrize(
    ("modes", "override", "positive", "negative"),
    [
        ("", "auto", "AA", "AR"),
        ("AL|NE", "auto", "CA", "CR"),
        ("al|ne", "auto", "CA", "CR"),
        ("AL|AL", "auto", "CA", "CR"),
        ("AL", "auto", "CA", "CR"),
        ("ER|NE", "auto", None, "CR"),
        ("SU|NE", "auto", "CA", None),
        ("NE|NE", "auto", None, None),
        ("NE", "auto", None, None),
        ("|AL", "auto", "AA", "AR"),
        ("NE|AL", "auto", "AA", "AR"),
        ("NE|ER", "auto", None, "AR"),
        ("NE|SU", "auto", "AA", None),
        ("|NE", "auto", "CA", "CR"),
        ("Y|Z", "auto", "CA", "CR"),
        ("AL|NE", "AA", "AA", "AR"),
        ("NE|NE", "AA", "AA", "AR"),
        ("", "CA", "CA", "CR"),
    ],
)
def test_mode_follows_the_header_or_the_entry_of_the_sender(modes, override, positive, negative):
    asked, settings = message(modes=modes), {"acknowledgements": ("OTHER|X=CA", f"DXAROOM|RIDGEIMG={override}", "*=AA")}
    down = Notes(error=StoreUnavailable("x"))

    assert msa(asked, **settings) == (positive and f"{positive} R1-17")
    assert msa(asked, down, **settings) == (negative and f"{negative} R1-17")


def test_a_sender_that_wants_no_answer_loses_its_connection_when_its_message_is_lost():
    asked = Frame(message(modes="NE|NE"))

    assert desk().answer(asked, ()) == (None, False)
    assert desk(Notes(error=StoreUnavailable("x"))).answer(asked, ()) == (None, True)


ID = r"17 ^a~b\T\&"
HEADERS = {
    "blanks and separators in MSH-10": (message(ID), f"AA {ID}"),
    "bytes that are not UTF-8": (message().replace(b"R1-17", b"R\xe9\x97"), "AA R\xe9\x97"),
    "UTF-8": (message("R\u00e9"), "AA R\xc3\xa9"),
    "byte order mark": (b"\xef\xbb\xbf" + message(), "AA R1-17"),
    "LF line ends": (message().replace(b"\r", b"\n"), "AA R1-17"),
    "CRLF line ends": (message().replace(b"\r", b"\r\n"), "AA R1-17"),
    "blank lines first": (b"\r\n\r" + message(), "AA R1-17"),
    "NULs first": (b"\0\0" + message(), "AA R1-17"),
    "five separators": (message().replace(rb"|^~\&|", rb"|^~\&#|"), "AA R1-17"),
    "three separators": (message().replace(rb"|^~\&|", rb"|^~&|"), "AA R1-17"),
    "odd separators": (message().replace(b"|", b"#").replace(b"^", b"*"), "AA R1-17"),
    "field separator ^": (message().replace(b"^", b"!").replace(b"|", b"^"), "AA R1-17"),
    "no trigger": (message(kind="ORU"), "AA R1-17"),
    "no type": (message(kind=""), "AA R1-17"),
    "strange version": (message(version="2.3.z"), "AA R1-17"),
    "no version": (message(version=""), "AA R1-17"),
    "a field lost before MSH-9": (message().replace(b"20260304101502||", b"|"), "AA P"),
    "MSH alone": (message().split(b"\r")[0], "AA R1-17"),
    "no MSH-10": (message(""), "AE"),
    "blank MSH-10": (message("  "), "AE   "),
    "endless MSH-10": (message("9" * 300), "AE " + "9" * 300),
    "MSH cut before MSH-10": (b"MSH|^~\\&|A|B|C|D|2026||ORU", "AE"),
    "an acknowledgement": (message(kind="ACK^R01^ACK"), "AE R1-17"),
    "an answer to an order": (message(kind="ORR^O02"), "AE R1-17"),
    "an admission": (message(kind="ADT^A01"), "AE R1-17"),
    "an order": (message(kind="ORM^O01"), "AA R1-17"),
    "a document": (message(kind="MDM^T02"), "AA R1-17"),
    "two messages in a frame": (message() + message("R1-18"), "AE R1-17"),
    "a batch": (b"FHS|^~\\&|A\rBHS|^~\\&|A\r" + message() + b"BTS|1\rFTS|1\r", "AE R1-17"),
    "a batch without message": (b"BHS|^~\\&|A|B|C|D|2026||name||B-9\rBTS|0\r", "AE B-9"),
    "nothing": (b"", "AE"),
    "no message": (b"GET / HTTP/1.1\r\nHost: a\r\n\r\n", "AE"),
    "a PDF": (b"%PDF-1.7\nMSH", "AE"),
    "no separator": (b"MSHA^~", "AE"),
    "only NULs": (b"\0" * 90, "AE"),
}


@pytest.mark.parametrize("name", HEADERS)
def test_every_frame_is_answered(name):
    content, expected = HEADERS[name]

    assert msa(content) == expected.strip()


@pytest.mark.parametrize("name", HEADERS)
def test_nothing_but_what_is_accepted_is_stored_and_exactly_as_sent(name):
    content, expected = HEADERS[name]
    notes = Notes()
    answer(content, notes)

    assert [one.content for one in notes.given] == ([content] if expected.startswith("AA") else [])


@pytest.mark.parametrize("name", HEADERS)
def test_whatever_fails_the_answer_is_negative(name):
    content, _ = HEADERS[name]
    frame = Frame(content)
    for error in (StoreUnavailable("x"), Defect("x")):
        found = desk(Notes(error=error)).answer(frame, ())

        assert said(found.data)[0] in {"AR", "AE"}
    assert said(desk().failure(frame).data)[0] == "AR"


def test_wide_characters_are_answered_in_wide_characters():
    for mark, codec in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"), (b"", "utf-16-le"), (b"", "utf-16-be")):
        reply = desk().answer(Frame(mark + message("R\u00e9").decode().encode(codec)), ())
        found = reply.data[1:-2].removeprefix(mark).decode(codec)

        assert found.split("\r")[1] == "MSA|AA|R\u00e9"


def test_sender_and_id_of_a_document_are_those_of_its_header():
    notes = Notes()
    answer(message().replace(b"RIDGEIMG", b"RIDGE^1.2.3^ISO").replace(b"R1-17", b"R\xc3\xa9"), notes)
    [given] = notes.given

    assert (given.channel, given.sender, given.external_id) == ("mllp", "DXAROOM|RIDGE^1.2.3^ISO", "R\u00e9")
    assert given.received_at == clock()


WRONG_TYPE = "ERR||MSH^1^9|200^Unsupported message type^HL70357|E||||this type of message is not taken"


@pytest.mark.parametrize(
    ("version", "kind", "expected"),
    [
        ("2.1", "ACK", "MSA|AE|R1-17|this type of message is not taken\r"),
        ("2.3.1", "ACK", "MSA|AE|R1-17|this type of message is not taken\r"),
        ("", "ACK", "MSA|AE|R1-17|this type of message is not taken\r"),
        ("2.4", "ACK^A01^ACK", "MSA|AE|R1-17|this type of message is not taken\r"),
        (
            "2.5",
            "ACK^A01^ACK",
            f"MSA|AE|R1-17|this type of message is not taken\r{WRONG_TYPE}\r",
        ),
        (
            "2.8",
            "ACK^A01^ACK",
            "MSA|AE|R1-17\rERR||MSH^1^9|200^Unsupported message type^HL70357|E||||this type of message is not taken\r",
        ),
    ],
)
def test_a_refusal_says_why_in_the_way_of_the_version(version, kind, expected):
    msh, rest = answer(message(kind="ADT^A01", version=version)).split("\r", 1)

    assert (msh.split("|")[8], rest) == (kind, expected)


@pytest.mark.parametrize(
    ("content", "error", "expected"),
    [
        (message(""), None, "ERR||MSH^1^10|101^Required field missing^HL70357|E||||MSH-10 is empty"),
        (
            message(),
            StoreUnavailable("secret"),
            "ERR|||207^Application internal error^HL70357|E||||not stored, send it again later",
        ),
        (message(), Defect("secret"), "ERR|||207^Application internal error^HL70357|E||||not stored, internal error"),
        (message() * 2, None, "ERR||MSH^2|100^Segment sequence error^HL70357|E||||one message per frame, no batches"),
    ],
)  # fmt: skip
def test_error_segment_names_place_and_code_and_quotes_nothing(content, error, expected):
    assert answer(content, Notes(error=error)).split("\r")[2] == expected


def test_our_words_never_hold_a_separator_of_the_message():
    odd = message("").replace(b"|", b"-").replace(b"^", b"_")

    assert "-MSH 10 is empty\r" in answer(odd)


@pytest.mark.parametrize(
    ("fault", "expected", "closes"),
    [(Fault.NO_START, "AE", False), (Fault.TOO_LARGE, "AE", True), (Fault.CUT, "AR", True)],
)
def test_a_damaged_frame_is_refused_by_its_header(fault, expected, closes):
    reply = desk().answer(Frame(message(), fault), ())

    assert said(reply.data) == (expected, "R1-17")
    assert reply.closes == closes


BATCH = b"FHS|^~\\&|A\rBHS|^~\\&|A\r" + message("1") + message("2") + b"BTS|2\rFTS|1\r"


def test_a_batch_is_taken_message_by_message_where_that_is_chosen():
    notes = Notes()

    assert msa(BATCH, notes, batches="accept") == "AA 1"
    assert [one.content for one in notes.given] == [message("1"), message("2")]
    assert [one.external_id for one in notes.given] == ["1", "2"]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (message("1") + message("2"), "AA 1"),
        (message("1") + message("", version="2.3"), "AE 1"),
        (BATCH.replace(b"ORU^R01", b"ADT^A01"), "AE 1"),
        (b"FHS|^~\\&|A\rFTS|0\r", "AE"),
    ],
)
def test_a_batch_has_one_answer_the_worst_of_its_messages(content, expected):
    assert msa(content, batches="accept") == expected


def test_a_batch_of_which_something_was_not_stored_is_to_be_sent_again():
    class Full(Notes):
        def receive(self, document):
            if self.given:
                raise StoreUnavailable("x")
            return super().receive(document)

    assert msa(BATCH, Full(), batches="accept") == "AR 1"


@pytest.mark.parametrize(
    ("allowed", "expected"),
    [
        ((), "AA"),
        (("DXAROOM|RIDGEIMG",), "AA"),
        (("X|Y", "DXAROOM|*"), "AA"),
        (("*|RIDGEIMG",), "AA"),
        (("DXAROOM|X", "X|RIDGEIMG"), "AR"),
        (("dxaroom|RIDGEIMG",), "AR"),
        (("DXA|RIDGEIMG",), "AR"),
    ],
)
def test_only_listed_senders_are_taken(allowed, expected):
    reply = desk(allowed_senders=allowed).answer(Frame(message()), ())

    assert said(reply.data) == (expected, "R1-17")
    assert reply.closes == (expected == "AR")


@pytest.mark.parametrize(
    ("certificate", "expected"),
    [(("ris",), "AA"), (("pacs", "ris"), "AA"), (("pacs",), "AR"), (("other",), "AR"), ((), "AR")],
)
def test_a_certificate_speaks_for_its_own_senders_alone(certificate, expected):
    listed = ("ris=DXAROOM|RIDGEIMG", "pacs=PACS|*")

    assert msa(message(), certificate=certificate, tls_senders=listed, tls_clients="x") == f"{expected} R1-17"


def test_types_taken_are_those_the_reader_reads():
    assert READ | {""} == orders._RESULT_TYPES | orders._ORDER_TYPES


def test_outcomes_are_counted():
    counted = []
    door = desk(counted=counted)
    for content in (message(), message(), message(kind="ADT^A01"), b"x"):
        door.answer(Frame(content), ())

    assert counted == ["accepted", "duplicate", "MESSAGE_TYPE", "UNRECOGNISED_DOCUMENT"]
    assert all_said([]) == []


def test_no_two_answers_bear_the_same_id_and_each_its_own_time():
    moments = [NOW, NOW + timedelta(milliseconds=300), NOW + timedelta(seconds=2)]
    headers = [acknowledgement(header_of(message()), "AA", None, now).decode().split("|") for now in moments]

    assert 3 == len({fields[9] for fields in headers})
    assert ["20260301120000+0000", "20260301120000+0000", "20260301120002+0000"] == [fields[6] for fields in headers]
