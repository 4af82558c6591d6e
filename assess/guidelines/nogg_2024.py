"""NOGG 2024 (UK): vertebral fracture assessment, age-dependent FRAX thresholds, bone protection on glucocorticoids."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal

from assess.case.fracture_sites import UNCOUNTED_READING
from assess.case.situation import Situation
from assess.expressions.evaluation import Expression
from assess.expressions.logic import Comparison, Operator, Parameter, all_of, any_of, not_
from assess.rules.imaging import LONG_TERM_READING, at_least, long_term_glucocorticoid
from assess.rules.rule import Guideline, Rule, at, figure
from assess.terms.age_table import BOTH_NEIGHBOURS, ByAge
from assess.terms.courses import taken
from assess.terms.frax_discordance import for_discordance
from assess.terms.frax_dose import Correction, corrected
from assess.terms.population import AFTER_MENOPAUSE_OR_MEN_FROM_50
from assess.terms.terms import (
    AGE,
    ANY_FRAGILITY_FRACTURE,
    COUNTED_FRAGILITY,
    FINDINGS,
    FRACTURE_MONTHS_AGO,
    FRACTURE_SITE,
    FRACTURES,
    FRAGILITY,
    FRAX_HIP,
    FRAX_MAJOR,
    FRAX_WITH_BMD,
    GLUCOCORTICOIDS,
    HEIGHT_LOSS_HISTORICAL,
    IS_GLUCOCORTICOID,
    LOWEST_T,
    MG_PER_DAY,
    MONTHS,
    ON_GLUCOCORTICOID,
    RISK_FACTOR_KNOWN,
    SEX,
)
from dxa.assessment import Citation, Evidence, PackStatus, Severity
from dxa.report import Sex
from dxa.vocabulary import Recommendation, Risk

_ID = "nogg-2024"
_IMAGING = Citation(
    title="NOGG clinical guideline for the prevention and treatment of osteoporosis, 2021, updated 2024",
    year=2024,
    locator="Section 3, recommendation 4",
    url="https://www.nogg.org.uk/full-guideline",
    evidence=Evidence.SEEN,
)
_TABLE = at(_IMAGING, "Table 5, as transcribed in public code", Evidence.SECONDARY)
_VERY_HIGH_ROW = at(_IMAGING, "Table 5: very high risk, 1.6 x the intervention threshold", Evidence.DERIVED)
_DOSE = at(_IMAGING, "Table 8: glucocorticoid dose", Evidence.SECONDARY)
_DISCORDANCE = Citation(
    title="NOGG, frequently asked questions (December 2024)",
    year=2024,
    locator="FAQ: lumbar spine and femoral neck T-scores that differ",
    url="https://www.nogg.org.uk/frequently-asked-questions",
    evidence=Evidence.SEEN,
)
_VERY_HIGH = at(_IMAGING, "Section 4: very high fracture risk", Evidence.SECONDARY)
_STEROIDS = at(_IMAGING, "Section 7, recommendation 16", Evidence.SECONDARY)
_NON_VERTEBRAL = at(_IMAGING, "Section 3, recommendation 4: history of non-vertebral fracture", Evidence.RECALLED)

AGES = ("50", "55", "60", "65", "70")
_ROWS = {
    # Table 5, both sexes: lower assessment, intervention, upper assessment threshold, very high risk; per cent.
    "MAJOR": (
        ("3.4", "4.5", "6.0", "8.6", "11.1"),
        ("7.3", "9.5", "12.2", "16.5", "20.3"),
        ("8.8", "11.4", "14.6", "19.8", "24.4"),
        ("11.7", "15.2", "19.5", "26.4", "32.5"),
    ),
    "HIP": (
        ("0.23", "0.43", "0.80", "1.4", "2.6"),
        ("0.91", "1.5", "2.3", "3.5", "5.4"),
        ("1.1", "1.7", "2.8", "4.2", "6.5"),
        ("1.46", "2.4", "3.7", "5.6", "8.6"),
    ),
}
_COLUMNS = ("LAT", "IT", "UAT", "VHR")
_LAST_AGE = AGES[-1]

HIGHER_DOSE = at_least("HIGHER_DOSE", "7.5", "mg/day", _DOSE)
LOWER_DOSE = figure("LOWER_DOSE", "2.5", Operator.LT, "mg/day", _DOSE)
_FACTORS = {
    name: figure(name, value, Operator.EQ, "1", _DOSE)
    for name, value in {
        "MAJOR_HIGHER_FACTOR": "1.15",
        "HIP_HIGHER_FACTOR": "1.20",
        "MAJOR_LOWER_FACTOR": "0.80",
        "HIP_LOWER_FACTOR": "0.65",
    }.items()
}
HEIGHT_LOSS = at_least("HEIGHT_LOSS", "4", "cm", _IMAGING)
IMAGING_T = figure("IMAGING_T", "-2.5", Operator.LE, "T-score", _IMAGING)
LONG_TERM_MONTHS = at_least(
    "LONG_TERM_MONTHS", "3", "month", at(_IMAGING, "Section 3: long-term glucocorticoids", Evidence.RECALLED)
)
VERY_LOW_T = figure("VERY_LOW_T", "-3.5", Operator.LE, "T-score", _VERY_HIGH)
RECENT_MONTHS = figure("RECENT_MONTHS", "24", Operator.LE, "month", _VERY_HIGH)
DISCORDANCE_SHARE = figure("DISCORDANCE_SHARE", "0.1", Operator.EQ, "1", _DISCORDANCE)
DISCORDANCE_FROM = at_least(
    "DISCORDANCE_FROM", "1", "T-score", at(_DISCORDANCE, "FAQ: per T-score unit", Evidence.DERIVED)
)
FROM_AGE = at_least("FROM_AGE", "50", "year", _TABLE)
STEROID_DOSE = at_least("STEROID_DOSE", "7.5", "mg/day", _STEROIDS)
STEROID_MONTHS = figure("STEROID_MONTHS", "3", Operator.GT, "month", _STEROIDS)
STEROID_WOMEN_FROM = at_least("STEROID_WOMEN_FROM", "70", "year", _STEROIDS)

_MAJOR = for_discordance(
    corrected(
        FRAX_MAJOR,
        (
            Correction(HIGHER_DOSE, _FACTORS["MAJOR_HIGHER_FACTOR"]),
            Correction(LOWER_DOSE, _FACTORS["MAJOR_LOWER_FACTOR"]),
        ),
    ),
    DISCORDANCE_SHARE,
    DISCORDANCE_FROM,
)
_HIP = corrected(
    FRAX_HIP,
    (Correction(HIGHER_DOSE, _FACTORS["HIP_HIGHER_FACTOR"]), Correction(LOWER_DOSE, _FACTORS["HIP_LOWER_FACTOR"])),
)


def _column(probability: str, column: str, operator: Operator) -> Sequence[Parameter]:
    values = _ROWS[probability][_COLUMNS.index(column)]
    side = "BELOW" if operator is Operator.LT else "FROM"
    return [
        figure(
            f"{probability}_{column}_{side}_AT_{age}",
            value,
            operator,
            "%",
            # The table gives 1.6 x the threshold as a figure for its last row only.
            at(_VERY_HIGH_ROW if column == "VHR" and age != _LAST_AGE else _TABLE, f"Table 5: age {age}, {column}"),
        )
        for age, value in zip(AGES, values, strict=True)
    ]


def _by_age(row: Callable[[Parameter, Parameter], Expression[Situation]], column: str, operator: Operator) -> ByAge:
    rows = zip(_column("MAJOR", column, operator), _column("HIP", column, operator), strict=True)
    return ByAge(tuple(Decimal(age) for age in AGES), tuple(row(major, hip) for major, hip in rows))


def _either_from(major: Parameter, hip: Parameter) -> Expression[Situation]:
    return any_of(Comparison(_MAJOR, Operator.GE, major), Comparison(_HIP, Operator.GE, hip))


def _both_below(major: Parameter, hip: Parameter) -> Expression[Situation]:
    return all_of(Comparison(_MAJOR, Operator.LT, major), Comparison(_HIP, Operator.LT, hip))


_REACHES_IT = _by_age(_either_from, "IT", Operator.GE)
_BELOW_LAT = _by_age(_both_below, "LAT", Operator.LT)
_BELOW_UAT = _by_age(_both_below, "UAT", Operator.LT)
_REACHES_VHR = _by_age(_either_from, "VHR", Operator.GE)
_VERTEBRA = all_of(FRACTURE_SITE.equals("vertebra"), FRAGILITY)
_VERY_HIGH_RISK = any_of(
    _REACHES_VHR,
    LOWEST_T <= VERY_LOW_T,
    FRACTURES.any(all_of(_VERTEBRA, FRACTURE_MONTHS_AGO <= RECENT_MONTHS)),
    FRACTURES.at_least(2, _VERTEBRA),
)
_WHO = all_of(AFTER_MENOPAUSE_OR_MEN_FROM_50, AGE >= FROM_AGE)
_HIGHER = "Of major and hip probability the higher category decides."
_COURSE = (
    "FRAX asks whether glucocorticoids are taken, not the dose: while drugs are not known, the answer is given only "
    "where every correction for the dose agrees."
)
_APART = (
    "A tenth of the major probability is added (or taken off) per T-score unit the spine lies below (or above) the "
    "femoral neck, from a whole unit on; it is not taken off where findings tell why the spine may read too high."
)
_FALLS = (
    "Two or more falls in the past year are said to raise the major probability by 1.3; falls are not asked for here."
)

GUIDELINE = Guideline(
    id=_ID,
    edition="2024",
    revision=3,
    title="NOGG 2021, updated 2024",
    about="Postmenopausal women and men aged 50 or older in the United Kingdom: vertebral fracture assessment, "
    "intervention thresholds by UK FRAX and age, very high risk, bone protection on glucocorticoids.",
    status=PackStatus.DRAFT,
    last_updated=date(2026, 11, 23),
    review_due=date(2027, 11, 22),
    country="UK",
    parameters=(HIGHER_DOSE, LOWER_DOSE, *_FACTORS.values(), DISCORDANCE_SHARE, DISCORDANCE_FROM),
    rules=(
        Rule(
            id=f"{_ID}.vfa",
            says="Vertebral fracture assessment is considered with height loss of 4 cm or more, kyphosis, recent or "
            "current long-term oral glucocorticoids, a T-score of -2.5 or lower, a non-vertebral fracture, or acute "
            "back pain with a risk factor.",
            when=any_of(
                HEIGHT_LOSS_HISTORICAL >= HEIGHT_LOSS,
                FINDINGS.has("kyphosis"),
                long_term_glucocorticoid(LONG_TERM_MONTHS),
                LOWEST_T <= IMAGING_T,
                FRACTURES.any(all_of(COUNTED_FRAGILITY, FRACTURE_SITE.differs("vertebra"))),
                all_of(FINDINGS.has("acute_back_pain"), RISK_FACTOR_KNOWN),
            ),
            applies=AFTER_MENOPAUSE_OR_MEN_FROM_50,
            advises=(Recommendation.VFA_INDICATED,),
            otherwise=(Recommendation.VFA_NOT_INDICATED_BY_THIS_PACK,),
            severity=Severity.MINOR,
            cite=_IMAGING,
            notes=(LONG_TERM_READING, UNCOUNTED_READING, f"{_NON_VERTEBRAL.locator}: recalled."),
        ),
        Rule(
            id=f"{_ID}.treatment",
            says="Drug treatment is considered from the intervention threshold for the patient's age.",
            when=_REACHES_IT,
            applies=_WHO,
            advises=(Recommendation.PHARMACOTHERAPY_THRESHOLD_MET,),
            otherwise=(Recommendation.PHARMACOTHERAPY_THRESHOLD_NOT_MET,),
            severity=Severity.MAJOR,
            cite=_TABLE,
            boundary_reading=BOTH_NEIGHBOURS,
            notes=(_HIGHER, _FALLS, _COURSE, _APART),
        ),
        Rule(
            id=f"{_ID}.measure-bmd",
            says="FRAX without BMD between the assessment thresholds for the patient's age asks for BMD, after which "
            "FRAX is computed again.",
            when=all_of(FRAX_WITH_BMD.is_false(), not_(_BELOW_LAT), _BELOW_UAT),
            applies=_WHO,
            advises=(Recommendation.MEASURE_BMD,),
            severity=Severity.MINOR,
            cite=_TABLE,
            boundary_reading=BOTH_NEIGHBOURS,
        ),
        Rule(
            id=f"{_ID}.very-high-risk",
            says="Risk is very high from 1.6 times the intervention threshold, at a T-score of -3.5 or lower, with a "
            "vertebral fracture in the last two years, or with two or more vertebral fractures.",
            when=_VERY_HIGH_RISK,
            applies=_WHO,
            advises=(Recommendation.SPECIALIST_REFERRAL_CONSIDER,),
            severity=Severity.MAJOR,
            cite=_VERY_HIGH,
            risk=Risk.VERY_HIGH,
            boundary_reading=BOTH_NEIGHBOURS,
        ),
        Rule(
            id=f"{_ID}.high-risk",
            says="Risk is high from the intervention threshold for the patient's age.",
            when=all_of(_REACHES_IT, not_(_VERY_HIGH_RISK)),
            applies=_WHO,
            severity=Severity.MAJOR,
            cite=_TABLE,
            risk=Risk.HIGH,
            boundary_reading=BOTH_NEIGHBOURS,
            notes=(_HIGHER,),
        ),
        Rule(
            id=f"{_ID}.intermediate-risk",
            says="Risk is intermediate between the lower assessment and the intervention threshold for the age.",
            when=all_of(not_(_BELOW_LAT), not_(_REACHES_IT), not_(_VERY_HIGH_RISK)),
            applies=_WHO,
            severity=Severity.MINOR,
            cite=_TABLE,
            risk=Risk.INTERMEDIATE,
            boundary_reading=BOTH_NEIGHBOURS,
            notes=(_HIGHER,),
        ),
        Rule(
            id=f"{_ID}.low-risk",
            says="Risk is low below the lower assessment threshold for the patient's age.",
            when=all_of(_BELOW_LAT, not_(_VERY_HIGH_RISK)),
            applies=_WHO,
            cite=_TABLE,
            risk=Risk.LOW,
            boundary_reading=BOTH_NEIGHBOURS,
            notes=(_HIGHER,),
        ),
        Rule(
            id=f"{_ID}.bone-protection-on-glucocorticoids",
            says="On glucocorticoids bone protection does not wait for DXA after a fragility fracture, in women from "
            "70, at 7.5 mg a day or more for over 3 months, or from the intervention threshold.",
            when=all_of(
                ON_GLUCOCORTICOID,
                any_of(
                    ANY_FRAGILITY_FRACTURE,
                    all_of(SEX.equals(Sex.FEMALE), AGE >= STEROID_WOMEN_FROM),
                    taken(
                        GLUCOCORTICOIDS.any(
                            all_of(IS_GLUCOCORTICOID, MG_PER_DAY >= STEROID_DOSE, MONTHS > STEROID_MONTHS)
                        ),
                        STEROID_DOSE,
                        STEROID_MONTHS,
                    ),
                    _REACHES_IT,
                ),
            ),
            applies=AFTER_MENOPAUSE_OR_MEN_FROM_50,
            advises=(Recommendation.START_BONE_PROTECTION_WITHOUT_WAITING_FOR_BMD,),
            severity=Severity.MAJOR,
            cite=_STEROIDS,
        ),
    ),
)
