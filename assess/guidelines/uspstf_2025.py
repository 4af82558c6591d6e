"""USPSTF 2025 (US): screening for osteoporosis."""

from datetime import date

from assess.expressions.logic import Operator, all_of, any_of, not_
from assess.rules.imaging import at_least
from assess.rules.risk_tools import ANY_TOOL_POSITIVE
from assess.rules.rule import Guideline, Rule, at, figure
from assess.terms.population import ADULTS, POSTMENOPAUSAL_WOMEN
from assess.terms.terms import AGE, ANY_FRAGILITY_FRACTURE, RISK_FACTOR_KNOWN, SECONDARY_CAUSE_KNOWN, SEX
from dxa.assessment import Citation, Evidence, PackStatus, Severity
from dxa.report import Sex
from dxa.vocabulary import Recommendation

_ID = "uspstf-2025"
_STATEMENT = Citation(
    title="Screening for osteoporosis to prevent fractures: US Preventive Services Task Force statement",
    year=2025,
    locator="Recommendation of 14 January 2025",
    url="https://www.drugs.com/news",
    evidence=Evidence.SECONDARY,
)

WOMEN_FROM = at_least("WOMEN_FROM", "65", "year", _STATEMENT)
YOUNGER_BELOW = figure("YOUNGER_BELOW", "65", Operator.LT, "year", _STATEMENT)

_EXCLUDED = any_of(ANY_FRAGILITY_FRACTURE, SECONDARY_CAUSE_KNOWN)
_WOMAN = all_of(SEX.equals(Sex.FEMALE), ADULTS, not_(_EXCLUDED))
_MAN = all_of(SEX.equals(Sex.MALE), ADULTS, not_(_EXCLUDED))
_YOUNGER = all_of(POSTMENOPAUSAL_WOMEN, AGE < YOUNGER_BELOW, not_(_EXCLUDED))
_SCOPE = "Not for people with a fragility fracture or secondary osteoporosis: undecided while that is not known."

GUIDELINE = Guideline(
    id=_ID,
    edition="2025",
    revision=3,
    title="USPSTF screening statement 2025",
    about="Screening for osteoporosis in people without fragility fracture or secondary osteoporosis in the United "
    "States.",
    status=PackStatus.DRAFT,
    last_updated=date(2026, 11, 22),
    review_due=date(2027, 11, 22),
    country="US",
    rules=(
        Rule(
            id=f"{_ID}.women-from-65",
            says="Screening by DXA is recommended in women of 65 or older.",
            when=AGE >= WOMEN_FROM,
            applies=_WOMAN,
            advises=(Recommendation.SCREEN_DXA,),
            cite=_STATEMENT,
            grade="B",
            notes=(_SCOPE,),
        ),
        Rule(
            id=f"{_ID}.younger-women",
            says="In postmenopausal women under 65 with a risk factor a formal risk tool comes before DXA.",
            when=RISK_FACTOR_KNOWN,
            applies=_YOUNGER,
            advises=(Recommendation.RISK_ASSESS_FIRST,),
            cite=_STATEMENT,
            grade="B",
            notes=(_SCOPE,),
        ),
        Rule(
            id=f"{_ID}.younger-women-at-risk",
            says="In postmenopausal women under 65 with a risk factor and a positive risk tool DXA is recommended.",
            when=all_of(RISK_FACTOR_KNOWN, ANY_TOOL_POSITIVE),
            applies=_YOUNGER,
            advises=(Recommendation.SCREEN_DXA,),
            cite=at(_STATEMENT, "Recommendation of 14 January 2025; tool limits carried over from 2018"),
            grade="B",
            notes=(_SCOPE,),
        ),
        Rule(
            id=f"{_ID}.men",
            says="In men the evidence is insufficient to weigh screening.",
            when=SEX.equals(Sex.MALE),
            applies=_MAN,
            advises=(Recommendation.INSUFFICIENT_EVIDENCE,),
            severity=Severity.INFO,
            cite=_STATEMENT,
            grade="I",
            notes=(_SCOPE,),
        ),
    ),
)
