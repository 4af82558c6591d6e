"""The word over the names of rows, where it is not known: the name of a scan, a word of its own, or nothing."""

import re
from collections.abc import Sequence
from dataclasses import replace

from dxa.regions import Region
from dxa.sites import site_of
from parsers.pdf.headings.columns import LABELS, SCORES, Column
from parsers.pdf.headings.header import Heading
from parsers.pdf.headings.qualifiers import is_qualifier, qualifier_of
from parsers.pdf.headings.strips import Strip
from parsers.pdf.text.words import Word, box_of, phrases, text_of

RESULTS = SCORES | {Column.BMD, Column.BMC, Column.AREA}
"""What stands in the columns right of the names of rows."""
_TWO = 2
_WHOLE = frozenset({Region.LUMBAR_SPINE, Region.HIP_UNSPECIFIED, Region.FOREARM_TOTAL, Region.TOTAL_BODY})


def names_limb(text: str) -> bool:
    """Return whether a text is the name of what one scan measures, such as Left hip, and of no part of it."""
    site = site_of(text.strip(" :"))
    return site is not None and not site.levels and site.region in _WHOLE


def under_scans(columns: list[tuple[Heading, Strip]], below: Sequence[Sequence[Word]]) -> list[tuple[Heading, Strip]]:
    """Return the columns, as headings of names also the name of a scan beside BMD and the unknown one over scans.

    "Left hip" stands over Neck and Total; left of the region, a word not in the table of names stands over Left hip.
    """
    after = [*(heading.column for heading, _ in columns[1:]), Column.UNKNOWN]
    return [
        (replace(heading, column=Column.REGION), strip)
        if heading.column is Column.UNKNOWN
        and (
            (follows in RESULTS and names_limb(heading.text))
            or (follows is Column.REGION and _stands_over_scan(heading, below))
        )
        else (heading, strip)
        for (heading, strip), follows in zip(columns, after, strict=True)
    ]


def over_parts(columns: Sequence[tuple[Heading, Strip]]) -> list[tuple[Heading, Strip]]:
    """Return the columns, "Level" right before results as the word over the names of rows where no other is.

    So it is at the left of a table, and again where the results of a second table beside it begin anew.
    """
    kinds = [heading.column for heading, _ in columns]
    found: list[tuple[Heading, Strip]] = []
    for at, (heading, strip) in enumerate(columns):
        before, after = kinds[:at], kinds[at + 1 : at + 2]
        begins = not before or (before[-1] not in LABELS and set(after) <= set(before))
        named = heading.column is Column.PART and begins and bool(after) and after[0] in RESULTS
        found.append((replace(heading, column=Column.REGION) if named else heading, strip))
    return found


def _stands_over_scan(heading: Heading, below: Sequence[Sequence[Word]]) -> bool:
    runs = [run for row in below for run in phrases(row) if run[0].x0 < heading.x1 and run[-1].x1 > heading.x0]
    return any(names_limb(text_of(run)) or _is_side(text_of(run)) for run in runs)


def _is_side(text: str) -> bool:
    """Whether a text is nothing but a side; a year may be that of a birth, in the fields beside a table."""
    found, _ = qualifier_of(text)
    return is_qualifier(text) and found is not None and found.side is not None


def with_labels(columns: list[tuple[Heading, Strip]], below: Sequence[Sequence[Word]]) -> list[tuple[Heading, Strip]]:
    """Return the columns with one for the row labels, where a table has no known word over the sites it names."""
    scores = [heading for heading, _ in columns if heading.column in SCORES]
    if len(columns) > _TWO and columns[0][0].column is Column.UNKNOWN and _heads_sites(columns[1][0], below):
        heading, strip = columns[0]
        return [(replace(heading, column=Column.REGION), strip), *columns[1:]]
    while len(columns) > _TWO and columns[0][0].column is Column.UNKNOWN:
        # Running text beside the table.
        columns = columns[1:]
    for row in below:
        left = [word for word in row if columns and word.x1 < columns[0][0].x0]
        label = phrases(left)[-1] if left else []
        filled = any(
            word.x1 > heading.x0 and word.x0 < heading.x1 and _is_score(word.text) for word in row for heading in scores
        )
        if filled and label and site_of(text_of(label)) is not None:
            x0, _, x1, _ = box_of(label)
            heading = Heading(column=Column.REGION, text="", unit=None, x0=x0, x1=x1)
            return [(heading, Strip([])), *columns]
    return columns


def _heads_sites(second: Heading, below: Sequence[Sequence[Word]]) -> bool:
    """Whether what stands left of the second column is the name of a site in each of the rows looked at."""
    labels = [text_of(word for word in row if word.middle < second.x0) for row in below[:_TWO]]
    return bool(labels) and all(label and site_of(label) is not None for label in labels)


def _is_score(text: str) -> bool:
    """Whether a word is a number with decimals, or a mark for a missing one; the axis of a chart has whole numbers."""
    return bool(re.search(r"\d[.,]\d", text)) or not re.search(r"\d", text)
