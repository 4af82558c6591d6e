"""AACE/ACE 2020 (US): diagnosis, treatment threshold and very high risk of postmenopausal osteoporosis."""

from datetime import date

from assess.case.fracture_sites import UNCOUNTED_READING
from assess.expressions.logic import Operator, Undecided, all_of, any_of, not_
from assess.expressions.surely import Surely
from assess.rules.imaging import at_least
from assess.rules.rule import Guideline, Rule, at, figure
from assess.terms.population import POSTMENOPAUSAL_WOMEN
from assess.terms.terms import (
    ANY_FRAGILITY_FRACTURE,
    COUNTED_FRAGILITY,
    FRACTURE_MONTHS_AGO,
    FRACTURES,
    FRAX_GIVEN,
    FRAX_HIP,
    FRAX_MAJOR,
    LOWEST_T_WITH_RADIUS,
    ON_GLUCOCORTICOID,
    PRIOR_OSTEOPOROSIS,
    RISK_FACTORS,
    SEVERAL_FRAGILITY_FRACTURES,
    TREATED,
    fragility_fracture_at,
)
from dxa.assessment import Citation, Evidence, PackStatus, Severity
from dxa.vocabulary import Classification, Recommendation, Risk

_ID = "aace-2020"
_GUIDE = Citation(
    title="AACE/ACE clinical practice guidelines for postmenopausal osteoporosis, 2020 update",
    year=2020,
    locator="R5 to R7: diagnosis",
    url="https://www.guidelinecentral.com/guideline/41073",
    evidence=Evidence.SEEN,
)
_FRAX = at(
    _GUIDE, "FRAX above the country's threshold: 3 % hip and 20 % major in the United States", Evidence.SECONDARY
)
_VERY_HIGH = Citation(
    title="AACE/ACE clinical practice guidelines for postmenopausal osteoporosis, 2020 update",
    year=2020,
    locator="Very high fracture risk",
    url="https://fracturecaregap.com/diagnosis-and-management",
    evidence=Evidence.SECONDARY,
)

T_OSTEOPOROSIS = figure("T_OSTEOPOROSIS", "-2.5", Operator.LE, "T-score", _GUIDE)
T_ABOVE_OSTEOPOROSIS = figure("T_ABOVE_OSTEOPOROSIS", "-2.5", Operator.GT, "T-score", _GUIDE)
T_LOW = figure("T_LOW", "-1.0", Operator.LT, "T-score", _GUIDE)
FRAX_HIP_FROM = at_least("FRAX_HIP_FROM", "3.0", "%", _FRAX)
FRAX_MAJOR_FROM = at_least("FRAX_MAJOR_FROM", "20.0", "%", _FRAX)
VERY_LOW_T = figure("VERY_LOW_T", "-3.0", Operator.LT, "T-score", _VERY_HIGH)
VERY_HIGH_MAJOR = figure("VERY_HIGH_MAJOR", "30", Operator.GT, "%", _VERY_HIGH)
VERY_HIGH_HIP = figure("VERY_HIGH_HIP", "4.5", Operator.GT, "%", _VERY_HIGH)
RECENT_MONTHS = figure("RECENT_MONTHS", "12", Operator.LE, "month", _VERY_HIGH)

LOW_BONE_MASS = all_of(LOWEST_T_WITH_RADIUS < T_LOW, LOWEST_T_WITH_RADIUS > T_ABOVE_OSTEOPOROSIS)
_CLINICAL = any_of(
    fragility_fracture_at("hip", "vertebra"),
    all_of(LOW_BONE_MASS, fragility_fracture_at("proximal_humerus", "pelvis", "distal_forearm")),
    all_of(LOW_BONE_MASS, any_of(FRAX_HIP >= FRAX_HIP_FROM, FRAX_MAJOR >= FRAX_MAJOR_FROM)),
)
_BEFORE = Surely(PRIOR_OSTEOPOROSIS.is_true())
_BY_DENSITY = any_of(LOWEST_T_WITH_RADIUS <= T_OSTEOPOROSIS, _BEFORE)
_DIAGNOSIS = any_of(_BY_DENSITY, _CLINICAL)
_NAMED = any_of(
    FRACTURES.any(all_of(COUNTED_FRAGILITY, FRACTURE_MONTHS_AGO <= RECENT_MONTHS)),
    SEVERAL_FRAGILITY_FRACTURES,
    LOWEST_T_WITH_RADIUS < VERY_LOW_T,
    FRAX_MAJOR > VERY_HIGH_MAJOR,
    FRAX_HIP > VERY_HIGH_HIP,
    RISK_FACTORS.has("high_fall_risk", "recurrent_falls", "injurious_falls"),
)
_UNDER_A_DRUG = all_of(
    ANY_FRAGILITY_FRACTURE,
    any_of(TREATED, ON_GLUCOCORTICOID),
    Undecided("whether the fracture happened while a drug was taken is not asked for"),
)
_VERY_HIGH_RISK = any_of(_NAMED, _UNDER_A_DRUG)
_READING = (
    'The list opens with "fragility fracture" and goes on to name proximal humerus, pelvis and distal forearm for low '
    "bone mass only: the first item is read as hip or vertebra. The ends -1.0 and -2.5 of the low range are excluded."
)

GUIDELINE = Guideline(
    id=_ID,
    edition="2020",
    revision=3,
    title="AACE/ACE postmenopausal osteoporosis 2020",
    about="Diagnosis, treatment threshold and very high risk in postmenopausal women in the United States.",
    status=PackStatus.DRAFT,
    last_updated=date(2026, 11, 23),
    review_due=date(2027, 11, 22),
    country="US",
    rules=(
        Rule(
            id=f"{_ID}.osteoporosis",
            says="Osteoporosis is diagnosed at a T-score of -2.5 or lower at spine, femoral neck, total hip or "
            "one-third radius.",
            when=_BY_DENSITY,
            applies=POSTMENOPAUSAL_WOMEN,
            advises=(Classification.OSTEOPOROSIS,),
            severity=Severity.MAJOR,
            cite=_GUIDE,
            notes=("The diagnosis stays when the T-score improves later: an earlier one counts once it is stated.",),
        ),
        Rule(
            id=f"{_ID}.clinical-osteoporosis",
            says="Osteoporosis is diagnosed clinically by a fragility fracture of hip or vertebra, and with low bone "
            "mass by one of proximal humerus, pelvis or distal forearm or by FRAX above the country's threshold.",
            when=_CLINICAL,
            applies=POSTMENOPAUSAL_WOMEN,
            advises=(Classification.CLINICAL_OSTEOPOROSIS,),
            severity=Severity.MAJOR,
            cite=_GUIDE,
            boundary_reading=_READING,
        ),
        Rule(
            id=f"{_ID}.treatment",
            says="Drug treatment is considered once osteoporosis is diagnosed by any of these ways.",
            when=_DIAGNOSIS,
            applies=POSTMENOPAUSAL_WOMEN,
            advises=(Recommendation.PHARMACOTHERAPY_THRESHOLD_MET,),
            otherwise=(Recommendation.PHARMACOTHERAPY_THRESHOLD_NOT_MET,),
            severity=Severity.MAJOR,
            cite=_GUIDE,
            boundary_reading=_READING,
            notes=("An earlier diagnosis counts once it is stated; that there was none is not asked for.",),
        ),
        Rule(
            id=f"{_ID}.obtain-frax",
            says="With low bone mass the FRAX probabilities decide about diagnosis and treatment, unless a fracture or "
            "an earlier diagnosis already does.",
            when=all_of(LOW_BONE_MASS, not_(FRAX_GIVEN), not_(Surely(_DIAGNOSIS))),
            applies=POSTMENOPAUSAL_WOMEN,
            advises=(Recommendation.OBTAIN_FRAX,),
            severity=Severity.MINOR,
            cite=_FRAX,
        ),
        Rule(
            id=f"{_ID}.very-high-risk",
            says="Risk is very high with a fracture in the last 12 months, several fractures, a T-score below -3.0, "
            "FRAX above 30 % (major) or 4.5 % (hip), high fall risk, or a fracture under treatment or under a drug "
            "that harms bone.",
            when=all_of(_DIAGNOSIS, _VERY_HIGH_RISK),
            applies=POSTMENOPAUSAL_WOMEN,
            severity=Severity.MAJOR,
            cite=_VERY_HIGH,
            risk=Risk.VERY_HIGH,
            boundary_reading="The operators are strict here and inclusive in ACR 2022: each pack keeps its own.",
            notes=('The source prints its list with "e.g.": other grounds may count too.', UNCOUNTED_READING),
        ),
        Rule(
            id=f"{_ID}.high-risk",
            says="Risk is high once osteoporosis is diagnosed and no ground for very high risk is present.",
            when=all_of(_DIAGNOSIS, not_(_VERY_HIGH_RISK)),
            applies=POSTMENOPAUSAL_WOMEN,
            severity=Severity.MAJOR,
            cite=_VERY_HIGH,
            risk=Risk.HIGH,
        ),
        Rule(
            id=f"{_ID}.secondary-causes",
            says="Secondary causes of bone loss are looked for once osteoporosis or low bone mass is found.",
            when=any_of(_DIAGNOSIS, LOW_BONE_MASS),
            applies=POSTMENOPAUSAL_WOMEN,
            advises=(Recommendation.EVALUATE_SECONDARY_CAUSES,),
            severity=Severity.MINOR,
            cite=at(_GUIDE, "Evaluation for causes of secondary osteoporosis"),
        ),
    ),
)
