"""The fracture risks of a text as values of the report, held back where two contradict each other."""

from decimal import Decimal

from dxa.issues import IssueCode
from dxa.regions import Region
from dxa.report import Measurement, Quantity, Unit
from parsers.narrative.language.dates import When
from parsers.narrative.numbers.frax import Risk, Risks
from parsers.narrative.telling import Source
from parsers.numbers import MINUS_SIGNS, Reading


def risk_rows(risks: Risks, study: When | None, source: Source) -> list[Measurement]:
    """Return the risks a text gives in per cent, each once; `study` is the date of the examination."""
    rows: list[Measurement] = []
    for risk in risks.found:
        assert risk.token.number is not None  # noqa: S101 - a risk is a number token
        quantity = Quantity.FRAX_MAJOR if risk.kind == "major" else Quantity.FRAX_HIP
        value = _value(risk.token.number)
        if any(row.quantity is quantity and row.value == value for row in rows):
            continue
        held = _held_risk(risk, value, risks)
        rows.append(
            Measurement(
                id="m0",
                region=Region.PATIENT,
                quantity=quantity,
                value=value,
                unit=Unit.PERCENT,
                exam_date=study.day if study else None,
                held=held,
                provenance=source.provenance(risk.token.end - len(_digits(risk.token.number)), risk.token.end),
            )
        )
    return rows


def _value(number: Reading) -> Decimal:
    """Return a risk, for which a dash that stands apart is no sign: "Major osteoporotic - 5.6%"."""
    return abs(number.value) if IssueCode.DETACHED_MINUS in number.issues else number.value


def _digits(number: Reading) -> str:
    """Return the characters of a risk without such a dash."""
    apart = IssueCode.DETACHED_MINUS in number.issues
    return number.raw.lstrip(f"{MINUS_SIGNS} \t\u00a0\u2007\u2009\u202f") if apart else number.raw


def _held_risk(risk: Risk, value: Decimal, risks: Risks) -> IssueCode | None:
    """Return why a risk is held back; results with and without BMD are two results, not a contradiction."""
    if risk.censored:
        return IssueCode.CENSORED_VALUE
    rivals = (other for other in risks.found if other.kind == risk.kind and other.token.number)
    if any(
        other.token.number is not None
        and _value(other.token.number) != value
        and {other.with_bmd, risk.with_bmd} != {True, False}
        for other in rivals
    ):
        return IssueCode.VALUE_CONFLICT
    return None if Decimal(0) <= value <= Decimal(100) else IssueCode.IMPLAUSIBLE_VALUE
