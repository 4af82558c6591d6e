"""A draft report as plain text, ready to be copied into another system."""

from collections.abc import Iterator
from textwrap import wrap

from api.views.terminal_table import table
from assess.typesetting import typeset
from dxa.draft import DraftReport, DraftRow, DraftSection

_HEAD = ("Site", "BMD g/cm²", "T-score", "Z-score", "")
_MISSING = "-"


def text_of(draft: DraftReport, width: int | None = None) -> str:
    """Return the whole text; a width breaks the lines, without one each sentence is one line."""
    return "\n".join(lines_of(draft, width))


def lines_of(draft: DraftReport, width: int | None = None) -> Iterator[str]:
    """Yield the lines of the text, section by section."""
    for number, section in enumerate(draft.sections):
        if number:
            yield ""
        yield section.title.upper()
        yield from _section(section, width)
    yield ""
    yield from _broken(draft.disclaimer, width)


def _section(section: DraftSection, width: int | None) -> Iterator[str]:
    if section.rows:
        yield from table(_HEAD, [_cells(row) for row in section.rows], right=frozenset({1, 2, 3}))
    for sentence in section.sentences:
        yield from _broken(sentence.text, width)


def _cells(row: DraftRow) -> tuple[str, ...]:
    cells = (row.site, row.bmd or _MISSING, row.t_score or _MISSING, row.z_score or _MISSING, row.note or "")
    return tuple(typeset(cell) for cell in cells)


def _broken(text: str, width: int | None) -> Iterator[str]:
    if width is None:
        yield text
    else:
        yield from wrap(text, width) or [""]
