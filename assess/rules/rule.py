"""A rule of a guideline edition and the edition itself: data, with a hash that shows every change of content."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from hashlib import sha256
from typing import Any

from assess.case.situation import Situation
from assess.expressions.contents import parameters_of
from assess.expressions.evaluation import Expression
from assess.expressions.logic import Operator, Parameter
from dxa.assessment import Citation, Evidence, Finding, PackStatus, PackUsed, Severity
from dxa.making import quickly_with
from dxa.vocabulary import Caveat, Classification, Code, Risk

CONFLICT = "CONFLICT"
"""What the seed pack says of a rule that its primary source contradicts."""


def at(source: Citation, locator: str, evidence: Evidence | None = None) -> Citation:
    """Return the same source at another place, seen as `evidence` says (by default as the source was)."""
    return replace(source, locator=locator, evidence=evidence or source.evidence)


def figure(name: str, value: str, operator: Operator, unit: str, cite: Citation) -> Parameter:
    """Return a figure of a source from its digits as printed."""
    return Parameter(name=name, value=Decimal(value), operator=operator, unit=unit, cite=cite)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaveatWhen:
    """A caveat a rule carries: always, or while a condition is true."""

    code: Caveat
    when: Expression[Situation] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What an edition says of cases that fulfil a condition.

    Raises:
        ValueError: the citation has no locator.
    """

    id: str
    """`<pack id>.<name>`."""
    says: str
    """What the guideline says, in our words, one sentence."""
    when: Expression[Situation]
    advises: tuple[Code, ...] = ()
    """Codes of the finding when met."""
    otherwise: tuple[Code, ...] = ()
    """Codes of the finding when not met."""
    cite: Citation
    applies: Expression[Situation] | None = None
    """Whom the rule is about: false makes it not applicable, unknown leaves it undecided unless `when` is false."""
    severity: Severity = Severity.INFO
    """Of the finding when met; otherwise it is info."""
    boundary_reading: str | None = None
    """What was chosen, and why, where the source prints no clear operator."""
    notes: tuple[str, ...] = ()
    """Further sentences a doctor can read."""
    caveats: tuple[CaveatWhen, ...] = ()
    risk: Risk | None = None
    grade: str | None = None
    strength: str | None = None
    source_verdict: str | None = None
    """Seed pack: AGREE, PARTIAL, CONFLICT, UNSUPPORTED or COMMENTARY against the primary source."""
    conflicts_with: tuple[str, ...] = ()
    """Packs or sources that say otherwise, whatever the case."""

    def __post_init__(self) -> None:
        if not self.cite.locator.strip():
            raise ValueError(f"{self.id}: a citation needs a locator")

    @property
    def conditions(self) -> tuple[Expression[Situation], ...]:
        """Every condition the rule asks: whom it is about, when it is met, when a caveat stands with it."""
        parts = (self.applies, self.when, *(caveat.when for caveat in self.caveats))
        return tuple(part for part in parts if part is not None)

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """Every figure the rule compares with."""
        return tuple(dict.fromkeys(figure for part in self.conditions for figure in parameters_of(part)))

    @property
    def recalled(self) -> bool:
        """Whether the rule, or a figure in it, rests on general knowledge alone."""
        return Evidence.RECALLED in {self.cite.evidence, *(figure.cite.evidence for figure in self.parameters)}


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectedClaim:
    """A statement of a source that is kept as a warning and never evaluated."""

    id: str
    says: str
    reason: str
    cite: Citation


@dataclass(frozen=True, kw_only=True)
class Guideline:
    """One edition of one society, as far as it is written down here.

    Raises:
        ValueError: a rule of another pack, an id or figure name used twice, or `approved` while a rule rests on
            recalled figures.
    """

    id: str
    edition: str
    revision: int
    """Raised by every change of content; the hash of each published one stands in revisions.json."""
    title: str
    about: str
    """One or two sentences: whom it is for, what of it is covered."""
    status: PackStatus
    reviewed_by: tuple[str, ...] = ()
    last_updated: date
    review_due: date
    supersedes: str | None = None
    country: str | None = None
    """None: international."""
    classifies: bool = False
    """Whether its class may stand as the headline: densitometric classes of primary sources only."""
    rules: tuple[Rule, ...]
    parameters: tuple[Parameter, ...] = ()
    """Figures of the edition that stand in no rule, such as nutrition amounts."""
    rejected_claims: tuple[RejectedClaim, ...] = ()

    def __post_init__(self) -> None:
        ids = [rule.id for rule in self.rules]
        if len(set(ids)) < len(ids) or not all(name.startswith(f"{self.id}.") for name in ids):
            raise ValueError(f"{self.id}: rule ids are unique and start with the pack's id")
        names = [figure.name for figure in self.figures]
        if len(set(names)) < len(names):
            raise ValueError(f"{self.id}: two figures have the same name")
        if self.status is PackStatus.APPROVED and self.unverified:
            raise ValueError(f"{self.id}: cannot be approved while {', '.join(self.unverified)} are recalled")

    @cached_property
    def figures(self) -> tuple[Parameter, ...]:
        """Every figure of the edition, once."""
        return tuple(dict.fromkeys((*(one for rule in self.rules for one in rule.parameters), *self.parameters)))

    @cached_property
    def values(self) -> frozenset[Decimal]:
        """What its figures come to."""
        return frozenset(figure.value for figure in self.figures)

    @cached_property
    def unverified(self) -> tuple[str, ...]:
        """Ids of rules and names of figures that rest on general knowledge alone."""
        figures = (figure.name for figure in self.parameters if figure.cite.evidence is Evidence.RECALLED)
        return (*sorted(self.recalled_rules), *figures)

    @cached_property
    def recalled_rules(self) -> frozenset[str]:
        """Ids of the rules that rest on general knowledge alone, or on a figure that does."""
        return frozenset(rule.id for rule in self.rules if rule.recalled)

    @cached_property
    def notes(self) -> Mapping[str, tuple[str, ...]]:
        """The sentences that stand with the findings of each rule, by its id."""
        return {
            rule.id: (
                *((rule.boundary_reading,) if rule.boundary_reading else ()),
                *rule.notes,
                *((_RECALLED,) if rule.id in self.recalled_rules else ()),
            )
            for rule in self.rules
        }

    @cached_property
    def rule_ids(self) -> frozenset[str]:
        """Ids of its rules."""
        return frozenset(rule.id for rule in self.rules)

    @cached_property
    def with_caveats(self) -> frozenset[str]:
        """Ids of the rules that may have a caveat whatever the case."""
        return frozenset(rule.id for rule in self.rules if rule.caveats or rule.source_verdict == CONFLICT)

    @cached_property
    def finding_of(self) -> Mapping[str, Callable[..., Finding]]:
        """What makes the findings of each rule, by its id: what they say of the rule is the same in every case."""
        return {
            rule.id: quickly_with(
                Finding,
                rule=rule.id,
                pack=self.id,
                says=rule.says,
                conflicts_with=rule.conflicts_with,
                source_verdict=rule.source_verdict,
                grade=rule.grade,
                strength=rule.strength,
                notes=self.notes[rule.id],
                citation=rule.cite,
            )
            for rule in self.rules
        }

    @property
    def expires(self) -> date:
        """The day from which the edition counts as expired here: a year after a review that did not happen."""
        return self.review_due + _GRACE

    @cached_property
    def sha256(self) -> str:
        """Hash of the content: everything but who reviewed it and when, which changes without a new revision."""
        content = {
            field.name: canonical(getattr(self, field.name)) for field in fields(self) if field.name not in _REVIEW
        }
        text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return sha256(text.encode()).hexdigest()

    @cached_property
    def used(self) -> PackUsed:
        """The edition as the assessments it took part in name it."""
        return PackUsed(
            id=self.id,
            edition=self.edition,
            revision=self.revision,
            status=self.status,
            sha256=self.sha256,
            review_due=self.review_due,
            expires=self.expires,
        )

    @cached_property
    def class_rules(self) -> tuple[Rule, ...]:
        """The rules that arrive at a class."""
        return tuple(rule for rule in self.rules if any(isinstance(code, Classification) for code in rule.advises))


_RECALLED = "Rests on recalled text or figures that were not checked against the source."
_GRACE = timedelta(days=365)
"""How long an edition is shown as overdue before it is shown as expired; a house rule, no source's."""
_REVIEW = frozenset({"status", "reviewed_by", "last_updated", "review_due"})


def canonical(value: object) -> Any:
    """Return the JSON form of a piece of a pack; a term counts by its name and words, not by how it is read.

    Raises:
        TypeError: a value that has no canonical form.
    """
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, StrEnum | str):
        return str(value)
    if isinstance(value, Decimal | date):
        return str(value)
    if isinstance(value, tuple):
        return [canonical(part) for part in value]
    if is_dataclass(value) and not isinstance(value, type):
        # What does not take part in comparing is derived from the rest.
        parts = {field.name: getattr(value, field.name) for field in fields(value) if field.compare}
        members = {name: canonical(part) for name, part in parts.items() if not callable(part)}
        return {"is": type(value).__name__, **members}
    raise TypeError(f"{type(value).__name__} has no canonical form")
