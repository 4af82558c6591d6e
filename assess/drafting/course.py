"""Comparison with earlier examinations: the arithmetic, the least significant change, and what it means."""

from collections.abc import Iterator

from assess.drafting.desk import Desk, in_assessment, measured
from assess.over_time.changes import LEAST_CHANGE, left_out_of
from dxa.assessment import Change
from dxa.draft import DraftSentence, DraftSource
from dxa.report import Quantity


def comparison(desk: Desk) -> Iterator[DraftSentence]:
    """Yield each change with its worked line, and what it has to be read with."""
    changes = desk.assessment.changes
    if not changes:
        earlier = [row for row in desk.report.measurements if row.quantity is Quantity.BMD and not row.current]
        sources = (in_assessment("/changes"), *(measured(row) for row in earlier))
        yield desk.say("no_prior_same_site" if earlier else "no_prior", *sources)
        return
    for place, change in enumerate(changes):
        yield _change(desk, change, sources_of(desk, place))
    for code in dict.fromkeys(code for change in changes for code in change.caveats):
        text = desk.told(code)
        if text:
            rests = [sources_of(desk, place) for place, change in enumerate(changes) if code in change.caveats]
            whole = [*(one for some in rests for one in some), *desk.firing(code)]
            yield DraftSentence(text=text, sources=tuple(dict.fromkeys(whole)))


def sources_of(desk: Desk, place: int) -> tuple[DraftSource, ...]:
    """Return a change of the assessment and the number it ends with as sources."""
    found = [one.measurement for one in desk.assessment.changes[place].because if one.measurement in desk.rows]
    rows = tuple(measured(desk.rows[name]) for name in found if name)
    return (in_assessment(f"/changes/{place}"), *rows)


def _change(desk: Desk, change: Change, sources: tuple[DraftSource, ...]) -> DraftSentence:
    if unused := left_out_of(change):
        site = capital(desk.site(change.region, change.side, change.levels))
        return desk.say("change_unused", *sources, site=site, why=" and the ".join(unused), since=_with(change))
    verdict = desk.catalogue.messages["verdict"][change.verdict.value].towards(desk.audience) or change.verdict.value
    lsc = f"{change.lsc_g_cm2:f}" if change.lsc_g_cm2 is not None else None
    return desk.say(
        "change",
        *sources,
        site=capital(desk.site(change.region, change.side, change.levels)),
        arithmetic=_arithmetic(change),
        percent=f" ({change.delta_percent:f} %)" if change.delta_percent is not None else "",
        since=_since(change),
        lsc=desk.words("lsc_known", lsc=lsc) + _worked_lsc(change) if lsc else desk.words("lsc_unknown"),
        verdict=verdict,
    )


def _with(change: Change) -> str:
    return f" with the examination of {change.start.date.isoformat()}" if change.start.date else ""


def _since(change: Change) -> str:
    return f" since {change.start.date.isoformat()}" if change.start.date else ", date of the earlier one not known"


def _arithmetic(change: Change) -> str:
    return f"{change.end.bmd:f} - {change.start.bmd:f} = {change.delta_g_cm2:f} g/cm²"


def _worked_lsc(change: Change) -> str:
    """Return how the least significant change was worked out, as the assessment has it; nothing where it was stated."""
    term = next((one.term for one in change.because if LEAST_CHANGE in one.term), "")
    worked = term.partition(LEAST_CHANGE)[2].strip()
    return f" = {worked.removeprefix('(').replace(')', '', 1) if worked.startswith('(') else worked}" if worked else ""


def capital(text: str) -> str:
    """Return text with a capital at its beginning."""
    return text[:1].upper() + text[1:]
