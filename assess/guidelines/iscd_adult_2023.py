"""ISCD Official Positions, Adult, 2023: classification and vertebral fracture assessment."""

from datetime import date
from decimal import Decimal

from assess.expressions.logic import Operator, Parameter, Undecided, all_of, any_of
from assess.rules.rule import CaveatWhen, Guideline, Rule, at
from assess.terms.courses import taken
from assess.terms.forearm import FOREARM
from assess.terms.population import ADULTS, ADULTS_ONLY, MEN_READING, T_APPLIES, Z_APPLIES
from assess.terms.terms import (
    AGE,
    FRACTURE_DOCUMENTED,
    FRACTURE_SELF_REPORTED,
    FRACTURE_SITE,
    FRACTURES,
    GLUCOCORTICOIDS,
    HEIGHT_LOSS_HISTORICAL,
    IS_GLUCOCORTICOID,
    LOWEST_T,
    LOWEST_Z,
    MG_PER_DAY,
    MONTHS,
    SEX,
)
from dxa.assessment import Citation, Evidence, PackStatus, Severity
from dxa.report import Sex
from dxa.vocabulary import Caveat, Classification, Recommendation

_ID = "iscd-adult-2023"
_POSITIONS = Citation(
    title="ISCD Official Positions, Adult",
    year=2023,
    locator="Diagnosis in postmenopausal women and men aged 50 and older",
    url="https://iscd.org/official-positions-2023",
    evidence=Evidence.RECALLED,
)
# The WHO categories ISCD takes over were read in secondary pages, the ISCD text itself was not.
_NORMAL = at(_POSITIONS, "WHO diagnostic categories: normal", Evidence.SECONDARY)
_LOW = at(_POSITIONS, "WHO diagnostic categories: low bone mass or density", Evidence.SECONDARY)
_OSTEOPOROSIS = at(_POSITIONS, "WHO diagnostic categories: osteoporosis", Evidence.SECONDARY)
_Z = at(_POSITIONS, "Diagnosis in premenopausal women and men under 50: Z-scores", Evidence.SECONDARY)
_VFA = Citation(
    title="ISCD 2013 Official Positions, Adult (Rosen et al.; NGC summary 10408)",
    year=2013,
    locator="Indications for vertebral fracture assessment",
    url="https://jesse.tg/ngc-archive/summary/10408",
    evidence=Evidence.SEEN,
)
_FOREARM = at(_POSITIONS, "Central DXA for diagnosis: when the one-third radius is measured")
_INCHES = at(_VFA, "Indications for vertebral fracture assessment: 1.5 inches in cm", Evidence.DERIVED)


def _score(name: str, value: str, operator: Operator, cite: Citation, unit: str = "T-score") -> Parameter:
    return Parameter(name=name, value=Decimal(value), operator=operator, unit=unit, cite=cite)


T_NORMAL = _score("T_NORMAL", "-1.0", Operator.GE, _NORMAL)
T_LOW = _score("T_LOW", "-1.0", Operator.LT, _LOW)
T_ABOVE_OSTEOPOROSIS = _score("T_ABOVE_OSTEOPOROSIS", "-2.5", Operator.GT, _LOW)
T_OSTEOPOROSIS = _score("T_OSTEOPOROSIS", "-2.5", Operator.LE, _OSTEOPOROSIS)
Z_BELOW = _score("Z_BELOW", "-2.0", Operator.LE, _Z, "Z-score")
Z_WITHIN = _score("Z_WITHIN", "-2.0", Operator.GT, _Z, "Z-score")
VFA_T = _score("VFA_T", "-1.0", Operator.LT, _VFA)
VFA_WOMEN_FROM = _score("VFA_WOMEN_FROM", "70", Operator.GE, _VFA, "year")
VFA_MEN_FROM = _score("VFA_MEN_FROM", "80", Operator.GE, _VFA, "year")
VFA_HEIGHT_LOSS = _score("VFA_HEIGHT_LOSS", "4", Operator.GT, _VFA, "cm")
VFA_HEIGHT_LOSS_OR_LESS = _score("VFA_HEIGHT_LOSS_OR_LESS", "4", Operator.LE, _VFA, "cm")
VFA_HEIGHT_LOSS_INCHES = _score("VFA_HEIGHT_LOSS_INCHES", "3.81", Operator.GT, _INCHES, "cm")
VFA_GC_DOSE = _score("VFA_GC_DOSE", "5", Operator.GE, _VFA, "mg/day")
VFA_GC_MONTHS = _score("VFA_GC_MONTHS", "3", Operator.GE, _VFA, "month")

_BOUNDARY = "The low range is read with both ends excluded: -1.0 is normal and -2.5 is osteoporosis."
_BETWEEN_4CM_AND_INCHES = all_of(
    HEIGHT_LOSS_HISTORICAL > VFA_HEIGHT_LOSS_INCHES, HEIGHT_LOSS_HISTORICAL <= VFA_HEIGHT_LOSS_OR_LESS
)
_WOMEN_OF_THE_LIST = all_of(SEX.equals(Sex.FEMALE), AGE >= VFA_WOMEN_FROM)
_VFA_CRITERIA = any_of(
    _WOMEN_OF_THE_LIST,
    all_of(SEX.equals(Sex.MALE), AGE >= VFA_MEN_FROM),
    HEIGHT_LOSS_HISTORICAL > VFA_HEIGHT_LOSS,
    all_of(_BETWEEN_4CM_AND_INCHES, Undecided("the source prints 4 cm and 1.5 inches (3.81 cm) as equal")),
    FRACTURES.any(
        all_of(
            FRACTURE_SITE.equals("vertebra"),
            FRACTURE_SELF_REPORTED.is_true(),
            FRACTURE_DOCUMENTED.is_false(),
        )
    ),
    taken(
        GLUCOCORTICOIDS.any(all_of(IS_GLUCOCORTICOID, MG_PER_DAY >= VFA_GC_DOSE, MONTHS >= VFA_GC_MONTHS)),
        VFA_GC_DOSE,
        VFA_GC_MONTHS,
    ),
)

GUIDELINE = Guideline(
    id=_ID,
    edition="2023",
    revision=5,
    title="ISCD Official Positions, Adult, 2023",
    about="Classes by T-score in women in or after the menopausal transition and men aged 50 or older, by Z-score in "
    "premenopausal women and men under 50; indications for vertebral fracture assessment as last listed in 2013; when "
    "the forearm is measured.",
    status=PackStatus.DRAFT,
    last_updated=date(2026, 11, 23),
    review_due=date(2027, 11, 22),
    supersedes="ISCD Official Positions, Adult, 2019",
    classifies=True,
    rules=(
        Rule(
            id=f"{_ID}.normal",
            says="Bone density is normal when the lowest valid T-score is -1.0 or higher.",
            when=LOWEST_T >= T_NORMAL,
            applies=T_APPLIES,
            advises=(Classification.NORMAL,),
            cite=_NORMAL,
            boundary_reading=_BOUNDARY,
            notes=(MEN_READING, ADULTS_ONLY),
        ),
        Rule(
            id=f"{_ID}.low-bone-mass",
            says="Bone mass is low when the lowest valid T-score lies between -2.5 and -1.0, both ends excluded.",
            when=all_of(LOWEST_T < T_LOW, LOWEST_T > T_ABOVE_OSTEOPOROSIS),
            applies=T_APPLIES,
            advises=(Classification.LOW_BONE_MASS,),
            severity=Severity.MINOR,
            cite=_LOW,
            boundary_reading=_BOUNDARY,
            notes=("Low bone mass or low bone density is preferred to osteopenia.", MEN_READING),
        ),
        Rule(
            id=f"{_ID}.osteoporosis",
            says="Osteoporosis may be diagnosed when the lowest valid T-score is -2.5 or lower.",
            when=LOWEST_T <= T_OSTEOPOROSIS,
            applies=T_APPLIES,
            advises=(Classification.OSTEOPOROSIS,),
            severity=Severity.MAJOR,
            cite=_OSTEOPOROSIS,
            notes=(MEN_READING, ADULTS_ONLY),
        ),
        Rule(
            id=f"{_ID}.below-expected-range-for-age",
            says="In premenopausal women and men under 50 a Z of -2.0 or lower is below the range expected for age.",
            when=LOWEST_Z <= Z_BELOW,
            applies=Z_APPLIES,
            advises=(Classification.BELOW_EXPECTED_RANGE_FOR_AGE,),
            severity=Severity.MINOR,
            cite=_Z,
            notes=("Osteoporosis is not diagnosed on bone density alone in men under 50.", ADULTS_ONLY),
        ),
        Rule(
            id=f"{_ID}.within-expected-range-for-age",
            says="In premenopausal women and men under 50 a Z-score above -2.0 is within the expected range for age.",
            when=LOWEST_Z > Z_WITHIN,
            applies=Z_APPLIES,
            advises=(Classification.WITHIN_EXPECTED_RANGE_FOR_AGE,),
            cite=_Z,
            notes=(ADULTS_ONLY,),
        ),
        Rule(
            id=f"{_ID}.vfa",
            says="Vertebral fracture assessment is indicated when the T-score is below -1.0 and one or more of four "
            "criteria is present: age 70 or more (women) or 80 or more (men), historical height loss above 4 cm, a "
            "self-reported undocumented vertebral fracture, or 5 mg prednisone a day or more for 3 months or more.",
            when=all_of(LOWEST_T < VFA_T, _VFA_CRITERIA),
            applies=any_of(T_APPLIES, _WOMEN_OF_THE_LIST),
            advises=(Recommendation.VFA_INDICATED,),
            otherwise=(Recommendation.VFA_NOT_INDICATED_BY_THIS_PACK,),
            severity=Severity.MINOR,
            cite=_VFA,
            caveats=(CaveatWhen(code=Caveat.UNIT_INCONSISTENCY_IN_SOURCE_4CM_VS_1_5IN, when=_BETWEEN_4CM_AND_INCHES),),
            notes=("For those T-score categories apply to, and for women of the age the list itself names.",),
        ),
        Rule(
            id=f"{_ID}.forearm",
            says="The one-third radius of the non-dominant arm is measured where hip or spine cannot be measured or "
            "interpreted, in hyperparathyroidism, and above the weight limit of the table.",
            when=FOREARM,
            applies=ADULTS,
            advises=(Recommendation.ADD_FOREARM_33,),
            severity=Severity.MINOR,
            cite=_FOREARM,
            notes=("Not met where the one-third radius was measured.", ADULTS_ONLY),
        ),
    ),
)
