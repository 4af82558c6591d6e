"""Every error has a code of its own and a remedy."""

import inspect

import pytest

from dxa import errors
from dxa.errors import Defect, DocumentError, LimitExceeded, OsteonError, Remedy, UnreadableDocument
from dxa.locator import Locator

TREE = [cls for _, cls in inspect.getmembers(errors, inspect.isclass) if issubclass(cls, OsteonError)]


@pytest.mark.parametrize("error", TREE)
def test_error_carries_a_remedy_a_code_and_a_meaning(error):
    assert isinstance(error.remedy, Remedy)
    assert error.code == error.code.upper()
    assert error.__doc__


def test_no_two_kinds_of_error_share_a_code():
    codes = [error.code for error in TREE if error is not Defect]

    assert len(set(codes)) == len(codes)
    assert Defect.code == OsteonError.code


@pytest.mark.parametrize("error", [cls for cls in TREE if issubclass(cls, DocumentError)])
def test_document_error_is_for_the_sender_to_mend(error):
    assert error.remedy is Remedy.CHANGE_DOCUMENT


def test_our_own_defect_is_never_the_senders_fault():
    assert Defect.remedy is Remedy.AWAIT_FIX
    assert not issubclass(Defect, DocumentError)


def test_limit_is_a_kind_of_unreadable():
    assert issubclass(LimitExceeded, UnreadableDocument)


def test_error_says_what_and_where():
    error = UnreadableDocument("the message ends within a segment", Locator(segment="OBX", index=3))

    assert (str(error), error.text) == (error.text, "the message ends within a segment")
    assert error.locator == Locator(segment="OBX", index=3)
    assert UnreadableDocument("x").locator is None
