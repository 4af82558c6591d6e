"""A T-score lies in the class its row prints beside it: osteoporosis or osteopenia; normal says nothing of a sign."""

import re
from collections.abc import Sequence
from decimal import Decimal

from parsers.pdf.checks.check import Check, Failure, Figures
from parsers.pdf.headings.columns import Column
from parsers.pdf.layouts.layout import Layout

_LOW = (
    r"low bone (?:mass|density)|osteop[e\u00e9]ni\w{1,2}|"
    r"low bone (?:mass|density) [(/]? ?osteop[e\u00e9]ni\w{1,2} ?\)?|"
    r"osteop[e\u00e9]ni\w{1,2} [(/] ?low bone (?:mass|density) ?\)?"
)
_OSTEOPOROSIS = re.compile(r"(?:severe |established )?ost[e\u00e9]opor\w{2,4}", re.IGNORECASE)
_OSTEOPENIA = re.compile(rf"(?:{_LOW})", re.IGNORECASE)
# WHO Technical Report 843 (1994).
_LOWEST, _NORMAL = Decimal("-2.5"), Decimal("-1.0")


def _failures(_rows: Sequence[Figures], _layout: Layout | None) -> tuple[Failure, ...]:
    # A printed conclusion that contradicts its number is the report's own error, and told as one elsewhere.
    return ()


def _confirms(figures: Figures) -> frozenset[Column]:
    score = figures.values.get(Column.T)
    if score is None:
        return frozenset()
    porosis = bool(_OSTEOPOROSIS.fullmatch(figures.stated)) and score <= _LOWEST
    penia = bool(_OSTEOPENIA.fullmatch(figures.stated)) and _LOWEST < score < _NORMAL
    return frozenset({Column.T}) if porosis or penia else frozenset()


CHECK = Check(name="score against class", failures=_failures, confirms=_confirms)
