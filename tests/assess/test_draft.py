"""Draft report texts: every sentence leads to its sources, no number comes from nowhere, nothing is an order."""

import json
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assess import assess
from assess.draft import draft_of
from dxa.assessment import CheckOutcome
from dxa.draft import Audience, DraftPart, SourceKind
from dxa.schema import dump, dump_text, load_facts, load_report
from tests.assess.plain_words import DIGITS, DIRECTIVE, grade
from tests.assess.test_properties import FEW, histories, people, rows

L1_L4 = ["L1", "L2", "L3", "L4"]
WOMAN = {"sex": "female", "menopausal_status": "postmenopausal", "age_years": "66"}
FEWER = settings(FEW, max_examples=20)
PERSON = {"id": "CANARY-7731", "name": "CANARY^ANNA", "birth_date": "1957-11-04", "sex": "female"}
bmds = st.integers(300, 1400).map(lambda thousandths: f"0.{thousandths}" if thousandths < 1000 else "1.013")


def row(region, value, quantity="t_score", **more):
    unit = "g/cm2" if quantity == "bmd" else "1"
    levels = {"levels": L1_L4} if region == "lumbar_spine" else {}
    return {"region": region, "value": value, "quantity": quantity, "unit": unit, **levels, **more}


def report(*measurements, **parts):
    return load_report({"measurements": list(measurements), "patient": PERSON, **parts})


def drafted(measured, facts=None, audience=Audience.RADIOLOGIST, priors=(), **options):
    assessment = assess(measured, load_facts(facts or {}), priors)
    stated = load_facts(facts or {}) if options.pop("with_facts", True) else load_facts({})
    return draft_of(measured, assessment, audience, facts=stated, **options), assessment


def sentences(draft, part=None):
    return [one for section in draft.sections if part in {None, section.part} for one in section.sentences]


def texts(draft, part=None):
    return [one.text for one in sentences(draft, part)]


def at(value, pointer):
    for step in pointer.strip("/").split("/"):
        value = value[int(step)] if isinstance(value, list) else value[step]
    return value


def resolved(source, report_json, assessment_json, facts_json):
    """Return what a source names; raises where it names nothing."""
    if source.kind is SourceKind.REPORT:
        return at(report_json, source.id)
    if source.kind is SourceKind.ASSESSMENT:
        return at(assessment_json, source.id)
    if source.kind is SourceKind.FACT:
        return facts_json[source.id]
    lists = {
        SourceKind.MEASUREMENT: (report_json["measurements"], "id"),
        SourceKind.RULE: (assessment_json["findings"], "rule"),
        SourceKind.CHECK: (assessment_json["checks"], "code"),
        SourceKind.PACK: (assessment_json["packs"], "id"),
    }
    entries, key = lists[source.kind]
    found = [entry for entry in entries if entry[key] == source.id]
    assert found, source
    return found


def strays(draft, measured, assessment, facts):
    """Return the numbers of sentences and lines that stand in none of their own sources."""
    resolve = partial(
        resolved, report_json=dump(measured), assessment_json=dump(assessment), facts_json=dump(load_facts(facts))
    )
    lines = [(one.text, one.sources) for one in sentences(draft)]
    for section in draft.sections:
        cells = ((*(row.site, row.bmd, row.t_score, row.z_score), row.sources) for row in section.rows)
        lines += [(" ".join(cell for cell in line[:-1] if cell), line[-1]) for line in cells]
    found = []
    for text, sources in lines:
        assert sources, text
        known = set(DIGITS.findall(json.dumps([resolve(one) for one in sources], ensure_ascii=False)))
        found += [(text, number) for number in DIGITS.findall(text) if number not in known]
    return found


@pytest.mark.slow
@given(
    values=rows,
    densities=st.dictionaries(st.sampled_from(["lumbar_spine", "femoral_neck", "total_hip"]), st.tuples(bmds, bmds)),
    person=people,
    history=histories,
    lsc=st.sampled_from(
        [{}, {"lsc_g_cm2": {"lumbar_spine": "0.030"}}, {"precision_error_g_cm2": {"total_hip": "0.01"}}]
    ),
    audience=st.sampled_from(Audience),
)
@FEW
def test_every_number_of_a_sentence_stands_in_its_own_sources(values, densities, person, history, lsc, audience):
    now = [row(region, value) for region, value in sorted(values.items())]
    now += [row(region, new, "bmd") for region, (new, _) in sorted(densities.items())]
    before = [
        row(region, old, "bmd", current=False, exam_date="2021-03-04") for region, (_, old) in sorted(densities.items())
    ]
    measured = report(*now, *before, study={"performed_on": "2024-05-14"})
    facts = person | history | {"facility": lsc}
    draft, assessment = drafted(measured, facts, audience)

    assert [] == strays(draft, measured, assessment, facts)
    assert [] == [text for text in texts(draft) if DIRECTIVE.search(text)]
    assert "CANARY" not in dump_text(draft)
    assert "{" not in "".join(texts(draft))


@given(values=rows, person=people, history=histories, audience=st.sampled_from(Audience))
@FEWER
def test_the_same_case_gives_the_same_text(values, person, history, audience):
    measured = report(*(row(region, value) for region, value in values.items()))
    first, second = (dump_text(drafted(measured, person | history, audience)[0]) for _ in range(2))

    assert first == second


@given(values=rows, person=people, history=histories)
@FEWER
def test_every_check_that_fires_is_told(values, person, history):
    measured = report(*(row(region, value) for region, value in values.items()))
    draft, assessment = drafted(measured, person | history)
    firing = {check.code for check in assessment.checks if check.outcome is CheckOutcome.FIRES}
    told = {source.id for one in sentences(draft) for source in one.sources if source.kind is SourceKind.CHECK}

    assert firing == told


@given(values=rows, person=people, history=histories)
@FEWER
def test_what_a_patient_reads_is_plain_and_holds_no_figure(values, person, history):
    draft, _ = drafted(report(*(row(r, value) for r, value in values.items())), person | history, Audience.PATIENT)

    assert [] == [text for text in texts(draft) if DIGITS.search(text)]
    assert grade(" ".join(texts(draft))) <= 8


def test_sections_stand_in_the_order_of_a_report():
    draft, _ = drafted(report(row("femoral_neck", "-2.8")), WOMAN)

    assert list(DraftPart) == [section.part for section in draft.sections]


def test_class_names_its_deciding_site_and_pack():
    draft, _ = drafted(report(row("femoral_neck", "-2.8", side="left"), row("total_hip", "-2.1", side="left")), WOMAN)
    said = texts(draft, DraftPart.IMPRESSION)

    assert "Osteoporosis by densitometric criteria." == said[0]
    assert said[1].startswith("Decided by left femoral neck, T-score −2.8, according to ISCD adult 2023")


def test_without_a_class_it_says_what_is_missing_and_what_would_follow():
    draft, _ = drafted(load_report({"measurements": [row("femoral_neck", "-1.0")]}))
    said = texts(draft, DraftPart.IMPRESSION)

    assert "No category can be given." == said[0]
    assert "Missing for a category: sex, menopausal status, age." in said
    assert "If postmenopausal woman or man aged 50 or older: normal bone density." in said
    assert not [one for one in said if "premenopausal" in one and "osteoporosis" in one]


@pytest.mark.parametrize(
    ("facility", "after", "told"),
    [
        (None, "0.744", "least significant change not known: significance cannot be decided."),
        ({"lsc_g_cm2": {"total_hip": "0.027"}}, "0.744", "change 0.027 g/cm²: significant loss."),
        ({"lsc_g_cm2": {"total_hip": "0.036"}}, "0.744", "change 0.036 g/cm²: no significant change."),
        ({"precision_error_g_cm2": {"total_hip": "0.010"}}, "0.820", "0.02770 g/cm² = 2.77 × 0.010: significant gain."),
    ],
)
def test_change_is_told_with_its_arithmetic_and_verdict(facility, after, told):
    measured = report(
        row("total_hip", after, "bmd", side="left"),
        row("total_hip", "0.780", "bmd", side="left", current=False, exam_date="2023-05-02"),
    )
    draft, _ = drafted(measured, WOMAN | ({"facility": facility} if facility else {}))
    line = texts(draft, DraftPart.COMPARISON)[0]

    assert line.startswith(f"Left total hip: {after} − 0.780 = ")
    assert "since 2023-05-02" in line
    assert line.endswith(told)


@pytest.mark.parametrize(
    ("measurements", "told"),
    [
        ([row("total_hip", "0.744", "bmd")], "No earlier measurement of bone density is available for comparison."),
        (
            [row("total_hip", "0.744", "bmd"), row("femoral_neck", "0.7", "bmd", current=False)],
            "No earlier measurement of the same site is available for comparison.",
        ),
    ],
)
def test_without_an_earlier_value_there_is_no_word_of_loss(measurements, told):
    draft, _ = drafted(report(*measurements), WOMAN)

    assert [told] == texts(draft, DraftPart.COMPARISON)


def test_table_holds_the_values_as_printed_with_what_was_left_out():
    draft, _ = drafted(
        report(
            row("lumbar_spine", "0.870", "bmd"),
            row("lumbar_spine", "-2.60"),
            row("total_hip", "-3.1", side="right", excluded="prosthesis"),
            row("femoral_neck", "-2.4", side="left", held="IMPLAUSIBLE_VALUE"),
        ),
        WOMAN,
    )
    table = next(section.rows for section in draft.sections if section.part is DraftPart.RESULTS)
    limits = texts(draft, DraftPart.LIMITS)

    assert [
        ("lumbar spine L1-L4", "0.870", "-2.60", None),
        ("right total hip", None, "-3.1", "excluded"),
        ("left femoral neck", None, "-2.4", "held"),
    ] == [(line.site, line.bmd, line.t_score, line.note) for line in table]
    assert "Excluded by the report: right total hip (prosthesis)." in limits
    assert any(
        text.startswith("Held back until a reviewer decides: left femoral neck, T-score −2.4") for text in limits
    )


def test_a_site_speaks_through_its_primary_packs():
    measured = report(row("femoral_neck", "-2.8"))
    facts = WOMAN | {"facility": {"primary_packs": ["bhof-2022", "nogg-2024"]}}
    draft, _ = drafted(measured, facts, primary=("bhof-2022", "nogg-2024"))
    packs = {s.id for one in sentences(draft) for s in one.sources if s.kind is SourceKind.PACK}
    said = " ".join(texts(draft, DraftPart.IMPRESSION))

    assert packs <= {"bhof-2022", "nogg-2024", "iscd-adult-2023"}
    assert "BHOF Clinician's Guide 2022 [unverified]: meets the treatment threshold (lowest T-score" in said
    assert "NOGG 2024: the treatment threshold cannot be judged; missing:" in said


def test_the_seed_article_speaks_only_where_the_site_wants_it():
    measured = report(row("femoral_neck", "-1.0"))
    silent, _ = drafted(measured, WOMAN)
    wanted, _ = drafted(measured, WOMAN, primary=("seed-droracle-2025",))

    assert "seed-droracle" not in dump_text(silent)
    assert "Dr.Oracle article" in dump_text(wanted)


def test_what_a_reviewer_overrode_is_named_and_no_longer_said():
    measured = report(row("femoral_neck", "-2.8"), row("lumbar_spine", "-2.6"))
    aside = {"bhof-2022.treatment", "M22"}
    draft, _ = drafted(measured, WOMAN, set_aside=aside)
    limits = texts(draft, DraftPart.LIMITS)
    rules = {s.id for one in sentences(draft, DraftPart.IMPRESSION) for s in one.sources}

    assert "Set aside by the reviewer: bhof-2022.treatment." in limits
    assert "Set aside by the reviewer: M22." in limits
    assert "bhof-2022.treatment" not in rules
    assert not [text for text in limits if text.endswith("[M22]")]


def test_figures_nobody_checked_are_marked_where_they_are_used():
    draft, _ = drafted(report(row("femoral_neck", "-2.8")), WOMAN, primary=("endocrine-society-2019",))
    said = [text for text in texts(draft, DraftPart.IMPRESSION) if text.startswith("Endocrine Society 2019")]

    assert said
    assert all(text.startswith("Endocrine Society 2019 [unverified]: ") for text in said)
    assert any("nobody has checked against the source" in text for text in texts(draft, DraftPart.LIMITS))


def test_advice_carries_its_citation():
    draft, _ = drafted(report(row("femoral_neck", "-2.8")), WOMAN | {"age_years": "72"}, primary=("acr-ac-2022",))
    advice = next(text for text in texts(draft, DraftPart.RECOMMENDATION) if "vertebral fracture assessment" in text)

    assert "Source: ACR Appropriateness Criteria: osteoporosis and bone mineral density, 2022 update (2022)," in advice


def test_two_parts_of_the_hip_that_differ_have_no_plain_word():
    measured = report(
        row("total_hip", "0.700", "bmd", side="left"),
        row("total_hip", "0.780", "bmd", side="left", current=False),
        row("femoral_neck", "0.700", "bmd", side="left"),
        row("femoral_neck", "0.701", "bmd", side="left", current=False),
        row("lumbar_spine", "0.700", "bmd"),
        row("lumbar_spine", "0.800", "bmd", current=False),
    )
    facts = WOMAN | {"facility": {"lsc_g_cm2": {"total_hip": "0.027", "femoral_neck": "0.03", "lumbar_spine": "0.03"}}}
    draft, _ = drafted(measured, facts, Audience.PATIENT)

    assert ["At your lower back, your bones have lost some density since the last scan."] == texts(
        draft, DraftPart.COMPARISON
    )


def test_a_report_without_numbers_says_so():
    draft, _ = drafted(report(), WOMAN)
    plainly, _ = drafted(report(), WOMAN, Audience.PATIENT)

    assert ["No score or density of this examination was read."] == texts(draft, DraftPart.RESULTS)
    assert "No part of your body could be rated from this scan." in texts(plainly)
