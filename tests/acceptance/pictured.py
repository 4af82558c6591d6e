"""Pages of printouts drawn from pictures made of text: what blanks part in the picture stands apart on the page."""

import re
from functools import cache
from io import BytesIO

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

_NUMBER = re.compile(r"[-+\u2212\u2013]?\s?\d+(?:[.,]\d+)?\s?%?\*?")
_NATIONAL = {"zh": "STSong-Light", "ja": "HeiseiMin-W3", "ko": "HYSMyeongJo-Medium"}
_LEFT, _TOP = 24, 30
_FIRST_WIDE, _PUNCTUATION = 0x1100, range(0x2000, 0x2E80)


def pdf_of(page):
    """Return the document of a page in a TOML file; a line of five equals signs begins another page."""
    _register()
    target = BytesIO()
    width, height = (792, 612) if page.get("wide") else (612, 792)
    sheet = Canvas(target, pagesize=(width, height), invariant=1)
    for text in re.split(r"\n=====\n", page["text"].strip("\n")):
        if page.get("turned"):
            sheet.translate(width, 0)
            sheet.rotate(90)
        _draw(sheet, text, (width if page.get("turned") else height) - _TOP, page)
        sheet.showPage()
    sheet.save()
    return target.getvalue()


@cache
def _register():
    pdfmetrics.registerFont(TTFont("Vera", "Vera.ttf"))
    for font in _NATIONAL.values():
        pdfmetrics.registerFont(UnicodeCIDFont(font))


def _draw(sheet, text, y, page):
    size, column = page.get("size", 7.5), page.get("cw", 4.7)
    font = _NATIONAL.get(page.get("lang"), page.get("font", "Helvetica"))
    for line in text.split("\n"):
        own = 5.5 if line.startswith("~") else size
        for start, end, cell in _cells(line.removeprefix("~")):
            for aside in (0, 0.3) if page.get("twice") else (0,):
                _put(sheet, cell, (_LEFT + start * column + aside, _LEFT + end * column + aside, y), font, own)
        y -= 7 if own != size else page.get("pitch", 10.5)


def _cells(line):
    """Return where each run begins and ends, in columns, and its text."""
    found = []
    for run in re.finditer(r"\S+(?: \S+)*", line):
        start = _columns(line[: run.start()])
        found.append((start, start + _columns(run.group()), run.group()))
    return found


def _columns(text):
    return sum(2 if ord(char) >= _FIRST_WIDE and ord(char) not in _PUNCTUATION else 1 for char in text)


def _put(sheet, cell, place, font, size):
    """Draw a run, numbers ending at its right edge; a digit in braces is raised."""
    left, right, y = place
    parts = re.split(r"\{(\d)\}", cell)
    plain = "".join(parts[::2])
    if font != "Courier" and _NUMBER.fullmatch(plain):
        left = right - pdfmetrics.stringWidth(plain, font, size)
    for number, part in enumerate(parts):
        own, rise = (size * 0.55, 2.6) if number % 2 else (size, 0)
        sheet.setFont(font, own)
        sheet.drawString(left, y + rise, part)
        left += pdfmetrics.stringWidth(part, font, own)
