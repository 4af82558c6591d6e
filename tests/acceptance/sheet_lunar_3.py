"""Lunar's objects, by the sheet of DICOM; each with what a person takes from it."""

from fixtures.dicom_objects import item, number
from tests.acceptance.shapes import L14, PCT, Documents, G, ge_obj, gn, site, tree_roi, tree_scan

DOCUMENTS = Documents()

DOCUMENTS.add(
    "ge_tree_only",
    ge_obj(
        None,
        [
            item(
                "CODE",
                ("121005", "DCM", "Observer Type"),
                concept=("121006", "DCM", "Person"),
                relationship="HAS OBS CONTEXT",
            ),
            item(
                "CONTAINER", ("5", "GELUNAR", "History"), [item("TEXT", ("6", "GELUNAR", "Menopause Age"), text="50")]
            ),
            tree_scan(
                "Left Femur",
                tree_roi("Neck", "0.744", "-2.1", "-0.5", "3.6", "4.9", pya="72"),
                tree_roi("Upper Neck", "0.544"),
                tree_roi("Total", "0.811", "-1.6", "-0.4"),
                item(
                    "CONTAINER",
                    gn("Trend Total"),
                    [
                        item(
                            "CONTAINER",
                            gn("05/14/2024"),
                            [number(gn("AGE"), "66", None), number(("3", "GELUNAR", "BMD"), "0.811", G)],
                        ),
                        item(
                            "CONTAINER",
                            gn("02/28/2021"),
                            [
                                number(gn("AGE"), "63", None),
                                number(("3", "GELUNAR", "BMD"), "0.833", G),
                                item(
                                    "CONTAINER",
                                    gn("PCHANGE_VS_PREVIOUS"),
                                    [number(("3", "GELUNAR", "BMD"), "-1.1", PCT)],
                                ),
                            ],
                        ),
                    ],
                ),
            ),
        ],
    ),
    [
        *site(
            "femoral_neck left",
            bmd="0.744",
            t_score="-2.1",
            z_score="-0.5",
            bmc="3.6",
            area="4.9",
            young_adult_percent="72",
        ),
        "upper_neck left bmd 0.544",
        *site("total_hip left", bmd="0.811", t_score="-1.6", z_score="-0.4"),
        "total_hip left bmd 0.833 prior@2021-02-28",
    ],
)
DOCUMENTS.add(
    "ge_tree_old_units",
    ge_obj(
        None,
        [
            tree_scan(
                "DualFemur",
                tree_roi("Neck Left", "0.744", "-2.1", unit=("gcm2", "GELUNAR", " g/cm2")),
                tree_roi("Total Right", "0.855", "-1.2", unit=("99", "99GELUNAR", "g/cm²")),
            )
        ],
    ),
    site("femoral_neck left", bmd="0.744", t_score="-2.1") + site("total_hip right", bmd="0.855", t_score="-1.2"),
)
DOCUMENTS.add(
    "ge_tree_text_values",
    ge_obj(
        None,
        [
            tree_scan(
                "AP Spine",
                tree_roi("L1", t="-2,5"),
                tree_roi("L2", t="(-2.5)"),
                tree_roi("L3", t="N/A"),
                tree_roi("L4", t="<-4.0"),
                tree_roi("L1-L4", "0.801", "-2.5 SD"),
                tree_roi("L2-L4", "0.822", "\u22122.4"),
            )
        ],
        SpecificCharacterSet="ISO_IR 192",
    ),
    [
        "lumbar_spine L1 t_score -2.5",
        *site(L14, bmd="0.801", t_score="-2.5"),
        *site("lumbar_spine L2+L3+L4", bmd="0.822", t_score="-2.4"),
    ],
    may=["lumbar_spine L2 t_score -2.5"],
    held=["lumbar_spine L4 t_score -4.0", "lumbar_spine L2 t_score -2.5"],
)
DOCUMENTS.add(
    "ge_tree_bad_numbers",
    ge_obj(
        None,
        [
            tree_scan(
                "Left Femur",
                tree_roi("Neck", "1_0", "NaN"),
                tree_roi("Total", "0.811", "1e400"),
                tree_roi("Troch", "0", "+25"),
            )
        ],
    ),
    ["total_hip left bmd 0.811"],
    held=["trochanter left t_score 25", "trochanter left bmd 0", "trochanter left t_score +25"],
)
