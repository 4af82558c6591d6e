"""GE Lunar enCORE 16: young-adult and age-matched percentages beside the scores; ancillary pages add BMC and area."""

from decimal import Decimal

from dxa.regions import Scan
from parsers.pdf.headings.columns import Column
from parsers.pdf.layouts.layout import Layout

_MAIN = (Column.REGION, Column.BMD, Column.YOUNG, Column.T, Column.MATCHED, Column.Z)

LAYOUT = Layout(
    name="ge-encore-16",
    manufacturer="GE Healthcare",
    anchors=(
        r"\blunar\b",
        r"\bencore\b",
        r"\bGE Healthcare\b",
        r"\bANCILLARY RESULTS\b",
        r"^Densitometry( Trend)?:",
        r"\bDualFemur\b",
        # The version of the software behind the time of a measurement.
        r"\(\d{1,2}(?:\.\d+)? \[SP ?\d+\]\)",
    ),
    columns=(
        _MAIN,
        (*_MAIN, Column.BMC, Column.AREA),
        (*_MAIN, Column.BMC, Column.AREA, Column.OTHER, Column.OTHER),
    ),
    skipped=dict.fromkeys(
        (
            "t12",
            "ulna ud",
            "ulna 33%",
            "ulna total",
            "both ud",
            "both 33%",
            "both total",
            "head",
            "arms",
            "legs",
            "trunk",
            "ribs",
            "spine",
            "pelvis",
            "arm",
            "leg",
        )
    ),
    # Seen on printed rows: spine 9.1 to 10.0, hip 6.8 to 7.8, radius 10.3 to 11.0. The hip range is widened to the
    # 8.0 of the printed reference mean and SD of the total hip.
    ratios={
        Scan.SPINE: (Decimal("9.1"), Decimal("10.0")),
        Scan.HIP: (Decimal("6.8"), Decimal("8.0")),
        Scan.FOREARM: (Decimal("10.3"), Decimal("11.0")),
    },
)
