"""What is remembered of other cases changes nothing: every answer is that of an evaluation that remembers nothing."""

import gc
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assess.case.situation import Situation, situation_of
from assess.expressions import evaluation
from assess.expressions.evaluation import Evaluation, Plain, enough
from assess.expressions.known import Known, Listed, shown, text_of
from assess.expressions.lists import Counted, Has, ListTerm, has_one
from assess.expressions.logic import (
    AtLeast,
    Comparison,
    Not,
    Operator,
    Parameter,
    Present,
    Term,
    Undecided,
    all_of,
    any_of,
    at_least,
    compared,
    not_,
)
from assess.expressions.surely import Once, Surely
from assess.registry import all_guidelines
from assess.rules.judging import judge
from assess.rules.rule import Rule
from assess.terms.age_table import ByAge
from assess.terms.courses import Together
from assess.terms.terms import FULL_YEARS, GLUCOCORTICOIDS
from dxa.assessment import Citation, Evidence, Outcome, Reason, Truth
from dxa.facts import Fracture, Medication
from dxa.report import DxaReport
from tests.assess.test_columns import random_facts, random_report

TRUE, FALSE, UNKNOWN = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN
OPPOSITE = {TRUE: FALSE, FALSE: TRUE, UNKNOWN: UNKNOWN}


def once(found):
    return tuple(dict.fromkeys(found))


def joined(verdict, parts):
    missing = [name for part in parts for name in part.missing] if verdict is UNKNOWN else []
    return Evaluation(verdict, once(reason for part in parts for reason in part.because), once(missing))


def plain(expression, subject, noted=None):
    """Return what an expression comes to by the rules of three-valued logic, worked out for this subject alone.

    `noted` keeps what the nodes of this one subject came to, so that a part many rules share is worked out once.
    """
    noted = {} if noted is None else noted
    if id(expression) not in noted:
        noted[id(expression)] = expression, worked_out(expression, subject, noted)
    return noted[id(expression)][1]


def worked_out(expression, subject, noted):
    match expression:
        case Not(part=part):
            found = plain(part, subject, noted)
            return found._replace(verdict=OPPOSITE[found.verdict])
        case Surely(part=part):
            found = plain(part, subject, noted)
            return Evaluation(FALSE, found.because) if found.verdict is UNKNOWN else found
        case Once(first=first, then=then):
            found = plain(first, subject, noted)
            return plain(then, subject, noted) if found.verdict is TRUE else found
        case AtLeast(count=count, parts=parts):
            found = [plain(part, subject, noted) for part in parts]
            verdict = enough(count, [one.verdict for one in found])
            return joined(verdict, [one for one in found if verdict is UNKNOWN or one.verdict is verdict])
        case Counted() | Has():
            return plain_list(expression, subject)
        case _:
            return plain_question(expression, subject, noted)


def plain_question(question, subject, noted):
    match question:
        case Comparison(term=term, operator=operator, threshold=threshold):
            return compared(term.says, term.read(subject), operator, threshold, term.name)
        case Present(term=term):
            known = term.read(subject)
            verdict = FALSE if known is None else TRUE
            origin = {"measurement": known.measurement, "source": known.source} if known else {}
            return Evaluation(verdict, (said(term.says, shown(known), "present", None, verdict, **origin),))
        case Undecided(says=says):
            return Evaluation(UNKNOWN, (said(says, None, "undecided", None, UNKNOWN),))
        case Together():
            verdict = question.verdict(GLUCOCORTICOIDS.read(subject))
            asked = () if verdict is FALSE else (GLUCOCORTICOIDS.name,)
            return Evaluation(verdict, () if verdict is FALSE else question.reasons(subject), asked)
        case ByAge(rows=rows):
            return plain_row(question, rows, FULL_YEARS.read(subject), subject, noted)
    raise TypeError(question)


def plain_row(question, rows, age, subject, noted):
    places = range(len(rows)) if age is None else question.rows_for(age)
    found = [plain(rows[place], subject, noted) for place in places]
    verdicts = {one.verdict for one in found}
    verdict = verdicts.pop() if len(verdicts) == 1 else UNKNOWN
    because = [reason for one in found for reason in one.because]
    if age is not None:
        names = " and ".join(str(question.ages[place]) for place in places) or None
        because = [said(FULL_YEARS.says, str(age.value), "row", names, TRUE if names else UNKNOWN, source=age.source),
                   *because]  # fmt: skip
    asked = [*(name for one in found for name in one.missing), *([FULL_YEARS.name] if age is None else [])]
    return Evaluation(verdict, once(because), once(asked) if verdict is UNKNOWN else ())


def plain_list(question, subject):
    listed, entries = question.entries.read(subject), question.entries
    if isinstance(question, Has):
        verdict = has_one(listed, question.names)
        named = tuple(name for name in listed.entries if name in question.names) or listed.entries
        value = text_of(named) or ("none" if listed.complete else None)
        reason = said(entries.says, value, "has", " or ".join(question.names), verdict, source=listed.source)
        return Evaluation(verdict, (reason,), (entries.name,) if verdict is UNKNOWN else ())
    found = [plain(question.where, entry) for entry in listed.entries]
    over = enough(question.count, [one.verdict for one in found])
    verdict = over if over is TRUE or listed.complete else UNKNOWN
    because = [reason for one in found if over is UNKNOWN or one.verdict is over for reason in one.because]
    if not (over is TRUE or (listed.complete and because)):
        none = "no others" if listed.entries else "none"
        beyond = FALSE if listed.complete else UNKNOWN
        value = none if listed.complete else None
        because.append(said(entries.says, value, "count >=", str(question.count), beyond, source=listed.source))
    asked = [name for one in found if over is UNKNOWN for name in one.missing]
    asked += [] if listed.complete and listed.entries else [entries.name]
    return Evaluation(verdict, once(because), once(asked) if verdict is UNKNOWN else ())


def said(term, value, operator, threshold, verdict, **origin):
    return Reason(term=term, value=value, operator=operator, threshold=threshold, verdict=verdict, **origin)


CITE = Citation(title="A guide", year=2020, locator="Table 1", evidence=Evidence.SEEN)
NUMBERS = [Term(name, f"term {name}", lambda case, name=name: case.get(name)) for name in "abcd"]
OF_ENTRY = [Term(f"list[].{name}", f"part {name}", lambda case, name=name: case.get(name)) for name in "xy"]
ENTRIES = ListTerm("list", "the list", lambda case: case["list"])
NAMES = ListTerm("names", "the names", lambda case: case["names"])


def leaves(terms):
    figures = st.builds(
        lambda value, operator: Parameter(name="F", value=Decimal(value), operator=operator, unit="1", cite=CITE),
        st.integers(0, 2),
        st.sampled_from([Operator.LT, Operator.GE, Operator.EQ]),
    )
    return st.builds(lambda term, figure: Comparison(term, figure.operator, figure), st.sampled_from(terms), figures)


def combined(parts):
    several = st.lists(parts, min_size=1, max_size=3)
    return st.one_of(
        several.map(lambda found: all_of(*found)),
        several.map(lambda found: any_of(*found)),
        several.map(lambda found: at_least(2, *found)),
        parts.map(not_),
        parts.map(Surely),
        st.builds(Once, parts, parts),
    )


WHERE = st.recursive(leaves(OF_ENTRY), combined, max_leaves=4)
ON_LISTS = st.builds(Counted, st.just(ENTRIES), WHERE, st.integers(1, 2)) | st.just(Has(NAMES, ("one", "two")))
PRESENT, OPEN = st.sampled_from(NUMBERS).map(Present), st.just(Undecided("left open"))
TREES = st.lists(st.recursive(leaves(NUMBERS) | ON_LISTS | PRESENT | OPEN, combined, max_leaves=10), min_size=3)
VALUES = st.none() | st.builds(
    Known, st.integers(0, 2).map(Decimal), alternatives=st.lists(st.integers(0, 2).map(Decimal), max_size=1).map(tuple)
)
ENTRY = st.fixed_dictionaries({"x": VALUES, "y": VALUES})
CASES = st.fixed_dictionaries(
    {
        **{term.name: VALUES for term in NUMBERS},
        "list": st.builds(Listed, st.lists(ENTRY, max_size=3).map(tuple), st.booleans()),
        "names": st.builds(Listed, st.lists(st.sampled_from(["one", "three"]), max_size=2).map(tuple), st.booleans()),
    }
)


@pytest.mark.slow
@settings(max_examples=150)
@given(TREES, st.lists(CASES, min_size=2, max_size=12), st.randoms(use_true_random=False))
def test_invented_expressions_come_to_what_they_come_to_without_memory(trees, cases, random):
    """Some 10 000 pairs of expression and case; the expressions of one example meet many patterns of answers."""
    pairs = [(tree, case) for case in cases for tree in trees]
    random.shuffle(pairs)
    subjects = {id(case): Plain(of=case) for case in cases}

    for tree, case in pairs:
        assert plain(tree, case) == subjects[id(case)].evaluated(tree)


OUTCOMES = {TRUE: Outcome.MET, FALSE: Outcome.NOT_MET, UNKNOWN: Outcome.UNKNOWN}
RULES = [rule for pack in all_guidelines() for rule in pack.rules]
CONDITIONS = list(dict.fromkeys(part for rule in RULES for part in rule.conditions))


def random_case(seed):
    random = Random(seed)  # noqa: S311 - the same cases every time
    report, facts = random_report(random), random_facts(random)
    doses, months = ["2", "2.5", "5", "7.5", "8", "30", None], ["0.5", "2", "3", "6", "12", None]
    courses = [
        Medication(drug="prednisone", mg_per_day=number(random.choice(doses)), months=number(random.choice(months)))
        for _ in range(random.randint(0, 3))
    ]
    fractures = [
        Fracture(
            site=random.choice(["hip", "T12", "distal_radius", "rib", "tibia", None]),
            fragility=random.choice([True, False, None]),
            age_at=number(random.choice(["8", "45", None])),
            months_ago=number(random.choice(["5", "30", None])),
        )
        for _ in range(random.randint(0, 4))
    ]
    if random.random() < 0.7:
        facts = replace(facts, medications=tuple(courses), fractures=tuple(fractures))
    return report, facts


def number(text):
    return None if text is None else Decimal(text)


def judged(rule, case, noted):
    """Return outcome, reasons and missing facts of a rule, without memory of other cases."""
    gate = None if rule.applies is None else plain(rule.applies, case, noted)
    if gate is not None and gate.verdict is FALSE:
        return Outcome.NOT_APPLICABLE, gate.because, ()
    found = plain(rule.when if gate is None else all_of(rule.applies, rule.when), case, noted)
    return OUTCOMES[found.verdict], found.because, found.missing


def differing(seeds):
    """Return the cases with the conditions and rules whose answer is another than the one without memory."""
    found = []
    for seed in seeds:
        random, case = Random(seed), situation_of(*random_case(seed))  # noqa: S311 - the same order every time
        order = random.sample([*CONDITIONS, *RULES], len(CONDITIONS) + len(RULES))
        noted = {}
        found += [(seed, one) for one in order if not is_as_alone(one, case, noted)]
    return found


def is_as_alone(one, case, noted):
    if isinstance(one, Rule):
        return judged(one, case, noted) == judge(one, case)[:3]
    return plain(one, case, noted) == case.evaluated(one)


@pytest.fixture
def nervous():
    """Threads that are changed every few steps."""
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    yield
    sys.setswitchinterval(interval)


@pytest.mark.slow
@pytest.mark.parametrize("most", [2, 256])
def test_the_conditions_of_all_packs_are_remembered_as_they_are(monkeypatch, nervous, most):
    monkeypatch.setattr(evaluation, "_MOST_KEPT", most)
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(differing, [range(start, 40, 4) for start in range(4)]))

    assert [[]] * 4 == found


@pytest.mark.slow
@pytest.mark.parametrize("most", [2, 256])
def test_hundreds_of_cases_in_threads_are_each_judged_as_if_alone(monkeypatch, nervous, most):
    monkeypatch.setattr(evaluation, "_MOST_KEPT", most)
    seeds = Random(most).sample(range(100_000), 400)  # noqa: S311 - the same cases every time
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(differing, [seeds[start::4] for start in range(4)]))

    assert [[]] * 4 == found


@pytest.mark.slow
def test_no_case_is_held_by_what_is_remembered():
    cases = [situation_of(*random_case(seed)) for seed in range(20)]
    for case in cases:
        for condition in CONDITIONS:
            case.evaluated(condition)
    held = {id(case) for case in cases} | {id(case.report) for case in cases}
    del case, cases
    gc.collect()

    assert [] == [kept for kept in gc.get_objects() if id(kept) in held and isinstance(kept, Situation | DxaReport)]
