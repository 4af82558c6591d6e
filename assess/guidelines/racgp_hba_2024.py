"""RACGP / Healthy Bones Australia 2024: treatment threshold and very high risk; the treatment figures are recalled."""

from datetime import date

from assess.case.fracture_sites import UNCOUNTED_READING
from assess.expressions.logic import Operator, all_of, any_of
from assess.rules.imaging import at_least
from assess.rules.rule import Guideline, Rule, at, figure
from assess.terms.population import AFTER_MENOPAUSE_OR_MEN_FROM_50
from assess.terms.terms import (
    AGE,
    ANY_FRAGILITY_FRACTURE,
    COUNTED_FRAGILITY,
    FRACTURE_MONTHS_AGO,
    FRACTURES,
    FRAX_HIP,
    FRAX_MAJOR,
    LOWEST_T,
    SEVERAL_FRAGILITY_FRACTURES,
    fragility_fracture_at,
)
from dxa.assessment import Citation, Evidence, PackStatus, Severity
from dxa.vocabulary import Classification, Recommendation, Risk

_ID = "racgp-hba-2024"
_GUIDE = Citation(
    title="Osteoporosis management and fracture prevention in postmenopausal women and men over 50 (RACGP and HBA)",
    year=2024,
    locator="Treatment thresholds",
    url="https://www.racgp.org.au/osteoporosis-guideline",
    evidence=Evidence.RECALLED,
)
_VERY_HIGH = at(_GUIDE, "Very high risk of fracture", Evidence.SECONDARY)

T_WITH_FRACTURE = figure("T_WITH_FRACTURE", "-1.5", Operator.LE, "T-score", _GUIDE)
T_BY_AGE = figure("T_BY_AGE", "-2.5", Operator.LE, "T-score", _GUIDE)
FROM_AGE = at_least("FROM_AGE", "70", "year", _GUIDE)
MAJOR_FROM = at_least("MAJOR_FROM", "20", "%", _GUIDE)
HIP_FROM = at_least("HIP_FROM", "3", "%", _GUIDE)
VERY_LOW_T = figure("VERY_LOW_T", "-3.0", Operator.LE, "T-score", _VERY_HIGH)
RECENT_MONTHS = figure("RECENT_MONTHS", "24", Operator.LE, "month", _VERY_HIGH)
VERY_HIGH_MAJOR = at_least("VERY_HIGH_MAJOR", "30", "%", _VERY_HIGH)
VERY_HIGH_HIP = at_least("VERY_HIGH_HIP", "4.5", "%", _VERY_HIGH)

_HIP_OR_VERTEBRA = fragility_fracture_at("hip", "vertebra")
_REFERENCE = "Local practice reads women's T-scores on the Geelong reference, which are not those of ISCD."

GUIDELINE = Guideline(
    id=_ID,
    edition="2024",
    revision=2,
    title="RACGP / Healthy Bones Australia 2024",
    about="Postmenopausal women and men over 50 in Australia: diagnosis, treatment threshold, very high risk.",
    status=PackStatus.DRAFT,
    last_updated=date(2026, 11, 22),
    review_due=date(2027, 11, 22),
    country="AU",
    rules=(
        Rule(
            id=f"{_ID}.clinical-osteoporosis",
            says="A minimal-trauma fracture of hip or vertebra is a presumptive diagnosis of osteoporosis.",
            when=_HIP_OR_VERTEBRA,
            applies=AFTER_MENOPAUSE_OR_MEN_FROM_50,
            advises=(Classification.CLINICAL_OSTEOPOROSIS,),
            severity=Severity.MAJOR,
            cite=_GUIDE,
        ),
        Rule(
            id=f"{_ID}.treatment",
            says="Drug treatment is considered after a minimal-trauma fracture of hip or vertebra, or of another site "
            "with a T-score of -1.5 or lower, from 70 at a T-score of -2.5 or lower, and at FRAX of 20 % or more "
            "(major) or 3 % or more (hip).",
            when=any_of(
                _HIP_OR_VERTEBRA,
                all_of(ANY_FRAGILITY_FRACTURE, LOWEST_T <= T_WITH_FRACTURE),
                all_of(AGE >= FROM_AGE, LOWEST_T <= T_BY_AGE),
                FRAX_MAJOR >= MAJOR_FROM,
                FRAX_HIP >= HIP_FROM,
            ),
            applies=AFTER_MENOPAUSE_OR_MEN_FROM_50,
            advises=(Recommendation.PHARMACOTHERAPY_THRESHOLD_MET,),
            otherwise=(Recommendation.PHARMACOTHERAPY_THRESHOLD_NOT_MET,),
            severity=Severity.MAJOR,
            cite=_GUIDE,
            notes=(_REFERENCE, UNCOUNTED_READING, "Subsidy asks -3.0 instead of -2.5 for some drugs."),
        ),
        Rule(
            id=f"{_ID}.very-high-risk",
            says="Risk is very high at a T-score of -3.0 or lower with a fracture in the last 2 years, with two or "
            "more minimal-trauma fractures, or at FRAX of 30 % (major) or 4.5 % (hip) or more.",
            when=any_of(
                all_of(
                    LOWEST_T <= VERY_LOW_T,
                    FRACTURES.any(all_of(COUNTED_FRAGILITY, FRACTURE_MONTHS_AGO <= RECENT_MONTHS)),
                ),
                SEVERAL_FRAGILITY_FRACTURES,
                FRAX_MAJOR >= VERY_HIGH_MAJOR,
                FRAX_HIP >= VERY_HIGH_HIP,
            ),
            applies=AFTER_MENOPAUSE_OR_MEN_FROM_50,
            severity=Severity.MAJOR,
            cite=_VERY_HIGH,
            risk=Risk.VERY_HIGH,
            notes=('The list also names "clinical risk factors" without saying which: they are not asked for here.',),
        ),
    ),
)
