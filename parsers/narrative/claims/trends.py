"""Claims of change over time: what the words of a report say bone density did since an earlier examination.

A claim needs a word for the change and something it is said of: the density, a score, a class or, beside a word of
time, a site. What is denied, supposed, asked, recommended, compared with young adults or said of anything else (height,
weight, fractures, treatment) is none. "No significant change" tells that the density is stable, and that the words call
whatever change there is not significant; "no bone loss" alone tells neither.
"""

from collections.abc import Iterator, Sequence

from parsers.narrative.claims.claim import Claim
from parsers.narrative.claims.clauses import Clause
from parsers.narrative.claims.offered import is_option, without_offered
from parsers.narrative.claims.told_per_cent import ToldChange
from parsers.narrative.claims.trend_words import WAYS
from parsers.narrative.language.references import speaks_of_all
from parsers.narrative.language.text_tokens import FactTokens
from parsers.narrative.language.tokens import Token
from parsers.narrative.text.sentences import Sentence

_SILENT = frozenset(["indication", "technique", "recommendation", "legend"])
"""Sections that claim no change; the one for comparison does."""
_ENDS = frozenset([".", ";", "!"])


def claims_of(sentences: Sequence[tuple[Sentence, tuple[Token, ...]]], read: FactTokens) -> tuple[Claim, ...]:
    """Return every claim of change, each once, in the order of the text, `read` with the lexicon of claims."""
    found: dict[tuple[object, ...], Claim] = {}
    for _, claims in _told(sentences, read):
        for claim in claims:
            told_of = (claim.direction, claim.site, claim.significant, claim.on_t_score, claim.denied)
            found.setdefault(told_of, claim)
    return tuple(found.values())


def changes_of(sentences: Sequence[tuple[Sentence, tuple[Token, ...]]], read: FactTokens) -> tuple[ToldChange, ...]:
    """Return the changes the words give in per cent, each of one site and with the sign of its direction."""
    return tuple(change for clause, _ in _told(sentences, read) for change in clause.changes)


def _told(
    sentences: Sequence[tuple[Sentence, tuple[Token, ...]]], read: FactTokens
) -> Iterator[tuple[Clause, list[Claim]]]:
    """Yield each clause that may claim a change, with what it claims."""
    for number, (sentence, named) in enumerate(sentences):
        if sentence.section in _SILENT or (sentence.section == "examination" and number == 0):
            continue
        tokens = without_offered(read.between(sentence.start, sentence.end), WAYS)
        if not any(token.is_a(*WAYS) for token in tokens) or tokens[-1].text == "?":
            continue
        of_others = any(token.is_a("general:aside") for token in named) or speaks_of_all(named)
        if of_others or any(token.is_a("trends:general") for token in tokens):
            continue
        timed = False
        for part in _clauses(tokens):
            clause = Clause(part, named, after_time=timed)
            told = [] if is_option(part) else list(clause.claims())
            timed = bool(told) and clause.timed
            yield clause, told


def _clauses(tokens: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """Yield the parts between full stops, semicolons outside of brackets and words of contrast."""
    first = depth = 0
    for number, token in enumerate(tokens):
        depth = max(0, depth + (token.text == "(") - (token.text == ")"))
        if (token.text in _ENDS and not (depth and token.text == ";")) or token.is_a("contrast"):
            yield tokens[first:number]
            first = number + 1
    yield tokens[first:]
