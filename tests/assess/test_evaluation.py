"""What is settled names the questions that made it; reasons and missing facts are gathered from them."""

import pytest

from assess.expressions.evaluation import Question, counted, enough, joined, settlement
from assess.expressions.known import Known, Listed
from assess.expressions.lists import ListTerm
from assess.expressions.logic import Term, all_of, any_of, not_
from dxa.assessment import Truth

TERMS = {name: Term(name, f"term {name}", lambda case, name=name: case.get(name)) for name in "abcd"}
QUESTIONS: dict[str, Question] = {name: term.is_true().questions[0] for name, term in TERMS.items()}


def settled(name, verdict):
    question = QUESTIONS[name]
    return settlement(verdict, (question,), (question,) if verdict is Truth.UNKNOWN else ())


YES, NO, OPEN = settled("a", Truth.TRUE), settled("b", Truth.FALSE), settled("c", Truth.UNKNOWN)


def names(questions):
    return [question.term.name for question in questions]


def test_only_what_made_the_verdict_is_a_reason():
    found = [counted(count, (YES, NO, OPEN)) for count in (1, 2, 3)]

    assert [one.verdict for one in found] == [Truth.TRUE, Truth.UNKNOWN, Truth.FALSE]
    assert [names(each.because) for each in found] == [["a"], ["a", "b", "c"], ["b"]]
    assert [names(each.asks) for each in found] == [[], ["c"], []]


@pytest.mark.parametrize("count", [1, 2, 3])
def test_verdicts_alone_are_counted_alike(count):
    assert enough(count, (Truth.TRUE, Truth.FALSE, Truth.UNKNOWN)) is counted(count, (YES, NO, OPEN)).verdict


def test_a_question_of_several_parts_stands_once_where_it_first_stood():
    found = counted(2, (counted(2, (YES, settled("d", Truth.TRUE))), settled("a", Truth.TRUE)))

    assert names(found.because) == ["a", "d"]


def test_what_is_decided_asks_for_nothing_whatever_its_parts_ask():
    decided = joined(Truth.FALSE, (OPEN,))

    assert decided.asks == ()
    assert counted(2, (decided, OPEN)).asks == ()
    assert names(counted(1, (decided, OPEN)).asks) == ["c"]


def test_what_came_out_alike_is_one_object():
    first, second = (any_of(TERMS["a"].is_true(), TERMS[name].is_true()) for name in "bc")
    verdicts = {QUESTIONS["a"]: Truth.TRUE, QUESTIONS["b"]: Truth.FALSE, QUESTIONS["c"]: Truth.UNKNOWN}

    assert first.settled(verdicts) is second.settled(verdicts)


def test_a_question_that_was_not_put_is_no_answer():
    with pytest.raises(KeyError):
        all_of(TERMS["a"].is_true(), TERMS["b"].is_true()).settled({QUESTIONS["a"]: Truth.TRUE})


def test_patterns_are_forgotten_before_they_are_too_many(monkeypatch):
    monkeypatch.setattr("assess.expressions.evaluation._MOST_KEPT", 2)
    both = all_of(TERMS["a"].is_true(), not_(TERMS["b"].is_true()))
    found = [
        both.evaluate({"a": Known(value=a), "b": Known(value=b)}).verdict for a in (True, False) for b in (True, False)
    ]

    assert found == [Truth.FALSE, Truth.TRUE, Truth.FALSE, Truth.FALSE]


def test_the_same_words_of_two_entries_are_one_reason():
    whole = ListTerm("list", "list", lambda case: case).at_least(2, TERMS["a"].is_true())
    entries = ({"a": Known(value=True)}, {"a": Known(value=True)}, {"a": Known(value=False)})
    found = whole.evaluate(Listed(entries))

    assert [(reason.value, reason.verdict) for reason in found.because] == [("true", Truth.TRUE)]
