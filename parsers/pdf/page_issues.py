"""What a reviewer has to know about pages as a whole: text nobody sees, missing headings, readers that differ."""

import re
from collections.abc import Iterable, Sequence
from datetime import date

from dxa.issues import IssueCode
from dxa.locator import Locator
from dxa.report import DxaReport, Issue, Patient
from parsers.pdf.pages import Page
from parsers.pdf.tables.unread import unknown_columns, unread_rows, unread_scores
from parsers.pdf.text.words import box_of
from parsers.pdf.values.second import SecondReading

_HEADING = re.compile(r"\bBMD\b.*\bT ?-|\bRegion\b", re.IGNORECASE)


def issues_of(page: Page, second: SecondReading | None) -> list[Issue]:
    """Return what is to be said of one page, whatever was read from it."""
    frame = page.text.frame
    issues = [
        Issue(code=IssueCode.TEXT_NOT_VISIBLE, text=f"text {why} was not used", locator=frame.locator(box_of(words)))
        for why, words in page.text.hidden
        if words
    ]
    if not page.text.words:
        text = "a page without text; pictures are not read"
        issues.append(Issue(code=IssueCode.NO_TEXT_LAYER, text=text, locator=Locator(page=frame.page)))
    if page.is_volumetric:
        text = "a page of bone density by volume (mg/cm3) is no DXA result; not read"
        issues.append(Issue(code=IssueCode.UNKNOWN_UNIT, text=text, locator=Locator(page=frame.page)))
    if page.is_printout and not page.has_results and _HEADING.search(" ".join(line.text for line in page.lines)):
        text = "a page of a known kind of printout without a heading row that says what its columns are"
        issues.append(Issue(code=IssueCode.HEADER_MISSING, text=text, locator=Locator(page=frame.page)))
    for box in (box for table in page.tables for box in unknown_columns(table)):
        text = "a column whose heading names a score or a density in words that are not known; not read"
        issues.append(Issue(code=IssueCode.HEADER_MISSING, text=text, locator=frame.locator(box)))
    if second and not second.sees_enough:
        text = f"two text readers see {second.first_count} and {second.count} characters on a page"
        issues.append(Issue(code=IssueCode.TEXT_ENGINES_DISAGREE, text=text, locator=Locator(page=frame.page)))
    return issues


def unread(page: Page, told: DxaReport) -> list[Issue]:
    """Return an issue for results that neither the tables nor the words of a page gave."""
    if page.has_results or told.measurements or told.issues:
        return []
    box = unread_scores(page.lines) or unread_rows(page.lines)
    if box is None:
        return []
    text = "results whose rows name no known site, or whose columns no heading names; not read"
    return [Issue(code=IssueCode.HEADER_MISSING, text=text, locator=page.text.frame.locator(box))]


def several_patients(patients: Iterable[Patient], digest: str) -> list[Issue]:
    """Return an issue when pages name different patients."""
    known = list(patients)
    for name in ("id", "name", "birth_date"):
        stated = {str(value).casefold() for patient in known if (value := getattr(patient, name)) is not None}
        if len(stated) > 1:
            text = f"the pages name patients with different {name.replace('_', ' ')}s; every value is held back"
            return [Issue(code=IssueCode.SEVERAL_PATIENTS, text=text, document=digest)]
    return []


def older(pages: Sequence[Page], newest: date | None, digest: str) -> list[Issue]:
    """Return an issue for every page of an earlier day than the newest one."""
    text = "a page is of an earlier day than the newest one; its values are taken as priors"
    return [
        Issue(code=IssueCode.STUDY_CONFLICT, text=text, locator=Locator(page=page.number), document=digest)
        for page in pages
        if page.box.study.performed_on not in {None, newest}
    ]
