"""Single situations of Hologic's results text."""

from datetime import UTC, date, datetime

import pytest

from dxa.document import RawDocument
from dxa.settings import Limits
from fixtures import dicom_hologic
from fixtures.dicom_hologic import BODY, BONE, HologicText
from fixtures.dicom_objects import EXPLICIT, IMPLICIT, written
from parsers.dicom.charset import decoded
from parsers.dicom.hologic_text import results_texts
from parsers.dicom.reader import PARSER

HEAD = ["Region", "BMD[g/cm2]", "T - score", "Z - score"]


def read(*texts, syntax=EXPLICIT, **fields):
    content = written(dicom_hologic.object_of(list(texts), **fields), syntax)
    return PARSER.read(
        RawDocument(content=content, channel="test", received_at=datetime(2026, 1, 1, tzinfo=UTC)), Limits()
    )


def table(*rows, mode="a Left Hip", head=HEAD, **fields):
    return HologicText(mode=mode, tables=([head, *rows],), **fields)


def scores(result):
    return [
        (row.region, row.side, row.levels, str(row.value)) for row in result.measurements if row.quantity == "t_score"
    ]


def codes(result):
    return sorted(issue.code for issue in result.issues)


@pytest.mark.parametrize(
    ("mode", "label", "expected"),
    [
        ("a Left Hip", "Total", ("total_hip", "left", ())),
        ("a Right Hip", "Neck", ("femoral_neck", "right", ())),
        ("Right Forearm", "Total", ("forearm_total", "right", ())),
        ("a AP Lumbar Spine", "Total", ("lumbar_spine", None, ())),
        ("a Whole Body", "Total", ("total_body", None, ())),
        ("a Whole Body", "Subtotal", ("total_body_less_head", None, ())),
        ("Hip", "Hip", ("hip_unspecified", None, ())),
    ],
)
def test_the_scan_mode_decides_what_a_row_is(mode, label, expected):
    assert [(*expected, "-1.5")] == scores(read(table([label, "0.700", "-1.5", "-0.2"], mode=mode)))


@pytest.mark.parametrize("mode", [None, "Ortho Left Hip", "Calibration"])
def test_without_a_known_scan_a_total_is_nothing(mode):
    result = read(table(["Total", "0.700", "-1.5", "-0.2"], mode=mode))

    assert ([], ["UNKNOWN_ROW"]) == (scores(result), codes(result))


def test_a_total_has_the_levels_of_the_rows_that_are_there():
    rows = [[level, "0.700", "-1.5", "-0.2"] for level in ("L4", "L1", "L3")]
    blank = ["L2", " ", " ", " "]
    result = read(table(*rows, blank, ["Total", "0.710", "-1.4", "-0.1"], mode="Lumbar Spine"))

    assert ("lumbar_spine", None, ("L1", "L3", "L4"), "-1.4") in scores(result)


def test_columns_are_found_by_their_heading_and_not_by_position():
    row = ["Total", "21000.9", "-0.9", "0.1", "1.078"]
    result = read(table(row, mode="a Whole Body", head=["Region", "Fat[(g)]", "T-score", "Z-score", "BMD[g/cm2]"]))

    assert {"bmd": "1.078", "t_score": "-0.9", "z_score": "0.1"} == {
        row.quantity: str(row.value) for row in result.measurements
    }
    assert "BMC[(g)]" in BODY
    assert BODY.index("Fat[(g)]") == BONE.index("T - score")


def test_an_unknown_heading_is_named_and_its_column_left_alone():
    result = read(table(["Neck", "0.700", "-1.5", "9.9"], head=["Region", "BMD[g/cm2]", "T - score", "Mystery"]))

    assert (2, ["UNKNOWN_ROW"]) == (len(result.measurements), codes(result))


def test_a_table_without_header_is_not_read():
    result = read(HologicText(mode="a Left Hip", tables=([["Neck", "0.700", "-1.5", "-0.2"]],)))

    assert ((), ["HEADER_MISSING"]) == (result.measurements, codes(result))


@pytest.mark.parametrize(
    ("cell", "value", "issues"),
    [
        ("<b>-1.5</b>", "-1.5", []),
        ("-1,5", "-1.5", ["DECIMAL_COMMA"]),
        ("&minus;1.5", "-1.5", ["UNUSUAL_MINUS"]),
        ("&#8722;1.5", "-1.5", ["UNUSUAL_MINUS"]),
        ("N/A", None, ["NOT_A_NUMBER"]),
        ("&lt;-4.0", None, ["NOT_A_NUMBER"]),
        ("-1_5", None, ["NOT_A_NUMBER"]),
        ("-1.5 -1.6", None, ["NOT_A_NUMBER"]),
    ],
)
def test_cells_are_read_through_their_html(cell, value, issues):
    result = read(table(["Neck", "0.700", cell, "-0.2"]))

    assert ([value] if value else [], issues) == ([row[3] for row in scores(result)], codes(result))


def test_a_cell_assigned_twice_differently_is_left_out():
    text = dicom_hologic.text_of(table(["Neck", "0.700", "-1.5", "-0.2"]))
    result = read((text + 'ResultsTable1[ 1][ 2] = "-2.5";\r\n').encode())

    assert ([], ["EMPTY_SCORE_COLUMN", "VALUE_CONFLICT"]) == (scores(result), codes(result))


def test_a_text_cut_in_the_middle_of_a_cell_gives_no_number_for_it():
    text = dicom_hologic.text_of(table(["Neck", "0.700", "-1.5", "-0.2"]))
    cut = text[: text.index('"-1.5"') + 3]

    assert ["0.700"] == [str(row.value) for row in read(cut.encode()).measurements]


@pytest.mark.parametrize(("vr", "syntax"), [("LT", EXPLICIT), ("UN", EXPLICIT), ("OB", IMPLICIT), ("UN", IMPLICIT)])
def test_long_texts_are_read_in_every_representation(vr, syntax):
    lines = tuple(f"// {number:06} {'x' * 70}" for number in range(900)) if vr != "LT" else ()
    text = table(["Neck", "0.700", "-1.5", "-0.2"], lines=lines)
    result = read(text, vr=vr, syntax=syntax)

    assert [("femoral_neck", "left", (), "-1.5")] == scores(result)
    assert vr == "LT" or len(dicom_hologic.text_of(text)) > 65_536


@pytest.mark.parametrize("charset", ["latin-1", "utf-8"])
@pytest.mark.parametrize("declared", ["ISO_IR 100", "ISO_IR 192", "ISO_IR 999"])
@pytest.mark.filterwarnings("ignore::UserWarning")
def test_a_wrong_character_set_never_loses_a_result(charset, declared):
    head = ["Region", "BMD[g/cm²]", "T - score", "Z - score"]
    text = dicom_hologic.text_of(table(["Neck", "0.700", "-1.5", "-0.2"], head=head)).encode(charset)
    result = read(text, vr="UN", SpecificCharacterSet=declared)

    assert [("femoral_neck", "left", (), "-1.5")] == scores(result)


@pytest.mark.parametrize(
    ("raw", "charset", "expected"),
    [
        (b"\x962.5", "ISO_IR 100", ("–2.5", False)),
        ("é".encode("iso8859-2"), "ISO_IR 101", ("é", False)),
        (b"\x1b$B;3ED\x1b(B", "\\ISO 2022 IR 87", ("山田", False)),
        (b"\x81\xfe", "ISO_IR 6", ("\x81þ", True)),
    ],
)
def test_texts_are_decoded_as_they_were_written(raw, charset, expected):
    assert expected == decoded(raw, charset)


def history(rows, head=("Scan Date", "BMD[g/cm2]", "BMD Change vs Previous"), scan=None):
    results = [HEAD, *(scan or [["Neck", "0.700", "-1.5", "-0.2"], ["Total", "0.800", "-1.1", "0.1"]])]
    return HologicText(mode="a Left Hip", tables=(results, [list(head), *rows]))


def test_a_history_belongs_to_the_region_whose_density_it_repeats():
    result = read(history([["05/14/2024", "0.800", "-1.2%"], ["03/02/2021", "0.810", " "]]))
    priors = [(row.region, row.side, str(row.value), row.exam_date) for row in result.measurements if not row.current]

    assert [("total_hip", "left", "0.810", date(2021, 3, 2))] == priors


def test_a_history_that_fits_no_region_is_not_used():
    result = read(history([["05/14/2024", "0.900", "-1.2%"], ["03/02/2021", "0.810", " "]]))

    assert ([], ["UNKNOWN_ROW", "UNKNOWN_ROW"]) == (
        [row for row in result.measurements if not row.current],
        codes(result),
    )


def test_a_history_may_name_its_regions():
    rows = [["Neck", "14 May 2024", "0.700"], ["Neck", "2 March 2021", "0.720"], ["Total", "2 March 2021", "0.810"]]
    result = read(history(rows, head=("Region", "Date", "BMD[g/cm2]")))
    priors = {(row.region, str(row.value)) for row in result.measurements if not row.current}

    assert {("femoral_neck", "0.720"), ("total_hip", "0.810")} == priors


def test_a_frax_that_is_not_reported_is_no_number():
    frax = [
        ["10-year Fracture Risk", "FRAX"],
        ["Major Osteoporotic Fracture", "not reported"],
        ["Hip Fracture", "0.9%"],
    ]
    result = read(HologicText(mode="a Left Hip", tables=([HEAD, ["Neck", "0.700", "-1.5", "-0.2"]], frax)))

    assert [("frax_hip", "0.9", "%")] == [
        (row.quantity, str(row.value), row.unit) for row in result.measurements if row.region == "patient"
    ]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("WHO Classification: Osteoporosis", "osteoporosis"),
        ("<b>WHO Classification:</b> Normal", "normal"),
        ('Note = "WHO Classification: Low bone mass";', "osteopenia"),
        ("WHO Classification: ", None),
    ],
)
def test_the_stated_class_leads_back_to_its_words(line, expected):
    text = table(["Neck", "0.700", "-1.5", "-0.2"], lines=(line,))
    stated = read(text).text
    place = stated.stated_classification_provenance

    assert expected == stated.stated_classification
    assert place is None or place.raw == dicom_hologic.text_of(text)[slice(*place.locator.chars)]


@pytest.mark.parametrize(
    ("variables", "fields", "expected"),
    [
        ({"PatientSex": "Male"}, {}, ["SEX_CONFLICT"]),
        ({"PatientSex": "?"}, {}, ["PATIENT_FIELD_UNREADABLE"]),
        ({"Age": "old"}, {}, ["PATIENT_FIELD_UNREADABLE"]),
        ({"DOB": "31.02.1957"}, {}, ["PATIENT_FIELD_UNREADABLE"]),
        ({"DOB": "11/04/1957"}, {"PatientBirthDate": "19571104"}, []),
        ({"Scan": "13 May 2024 - A0513240B"}, {}, ["STUDY_CONFLICT"]),
        ({"Scan": "14 May 2024 - A0514240B"}, {}, []),
    ],
)
def test_text_and_header_are_compared(variables, fields, expected):
    text = table(["Neck", "0.700", "-1.5", "-0.2"], variables=variables)

    assert expected == codes(read(text, **fields))


def test_a_side_in_the_header_that_contradicts_the_scan_mode_holds_the_values_back():
    result = read(table(["Neck", "0.700", "-1.5", "-0.2"]), ImageLaterality="R")

    assert {"SIDE_CONFLICT"} == {row.held for row in result.measurements}


@pytest.mark.parametrize(
    ("variables", "label", "held"),
    [
        ({"ImageLaterality": "R"}, "Neck", {"SIDE_CONFLICT"}),
        ({"ImageLaterality": "L"}, "Neck", {None}),
        ({}, "Neck Right", {"SIDE_CONFLICT"}),
        ({}, "Neck Left", {None}),
    ],
)
def test_two_sides_in_one_text_hold_the_values_back(variables, label, held):
    result = read(table([label, "0.700", "-1.5", "-0.2"], variables=variables))

    assert held == {row.held for row in result.measurements}


def test_a_side_in_doubt_holds_back_earlier_examinations_too():
    result = read(history([["05/14/2024", "0.800", "-1.2%"], ["03/02/2021", "0.810", " "]]), ImageLaterality="R")

    assert {True, False} == {row.current for row in result.measurements}
    assert {"SIDE_CONFLICT"} == {row.held for row in result.measurements}


@pytest.mark.parametrize("same_table", [True, False])
def test_each_scan_mode_of_a_text_reads_its_own_rows(same_table):
    spine = table(["L1", "0.8", "-1.0", " "], ["L2", "0.9", "-1.2", " "], mode="a Lumbar Spine")
    hip = dicom_hologic.text_of(table(["Neck", "0.7", "-1.5", " "], ["Total", "0.8", "-1.1", " "]))
    second = hip if same_table else hip.replace("ResultsTable1", "ResultsTable2")
    result = read((dicom_hologic.text_of(spine) + second).encode())

    assert {
        ("lumbar_spine", None, ("L1",), "-1.0"),
        ("lumbar_spine", None, ("L2",), "-1.2"),
        ("femoral_neck", "left", (), "-1.5"),
        ("total_hip", "left", (), "-1.1"),
    } == set(scores(result))
    assert {None} == {row.held for row in result.measurements}


def test_two_scan_modes_before_one_table_say_nothing_about_its_rows():
    text = dicom_hologic.text_of(table(["Total", "0.700", "-1.5", "-0.2"], mode="a Lumbar Spine"))
    result = read(text.replace("ScanMode", 'ScanMode = "a Left Hip";\r\nScanMode', 1).encode())

    assert ([], ["UNKNOWN_ROW", "VALUE_CONFLICT"]) == (scores(result), codes(result))


@pytest.mark.parametrize(
    ("heading", "mode", "expected"),
    [
        ("Radius", "a L.Forearm", [("radius_33", "left", (), "-1.5"), ("radius_total", "left", (), "-1.8")]),
        ("Radius + Ulna", "a L.Forearm", [("forearm_total", "left", (), "-1.8")]),
        ("Ulna", "a L.Forearm", []),
        ("Radius", "a Left Hip", []),
    ],
)
def test_a_forearm_table_names_its_bones_over_the_rows(heading, mode, expected):
    rows = [["1/3", "0.613", "-1.5", "0.1"], ["Total", "0.479", "-1.8", "0.2"]]

    assert expected == scores(read(table(*rows, mode=mode, head=[heading, *HEAD[1:]])))


def test_height_and_weight_come_from_the_text_where_the_header_is_silent():
    text = table(["Neck", "0.700", "-1.5", "-0.2"], variables={"Height": "161.0 cm", "Weight": "58.0  kg"})
    facts = {fact.name: (fact.value, fact.provenance.raw) for fact in read(text, PatientWeight="60").context.facts}

    assert {"height_cm": ("161.0", "161.0 cm"), "weight_kg": ("60", "60")} == facts


def test_nothing_in_the_text_is_ever_run():
    (text,) = results_texts("(0019,1000)", 'ResultsTable1[0][0] = "a" + alert(1);\nx = eval("1");')

    assert {"x"} >= set(text.variables)
    assert ["a"] == [cell.raw for table_ in text.tables for row in table_.rows.values() for cell in row.values()]


def dual(*rows):
    return HologicText(mode="a Left Hip", tables=([HEAD, *rows],), variables={"ScanMode2": "a Right Hip"})


def test_a_dual_hip_may_name_its_sides_in_the_rows():
    rows = [["Neck Left", "0.700", "-1.5", " "], ["Total Right", "0.800", "-1.1", " "]]

    assert [("femoral_neck", "left", (), "-1.5"), ("total_hip", "right", (), "-1.1")] == scores(read(dual(*rows)))


def test_left_and_right_without_a_region_are_nothing():
    rows = [["Left", "0.700", "-1.5", " "], ["Right", "0.800", "-1.1", " "], ["Mean", " ", " ", " "]]
    result = read(dual(*rows))

    assert ([], ["EMPTY_SCORE_COLUMN", "UNKNOWN_ROW", "UNKNOWN_ROW"]) == (scores(result), codes(result))


def test_a_spines_history_is_of_the_whole_where_a_vertebra_has_the_same_density():
    scan = [[name, "0.800", "-1.5", "-0.2"] for name in ("L1", "L2", "Total")]
    rows = [["05/14/2024", "0.800"], ["03/22/2021", " "], ["03/02/2020", "0.810"]]
    text = history(rows, head=("Scan Date", "BMD[g/cm2]"), scan=scan)
    text = HologicText(mode="Lumbar Spine", tables=text.tables)
    priors = [(row.levels, str(row.value)) for row in read(text).measurements if not row.current]

    assert [(("L1", "L2"), "0.810")] == priors


def test_regions_of_a_history_have_the_sides_and_levels_they_name():
    rows = [["L1-L4", "2 March 2021", "0.720"], ["Left Neck", "2 March 2021", "0.640"]]
    result = read(history(rows, head=("Region", "Date", "BMD[g/cm2]")))
    priors = {(row.region, row.side, row.levels) for row in result.measurements if not row.current}

    assert {("lumbar_spine", None, ("L1", "L2", "L3", "L4")), ("femoral_neck", "left", ())} == priors


@pytest.mark.parametrize("cell", ["(1) (2)", "1 (2%) (3%)", "9" * 200])
def test_a_change_that_is_no_number_is_named(cell):
    result = read(history([["05/14/2024", "0.800", cell]]))

    assert ["NOT_A_NUMBER"] == codes(result)


def test_a_history_of_scores_alone_fits_no_region():
    result = read(history([["03/02/2021", "-1.1"]], head=("Scan Date", "T-score")))

    assert ["PRIOR_WITHOUT_DATE"] != codes(result)
    assert [] == [row for row in result.measurements if not row.current]


def test_two_blocks_with_the_same_text_say_it_once():
    text = table(["Neck", "0.700", "-1.5", "-0.2"])

    assert [("femoral_neck", "left", (), "-1.5")] == scores(read(text, text))


def test_differences_of_two_hips_are_no_value_of_either():
    rows = [["Neck", " ", " ", " "], ["Left", "0.700", "-1.5", " "], ["Right", "0.680", "-1.7", " "]]
    result = read(dual(*rows, ["Mean", "0.690", "-1.6", " "], ["|Diff.|", "0.020", "0.2", " "]))

    assert ["left", "right", "mean", "difference"] == [row[1] for row in scores(result)]
