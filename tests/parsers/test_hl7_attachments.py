"""Documents inside OBX-5, in every layout met, and how they are shown."""

from base64 import b64encode
from datetime import UTC, datetime

import pytest

from dxa.document import RawDocument
from dxa.errors import NotFound
from dxa.locator import Locator
from dxa.settings import Limits
from fixtures.hl7_writing import Header, encapsulated, head, letter_pdf, obx, sent
from parsers.hl7.attachments import attachments_of
from parsers.hl7.reader import PARSER
from parsers.hl7.tokens import tokenised

SPINE = "38267-1^L1-L4 T-score^LN"
LETTER = letter_pdf(["BONE DENSITY (DXA) REPORT", "", "Lumbar spine (L1-L4): BMD 0.902 g/cm2, T-score -1.2."])
DATA = b64encode(LETTER).decode()


def read(content):
    document = RawDocument(content=content, channel="test", received_at=datetime(2026, 1, 1, tzinfo=UTC))
    return PARSER.read(document, Limits())


def message(*rows):
    return sent([*head(Header(control="T")), *rows])


def attached(*values, group=""):
    rows = [obx(n, "ED", "PDF^Report^L", value, group=group and str(n)) for n, value in enumerate(values, 1)]
    (parsed,) = tokenised(message(*rows), Limits())
    return attachments_of(parsed, [row for row in parsed.segments if row.name == "OBX"])


@pytest.mark.parametrize(
    "value",
    [
        f"^application^pdf^Base64^{DATA}",
        f"^AP^PDF^Base64^{DATA}",
        f"^AP^^BASE64^{DATA}",
        f"^TEXT^plain^base64^{DATA}",
        f"Report..\\T\\^Clinical^multipart^PDF^Base64^{DATA}",
        f"^application^pdf^Base64^{DATA[:80]}\\X0D\\\\X0A\\{DATA[80:160]}\\.br\\ {DATA[160:]}",
        f"^application^pdf^Base64^{DATA[:80]}~{DATA[80:]}",
    ],
)
def test_the_data_stands_behind_the_component_that_says_base64(value):
    (attachment,) = attached(value)

    assert LETTER == attachment.content
    assert attachment.is_pdf


@pytest.mark.parametrize(
    "value",
    [
        "App5^NS^Octet-stream^Base64",
        "^application^pdf^Base64^",
        "^application^pdf^Hex^255044",
        "^application^pdf^Base64^%%%",
        "^application^pdf^Base64^JVBERi0xLjQ",
        "^image^jpeg^Base64^/9j/4AAQSkZJRg==",
        "^application^rtf^Base64^" + b64encode(b"{\\rtf1 T-score -2.5").decode(),
        "^application^x^Base64^" + b64encode(b"\x00\x01\x02").decode(),
        "^application^pdf^Base64^" + b64encode(LETTER[: len(LETTER) // 2]).decode(),
    ],
)
def test_an_attachment_that_cannot_be_read_is_told_and_the_rest_is_read(value):
    report = read(message(obx(1, "NM", SPINE, "-1.0"), obx(2, "ED", "PDF^Report^L", value)))

    assert ["-1.0"] == [str(row.value) for row in report.measurements]
    assert ["UNREADABLE_ATTACHMENT"] == [issue.code for issue in report.issues]
    assert ("OBX", 2, 5) == tuple(getattr(report.issues[0].locator, name) for name in ("segment", "index", "field"))


@pytest.mark.parametrize("cut", [400, 402])
def test_a_document_split_over_observations_is_one(cut):
    parts = attached(*(f"^application^pdf^Base64^{part}" for part in (DATA[:cut], DATA[cut:])), group="x")

    assert [LETTER] == [part.content for part in parts]


def test_two_documents_of_one_observation_stay_two():
    parts = attached(encapsulated(LETTER), encapsulated(LETTER), group="x")

    assert [LETTER, LETTER] == [part.content for part in parts]
    assert 2 == len(attached(encapsulated(LETTER), f"^application^pdf^Base64^{DATA[8:]}"))
    assert [None] == [part.content for part in attached(encapsulated(LETTER), "^a^pdf^Base64^%%%", group="x")]


def test_numbers_of_an_attached_pdf_are_placed_inside_it():
    content = message(obx(1, "NM", SPINE, "-1.2"), obx(2, "ED", "PDF^Report^L", encapsulated(LETTER)))
    score, density = sorted(read(content).measurements, key=lambda row: row.quantity, reverse=True)

    assert "hl7" in score.confirmed_by
    assert len(score.confirmed_by) > 1
    assert (2, 5, 5, 1) == (
        density.provenance.locator.index,
        density.provenance.locator.field,
        density.provenance.locator.component,
        density.provenance.locator.inner.page,
    )


def test_an_attached_text_is_read_as_one():
    text = b64encode(b"DXA BONE DENSITY\r\nLeft femoral neck: T-score -2.1.\r\n").decode()
    report = read(message(obx(1, "ED", "TXT^Report^L", f"^text^plain^Base64^{text}")))
    (row,) = report.measurements

    assert ("-2.1", 1, "-2.1") == (str(row.value), row.provenance.locator.index, row.provenance.raw)
    assert row.provenance.locator.inner.chars is not None


def test_an_attached_text_may_be_in_windows_characters_and_must_say_something():
    def report_of(text):
        value = f"^text^plain^Base64^{b64encode(text).decode()}"
        return read(message(obx(1, "NM", SPINE, "-1.0"), obx(2, "ED", "TXT^Report^L", value)))

    told = report_of(b"DXA. Col f\xe9moral gauche: T-score \x962.1.\n")

    assert {"-1.0", "-2.1"} == {str(row.value) for row in told.measurements}
    assert ["UNREADABLE_ATTACHMENT"] == [issue.code for issue in report_of(b"   ").issues]


def test_an_attached_pdf_about_something_else_is_told():
    invoice = letter_pdf(["INVOICE 17", "", "One examination, 120.00"])
    report = read(message(obx(1, "NM", SPINE, "-1.0"), obx(2, "ED", "PDF^Invoice^L", encapsulated(invoice))))

    assert ["the attachment is not a densitometry report"] == [issue.text for issue in report.issues]


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("RP", "https://images.example.org/1^^image^DICOM"),
        ("ST", "https://images.example.org/1"),
        ("TX", "\\E\\\\E\\server\\E\\share\\E\\report.pdf"),
        ("FT", "C:\\E\\reports\\E\\report.pdf"),
        ("ST", "/var/reports/report.pdf"),
    ],
)
def test_a_pointer_is_no_content(kind, value):
    report = read(message(obx(1, "NM", SPINE, "-1.0"), obx(2, kind, "LNK^Report^L", value)))

    assert ["-1.0"] == [str(row.value) for row in report.measurements]
    assert ["NOT_CONTENT"] == [issue.code for issue in report.issues]


def test_the_view_has_the_message_then_the_pages_and_marks_both():
    content = message(obx(1, "NM", SPINE, "-1.2"), obx(2, "ED", "PDF^Report^L", encapsulated(LETTER)))
    rows = read(content).measurements
    locators = [row.provenance.locator for row in rows]
    source = PARSER.show(content, locators, Limits())
    by_part = {place.part: place for place in source.places}

    assert ["Message", "Page 1"] == [part.label for part in source.parts]
    assert source.parts[1].embedded == next(place.inner and _outer(place) for place in locators if place.inner)
    assert "-1.2" == source.parts[0].text[slice(*by_part[0].chars)]
    assert by_part[1].box is not None


def _outer(locator):
    return Locator(
        segment=locator.segment, index=locator.index, field=locator.field, component=locator.component
    )  # fmt: skip


def test_the_pdf_inside_is_found_by_the_place_of_its_numbers():
    content = message(obx(1, "NM", SPINE, "-1.2"), obx(2, "ED", "PDF^Report^L", encapsulated(LETTER)))
    inner = next(row.provenance.locator for row in read(content).measurements if row.provenance.locator.inner)

    assert LETTER == PARSER.pdf_inside(content, inner) == PARSER.pdf_inside(content, None)
    with pytest.raises(NotFound):
        PARSER.pdf_inside(content, Locator(segment="OBX", index=1, field=5))
    with pytest.raises(NotFound):
        PARSER.pdf_inside(message(obx(1, "NM", SPINE, "-1.2")), None)


def test_a_long_line_is_shortened_and_the_places_behind_it_move_along():
    damaged = "^application^pdf^Base64^" + b64encode(b"%PDF-1.4 " + bytes(9000)).decode()
    content = message(obx(1, "ED", "PDF^Report^L", damaged), obx(2, "NM", SPINE, "-1.2"))
    locators = [
        Locator(segment="OBX", index=2, field=5),
        Locator(segment="OBX", index=1, field=5, component=5, chars=(4000, 4010)),
        Locator(segment="OBX", index=1, field=3),
        Locator(segment="OBX", index=9, field=3),
        Locator(page=1, message=7),
    ]
    source = PARSER.show(content, locators, Limits())
    (part,) = source.parts

    assert len(part.text) < 2000
    assert ["-1.2", None, "PDF^Report^L", None, None] == [
        place and part.text[slice(*place.chars)] for place in source.places
    ]


def test_every_message_of_a_batch_is_a_part_of_the_view():
    row = obx(1, "NM", SPINE, "-1.2")
    source = PARSER.show(message(row) + message(row), [Locator(message=2, segment="OBX", index=1, field=5)], Limits())

    assert ["Message 1", "Message 2"] == [part.label for part in source.parts]
    assert 1 == source.places[0].part
    assert "-1.2" == source.parts[1].text[slice(*source.places[0].chars)]
