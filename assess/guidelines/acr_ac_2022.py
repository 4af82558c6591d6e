"""ACR Appropriateness Criteria 2022 (US): whom to measure, vertebral fracture assessment, degenerative spines."""

from datetime import date

from assess.expressions.logic import Operator, Undecided, all_of, any_of
from assess.rules.imaging import at_least
from assess.rules.rule import CaveatWhen, Guideline, Rule, at, figure
from assess.terms.courses import taken
from assess.terms.population import ADULTS, T_APPLIES
from assess.terms.terms import (
    AGE,
    FINDINGS,
    FRACTURE_DOCUMENTED,
    FRACTURE_SELF_REPORTED,
    FRACTURE_SITE,
    FRACTURES,
    GLUCOCORTICOIDS,
    HEIGHT_LOSS_HISTORICAL,
    IS_GLUCOCORTICOID,
    LOWEST_T,
    MG_PER_DAY,
    MONTHS,
    RISK_FACTOR_KNOWN,
    SEX,
)
from dxa.assessment import Citation, Evidence, PackStatus, Severity
from dxa.report import Sex
from dxa.vocabulary import Caveat, Recommendation

_ID = "acr-ac-2022"
_CRITERIA = Citation(
    title="ACR Appropriateness Criteria: osteoporosis and bone mineral density, 2022 update",
    year=2022,
    locator="Variant 1: initial screening",
    url="https://acsearch.acr.org/list/GetAppendix?TopicId=22",
    evidence=Evidence.SEEN,
)
_VFA = at(_CRITERIA, "Variant 2: vertebral fracture assessment")
_SPINE = at(_CRITERIA, "Variant: 50 or older with advanced degenerative change of the spine")
_FOLLOW_UP = at(_CRITERIA, "Follow-up of low BMD, as told in a summary for patients", Evidence.SECONDARY)
_INCHES = at(_VFA, "Variant 2: 1.5 inches in cm", Evidence.DERIVED)

WOMEN_FROM = at_least("WOMEN_FROM", "65", "year", _CRITERIA)
MEN_FROM = at_least("SCREENING_MEN_FROM", "70", "year", _CRITERIA)
VFA_T = figure("VFA_T", "-1.0", Operator.LT, "T-score", _VFA)
VFA_WOMEN_FROM = at_least("VFA_WOMEN_FROM", "70", "year", _VFA)
VFA_MEN_FROM = at_least("VFA_MEN_FROM", "80", "year", _VFA)
HEIGHT_LOSS = figure("HEIGHT_LOSS", "4", Operator.GT, "cm", _VFA)
HEIGHT_LOSS_OR_LESS = figure("HEIGHT_LOSS_OR_LESS", "4", Operator.LE, "cm", _VFA)
HEIGHT_LOSS_INCHES = figure("HEIGHT_LOSS_INCHES", "3.81", Operator.GT, "cm", _INCHES)
GC_DOSE = at_least("GC_DOSE", "5", "mg/day", _VFA)
GC_MONTHS = at_least("GC_MONTHS", "3", "month", _VFA)
FOREARM_FROM = at_least("FOREARM_FROM", "50", "year", _SPINE)
FOLLOW_UP_T = figure("FOLLOW_UP_T", "-2.0", Operator.LT, "T-score", _FOLLOW_UP)

_BETWEEN = all_of(HEIGHT_LOSS_HISTORICAL > HEIGHT_LOSS_INCHES, HEIGHT_LOSS_HISTORICAL <= HEIGHT_LOSS_OR_LESS)
_WOMEN_OF_THE_LIST = all_of(SEX.equals(Sex.FEMALE), AGE >= VFA_WOMEN_FROM)
_ONE_OF_FOUR = any_of(
    _WOMEN_OF_THE_LIST,
    all_of(SEX.equals(Sex.MALE), AGE >= VFA_MEN_FROM),
    HEIGHT_LOSS_HISTORICAL > HEIGHT_LOSS,
    all_of(_BETWEEN, Undecided("the source prints 4 cm and 1.5 inches (3.81 cm) as equal")),
    FRACTURES.any(
        all_of(FRACTURE_SITE.equals("vertebra"), FRACTURE_SELF_REPORTED.is_true(), FRACTURE_DOCUMENTED.is_false())
    ),
    taken(
        GLUCOCORTICOIDS.any(all_of(IS_GLUCOCORTICOID, MG_PER_DAY >= GC_DOSE, MONTHS >= GC_MONTHS)), GC_DOSE, GC_MONTHS
    ),
)

_WHOM = "Premenopausal women and men under 50 are a variant of its own, which was not read."

GUIDELINE = Guideline(
    id=_ID,
    edition="2022",
    revision=3,
    title="ACR Appropriateness Criteria 2022",
    about="Imaging for osteoporosis in the United States: screening, vertebral fracture assessment, spines that DXA "
    "cannot read, follow-up. Variants for glucocorticoids, premenopausal women and men under 50 were not read.",
    status=PackStatus.DRAFT,
    last_updated=date(2026, 11, 23),
    review_due=date(2027, 11, 22),
    country="US",
    rules=(
        Rule(
            id=f"{_ID}.screening",
            says="DXA of spine and hip is usually appropriate in women from 65, in men from 70, and in younger "
            "adults with risk factors.",
            when=any_of(
                all_of(SEX.equals(Sex.FEMALE), AGE >= WOMEN_FROM),
                all_of(SEX.equals(Sex.MALE), AGE >= MEN_FROM),
                RISK_FACTOR_KNOWN,
            ),
            applies=ADULTS,
            advises=(Recommendation.SCREEN_DXA,),
            cite=_CRITERIA,
        ),
        Rule(
            id=f"{_ID}.vfa",
            says="Vertebral fracture assessment is usually appropriate when the T-score is below -1.0 and one of four "
            "criteria is present: age 70 or more (women) or 80 or more (men), historical height loss above 4 cm, a "
            "self-reported undocumented vertebral fracture, or 5 mg prednisone a day or more for 3 months or more.",
            when=all_of(LOWEST_T < VFA_T, _ONE_OF_FOUR),
            applies=any_of(T_APPLIES, _WOMEN_OF_THE_LIST),
            advises=(Recommendation.VFA_INDICATED,),
            otherwise=(Recommendation.VFA_NOT_INDICATED_BY_THIS_PACK,),
            severity=Severity.MINOR,
            cite=_VFA,
            caveats=(CaveatWhen(code=Caveat.UNIT_INCONSISTENCY_IN_SOURCE_4CM_VS_1_5IN, when=_BETWEEN),),
            notes=(_WHOM,),
        ),
        Rule(
            id=f"{_ID}.degenerative-spine",
            says="From 50 with advanced degenerative change of the spine, DXA of the distal forearm is usually "
            "appropriate, as are DXA of hip and spine and quantitative CT.",
            when=all_of(AGE >= FOREARM_FROM, FINDINGS.has("degenerative_spine", "degenerative_change")),
            advises=(Recommendation.ADD_FOREARM_33,),
            severity=Severity.MINOR,
            cite=_SPINE,
        ),
        Rule(
            id=f"{_ID}.follow-up",
            says="Low bone density is followed by DXA at a T-score below -2.0 or with risk factors.",
            when=any_of(LOWEST_T < FOLLOW_UP_T, RISK_FACTOR_KNOWN),
            applies=T_APPLIES,
            cite=_FOLLOW_UP,
            notes=("Not met means: no routine repeat is advised by this pack.", _WHOM),
        ),
    ),
)
