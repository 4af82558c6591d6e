"""More shapes of one object: how XML is written, what stands in Hologic's cells, where a tree names the site."""

import struct

import pytest

from fixtures.dicom_objects import BIG_ENDIAN, DEFLATED, IMPLICIT, item, number, report, written
from fixtures.dicom_tid1500 import BMD, G_CM2, ONE, T_SCORE
from tests.acceptance.objects import hologic, with_comments
from tests.acceptance.reading import lines, read

ROIS = (
    '<ROI region="Neck" id="0"><BMD units=" g/cm2" id="3">0.702</BMD><BMD_TSCORE id="6">-2.4</BMD_TSCORE></ROI>'
    '<ROI region="Total" id="1"><BMD units=" g/cm2" id="3">0.752</BMD><BMD_TSCORE id="6">-2.0</BMD_TSCORE></ROI>'
)
XML = (
    '<DXA_RESULTS><EXAM_DATE time="09:31:07" id="82">14/05/2024</EXAM_DATE>'
    f'<SCAN type="Left Femur" id="19">{ROIS}</SCAN></DXA_RESULTS>'
)
IMPLANT = '<SCAN type="Left Ortho Hip"><ROI region="Total"><BMD units="g/cm2">0.9</BMD></ROI></SCAN>'
FEMUR = {
    "femoral_neck left bmd 0.702",
    "femoral_neck left t_score -2.4",
    "total_hip left bmd 0.752",
    "total_hip left t_score -2.0",
}


@pytest.mark.parametrize(
    "xml",
    [
        '<?xml version="1.0" encoding="utf-8"?>\r\n' + XML.replace("><", ">\r\n  <"),
        XML.replace('"', "'"),
        XML.replace("-2.4", "&#8722;2.4").replace("g/cm2", "g/cm&#178;"),
        XML.replace(">0.702<", "><![CDATA[0.702]]><").replace("<ROI", "<!-- one --><ROI"),
        XML.replace("g/cm2", "g/cm\u00b2"),
        XML.replace("<BMD_TSCORE", "<BMD_PYA/><BMD_ZSCORE></BMD_ZSCORE><BMD_TSCORE"),
        XML.replace('<SCAN type="L', f'{IMPLANT}<SCAN type="L'),
        XML.replace("Left Femur", "DualFemur").replace('"Neck"', '"Left Neck"').replace('"Total"', '"Total Left"'),
    ],
)  # fmt: skip
def test_xml_means_the_same_however_it_is_written(xml):
    assert FEMUR == lines(read(with_comments(xml)))


def _tree():
    rows = [
        item("CONTAINER", ("1000-1", "GELUNAR", name), [
            number(("3", "GELUNAR", "BMD"), bmd, G_CM2), item("TEXT", ("6", "GELUNAR", "BMD_TSCORE"), text=score)])
        for name, bmd, score in (("Neck", "0.702", "-2.4"), ("Total", "0.752", "-2.0"))
    ]  # fmt: skip
    scan = item("CONTAINER", ("2000-1", "GELUNAR", "Left Femur"), rows)
    return report(("1", "GELUNAR", "DXA Report"), [scan], Manufacturer="GE Healthcare")


def _without_meta(content):
    return content[144 + struct.unpack("<I", content[140:144])[0] :]


@pytest.mark.parametrize(
    "content",
    [
        written(_tree(), BIG_ENDIAN),
        written(_tree(), DEFLATED),
        written(_tree(), IMPLICIT, undefined=True),
        _without_meta(written(_tree())),
        written(_tree())[132:],
    ],
    ids=["big endian", "deflated", "implicit with delimiters", "no meta", "no preamble"],
)
def test_a_tree_means_the_same_however_it_is_encoded(content):
    assert FEMUR == lines(read(content))


HEADS = ["Region", "Area (cm\u00b2)", "BMC (g)", "BMD (g/cm\u00b2)", "T-score", "Peak Reference", "Z-score"]
HIP = [HEADS, ["Femoral Neck", " 4.78", "3.12 ", " 0.653 ", " -1.8* ", "77", "N/A"],
       ["Total Hip", "31.10", "24.09", "0.775", "-1.4", "-", "&nbsp;"]]  # fmt: skip
HIP_READ = {
    "femoral_neck left bmd 0.653", "femoral_neck left t_score -1.8",
    "total_hip left bmd 0.775", "total_hip left t_score -1.4",
}  # fmt: skip
STRUCTURE = [["Region", "BMD[g/cm2]", "CSA[cm2]", "CSMI[cm4]"], ["NN", "0.711", "2.11", "1.88"]]
SPINE = [HEADS, ["L2", "12.0", "9.9", "0.823", "-1.5", "83", "0.1"],
         ["L3", "14.2", "12.4", "0.875", "-1.9", "81", "-0.1"],
         ["Total", "26.2", "22.3", "0.850", "-1.7", "82", "0.0"]]  # fmt: skip
SPINE_READ = {
    f"spine {values}" for values in ("L2 bmd 0.823", "L2 t_score -1.5", "L2 z_score 0.1", "L3 bmd 0.875",
    "L3 t_score -1.9", "L3 z_score -0.1", "L2+L3 bmd 0.850", "L2+L3 t_score -1.7", "L2+L3 z_score 0.0")
}  # fmt: skip
NOT_ASKED = frozenset({"area", "bmc", "young_adult_percent", "age_matched_percent"})


@pytest.mark.parametrize(
    ("mode", "tables", "expected"),
    [
        ("a Left Hip", [HIP], HIP_READ),
        ("Lt. Hip", [HIP, STRUCTURE], HIP_READ),
        ("a Lumbar Spine", [SPINE], {f"lumbar_{value}" for value in SPINE_READ}),
        ("a Lateral Lumbar Spine", [SPINE], {f"lateral_{value}" for value in SPINE_READ}),
        ("a Lumbar Spine", [SPINE, [["Region", "TBS", "T-score", "Z-score"], ["L2-L3", "1.234", "-2.0", "-0.5"]]],
         {f"lumbar_{value}" for value in SPINE_READ} | {"lumbar_spine L2+L3 tbs 1.234"}),
        ("a Lumbar Spine",
         [[["Region", "BMD", "T-score", "TBS", "T-score"], ["L1-L4", "0.911", "-1.2", "1.234", "-2.0"]]],
         {f"lumbar_spine L1+L2+L3+L4 {value}" for value in ("bmd 0.911", "t_score -1.2", "tbs 1.234")}),
    ],
)  # fmt: skip
def test_a_hologic_table_is_read_by_its_headings(mode, tables, expected):
    assert expected == lines(read(hologic(mode, *tables)), leaving_out=NOT_ASKED)


SITE, LATERALITY = ("363698007", "SCT", "Finding Site"), ("272741003", "SCT", "Laterality")
LEVELS = [("66794005", "SCT", "L1 vertebra"), ("36470004", "SCT", "L3 vertebra"), ("11994002", "SCT", "L4 vertebra")]
NECK, LEFT = ("29627003", "SCT", "Neck of femur"), ("7771000", "SCT", "Left")
LUMBAR = ("24966-4", "LN", "DXA Lumbar spine [Mass/Area] Bone density")


def _said(name, concept, *children):
    return item("CODE", name, list(children), concept=concept, relationship="HAS CONCEPT MOD")


def _measured(*groups):
    boxes = [item("CONTAINER", ("125007", "DCM", "Measurement Group"), list(group)) for group in groups]
    found = item("CONTAINER", ("126010", "DCM", "Imaging Measurements"), boxes)
    return written(report(("126000", "DCM", "Imaging Measurement Report"), [found], "1.2.840.10008.5.1.4.1.1.88.33"))


@pytest.mark.parametrize(
    ("group", "expected"),
    [
        ([*(_said(SITE, level) for level in LEVELS), number(LUMBAR, "0.923", G_CM2)],
         {"lumbar_spine L1+L3+L4 bmd 0.923"}),
        ([_said(SITE, NECK), number(BMD, "0.655", G_CM2, [_said(LATERALITY, LEFT)])], {"femoral_neck left bmd 0.655"}),
        ([_said(SITE, ("LFN", "99HOSP", "Left femoral neck")), number(T_SCORE, "-1.9", ONE)],
         {"femoral_neck left t_score -1.9"}),
        ([_said(SITE, ("310651003", "SCT", "Proximal femur"), _said(LATERALITY, LEFT)),
          number(("B", "99V", "Total hip BMD"), "0.766", G_CM2),
          number(("N", "99V", "Femoral neck BMD"), "0.655", G_CM2)],
         {"total_hip left bmd 0.766", "femoral_neck left bmd 0.655"}),
        ([_said(SITE, ("310651003", "SCT", "Proximal femur")), number(BMD, "0.766", G_CM2)], {"total_hip bmd 0.766"}),
        ([number(("B", "99V", "Right total hip BMD"), "0.755", G_CM2)], {"total_hip right bmd 0.755"}),
        ([_said(SITE, ("122496007", "SCT", "Lumbar spine")), number(LUMBAR, "0.923", G_CM2, [
            number(("121414", "DCM", "Standard deviation of population"), "0.110", G_CM2),
            number(("R-00317", "SRT", "Mean"), "1.047", G_CM2)])], {"lumbar_spine bmd 0.923"}),
        ([_said(SITE, ("80144004", "SCT", "Calcaneus")), number(BMD, "0.455", G_CM2)], set()),
    ],
)  # fmt: skip
def test_a_measurement_group_names_its_site_in_many_ways(group, expected):
    assert expected == lines(read(_measured(group)))
