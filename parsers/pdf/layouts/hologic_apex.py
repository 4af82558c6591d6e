"""Hologic APEX: area, BMC and BMD, with or without the percentages PR (of the peak reference) and AM (age matched)."""

from parsers.pdf.headings.columns import Column
from parsers.pdf.layouts.layout import Layout

_MEASURED = (Column.REGION, Column.AREA, Column.BMC, Column.BMD)

LAYOUT = Layout(
    name="hologic-apex",
    manufacturer="Hologic",
    anchors=(
        r"\bHologic\b",
        r"DXA Results Summary",
        r"\bModel: ?(?:Horizon|Discovery|Delphi|QDR|Explorer)",
        r"\bk ?= ?\d\.\d+, d0 ?=",
        r"\bAPEX\b",
    ),
    columns=(
        (*_MEASURED, Column.T, Column.Z),
        (*_MEASURED, Column.T, Column.YOUNG, Column.Z, Column.MATCHED),
    ),
    headings={"pr": Column.YOUNG, "am": Column.MATCHED, "pr%": Column.YOUNG, "%pr": Column.YOUNG},
    # QDR screens print BMD without a unit; Hologic knows no other, and one in mg/cm2 would be out of range.
    density_unit="g/cm2",
    skipped=dict.fromkeys(
        (
            "l arm",
            "r arm",
            "l ribs",
            "r ribs",
            "t spine",
            "l spine",
            "pelvis",
            "l leg",
            "r leg",
            "head",
            "left arm",
            "right arm",
            "left leg",
            "right leg",
            "left ribs",
            "right ribs",
        )
    ),
)
