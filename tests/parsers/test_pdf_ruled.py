"""Tables with drawn cells, set as word processors and browsers set them: to the middle of their rows."""

from io import BytesIO

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, Table, TableStyle

from dxa.settings import Limits
from parsers.pdf.reading import read_pdf

MIDDLE = ParagraphStyle("cell", fontName="Helvetica", fontSize=9, leading=11, alignment=1)
GRID = [("GRID", (0, 0), (-1, -1), 0.6, "black"), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]


def drawn(cells: list[list[str]], widths: list[float], *spans: tuple[object, ...], title: str = "") -> bytes:
    """Return a page with one table whose cells are drawn and set to their middle."""
    out = BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1)
    canvas.setFont("Helvetica", 10)
    canvas.drawString(60, 800, "Bone densitometry (DXA)")
    canvas.drawString(60, 786, "Exam date: 03/14/2026")
    canvas.drawString(60, 772, title)
    table = Table([[Paragraph(text, MIDDLE) for text in row] for row in cells], colWidths=widths)
    table.setStyle(TableStyle([*GRID, *spans]))
    _, height = table.wrapOn(canvas, 480, 700)
    table.drawOn(canvas, 60, 750 - height)
    canvas.save()
    return out.getvalue()


def told(content: bytes) -> list[str]:
    """Return what is read and free, one line for each value."""
    report = read_pdf(content, "0" * 64, Limits())
    return sorted(
        " ".join(filter(None, (row.region, row.side, "+".join(row.levels), row.quantity, str(row.value))))
        for row in report.measurements
        if row.held is None
    )


HEAD = ["BMD (g/cm\u00b2)", "T-score"]
BY_SIDE = [
    ["Site", "Xyz", *HEAD],
    ["Left hip", "Femoral neck", "0.760", "-2.0"],
    ["", "Total hip", "0.818", "-1.5"],
    ["Right hip", "Femoral neck", "0.732", "-2.2"],
    ["", "Total hip", "0.844", "-1.3"],
]
OF_SIDE = [
    "femoral_neck left bmd 0.760",
    "femoral_neck left t_score -2.0",
    "femoral_neck right bmd 0.732",
    "femoral_neck right t_score -2.2",
    "total_hip left bmd 0.818",
    "total_hip left t_score -1.5",
    "total_hip right bmd 0.844",
    "total_hip right t_score -1.3",
]


@pytest.mark.parametrize("widths", [[90, 120, 80, 60], [70, 75, 75, 50]])
def test_a_side_beside_the_middle_of_its_rows_is_that_of_all_of_them(widths: list[float]) -> None:
    spans = [("SPAN", (0, 1), (0, 2)), ("SPAN", (0, 3), (0, 4))]

    assert told(drawn(BY_SIDE, widths, *spans)) == OF_SIDE


def test_a_name_of_two_lines_stands_on_the_line_of_its_numbers() -> None:
    rows = [
        ["Site", *HEAD],
        ["Col f\u00e9moral gauche<br/>Left femoral neck", "0.760", "-2.0"],
        ["Hanche totale droite<br/>Right total hip", "0.844", "-1.3"],
    ]

    read = told(drawn(rows, [140, 80, 60]))

    assert read == [
        "femoral_neck left bmd 0.760",
        "femoral_neck left t_score -2.0",
        "total_hip right bmd 0.844",
        "total_hip right t_score -1.3",
    ]


def test_what_is_beside_rows_of_two_sides_is_not_given_to_either_without_rules() -> None:
    """Nothing drawn says which rows the name holds for, and the lines of a cell are no rows of one."""
    rows = [["Site", *HEAD], ["Left femoral neck<br/>Right femoral neck", "0.760<br/>0.732", "-2.0<br/>-2.2"]]

    read = told(drawn(rows, [140, 80, 60]))

    assert [line for line in read if "left" in line and ("0.732" in line or "-2.2" in line)] == []
    assert [line for line in read if "right" in line and ("0.760" in line or "-2.0" in line)] == []


def test_a_card_in_a_box_keeps_its_values_to_itself() -> None:
    rows = [
        [
            "Lumbar spine<br/>L1-L4<br/>T-score -1.6<br/>BMD 0.988 g/cm\u00b2",
            "Left femoral neck<br/>T-score -2.0<br/>BMD 0.760 g/cm\u00b2",
        ]
    ]

    read = told(drawn(rows, [150, 150]))

    assert read == [
        "femoral_neck left bmd 0.760",
        "femoral_neck left t_score -2.0",
        "lumbar_spine L1+L2+L3+L4 bmd 0.988",
        "lumbar_spine L1+L2+L3+L4 t_score -1.6",
    ]


def test_names_without_rules_between_them_stay_with_the_numbers_beside_them() -> None:
    out = BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1)
    canvas.setFont("Helvetica", 9)
    canvas.drawString(60, 800, "Bone densitometry (DXA)   Exam date: 03/14/2026")
    rows = [("Region", *HEAD), ("L1", "0.860", "-2.5"), ("L2", "1.020", "-1.5"), ("L1-L4", "1.000", "-1.5")]
    for number, row in enumerate(rows):
        for x, text in zip((66, 150, 240), row, strict=True):
            canvas.drawString(x, 700 - 16 * number, text)
        canvas.line(60 if not number else 140, 695 - 16 * number, 300, 695 - 16 * number)
    canvas.line(60, 711, 300, 711)
    canvas.line(60, 647, 300, 647)
    for x in (60, 140, 230, 300):
        canvas.line(x, 711, x, 647)
    canvas.save()

    read = told(out.getvalue())

    assert [line for line in read if "bmd" in line] == [
        "lumbar_spine L1 bmd 0.860",
        "lumbar_spine L1+L2+L3+L4 bmd 1.000",
        "lumbar_spine L2 bmd 1.020",
    ]
