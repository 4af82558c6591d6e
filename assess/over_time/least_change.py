"""The facility's least significant change at a site: stated, or 2.77 times its precision, in g/cm2 or in per cent."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from assess.case.situation import Situation
from assess.case.stated import Stated
from assess.expressions.logic import Operator, Parameter
from assess.values.plausible import BMD_LOW
from dxa.assessment import Citation, Evidence
from dxa.regions import Region
from dxa.report import Measurement

_PRECISION = Citation(
    title="Osteoporosis education, precision calculator (osteoed.org faqID=37)",
    year=None,
    locator="LSC = 2.77 x precision error, 95 % confidence",
    url="https://osteoed.org",
    evidence=Evidence.SECONDARY,
)
_LEVELS = Citation(
    title="Rosen, Szalat, Leslie: least significant change by number of vertebrae",
    year=2024,
    locator="Abstract: factors for three, two and one vertebrae",
    url="https://doi.org/10.1016/j.jocd.2024.101483",
    evidence=Evidence.SEEN,
)
LSC_FACTOR = Parameter(name="LSC_FACTOR", value=Decimal("2.77"), operator=Operator.EQ, unit="1", cite=_PRECISION)
LEVEL_FACTORS = {
    count: Parameter(name=f"LSC_{count}_LEVELS", value=Decimal(value), operator=Operator.EQ, unit="1", cite=_LEVELS)
    for count, value in ((3, "1.07"), (2, "1.24"), (1, "1.65"))
}
"""By how much the spine LSC for L1-L4 grows when fewer vertebrae are compared."""
_DISAGREE = "facts and report disagree"
_BELOW = BMD_LOW.value
"""No least significant change is as large as the lowest BMD there is: per cent taken for g/cm2, most likely."""
_PLACES = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class LeastChange:
    """What a difference has to exceed; from per cent it depends on which of the two densities they are taken of."""

    low: Decimal | None
    """g/cm2; None where it is not known."""
    high: Decimal | None
    """g/cm2; the same as `low` unless it comes from per cent."""
    arithmetic: str
    """How it was worked out, in brackets; empty where it was stated."""
    source: str | None

    def decided(self, difference: Decimal) -> Decimal | None:
        """Return the one a difference is judged by, None where the two part or neither is known."""
        if self.low is None or self.high is None:
            return None
        if abs(difference) > self.high:
            return self.high
        return self.low if abs(difference) <= self.low else None


def least_change(situation: Situation, row: Measurement, other: Decimal) -> LeastChange:
    """Return the least significant change between a density and another one of its site.

    What is stated in g/cm2 comes before per cent, and a stated one before a precision error. Two sources that differ
    leave it unknown, and so does a number none can be.
    """
    for name, factor, percent in _WAYS:
        value, source = _said(situation, name, row.region)
        if source is None:
            continue
        if value is None:
            return LeastChange(None, None, "", source)
        of = (min(row.value, other), max(row.value, other)) if percent else (None, None)
        low, high = (_in_grams(value, factor, base) for base in of)
        if not 0 < high < _BELOW:
            return LeastChange(None, None, f" (stated as {value}, which none can be)", source)
        levels = LEVEL_FACTORS.get(len(row.levels)) if row.region is Region.LUMBAR_SPINE else None
        factors = [one for one in (factor, levels) if one is not None]
        if levels is not None:
            low, high = low * levels.value, high * levels.value
        if percent:
            low, high = low.quantize(_PLACES), high.quantize(_PLACES)
        return LeastChange(low, high, "".join(_worked(value, factors, of, len(row.levels))), source)
    return LeastChange(None, None, "", None)


_WAYS = (
    ("lsc_g_cm2", None, False),
    ("precision_error_g_cm2", LSC_FACTOR, False),
    ("lsc_percent", None, True),
    ("precision_error_percent", LSC_FACTOR, True),
)
"""How a facility states its precision: the fact, by what it is multiplied, and whether it is in per cent."""


def _in_grams(value: Decimal, factor: Parameter | None, base: Decimal | None) -> Decimal:
    lsc = value * factor.value if factor is not None else value
    return lsc if base is None else lsc * base / 100


def _worked(
    value: Decimal, factors: list[Parameter], of: tuple[Decimal | None, Decimal | None], vertebrae: int
) -> Iterator[str]:
    """Yield how it was worked out, such as ` (2.77 x 0.010)` or ` x 1.07 for 3 vertebrae`."""
    percent = f" % of {of[0]} or of {of[1]}" if of[0] is not None else ""
    if LSC_FACTOR in factors:
        yield f" ({LSC_FACTOR.value} x {value}{percent})"
    elif percent:
        yield f" ({value}{percent})"
    yield from (f" x {one.value} for {vertebrae} vertebrae" for one in factors if one is not LSC_FACTOR)


def _said(situation: Situation, name: str, region: Region) -> tuple[Decimal | None, str | None]:
    """Return a number of the facility with who said it: caller or report; two that differ leave it unknown."""
    own = getattr(situation.facts.facility, name).get(region.value)
    numbers = situation.once(_stated).numbers(f"facility.{name}.{region.value}")
    if len({*numbers, *([own] if own is not None else [])}) > 1:
        return None, _DISAGREE
    if own is not None:
        return own, "facts"
    return (numbers[0], "report") if numbers else (None, None)


def _stated(situation: Situation) -> Stated:
    return Stated(situation.report.context.facts)
