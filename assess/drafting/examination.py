"""Indication, technique and the table of results: what the report itself says."""

from collections.abc import Iterator

from assess.drafting.desk import Desk, in_report, measured, plain_value, quantity, value
from assess.drafting.told import stated, told
from dxa.draft import DraftRow, DraftSentence
from dxa.regions import Region
from dxa.report import Measurement, Quantity, StatedFact
from dxa.vocabulary import Caveat

_COLUMNS = (Quantity.BMD, Quantity.T_SCORE, Quantity.Z_SCORE)
_ASIDE = (Quantity.TBS, Quantity.FRAX_MAJOR, Quantity.FRAX_HIP)
"""Numbers a sentence of their own is written about."""
_FACT_UNITS = {"cm": " cm", "kg": " kg", "years": " years", "percent": " %"}
"""By the last word of a fact's name."""
_ANSWERS = {"true": "yes", "false": "no"}


def indication(desk: Desk) -> Iterator[DraftSentence]:
    """Yield why the examination was done and what the report says of the patient; never who it is."""
    context = desk.report.context
    source = in_report("/context/indication")
    if context.indication:
        yield desk.say("indication", source, indication=" ".join(context.indication.split()))
    else:
        yield desk.say("indication_none", source)
    yield _who(desk)
    facts = [_stated(desk, fact) for fact in context.facts]
    if facts:
        yield desk.say("stated_facts", in_report("/context/facts"), facts="; ".join(dict.fromkeys(facts)))
    others = list(told(desk))
    if others:
        sources = (source for _, source in others)
        yield desk.say("told_facts", *sources, facts="; ".join(words for words, _ in others))


def _who(desk: Desk) -> DraftSentence:
    """Return sex and age, from the header or else as somebody stated them."""
    patient, known = desk.report.patient, desk.stated
    sources = [in_report("/patient/sex"), in_report("/patient/age_years")]
    sex, age = patient.sex, patient.age_years
    if sex is None and known.sex is not None:
        sex, sources[0] = known.sex, stated("sex")
    if age is None and known.age_years is not None:
        age, sources[1] = known.age_years, stated("age_years")
    years = f"{age:f} years at the examination" if age is not None else "age not stated"
    said = sex.value if sex else "sex not stated"
    if Caveat.SEX_MISMATCH.value in desk.assessment.headline.caveats:
        said = "the sources contradict each other about the sex"
    if Caveat.AGE_DOB_MISMATCH.value in desk.assessment.headline.caveats:
        years = (
            "and about the age" if said.startswith("the sources") else "the sources contradict each other about the age"
        )
    return desk.say("who", *sources, who=f"{said}, {years}")


def _stated(desk: Desk, fact: StatedFact) -> str:
    unit = _FACT_UNITS.get(fact.name.rpartition("_")[2], "")
    said = _ANSWERS.get(fact.value, plain_value(fact.value))
    return f"{'denied: ' if fact.denied else ''}{desk.fact(fact.name)}: {said}{unit}"


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
