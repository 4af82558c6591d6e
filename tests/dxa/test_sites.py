"""Names vendors print and people write, in the languages of docs/sources.md, against the site they mean."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxa.regions import VERTEBRAE, Region, Scan, Side, Site
from dxa.side_words import SIDE_WORDS
from dxa.site_names import REGION_NAMES, ROW_NAMES
from dxa.sites import levels_of, plain, side_of, site_of

SPINE, NECK, TOTAL = Region.LUMBAR_SPINE, Region.FEMORAL_NECK, Region.TOTAL_HIP
LEFT, RIGHT, MEAN, DIFFERENCE = Side.LEFT, Side.RIGHT, Side.MEAN, Side.DIFFERENCE
L1_L4 = ("L1", "L2", "L3", "L4")

ENGLISH = [
    ("Lumbar spine", Site(SPINE)),
    ("Lumbar spine (L1-L4)", Site(SPINE, None, L1_L4)),
    ("LUMBAR SPINE (L2-L4):", Site(SPINE, None, ("L2", "L3", "L4"))),
    ("AP Spine L1-L4", Site(SPINE, None, L1_L4)),
    ("AP spine", Site(SPINE)),
    ("PA Spine", Site(SPINE)),
    ("L Spine", Site(SPINE)),
    ("L-spine", Site(SPINE)),
    ("L1 through L4", Site(SPINE, None, L1_L4)),
    ("L1\u2013L4", Site(SPINE, None, L1_L4)),
    ("L1 - L4", Site(SPINE, None, L1_L4)),
    ("L1-4", Site(SPINE, None, L1_L4)),
    ("L1,L3-L4", Site(SPINE, None, ("L1", "L3", "L4"))),
    ("L1-L2,L4", Site(SPINE, None, ("L1", "L2", "L4"))),
    ("L1, L2 and L4", Site(SPINE, None, ("L1", "L2", "L4"))),
    ("L3", Site(SPINE, None, ("L3",))),
    ("L1-L4 (L2)", Site(SPINE, None, ("L1", "L3", "L4"))),
    ("L1-L4 (L2,L3)", Site(SPINE, None, ("L1", "L4"))),
    ("L2-L4 (L3)", Site(SPINE, None, ("L2", "L4"))),
    ("Total spine", Site(SPINE)),
    ("Total (L1-L4)", Site(SPINE, None, L1_L4)),
    ("Dual Femur Total Mean", Site(TOTAL, MEAN)),
    ("DualFemur Neck Left", Site(NECK, LEFT)),
    ("Left Forearm Radius 33%", Site(Region.RADIUS_33, LEFT)),
    ("Lumbar spine L1-L4 excluding L3", Site(SPINE, None, ("L1", "L2", "L4"))),
    ("L1-L4 (L3 excluded)", Site(SPINE, None, ("L1", "L2", "L4"))),
    ("L1-L4 except L2 and L3", Site(SPINE, None, ("L1", "L4"))),
    ("Left femoral neck", Site(NECK, LEFT)),
    ("FEMORAL NECK LEFT", Site(NECK, LEFT)),
    ("LEFT FEMORAL NECK:", Site(NECK, LEFT)),
    ("Femoral neck (left)", Site(NECK, LEFT)),
    ("Femur Neck", Site(NECK)),
    ("Neck of the left femur", Site(NECK, LEFT)),
    ("Femoral neck", Site(NECK)),
    ("Neck Left", Site(NECK, LEFT)),
    ("Neck Right", Site(NECK, RIGHT)),
    ("Neck Mean", Site(NECK, MEAN)),
    ("Neck Diff.", Site(NECK, DIFFERENCE)),
    ("Rt. femoral neck", Site(NECK, RIGHT)),
    ("R. Femoral Neck", Site(NECK, RIGHT)),
    ("Left hip femoral neck", Site(NECK, LEFT)),
    ("Left Hip, Femoral Neck", Site(NECK, LEFT)),
    ("Upper Neck", Site(Region.UPPER_NECK)),
    ("Lower Neck Left", Site(Region.LOWER_NECK, LEFT)),
    ("TOTAL HIP LEFT", Site(TOTAL, LEFT)),
    ("Left total hip", Site(TOTAL, LEFT)),
    ("Total Left Hip", Site(TOTAL, LEFT)),
    ("Hip: Total Hip", Site(TOTAL)),
    ("Total Mean", None),
    ("Total femur right", Site(TOTAL, RIGHT)),
    ("Right proximal femur", Site(TOTAL, RIGHT)),
    ("Left hip", Site(Region.HIP_UNSPECIFIED, LEFT)),
    ("Hip", Site(Region.HIP_UNSPECIFIED)),
    ("Ward's", Site(Region.WARDS_TRIANGLE)),
    ("Ward\u2019s triangle", Site(Region.WARDS_TRIANGLE)),
    ("Wards Left", Site(Region.WARDS_TRIANGLE, LEFT)),
    ("Troch", Site(Region.TROCHANTER)),
    ("Troch Right", Site(Region.TROCHANTER, RIGHT)),
    ("Inter", Site(Region.INTERTROCHANTERIC)),
    ("Shaft Mean", Site(Region.FEMORAL_SHAFT, MEAN)),
    ("Radius 33%", Site(Region.RADIUS_33)),
    ("Left 1/3 radius", Site(Region.RADIUS_33, LEFT)),
    ("Right distal 1/3 radius", Site(Region.RADIUS_33, RIGHT)),
    ("One-third radius", Site(Region.RADIUS_33)),
    ("Left forearm 33%", Site(Region.RADIUS_33, LEFT)),
    ("Radius UD", Site(Region.RADIUS_ULTRADISTAL)),
    ("Radius Total", Site(Region.RADIUS_TOTAL)),
    ("Left forearm", Site(Region.FOREARM_TOTAL, LEFT)),
    ("Total Body", Site(Region.TOTAL_BODY)),
    ("Whole body", Site(Region.TOTAL_BODY)),
    ("Total body less head", Site(Region.TOTAL_BODY_LESS_HEAD)),
    ("TBLH", Site(Region.TOTAL_BODY_LESS_HEAD)),
]

OTHER_LANGUAGES = [
    ("columna lumbar L1-L4", Site(SPINE, None, L1_L4)),
    ("Columna lumbar (L2-L4)", Site(SPINE, None, ("L2", "L3", "L4"))),
    ("cuello femoral izquierdo", Site(NECK, LEFT)),
    ("Cuello del f\u00e9mur derecho", Site(NECK, RIGHT)),
    ("cadera total izquierda", Site(TOTAL, LEFT)),
    ("coluna lombar", Site(SPINE)),
    ("colo do f\u00eamur esquerdo", Site(NECK, LEFT)),
    ("colo femoral direito", Site(NECK, RIGHT)),
    ("f\u00eamur total", Site(TOTAL)),
    ("quadril total direito", Site(TOTAL, RIGHT)),
    ("r\u00e1dio 33%", Site(Region.RADIUS_33)),
    ("rachis lombaire (L1 \u00e0 L4)", Site(SPINE, None, L1_L4)),
    ("col f\u00e9moral gauche", Site(NECK, LEFT)),
    ("Col du f\u00e9mur droit", Site(NECK, RIGHT)),
    ("hanche totale gauche", Site(TOTAL, LEFT)),
    ("L1-L4 sauf L2", Site(SPINE, None, ("L1", "L3", "L4"))),
    ("LWS", Site(SPINE)),
    ("LWK 1 bis LWK 4", Site(SPINE, None, L1_L4)),
    ("LWS L1-L4 ohne L3", Site(SPINE, None, ("L1", "L2", "L4"))),
    ("Lendenwirbels\u00e4ule", Site(SPINE)),
    ("Schenkelhals links", Site(NECK, LEFT)),
    ("linker Schenkelhals", Site(NECK, LEFT)),
    ("Femurhals rechts", Site(NECK, RIGHT)),
    ("Gesamth\u00fcfte links", Site(TOTAL, LEFT)),
    ("colonna lombare", Site(SPINE)),
    ("collo femorale sinistro", Site(NECK, LEFT)),
    ("femore totale destro", Site(TOTAL, RIGHT)),
    ("lendenwervels", Site(SPINE)),
    ("heuphals links", Site(NECK, LEFT)),
    ("heup", Site(Region.HIP_UNSPECIFIED)),
    ("collum femoris", Site(NECK)),
    ("Collum femoris v\u00e4nster", Site(NECK, LEFT)),
    ("total h\u00f6ft h\u00f6ger", Site(TOTAL, RIGHT)),
    ("\u8170\u690e", Site(SPINE)),
    ("\u8170\u690e L2-4", Site(SPINE, None, ("L2", "L3", "L4"))),
    ("\u80a1\u9aa8\u9888", Site(NECK)),
    ("\u5168\u9acb", Site(TOTAL)),
    ("\u5927\u817f\u9aa8\u9838\u90e8", Site(NECK)),
    ("\u5927\u817f\u9aa8\u8fd1\u4f4d\u90e8", Site(TOTAL)),
    ("\uc694\ucd94", Site(SPINE)),
    ("\ub300\ud1f4\uace8 \uacbd\ubd80", Site(NECK)),
    ("\ub300\ud1f4\uace8 \uc804\uccb4", Site(TOTAL)),
    ("\u5de6 \u80a1\u9aa8\u9888", Site(NECK, LEFT)),
]

NOT_SITES = [
    "",
    "   ",
    "Total",
    "Region",
    "the",
    "left",
    "Left Arm",
    "L Arm",
    "L Ribs",
    "Pelvis",
    "Head",
    "Trunk",
    "Ulna 33%",
    "Both 33%",
    "Ulna Total",
    "Calcaneus",
    "Finger",
    "neck pain",
    "Neck left right",
    "Left and right femoral neck",
    "bilateral femoral necks",
    "L1-L9",
    "L7",
    "T1",
    "L4-L1",
    "Left L1-L4 femoral neck",
    "Femoral neck L1",
    "T-score",
    "BMD",
    "Trend L1-L4",
    "WHO Classification",
    "thigh",
    "12",
    "0.702",
]


@pytest.mark.parametrize(("text", "expected"), ENGLISH + OTHER_LANGUAGES)
def test_name_means_its_site(text, expected):
    assert expected == site_of(text)


@pytest.mark.parametrize(("text", "expected"), [row for row in ENGLISH + OTHER_LANGUAGES if row[1]])
def test_name_means_the_same_in_capitals_and_with_stray_blanks(text, expected):
    assert expected == site_of(f"  {text.upper()} ".replace(" ", "  "))


@pytest.mark.parametrize("text", NOT_SITES)
def test_other_words_are_no_site(text):
    assert site_of(text) is None


@pytest.mark.parametrize(
    ("scan", "label", "expected"),
    [
        (Scan.SPINE, "Total", Site(SPINE)),
        (Scan.SPINE, "L1-L4", Site(SPINE, None, L1_L4)),
        (Scan.SPINE, "L1-L4 (L2)", Site(SPINE, None, ("L1", "L3", "L4"))),
        (Scan.SPINE, "Left", None),
        (Scan.HIP, "Neck", Site(NECK)),
        (Scan.HIP, "Total", Site(TOTAL)),
        (Scan.HIP, "Total Left", Site(TOTAL, LEFT)),
        (Scan.HIP, "Total Mean", Site(TOTAL, MEAN)),
        (Scan.HIP, "Total Diff.", Site(TOTAL, DIFFERENCE)),
        (Scan.HIP, "Troch", Site(Region.TROCHANTER)),
        (Scan.HIP, "Inter", Site(Region.INTERTROCHANTERIC)),
        (Scan.HIP, "Ward's", Site(Region.WARDS_TRIANGLE)),
        (Scan.FOREARM, "1/3", Site(Region.RADIUS_33)),
        (Scan.FOREARM, "MID", Site(Region.RADIUS_MID)),
        (Scan.FOREARM, "UD", Site(Region.RADIUS_ULTRADISTAL)),
        (Scan.FOREARM, "Total", Site(Region.FOREARM_TOTAL)),
        (Scan.FOREARM, "TOTAL", Site(Region.FOREARM_TOTAL)),
        (Scan.TOTAL_BODY, "Total", Site(Region.TOTAL_BODY)),
        (Scan.TOTAL_BODY, "Subtotal", Site(Region.TOTAL_BODY_LESS_HEAD)),
        (Scan.LATERAL, "L2-L4", Site(Region.LATERAL_SPINE, None, ("L2", "L3", "L4"))),
        (None, "Total", None),
        (None, "1/3", None),
        (None, "Subtotal", None),
    ],
)
def test_row_label_means_what_its_scan_gives_it(scan, label, expected):
    assert expected == site_of(label, scan)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("left", LEFT),
        ("Lt", LEFT),
        ("R", RIGHT),
        ("rechts", RIGHT),
        ("izquierda", LEFT),
        ("droite", RIGHT),
        ("h\u00f6ger", RIGHT),
        ("\u53f3", RIGHT),
        ("left and right", None),
        ("L Spine", None),
        ("L1-L4", None),
        ("L4", None),
        ("lumbar", None),
        ("", None),
    ],
)
def test_side_is_stated_once_or_not_known(text, expected):
    assert expected == side_of(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("T12", ("T12",)),
        ("T12-L1", ("T12", "L1")),
        ("L1-L3, L5", ("L1", "L2", "L3", "L5")),
        ("L1 & L2", ("L1", "L2")),
        ("L1+L2", ("L1", "L2")),
        ("L1/L2", ("L1", "L2")),
        ("l1-l4", L1_L4),
        ("XL1", ()),
        ("L10", ()),
        ("HLA-B27", ()),
        ("no level", ()),
    ],
)
def test_levels_are_those_named(text, expected):
    assert expected == levels_of(text)


@pytest.mark.parametrize(
    "text",
    [
        "L1-L4, L3 excluded",
        "L1-L4; L3 excluded",
        "L1-L4 [L3]",
        "L1-L4 (excludes L3)",
        "L1-L4 with L3 excluded",
        "L1-L4 (not L3)",
        "L1-L4 (L3 not used)",
        "L1-L4 omitting L3",
        "L1-L4 (L3 was excluded)",
        "L1, L2, L4, L3 excluded",
        "L4, L1-L2",
    ],
)
def test_excluded_vertebra_is_never_among_the_levels(text):
    assert levels_of(text) == ("L1", "L2", "L4")


@pytest.mark.parametrize(
    "text",
    [
        "L1-L4 L3",
        "L1-L4 but L3",
        "L1.L4",
        "L1-L2, L4-L3",
        "L1-L4, L3",
        "L1-4 (excl. 2)",
        "L1-L4 excluding some",
        "L1-L9",
    ],
)
def test_levels_that_are_not_understood_are_not_given(text):
    assert levels_of(text) == ()
    assert site_of(text) is None


def test_vertebra_called_used_is_not_left_out():
    assert levels_of("L1-L4 (L3 used)") == ()


@given(first=st.integers(9, 12), last=st.integers(9, 12))
def test_range_runs_downwards_or_is_nothing(first, last):
    expected = VERTEBRAE[first : last + 1] if first != last else (VERTEBRAE[first],) * (first == last)

    found = levels_of(f"{VERTEBRAE[first]}-{VERTEBRAE[last]}")

    assert found == (expected if first <= last else ())


@given(st.text(max_size=40))
def test_any_text_is_read_without_an_error(text):
    site = site_of(text)

    assert site is None or isinstance(site, Site)
    assert plain(text) == plain(plain(text))


@given(st.sampled_from(sorted(REGION_NAMES)), st.sampled_from([LEFT, RIGHT]), st.booleans())
def test_every_name_takes_a_side_before_or_after_it(name, side, before):
    word = {LEFT: "left", RIGHT: "right"}[side]
    site = site_of(f"{word} {name}" if before else f"{name} {word}")

    spine = REGION_NAMES[name] in {Region.LUMBAR_SPINE, Region.LATERAL_SPINE}
    assert (None if spine else Site(REGION_NAMES[name], side)) == site


def test_every_name_in_the_table_can_be_found():
    lost = [name for name, region in REGION_NAMES.items() if site_of(name) != Site(region)]
    lost += [
        name for scan, rows in ROW_NAMES.items() for name, region in rows.items() if site_of(name, scan) != Site(region)
    ]

    assert lost == []


def test_no_side_word_belongs_to_two_sides():
    words = [word for words in SIDE_WORDS.values() for word in words]

    assert len(set(words)) == len(words)
    assert words == [plain(word) for word in words]
