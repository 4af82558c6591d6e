"""What keeps results from counting: a wrong patient, two patients, swapped sides or scores, no valid report."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from dxa.issues import IssueCode
from parsers.narrative.claims.two_patients import second_patient
from parsers.narrative.language.tokens import Token
from parsers.narrative.text.sentences import Sentence

_TWO = 2
_NEXT = 4
"""Words from a correction to the site it names."""
_IF_TEXT = "if wenn falls sollte sollten si se caso qualora indien als mocht whether ob"
_IF = frozenset(_IF_TEXT.split())
"""Words that make it a rule for whoever gets any report: "if sent to the wrong patient, ..."."""
_SIDES = frozenset(["sides", "seiten", "lados", "cotes", "lati", "zijden", "zijdes"])
_SIDE_TEXT = "side laterality seite lado lateralidad lateralidade cote lateralite lato zijde kant"
_SIDE = _SIDES | frozenset(_SIDE_TEXT.split())
"""What a mistake was made in: "the side was stated incorrectly"."""
_RIGHT_TEXT = (
    "replaces replace replaced supersedes corrected corrects original initial dated ersetzt remplace sustituye"
)
_RIGHT = frozenset(_RIGHT_TEXT.split())
"""Beside these words the mistake stands in another report, and this one puts it right."""
_OTHER_TIME = ("prior", "earlier", "compare", "general:past")
_SAID = {
    IssueCode.RESULTS_TAKEN_BACK: "the report says its values do not count or are another patient's; held from rules",
    IssueCode.SIDES_TAKEN_BACK: "the report takes the sides it gives back; held from rules",
    IssueCode.SCORES_TAKEN_BACK: "the report says its T- and Z-scores are exchanged; held from rules",
}


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What a sentence takes back of this report's results, or shows to be of several patients, and where it stands."""

    code: IssueCode
    start: int
    end: int

    @property
    def text(self) -> str:
        """What is taken back, in our words."""
        return _SAID[self.code]


def taken_back(sentences: Sequence[tuple[Sentence, tuple[Token, ...]]], text: str) -> Iterator[TakenBack]:
    """Yield what the sentences of a text take back of its own results, not of an earlier report's."""
    for _, tokens in sentences:
        if any(token.text in _IF or token.is_a("not", *_OTHER_TIME) for token in tokens):
            continue
        if (code := _code_of(tokens)) is not None:
            yield TakenBack(code, tokens[0].start, tokens[-1].end)
    if (second := second_patient(sentences, text)) is not None:
        yield TakenBack(IssueCode.RESULTS_TAKEN_BACK, *second)


def _code_of(tokens: Sequence[Token]) -> IssueCode | None:
    """Return what a sentence takes back, None if nothing."""
    if any(token.is_a("general:wrong_patient", "general:void") for token in tokens):
        return IssueCode.RESULTS_TAKEN_BACK
    swapped = any(token.is_a("general:swapped") for token in tokens)
    is_wrong = any(token.is_a("general:wrong_side") for token in tokens) or _is_of_a_mistaken_side(tokens)
    is_wrong = is_wrong or _corrects_side(tokens)
    if is_wrong or (swapped and _names_sides(tokens)):
        return IssueCode.SIDES_TAKEN_BACK
    return IssueCode.SCORES_TAKEN_BACK if swapped and _names_scores(tokens) else None


def _corrects_side(tokens: Sequence[Token]) -> bool:
    """Whether a correction names another side than the words before it, and no number: "(correction: left hip)"."""
    place = next((at for at, token in enumerate(tokens) if token.is_a("general:corrected")), len(tokens))
    behind = list(takewhile(lambda token: token.text not in {")", ".", ";"}, tokens[place + 1 :]))
    if any(token.is_a("number", "bad_number") for token in behind):
        return False
    other = next((sides for token in behind[:_NEXT] if (sides := _sides([token]))), set())
    told = _sides(tokens[:place])
    return bool(other) and (not told or bool(told - other))


def _sides(tokens: Sequence[Token]) -> set[str]:
    sides = {key for token in tokens if (key := token.key("side"))}
    return sides | {str(token.site.side) for token in tokens if token.site is not None and token.site.side is not None}


def _names_sides(tokens: Sequence[Token]) -> bool:
    return len(_sides(tokens)) == _TWO or any(token.text in _SIDES or token.is_a("places:both") for token in tokens)


def _is_of_a_mistaken_side(tokens: Sequence[Token]) -> bool:
    words = {word for token in tokens for word in token.text.split()}
    return any(token.is_a("general:mistaken") for token in tokens) and bool(words & _SIDE) and not words & _RIGHT


def _names_scores(tokens: Sequence[Token]) -> bool:
    labels = {key for token in tokens if (key := token.key("labels"))}
    return "both_scores" in labels or {"t_score", "z_score"} <= labels
