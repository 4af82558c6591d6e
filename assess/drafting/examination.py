"""Indication, technique and the table of results: what the report itself says."""

from collections.abc import Iterator

from assess.case.stated import number_of
from assess.drafting.desk import Desk, in_report, measured, plain, plain_value, quantity, value
from assess.drafting.told import stated, told
from dxa.draft import DraftRow, DraftSentence
from dxa.regions import Region
from dxa.report import Measurement, Quantity, Sex, StatedFact
from dxa.vocabulary import Caveat

_COLUMNS = (Quantity.BMD, Quantity.T_SCORE, Quantity.Z_SCORE)
_ASIDE = (Quantity.TBS, Quantity.FRAX_MAJOR, Quantity.FRAX_HIP)
"""Numbers a sentence of their own is written about."""
_FACT_UNITS = {"cm": " cm", "kg": " kg", "years": " years", "percent": " %"}
"""By the last word of a fact's name."""
_ANSWERS = {"true": "yes", "false": "no"}
_SAID_APART = ("age_years", "sex")
_FACILITY = "facility."
_PRECISION = {
    "lsc_g_cm2": ("least significant change", " g/cm²"),
    "lsc_percent": ("least significant change", " %"),
    "precision_error_g_cm2": ("precision error", " g/cm²"),
    "precision_error_percent": ("precision error", " %"),
}
"""What a facility says of its precision, by the second part of the fact's name; the third is the site."""


def indication(desk: Desk) -> Iterator[DraftSentence]:
    """Yield why the examination was done and what the report says of the patient; never who it is."""
    context = desk.report.context
    source = in_report("/context/indication")
    if context.indication:
        yield desk.say("indication", source, indication=" ".join(context.indication.split()))
    else:
        yield desk.say("indication_none", source)
    yield _who(desk)
    facts = [_stated(desk, fact) for fact in context.facts if not fact.name.startswith((*_SAID_APART, _FACILITY))]
    if facts:
        yield desk.say("stated_facts", in_report("/context/facts"), facts="; ".join(dict.fromkeys(facts)))
    others = list(told(desk))
    if others:
        sources = (source for _, source in others)
        yield desk.say("told_facts", *sources, facts="; ".join(words for words, _ in others))


def _who(desk: Desk) -> DraftSentence:
    """Return sex and age, from the header or else as somebody or the report's own words state them."""
    patient, known = desk.report.patient, desk.stated
    sources = [in_report("/patient/sex"), in_report("/patient/age_years")]
    sex, age = patient.sex, patient.age_years
    if sex is None and known.sex is not None:
        sex, sources[0] = known.sex, stated("sex")
    if age is None and known.age_years is not None:
        age, sources[1] = known.age_years, stated("age_years")
    if sex is None and (said_sex := _in_words(desk, "sex")) in set(Sex):
        sex, sources[0] = Sex(said_sex), in_report("/context/facts")
    if age is None and (said_age := number_of(_in_words(desk, "age_years"))) is not None:
        age, sources[1] = said_age, in_report("/context/facts")
    years = f"{age:f} years at the examination" if age is not None else "age not stated"
    said = sex.value if sex else "sex not stated"
    if Caveat.SEX_MISMATCH.value in desk.assessment.headline.caveats:
        said = "the sources contradict each other about the sex"
    if Caveat.AGE_DOB_MISMATCH.value in desk.assessment.headline.caveats:
        years = (
            "and about the age" if said.startswith("the sources") else "the sources contradict each other about the age"
        )
    return desk.say("who", *sources, who=f"{said}, {years}")


def _in_words(desk: Desk, name: str) -> str:
    """Return what the report's own words state; empty where they state nothing, or two different things."""
    found = {fact.value for fact in desk.report.context.facts if fact.name == name and not fact.denied}
    return found.pop() if len(found) == 1 else ""


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
    if told_of := list(_precision(desk)):
        yield desk.say("precision", in_report("/context/facts"), facts="; ".join(told_of))
    rows = [row for row in current(desk) if row.quantity in _COLUMNS]
    if rows:
        # Single vertebrae are named in the table; here they stand only where nothing larger was measured.
        whole = [row for row in rows if len(row.levels) != 1] or rows
        sites = "; ".join(dict.fromkeys(desk.site_of(row) for row in whole))
        yield desk.say("sites", *(measured(row) for row in whole), sites=sites)
    for reference in dict.fromkeys(row.reference for row in rows if row.reference):
        known = [measured(row) for row in rows if row.reference == reference]
        yield desk.say("reference", *known, reference=" ".join(reference.split()))


def _precision(desk: Desk) -> Iterator[str]:
    """Yield what the report says of the precision of its facility, site by site."""
    for fact in desk.report.context.facts:
        figure, _, site = fact.name.removeprefix(_FACILITY).partition(".")
        if fact.name.startswith(_FACILITY) and figure in _PRECISION and not fact.denied:
            name, unit = _PRECISION[figure]
            yield f"{name}{f' at the {plain(site)}' if site else ''} {fact.value}{unit}"


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
