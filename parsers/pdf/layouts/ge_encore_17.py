"""GE Lunar enCORE 17 and 18: no percentages on the main page."""

from dataclasses import replace

from parsers.pdf.headings.columns import Column
from parsers.pdf.layouts.ge_encore_16 import LAYOUT as VERSION_16

LAYOUT = replace(
    VERSION_16,
    name="ge-encore-17",
    columns=((Column.REGION, Column.BMD, Column.T, Column.Z),),
)
