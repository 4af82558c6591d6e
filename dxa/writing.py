"""Dataclasses of the vocabulary as JSON text, in one step and many times faster than through JSON-ready data.

The suite holds the text equal to that of `dxa.dumping.dumped`.
"""

import types
import typing
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cache, lru_cache, partial
from json.encoder import encode_basestring_ascii
from math import isfinite
from operator import attrgetter
from typing import Any, cast

from dxa.assessment import Amount, Citation, Comparison, Finding, MissingFact, PackAnswer, PackUsed, Reason
from dxa.locator import Locator

Write = Callable[[Any], str]
_REASONS: ContextVar[dict[int, str]] = ContextVar("_REASONS")
"""Reasons, and lists of them, of the value being written, by identity: most stand in several findings."""
_OF_PACKS = frozenset({Amount, Comparison, MissingFact, PackAnswer, PackUsed})
"""What has no words but those of packs and of the vocabulary, the same in case after case: they are kept as written.

So are those of findings (`_finding`). Nothing that may hold a word of a patient stands here."""


def written(value: object) -> str:
    """Return any dataclass of `dxa` as one compact line of JSON in ASCII; a locator leaves out what does not apply.

    Raises:
        ValueError: a float that JSON cannot hold.
    """
    with one_value():
        return _writer(cast("Hashable", type(value)))(value)


@cache
def _writer(cls: Any) -> Write:
    """Return what writes a class: a template with a gap for each part, and the writing of each part."""
    if cls in _WRITTEN_OUT:
        return _WRITTEN_OUT[cls]
    hints = typing.get_type_hints(cls)
    names = [part.name for part in fields(cls)]
    writers = {f"write_{name}": _writing(hints[name], cls in _OF_PACKS) for name in names}
    write = _written_out(_template(cls), names, writers)
    # The same few hundred citations stand in every assessment.
    return lru_cache(maxsize=1024)(write) if cls is Citation else write


def _written_out(template: str, names: Sequence[str], writers: Mapping[str, Write]) -> Write:
    """Return a function that writes part after part, without going through lists of them, in two thirds of the time."""
    parts = [f'"null" if (part := value.{name}) is None else write_{name}(part)' for name in names]
    space: dict[str, Any] = {"template": template, **writers}
    exec(f"def write(value):\n    return template % ({', '.join(parts)},)\n", space)  # noqa: S102 - names of fields only, as dataclasses itself does it
    return cast("Write", space["write"])


@contextmanager
def one_value() -> Iterator[None]:
    """Let what is written inside the block be of one value: its reasons are written once, however often they stand."""
    token = _REASONS.set({})
    try:
        yield
    finally:
        _REASONS.reset(token)


def reason_text(reason: Reason) -> str:
    """Return a reason of the value that is written."""
    texts = _REASONS.get()
    return texts.get(id(reason)) or _reason(reason, texts)


@cache
def members_of(cls: Any) -> Mapping[str, Write]:
    """Return what writes each part of a class, by the name of its field."""
    hints = typing.get_type_hints(cls)
    return {part.name: _writing(hints[part.name]) for part in fields(cls)}


def _finding(value: Finding) -> str:
    before, behind = around_reasons(value)
    return f"{before}{_reasons(value.because)}{behind}"


def around_reasons(value: Finding) -> tuple[str, str]:
    """Return a finding before and behind its reasons: words of packs and of the vocabulary only, none of a patient."""
    before = _BEFORE_REASONS % (
        _kept_text(value.rule),
        _kept_text(value.pack),
        _kept_text(value.outcome),
        _kept_texts(value.codes),
        _kept_text(value.severity),
        _kept_text(value.says),
    )
    return before, _BEHIND_REASONS % (
        _kept_texts(value.missing),
        _kept_texts(value.caveats),
        _kept_texts(value.conflicts_with),
        _NULL if value.source_verdict is None else _kept_text(value.source_verdict),
        _NULL if value.risk is None else _kept_text(value.risk),
        _NULL if value.grade is None else _kept_text(value.grade),
        _NULL if value.strength is None else _kept_text(value.strength),
        _kept_texts(value.notes),
        _writer(Citation)(value.citation),
    )


def _reasons(reasons: tuple[Reason, ...]) -> str:
    texts = _REASONS.get()
    found = texts.get(id(reasons))
    if found is None:
        parts = [texts.get(id(reason)) or _reason(reason, texts) for reason in reasons]
        found = texts[id(reasons)] = f"[{','.join(parts)}]"
    return found


def _reason(reason: Reason, texts: dict[int, str]) -> str:
    value, threshold, measurement, source = reason.value, reason.threshold, reason.measurement, reason.source
    found = texts[id(reason)] = _REASON % (
        encode_basestring_ascii(reason.term),
        _NULL if value is None else encode_basestring_ascii(value),
        encode_basestring_ascii(reason.operator),
        _NULL if threshold is None else encode_basestring_ascii(threshold),
        encode_basestring_ascii(reason.verdict),
        _NULL if measurement is None else encode_basestring_ascii(measurement),
        _NULL if source is None else encode_basestring_ascii(source),
    )
    return found


def _locator(value: Locator) -> str:
    parts = zip(_parts_of_locator(value), _locator_writers(), strict=True)
    told = [f'"{name}":{write(part)}' for part, (name, write) in parts if part is not None]
    return f"{{{','.join(told)}}}"


@cache
def _locator_writers() -> tuple[tuple[str, Write], ...]:
    hints = typing.get_type_hints(Locator)
    return tuple((part.name, _writing(hints[part.name])) for part in fields(Locator))


_parts_of_locator: Callable[[Locator], tuple[Any, ...]] = attrgetter(*(part.name for part in fields(Locator)))


def _writing(hint: Any, kept: bool = False) -> Write:
    origin, members = typing.get_origin(hint), typing.get_args(hint)
    if origin in {typing.Union, types.UnionType}:
        return _writing(next(member for member in members if member is not types.NoneType), kept)
    if kept and hint in _KEPT:
        return _KEPT[hint]
    if origin is tuple:
        return _reasons if members[0] is Reason else partial(_list, _writing(members[0]))
    if origin is Mapping:
        return partial(_mapping, _writing(members[1]))
    return (
        _writer(cast("Hashable", hint))
        if is_dataclass(hint)
        else _SIMPLE[StrEnum if issubclass(hint, StrEnum) else hint]
    )


def _list(write: Write, parts: tuple[Any, ...]) -> str:
    if not parts:
        return "[]"
    return f"[{','.join([write(part) for part in parts])}]"


def _mapping(write: Write, parts: Mapping[str, Any]) -> str:
    members = [f"{encode_basestring_ascii(key)}:{write(part)}" for key, part in parts.items()]
    return f"{{{','.join(members)}}}"


def _flag(value: bool) -> str:
    return "true" if value else "false"


def _fraction(value: float) -> str:
    if not isfinite(value):
        raise ValueError("JSON holds finite numbers only")
    return repr(value)


def _decimal(value: Decimal) -> str:
    return f'"{value:f}"'


def _time(value: date) -> str:
    return f'"{value.isoformat()}"'


_SIMPLE: Mapping[Any, Write] = {
    str: encode_basestring_ascii,
    bool: _flag,
    int: repr,
    float: _fraction,
    StrEnum: encode_basestring_ascii,
    Decimal: _decimal,
    date: _time,
    datetime: _time,
}
_kept_text: Write = lru_cache(maxsize=4096)(encode_basestring_ascii)
_kept_texts: Write = lru_cache(maxsize=4096)(partial(_list, encode_basestring_ascii))
_KEPT: Mapping[Any, Write] = {str: _kept_text, tuple[str, ...]: _kept_texts}


def _template(cls: type[Any]) -> str:
    """Return the JSON of a class with a gap for each part, in the order of its fields."""
    gaps = ",".join(f'"{part.metadata.get("data_key", part.name)}":%s' for part in fields(cls))
    return f"{{{gaps}}}"


_NULL = "null"
_HERE = '"because":'
_BEFORE_REASONS, _BEHIND_REASONS = (
    _template(Finding).partition(_HERE)[0] + _HERE,
    _template(Finding).partition(_HERE)[2].removeprefix("%s"),
)
_REASON = _template(Reason)
_WRITTEN_OUT: Mapping[Any, Write] = {
    Finding: _finding,
    Locator: _locator,
    Reason: lambda reason: _reason(reason, {}),
}
"""Findings and reasons are nine tenths of an assessment, and so their parts are named one by one."""
