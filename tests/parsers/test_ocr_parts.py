"""The parts of recognition that need no program: its answers, its absence, its hanging, and what a row bears out."""

import os
import struct
from dataclasses import replace
from decimal import Decimal
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from pydicom.encaps import encapsulate

from dxa.errors import DocumentError, LimitExceeded, SettingsError, UnreadableDocument
from dxa.issues import IssueCode
from dxa.locator import Locator
from dxa.regions import Region, Scan, Side, Site
from dxa.report import Measurement, Provenance, Quantity, Unit
from dxa.settings import Limits
from fixtures.dicom_objects import EXPLICIT, HOLOGIC, SECONDARY_CAPTURE, header, written
from fixtures.ocr import capture
from parsers.children import Readers
from parsers.ocr.agreement import agreed
from parsers.ocr.capture import captures
from parsers.ocr.consistency import faults_of
from parsers.ocr.labels import trusted
from parsers.ocr.picture import Picture, View
from parsers.ocr.program import recognised, require_program
from parsers.ocr.reading import Budget, read_picture
from parsers.ocr.tables import Reading, Recognised
from parsers.ocr.tsv import seen_words
from parsers.ocr.words import sheet_of
from parsers.pdf.headings.columns import Column
from parsers.pdf.headings.header import Heading
from parsers.pdf.tables.cells import Cell
from parsers.pdf.tables.table import Row
from parsers.pdf.values.rows import PlacedRow

HEADING = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"


def program(tmp_path, script):
    path = tmp_path / "tesseract"
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)
    return Limits(ocr=True, ocr_program=str(path), ocr_seconds=0.5)


def line(text, left=10, line=1, top=20, width=40, height=20, confidence="95.5"):
    return f"5\t1\t1\t1\t{line}\t1\t{left}\t{top}\t{width}\t{height}\t{confidence}\t{text}\n"


def test_words_of_an_answer_keep_their_places():
    table = HEADING + "1\t1\t0\t0\t0\t0\t0\t0\t900\t700\t-1\t\n" + line("-2.4") + line(" ") + line("0.890", left=70)

    words = seen_words(table)

    assert [(word.text, word.left, word.right, word.top, word.bottom) for word in words] == [
        ("-2.4", 10, 50, 20, 40),
        ("0.890", 70, 110, 20, 40),
    ]


@pytest.mark.parametrize(
    "table",
    [
        "",
        "no table",
        HEADING + line("x", left=-3),
        HEADING + line("x", left="1e3"),
        HEADING + line("x", width=0),
        HEADING + line("x", confidence="nan"),
        HEADING + line("x", confidence="high"),
        HEADING + line("x", left="9" * 30),
        HEADING + line("x\ty"),
        HEADING + "5\t1\n",
        HEADING + line("x") * 20_001,
    ],
)
def test_answer_that_is_no_table_is_refused(table):
    with pytest.raises(UnreadableDocument, match="no table of words"):
        seen_words(table)


@given(st.text(alphabet=st.sampled_from("5\t\n-.0123456789aZ|~\u2212\u00b2"), max_size=200))
def test_any_answer_is_read_or_refused(rest):
    try:
        words = seen_words(HEADING + rest)
    except DocumentError:
        return

    sheet = sheet_of(words, View(page=1, width=1000, height=800, turns=0))

    assert len(sheet.words) <= len(words)


def test_program_that_is_missing_stops_the_service_with_one_sentence(tmp_path):
    limits = Limits(ocr=True, ocr_program=str(tmp_path / "tesseract"))

    for start in (lambda: require_program(limits), lambda: Readers(1, limits)):
        with pytest.raises(SettingsError, match=r"OSTEON_OCR is on, but .*tesseract cannot be run: install tesseract"):
            start()


def test_program_without_english_stops_the_service(tmp_path):
    with pytest.raises(SettingsError, match="does not know the language eng"):
        require_program(program(tmp_path, "echo 'List of available languages (1):'; echo deu"))


def test_nothing_is_required_while_recognition_is_off(tmp_path):
    require_program(Limits(ocr_program=str(tmp_path / "tesseract")))

    assert Limits().ocr is False
    assert Limits().document_seconds == Limits().read_seconds
    assert Limits(ocr=True).document_seconds == Limits().read_seconds + Limits().ocr_seconds


def test_program_that_hangs_is_killed_and_named(tmp_path):
    limits = program(tmp_path, f"echo $$ > {tmp_path}/pid; exec sleep 60")

    with pytest.raises(LimitExceeded, match=r"took longer than 0.5 s"):
        recognised(b"", 6, limits, 0.5)

    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), 0)


@pytest.mark.parametrize("script", ["exit 3", "kill -11 $$", "echo nonsense"])
def test_program_that_fails_costs_one_picture_and_is_named(tmp_path, script):
    picture = Picture(page=2, image=Image.new("L", (300, 300), 255), dpi=300)
    budget = Budget(replace(program(tmp_path, script), ocr_seconds=30))

    report = read_picture(picture, "d", budget)

    assert [(issue.code, issue.locator.page) for issue in report.issues] == [(IssueCode.OCR_PICTURE_NOT_READ, 2)]
    assert "recognition program" in report.issues[0].text


def test_program_gets_one_thread_and_nothing_of_the_environment(tmp_path, monkeypatch):
    monkeypatch.setenv("OSTEON_DATABASE_URL", "postgresql://secret")

    names = recognised(b"", 6, program(tmp_path, "env"), 5)

    assert "OMP_THREAD_LIMIT=1" in names
    assert "OSTEON" not in names


def row(quantity, value, number, **site):
    place = {"region": Region.FEMORAL_NECK, "side": Side.LEFT, "levels": ()} | site
    box = (0.1 * number, 0.5, 0.1 * number + 0.05, 0.52)
    origin = Provenance(document="d", parser="ocr/1", locator=Locator(page=1, box=box), raw=value)
    unit = {Quantity.BMD: Unit.G_PER_CM2, Quantity.BMC: Unit.G, Quantity.AREA: Unit.CM2}.get(quantity, Unit.ONE)
    return Measurement(id=f"m{number}", quantity=quantity, value=Decimal(value), unit=unit, provenance=origin, **place)


T, YA, BMD = Quantity.T_SCORE, Quantity.YOUNG_ADULT_PERCENT, Quantity.BMD
Z, AM = Quantity.Z_SCORE, Quantity.AGE_MATCHED_PERCENT
BMC, AREA = Quantity.BMC, Quantity.AREA


@pytest.mark.parametrize(
    ("cells", "borne_out"),
    [
        ({BMD: "0.705", YA: "68", T: "-2.4"}, {BMD, YA, T}),
        ({BMD: "0.705", YA: "68", T: "2.4"}, set()),
        ({BMD: "0.705", YA: "68", T: "-24"}, set()),
        ({BMD: "0.705", YA: "68", T: "-0.4"}, set()),
        ({BMD: "705", YA: "68", T: "-2.4"}, {YA, T}),
        ({BMD: "0.705", T: "-2.4"}, set()),
        ({YA: "100", T: "0.0"}, {YA, T}),
        ({YA: "100", T: "-0.3"}, set()),
        ({YA: "99", T: "-0.1"}, {YA, T}),
        ({YA: "99", T: "0.1"}, set()),
        ({Z: "-1.1", AM: "85", T: "-2.4"}, {Z, AM}),
        ({BMD: "0.854", BMC: "4.96", AREA: "5.81"}, {BMD, BMC, AREA}),
        ({BMD: "0.864", BMC: "4.96", AREA: "5.81", YA: "82", T: "-1.3"}, {YA, T}),
        ({BMD: "0.854", BMC: "49.6", AREA: "5.81"}, set()),
    ],
)
def test_number_counts_only_where_another_of_its_row_bears_it_out(cells, borne_out):
    rows = [row(quantity, value, number) for number, (quantity, value) in enumerate(cells.items())]

    faults = faults_of(rows)

    assert {one.quantity for one in rows if one.id not in faults} == borne_out


def test_difference_of_two_sides_and_two_rows_of_one_name_bear_nothing_out():
    apart = [row(T, "0.3", 1, side=Side.DIFFERENCE), row(YA, "104", 2, side=Side.DIFFERENCE)]
    twice = [row(T, "-2.4", 1), row(YA, "68", 2), row(T, "-2.4", 3)]

    assert set(faults_of(apart)) == {"m1", "m2"}
    assert set(faults_of(twice)) == {"m1", "m2", "m3"}


def reading(*rows):
    values = tuple(Recognised(measurement=one, fault=None) for one in rows)
    return Reading(capital=20.0, has_table=True, values=values, issues=())


@pytest.mark.parametrize(
    "other",
    [(), (row(T, "2.4", 1),), (row(T, "-2.40", 1),), (row(T, "-2.4", 3),), (row(T, "-2.4", 1, side=Side.RIGHT),)],
)
def test_number_one_reading_alone_gives_is_said_and_not_used(other):
    report = agreed(reading(row(T, "-2.4", 1)), reading(*other), Locator(page=1))

    assert report.measurements == ()
    assert {issue.code for issue in report.issues} == {IssueCode.OCR_READINGS_DISAGREE}
    assert any('"-2.4"' in issue.text for issue in report.issues)


def test_number_both_readings_give_is_held():
    report = agreed(reading(row(T, "-2.4", 1)), reading(row(T, "-2.4", 1)), Locator(page=1))

    assert [(one.value, one.held) for one in report.measurements] == [(Decimal("-2.4"), "OCR_NEEDS_REVIEW")]


@pytest.mark.parametrize("turns", range(4))
@given(x=st.floats(0, 400), y=st.floats(0, 300), slope=st.floats(-0.06, 0.06))
def test_place_on_a_straightened_and_turned_picture_leads_back_to_the_page(turns, x, y, slope):
    picture = Image.new("L", (400, 300))
    view = View(page=1, width=400, height=300, turns=turns, slope=slope)
    turned = {0: (x, y), 1: (y, 400 - x), 2: (400 - x, 300 - y), 3: (300 - y, x)}[turns]
    at = view.straightened(*turned)

    box = view.locator((*at, *at)).box

    assert picture.rotate(90 * turns, expand=True).size == ((400, 300) if turns % 2 == 0 else (300, 400))
    assert box == pytest.approx((x / 400, y / 300, x / 400, y / 300), abs=1e-4)


def object_of(pixels, syntax=EXPLICIT, **fields):
    """Return an object of 16 x 12 pixels."""
    data = header(SECONDARY_CAPTURE, Modality="OT", **HOLOGIC)
    values = {"Rows": 12, "Columns": 16, "SamplesPerPixel": 1, "PhotometricInterpretation": "MONOCHROME2"}
    values |= {"BitsAllocated": 8, "BitsStored": 8, "HighBit": 7, "PixelRepresentation": 0} | fields
    for keyword, value in values.items():
        setattr(data, keyword, value)
    data.PixelData = pixels
    data["PixelData"].VR = "OB" if values["BitsAllocated"] == 8 else "OW"
    data["PixelData"].is_undefined_length = syntax != EXPLICIT
    return written(data, syntax)


def jpeg_2000(image):
    target = BytesIO()
    image.save(target, format="JPEG2000")
    return encapsulate([target.getvalue()])


RAMP = bytes(range(0, 192, 1))
PICTURE = Image.frombytes("L", (16, 12), RAMP)
WIDE = {"BitsAllocated": 16, "BitsStored": 16, "HighBit": 15}
COLOUR = {"SamplesPerPixel": 3, "PhotometricInterpretation": "RGB"}


@pytest.mark.parametrize(
    ("content", "first", "last"),
    [
        (object_of(RAMP), 0, 191),
        (object_of(RAMP, PhotometricInterpretation="MONOCHROME1"), 255, 64),
        (object_of(b"".join(struct.pack("<H", 300 * value) for value in RAMP), **WIDE), 0, 255),
        (
            object_of(b"".join(struct.pack("<h", value - 90) for value in RAMP), **(WIDE | {"PixelRepresentation": 1})),
            0,
            255,
        ),
        (object_of(RAMP * 3, **COLOUR, PlanarConfiguration=1), 0, 191),
        (object_of(b"".join(bytes((value,)) * 3 for value in RAMP), **COLOUR, PlanarConfiguration=0), 0, 191),
        (object_of(jpeg_2000(PICTURE), syntax="1.2.840.10008.1.2.4.90"), 0, 191),
    ],
)
def test_pixels_of_every_form_that_is_opened_become_the_same_grey_picture(content, first, last):
    (picture,) = captures(content, Limits())

    assert picture.image.size == (16, 12)
    assert (picture.image.getpixel((0, 0)), picture.image.getpixel((15, 11))) == (first, last)


@pytest.mark.parametrize(
    "content",
    [
        object_of(RAMP, PhotometricInterpretation="PALETTE COLOR"),
        object_of(RAMP, SamplesPerPixel=3),
        object_of(RAMP * 2, NumberOfFrames=3),
        object_of(RAMP * 4, BitsAllocated=32),
        object_of(encapsulate([RAMP]), syntax="1.2.840.10008.1.2.5"),
        object_of(jpeg_2000(PICTURE.resize((8, 8))), syntax="1.2.840.10008.1.2.4.90"),
    ],
)
def test_pixels_of_another_form_are_refused(content):
    with pytest.raises(UnreadableDocument):
        list(captures(content, Limits()))


@pytest.mark.parametrize("cut", [10, 200, 300, 500, 20_000])
def test_capture_that_is_cut_or_damaged_is_refused(cut):
    content = capture([Image.new("L", (200, 200), 255)])

    with pytest.raises(UnreadableDocument):
        list(captures(content[:cut], Limits()))


def test_capture_of_more_pixels_than_allowed_is_refused():
    with pytest.raises(LimitExceeded, match="more than 1000 pixels"):
        list(captures(capture([Image.new("L", (200, 200), 255)]), Limits(ocr_pixels=1000)))


def placed(label, site, area="14.00"):
    heading = Heading(column=Column.AREA, text="Area", unit="cm2", x0=0, x1=10)
    cells = (Cell(heading=heading, text=area, box=(0, 0, 1, 1)),)
    return PlacedRow(
        row=Row(label=label, group=None, section=None, box=(0, 0, 1, 1), cells=cells), site=site, scan=Scan.SPINE
    )


def vertebra(level, label=None, area="14.00"):
    return placed(label or level, Site(Region.LUMBAR_SPINE, None, (level,)), area)


def spine_total(label, *levels, area="28.00"):
    return placed(label, Site(Region.LUMBAR_SPINE, None, levels), area)


@pytest.mark.parametrize(
    ("rows", "kept"),
    [
        ([vertebra("L1"), vertebra("L2"), spine_total("L1-L2", "L1", "L2")], ["L1", "L2", "L1-L2"]),
        ([vertebra("L1"), spine_total("LS", "L1", "L2", "L4")], ["L1"]),
        ([vertebra("L2"), vertebra("L3"), vertebra("L1")], []),
        ([vertebra("L2"), vertebra("L2")], []),
        ([vertebra("L1"), vertebra("L2"), spine_total("Total", "L1", "L2", area="28.01")], ["L1", "L2", "Total"]),
        ([vertebra("L1"), vertebra("L2"), spine_total("Total", "L1", "L2", area="42.00")], ["L1", "L2"]),
        ([vertebra("L1"), spine_total("Total", "L1", "L2", area="28.00")], ["L1"]),
        ([placed("Neck", Site(Region.FEMORAL_NECK)), placed("N", Site(Region.FEMORAL_NECK))], ["Neck"]),
        ([placed("UD", Site(Region.RADIUS_ULTRADISTAL)), placed("33%", Site(Region.RADIUS_33))], ["UD", "33%"]),
    ],
)
def test_row_counts_only_under_a_label_that_no_misread_letter_makes(rows, kept):
    sure = trusted(rows)

    assert [one.row.label for one in sure if one.site is not None] == kept
    assert {one.issue for one in sure if one.site is None} <= {IssueCode.UNKNOWN_ROW}
