"""The headings of columns that are sites: in one line, under limbs, and over a line of sides or vertebrae."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dxa.regions import Scan, Side
from dxa.sites import levels_of, side_of, site_of
from parsers.pdf.headings.columns import Column, meaning_of
from parsers.pdf.naming.labels import labelled_site
from parsers.pdf.naming.names import ONLY_SIDE
from parsers.pdf.naming.scans import scan_named
from parsers.pdf.text.words import Word, phrases, text_of

_FEWEST = 2
_CAPTION = 2.6
"""Heights of a character between the name of a region and the sides below it."""


@dataclass(frozen=True, slots=True)
class SiteHeading:
    """The heading of a column, and the limb it stands under."""

    words: list[Word]
    limb: str | None = None
    label: str = ""
    """The name of the site, where the heading does not say all of it."""

    @property
    def name(self) -> str:
        """The name of the site."""
        return self.label or text_of(self.words)


@dataclass(frozen=True, slots=True)
class SiteHeadings:
    """The headings of a table whose columns are sites."""

    sites: list[SiteHeading]
    words: list[Word]
    """All words of its lines."""
    count: int
    """How many lines they take."""
    are_parted: bool = False
    """Whether sides stand under several sites, which no line of prose does."""


def headings_at(rows: Sequence[Sequence[Word]], number: int) -> SiteHeadings | None:
    """Return the headings that begin in a row; None if it is not a line of sites or of the sides of one."""
    row, above = rows[number], rows[number - 1] if number else []
    below = rows[number + 1] if number + 1 < len(rows) else []
    both = [*row, *below]
    if (stacked := _stacked(row, below)) is not None:
        return SiteHeadings(stacked, both, 2)
    sites = _sites(row, above) or _sides(row, above)
    if sites is None:
        return None
    if (second := _second_line(sites, below)) is not None:
        return SiteHeadings(second, both, 2)
    if (parts := _parts_below(below)) is None or any(site.label or site.limb for site in sites):
        return SiteHeadings(sites, list(row), 1)
    grouped = _grouped_parts(sites, parts)
    return SiteHeadings(grouped or _of_all(sites, parts), both, 2, are_parted=grouped is not None)


def _stacked(row: Sequence[Word], below: Sequence[Word]) -> list[SiteHeading] | None:
    """Return headings in two lines that name sites only together, "Cuello femoral" over "izquierdo"; None for others.

    The word over the names of the quantities may stand in the second line alone.
    """
    runs, under = phrases(row), phrases(below)
    if len(runs) < _FEWEST or not 0 <= len(under) - len(runs) <= 1:
        return None
    under = under[len(under) - len(runs) :]
    if not all(_stands_under(second, first) for first, second in zip(runs, under, strict=True)):
        return None
    sites = [SiteHeading([*first, *second]) for first, second in zip(runs, under, strict=True)]
    return sites if all(labelled_site(text_of(site.words)) for site in sites) else None


def _second_line(sites: Sequence[SiteHeading], below: Sequence[Word]) -> list[SiteHeading] | None:
    """Return headings with the rest of their names, where the line below them holds a side or levels under each."""
    runs = phrases(below)
    over = [[site for site in sites if _stands_under(run, site.words)] for run in runs]
    if not runs or any(len(own) != 1 for own in over) or len({id(own[0]) for own in over}) != len(runs):
        return None
    if not all(_is_part(run) or side_of(text_of(run)) for run in runs):
        return None
    rest = {id(own[0]): run for own, run in zip(over, runs, strict=True)}
    named = [replace(site, words=[*site.words, *rest.get(id(site), [])]) for site in sites]
    return named if all(names_site(text_of(site.words)) for site in named) else None


def _stands_under(run: Sequence[Word], heading: Sequence[Word]) -> bool:
    return run[0].x0 < heading[-1].x1 and heading[0].x0 < run[-1].x1


def _is_part(run: Sequence[Word]) -> bool:
    return bool(ONLY_SIDE.fullmatch(text_of(run)) or levels_of(text_of(run)))


def _parts_below(below: Sequence[Word]) -> list[list[Word]] | None:
    """Return the sides and vertebrae a line is made of, behind a word such as Side; None for any other line."""
    runs = phrases(below)
    meaning = meaning_of(text_of(runs[0]), {}) if len(runs) > 1 else None
    runs = runs[1:] if meaning and meaning.column is Column.PART else runs
    return runs if runs and all(map(_is_part, runs)) else None


def _grouped_parts(sites: Sequence[SiteHeading], parts: Sequence[list[Word]]) -> list[SiteHeading] | None:
    """Return a heading for each part, where every site stands over parts of its own; None where that is not certain."""
    groups: list[list[list[Word]]] = [[] for _ in sites]
    for part in parts:
        apart = [abs(_middle(site.words) - _middle(part)) for site in sites]
        groups[apart.index(min(apart))].append(part)
    for site, group in zip(sites, groups, strict=True):
        size = site.words[0].size
        if not group or not group[0][0].x0 - size <= _middle(site.words) <= group[-1][-1].x1 + size:
            return None
        if len({text_of(part).casefold() for part in group}) < len(group):
            return None
    return [
        SiteHeading(part, label=f"{text_of(site.words)} {text_of(part)}")
        for site, group in zip(sites, groups, strict=True)
        for part in group
    ]


def _of_all(sites: Sequence[SiteHeading], parts: Sequence[list[Word]]) -> list[SiteHeading]:
    """Return the headings with every part in their names: one side is that of all, several are a name of no site."""
    whole = " ".join(text_of(part) for part in parts)
    return [replace(site, label=f"{text_of(site.words)} {whole}") for site in sites]


def _middle(words: Sequence[Word]) -> float:
    return (words[0].x0 + words[-1].x1) / 2


def _sites(row: Sequence[Word], above: Sequence[Word]) -> list[SiteHeading] | None:
    """Return the headings of a line that are all sites, each with the limb over it; None for any other line."""
    runs = [part for run in phrases(row) for part in _parted(run)]
    if len(runs) > _FEWEST and not names_site(text_of(runs[0])):
        # A word over the names of the quantities.
        runs = runs[1:]
    if len(runs) < _FEWEST:
        return None
    if all(names_site(text_of(run)) for run in runs) and any(labelled_site(text_of(run)) for run in runs):
        return _grouped(runs, phrases(above)) or [SiteHeading(run) for run in runs]
    return None


def _sides(row: Sequence[Word], above: Sequence[Word]) -> list[SiteHeading] | None:
    """Return the headings of a line of sides under the name of one region, such as Left and Right under Total hip."""
    runs = phrases(row)
    sides = [side_of(text_of(run)) if ONLY_SIDE.fullmatch(text_of(run)) else None for run in runs]
    caption = text_of(above).strip(" :")
    site = labelled_site(caption) if above and row[0].base - above[0].base < _CAPTION * row[0].size else None
    if None in sides or not {Side.LEFT, Side.RIGHT} <= set(sides):
        return None
    if site is None or site.side or site.levels:
        return None
    return [SiteHeading(run, label=f"{side} {caption}") for run, side in zip(runs, sides, strict=True)]


_MOST_PARTS = 4


def _parted(run: list[Word]) -> list[list[Word]]:
    """Return the names of several sites printed closely, each by itself; the run where that can be done in two ways.

    "Femoral neck left total hip" does not say whose side it is. The fewest names count: "Lumbar spine (L1-L4)" is one.
    """
    for count in range(1, _MOST_PARTS + 1):
        found = _partitions(run, count)
        if found:
            return found[0] if len(found) == 1 else [run]
    return [run]


def _partitions(run: list[Word], count: int) -> list[list[list[Word]]]:
    """Return every way of reading a run as so many names of sites."""
    if count == 1:
        return [[run]] if labelled_site(text_of(run)) is not None else []
    firsts = [at for at in range(1, len(run)) if labelled_site(text_of(run[:at])) is not None]
    return [[run[:at], *rest] for at in firsts for rest in _partitions(run[at:], count - 1)]


def names_site(text: str) -> bool:
    """Return whether a text names a site, by itself or as a row under some scan."""
    return labelled_site(text) is not None or any(site_of(text, scan) for scan in Scan)


def _grouped(runs: Sequence[list[Word]], over: Sequence[list[Word]]) -> list[SiteHeading] | None:
    """Return headings with the limb over them, such as Left hip over Neck and Total; None if there is none."""
    if len(over) < _FEWEST or len(runs) % len(over) or len(over) == len(runs):
        return None
    count = len(runs) // len(over)
    groups = [runs[at * count : (at + 1) * count] for at in range(len(over))]
    limbs = all(scan_named(text_of(limb)) is not None for limb in over)
    inside = all(
        group[0][0].x0 - limb[0].size <= _middle(limb) <= group[-1][-1].x1 + limb[0].size
        for limb, group in zip(over, groups, strict=True)
    )
    if not (limbs and inside):
        return None
    return [SiteHeading(run, text_of(limb)) for limb, group in zip(over, groups, strict=True) for run in group]
