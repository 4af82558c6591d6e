"""Questions about many stored cases: who meets a rule, and what a changed pack would change."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assess.columns import batch_of, outcomes
from assess.registry import all_guidelines
from assess.rules.rule import Rule
from dxa.assessment import Assessment, Change, Outcome
from dxa.errors import InvalidRequest
from ingest.pipeline import Pipeline
from store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Who ends how under one rule."""

    cases: tuple[str, ...]
    """Ids, in the order the cases were founded."""
    asked: int
    """Cases that were looked at."""
    measurements: int
    """Rows of their reports."""


def meeting(store: Store, rule_id: str, outcome: Outcome, *, unsigned: bool = False) -> Answer:
    """Return the stored cases on which a rule ends so.

    Raises:
        InvalidRequest: no such rule.
        StoreUnavailable: the database cannot be read.
    """
    rule = _rule(rule_id)
    found: list[str] = []
    asked = measurements = 0
    for page in store.terms(unsigned=unsigned):
        ends = outcomes(rule, batch_of(case.terms for case in page))
        found += [case.case_id for case, end in zip(page, ends, strict=True) if end is outcome]
        asked += len(page)
        measurements += sum(case.measurements for case in page)
    return Answer(cases=tuple(found), asked=asked, measurements=measurements)


def _rule(rule_id: str) -> Rule:
    rules = {rule.id: rule for pack in all_guidelines() for rule in pack.rules}
    if rule_id not in rules:
        raise InvalidRequest("no such rule; `osteon guidelines show PACK` names them")
    return rules[rule_id]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """How one case would change if it were assessed again today."""

    case_id: str
    place: str
    """headline, or the id of a rule or code of a check."""
    before: str
    after: str


def shifts(pipeline: Pipeline, case_ids: Sequence[str], packs: Sequence[str] = ()) -> Iterator[Shift]:
    """Yield every difference between stored assessments and those of today; nothing is written.

    Args:
        pipeline: assesses the cases.
        case_ids: which cases.
        packs: findings of these packs only; of none, everything.
    """
    for case_id in case_ids:
        _, now = pipeline.would_be(case_id)
        yield from _differences(case_id, pipeline.store.assessment(case_id), now, packs)


def _differences(case_id: str, before: Assessment, after: Assessment, packs: Sequence[str]) -> Iterator[Shift]:
    old, new = _ends(before, packs), _ends(after, packs)
    for place in dict.fromkeys((*old, *new)):
        was, is_now = old.get(place, "not there"), new.get(place, "not there")
        if was != is_now:
            yield Shift(case_id=case_id, place=place, before=was, after=is_now)


def _of_change(change: Change) -> str:
    """Return the site of a change and since when, as the line of a table names it."""
    parts = (change.region.value, change.side and change.side.value, "+".join(change.levels))
    since = f" since {change.start.date.isoformat()}" if change.start.date else ""
    return f"change {' '.join(part for part in parts if part)}{since}"


def _ends(assessment: Assessment, packs: Sequence[str]) -> dict[str, str]:
    ends = {} if packs else {"headline": assessment.headline.classification.value}
    ends |= {one.rule: one.outcome.value for one in assessment.findings if not packs or one.pack in packs}
    if not packs:
        ends |= {f"{one.check} {one.code}": one.outcome.value for one in assessment.checks}
        ends |= {_of_change(one): one.verdict.value for one in assessment.changes}
    return ends
