"""The vertebrae a report says once that it used: "Vertebrae analyzed: L1-L3", "Lumbar spine levels: L1, L2, L4"."""

import re
from collections.abc import Sequence
from itertools import takewhile

from dxa.regions import Region
from dxa.sites import plain
from parsers.narrative.harvest import Harvest
from parsers.narrative.language.tokens import Token
from parsers.narrative.text.lines import names_examination

_NAMED = (
    "levels level vertebrae vertebral vertebra bodies wirbel wirbelkorper lendenwirbel lendenwirbelkorper messbereich "
    "vertebres niveaux vertebras niveles cuerpos vertebrales vertebre livelli niveis wervels wervel niveaus "
    "wervellichamen"
)
_BESIDE = (
    "lumbar spine ap pa region of interest roi the analyzed analysed included used measured evaluated assessed "
    "ausgewertete ausgewertet berucksichtigte gemessene analysees etudiees mesurees lombaires analizadas incluidas "
    "valoradas evaluadas lumbares analizzate valutate lombari avaliadas analisadas lombares gemeten gebruikte "
    "geanalyseerde were was are : - ,"
)
_NAMES, _ABOUT = frozenset(_NAMED.split()), frozenset(_BESIDE.split())
"""Words for vertebrae, and what may stand beside them in such a line; in plain letters."""
_ELSEWHERE = ("prior", "earlier", "compare", "general:past", "not", "not_after", "date")
_SILENT = frozenset(["comparison", "indication", "recommendation", "legend"])


def levels_told(harvest: Harvest) -> tuple[str, ...]:
    """Return the vertebrae that lines of a text say were used; none where they differ, or one of them is left out."""
    spoken = [tokens for sentence, tokens in harvest.sentences if sentence.section not in _SILENT]
    told = {levels for tokens in spoken if (levels := _levels_of(tokens))}
    told = told or {levels for tokens in spoken if (levels := _levels_scanned(tokens))}
    dropped = {level for left_out in harvest.left_out for level in left_out.levels}
    levels = told.pop() if len(told) == 1 else ()
    return () if dropped & set(levels) else levels


def levels_left(harvest: Harvest) -> tuple[str, ...]:
    """Return the vertebrae a remark names beside those it leaves out: "L4 was excluded; the result is of L1 to L3".

    None unless both together are the spine as it is measured, so that the remark says the same twice.
    """
    named = [
        (tokens, [token.site.levels for token in tokens if token.site is not None and token.is_a("levels")])
        for sentence, tokens in harvest.sentences
        if sentence.section not in _SILENT
    ]
    dropped = {level for left_out in harvest.left_out for level in left_out.levels}
    dropped |= {level for tokens, found in named if len(found) > 1 for level in _denied(tokens)}
    spans = {levels for _, found in named for levels in found if len(levels) > 1 and not dropped & set(levels)}
    levels = spans.pop() if dropped and len(spans) == 1 else ()
    told = any(levels in found and (_leaves_out(tokens) or _denied(tokens)) for tokens, found in named)
    return levels if told and tuple(sorted(dropped | set(levels))) in _WHOLE else ()


def _leaves_out(tokens: Sequence[Token]) -> bool:
    """Whether a sentence tells of this examination what it leaves out."""
    return any(token.is_a("excluded") for token in tokens) and not any(token.is_a(*_EARLIER) for token in tokens)


def _denied(tokens: Sequence[Token]) -> frozenset[str]:
    """Return the vertebrae that open a sentence and could not be judged: "L1 and L2 could not be assessed; ..."."""
    first = tokens[0].site if tokens and tokens[0].is_a("levels") else None
    clause = list(takewhile(lambda token: token.text not in {";", ",", "(", "."}, tokens))
    plain_words = not any(token.is_a("number", *_EARLIER) or token.key("labels") for token in clause)
    undone = any(token.is_a("not") for token in clause) and any(_JUDGED.search(token.text) for token in clause)
    return frozenset(first.levels) if first is not None and undone and plain_words else frozenset()


def _levels_of(tokens: Sequence[Token]) -> tuple[str, ...]:
    """Return the vertebrae of a line that says nothing else, but for what stands behind them in brackets."""
    end = next((place for place, token in enumerate(tokens) if token.text == "("), len(tokens))
    head = [token for token in tokens[:end] if token.text not in {".", ";"}]
    if len(head) < _FEWEST or any(token.is_a(*_ELSEWHERE) for token in head):
        return ()
    site = head[-1].site
    words = {word for token in head[:-1] for word in plain(token.text).split()} | {
        token.text for token in head[:-1] if not token.text.isalnum()
    }
    spine = site is not None and site.region is Region.LUMBAR_SPINE and len(site.levels) > 1
    named = all(_is_of_name(token) for token in head[:-1]) and bool(words & _NAMES or _is_counted(head[:-1]))
    return site.levels if site is not None and spine and named else ()


def _levels_scanned(tokens: Sequence[Token]) -> tuple[str, ...]:
    """Return the vertebrae of a line that says nothing but what was scanned: "Part: Lumbar spine (L1-L4), left hip"."""
    named = {token.site.levels for token in tokens if token.site is not None and token.site.levels}
    spine = any(token.site is not None and token.site.region is Region.LUMBAR_SPINE for token in tokens)
    levels = named.pop() if spine and len(named) == 1 else ()
    elsewhere = any(token.is_a(*_ELSEWHERE, "sections:prior", "sections:comparison") for token in tokens)
    return levels if len(levels) > 1 and not elsewhere and all(_is_of_scan(token) for token in tokens) else ()


def _is_of_scan(token: Token) -> bool:
    known = token.is_a("punctuation", "and", "at", "places:both", "done", "general:exam") or token.key("sections")
    told = token.site is not None or bool(token.key("side")) or names_examination(token)
    return told or bool(known) or all(word in _SCANNED for word in plain(token.text).split())


def _is_of_name(token: Token) -> bool:
    if token.site is not None:
        return token.site.region is Region.LUMBAR_SPINE and not token.site.levels
    words = plain(token.text).split()
    return all(word in _NAMES | _ABOUT for word in words) or token.text in _ABOUT


def _is_counted(head: Sequence[Token]) -> bool:
    """Whether the spine is said to be included or analyzed, where the vertebrae make one word with it."""
    return any(token.site is None and plain(token.text) in _USED for token in head)


_WHOLE = (("L1", "L2", "L3", "L4"), ("L2", "L3", "L4"))
_JUDGED = re.compile(r"bewert|beurteil|wertbar|beoord|asses|evalu|valut|valor|avali|anal[iy]|interpret|messbar|mesur")
"""Stems of what is done to a vertebra that is measured."""
_EARLIER = ("prior", "earlier", "compare", "general:past", "date")
_USED = frozenset(["included", "analyzed", "analysed", "used"])
_SCANNED_TEXT = (
    "part parts scan scanned scans site sites region regions area areas examined image images imaged view views was "
    "were is are obtained acquired performed measured using the a ap pa dual energy x-ray absorptiometry technique "
    "femora femurs hips hip femur spine lumbar proximal"
)
_SCANNED = frozenset(_SCANNED_TEXT.split())
_FEWEST = 2
