"""What a sentence gives: its numbers with their quantities and sites, and what could not be told."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from dxa.issues import IssueCode
from dxa.regions import Region, Site
from dxa.report import Quantity
from parsers.narrative.examinations.times import Moment, Time
from parsers.narrative.language.tokens import Token
from parsers.narrative.numbers.quantities import Wanted


@dataclass(slots=True)
class Bound:
    """A number with its quantity, and its site as soon as one is found."""

    place: int
    token: Token
    wanted: Wanted
    moment: Moment
    needs_site: bool
    """True if nothing but a site behind it would make it a value."""
    early: bool
    """True if the sentence had named no site before it."""
    site: Site | None = None

    @property
    def is_dashed(self) -> bool:
        """Whether it is a density with a dash set apart before it."""
        issues = self.token.number.issues if self.token.number else ()
        return self.wanted.quantity is Quantity.BMD and IssueCode.DETACHED_MINUS in issues

    def take(self, site: Site | None) -> None:
        """Stand at a site; the trabecular bone score exists for the lumbar spine only."""
        spine = site is not None and site.region is Region.LUMBAR_SPINE
        self.site = Site(Region.LUMBAR_SPINE) if self.wanted.quantity is Quantity.TBS and not spine else site


@dataclass(slots=True)
class Reading:
    """What one sentence gives."""

    bound: list[Bound] = field(default_factory=list)
    unplaced: list[Token] = field(default_factory=list)
    """Numbers under a label that could not be given one site."""
    odd: list[tuple[Token, str]] = field(default_factory=list)
    """Numbers that cannot be the quantity their label says, with the issue code."""
    sites: list[Site] = field(default_factory=list)
    context: Site | None = None
    """The hip or forearm the sentence ends under."""


def compared(pending: Sequence[Bound], out: Reading) -> list[Bound]:
    """Give "compared with 2012 (T-score 0.6), the T-score of the hip is 0.2" one site, if it names no other.

    Returns the values that still have none.
    """
    if len(set(out.sites)) != 1:
        return list(pending)
    site = out.sites[0]
    told = {(bound.wanted.quantity, bound.site) for bound in out.bound if bound.moment.time is Time.CURRENT}
    for bound in pending:
        earlier = bound.early and bound.moment.time is Time.PRIOR and bound.moment.worded and not bound.needs_site
        if earlier and (bound.wanted.quantity, site) in told:
            bound.site = site
            out.bound.append(bound)
    return [bound for bound in pending if bound.site is None]
