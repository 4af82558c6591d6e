"""M05: a man's T-score fits a male reference and not the female one."""

from assess.case.situation import Situation
from assess.checking.check import Check, Judged, fires, silent, undecided
from assess.values.check_sources import ISCD_REFERENCE
from assess.values.densitometric import as_printed, class_of
from assess.values.references import Expected, expected_t, partner
from dxa.assessment import Reason, Severity, Truth
from dxa.report import Measurement, Quantity, Sex
from dxa.vocabulary import Caveat


def _run(situation: Situation) -> Judged:
    if situation.sex is None:
        return undecided("sex")
    if situation.sex.value is not Sex.MALE:
        return silent()
    rows = [row for row in situation.usable if row.quantity is Quantity.T_SCORE]
    compared = [(row, both) for row in rows if (both := _both(situation, row)) is not None]
    if rows and not compared:
        return undecided("bmd_g_cm2")
    male = [(row, both) for row, both in compared if _only_male(row, *both)]
    if not male:
        return silent()
    return fires(*(_reason(row, *both) for row, both in male), says=_says(*male[0]))


def _both(situation: Situation, row: Measurement) -> tuple[Expected, Expected] | None:
    """Return the nearest male and the nearest female reference; None unless there is one of each."""
    bmd = partner(situation.report, row, Quantity.BMD)
    expected = (
        expected_t(situation.report, situation.sex.value if situation.sex else None, bmd) if bmd is not None else ()
    )
    nearest = [
        min((one for one in expected if one.sex is sex), key=lambda one: abs(row.value - one.t_score), default=None)
        for sex in (Sex.MALE, Sex.FEMALE)
    ]
    male, female = nearest
    return None if male is None or female is None else (male, female)


def _only_male(row: Measurement, male: Expected, female: Expected) -> bool:
    return male.fits(row.value) and not female.fits(row.value)


def _says(row: Measurement, both: tuple[Expected, Expected]) -> str:
    female = both[1].t_score
    classes = f"{_words(row.value)} as printed, {_words(as_printed(female))} by the female reference ({female})"
    return f"The T-score of {row.value} fits a male reference, not the female one ISCD asks for: {classes}."


def _words(value: object) -> str:
    return class_of(value).value.lower().replace("_", " ")  # type: ignore[arg-type]


def _reason(row: Measurement, male: Expected, female: Expected) -> Reason:
    return Reason(
        term=f"T-score by {male.reference} {male.t_score}, by {female.reference} {female.t_score}",
        value=str(row.value),
        operator="==",
        threshold=str(male.t_score),
        verdict=Truth.TRUE,
        measurement=row.id,
    )


CHECK = Check(
    id="M05",
    code=Caveat.MALE_REFERENCE_USED,
    severity=Severity.MAJOR,
    says="A man's T-score fits a male reference, not the female one ISCD asks for; both classes have to be looked at.",
    cite=ISCD_REFERENCE,
    run=_run,
)
