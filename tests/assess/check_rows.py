"""Short ways to write the report of a check's situation."""

from assess import assess
from dxa.assessment import CheckResult
from dxa.schema import load_facts, load_report

L1_L4 = ["L1", "L2", "L3", "L4"]
WOMAN = {"sex": "female", "age_years": "66", "menopausal_status": "postmenopausal"}
YOUNG = {"sex": "female", "age_years": "36", "menopausal_status": "premenopausal"}
GE = {"device": {"manufacturer": "GE Healthcare"}}
HOLOGIC = {"device": {"manufacturer": "HOLOGIC"}}


def row(region, value, quantity="t_score", levels=(), **more):
    unit = "g/cm2" if quantity == "bmd" else "1"
    return {"region": region, "value": value, "quantity": quantity, "levels": list(levels), "unit": unit, **more}


def neck(value, quantity="t_score", **more):
    return row("femoral_neck", value, quantity, side="left", **more)


def spine(value, levels=L1_L4, quantity="t_score", **more):
    return row("lumbar_spine", value, quantity, levels, **more)


def singles(*values, **more):
    return [spine(value, [level], **more) for level, value in zip(L1_L4, values, strict=False)]


def says(stated, **more):
    return {"text": {"stated_classification": stated}, **more}


def result(code, rows, facts=None, priors=(), **report) -> CheckResult:
    """Return what the check of that code says; of several with one code (M25 and the like) the named check's."""
    loaded = load_report({"measurements": rows, **report})
    earlier = [load_report(prior) for prior in priors]
    assessment = assess(loaded, load_facts(facts or {}), earlier)
    return next(found for found in assessment.checks if found.code == code)
