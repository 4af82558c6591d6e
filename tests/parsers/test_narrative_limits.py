"""What a text says of its own measuring: precision, unusable sites, classes by site, FRAX with its circumstances."""

import pytest

from dxa.issues import IssueCode
from tests.parsers.narrative_saying import report_of

PRECISION = [
    (
        "The LSC at this facility is 0.027 g/cm2 for the total hip and 0.030 g/cm2 for the lumbar spine.",
        ["lsc_g_cm2.total_hip=0.027", "lsc_g_cm2.lumbar_spine=0.030"],
    ),
    (
        "Least significant change: lumbar spine 0.030 g/cm2, femoral neck 0.034 g/cm2 (95% confidence level).",
        ["lsc_g_cm2.lumbar_spine=0.030", "lsc_g_cm2.femoral_neck=0.034"],
    ),
    (
        "LSC is 0.030 and 0.027 g/cm2 for the lumbar spine and total hip, respectively.",
        ["lsc_g_cm2.lumbar_spine=0.030", "lsc_g_cm2.total_hip=0.027"],
    ),
    (
        "The change of -0.045 g/cm2 at the lumbar spine exceeds the LSC of 0.030 g/cm2.",
        ["lsc_g_cm2.lumbar_spine=0.030"],
    ),
    ("LSC 3.1% (total hip).", ["lsc_percent.total_hip=3.1"]),
    ("LSC 30 mg/cm2 for the lumbar spine.", ["lsc_g_cm2.lumbar_spine=0.03"]),
    ("Precision error 1.2%.", ["precision_error_percent=1.2"]),
    ("Die LSC beträgt 0,028 g/cm² an der LWS.", ["lsc_g_cm2.lumbar_spine=0.028"]),
    ("LSC at 80% confidence: 0.018 g/cm2 for the lumbar spine.", []),
    ("LSC 0.030 g/cm2 for the lumbar spine and total hip.", []),
    ("LSC: not available.", []),
]


@pytest.mark.parametrize(("text", "facts"), PRECISION)
def test_precision_is_stated_for_its_site_at_95_per_cent(text, facts):
    found = [fact for fact in report_of(text).context.facts if fact.name.startswith("facility.")]

    assert facts == [f"{fact.name.removeprefix('facility.')}={fact.value}" for fact in found]


UNUSABLE = [
    (
        "Lumbar spine T-score 0.3. The lumbar spine is not reliable because of degenerative changes.",
        ["lumbar_spine: degenerative changes"],
    ),
    (
        "Left total hip T-score -1.2. Right total hip T-score -1.3. Right hip excluded due to poor positioning.",
        ["total_hip: poor positioning"],
    ),
    ("LWS: T-Wert 0,2. Die LWS ist wegen Spondylose nicht verwertbar.", ["lumbar_spine: Spondylose"]),
    ("Lumbar spine T-score 0.3. The lumbar spine may be unreliable due to scoliosis.", []),
    ("Left total hip T-score -1.2. Right total hip T-score -1.3. The hip was excluded.", []),
    ("Lumbar spine L1-L4 T-score 0.3. In the lumbar spine, L3 was excluded due to fracture.", []),
    ("Lumbar spine T-score 0.3. The forearm was not evaluable.", []),
    ("Lumbar spine T-score 0.3. Excluded: lumbar spine.", ["lumbar_spine: excluded"]),
    ("Lumbar spine T-score 0.3. The T-score of 0.3 is not reliable.", []),
    ("Lumbar spine T-score 0.3. Hip scan good; not reliable.", []),
]


@pytest.mark.parametrize(("text", "excluded"), UNUSABLE)
def test_an_unusable_site_takes_its_reason_to_its_values(text, excluded):
    rows = report_of(text).measurements

    assert excluded == [f"{row.region}: {row.excluded}" for row in rows if row.excluded]


CLASSES = [
    (
        "Osteoporosis of the lumbar spine and osteopenia of the left femoral neck. No osteoporosis at the total hip.",
        ["lumbar_spine osteoporosis", "femoral_neck osteopenia", "total_hip not osteoporosis"],
    ),
    ("IMPRESSION: Osteopenia, not osteoporosis, by WHO criteria.", ["osteopenia WHO", "not osteoporosis WHO"]),
    (
        "IMPRESSION: Lumbar spine: osteopenia; right total hip: normal.",
        ["lumbar_spine osteopenia", "total_hip normal"],
    ),
    ("IMPRESSION: Bone mineral density within the expected range for age.", ["within_expected_range_for_age"]),
    ("IMPRESSION: Low bone mineral density for age.", ["below_expected_range_for_age"]),
    ("Densité osseuse dans la zone d'ostéopénie, sans ostéoporose.", ["osteopenia", "not osteoporosis"]),
    ("Densidad mineral ósea baja para la edad cronológica.", ["below_expected_range_for_age"]),
    ("A Z-score of -2.0 or lower is below the expected range.", []),
    ("FRAX: osteoporotische Hauptfrakturen 11 %.", []),
    ("IMPRESSION: Osteoporosis?", []),
    ("Overall impression: Osteopenia, most marked at the left hip.", ["hip_unspecified osteopenia"]),
    ("Osteoporosis of the lumbar spine and left hip.", ["lumbar_spine osteoporosis", "hip_unspecified osteoporosis"]),
    ("Osteopenia in 2019, now osteoporosis.", ["osteoporosis"]),
]


@pytest.mark.parametrize(("text", "classes"), CLASSES)
def test_classes_are_kept_site_by_site_with_what_is_denied(text, classes):
    stated = report_of(text).text.stated_classes
    shown = [
        [str(one.region or ""), "not" if one.denied else "", one.classification, one.criteria or ""] for one in stated
    ]

    assert classes == [" ".join(part for part in parts if part) for parts in shown]


def test_a_class_above_the_results_is_history():
    report = report_of(
        "Osteoporosis, treated with denosumab. Lumbar spine T-score -1.9. WHO classification: Osteopenia."
    )

    assert "osteopenia" == report.text.stated_classification


FRAX = [
    ("FRAX without BMD: major 14%, hip 3.1%. FRAX with BMD: major 12%, hip 2.4%.", ["14", "3.1", "12", "2.4"]),
    ("FRAX with BMD: MOF 14%, hip <0.1%.", ["14", "0.1 held:CENSORED_VALUE"]),
    ("FRAX thresholds: MOF >20%, hip >3%.", []),
    ("FRAX: hip fracture 1.2%, hip fracture 1.4%.", []),
    ("FRAX 12% and 3%.", []),
    ("FRAX: MOF 14.2%, hip 5.6% Consider therapy at a hip fracture probability of 3% or more.", ["14.2", "5.6"]),
    ("FRAX ohne BMD: osteoporotische Hauptfrakturen 23,7 %, Hüftfraktur 10,1 %.", ["23.7", "10.1"]),
]


@pytest.mark.parametrize(("text", "values"), FRAX)
def test_frax_results_stand_beside_each_other_and_bounds_are_held(text, values):
    rows = report_of(text).measurements

    assert values == [f"{row.value} held:{row.held}" if row.held else str(row.value) for row in rows]


def test_model_version_and_correction_of_frax_are_stated():
    report = report_of("FRAX (UK, version 4.2) adjusted for glucocorticoids: major 23%, hip 5.4%.")
    facts = {fact.name: fact.value for fact in report.context.facts}

    assert {"frax.model": "UK", "frax.version": "4.2", "frax.gc_adjusted": "true"} == facts


def test_a_bound_is_reported():
    report = report_of("FRAX: MOF 14%, hip <0.1%.")

    assert IssueCode.CENSORED_VALUE in {issue.code for issue in report.issues}


def test_two_swapped_letters_leave_a_long_word_known():
    assert "osteopenia" == report_of("IMPRESSION: Osteopneia.").text.stated_classification


SPINE = "Lumbar spine L1-L4 BMD: 0.715 g/cm2 T-score: -3.21\n"


@pytest.mark.parametrize(
    ("text", "is_read"),
    [
        (SPINE + "Total femur BMD: 0.452 g/cm2 T-score: -4.32", True),
        (SPINE + "Total femur BMD: 0.452 g/cm2 T-score: 1.32  ", True),
        # What may have been cut: a digit, a number, or something behind it that no other row has.
        (SPINE + "Total femur BMD: 0.452 g/cm2 T-score: -4.3", False),
        (SPINE + "Total femur BMD: 0.452 g/cm2 T-score: -4", False),
        (SPINE + "Total femur T-score: -4.32", False),
        ("Total femur BMD: 0.452 g/cm2 T-score: -4.32", False),
        # A row of one number has two rows above it to be like.
        ("Spine T-score -2.1\nNeck T-score -1.8\nTotal femur T-score -4.3", True),
        ("Spine T-score -2.1\nTotal femur T-score -4.3", False),
    ],
)
def test_the_last_line_without_an_end_counts_where_it_is_one_more_row(text, is_read):
    found = [row for row in report_of(text, complete=False).measurements if row.region == "total_hip"]

    assert is_read is bool(found)
