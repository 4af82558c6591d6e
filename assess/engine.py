"""Applies packs and checks to one report."""

from collections import Counter
from collections.abc import Sequence
from functools import cache
from itertools import chain
from operator import attrgetter

from assess.amounts import AMOUNTS_FOR, amounts_of
from assess.case.situation import Situation, situation_of
from assess.checklists import checklists_of
from assess.expressions.evaluation import Plan, plan_of
from assess.over_time.baseline import further_changes_of
from assess.over_time.changes import changes_of, unused_changes_of
from assess.registry import all_checks, all_guidelines
from assess.rules.comparison import comparison_of
from assess.rules.conflicts import with_conflicts
from assess.rules.headline import OF_HEADLINE, headline_of, headline_pack
from assess.rules.judging import findings_of
from assess.rules.rule import Guideline
from assess.terms.population import KNOWN_CHILD
from dxa import __version__
from dxa.assessment import Assessment, CheckResult, Finding, Headline, MissingFact, Severity, Truth
from dxa.errors import InvalidRequest
from dxa.facts import Facts
from dxa.report import DxaReport

DISCLAIMER = (
    "For review by a physician: shows which rules of which guideline editions this report meets and on which numbers; "
    "it is not a diagnosis, and no treatment is ordered by it."
)
_WEIGHT = {severity: place for place, severity in enumerate(Severity)}
_NO_FACTS = Facts()
_rule = attrgetter("rule")
_NOT_OF_CHILDREN = ("t_score", "frax.", "menopausal_status")
"""Facts nobody is asked for a child: T-scores do not appear in their reports, FRAX begins at 40."""


def assess(
    report: DxaReport,
    facts: Facts = _NO_FACTS,
    priors: Sequence[DxaReport] = (),
    packs: Sequence[str] | None = None,
) -> Assessment:
    """Return what packs and checks say about one report; the same input gives the same bytes.

    Args:
        report: the examination.
        facts: what caller, reviewer or order state; absent means unknown.
        priors: earlier reports of the patient, newest first.
        packs: ids of the packs to evaluate; None means all. The headline is always given.

    Raises:
        InvalidRequest: a pack nobody wrote.
    """
    return assessed(situation_of(report, facts, priors), packs)


def assessed(situation: Situation, packs: Sequence[str] | None = None) -> Assessment:
    """Return what `assess` does of a case that is put together already.

    Raises:
        InvalidRequest: a pack nobody wrote.
    """
    chosen = _chosen(packs)
    if packs is None:
        situation.ask(_everything())
    child = situation.verdict(KNOWN_CHILD) is Truth.TRUE
    primary = situation.facts.facility.primary_packs
    headline = headline_of(situation, headline_pack(all_guidelines(), primary, child=child))
    judged = [one for pack in chosen for one in findings_of(pack, situation)]
    findings = with_conflicts(judged)
    checks = [check.result(situation) for check in all_checks()]
    return Assessment(
        headline=headline,
        findings=tuple(sorted(sorted(findings, key=_rule), key=_weight)),
        comparison=comparison_of(judged),
        checks=tuple(sorted(checks, key=lambda check: (_WEIGHT[check.severity], check.check, check.code))),
        changes=(*situation.once(changes_of), *situation.once(further_changes_of), *unused_changes_of(situation)),
        checklists=checklists_of(situation),
        amounts=amounts_of(situation),
        facts_missing=_facts_missing(headline, findings, checks, child=child),
        packs=tuple(pack.used for pack in chosen),
        disclaimer=DISCLAIMER,
        service_version=__version__,
    )


def _weight(finding: Finding) -> int:
    return _WEIGHT[finding.severity]


@cache
def _everything() -> Plan:
    """Return every question there is: put together, each term is read once and compared with all its figures."""
    of_rules = [part for pack in all_guidelines() for rule in pack.rules for part in rule.conditions]
    of_checks = [check.when for check in all_checks() if check.when is not None]
    return plan_of((*of_rules, *of_checks, *AMOUNTS_FOR, *OF_HEADLINE))


def _chosen(packs: Sequence[str] | None) -> tuple[Guideline, ...]:
    known = {guideline.id: guideline for guideline in all_guidelines()}
    unknown = sorted(set(packs or ()) - set(known))
    if unknown:
        raise InvalidRequest(f"/packs: unknown pack; known are {', '.join(known)}")
    return tuple(pack for name, pack in known.items() if packs is None or name in packs)


def _facts_missing(
    headline: Headline, findings: Sequence[Finding], checks: Sequence[CheckResult], *, child: bool
) -> tuple[MissingFact, ...]:
    results: chain[Headline | Finding | CheckResult] = chain((headline,), findings, checks)
    counts = Counter(name for result in results for name in result.missing)
    if child:
        counts = Counter({name: count for name, count in counts.items() if not name.startswith(_NOT_OF_CHILDREN)})
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return tuple(MissingFact(fact=name, decides=count) for name, count in ranked)
