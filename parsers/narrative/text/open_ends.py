"""The end of a text that no full stop closes: whether its last number may have been cut."""

from collections.abc import Sequence

from parsers.narrative.language.tokens import Token


def ends_with_risk(tokens: Sequence[Token]) -> bool:
    """Return whether a sentence ends with a fracture risk behind its name: "MOF 12 %; hip 1.8 %" is no cut number."""
    tail = tokens[-4:]
    figure = len(tail) > 2 and tail[-1].key("units") == "percent" and tail[-2].is_a("number")  # noqa: PLR2004 - name, number, sign
    tool = any(token.is_a("frax:tool") for token in tokens)
    return figure and tool and any(token.key("frax") or token.text == "hip" for token in tail[:-2])


def may_go_on(tokens: Sequence[Token]) -> bool:
    """Return whether a text may have been cut inside a number: it ends in a whole number and a point."""
    before = tokens[-2] if len(tokens) > 1 else None
    if before is None or not before.is_a("number", "bad_number"):
        return False
    return not any(point in before.text for point in ".,")
