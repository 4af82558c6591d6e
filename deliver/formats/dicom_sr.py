"""DICOM: our result as a structured report of its own (PS3.16 TID 1500), in the study of the report it is about.

It carries what was concluded, as coded and text evaluations, and no number as a measurement: numbers belong to the
object that was measured. Its maker is Osteon, and a reader of ours that meets one refuses it.
"""

from collections.abc import Iterable
from datetime import UTC
from io import BytesIO
from uuid import NAMESPACE_URL, uuid5

from highdicom.sr import (
    CodeContentItem,
    CodedConcept,
    ContainerContentItem,
    ContentSequence,
    DeviceObserverIdentifyingAttributes,
    LanguageOfContentItemAndDescendants,
    ObservationContext,
    ObserverContext,
    RelationshipTypeValues,
)
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.sequence import Sequence as Items
from pydicom.uid import UID, ComprehensiveSRStorage, ExplicitVRLittleEndian

from deliver.dicom_evaluations import evaluations_of
from deliver.dicom_sources import evidence_of, sources_in
from deliver.format import Format, Telling
from dxa.report import Patient, ReportStatus, Sex
from dxa.telling import MAKER

_SEXES = {Sex.FEMALE: "F", Sex.MALE: "M", None: ""}
_FINISHED = frozenset({ReportStatus.FINAL, ReportStatus.CORRECTED})
_IMPLEMENTATION = "2.25.17965734828876557030262499176777370571"
_LONGEST_ACCESSION, _LONGEST_TEXT = 16, 64
_SERIES_NUMBER = 9900


def render(telling: Telling, objects: Iterable[bytes] = ()) -> bytes:
    """Return a telling as a Part 10 file; the same bytes for the same telling and the same objects behind it."""
    made = FileDataset("", Dataset(), file_meta=_meta(telling), preamble=bytes(128))
    for part in (_patient(telling.report.patient), _study(telling), _equipment(telling), _document(telling)):
        made.update(part)
    # Type 1C: the objects of the requested procedure its maker knows of (PS3.3 table C.17-2); absent without any.
    if evidence := evidence_of(sources_in(objects)):
        made.CurrentRequestedProcedureEvidenceSequence = evidence
    made.update(_content(telling))
    target = BytesIO()
    made.save_as(target, enforce_file_format=True)
    return target.getvalue()


def derived_uid(name: str) -> UID:
    """Return the UID of something we name, the same every time (PS3.5 annex B.2).

    >>> derived_uid("a") == derived_uid("a"), str(derived_uid("a"))[:5]
    (True, '2.25.')
    """
    return UID(f"2.25.{uuid5(NAMESPACE_URL, f'urn:osteon:{name}').int}")


def _meta(telling: Telling) -> FileMetaDataset:
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = ComprehensiveSRStorage
    meta.MediaStorageSOPInstanceUID = derived_uid(f"telling:{telling.id}")
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    meta.ImplementationClassUID = UID(_IMPLEMENTATION)
    meta.ImplementationVersionName = "OSTEON"
    return meta


def _patient(patient: Patient) -> Dataset:
    part = Dataset()
    part.SpecificCharacterSet = "ISO_IR 192"
    part.PatientName = _fitting(patient.name)
    part.PatientID = _fitting(patient.id)
    if patient.issuer:
        part.IssuerOfPatientID = _fitting(patient.issuer)
    part.PatientBirthDate = patient.birth_date.strftime("%Y%m%d") if patient.birth_date else ""
    part.PatientSex = _SEXES[patient.sex]
    return part


def _study(telling: Telling) -> Dataset:
    """Return the study of the report, or, where it named none, one of our own for the case."""
    study = telling.report.study
    part = Dataset()
    known = UID(study.study_uid or "")
    part.StudyInstanceUID = known if known.is_valid else derived_uid(f"case:{telling.case_id}")
    part.StudyDate = study.performed_on.strftime("%Y%m%d") if study.performed_on else ""
    part.StudyTime = part.StudyID = part.ReferringPhysicianName = ""
    part.AccessionNumber = _fitting(study.accession, _LONGEST_ACCESSION)
    return part


def _equipment(telling: Telling) -> Dataset:
    part = Dataset()
    part.Manufacturer = part.ManufacturerModelName = MAKER
    part.SoftwareVersions = telling.assessment.service_version
    return part


def _document(telling: Telling) -> Dataset:
    """Return what the object is: complete only if the report is, and final only once a person signed it."""
    part = Dataset()
    part.SOPClassUID = ComprehensiveSRStorage
    part.SOPInstanceUID = derived_uid(f"telling:{telling.id}")
    part.SeriesInstanceUID = derived_uid(f"series:{telling.case_id}")
    part.Modality = "SR"
    part.SeriesNumber, part.InstanceNumber = _SERIES_NUMBER, telling.revision
    part.SeriesDescription = "Osteon: checks and guidelines"
    moment = telling.created_at.astimezone(UTC)
    part.ContentDate, part.ContentTime = moment.strftime("%Y%m%d"), moment.strftime("%H%M%S")
    part.TimezoneOffsetFromUTC = "+0000"
    part.CompletionFlag = "COMPLETE" if telling.report.study.status in _FINISHED else "PARTIAL"
    # Who signed is said in the content: VERIFIED would need the organisation of that person, which nobody stated.
    part.VerificationFlag = "UNVERIFIED"
    part.PreliminaryFlag = "FINAL" if telling.signed_by else "PRELIMINARY"
    part.PerformedProcedureCodeSequence = Items([])
    part.ReferencedPerformedProcedureStepSequence = Items([])
    return part


def _content(telling: Telling) -> Dataset:
    """Return the tree: a measurement report whose one part are its qualitative evaluations (TID 1500, row 12)."""
    device = DeviceObserverIdentifyingAttributes(
        uid=derived_uid("device"), name=MAKER, manufacturer_name=MAKER, model_name=MAKER
    )
    observer = ObserverContext(
        observer_type=CodedConcept("121007", "DCM", "Device"), observer_identifying_attributes=device
    )
    context = ObservationContext(observer_device_context=observer)
    english = LanguageOfContentItemAndDescendants(CodedConcept("en", "RFC5646", "English"))
    procedure = CodeContentItem(
        name=CodedConcept("121058", "DCM", "Procedure reported"),
        value=CodedConcept("241686001", "SCT", "Dual energy X-Ray absorptiometry"),
        relationship_type=RelationshipTypeValues.HAS_CONCEPT_MOD,
    )
    evaluations = ContainerContentItem(
        name=CodedConcept("C0034375", "UMLS", "Qualitative Evaluations"),
        relationship_type=RelationshipTypeValues.CONTAINS,
    )
    evaluations.ContentSequence = ContentSequence(list(evaluations_of(telling)))
    # highdicom's own report wants measurements; the items and their order are those of the template.
    root = ContainerContentItem(name=CodedConcept("126000", "DCM", "Imaging Measurement Report"), template_id="1500")
    root.ContentSequence = ContentSequence([*english, *context, procedure, evaluations])
    return root


def _fitting(text: str | None, longest: int = _LONGEST_TEXT) -> str:
    """Return a text that can be one value of its element, else nothing: half of a number is another number."""
    fits = text is not None and len(text) <= longest and "\\" not in text and text.isprintable()
    return text.strip() if text is not None and fits else ""


FORMAT = Format(
    name="dicom-sr",
    says="DICOM Comprehensive SR (PS3.16 TID 1500): category, findings and checks as evaluations, no measurement.",
    media_type="application/dicom",
    suffix=".dcm",
    render=render,
    render_with=render,
)
