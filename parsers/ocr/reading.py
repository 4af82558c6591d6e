"""A picture of a page as numbers: read twice in two sizes, kept where both readings and the row itself agree."""

from dataclasses import dataclass, field
from io import BytesIO
from time import monotonic

from PIL import Image

from dxa.errors import LimitExceeded, UnreadableDocument
from dxa.issues import IssueCode
from dxa.locator import Locator
from dxa.report import DxaReport, Issue
from dxa.settings import Limits
from parsers.ocr.agreement import agreed
from parsers.ocr.picture import Picture, View
from parsers.ocr.program import recognised
from parsers.ocr.tables import read_sheet
from parsers.ocr.tsv import seen_words
from parsers.ocr.words import Sheet, sheet_of

_SEGMENTATIONS = (6, 4)
"""A uniform block of text, and a single column of text of various sizes."""
_FEWEST_DPI = 190.0
"""Below about 200 dots per inch one score in five is misread, most of them by losing the minus."""
_SMALLEST_CAPITAL = 9.0
"""Height of a digit in pixels before enlarging; smaller ones lose their points and minus signs."""
_FEWEST_WORDS = 8
"""Words that a page which stands upright has at least."""


@dataclass(slots=True)
class Budget:
    """The time that is left for the pictures of one document."""

    limits: Limits
    started: float = field(default_factory=monotonic)

    @property
    def seconds(self) -> float:
        """What is left.

        Raises:
            LimitExceeded: nothing.
        """
        left = self.limits.ocr_seconds - (monotonic() - self.started)
        if left <= 0:
            raise LimitExceeded(f"recognising its pictures took longer than {self.limits.ocr_seconds:g} s")
        return left


def read_picture(picture: Picture, digest: str, budget: Budget) -> DxaReport:
    """Return the numbers of a picture that both readings and their rows bear out, all of them held for a reviewer.

    Raises:
        LimitExceeded: the time for all pictures of the document is over.
        SettingsError: the program cannot be started.
    """
    if picture.dpi is not None and picture.dpi < _FEWEST_DPI:
        return _not_read(
            picture, f"a picture of {picture.dpi:.0f} dots per inch is too coarse: recognition needs about 200"
        )
    try:
        first = _first_sheet(picture, budget)
        one = read_sheet(first, digest)
        if not one.has_table:
            return _not_read(picture, "no table of results was recognised in a picture")
        if one.capital * picture.image.width / first.view.width < _SMALLEST_CAPITAL:
            return _not_read(picture, "the digits of a picture are too small to be recognised for certain")
        other = read_sheet(sheet_of_picture(picture, 1, first.view.turns, budget), digest)
    except UnreadableDocument as error:
        if isinstance(error, LimitExceeded):
            raise
        return _not_read(picture, error.text)
    return agreed(one, other, Locator(page=picture.page))


def _not_read(picture: Picture, text: str) -> DxaReport:
    issue = Issue(code=IssueCode.OCR_PICTURE_NOT_READ, text=text, locator=Locator(page=picture.page))
    return DxaReport(issues=(issue,))


def _first_sheet(picture: Picture, budget: Budget) -> Sheet:
    """Return the first reading, of the picture turned so that there are words; as it stands if none helps."""
    upright = None
    for turns in (0, 1, 3, 2):
        sheet = sheet_of_picture(picture, 0, turns, budget)
        upright = upright or sheet
        if sheet.certain >= _FEWEST_WORDS:
            return sheet
    if upright is None:
        raise ValueError("no turn was tried")
    return upright


def sheet_of_picture(picture: Picture, reading: int, turns: int, budget: Budget) -> Sheet:
    """Return the words of one reading (0 or 1) of a picture turned by quarters counter-clockwise.

    Raises:
        LimitExceeded: the time is over.
        UnreadableDocument: the program failed on it.
        SettingsError: the program cannot be started.
    """
    limits = budget.limits
    enlarged = picture.enlarged(reading, limits.ocr_pixels)
    view = View(page=picture.page, width=enlarged.width, height=enlarged.height, turns=turns)
    turned = enlarged.rotate(90 * turns, expand=True, resample=Image.Resampling.NEAREST) if turns else enlarged
    file = BytesIO()
    turned.save(file, format="PNG", compress_level=1)
    seen = seen_words(recognised(file.getvalue(), _SEGMENTATIONS[reading], limits, budget.seconds))
    return sheet_of(seen, view)
