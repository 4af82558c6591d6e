"""Lines of a text in capitals, where no small letter tells that a line goes on with the one above."""

from parsers.narrative.language.tokens import Token

_LONG = 50
"""Characters from which a line may have been wrapped."""
_JOINS_TEXT = (
    "de del un una y e que con di della dello dei degli delle do da dos das num numa com ed por para per uma um "
    "correspondiente correspondente corrispondente"
)
_JOINS = frozenset(_JOINS_TEXT.split())
"""Words that lead on within a Romance sentence: no heading and no row begins with one."""
_BEGINS = frozenset(
    ["ACUERDO", "ACORDO", "ACCORDO", "CONFORMIDAD", "RESPECTO", "RELACION", "RELAÇÃO", "RELACAO", "OTRA", "OTRO"]
)
"""Words behind those that begin a sentence with them: "DE ACUERDO A LA OMS"."""


def goes_on_in_capitals(last: Token, token: Token, text: str) -> bool:
    """Return whether a line goes on with the one above: "... DE 0.798 G/CM2" above "CON UN T-SCORE DE -2.3".

    Both are in capitals, the one above is long and ends without a mark.

    Args:
        last: the last token of the line above.
        token: the first token of the line.
        text: the whole text.
    """
    if token.text not in _JOINS or last.is_a("punctuation"):
        return False
    start = text.rfind("\n", 0, last.start) + 1
    end = text.find("\n", token.start)
    above, line = text[start : last.end], text[token.start : end if end >= 0 else len(text)]
    begins = not _BEGINS.isdisjoint(line.split()[:2])
    return len(above) >= _LONG and above.isupper() and line.isupper() and not begins
