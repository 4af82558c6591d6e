"""A second round of Hologic objects by the further examiner, nasty throughout; figures in sheet_studies_7."""

from tests.acceptance.shapes import BONE, Documents, hol, hol_text, site

DOCUMENTS = Documents()
add = DOCUMENTS.add
H4 = ["Region", "BMD (g/cm²)", "T - score", "Z - score"]
HIP = [["Neck", "0.639", "-1.9", "-0.6"], ["Total", "0.763", "-1.5", "-0.5"]]
HIP_TOLD = [
    *site("femoral_neck left", bmd="0.639", t_score="-1.9", z_score="-0.6"),
    *site("total_hip left", bmd="0.763", t_score="-1.5", z_score="-0.5"),
]


def apex(mode, *rows, head=None, tables=(), **more):
    """Return a Hologic object."""
    given = {key: more.pop(key) for key in ("mode2", "extra", "end", "pad") if key in more}
    return hol(hol_text(mode, (1, [head or H4, *map(list, rows)]), *tables, **given), **more)


add(
    "v7_hol_entities_and_dashes",
    apex("a Left Hip", ["Neck", "0.639", "&minus;1.9", "&#8722;0.6"], ["Total", "0,763", "&ndash;1.5", "&#45;0.5"]),
    HIP_TOLD,
)
add(
    "v7_hol_two_score_columns",
    apex(
        "a Left Hip",
        ["Neck", "0.639", "-1.9", "-2.2", "-0.6"],
        head=["Region", "BMD (g/cm²)", "T - score (NHANES)", "T - score (Hologic)", "Z - score"],
    ),
    ["femoral_neck left bmd 0.639", "femoral_neck left z_score -0.6"],
    held=["femoral_neck left t_score -1.9", "femoral_neck left t_score -2.2"],
    may=["femoral_neck left t_score -1.9"],
)
add(
    "v7_hol_comparison_columns",
    apex(
        "a Left Hip",
        ["Neck", "0.639", "0.651", "-1.8 %"],
        ["Total", "0.763", "0.778", "-1.9 %"],
        head=["Region", "BMD 05/14/2024", "BMD 05/02/2022", "% Change"],
    ),
    [],
    may=[
        "femoral_neck left bmd 0.639",
        "total_hip left bmd 0.763",
        "femoral_neck left bmd 0.651 prior",
        "total_hip left bmd 0.778 prior",
    ],
)
add(
    "v7_hol_cell_assigned_twice",
    hol(hol_text("a Left Hip", (1, [H4, *HIP])) + 'ResultsTable1[ 1][ 2] = "-2.9";\r\n'),
    [],
    may=HIP_TOLD,
    held=[*HIP_TOLD, "femoral_neck left t_score -2.9"],
)
add(
    "v7_hol_two_reports_in_one_text",
    hol(
        hol_text("a Left Hip", (1, [H4, *HIP]))
        + hol_text("a Right Hip", (1, [H4, ["Neck", "0.611", "-2.1", "-0.8"], ["Total", "0.744", "-1.6", "-0.6"]]))
    ),
    [
        *HIP_TOLD,
        *site("femoral_neck right", bmd="0.611", t_score="-2.1", z_score="-0.8"),
        *site("total_hip right", bmd="0.744", t_score="-1.6", z_score="-0.6"),
    ],
)
add(
    "v7_hol_scan_of_an_earlier_day",
    apex("a Left Hip", *HIP, StudyDate="20260304"),
    [],
    may=[*HIP_TOLD, *(f"{row} prior" for row in HIP_TOLD)],
    held=HIP_TOLD,
)
add(
    "v7_hol_row_gap_and_empty_cells",
    hol(hol_text("a Left Hip", (1, [H4, ["", " ", "", " "], HIP[0], [" ", "", "", ""], HIP[1]]))),
    HIP_TOLD,
)
add(
    "v7_hol_index_far_out",
    hol(
        hol_text("a Left Hip", (1, [H4, *HIP]))
        + 'ResultsTable1[99999999][ 2] = "-2.9";\r\nResultsTable1[-1][ 2] = "-3.9";\r\n'
    ),
    HIP_TOLD,
)
add(
    "v7_hol_unknown_mode",
    apex("a Left Heel", ["Total", "0.511", "-1.2", "0.1"]),
    [],
)
add(
    "v7_hol_percent_column_named_t",
    apex(
        "a Lumbar Spine",
        ["L1", "0.774", "85", "103"],
        ["Total", "0.822", "80", "98"],
        head=["Region", "BMD (g/cm²)", "T - score (%)", "Z - score (%)"],
    ),
    [],
    held=[
        "lumbar_spine L1 bmd 0.774",
        "lumbar_spine L1 bmd 0.822",
        "lumbar_spine L1 t_score 85",
        "lumbar_spine L1 young_adult_percent 85",
    ],
)
add(
    "v7_hol_bone_table_with_percent",
    apex("a Right Hip", ["Neck", "5.0", "3.2", "0.640", "-1.9", "75", "-0.6", "91"], head=BONE),
    site(
        "femoral_neck right",
        area="5.0",
        bmc="3.2",
        bmd="0.640",
        t_score="-1.9",
        young_adult_percent="75",
        z_score="-0.6",
        age_matched_percent="91",
    ),
)

for number_of, mode in enumerate(("f Left Hip", "hd Left Hip", "Left Hip", "a L. Hip", "a Hip Left")):
    add(
        f"v7_hol_mode_{number_of}",
        apex(mode, *HIP),
        [] if number_of > 2 else HIP_TOLD,
        may=HIP_TOLD if number_of > 2 else (),
    )
add(
    "v7_hol_laterality_in_text_contradicts",
    apex("a Left Hip", *HIP, extra=['ImageLaterality = "R";']),
    [],
    may=HIP_TOLD,
    held=HIP_TOLD,
)
add(
    "v7_hol_prosthesis_note",
    apex("a Left Hip", *HIP, extra=['Comment = "Left hip prosthesis";']),
    [],
    may=HIP_TOLD,
    held=HIP_TOLD,
)
