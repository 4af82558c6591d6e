"""The one class shown first, or why there is none and what it would be under each assumption."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from assess.case.situation import Situation
from assess.expressions.logic import any_of
from assess.rules.judging import Judgement, is_met, judge, on_threshold, t_scores
from assess.rules.rule import Guideline, Rule
from assess.terms.population import KNOWN_CHILD, Z_APPLIES, assumptions
from assess.values.deciding import Choice
from assess.values.refusals import LEVELS_NOT_STATED, Doubt, Refusal
from dxa.assessment import Conditional, Headline, Truth
from dxa.issues import IssueCode
from dxa.regions import Region
from dxa.report import Quantity
from dxa.vocabulary import Caveat, Classification

DEFAULT_PACK = "iscd-adult-2023"
CHILD_PACK = "iscd-pediatric-2019"
"""Gives the headline of children and adolescents, whom no adult pack classifies."""

_BY_Z = any_of(Z_APPLIES, KNOWN_CHILD)
OF_HEADLINE = (_BY_Z, KNOWN_CHILD)
"""What it asks of a case beside the rules of its pack."""
_LEAST_TO_MOST = (
    Classification.NORMAL,
    Classification.WITHIN_EXPECTED_RANGE_FOR_AGE,
    Classification.LOW_BONE_MASS,
    Classification.BELOW_EXPECTED_RANGE_FOR_AGE,
    Classification.OSTEOPOROSIS,
    Classification.SEVERE_OSTEOPOROSIS,
    Classification.LOW_BMD_FOR_AGE,
    Classification.PEDIATRIC_OSTEOPOROSIS,
)
_CAVEATS = {
    Refusal.HIP_REGION_UNSPECIFIED: IssueCode.SITE_AMBIGUOUS.value,
    Refusal.EXCLUDED_BY_REPORT: Caveat.SITE_INVALID_EXCLUDED.value,
    Refusal.CONTAINS_EXCLUDED_VERTEBRA: Caveat.SITE_INVALID_EXCLUDED.value,
    Refusal.FEWER_THAN_TWO_EVALUABLE_VERTEBRAE: Caveat.FEWER_THAN_TWO_EVALUABLE_VERTEBRAE.value,
    Refusal.PROSTHESIS_AT_MEASURED_SITE: Caveat.PROSTHESIS_AT_MEASURED_SITE.value,
    Refusal.RADIUS33_WITHOUT_QUALIFYING_CIRCUMSTANCE: Caveat.RADIUS33_WITHOUT_QUALIFYING_CIRCUMSTANCE.value,
}
_COUNTS_OR_NOT = {
    Refusal.HIP_REGION_UNSPECIFIED: (
        "the hip value {id} is a femoral neck or total hip score",
        "the hip value {id} is of another hip region",
    ),
    Refusal.HELD_FOR_REVIEW: (
        "the value {id} held for review is right",
        "the value {id} held for review is wrong and the right one is no lower than the others",
    ),
    Refusal.SPINE_LEVELS_UNKNOWN: (
        "the spine value {id} leaves out the excluded vertebrae",
        "the spine value {id} contains an excluded vertebra",
    ),
    Refusal.EQUALLY_LARGE_COMBINATION: (
        "the spine value {id} is the one to use",
        "the spine value {id} is not the one to use",
    ),
    Refusal.IMPLANT_SIDE_UNKNOWN: (
        "no implant lies at the site of value {id}",
        "an implant lies at the site of value {id}",
    ),
    Refusal.POSSIBLE_LOST_SIGN: (
        "the T-score {id} has lost its minus",
        "the T-score {id} is as printed",
    ),
    Refusal.RADIUS33_WITHOUT_QUALIFYING_CIRCUMSTANCE: (
        "a circumstance lets the one-third radius value {id} count",
        "no circumstance lets the one-third radius value {id} count",
    ),
}
"""For each doubt: what is assumed when the value counts, and when it does not."""


def headline_pack(guidelines: Sequence[Guideline], primary: Sequence[str], *, child: bool = False) -> Guideline:
    """Return the pack of the headline: the first the site calls primary that classifies, else ISCD adult.

    A known child or adolescent is left to the pediatric pack.

    Raises:
        StopIteration: the default pack is gone from the registry.
    """
    known = {guideline.id: guideline for guideline in guidelines if guideline.classifies}
    wanted = (CHILD_PACK,) if child else (*(name for name in primary if name != CHILD_PACK), DEFAULT_PACK)
    return next(known[name] for name in wanted if name in known)


def headline_of(situation: Situation, guideline: Guideline) -> Headline:
    """Return the class under one pack; indeterminate with what is missing where an input or a reading is open."""
    world = _world("", situation, guideline)
    judgements = tuple(judge(rule, situation) for rule in guideline.class_rules)
    caveats = _caveats(world, judgements)
    if world.found is not Classification.INDETERMINATE:
        return Headline(classification=world.found, pack=guideline.id, deciding=world.choice.deciding, caveats=caveats)
    worlds = _worlds(world, judgements, guideline)
    return Headline(
        classification=world.found,
        pack=guideline.id,
        conditional=tuple(_conditional(worlds, guideline)),
        deciding=world.choice.deciding,
        missing=_missing(world, judgements, worlds),
        caveats=caveats,
    )


@dataclass(frozen=True, slots=True)
class _World:
    """The case as it is, or under an assumption, with its class."""

    words: str
    situation: Situation
    found: Classification
    by_age: bool
    """Whether the Z-score decides."""

    @property
    def choice(self) -> Choice:
        """The scores that decide."""
        return self.situation.z if self.by_age else self.situation.t


def _world(words: str, situation: Situation, guideline: Guideline) -> _World:
    return _World(
        words=words,
        situation=situation,
        found=_class_of(rule for rule in guideline.class_rules if is_met(rule, situation)),
        by_age=situation.verdict(_BY_Z) is Truth.TRUE,
    )


def _worlds(world: _World, judgements: Sequence[Judgement], guideline: Guideline) -> tuple[_World, ...]:
    """Return the case under every assumption about the patient, or as it is where none is needed."""
    if not any(_gate_open(judgement) for judgement in judgements):
        return (world,)
    return tuple(_world(case.words, case.situation, guideline) for case in assumptions(world.situation))


def _gate_open(judgement: Judgement) -> bool:
    return judgement.gate is not None and judgement.gate.verdict is Truth.UNKNOWN


def _class_of(rules_met: Iterable[Rule]) -> Classification:
    """Return the most severe class that is met, or INDETERMINATE."""
    met = {code for rule in rules_met for code in rule.advises}
    return next((code for code in reversed(_LEAST_TO_MOST) if code in met), Classification.INDETERMINATE)


def _missing(world: _World, judgements: Sequence[Judgement], worlds: Sequence[_World]) -> tuple[str, ...]:
    """Return what keeps the class open: whom it is about first, then the doubts, then a score that is not there."""
    gates = [judgement.gate for judgement in judgements if judgement.gate and _gate_open(judgement)]
    names = dict.fromkeys(name for gate in gates for name in world.situation.missing(gate))
    for case in worlds:
        if case.found is Classification.INDETERMINATE:
            names |= dict.fromkeys(doubt.settled_by for doubt in case.choice.open_doubts)
    if names:
        return tuple(names)
    return tuple(dict.fromkeys(name for one in judgements for name in one.missing))


def _caveats(world: _World, judgements: Sequence[Judgement]) -> tuple[str, ...]:
    situation, choice = world.situation, world.choice
    found = list(situation.conflicts.values())
    found += [_CAVEATS[refusal] for refused in choice.rejected if (refusal := Refusal(refused.reason)) in _CAVEATS]
    if any(on_threshold(judgement, situation.once(t_scores)) for judgement in judgements):
        found.append(Caveat.BOUNDARY_T_EQUALS_THRESHOLD.value)
    if any(row.region is Region.LUMBAR_SPINE and not row.levels for row in choice.counted):
        found.append(LEVELS_NOT_STATED)
    if _has_t_score(situation) and situation.verdict(KNOWN_CHILD) is Truth.TRUE:
        found.append(Caveat.T_SCORE_IN_CHILD.value)
    return tuple(sorted(set(found)))


def _has_t_score(situation: Situation) -> bool:
    return any(row.quantity is Quantity.T_SCORE and row.current for row in situation.report.measurements)


@dataclass(frozen=True, slots=True)
class _Reading:
    """One way the doubts about the scores may be settled."""

    words: str
    choice: Choice


def _conditional(worlds: Sequence[_World], guideline: Guideline) -> Iterator[Conditional]:
    for world in worlds:
        for reading in _readings(world.choice, settled=world.found is not Classification.INDETERMINATE):
            found = _class_under(world, reading.choice, guideline)
            words = ", and ".join(words for words in (world.words, reading.words) if words)
            if words and found is not Classification.INDETERMINATE:
                yield Conditional(assumption=words, classification=found)


def _class_under(world: _World, choice: Choice, guideline: Guideline) -> Classification:
    """Return the class of a case whose doubts are settled as `choice` has it."""
    if choice is world.choice:
        return world.found
    decided = replace(world.situation, z=choice) if world.by_age else replace(world.situation, t=choice)
    return _world("", decided, guideline).found


def _readings(choice: Choice, *, settled: bool) -> Iterator[_Reading]:
    doubts = choice.open_doubts
    if settled or not doubts:
        yield _Reading("", choice)
        return
    if choice.counted:
        yield _Reading(" and ".join(_words(doubt, 1) for doubt in doubts), replace(choice, doubts=()))
    for doubt in doubts:
        yield _Reading(_words(doubt, 0), choice.settled_with(doubt))


def _words(doubt: Doubt, which: int) -> str:
    return _COUNTS_OR_NOT[doubt.refusal][which].format(id=doubt.measurement.id)
