"""How the tables of judgements write a situation, and what of an assessment is not as they say."""

import tomllib
from pathlib import Path

from assess import assess
from assess.draft import draft_of
from dxa.draft import Audience
from dxa.schema import load_facts, load_report
from parsers.narrative.completing import completed
from tests.acceptance.rows import measurement

LISTS = (
    "fractures",
    "medications",
    "conditions",
    "findings",
    "risk_factors",
    "therapy",
    "implants",
    "recent_events",
)
NEGATIVES = {name: [] for name in LISTS} | {"height_loss_historical_cm": "0", "height_loss_prospective_cm": "0"}
WOMAN = {"sex": "female", "menopausal_status": "postmenopausal"}
MAN = {"sex": "male"}
LSC = {"lsc_g_cm2": {"lumbar_spine": "0.030", "total_hip": "0.027", "femoral_neck": "0.034"}}
DAY, EARLIER_DAY = "2024-05-14", "2022-05-10"


def written_out(situation):
    """Return a situation in the long form: `words` of the impression, `earlier` rows of one facility with its LSC."""
    parts = dict(situation.get("parts", {}))
    if "words" in situation:
        parts["text"] = {"impression": situation["words"]}
    if "earlier" not in situation:
        return {**situation, "parts": parts}
    facility = {"facility": {**LSC, **situation.get("facts", {}).get("facility", {})}}
    if "country" in facility["facility"]:
        facility = {"facility": situation["facts"]["facility"]}
    prior = {"report": situation["earlier"], "parts": {"study": study(situation.get("on", EARLIER_DAY), "ME+1")}}
    return {
        **situation,
        "parts": {**parts, "study": study(DAY, situation.get("device", "ME+1"))},
        "priors": [prior],
        "facts": {**situation.get("facts", {}), **facility},
    }


def study(day, serial):
    return {
        "performed_on": day,
        "device": {"manufacturer": "GE Healthcare", "model": "Lunar iDXA", "serial": serial, "software": "18"},
    }


def situations_of(name):
    """Return the situations of a table, in the long form."""
    written = tomllib.loads(Path(__file__).with_name(name).read_text(encoding="utf-8"))["situation"]
    return [written_out(one) for one in written]


def posted(situation):
    """Return a situation as a caller posts it."""
    priors = [given(prior) for prior in situation.get("priors", ())]
    return {"report": given(situation), "facts": stated(situation), "priors": priors}


def given(situation):
    return {"measurements": [measurement(row) for row in situation["report"]], **situation.get("parts", {})}


def examination(situation):
    return completed(load_report(given(situation)), "0" * 64)


def stated(situation):
    kind, _, age = situation.get("person", "").partition(" ")
    person = {"woman": WOMAN, "man": MAN}.get(kind, {}) | ({"age_years": age} if age else {})
    known = {**NEGATIVES, **person, **situation.get("facts", {})}
    return {name: value for name, value in known.items() if name not in situation.get("unstated", ())}


def facts(situation):
    return load_facts(stated(situation))


def judged(situation):
    priors = tuple(examination(prior) for prior in situation.get("priors", ()))
    return assess(examination(situation), facts(situation), priors)


def check_outcomes(result):
    """Return the outcome of each code; a code of several checks fires if one of them does."""
    outcomes = {}
    for rank in ("silent", "unknown", "fires"):
        outcomes |= {check.code: rank for check in result.checks if check.outcome == rank}
    return outcomes


def codes(result):
    found = set(result.headline.caveats)
    found |= {code for finding in result.findings for code in (*finding.codes, *finding.caveats)}
    found |= {code for check in result.checks for code in check.caveats}
    return found | {code for code, outcome in check_outcomes(result).items() if outcome == "fires"}


def differences(situation):
    """Return what comes out otherwise than the examiner wrote, and what a draft lacks or says and should not."""
    result = judged(situation)
    return [
        *_ends(situation, result),
        *_codes(situation, result),
        *_asked(situation, result),
        *_drafted(situation, result),
    ]


def _ends(situation, result):
    outcomes = {
        "rules": {one.rule: one.outcome for one in result.findings},
        "checks": check_outcomes(result),
        "risk": _answers(situation.get("risk", ()), result, "risk {}"),
        "answers": _answers(situation.get("answers", ()), result, "{}"),
    }
    for kind, found in outcomes.items():
        for name, wanted in situation.get(kind, {}).items():
            if wanted != found.get(name):
                yield kind, name, "wanted", wanted, "found", found.get(name)
    told = {"class": result.headline.classification, "changes": [one.verdict for one in result.changes]}
    for name, found in told.items():
        if name in situation and situation[name] != found:
            yield name, "wanted", situation[name], "found", found


def _answers(asked, result, form):
    """Return what the packs answer; a pack that a question is not about is not among its answers."""
    answers = {f"{one.question} {each.pack}": each.answer for one in result.comparison for each in one.answers}
    return {name: answers.get(form.format(name), "not_applicable") for name in asked}


def _codes(situation, result):
    found = codes(result)
    yield from (("missing", code) for code in situation.get("caveats", ()) if code not in found)
    yield from (("unwanted", code) for code in situation.get("without", ()) if code in found)


def _asked(situation, result):
    asked = [name for one in result.facts_missing for name in one.fact.split()]
    for fact in situation.get("asks", ()):
        if not any(one.startswith(fact) for one in asked):
            yield "not asked", fact
    if situation.get("first", "") not in result.facts_missing[0].fact:
        yield "first", situation["first"], "found", result.facts_missing[0].fact


def texts(draft):
    """Return everything a draft says, one line per sentence; the table has numbers alone."""
    lines = [sentence.text for section in draft.sections for sentence in section.sentences]
    return "\n".join([*(section.title for section in draft.sections), *lines])


def _drafted(situation, result):
    for wanted in situation.get("draft", ()):
        stated = facts(situation)
        draft = draft_of(
            examination(situation),
            result,
            Audience(wanted["audience"]),
            facts=stated,
            primary=stated.facility.primary_packs,
        )
        said = texts(draft)
        yield from (("draft lacks", wanted["audience"], one) for one in wanted.get("has", ()) if one not in said)
        yield from (("draft says", wanted["audience"], one) for one in wanted.get("lacks", ()) if one in said)
