"""What headings mean beside each other: bare percentages, scores of something else, units and changes."""

import re
from collections.abc import Sequence
from dataclasses import replace

from dxa.regions import Side
from dxa.sites import site_of
from parsers.pdf.headings.columns import SCORES, Column, meaning_of
from parsers.pdf.headings.header import Heading

_SUBJECTS = {
    Column.BMD: Column.BMD,
    Column.BMC: Column.BMD,
    Column.AREA: Column.BMD,
    Column.TBS: Column.TBS,
    Column.BODY: Column.BODY,
}


def settled(headings: Sequence[Heading]) -> list[Heading]:
    """Return the headings with bare percentages named after the score to their right, and foreign scores set aside."""
    headings = _shares(_under_words(headings))
    known: list[Heading] = []
    kinds = {heading.column for heading in headings}
    subject: Column | None = None if Column.BMD in kinds else _foreign(kinds)
    named = _percentages([heading.column for heading in headings])
    for at, heading in enumerate(headings):
        kind = named.get(at, heading.column)
        subject = _SUBJECTS.get(kind, subject)
        if kind is Column.REGION and any(other.column is Column.REGION for other in known):
            kind = Column.PART
        # TBS and fat mass have T- and Z-scores of their own.
        if kind in {*SCORES, Column.YOUNG, Column.MATCHED} and subject in {Column.TBS, Column.BODY}:
            kind = Column.OTHER
        known.append(heading if kind is heading.column else replace(heading, column=kind))
    return _told_apart(_with_units(_compared(_timed(known))))


_ABOVE = re.compile(r"(?P<above>[^\W\d_][^\d%()/:]*?)\s+(?P<score>[TZ] ?-? ?\w+)", re.IGNORECASE)
"""A score below words, such as those that name its reference in a language not known here."""
_NOT_OF_BONE = re.compile(
    r"tbs|fat|fett|gras|lean|mager|mass|tissue|chang|diff|verschil|\u00e4nder|vera?nder|vari|evol|prev|prec|prior|anter|vorig|"
    r"fr\u00fch|vorh|height|hoogte|taille|talla|alt(?:ur|ezz)|h\u00f6he|haz|adj|sos|bua|stiff|lsc|mean|mittel|ratio|index|qct",
    re.IGNORECASE,
)


def _under_words(headings: Sequence[Heading]) -> list[Heading]:
    """Return the headings, a score below unknown words as that score where a table of densities has no other.

    "Leeft. gel. Z-score" is a Z-score, whatever its first words say, unless they may say that it is none of bone
    density, or of another place or time.
    """
    kinds = [heading.column for heading in headings]
    if kinds.count(Column.BMD) != 1:
        return list(headings)
    meant = [_score_below(heading) if heading.column is Column.UNKNOWN else None for heading in headings]
    return [
        replace(heading, column=kind) if kind and meant.count(kind) == 1 and kind not in kinds else heading
        for heading, kind in zip(headings, meant, strict=True)
    ]


def _score_below(heading: Heading) -> Column | None:
    found = _ABOVE.fullmatch(heading.text)
    if found is None or _NOT_OF_BONE.search(found["above"]) or site_of(found["above"]) is not None:
        return None
    meaning = meaning_of(found["score"], {})
    return meaning.column if meaning and meaning.column in SCORES and meaning.qualifier is None else None


_SHARE_OF = {Column.T: Column.YOUNG, Column.Z: Column.MATCHED}


def _shares(headings: Sequence[Heading]) -> list[Heading]:
    """Return the headings, "T-score %" right behind a T-score as the percentage that belongs to it."""
    pairs = zip([None, *headings], headings, strict=False)
    return [
        replace(heading, column=_SHARE_OF[heading.column])
        if before
        and heading.column in _SHARE_OF
        and heading.unit == "%"
        and (before.column, before.qualifier) == (heading.column, heading.qualifier)
        and before.unit != "%"
        else heading
        for before, heading in pairs
    ]


def _timed(headings: list[Heading]) -> list[Heading]:
    """Return the headings, an earlier score only beside a current one where there is a current density.

    In "Current BMD, T-score Previous, BMD" printed tightly, the word belongs to the density behind it.
    """
    current = {heading.column for heading in headings if not _is_earlier(heading)}
    return [
        replace(heading, column=Column.OTHER)
        if heading.column in SCORES and _is_earlier(heading) and Column.BMD in current and heading.column not in current
        else heading
        for heading in headings
    ]


def _compared(headings: list[Heading]) -> list[Heading]:
    """Return the headings, a change only where it is against the one previous examination the table holds."""
    priors = {heading.qualifier for heading in headings if heading.column is Column.BMD and _is_earlier(heading)}
    known = len(priors) == 1
    return [
        replace(heading, column=Column.OTHER) if heading.column is Column.CHANGED and not known else heading
        for heading in headings
    ]


def _is_earlier(heading: Heading) -> bool:
    return heading.qualifier is not None and bool(heading.qualifier.earlier)


def _with_units(headings: list[Heading]) -> list[Heading]:
    """Return the headings, a BMD without a unit of its own in the one another states, or that stands with the region.

    A region has no unit: what stands below its word is the second line of another heading.
    """
    stated = {heading.unit for heading in headings if heading.column in {Column.BMD, Column.REGION} and heading.unit}
    unit = stated.pop() if len(stated) == 1 else None
    return [
        replace(heading, unit=unit) if heading.column is Column.BMD and not heading.unit else heading
        for heading in headings
    ]


def _percentages(kinds: Sequence[Column]) -> dict[int, Column]:
    """Return what the percentages are whose headings do not say it: before the T-score, and then before the Z-score.

    Where one stands anywhere else, as behind the scores, none of them is known.
    """
    bare = [at for at, kind in enumerate(kinds) if kind is Column.PERCENT]
    follows = [kinds[at + 1] if at + 1 < len(kinds) else None for at in bare]
    if (
        follows[:1] == [Column.T]
        and follows[1:] in ([], [Column.Z])
        and not {Column.YOUNG, Column.MATCHED} & set(kinds)
    ):
        return dict(zip(bare, (Column.YOUNG, Column.MATCHED), strict=False))
    if follows == [Column.Z] and Column.YOUNG in kinds and Column.MATCHED not in kinds:
        # The words over both columns stand over the score alone where they are short.
        return {bare[0]: Column.MATCHED}
    return dict.fromkeys(bare, Column.OTHER)


def _foreign(kinds: set[Column]) -> Column | None:
    """Return what the scores of a table without BMD are of, where it is not bone."""
    return next((kind for kind in (Column.BODY, Column.TBS) if kind in kinds), None)


def _told_apart(headings: list[Heading]) -> list[Heading]:
    """Return the headings, those of a mean or difference only beside a left and a right one."""
    sides = {heading.qualifier.side for heading in headings if heading.qualifier}
    if sides & {Side.LEFT, Side.RIGHT}:
        return headings
    alone = {Side.MEAN, Side.DIFFERENCE}
    return [
        replace(heading, column=Column.UNKNOWN) if heading.qualifier and heading.qualifier.side in alone else heading
        for heading in headings
    ]
