"""The parts of a sentence about fracture risk that hold results, without its thresholds, advice and rival figures."""

import re

from parsers.narrative.language.tokens import Token

ASIDE = ("labels:threshold", "labels:legend", "prior", "earlier", "general:past", "general:aside")
"""Tags of words that make figures those of a rule or of another time."""
KINDS = ("frax:major", "frax:hip")


def is_of_other_tool(tokens: tuple[Token, ...]) -> bool:
    """Whether a sentence tells the results of another tool than FRAX, and of no other."""
    return _other_tool(tokens) is not None and not any(token.is_a("frax:tool") for token in of_this_tool(tokens))


def of_this_tool(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """Return the tokens without what another tool tells: "DeFRA: 24.5%", "FRAX 14%, hip 3%; QFracture 17%".

    A tool named behind its figures ("14% by QFracture") takes all of the sentence, unless FRAX is named in it.
    """
    other = _other_tool(tokens)
    if other is None:
        return tokens
    named = [at for at, token in enumerate(tokens) if token.is_a("frax:tool") and "frax" in token.text]
    behind = next((at for at in named if at > other), len(tokens))
    return (*(tokens[:other] if named and named[0] < other else ()), *tokens[behind:])


def _other_tool(tokens: tuple[Token, ...]) -> int | None:
    return next((at for at, token in enumerate(tokens) if token.is_a("frax:other_tool")), None)


def of_results(tokens: tuple[Token, ...], text: str) -> tuple[Token, ...]:
    """Return the tokens without what is advised, without thresholds, adjusted results and those of another BMD."""
    told = _weighed(tokens) or _before_threshold(_before_advice(tokens, text))
    return _without_adjusted(_without_rivals(told))


def _weighed(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """Return the brackets with the results behind "threshold not reached": "(FRAX major 8.1 %, hip 0.9 %)"; else none.

    In "the threshold (FRAX major 20 %, hip 3 %) is not reached" they stand before the verb, and hold the rule.
    """
    threshold = next((at for at, token in enumerate(tokens) if token.is_a("labels:threshold")), len(tokens))
    start = next((at for at in range(threshold, len(tokens)) if tokens[at].text == "("), 0)
    end = next((at for at in range(start, len(tokens)) if tokens[at].text == ")"), len(tokens))
    inside = tokens[start + 1 : end]
    reached = start > threshold and any(_REACHED.search(token.text) for token in tokens[threshold + 1 : start])
    figures = {int(token.number.value) for token in inside if token.number is not None}
    alone = not any(token.is_a("number") for token in (*tokens[:start], *tokens[end:]))
    own = bool(inside) and inside[0].is_a("frax:tool") and not any(token.is_a(*ASIDE) for token in inside)
    return inside if reached and alone and own and figures.isdisjoint(_RULES) else ()


_REACHED = re.compile(
    r"\b(?:reach|exceed|met$|crossed|erreich|uberschr|atteint|depass|alcanz|supera|raggiun|ating|ultrapass|bereik|gehaald|overschr)"
)
"""How words begin that tell how a result stands to a threshold."""
_RULES = frozenset([3, 20])
"""Thresholds in per cent that most countries share (BHOF)."""


def _before_advice(tokens: tuple[Token, ...], text: str) -> tuple[Token, ...]:
    """Return the tokens up to advice that begins without a full stop: "hip fracture 5.6% Consider therapy if ..."."""
    for place, token in enumerate(tokens[1:], 1):
        after_percent = tokens[place - 1].key("units") == "percent"
        # Capital letter and small ones: a sentence begins, unless it is the name of the other fracture.
        begins = text[token.start : token.start + 2].istitle() and not token.is_a(*KINDS, "site", "frax:tool")
        if after_percent and begins and any(other.is_a("frax:unfinished", "advice") for other in tokens[place:]):
            return tokens[:place]
    return tokens


def _before_threshold(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """Return the tokens without "the 3% treatment threshold", and before a part that goes on to thresholds.

    As in "12% and 2%, below the thresholds of 20% and 3%".
    """
    kept = list(tokens)
    while (place := next((at for at, token in enumerate(kept) if token.is_a("labels:threshold")), None)) is not None:
        if place > 1 and kept[place - 1].key("units") == "percent" and kept[place - 2].is_a("number"):
            del kept[place - 2 : place + 1]
            continue
        weighs = any(_REACHED.search(token.text) for token in kept[place:])
        marks = {",", ";", "-"} if weighs else {",", ";"}
        opens = [at for at, token in enumerate(kept[:place]) if token.text in marks]
        cut = opens[-1] if opens else place
        figures = any(token.key("units") == "percent" for token in kept[cut:place])
        closed = any(token.text == ")" for token in kept[place:])
        return tuple(kept if figures or closed or not opens else kept[:cut])
    return tuple(kept)


def _without_adjusted(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """Return the tokens without a part that repeats the results adjusted: "12% and 2.2%; adjusted for TBS: 14.6%"."""
    word = next((at for at, token in enumerate(tokens) if token.is_a("frax:adjusted")), None)
    if word is None:
        return tokens
    start = max((at for at in range(word) if tokens[at].text in {";", ",", "("}), default=0)
    closing = ")" if tokens[start].text == "(" else ";"
    end = next((at for at in range(word, len(tokens)) if tokens[at].text == closing), len(tokens))
    before, inside = (
        any(token.key("units") == "percent" for token in part) for part in (tokens[:start], tokens[word:end])
    )
    return (*tokens[:start], *tokens[end:]) if before and inside else tokens


def _without_rivals(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """Return the tokens without a bracket that gives the other results: "14% and 5% (without BMD 18% and 7%)"."""
    start = next((at for at, token in enumerate(tokens) if token.text == "("), 0)
    end = next((at for at in range(start, len(tokens)) if tokens[at].text == ")"), 0)
    inside = tokens[start:end]
    figures = any(token.key("units") == "percent" for token in inside)
    before = any(token.key("units") == "percent" for token in tokens[:start])
    rival = figures and before and any(token.is_a("frax:without_bmd", "frax:with_bmd") for token in inside)
    return (*tokens[:start], *tokens[end + 1 :]) if rival else tokens


def without_asides(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """Return the tokens without brackets that hold a threshold or another time: "14.2% (threshold 20%)"."""
    kept: list[Token] = []
    opened: list[int] = []
    for token in tokens:
        kept.append(token)
        if token.text == "(":
            opened.append(len(kept) - 1)
        elif token.text == ")" and opened:
            start = opened.pop()
            if any(other.is_a(*ASIDE, "compare_sign", "bound", "date") for other in kept[start:]):
                del kept[start:]
    return tuple(kept)
