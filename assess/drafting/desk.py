"""What every section of a draft is written from: report, assessment, audience, and names in that audience's words."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from assess.messages import Catalogue
from assess.registry import all_guidelines
from assess.rules.rule import Rule
from dxa.assessment import Assessment, CheckOutcome, Citation, Evidence, Finding, Outcome, Reason, Truth
from dxa.draft import Audience, DraftSentence, DraftSource, SourceKind
from dxa.facts import Facts
from dxa.regions import Region, Side
from dxa.report import DxaReport, Measurement, Quantity

UNVERIFIED = " [unverified]"
_HELPERS = ("qa-", "seed-")
"""Beginnings of the ids of packs of no society: a draft leaves them out unless the site calls them primary."""
_MOST_REASONS = 4
_WHOM = frozenset({"sex", "menopausal status"})
"""Terms that say whom a rule is about: left out beside those that decide."""
_ANYTHING = "present"
"""That something was stated at all says less than what it is."""
_QUANTITIES = {
    Quantity.BMD: "BMD",
    Quantity.T_SCORE: "T-score",
    Quantity.Z_SCORE: "Z-score",
    Quantity.TBS: "TBS",
    Quantity.FRAX_MAJOR: "FRAX, major osteoporotic fracture",
    Quantity.FRAX_HIP: "FRAX, hip fracture",
}
_UNITS = {Quantity.BMD: " g/cm²", Quantity.FRAX_MAJOR: " %", Quantity.FRAX_HIP: " %"}


def measured(row: Measurement) -> DraftSource:
    """Return the source a number is."""
    return DraftSource(kind=SourceKind.MEASUREMENT, id=row.id)


def in_report(pointer: str) -> DraftSource:
    """Return a place of the report as a source."""
    return DraftSource(kind=SourceKind.REPORT, id=pointer)


def in_assessment(pointer: str) -> DraftSource:
    """Return a place of the assessment as a source."""
    return DraftSource(kind=SourceKind.ASSESSMENT, id=pointer)


def of_rule(finding: Finding) -> DraftSource:
    """Return the source a finding is."""
    return DraftSource(kind=SourceKind.RULE, id=finding.rule)


def of_pack(pack: str) -> DraftSource:
    """Return the source a pack is."""
    return DraftSource(kind=SourceKind.PACK, id=pack)


@dataclass(frozen=True, kw_only=True)
class Desk:
    """One report and its assessment, laid out for writing; without slots, because names are looked up once."""

    report: DxaReport
    assessment: Assessment
    audience: Audience
    primary: tuple[str, ...]
    """Packs the site calls primary; empty where it chose none."""
    set_aside: frozenset[str]
    """Ids of rules and checks, and codes of checks, that a reviewer has overridden."""
    catalogue: Catalogue
    stated: Facts = field(default_factory=Facts)
    """What caller, order and reviewer stated, as it stands."""

    def say(self, sentence: str, *sources: DraftSource, **places: str) -> DraftSentence:
        """Return a sentence of the catalogue with its places filled."""
        return DraftSentence(text=self.words(sentence, **places), sources=tuple(dict.fromkeys(sources)))

    def words(self, sentence: str, **places: str) -> str:
        """Return the words of a sentence, to stand inside another one."""
        return self.catalogue.sentences[sentence].format(**places)

    def told(self, code: str, pack: str = "") -> str | None:
        """Return what a code is called; None if it is not for this audience or nobody has written about it."""
        message = self.catalogue.of(code)
        text = message.towards(self.audience) if message else None
        return text.format(pack=pack) if text is not None else None

    @cached_property
    def rows(self) -> dict[str, Measurement]:
        """The numbers of the report by id."""
        return {row.id: row for row in self.report.measurements}

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """The findings of the packs a draft speaks of, without those a reviewer set aside."""
        return tuple(one for one in self.assessment.findings if self.speaks_of(one.pack) and not self.is_aside(one))

    @cached_property
    def rules(self) -> dict[str, Rule]:
        """The rules as this version has them, by id."""
        return {rule.id: rule for pack in all_guidelines() for rule in pack.rules}

    @cached_property
    def recalled(self) -> frozenset[str]:
        """Ids of the rules that rest on general knowledge, or on a figure that does."""
        return frozenset(name for pack in all_guidelines() for name in pack.recalled_rules)

    def firing(self, code: str) -> tuple[DraftSource, ...]:
        """Return the checks of a code that fire as sources; none where a reviewer has set them aside."""
        found = [one for one in self.assessment.checks if one.code == code and one.outcome is CheckOutcome.FIRES]
        counted = [one for one in found if not {one.check, one.code} & self.set_aside]
        return tuple(DraftSource(kind=SourceKind.CHECK, id=one.code) for one in counted)

    def is_aside(self, finding: Finding) -> bool:
        """Return whether a reviewer has overridden a finding."""
        return finding.rule in self.set_aside

    def speaks_of(self, pack: str) -> bool:
        """Return whether a draft speaks of a pack: those the site calls primary, else those of the societies."""
        if self.primary:
            return pack in {*self.primary, self.assessment.headline.pack}
        return not pack.startswith(_HELPERS)

    def met(self, *codes: str) -> tuple[Finding, ...]:
        """Return the findings that are met and carry one of the codes."""
        return tuple(one for one in self.findings if one.outcome is Outcome.MET and {*codes} & {*one.codes})

    def pack(self, name: str) -> str:
        """Return the name of a pack with its edition."""
        edition = next((one.edition for one in self.assessment.packs if one.id == name), "")
        return f"{self.catalogue.packs.get(name, name)} {edition}".strip() if edition else name

    def packs(self, names: Iterable[str]) -> str:
        """Return the names of packs."""
        return ", ".join(self.pack(name) for name in dict.fromkeys(names))

    def packs_of(self, findings: Sequence[Finding]) -> str:
        """Return the names of the packs of findings, each marked if what it says was not checked against its source."""
        unverified = {one.pack for one in findings if self.is_unverified(one)}
        names = dict.fromkeys(one.pack for one in findings)
        return ", ".join(f"{self.pack(name)}{UNVERIFIED if name in unverified else ''}" for name in names)

    def is_unverified(self, finding: Finding) -> bool:
        """Return whether a finding rests on general knowledge alone."""
        return finding.citation.evidence is Evidence.RECALLED or finding.rule in self.recalled

    def site(self, region: Region, side: Side | None, levels: tuple[str, ...]) -> str:
        """Return a site in this audience's words; sides and vertebrae are not for patients."""
        name = self.catalogue.messages["site"][region.value].towards(self.audience) or region.value
        if self.audience is Audience.PATIENT:
            return name
        which = {Side.MEAN: "mean ", Side.DIFFERENCE: "difference of the "}
        before = which.get(side, f"{side.value} ") if side else ""
        return f"{before}{name}{f' {vertebrae(levels)}' if levels else ''}"

    def site_of(self, row: Measurement) -> str:
        """Return the site of a number."""
        return self.site(row.region, row.side, row.levels)

    def number(self, row: Measurement) -> str:
        """Return a number with its site."""
        return f"{self.site_of(row)}, {quantity(row)} {value(row)}"

    def fact(self, name: str) -> str:
        """Return a fact in words."""
        return self.catalogue.facts.get(name) or plain(name)

    def facts(self, names: Iterable[str]) -> str:
        """Return facts in words."""
        return ", ".join(dict.fromkeys(self.fact(name) for name in names))

    def named(self, text: str) -> tuple[str, tuple[DraftSource, ...]]:
        """Return text with the ids of numbers replaced by what they are, and those numbers."""
        found = [self.rows[name] for name in re.findall(r"\bm\d+\b", text) if name in self.rows]
        said = re.sub(r"\bm\d+\b", lambda one: self._short(one[0]), text)
        return said, tuple(measured(row) for row in found)

    def _short(self, name: str) -> str:
        row = self.rows.get(name)
        return f"{value(row)} ({self.site_of(row)})" if row else name

    def reasons(self, finding: Finding) -> tuple[str, tuple[DraftSource, ...]]:
        """Return what a met finding rests on, in brackets, and the numbers among it; nothing where nothing is known."""
        held = [one for one in finding.because if one.verdict is Truth.TRUE and one.value is not None]
        held = [one for one in held if one.term not in _WHOM and one.operator != _ANYTHING] or held
        held = list({reason(one): one for one in held}.values())[:_MOST_REASONS]
        texts = [reason(one) for one in held]
        rows = [self.rows[one.measurement] for one in held if one.measurement in self.rows]
        text = self.words("because", reasons="; ".join(texts)) if texts else ""
        return text, tuple(measured(row) for row in rows)

    def citation(self, cite: Citation) -> str:
        """Return a citation on one line."""
        year = f" ({cite.year})" if cite.year is not None else ""
        return f"{cite.title}{year}, {cite.locator}{UNVERIFIED if cite.evidence is Evidence.RECALLED else ''}"


def quantity(row: Measurement) -> str:
    """Return what a number measures."""
    return _QUANTITIES.get(row.quantity) or plain(row.quantity.value)


def value(row: Measurement) -> str:
    """Return a number with the digits it was printed with, and its unit."""
    return f"{row.value:f}{_UNITS.get(row.quantity, '')}"


def vertebrae(levels: tuple[str, ...]) -> str:
    """Return the vertebrae in use; a range only when none between is left out.

    >>> vertebrae(("L1", "L2", "L3", "L4")), vertebrae(("L1", "L3"))
    ('L1-L4', 'L1, L3')
    """
    numbers = [int(name[1:]) for name in levels if name[1:].isdigit()]
    row = len(numbers) == len(levels) and len({name[0] for name in levels}) == 1
    steady = row and all(after - before == 1 for before, after in pairwise(numbers))
    return f"{levels[0]}-{levels[-1]}" if steady and levels[1:] else ", ".join(levels)


def plain(name: str) -> str:
    """Return a code or fact name as words.

    >>> plain("menopausal_status"), plain("UNIT_LOCALE")
    ('menopausal status', 'unit locale')
    """
    return name.replace("_", " ").replace(".", " ").lower()


def reason(one: Reason) -> str:
    """Return one term that holds.

    >>> reason(Reason(term="lowest T-score", value="-2.8", operator="<=", threshold="-2.5", verdict=Truth.TRUE))
    'lowest T-score -2.8, limit <= -2.5'
    """
    told = plain_value(one.value or "")
    if one.threshold is None or one.operator == "present":
        return f"{one.term} {told}"
    if one.operator in {"<", "<=", ">", ">=", "≤", "≥"}:
        return f"{one.term} {told}, limit {one.operator} {one.threshold}"
    return f"{one.term}: {told}"


def plain_value(text: str) -> str:
    """Return a stated value without the underscores of its name."""
    return text.replace("_", " ")
