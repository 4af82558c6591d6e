"""Changes of sentences that name no place: of the site the lines before speak of, where they speak of no other."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from dxa.regions import Site
from parsers.narrative.claims.told_per_cent import ToldChange
from parsers.narrative.harvest import Harvest
from parsers.narrative.language.tokens import Token
from parsers.narrative.sites.joining import is_wide
from parsers.narrative.text.sentences import Sentence

_Said = tuple[Sentence, tuple[Token, ...]]
_PLAIN_TEXT = (
    "this that it there which these here a an the is was are were has have been represents represent shows show "
    "showing reflects corresponds corresponding demonstrates demonstrated seen noted observed measured statistically "
    "significant significantly insignificant nonsignificant non-significant not interval change changes bone mineral "
    "density value values measurement result when compared comparison with to by of in on at since from than and but "
    "exceeds exceeding greater within below above least lsc study exam examination scan test visit date dated last "
    "decrease decreased decline declined loss lost increase increased gain gained improvement improved reduction "
    "reduced fallen fall risen rise dropped drop worsened s patient's her his "
    "dies das es ist war hat eine einen ein der die den dem zum zur im um von seit gegenuber vergleich signifikant "
    "signifikante signifikanten knochendichte abnahme zunahme untersuchung voruntersuchung entspricht "
    "cela ceci il y une un la le les du de des par rapport depuis soit baisse hausse perte augmentation diminution "
    "densite osseuse significative significatif examen precedent "
    "esto hay ha una el del desde respecto perdida aumento disminucion densidad osea significativa estudio previo "
    "si dal rispetto al alla perdita riduzione densita ossea significativa esame precedente "
    "isto houve um uma do da em relacao ao desde perda reducao densidade exame anterior "
    "dit er sprake van een het de ten opzichte sinds daling stijging botdichtheid significante onderzoek vorige"
)
_PLAIN = frozenset(_PLAIN_TEXT.split())
"""Words that name nothing of their own, so that what changed is the density the sentence before told."""
_KNOWN = (
    "number",
    "punctuation",
    "date",
    "change",
    "compare",
    "prior",
    "earlier",
    "not",
    "general:neutral",
    "labels:bmd",
    "labels:change_prior",
    "labels:precision",
    "units:percent",
    "units:g/cm2",
)


@dataclass(frozen=True, slots=True)
class SitedChange:
    """One change in per cent, with the sign of its direction and its site."""

    site: Site
    value: Decimal
    start: int
    end: int


def placed(changes: Iterable[ToldChange], harvest: Harvest) -> list[SitedChange]:
    """Return the changes with their sites, without those that name none and have none above."""
    kept = []
    for change in changes:
        site = change.site or _above(change, harvest)
        if site is not None:
            kept.append(SitedChange(site, change.value, change.start, change.end))
    return kept


def _above(change: ToldChange, harvest: Harvest) -> Site | None:
    at = next(at for at, said in enumerate(harvest.sentences) if said[0].start <= change.start < said[0].end)
    sentence, tokens = harvest.sentences[at]
    site = harvest.above.get(sentence.start)
    names = any(token.is_a("site", "levels", "row", "places:other_site") or token.key("side") for token in tokens)
    plain = all(token.is_a(*_KNOWN) or set(token.text.split()) <= _PLAIN for token in tokens)
    if site is None or is_wide(site) or names or not plain:
        return None
    return site if _is_alone(site, harvest.sentences[: at + 1]) else None


def _is_alone(site: Site, sentences: Sequence[_Said]) -> bool:
    """Whether no other place was named since a heading of this one, the line or the lines of this paragraph began."""
    last, _ = sentences[-1]
    for sentence, tokens in reversed(sentences[:-1]):
        if sentence.paragraph != last.paragraph or sentence.section != last.section:
            return True
        regions = {token.site.region for token in tokens if token.site is not None and not is_wide(token.site)}
        other = any(token.is_a("row", "places:other_site") for token in tokens)
        named = bool(regions) or any(token.is_a("row") for token in tokens)
        headed = named and sentence.starts_line and not any(token.is_a("number") for token in tokens)
        if (other or regions - {site.region}) and not headed:
            return False
        if headed or (sentence.starts_line and not last.starts_line):
            return True
    return True
