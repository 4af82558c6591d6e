"""Numbers a sentence prints that nobody measured in this patient: goals, limits, examples, other people's, changes."""

import re
from collections.abc import Mapping, Sequence

from dxa.regions import SCAN_OF_REGION, Scan
from parsers.narrative.language.anybody import INDEFINITE, since_of_anybody, tells_of_nobody
from parsers.narrative.language.roles import DENSITY, Role, lists_changes
from parsers.narrative.language.tokens import Token
from parsers.narrative.numbers.corrections import in_error, is_denied, taken_by_correction
from parsers.narrative.numbers.percents import lists_densities
from parsers.narrative.numbers.rules_of_care import of_rule
from parsers.narrative.text.histories import WAS
from parsers.narrative.text.sentences import Sentence

_THAN = frozenset(["than", "als", "que", "dan", "che"])
_IBERIAN_MEANS = frozenset(["corresponde a", "equivale a", "significa", "define"])
_SCORES = frozenset({"t_score", "z_score", "bmd"})
_PEOPLE = ("general:reference", "young", "matched")
"""Tags of the people a result is compared with."""
_COMPARING = ("compare", "below", "above", "units:percent", "units:sd")
"""Tags before those people that make them what the patient is compared with: "1.5 SD below peak bone mass"."""
_NORM_WITHIN = 5
_REFERENCE_WITHIN = 10
_TITLE = 4
"""Words of a title such as "Spine phantom QC"."""
_ARTICLE_WITHIN = 3
_IS = frozenset(["is", "ist", "est", "es", "e", "signifie", "means"])
_OTHER_METHODS = frozenset(["qct", "pqct", "hr-pqct", "hrpqct", "qus"])
"""Ways to measure bone whose scores are not those of DXA."""
_VOLUMES = frozenset(["mg/cm3", "mg/cm\u00b3", "g/cm3", "g/cm\u00b3", "mg/cc", "mg/ml"])
"""Units of densities that no projection measures."""
DXA = frozenset(["dxa", "dexa"])
_HEEL = re.compile(r"heel|calcan|os calcis|finger|phalan|fersen?|talon|tibia|calcagn|hiel")


class Elsewhere:
    """Whether the sentences go on with what is no DXA of this patient.

    With bone measured in another way, up to a word for DXA or a paragraph of its own, that of a heel up to the name of
    a spine or hip as well; with what stands below a heading
    that names a phantom, a template or another person, up to the next heading or paragraph.
    """

    def __init__(self) -> None:
        self._where: tuple[int, str | None] | None = None
        self._headed: tuple[int, str | None] | None = None
        self._of_heel = False
        """True where the other method measured a heel or a finger, and no bone that DXA measures."""

    @property
    def ends_tables(self) -> bool:
        """Whether no row of the table above can follow; one of a heel stands among those of DXA."""
        return self._headed is not None or not self._of_heel

    def spoils(self, sentence: Sentence, tokens: Sequence[Token]) -> bool:
        """Return whether the numbers of the next sentence are those of another method, a phantom or somebody else."""
        where = sentence.paragraph, sentence.section
        areal = any(token.key("units") in DENSITY or token.text in DXA for token in tokens)
        if areal or where != self._where or (self._of_heel and _names_axial_site(tokens)):
            self._where = None
        told = any(token.is_a("prior", "earlier", "not") for token in tokens)
        if _names_method(tokens) and not (areal or told or sentence.section in {"indication", "comparison"}):
            of_heel = any(_HEEL.match(token.text) for token in tokens) or (self._where == where and self._of_heel)
            self._where, self._of_heel = where, of_heel and not _names_axial_site(tokens)
        if where != self._headed or _is_head(sentence, tokens):
            self._headed = where if _heads_nobodys(sentence, tokens) else None
        return self._where is not None or self._headed is not None


def _names_axial_site(tokens: Sequence[Token]) -> bool:
    """Whether a spine or hip is named, of which an ultrasound of the heel knows nothing."""
    scans = {SCAN_OF_REGION.get(token.site.region) for token in tokens if token.site is not None}
    return not scans.isdisjoint({Scan.SPINE, Scan.HIP})


def _is_head(sentence: Sentence, tokens: Sequence[Token]) -> bool:
    """Whether a line ends with a colon and holds no number."""
    ends = bool(tokens) and tokens[-1].text == ":"
    return sentence.starts_line and ends and not any(token.is_a("number") for token in tokens)


def _heads_nobodys(sentence: Sentence, tokens: Sequence[Token]) -> bool:
    """Whether a line without numbers begins what nobody measured in this patient: "Mother:", "QC phantom"."""
    if any(token.is_a("number", "bad_number") for token in tokens) or not sentence.starts_line:
        return False
    if _is_head(sentence, tokens):
        return any(token.is_a("general:phantom", "general:aside", "general:person") for token in tokens)
    return len(tokens) <= _TITLE and any(token.is_a("general:phantom") for token in tokens)


def nobodys(tokens: Sequence[Token], roles: Mapping[int, Role]) -> frozenset[int]:
    """Return the numbers of a sentence that are no results of this examination's patient, by position.

    An example, another person and a rule about the scale spoil the whole sentence; a goal, a limit, a condition or an
    instruction only what stands behind it: "-2.6 is below the threshold" keeps its number.
    """
    if _speaks_of_others(tokens):
        return frozenset(roles)
    if lists_changes(tokens):
        # Per cent of change in density are a result of their own.
        kept = {"percent"} if lists_densities(tokens) else set()
        return frozenset(place for place, role in roles.items() if role.unit not in kept)
    if _is_change_of_score(tokens):
        return frozenset(place for place, role in roles.items() if role.unit in {None, "sd"})
    wrong = {*of_rule(tokens, roles), *in_error(tokens), *(place for place in roles if is_denied(tokens, place))}
    norms = {_behind_norm(tokens, place) for place, token in enumerate(tokens) if token.is_a("general:norm")}
    for place in (place for place, token in enumerate(tokens) if token.is_a(*_PEOPLE)):
        norms |= _behind_reference(tokens, place, roles)
    norms |= _of_spreads(tokens, roles)
    since = next((place for place, token in enumerate(tokens) if _opens_aside(tokens, place, token)), len(tokens))
    anybody = since_of_anybody(tokens)
    until = next((place for place in range(since, len(tokens)) if tokens[place].text == ";"), len(tokens))
    taken = taken_by_correction(tokens)
    told = {*wrong, *norms, *_supposed(tokens), *_before_elsewhere(tokens)}
    told |= set(range(anybody, len(tokens)))
    return frozenset(place for place in roles if since < place < until or place in taken or place in told)


def _before_elsewhere(tokens: Sequence[Token]) -> range:
    """Return the places of a clause before words for another house: "a T-score of -3.0, measured elsewhere"."""
    said = next((place for place, token in enumerate(tokens) if token.is_a("general:elsewhere")), None)
    if said is None:
        return range(0)
    first = next((place + 1 for place in range(said - 1, -1, -1) if tokens[place].text == ";"), 0)
    compared = any(token.is_a("prior", "earlier", "compare", "from", "contrast") for token in tokens[first:said])
    return range(0) if compared else range(first, said)


def _supposed(tokens: Sequence[Token]) -> set[int]:
    """Return the places behind each "would", up to a semicolon or the reason: "would advise it given -2.7"."""
    said = [place for place, token in enumerate(tokens) if _supposes(tokens, place, token)]
    ends = [place for place in range(len(tokens)) if _ends_supposed(tokens, place)]
    return {place for first in said for place in range(first, next((end for end in ends if end >= first), len(tokens)))}


def _supposes(tokens: Sequence[Token], place: int, token: Token) -> bool:
    """Whether a word such as "would" stands here, and not "lower than would be expected", which tells a result."""
    compared = place > 0 and tokens[place - 1].text.rpartition(" ")[2] in _THAN
    return token.is_a("general:modal") and not compared


def _ends_supposed(tokens: Sequence[Token], place: int) -> bool:
    """Whether a semicolon or a reason stands here; the German "bei" is a place or a condition as often."""
    return tokens[place].text == ";" or (tokens[place].is_a("because") and tokens[place].text != "bei")


def _behind_reference(tokens: Sequence[Token], place: int, roles: Mapping[int, Role]) -> set[int]:
    """Return where the density of other people stands behind the word for them, and its standard deviation.

    As in "reference population: L1-L4 1.180 g/cm2 (SD 0.12)"; "compared with young adults the density of 0.812" is the
    patient's.
    """
    compared = any(token.is_a(*_COMPARING) or token.text == "%" for token in tokens[max(0, place - 3) : place])
    ends = (at for at, token in enumerate(tokens) if at > place and (token.text == ";" or token.is_a("contrast")))
    near = range(place + 1, min(len(tokens), place + _REFERENCE_WITHIN, next(ends, len(tokens))))
    at = next((at for at in near if tokens[at].is_a("number")), -1)
    if compared or at not in roles or roles[at].unit not in DENSITY:
        return set()
    behind = range(at + 1, min(len(tokens), at + _REFERENCE_WITHIN))
    spread = next((number for number in behind if tokens[number].is_a("number")), at)
    return {at, spread} if tokens[spread - 1].key("units") == "sd" else {at}


def _of_spreads(tokens: Sequence[Token], roles: Mapping[int, Role]) -> set[int]:
    """Return the places of means and of the standard deviations behind them: "mean 0.858, SD 0.120 (neck)"."""
    pairs: set[int] = set()
    for place in roles:
        before = tokens[max(0, place - 2) : place]
        behind = [at for at in range(place + 1, min(len(tokens), place + _SPREAD_WITHIN)) if at in roles]
        spread = any(token.key("units") == "sd" for token in tokens[place + 1 : behind[0]]) if behind else False
        if spread and any(_MEAN_OF.match(token.text) for token in before):
            pairs |= {place, behind[0]}
    return pairs


_MEAN_OF = re.compile(r"mean$|average$|mittel|moyen|medi[ao]$|gemiddeld")
_SPREAD_WITHIN = 6


def _behind_norm(tokens: Sequence[Token], place: int) -> int:
    """Return where the one number of a norm stands, "a normal value of 1.180 g/cm2"; -1 if none is near."""
    near = range(place + 1, min(len(tokens), place + _NORM_WITHIN))
    return next((number for number in near if tokens[number].is_a("number")), -1)


def _is_of_other_method(tokens: Sequence[Token]) -> bool:
    """Whether a sentence speaks of bone measured in another way than by DXA: "QCT: 92 mg/cm3 (T-score -2.9)"."""
    volume = any("".join(token.text.split()) in _VOLUMES for token in tokens)
    return (volume or _names_method(tokens)) and not any(token.text in DXA for token in tokens)


def _names_method(tokens: Sequence[Token]) -> bool:
    return any(token.is_a("general:other_method") or token.text in _OTHER_METHODS for token in tokens)


def _speaks_of_others(tokens: Sequence[Token]) -> bool:
    if any(token.is_a("general:aside", "general:phantom") for token in tokens):
        return True
    if _is_of_other_method(tokens) or tells_of_nobody(tokens):
        return True
    if tokens[0].is_a("general:kin") and [token.text for token in tokens[1:2]] == [":"]:
        return True
    if any(token.is_a("general:person") for token in tokens):
        scored = any(token.key("labels") in {"t_score", "z_score"} for token in tokens)
        return scored or not any(token.is_a("frax:tool") for token in tokens)
    means = next((place for place, token in enumerate(tokens) if token.is_a("general:means")), 0)
    # "A BMD of 0.876 g/cm2 was obtained, which corresponds to" tells of a result.
    told = any(token.text in WAS for token in tokens[:means])
    # No rule about the scale names a side: "with a T-score of -2.7 in the left femoral neck, she is considered ...".
    told = told or any(token.site is not None and token.site.side is not None for token in tokens[:means])
    # "A coluna lombar apresenta ..., que corresponde a um T-score": the Portuguese article is a definite one.
    opening = _opening(tokens[: means or _defined(tokens)])
    of_site = tokens[means].text in _IBERIAN_MEANS and any(token.site is not None for token in opening[1:2])
    definite = {"a"} if of_site else set()
    return not told and any(token.text in INDEFINITE - definite for token in opening)


def _defined(tokens: Sequence[Token]) -> int:
    """Return where "is" stands between a number and the class it is said to be: "a T-score of -2.5 is osteoporosis"."""
    for place, token in enumerate(tokens[1:], 1):
        classed = any(other.key("classes") for other in tokens[place + 1 : place + 1 + _ARTICLE_WITHIN])
        if token.text in _IS and tokens[place - 1].is_a("number") and classed:
            return place
    return 0


def _opening(tokens: Sequence[Token]) -> list[Token]:
    """Return the first few words."""
    return [token for token in tokens if not token.is_a("punctuation")][:_ARTICLE_WITHIN]


def _opens_aside(tokens: Sequence[Token], place: int, token: Token) -> bool:
    """Whether what follows a token is a goal, a condition or an instruction, or a limit with a label of its own."""
    if token.is_a("general:aside_after", "aside_after"):
        # "compared with the study of 2020, when the T-score was -1.6" tells of an examination.
        told = token.is_a("general:when") and any(other.is_a("prior", "compare", "date") for other in tokens[:place])
        return not told
    if not token.is_a("labels:threshold"):
        return False
    following = tokens[place + 1 :]
    ahead = next((number for number, other in enumerate(following) if other.is_a("number")), 0)
    return any(other.key("labels") in _SCORES for other in following[:ahead])


def _is_change_of_score(tokens: Sequence[Token]) -> bool:
    """Whether a sentence tells nothing but a difference: "the change in T-score at the spine is -0.3"."""
    labels = [place for place, token in enumerate(tokens) if token.key("labels") in _SCORES]
    if len(labels) != 1 or any(token.is_a("from", "now", "prior", "earlier") for token in tokens):
        return False
    before = tokens[max(0, labels[0] - 3) : labels[0]]
    noun = next((place for place, token in enumerate(before) if token.is_a("change")), None)
    denied = any(token.is_a("not") for token in before)
    return noun is not None and not denied and noun + 1 < len(before) and before[noun + 1].is_a("at")
