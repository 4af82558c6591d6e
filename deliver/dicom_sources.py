"""The DICOM objects a result was made from, as another object refers to them (PS3.3 table 10-4, hierarchical)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO

from pydicom import dcmread
from pydicom.config import IGNORE
from pydicom.dataelem import RawDataElement
from pydicom.dataset import Dataset
from pydicom.errors import InvalidDicomError
from pydicom.sequence import Sequence as Items
from pydicom.uid import UID

_TAGS = ["SOPClassUID", "SOPInstanceUID", "StudyInstanceUID", "SeriesInstanceUID"]


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class SourceObject:
    """One object, by its UIDs."""

    study: str
    series: str
    instance: str
    sop_class: str


def sources_in(contents: Iterable[bytes]) -> Iterator[SourceObject]:
    """Yield the objects some files hold; one whose header does not say all four UIDs cannot be referred to."""
    for content in contents:
        try:
            read = dcmread(BytesIO(content), stop_before_pixels=True, specific_tags=list(_TAGS))
            uids = [_uid(read, tag) for tag in _TAGS]
        except (InvalidDicomError, ValueError, EOFError, OSError, AttributeError, TypeError):
            continue
        if None not in uids:
            sop_class, instance, study, series = map(str, uids)
            yield SourceObject(study=study, series=series, instance=instance, sop_class=sop_class)


def _uid(read: Dataset, tag: str) -> str | None:
    """Return a UID, or None if there is none or it is malformed; by its bytes, for pydicom warns of values in words."""
    element = read.get_item(tag)
    value = element.value if isinstance(element, RawDataElement) else None
    text = value.rstrip(b"\0 ").decode("ascii", "replace") if isinstance(value, bytes) else ""
    return text if UID(text, validation_mode=IGNORE).is_valid else None


def evidence_of(sources: Iterable[SourceObject]) -> Items:
    """Return the items of Current Requested Procedure Evidence Sequence (0040,A375), by study and series."""
    studies: dict[str, dict[str, list[SourceObject]]] = {}
    for one in sorted(set(sources)):
        studies.setdefault(one.study, {}).setdefault(one.series, []).append(one)
    return Items([_study(uid, series) for uid, series in studies.items()])


def _study(uid: str, series: dict[str, list[SourceObject]]) -> Dataset:
    item = Dataset()
    item.StudyInstanceUID = uid
    item.ReferencedSeriesSequence = Items([_series(one, objects) for one, objects in series.items()])
    return item


def _series(uid: str, objects: Iterable[SourceObject]) -> Dataset:
    item = Dataset()
    item.SeriesInstanceUID = uid
    item.ReferencedSOPSequence = Items([_reference(one) for one in objects])
    return item


def _reference(one: SourceObject) -> Dataset:
    item = Dataset()
    item.ReferencedSOPClassUID, item.ReferencedSOPInstanceUID = one.sop_class, one.instance
    return item
