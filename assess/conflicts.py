"""Where packs give different answers to the same question about the same case."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from assess.rule import Rule
from dxa.assessment import Finding, Outcome
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
_REFUTED = frozenset({Outcome.NOT_MET, Outcome.NOT_APPLICABLE})


def with_conflicts(judged: Sequence[tuple[Rule, Finding]]) -> list[Finding]:
    """Return the findings, each naming the packs that answer its question otherwise.

    Several rules of a pack answer together: a "yes" of one outweighs the "no" of another. A pack that gives no class
    because it cannot tell contradicts nobody, unless it refutes the very class. What a rule says in general of packs
    that took part is left to what they really answer.
    """
    findings = [finding for _, finding in judged]
    answers = {question: _answers(findings, of) for question, of in QUESTIONS.items()}
    refuted = _refuted(judged)
    here = frozenset(finding.pack for finding in findings)
    return [_with(finding, answers, refuted, here) for finding in findings]


def _answers(findings: Iterable[Finding], of: Mapping[str, str]) -> dict[str, set[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for finding in findings:
        found[finding.pack] |= {of[code] for code in finding.codes if code in of}
    return {pack: said - {"no"} if "yes" in said else said for pack, said in found.items() if said}


def _refuted(judged: Iterable[tuple[Rule, Finding]]) -> dict[str, set[str]]:
    """Return for each pack the classes that every rule of it for them turns down."""
    open_classes: defaultdict[str, set[str]] = defaultdict(set)
    closed: defaultdict[str, set[str]] = defaultdict(set)
    for rule, finding in judged:
        classes = {CLASSES[code.value] for code in rule.advises if code.value in CLASSES}
        (closed if finding.outcome in _REFUTED else open_classes)[finding.pack].update(classes)
    return {pack: classes - open_classes[pack] for pack, classes in closed.items()}


def _with(
    finding: Finding,
    answers: Mapping[str, Mapping[str, set[str]]],
    refuted: Mapping[str, set[str]],
    here: frozenset[str],
) -> Finding:
    if not finding.codes and here.isdisjoint(finding.conflicts_with):
        return finding
    others = set(finding.conflicts_with) - here
    for question, of in QUESTIONS.items():
        said = {of[code] for code in finding.codes if code in of}
        # An answer the pack itself outvotes is not its answer.
        said &= answers[question].get(finding.pack, set())
        if said:
            others |= {pack for pack, other in answers[question].items() if not said & other}
        if said and question == "class":
            others |= {pack for pack, classes in refuted.items() if said <= classes and pack not in answers["class"]}
    others.discard(finding.pack)
    if others == set(finding.conflicts_with):
        return finding
    return replace(finding, conflicts_with=tuple(sorted(others)))
