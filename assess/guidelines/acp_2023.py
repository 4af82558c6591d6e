"""American College of Physicians 2023: drugs for primary osteoporosis."""

from datetime import date

from assess.case.situation import Situation
from assess.expressions.evaluation import Expression
from assess.expressions.logic import Operator, all_of, any_of, not_
from assess.rules.rule import Guideline, Rule, at, figure
from assess.terms.population import MEN_FROM, POSTMENOPAUSAL_WOMEN
from assess.terms.terms import (
    AGE,
    LOWEST_T,
    PRIOR_OSTEOPOROSIS,
    SECONDARY_CAUSE_KNOWN,
    SEX,
    fragility_fracture_at,
)
from dxa.assessment import Citation, Evidence, PackStatus, Severity
from dxa.report import Sex
from dxa.vocabulary import Recommendation

_ID = "acp-2023"
_GUIDE = Citation(
    title="Pharmacologic treatment of primary osteoporosis or low bone mass to prevent fractures in adults: "
    "a living guideline from the American College of Physicians",
    year=2023,
    locator="Recommendation 1a",
    url="https://pubmed.ncbi.nlm.nih.gov/36592456",
    evidence=Evidence.SEEN,
)
# The abstract names osteoporosis and low bone mass without figures: those of WHO are taken.
_CLASSES = at(_GUIDE, "Osteoporosis and low bone mass: WHO categories", Evidence.SECONDARY)

T_OSTEOPOROSIS = figure("T_OSTEOPOROSIS", "-2.5", Operator.LE, "T-score", _CLASSES)
T_ABOVE_OSTEOPOROSIS = figure("T_ABOVE_OSTEOPOROSIS", "-2.5", Operator.GT, "T-score", _CLASSES)
T_LOW = figure("T_LOW", "-1.0", Operator.LT, "T-score", _CLASSES)
WOMEN_OVER = figure("WOMEN_OVER", "65", Operator.GT, "year", at(_GUIDE, "Recommendation 4"))

PRIMARY_OSTEOPOROSIS: Expression[Situation] = any_of(
    LOWEST_T <= T_OSTEOPOROSIS, fragility_fracture_at("hip", "vertebra"), PRIOR_OSTEOPOROSIS.is_true()
)
_PRIMARY = not_(SECONDARY_CAUSE_KNOWN)
_SCOPE = "For primary osteoporosis: undecided while secondary causes are not known."
_WOMEN = all_of(POSTMENOPAUSAL_WOMEN, _PRIMARY)
_MEN = all_of(SEX.equals(Sex.MALE), AGE >= MEN_FROM, _PRIMARY)
_ORDER = "Denosumab is the second line (2a women, 2b men); romosozumab or teriparatide, then a bisphosphonate, are for "

GUIDELINE = Guideline(
    id=_ID,
    edition="2023",
    revision=3,
    title="American College of Physicians 2023",
    about="Drug choice in primary osteoporosis of postmenopausal women and of men; low bone mass in women over 65.",
    status=PackStatus.DRAFT,
    last_updated=date(2026, 11, 22),
    review_due=date(2027, 11, 22),
    country="US",
    rules=(
        Rule(
            id=f"{_ID}.women",
            says="In postmenopausal women with primary osteoporosis a bisphosphonate is the first-line option.",
            when=PRIMARY_OSTEOPOROSIS,
            applies=_WOMEN,
            advises=(Recommendation.BISPHOSPHONATE_FIRST_LINE,),
            severity=Severity.MINOR,
            cite=_GUIDE,
            strength="strong",
            notes=(_SCOPE, _ORDER + "women at very high risk (3)."),
        ),
        Rule(
            id=f"{_ID}.men",
            says="In men with primary osteoporosis a bisphosphonate is the first-line option.",
            when=PRIMARY_OSTEOPOROSIS,
            applies=_MEN,
            advises=(Recommendation.BISPHOSPHONATE_FIRST_LINE,),
            severity=Severity.MINOR,
            cite=at(_GUIDE, "Recommendation 1b"),
            strength="conditional",
            notes=(_SCOPE,),
        ),
        Rule(
            id=f"{_ID}.low-bone-mass",
            says="In women over 65 with low bone mass drug treatment is left to an individual decision.",
            when=all_of(LOWEST_T < T_LOW, LOWEST_T > T_ABOVE_OSTEOPOROSIS, AGE > WOMEN_OVER),
            applies=_WOMEN,
            advises=(Recommendation.PHARMACOTHERAPY_INDIVIDUALIZE,),
            severity=Severity.MINOR,
            cite=at(_GUIDE, "Recommendation 4"),
            strength="conditional",
            notes=(_SCOPE,),
        ),
    ),
)
