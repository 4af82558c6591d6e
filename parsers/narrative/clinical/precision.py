"""What a text says of the precision of its own measurements: least significant change and precision error, by site."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from dxa.regions import Region, Site
from parsers.narrative.clinical.fact import Element, fact, is_exact, written
from parsers.narrative.language.tokens import Token
from parsers.narrative.sites.naming import with_sites

_NAMES = {
    ("lsc", "g"): "facility.lsc_g_cm2",
    ("lsc", "%"): "facility.lsc_percent",
    ("error", "g"): "facility.precision_error_g_cm2",
    ("error", "%"): "facility.precision_error_percent",
}
_USUAL = Decimal(95)
"""Per cent: the confidence facts of the facility stand for."""
_LARGEST = {"g": Decimal("0.2"), "%": Decimal(20)}
"""g/cm2 and per cent beyond which a number is no precision of a bone density."""
_LEVELS_OF_CONFIDENCE = frozenset([Decimal(80), Decimal(90), Decimal(95), Decimal(99)])
_NEAR = 4
_MILLI = 1000


def precision_of(every: Sequence[Token], text: str) -> Iterator[Element]:
    """Yield the least significant changes and precision errors of a sentence, each with its site if one is plain.

    A value at another confidence than 95 % is left out: nobody said how to convert it.
    """
    if not any(token.key("precision") for token in every):
        return
    tokens, _ = with_sites(every, text)
    starts = [place for place, token in enumerate(tokens) if token.key("precision")]
    for order, place in enumerate(starts):
        end = starts[order + 1] if order + 1 < len(starts) else len(tokens)
        span = tokens[place + 1 : end]
        cut = next((number for number, token in enumerate(span) if token.text in {".", "!"}), len(span))
        span = span[:cut]
        if _is_usual(span):
            point = max((number for number in range(place) if tokens[number].text == "."), default=-1)
            yield from _values(tokens[point + 1 : place], tokens[place].key("precision") or "", span)


def _is_usual(span: Sequence[Token]) -> bool:
    stated = [token.number.value for place, token in enumerate(span) if _is_confidence(span, place) and token.number]
    return all(value == _USUAL for value in stated)


def _is_confidence(span: Sequence[Token], place: int) -> bool:
    number = span[place].number
    near = [*span[max(0, place - _NEAR) : place], *span[place + 1 : place + _NEAR]]
    percent = span[place + 1 : place + 2] and span[place + 1].key("units") == "percent"
    told = any(token.is_a("confidence") for token in near)
    return number is not None and number.value in _LEVELS_OF_CONFIDENCE and bool(percent) and told


def _values(before: Sequence[Token], kind: str, span: Sequence[Token]) -> Iterator[Element]:
    found = [(place, unit) for place in range(len(span)) if (unit := _unit(span, place))]
    sites = [(place, named) for place, token in enumerate(span) if (named := _site(token))]
    owners = _paired(before, [place for place, _ in found], sites)
    for (place, unit), site in zip(found, owners, strict=True):
        token = span[place]
        number = token.number
        if number is None or isinstance(site, bool):
            continue
        milli = any(other.key("units") == "mg/cm2" for other in span[place + 1 : place + 2])
        value = number.value / _MILLI if milli else number.value
        if 0 < value < _LARGEST[unit]:
            name = _NAMES[kind, unit] + (f".{site.region.value}" if isinstance(site, Site) else "")
            yield (fact(name, written(value) if milli else format(value, "f"), token),)


def _site(token: Token) -> Site | None:
    """Return the site a token names; "spine" alone is the lumbar one in densitometry."""
    if token.is_a("site", "levels"):
        return token.site
    return Site(Region.LUMBAR_SPINE) if token.key("bone") == "vertebra" else None


def _unit(span: Sequence[Token], place: int) -> str | None:
    """Return "g" or "%" for a number in a density's unit or in per cent; None for any other."""
    token = span[place]
    if token.number is None or not is_exact(span, place) or _is_confidence(span, place):
        return None
    unit = span[place + 1].key("units") if place + 1 < len(span) else None
    if unit is None:
        # "0.030 and 0.027 g/cm2": the unit stands behind the last of a row.
        later = [other for other in span[place + 1 : place + _NEAR] if not other.is_a("and") and other.text != ","]
        unit = later[1].key("units") if len(later) > 1 and later[0].is_a("number") else None
    return {"g/cm2": "g", "mg/cm2": "g", "percent": "%"}.get(unit or "")


def _paired(
    before: Sequence[Token], values: Sequence[int], sites: Sequence[tuple[int, Site]]
) -> list[Site | bool | None]:
    """Return the site of each value: in turns or row by row; None where no site is named, False where it is unclear."""
    if not values:
        return []
    if not sites:
        earlier = [site for token in before if (site := _site(token))]
        alone = len(values) == 1 and len(earlier) <= 1
        return [earlier[0] if earlier else None] if alone else [False] * len(values)
    if len(values) != len(sites):
        return [False] * len(values)
    order = sorted([*((place, "v") for place in values), *((place, "s") for place, _ in sites)])
    kinds = "".join(kind for _, kind in order)
    count = len(values)
    if kinds in {"vs" * count, "sv" * count, "v" * count + "s" * count, "s" * count + "v" * count}:
        return [site for _, site in sites]
    return [False] * len(values)
