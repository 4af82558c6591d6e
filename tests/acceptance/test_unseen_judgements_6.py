"""Judgements of a sixth examiner: what is posted, and what a draft of it tells each audience."""

import pytest

from assess.draft import draft_of
from dxa.draft import Audience
from tests.acceptance.test_unseen_judgements import examination, facts, judged, situations_of
from tests.acceptance.test_unseen_judgements_5 import differences

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


def texts(draft):
    """Return everything a draft says, one line per sentence; the table has numbers alone."""
    lines = [sentence.text for section in draft.sections for sentence in section.sentences]
    return "\n".join([*(section.title for section in draft.sections), *lines])


def wording_of(situation):
    """Yield what a draft lacks, or says and should not."""
    result = judged(situation)
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


@pytest.mark.slow
def test_every_situation_is_judged_and_worded_as_the_sheet_says():
    situations = [written_out(one) for one in situations_of("unseen_judgements_6.toml")]
    wrong = {one["name"]: found for one in situations if (found := [*differences(one), *wording_of(one)])}

    assert wrong == {}
    assert len(situations) > 120
