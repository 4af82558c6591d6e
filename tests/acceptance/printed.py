"""Pages as a browser or word processor printed them: runs of words with their places, and the rules between cells."""

from functools import cache
from io import BytesIO

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

_FONT = "Vera"
_BOX = 0.995
"""Height of the boxes of the font's characters, in sizes of its type."""


def pdf_of(page):
    """Return the document of a page in a TOML file.

    A line of its text is the left and right edge of a run of words, its baseline down the page, the height of its
    characters and the words; behind a hyphen it is the box of a rule. The numbers are points; a line of five equals
    signs begins another page.
    """
    _register()
    target = BytesIO()
    width, height = page.get("size", (612, 792))
    sheet = Canvas(target, pagesize=(width, height), invariant=1)
    for text in page["text"].strip("\n").split("\n=====\n"):
        for line in text.split("\n"):
            if line.startswith("- "):
                _rule(sheet, height, *map(float, line[2:].split()))
            else:
                *place, words = line.split(" ", 4)
                _run(sheet, height, *map(float, place), words)
        sheet.showPage()
    sheet.save()
    return target.getvalue()


@cache
def _register():
    pdfmetrics.registerFont(TTFont(_FONT, "Vera.ttf"))


def _run(sheet, height, left, right, base, box, words):
    size = box / _BOX
    drawn = sheet.beginText(left, height - base)
    drawn.setFont(_FONT, size)
    drawn.setHorizScale(100 * (right - left) / pdfmetrics.stringWidth(words, _FONT, size))
    drawn.textOut(words)
    sheet.drawText(drawn)


def _rule(sheet, height, x0, top, x1, bottom):
    sheet.rect(x0, height - bottom, max(x1 - x0, 0.5), max(bottom - top, 0.5), stroke=0, fill=1)
