"""Codes, labels, units and values of one observation."""

from decimal import Decimal

import pytest

from dxa.issues import IssueCode
from dxa.report import Quantity, Unit
from dxa.settings import Limits
from parsers.hl7.fields import date_of
from parsers.hl7.identify import NOTHING, Coded, Identified, Surroundings, Unidentified, identified
from parsers.hl7.labels import meaning_of, scan_in
from parsers.hl7.tokens import tokenised
from parsers.hl7.units import Stated, is_density, unit_of
from parsers.hl7.values import number_in

NOWHERE = Surroundings()


def identify(code="", text="", system="L", *, other="", unit="", around=NOWHERE):
    return identified(Coded(code, text, system, "", other, ""), around, unit)


def said(result):
    """Return region, side, levels, quantity and why it is held, or None."""
    if isinstance(result, Unidentified):
        return None
    return (result.site.region, result.site.side, "".join(result.site.levels), result.quantity, result.held)


CONFLICT = IssueCode.CODE_LABEL_CONFLICT


@pytest.mark.parametrize(
    ("code", "text", "expected"),
    [
        ("38267-1", "Lumbar spine T-score", ("lumbar_spine", None, "", "t_score", None)),
        ("80948-3", "Femoral neck T-score", ("femoral_neck", "left", "", "t_score", None)),
        ("38264-8", "Left femoral neck T-score", ("femoral_neck", "left", "", "t_score", None)),
        ("24701-5", "Femur BMD", ("hip_unspecified", None, "", "bmd", None)),
        ("46275-4", "Lumbar spine T-score", ("lumbar_spine", None, "", "t_score", None)),
        ("90265-0", "Major osteoporotic fracture 10-year probability", ("patient", None, "", "frax_major", None)),
        ("90266-8", "FRAX hip", ("patient", None, "", "frax_hip", None)),
        ("46278-8", "BMD femoral neck T-score", ("femoral_neck", None, "", "t_score", CONFLICT)),
        ("46279-6", "T-score cuello femoral", ("femoral_neck", None, "", "t_score", CONFLICT)),
        ("38263-0", "Lumbar Spine T-score", ("lumbar_spine", None, "", "t_score", CONFLICT)),
        ("38265-5", "DXA Spine BMD", ("lumbar_spine", None, "", "bmd", CONFLICT)),
        ("80947-5", "DXA Forearm BMD", ("forearm_total", None, "", "bmd", CONFLICT)),
        ("80948-3", "Right total hip T-score", ("total_hip", "right", "", "t_score", CONFLICT)),
        ("80948-3", "Femur and Hip BMD", ("hip_unspecified", None, "", "bmd", CONFLICT)),
        ("46278-8", "BMD area density", ("hip_unspecified", "left", "", "bmd", CONFLICT)),
        ("38267-1", "", ("lumbar_spine", None, "", "t_score", CONFLICT)),
        ("90266-8", "Major osteoporotic fracture 10-year risk", ("patient", None, "", "frax_major", CONFLICT)),
        ("38262-2", "Lumbar spine BMD", ("lumbar_spine", None, "", "bmd", CONFLICT)),
        ("38262-2", "Calcaneus BMD", None),
        ("104938-6", "T-score", ("lumbar_spine", None, "", "t_score", CONFLICT)),
        ("99999-9", "Ferritin", None),
        ("38267-1", "T-score of an unknown place", ("lumbar_spine", None, "", "t_score", CONFLICT)),
        ("X", "Sternum T-score", None),
        ("TBST", "TBS T-score L1-L4", None),
        ("38267-1", "Lumbar spine T-score of the trabecular bone score", None),
        ("LS_TSCORE", "TBS Z-score", None),
        ("TBS_LS_T", "", None),
        ("TBS", "TBS L1-L4", ("lumbar_spine", None, "L1L2L3L4", "tbs", None)),
    ],
)
def test_code_and_label_have_to_agree(code, text, expected):
    assert expected == said(identify(code, text, "LN"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("DXA Lumbar spine [T-score] Bone density", ("lumbar_spine", None, "", "t_score", None)),
        ("DXA Radius and Ulna - left [Z-score] Bone density", ("forearm_total", "left", "", "z_score", None)),
        ("L1-L4 (L2) BMD", ("lumbar_spine", None, "L1L3L4", "bmd", None)),
        ("Lumbar spine L2-L4 % change from prior", ("lumbar_spine", None, "L2L3L4", "change_percent", None)),
        ("Left total hip BMC", ("total_hip", "left", "", "bmc", None)),
        ("Left total hip bone area", ("total_hip", "left", "", "area", None)),
        ("TBS L1-L4", ("lumbar_spine", None, "L1L2L3L4", "tbs", None)),
        ("Left femoral neck young adult (%)", ("femoral_neck", "left", "", "young_adult_percent", None)),
        ("Age-matched % total hip", ("total_hip", None, "", "age_matched_percent", None)),
        ("Col f\u00e9moral gauche T-score", ("femoral_neck", "left", "", "t_score", None)),
        ("T-Wert LWS", ("lumbar_spine", None, "", "t_score", None)),
        ("T\u503c \u8170\u690e", ("lumbar_spine", None, "", "t_score", None)),
        ("Dual femur total mean T-score", ("total_hip", "mean", "", "t_score", None)),
        ("T-score and Z-score lumbar spine", None),
        ("Lumbar spine T-score reference", None),
        ("Lowest T-score", None),
        ("L1 L4 T-score", None),
        ("FRAX", None),
        ("L1-L T-score", None),
        ("DX femoral neck T-score", ("femoral_neck", None, "", "t_score", None)),
        ("Collo femorale dx T-score", ("femoral_neck", "right", "", "t_score", None)),
        ("Patient age", None),
    ],
)
def test_a_label_alone_is_read_or_left(text, expected):
    assert expected == said(identify("LOCAL", text))


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("DEXA_LS_BMD", ("lumbar_spine", None, "", "bmd", None)),
        ("DEXA_FN_TSCORE", ("femoral_neck", None, "", "t_score", None)),
        ("FNL_T", ("femoral_neck", "left", "", "t_score", None)),
        ("THR.Z", ("total_hip", "right", "", "z_score", None)),
        ("L1_L4_T", ("lumbar_spine", None, "L1L2L3L4", "t_score", None)),
        ("L2L4_BMD", ("lumbar_spine", None, "L2L3L4", "bmd", None)),
        ("TSCORE_L", None),
        ("T", None),
    ],
)
def test_local_codes_are_labels_of_their_own(code, expected):
    assert expected == said(identify(code))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("AP Spine L1-L4 YA T-score", ("lumbar_spine", None, "L1L2L3L4", "t_score", None)),
        ("Femur Neck Left AM Z-score", ("femoral_neck", "left", "", "z_score", None)),
        ("AP Spine L1-L4 Young Adult percent", ("lumbar_spine", None, "L1L2L3L4", "young_adult_percent", None)),
        ("Left Femur Neck Age Matched Percent", ("femoral_neck", "left", "", "age_matched_percent", None)),
        ("FRAX fracture majeure à 10 ans", ("patient", None, "", "frax_major", None)),
    ],
)
def test_words_for_the_people_and_the_fracture_belong_to_the_quantity(text, expected):
    assert expected == said(identify("X", text))


def test_two_labels_of_one_result_have_to_agree_too():
    sites = identify("LS_T", "Left femoral neck T-score")
    sides = identify("X", "Left femoral neck T-score", other="Right femoral neck T-score")
    levels = identify("X", "L1-L4 T-score", other="L2-L4 T-score")
    quantities = identify("X", "L1-L4 T-score", other="L1-L4 Z-score")

    assert [CONFLICT, IssueCode.SIDE_CONFLICT] == [said(sites)[-1], said(sides)[-1]]
    assert [CONFLICT, CONFLICT] == [said(levels)[-1], said(quantities)[-1]]


@pytest.mark.parametrize(
    ("around", "text", "expected"),
    [
        (Surroundings(group="L1-L4"), "T-score", ("lumbar_spine", None, "L1L2L3L4", "t_score", None)),
        (Surroundings(group="Total Left", header="DualFemur"), "T-score", ("total_hip", "left", "", "t_score", None)),
        (Surroundings(group="Total", header="DXA left hip"), "T-score", ("total_hip", "left", "", "t_score", None)),
        (Surroundings(header="DXA left hip"), "Neck T-score", ("femoral_neck", "left", "", "t_score", None)),
        (Surroundings(header="DXA left hip"), "Total T-score", ("total_hip", "left", "", "t_score", None)),
        (Surroundings(header="DX left femur L"), "Neck T-score", ("femoral_neck", "left", "", "t_score", None)),
        (Surroundings(header="DX bone density"), "Hip T-score", ("hip_unspecified", None, "", "t_score", None)),
        (Surroundings(header="DXA lumbar spine"), "T-score", ("lumbar_spine", None, "", "t_score", None)),
        (Surroundings(header="DXA lumbar spine"), "Sternum T-score", None),
        (Surroundings(header="DXA axial"), "Total T-score", None),
        (Surroundings(Coded("", "Left", "")), "Femoral neck T-score", ("femoral_neck", "left", "", "t_score", None)),
        (Surroundings(Coded("99", "", "L")), "Neck T-score", ("femoral_neck", None, "", "t_score", None)),
        (Surroundings(Coded("29627003", "", "SCT")), "T-score", ("femoral_neck", None, "", "t_score", None)),
        (
            Surroundings(Coded("71341001:272741003=7771000")),
            "Neck T-score",
            ("femoral_neck", "left", "", "t_score", None),
        ),
        (Surroundings(Coded("", "Lumbar spine")), "Neck T-score", ("femoral_neck", None, "", "t_score", CONFLICT)),
    ],
)
def test_what_stands_around_gives_a_bare_label_its_site(around, text, expected):
    assert expected == said(identify("X", text, around=around))


def test_a_unit_of_mass_per_area_says_bmd_and_a_bad_code_is_told():
    by_unit = identify("24966-4", "Lumbar spine", "LN", unit="g/cm2")
    bad = identify("38268-7", "Lumbar spine T-score", "LN")

    assert ("bmd", None) == said(by_unit)[3:]
    assert said(identify("24966-4", "Lumbar spine", "LN"))[-1] is CONFLICT
    assert [IssueCode.BAD_CODE, IssueCode.LABEL_ONLY] == [code for code, _ in bad.notes]
    assert () == NOTHING.codes


@pytest.mark.parametrize(
    ("label", "prior", "year"),
    [
        ("Prior L1-L4 T-score", True, None),
        ("T-score anterior columna lumbar", True, None),
        ("L1-L4 T-score 2021", False, 2021),
        ("L1-L4 T-score", False, None),
        ("Anterior-posterior spine T-score", False, None),
    ],
)
def test_a_label_can_say_that_a_value_is_old(label, prior, year):
    meaning = meaning_of(label)

    assert (prior, year) == (meaning.prior, meaning.year)


@pytest.mark.parametrize(
    ("label", "days"),
    [
        ("Left total hip BMD (02/25/2023)", ["2023-02-25"]),
        ("Left total hip BMD 2023-02-25", ["2023-02-25"]),
        ("Left total hip BMD (02/05/2023)", ["2023-02-05", "2023-05-02"]),
        ("Left total hip BMD 02/05/2023 to 03/05/2023", []),
        ("Left total hip BMD (31/31/2023)", []),
    ],
)
def test_a_label_can_name_the_day_of_its_value(label, days):
    assert days == sorted(map(str, meaning_of(label).days))


def test_a_header_names_one_scan_or_none():
    assert ["hip", "spine", None, None] == [
        scan_in(text) for text in ("DXA left hip", "L1-L4", "DXA hip and spine", "")
    ]


@pytest.mark.parametrize(
    ("quantity", "text", "expected"),
    [
        (Quantity.BMD, "g/cm2", Stated(Unit.G_PER_CM2)),
        (Quantity.BMD, "g/cm\u00b2", Stated(Unit.G_PER_CM2)),
        (Quantity.BMD, "G/CM^2", Stated(Unit.G_PER_CM2)),
        (Quantity.BMD, "gm/sq cm", Stated(Unit.G_PER_CM2)),
        (Quantity.BMD, "mg/cm2", Stated(Unit.G_PER_CM2, Decimal("0.001"))),
        (Quantity.BMD, "mg.cm-2", Stated(Unit.G_PER_CM2, Decimal("0.001"))),
        (Quantity.BMD, "g/cm3", None),
        (Quantity.BMD, "", None),
        (Quantity.BMD, "kg/m2", None),
        (Quantity.T_SCORE, "", Stated(Unit.ONE)),
        (Quantity.T_SCORE, "SD", Stated(Unit.ONE)),
        (Quantity.T_SCORE, "{T-score}", Stated(Unit.ONE)),
        (Quantity.T_SCORE, "g/cm2", None),
        (Quantity.FRAX_HIP, "%", Stated(Unit.PERCENT)),
        (Quantity.FRAX_HIP, "1", None),
        (Quantity.BMC, "g", Stated(Unit.G)),
        (Quantity.AREA, "cm2", Stated(Unit.CM2)),
        (Quantity.CHANGE_PERCENT, "%/yr", Stated(Unit.PERCENT_PER_YEAR)),
        (Quantity.CHANGE, "g/cm2", Stated(Unit.G_PER_CM2)),
        (Quantity.DEFORMITY, "1", None),
    ],
)
def test_a_unit_means_something_for_a_quantity_or_nothing(quantity, text, expected):
    assert expected == unit_of(quantity, text)
    assert is_density("mg/cm2")


@pytest.mark.parametrize(
    ("kind", "sent", "value", "raw", "component"),
    [
        ("NM", "-2.6", "-2.6", "-2.6", 1),
        ("NM", "\\X2D\\2.6", "-2.6", "\\X2D\\2.6", 1),
        ("NM", " - 2,6* ", "-2.6", "- 2,6", 1),
        ("NM", "-2.6~-2.6", "-2.6", "-2.6", 1),
        ("NM", "-2.6^", "-2.6", "-2.6", 1),
        ("SN", "^-2.6", "-2.6", "-2.6", 2),
        ("SN", "=^-2.6", "-2.6", "-2.6", 2),
        ("ST", "0.812 g/cm2", "0.812", "0.812", None),
        ("ST", "12.5%", "12.5", "12.5", None),
    ],
)
def test_the_number_of_an_observation_keeps_its_place(kind, sent, value, raw, component):
    (message,) = tokenised(f"MSH|^~\\&|A\rOBX|1|{kind}|C||{sent}||||||F\r".encode(), Limits())
    found = number_in(message, message.segments[1])

    assert (value, raw, component) == (str(found.value), found.raw, found.locator.component)


@pytest.mark.parametrize(
    ("kind", "sent"),
    [
        *(("SN", text) for text in ("<^-2.6", "^-2^-^3", "2")),
        *(
            ("NM", text)
            for text in ("<-2.5", "-2.6~-2.4", "-2^6", "-2\n.6", "", "N/A", "-", "*****", "1_0", "NaN", "2.5-")
        ),
        *(("NM", text) for text in ("-2.5 -2.6", "\\C2842\\2.5", "-2.")),
    ],
)
def test_what_is_not_one_number_is_none(kind, sent):
    (message,) = tokenised(f"MSH|^~\\&|A\rOBX|1|{kind}|C||{sent}||||||F\r".encode(), Limits())

    assert number_in(message, message.segments[1]) is None


@pytest.mark.parametrize("text", ["", "2026", "202602", "20260230", "04/03/2026", "2026-3-4", "\u0662\u0660260304"])
def test_a_text_that_names_no_day_is_no_date(text):
    assert date_of(text) is None


def test_identified_results_are_cached_by_their_words_alone():
    assert isinstance(identify("X", "L1-L4 T-score"), Identified)
