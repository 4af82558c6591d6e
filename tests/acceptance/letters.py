"""Sets letters as word processors do: paragraphs broken into lines and pages, between letterhead, margins and foot.

A text is written in a small markup: paragraphs end at blank lines; "# " begins a heading, "- " an item of a list, "> "
a line that stays as it is, ">> " one at the right edge, "| " the cells of a row, and "=" alone a new page.
"""

import io
import re
from dataclasses import dataclass, field

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

A4 = (595.0, 842.0)
FACES = {"Helvetica": "Helvetica-Bold", "Times-Roman": "Times-Bold", "Courier": "Courier-Bold", "Vera": "VeraBd"}
_LETTERS = "a-zA-Zäöüßéèêàçíóúãõñáâôìòù"
_SYLLABLE = re.compile(
    rf"(?<=[{_LETTERS}][aeiouäöüéèàíóúáã])(?=[bcdfgklmnprstvwz][aeiouäöüéèàíóúáãl][{_LETTERS}])"
    rf"|(?<=[{_LETTERS}][nrlst])(?=[bcdfgkmpstvz][aeiouäöüéèàíóú][{_LETTERS}])"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """How a letter is set; measures in points."""

    face: str = "Helvetica"
    size: float = 10.0
    lead: float = 1.3
    left: float = 70.0
    width: float = 455.0
    top: float = 130.0
    """Where the text of the first page begins."""
    next_top: float = 80.0
    bottom: float = 760.0
    paper: tuple[float, float] = A4
    columns: int = 1
    justify: bool = False
    hyphenate: bool = False
    split_minus: bool = False
    """A line may end behind the minus of a number."""
    apart: bool = False
    """Every word is written on its own, without blanks between."""
    indent: float = 0.0
    """How far the first line of a paragraph is moved in."""
    bullet: str = "\u2022"
    stops: tuple[float, ...] = (0.0, 170.0, 260.0, 340.0, 410.0)
    head: tuple[str, ...] = ()
    head_at: str = "centre"
    aside: tuple[str, ...] = ()
    """Small lines beside the text, such as the names of the staff."""
    aside_x: float = 450.0
    foot: tuple[str, ...] = ()
    running: str = ""
    """Head of the pages after the first."""
    stamp: str = ""
    """Large grey letters across the page."""


@dataclass(slots=True)
class _Pen:
    """Where the next line stands, and the pages drawn so far."""

    form: Form
    pages: list[list[tuple[float, float, str, str, float]]] = field(default_factory=lambda: [[]])
    column: int = 0
    y: float = 0.0
    first: bool = True

    @property
    def measure(self) -> float:
        gap = 22.0 * (self.form.columns - 1)
        return (self.form.width - gap) / self.form.columns

    @property
    def x(self) -> float:
        return self.form.left + self.column * (self.measure + 22.0)

    @property
    def begin(self) -> float:
        return self.form.top if len(self.pages) == 1 else self.form.next_top

    def new_page(self) -> None:
        self.pages.append([])
        self.column, self.y = 0, self.form.next_top

    def line(self) -> float:
        """Return the height of the next line, on the next column or page where this one is full."""
        pitch = self.form.size * self.form.lead
        if self.y + pitch > self.form.bottom:
            if self.column + 1 < self.form.columns:
                self.column, self.y = self.column + 1, self.begin
            else:
                self.new_page()
        self.y += pitch
        return self.y

    def put(self, x: float, y: float, text: str, *, bold: bool = False, size: float = 0.0) -> None:
        face = FACES[self.form.face] if bold else self.form.face
        self.pages[-1].append((x, y, text, face, size or self.form.size))


def _pieces(word: str, form: Form) -> list[str]:
    """Return the parts a word may be broken into; a part that takes no new hyphen ends with one."""
    parts = re.split(r"(?<=[^\W\d]-)(?=\w)|(?<=\w-)(?=[^\W\d])|(?<=[^\d\W]/)(?=\w)", word)
    if form.split_minus:
        parts = [piece for part in parts for piece in re.split(r"(?<=^[-\u2212])(?=\d)|(?<=^\([-\u2212])(?=\d)", part)]
    if form.hyphenate:
        parts = [
            piece + ("" if last else "\u00ad")
            for part in parts
            for cut in [_SYLLABLE.split(part) if len(part) > 6 else [part]]
            for number, piece in enumerate(cut)
            for last in [number == len(cut) - 1]
        ]
    return [part for part in parts if part]


def _wrapped(text: str, form: Form, face: str, width: float, first: float = 0.0) -> list[str]:
    """Return the lines of a paragraph; the first begins `first` points further in."""
    lines, line = [], ""
    room = width - first
    for word in text.split():
        parts = _pieces(word, form)
        glue = " " if line else ""
        while parts:
            for count in range(len(parts), 0, -1):
                piece = "".join(parts[:count])
                shown = piece.replace("\u00ad", "")
                ending = "-" if piece.endswith("\u00ad") else ""
                if stringWidth(line + glue + shown + ending, face, form.size) <= room or (not line and count == 1):
                    break
            else:
                lines.append(line)
                line, glue, room = "", "", width
                continue
            parts = parts[count:]
            line += glue + shown + (ending if parts else "")
            glue = ""
            if parts:
                lines.append(line)
                line, room = "", width
    return [*lines, line] if line else lines


def _run(pen: _Pen, x: float, y: float, line: str, *, bold: bool = False, stretch: float = 0.0) -> None:
    """Draw a line, its words apart where the form or a stretched measure wants that."""
    form = pen.form
    face = FACES[form.face] if bold else form.face
    words = line.split(" ")
    if not stretch and not form.apart:
        pen.put(x, y, line, bold=bold)
        return
    blank = stringWidth(" ", face, form.size)
    if stretch and len(words) > 1:
        blank += (stretch - stringWidth(line, face, form.size)) / (len(words) - 1)
    for word in words:
        pen.put(x, y, word if form.apart else f"{word} ", bold=bold)
        x += stringWidth(word, face, form.size) + blank


def _paragraph(pen: _Pen, text: str, *, bold: bool = False, indent: float = 0.0, mark: str = "") -> None:
    form = pen.form
    face = FACES[form.face] if bold else form.face
    first = 0.0 if mark or bold else form.indent
    lines = _wrapped(text, form, face, pen.measure - indent, first)
    for number, line in enumerate(lines):
        y = pen.line()
        if mark and not number:
            pen.put(pen.x, y, mark)
        begin = indent + (0.0 if number else first)
        stretched = form.justify and number < len(lines) - 1
        _run(pen, pen.x + begin, y, line, bold=bold, stretch=pen.measure - begin if stretched else 0.0)


def _row(pen: _Pen, cells: list[str]) -> None:
    y = pen.line()
    for stop, cell in zip(pen.form.stops, cells, strict=False):
        if cell:
            pen.put(pen.x + stop, y, cell)


def _block(pen: _Pen, lines: list[str]) -> None:
    """Set the lines up to a blank one."""
    text: list[str] = []
    for line in [*lines, "\0"]:
        if text and (line == "\0" or line[:1] in "#->|="):
            mark = pen.form.bullet if text[0].startswith("- ") else ""
            _paragraph(pen, " ".join(text).removeprefix("- "), indent=14.0 if mark else 0.0, mark=mark)
            text = []
        if line.startswith("# "):
            _paragraph(pen, line[2:], bold=True)
        elif line.startswith(">> "):
            y = pen.line()
            pen.put(pen.x + pen.measure - stringWidth(line[3:], pen.form.face, pen.form.size), y, line[3:])
        elif line.startswith("> "):
            pen.put(pen.x, pen.line(), line[2:])
        elif line.startswith("|"):
            _row(pen, [cell.strip() for cell in line[1:].split("|")])
        elif line == "=":
            pen.new_page()
        elif line != "\0":
            text.append(line)


def letter(text: str, **form: object) -> bytes:
    """Return the PDF of a letter."""
    pdfmetrics.registerFont(TTFont("Vera", "Vera.ttf"))
    pdfmetrics.registerFont(TTFont("VeraBd", "VeraBd.ttf"))
    given = {name: tuple(value) if isinstance(value, list) else value for name, value in form.items()}
    pen = _Pen(Form(**given))
    pen.y = pen.form.top
    for block in re.split(r"\n[ \t]*\n", text.strip("\n")):
        _block(pen, block.split("\n"))
        pen.y += pen.form.size * 0.6
    return _drawn(pen)


def _drawn(pen: _Pen) -> bytes:
    target, form = io.BytesIO(), pen.form
    canvas = Canvas(target, pagesize=form.paper, invariant=1)
    for number, texts in enumerate(pen.pages, 1):
        _furniture(canvas, form, number, len(pen.pages))
        for x, y, text, face, size in texts:
            _write(canvas, x, form.paper[1] - y, text, face, size)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def _write(canvas: Canvas, x: float, y: float, text: str, face: str, size: float) -> None:
    """Draw text; what follows "^" is one raised small character, as word processors set "g/cm" and its 2."""
    for number, part in enumerate(text.split("^")):
        if number:
            canvas.setFont(face, 0.62 * size)
            canvas.drawString(x, y + 0.35 * size, part[:1])
            x += stringWidth(part[:1], face, 0.62 * size)
        canvas.setFont(face, size)
        canvas.drawString(x, y, part[1:] if number else part)
        x += stringWidth(part[1:] if number else part, face, size)


def _furniture(canvas: Canvas, form: Form, page: int, pages: int) -> None:
    """Draw what stands around the text of a page."""
    width, height = form.paper
    if form.stamp:
        canvas.saveState()
        canvas.setFillGray(0.85)
        canvas.setFont("Helvetica-Bold", 60)
        canvas.translate(width / 2, height / 2)
        canvas.rotate(40)
        canvas.drawCentredString(0, 0, form.stamp)
        canvas.restoreState()
    if page == 1:
        for row, line in enumerate(form.head):
            canvas.setFont(FACES[form.face] if not row else form.face, 14 if not row else 8)
            at = {"centre": width / 2, "left": form.left, "right": form.left + form.width}[form.head_at]
            draw = {"centre": canvas.drawCentredString, "left": canvas.drawString, "right": canvas.drawRightString}
            draw[form.head_at](at, height - 45 - 11 * row, line)
        canvas.setFont(form.face, 7)
        for row, line in enumerate(form.aside):
            canvas.drawString(form.aside_x, height - 130 - 9 * row, line)
    elif form.running:
        canvas.setFont(form.face, 8)
        canvas.drawString(form.left, height - 50, form.running.format(page=page, pages=pages))
    canvas.setFont(form.face, 7)
    for row, line in enumerate(form.foot):
        canvas.drawCentredString(width / 2, 48 - 9 * row, line.format(page=page, pages=pages))
