"""Sides and times over groups of columns: "Left" over BMD and T-score, "Current" over three and "Previous" over two."""

from collections.abc import Mapping, Sequence
from itertools import dropwhile

from parsers.pdf.headings.columns import LABELS, Column, meaning_of
from parsers.pdf.headings.over_names import RESULTS, names_limb
from parsers.pdf.headings.qualifiers import is_qualifier
from parsers.pdf.headings.strips import Strip, as_heading
from parsers.pdf.text.words import Word, text_of

_TWO = 2


def doubled(strips: list[Strip], runs: Sequence[list[Word]], extra: Mapping[str, Column]) -> list[Strip] | None:
    """Return the columns with one for each side or time below a quantity, such as T-score over Left and Right.

    None where not every quantity stands over as many of them, each of its own.
    """
    line = runs[0][0].base
    over = [strip for strip in strips if all(word.base < line - 0.5 * word.size for word in strip.words)]
    results = [strip for strip in over if as_heading(strip, extra).column not in LABELS]
    count = len(runs) // len(results) if results else 0
    if count < _TWO or len(runs) != count * len(results):
        return None
    made: list[Strip] = []
    for at, strip in enumerate(results):
        group = runs[at * count : (at + 1) * count]
        names = {text_of(run).casefold() for run in group}
        below = min(run[0].base for run in group) > max(word.base for word in strip.words)
        middle, size = (strip.x0 + strip.x1) / 2, strip.words[0].size
        if len(names) < count or not below or not group[0][0].x0 - size <= middle <= group[-1][-1].x1 + size:
            return None
        made += [Strip(list(run), [*strip.words, *strip.spanning]) for run in group]
    return sorted([*(strip for strip in strips if strip not in results), *made], key=lambda strip: strip.x0)


def qualifiers_in(line: list[list[Word]], extra: Mapping[str, Column]) -> list[list[Word]]:
    """Return the sides and times of a line of headings; a limb right before BMD is the word over the names of rows."""
    after = [*line[1:], []]
    return [
        run
        for run, follows in zip(line, after, strict=True)
        if is_qualifier(text_of(run))
        and not (
            follows
            and names_limb(text_of(run))
            and (meaning := meaning_of(text_of(follows), extra))
            and meaning.column in RESULTS
        )
    ]


def qualify(strips: list[Strip], runs: Sequence[Sequence[Word]], extra: Mapping[str, Column]) -> None:
    """Add sides or times to the columns they stand over: one each, or groups of neighbouring columns."""
    # An unknown word before the first quantity heads the names of the rows.
    unnamed = dropwhile(lambda strip: as_heading(strip, extra).column is Column.UNKNOWN, strips)
    results = [strip for strip in unnamed if as_heading(strip, extra).column not in LABELS]
    if len(runs) == len(results) and all(map(is_over, runs, results)):
        groups = [slice(at, at + 1) for at in range(len(runs))]
    else:
        kinds = [as_heading(strip, extra).column for strip in results]
        groups = _like_groups(runs, results, kinds) or _unlike_groups(runs, results, kinds)
    for run, group in zip(runs, groups, strict=False):
        for strip in results[group]:
            strip.spanning += run


def _like_groups(
    runs: Sequence[Sequence[Word]], results: Sequence[Strip], kinds: Sequence[Column]
) -> list[slice] | None:
    """Return equal groups of columns; one without a counterpart, such as a comment, may follow them."""
    for count in range(len(results) // len(runs), 0, -1):
        groups = [slice(at * count, (at + 1) * count) for at in range(len(runs))]
        same = all(kinds[group] == kinds[groups[0]] for group in groups)
        rest = set(kinds[len(runs) * count :]) & set(kinds[groups[0]])
        if same and not rest and all(map(_stands_over, runs, (results[group] for group in groups))):
            return groups
    return None


def _unlike_groups(runs: Sequence[Sequence[Word]], results: Sequence[Strip], kinds: Sequence[Column]) -> list[slice]:
    """Return groups that begin with the same quantity and differ in length: three columns of today, two of before.

    Each heading has to stand over the middle of its columns or begin with them. Nothing is returned where that holds
    for two ways of parting the columns, or for none.
    """
    starts = [at for at, kind in enumerate(kinds) if kind == kinds[0]]
    if len(starts) != len(runs) or starts[-1] == len(runs) - 1:
        return []
    fitting = []
    for end in range(starts[-1] + 1, len(kinds) + 1):
        groups = [slice(start, stop) for start, stop in zip(starts, [*starts[1:], end], strict=True)]
        own = [set(kinds[group]) for group in groups]
        widest = max(own, key=len)
        nested = all(kinds_of <= widest for kinds_of in own) and not widest & set(kinds[end:])
        if nested and any(all(map(fits, runs, (results[group] for group in groups))) for fits in (_centred, _flush)):
            fitting.append(groups)
    return fitting[0] if len(fitting) == 1 else []


def is_over(run: Sequence[Word], strip: Strip) -> bool:
    """Return whether words stand over or under a column, wholly or in part."""
    return run[0].x0 < strip.x1 and strip.x0 < run[-1].x1


def _stands_over(run: Sequence[Word], group: Sequence[Strip]) -> bool:
    middle, size = (run[0].x0 + run[-1].x1) / 2, run[0].size
    return group[0].x0 - _TWO * size <= middle <= group[-1].x1 + _TWO * size


def _centred(run: Sequence[Word], group: Sequence[Strip]) -> bool:
    return abs(run[0].x0 + run[-1].x1 - group[0].x0 - group[-1].x1) <= _TWO * _OFF * run[0].size


def _flush(run: Sequence[Word], group: Sequence[Strip]) -> bool:
    return abs(run[0].x0 - group[0].x0) <= _OFF * run[0].size


_OFF = 1.5
"""Heights of a character by which a heading may lie off the middle or the edge of its columns."""
