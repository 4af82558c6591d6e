"""Norland and Swissray (Illuminatus): fourteen columns, scores with two decimals, standardised BMD apart."""

from decimal import Decimal

from dxa.regions import Scan
from parsers.pdf.headings.columns import Column
from parsers.pdf.layouts.layout import Layout

_SEEN = (Decimal("6.4"), Decimal("11.4"))

LAYOUT = Layout(
    name="norland-illuminatus",
    manufacturer="Norland",
    anchors=(r"\bNorland\b", r"\bSwissray\b", r"\bIlluminatus\b", r"\bsBMD\b"),
    columns=(
        (
            Column.REGION,
            Column.BMD,
            Column.BMC,
            Column.AREA,
            Column.OTHER,
            Column.OTHER,
            Column.T,
            Column.YOUNG,
            Column.Z,
            Column.MATCHED,
            *(Column.OTHER,) * 4,
        ),
    ),
    headings={
        "youngref.(%)": Column.YOUNG,
        "agematch(%)": Column.MATCHED,
        "stchange(%)": Column.OTHER,
        "stchange(%/yr)": Column.OTHER,
        "ltchange(%)": Column.OTHER,
        "ltchange(%/yr)": Column.OTHER,
    },
    # Standardised BMD does not fit the maker's own T reference; radius and ulna together are not the radius, and
    # "proximal" is only about one third.
    skipped=dict.fromkeys(
        ("total sbmd", "sbmd", "dist. r+u", "prox. r+u", "prox. r", "dist r+u", "prox r+u", "prox r")
    ),
    ratios={Scan.SPINE: _SEEN, Scan.HIP: _SEEN, Scan.FOREARM: _SEEN},
)
