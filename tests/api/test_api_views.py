"""The pure parts of the pages: cutting text, naming things, ordering findings."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.views import words
from api.views.fact_fields import fact_fields, facts_of_form, stated_parts
from api.views.findings_view import reasons_of
from api.views.numbers_view import rows
from api.views.source_view import parts_of, runs
from dxa.assessment import (
    CheckOutcome,
    CheckResult,
    Deciding,
    MissingFact,
    Reason,
    RejectedMeasurement,
    Severity,
    Truth,
)
from dxa.errors import InvalidRequest
from dxa.facts import Facts, MenopausalStatus
from dxa.locator import Locator
from dxa.regions import Region
from dxa.report import DxaReport, Measurement, Provenance, Quantity, Unit
from parsers.source import Place, Source, SourcePart


@given(st.text(max_size=40), st.lists(st.tuples(st.integers(-3, 45), st.integers(-3, 45), st.sampled_from("abc"))))
def test_cut_text_is_the_text_and_every_span_covers_its_own_characters(text, spans):
    cut = runs(text, spans)
    covered = {key: "".join(run.text for run in cut if key in run.keys) for key in "abc"}
    expected = {
        key: "".join(
            char for at, char in enumerate(text) if any(start <= at < end for start, end, own in spans if own == key)
        )
        for key in "abc"
    }

    assert text == "".join(run.text for run in cut)
    assert expected == covered


def measurement(number: int, **fields: object) -> Measurement:
    values: dict[str, object] = {
        "id": f"m{number}",
        "region": Region.TOTAL_HIP,
        "quantity": Quantity.T_SCORE,
        "value": Decimal("-2.5"),
        "unit": Unit.ONE,
        "provenance": Provenance(document="d", parser="p/1", locator=Locator(chars=(0, 4)), raw="-2.5"),
        **fields,
    }
    return Measurement(**values)


def test_prior_and_excluded_values_stand_in_rows_of_their_own():
    report = DxaReport(
        measurements=(
            measurement(1, current=False),
            measurement(2),
            measurement(3, value=Decimal("-1.5"), held="VALUE_CONFLICT"),
            measurement(4, excluded="prosthesis"),
        )
    )
    rejected = (RejectedMeasurement(measurement="m4", reason="EXCLUDED_BY_REPORT"),)
    table = rows(report, Deciding(measurement="m2", rejected=rejected))

    assert [(True, None), (True, "prosthesis"), (False, None)] == [(row.current, row.excluded) for row in table]
    assert [("m2", True, None), ("m3", False, "Value conflict")] == [
        (cell.key, cell.deciding, cell.held) for cell in table[0].main[1]
    ]
    assert table[1].main[1][0].rejected == "Excluded by report"


def test_pages_of_all_attachments_are_counted_on():
    parts = (
        SourcePart(label="Message", text="x -2.5"),
        SourcePart(label="Page 1", page=1, embedded=Locator(segment="OBX")),
        SourcePart(label="Page 1", page=1, embedded=Locator(segment="OBX", index=2)),
    )
    places = (Place(part=0, chars=(2, 6)), Place(part=2, box=(0.5, 0.5, 0.6, 0.6)), None)
    views = parts_of(Source(parts=parts, places=places), ["m1", "m2", "m3"])

    assert [None, 1, 2] == [view.page for view in views]
    assert [("x ", ()), ("-2.5", ("m1",))] == [(run.text, run.keys) for run in views[0].runs]
    assert ["m2"] == [box.key for box in views[2].boxes]


@pytest.mark.parametrize(
    ("term", "value", "operator", "threshold", "verdict", "sentence"),
    [
        ("T", "-2.5", "<=", "-2.5", "true", "T is −2.5: at or below −2.5"),
        ("T", "-2.4", "<=", "-2.5", "false", "T is −2.4: not at or below −2.5"),
        ("T", "-2.4 or -2.6", "<=", "-2.5", "unknown", "T is −2.4 or −2.6: cannot be told to be at or below −2.5"),
        ("T", None, "<=", "-2.5", "unknown", "T is not known: asked is at or below −2.5"),
        ("age", None, "present", None, "false", "not known: age"),
        ("sex", "female", "==", "female", "true", "sex is female"),
        ("decimal comma", None, "present", None, "true", "decimal comma"),
        ("therapy", None, "has", "a_b", "unknown", "therapy: not known whether among them a b"),
        ("fractures", "none", "count >=", "1", "false", "fractures: none"),
        ("fractures", "no others", "count >=", "1", "false", "fractures: no others"),
        ("fractures", None, "count >=", "2", "unknown", "fractures: not known whether at least 2"),
        ("fracture site", "distal_forearm", "in", "hip", "false", "fracture site is distal forearm: not one of hip"),
        ("the table prints 21.5", None, "undecided", None, "unknown", "left open: the table prints 21.5"),
        ("sex", None, "==", None, "false", "sex: not in agreement"),
        ("stated age years", None, "possible", None, "false", "stated age years: not possible"),
        ("same side", None, "==", None, "unknown", "same side is not known"),
        ("0.7 - 0.8 = -0.1", "0.1", ">", None, "unknown", "0.7 − 0.8 = −0.1 is 0.1: compared with nothing"),
        ("expected T", "2.2", "== -1 x", "-2.2", "true", "expected T is 2.2: the same with the other sign as −2.2"),
    ],
)
def test_reason_reads_as_a_sentence(term, value, operator, threshold, verdict, sentence):
    reason = Reason(term=term, value=value, operator=operator, threshold=threshold, verdict=Truth(verdict))

    assert sentence == words.reason(reason)


def test_form_asks_first_for_what_decides_most():
    fields = fact_fields((MissingFact(fact="sex", decides=3), MissingFact(fact="menopausal_status", decides=7)))

    assert ["menopausal_status", "sex"] == [field.name for field in fields[:2]]
    assert "postmenopausal" in fields[0].choices


def test_empty_form_states_nothing_and_a_filled_one_what_it_says():
    form = {
        "menopausal_status": "postmenopausal",
        "estrogen_current": "no",
        "age_years": " ",
        "json": '{"therapy": []}',
    }
    facts = facts_of_form(form, Facts())

    assert facts_of_form({"age_years": ""}, Facts()) == Facts()
    assert facts == Facts(menopausal_status=MenopausalStatus.POSTMENOPAUSAL, estrogen_current=False, therapy=())
    assert {("menopausal_status", "postmenopausal"), ("estrogen_current", "no"), ("therapy", "none")} == set(
        stated_parts(facts)
    )


@pytest.mark.parametrize(
    "form",
    [
        {"estrogen_current": "maybe"},
        {"age_years": "old"},
        {"json": "["},
        {"json": "[]"},
        {"sex": "male", "json": '{"sex": "male"}'},
    ],
)
def test_form_is_read_strictly(form):
    with pytest.raises(InvalidRequest):
        facts_of_form(form, Facts())


def test_measurement_ids_in_a_sentence_become_what_they_measure():
    text = words.named("the value m6 held for review is right, m99 is not", [measurement(6)])

    assert text == "the value Total hip: T-score −2.5 held for review is right, m99 is not"


def test_a_term_that_is_compared_is_not_called_known_besides():
    def reason(term, operator, **more):
        return Reason(term=term, operator=operator, threshold=None, verdict=Truth.TRUE, **more)

    age = (reason("age", ">=", value="71"), reason("age", "present", value="71"))
    check = CheckResult(
        check="M01", code="C", severity=Severity.INFO, outcome=CheckOutcome.FIRES, says="",
        because=(*age, reason("sex", "present", value="female")),
    )  # fmt: skip

    assert [(">=", "age"), ("present", "sex")] == [(one.operator, one.term) for one in reasons_of(check)]
