"""Printouts of densitometers drawn from the fact sheet alone, with the numbers around a table that are no results."""

import io

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen import canvas

LUNAR_COLUMNS = (265, 330, 385, 435, 485, 540)
LUNAR_16 = (("", "BMD", "YA", "YA", "AM", "AM"), ("Region", "(g/cm²)", "(%)", "T-score", "(%)", "Z-score"))
LUNAR_17 = (("", "BMD", "YA", "AM"), ("Region", "(g/cm²)", "T-score", "Z-score"))
APEX_COLUMNS = (74, 165, 245, 325, 405, 475)
APEX = (("", "Area", "BMC", "BMD", "T -", "Z -"), ("Region", "(cm²)", "(g)", "(g/cm²)", "score", "score"))
UNICODE_FONT = "Vera"
FOOTNOTES = (
    "1 - Statistically 68% of repeat scans fall within 1SD (± 0.010 g/cm² for AP Spine L1-L4), LSC= 0.028 g/cm².",
    "WHO: Normal = T-score at or above -1.0; Osteopenia = between -1.0 and -2.5; Osteoporosis = at or below -2.5",
    "T-score difference is 0.2.  Filename: a.dfs  76:3.00:50.03:12.0 0.00:8.94 0.60x1.05 17.8:%Fat=10.9%  37.0 µGy",
)


def pdf(*pages, rotation=0):
    """Return a document of pages, each a function that draws on a canvas."""
    pdfmetrics.registerFont(TTFont(UNICODE_FONT, "Vera.ttf"))
    target = io.BytesIO()
    sheet = canvas.Canvas(target, pagesize=(612, 792), invariant=1)
    for draw in pages:
        sheet.setPageRotation(rotation)
        draw(sheet)
        sheet.showPage()
    sheet.save()
    return target.getvalue()


def write(sheet, x, y, texts, *, font="Helvetica", size=8, pitch=12):
    sheet.setFont(font, size)
    for number, text in enumerate(texts):
        sheet.drawString(x, y - number * pitch, text)


def table(sheet, columns, y, heads, rows, *, font="Helvetica", size=7.5, pitch=11, minus="-"):
    """Draw headings above `y` and rows from `y` down; cells are centred, an empty cell draws nothing."""
    sheet.setFont(font, size)
    for number, head in enumerate(reversed(heads)):
        for x, cell in zip(columns, head, strict=False):
            sheet.drawCentredString(x, y + 12 + 9 * number, cell)
    for number, row in enumerate(rows):
        sheet.drawString(columns[0] - 14, y - number * pitch, row[0])
        for x, cell in zip(columns[1:], row[1:], strict=False):
            sheet.drawCentredString(x, y - number * pitch, cell.replace("-", minus) if cell != "-" else cell)


def lunar(title, heads, rows, *more, columns=LUNAR_COLUMNS, software="16 [SP 2]", **style):
    """Return the page of one Lunar scan; `more` draw on top of it."""

    def draw(sheet):
        write(sheet, 40, 745, ["Patient: DOE, JANE", "Birth Date: 11/04/1957", "Height: 63.0 in.", "Sex: Female"])
        write(sheet, 200, 745, ["Age: 66.5 years", "Weight: 132.0 lbs.", "Ethnicity: White"])
        write(sheet, 340, 745, ["Patient ID: Z-1", f"Measured: 5/14/2024 9:31:07 AM ({software})"])
        write(sheet, 230, 695, [title], size=11)
        write(sheet, 300, 675, [f"{title.removesuffix(' Bone Density')}: (BMD)"], size=7)
        write(sheet, 255, 668, ["BMD (g/cm²)"], size=7)
        write(sheet, 500, 668, ["YA T-score"], size=7)
        write(sheet, 520, 655, ["2", "1", "0", "-1", "-2", "-3", "-4", "-5"], size=7, pitch=16)
        write(sheet, 300, 480, ["Densitometry: USA (Combined NHANES/Lunar)"], size=7)
        table(sheet, columns, 439, heads, rows, **style)
        write(sheet, 40, 110, FOOTNOTES, size=5.5, pitch=7)
        write(sheet, 40, 50, ["GE Healthcare   Lunar iDXA   ME+200123   Page: 1 of 1"], size=6)
        for addition in more:
            addition(sheet)

    return draw


def apex(scan, rows, *more, heads=APEX, columns=APEX_COLUMNS):
    """Return the page of one Hologic scan."""

    def draw(sheet):
        write(sheet, 40, 748, ["Hillside Bone Clinic", "Telephone: 555-0100"], size=9)
        write(sheet, 45, 710, ["Name: DOE, JANE", "Patient ID: H-7", "DOB: November 04, 1957"], size=9)
        write(sheet, 250, 710, ["Sex: Female", "Ethnicity: White"], size=9)
        write(sheet, 430, 710, ["Height: 161.0 cm", "Weight: 58.0 kg", "Age: 67"], size=9)
        information = ["Scan Information:", "Scan Date:   March 12, 2025   ID: A03122507", f"Scan Type:   {scan}"]
        version = ["Analysis:   March 12, 2025 10:02   Version 13.6.0.5:3", "Model:   Horizon A (S/N 300123)"]
        write(sheet, 330, 640, information + version)
        write(sheet, 60, 520, ["k = 1.130, d0 = 48.6", "116 x 135", "NECK: 49 x 15"], size=7)
        write(sheet, 60, 442, ["DXA Results Summary:"], font="Times-Bold", size=10)
        table(sheet, columns, 400, heads, rows, font="Times-Roman", size=9, pitch=13.5)
        source = "T-score vs. White Female. Source:2012 BMDCS/NHANES White Female. Z-score vs. White Female."
        write(sheet, 60, 150, ["Total BMD CV 1.0%, ACF = 1.029, BCF = 0.984, TH = 6.439", source], size=7)
        for addition in more:
            addition(sheet)

    return draw
