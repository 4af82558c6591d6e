"""Marks that only the software of a scanner prints, by which a damaged printout is known even without its maker."""

import re
from collections.abc import Sequence

from parsers.pdf.text.lines import Line

_MARKS = re.compile(
    r"Image not for diagnos|"
    # The axis of a reference chart, alone in its line or between others.
    r"(?:^|   )Age \(years\)(?:   |$)|"
    # The footnotes of enCORE: "1 - Statistically 68% of repeat scans", "11 - Change is significant at ...".
    r"^\W*\d{1,2} ?- ?(?:Statistically|USA \(|Matched for|Change is significant|DualFemur T-score difference)|"
    r"Densitometry(?: Trend)?:|ANCILLARY RESULTS|"
    # Acquisition parameters.
    r"Neck Angle \(deg\)|\.dfx\b|\b\d+:\d\.\d\d:\d+\.\d\d|"
    r"DXA Results Summary|\bBMD CV \d|\bACF ?=|\bk ?= ?\d\.\d+, ?d0 ?=|Fan Beam\b.*\bOperator|Auto Whole Body Fan Beam",
    re.IGNORECASE,
)


def is_furnished(lines: Sequence[Line]) -> bool:
    """Return whether a page carries the chart axes, footnotes or parameters of a scanner's printout.

    What stands loose on such a page are labels of axes and parts of tables, never sentences about results.
    """
    return any(_MARKS.search(line.text) for line in lines)
