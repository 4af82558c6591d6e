"""Limits: checks that fire, values that were left out or held back, and packs nobody has verified."""

from collections.abc import Iterator, Sequence

from assess.drafting.desk import UNVERIFIED, Desk, in_assessment, measured, of_pack, of_rule, plain
from assess.registry import all_checks
from assess.values.refusals import REFUSALS, Refusal
from dxa.assessment import CheckOutcome, CheckResult, Outcome, PackStatus
from dxa.draft import Audience, DraftSentence, DraftSource, SourceKind
from dxa.vocabulary import Caveat

_OBVIOUS = frozenset({Refusal.SINGLE_VERTEBRA, Refusal.PRIOR_EXAMINATION, Refusal.SMALLER_COMBINATION})
"""What every report leaves out; said to the radiologist alone."""
_SAFETY = "qa-drug-safety"
_UNSAID = frozenset({Refusal.HELD_FOR_REVIEW.value, Refusal.EXCLUDED_BY_REPORT.value})
"""Told with the value itself."""


def limits(desk: Desk, before: Sequence[DraftSentence]) -> Iterator[DraftSentence]:
    """Yield what to read the rest with; `before` are the sentences of the other sections."""
    said = list(_limits(desk, before))
    yield from said or [desk.say("no_limits", in_assessment("/checks"))]


def _limits(desk: Desk, before: Sequence[DraftSentence]) -> Iterator[DraftSentence]:
    yield from _checks(desk, {source.id for one in before for source in one.sources if source.kind is SourceKind.CHECK})
    yield from _warnings(desk)
    yield from _left_out(desk)
    yield from _rejected(desk)
    yield from _set_aside(desk)
    marked = [one for one in before if UNVERIFIED.strip() in one.text]
    if marked:
        sources = [source for one in marked for source in one.sources if source.kind is SourceKind.RULE]
        # A mark may stand on a citation alone, of a list that belongs to no rule.
        yield desk.say("unverified", *(sources or [source for one in marked for source in one.sources]))
    yield from _drafts(desk, before)


def _checks(desk: Desk, told: set[str]) -> Iterator[DraftSentence]:
    usual = {check.code.value: check.says for check in all_checks()}
    for check in desk.assessment.checks:
        if check.outcome is CheckOutcome.FIRES and not {check.check, check.code} & desk.set_aside:
            text = desk.told(check.code) or desk.words("read_with_care", code=plain(check.code))
            detail = f" {check.says}" if check.says != usual.get(check.code) else ""
            if check.code in told and not detail:
                continue
            yield desk.say("check", *_sources(desk, check), text=text, detail=detail, check=check.check)


def _sources(desk: Desk, check: CheckResult) -> list[DraftSource]:
    rows = [desk.rows[one.measurement] for one in check.because if one.measurement in desk.rows]
    return [DraftSource(kind=SourceKind.CHECK, id=check.code), *(measured(row) for row in rows)]


def _warnings(desk: Desk) -> Iterator[DraftSentence]:
    """Yield warnings about a drug under consideration, whichever packs the site calls primary."""
    for one in desk.assessment.findings:
        if one.pack != _SAFETY or one.outcome is not Outcome.MET or desk.is_aside(one):
            continue
        for code in dict.fromkeys((*one.codes, *one.caveats)):
            text = desk.told(code) if code in Caveat.__members__ else None
            if text:
                yield DraftSentence(
                    text=text + (UNVERIFIED if desk.is_unverified(one) else ""),
                    sources=(of_rule(one), of_pack(one.pack)),
                )


def _left_out(desk: Desk) -> Iterator[DraftSentence]:
    excluded: dict[tuple[str, str], list[DraftSource]] = {}
    for row in desk.report.measurements:
        if row.excluded and row.current:
            excluded.setdefault((desk.site_of(row), " ".join(row.excluded.split())), []).append(measured(row))
    for (site, reason), sources in excluded.items():
        yield desk.say("excluded", *sources, site=site, reason=reason)
    for row in desk.report.measurements:
        if row.held:
            yield desk.say("held", measured(row), value=desk.number(row), reason=plain(row.held))


def _rejected(desk: Desk) -> Iterator[DraftSentence]:
    reasons: dict[str, list[str]] = {}
    for one in desk.assessment.headline.deciding.rejected:
        if one.measurement in desk.rows and one.reason not in _UNSAID:
            reasons.setdefault(one.reason, []).append(one.measurement)
    for reason, names in reasons.items():
        if reason in _OBVIOUS and desk.audience is not Audience.RADIOLOGIST:
            continue
        words = REFUSALS[Refusal(reason)] if reason in Refusal.__members__ else plain(reason)
        rows = [desk.rows[name] for name in names]
        sources = (in_assessment("/headline"), *(measured(row) for row in rows))
        yield desk.say("rejected", *sources, reason=words, values="; ".join(desk.number(row) for row in rows))


def _set_aside(desk: Desk) -> Iterator[DraftSentence]:
    rules = {one.rule for one in desk.assessment.findings}
    for subject in sorted(desk.set_aside):
        codes = [check.code for check in desk.assessment.checks if subject in {check.check, check.code}]
        named = [DraftSource(kind=SourceKind.CHECK, id=code) for code in codes]
        if subject in rules:
            named.append(DraftSource(kind=SourceKind.RULE, id=subject))
        if named:
            yield desk.say("set_aside", *named, subject=subject)


def _drafts(desk: Desk, before: Sequence[DraftSentence]) -> Iterator[DraftSentence]:
    used = {source.id for one in before for source in one.sources if source.kind is SourceKind.PACK}
    names = [pack.id for pack in desk.assessment.packs if pack.id in used and pack.status is not PackStatus.APPROVED]
    if names:
        yield desk.say("draft_packs", *(of_pack(name) for name in names), packs=desk.packs(names))
