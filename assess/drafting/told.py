"""What caller, order or reviewer stated, in words: it belongs to the indication beside what the report says."""

from collections.abc import Iterator, Mapping

from assess.drafting.desk import Desk, plain, plain_value
from dxa.draft import DraftSource, SourceKind
from dxa.schema import dump

_UNITS = {"cm": " cm", "kg": " kg", "min": " mL/min"}
"""By the last word of a fact's name."""
_ASIDE = frozenset({"facility", "age_years", "sex", "candidate_option"})
"""Told elsewhere, or no fact about the patient."""


def told(desk: Desk) -> Iterator[tuple[str, DraftSource]]:
    """Yield each stated fact in words, with its name as the source."""
    for name, value in dump(desk.stated).items():
        if name in _ASIDE or value is None:
            continue
        for words in _words(desk, name, value):
            yield words, stated(name)


def stated(name: str) -> DraftSource:
    """Return a fact somebody stated as a source."""
    return DraftSource(kind=SourceKind.FACT, id=name)


def _words(desk: Desk, name: str, value: object) -> Iterator[str]:
    if isinstance(value, list):
        entries = [_entry(one) for one in value]
        yield f"{desk.fact(name)}: {'; '.join(one for one in entries if one) or 'none'}"
    elif isinstance(value, Mapping):
        for part, inner in value.items():
            if inner not in (None, [], {}):
                yield f"{desk.fact(f'{name}.{part}')} {_text(part, inner)}"
    else:
        yield f"{desk.fact(name)} {_text(name, value)}"


def _entry(entry: object) -> str:
    """Return an entry of a list: a name, or the parts of a fracture, drug or implant that are stated."""
    if not isinstance(entry, Mapping):
        return plain_value(str(entry))
    first, *others = [(name, value) for name, value in entry.items() if value is not None] or [("", "")]
    parts = [f"{plain(name)} {_text(name, value)}" for name, value in others]
    named = first[0] in {"site", "drug", "type"}
    head = plain_value(str(first[1])) if named else f"{plain(first[0])} {_text(*first)}"
    return f"{head} ({', '.join(parts)})" if parts else head


def _text(name: str, value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(plain_value(str(one)) for one in value)
    return f"{plain_value(str(value))}{_UNITS.get(name.rpartition('_')[2], '')}"
