"""What a sentence with numbers leaves to the sentences behind it: its site, its score, its hip or forearm."""

from collections.abc import Sequence
from dataclasses import replace

from dxa.regions import Side, Site
from parsers.narrative.examinations.times import Time, earlier_by_year
from parsers.narrative.language.dates import When
from parsers.narrative.language.label_places import SCORES
from parsers.narrative.language.roles import DENSITY
from parsers.narrative.language.tokens import Token
from parsers.narrative.numbers.aside import DXA
from parsers.narrative.numbers.bound import Bound, Reading
from parsers.narrative.sites.joining import narrowed
from parsers.narrative.text.lines import scan_of
from parsers.narrative.text.scope import Scope
from parsers.narrative.text.sentences import Sentence

_EARLIER = ("prior", "earlier", "compare", "general:past", "sections:prior")


def without_label_of_now(scope: Scope, sentence: Sentence, tokens: Sequence[Token]) -> Scope:
    """Return the scope of a sentence without the Z-score the one before told, where it turns to an earlier examination.

    What that is compared by is the T-score as often: "Z-scores: -0.4 and -0.8. Compared with 2022 (spine -1.6)".
    """
    turns = sentence.section == "comparison" or any(token.is_a(*_EARLIER) for token in tokens)
    return replace(scope, carried_label=None) if turns and scope.carried_label == "z_score" else scope


def goes_on_with_tbs(sentence: Sentence, tokens: Sequence[Token], reading: Reading, *, before: bool) -> bool:
    """Return whether what follows a sentence may be of the trabecular bone score; `before` tells it of the sentence."""
    labels = [key for token in tokens if (key := token.key("labels"))]
    if "tbs" in labels:
        return sentence.starts_line and labels[0] == "tbs"
    return before and not reading.sites


def carried_scope(
    scope: Scope, sentence: Sentence, tokens: Sequence[Token], reading: Reading, year: When | None
) -> Scope:
    """Return the scope behind a sentence: the one site and the one score label it spoke of.

    The hip of an earlier examination lends its side to nothing; `year` is that of this one, None if it is not known.
    """
    sites = reading.sites
    scores = {key for token in tokens if (key := token.key("labels")) in {"t_score", "z_score"}}
    scope = scope.behind_line(sites) if sentence.starts_line else scope
    used = {bound.site for bound in reading.bound}
    lost = bool(reading.unplaced) or any(token.is_a("places:other_site") for token in tokens)
    lent = reading.bound[0].site if reading.bound and reading.bound[0].early and sites else None
    own = used - {lent} if lent == scope.carried else used
    carried = scope.carried if not sites else next(iter(own)) if len(own) == 1 else None
    if sites and carried is not None and narrowed(carried, sites[-1]) is None:
        # "Left -1.3; right" without a number: what follows may be of the right one.
        carried = None
    last = next((token for token in reversed(tokens) if not token.is_a("punctuation")), None)
    if last is not None and last.is_a("row"):
        # "Neck -2.1, total" at the end of a line: what follows is the total's.
        carried = None
    label = scores.pop() if len(scores) == 1 else None if scores else scope.carried_label
    context = reading.context if reading.context and reading.context.side else None
    earlier = context is not None and context != scope.wide and tells_of_earlier(tokens, reading.bound, year)
    # Behind "Left and right hip T-scores are -0.8 and -0.7" a hip without its side is of neither.
    sides = {site.side for site in (*sites, *used) if site is not None and site.side is not None}
    torn = context is not None and context != scope.wide and {Side.LEFT, Side.RIGHT} <= sides
    context = None if torn or (earlier and not scope.prior) else context
    scan = scan_of(sites) if sites else scope.scan
    carried = None if lost else carried
    return replace(scope, carried=carried, carried_label=label, context=context, scan=scan)


def tells_of_earlier(tokens: Sequence[Token], found: Sequence[Bound], year: When | None) -> bool:
    """Return whether a sentence with these values speaks of an earlier examination alone: "In 2019 the right hip"."""
    if found:
        return all(bound.moment.time is not Time.CURRENT for bound in found)
    if any(token.is_a("now", "compare") for token in tokens):
        return False
    days = [token.when for token in tokens if token.when is not None]
    # Nobody dates today's examination with a year alone.
    return any(
        earlier_by_year(day, year) is not None if year else day.day is None and not day.ambiguous for day in days
    )


def whole_scope(sentences: Sequence[Sentence]) -> Scope:
    """Return what the whole text gives each of its sentences: its one unit of density, whether it has other labels."""
    units = {unit for sentence in sentences for token in sentence.tokens if (unit := token.key("units")) in DENSITY}
    scored = _is_of_dxa(sentences)
    unit = units.pop() if len(units) == 1 else None
    with_tbs = any(token.key("labels") == "tbs" for sentence in sentences for token in sentence.tokens)
    of_density = bool(unit) and _has_no_other(sentences)
    return Scope(density_unit=unit, of_density=of_density, scored=scored, with_tbs=with_tbs)


def site_above(sentence: Sentence, scope: Scope) -> dict[int, Site]:
    """Return the one site the sentences before speak of, by where a sentence begins; nothing if there is none."""
    site = scope.carried or scope.header
    return {sentence.start: site} if site is not None else {}


def _is_of_dxa(sentences: Sequence[Sentence]) -> bool:
    """Whether a density of three decimals without its unit can only be in g/cm2: the text has scores, or says DXA."""
    tokens = [token for sentence in sentences for token in sentence.tokens]
    return any(token.key("labels") in {*SCORES, "both_scores"} or token.text in DXA for token in tokens)


def _has_no_other(sentences: Sequence[Sentence]) -> bool:
    """Whether a text names nothing but densities that is printed like one."""
    named = {token.key("labels") for sentence in sentences for token in sentence.tokens}
    return named.isdisjoint({"tbs", "bmc", "area"})
