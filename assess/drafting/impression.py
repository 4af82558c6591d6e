"""Impression: the class and what decides it, then fracture risk and treatment thresholds, pack by pack."""

from collections.abc import Iterator

from assess.drafting.desk import Desk, in_assessment, measured, of_pack, of_rule, quantity, value
from dxa.assessment import Finding, Outcome
from dxa.draft import DraftSentence, DraftSource
from dxa.vocabulary import Caveat, Classification, Recommendation, Risk

_HEADLINE = in_assessment("/headline")
_RISKS = tuple(Risk)
_MET = Recommendation.PHARMACOTHERAPY_THRESHOLD_MET
_NOT_MET = Recommendation.PHARMACOTHERAPY_THRESHOLD_NOT_MET
_INDIVIDUAL = Recommendation.PHARMACOTHERAPY_INDIVIDUALIZE


def impression(desk: Desk) -> Iterator[DraftSentence]:
    """Yield the class first, then what packs add to it, their risk categories and their treatment thresholds."""
    yield from _headline(desk)
    yield from _caveats(desk)
    yield from _classes_beside(desk)
    yield from risks(desk)
    yield from thresholds(desk)
    yield from _qualified(desk)


def _headline(desk: Desk) -> Iterator[DraftSentence]:
    headline = desk.assessment.headline
    # The findings of the class rules carry the figures and say whether they were checked.
    own = [one for one in desk.met(headline.classification.value) if one.pack == headline.pack]
    sources = (_HEADLINE, of_pack(headline.pack), *(of_rule(one) for one in own))
    text = desk.told(headline.classification.value) or ""
    pack = desk.packs_of(own) or desk.pack(headline.pack)
    row = desk.rows.get(headline.deciding.measurement or "")
    open_class = headline.classification is Classification.INDETERMINATE
    yield DraftSentence(text=text, sources=(*sources, *([measured(row)] if row and not open_class else [])))
    if row is not None:
        yield desk.say(
            "closest" if open_class else "decided",
            *sources,
            measured(row),
            site=desk.site_of(row),
            quantity=quantity(row),
            value=value(row),
            pack=pack,
        )
    else:
        yield desk.say("decided_none", *sources, pack=pack)
    if headline.missing:
        yield desk.say("missing_class", _HEADLINE, facts=desk.facts(headline.missing))
    for one in headline.conditional:
        assumption, rows = desk.named(one.assumption)
        message = desk.catalogue.of(one.classification.value)
        name = message.name if message and message.name else one.classification.value
        yield desk.say("conditional", _HEADLINE, *rows, assumption=assumption, name=name)


def _caveats(desk: Desk) -> Iterator[DraftSentence]:
    for code in desk.assessment.headline.caveats:
        text = desk.told(code)
        if text:
            yield DraftSentence(text=text, sources=(_HEADLINE, *desk.firing(code)))


def _classes_beside(desk: Desk) -> Iterator[DraftSentence]:
    """Yield the classes other packs arrive at where they are not that of the headline."""
    for code in Classification:
        findings = desk.met(code.value)
        text = desk.told(code.value)
        if findings and text and code is not desk.assessment.headline.classification:
            sources = [source for one in findings for source in sources_of(one)]
            yield desk.say("pack_class", *sources, pack=desk.packs_of(findings), text=text[:1].lower() + text[1:])


def risks(desk: Desk) -> Iterator[DraftSentence]:
    """Yield the highest risk category of each pack that arrives at one."""
    found: dict[str, Finding] = {}
    for one in desk.findings:
        known = found.get(one.pack)
        if one.risk is not None and one.outcome is Outcome.MET and (known is None or _rank(one) > _rank(known)):
            found[one.pack] = one
    for finding in sorted(found.values(), key=lambda one: one.pack):
        yield from _reasoned(desk, finding, finding.risk.value if finding.risk else "")


def _rank(finding: Finding) -> int:
    return _RISKS.index(finding.risk) if finding.risk else -1


def thresholds(desk: Desk) -> Iterator[DraftSentence]:
    """Yield whether the treatment threshold of each pack is met: yes, no, left open by the pack, or undecided."""
    packs = dict.fromkeys(sorted(one.pack for one in desk.findings))
    undecided: list[tuple[str, tuple[Finding, ...]]] = []
    for pack in packs:
        own = [one for one in desk.findings if one.pack == pack]
        met = [one for one in own if one.outcome is Outcome.MET and _MET.value in one.codes]
        open_rules = tuple(one for one in own if one.outcome is Outcome.UNKNOWN and _may_advise(desk, one))
        denied = [one for one in own if one.outcome is Outcome.NOT_MET and _NOT_MET.value in one.codes]
        individual = [one for one in own if one.outcome is Outcome.MET and _INDIVIDUAL.value in one.codes]
        if met:
            yield from _reasoned(desk, met[0], _MET.value)
        elif open_rules:
            undecided.append((pack, open_rules))
        elif denied:
            yield from _reasoned(desk, denied[0], _NOT_MET.value, denied)
        if individual and not met:
            yield from _reasoned(desk, individual[0], _INDIVIDUAL.value)
    yield from _open(desk, undecided)


def _may_advise(desk: Desk, finding: Finding) -> bool:
    rule = desk.rules.get(finding.rule)
    return rule is not None and _MET in rule.advises


def _qualified(desk: Desk) -> Iterator[DraftSentence]:
    """Yield what risks and thresholds are to be read with, such as FRAX of another country, once for all packs."""
    told = [one for one in desk.findings if one.outcome is Outcome.MET and _is_told(one)]
    said = {*desk.assessment.headline.caveats, Caveat.PACK_CONFLICT_WITH_PRIMARY_SOURCE.value}
    for code in dict.fromkeys(code for one in told for code in one.caveats if code not in said):
        own = [one for one in told if code in one.caveats]
        text = desk.told(code)
        if text:
            sources = [source for one in own for source in sources_of(one)]
            names = desk.packs(one.pack for one in sorted(own, key=lambda one: one.pack))
            yield desk.say("qualified", *sources, *desk.firing(code), text=text, packs=names)


def _is_told(finding: Finding) -> bool:
    return finding.risk is not None or bool({_MET.value, _INDIVIDUAL.value} & {*finding.codes})


def _open(desk: Desk, undecided: list[tuple[str, tuple[Finding, ...]]]) -> Iterator[DraftSentence]:
    for pack, findings in undecided:
        if pack in desk.primary:
            missing = desk.facts(name for one in findings for name in one.missing)
            sources = [source for one in findings for source in sources_of(one)]
            yield desk.say("pack_open", *sources, pack=desk.pack(pack), facts=missing or "nothing that can be named")
    others = [(pack, findings) for pack, findings in undecided if pack not in desk.primary]
    if others:
        sources = [source for _, findings in others for one in findings for source in sources_of(one)]
        yield desk.say("packs_open", *sources, packs=desk.packs(pack for pack, _ in others))


def _reasoned(
    desk: Desk, finding: Finding, code: str, findings: list[Finding] | None = None
) -> Iterator[DraftSentence]:
    """Yield what a code says of a pack, with the terms it rests on before the full stop."""
    all_of_them = findings or [finding]
    text = desk.told(code, desk.packs_of(all_of_them))
    if not text:
        return
    because, rows = desk.reasons(finding) if finding.outcome is Outcome.MET else ("", ())
    told = f"{text.removesuffix('.')}{because}."
    sources = [source for one in all_of_them for source in sources_of(one)]
    yield DraftSentence(text=told, sources=tuple(dict.fromkeys((*sources, *rows))))


def sources_of(finding: Finding) -> tuple[DraftSource, DraftSource]:
    """Return a finding and its pack as sources."""
    return of_rule(finding), of_pack(finding.pack)
