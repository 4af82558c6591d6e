"""The side a report tells once for all regions of a hip or arm: "DXA of spine and left hip" above "Neck: T -1.6"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise, takewhile

from dxa.regions import SCAN_OF_REGION, Scan, Side
from parsers.narrative.examinations.times import Time
from parsers.narrative.harvest import Found
from parsers.narrative.language.anybody import tells_of_nobody
from parsers.narrative.language.tokens import Token
from parsers.narrative.one_arm import only_arm
from parsers.narrative.sites.joining import is_wide, loosened
from parsers.narrative.sites.sides import MEASURED, sides_of
from parsers.narrative.text.lines import names_examination
from parsers.narrative.text.sentences import Sentence

_TOLD_IN = frozenset([None, "examination", "technique", "findings"])
_SIDE_HEADS = frozenset(["side", "seite", "lado", "cote", "lato", "zijde", "kant"])
_SILENT = frozenset(["indication", "comparison", "legend", "recommendation"])
_THEN = frozenset(["then", "damals", "alors", "entonces", "allora", "entao", "toen"])
_OPENING = 3
_LONGEST_HEAD = 6
"""Tokens of a line such as "Lado avaliado: direito."."""
_ELSE = ("lowest", "prior", "earlier", "compare", "general:past", "not", "excluded", "number", "bad_number")
"""What keeps a sentence from telling where this examination was done."""
_UNDONE = re.compile(
    r"replac|pro(?:s?th?)es|metal|hardware|implant|screw|nail|osteosynth|arthroplast|artroprot|endoprot|\btep\b"
    r"|plan(?:ned|t\b)|geplan|ordered|request|intended|attempt|anforder|angeforder|vorgesehen|demande|prevu|previst"
    r"|solicit|richiest|aangevraagd"
)
"""Stems of what was put into a hip or only asked for: a sentence with one does not tell which hip was measured."""
_IMPLANTED = re.compile(r"replac|pro(?:s?th?)es|arthroplast|artroprot|endoprot|\btep\b")
"""Stems of what takes the place of a hip: the side of one is not the side measured."""
_OTHER_SIDE = re.compile(
    r"[ck]ont(?:ra|ro|re)-?lateral|opposite|oppose|opuest|opost|oppost|gegenseit|gegenuber|tegenover"
)
_OTHER = frozenset(
    ["other", "andere", "anderen", "anderer", "autre", "otra", "otro", "outra", "outro", "altra", "altro"]
)
_MEASURING = frozenset(
    [
        "measurement",
        "imaging",
        "scanning",
        "messung",
        "auswertung",
        "mesure",
        "analyse",
        "meting",
        "medicion",
        "medicao",
        "misurazione",
    ]
)
_PEOPLE = 4
"""Tokens from "the mean of" to the people it is of."""
_MARKS = frozenset([":", "=", "(", ")", "/", "|", "-"])
_BLANK = frozenset(["_", "..."])
_SIDE_NOUNS = frozenset(["side", "seite", "lado", "cote", "lato", "zijde", "kant", "leg", "femur"])


def with_one_side(found: Sequence[Found], sentences: Sequence[tuple[Sentence, tuple[Token, ...]]]) -> list[Found]:
    """Return the values with the one side the report tells for the hip or the forearm, where they name none.

    A report that speaks anywhere of the other side, of both or of their mean tells none, nor does one that says the
    hip it names was not measured. Where the other hip was replaced, an earlier value without its side may be of that
    one.
    """
    open_scans = {SCAN_OF_REGION.get(one.site.region) for one in found if one.site.side is None}
    sides = {
        Scan.HIP: _only_side(sentences) if Scan.HIP in open_scans else None,
        Scan.FOREARM: only_arm(sentences) if Scan.FOREARM in open_scans else None,
    }
    replaced = sides[Scan.HIP] is not None and any(_names_replaced(tokens) for _, tokens in sentences)
    return [
        replace(one, site=replace(one.site, side=side))
        if one.site.side is None
        and (side := sides.get(SCAN_OF_REGION.get(one.site.region) or Scan.SPINE))
        and not (replaced and one.moment.time is Time.PRIOR and SCAN_OF_REGION.get(one.site.region) is Scan.HIP)
        else one
        for one in found
    ]


def _names_replaced(tokens: Sequence[Token]) -> bool:
    """Whether a sentence names the side of a hip that was replaced."""
    implanted = any(_IMPLANTED.search(token.text) for token in tokens)
    return implanted and any(side for token in tokens for side in sides_in(token))


def _only_side(sentences: Sequence[tuple[Sentence, tuple[Token, ...]]]) -> Side | None:
    of_patient = [
        (sentence, tokens) for sentence, tokens in sentences if not tells_of_nobody(tokens) and not _is_unfilled(tokens)
    ]
    clauses = [(sentence, clause) for sentence, tokens in of_patient for clause in _clauses(tokens)]
    told = any(_tells_side(sentence, _head(clause)) for sentence, clause in clauses)
    told = told or any(
        sentence.section not in _SILENT and _tells_in_brackets(tokens) for sentence, tokens in of_patient
    )
    if not told and not any(_titles_side(title, line) for title, line in pairwise(of_patient)):
        return None
    sides: set[str] = set()
    replaced: set[str] = set()
    for sentence, tokens in clauses:
        if _opens_with_year(tokens):
            continue
        of_implant = any(_IMPLANTED.search(token.text) for token in tokens)
        both = any(token.is_a("places:both") for token in tokens)
        if both or _speaks_of_other(tokens) or (not of_implant and _undoes(sentence, tokens)):
            return None
        named = {side for token in _of_bones(tokens) for side in sides_in(token)}
        if sentence.section == "indication" and not of_implant and not any(map(_is_of_hip, tokens)):
            # "Fragility fracture of the left humerus" tells nothing of hips.
            continue
        if of_implant:
            replaced |= named
        else:
            sides |= named if _measures(tokens) else named - {Side.MEAN}
    only = sides.pop() if len(sides) == 1 else None
    return Side(only) if only in {Side.LEFT, Side.RIGHT} and only not in replaced else None


def _opens_with_year(tokens: Sequence[Token]) -> bool:
    """Whether a sentence tells of a year and not of what it has to do with today: "In 2019 the right hip ..."."""
    told = any(token.when and token.when.day is None and not token.when.ambiguous for token in tokens[:_OPENING])
    return told and not any(token.is_a("now", "compare", "from") for token in tokens)


def _is_unfilled(tokens: Sequence[Token]) -> bool:
    """Whether a form's row names its bone and what to fill in, and nobody did: "Right femoral neck: T-score ____"."""
    if any(token.is_a("number", "bad_number", "not", "excluded") for token in tokens):
        return False
    if any(token.text in _BLANK for token in tokens):
        return True
    colon = next((place for place, token in enumerate(tokens) if token.text == ":"), len(tokens))
    asked = any(token.key("labels") for token in tokens[colon:])
    return asked and any(_is_sided_hip(token) for token in tokens[:colon])


def _of_bones(tokens: Sequence[Token]) -> Iterator[Token]:
    """Yield the tokens without an "average" beside vertebrae, which is of no two sides, and without initials of a name.

    "Reported by Dr L Ashgrove" names no left side: a letter is one beside a bone, its result or a mark.
    """
    for place, token in enumerate(tokens):
        beside = [*tokens[max(0, place - 1) : place], *tokens[place + 1 : place + 2]]
        behind = tokens[place + 1 : place + 1 + _PEOPLE]
        # "85 % del promedio del adulto joven" is no mean of two hips either.
        of_people = any(other.is_a("young", "matched", "of_age", "general:reference") for other in behind)
        of_spine = token.key("side") == Side.MEAN and (of_people or any(other.is_a("levels") for other in beside))
        initial = len(token.text) == 1 and token.site is None and not any(map(_is_of_result, beside))
        if not (of_spine or initial):
            yield token


def _is_of_result(token: Token) -> bool:
    known = token.site is not None or token.key("labels") is not None or token.text in _MARKS
    return known or token.is_a("number", "bad_number", "row", "third", "and")


def _clauses(tokens: tuple[Token, ...]) -> Iterator[tuple[Token, ...]]:
    """Yield the parts of a sentence with an implant that marks or a reason part: "right hip, as the left is replaced".

    Any other sentence is one part; what a part tells of then ("the T-score then was -2.8") is of no hip of today.
    """
    if not any(_IMPLANTED.search(token.text) for token in tokens):
        yield tokens
        return
    denied = any(token.is_a("not", "excluded") for token in tokens)
    starts = [0]
    for place, token in enumerate(tokens):
        # "Reason for imaging the right hip: left hip prosthesis", but "right hip: prosthesis".
        leads = token.text == ":" and any(side for other in tokens[place:] for side in sides_in(other))
        if token.text in {";", ","} or (not denied and (leads or _opens_reason(tokens, place))):
            starts.append(place + 1)
    for start, end in pairwise([*starts, len(tokens) + 1]):
        if not any(token.is_a("general:then") or token.text in _THEN for token in tokens[start : end - 1]):
            yield tokens[start : end - 1]


def _opens_reason(tokens: Sequence[Token], place: int) -> bool:
    """Whether a bracket or "because" leads to an implant with a side of its own: "right hip (left hip prosthesis)".

    In "left hip (prosthesis)" it is that hip's.
    """
    if tokens[place].text != "(" and not tokens[place].is_a("because"):
        return False
    part = list(takewhile(lambda token: token.text not in {";", ",", ".", ")"}, tokens[place + 1 :]))
    implanted = any(_IMPLANTED.search(token.text) for token in part)
    return implanted and any(side for token in part for side in sides_in(token))


def _measures(tokens: Sequence[Token]) -> bool:
    """Whether a sentence has a number or a place; "the mean of young adults" of one without is no mean of two hips."""
    return any(token.is_a("number", "bad_number", "row", "places:both") or token.site is not None for token in tokens)


def _head(tokens: Sequence[Token]) -> Sequence[Token]:
    """Return what stands before the colon, if that names a bone and no number: "DXA of spine and left femur: ..."."""
    colon = next((place for place, token in enumerate(tokens) if token.text == ":"), None)
    head = tokens[:colon]
    titled = colon is not None and any(_is_examination(token) for token in head)
    told = any(token.is_a("number", "bad_number") or token.key("labels") for token in head)
    return head if titled and not told and any(token.site is not None for token in head) else tokens


def sides_in(token: Token) -> Iterator[str]:
    """Yield the sides a token names, of whatever part of the body but the forearm."""
    if token.site is not None:
        if token.site.side is not None and SCAN_OF_REGION.get(token.site.region) is not Scan.FOREARM:
            yield str(token.site.side)
        return
    named = token.key("side")
    if named:
        yield named
    for word in token.text.split():
        if (side := sides_of(replace(token, text=word))) is not None:
            yield side


def _speaks_of_other(tokens: Sequence[Token]) -> bool:
    """Whether a sentence speaks of the other hip: "contralateral", "the opposite side", "other hip"."""
    for place, token in enumerate(tokens):
        if _OTHER_SIDE.search(token.text):
            return True
        after = tokens[place + 1 : place + 2]
        of_hip = bool(after) and after[0].site is not None and SCAN_OF_REGION.get(after[0].site.region) is Scan.HIP
        if token.text in _OTHER and after and (of_hip or after[0].text in _SIDE_NOUNS):
            return True
    return False


def _undoes(sentence: Sentence, tokens: Sequence[Token]) -> bool:
    """Whether a sentence without a result says that the hip it names was not measured."""
    if sentence.section not in _TOLD_IN or any(token.is_a("number", "bad_number") for token in tokens):
        return False
    denied = any(token.is_a("not", "excluded") for token in tokens)
    return denied and any(_is_sided_hip(token) for token in tokens)


def _is_of_hip(token: Token) -> bool:
    """Whether a token names a hip or a part of one, or is the row of either that stands alone."""
    of_hip = token.site is not None and SCAN_OF_REGION.get(token.site.region) is Scan.HIP
    return of_hip or token.is_a("row")


def _is_sided_hip(token: Token) -> bool:
    site = token.site
    return site is not None and site.side is not None and SCAN_OF_REGION.get(site.region) is Scan.HIP


def _tells_side(sentence: Sentence, tokens: Sequence[Token]) -> bool:
    """Whether a sentence without numbers names the examination and the hip it was done at, or the side alone."""
    if sentence.section not in _TOLD_IN or any(token.is_a(*_ELSE) or _UNDONE.search(token.text) for token in tokens):
        return False
    if tokens and tokens[0].text in _SIDE_HEADS and len(tokens) <= _LONGEST_HEAD:
        return any(token.key("side") for token in tokens)
    sided = any(_is_sided_hip(token) for token in tokens)
    named = sentence.section in {"examination", "technique"} or any(
        _is_examination(token)
        or token.is_a("general:studied", "done")
        or (MEASURED | _MEASURING) & set(token.text.split())
        for token in tokens
    )
    return sided and named and not any(_is_beside(token, after) for token, after in pairwise([*tokens, tokens[-1]]))


def _titles_side(title: tuple[Sentence, Sequence[Token]], line: tuple[Sentence, Sequence[Token]]) -> bool:
    """Whether a line of bones alone is below the name of the examination: "DXA" over "Lumbar spine and left hip".

    A hip alone there may head what stands below it, as a spine does further down.
    """
    named = bool(title[1]) and all(_is_examination(token) for token in title[1])
    bones = all(token.is_a("site", "levels", "and") or token.text in {",", "+", "."} for token in line[1])
    several = sum(token.is_a("site", "levels") for token in line[1]) > 1
    return (
        named and bones and several and line[0].section in _TOLD_IN and any(_is_sided_hip(token) for token in line[1])
    )


def _tells_in_brackets(tokens: Sequence[Token]) -> bool:
    """Whether brackets behind results hold their hip: "-1.9 (left hip)", "(left hip, the right replaced)"."""
    for place, token in enumerate(tokens[1:], 1):
        site = loosened(token).site if _is_sided_hip(token) and tokens[place - 1].text == "(" else None
        if site is None or not is_wide(site) or not any(other.is_a("number") for other in tokens[:place]):
            continue
        behind = list(takewhile(lambda other: other.text != ")", tokens[place + 1 :]))
        parted = behind and behind[0].text in {",", ";"}
        if not behind or (parted and any(side != site.side for other in behind for side in sides_in(other))):
            return True
    return False


def _is_beside(token: Token, after: Token) -> bool:
    """Whether a word tells of something else at a hip, such as a fracture or an X-ray: not "X-ray absorptiometry"."""
    return token.is_a("places:beside_site") and not _is_examination(after)


def _is_examination(token: Token) -> bool:
    return token.is_a("word") and token.site is None and names_examination(token)
