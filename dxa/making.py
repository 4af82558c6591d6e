"""Quicker ways to make the small frozen things an assessment consists of, by the hundred in each case.

A frozen class sets each part of a new object by a call, because a plain assignment is refused. What is made here takes
its parts by assignment while it is of a class with the same slots that is not frozen, and becomes frozen at the end:
the same object in a fifth of the time. The code is written out for a class once, as `dataclasses` writes `__init__`.
"""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from typing import Any, ParamSpec, TypeVar, cast

P = ParamSpec("P")
T = TypeVar("T")


def quickly(cls: Callable[P, T]) -> Callable[P, T]:
    """Return what makes the same as a frozen slotted dataclass of keywords does.

    Raises:
        TypeError: a class with a `__post_init__` or a default that is made, which would be left out.
    """
    return cast("Callable[P, T]", quickly_with(cls))


def quickly_with(cls: Callable[..., T], **fixed: object) -> Callable[..., T]:
    """Return what makes objects some parts of which are always the same; the others are named as ever.

    Raises:
        TypeError: as `quickly` does, or the class has no such part.
    """
    made = _frozen(cls)
    names, given = _names(made), [part for part in fields(made) if part.name not in fixed]
    if not fixed.keys() <= set(names):
        raise TypeError(f"{made.__name__} has no {', '.join(fixed.keys() - set(names))}")
    defaults = {f"default_{part.name}": part.default for part in given if part.default is not MISSING}
    asked = [part.name if part.default is MISSING else f"{part.name}=default_{part.name}" for part in given]
    values = {name: f"fixed_{name}" if name in fixed else name for name in names}
    held = {f"fixed_{name}": value for name, value in fixed.items()}
    return cast("Callable[..., T]", _written(made, f"*, {', '.join(asked)}", values, defaults | held))


def altering(cls: type[T], name: str) -> Callable[[T, Any], T]:
    """Return what makes an object like another one with another value of one part.

    Raises:
        TypeError: as `quickly_with` does.
    """
    made = _frozen(cls)
    if name not in _names(made):
        raise TypeError(f"{made.__name__} has no {name}")
    values = {part: "value" if part == name else f"old.{part}" for part in _names(made)}
    return cast("Callable[[T, Any], T]", _written(made, "old, value", values, {}))


def _frozen(cls: Any) -> type[Any]:
    if hasattr(cls, "__post_init__") or any(part.default_factory is not MISSING for part in fields(cls)):
        raise TypeError(f"{cls.__name__} has more to do when it is made")
    return cast("type[Any]", cls)


def _names(made: type[Any]) -> list[str]:
    return [part.name for part in fields(made)]


def _written(made: type[Any], asked: str, values: Mapping[str, str], known: Mapping[str, object]) -> Any:
    """Return a function that gives each part the value named for it."""
    open_class = type(made.__name__, (), {"__slots__": tuple(values), "__module__": made.__module__})
    lines = [f"    made.{name} = {value}" for name, value in values.items()]
    code = "\n".join((f"def make({asked}):", "    made = open_class()", *lines, "    made.__class__ = frozen_class"))
    space: dict[str, Any] = {**known, "open_class": open_class, "frozen_class": made}
    exec(f"{code}\n    return made\n", space)  # noqa: S102 - names of fields only, as dataclasses itself does it
    return space["make"]
