"""What keeps packs honest: faults are named, and two editions can be laid side by side."""

from dataclasses import replace
from datetime import date

import pytest

from assess.registry import all_guidelines
from assess.rules.comparing import compare
from assess.rules.linting import lint
from dxa.assessment import Evidence, PackStatus

TODAY = date(2026, 11, 22)
PACKS = {pack.id: pack for pack in all_guidelines()}
WHO = PACKS["who-1994"]
JAPAN = PACKS["japan-2025"]
SEEN = replace(JAPAN, rules=tuple(replace(rule, applies=None) for rule in JAPAN.rules))
"""A pack none of whose figures is recalled: the age in the usual gate is."""


def faults(pack, today=TODAY):
    others = [other for other in PACKS.values() if other.id != pack.id]
    return [fault for fault in lint([pack, *others], today) if fault.pack == pack.id]


def with_rule(pack=WHO, **changes):
    return replace(pack, rules=(replace(pack.rules[0], **changes), *pack.rules[1:]))


def test_the_packs_there_are_have_no_fault():
    assert [] == [fault for fault in lint(PACKS.values(), TODAY) if fault.fatal]


@pytest.mark.parametrize(
    ("pack", "says"),
    [
        (replace(SEEN, status=PackStatus.APPROVED), "names no reviewer"),
        (replace(PACKS["endocrine-society-2019"], status=PackStatus.UNDER_REVIEW), "recalled parts"),
        (with_rule(conflicts_with=("nobody-1900",)), "which nobody wrote"),
        (with_rule(cite=replace(WHO.rules[0].cite, title=" ")), "names no document"),
        (with_rule(says="T is between two ends.", boundary_reading=None, notes=()), "how the ends are read"),
    ],
)
def test_a_fault_is_fatal_and_named(pack, says):
    found = faults(pack)

    assert [says in fault.says and fault.fatal for fault in found] == [True]


@pytest.mark.parametrize(
    ("pack", "today", "says"),
    [
        (WHO, date(2027, 11, 23), "review was due"),
        (with_rule(cite=replace(WHO.rules[0].cite, url=None, evidence=Evidence.SEEN)), TODAY, "no address"),
    ],
)
def test_a_reminder_is_not_fatal(pack, today, says):
    assert [(says in fault.says, fault.fatal) for fault in faults(pack, today)] == [(True, False)]


@pytest.mark.parametrize(
    ("today", "says", "fatal"),
    [(date(2028, 11, 20), "review was due", False), (date(2028, 11, 21), "it expired", True)],
)
def test_a_pack_nobody_reviewed_for_a_year_expires(today, says, fatal):
    assert [(says in fault.says, fault.fatal) for fault in faults(WHO, today)] == [(True, fatal)]


def test_a_pack_whose_review_is_due_today_is_not_late():
    assert [] == faults(WHO, WHO.review_due)


def test_two_editions_part_where_their_conditions_do():
    found = {one.code: one for one in compare(PACKS["iscd-adult-2023"], PACKS["bhof-2022"])}

    assert "< -1.0" in found["VFA_INDICATED"].first
    assert "<= -1.0" in found["VFA_INDICATED"].second
    assert found["PHARMACOTHERAPY_THRESHOLD_MET"].first is None


def test_a_pack_does_not_differ_from_itself():
    assert () == compare(WHO, WHO)
