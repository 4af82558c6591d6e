"""CAROC 2010 (Canada): the ten-year risk category by age, sex and femoral neck T-score, computed without FRAX."""

from datetime import date
from decimal import Decimal

from assess.case.fracture_sites import UNCOUNTED_READING
from assess.case.situation import Situation
from assess.expressions.evaluation import Expression
from assess.expressions.logic import Comparison, Operator, all_of, any_of, not_
from assess.rules.imaging import at_least
from assess.rules.rule import Guideline, Rule, at, figure
from assess.terms.age_table import BOTH_NEIGHBOURS, ByAge
from assess.terms.courses import taken
from assess.terms.population import AFTER_MENOPAUSE_OR_MEN_FROM_50
from assess.terms.terms import (
    AGE,
    COUNTED_FRAGILITY,
    FRACTURE_AGE,
    FRACTURES,
    GLUCOCORTICOIDS,
    IS_GLUCOCORTICOID,
    MG_PER_DAY,
    MONTHS,
    SEVERAL_FRAGILITY_FRACTURES,
    SEX,
    T_FEMORAL_NECK,
    T_SPINE,
    T_TOTAL_HIP,
    TREATED,
    fragility_fracture_at,
    measured,
)
from dxa.assessment import Citation, Evidence, PackStatus, Severity
from dxa.regions import Region
from dxa.report import Sex
from dxa.vocabulary import Risk

_ID = "caroc-2010"
_TABLE = Citation(
    title="CAROC: ten-year risk of major osteoporotic fracture (Osteoporosis Canada 2010)",
    year=2010,
    locator="Tables 1 and 2",
    url="https://bonefit.ca/lessons/testing-copy/2",
    evidence=Evidence.SEEN,
)
_MODIFIERS = at(_TABLE, "Modifiers of the basal category", Evidence.SECONDARY)

AGES = ("50", "55", "60", "65", "70", "75", "80", "85")
# Femoral neck T-score: low risk above the first, high risk below the second figure.
_WOMEN = (
    ("-2.5", "-3.8"), ("-2.5", "-3.8"), ("-2.3", "-3.7"), ("-1.9", "-3.5"),
    ("-1.7", "-3.2"), ("-1.2", "-2.9"), ("-0.5", "-2.6"), ("0.1", "-2.2"),
)  # fmt: skip
_MEN = (
    ("-2.5", "-3.9"), ("-2.5", "-3.9"), ("-2.5", "-3.7"), ("-2.4", "-3.7"),
    ("-2.3", "-3.7"), ("-2.3", "-3.8"), ("-2.1", "-3.8"), ("-2.0", "-3.8"),
)  # fmt: skip
FROM_AGE = at_least("FROM_AGE", "50", "year", _TABLE)
FRACTURE_AFTER = figure("FRACTURE_AFTER", "40", Operator.GT, "year", _MODIFIERS)
GC_DOSE = at_least("GC_DOSE", "7.5", "mg/day", _MODIFIERS)
GC_MONTHS = at_least("GC_MONTHS", "3", "month", _MODIFIERS)
OTHER_SITE_T = figure("OTHER_SITE_T", "-2.5", Operator.LE, "T-score", _MODIFIERS)


def _row(sex: str, age: str, limits: tuple[str, str], operator: Operator) -> Expression[Situation]:
    low = operator is Operator.GT
    name = f"{sex}_{'LOW_ABOVE' if low else 'HIGH_BELOW'}_AT_{age}"
    limit = figure(
        name, limits[0 if low else 1], operator, "T-score", at(_TABLE, f"Table for {sex.lower()}: age {age}")
    )
    return Comparison(T_FEMORAL_NECK, operator, limit)


def _by_sex(operator: Operator) -> Expression[Situation]:
    ages = tuple(Decimal(age) for age in AGES)
    tables = ((Sex.FEMALE, "WOMEN", _WOMEN), (Sex.MALE, "MEN", _MEN))
    return any_of(
        *(
            all_of(
                SEX.equals(sex),
                ByAge(ages, tuple(_row(name, age, row, operator) for age, row in zip(AGES, table, strict=True))),
            )
            for sex, name, table in tables
        )
    )


_BASAL_LOW = _by_sex(Operator.GT)
_BASAL_HIGH = _by_sex(Operator.LT)
_BASAL_MODERATE = all_of(not_(_BASAL_LOW), not_(_BASAL_HIGH))
_FRACTURE = FRACTURES.any(all_of(COUNTED_FRAGILITY, FRACTURE_AGE > FRACTURE_AFTER))
_STEROIDS = taken(
    GLUCOCORTICOIDS.any(all_of(IS_GLUCOCORTICOID, MG_PER_DAY >= GC_DOSE, MONTHS >= GC_MONTHS)), GC_DOSE, GC_MONTHS
)
_HIGH_ANYWAY = any_of(
    all_of(_FRACTURE, _STEROIDS), fragility_fracture_at("hip", "vertebra"), SEVERAL_FRAGILITY_FRACTURES
)
_ONE_UP = any_of(_FRACTURE, _STEROIDS)
_AT_LEAST_MODERATE = any_of(
    all_of(measured(Region.LUMBAR_SPINE), T_SPINE <= OTHER_SITE_T),
    all_of(measured(Region.TOTAL_HIP, Region.HIP_UNSPECIFIED), T_TOTAL_HIP <= OTHER_SITE_T),
)
_HIGH = any_of(_HIGH_ANYWAY, _BASAL_HIGH, all_of(_BASAL_MODERATE, _ONE_UP))
# A spine or total hip that was not measured cannot raise the category; one that was can.
_LOW = all_of(_BASAL_LOW, not_(_ONE_UP), not_(_HIGH_ANYWAY), not_(_AT_LEAST_MODERATE))
_MODERATE = all_of(not_(_HIGH), not_(_LOW))
_WHO = all_of(AFTER_MENOPAUSE_OR_MEN_FROM_50, AGE >= FROM_AGE, not_(TREATED))
_NOTES = (
    UNCOUNTED_READING,
    "By the femoral neck T-score on the reference of white women (NHANES III), in untreated Canadians.",
    (
        "One modifier raises the category by one: a fragility fracture after 40, or glucocorticoids of 7.5 mg a day "
        "for 3 months in the last year, as far as age and course are stated."
    ),
    (
        "A spine or total hip T-score of -2.5 or lower makes it at least moderate; where one of them was not measured, "
        "it is taken for none."
    ),
)

GUIDELINE = Guideline(
    id=_ID,
    edition="2010",
    revision=4,
    title="CAROC 2010",
    about="Ten-year fracture risk in untreated postmenopausal women and men aged 50 or older in Canada: low below 10, "
    "high above 20 per cent, moderate between.",
    status=PackStatus.DRAFT,
    last_updated=date(2026, 11, 23),
    review_due=date(2027, 11, 22),
    country="CA",
    rules=tuple(
        Rule(
            id=f"{_ID}.{risk.value.lower()}-risk",
            says=f"Ten-year risk is {risk.value.lower()} by age, sex, femoral neck T-score, fragility fractures and "
            "glucocorticoids.",
            when=when,
            applies=_WHO,
            severity=severity,
            cite=_TABLE,
            risk=risk,
            boundary_reading=BOTH_NEIGHBOURS,
            notes=_NOTES,
        )
        for risk, when, severity in (
            (Risk.LOW, _LOW, Severity.INFO),
            (Risk.MODERATE, _MODERATE, Severity.MINOR),
            (Risk.HIGH, _HIGH, Severity.MAJOR),
        )
    ),
)
