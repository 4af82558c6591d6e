"""Recommendation: what packs advise, each with its citation; intervals, intake and open questions. Never an order."""

from collections.abc import Iterator

from assess.drafting.desk import Desk, in_assessment, of_pack, of_rule
from dxa.assessment import Amount, Finding, ItemState, Outcome, Truth
from dxa.draft import DraftSentence
from dxa.vocabulary import Recommendation

_ELSEWHERE = frozenset(
    {
        Recommendation.PHARMACOTHERAPY_THRESHOLD_MET,
        Recommendation.PHARMACOTHERAPY_THRESHOLD_NOT_MET,
        Recommendation.PHARMACOTHERAPY_INDIVIDUALIZE,
    }
)
"""Told in the impression."""
_BEFORE = frozenset({Recommendation.SCREEN_DXA, Recommendation.MEASURE_BMD, Recommendation.RISK_ASSESS_FIRST})
"""About whether to measure at all: nothing to say in the report of a measurement."""
_MOST_FACTS = 6


def recommendation(desk: Desk) -> Iterator[DraftSentence]:
    """Yield advice with citations, intervals and intake of the sources, secondary causes, and what is worth asking."""
    advised = [*_advised(desk), *_amounts(desk)]
    yield from advised or [desk.say("no_advice", in_assessment("/findings"))]
    yield from _causes(desk)
    names = [one.fact for one in desk.assessment.facts_missing[:_MOST_FACTS]]
    if names:
        scored = desk.assessment.headline.deciding.measurement is not None
        # Where a score decides already, what is asked for is one of another site.
        asked = [f"other_{name}" if scored and name in {"t_score", "z_score"} else name for name in names]
        yield desk.say("more_facts", in_assessment("/facts_missing"), facts=desk.facts(asked))


def _advised(desk: Desk) -> Iterator[DraftSentence]:
    for code in Recommendation:
        if code in _ELSEWHERE or (code in _BEFORE and desk.rows):
            continue
        findings = [one for one in desk.findings if _says(one, code)]
        text = desk.told(code.value, desk.packs_of(findings))
        if findings and text:
            citations = "; ".join(dict.fromkeys(desk.citation(one.citation) for one in findings))
            sources = [source for one in findings for source in (of_rule(one), of_pack(one.pack))]
            yield desk.say("advice", *sources, text=text, citations=citations.removesuffix("."))


def _says(finding: Finding, code: Recommendation) -> bool:
    # What a rule that is not met says instead stands among its codes too.
    return code.value in finding.codes and finding.outcome in {Outcome.MET, Outcome.NOT_MET}


def _amounts(desk: Desk) -> Iterator[DraftSentence]:
    taking_part = {pack.id for pack in desk.assessment.packs}
    for place, one in enumerate(desk.assessment.amounts):
        # A study that is no pack, such as one of a certain group of women, says too little about this patient.
        if one.applies is Truth.TRUE and one.pack in taking_part and desk.speaks_of(one.pack):
            source = in_assessment(f"/amounts/{place}")
            words = {"whom": one.whom, "amount": amount(one), "citation": desk.citation(one.citation)}
            if one.what == "repeat_dxa":
                yield desk.say("interval", source, **words)
            else:
                yield desk.say("nutrition", source, what=desk.fact(one.what), **words)


def amount(one: Amount) -> str:
    """Return a figure of a source with its unit."""
    low, high = (f"{bound:f}" if bound is not None else None for bound in (one.low, one.high))
    figures = f"{low} to {high}" if low and high else f"{low}" if low else f"up to {high}" if high else "not stated"
    unit = "years" if one.unit == "year" and figures != "1" else one.unit
    return f"{figures} {unit}"


def _causes(desk: Desk) -> Iterator[DraftSentence]:
    for place, checklist in enumerate(desk.assessment.checklists):
        if checklist.id != "secondary_causes":
            continue
        source = in_assessment(f"/checklists/{place}")
        for state, sentence in ((ItemState.PRESENT, "causes_present"), (ItemState.UNKNOWN, "causes_unknown")):
            items = [one.name for one in checklist.items if one.state is state and not one.optional]
            if items:
                yield desk.say(sentence, source, items=", ".join(items))
