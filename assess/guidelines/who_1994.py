"""WHO 1994: the densitometric categories."""

from datetime import date
from decimal import Decimal

from assess.case.fracture_sites import UNCOUNTED_READING
from assess.expressions.logic import Operator, Parameter, all_of
from assess.rules.rule import Guideline, Rule, at
from assess.terms.population import ADULTS_ONLY, MEN_READING, T_APPLIES
from assess.terms.terms import ANY_FRAGILITY_FRACTURE, LOWEST_T
from dxa.assessment import Citation, Evidence, PackStatus, Severity
from dxa.vocabulary import Classification

_ID = "who-1994"
_REPORT = Citation(
    title="Assessment of fracture risk and its application to screening for postmenopausal osteoporosis "
    "(WHO Technical Report Series 843; Kanis 1994)",
    year=1994,
    locator="BMD categories",
    url="https://www.4bonehealth.org/education/t-score",
    # Read in secondary pages: BMJ Best Practice criteria page, CFPS Singapore 2018, 4bonehealth.org.
    evidence=Evidence.SECONDARY,
)
_NORMAL = at(_REPORT, "BMD categories: normal")
_LOW = at(_REPORT, "BMD categories: low bone mass (osteopenia)")
_OSTEOPOROSIS = at(_REPORT, "BMD categories: osteoporosis")
_SEVERE = at(_REPORT, "BMD categories: severe (established) osteoporosis")

T_NORMAL = Parameter(name="T_NORMAL", value=Decimal("-1.0"), operator=Operator.GE, unit="T-score", cite=_NORMAL)
T_LOW = Parameter(name="T_LOW", value=Decimal("-1.0"), operator=Operator.LT, unit="T-score", cite=_LOW)
T_ABOVE_OSTEOPOROSIS = Parameter(
    name="T_ABOVE_OSTEOPOROSIS", value=Decimal("-2.5"), operator=Operator.GT, unit="T-score", cite=_LOW
)
T_OSTEOPOROSIS = Parameter(
    name="T_OSTEOPOROSIS", value=Decimal("-2.5"), operator=Operator.LE, unit="T-score", cite=_OSTEOPOROSIS
)
_BOUNDARY = "Some tables print the low range as at or between -1.0 and -2.5; both ends are excluded here."

GUIDELINE = Guideline(
    id=_ID,
    edition="1994",
    revision=3,
    title="WHO 1994 densitometric categories",
    about="Classes of the lowest valid T-score in women in or after the menopausal transition and men of 50 or older.",
    status=PackStatus.DRAFT,
    last_updated=date(2026, 11, 22),
    review_due=date(2027, 11, 22),
    classifies=True,
    rules=(
        Rule(
            id=f"{_ID}.normal",
            says="Bone mass is normal when the T-score is -1.0 or higher.",
            when=LOWEST_T >= T_NORMAL,
            applies=T_APPLIES,
            advises=(Classification.NORMAL,),
            cite=_NORMAL,
            boundary_reading=_BOUNDARY,
            notes=(MEN_READING, ADULTS_ONLY),
        ),
        Rule(
            id=f"{_ID}.low-bone-mass",
            says="Bone mass is low when the T-score lies between -2.5 and -1.0, both ends excluded.",
            when=all_of(LOWEST_T < T_LOW, LOWEST_T > T_ABOVE_OSTEOPOROSIS),
            applies=T_APPLIES,
            advises=(Classification.LOW_BONE_MASS,),
            severity=Severity.MINOR,
            cite=_LOW,
            boundary_reading=_BOUNDARY,
            notes=(MEN_READING, ADULTS_ONLY),
        ),
        Rule(
            id=f"{_ID}.osteoporosis",
            says="Osteoporosis is a T-score of -2.5 or lower.",
            when=LOWEST_T <= T_OSTEOPOROSIS,
            applies=T_APPLIES,
            advises=(Classification.OSTEOPOROSIS,),
            severity=Severity.MAJOR,
            cite=_OSTEOPOROSIS,
            notes=(MEN_READING, ADULTS_ONLY),
        ),
        Rule(
            id=f"{_ID}.severe-osteoporosis",
            says="Severe osteoporosis is a T-score of -2.5 or lower together with a fragility fracture.",
            when=all_of(LOWEST_T <= T_OSTEOPOROSIS, ANY_FRAGILITY_FRACTURE),
            applies=T_APPLIES,
            advises=(Classification.SEVERE_OSTEOPOROSIS,),
            severity=Severity.MAJOR,
            cite=_SEVERE,
            notes=(MEN_READING, ADULTS_ONLY, UNCOUNTED_READING),
        ),
    ),
)
