"""All values of a text together: repetitions collapse, contradictions and doubtful signs are held back."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from dxa.issues import IssueCode
from dxa.regions import SCAN_OF_REGION, Region, Scan, Side
from dxa.report import Quantity
from parsers.agreement import agree
from parsers.narrative.claims.conclusion import asserted
from parsers.narrative.dated import OF_TWO, newest_told, of_its_year, open_years
from parsers.narrative.examinations.compared import compared_day, is_undated
from parsers.narrative.examinations.times import Time, earlier_by_year
from parsers.narrative.harvest import Found, Harvest, Trouble, digits_of
from parsers.narrative.history_rows import ends_in_this_examination, stand_below_earlier
from parsers.narrative.language.dates import When
from parsers.narrative.lost_signs import without_sign
from parsers.narrative.mere_hip import without_lowest_again
from parsers.narrative.one_place import with_places_told
from parsers.narrative.one_side import with_one_side
from parsers.narrative.other_side import beside_sides, on_both_sides
from parsers.narrative.reanalysed import analysed_anew

Settled = tuple[Found, str | None, str | None]
"""A value, the issue code that holds it back, and the reason the text gives for leaving its vertebra out."""

_RANGES = {
    Quantity.BMD: (Decimal("0.2"), Decimal("2.0")),
    Quantity.T_SCORE: (Decimal(-8), Decimal(8)),
    Quantity.Z_SCORE: (Decimal(-8), Decimal(8)),
    Quantity.TBS: (Decimal("0.5"), Decimal(2)),
    Quantity.YOUNG_ADULT_PERCENT: (Decimal(10), Decimal(250)),
    Quantity.AGE_MATCHED_PERCENT: (Decimal(10), Decimal(250)),
    Quantity.CHANGE_PERCENT: (Decimal(-60), Decimal(60)),
    Quantity.BMC: (Decimal(0), Decimal(5000)),
    Quantity.AREA: (Decimal(0), Decimal(4000)),
}
"""BMD, T and Z as check M31 has them; the others are wide enough for any print that is not a slip."""
_LEAST_OF_BONE = Decimal("0.1")
_LOW_CLASSES, _NORMAL = frozenset(["osteopenia", "osteoporosis"]), frozenset(["normal"])
_LOW_FROM = Decimal("-1.0")


def settled(harvest: Harvest, study: When | None, year: When | None) -> tuple[list[Settled], list[Trouble]]:
    """Return the values of a text in order of appearance, each once.

    `study` is the date of the examination by the text, `year` that or its year by what stands around the text.
    """
    found = without_lowest_again(_without_left_out(harvest), harvest.sentences)
    told = _by_day(_without_repeats(with_one_side(found, harvest.sentences)), harvest, year)
    found, troubles = newest_told(of_its_year(told, year), frozenset() if study else open_years(harvest, year))
    found = with_places_told(_collapsed(_dated(found, harvest, study)), harvest)
    dashes = any(one.dashed for one in harvest.found)
    doubtful = _says(harvest, _LOW_CLASSES) and not any(_is_low(one) for one in found)
    rivals = _by_place(found)
    torn = on_both_sides(found, harvest.sentences) | beside_sides(found, harvest.sentences)
    unsigned = without_sign(found, told_normal=lambda: _says(harvest, _NORMAL))
    anew = analysed_anew(found, harvest.sentences)
    return [
        (
            one,
            _held(one, rivals[_place(one)], dashes=dashes, doubtful=doubtful)
            or (IssueCode.UNSIGNED_T_SCORE if (one.start, one.end) in unsigned else None)
            or (IssueCode.SIDE_CONFLICT if (one.start, one.end) in torn else None)
            or (IssueCode.VALUE_CONFLICT if (one.start, one.end) in anew or _is_disowned(one, harvest) else None),
            _excluded(one, harvest),
        )
        for one in found
    ], troubles


def _dated(found: Sequence[Found], harvest: Harvest, study: When | None) -> list[Found]:
    """Return the values with the day of the one earlier examination, which the text tells apart from them."""
    day = compared_day(harvest.sentences, (one.moment for one in found), study)
    if day is None:
        return list(found)
    return [replace(one, moment=replace(one.moment, when=day)) if is_undated(one.moment, day) else one for one in found]


def _place(one: Found) -> tuple[object, ...]:
    return one.site.region, one.quantity, one.moment.time


def _by_place(found: Sequence[Found]) -> dict[tuple[object, ...], list[Found]]:
    places: dict[tuple[object, ...], list[Found]] = {}
    for one in found:
        places.setdefault(_place(one), []).append(one)
    return places


def _without_repeats(found: Sequence[Found]) -> list[Found]:
    """Keep the first of statements that are equal in everything but their place."""
    kept: dict[tuple[object, ...], Found] = {}
    for one in found:
        kept.setdefault((one.site, one.quantity, one.value, one.moment, one.unsigned, one.called_low), one)
    return list(kept.values())


def _without_left_out(harvest: Harvest) -> list[Found]:
    """Take the vertebrae the text leaves out from the ranges that hold them."""
    dropped = {level for left_out in harvest.left_out for level in left_out.levels}
    ranges = {one.site.levels for one in harvest.found}
    found = []
    for one in harvest.found:
        fewer = tuple(level for level in one.site.levels if level not in dropped)
        narrower = len(one.site.levels) > 1 and fewer and fewer != one.site.levels and fewer not in ranges
        is_now = one.moment.time is Time.CURRENT
        found.append(replace(one, site=replace(one.site, levels=fewer)) if narrower and is_now else one)
    return found


def _by_day(found: Sequence[Found], harvest: Harvest, year: When | None) -> list[Found]:
    """Return the values with the time their days tell; one that nothing tells stays open.

    Beside values without a day, a day before the year of this examination is none of today's. Of days whose values
    were not understood any may be this examination's.
    """
    open_dates = {one.moment.when for one in found if one.moment.time is Time.UNSURE and one.moment.when}
    headed = any(one.moment.heads for one in found if one.moment.time is Time.UNSURE)
    if not open_dates:
        return list(found)
    current = [one for one in found if one.moment.time is Time.CURRENT and one.quantity not in OF_TWO]
    dates = open_dates | harvest.lost_days | {one.moment.when for one in found if one.moment.when}
    newest = next((day for day in open_dates if all(other == day or other.is_before(day) for other in dates)), None)
    # The newest row of a trend repeats this examination: all it says of a site is said without a date too.
    repeats = all(
        agree(one.value, other.value) for one in found if one.moment.when == newest for other in _same(one, current)
    )
    # A change has no day of its own.
    measured = [one for one in current if one.quantity is not Quantity.CHANGE_PERCENT]
    ends_here = ends_in_this_examination(newest, found, harvest, year)
    alone = ends_here if measured else not stand_below_earlier(newest, found, harvest)
    told = []
    for one in found:
        when = one.moment.when
        if one.moment.time is not Time.UNSURE or when is None:
            told.append(one)
            continue
        time = Time.UNSURE
        is_told = bool(_same(one, current))
        older = headed and (is_told or (newest is not None and bool(when.is_before(newest))))
        told_apart = len(dates) == 1 and repeats and any(other.moment.said for other in _same(one, current))
        if told_apart:
            # "On 24/08/2014 -2.7. Now -2.7": an equal value does not make a day that of today.
            pass
        elif current and headed and len(dates) == 1 and not one.tabled and earlier_by_year(when, year) is not None:
            time = Time.PRIOR
        elif when == newest and headed and (repeats if is_told or len(dates) == 1 else alone):
            time = Time.CURRENT
        elif older or (is_told and (not repeats or (newest is None and _is_other_than_now(one, current)))):
            time = Time.PRIOR
        told.append(replace(one, moment=replace(one.moment, time=time, worded=time is Time.PRIOR)))
    return told


def _is_other_than_now(one: Found, current: Sequence[Found]) -> bool:
    """Whether a dated value differs from all that words call this examination's of the same place."""
    return all(other.moment.said and not agree(one.value, other.value) for other in _same(one, current))


def _same(one: Found, current: Sequence[Found]) -> list[Found]:
    """Return what this examination gives of the same quantity at what may be the same site."""
    return [
        other for other in current if other.quantity is one.quantity and (_may_be(one, other) or _may_be(other, one))
    ]


def _collapsed(found: Sequence[Found]) -> list[Found]:
    """Keep one of equal statements: the one with the most exact site, then the most digits, then the first."""
    kept: list[Found] = []
    by_quantity: dict[Quantity, list[Found]] = {}
    for one in sorted(found, key=lambda one: (-_exactness(one), -digits_of(one.value), one.start)):
        alike = by_quantity.setdefault(one.quantity, [])
        if not any(_repeats(one, other) for other in alike):
            alike.append(one)
            kept.append(one)
    return sorted(kept, key=lambda one: one.start)


def _exactness(found: Found) -> int:
    named = found.site.region is not Region.HIP_UNSPECIFIED
    return 2 * named + (found.site.side is not None or bool(found.site.levels))


def _repeats(vague: Found, exact: Found) -> bool:
    """Whether a value says again what a more exact one says: "femoral neck -2.4" after "left femoral neck -2.4"."""
    same = (vague.quantity, vague.moment.time) == (exact.quantity, exact.moment.time)
    dates = {vague.moment.when, exact.moment.when} - {None}
    return same and len(dates) < 2 and _may_be(vague, exact) and agree(vague.value, exact.value)  # noqa: PLR2004 - two dates differ


def _may_be(vague: Found, exact: Found) -> bool:
    """Whether the vaguer site can be the exact one: the same, or the same without side, levels or region."""
    if vague.site == exact.site:
        return True
    hip = vague.site.region is Region.HIP_UNSPECIFIED and SCAN_OF_REGION.get(exact.site.region) is Scan.HIP
    region = vague.site.region is exact.site.region or hip
    side = vague.site.side in {None, exact.site.side}
    # A single vertebra is no lumbar spine.
    levels = vague.site.levels == exact.site.levels or (not vague.site.levels and len(exact.site.levels) > 1)
    return region and side and levels


def _held(one: Found, found: Sequence[Found], *, dashes: bool, doubtful: bool) -> str | None:
    low, high = _RANGES.get(one.quantity, (one.value, one.value))
    if not low <= one.value <= high:
        return IssueCode.IMPLAUSIBLE_VALUE
    unsigned = one.quantity is Quantity.T_SCORE and one.unsigned and one.value > 0
    if unsigned and (one.called_low or (doubtful and one.moment.time is Time.CURRENT)):
        return IssueCode.UNSIGNED_T_SCORE
    if any(_contradicts(one, other) for other in found if not _is_vague_beside(one, other, found)):
        return IssueCode.VALUE_CONFLICT
    if dashes and IssueCode.DETACHED_MINUS in one.issues:
        return IssueCode.DETACHED_MINUS
    return None


def _is_vague_beside(one: Found, other: Found, found: Sequence[Found]) -> bool:
    """Whether another value names no side while this one and the other side are told: only that one is in doubt."""
    if one.site.side is None or other.site.side is not None:
        return False
    sides = {each.site.side for each in found if each.site.region is one.site.region}
    return {Side.LEFT, Side.RIGHT} <= sides


def _is_amount_of_change(one: Found) -> bool:
    """Whether a density is that small that only a change or a precision has it: "an annual loss of 0.012 g/cm2"."""
    return one.quantity is Quantity.BMD and one.value < _LEAST_OF_BONE


def _contradicts(one: Found, other: Found) -> bool:
    """Whether two different values claim one place at one time; a vague hip contradicts nothing."""
    if (
        one is other
        or _is_amount_of_change(other)
        or (one.quantity, one.moment.time) != (other.quantity, other.moment.time)
        or one.value == other.value
    ):
        return False
    years = {one.moment.when and one.moment.when.year, other.moment.when and other.moment.when.year} - {None}
    days = {one.moment.when and one.moment.when.day, other.moment.when and other.moment.when.day} - {None}
    if len(years) > 1 or len(days) > 1 or one.site.region is not other.site.region:
        return False
    if one.site == other.site:
        return True
    return one.site.region is not Region.HIP_UNSPECIFIED and (_may_be(one, other) or _may_be(other, one))


def _is_disowned(one: Found, harvest: Harvest) -> bool:
    """Whether the text says elsewhere that this value is wrong, as the correction above an old report does."""
    if one.moment.time is not Time.PRIOR and any(replaced.takes(one) for replaced in harvest.replaced):
        return True
    return any(
        value == one.value and (one.site.region in regions or not regions) for value, regions in harvest.disowned
    )


def _says(harvest: Harvest, classes: frozenset[str]) -> bool:
    """Whether the text calls the density one of these classes."""
    silent = {"indication", "comparison", "technique", "recommendation", "legend"}
    return any(
        stated.name in classes
        for sentence, tokens in harvest.sentences
        if sentence.section not in silent
        for stated in asserted(tokens)
    )


def _is_low(one: Found) -> bool:
    """Whether a T-score by itself accounts for a low class."""
    return one.quantity is Quantity.T_SCORE and one.value < _LOW_FROM


def _excluded(one: Found, harvest: Harvest) -> str | None:
    """Return the text's reason for leaving out the single vertebra a value is of."""
    if len(one.site.levels) != 1:
        return None
    return next((left_out.reason for left_out in harvest.left_out if one.site.levels[0] in left_out.levels), None)
