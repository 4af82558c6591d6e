"""Documents nobody sent before, of studies of three documents each, and what their senders were told."""

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from hashlib import sha256
from threading import Lock

from pydicom.dataset import Dataset

from tests.ingest.dicom_door import object_of
from tests.service.messages import Order, message, number, text

OF_A_STUDY = 3
_ROOT_UID = "1.2.826.0.1.3680043.10.99999.88"
_OBJECT = object_of("basic_text")


def digest(content: bytes) -> str:
    """Return the id the store gives to a document."""
    return sha256(content).hexdigest()


def hl7(study: int, kind: int = 0, name: str = "CHAOS", control: str = "") -> bytes:
    """Return a message of a study: with results, in words, or with both; its control id is its own."""
    patient, accession = f"{name}-{study:06d}", f"A-{study}"
    rows = [number(1, "Left femoral neck T-score", "-2.1")] if kind != 1 else []
    words = text("DXA bone densitometry.", f"Lumbar spine L1-L4: T-score -1.{kind}.") if kind else []
    content = message(Order(patient=patient, accession=accession), *rows, *words)
    given = control or f"{name}-{study}.{kind}"
    return content.replace(f"|{patient}{accession}|P|".encode(), f"|{given}|P|".encode(), 1)


def sr(study: int, name: str = "CHAOS-D") -> Dataset:
    """Return a DICOM report that is a study of its own."""
    made = deepcopy(_OBJECT)
    made.SOPInstanceUID = made.file_meta.MediaStorageSOPInstanceUID = f"{_ROOT_UID}.1.{study}"
    made.StudyInstanceUID = f"{_ROOT_UID}.2.{study}"
    made.PatientID, made.AccessionNumber = f"{name}-{study:06d}", f"D-{study}"
    return made


@dataclass(slots=True)
class Ledger:
    """What was handed in at the doors, by digest or SOP Instance UID, and what came back."""

    patients: dict[str, str] = field(default_factory=dict)
    """Whom each document that was ever sent is about."""
    acknowledged: dict[str, str] = field(default_factory=dict)
    """The door that said of a document that it is safe."""
    refused: dict[str, str] = field(default_factory=dict)
    """Documents a door would not take: all of them are sound."""
    repeated: int = 0
    """How often a document was sent again because there was no answer."""
    _message: int = 0
    _object: int = 0
    _lock: Lock = field(default_factory=Lock)

    def next_message(self) -> bytes:
        """Return the next message; the three of a study go to whichever door asks."""
        with self._lock:
            place, self._message = self._message, self._message + 1
        study, kind = divmod(place, OF_A_STUDY)
        content = hl7(study, kind)
        self.patients[digest(content)] = f"CHAOS-{study:06d}"
        return content

    def next_object(self) -> Dataset:
        """Return the next DICOM report."""
        with self._lock:
            study, self._object = self._object, self._object + 1
        made = sr(study)
        self.patients[made.SOPInstanceUID] = made.PatientID
        return made

    def took(self, door: str, key: str) -> None:
        """Note that a door acknowledged a document."""
        self.acknowledged[key] = door

    def count(self, doors: Sequence[str]) -> int:
        """Return how many documents these doors acknowledged."""
        return sum(1 for door in list(self.acknowledged.values()) if door in doors)
