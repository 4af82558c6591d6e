"""Words by which a report takes results back: a wrong patient, swapped sides or scores, or no valid report at all."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from dxa.issues import IssueCode
from dxa.regions import SCAN_OF_REGION, Scan
from dxa.report import Measurement, Quantity
from parsers.narrative.language.tokens import Token
from parsers.narrative.text.sentences import Sentence

_SCORES = frozenset({Quantity.T_SCORE, Quantity.Z_SCORE})
_TWO = 2
_IF = frozenset(
    ["if", "wenn", "falls", "sollte", "sollten", "si", "se", "caso", "qualora", "indien", "als", "mocht", "whether"]
)
"""Words that make it a rule for the reader of any report: "if sent to the wrong patient, ..."."""
_SIDES = frozenset(["sides", "seiten", "lados", "cotes", "lati", "zijden", "zijdes"])


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenBack:
    """What a sentence takes back, and where it stands."""

    code: IssueCode
    text: str
    start: int
    end: int
    earlier: bool
    """True if it speaks of an earlier examination alone."""

    def covers(self, row: Measurement) -> bool:
        """Return whether a value is one of those taken back."""
        if self.earlier and row.current:
            return False
        if self.code is IssueCode.SIDE_CONFLICT:
            return row.side is not None or SCAN_OF_REGION.get(row.region) in {Scan.HIP, Scan.FOREARM}
        return self.code is not IssueCode.VALUE_CONFLICT or row.quantity in _SCORES


def taken_back(sentences: Sequence[tuple[Sentence, tuple[Token, ...]]]) -> tuple[TakenBack, ...]:
    """Return what the sentences of a text take back of its own results."""
    return tuple(found for _, tokens in sentences for found in _said(tokens))


def _said(tokens: Sequence[Token]) -> Iterator[TakenBack]:
    if not tokens or any(token.text in _IF or token.is_a("not") for token in tokens):
        return
    told = _told(tokens)
    if told is not None:
        code, text = told
        earlier = any(token.is_a("prior", "earlier", "compare", "general:past", "date") for token in tokens)
        yield TakenBack(code=code, text=text, start=tokens[0].start, end=tokens[-1].end, earlier=earlier)


def _told(tokens: Sequence[Token]) -> tuple[IssueCode, str] | None:
    """Return why a sentence takes results back, None if it does not."""
    if any(token.is_a("general:wrong_patient") for token in tokens):
        return IssueCode.PATIENT_CONFLICT, "the report says its values are another patient's; held back from rules"
    if any(token.is_a("general:void") for token in tokens):
        return IssueCode.WITHDRAWN_VALUE, "the report calls itself void; its values are held back from rules"
    swapped = any(token.is_a("general:swapped") for token in tokens)
    if any(token.is_a("general:wrong_side") for token in tokens) or (swapped and _names_sides(tokens)):
        return IssueCode.SIDE_CONFLICT, "the report takes back the sides it gives; held back from rules"
    if swapped and _names_scores(tokens):
        return IssueCode.VALUE_CONFLICT, "the report says its T- and Z-scores are swapped; held back from rules"
    return None


def _names_sides(tokens: Sequence[Token]) -> bool:
    sides = {key for token in tokens if (key := token.key("side"))}
    sides |= {str(token.site.side) for token in tokens if token.site is not None and token.site.side is not None}
    return len(sides) == _TWO or any(token.text in _SIDES or token.is_a("places:both") for token in tokens)


def _names_scores(tokens: Sequence[Token]) -> bool:
    labels = {key for token in tokens if (key := token.key("labels"))}
    return "both_scores" in labels or {"t_score", "z_score"} <= labels


def held_back(rows: Sequence[Measurement], taken: Sequence[TakenBack]) -> tuple[Measurement, ...]:
    """Return the rows with those held that the text takes back."""
    return tuple(
        replace(row, held=row.held or next((one.code for one in taken if one.covers(row)), None)) for row in rows
    )
