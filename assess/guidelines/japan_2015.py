"""Japan 2012/2015: diagnosis by per cent of the young adult mean, and criteria to start drugs."""

from datetime import date

from assess.expressions.logic import Operator, all_of, any_of
from assess.rules.imaging import at_least
from assess.rules.rule import Guideline, Rule, at, figure
from assess.terms.population import AFTER_MENOPAUSE_OR_MEN_FROM_50
from assess.terms.terms import AGE, FRAX_MAJOR, LOWEST_T, RISK_FACTORS, YAM, fragility_fracture_at
from dxa.assessment import Citation, Evidence, PackStatus, Severity
from dxa.vocabulary import Classification, Recommendation

_ID = "japan-2015"
_CRITERIA = Citation(
    title="Diagnostic criteria for primary osteoporosis, year 2012 revision, with the 2015 prevention and treatment "
    "guidelines, as restated on public clinic pages",
    year=2015,
    locator="Diagnostic criteria",
    url=None,
    evidence=Evidence.SECONDARY,
)
_START = at(_CRITERIA, "Criteria to start drug treatment")
_YOUNGER = at(_CRITERIA, "Criteria to start drug treatment: age limit", Evidence.RECALLED)

YAM_OSTEOPOROSIS = figure("YAM_OSTEOPOROSIS", "70", Operator.LE, "%", _CRITERIA)
YAM_ABOVE = figure("YAM_ABOVE", "70", Operator.GT, "%", _START)
YAM_LOW = figure("YAM_LOW", "80", Operator.LT, "%", _CRITERIA)
T_OSTEOPOROSIS = figure("T_OSTEOPOROSIS", "-2.5", Operator.LE, "T-score", _CRITERIA)
MAJOR_FROM = at_least("MAJOR_FROM", "15", "%", _START)
MAJOR_BELOW_AGE = figure("MAJOR_BELOW_AGE", "75", Operator.LT, "year", _YOUNGER)

_LOW_BMD = any_of(YAM <= YAM_OSTEOPOROSIS, LOWEST_T <= T_OSTEOPOROSIS)
_HIP_OR_VERTEBRA = fragility_fracture_at("hip", "vertebra")
_OTHER = fragility_fracture_at("rib", "pelvis", "proximal_humerus", "distal_forearm", "lower_leg", "tibia", "fibula")
_CLINICAL = any_of(_HIP_OR_VERTEBRA, all_of(YAM < YAM_LOW, _OTHER))
_AS_PRINTED = "The per cent of the young adult mean is taken as the report prints it, never computed back."

GUIDELINE = Guideline(
    id=_ID,
    edition="2015",
    revision=2,
    title="Japan 2012/2015",
    about="Diagnosis by per cent of the young adult mean (YAM), fragility fracture, and criteria to start drugs.",
    status=PackStatus.DRAFT,
    last_updated=date(2026, 11, 22),
    review_due=date(2027, 11, 22),
    country="JP",
    rules=(
        Rule(
            id=f"{_ID}.osteoporosis",
            says="Osteoporosis is a BMD of 70 % of the young adult mean or less, or a T-score of -2.5 or lower.",
            when=_LOW_BMD,
            applies=AFTER_MENOPAUSE_OR_MEN_FROM_50,
            advises=(Classification.OSTEOPOROSIS,),
            severity=Severity.MAJOR,
            cite=_CRITERIA,
            notes=(_AS_PRINTED,),
        ),
        Rule(
            id=f"{_ID}.clinical-osteoporosis",
            says="Osteoporosis is also a fragility fracture of hip or vertebra at any BMD, or one of rib, pelvis, "
            "proximal humerus, distal radius or lower leg below 80 % of the young adult mean.",
            when=_CLINICAL,
            applies=AFTER_MENOPAUSE_OR_MEN_FROM_50,
            advises=(Classification.CLINICAL_OSTEOPOROSIS,),
            severity=Severity.MAJOR,
            cite=_CRITERIA,
            notes=(_AS_PRINTED,),
        ),
        Rule(
            id=f"{_ID}.treatment",
            says="Drugs may be started with osteoporosis, and above 70 to below 80 % of the young adult mean with a "
            "parental hip fracture or a FRAX of 15 % or more (major) under 75.",
            when=any_of(
                _LOW_BMD,
                _CLINICAL,
                all_of(
                    YAM > YAM_ABOVE,
                    YAM < YAM_LOW,
                    any_of(
                        RISK_FACTORS.has("parental_hip_fracture"),
                        all_of(FRAX_MAJOR >= MAJOR_FROM, AGE < MAJOR_BELOW_AGE),
                    ),
                ),
            ),
            applies=AFTER_MENOPAUSE_OR_MEN_FROM_50,
            advises=(Recommendation.PHARMACOTHERAPY_THRESHOLD_MET,),
            otherwise=(Recommendation.PHARMACOTHERAPY_THRESHOLD_NOT_MET,),
            severity=Severity.MAJOR,
            cite=_START,
            notes=(_AS_PRINTED,),
        ),
    ),
)
