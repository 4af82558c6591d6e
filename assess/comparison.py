"""What the packs answer to the same question about one case, in one table."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from assess.conflicts import CLASSES, QUESTIONS
from assess.rule import Rule
from dxa.assessment import Comparison, Finding, Outcome, PackAnswer

_UNKNOWN, _NOT_APPLICABLE, _NO = "unknown", "not_applicable", "no"
_OPEN = frozenset({_UNKNOWN, _NOT_APPLICABLE})
_CLASS_CODES = {code: code for code in CLASSES}
"""Classes stand under their own codes here; that two packs name degrees of one class is no disagreement."""
_MOST_SEVERE_LAST = tuple(CLASSES)


def comparison_of(judged: Sequence[tuple[Rule, Finding]]) -> tuple[Comparison, ...]:
    """Return every question two packs or more answer, in a fixed order."""
    questions: dict[str, Mapping[str, str]] = {"class": _CLASS_CODES, "risk": {}}
    questions |= {name: of for name, of in QUESTIONS.items() if name != "class"}
    found = (_compared(name, of, judged) for name, of in questions.items())
    return tuple(one for one in found if len(one.answers) > 1)


def _compared(question: str, of: Mapping[str, str], judged: Sequence[tuple[Rule, Finding]]) -> Comparison:
    given: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for rule, finding in judged:
        for answer in _answers(question, of, rule, finding):
            given[finding.pack].append((answer, finding.rule))
    answers = tuple(_of_pack(pack, answers) for pack, answers in sorted(given.items()))
    decided = {CLASSES.get(one.answer, one.answer) for one in answers if one.answer not in _OPEN}
    return Comparison(question=question, agree=len(decided) <= 1, answers=answers)


def _answers(question: str, of: Mapping[str, str], rule: Rule, finding: Finding) -> Iterator[str]:
    if question == "risk":
        wanted, said = rule.risk is not None, [finding.risk.value] if finding.risk else []
    else:
        wanted = any(code.value in of for code in (*rule.advises, *rule.otherwise))
        said = [of[code] for code in finding.codes if code in of]
    if said:
        yield from said
    elif wanted and finding.outcome is Outcome.UNKNOWN:
        yield _UNKNOWN
    elif wanted and finding.outcome is Outcome.NOT_APPLICABLE:
        yield _NOT_APPLICABLE


def _of_pack(pack: str, answers: Sequence[tuple[str, str]]) -> PackAnswer:
    """Return what a pack answers: what one of its rules affirms, else what is open, else what is denied."""
    names = [answer for answer, _ in answers]
    affirmed = [name for name in names if name not in _OPEN and name != _NO]
    ranked = sorted(affirmed, key=lambda name: _MOST_SEVERE_LAST.index(name) if name in CLASSES else 0)
    chosen = next((one for one in (*ranked[-1:], _UNKNOWN, _NO, _NOT_APPLICABLE) if one in names), _UNKNOWN)
    return PackAnswer(pack=pack, answer=chosen, rules=tuple(rule for answer, rule in answers if answer == chosen))
