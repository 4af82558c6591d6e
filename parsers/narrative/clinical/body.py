"""Measures of the patient's body a text prints: height, weight, loss of height, kidney function, laboratory results."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from parsers.narrative.clinical.fact import Element, fact, is_exact, written
from parsers.narrative.clinical.polarity import Polarity, polarity_of
from parsers.narrative.language.tokens import Token

_NEAR = 6
_LIMITS = ("limit", "límit", "capacit", "kapazit", "grenz", "belast")
"""How words begin by which a weight is that a table bears."""
_TALLEST_LOSS = Decimal(30)
_INCH = Decimal("2.54")
"""cm, exactly."""
_POUND = Decimal("0.45359237")
"""kg, exactly."""
_TO_CM = {"cm": Decimal(1), "mm": Decimal("0.1"), "inch": _INCH}
_FEET = re.compile(r"(\d)\s*(?:'|\u2019|ft\.?|feet)\s*(\d{1,2}(?:\.\d)?)\s*(?:\"|''|\u201d|in\b|inch)")
_PRINTED_UNIT = re.compile(r"\s{0,2}([^\W\d_]+(?:/[^\W\d_]+)?(?:/1[.,]73)?)")
_LABS = {
    "labs.25_oh_vitamin_d": "ng/ml",
    "labs.calcium": "mg/dl",
    "labs.pth": "pg/ml",
    "labs.tsh": "miu/l",
}
"""The unit each laboratory fact stands in; results in another unit are left out."""
_DAYS = {"day_unit": 1, "week_unit": 7}


def body_of(tokens: Sequence[Token], text: str) -> Iterator[Element]:
    """Yield the measures a sentence prints of the patient."""
    yield from _losses(tokens, text)
    for place, token in enumerate(tokens):
        name = token.key("body")
        if name is None or polarity_of(tokens, place) is Polarity.OPEN:
            continue
        found = _value_behind(tokens, place, name, text)
        if found is not None:
            yield (fact(name, *found),)
    yield from _contrast(tokens)


def converted_of(tokens: Sequence[Token], text: str) -> list[Token]:
    """Return the numbers of a sentence that were converted into cm."""
    found = []
    for place in range(len(tokens)):
        if _is_loss(tokens, place):
            found += [number for number, unit in _lost(tokens, place, text) if unit != "cm"]
    return found


def _value_behind(tokens: Sequence[Token], place: int, name: str, text: str) -> tuple[str, Token] | None:
    """Return the value a label announces, in the unit of the fact, with its place."""
    if any(token.text.startswith(_LIMITS) for token in tokens[max(0, place - 3) : place]):
        return None
    if name == "height_cm" and (feet := _FEET.search(text, tokens[place].end, tokens[place].end + 16)):
        span = Token(start=feet.start(), end=feet.end(), text=feet.group())
        return written(12 * _INCH * Decimal(feet[1]) + _INCH * Decimal(feet[2])), span
    for number in range(place + 1, min(len(tokens), place + _NEAR)):
        token = tokens[number]
        if token.text in {".", ";", ","} or token.key("body") or token.text.startswith(_LIMITS):
            return None
        if token.number is None:
            continue
        if not is_exact(tokens, number) or token.number.value <= 0:
            return None
        value = _in_unit(name, token.number.value, _printed_unit(text, token.end))
        return None if value is None else (value, token)
    return None


def _printed_unit(text: str, at: int) -> str:
    found = _PRINTED_UNIT.match(text, at)
    return found[1].casefold() if found else ""


def _in_unit(name: str, value: Decimal, unit: str) -> str | None:
    """Return a value in the unit of its fact as digits, None if it is printed in another one."""
    if name == "weight_kg":
        factor = {"kg": Decimal(1), "lb": _POUND, "lbs": _POUND, "pounds": _POUND}.get(unit)
        return _kept(value, factor) if factor and 20 <= value * factor <= 300 else None  # noqa: PLR2004 - kg of a person
    if name == "height_cm":
        factor = {"cm": Decimal(1), "m": Decimal(100), "in": _INCH, "inch": _INCH, "inches": _INCH}.get(unit)
        return _kept(value, factor) if factor and 80 <= value * factor <= 230 else None  # noqa: PLR2004 - cm of a person
    if name in {"egfr", "crcl_ml_min"}:
        fits = unit.startswith("ml/min") or unit == ""
        return format(value, "f") if fits and 0 < value < 200 else None  # noqa: PLR2004 - mL/min
    return format(value, "f") if unit == _LABS.get(name) else None


def _kept(value: Decimal, factor: Decimal) -> str:
    """Return a value times a factor; printed digits are kept where nothing is converted."""
    return format(value, "f") if factor == 1 else written((value * factor).quantize(Decimal("0.01")))


def _losses(tokens: Sequence[Token], text: str) -> Iterator[Element]:
    for place, token in enumerate(tokens):
        if not _is_loss(tokens, place):
            continue
        polarity = polarity_of(tokens, place)
        if polarity is Polarity.DENIED and not any(other.is_a("number") for other in tokens):
            yield (fact("height_loss_historical_cm", "0", token),)
        if polarity is not Polarity.STATED:
            continue
        lost = _lost(tokens, place, text)
        name = _kind(tokens, place)
        if len(lost) == 1 and name is not None:
            ((number, unit),) = lost
            value = number.number.value if number.number else Decimal(-1)
            if 0 <= value * _TO_CM[unit] < _TALLEST_LOSS:
                shown = format(value, "f") if unit == "cm" else written(value * _TO_CM[unit])
                yield (fact(name, shown, number),)


def _is_loss(tokens: Sequence[Token], place: int) -> bool:
    """Whether a word, or a verb with its object, tells a loss of height: "lost 4 cm in height", "4 cm shorter"."""
    if tokens[place].is_a("height_loss"):
        return True
    if not tokens[place].is_a("lost"):
        return False
    behind = tokens[place + 1 : place + 1 + _NEAR]
    near = [*tokens[max(0, place - 3) : place], *behind]
    return any(token.is_a("body:height_cm", "in_height") for token in near)


def _kind(tokens: Sequence[Token], place: int) -> str | None:
    """Return which loss is meant; None where a time is named and it is neither youth nor the last visit."""
    around = tokens[max(0, place - 2 * _NEAR) : place + 2 * _NEAR]
    if any(token.is_a("since_visit") for token in around):
        return "height_loss_prospective_cm"
    youth = any(token.is_a("since_youth") for token in around)
    timed = any(token.is_a("since", "over_time", "general:ago", "ago") for token in around) and any(
        token.when or token.key("units") in {"year", "month"} for token in around
    )
    return "height_loss_historical_cm" if youth or not timed else None


def _lost(tokens: Sequence[Token], place: int, text: str) -> list[tuple[Token, str]]:
    """Return the lengths printed beside a word for loss of height, with their units."""
    found = []
    for number in range(max(0, place - 5), min(len(tokens) - 1, place + 7)):
        token = tokens[number]
        if token.number is None or not is_exact(tokens, number):
            continue
        between = tokens[min(place, number) + 1 : max(place, number)]
        if any(other.text in {".", ";"} or other.is_a("from") for other in between):
            continue
        unit = "inch" if text[token.end : token.end + 4].strip().startswith(('"', "in")) else None
        unit = unit or tokens[number + 1].key("units")
        if unit in _TO_CM:
            found.append((token, unit))
    return found


def _contrast(tokens: Sequence[Token]) -> Iterator[Element]:
    """Yield a recent examination with contrast or a radionuclide, with the days since if the text says them."""
    for place, token in enumerate(tokens):
        name = token.key("recent_events")
        if name is None:
            continue
        polarity = polarity_of(tokens, place)
        if polarity is Polarity.DENIED:
            yield (fact("recent_events[].type", name, token, denied=True),)
        days = _days_ago(tokens, place) if polarity is Polarity.STATED else None
        if days is not None:
            yield (fact("recent_events[].type", name, token), fact("recent_events[].days_ago", *days))
        elif polarity is Polarity.STATED and any(other.is_a("recent") for other in tokens[max(0, place - 4) : place]):
            yield (fact("recent_events[].type", name, token),)


def _days_ago(tokens: Sequence[Token], place: int) -> tuple[str, Token] | None:
    for number in range(max(0, place - _NEAR), min(len(tokens) - 1, place + 2 * _NEAR)):
        token = tokens[number]
        if token.number is None or not is_exact(tokens, number):
            continue
        factor = next((days for tag, days in _DAYS.items() if tokens[number + 1].is_a(tag)), None)
        near = [*tokens[max(0, number - 2) : number], *tokens[number + 2 : number + 4]]
        if factor and any(other.is_a("ago", "general:ago", "before_scan") for other in near):
            return written(token.number.value * factor), token
    return None
