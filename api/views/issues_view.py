"""What was read with care, said once for all places where it was met."""

from collections.abc import Iterable
from dataclasses import dataclass

from dxa.issues import ROUTINE
from dxa.locator import Locator
from dxa.report import Issue


@dataclass(frozen=True, slots=True, kw_only=True)
class CareView:
    """One issue with every place of it; a place is named by the position of its issue in the report."""

    code: str
    text: str
    places: tuple[tuple[int, Locator], ...]


def cares(issues: Iterable[Issue]) -> tuple[CareView, ...]:
    """Return the issues of a report, each once; what only tells how the document is written comes last."""
    places: dict[tuple[str, str], list[tuple[int, Locator]]] = {}
    for position, issue in enumerate(issues):
        of_issue = places.setdefault((issue.code, issue.text), [])
        if issue.locator:
            of_issue.append((position, issue.locator))
    views = (CareView(code=code, text=text, places=tuple(found)) for (code, text), found in places.items())
    return tuple(sorted(views, key=lambda one: one.code in ROUTINE))
