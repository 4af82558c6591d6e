"""How an expression came out on a subject; its reasons are put together only where somebody asks for them."""

from collections.abc import Sequence
from operator import attrgetter
from typing import NamedTuple

from dxa.assessment import Reason, Truth

_TRUE, _FALSE, _UNKNOWN = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN


class Evaluation(NamedTuple):
    """How an expression came out, with the parts that made it so.

    A named tuple, because a case makes some hundred of them and a frozen dataclass takes five times as long.
    """

    verdict: Truth
    own: tuple[Reason, ...] = ()
    """Reasons of the expression itself, before those of its parts."""
    asks: tuple[str, ...] = ()
    """Facts the expression itself asks for, after those of its parts."""
    parts: Sequence["Evaluation"] = ()
    """What other expressions came to, as far as it made the verdict."""

    @property
    def because(self) -> tuple[Reason, ...]:
        """The terms that made it so, each once."""
        if not self.parts:
            return self.own
        found: list[Reason] = []
        _gather_reasons(self, found)
        # The same term may stand in several parts; it is one reason. Most repetitions are one object.
        single = dict(zip(map(id, found), found, strict=True)).values()
        return tuple(dict(zip(map(_same, single), single, strict=True)).values())

    @property
    def missing(self) -> tuple[str, ...]:
        """Facts whose knowledge could change the verdict; empty unless it is unknown."""
        if self.verdict is not _UNKNOWN:
            return ()
        if not self.parts:
            return self.asks
        found: list[str] = []
        _gather_missing(self, found)
        return tuple(dict.fromkeys(found))


def _gather_reasons(found: Evaluation, into: list[Reason]) -> None:
    into += found.own
    for part in found.parts:
        if part.parts:
            _gather_reasons(part, into)
        else:
            into += part.own


def _gather_missing(found: Evaluation, into: list[str]) -> None:
    for part in found.parts:
        # What is decided asks for nothing.
        if part.verdict is _UNKNOWN:
            if part.parts:
                _gather_missing(part, into)
            else:
                into += part.asks
    into += found.asks


_same = attrgetter("term", "operator", "threshold", "value", "measurement", "source")
"""What tells two reasons apart; a tuple of it is hashed three times as fast as the reason."""


def counted(count: int, found: Sequence[Evaluation]) -> Evaluation:
    """Return whether at least `count` of what was found is true, because of those that made it so."""
    made_by: Sequence[Evaluation] = [part for part in found if part[0] is _TRUE]
    verdict = _TRUE
    if len(made_by) < count:
        made_by, verdict = [part for part in found if part[0] is _FALSE], _FALSE
        if len(found) - len(made_by) >= count:
            made_by, verdict = found, _UNKNOWN
    # What one part alone decides is what this part came to.
    return made_by[0] if len(made_by) == 1 else Evaluation(verdict, (), (), made_by)
