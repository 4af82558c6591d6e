"""FRAX probabilities a text prints; never its thresholds, and none where two readings are possible."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from parsers.narrative.language.roles import Role, is_signed, roles_of
from parsers.narrative.language.tokens import Token
from parsers.narrative.numbers.frax_parts import (
    ASIDE,
    KINDS,
    is_of_other_tool,
    of_results,
    of_this_tool,
    without_asides,
)
from parsers.narrative.numbers.rules_of_care import is_rule_of_risk, speaks_of_people
from parsers.narrative.text.sentences import Sentence


@dataclass(frozen=True, slots=True)
class Risk:
    """One printed 10-year probability."""

    kind: str
    """"major" or "hip"."""
    token: Token
    with_bmd: bool | None
    censored: bool = False
    """True if only a bound is printed ("<0.1 %")."""


@dataclass(frozen=True, slots=True)
class Risks:
    """What the text prints, and the per cent figures that could not be told apart."""

    found: tuple[Risk, ...]
    unclear: tuple[Token, ...]
    gc_adjusted: Token | None = None
    """The words that say the glucocorticoid dose was allowed for."""


def risks_of(sentences: Sequence[tuple[Sentence, tuple[Token, ...]]], text: str) -> Risks:
    """Return the FRAX probabilities of a text; a FRAX heading holds for the rest of its paragraph."""
    found: list[Risk] = []
    unclear: list[Token] = []
    open_paragraph: tuple[str | None, int] | None = None
    with_bmd: bool | None = None
    gc_adjusted: Token | None = None
    headed = False
    for sentence, whole in sentences:
        every = of_results(of_this_tool(whole), text)
        tokens = without_asides(every)
        here = (sentence.section, sentence.paragraph)
        if is_of_other_tool(whole):
            open_paragraph = None
        elif _names_tool(every):
            open_paragraph, with_bmd = here, None
        if open_paragraph != here:
            continue
        with_bmd = _with_bmd(every, with_bmd)
        told = _is_about_risk(tokens) or ((bool(found) or headed) and (_is_row(tokens) or _tells_bmd(tokens)))
        # "FRAX (with BMD):" heads "MOF: 16%".
        headed = _heads_rows(every)
        if sentence.section in {"recommendation", "comparison"} or _is_general(tokens) or not told:
            continue
        risks, odd = _paired(tokens, with_bmd) if not _is_dated(tokens) else ([], _percents(tokens))
        found += risks
        unclear += odd
        gc_adjusted = gc_adjusted or next((token for token in every if risks and token.is_a("frax:gc_adjusted")), None)
    return Risks(tuple(found), tuple(unclear), gc_adjusted)


_TEN = frozenset(["10", "ten"])
_RISKS = frozenset(["risk", "risks", "probability", "probabilities", "likelihood", "chance"])
_TEN_YEARS = frozenset(["ten-year", "10-year", "ten-years", "10yr", "10-yr"])


def _names_tool(tokens: Sequence[Token]) -> bool:
    """Whether a sentence names the tool, or the ten years it looks ahead: "10-year major osteoporotic 12"."""
    years = any(
        token.text in _TEN_YEARS
        or (token.text in _TEN and any(other.key("units") == "year" for other in tokens[place + 1 : place + 3]))
        for place, token in enumerate(tokens)
    )
    risk = any(_tells_risk(token) for token in tokens)
    fracture = any("fracture" in token.text for token in tokens)
    return any(
        token.is_a("frax:tool") or (years and (token.is_a("frax:major") or (risk and fracture))) for token in tokens
    )


def _tells_risk(token: Token) -> bool:
    return token.is_a("frax:risk") or not _RISKS.isdisjoint(token.text.split())


def _tells_bmd(tokens: Sequence[Token]) -> bool:
    """Whether a sentence begins with what the next results were computed with: "With BMD: major 15%, hip 3.6%"."""
    return bool(tokens) and tokens[0].is_a("frax:with_bmd", "frax:without_bmd")


def _is_about_risk(tokens: Sequence[Token]) -> bool:
    """Whether a sentence names the tool, or spells out a kind of fracture and speaks of no density."""
    if any(token.is_a("frax:tool") for token in tokens):
        return True
    risk = any(_tells_risk(token) for token in tokens)
    spelled = any(token.is_a(*KINDS) and (risk or " " in token.text) for token in tokens)
    density = any(
        token.key("labels") in {"bmd", "t_score", "z_score", "change_prior"} or token.is_a("change") for token in tokens
    )
    return spelled and not density


def _heads_rows(tokens: Sequence[Token]) -> bool:
    """Whether a line is the name of the tool, with what it was computed with, over its results."""
    plain = all(
        token.is_a("frax:tool", "frax:with_bmd", "frax:without_bmd", "frax:risk", "punctuation", "date", "at")
        or token.text in {*_TEN_YEARS, *_TEN, *_RISKS, "fracture"}
        or token.key("units") == "year"
        for token in tokens
    )
    return plain and any(token.is_a("frax:tool") for token in tokens)


def _is_row(tokens: Sequence[Token]) -> bool:
    """Whether a line below a result holds the other kind and its figure and nothing else: "Hip: 4.8%"."""
    kinds = sum(_kind(tokens, place) is not None for place in range(len(tokens)))
    rest = [token for place, token in enumerate(tokens) if _kind(tokens, place) is None]
    figures = [token for token in rest if token.is_a("number")]
    plain = all(token.is_a("number", "units:percent") or token.text in {":", "=", "."} for token in rest)
    return kinds == 1 and len(figures) == 1 and plain and not is_signed(figures[0])


def _with_bmd(tokens: Sequence[Token], before: bool | None) -> bool | None:
    if any(token.is_a("frax:without_bmd") for token in tokens):
        return False
    return True if any(token.is_a("frax:with_bmd") for token in tokens) else before


def _is_general(tokens: Sequence[Token]) -> bool:
    """Whether a sentence speaks of thresholds, an adjusted result, another time, other people, or a result to come."""
    first = next((place for place, token in enumerate(tokens) if token.key("units") == "percent"), 0)
    return (
        speaks_of_people(tokens, before=first)
        or is_rule_of_risk(tokens)
        or _is_unfinished(tokens)
        or any(token.is_a(*ASIDE, "frax:adjusted", "general:ago", "ago", "general:aside_after") for token in tokens)
    )


_ADVICE = frozenset(["consider", "recommended"])
_OPEN = ("bound", "bound_after", "compare_sign", "general:when", "advice", "aside_after")


def _is_unfinished(tokens: Sequence[Token]) -> bool:
    """Whether the figures are still to come, or conditions; advice behind both of them leaves them what they are."""
    figures = [place for place, token in enumerate(tokens) if token.key("units") == "percent"]
    told = tokens[: figures[-1] + 1] if figures else ()
    kinds = {_kind(told, place) for place in range(len(told))}
    plain = {"major", "hip"} <= kinds and not any(token.is_a(*_OPEN) or token.text == "or" for token in told)
    named = any(token.is_a("frax:tool") for token in told[:3])
    return any(
        token.is_a("frax:unfinished") and not (plain and named and place >= len(told) and token.text in _ADVICE)
        for place, token in enumerate(tokens)
    )


_ADDED = ("addend", "adend", "nachtrag", "amend")
"""How words begin for what was added to a report on another day."""


def _is_dated(tokens: Sequence[Token]) -> bool:
    """Whether a year or day before the first figure may be that of an earlier estimate; that of an addendum is none."""
    if tokens and tokens[0].text.startswith(_ADDED):
        tokens = tokens[next((place for place, token in enumerate(tokens) if token.text == ":"), 0) :]
    first = next((place for place, token in enumerate(tokens) if token.key("units") == "percent"), 0)
    versions = {place for place, token in enumerate(tokens) if token.text == "version"}
    return any(token.when and versions.isdisjoint({place - 1, place + 1}) for place, token in enumerate(tokens[:first]))


def _percents(tokens: Sequence[Token]) -> list[Token]:
    roles = roles_of(tokens)
    return [tokens[place] for place in roles if _is_percent(roles, place)]


def _paired(tokens: Sequence[Token], with_bmd: bool | None) -> tuple[list[Risk], list[Token]]:
    """Pair fracture kinds and per cent figures that take turns; leave anything else out."""
    roles = roles_of(tokens)
    bounded = _bounded(tokens) if any(_is_percent(roles, place) for place in roles) else frozenset()
    figures = bounded | {place for place in roles if _is_percent(roles, place)} | _bare(tokens, roles)
    events = [
        (place, kind)
        for place in range(len(tokens))
        if (kind := _kind(tokens, place) or ("percent" if place in figures else None))
    ]
    events = [
        event for number, event in enumerate(events) if event[1] == "percent" or _next_kind(events, number) != event[1]
    ]
    percents = [tokens[place] for place, kind in events if kind == "percent"]
    kinds = [kind for _, kind in events]
    labels_first, values_first = kinds[::2], kinds[1::2]
    if kinds[1::2] == ["percent"] * len(percents) and len(kinds) == 2 * len(percents):
        names = labels_first
    elif kinds[::2] == ["percent"] * len(percents) and len(kinds) == 2 * len(percents):
        names = values_first
    elif _is_listed(tokens, events):
        # "MOF/hip: 12%/2.5%" and "... are 12% and 2.5% respectively".
        names = kinds[: len(kinds) // 2]
    else:
        return [], percents
    if "percent" in names or len(set(names)) < len(names):
        return [], percents
    censored = {tokens[place] for place in bounded}
    return [Risk(name, token, with_bmd, token in censored) for name, token in zip(names, percents, strict=True)], []


_LEADS = frozenset([":", "=", "of", "is", "risk", "fracture", "probability", "(", ")"])


def _bare(tokens: Sequence[Token], roles: Mapping[int, Role]) -> frozenset[int]:
    """Return the figures printed without their per cent sign: "major osteoporotic 12, hip 2.3".

    Only where a sentence tells both kinds of fracture, each with one figure right behind it, and the hip's is the
    smaller one, as it is in FRAX.
    """
    told: dict[str, int] = {}
    for place in range(len(tokens)):
        kind = _kind(tokens, place)
        # What stands between a kind of fracture and its figure is "fracture risk:", "=" and the like.
        at = next((at for at in range(place + 1, len(tokens)) if tokens[at].text not in _LEADS), len(tokens))
        if kind is None or at not in roles:
            continue
        if kind in told or roles[at].unit not in {None, "percent"} or is_signed(tokens[at]):
            return frozenset()
        told[kind] = at
    every = {place for place, role in roles.items() if role.unit in {None, "percent"}}
    if set(told) != {"major", "hip"} or set(told.values()) != every or any(_is_aim(token) for token in tokens):
        return frozenset()
    major, hip = (tokens[told[kind]].number for kind in ("major", "hip"))
    return frozenset(every) if major and hip and major.value >= hip.value else frozenset()


def _is_aim(token: Token) -> bool:
    """Whether a word may make figures without a sign those of a rule, or of another time."""
    aims = token.is_a(
        "advice", "general:when", "general:aside_after", "aside_after", "labels:threshold", "compare_sign"
    )
    return aims or token.is_a("bound", "bound_after") or token.when is not None or token.text.startswith("treat")


def _is_listed(tokens: Sequence[Token], events: Sequence[tuple[int, str]]) -> bool:
    """Whether two kinds stand side by side before two figures side by side, so that they go in order."""
    if len(events) != 4 or [kind for _, kind in events[2:]] != ["percent"] * 2 or events[1][1] == "percent":  # noqa: PLR2004 - two of each
        return False
    pairs = ((events[0][0], events[1][0]), (events[2][0], events[3][0]))
    return all(
        any(token.text == "/" or token.is_a("and") for token in tokens[first + 1 : second])
        and all(
            token.is_a("and", "at", "units:percent") or token.text in {"/", "the"}
            for token in tokens[first + 1 : second]
        )
        for first, second in pairs
    )


def _bounded(tokens: Sequence[Token]) -> frozenset[int]:
    """Return the per cent figures printed as "<0.1 %": a result below what the tool prints, beside another one.

    Anything from one per cent on may be a threshold.
    """
    return frozenset(
        place
        for place, token in enumerate(tokens)
        if place
        and token.number is not None
        and token.number.value < 1
        and tokens[place - 1].text == "<"
        and tokens[place + 1 : place + 2]
        and tokens[place + 1].key("units") == "percent"
    )


def _next_kind(events: Sequence[tuple[int, str]], number: int) -> str | None:
    """Return the next event's kind: "hip fracture risk: hip fracture 2 %" names its kind twice."""
    return events[number + 1][1] if number + 1 < len(events) else None


def _kind(tokens: Sequence[Token], place: int) -> str | None:
    token = tokens[place]
    kind = next((tag.partition(":")[2] for tag in KINDS if token.is_a(tag)), None)
    bare_hip = token.is_a("site") and token.text in {
        "hip",
        "cadera",
        "hanche",
        "quadril",
        "femore",
        "heup",
        "hufte",
        "anca",
    }
    return kind or ("hip" if bare_hip else None)


def _is_percent(roles: Mapping[int, Role], place: int) -> bool:
    return place in roles and roles[place].unit == "percent"
