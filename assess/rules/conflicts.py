"""Where packs give different answers to the same question about the same case."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from assess.rules.rule import Rule
from dxa.assessment import Finding, Outcome
from dxa.making import altering
from dxa.vocabulary import Classification, Recommendation

CLASSES: Mapping[str, str] = {
    Classification.NORMAL.value: "normal",
    Classification.LOW_BONE_MASS.value: "low",
    # "Severe" is a degree of osteoporosis that only WHO names: not another answer.
    Classification.OSTEOPOROSIS.value: "osteoporosis",
    Classification.SEVERE_OSTEOPOROSIS.value: "osteoporosis",
    Classification.WITHIN_EXPECTED_RANGE_FOR_AGE.value: "within range for age",
    Classification.BELOW_EXPECTED_RANGE_FOR_AGE.value: "below range for age",
}
QUESTIONS: Mapping[str, Mapping[str, str]] = {
    "class": CLASSES,
    "vfa": {
        Recommendation.VFA_INDICATED.value: "yes",
        Recommendation.VFA_NOT_INDICATED_BY_THIS_PACK.value: "no",
    },
    "drugs": {
        Recommendation.PHARMACOTHERAPY_THRESHOLD_MET.value: "yes",
        Recommendation.PHARMACOTHERAPY_THRESHOLD_NOT_MET.value: "no",
    },
}
ANSWERS: Mapping[str, tuple[str, str]] = {
    code: (question, answer) for question, of in QUESTIONS.items() for code, answer in of.items()
}
"""Each code with the one question it answers, and the answer it is."""
_in_conflict = altering(Finding, "conflicts_with")
_REFUTED = frozenset({Outcome.NOT_MET, Outcome.NOT_APPLICABLE})


def with_conflicts(judged: Sequence[tuple[Rule, Finding]]) -> list[Finding]:
    """Return the findings, each naming the packs that answer its question otherwise.

    Several rules of a pack answer together: a "yes" of one outweighs the "no" of another. A pack that gives no class
    because it cannot tell contradicts nobody, unless it refutes the very class. What a rule says in general of packs
    that took part is left to what they really answer.
    """
    findings = [finding for _, finding in judged]
    answers = _answers(findings)
    refuted = _refuted(judged)
    here = frozenset(finding.pack for finding in findings)
    return [
        _with(finding, answers, refuted, here) if finding.codes or finding.conflicts_with else finding
        for finding in findings
    ]


def _answers(findings: Iterable[Finding]) -> dict[str, dict[str, set[str]]]:
    """Return what each pack answers, by question."""
    found: dict[str, dict[str, set[str]]] = {question: {} for question in QUESTIONS}
    for finding in findings:
        if finding.codes:
            for question, said in _said(finding.codes).items():
                found[question].setdefault(finding.pack, set()).update(said)
    for of_packs in found.values():
        for outvoted in of_packs.values():
            if "yes" in outvoted:
                outvoted.discard("no")
    return found


@cache
def _said(codes: tuple[str, ...]) -> Mapping[str, frozenset[str]]:
    """Return the answers among some codes, by question."""
    found = [ANSWERS[code] for code in codes if code in ANSWERS]
    return {asked: frozenset(answer for question, answer in found if question == asked) for asked, _ in found}


@cache
def _classes(codes: tuple[str, ...]) -> frozenset[str]:
    return _said(codes).get("class", frozenset())


def _refuted(judged: Iterable[tuple[Rule, Finding]]) -> dict[str, set[str]]:
    """Return for each pack the classes that every rule of it for them turns down."""
    open_classes: defaultdict[str, set[str]] = defaultdict(set)
    closed: defaultdict[str, set[str]] = defaultdict(set)
    for rule, finding in judged:
        classes = _classes(rule.advises)
        if classes:
            (closed if finding.outcome in _REFUTED else open_classes)[finding.pack].update(classes)
    return {pack: classes - open_classes[pack] for pack, classes in closed.items()}


def _with(
    finding: Finding,
    answers: Mapping[str, Mapping[str, set[str]]],
    refuted: Mapping[str, set[str]],
    here: frozenset[str],
) -> Finding:
    mine = _said(finding.codes)
    if not mine and here.isdisjoint(finding.conflicts_with):
        return finding
    others = set(finding.conflicts_with) - here
    for question, answered in mine.items():
        # An answer the pack itself outvotes is not its answer.
        said = answered & answers[question].get(finding.pack, set())
        if said:
            others |= {pack for pack, other in answers[question].items() if not said & other}
        if said and question == "class":
            others |= {pack for pack, classes in refuted.items() if said <= classes and pack not in answers["class"]}
    others.discard(finding.pack)
    if others == set(finding.conflicts_with):
        return finding
    return _in_conflict(finding, tuple(sorted(others)))
