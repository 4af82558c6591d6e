"""An old report pasted below the present one: its head, its end, and everything between of the earlier examination."""

from collections.abc import Sequence
from itertools import dropwhile, takewhile

from parsers.narrative.language.tokens import Token

_RULE = frozenset(["-", "*", "=", "#", "_", "~", ">", "<", "+", "\u2013", "\u2014", "\u2022", "|", "..."])
"""Marks people draw lines with around the head of a pasted report."""
_MOST = 12
"""Tokens of such a head; more make a sentence."""
_END = frozenset(["end", "end of"])


def line_from(tokens: Sequence[Token], at: int) -> list[Token]:
    """Return the tokens from a place up to the end of its line."""
    return list(takewhile(lambda token: not token.is_a("newline"), tokens[at:]))


def copied_head(tokens: Sequence[Token], at: int) -> int:
    """Return the tokens of a line that heads a pasted old report: "--- PRIOR REPORT (copied for reference) ---".

    0 if none begins here: a head names an earlier report and nothing that was measured.
    """
    line = line_from(tokens, at)
    core = _core(line)
    if not core or len(core) > _MOST or core[0].key("sections") != "copied":
        return 0
    measured = any(token.is_a("number", "bad_number", "levels", "site") for token in core)
    labelled = any(token.key("labels") in {"t_score", "z_score"} for token in core)
    return 0 if measured or labelled else len(line)


def copied_end(tokens: Sequence[Token], at: int) -> int:
    """Return the tokens of a line that ends a pasted old report: "--- end of prior report ---"; 0 if none is here."""
    line = line_from(tokens, at)
    core = _core(line)
    ended = len(core) > 1 and core[0].text in _END and any(token.key("sections") == "copied" for token in core)
    return len(line) if ended and len(core) <= _MOST else 0


def _core(line: Sequence[Token]) -> list[Token]:
    """Return a line without the marks drawn at both its ends."""
    behind = list(dropwhile(lambda token: token.text in _RULE, line))
    return list(dropwhile(lambda token: token.text in _RULE | {":", "."}, reversed(behind)))[::-1]
