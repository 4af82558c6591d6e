"""Endocrine Society 2019: the risk algorithm for postmenopausal women, from memory and shown as such."""

from datetime import date

from assess.expressions.logic import Operator, all_of, any_of, not_
from assess.rules.imaging import at_least
from assess.rules.rule import Guideline, Rule, figure
from assess.terms.population import POSTMENOPAUSAL_WOMEN
from assess.terms.terms import (
    FRACTURE_SITE,
    FRACTURES,
    FRAGILITY,
    FRAX_HIP,
    FRAX_MAJOR,
    LOWEST_T_OF_SPINE_AND_HIP,
    fragility_fracture_at,
)
from dxa.assessment import Citation, Evidence, PackStatus, Severity
from dxa.vocabulary import Recommendation, Risk

_ID = "endocrine-society-2019"
_ALGORITHM = Citation(
    title="Pharmacological management of osteoporosis in postmenopausal women: an Endocrine Society guideline",
    year=2019,
    locator="Algorithm: footnotes on risk categories",
    url="https://academic.oup.com/jcem/article/104/5/1595/5418884",
    evidence=Evidence.RECALLED,
)

T_LOW_RISK = figure("T_LOW_RISK", "-1.0", Operator.GT, "T-score", _ALGORITHM)
T_MODERATE_RISK = figure("T_MODERATE_RISK", "-2.5", Operator.GT, "T-score", _ALGORITHM)
T_HIGH_RISK = figure("T_HIGH_RISK", "-2.5", Operator.LE, "T-score", _ALGORITHM)
HIP_FROM = at_least("HIP_FROM", "3", "%", _ALGORITHM)
HIP_BELOW = figure("HIP_BELOW", "3", Operator.LT, "%", _ALGORITHM)
MAJOR_FROM = at_least("MAJOR_FROM", "20", "%", _ALGORITHM)
MAJOR_BELOW = figure("MAJOR_BELOW", "20", Operator.LT, "%", _ALGORITHM)

_HIP_OR_SPINE = fragility_fracture_at("hip", "vertebra")
_VERY_HIGH = all_of(
    FRACTURES.at_least(2, all_of(FRACTURE_SITE.equals("vertebra"), FRAGILITY)), LOWEST_T_OF_SPINE_AND_HIP <= T_HIGH_RISK
)
_HIGH = any_of(_HIP_OR_SPINE, LOWEST_T_OF_SPINE_AND_HIP <= T_HIGH_RISK, FRAX_HIP >= HIP_FROM, FRAX_MAJOR >= MAJOR_FROM)
_BELOW_FRAX = all_of(FRAX_HIP < HIP_BELOW, FRAX_MAJOR < MAJOR_BELOW)
_LOW = all_of(not_(_HIP_OR_SPINE), LOWEST_T_OF_SPINE_AND_HIP > T_LOW_RISK, _BELOW_FRAX)
_MODERATE = all_of(not_(_HIP_OR_SPINE), LOWEST_T_OF_SPINE_AND_HIP > T_MODERATE_RISK, _BELOW_FRAX, not_(_LOW))
_OR = 'The moderate row prints hip below 3 % "or" major below 20 %; read as "and": either above is high risk.'

GUIDELINE = Guideline(
    id=_ID,
    edition="2019",
    revision=3,
    title="Endocrine Society risk algorithm 2019",
    about="Risk categories of postmenopausal women by hip or spine fracture, T-score of spine and hip, and FRAX.",
    status=PackStatus.DRAFT,
    last_updated=date(2026, 11, 22),
    review_due=date(2027, 11, 22),
    country="US",
    rules=(
        Rule(
            id=f"{_ID}.low-risk",
            says="Risk is low without hip or spine fracture, with T-scores of spine and hip above -1.0, and with FRAX "
            "below 3 % (hip) and 20 % (major).",
            when=_LOW,
            applies=POSTMENOPAUSAL_WOMEN,
            cite=_ALGORITHM,
            risk=Risk.LOW,
        ),
        Rule(
            id=f"{_ID}.moderate-risk",
            says="Risk is moderate without hip or spine fracture, with T-scores of spine and hip above -2.5 and FRAX "
            "below 3 % (hip) and 20 % (major), where it is not low.",
            when=_MODERATE,
            applies=POSTMENOPAUSAL_WOMEN,
            severity=Severity.MINOR,
            cite=_ALGORITHM,
            risk=Risk.MODERATE,
            boundary_reading=_OR,
        ),
        Rule(
            id=f"{_ID}.high-risk",
            says="Risk is high with a hip or spine fracture, a T-score of spine or hip of -2.5 or lower, or FRAX of 3 "
            "(hip) or 20 (major) per cent or more.",
            when=all_of(_HIGH, not_(_VERY_HIGH)),
            applies=POSTMENOPAUSAL_WOMEN,
            severity=Severity.MAJOR,
            cite=_ALGORITHM,
            risk=Risk.HIGH,
        ),
        Rule(
            id=f"{_ID}.very-high-risk",
            says="Risk is very high with several spine fractures and a T-score of spine or hip of -2.5 or lower.",
            when=_VERY_HIGH,
            applies=POSTMENOPAUSAL_WOMEN,
            severity=Severity.MAJOR,
            cite=_ALGORITHM,
            risk=Risk.VERY_HIGH,
        ),
        Rule(
            id=f"{_ID}.treatment",
            says="Drug treatment is advised at high or very high risk.",
            when=any_of(_HIGH, _VERY_HIGH),
            applies=POSTMENOPAUSAL_WOMEN,
            advises=(Recommendation.PHARMACOTHERAPY_THRESHOLD_MET,),
            otherwise=(Recommendation.PHARMACOTHERAPY_THRESHOLD_NOT_MET,),
            severity=Severity.MAJOR,
            cite=_ALGORITHM,
        ),
    ),
)
