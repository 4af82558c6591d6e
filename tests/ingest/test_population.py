"""Questions about many stored cases, and what a reassessment would change."""

import pytest

from assess import assessed
from dxa.assessment import Outcome
from dxa.errors import InvalidRequest
from dxa.schema import load_facts
from ingest.population import meeting, shifts
from store.records import Decision, Review
from tests.ingest.situations import Clock, document, pipeline_on

RULE = "bhof-2022.osteoporosis"
WOMAN = {"sex": "female", "age_years": "66", "menopausal_status": "postmenopausal"}


@pytest.fixture
def judging(store):
    """A pipeline whose reader gives what a document's text says and that judges for real."""
    return pipeline_on(store, Clock(), assessed)


def received(pipeline, *values, patient="P-1", facts=None):
    """Take a report in, add facts, and return its case."""
    case_id = pipeline.work(pipeline.receive(document(*values, patient=patient)).document_id).case_id
    if facts:
        pipeline.add_facts(case_id, load_facts(facts), "a colleague")
    return case_id


def test_a_question_finds_the_cases_on_which_a_rule_ends_so(store, judging):
    low, high, unknown = (
        received(judging, "-2.6", patient="P-1", facts=WOMAN),
        received(judging, "-1.0", patient="P-2", facts=WOMAN),
        received(judging, "-2.6", patient="P-3"),
    )

    assert ((low,), 3, 3) == tuple(
        getattr(meeting(store, RULE, Outcome.MET), name) for name in ("cases", "asked", "measurements")
    )
    assert (high,) == meeting(store, RULE, Outcome.NOT_MET).cases
    assert (unknown,) == meeting(store, RULE, Outcome.UNKNOWN).cases


def test_facts_change_the_answer(store, judging):
    case_id = received(judging, "-2.6")
    judging.add_facts(case_id, load_facts(WOMAN), "a colleague")

    assert (case_id,) == meeting(store, RULE, Outcome.MET).cases


def test_signed_cases_are_left_out_where_they_are_not_wanted(store, judging):
    case_id = received(judging, "-2.6", facts=WOMAN)
    signature = Review(
        revision=store.case(case_id).summary.revision, subject=None, decision=Decision.SIGN, reason=None,
        said_by="a doctor", said_at=judging.clock(),
    )  # fmt: skip
    store.add_review(case_id, signature)

    assert (1, 0) == tuple(len(meeting(store, RULE, Outcome.MET, unsigned=only).cases) for only in (False, True))


def test_pages_are_read_one_after_the_other(store, judging):
    for number in range(5):
        received(judging, "-2.6", patient=f"P-{number}")

    assert [2, 2, 1] == [len(page) for page in store.terms(page=2)]


def test_a_rule_nobody_wrote_is_named(store):
    with pytest.raises(InvalidRequest, match="no such rule"):
        meeting(store, "who-1994.nothing", Outcome.MET)


def test_nothing_shifts_while_packs_and_facts_stay(store, judging):
    case_id = received(judging, "-2.6", facts=WOMAN)

    assert [] == list(shifts(judging, [case_id]))


def test_a_pack_that_judges_otherwise_shows_what_would_change_and_writes_nothing(store, judging, clock):
    case_id = received(pipeline_on(store, clock), "-2.6", patient="P-9")
    found = {shift.place: (shift.before, shift.after) for shift in shifts(judging, [case_id])}
    of_pack = {shift.place for shift in shifts(judging, [case_id], ["who-1994"])}

    assert ("not there", "unknown") == found["who-1994.osteoporosis"]
    assert all(place.startswith("who-1994.") for place in of_pack)
    assert store.case(case_id).summary.revision == 1


def test_cases_are_chosen_by_the_day_of_their_examination(store, judging):
    case_id = received(judging, "-2.6")

    assert [(case_id,), (case_id,), ()] == [
        store.case_ids(since) for since in (None, judging.clock().date().replace(2024, 5, 14), judging.clock().date())
    ]
