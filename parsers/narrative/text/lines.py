"""What a line without numbers gives the lines below it: a heading, a site, a side of its own."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import cache

from dxa.regions import SCAN_OF_REGION, Region, Scan, Side, Site
from parsers.narrative.language.label_places import SCORES
from parsers.narrative.language.tokens import Token
from parsers.narrative.language.words import subject_words
from parsers.narrative.sites.joining import WHOLE_ROWS, both, is_wide, joined, loosened, narrowed
from parsers.narrative.text.sentences import Sentence

_FOREARM = frozenset(["radius", "radio", "rayon", "ulna", "distal radius", "distaler radius"])
_RADIUS = _FOREARM - {"ulna"}
_EXAMS = frozenset(["scan", "study", "exam", "examination", "report", "test"])
_EXCLUSIONS = frozenset(["exclusion", "exclusions"])
_DISORDERED = ("",)
"""Vertebrae in no order a table has."""
_FORM_LINE = 3
"""Tokens of a line such as "Side: Right"."""


def scan_of(sites: Collection[Site]) -> Scan | None:
    """Return the one scan several sites are of."""
    scans = {SCAN_OF_REGION.get(site.region) for site in sites}
    return scans.pop() if len(scans) == 1 else None


def one_of(sites: Collection[Site]) -> Site | None:
    """Return the one site several names speak of: "the lumbar spine was measured at L1, L2 and L4"."""
    named: Site | None = None
    for site in sites:
        joined = narrowed(named, site) if named is not None else site
        if joined is None:
            return None
        named = joined
    return named


def forearm_of(tokens: Sequence[Token]) -> Site | None:
    """Return the forearm a heading such as "Left radius:" speaks of."""
    if not any(token.is_a("places:other_site") and token.text in _FOREARM for token in tokens):
        return None
    known = all(token.is_a("places:other_site", "punctuation", "at") or token.key("side") for token in tokens)
    side = next((key for token in tokens if (key := token.key("side"))), None)
    return Site(Region.FOREARM_TOTAL, Side(side) if side else None) if known else None


def names_place(tokens: Sequence[Token]) -> bool:
    """Whether a line without numbers may name the place of the next ones: by its colon, a side, or "Region"."""
    return tokens[-1].text == ":" or tokens[0].is_a("general:site_head") or any(token.key("side") for token in tokens)


def is_field(tokens: Sequence[Token]) -> bool:
    """Whether a line is a field of a form for a site, by a word for one or one nobody knows: "Auswertung: Collum"."""
    unknown = len(tokens) == _FORM_LINE and tokens[0].tags == {"word"} and tokens[1].text == ":"
    return tokens[0].is_a("general:site_head") or unknown


def leads_result(lines: Sequence[tuple[Sentence, Sequence[Token]]], sentence: Sentence, text: str) -> bool:
    """Whether a line that is one region alone stands above "Result: T-score -2.0", whose label is in the same line.

    `lines` are the sentences before with their sites named; below "Prior fracture:" a region is none of the results.
    """
    above, named = lines[-1] if lines else (sentence, ())
    told = [token.site for token in named if token.text not in {":", ")"}]
    headed = len(lines) > 1 and lines[-2][0].tokens[-1].text == ":"
    inline = sentence.section == "findings" and text.count("\n", above.end, sentence.start) == 1
    if headed or not inline or not above.starts_line or len(told) != 1 or told[0] is None or is_wide(told[0]):
        return False
    return sentence.tokens[0].key("labels") is not None


def names_radius(tokens: Sequence[Token]) -> bool:
    """Whether a heading names the radius, so that a bare "Total" below it is not that of both bones."""
    return any(token.is_a("places:other_site") and token.text in _RADIUS for token in tokens)


def side_heading(tokens: Sequence[Token]) -> Side | None:
    """Return the side of a heading that is nothing else: "LEFT:", "Right side:"."""
    sides = {key for token in tokens if (key := token.key("side"))}
    mere = all(token.key("side") or token.text in {":", "side", "-"} for token in tokens)
    side = Side(sides.pop()) if len(sides) == 1 and mere else None
    return side if side in {Side.LEFT, Side.RIGHT} else None


def side_line(tokens: Sequence[Token], carried: Site | None) -> Site | None:
    """Return the site above with the side a line of its own gives: "Site: Total hip" above "Side: Right"."""
    sides = [key for token in tokens if (key := token.key("side"))]
    form = len(tokens) == _FORM_LINE and tokens[1].text == ":" and len(sides) == 1 and tokens[2].key("side")
    sided = carried is not None and carried.side is None and scan_of([carried]) in {Scan.HIP, Scan.FOREARM}
    return replace(carried, side=Side(sides[0])) if form and sided and carried else None


def without_whole(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """Return a line that names vertebrae without the bare "Total" beside them: "L1-L4 Total", "Gesamt (L2-L4)"."""
    named = [token for token in tokens if not token.is_a("punctuation")]
    wholes = [token for token in named if token.is_a("row") and token.text in WHOLE_ROWS]
    rest = [token for token in named if token not in wholes]
    spine = len(wholes) == 1 and any(token.is_a("levels") for token in rest)
    of_spine = all(token.site is not None and token.site.region is Region.LUMBAR_SPINE for token in rest)
    return tuple(token for token in tokens if token not in wholes) if spine and of_spine else tokens


def without_spoiled(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """Return a line that no colon ends without the vertebrae it tells to be spoiled or left out.

    The results below "Reason for exclusion: L4" or "L4 degenerative" are not L4's; those below "L4 (sclerotic):" are.
    """
    if not any(token.is_a("levels") for token in tokens) or tokens[-1].text == ":":
        return tokens
    colon = next((place for place, token in enumerate(tokens) if token.text == ":"), len(tokens))
    leaves_out = any(token.is_a("excluded") or token.text in _EXCLUSIONS for token in tokens[:colon])
    return tuple(
        token
        for place, token in enumerate(tokens)
        if not (token.is_a("levels") and ((leaves_out and place > colon) or _is_spoiled(tokens, place)))
    )


def _is_spoiled(tokens: Sequence[Token], place: int) -> bool:
    return any(token.is_a("general:spoiled") for token in tokens[place + 1 : place + 2])


def with_row_named(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """Return a line that ends with a hip or forearm, a colon and a bare row as that row's site: "Femur re.: Total"."""
    named, mark, row = tokens[-3:] if len(tokens) > 2 else (None, None, None)  # noqa: PLR2004 - site, colon and row
    if named is None or mark is None or row is None or mark.text != ":" or not row.is_a("row"):
        return tokens
    site = both(named, row) if named.site is not None and is_wide(named.site) else None
    return (*tokens[:-3], joined([named, mark, row], {"site"}, site)) if site is not None else tokens


def without_title(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """Return a line without the title before its first colon, which lists the sites examined.

    As in "DEXA scan hip and spine: Lumbar spine T-score -1.6".
    """
    colon = next((place for place, token in enumerate(tokens) if token.text == ":"), 0)
    title, rest = tokens[:colon], tokens[colon + 1 :]
    sites = [token for token in title if token.is_a("site", "levels")]
    mere = all(
        token.is_a("site", "levels", "and", "at", "punctuation", "places:both") or names_examination(token)
        for token in title
    )
    examined = any(names_examination(token) for token in title if not token.is_a("site", "and", "at"))
    mere = mere and not any(token.key("labels") for token in title)
    led = bool(rest) and rest[0].is_a("site", "levels")
    return rest if len(sites) > 1 and mere and examined and led else tokens


def with_density_named(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """Return the tokens with "with BMD" as the label it is in a sentence that does not speak of fracture risk.

    In one that does, "hip 6.1%" is a risk and no place, and "with femoral neck BMD (T -2.4)" names one.
    """
    if not any(token.is_a("frax:tool", "frax:major", "frax:hip") for token in tokens):
        return tuple(
            replace(token, tags=token.tags | {"labels:bmd"}) if token.is_a("frax:with_bmd") else token
            for token in tokens
        )
    return tuple(_in_risk(tokens, place, token) for place, token in enumerate(tokens))


def _in_risk(tokens: Sequence[Token], place: int, token: Token) -> Token:
    after = tokens[place + 1 : place + 4]
    if token.is_a("frax:with_bmd") and "femoral neck" in token.text:
        glossed = len(after) > 1 and after[0].text == "(" and after[1].key("labels") in {"t_score", "z_score"}
        neck = replace(token, tags=frozenset({"site"}), site=Site(Region.FEMORAL_NECK))
        return neck if glossed else token
    wide = token.site is not None and token.site == Site(Region.HIP_UNSPECIFIED)
    told = [other for other in after if other.text not in {":", "=", "of", "is", "risk"}]
    risk = len(told) > 1 and told[0].is_a("number") and told[1].key("units") == "percent"
    return replace(token, tags=frozenset({"word", "frax:hip"}), site=None) if wide and risk else token


def mere_hip(tokens: Sequence[Token]) -> Site | None:
    """Return the hip or forearm of one side that a line names and nothing else: "Femur DXA, right", "Right femur"."""
    sites = {loosened(token).site for token in tokens if token.is_a("site")} if _is_mere_name(tokens) else set()
    only = one_of([site for site in sites if site is not None])
    return only if only is not None and only.side and is_wide(only) else None


def _is_mere_name(tokens: Sequence[Token]) -> bool:
    """Whether a line holds nothing but a site and marks: "Femur DXA, right."."""
    return all(
        token.is_a("site", "punctuation", "at", "general:site_head") or token.key("labels") or names_examination(token)
        for token in tokens
    )


def names_examination(token: Token) -> bool:
    """Whether a token is of the name of the examination: "bone", "DXA-meting"."""
    return set(token.text.split()) <= _subjects() or token.text.partition("-")[0] in subject_words()


@cache
def _subjects() -> frozenset[str]:
    """Return the words of the names of the examination, one by one: "bone densitometry of the right hip"."""
    return frozenset(word for phrase in subject_words() for word in phrase.split()) | _EXAMS


def is_elsewhere(token: Token, sites: Collection[Site]) -> bool:
    """Whether a token names a site outside the table of sites; "forearm (radius)" does not."""
    forearm = any(SCAN_OF_REGION.get(site.region) is Scan.FOREARM for site in sites)
    return token.is_a("places:other_site") and not (forearm and token.text in _FOREARM)


def is_heading(sentence: Sentence, tokens: tuple[Token, ...], text: str) -> bool:
    """Whether a line without numbers heads the lines below: by its colon, its capitals, or as a mere name."""
    if not sentence.starts_line:
        return False
    if tokens[-1].text == ":":
        return True
    if tokens[-1].text in {".", ",", ";"} or len(tokens) > 8:  # noqa: PLR2004 - more words are a sentence
        return False
    raw = text[sentence.start : sentence.end]
    if len(tokens) == 1 and tokens[0].is_a("row"):
        # "Total" alone is the next row of what stands above.
        return True
    named = all(
        token.is_a("site", "levels", "punctuation", "places:both", "at")
        or (token.is_a("places:other_site") and token.text in _FOREARM)
        or token.key("labels")
        or token.key("side")
        for token in tokens
    )
    return raw.isupper() or named or _names_score_last(tokens)


def _names_score_last(tokens: Sequence[Token]) -> bool:
    """Whether a line is the name of an examination and the score its list is of: "Densitometria (T-score)"."""
    words = [token for token in tokens if token.text not in {"(", ")", "-", "\u2013"}]
    scored = words[-1].key("labels") in SCORES
    return scored and len(words) > 1 and all(token.text in subject_words() for token in words[:-1])


def clause_of(tokens: Sequence[Token], place: int) -> tuple[Token, ...]:
    """Return the tokens between the semicolons around a place: "normal at the spine (0.4); osteopenic at the hip"."""
    marks = [at for at, token in enumerate(tokens) if token.text == ";"]
    first = max((at + 1 for at in marks if at < place), default=0)
    return tuple(tokens[first : min((at for at in marks if at > place), default=len(tokens))])


def vertebrae_of(above: tuple[str, ...], sites: Collection[Site]) -> tuple[str, ...]:
    """Return the single vertebrae of the rows up to this one; none behind a row of anything else.

    A row that comes again is one row, the first of them begins a new table, and in any other order the vertebrae are
    those of no table, as long as rows of single ones follow.
    """
    site = next(iter(sites)) if len(sites) == 1 else None
    if site is None or site.region is not Region.LUMBAR_SPINE or len(site.levels) != 1:
        return ()
    level = site.levels[0]
    if not above or above[-1] < level:
        return above if above == _DISORDERED else (*above, level)
    if level == above[-1] or above == _DISORDERED:
        return above
    return (level,) if level == above[0] else _DISORDERED
