"""Two editions side by side: the same question, what each answers, and at which condition."""

from collections.abc import Iterator
from dataclasses import dataclass

from assess.rules.phrasing import phrase
from assess.rules.rule import Guideline, Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """How two editions come to one code or risk category; None where one of them never does."""

    code: str
    first: str | None
    second: str | None


def compare(first: Guideline, second: Guideline) -> tuple[Difference, ...]:
    """Return every code and category on whose condition or population the two do not agree, by code."""
    one, other = _conditions(first), _conditions(second)
    found = (
        Difference(code=code, first=one.get(code), second=other.get(code))
        for code in sorted({*one, *other})
        if one.get(code) != other.get(code)
    )
    return tuple(found)


def rules_for(pack: Guideline, code: str) -> tuple[Rule, ...]:
    """Return the rules of an edition that arrive at a code or risk category, as `compare` names it."""
    return tuple(rule for rule in pack.rules if code in _answers(rule))


def _conditions(pack: Guideline) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    for rule in pack.rules:
        for code in _answers(rule):
            found.setdefault(code, []).append(_condition(rule))
    return {code: "; or ".join(conditions) for code, conditions in found.items()}


def _answers(rule: Rule) -> Iterator[str]:
    yield from (code.value for code in rule.advises)
    if rule.risk is not None:
        yield f"risk {rule.risk.value}"


def _condition(rule: Rule) -> str:
    if rule.applies is None:
        return phrase(rule.when)
    return f"[for {phrase(rule.applies)}] {phrase(rule.when)}"
