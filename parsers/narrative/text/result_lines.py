"""What a line gives: a score behind its label, or the risks of fracture under the name of their tool."""

from collections.abc import Sequence
from itertools import takewhile

from parsers.narrative.language.tokens import Token


def gives_score(tokens: Sequence[Token]) -> bool:
    """Return whether a label and a number stand among the tokens."""
    return any(token.key("labels") for token in tokens) and any(token.is_a("number") for token in tokens)


_SCORE = ("labels:t_score", "labels:z_score", "labels:both_scores")
_AMOUNT = ("labels:bmd", "labels:bmc", "labels:tbs")


def gives_result(tokens: Sequence[Token]) -> bool:
    """Return whether a score, or an amount with decimals, stands among the tokens.

    A telephone, an age and the code of a procedure behind "bone density" are no results.
    """
    numbers = [token.number for token in tokens if token.number is not None]
    if any("." in format(number.value, "f") for number in numbers):
        return any(token.is_a(*_SCORE, *_AMOUNT) for token in tokens)
    return bool(numbers) and any(token.is_a(*_SCORE) for token in tokens)


def heads_risks(line: Sequence[Token]) -> bool:
    """Return whether a line begins with the name of the tool and a colon: "FRAX 10-year risk: ...".

    What speaks of an earlier examination before the colon heads the risks of that one.
    """
    head = list(takewhile(lambda token: token.text != ":", line))
    named = len(head) < len(line) and any(token.is_a("frax:tool") for token in head)
    return named and not any(
        token.is_a("prior", "earlier", "compare", "general:past", "date", "sections:prior") for token in head
    )


def heads_today(line: Sequence[Token]) -> bool:
    """Return whether a line heads the results of this examination and nothing else: "DXA results today:"."""
    ends = 1 < len(line) <= _LONGEST_HEAD and line[-1].text == ":"
    plain = not any(
        token.is_a("number", "prior", "earlier", "compare", "general:past", "date", "not") for token in line
    )
    return ends and plain and any(token.is_a("now", "sections:current") for token in line)


_LONGEST_HEAD = 7
