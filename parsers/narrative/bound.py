"""What a sentence gives: its numbers with their quantities and sites, and what could not be told."""

from dataclasses import dataclass, field

from dxa.regions import Site
from parsers.narrative.quantities import Wanted
from parsers.narrative.times import Moment
from parsers.narrative.tokens import Token


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
