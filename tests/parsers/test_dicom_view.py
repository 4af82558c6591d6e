"""A DICOM object as a person sees it, with the place of every locator."""

from datetime import UTC, datetime

import pytest

from dxa.document import RawDocument
from dxa.errors import DocumentError, NotDensitometry, UnreadableDocument
from dxa.locator import Locator
from dxa.settings import Limits
from fixtures import dicom_tid1500
from fixtures.dicom_objects import EXPLICIT, IMPLICIT, item, report, written
from fixtures.dicom_other_documents import BASIC_TEXT, encapsulated
from fixtures.pdf import documents
from fixtures.truth import DOCUMENTS
from parsers.dicom.reader import PARSER

SPINE = (DOCUMENTS / "dicom" / "ge_spine.dcm").read_bytes()
PDF = documents()["ge16_spine.pdf"][0]


def read(content):
    return PARSER.read(
        RawDocument(content=content, channel="test", received_at=datetime(2026, 1, 1, tzinfo=UTC)), Limits()
    )


def shown(content, *locators):
    view = PARSER.show(content, locators, Limits())
    return [
        view.parts[place.part].text[slice(*place.chars)] if place and place.chars else place for place in view.places
    ]


def test_the_parts_of_a_ge_object_are_header_tree_and_xml():
    view = PARSER.show(SPINE, [], Limits())

    assert ["Header", "Content tree", "(0020,4000) Image Comments"] == [part.label for part in view.parts]
    assert "    L1-L4 (L2)\n      BMD: 0.730 g/cm2" in view.parts[1].text
    assert "(0010,0020) Patient ID: P-100" in view.parts[0].text


@pytest.mark.parametrize(
    ("locator", "expected"),
    [
        (Locator(tag="(0010,0040)"), "F"),
        (Locator(item="1.2.1.1"), "0.712"),
        (Locator(item="1.2.1"), ""),
        (Locator(tag="(0020,4000)", chars=(1, 12)), "DXA_RESULTS"),
        (Locator(item="9.9"), None),
        (Locator(tag="(0042,0011)"), None),
        (Locator(), None),
    ],
)
def test_each_locator_has_its_place_or_none(locator, expected):
    assert [expected] == shown(SPINE, locator)


def test_facts_of_the_header_lead_back_to_its_lines():
    content = (DOCUMENTS / "dicom" / "ge_side_in_protocol.dcm").read_bytes()
    facts = read(content).context.facts

    assert ["1.61"] == shown(content, *(fact.provenance.locator for fact in facts))


def test_a_measurement_without_value_shows_its_reason():
    missing = dicom_tid1500.without_value(dicom_tid1500.T_SCORE, ("114006", "DCM", "Measurement failure"))
    content = written(dicom_tid1500.measurement_report(dicom_tid1500.group(missing)))

    assert "T-score: (Measurement failure)" in PARSER.show(content, [], Limits()).parts[1].text


def test_prose_leads_back_to_its_characters_in_the_tree():
    text = "DXA of the hip.\nLeft femoral neck T-score -2.4."
    prose = item("TEXT", ("121071", "DCM", "Finding"), text=text)
    content = written(report(("18748-4", "LN", "Report"), [prose], BASIC_TEXT))
    rows = read(content).measurements

    assert [("femoral_neck", "-2.4")] == [(row.region, str(row.value)) for row in rows]
    assert ["-2.4"] == shown(content, *(row.provenance.locator for row in rows))


@pytest.mark.parametrize("syntax", [EXPLICIT, IMPLICIT])
@pytest.mark.parametrize("pdf", [PDF, PDF + b"\n"], ids=["as made", "other parity"])
def test_an_encapsulated_pdf_is_read_and_shown_at_its_place(syntax, pdf):
    content = written(encapsulated(pdf), syntax)
    report_ = read(content)
    first = report_.measurements[0].provenance
    view = PARSER.show(content, [first.locator], Limits())

    assert pdf == PARSER.pdf_inside(content, first.locator)
    assert ("(0042,0011)", 1) == (first.locator.tag, first.locator.inner.page)
    assert first.locator.inner.box == view.places[0].box
    assert "(0042,0011)" == view.parts[view.places[0].part].embedded.tag


@pytest.mark.parametrize(
    ("pdf", "error"),
    [
        (b"", UnreadableDocument),
        (b"not a PDF", UnreadableDocument),
        (PDF[: len(PDF) // 2], UnreadableDocument),
        (documents()["invoice.pdf"][0], NotDensitometry),
    ],
    ids=["empty", "other", "cut", "invoice"],
)
def test_an_encapsulated_document_that_cannot_be_used_names_its_place(pdf, error):
    with pytest.raises(DocumentError) as refused:
        read(written(encapsulated(pdf)))

    assert isinstance(refused.value, error)
    assert "(0042,0011)" == refused.value.locator.tag


def test_an_object_without_a_pdf_gives_none():
    with pytest.raises(UnreadableDocument):
        PARSER.pdf_inside(SPINE, None)


def test_every_object_is_read_in_a_child():
    assert PARSER.isolated(b"")
