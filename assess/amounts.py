"""What sources say of calcium, vitamin D and the time to the next examination, side by side with whom they mean."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from assess.case.situation import Situation
from assess.expressions.evaluation import Expression
from assess.expressions.logic import Operator, all_of, not_
from assess.guidelines import bhof_2022, seed_droracle_2025
from assess.rules.rule import at, figure
from assess.terms.population import MEN_FROM, POSTMENOPAUSAL_WOMEN
from assess.terms.terms import AGE, LOWEST_T, SEX, TREATED
from dxa.assessment import Amount, Citation, Evidence, Truth
from dxa.report import Sex

_GUIDE = bhof_2022.UNIVERSAL
_MONITORING = bhof_2022.MONITORING
_SEED = seed_droracle_2025.ARTICLE
_ISCD = Citation(
    title="ISCD Official Positions, Adult",
    year=2019,
    locator="Serial BMD measurements: intervals",
    url="https://iscd.org/learn/official-positions/adult-positions",
    evidence=Evidence.RECALLED,
)
_GOURLAY = Citation(
    title="Gourlay et al.: bone-density testing interval and transition to osteoporosis (NEJM)",
    year=2012,
    locator="Time until one in ten has osteoporosis, by first T-score",
    url="https://geriguides.com/?p=574",
    evidence=Evidence.SECONDARY,
)
_WOMEN_FROM = figure("CALCIUM_WOMEN_FROM", "51", Operator.GE, "year", _GUIDE)
_MEN_TO = figure("CALCIUM_MEN_TO", "71", Operator.LT, "year", _GUIDE)
_MEN_OLDER = figure("CALCIUM_MEN_OLDER", "71", Operator.GE, "year", _GUIDE)
_NORMAL = figure("GOURLAY_NORMAL", "-1.00", Operator.GE, "T-score", _GOURLAY)
_MILD_BELOW = figure("GOURLAY_MILD_BELOW", "-1.00", Operator.LT, "T-score", _GOURLAY)
_MILD = figure("GOURLAY_MILD", "-1.50", Operator.GT, "T-score", _GOURLAY)
_MODERATE_FROM = figure("GOURLAY_MODERATE_FROM", "-1.50", Operator.LE, "T-score", _GOURLAY)
_MODERATE = figure("GOURLAY_MODERATE", "-2.00", Operator.GT, "T-score", _GOURLAY)
_ADVANCED_FROM = figure("GOURLAY_ADVANCED_FROM", "-2.00", Operator.LE, "T-score", _GOURLAY)
_ADVANCED = figure("GOURLAY_ADVANCED", "-2.50", Operator.GT, "T-score", _GOURLAY)
_UNTREATED = all_of(POSTMENOPAUSAL_WOMEN, not_(TREATED))
_WOMAN, _MAN = SEX.equals(Sex.FEMALE), SEX.equals(Sex.MALE)


@dataclass(frozen=True, slots=True, eq=False)
class _Said:
    pack: str
    what: str
    whom: str
    for_whom: Expression[Situation]
    low: str | None
    high: str | None
    unit: str
    cite: Citation


_AMOUNTS = (
    _Said("bhof-2022", "calcium", "women from 51", all_of(_WOMAN, AGE >= _WOMEN_FROM), "1200", None, "mg/day", _GUIDE),
    _Said("bhof-2022", "calcium", "men of 50 to 70", all_of(_MAN, AGE >= MEN_FROM, AGE < _MEN_TO), "1000", None,
          "mg/day", _GUIDE),
    _Said("bhof-2022", "calcium", "men from 71", all_of(_MAN, AGE >= _MEN_OLDER), "1200", None, "mg/day", _GUIDE),
    _Said("seed-droracle-2025", "calcium", "everybody with osteopenia in its reading",
          seed_droracle_2025.LOW_OR_WORSE, "1000", None, "mg/day", at(_SEED, "line 82")),
    _Said("bhof-2022", "vitamin_d", "adults from 50", AGE >= MEN_FROM, "800", "1000", "IU/day", _GUIDE),
    _Said("seed-droracle-2025", "vitamin_d", "everybody with osteopenia in its reading",
          seed_droracle_2025.LOW_OR_WORSE, "400", None, "IU/day", at(_SEED, "line 83")),
    _Said("bhof-2022", "repeat_dxa", "after treatment was started", TREATED, "1", "2", "year", _MONITORING),
    _Said("iscd-adult-2023", "repeat_dxa", "after treatment was started or changed", TREATED, "1", None, "year", _ISCD),
    _Said("seed-droracle-2025", "repeat_dxa", "everybody with osteopenia in its reading", seed_droracle_2025.OSTEOPENIA,
          "2", "3", "year", at(_SEED, "line 107")),
    _Said("gourlay-2012", "repeat_dxa", "untreated postmenopausal women with a T-score of -1.00 or higher",
          all_of(_UNTREATED, LOWEST_T >= _NORMAL), "17", None, "year", _GOURLAY),
    _Said("gourlay-2012", "repeat_dxa", "untreated postmenopausal women with a T-score of -1.01 to -1.49",
          all_of(_UNTREATED, LOWEST_T < _MILD_BELOW, LOWEST_T > _MILD), "15", "17", "year", _GOURLAY),
    _Said("gourlay-2012", "repeat_dxa", "untreated postmenopausal women with a T-score of -1.50 to -1.99",
          all_of(_UNTREATED, LOWEST_T <= _MODERATE_FROM, LOWEST_T > _MODERATE), "5", None, "year", _GOURLAY),
    _Said("gourlay-2012", "repeat_dxa", "untreated postmenopausal women with a T-score of -2.00 to -2.49",
          all_of(_UNTREATED, LOWEST_T <= _ADVANCED_FROM, LOWEST_T > _ADVANCED), "1", None, "year", _GOURLAY),
)  # fmt: skip


AMOUNTS_FOR = tuple(said.for_whom for said in _AMOUNTS)
"""What is asked of a case to tell whom the figures mean."""


def amounts_of(situation: Situation) -> tuple[Amount, ...]:
    """Return every figure with whether it is meant for this patient."""
    return tuple(_amount(said, situation.verdict(said.for_whom)) for said in _AMOUNTS)


@cache
def _amount(said: _Said, applies: Truth) -> Amount:
    return Amount(
        pack=said.pack,
        what=said.what,
        whom=said.whom,
        applies=applies,
        low=None if said.low is None else Decimal(said.low),
        high=None if said.high is None else Decimal(said.high),
        unit=said.unit,
        citation=said.cite,
    )
