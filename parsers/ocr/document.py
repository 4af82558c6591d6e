"""The pictures of a whole document: pages of a PDF without text, frames of an image-only DICOM object."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from dxa.document import RawDocument
from dxa.errors import DocumentError, LimitExceeded, NoStructuredResults, NotDensitometry
from dxa.issues import IssueCode
from dxa.locator import Locator
from dxa.report import DxaReport, Issue
from dxa.settings import Limits
from parsers.embedded import within
from parsers.merge import merge
from parsers.ocr.capture import PLACE, captures
from parsers.ocr.pages import page_pictures, picture_pages
from parsers.ocr.picture import Picture
from parsers.ocr.reading import Budget, read_picture
from parsers.pdf.reading import read_pdf

_BARE = IssueCode.NO_TEXT_LAYER
_LATE = "took longer"


def read_pdf_and_pictures(document: RawDocument, limits: Limits) -> DxaReport:
    """Return what the text of a PDF says, and what was recognised on its pages without text.

    Raises:
        DocumentError: as `read_pdf`, where recognition found no table either.
        SettingsError: the recognition program cannot be started.
    """
    content, digest = document.content, document.digest
    try:
        report = read_pdf(content, digest, limits)
    except (NoStructuredResults, NotDensitometry) as refusal:
        return _with_results(_read_pages(content, digest, picture_pages(content, limits), limits), refusal)
    bare = [issue.locator.page for issue in report.issues if issue.code == _BARE and issue.locator]
    pages = [page for page in bare if page is not None]
    if not pages:
        return report
    issues = tuple(issue for issue in report.issues if issue.code != _BARE)
    return merge([replace(report, issues=issues), _read_pages(content, digest, pages, limits)])


def read_frames(document: RawDocument, limits: Limits, refusal: NoStructuredResults) -> DxaReport:
    """Return the numbers recognised in the pictures of a DICOM object whose header was read before.

    Raises:
        NoStructuredResults: no table was recognised.
        LimitExceeded: the time was over before one was.
        SettingsError: the recognition program cannot be started.
    """
    report = _read(captures(document.content, limits), document.digest, limits)
    return within(_with_results(report, refusal), PLACE, document.digest)


def _read_pages(content: bytes, digest: str, pages: Sequence[int], limits: Limits) -> DxaReport:
    return _read(page_pictures(content, pages, limits), digest, limits)


def _with_results(report: DxaReport, refusal: DocumentError) -> DxaReport:
    if report.measurements or any(issue.code != IssueCode.OCR_PICTURE_NOT_READ for issue in report.issues):
        return report
    if not report.issues:
        raise refusal
    why = "; ".join(dict.fromkeys(issue.text for issue in report.issues))
    if _LATE in why:
        raise LimitExceeded(why, refusal.locator) from refusal
    raise type(refusal)(f"{refusal.text}; {why}", refusal.locator) from refusal


def _read(pictures: Iterable[Picture], digest: str, limits: Limits) -> DxaReport:
    budget = Budget(limits)
    reports: list[DxaReport] = []
    page: int | None = None
    try:
        for number, picture in enumerate(pictures):
            page = picture.page
            if number == limits.ocr_pages:
                text = f"more than {limits.ocr_pages} pictures; this and the following ones were not recognised"
                reports.append(_not_read(text, page))
                break
            reports.append(read_picture(picture, digest, budget))
    except DocumentError as error:
        # What was read before stands; every value of it waits for a reviewer anyway.
        reports.append(_not_read(error.text, page))
    report = merge(reports) if reports else DxaReport()
    return replace(report, issues=tuple(replace(issue, document=digest) for issue in report.issues))


def _not_read(text: str, page: int | None) -> DxaReport:
    issue = Issue(code=IssueCode.OCR_PICTURE_NOT_READ, text=text, locator=Locator(page=page or 1))
    return DxaReport(issues=(issue,))
