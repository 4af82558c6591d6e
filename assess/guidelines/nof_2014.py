"""NOF 2013/14 (US): the list of vertebral imaging that BHOF 2022 replaced, kept because reports still quote it."""

from datetime import date

from assess.expressions.logic import Operator, all_of, any_of
from assess.rules.imaging import LONG_TERM_READING, at_least, between_the_units, long_term_glucocorticoid, reaches
from assess.rules.rule import Guideline, Rule, at, figure
from assess.terms.population import AFTER_MENOPAUSE_OR_MEN_FROM_50
from assess.terms.terms import (
    AGE,
    FRACTURE_AGE,
    FRACTURES,
    HEIGHT_LOSS_HISTORICAL,
    HEIGHT_LOSS_PROSPECTIVE,
    LOWEST_T,
    MENOPAUSE,
    SEX,
)
from dxa.assessment import Citation, Evidence, PackStatus, Severity
from dxa.facts import MenopausalStatus
from dxa.report import Sex
from dxa.vocabulary import Recommendation

_ID = "nof-2014"
_LIST = Citation(
    title="NOF Clinician's Guide 2013/14, vertebral imaging, as reproduced by a teaching page of U Michigan",
    year=2014,
    locator="Vertebral imaging: indications",
    url=None,
    evidence=Evidence.SECONDARY,
)
# The page gives the groups; the figures of height loss and age at fracture are those remembered of the list.
_FIGURES = at(_LIST, "Vertebral imaging: further indications", Evidence.RECALLED)

WOMEN_FROM = at_least("WOMEN_FROM", "70", "year", _LIST)
MEN_FROM = at_least("IMAGING_MEN_FROM", "80", "year", _LIST)
WOMEN_LOW_T_FROM = at_least("WOMEN_LOW_T_FROM", "65", "year", _LIST)
MEN_LOW_T_FROM = at_least("MEN_LOW_T_FROM", "70", "year", _LIST)
T_LOW = figure("T_LOW", "-1.5", Operator.LE, "T-score", _LIST)
YOUNGER_FROM = at_least("YOUNGER_FROM", "50", "year", _LIST)
YOUNGER_WOMEN_BELOW = figure("YOUNGER_WOMEN_BELOW", "65", Operator.LT, "year", _LIST)
YOUNGER_MEN_BELOW = figure("YOUNGER_MEN_BELOW", "70", Operator.LT, "year", _LIST)
FRACTURE_FROM_AGE = at_least("FRACTURE_FROM_AGE", "50", "year", _FIGURES)
HEIGHT_LOSS_INCHES = at_least("HEIGHT_LOSS_INCHES", "3.81", "cm", _FIGURES)
HEIGHT_LOSS = at_least("HEIGHT_LOSS", "4", "cm", _FIGURES)
HEIGHT_LOSS_BELOW = figure("HEIGHT_LOSS_BELOW", "4", Operator.LT, "cm", _FIGURES)
RECENT_LOSS = at_least("RECENT_LOSS", "2", "cm", _FIGURES)
RECENT_LOSS_INCHES = at_least("RECENT_LOSS_INCHES", "2.032", "cm", _FIGURES)
GC_MONTHS = at_least("GC_MONTHS", "3", "month", _FIGURES)

_RISK = any_of(
    FRACTURES.any(FRACTURE_AGE >= FRACTURE_FROM_AGE),
    reaches(HEIGHT_LOSS_HISTORICAL, HEIGHT_LOSS_INCHES, HEIGHT_LOSS),
    reaches(HEIGHT_LOSS_PROSPECTIVE, RECENT_LOSS, RECENT_LOSS_INCHES),
    long_term_glucocorticoid(GC_MONTHS),
)
_WOMAN, _MAN = SEX.equals(Sex.FEMALE), SEX.equals(Sex.MALE)
_OLDER_WOMEN = all_of(_WOMAN, AGE >= WOMEN_LOW_T_FROM)

GUIDELINE = Guideline(
    id=_ID,
    edition="2014",
    revision=2,
    title="NOF 2013/14 vertebral imaging list",
    about="Vertebral imaging as the NOF listed it before 2022; no other part of that guide is kept.",
    status=PackStatus.DRAFT,
    last_updated=date(2026, 11, 22),
    review_due=date(2027, 11, 22),
    country="US",
    rules=(
        Rule(
            id=f"{_ID}.vfa",
            says="Vertebral imaging is advised in all women from 70 and men from 80, at a T-score of -1.5 or lower in "
            "women of 65 to 69 and men of 70 to 79, and in postmenopausal women of 50 to 64 and men of 50 to 69 with a "
            "fracture, height loss or long-term glucocorticoids.",
            when=any_of(
                all_of(_WOMAN, AGE >= WOMEN_FROM),
                all_of(_MAN, AGE >= MEN_FROM),
                all_of(_OLDER_WOMEN, LOWEST_T <= T_LOW),
                all_of(_MAN, AGE >= MEN_LOW_T_FROM, LOWEST_T <= T_LOW),
                all_of(
                    _WOMAN,
                    MENOPAUSE.equals(MenopausalStatus.POSTMENOPAUSAL),
                    AGE >= YOUNGER_FROM,
                    AGE < YOUNGER_WOMEN_BELOW,
                    _RISK,
                ),
                all_of(_MAN, AGE >= YOUNGER_FROM, AGE < YOUNGER_MEN_BELOW, _RISK),
            ),
            applies=any_of(AFTER_MENOPAUSE_OR_MEN_FROM_50, _OLDER_WOMEN),
            advises=(Recommendation.VFA_INDICATED,),
            otherwise=(Recommendation.VFA_NOT_INDICATED_BY_THIS_PACK,),
            severity=Severity.MINOR,
            cite=_LIST,
            caveats=(between_the_units(HEIGHT_LOSS_INCHES, HEIGHT_LOSS_BELOW),),
            boundary_reading='The page read prints men "75-79" where the list is remembered with 70 to 79.',
            notes=(LONG_TERM_READING, "BHOF 2022 replaced this list."),
        ),
    ),
)
