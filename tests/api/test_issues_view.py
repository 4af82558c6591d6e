"""What was read with care, as pages and the command line say it."""

from api.views.issues_view import cares
from dxa.issues import IssueCode
from dxa.locator import Locator
from dxa.report import Issue


def issue(code, text, start):
    return Issue(code=code, text=text, locator=Locator(chars=(start, start + 4)))


def test_an_issue_met_at_many_places_is_said_once():
    commas = [issue(IssueCode.DECIMAL_COMMA, "a decimal comma was read as a point", start) for start in (10, 20, 30)]

    said = cares(commas)

    assert [(0, 10), (1, 20), (2, 30)] == [(position, place.chars[0]) for position, place in said[0].places]
    assert 1 == len(said)


def test_what_only_tells_how_a_document_is_written_comes_last():
    said = cares([issue(IssueCode.DECIMAL_COMMA, "comma", 0), issue(IssueCode.VALUE_CONFLICT, "two values", 9)])

    assert [IssueCode.VALUE_CONFLICT, IssueCode.DECIMAL_COMMA] == [one.code for one in said]


def test_an_issue_of_no_place_is_said_without_one():
    assert () == cares([Issue(code=IssueCode.BATCH_COUNT, text="a batch is not closed")])[0].places
