"""BHOF Clinician's Guide 2022 (US): diagnosis, treatment thresholds, vertebral imaging, nutrition."""

from datetime import date
from decimal import Decimal

from assess.expressions.logic import Operator, Parameter, all_of, any_of, not_
from assess.expressions.surely import Surely
from assess.rules.imaging import LONG_TERM_READING, at_least, between_the_units, long_term_glucocorticoid, reaches
from assess.rules.rule import Guideline, Rule, at
from assess.terms.population import ADULTS, AFTER_MENOPAUSE_OR_MEN_FROM_50
from assess.terms.terms import (
    AGE,
    FRACTURE_AGE,
    FRACTURES,
    FRAX_GIVEN,
    FRAX_HIP,
    FRAX_MAJOR,
    HEIGHT_LOSS_HISTORICAL,
    HEIGHT_LOSS_PROSPECTIVE,
    HYPERPARATHYROIDISM,
    LOWEST_T,
    LOWEST_T_WITH_RADIUS,
    SEX,
    VITAMIN_D,
    fragility_fracture_at,
)
from dxa.assessment import Citation, Evidence, PackStatus, Severity
from dxa.report import Sex
from dxa.vocabulary import Classification, Recommendation

_ID = "bhof-2022"
_GUIDE = Citation(
    title="The clinician's guide to prevention and treatment of osteoporosis (LeBoff et al., Osteoporos Int 33:2049)",
    year=2022,
    locator="Diagnosis and treatment recommendations",
    url="https://doi.org/10.1007/s00198-021-05900-y",
    evidence=Evidence.RECALLED,
)
# The treatment figures were read in secondary texts that restate them; the guide's own page was not.
_TREAT = at(_GUIDE, "Who should be considered for treatment", Evidence.SECONDARY)
_IMAGING = at(_GUIDE, "Vertebral imaging")
UNIVERSAL = at(_GUIDE, "Universal recommendations: calcium and vitamin D", Evidence.SEEN)


def _score(name: str, value: str, operator: Operator) -> Parameter:
    return Parameter(name=name, value=Decimal(value), operator=operator, unit="T-score", cite=_TREAT)


T_OSTEOPOROSIS = _score("T_OSTEOPOROSIS", "-2.5", Operator.LE)
T_ABOVE_OSTEOPOROSIS = _score("T_ABOVE_OSTEOPOROSIS", "-2.5", Operator.GT)
T_LOW = _score("T_LOW", "-1.0", Operator.LT)
FRAX_HIP_FROM = at_least("FRAX_HIP_FROM", "3.0", "%", _TREAT)
FRAX_MAJOR_FROM = at_least("FRAX_MAJOR_FROM", "20.0", "%", _TREAT)
IMAGING_T = Parameter(name="IMAGING_T", value=Decimal("-1.0"), operator=Operator.LE, unit="T-score", cite=_IMAGING)
IMAGING_T_MEN = Parameter(
    name="IMAGING_T_MEN", value=Decimal("-1.5"), operator=Operator.LE, unit="T-score", cite=_IMAGING
)
IMAGING_WOMEN_FROM = at_least("IMAGING_WOMEN_FROM", "65", "year", _IMAGING)
IMAGING_MEN_FROM = at_least("IMAGING_MEN_FROM", "80", "year", _IMAGING)
YOUNGER_MEN_FROM = at_least("YOUNGER_MEN_FROM", "70", "year", _IMAGING)
FRACTURE_FROM_AGE = at_least("FRACTURE_FROM_AGE", "50", "year", _IMAGING)
HEIGHT_LOSS_INCHES = at_least("HEIGHT_LOSS_INCHES", "3.81", "cm", at(_IMAGING, "Vertebral imaging: 1.5 inches in cm"))
HEIGHT_LOSS = at_least("HEIGHT_LOSS", "4", "cm", _IMAGING)
HEIGHT_LOSS_BELOW = Parameter(
    name="HEIGHT_LOSS_BELOW", value=Decimal(4), operator=Operator.LT, unit="cm", cite=_IMAGING
)
RECENT_LOSS = at_least("RECENT_LOSS", "2", "cm", _IMAGING)
RECENT_LOSS_INCHES = at_least("RECENT_LOSS_INCHES", "2.032", "cm", at(_IMAGING, "Vertebral imaging: 0.8 inches in cm"))
GC_MONTHS = at_least("GC_MONTHS", "3", "month", at(_IMAGING, "Vertebral imaging: long-term glucocorticoids"))
VITAMIN_D_FROM = at_least("VITAMIN_D_FROM", "30", "ng/mL", UNIVERSAL)
VITAMIN_D_UP_TO = Parameter(
    name="VITAMIN_D_UP_TO", value=Decimal(50), operator=Operator.LE, unit="ng/mL", cite=UNIVERSAL
)
MONITORING = at(_GUIDE, "Monitoring")
_CARDS = (
    at_least("CALCIUM_MEN_50_TO_70", "1000", "mg/day", UNIVERSAL),
    at_least("CALCIUM_WOMEN_FROM_51", "1200", "mg/day", UNIVERSAL),
    at_least("CALCIUM_MEN_FROM_71", "1200", "mg/day", UNIVERSAL),
    at_least("VITAMIN_D_DAILY_FROM", "800", "IU/day", UNIVERSAL),
    Parameter(name="VITAMIN_D_DAILY_UP_TO", value=Decimal(1000), operator=Operator.LE, unit="IU/day", cite=UNIVERSAL),
    at_least("DXA_AFTER_START_FROM", "1", "year", MONITORING),
    Parameter(
        name="DXA_AFTER_START_UP_TO",
        value=Decimal(2),
        operator=Operator.LE,
        unit="year",
        cite=MONITORING,
    ),
)

LOW_BONE_MASS = all_of(LOWEST_T_WITH_RADIUS < T_LOW, LOWEST_T_WITH_RADIUS > T_ABOVE_OSTEOPOROSIS)
HIP_OR_VERTEBRA = fragility_fracture_at("hip", "vertebra")
TREATMENT = any_of(
    LOWEST_T_WITH_RADIUS <= T_OSTEOPOROSIS,
    HIP_OR_VERTEBRA,
    all_of(LOW_BONE_MASS, fragility_fracture_at("proximal_humerus", "pelvis", "distal_forearm")),
    all_of(LOW_BONE_MASS, any_of(FRAX_HIP >= FRAX_HIP_FROM, FRAX_MAJOR >= FRAX_MAJOR_FROM)),
)
_OLDER_WOMEN = all_of(SEX.equals(Sex.FEMALE), AGE >= IMAGING_WOMEN_FROM)
_VFA = any_of(
    all_of(_OLDER_WOMEN, LOWEST_T <= IMAGING_T),
    all_of(SEX.equals(Sex.MALE), AGE >= IMAGING_MEN_FROM, LOWEST_T <= IMAGING_T),
    all_of(SEX.equals(Sex.MALE), AGE >= YOUNGER_MEN_FROM, LOWEST_T <= IMAGING_T_MEN),
    all_of(
        AFTER_MENOPAUSE_OR_MEN_FROM_50,
        any_of(
            FRACTURES.any(FRACTURE_AGE >= FRACTURE_FROM_AGE),
            reaches(HEIGHT_LOSS_HISTORICAL, HEIGHT_LOSS_INCHES, HEIGHT_LOSS),
            reaches(HEIGHT_LOSS_PROSPECTIVE, RECENT_LOSS, RECENT_LOSS_INCHES),
            long_term_glucocorticoid(GC_MONTHS),
            HYPERPARATHYROIDISM,
        ),
    ),
)
_BOUNDARY = 'The source prints "between -1.0 and -2.5"; both ends are excluded here.'
_RADIUS = "The one-third radius counts like spine and hip in this edition."

GUIDELINE = Guideline(
    id=_ID,
    edition="2022",
    revision=4,
    title="BHOF Clinician's Guide 2022",
    about="Diagnosis and treatment thresholds of postmenopausal women and men aged 50 or older in the United States, "
    "by T-score, fragility fracture and US FRAX; vertebral imaging; calcium and vitamin D.",
    status=PackStatus.DRAFT,
    last_updated=date(2026, 11, 23),
    review_due=date(2027, 11, 22),
    country="US",
    supersedes="nof-2014",
    rules=(
        Rule(
            id=f"{_ID}.osteoporosis",
            says="Osteoporosis is diagnosed at a T-score of -2.5 or lower at spine, hip or one-third radius.",
            when=LOWEST_T_WITH_RADIUS <= T_OSTEOPOROSIS,
            applies=AFTER_MENOPAUSE_OR_MEN_FROM_50,
            advises=(Classification.OSTEOPOROSIS,),
            severity=Severity.MAJOR,
            cite=_GUIDE,
            notes=(_RADIUS,),
        ),
        Rule(
            id=f"{_ID}.clinical-osteoporosis",
            says="Osteoporosis is diagnosed clinically by a fragility fracture of hip or vertebra at any T-score, and "
            "with low bone mass by one of proximal humerus, pelvis or distal forearm or by high US FRAX.",
            when=any_of(
                HIP_OR_VERTEBRA,
                all_of(LOW_BONE_MASS, fragility_fracture_at("proximal_humerus", "pelvis", "distal_forearm")),
                all_of(LOW_BONE_MASS, any_of(FRAX_HIP >= FRAX_HIP_FROM, FRAX_MAJOR >= FRAX_MAJOR_FROM)),
            ),
            applies=AFTER_MENOPAUSE_OR_MEN_FROM_50,
            advises=(Classification.CLINICAL_OSTEOPOROSIS,),
            severity=Severity.MAJOR,
            cite=_GUIDE,
            boundary_reading=_BOUNDARY,
        ),
        Rule(
            id=f"{_ID}.treatment",
            says="Drug treatment is considered at a T-score of -2.5 or lower, after a fragility fracture of hip or "
            "vertebra, and with low bone mass after one of proximal humerus, pelvis or distal forearm or at a US FRAX "
            "of 3 % or more (hip) or 20 % or more (major).",
            when=TREATMENT,
            applies=AFTER_MENOPAUSE_OR_MEN_FROM_50,
            advises=(Recommendation.PHARMACOTHERAPY_THRESHOLD_MET,),
            otherwise=(Recommendation.PHARMACOTHERAPY_THRESHOLD_NOT_MET,),
            severity=Severity.MAJOR,
            cite=_GUIDE,
            boundary_reading=_BOUNDARY,
            notes=(_RADIUS,),
        ),
        Rule(
            id=f"{_ID}.obtain-frax",
            says="With low bone mass the US FRAX probabilities decide about treatment, unless a fracture already does.",
            when=all_of(LOW_BONE_MASS, not_(FRAX_GIVEN), not_(Surely(TREATMENT))),
            applies=AFTER_MENOPAUSE_OR_MEN_FROM_50,
            advises=(Recommendation.OBTAIN_FRAX,),
            severity=Severity.MINOR,
            cite=_GUIDE,
            boundary_reading=_BOUNDARY,
        ),
        Rule(
            id=f"{_ID}.secondary-causes",
            says="Before treatment secondary causes of bone loss are looked for.",
            when=TREATMENT,
            applies=AFTER_MENOPAUSE_OR_MEN_FROM_50,
            advises=(Recommendation.EVALUATE_SECONDARY_CAUSES,),
            severity=Severity.MINOR,
            cite=at(_GUIDE, "Evaluation before treatment"),
            boundary_reading=_BOUNDARY,
        ),
        Rule(
            id=f"{_ID}.vfa",
            says="Vertebral imaging is advised from a T-score of -1.0 down in women of 65 or older and men of 80 or "
            "older, from -1.5 down in men of 70 to 79, and in postmenopausal women and men from 50 with a fracture "
            "since 50, height loss, long-term glucocorticoids or hyperparathyroidism.",
            when=_VFA,
            applies=any_of(AFTER_MENOPAUSE_OR_MEN_FROM_50, _OLDER_WOMEN),
            advises=(Recommendation.VFA_INDICATED,),
            otherwise=(Recommendation.VFA_NOT_INDICATED_BY_THIS_PACK,),
            severity=Severity.MINOR,
            cite=_IMAGING,
            caveats=(between_the_units(HEIGHT_LOSS_INCHES, HEIGHT_LOSS_BELOW),),
            notes=(LONG_TERM_READING, "The list of 2014 differs: see nof-2014."),
        ),
        Rule(
            id=f"{_ID}.vitamin-d",
            says="Serum 25-OH vitamin D is kept from 30 to 50 ng/mL.",
            when=all_of(VITAMIN_D >= VITAMIN_D_FROM, VITAMIN_D <= VITAMIN_D_UP_TO),
            applies=ADULTS,
            cite=UNIVERSAL,
            notes=("Met means that the stated value lies inside; the daily intake named is 800 to 1000 IU.",),
        ),
    ),
    parameters=_CARDS,
)
