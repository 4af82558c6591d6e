"""GE Lunar enCORE 12: the columns of version 16 under spanning headings with raised footnote digits."""

from dataclasses import replace

from parsers.pdf.layouts.ge_encore_16 import LAYOUT as VERSION_16

LAYOUT = replace(VERSION_16, name="ge-encore-12")
