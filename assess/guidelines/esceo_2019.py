"""ESCEO/IOF 2019 (Europe): pooled intervention and assessment thresholds of FRAX without BMD, women, by age band."""

from datetime import date
from decimal import Decimal

from assess.case.situation import Situation
from assess.expressions.evaluation import Expression
from assess.expressions.logic import Comparison, Operator, Undecided, all_of, any_of, not_
from assess.rules.imaging import at_least
from assess.rules.rule import CaveatWhen, Guideline, Rule, at, figure
from assess.terms.age_table import ByAge
from assess.terms.population import POSTMENOPAUSAL_WOMEN
from assess.terms.terms import AGE, FRAX_MAJOR, FRAX_WITH_BMD
from dxa.assessment import Citation, Evidence, PackStatus, Severity
from dxa.vocabulary import Caveat, Recommendation, Risk

_ID = "esceo-2019"
_TABLE = Citation(
    title="European guidance for osteoporosis in postmenopausal women (ESCEO/IOF; Kanis 2013, carried in 2019)",
    year=2019,
    locator="Table 7: EU pooled thresholds",
    url="https://pdesignaling.com/?p=4799",
    evidence=Evidence.SECONDARY,
)
_VERY_HIGH = at(_TABLE, "Very high risk: above the upper assessment threshold", Evidence.RECALLED)
_DERIVED = at(_TABLE, "Table 7: age 70-74, 1.2 x the intervention threshold", Evidence.DERIVED)

# Lower edge of the age band; intervention, lower and upper assessment threshold in per cent.
_BANDS = (
    ("45", "5.4", "2.4", "6.5"),
    ("50", "6.3", "2.9", "7.6"),
    ("55", "7.6", "3.6", "9.1"),
    ("60", "9.9", "4.9", "11.9"),
    ("65", "13.4", "6.9", "16.1"),
    ("70", "17.6", "9.7", "21.5"),
    ("75", "23.0", "13.7", "27.6"),
    ("80", "29.1", "18.7", "34.9"),
    ("85", "31.8", "20.9", "38.2"),
    ("90", "31.7", "20.8", "38.0"),
    ("95", "32.2", "21.1", "38.6"),
)
AGES = tuple(Decimal(band[0]) for band in _BANDS)
FROM_AGE = at_least("FROM_AGE", "45", "year", _TABLE)
UP_TO_AGE = figure("UP_TO_AGE", "100", Operator.LT, "year", _TABLE)
UAT_70_COMPUTED = figure("UAT_70_COMPUTED", "21.1", Operator.GT, "%", _DERIVED)
UAT_70_UP_TO = figure("UAT_70_UP_TO", "21.5", Operator.LE, "%", at(_TABLE, "Table 7: age 70-74, upper threshold"))


def _rows(column: int, name: str, operator: Operator) -> ByAge:
    figures = (
        figure(f"{name}_AT_{band[0]}", band[column], operator, "%", at(_TABLE, f"Table 7: age from {band[0]}"))
        for band in _BANDS
    )
    return ByAge(AGES, tuple(Comparison(FRAX_MAJOR, operator, one) for one in figures), bands=True)


UAT_70_PRINTED = figure("UAT_70_PRINTED", "21.5", Operator.GT, "%", at(_TABLE, "Table 7: age 70-74, upper threshold"))

_BETWEEN_COMPUTED_AND_PRINTED = all_of(FRAX_MAJOR > UAT_70_COMPUTED, FRAX_MAJOR <= UAT_70_UP_TO)
_DOUBT: Expression[Situation] = any_of(
    FRAX_MAJOR > UAT_70_PRINTED,
    all_of(
        _BETWEEN_COMPUTED_AND_PRINTED,
        Undecided("for 70-74 the table prints 21.5 where 1.2 x its intervention threshold is 21.1"),
    ),
)
_REACHES_IT = _rows(1, "IT", Operator.GE)
_BELOW_LAT = _rows(2, "LAT", Operator.LT)
_above = _rows(3, "UAT", Operator.GT)
_ABOVE_UAT = ByAge(
    AGES,
    tuple(_DOUBT if age == Decimal(70) else row for age, row in zip(AGES, _above.rows, strict=True)),
    bands=True,
)
_BETWEEN = "The table prints 21.5 for 70 to 74 where 1.2 x its intervention threshold is 21.1: undecided in between."
_POOLED = "Pooled European figures: a country's own thresholds come first where it has them."
_WHO = all_of(POSTMENOPAUSAL_WOMEN, AGE >= FROM_AGE, AGE < UP_TO_AGE)
_GAP = (CaveatWhen(code=Caveat.GAP_IN_SOURCE_THRESHOLDS, when=_BETWEEN_COMPUTED_AND_PRINTED),)

GUIDELINE = Guideline(
    id=_ID,
    edition="2019",
    revision=2,
    title="ESCEO/IOF European guidance 2019",
    about="Postmenopausal women in Europe: intervention and assessment thresholds of FRAX (major) by age band.",
    status=PackStatus.DRAFT,
    last_updated=date(2026, 11, 22),
    review_due=date(2027, 11, 22),
    country="EU",
    rules=(
        Rule(
            id=f"{_ID}.treatment",
            says="Drug treatment is considered from the intervention threshold of the patient's age band.",
            when=_REACHES_IT,
            applies=_WHO,
            advises=(Recommendation.PHARMACOTHERAPY_THRESHOLD_MET,),
            otherwise=(Recommendation.PHARMACOTHERAPY_THRESHOLD_NOT_MET,),
            severity=Severity.MAJOR,
            cite=_TABLE,
            notes=(_POOLED,),
        ),
        Rule(
            id=f"{_ID}.measure-bmd",
            says="FRAX without BMD between the assessment thresholds of the age band asks for BMD.",
            when=all_of(FRAX_WITH_BMD.is_false(), not_(_BELOW_LAT), not_(_ABOVE_UAT)),
            applies=_WHO,
            advises=(Recommendation.MEASURE_BMD,),
            severity=Severity.MINOR,
            cite=_TABLE,
            caveats=_GAP,
            boundary_reading=_BETWEEN,
        ),
        Rule(
            id=f"{_ID}.very-high-risk",
            says="Risk is very high above the upper assessment threshold of the age band.",
            when=_ABOVE_UAT,
            applies=_WHO,
            severity=Severity.MAJOR,
            cite=_VERY_HIGH,
            risk=Risk.VERY_HIGH,
            caveats=_GAP,
            boundary_reading=_BETWEEN,
        ),
        Rule(
            id=f"{_ID}.high-risk",
            says="Risk is high from the intervention threshold of the age band.",
            when=all_of(_REACHES_IT, not_(_ABOVE_UAT)),
            applies=_WHO,
            severity=Severity.MAJOR,
            cite=_TABLE,
            risk=Risk.HIGH,
            caveats=_GAP,
            boundary_reading=_BETWEEN,
        ),
        Rule(
            id=f"{_ID}.low-risk",
            says="Risk is low below the lower assessment threshold of the age band.",
            when=_BELOW_LAT,
            applies=_WHO,
            cite=_TABLE,
            risk=Risk.LOW,
        ),
    ),
)
