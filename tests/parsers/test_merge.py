"""Several readings of one examination."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import permutations

import pytest

from dxa.locator import Locator
from dxa.regions import Region, Side
from dxa.report import (
    Context,
    Device,
    Direction,
    DiscouragedWording,
    DxaReport,
    Measurement,
    Patient,
    Provenance,
    Quantity,
    ReportStatus,
    ReportText,
    StatedChange,
    StatedFact,
    Study,
    Unit,
    Wording,
)
from parsers import agreement, standing
from parsers.merge import merge

NECK, SPINE = Region.FEMORAL_NECK, Region.LUMBAR_SPINE
L1_L4 = ("L1", "L2", "L3", "L4")
DAY = date(2024, 5, 14)


def row(value, region=NECK, side=Side.LEFT, levels=(), *, parser="ge-sr/1", document="a", **more):
    provenance = Provenance(document=document, parser=parser, locator=Locator(item=value), raw=value)
    options = {"quantity": Quantity.T_SCORE, "unit": Unit.ONE, "exam_date": DAY, **more}
    return Measurement(
        id="m1", region=region, side=side, levels=levels, value=Decimal(value), provenance=provenance, **options
    )


def report(*rows, **more):
    return DxaReport(measurements=rows, **more)


def seen(merged):
    return [(str(one.value), one.held, one.confirmed_by) for one in merged.measurements]


XML = {"parser": "ge-xml/1"}
TEXT = {"parser": "hl7-narrative/1", "document": "b"}

AGREEMENTS = {
    "equal values confirm each other": ([row("-2.4")], [row("-2.4", **XML)], [("-2.4", None, ("ge-sr", "ge-xml"))]),
    "the reading with more digits is kept": (
        [row("-2.5")], [row("-2.46", **XML)], [("-2.46", None, ("ge-sr", "ge-xml"))],
    ),
    "different values are both held": (
        [row("-2.4")], [row("-2.3", **XML)], [("-2.4", "VALUE_CONFLICT", ()), ("-2.3", "VALUE_CONFLICT", ())],
    ),
    "a lost sign is a conflict": (
        [row("-2.4")], [row("2.4", **XML)], [("-2.4", "VALUE_CONFLICT", ()), ("2.4", "VALUE_CONFLICT", ())],
    ),
    "a cut number does not confirm": (
        [row("-2.4")], [row("-2", **XML)], [("-2.4", "VALUE_CONFLICT", ()), ("-2", "VALUE_CONFLICT", ())],
    ),
    "another side is another place": (
        [row("-2.4")], [row("-2.3", side=Side.RIGHT, **XML)], [("-2.4", None, ()), ("-2.3", None, ())],
    ),
    "a value without side confirms the one it agrees with": (
        [row("-2.4"), row("-2.1", side=Side.RIGHT)], [row("-2.4", side=None, **TEXT)],
        [("-2.4", None, ("ge-sr", "hl7-narrative")), ("-2.1", None, ())],
    ),
    "a value without side that fits neither side is held alone": (
        [row("-2.4"), row("-2.1", side=Side.RIGHT)], [row("-2.9", side=None, **TEXT)],
        [("-2.9", "VALUE_CONFLICT", ()), ("-2.4", None, ()), ("-2.1", None, ())],
    ),
    "a value without side against the only side puts both in doubt": (
        [row("-2.4")], [row("-2.9", side=None, **TEXT)],
        [("-2.9", "VALUE_CONFLICT", ()), ("-2.4", "VALUE_CONFLICT", ())],
    ),
    "an unnamed spine means the widest combination": (
        [row("-1.4", SPINE, None, L1_L4), row("-1.4", SPINE, None, ("L2", "L3"))], [row("-1.4", SPINE, None, **TEXT)],
        [("-1.4", None, ("ge-sr", "hl7-narrative")), ("-1.4", None, ())],
    ),
    "a prior never meets a current value": (
        [row("-2.4")], [row("-2.3", current=False, **XML)], [("-2.4", None, ()), ("-2.3", None, ())],
    ),
    "earlier values without date are no conflict": (
        [row("-2.4", current=False, exam_date=None)], [row("-2.1", current=False, exam_date=None, **XML)],
        [("-2.4", None, ()), ("-2.1", None, ())],
    ),
    "earlier values of one day are": (
        [row("-2.4", current=False)], [row("-2.1", current=False, **XML)],
        [("-2.4", "VALUE_CONFLICT", ()), ("-2.1", "VALUE_CONFLICT", ())],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("first", "second", "expected"), AGREEMENTS.values(), ids=AGREEMENTS)
def test_readings_are_combined(first, second, expected):
    merged = merge([report(*first), report(*second)])

    assert expected == seen(merged)
    assert len([one for one in expected if one[1]]) == len([i for i in merged.issues if i.code == "VALUE_CONFLICT"])


def test_one_report_stays_as_it_is():
    only = report(row("-2.4"))

    assert only is merge([only])


def test_cancelled_report_shows_no_values():
    merged = merge([report(row("-2.4"), study=Study(accession="A1", status=ReportStatus.CANCELLED))])

    assert () == merged.measurements
    assert ["WITHDRAWN_VALUE"] == [issue.code for issue in merged.issues]


def test_order_of_arrival_does_not_matter():
    parts = [
        report(row("-2.4", document="c"), row("0.702", quantity=Quantity.BMD, unit=Unit.G_PER_CM2, document="c")),
        report(row("-2.4", document="a", parser="hl7/1")),
        report(row("-1.1", SPINE, None, L1_L4, document="b"), row("-2.9", side=Side.RIGHT, document="b")),
    ]
    merged = {merge(order) for order in permutations(parts)}

    assert len(merged) == 1
    assert [one.id for one in merged.pop().measurements] == ["m1", "m2", "m3", "m4"]


@pytest.mark.parametrize(
    ("status", "expected", "issue"),
    [
        (ReportStatus.CORRECTED, ["-2.3"], "SUPERSEDED_VALUE"),
        (ReportStatus.CANCELLED, [], "WITHDRAWN_VALUE"),
        (ReportStatus.FINAL, ["-2.5", "-2.3"], "VALUE_CONFLICT"),
    ],
)
def test_later_report_of_one_accession_acts_by_its_status(status, expected, issue):
    first = report(row("-2.5", parser="hl7/1"), study=Study(accession="A1"))
    later = report(row("-2.3", parser="hl7/1", document="b"), study=Study(accession="A1", status=status))
    merged = merge([first, later])

    assert expected == [str(one.value) for one in merged.measurements]
    assert issue in {one.code for one in merged.issues}


def test_correction_of_the_letter_leaves_the_device_results():
    device = report(row("-2.5", parser="ge-sr/1"), study=Study(accession="A1"))
    letter = report(row("-2.3", parser="hl7/1"), study=Study(accession="A1", status=ReportStatus.CORRECTED))

    assert [str(one.value) for one in merge([device, letter]).measurements] == ["-2.5", "-2.3"]


PATIENT_CONFLICTS = [
    ({"sex": "female"}, {"sex": "male"}, "SEX_CONFLICT", False),
    ({"birth_date": date(1957, 11, 4)}, {"birth_date": date(1957, 4, 11)}, "BIRTH_DATE_CONFLICT", True),
    ({"id": "A"}, {"id": "B"}, "PATIENT_CONFLICT", False),
    ({"age_years": Decimal(66)}, {"age_years": Decimal(67)}, "AGE_CONFLICT", False),
]


@pytest.mark.parametrize(("first", "second", "code", "held"), PATIENT_CONFLICTS)
def test_contradicting_patients_are_never_settled_silently(first, second, code, held):
    merged = merge([report(row("-2.4"), patient=Patient(**first)), report(patient=Patient(**second))])

    assert getattr(merged.patient, *first) is None
    assert [issue.code for issue in merged.issues] == [code]
    assert [code if held else None] == [one.held for one in merged.measurements]


def test_same_year_of_age_is_no_contradiction():
    ages = [Patient(age_years=Decimal(text)) for text in ("66.5", "66")]
    merged = merge([report(patient=patient) for patient in ages])

    assert Decimal("66.5") == merged.patient.age_years
    assert merged.issues == ()


def test_study_is_filled_in_and_its_contradictions_are_named():
    first = Study(accession="A1", performed_on=DAY, device=Device(manufacturer="GE", model="Prodigy"))
    second = Study(study_uid="1.2", performed_on=DAY, device=Device(manufacturer="GE Healthcare", model="iDXA"))
    merged = merge([report(study=first), report(study=replace(second))])

    assert (merged.study.accession, merged.study.study_uid, merged.study.performed_on) == ("A1", "1.2", DAY)
    assert Device(manufacturer="GE Healthcare") == merged.study.device
    assert [issue.text for issue in merged.issues] == ["the documents name different devices (model)"]


def test_different_examination_dates_leave_the_date_open():
    merged = merge([report(study=Study(performed_on=DAY)), report(study=Study(performed_on=date(2024, 5, 15)))])

    assert merged.study.performed_on is None
    assert [issue.code for issue in merged.issues] == ["STUDY_CONFLICT"]


@pytest.mark.parametrize(
    ("second_day", "performed_on", "held"),
    [
        (DAY, DAY, [None, None]),
        (date(2021, 3, 2), DAY, [None, "STUDY_CONFLICT"]),
        (date(2021, 3, 2), None, ["STUDY_CONFLICT", "STUDY_CONFLICT"]),
        (None, DAY, [None, None]),
    ],
)
def test_values_of_another_day_do_not_count_as_present(second_day, performed_on, held):
    first = report(row("-1.4"), study=Study(performed_on=performed_on))
    second = report(row("-2.6", SPINE, None, L1_L4, exam_date=second_day, document="b"))
    merged = {str(one.value): one.held for one in merge([first, second]).measurements}

    assert held == [merged["-1.4"], merged["-2.6"]]


def test_claims_of_the_words_are_kept_once_from_every_document():
    loss, gain = (StatedChange(direction=direction, region=NECK) for direction in (Direction.LOSS, Direction.GAIN))
    wording = DiscouragedWording(kind=Wording.DEGREE)
    first = report(row("-2.4"), text=ReportText(stated_changes=(loss,), discouraged=(wording,)))
    second = report(row("-2.4", document="b"), text=ReportText(stated_changes=(loss, gain), discouraged=(wording,)))
    text = merge([first, second]).text

    assert ((loss, gain), (wording,)) == (text.stated_changes, text.discouraged)


@pytest.mark.parametrize(
    ("impressions", "expected"),
    [((None, None), None), (("Osteopenia.", None), "osteopenia"), (("Osteopenia.", "Normal."), None)],
)
def test_two_classes_are_that_of_the_one_written_impression_or_none(impressions, expected):
    classes = ("osteopenia", "normal")
    texts = [ReportText(impression=i, stated_classification=c) for i, c in zip(impressions, classes, strict=True)]
    merged = merge([report(text=text) for text in texts])

    assert expected == merged.text.stated_classification
    assert ["VALUE_CONFLICT"] == [issue.code for issue in merged.issues]


def test_words_and_facts_are_joined_once():
    fact = StatedFact(name="menopausal_status", value="postmenopausal")
    device = report(text=ReportText(stated_classification="normal"), context=Context(facts=(fact,)))
    letter = report(
        text=ReportText(impression="Osteopenia.", stated_classification="osteopenia"),
        context=Context(indication="screening", facts=(fact,)),
    )
    merged = merge([device, letter])

    assert (fact,) == merged.context.facts
    assert (merged.text.impression, merged.text.stated_classification) == ("Osteopenia.", "osteopenia")
    assert [issue.text for issue in merged.issues] == ["the documents state different classifications"]


def test_thousand_documents_that_say_the_same_are_not_compared_with_one_another(monkeypatch):
    compared, examined = [], []
    agree, later = agreement.agree, standing._is_later
    monkeypatch.setattr(agreement, "agree", lambda *values: compared.append(values) or agree(*values))
    monkeypatch.setattr(standing, "_is_later", lambda *given: examined.append(given) or later(*given))
    final = Study(accession="A-1", status=ReportStatus.FINAL)
    reports = [report(row("-2.4", document=f"{number:04}"), study=final) for number in range(1000)]
    merged = merge([*reports, report(row("-2.41", document="z", parser="ge-xml/1"), study=final)])

    assert ["-2.41"] == [str(one.value) for one in merged.measurements]
    assert len(compared) < 10
    assert examined == []
