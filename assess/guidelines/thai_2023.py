"""Thai Osteoporosis Foundation 2023: risk categories."""

from datetime import date

from assess.expressions.logic import Operator, all_of
from assess.rules.imaging import at_least
from assess.rules.rule import Guideline, Rule, figure
from assess.terms.population import AFTER_MENOPAUSE_OR_MEN_FROM_50
from assess.terms.terms import FRAX_HIP, LOWEST_T_OF_SPINE_AND_HIP
from dxa.assessment import Citation, Evidence, PackStatus, Severity
from dxa.vocabulary import Risk

_ID = "thai-2023"
_TABLE = Citation(
    title="Thai Osteoporosis Foundation position statements on management of osteoporosis",
    year=2023,
    locator="Table 7",
    url="https://www.ncbi.nlm.nih.gov/pmc/articles/PMC10366425",
    evidence=Evidence.SEEN,
)

T_LOW_RISK = at_least("T_LOW_RISK", "-1.0", "T-score", _TABLE)
T_BELOW_NORMAL = figure("T_BELOW_NORMAL", "-1.0", Operator.LT, "T-score", _TABLE)
T_ABOVE_OSTEOPOROSIS = figure("T_ABOVE_OSTEOPOROSIS", "-2.5", Operator.GT, "T-score", _TABLE)
HIP_FROM = at_least("HIP_FROM", "3", "%", _TABLE)
HIP_BELOW = figure("HIP_BELOW", "3", Operator.LT, "%", _TABLE)

_T = LOWEST_T_OF_SPINE_AND_HIP

GUIDELINE = Guideline(
    id=_ID,
    edition="2023",
    revision=2,
    title="Thai Osteoporosis Foundation 2023",
    about="Risk categories by T-score and hip fracture probability, as far as the table was read.",
    status=PackStatus.DRAFT,
    last_updated=date(2026, 11, 22),
    review_due=date(2027, 11, 22),
    country="TH",
    rules=(
        Rule(
            id=f"{_ID}.low-risk",
            says="Low risk needs a T-score of -1.0 or higher.",
            when=all_of(_T >= T_LOW_RISK, FRAX_HIP < HIP_BELOW),
            applies=AFTER_MENOPAUSE_OR_MEN_FROM_50,
            cite=_TABLE,
            risk=Risk.LOW,
        ),
        Rule(
            id=f"{_ID}.moderate-risk",
            says="Moderate risk is a T-score between -1.0 and -2.5.",
            when=all_of(_T < T_BELOW_NORMAL, _T > T_ABOVE_OSTEOPOROSIS, FRAX_HIP < HIP_BELOW),
            applies=AFTER_MENOPAUSE_OR_MEN_FROM_50,
            severity=Severity.MINOR,
            cite=_TABLE,
            risk=Risk.MODERATE,
            boundary_reading="Both ends are excluded: -1.0 stands in the low row.",
        ),
        Rule(
            id=f"{_ID}.high-risk",
            says="High risk is a hip fracture probability of 3 % or more.",
            when=FRAX_HIP >= HIP_FROM,
            applies=AFTER_MENOPAUSE_OR_MEN_FROM_50,
            severity=Severity.MAJOR,
            cite=_TABLE,
            risk=Risk.HIGH,
            notes=("Further grounds of the table were not read: a category not met here may still hold there.",),
        ),
    ),
)
