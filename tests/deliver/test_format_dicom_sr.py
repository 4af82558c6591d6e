"""Our result as a structured report: valid, the same every time, and never taken for a report by our own reader."""

from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO

import highdicom
import pydicom
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydicom.sr import _concepts_dict
from pydicom.uid import UID

from deliver.formats.dicom_sr import FORMAT
from dxa.case import CaseStatus
from dxa.document import RawDocument
from dxa.errors import NotDensitometry
from dxa.report import Patient, ReportStatus, Study
from dxa.settings import Limits
from parsers.registry import parse
from tests.deliver.test_format_hl7 import SMALL, report_of, telling
from tests.project.tree import ROOT

OBJECTS = ROOT / "fixtures" / "documents" / "dicom"


def made(report=SMALL, **options):
    return pydicom.dcmread(BytesIO(FORMAT.render(telling(report, **options))))


def evaluations(object_) -> list[tuple[str, str]]:
    container = object_.ContentSequence[-1]
    return [
        (
            one.ConceptNameCodeSequence[0].CodeValue,
            one.TextValue if one.ValueType == "TEXT" else one.ConceptCodeSequence[0].CodeMeaning,
        )
        for one in container.ContentSequence
    ]


@pytest.mark.parametrize("name", ["discrete_loinc.hl7", "conflicting_text.hl7", "cancelled.hl7"])
def test_result_is_read_by_another_library_and_refused_by_our_reader(name):
    content = FORMAT.render(telling(report_of(name)))
    read = highdicom.sr.srread(BytesIO(content))

    assert isinstance(read.content, highdicom.sr.MeasurementReport)
    assert [] == read.content.get_image_measurement_groups()
    with pytest.raises(NotDensitometry, match="result of this service"):
        parse(RawDocument(content=content, channel="test", received_at=datetime.now(UTC)), Limits())


def test_same_telling_gives_the_same_bytes_and_another_one_another_object():
    first, again = FORMAT.render(telling(SMALL)), FORMAT.render(telling(SMALL))
    other = pydicom.dcmread(BytesIO(FORMAT.render(replace(telling(SMALL), id="f" * 32, revision=2))))
    one = pydicom.dcmread(BytesIO(first))

    assert first == again
    assert one.SOPInstanceUID != other.SOPInstanceUID
    assert (one.SeriesInstanceUID, one.StudyInstanceUID) == (other.SeriesInstanceUID, other.StudyInstanceUID)
    assert ("20260304", "101505") == (one.ContentDate, one.ContentTime)
    assert all(UID(uid).is_valid for uid in (one.SOPInstanceUID, one.SeriesInstanceUID, one.StudyInstanceUID))


def test_result_stands_in_the_study_of_its_report_and_names_its_source():
    study = replace(SMALL.study, study_uid="1.2.3.4")
    one = made(replace(SMALL, study=study, instance="1.2.3.4.5"))

    assert ("1.2.3.4", "M1", "A1", "Osteon") == (
        one.StudyInstanceUID,
        one.PatientID,
        one.AccessionNumber,
        one.Manufacturer,
    )
    assert ("SRCINSTANCE", "1.2.3.4.5") in evaluations(one)
    assert ("SRCSHA256", "d" * 64) in evaluations(one)


def test_result_says_its_category_its_findings_and_no_measurement():
    one, judged = made(), telling(SMALL).assessment
    said = evaluations(one)
    findings = [finding.says for finding in judged.findings if finding.outcome == "met"]
    texts = [text for code, text in said if code == "121071"]
    category = [
        item.ConceptCodeSequence[0].CodeValue
        for item in one.ContentSequence[-1].ContentSequence
        if item.ConceptNameCodeSequence[0].CodeValue == "DXCAT"
    ]
    kinds = {item.ValueType for item in one.ContentSequence[-1].ContentSequence}

    assert [judged.headline.classification] == category
    assert findings == [text[: len(says)] for text, says in zip(texts, findings, strict=True)] != []
    assert {"CODE", "TEXT"} == kinds


def test_withdrawn_case_says_that_and_no_category():
    said = evaluations(made(status=CaseStatus.WITHDRAWN))

    assert {"SRCSHA256", "CASE", "REVIEW", "DISCLAIMER"} == {code for code, _ in said}
    assert any(text.startswith("Withdrawn") for code, text in said if code == "REVIEW")


@pytest.mark.parametrize(
    ("status", "signed", "flags"),
    [
        (ReportStatus.FINAL, None, ("COMPLETE", "PRELIMINARY")),
        (ReportStatus.FINAL, "dr-a", ("COMPLETE", "FINAL")),
        (ReportStatus.PARTIAL, None, ("PARTIAL", "PRELIMINARY")),
        (None, None, ("PARTIAL", "PRELIMINARY")),
    ],
)
def test_result_is_no_more_certain_than_its_report_and_its_review(status, signed, flags):
    one = made(replace(SMALL, study=replace(SMALL.study, status=status)), signed_by=signed)

    assert flags == (one.CompletionFlag, one.PreliminaryFlag)
    assert "UNVERIFIED" == one.VerificationFlag


def test_number_that_does_not_fit_is_left_out_and_not_cut():
    study = Study(accession="A" * 17)
    one = made(replace(SMALL, study=study, patient=Patient(id="P\\1", name="X" * 65)))

    assert ("", "", "") == (one.AccessionNumber, one.PatientID, str(one.PatientName))


def test_codes_of_the_standard_are_those_of_its_tables():
    found = {
        (one.CodingSchemeDesignator, one.CodeValue, one.CodeMeaning)
        for item in made().iterall()
        if item.keyword in {"ConceptNameCodeSequence", "ConceptCodeSequence"}
        for one in item.value
        if one.CodingSchemeDesignator in {"DCM", "SCT"}
    }
    known = {
        (scheme, code, meaning)
        for scheme in ("DCM", "SCT")
        for codes in _concepts_dict.concepts[scheme].values()
        for code, (meaning, _) in codes.items()
    }

    assert len(found) > 5
    assert [one for one in found if one[:2] not in {(scheme, code) for scheme, code, _ in known}] == []


@pytest.mark.slow
@settings(max_examples=30)
@given(st.text(max_size=80), st.text(max_size=80))
def test_whatever_a_report_says_of_its_patient_makes_an_object(name, number):
    one = made(replace(SMALL, patient=Patient(id=number, name=name)))

    assert str(one.PatientID) in {"", number.strip()}


def object_file(name="basic_text", **changed):
    """Return a synthetic object as a file."""
    one = pydicom.dcmread(OBJECTS / f"{name}.dcm")
    for keyword, value in changed.items():
        setattr(one, keyword, value)
    target = BytesIO()
    one.save_as(target)
    return target.getvalue()


def evidence(object_):
    """Return study, series, class and instance of everything the evidence sequence names."""
    return [
        (study.StudyInstanceUID, series.SeriesInstanceUID, one.ReferencedSOPClassUID, one.ReferencedSOPInstanceUID)
        for study in object_.CurrentRequestedProcedureEvidenceSequence
        for series in study.ReferencedSeriesSequence
        for one in series.ReferencedSOPSequence
    ]


def test_result_refers_to_the_objects_it_was_made_from_by_study_and_series():
    sources = [
        object_file(StudyInstanceUID="1.2.3", SeriesInstanceUID=f"1.2.3.{series}", SOPInstanceUID=f"1.2.3.{series}.{n}")
        for series, n in ((2, 1), (1, 2), (1, 1), (1, 1))
    ]
    first, other = (FORMAT.render_with(telling(SMALL), order) for order in (sources, sources[::-1]))
    read = pydicom.dcmread(BytesIO(first))
    kind = pydicom.dcmread(OBJECTS / "basic_text.dcm").SOPClassUID

    assert [
        ("1.2.3", "1.2.3.1", kind, "1.2.3.1.1"),
        ("1.2.3", "1.2.3.1", kind, "1.2.3.1.2"),
        ("1.2.3", "1.2.3.2", kind, "1.2.3.2.1"),
    ] == evidence(read)
    assert first == other
    assert 1 == len(read.CurrentRequestedProcedureEvidenceSequence)
    assert highdicom.sr.srread(BytesIO(first)).content is not None


STUDY = str(pydicom.dcmread(OBJECTS / "basic_text.dcm").StudyInstanceUID).encode()


@pytest.mark.parametrize(
    "content",
    [b"MSH|^~\\&|A", object_file(SeriesInstanceUID=""), object_file().replace(STUDY, b"1.02" + bytes(len(STUDY) - 4))],
)
def test_source_that_cannot_be_referred_to_is_left_out(content):
    one = pydicom.dcmread(BytesIO(FORMAT.render_with(telling(SMALL), [content])))

    assert "CurrentRequestedProcedureEvidenceSequence" not in one
