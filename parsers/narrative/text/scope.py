"""What the lines above give a sentence or the row of a table."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from dxa.regions import SCAN_OF_REGION, Region, Scan, Side, Site
from parsers.narrative.sites.joining import is_wide, narrowed


@dataclass(frozen=True, slots=True)
class Listed:
    """Sites in whose order the numbers of the next sentence may stand."""

    sites: tuple[Site, ...] = ()
    """Each with a number of its own, in the order of the text."""
    label: str | None = None
    """The score over the list, for a next row without a label of its own."""
    marked: bool = False
    """True if marks parted sites and numbers: "T-score spine/neck/total: -1.2/-1.3/-1.1"."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What the lines above give a sentence: a heading's site, the last sentence's site and its label."""

    header: Site | None = None
    header_label: str | None = None
    carried: Site | None = None
    carried_label: str | None = None
    context: Site | None = None
    """The hip or forearm of one side the last lines spoke of; it lends its side, never its name."""
    over: Site | None = None
    """The hip or forearm of the heading under which a region's heading stands: "Left hip:" above "Femoral neck:"."""
    density_unit: str | None = None
    """The one unit of density the text prints anywhere, for a density printed without."""
    of_density: bool = False
    """True if the text prints a unit of density, and nothing else that has three decimals: a table of examinations
    without a label is of densities."""
    scored: bool = False
    """True if the text prints scores anywhere: a density of three decimals without its unit is in g/cm2."""
    with_tbs: bool = False
    """True if the text names a trabecular bone score anywhere, which has three decimals too."""
    prior: bool = False
    """True below a heading such as "Previous examinations, lumbar spine:"."""
    scan: Scan | None = None
    """The one scan the last line or row spoke of, which gives a bare "Total" its meaning but no side."""
    side: Side | None = None
    """The side a heading such as "LEFT:" gives the hips and forearms below it."""
    of_radius: bool = False
    """True below a heading such as "Left forearm, radius:", whose "Total" is that of the radius alone."""
    vertebrae: tuple[str, ...] = ()
    """The single vertebrae the rows above were of, in order; a "Total" below two or more is over them."""
    above: Site | None = None
    """The site of the row of a table above; a "Total" below a sideless region of a hip is that hip's."""
    limb_row: tuple[int, Site] | None = None
    """The hip or forearm with its side a row of the table was of, and how far that row stands in."""
    named_row: tuple[int, Site] | None = None
    """The site, without its side, of the last named row under "Left   Right", and how far that row stands in."""
    listed: Listed = Listed()
    """The sites the last sentence with numbers listed."""
    trend: Site | None = None
    """The one site of the line above, of which a table may list the examinations."""

    @property
    def label(self) -> str | None:
        """The score label the lines above gave."""
        return self.header_label or self.carried_label

    @property
    def wide(self) -> Site | None:
        """The hip or forearm whose regions the next lines name."""
        return self.header if self.header and is_wide(self.header) else self.context or self.over

    def sided(self, site: Site | None) -> Site | None:
        """Return a hip or forearm named without its side with the one a heading such as "LEFT:" gives it."""
        wants = site is not None and site.side is None and SCAN_OF_REGION.get(site.region) in {Scan.HIP, Scan.FOREARM}
        return replace(site, side=self.side) if site is not None and wants and self.side else site

    def below_results(self, nothing: "Scope") -> "Scope":
        """Return the scope in a new section of results: the heading above it, of one hip or forearm with its side.

        "Scan Type: f Left Hip" stands above "DXA Results Summary:"; `nothing` is what the whole text gives.
        """
        wide = self.wide if self.wide and self.wide.side else None
        header = self.header if wide else None
        return replace(nothing, header=header, over=wide, of_radius=bool(wide) and self.of_radius)

    def of_same_results(self, nothing: "Scope") -> "Scope":
        """Return the scope of lines of results that ended the section before them: the heading above it is theirs."""
        return replace(
            nothing,
            header=self.header,
            header_label=self.header_label,
            context=self.context,
            of_radius=self.of_radius,
        )

    def apart(self) -> "Scope":
        """Return what is left of the scope behind a blank line."""
        return replace(self, carried=None, carried_label=None, context=None, above=None, named_row=None)

    def behind_line(self, sites: Collection[Site]) -> "Scope":
        """Return the scope without the headings that one of the sites of a line of text cannot stand under."""
        ended = [
            head for head in (self.header, self.over) if head and any(narrowed(head, site) is None for site in sites)
        ]
        return self._without(ended)

    def behind_row(self, scan: Scan | None) -> "Scope":
        """Return the scope without the headings of another bone than the row of a table was of."""
        heads = (self.header, self.over) if scan is not None else ()
        return self._without([head for head in heads if head and SCAN_OF_REGION.get(head.region) is not scan])

    def _without(self, ended: Collection[Site]) -> "Scope":
        header = None if self.header in ended else self.header
        return replace(self, header=header, over=None if self.over in ended else self.over)

    def row(self, site: Site) -> Site:
        """Return the site a bare row such as "Total" means under the heading above."""
        total = self.of_radius and site.region is Region.FOREARM_TOTAL
        return replace(site, region=Region.RADIUS_TOTAL) if total else site
