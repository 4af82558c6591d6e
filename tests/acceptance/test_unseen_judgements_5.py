"""Judgements of a fifth examiner, each outcome it names held against the assessment; one test for all of them."""

import pytest

from tests.acceptance.test_unseen_judgements import check_outcomes, codes, judged, situations_of


def differences(situation):
    """Yield what comes out otherwise than the examiner wrote."""
    result = judged(situation)
    answers = {
        "rules": {one.rule: one.outcome for one in result.findings},
        "checks": check_outcomes(result),
        "risk": {one.pack: one.answer for each in result.comparison if each.question == "risk" for one in each.answers},
    }
    for kind, found in answers.items():
        for name, wanted in situation.get(kind, {}).items():
            if found.get(name, "not_applicable") != wanted:
                yield name, wanted, found.get(name)
    told = {"class": result.headline.classification, "changes": [one.verdict for one in result.changes]}
    yield from ((name, situation[name], found) for name, found in told.items() if situation.get(name, found) != found)
    yield from (("missing", code) for code in set(situation.get("caveats", ())) - codes(result))
    yield from (("unwanted", code) for code in set(situation.get("without", ())) & codes(result))
    asked = " ".join(one.fact for one in result.facts_missing).split()
    yield from (
        ("not asked", fact) for fact in situation.get("asks", ()) if not any(one.startswith(fact) for one in asked)
    )
    if situation.get("first", "") not in result.facts_missing[0].fact:
        yield "first", situation["first"], result.facts_missing[0].fact


@pytest.mark.slow
def test_every_situation_is_judged_as_the_sheet_says():
    situations = situations_of("unseen_judgements_5.toml")
    wrong = {one["name"]: found for one in situations if (found := list(differences(one)))}

    assert wrong == {}
    assert len(situations) > 600
