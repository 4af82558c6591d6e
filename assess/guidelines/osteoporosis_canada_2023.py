"""Osteoporosis Canada 2023: who is measured, who is imaged, and at what risk drugs are recommended or suggested."""

from datetime import date

from assess.case.fracture_sites import UNCOUNTED_READING
from assess.expressions.logic import Operator, all_of, any_of, not_
from assess.rules.imaging import at_least
from assess.rules.rule import Guideline, Rule, at, figure
from assess.terms.population import AFTER_MENOPAUSE_OR_MEN_FROM_50
from assess.terms.terms import (
    AGE,
    ANY_FRAGILITY_FRACTURE,
    FRAX_MAJOR,
    LOWEST_T_OF_SPINE_AND_HIP,
    RISK_FACTOR_KNOWN,
    SEVERAL_FRAGILITY_FRACTURES,
    SEVERAL_RISK_FACTORS,
    fragility_fracture_at,
)
from dxa.assessment import Citation, Evidence, PackStatus, Severity
from dxa.vocabulary import Recommendation

_ID = "osteoporosis-canada-2023"
_GUIDE = Citation(
    title="Clinical practice guideline for management of osteoporosis and fracture prevention in Canada: 2023 update",
    year=2023,
    locator="Table 3",
    url="https://www.ncbi.nlm.nih.gov/pmc/articles/PMC10610956",
    evidence=Evidence.SEEN,
)
_TESTING = at(_GUIDE, "Table 3: BMD testing")
_IMAGING = at(_GUIDE, "Table 3: vertebral fracture assessment")
_RECOMMEND = at(_GUIDE, "Table 3: pharmacotherapy, recommended")
_SUGGEST = at(_GUIDE, "Recommendations 3.5 to 3.7: pharmacotherapy, suggested", Evidence.RECALLED)

YOUNGER_FROM = at_least("YOUNGER_FROM", "50", "year", _TESTING)
OLDER_FROM = at_least("OLDER_FROM", "65", "year", _TESTING)
ALL_FROM = at_least("ALL_FROM", "70", "year", _TESTING)
IMAGING_FROM = at_least("IMAGING_FROM", "65", "year", _IMAGING)
T_OSTEOPOROSIS = figure("T_OSTEOPOROSIS", "-2.5", Operator.LE, "T-score", _RECOMMEND)
MIDDLE_RISK_FROM = at_least("MIDDLE_RISK_FROM", "15", "%", _IMAGING)
MIDDLE_RISK_BELOW = figure("MIDDLE_RISK_BELOW", "20", Operator.LT, "%", _IMAGING)
HIGH_RISK_FROM = at_least("HIGH_RISK_FROM", "20", "%", _RECOMMEND)
TREATED_FROM = at_least("TREATED_FROM", "70", "year", _RECOMMEND)
SUGGESTED_BELOW = figure("SUGGESTED_BELOW", "70", Operator.LT, "year", _SUGGEST)

_T = LOWEST_T_OF_SPINE_AND_HIP
_MIDDLE = all_of(FRAX_MAJOR >= MIDDLE_RISK_FROM, FRAX_MAJOR < MIDDLE_RISK_BELOW)
_RECOMMENDED = any_of(
    fragility_fracture_at("hip", "vertebra"),
    SEVERAL_FRAGILITY_FRACTURES,
    FRAX_MAJOR >= HIGH_RISK_FROM,
    all_of(AGE >= TREATED_FROM, _T <= T_OSTEOPOROSIS),
)
_TOOL = "The ten-year probability may come from FRAX (Canada) or CAROC; a stated FRAX value is compared here."
_SITES = f"{UNCOUNTED_READING} T-scores of femoral neck, total hip and lumbar spine count."

GUIDELINE = Guideline(
    id=_ID,
    edition="2023",
    revision=2,
    title="Osteoporosis Canada 2023",
    about="Postmenopausal women and men aged 50 or older in Canada: BMD testing, vertebral imaging, drug treatment.",
    status=PackStatus.DRAFT,
    last_updated=date(2026, 11, 22),
    review_due=date(2027, 11, 22),
    country="CA",
    rules=(
        Rule(
            id=f"{_ID}.bmd-testing",
            says="BMD is measured from 70 in everybody, from 65 with one risk factor, and from 50 with a fragility "
            "fracture or two risk factors.",
            when=any_of(
                AGE >= ALL_FROM,
                all_of(AGE >= OLDER_FROM, any_of(ANY_FRAGILITY_FRACTURE, RISK_FACTOR_KNOWN)),
                all_of(AGE >= YOUNGER_FROM, any_of(ANY_FRAGILITY_FRACTURE, SEVERAL_RISK_FACTORS)),
            ),
            applies=AFTER_MENOPAUSE_OR_MEN_FROM_50,
            advises=(Recommendation.SCREEN_DXA,),
            cite=_TESTING,
        ),
        Rule(
            id=f"{_ID}.vfa",
            says="Vertebral imaging is advised from 65 at a T-score of -2.5 or lower, and at a ten-year risk of 15 to "
            "below 20 %.",
            when=any_of(all_of(AGE >= IMAGING_FROM, _T <= T_OSTEOPOROSIS), _MIDDLE),
            applies=AFTER_MENOPAUSE_OR_MEN_FROM_50,
            advises=(Recommendation.VFA_INDICATED,),
            otherwise=(Recommendation.VFA_NOT_INDICATED_BY_THIS_PACK,),
            severity=Severity.MINOR,
            cite=_IMAGING,
            notes=(_TOOL, _SITES),
        ),
        Rule(
            id=f"{_ID}.treatment",
            says="Drug treatment is recommended after a hip or vertebral or two or more fragility fractures, at a "
            "ten-year risk of 20 % or more, and from 70 at a T-score of -2.5 or lower.",
            when=_RECOMMENDED,
            applies=AFTER_MENOPAUSE_OR_MEN_FROM_50,
            advises=(Recommendation.PHARMACOTHERAPY_THRESHOLD_MET,),
            otherwise=(Recommendation.PHARMACOTHERAPY_THRESHOLD_NOT_MET,),
            severity=Severity.MAJOR,
            cite=_RECOMMEND,
            strength="recommend",
            notes=(_TOOL, _SITES),
        ),
        Rule(
            id=f"{_ID}.treatment-suggested",
            says="Drug treatment is suggested at a ten-year risk of 15 to below 20 %, and under 70 at a T-score of "
            "-2.5 or lower.",
            when=all_of(any_of(_MIDDLE, all_of(AGE < SUGGESTED_BELOW, _T <= T_OSTEOPOROSIS)), not_(_RECOMMENDED)),
            applies=AFTER_MENOPAUSE_OR_MEN_FROM_50,
            advises=(Recommendation.PHARMACOTHERAPY_INDIVIDUALIZE,),
            severity=Severity.MINOR,
            cite=_SUGGEST,
            strength="suggest",
            notes=(_TOOL, _SITES),
        ),
    ),
)
