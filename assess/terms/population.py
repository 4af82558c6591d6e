"""To whom T-score categories apply, to whom Z-scores do, and what to assume where that is not known."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from assess.case.ages import CHILD_BELOW
from assess.case.situation import Situation
from assess.expressions.evaluation import Expression
from assess.expressions.known import Known
from assess.expressions.logic import Operator, Parameter, all_of, any_of, not_
from assess.terms.terms import AGE, MENOPAUSE, SEX
from dxa.assessment import Citation, Evidence
from dxa.facts import MenopausalStatus
from dxa.report import Sex

_REPORTING = Citation(
    title="ISCD Official Positions, Adult",
    year=2023,
    locator="Diagnosis in postmenopausal women and men aged 50 and older; in premenopausal women and men under 50",
    url="https://iscd.org/official-positions-2023",
    evidence=Evidence.RECALLED,
)
MEN_FROM = Parameter(name="MEN_FROM", value=Decimal(50), operator=Operator.GE, unit="year", cite=_REPORTING)
MEN_BELOW = Parameter(name="MEN_BELOW", value=Decimal(50), operator=Operator.LT, unit="year", cite=_REPORTING)

PAST_REPRODUCTION = (MenopausalStatus.POSTMENOPAUSAL, MenopausalStatus.TRANSITION)
"""The transition counts: ISCD applies the WHO criteria to it (recalled)."""

_GROWING = (MenopausalStatus.PREMENARCHAL, MenopausalStatus.POSTMENARCHAL)
KNOWN_CHILD: Expression[Situation] = any_of(
    all_of(AGE.is_present(), AGE < CHILD_BELOW),
    all_of(not_(AGE.is_present()), MENOPAUSE.is_present(), MENOPAUSE.is_one_of(*_GROWING)),
)
"""Never unknown: who is past the menopause, premenopausal or 50 is no child, so an unknown age takes nothing away."""

_GROWN = tuple(status for status in MenopausalStatus if status not in {*_GROWING, MenopausalStatus.NOT_APPLICABLE})
CHILD: Expression[Situation] = all_of(
    AGE < CHILD_BELOW,
    any_of(AGE.is_present(), not_(all_of(MENOPAUSE.is_present(), MENOPAUSE.is_one_of(*_GROWN)))),
)
"""Children and adolescents by age; who is past growing by stage is none, whatever the age."""

T_APPLIES: Expression[Situation] = all_of(
    any_of(
        all_of(SEX.equals(Sex.FEMALE), MENOPAUSE.is_one_of(*PAST_REPRODUCTION)),
        all_of(SEX.equals(Sex.MALE), AGE >= MEN_FROM),
    ),
    not_(KNOWN_CHILD),
)
"""Women in or after the menopausal transition and men aged 50 or older; the status is never inferred from age."""

Z_APPLIES: Expression[Situation] = all_of(
    any_of(
        all_of(SEX.equals(Sex.FEMALE), MENOPAUSE.equals(MenopausalStatus.PREMENOPAUSAL)),
        all_of(SEX.equals(Sex.MALE), AGE < MEN_BELOW),
    ),
    not_(KNOWN_CHILD),
)
"""Premenopausal women and men under 50."""

POSTMENOPAUSAL_WOMEN: Expression[Situation] = all_of(
    SEX.equals(Sex.FEMALE), MENOPAUSE.equals(MenopausalStatus.POSTMENOPAUSAL), not_(KNOWN_CHILD)
)

AFTER_MENOPAUSE_OR_MEN_FROM_50: Expression[Situation] = any_of(
    POSTMENOPAUSAL_WOMEN, all_of(SEX.equals(Sex.MALE), AGE >= MEN_FROM)
)
"""Whom the treatment guidelines are about: postmenopausal women and men aged 50 or older."""

ADULTS: Expression[Situation] = not_(KNOWN_CHILD)
"""Nobody known to be a child or adolescent."""

ADULTS_ONLY = "Children and adolescents under 20 are left to pediatric positions: no class is given by this pack."
MEN_READING = 'One source words it "men over 50"; read as 50 and older, as ISCD does.'


@dataclass(frozen=True, slots=True)
class Assumption:
    """A case with what is assumed of it, in words."""

    words: str
    situation: Situation


def assumptions(situation: Situation) -> Iterator[Assumption]:
    """Yield the case under each assumption about the patient that nothing known contradicts.

    Only sex, menopausal status and, for men, age are ever assumed; values that are known stay as they are.
    """
    older = _Kind("postmenopausal woman", MenopausalStatus.POSTMENOPAUSAL, PAST_REPRODUCTION, "man aged 50 or older")
    younger = _Kind(
        "premenopausal woman",
        MenopausalStatus.PREMENOPAUSAL,
        (MenopausalStatus.PREMENOPAUSAL,),
        "man aged 20 to 49",
    )
    for kind, age, men in ((older, MEN_FROM.value, _older_man), (younger, CHILD_BELOW.value, _younger_man)):
        woman = _as_woman(situation, kind)
        man = _as_man(situation, kind, age) if men(situation.age_years) else None
        found = [assumption for assumption in (woman, man) if assumption is not None]
        if found:
            yield Assumption(" or ".join(one.words for one in found), found[0].situation)


@dataclass(frozen=True, slots=True)
class _Kind:
    woman: str
    assumed: MenopausalStatus
    statuses: tuple[MenopausalStatus, ...]
    man: str


def _older_man(age: Known[Decimal] | None) -> bool:
    return age is None or age.value >= MEN_FROM.value


def _younger_man(age: Known[Decimal] | None) -> bool:
    return age is None or CHILD_BELOW.value <= age.value < MEN_BELOW.value


def _as_woman(situation: Situation, kind: _Kind) -> Assumption | None:
    sex, status = situation.sex, situation.menopausal_status
    if (sex is not None and sex.value is not Sex.FEMALE) or (status is not None and status.value not in kind.statuses):
        return None
    words = kind.woman if status is None else "woman"
    assumed = replace(
        situation,
        sex=sex or Known(Sex.FEMALE, "assumed"),
        menopausal_status=status or Known(kind.assumed, "assumed"),
    )
    return Assumption(words, assumed)


def _as_man(situation: Situation, kind: _Kind, age: Decimal) -> Assumption | None:
    sex, status = situation.sex, situation.menopausal_status
    woman = status is not None and status.value is not MenopausalStatus.NOT_APPLICABLE
    if woman or (sex is not None and sex.value is not Sex.MALE):
        return None
    words = kind.man if situation.age_years is None else "man"
    assumed = replace(
        situation,
        sex=sex or Known(Sex.MALE, "assumed"),
        age_years=situation.age_years or Known(age, "assumed"),
    )
    return Assumption(words, assumed)
