"""Structured reports, prose reports and encapsulated papers by a further examiner: qualifiers, priors, remarks."""

from fixtures.dicom_objects import item, number, report
from fixtures.hl7_writing import letter_pdf
from tests.acceptance.shapes import (
    BASIC,
    BMDN,
    COMP,
    COMP3D,
    EXT,
    L14,
    LAT,
    LEFT,
    LSP,
    NECK,
    ONE,
    PCT,
    RIGHT,
    SITE,
    TN,
    ZN,
    Documents,
    G,
    group,
    mod,
    pdf_obj,
    rep,
    site,
    tid,
)

DOCUMENTS = Documents()
add = DOCUMENTS.add
HIP = ("29836001", "SCT", "Hip region structure")
L = {"L1": "66794005", "L2": "14293000", "L3": "36470004", "L4": "11994002"}


def vertebra(name):
    """Return a finding site of one vertebra."""
    return mod(SITE, (L[name], "SCT", f"{name} vertebra"))


def at(concept, side=None):
    """Return a finding site with its side."""
    return mod(SITE, concept, [mod(LAT, side)] if side else [])


def t(value, *kids):
    """Return a T-score."""
    return number(TN, value, ONE, list(kids))


def d(value, *kids, unit=G):
    """Return a density."""
    return number(BMDN, value, unit, list(kids))


def prose(*lines, name=("121071", "DCM", "Finding"), sop=BASIC, **fields):
    """Return a report whose findings are texts."""
    kids = [item("TEXT", name, text=line) for line in lines]
    return rep(report(("18748-4", "LN", "Diagnostic Imaging Report"), kids, sop, **{"Manufacturer": "ACME", **fields}))


add(
    "v4_side_on_number_over_group",
    tid(
        group(
            at(NECK),
            d("0.711", at(NECK, LEFT)),
            t("-1.9", at(NECK, LEFT)),
            d("0.702", at(NECK, RIGHT)),
            t("-2.0", at(NECK, RIGHT)),
        )
    ),
    [*site("femoral_neck left", bmd="0.711", t_score="-1.9"), *site("femoral_neck right", bmd="0.702", t_score="-2.0")],
)
add(
    "v4_group_left_number_right",
    tid(group(at(NECK, LEFT), d("0.711"), t("-1.9", at(NECK, RIGHT)))),
    ["femoral_neck left bmd 0.711"],
    may=["femoral_neck right t_score -1.9"],
    held=["femoral_neck right t_score -1.9", "femoral_neck left t_score -1.9", "femoral_neck t_score -1.9"],
)
add(
    "v4_repeated_finding_sites",
    tid(group(vertebra("L1"), vertebra("L2"), vertebra("L4"), d("0.955"), t("-1.6"), number(ZN, "-0.3", ONE))),
    site("lumbar_spine L1+L2+L4", bmd="0.955", t_score="-1.6", z_score="-0.3"),
)
add(
    "v4_lumbar_with_text_levels",
    tid(
        group(
            at(LSP),
            item("TEXT", ("112039", "DCM", "Tracking Identifier"), text="L2-L4", relationship="HAS OBS CONTEXT"),
            d("0.955"),
            t("-1.6"),
        )
    ),
    site("lumbar_spine L2+L3+L4", bmd="0.955", t_score="-1.6"),
)
add(
    "v4_precoordinated_loinc",
    tid(
        group(
            number(("80954-1", "LN", "DXA Femur - left [Mass/Area] Bone density"), "0.766", G, [mod(SITE, NECK)]),
            number(("80948-3", "LN", "DXA Femur - left [T-score] Bone density"), "-1.4", ONE, [mod(SITE, NECK)]),
            number(("24966-4", "LN", "DXA Lumbar spine [Mass/Area] Bone density"), "1.021", G),
            number(("38267-1", "LN", "DXA Lumbar spine [T-score] Bone density"), "-0.3", ONE),
        )
    ),
    [*site("femoral_neck left", bmd="0.766", t_score="-1.4"), *site("lumbar_spine", bmd="1.021", t_score="-0.3")],
)
add(
    "v4_loinc_against_site",
    tid(
        group(
            at(NECK, RIGHT),
            number(("80948-3", "LN", "DXA Femur - left [T-score] Bone density"), "-1.4", ONE),
            d("0.766"),
        )
    ),
    ["femoral_neck right bmd 0.766"],
    held=["femoral_neck right t_score -1.4", "femoral_neck left t_score -1.4", "femoral_neck t_score -1.4"],
)
add(
    "v4_z_as_property_of_bmd",
    tid(
        group(
            at(NECK, LEFT),
            d(
                "0.711",
                item("NUM", ("121416", "DCM", "Z-Score of measurement"), relationship="HAS PROPERTIES"),
            ),
            number(("113071", "DCM", "Z-score"), "-0.7", ONE),
        )
    ),
    site("femoral_neck left", bmd="0.711", z_score="-0.7"),
)
add(
    "v4_srt_aliases_and_long_codes",
    tid(
        group(
            mod(
                ("G-C0E3", "SRT", "Finding Site"),
                ("T-12710", "SRT", "Neck of femur"),
                [mod(("G-C171", "SRT", "Laterality"), ("G-A100", "SRT", "Right"))],
            ),
            number(("BMD-LONG-CODE-VALUE-OVER-16", "99ACME", "Bone Mineral Density"), "0.733", G, long=True),
            t("-1.7"),
        ),
        sop=COMP3D,
    ),
    site("femoral_neck right", bmd="0.733", t_score="-1.7"),
)
for number_of, sop in enumerate((COMP, EXT)):
    add(
        f"v4_class_{number_of}",
        tid(
            group(
                at(HIP, LEFT),
                item("TEXT", ("ROI", "99X", "Region of interest"), text="Total hip"),
                d("0.811"),
                t("-1.2"),
            ),
            sop=sop,
            undefined=True,
        ),
        site("total_hip left", bmd="0.811", t_score="-1.2"),
    )
add(
    "v4_units_of_all_kinds",
    tid(
        group(at(NECK, LEFT), d("711", unit=("mg/cm2", "UCUM", "mg/cm2")), t("-1.9")),
        group(at(NECK, RIGHT), d("0.702", unit=("g/cm3", "UCUM", "g/cm3")), number(TN, "-2.0", PCT)),
        group(at(LSP), d("0.955", unit=None), number(TN, "-1.5", None)),
    ),
    [*site("femoral_neck left", bmd="0.711", t_score="-1.9"), "lumbar_spine t_score -1.5"],
    may=["lumbar_spine bmd 0.955"],
    held=[
        "femoral_neck right bmd 0.702",
        "femoral_neck right t_score -2.0",
        "femoral_neck right young_adult_percent -2.0",
        "lumbar_spine bmd 0.955",
    ],
)
add(
    "v4_qualifier_and_bad_numbers",
    tid(
        group(at(NECK, LEFT), d("0.711"), item("NUM", TN), number(ZN, "1_0", ONE)),
        group(at(NECK, RIGHT), d("0,702"), t("NaN"), number(ZN, "n/a", ONE)),
    ),
    ["femoral_neck left bmd 0.711", "femoral_neck right bmd 0.702"],
)
add(
    "v4_prior_group_with_date",
    tid(
        group(at(NECK, LEFT), d("0.711"), t("-1.9")),
        group(
            item("DATE", ("111060", "DCM", "Study Date"), relationship="HAS OBS CONTEXT"),
            item("TEXT", ("121050", "DCM", "Comparison"), text="Prior examination of 2021-03-02"),
            at(NECK, LEFT),
            d("0.744"),
            t("-1.6"),
        ),
    ),
    ["femoral_neck left bmd 0.711", "femoral_neck left t_score -1.9"],
    may=["femoral_neck left bmd 0.744 prior", "femoral_neck left t_score -1.6 prior"],
    held=[
        "femoral_neck left bmd 0.744",
        "femoral_neck left t_score -1.6",
        "femoral_neck left bmd 0.711",
        "femoral_neck left t_score -1.9",
    ],
)
add(
    "v4_observer_comment_with_old_values",
    tid(
        group(
            at(NECK, LEFT),
            d("0.711"),
            t("-1.9"),
            item("TEXT", ("121106", "DCM", "Comment"), text="In 2020 the T-score of the left femoral neck was -1.1."),
        )
    ),
    site("femoral_neck left", bmd="0.711", t_score="-1.9"),
    may=["femoral_neck left t_score -1.1 prior"],
)
add(
    "v4_reference_numbers_under_value",
    tid(
        group(
            at(NECK, LEFT),
            d(
                "0.711",
                number(("R-10047", "SRT", "Standard Deviation of population"), "0.120", G),
                number(("121414", "DCM", "Standard deviation of population"), "0.120", G),
                number(("121415", "DCM", "Percentile Ranking of measurement"), "23", PCT),
            ),
            number(("YAM", "99ACME", "Young adult mean BMD"), "0.980", G),
            t("-2.2"),
        )
    ),
    site("femoral_neck left", bmd="0.711", t_score="-2.2"),
)
add(
    "v4_hip_without_region",
    tid(group(at(HIP, LEFT), d("0.811"), t("-1.2"))),
    [],
    may=site("hip_unspecified left", bmd="0.811", t_score="-1.2"),
)
add(
    "v4_partial_unverified",
    tid(group(at(NECK, LEFT), d("0.711"), t("-1.9")), CompletionFlag="PARTIAL", PreliminaryFlag="PRELIMINARY"),
    site("femoral_neck left", bmd="0.711", t_score="-1.9"),
)
add(
    "v4_basic_text_prose",
    prose(
        "DXA of the lumbar spine and left hip.",
        "L1-L4: BMD 0.888 g/cm2, T-score -1.5, Z-score 0.2. Compared with 2021 (0.921 g/cm2) a decrease of 3.6%.",
        "Left total hip: BMD 0.799 g/cm2, T-score -1.2.",
        StudyDescription="DXA bone density",
    ),
    [*site(L14, bmd="0.888", t_score="-1.5", z_score="0.2"), *site("total_hip left", bmd="0.799", t_score="-1.2")],
    may=[f"{L14} bmd 0.921 prior"],
)
add(
    "v4_prose_in_another_charset",
    prose(
        "Densitométrie osseuse. Rachis lombaire L1-L4 : DMO 0,899 g/cm², T-score -1,4.",
        "Col fémoral gauche : DMO 0,701 g/cm², T-score -1,5.",
        SpecificCharacterSet="ISO_IR 192",
    ),
    [*site(L14, bmd="0.899", t_score="-1.4"), *site("femoral_neck left", bmd="0.701", t_score="-1.5")],
)
add(
    "v4_not_densitometry",
    prose("CT chest. No pulmonary nodule. Nodule size 4 mm.", StudyDescription="CT CHEST"),
    [],
    may=[],
)
add(
    "v4_pdf_hologic_like",
    pdf_obj(
        letter_pdf(
            [
                "Bone density report of 14 May 2024",
                "Left hip",
                "Femoral neck: BMD 0.655 g/cm2, T-score -1.7, Z-score -0.2",
                "Total hip: BMD 0.755 g/cm2, T-score -1.5, Z-score -0.3",
                "Previous exam 02 May 2022: total hip BMD 0.777 g/cm2, T-score -1.4",
            ]
        )
    ),
    [
        *site("femoral_neck left", bmd="0.655", t_score="-1.7", z_score="-0.2"),
        *site("total_hip left", bmd="0.755", t_score="-1.5", z_score="-0.3"),
    ],
    may=[
        "total_hip left bmd 0.777 prior",
        "total_hip left t_score -1.4 prior",
        "total_hip bmd 0.777 prior",
        "total_hip t_score -1.4 prior",
    ],
)
add(
    "v4_pdf_other_mime_and_no_length",
    pdf_obj(
        letter_pdf(["Lumbar spine L1-L4: BMD 0.944 g/cm2, T-score -0.9"]), mime="application/octet-stream", length=False
    ),
    site(L14, bmd="0.944", t_score="-0.9"),
)
add(
    "v4_pdf_of_another_study",
    pdf_obj(letter_pdf(["MRI of the knee", "Medial meniscus tear grade 3.", "No bone oedema."]), title="Knee MRI"),
    [],
)
