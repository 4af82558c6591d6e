"""An assessment in a twelfth of its length: the words of packs in pieces many cases share, the rest as it is written.

Of the JSON of an assessment nine tenths are the same words in case after case, or reasons that stand in several
findings. A `Shorthand` names the pieces, holds every reason once, and can be written out again to the very same text.
"""

from collections.abc import Callable, Mapping, Sequence
from operator import attrgetter, is_
from typing import NamedTuple

from dxa.assessment import Assessment, Finding, Reason
from dxa.writing import around_reasons, members_of, one_value, reason_text

MARK = "shorthand 1"
"""First line of what is kept; no JSON begins so."""
GAP = "\n"
"""Stands in a piece where the reasons of a finding stand; JSON on one line has none."""
_MOST_KEPT = 8192
"""Findings kept as pieces by a process; with more, those so far are forgotten."""
_BEFORE = ("headline",)
_BEHIND = ("comparison", "checks", "changes", "checklists")
"""Parts of an assessment that hold values of the case, around its findings, in the order they are written."""
_AMOUNTS, _MISSING, _PACKS = ("amounts",), ("facts_missing",), ("packs", "disclaimer", "service_version")
"""The parts after those: what packs say, what is of the case, what packs say."""


class Shorthand(NamedTuple):
    """An assessment taken apart."""

    own: tuple[str, str, str]
    """JSON of the case itself: before the findings, behind them, and between the last two pieces."""
    findings: tuple[tuple[str, int], ...]
    """Of each finding its piece, with a gap for the reasons, and which of the lists these are."""
    lists: tuple[tuple[int, ...], ...]
    """Lists of reasons, by their places."""
    reasons: tuple[str, ...]
    """JSON of each reason."""
    amounts: str
    packs: str
    """Two further pieces."""

    @property
    def pieces(self) -> tuple[str, ...]:
        """Every piece, in the order of their places; a piece may stand there twice."""
        return (*(piece for piece, _ in self.findings), self.amounts, self.packs)


def shorthand(value: Assessment) -> Shorthand:
    """Return an assessment taken apart."""
    reasons, lists = _Reasons(), _Lists()
    with one_value():
        findings = []
        for finding in value.findings:
            because = finding.because
            place = lists.known.get(id(because))
            findings.append((_piece(finding), lists.place_of(because, reasons) if place is None else place))
        return Shorthand(
            own=(f"{{{_parts(value, _BEFORE)}", _parts(value, _BEHIND), _parts(value, _MISSING)),
            findings=tuple(findings),
            lists=tuple(lists.places),
            reasons=tuple(reasons.places),
            amounts=_parts(value, _AMOUNTS),
            packs=_ends(value),
        )


class _Reasons:
    """The reasons met so far."""

    def __init__(self) -> None:
        self.places: dict[str, int] = {}
        self.known: dict[int, int] = {}
        """Places by identity of the reason."""

    def place_of(self, reason: Reason) -> int:
        place = self.known[id(reason)] = self.places.setdefault(reason_text(reason), len(self.places))
        return place


class _Lists:
    """The lists of reasons met so far."""

    def __init__(self) -> None:
        self.places: dict[tuple[int, ...], int] = {}
        self.known: dict[int, int] = {}
        """Places by identity of the list."""

    def place_of(self, because: tuple[Reason, ...], reasons: _Reasons) -> int:
        known = reasons.known
        found = tuple([known[id(one)] if id(one) in known else reasons.place_of(one) for one in because])
        place = self.known[id(because)] = self.places.setdefault(found, len(self.places))
        return place


def _parts(value: Assessment, names: Sequence[str]) -> str:
    writers = members_of(Assessment)
    return ",".join([f'"{name}":{writers[name](getattr(value, name))}' for name in names])


class _Kept(NamedTuple):
    """A piece and what packs fix of it: while that is these very objects, the piece is the same."""

    fixed: tuple[object, ...]
    piece: str


def _piece(finding: Finding) -> str:
    key, fixed = _changing(finding), _fixed(finding)
    kept = _KEPT.get(key)
    if kept is not None and all(map(is_, kept.fixed, fixed)):
        return kept.piece
    piece = GAP.join(around_reasons(finding))
    if len(_KEPT) >= _MOST_KEPT:
        _KEPT.clear()
    _KEPT[key] = _Kept(fixed, piece)
    return piece


def _ends(value: Assessment) -> str:
    fixed = (*value.packs, value.disclaimer, value.service_version)
    kept = _KEPT.get(_PACKS)
    if kept is None or len(kept.fixed) != len(fixed) or not all(map(is_, kept.fixed, fixed)):
        kept = _KEPT[_PACKS] = _Kept(fixed, f"{_parts(value, _PACKS)}}}")
    return kept.piece


_KEPT: dict[tuple[object, ...], _Kept] = {}
_changing: Callable[[Finding], tuple[object, ...]] = attrgetter(
    "rule", "outcome", "codes", "severity", "missing", "caveats", "conflicts_with", "risk"
)
_fixed: Callable[[Finding], tuple[object, ...]] = attrgetter(
    "pack", "says", "source_verdict", "grade", "strength", "notes", "citation"
)


def kept_text(taken_apart: Shorthand, numbers: Mapping[str, int]) -> str:
    """Return what is kept of an assessment; `numbers` are those of its pieces."""
    findings = " ".join([f"{numbers[piece]}:{place}" for piece, place in taken_apart.findings])
    lists = ",".join([" ".join(map(str, places)) for places in taken_apart.lists])
    ends = f"{numbers[taken_apart.amounts]} {numbers[taken_apart.packs]}"
    return "\n".join((MARK, findings, lists, ends, *taken_apart.own, *taken_apart.reasons))


class Kept(NamedTuple):
    """What is kept of an assessment, read."""

    findings: tuple[tuple[int, int], ...]
    """Number of the piece, place of the list."""
    lists: tuple[tuple[int, ...], ...]
    ends: tuple[int, ...]
    own: tuple[str, ...]
    reasons: tuple[str, ...]

    @property
    def numbers(self) -> frozenset[int]:
        """Numbers of all its pieces."""
        return frozenset([*(number for number, _ in self.findings), *self.ends])

    def written_out(self, pieces: Mapping[int, str]) -> str:
        """Return the JSON of the assessment.

        Raises:
            KeyError: a piece is missing.
        """
        lists = [f"[{','.join([self.reasons[place] for place in places])}]" for places in self.lists]
        findings = [pieces[number].replace(GAP, lists[place], 1) for number, place in self.findings]
        before, behind, missing = self.own
        amounts, packs = (pieces[number] for number in self.ends)
        return f'{before},"findings":[{",".join(findings)}],{behind},{amounts},{missing},{packs}'


def read_kept(text: str) -> Kept:
    """Return what is kept of an assessment, from its text.

    Raises:
        ValueError: it is no such text.
    """
    mark, findings, lists, ends, *lines = text.split("\n")
    if mark != MARK:
        raise ValueError("not an assessment in shorthand")
    pairs = (one.partition(":") for one in findings.split())
    return Kept(
        findings=tuple((int(number), int(place)) for number, _, place in pairs),
        lists=tuple(tuple(map(int, one.split())) for one in lists.split(",")) if findings else (),
        ends=tuple(map(int, ends.split())),
        own=tuple(lines[:3]),
        reasons=tuple(lines[3:]),
    )
