"""What the words of a report claim about change over time, against the changes its numbers show."""

from collections.abc import Iterator

from assess.case.situation import Situation
from assess.checking.check import Judged, fires, silent, undecided
from assess.over_time.baseline import further_changes_of
from assess.over_time.changes import changes_of
from dxa.assessment import Change, ChangeVerdict, Reason, Truth
from dxa.regions import Region, Side
from dxa.report import Direction, StatedChange

_DECIDED = {ChangeVerdict.SIGNIFICANT_GAIN: Direction.GAIN, ChangeVerdict.SIGNIFICANT_LOSS: Direction.LOSS}

_HIP = frozenset({Region.FEMORAL_NECK, Region.TOTAL_HIP})


def matched(situation: Situation) -> Iterator[tuple[StatedChange, tuple[Change, ...]]]:
    """Yield every claim with the changes of its site; of a claim without site, all of them."""
    newest, older = situation.once(changes_of), situation.once(further_changes_of)
    for claim in situation.report.text.stated_changes:
        # "Stable" is said of the newest examination; a loss may well be told of an older one.
        every = newest if claim.direction is Direction.STABLE else (*newest, *older)
        changes = [one for one in every if one.verdict is not ChangeVerdict.NOT_COMPARABLE]
        of_site = (one for one in changes if _is_there(claim.region, one) and claim.side in {None, one.side})
        yield claim, tuple(of_site)


def _is_there(region: Region | None, change: Change) -> bool:
    """Return whether a change is of the site a claim names; "the hip" is neck or total hip."""
    return region in {None, change.region} or (region is Region.HIP_UNSPECIFIED and change.region in _HIP)


def trend_judged(situation: Situation) -> Judged:
    """Return whether a claim goes the other way than every number of its site; stable is against a decided change.

    Stable without a site is said of all of them, but for those the words tell of by name. A change the words deny is
    held against each number: one significant loss is enough against "no significant loss".
    """
    claims = list(matched(situation))
    told = [claim for claim, _ in claims]
    wrong = [(claim, one) for claim, changes in claims for one in _contradicting(claim, changes, told)]
    if wrong:
        claim, change = wrong[0]
        words = f"The report claims {worded(claim)}; its numbers show {_shown(change)}: {_arithmetic(change)}."
        return fires(*(_reason(*one) for one in wrong), says=words)
    # Whether the density is stable, or not lost as the words deny, only the least significant change can tell.
    weighed = [one for claim, changes in claims if claim.denied or _is_stable(claim) for one in changes]
    open_ones = [one for one in weighed if one.verdict is ChangeVerdict.UNDECIDABLE]
    return undecided(_missing_of(open_ones[0])) if open_ones else silent()


def _is_stable(claim: StatedChange) -> bool:
    return claim.direction is Direction.STABLE or claim.significant is False


def _missing_of(change: Change) -> str:
    """Return what would decide a change: the least significant change, or else whether the device is the same."""
    return f"facility.lsc_g_cm2.{change.region.value}" if change.lsc_g_cm2 is None else "same_device"


def _contradicting(claim: StatedChange, changes: tuple[Change, ...], told: list[StatedChange]) -> list[Change]:
    if claim.denied:
        return [one for one in changes if _is_denied(claim, one)]
    if claim.region is None and claim.direction is Direction.STABLE:
        return _left_out(claim, changes, told)
    return list(changes) if all(_against(claim, other) for other in changes) else []


def _left_out(claim: StatedChange, changes: tuple[Change, ...], told: list[StatedChange]) -> list[Change]:
    """Return the changes "no significant change" passes over: it speaks of every site nothing else is told of.

    A site with several earlier examinations is passed over only if it changed since each of them; whoever tells of a
    loss at the spine and of no change besides has left out nothing.
    """
    of_sites: dict[tuple[Region, Side | None], list[Change]] = {}
    for one in changes:
        of_sites.setdefault((one.region, one.side), []).append(one)
    return [
        one
        for of_site in of_sites.values()
        if all(_against(claim, other) and not any(_tells(words, other) for words in told) for other in of_site)
        for one in of_site
    ]


def _tells(claim: StatedChange, change: Change) -> bool:
    """Return whether words tell of a change at its own site, in its own direction."""
    of_site = claim.region is not None and _is_there(claim.region, change) and claim.side in {None, change.side}
    return of_site and not claim.denied and _DECIDED.get(change.verdict) is claim.direction


def _is_denied(claim: StatedChange, change: Change) -> bool:
    """Return whether the numbers show what the words deny."""
    if claim.direction is Direction.STABLE:
        return change.verdict is ChangeVerdict.WITHIN_LSC
    return _DECIDED.get(change.verdict) is claim.direction


def _against(claim: StatedChange, change: Change) -> bool:
    if _is_stable(claim):
        return change.verdict in _DECIDED
    return change.delta_g_cm2 >= 0 if claim.direction is Direction.LOSS else change.delta_g_cm2 <= 0


def below_lsc_judged(situation: Situation) -> Judged:
    """Return whether a change called significant stays within the least significant change everywhere at its site."""
    claims = [(claim, changes) for claim, changes in matched(situation) if claim.significant and not claim.denied]
    within = [
        _reason(claim, one)
        for claim, changes in claims
        for one in changes
        if claim.direction is not Direction.STABLE and all(_within(other) for other in changes)
    ]
    if within:
        return fires(*within)
    open_ones = [one for _, changes in claims for one in changes if one.verdict is ChangeVerdict.UNDECIDABLE]
    return undecided(_missing_of(open_ones[0])) if open_ones else silent()


def _within(change: Change) -> bool:
    return change.verdict is ChangeVerdict.WITHIN_LSC


_VERDICTS = {ChangeVerdict.WITHIN_LSC: "no significant change", ChangeVerdict.UNDECIDABLE: "a change nobody can judge"}


def _shown(change: Change) -> str:
    """Return what the numbers of a change show, in words."""
    return _VERDICTS.get(change.verdict) or change.verdict.value.replace("_", " ")


def _arithmetic(change: Change) -> str:
    lsc = "not known" if change.lsc_g_cm2 is None else f"{change.lsc_g_cm2} g/cm2"
    place = change.region.value.replace("_", " ")
    return f"change at the {place} of {change.delta_g_cm2} g/cm2 (least significant change {lsc})"


def _reason(claim: StatedChange, change: Change) -> Reason:
    return Reason(
        term=_arithmetic(change),
        value=_shown(change),
        operator="==",
        threshold=f'the stated "{worded(claim)}"',
        verdict=Truth.FALSE,
        source="report",
    )


def worded(claim: StatedChange) -> str:
    """Return a claim in words, such as "no significant change", "significant loss" or "no gain"."""
    if claim.direction is Direction.STABLE and not claim.denied:
        return "no significant change" if claim.significant is False else "stable bone density"
    weight = "significant " if claim.significant else ""
    noun = "stability" if claim.direction is Direction.STABLE else claim.direction.value
    after = " that is not significant" if claim.significant is False else ""
    return f"{'no ' if claim.denied else ''}{weight}{noun}{after}"
