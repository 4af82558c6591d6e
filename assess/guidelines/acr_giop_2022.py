"""ACR 2022 (US): fracture risk of adults on glucocorticoids."""

from datetime import date

from assess.case.fracture_sites import UNCOUNTED_READING
from assess.expressions.logic import Operator, all_of, any_of, not_
from assess.rules.imaging import at_least
from assess.rules.rule import CaveatWhen, Guideline, Rule, at, figure
from assess.terms.courses import dose_taken, grams_taken, taken
from assess.terms.frax_dose import Correction, corrected
from assess.terms.seed_terms import LOSS_IS_SIGNIFICANT
from assess.terms.terms import (
    AGE,
    ANY_FRAGILITY_FRACTURE,
    DAYS,
    FRAX_HIP,
    FRAX_MAJOR,
    GLUCOCORTICOIDS,
    GRAMS_IN_A_YEAR,
    IS_GLUCOCORTICOID,
    LOWEST_T_OF_SPINE_AND_HIP,
    LOWEST_Z,
    MG_PER_DAY,
    MONTHS,
    T_GIVEN,
)
from dxa.assessment import Citation, Evidence, PackStatus, Severity
from dxa.vocabulary import Caveat, Recommendation, Risk

_ID = "acr-giop-2022"
_SCOPE = Citation(
    title="ACR guideline for the prevention and treatment of glucocorticoid-induced osteoporosis",
    year=2022,
    locator="Scope: 2.5 mg prednisone a day or more for more than 3 months",
    url=None,
    evidence=Evidence.SEEN,
)
_TABLE = at(_SCOPE, "Fracture risk categories, as restated in a BMJ Best Practice criteria page", Evidence.SECONDARY)

SCOPE_DOSE = at_least("SCOPE_DOSE", "2.5", "mg/day", _SCOPE)
SCOPE_MONTHS = figure("SCOPE_MONTHS", "3", Operator.GT, "month", _SCOPE)
OLDER_FROM = at_least("OLDER_FROM", "40", "year", _TABLE)
YOUNGER_BELOW = figure("YOUNGER_BELOW", "40", Operator.LT, "year", _TABLE)
ADULT_FROM = at_least("ADULT_FROM", "18", "year", at(_SCOPE, "Scope: adults", Evidence.RECALLED))
HIGHER_DOSE = figure("HIGHER_DOSE", "7.5", Operator.GT, "mg/day", _TABLE)
MAJOR_FACTOR = figure("MAJOR_FACTOR", "1.15", Operator.EQ, "1", _TABLE)
HIP_FACTOR = figure("HIP_FACTOR", "1.20", Operator.EQ, "1", _TABLE)
VERY_LOW_T = figure("VERY_LOW_T", "-3.5", Operator.LE, "T-score", _TABLE)
VERY_HIGH_MAJOR = at_least("VERY_HIGH_MAJOR", "30", "%", _TABLE)
VERY_HIGH_HIP = at_least("VERY_HIGH_HIP", "4.5", "%", _TABLE)
VERY_HIGH_DOSE = at_least("VERY_HIGH_DOSE", "30", "mg/day", _TABLE)
VERY_HIGH_DAYS = figure("VERY_HIGH_DAYS", "30", Operator.GT, "day", _TABLE)
VERY_HIGH_GRAMS = at_least("VERY_HIGH_GRAMS", "5", "g/year", _TABLE)
HIGH_T = figure("HIGH_T", "-2.5", Operator.LE, "T-score", _TABLE)
HIGH_T_GAP = figure("HIGH_T_GAP", "-2.4", Operator.LT, "T-score", _TABLE)
ABOVE_HIGH_T = figure("ABOVE_HIGH_T", "-2.5", Operator.GT, "T-score", _TABLE)
HIGH_MAJOR = at_least("HIGH_MAJOR", "20", "%", _TABLE)
HIGH_HIP = at_least("HIGH_HIP", "3", "%", _TABLE)
MODERATE_T = figure("MODERATE_T", "-1.0", Operator.LE, "T-score", _TABLE)
MODERATE_MAJOR = at_least("MODERATE_MAJOR", "10", "%", _TABLE)
MODERATE_HIP = at_least("MODERATE_HIP", "1", "%", _TABLE)
GAP_T = figure("GAP_T", "-1.0", Operator.EQ, "T-score", _TABLE)
GAP_HIP = figure("GAP_HIP", "1", Operator.EQ, "%", _TABLE)
LOW_T = figure("LOW_T", "-1.0", Operator.GT, "T-score", _TABLE)
LOW_MAJOR = figure("LOW_MAJOR", "10", Operator.LT, "%", _TABLE)
LOW_HIP = figure("LOW_HIP", "1", Operator.LT, "%", _TABLE)
YOUNGER_DOSE = at_least("YOUNGER_DOSE", "7.5", "mg/day", _TABLE)
YOUNGER_MONTHS = at_least("YOUNGER_MONTHS", "6", "month", _TABLE)
YOUNGER_Z = figure("YOUNGER_Z", "-3", Operator.LT, "Z-score", _TABLE)

_MAJOR = corrected(FRAX_MAJOR, (Correction(HIGHER_DOSE, MAJOR_FACTOR),))
_HIP = corrected(FRAX_HIP, (Correction(HIGHER_DOSE, HIP_FACTOR),))
_T = LOWEST_T_OF_SPINE_AND_HIP
IN_SCOPE = all_of(
    AGE >= ADULT_FROM,
    taken(
        GLUCOCORTICOIDS.any(all_of(IS_GLUCOCORTICOID, MG_PER_DAY >= SCOPE_DOSE, MONTHS > SCOPE_MONTHS)),
        SCOPE_DOSE,
        SCOPE_MONTHS,
    ),
)
OLDER = all_of(AGE >= OLDER_FROM, IN_SCOPE)
YOUNGER = all_of(AGE < YOUNGER_BELOW, IN_SCOPE)
_CUMULATIVE = grams_taken(
    GLUCOCORTICOIDS.any(all_of(IS_GLUCOCORTICOID, GRAMS_IN_A_YEAR >= VERY_HIGH_GRAMS)), VERY_HIGH_GRAMS
)
_VERY_HIGH = any_of(
    ANY_FRAGILITY_FRACTURE,
    _T <= VERY_LOW_T,
    _MAJOR >= VERY_HIGH_MAJOR,
    _HIP >= VERY_HIGH_HIP,
    taken(
        GLUCOCORTICOIDS.any(all_of(IS_GLUCOCORTICOID, MG_PER_DAY >= VERY_HIGH_DOSE, DAYS > VERY_HIGH_DAYS)),
        VERY_HIGH_DOSE,
        VERY_HIGH_DAYS,
    ),
    _CUMULATIVE,
)
_IN_HIGH_GAP = all_of(_T > ABOVE_HIGH_T, _T < HIGH_T_GAP)
_HIGH = any_of(_T <= HIGH_T, _IN_HIGH_GAP, _MAJOR >= HIGH_MAJOR, _HIP >= HIGH_HIP)
_MODERATE = any_of(_T <= MODERATE_T, _MAJOR >= MODERATE_MAJOR, _HIP >= MODERATE_HIP)
_LOW = all_of(_T > LOW_T, _MAJOR < LOW_MAJOR, _HIP < LOW_HIP)
_VERY_HIGH_YOUNGER = any_of(
    ANY_FRAGILITY_FRACTURE,
    dose_taken(GLUCOCORTICOIDS.any(all_of(IS_GLUCOCORTICOID, MG_PER_DAY >= VERY_HIGH_DOSE)), VERY_HIGH_DOSE),
    _CUMULATIVE,
)
_MODERATE_YOUNGER = all_of(
    taken(
        GLUCOCORTICOIDS.any(all_of(IS_GLUCOCORTICOID, MG_PER_DAY >= YOUNGER_DOSE, MONTHS >= YOUNGER_MONTHS)),
        YOUNGER_DOSE,
        YOUNGER_MONTHS,
    ),
    any_of(LOWEST_Z < YOUNGER_Z, LOSS_IS_SIGNIFICANT),
)
_GAP = Caveat.GAP_IN_SOURCE_THRESHOLDS
_DOSE = (
    "FRAX is corrected once for more than 7.5 mg a day: major x 1.15, hip x 1.20.",
    UNCOUNTED_READING,
    "Courses that reach a dose or duration only together leave it undecided: nobody states how they lie in time.",
)

GUIDELINE = Guideline(
    id=_ID,
    edition="2022",
    revision=3,
    title="ACR glucocorticoid-induced osteoporosis 2022",
    about="Fracture risk of adults who take 2.5 mg prednisone a day or more for more than 3 months.",
    status=PackStatus.DRAFT,
    last_updated=date(2026, 11, 23),
    review_due=date(2027, 11, 22),
    country="US",
    parameters=(HIGHER_DOSE, MAJOR_FACTOR, HIP_FACTOR),
    rules=(
        Rule(
            id=f"{_ID}.very-high-risk",
            says="From 40, risk is very high after an osteoporotic fracture, at a T-score of -3.5 or lower, at a "
            "corrected FRAX of 30 % (major) or 4.5 % (hip) or more, at 30 mg a day or more for over 30 days, or at 5 g "
            "or more in a year.",
            when=_VERY_HIGH,
            applies=OLDER,
            severity=Severity.MAJOR,
            cite=_TABLE,
            risk=Risk.VERY_HIGH,
            notes=_DOSE,
        ),
        Rule(
            id=f"{_ID}.high-risk",
            says="From 40, risk is high at a T-score above -3.5 down from -2.5, or at a corrected FRAX of 20 to below "
            "30 % (major) or 3 to below 4.5 % (hip).",
            when=all_of(_HIGH, not_(_VERY_HIGH)),
            applies=OLDER,
            severity=Severity.MAJOR,
            cite=_TABLE,
            risk=Risk.HIGH,
            caveats=(CaveatWhen(code=_GAP, when=_IN_HIGH_GAP),),
            boundary_reading="No row holds T-scores between -2.5 and -2.4: the more severe neighbour is taken.",
            notes=_DOSE,
        ),
        Rule(
            id=f"{_ID}.moderate-risk",
            says="From 40, risk is moderate at a T-score between -1 and -2.4, or at a corrected FRAX of 10 to below "
            "20 % (major) or above 1 to below 3 % (hip).",
            when=all_of(_MODERATE, not_(_HIGH), not_(_VERY_HIGH)),
            applies=OLDER,
            severity=Severity.MINOR,
            cite=_TABLE,
            risk=Risk.MODERATE,
            caveats=(CaveatWhen(code=_GAP, when=any_of(_T.equals(GAP_T), _HIP.equals(GAP_HIP))),),
            boundary_reading="A T-score of -1.0 and a hip probability of 1 % stand in no row or in two: the more "
            "severe neighbour is taken.",
            notes=_DOSE,
        ),
        Rule(
            id=f"{_ID}.low-risk",
            says="From 40, risk is low at a T-score above -1.0 with a corrected FRAX below 10 % (major) and 1 % (hip).",
            when=all_of(_LOW, not_(_VERY_HIGH)),
            applies=OLDER,
            cite=_TABLE,
            risk=Risk.LOW,
            notes=_DOSE,
        ),
        Rule(
            id=f"{_ID}.very-high-risk-under-40",
            says="Under 40, risk is very high after a fracture, at 30 mg a day or more, or at 5 g or more in a year.",
            when=_VERY_HIGH_YOUNGER,
            applies=YOUNGER,
            severity=Severity.MAJOR,
            cite=_TABLE,
            risk=Risk.VERY_HIGH,
        ),
        Rule(
            id=f"{_ID}.moderate-risk-under-40",
            says="Under 40, risk is moderate at 7.5 mg a day or more for 6 months or more with a Z-score below -3 or a "
            "loss beyond the least significant change.",
            when=all_of(_MODERATE_YOUNGER, not_(_VERY_HIGH_YOUNGER)),
            applies=YOUNGER,
            severity=Severity.MINOR,
            cite=_TABLE,
            risk=Risk.MODERATE,
        ),
        Rule(
            id=f"{_ID}.measure-bmd",
            says="From 40, FRAX with the dose correction and BMD are obtained as soon as possible.",
            when=not_(T_GIVEN),
            applies=OLDER,
            advises=(Recommendation.MEASURE_BMD,),
            severity=Severity.MINOR,
            cite=_SCOPE,
        ),
        Rule(
            id=f"{_ID}.vfa",
            says="From 40, BMD goes with vertebral fracture assessment or a spine radiograph.",
            when=IN_SCOPE,
            applies=OLDER,
            advises=(Recommendation.VFA_INDICATED,),
            severity=Severity.MINOR,
            cite=_SCOPE,
        ),
    ),
)
