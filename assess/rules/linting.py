"""What is wrong with a pack before anybody relies on it: `osteon guidelines lint`.

That every figure has situations below, at and above it is what tests/assess/test_pack_situations.py holds; tests are
no part of an installed Osteon.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from assess.expressions.logic import Parameter
from assess.rules.phrasing import phrase
from assess.rules.rule import Guideline, Rule
from dxa.assessment import Citation, Evidence, PackStatus
from dxa.vocabulary import MEANINGS

_OPEN_RANGES = (" between ",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing to mend."""

    pack: str
    place: str
    """Rule id, figure name, or "pack"."""
    says: str
    fatal: bool = True
    """False for what only asks for attention, such as a review that is due."""


def lint(packs: Iterable[Guideline], today: date) -> tuple[Fault, ...]:
    """Return everything wrong with some packs, in the order of packs and rules."""
    known = list(packs)
    names = {pack.id for pack in known}
    return tuple(fault for pack in known for fault in _faults(pack, names, today))


def _faults(pack: Guideline, names: set[str], today: date) -> Iterator[Fault]:
    if pack.id not in MEANINGS:
        yield Fault(pack=pack.id, place="pack", says="its id is not in the vocabulary")
    if pack.expires <= today:
        yield Fault(pack=pack.id, place="pack", says=f"it expired on {pack.expires}: nobody reviewed it for a year")
    elif pack.review_due < today:
        yield Fault(pack=pack.id, place="pack", says=f"its review was due on {pack.review_due}", fatal=False)
    if pack.status is PackStatus.APPROVED and not pack.reviewed_by:
        yield Fault(pack=pack.id, place="pack", says="it is approved and names no reviewer")
    if pack.status is not PackStatus.DRAFT and pack.unverified:
        yield Fault(pack=pack.id, place="pack", says=f"active with recalled parts: {', '.join(pack.unverified)}")
    for rule in pack.rules:
        yield from _rule_faults(pack.id, rule, names)
    for figure in pack.figures:
        yield from _figure_faults(pack.id, figure)


def _rule_faults(pack: str, rule: Rule, names: set[str]) -> Iterator[Fault]:
    yield from _citation_faults(pack, rule.id, rule.cite)
    unknown = [other for other in rule.conflicts_with if other not in names]
    if unknown:
        yield Fault(pack=pack, place=rule.id, says=f"it conflicts with {', '.join(unknown)}, which nobody wrote")
    if not phrase(rule.when):
        yield Fault(pack=pack, place=rule.id, says="its condition has no words")
    if any(words in rule.says for words in _OPEN_RANGES) and not (rule.boundary_reading or rule.notes):
        yield Fault(pack=pack, place=rule.id, says='it says "between" without how the ends are read')


def _figure_faults(pack: str, figure: Parameter) -> Iterator[Fault]:
    yield from _citation_faults(pack, figure.name, figure.cite)
    if not figure.unit.strip():
        yield Fault(pack=pack, place=figure.name, says="the figure has no unit")


def _citation_faults(pack: str, place: str, cite: Citation) -> Iterator[Fault]:
    if not cite.title.strip() or not cite.locator.strip():
        yield Fault(pack=pack, place=place, says="its citation names no document or no place in it")
    if cite.evidence is Evidence.SEEN and cite.url is None and not cite.unresolved:
        yield Fault(pack=pack, place=place, says="its source was seen, yet no address says where", fatal=False)
