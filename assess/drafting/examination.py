"""Indication, technique and the table of results: what the report itself says."""

from collections.abc import Iterator

from assess.drafting.desk import Desk, in_report, measured, plain_value, quantity, value
from dxa.draft import DraftRow, DraftSentence
from dxa.regions import Region
from dxa.report import Measurement, Quantity, StatedFact

_COLUMNS = (Quantity.BMD, Quantity.T_SCORE, Quantity.Z_SCORE)
_ASIDE = (Quantity.TBS, Quantity.FRAX_MAJOR, Quantity.FRAX_HIP)
"""Numbers a sentence of their own is written about."""
_FACT_UNITS = {"cm": " cm", "kg": " kg", "years": " years", "percent": " %"}
"""By the last word of a fact's name."""


def indication(desk: Desk) -> Iterator[DraftSentence]:
    """Yield why the examination was done and what the report says of the patient; never who it is."""
    context, patient = desk.report.context, desk.report.patient
    source = in_report("/context/indication")
    if context.indication:
        yield desk.say("indication", source, indication=" ".join(context.indication.split()))
    else:
        yield desk.say("indication_none", source)
    age = (
        f"{patient.age_years:f} years at the examination" if patient.age_years is not None else "age not in the header"
    )
    who = f"{patient.sex.value if patient.sex else 'sex not in the header'}, {age}"
    yield desk.say("who", in_report("/patient/sex"), in_report("/patient/age_years"), who=who)
    facts = [_stated(desk, fact) for fact in context.facts]
    if facts:
        yield desk.say("stated_facts", in_report("/context/facts"), facts="; ".join(dict.fromkeys(facts)))


def _stated(desk: Desk, fact: StatedFact) -> str:
    unit = _FACT_UNITS.get(fact.name.rpartition("_")[2], "")
    return f"{'denied: ' if fact.denied else ''}{desk.fact(fact.name)} {plain_value(fact.value)}{unit}"


def technique(desk: Desk) -> Iterator[DraftSentence]:
    """Yield device, day, sites and reference populations as printed."""
    study, device = desk.report.study, desk.report.study.device
    parts = [device.manufacturer, device.model, f"software {device.software}" if device.software else None]
    named = " ".join(part for part in parts if part)
    source = in_report("/study/device")
    yield desk.say("device", source, device=named) if named else desk.say("device_none", source)
    day = in_report("/study/performed_on")
    performed = study.performed_on.isoformat() if study.performed_on else None
    yield desk.say("performed", day, date=performed) if performed else desk.say("performed_none", day)
    rows = [row for row in current(desk) if row.quantity in _COLUMNS]
    if rows:
        # Single vertebrae are named in the table; here they stand only where nothing larger was measured.
        whole = [row for row in rows if len(row.levels) != 1] or rows
        sites = "; ".join(dict.fromkeys(desk.site_of(row) for row in whole))
        yield desk.say("sites", *(measured(row) for row in whole), sites=sites)
    for reference in dict.fromkeys(row.reference for row in rows if row.reference):
        known = [measured(row) for row in rows if row.reference == reference]
        yield desk.say("reference", *known, reference=" ".join(reference.split()))


def current(desk: Desk) -> list[Measurement]:
    """Return the numbers of this examination."""
    return [row for row in desk.report.measurements if row.current]


def table(desk: Desk) -> Iterator[DraftRow]:
    """Yield a line per site with density and scores as printed."""
    sites: dict[tuple[object, ...], list[Measurement]] = {}
    for row in current(desk):
        if row.quantity in _COLUMNS and row.region is not Region.PATIENT:
            sites.setdefault((row.region, row.side, row.levels, row.excluded), []).append(row)
    for rows in sites.values():
        cells = {column: [one for one in rows if one.quantity is column] for column in _COLUMNS}
        bmd, t_score, z_score = (" / ".join(f"{one.value:f}" for one in cells[column]) or None for column in _COLUMNS)
        notes = ["excluded"] if rows[0].excluded else []
        notes += ["held"] if any(one.held for one in rows) else []
        yield DraftRow(
            site=desk.site_of(rows[0]),
            bmd=bmd,
            t_score=t_score,
            z_score=z_score,
            note=", ".join(notes) or None,
            sources=tuple(measured(one) for one in rows),
        )


def printed(desk: Desk) -> Iterator[DraftSentence]:
    """Yield the numbers that have no column: TBS and FRAX; and that nothing was read where that is so."""
    for row in current(desk):
        if row.quantity in _ASIDE:
            yield desk.say("printed", measured(row), name=quantity(row), value=value(row))
    if not any(row.quantity in _COLUMNS for row in current(desk)):
        yield desk.say("no_numbers", in_report("/measurements"))
