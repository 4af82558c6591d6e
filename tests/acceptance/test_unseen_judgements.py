"""Judgements written from the guideline sheet alone: the thresholds of every pack and check, and what is unknown.

Each table is one test: a failure names every situation that ends otherwise than its examiner wrote.
"""

import pytest

from assess.case.situation import situation_of
from assess.columns import batch_of, outcomes, terms_text
from assess.registry import all_guidelines
from assess.rules.judging import judge
from tests.acceptance.judging import differences, examination, facts, situations_of
from tests.acceptance.rows import in_the_fast_part, left_to_the_slow_part, said_of

SITUATIONS = {
    "unseen_judgements.toml": 1328,
    "unseen_judgements_2.toml": 727,
    "unseen_judgements_3.toml": 596,
    "unseen_judgements_4.toml": 298,
    "unseen_judgements_5.toml": 630,
    "unseen_judgements_6.toml": 137,
}
"""How many situations each table has, at least."""


@pytest.mark.parametrize("part", [in_the_fast_part, pytest.param(left_to_the_slow_part, marks=pytest.mark.slow)])
@pytest.mark.parametrize("table", SITUATIONS)
def test_every_situation_of_a_table_is_judged_as_its_examiner_wrote(table, part):
    wrong = [(one["name"], found) for one in part(situations_of(table)) if (found := differences(one))]

    assert [] == wrong, said_of(wrong)


@pytest.mark.parametrize("table", SITUATIONS)
def test_a_table_keeps_its_situations(table):
    assert SITUATIONS[table] <= len(situations_of(table))


@pytest.mark.slow
def test_a_question_about_all_of_them_is_answered_as_each_one_is():
    several = [one for table in list(SITUATIONS)[:4] for one in situations_of(table)]
    cases = [
        situation_of(examination(one), facts(one), [examination(prior) for prior in one.get("priors", ())])
        for one in several[::10]
    ]
    batch = batch_of([terms_text(case) for case in cases])
    rules = [rule for pack in all_guidelines() for rule in pack.rules]
    alone = {rule.id: [judge(rule, case).outcome for case in cases] for rule in rules}

    assert alone == {rule.id: outcomes(rule, batch) for rule in rules}
