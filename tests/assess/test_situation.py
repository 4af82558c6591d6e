"""How report, facts and the report's own words become one case."""

from decimal import Decimal

import pytest

from assess.expressions.known import Known
from assess.terms.terms import AGE, CANDIDATE_OPTION, COUNTRY, MENOPAUSE, SEX, T_HIP, percent_of_young_adult
from dxa.regions import Region


def stated(*pairs):
    return {"facts": [{"name": name, "value": value} for name, value in pairs]}


@pytest.mark.parametrize(
    ("facts", "patient", "words", "value", "conflict"),
    [
        ("female", None, None, "female", None),
        (None, "female", None, "female", None),
        (None, None, "Female", "female", None),
        ("female", "female", "female", "female", None),
        ("female", "male", None, None, "SEX_MISMATCH"),
        (None, "male", "female", None, "SEX_MISMATCH"),
        (None, None, "unknown", None, None),
        (None, None, None, None, None),
    ],
)
def test_sex_is_unknown_when_sources_disagree(situation, *, facts, patient, words, value, conflict):
    context = stated(("sex", words)) if words else {}
    case = situation(facts={"sex": facts}, patient={"sex": patient}, context=context)

    assert (case.sex and case.sex.value) == value
    assert case.conflicts.get("sex") == conflict


@pytest.mark.parametrize(
    ("facts", "report", "birth", "age", "conflict"),
    [
        ("66", None, None, "66", None),
        (None, "66.5", None, "66.5", None),
        (None, None, "1958-05-14", "66.00", None),
        (None, None, "1958-05-15", "65.99", None),
        ("66", "66.5", "1957-11-04", "66", None),
        ("66", None, "1956-05-14", None, "AGE_DOB_MISMATCH"),
        ("66", "67", None, None, "AGE_DOB_MISMATCH"),
        (None, None, "2024-05-15", None, "AGE_DOB_MISMATCH"),
        ("66", None, "2030-05-15", None, "AGE_DOB_MISMATCH"),
        (None, None, None, None, None),
    ],
)
def test_age_is_stated_or_computed_and_a_year_apart_is_a_contradiction(
    situation, *, facts, report, birth, age, conflict
):
    patient = {"age_years": report, "birth_date": birth}
    case = situation(facts={"age_years": facts}, patient=patient, study={"performed_on": "2024-05-14"})

    assert (case.age_years and str(case.age_years.value)) == age
    assert case.conflicts.get("age_years") == conflict


def test_ages_that_agree_stay_open_between_them(situation):
    case = situation(
        facts={"age_years": "50"}, patient={"birth_date": "1974-08-01"}, study={"performed_on": "2024-05-14"}
    )

    assert case.age_years.alternatives == (Decimal("49.78"),)


@pytest.mark.parametrize(
    ("dates", "age"),
    [(("2024-05-14", "2024-05-14"), "66.00"), (("2024-05-14", "2024-05-20"), None), ((None, None), None)],
)
def test_the_examination_date_may_come_from_the_values(situation, dates, age):
    rows = [("femoral_neck", "-1.0", {"exam_date": day}) for day in dates]
    case = situation(*rows, patient={"birth_date": "1958-05-14"})

    assert (case.age_years and str(case.age_years.value)) == age


@pytest.mark.parametrize(
    ("sex", "status", "known", "conflicts"),
    [
        ("male", "postmenopausal", (None, None), {"sex", "menopausal_status"}),
        ("male", "not_applicable", ("male", "not_applicable"), set()),
        ("female", "not_applicable", ("female", None), set()),
        (None, "postmenopausal", (None, "postmenopausal"), set()),
    ],
)
def test_sex_and_menopausal_status_have_to_fit(situation, sex, status, known, conflicts):
    case = situation(facts={"sex": sex, "menopausal_status": status})

    assert (case.sex and case.sex.value, case.menopausal_status and case.menopausal_status.value) == known
    assert set(case.conflicts) == conflicts


@pytest.mark.parametrize(
    ("code", "conflicts"),
    [
        ("SEX_CONFLICT", {"sex": "SEX_MISMATCH"}),
        ("BIRTH_DATE_CONFLICT", {"age_years": "AGE_DOB_MISMATCH"}),
        ("AGE_CONFLICT", {"age_years": "AGE_DOB_MISMATCH"}),
        ("PATIENT_CONFLICT", {}),
    ],
)
def test_documents_that_name_different_patients_are_not_overruled(situation, code, conflicts):
    case = situation(facts={"sex": "female", "age_years": "66"}, issues=[{"code": code, "text": "they differ"}])

    assert case.conflicts == conflicts
    assert {name for name in ("sex", "age_years") if getattr(case, name) is None} == set(conflicts)


def test_menopausal_status_never_follows_from_age(situation):
    assert situation(facts={"age_years": "80", "sex": "female"}).menopausal_status is None


@pytest.mark.parametrize(
    ("own", "words", "entries", "complete", "conflict"),
    [
        (None, None, (), False, False),
        (None, "kyphosis, acute back pain", ("kyphosis", "acute_back_pain"), False, False),
        (None, "none", (), True, False),
        ([], None, (), True, False),
        ([], "none", (), True, False),
        ([], "kyphosis", (), False, True),
        (["kyphosis"], "none", (), False, True),
        (["kyphosis"], "scoliosis", ("kyphosis", "scoliosis"), True, False),
        (["Kyphosis"], "kyphosis", ("kyphosis",), True, False),
    ],
)
def test_lists_join_and_none_against_some_is_a_contradiction(situation, *, own, words, entries, complete, conflict):
    case = situation(facts={"findings": own}, context=stated(("findings", words)) if words else {})

    assert (case.findings.entries, case.findings.complete) == (entries, complete)
    assert ("findings" in case.conflicts) == conflict


def test_stated_parts_make_entries_in_order(situation):
    words = stated(
        ("fractures[].site", "T12"),
        ("fractures[].fragility", "yes"),
        ("fractures[].site", "wrist"),
        ("fractures[].age_at", "about 60"),
        ("fractures[1].genant", "2"),
        ("fractures[2].genant", "II"),
        ("weight_kg", "60"),
        ("fractures[].age_at", "61"),
        ("fractures[].wrongly_named", "x"),
    )
    found = [(one.site, one.fragility, one.age_at, one.genant) for one in situation(context=words).fractures.entries]

    assert found == [
        ("vertebra", True, None, None),
        ("distal_forearm", None, None, None),
        (None, None, None, 2),
        (None, None, Decimal(61), None),
    ]


@pytest.mark.parametrize(
    ("words", "courses"),
    [
        ([("glucocorticoid_months", "6"), ("glucocorticoid_mg_per_day", "7.5")], [("glucocorticoid", "7.5", "6")]),
        ([("glucocorticoid_months", "6"), ("glucocorticoid_months", "9")], [("glucocorticoid", None, None)]),
        ([("medications[].drug", "prednisone"), ("medications[].months", "4")], [("prednisone", None, "4")]),
        ([("medications[].drug", "calcium")], []),
    ],
)
def test_a_stated_course_counts_as_a_glucocorticoid(situation, words, courses):
    found = situation(context=stated(*words)).glucocorticoids.entries

    assert [
        (one.drug, one.mg_per_day and str(one.mg_per_day), one.months and str(one.months)) for one in found
    ] == courses


FRAX = {"region": "patient", "quantity": "frax_hip", "unit": "%"}


@pytest.mark.parametrize(
    ("own", "printed", "words", "value", "source", "measurement"),
    [
        ("2.9", None, None, "2.9", "facts", None),
        (None, "3.1", None, "3.1", "report", "m1"),
        (None, None, "3.4", "3.4", "report", None),
        ("3.1", "3.1", "3.1", "3.1", "facts", "m1"),
        ("2.9", "3.1", None, None, None, None),
        (None, None, "high", None, None, None),
    ],
)
def test_a_frax_value_is_unknown_when_sources_disagree(situation, *, own, printed, words, value, source, measurement):
    rows = [("patient", printed, {"quantity": "frax_hip"})] if printed else []
    case = situation(*rows, facts={"frax": {"hip": own}}, context=stated(("frax.hip", words)) if words else {})
    known = case.numbers.get("frax.hip")

    assert (known and (str(known.value), known.source, known.measurement)) == (value and (value, source, measurement))
    assert ("frax.hip" in case.conflicts) == (own == "2.9" and printed == "3.1")


def test_a_value_held_for_review_is_not_used_and_not_overruled(situation):
    row = ("patient", "3.1", {"quantity": "frax_hip", "held": "VALUE_CONFLICT"})
    case = situation(row, facts={"frax": {"hip": "3.1"}})

    assert "frax.hip" not in case.numbers
    assert case.conflicts == {"frax.hip": "VALUE_CONFLICT"}


def test_body_and_laboratory_values_and_truths_are_read(situation):
    facts = {"labs": {"25_oh_vitamin_d": "18"}, "frax": {"with_bmd": False}, "height_cm": "160"}
    case = situation(facts=facts, context=stated(("weight_kg", "60"), ("estrogen_current", "no")))

    assert {name: str(known.value) for name, known in case.numbers.items()} == {
        "height_cm": "160",
        "labs.25_oh_vitamin_d": "18",
        "weight_kg": "60",
    }
    assert {name: known.value for name, known in case.truths.items()} == {
        "frax.with_bmd": False,
        "estrogen_current": False,
    }


def test_usable_leaves_out_priors_excluded_and_held(situation):
    parts = [{}, {"current": False}, {"excluded": "fracture"}, {"held": "VALUE_CONFLICT"}]

    assert [row.id for row in situation(*[("femoral_neck", "-1.0", part) for part in parts]).usable] == ["m1"]


def test_terms_read_what_they_are_named_for(situation):
    percent = {"quantity": "young_adult_percent"}
    case = situation(
        ("femoral_neck", "-1.1"),
        ("lumbar_spine", "78", percent),
        ("lumbar_spine", "60", {**percent, "levels": ["L1"]}),
        facts={"candidate_option": "denosumab", "facility": {"country": "US"}, "sex": "male", "age_years": "70"},
    )

    assert [term.read(case).value for term in (SEX, AGE, CANDIDATE_OPTION, COUNTRY)] == ["male", 70, "denosumab", "US"]
    assert T_HIP.read(case).measurement == "m1"
    assert percent_of_young_adult("YAM", Region.LUMBAR_SPINE).read(case) == Known(Decimal(78), measurement="m2")
    assert percent_of_young_adult("YAM", Region.TOTAL_HIP).read(case) is None
    assert [term.read(situation()) for term in (MENOPAUSE, CANDIDATE_OPTION, COUNTRY)] == [None, None, None]
