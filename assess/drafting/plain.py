"""The text for a patient: what was measured, what it shows, what has changed and what may come next; no figures."""

from collections.abc import Iterator

from assess.drafting.course import sources_of
from assess.drafting.desk import Desk, in_assessment, in_report, measured, of_pack, of_rule
from dxa.assessment import ChangeVerdict, Outcome
from dxa.draft import DraftPart, DraftSentence, DraftSource
from dxa.report import Quantity
from dxa.vocabulary import Classification, Recommendation

_HEADLINE = in_assessment("/headline")
_RESULTS = frozenset({Quantity.BMD, Quantity.T_SCORE, Quantity.Z_SCORE})


def told_plainly(desk: Desk) -> Iterator[tuple[DraftPart, list[DraftSentence]]]:
    """Yield the sections; what has no plain words is left out."""
    yield DraftPart.TECHNIQUE, [_measured(desk)]
    yield DraftPart.IMPRESSION, list(_shown(desk))
    changes = list(_changed(desk))
    if changes:
        yield DraftPart.COMPARISON, changes
    yield DraftPart.RECOMMENDATION, list(_next(desk))


def _measured(desk: Desk) -> DraftSentence:
    rows = [row for row in desk.report.measurements if row.current and row.quantity in _RESULTS and not row.excluded]
    if not rows:
        return desk.say("plain_nothing", in_report("/measurements"))
    sites = list(dict.fromkeys(desk.site_of(row) for row in rows))
    words = " and ".join([", ".join(sites[:-1]), sites[-1]] if sites[1:] else sites)
    return desk.say("plain_measured", *(measured(row) for row in rows), sites=words)


def _shown(desk: Desk) -> Iterator[DraftSentence]:
    headline = desk.assessment.headline
    yield DraftSentence(text=desk.told(headline.classification.value) or "", sources=(_HEADLINE,))
    row = desk.rows.get(headline.deciding.measurement or "")
    if row is not None and headline.classification is not Classification.INDETERMINATE:
        yield desk.say("plain_lowest", _HEADLINE, measured(row), site=desk.site_of(row))
    for one in desk.findings:
        # Several packs may name several categories; only those the site chose speak to the patient.
        text = desk.told(one.risk.value) if one.risk and one.pack in desk.primary else None
        if text and one.outcome is Outcome.MET:
            yield DraftSentence(text=text, sources=(of_rule(one), of_pack(one.pack)))


def _changed(desk: Desk) -> Iterator[DraftSentence]:
    sites: dict[str, dict[ChangeVerdict, list[DraftSource]]] = {}
    for place, change in enumerate(desk.assessment.changes):
        if len(change.levels) != 1:
            site = desk.site(change.region, change.side, change.levels)
            sites.setdefault(site, {}).setdefault(change.verdict, []).extend(sources_of(desk, place))
    for site, verdicts in sites.items():
        # What differs between parts of one hip, or between two hips, has no plain word: the doctor tells it.
        (verdict, sources), *others = verdicts.items()
        text = desk.catalogue.messages["verdict"][verdict.value].patient
        if text and not others:
            yield DraftSentence(text=text.format(site=site), sources=tuple(dict.fromkeys(sources)))


def _next(desk: Desk) -> Iterator[DraftSentence]:
    chosen = desk.primary or (desk.assessment.headline.pack,)
    for code in Recommendation:
        text = desk.told(code.value)
        findings = [one for one in desk.findings if code.value in one.codes and one.pack in chosen]
        if text and findings:
            sources = [source for one in findings for source in (of_rule(one), of_pack(one.pack))]
            yield DraftSentence(text=text, sources=tuple(dict.fromkeys(sources)))
    yield desk.say("plain_talk", _HEADLINE)
