"""DICOM objects of densitometers, written from the fact sheet alone."""

import io
import warnings
from html import escape

from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.sequence import Sequence
from pydicom.uid import ExplicitVRLittleEndian, ImplicitVRLittleEndian

ENHANCED_SR = "1.2.840.10008.5.1.4.1.1.88.22"
SECONDARY_CAPTURE = "1.2.840.10008.5.1.4.1.1.7"
UNITS = {"BMD": "g/cm2", "BMC": "g", "AREA": "cm2", "BMD_PYA": "%", "BMD_PAM": "%"}
RESULTS = 0x00191000


def code(value, scheme, meaning, *, long=False):
    item = Dataset()
    setattr(item, "LongCodeValue" if long else "CodeValue", value)
    item.CodingSchemeDesignator = scheme
    item.CodeMeaning = meaning
    return item


def item(kind, name, *children, relation="CONTAINS"):
    part = Dataset()
    part.RelationshipType = relation
    part.ValueType = kind
    part.ConceptNameCodeSequence = Sequence([code("x", "GELUNAR", name) if isinstance(name, str) else name])
    if children:
        part.ContentSequence = Sequence(children)
    return part


def text(name, value):
    part = item("TEXT", name)
    part.TextValue = value
    return part


def number(name, value, unit, *children):
    part = item("NUM", name, *children)
    measured = Dataset()
    measured.NumericValue = value
    measured.MeasurementUnitsCodeSequence = Sequence([code(unit, "UCUM", unit)])
    part.MeasuredValueSequence = Sequence([] if value is None else [measured])
    return part


def coded(name, value, *children):
    part = item("CODE", name, *children, relation="HAS CONCEPT MOD")
    part.ConceptCodeSequence = Sequence([value])
    return part


def box(name, *children):
    part = item("CONTAINER", name, *children)
    part.ContinuityOfContent = "SEPARATE"
    return part


def header(sop, modality, syntax=ExplicitVRLittleEndian, **elements):
    meta = FileMetaDataset()
    meta.TransferSyntaxUID = syntax
    meta.MediaStorageSOPClassUID = sop
    meta.MediaStorageSOPInstanceUID = "1.2.3.7"
    made = FileDataset("", {}, file_meta=meta, preamble=bytes(128))
    fixed = {"SOPClassUID": sop, "SOPInstanceUID": "1.2.3.7", "Modality": modality, "StudyInstanceUID": "1.2.3.4"}
    patient = {"SeriesInstanceUID": "1.2.3.5", "PatientName": "TEST^ONE", "PatientID": "P1", "PatientSex": "F"}
    for name, value in {**fixed, **patient, "StudyDate": "20240514", **elements}.items():
        setattr(made, name, value)
    return made


def written(made):
    target = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # some values are wrong on purpose
        made.save_as(target, enforce_file_format=True)
    return target.getvalue()


def structured_report(*content, title=None, **elements):
    maker = {
        "Manufacturer": "GE Healthcare",
        "ManufacturerModelName": "Lunar iDXA",
        "SpecificCharacterSet": "ISO_IR 192",
    }
    made = header(ENHANCED_SR, "SR", **{**maker, **elements})
    made.ValueType = "CONTAINER"
    made.ContinuityOfContent = "SEPARATE"
    made.ConceptNameCodeSequence = Sequence([title or code("1", "GELUNAR", "DXA Report")])
    made.ContentSequence = Sequence(content)
    return written(made)


def lunar_values(printed):
    words = printed.split()
    return list(zip(words[::2], words[1::2], strict=True))


def lunar_tree(scans):
    """Return an Enhanced SR; `scans` are scan to region to "BMD 0.912 BMD_TSCORE -2.2"."""
    return structured_report(
        *(box(scan, *(box(row, *map(lunar_item, lunar_values(printed))) for row, printed in rows.items()))
          for scan, rows in scans.items())
    )  # fmt: skip


def lunar_item(pair):
    name, value = pair
    return number(name, value, UNITS[name]) if name in UNITS else text(name, value)


def lunar_xml(scans, more=""):
    """Return an SR that carries the same as XML in its image comments; `more` stands at the end of the last scan."""
    body = "".join(
        f'<SCAN type="{scan}" id="1">' + "".join(f'<ROI region="{row}" id="0">{elements(printed)}</ROI>'
        for row, printed in rows.items()) + (more if scan == list(scans)[-1] else "") + "</SCAN>"
        for scan, rows in scans.items()
    )  # fmt: skip
    return with_comments(f'<DXA_RESULTS><EXAM_DATE time="09:31:07" id="82">14/05/2024</EXAM_DATE>{body}</DXA_RESULTS>')


def elements(printed):
    units = {name: f' units=" {unit}"' for name, unit in UNITS.items()}
    return "".join(f"<{name}{units.get(name, '')}>{escape(value)}</{name}>" for name, value in lunar_values(printed))


def with_comments(xml, *content, **more):
    return structured_report(*(content or [text("Language", "en")]), ImageComments=xml, **more)


def hologic(scan_mode, *tables, more=(), creator="HOLOGIC", representation="LT", end="\r\n", element=RESULTS):
    """Return a secondary capture with the results text; a table is a list of rows of cells."""
    stated = [
        'PatientSex = "Female";',
        'Age = "67";',
        f'ScanMode = "{scan_mode}";',
        'Scan = "12 March 2024 - A0312240B";',
    ]
    cells = [
        f'ResultsTable{number}[{row:2d}][{column:2d}] = "{cell}";'
        for number, table in enumerate(tables, 1)
        for row, line in enumerate(table)
        for column, cell in enumerate(line)
    ]
    results = end.join(["<HologicHeader1>", "<JavaScriptFile>", *stated, *more, *cells, ""])
    syntax = ImplicitVRLittleEndian if representation == "UN" else ExplicitVRLittleEndian
    made = header(SECONDARY_CAPTURE, "OT", syntax, StudyDate="20240312", Manufacturer="HOLOGIC")
    if creator:
        made.add_new(0x00190000 | (element >> 8 & 0xFF), "LO", creator)
    raw = results.encode("latin-1")
    made.add_new(element, representation, results if representation == "LT" else raw + b" " * (len(raw) % 2))
    return written(made)
