"""Names a caller types into lists, in any language or none: what is not understood refutes nothing."""

import tomllib
from pathlib import Path

import pytest

from assess import assess
from assess.case.names import drug_name, names_of
from dxa.schema import load_facts

WORDS = Path(__file__).parents[2] / "parsers" / "narrative" / "words"
LISTS = ("conditions", "findings", "risk_factors", "therapy")
WOMAN = {"sex": "female", "menopausal_status": "postmenopausal", "age_years": "60"}
NOTHING = {"fractures": [], "medications": [], "conditions": [], "findings": [], "risk_factors": [], "therapy": []}
NOTHING |= {"height_loss_historical_cm": "0", "height_loss_prospective_cm": "0"}
FRAX = {"frax": {"mof": "5", "hip": "0.5", "model": "US"}}


def phrases():
    """Yield list, name and phrase of everything the readers of running text know."""
    for page in WORDS.glob("*.toml"):
        for section in tomllib.loads(page.read_text(encoding="utf-8")).values():
            for key, told in section.items() if isinstance(section, dict) else ():
                fact, _, name = key.partition(":")
                yield from ((fact, name, phrase) for phrase in told if fact in LISTS and name != "any")


def test_a_word_of_a_reader_is_known_by_its_name_or_left_open():
    read = {(fact, name, phrase): names_of(fact, [phrase]) for fact, name, phrase in phrases()}
    wrong = {key: found for key, found in read.items() if found.sure and found.entries != (key[1],)}
    known = sum(found.sure for found in read.values())

    assert wrong == {}
    assert known > 0.9 * len(read)


def outcomes(report, facts, t_score="-0.5"):
    told = assess(report(("total_hip", t_score), ("lumbar_spine", t_score)), load_facts({**WOMAN, **NOTHING, **facts}))
    checks = {one.code: one.outcome.value for one in told.checks}
    return {one.rule: one.outcome.value for one in told.findings} | checks


TYPED = [
    ({"conditions": ["Hyperparathyreoidismus"]}, "bhof-2022.vfa", "met"),
    ({"conditions": ["primärer Hyperparathyreoidismus 2019"]}, "bhof-2022.vfa", "met"),
    ({"conditions": ["hyperparathyroïdie"]}, "bhof-2022.vfa", "met"),
    ({"conditions": ["secondary_hyperparathyroidism"]}, "bhof-2022.vfa", "met"),
    ({"conditions": ["Bluthochdruck", "gota"]}, "bhof-2022.vfa", "not_met"),
    ({"conditions": ["Nebenschilddrüsenüberfunktion"]}, "bhof-2022.vfa", "unknown"),
    ({"conditions": ["suspected hyperparathyroidism"]}, "bhof-2022.vfa", "unknown"),
    ({"conditions": ["none"]}, "bhof-2022.vfa", "not_met"),
    ({"conditions": ["unbekannt"]}, "bhof-2022.vfa", "unknown"),
    ({"findings": ["Rundrücken"]}, "nogg-2024.vfa", "met"),
    ({"findings": ["hunchback"]}, "nogg-2024.vfa", "unknown"),
    ({"findings": ["Spondylose"]}, "acr-ac-2022.degenerative-spine", "met"),
    ({"risk_factors": ["keine"]}, "uspstf-2025.younger-women", "not_met"),
    ({"risk_factors": ["Nichtraucher"]}, "uspstf-2025.younger-women", "unknown"),
    ({"risk_factors": ["Raucherin"]}, "uspstf-2025.younger-women", "met"),
    ({"therapy": ["none"]}, "FRAX_ON_TREATMENT", "silent"),
    ({"therapy": ["Kalzium", "Vitamin D"]}, "FRAX_ON_TREATMENT", "silent"),
    ({"therapy": ["denosumab, stopped 2023"]}, "FRAX_ON_TREATMENT", "unknown"),
    ({"therapy": ["Alendronsäure"], "crcl_ml_min": "20"}, "qa-drug-safety.alendronate-renal", "met"),
    ({"therapy": ["Bisphosphonat"], "crcl_ml_min": "20"}, "qa-drug-safety.alendronate-renal", "unknown"),
    ({"therapy": ["zoledronate"], "candidate_option": "Zoledronat"}, "qa-drug-safety.alendronate-renal",
     "not_applicable"),
    ({"candidate_option": "Dénosumab", "egfr": "20"}, "qa-drug-safety.denosumab-kidney", "met"),
    ({"candidate_option": "Osteoblock", "egfr": "20"}, "qa-drug-safety.denosumab-kidney", "unknown"),
    ({"medications": [{"drug": "Dacortin", "mg_per_day": "10", "months": "12"}]}, "bhof-2022.vfa", "met"),
    ({"medications": [{"drug": "Xycortin", "mg_per_day": "10", "months": "12"}]}, "bhof-2022.vfa", "unknown"),
    ({"medications": [{"drug": "fludrocortisone", "mg_per_day": "0.1", "months": "12"}]}, "bhof-2022.vfa", "not_met"),
    ({"recent_events": [{"type": "Szintigraphie", "days_ago": "3"}]}, "RECENT_CONTRAST_OR_RADIONUCLIDE", "fires"),
    ({"recent_events": [{"type": "CT", "days_ago": "3"}]}, "RECENT_CONTRAST_OR_RADIONUCLIDE", "unknown"),
    ({"recent_events": [{"type": "CT without contrast", "days_ago": "3"}]}, "RECENT_CONTRAST_OR_RADIONUCLIDE",
     "unknown"),
    ({"recent_events": [{"type": "CT", "days_ago": "30"}]}, "RECENT_CONTRAST_OR_RADIONUCLIDE", "silent"),
    ({"recent_events": [{"type": "Grippeimpfung", "days_ago": "3"}]}, "RECENT_CONTRAST_OR_RADIONUCLIDE", "silent"),
]  # fmt: skip


def test_a_word_nobody_knows_is_never_a_no(report):
    found = [(facts, asked, outcomes(report, FRAX | facts)[asked]) for facts, asked, _ in TYPED]

    assert [(facts, asked, wanted) for facts, asked, wanted in TYPED] == found


def test_an_entry_not_understood_is_named_as_the_reason(report):
    told = assess(report(("total_hip", "-0.5")), load_facts({**WOMAN, **NOTHING, "conditions": ["hunch"]}))
    vfa = next(one for one in told.findings if one.rule == "bhof-2022.vfa")

    assert "conditions" in vfa.missing
    assert "facts, not every name is known" in {reason.source for reason in vfa.because}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Prolia 60 mg every 6 months", "denosumab"),
        ("alendronate with vitamin D", "alendronate"),
        ("zoledronate, a bisphosphonate", "zoledronic_acid"),
        ("alendronate then denosumab", "alendronate_then_denosumab"),
    ],
)
def test_a_drug_is_the_one_its_words_name(text, name):
    assert name == drug_name(text)
