"""Stated facts of several readings as one list, each statement once."""

from collections.abc import Iterable, Iterator

from dxa.report import StatedFact

Element = tuple[StatedFact, ...]
"""One fact, or the parts of one element of a list, such as a fracture with its site and age."""


def distinct(facts: Iterable[StatedFact]) -> tuple[StatedFact, ...]:
    """Return the facts with every statement once: a single fact by name, value and polarity, an element as a whole.

    Parts of a list ("fractures[].site", "fractures[].fragility") that follow one another are one element until a part
    repeats; dropping the second "fragility" of two fractures would take it from the second one.
    """
    kept: dict[tuple[tuple[str, str, bool], ...], Element] = {}
    for element in elements(facts):
        kept.setdefault(tuple((fact.name, fact.value, fact.denied) for fact in element), element)
    return tuple(fact for element in kept.values() for fact in element)


def elements(facts: Iterable[StatedFact]) -> Iterator[Element]:
    """Yield single facts alone and the parts of one element of a list together, in order."""
    opened: list[StatedFact] = []
    for fact in facts:
        if opened and not _continues(opened, fact):
            yield tuple(opened)
            opened = []
        opened.append(fact)
    if opened:
        yield tuple(opened)


def _continues(opened: list[StatedFact], fact: StatedFact) -> bool:
    group, bracket, _ = fact.name.partition("].")
    same = bool(bracket) and opened[0].name.startswith(f"{group}].") and opened[0].denied == fact.denied
    return same and all(fact.name != other.name for other in opened)
