"""An evaluation gathers reasons and questions from the parts that made it."""

from assess.evaluation import Evaluation, counted
from dxa.assessment import Reason, Truth


def reason(term, verdict=Truth.TRUE):
    return Reason(term=term, value=None, operator="==", threshold="true", verdict=verdict)


def leaf(term, verdict):
    asks = (term,) if verdict is Truth.UNKNOWN else ()
    return Evaluation(verdict, (reason(term, verdict),), asks)


YES, NO, OPEN = (leaf(term, verdict) for term, verdict in (("a", Truth.TRUE), ("b", Truth.FALSE), ("c", Truth.UNKNOWN)))


def test_only_what_made_the_verdict_is_a_reason():
    found = [counted(count, (YES, NO, OPEN)) for count in (1, 2, 3)]

    assert [one.verdict for one in found] == [Truth.TRUE, Truth.UNKNOWN, Truth.FALSE]
    assert [[one.term for one in each.because] for each in found] == [["a"], ["a", "b", "c"], ["b"]]
    assert [each.missing for each in found] == [(), ("c",), ()]


def test_a_reason_of_several_parts_stands_once_where_it_first_stood():
    again = leaf("a", Truth.TRUE)
    found = counted(2, (counted(2, (YES, leaf("d", Truth.TRUE))), again))

    assert [one.term for one in found.because] == ["a", "d"]


def test_own_reasons_come_first_and_own_questions_last():
    found = Evaluation(Truth.UNKNOWN, (reason("own"),), ("own",), (OPEN, leaf("d", Truth.UNKNOWN)))

    assert [one.term for one in found.because] == ["own", "c", "d"]
    assert found.missing == ("c", "d", "own")


def test_what_is_decided_asks_for_nothing_whatever_its_parts_ask():
    settled = Evaluation(Truth.FALSE, parts=(OPEN,))

    assert settled.missing == ()
    assert counted(2, (settled, OPEN)).missing == ()
    assert counted(1, (settled, OPEN)).missing == ("c",)
