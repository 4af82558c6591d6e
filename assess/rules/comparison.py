"""What the packs answer to the same question about one case, in one table."""

from collections import defaultdict
from collections.abc import Sequence
from functools import cache, lru_cache

from assess.rules.conflicts import ANSWERS, CLASSES, QUESTIONS
from assess.rules.rule import Rule
from dxa.assessment import Comparison, Finding, Outcome, PackAnswer
from dxa.vocabulary import Code, Risk

_UNKNOWN, _NOT_APPLICABLE, _NO = "unknown", "not_applicable", "no"
_OPEN = frozenset({_UNKNOWN, _NOT_APPLICABLE})
_MOST_SEVERE_LAST = tuple(CLASSES)


_ORDER = ("class", "risk", *(question for question in QUESTIONS if question != "class"))
_Given = defaultdict[str, list[tuple[str, str]]]
"""By pack: each answer with the rule that gave it."""


def comparison_of(judged: Sequence[tuple[Rule, Finding]]) -> tuple[Comparison, ...]:
    """Return every question two packs or more answer, in a fixed order."""
    given: dict[str, _Given] = {question: defaultdict(list) for question in _ORDER}
    for rule, finding in judged:
        for question in _asked(rule.advises, rule.otherwise, rule.risk):
            answers = _answers(question, finding.rule, finding.outcome, finding.risk, finding.codes)
            if answers:
                given[question][finding.pack] += answers
    return tuple(_compared(question, of_packs) for question, of_packs in given.items() if len(of_packs) > 1)


def _compared(question: str, given: _Given) -> Comparison:
    answers = tuple([_of_pack(pack, tuple(said)) for pack, said in sorted(given.items())])
    decided = {CLASSES.get(one.answer, one.answer) for one in answers if one.answer not in _OPEN}
    return Comparison(question=question, agree=len(decided) <= 1, answers=answers)


@cache
def _asked(advises: tuple[Code, ...], otherwise: tuple[Code, ...], risk: Risk | None) -> tuple[str, ...]:
    """Return the questions a rule may answer, by what it may end with."""
    asked = {ANSWERS[code][0] for code in (*advises, *otherwise) if code in ANSWERS}
    return (*asked, "risk") if risk is not None else tuple(asked)


@lru_cache(maxsize=4096)
def _answers(
    question: str, rule: str, outcome: Outcome, risk: Risk | None, codes: tuple[str, ...]
) -> tuple[tuple[str, str], ...]:
    """Return each answer of a rule that ended so, with the rule."""
    said = (risk.value,) if risk and question == "risk" else _said(question, codes)
    return tuple((answer, rule) for answer in said or _LEFT.get(outcome, ()))


_LEFT = {Outcome.UNKNOWN: (_UNKNOWN,), Outcome.NOT_APPLICABLE: (_NOT_APPLICABLE,)}
"""What a rule answers that gave no code."""


@cache
def _said(question: str, codes: tuple[str, ...]) -> tuple[str, ...]:
    """Return the answers to a question among some codes.

    Classes stand under their own codes here; that two packs name degrees of one class is no disagreement.
    """
    answers = [(code, *ANSWERS[code]) for code in codes if code in ANSWERS]
    return tuple(code if asked == "class" else answer for code, asked, answer in answers if asked == question)


@lru_cache(maxsize=4096)
def _of_pack(pack: str, answers: tuple[tuple[str, str], ...]) -> PackAnswer:
    """Return what a pack answers: what one of its rules affirms, else what is open, else what is denied.

    It is kept: there are no words in it but those of the pack.
    """
    names = [answer for answer, _ in answers]
    affirmed = [name for name in names if name not in _OPEN and name != _NO]
    ranked = sorted(affirmed, key=lambda name: _MOST_SEVERE_LAST.index(name) if name in CLASSES else 0)
    chosen = next((one for one in (*ranked[-1:], _UNKNOWN, _NO, _NOT_APPLICABLE) if one in names), _UNKNOWN)
    return PackAnswer(pack=pack, answer=chosen, rules=tuple(rule for answer, rule in answers if answer == chosen))
