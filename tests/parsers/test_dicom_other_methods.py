"""Reports whose numbers share names with ours, scans whose side nobody knows, sentences of other sections."""

import pytest

from dxa.errors import DocumentError
from fixtures.dicom_objects import item, number, report
from tests.acceptance.reading import line, read
from tests.acceptance.shapes import BMDN, COMP, LSP, NECK, ONE, SITE, TN, G, ge_obj, group, mod, rep, roi, scan, xml
from tests.acceptance.sheet_reports_6 import FINDINGS, prose

CM2, MG_CM3 = ("cm2", "UCUM", "cm2"), ("mg/cm3", "UCUM", "mg/cm3")
FEMUR, L3 = ("71341001", "SCT", "Femur"), ("36470004", "SCT", "L3 vertebra")
AREA, Z = ("42798000", "SCT", "Area"), ("121416", "DCM", "Z-Score of measurement")
OTHERS = {
    "the area of a tumour": (FEMUR, (AREA, "3.2", CM2)),
    "the Z-score of a fetus": (FEMUR, (Z, "-0.4", ONE)),
    "a lymph node of the neck": (("45048000", "SCT", "Neck"), (AREA, "1.2", CM2)),
    "the psoas": (L3, (AREA, "18.2", CM2), (Z, "-1.2", ONE)),
    "a density of CT": (L3, (("v", "99X", "vBMD"), "112", MG_CM3), (TN, "-2.2", ONE)),
    "the trabecular bone of CT": (L3, (("v", "99X", "BMD"), "112", ("mg/ml", "UCUM", "mg/ml")), (TN, "-2.2", ONE)),
}


def measured(*groups, **fields):
    content = [item("CONTAINER", ("126010", "DCM", "Imaging Measurements"), list(groups))]
    return rep(report(("126000", "DCM", "Imaging Measurement Report"), content, COMP, **fields))


def rows(content):
    try:
        return read(content).measurements
    except DocumentError:
        return ()


@pytest.mark.parametrize("name", OTHERS)
def test_numbers_of_other_examinations_are_no_results(name):
    where, *numbers = OTHERS[name]

    assert () == rows(measured(group(mod(SITE, where), *(number(*one) for one in numbers))))


@pytest.mark.parametrize("description", ["QCT LUMBAR SPINE", "pQCT", "Quantitative CT", "QUS heel"])
def test_a_study_of_another_method_has_no_scores_of_dxa(description):
    scores = group(mod(SITE, LSP), number(TN, "-2.2", ONE))

    assert () == rows(measured(scores, StudyDescription=description))
    assert ["lumbar_spine t_score -2.2"] == [
        line(row) for row in rows(measured(scores, StudyDescription=f"DXA, {description}"))
    ]


def test_a_z_score_alone_is_read_where_the_object_names_densitometry():
    scores = group(mod(SITE, NECK), number(Z, "-1.2", ONE))

    assert ["femoral_neck z_score -1.2"] == [line(row) for row in rows(measured(scores, StudyDescription="DXA"))]


def test_a_neck_by_a_concept_nobody_knows_is_held():
    found = rows(measured(group(mod(SITE, ("45048000", "SCT", "Neck")), number(BMDN, "0.811", G))))

    assert ["SITE_AMBIGUOUS"] == [row.held for row in found]


@pytest.mark.parametrize(
    ("kind", "side", "held"),
    [
        ("Sol Femur", None, "SITE_AMBIGUOUS"),
        ("Femur stâng", None, "SITE_AMBIGUOUS"),
        ("Бедро левое", None, "SITE_AMBIGUOUS"),
        ("Femur", None, None),
        ("Proximal Femur", None, None),
        ("左股骨", "left", None),
        ("우측 대퇴골", "right", None),
        ("Kość udowa prawa", "right", None),
        ("Venstre hofte", "left", None),
    ],
)
def test_the_name_of_a_scan_may_hide_its_side(kind, side, held):
    comments = xml("14/05/2024", scan(kind, roi("Neck", bmd="0.711")))
    found = rows(ge_obj(comments, SpecificCharacterSet="ISO_IR 192"))

    assert [(side, held)] == [(row.side, row.held) for row in found]


@pytest.mark.parametrize(
    "head",
    [
        ("18834-2", "LN", "Radiology Comparison study"),
        ("121068", "DCM", "Previous Findings"),
        ("x", "99RIS", "Comparison"),
        ("x", "99RIS", "Prior examinations"),
        ("x", "99RIS", "Vorbefunde"),
        ("121060", "DCM", "History"),
    ],
)
def test_sentences_of_a_section_about_another_examination_are_not_todays(head):
    def section(name, text):
        return item("CONTAINER", name, [item("TEXT", ("121071", "DCM", "Finding"), text=text)])

    content = [
        section(head, "DXA of 11/03/2021: left total hip BMD 0.801 g/cm2."),
        section(("121070", "DCM", "Findings"), "L1-L4: BMD 0.931 g/cm2."),
    ]
    found = rows(rep(report(("18748-4", "LN", "Diagnostic imaging report"), content, COMP)))

    assert ["lumbar_spine L1+L2+L3+L4 bmd 0.931"] == [line(row) for row in found if row.current]


@pytest.mark.parametrize(
    ("study", "words", "expected"),
    [
        ("MAMMOGRAPHY BILATERAL", "Left neck of the lesion 0.7 g/cm2, T-score-like index -1.2.", []),
        ("Echo", "Neck vessels normal. Z-score -2.3.", []),
        ("Obstetric US", "Left neck 0.6 g/cm2.", []),
        ("MAMMOGRAPHY BILATERAL", "Lumbar spine L1-L4 T-score -1.2.", ["lumbar_spine L1+L2+L3+L4 t_score -1.2"]),
        ("Mammography and bone density", "Left neck T-score -1.2.", ["femoral_neck left t_score -1.2"]),
        ("Mammographie", "Knochendichte: LWS L1-L4 T-Wert -1,2.", ["lumbar_spine L1+L2+L3+L4 t_score -1.2"]),
        ("BREAST AND DEXA", "Left neck T-score -1.2.", ["femoral_neck left t_score -1.2"]),
    ],
)
def test_words_of_another_organ_are_read_only_if_they_speak_of_bones(study, words, expected):
    told = [line(row) for row in rows(prose((FINDINGS, words), StudyDescription=study))]

    assert expected == told
