"""Conditions, findings, risk factors and drugs by the names rules ask for, whatever a caller or a report calls them."""

import re
from collections.abc import Mapping

from assess.case.stated import name_of

_CONDITIONS: Mapping[str, str] = {
    "primary_hyperparathyroidism": "hyperparathyroidism_primary phpt parathyroid_adenoma",
    "hyperthyroidism": "thyrotoxicosis graves_disease graves hyperthyroid overactive_thyroid",
    "hypogonadism": "hypogonadal male_hypogonadism",
    "premature_menopause": "early_menopause premature_ovarian_failure premature_ovarian_insufficiency",
    "malabsorption": "malabsorption_syndrome chronic_malabsorption",
    "celiac_disease": "coeliac_disease celiac coeliac celiac_sprue coeliac_sprue",
    "type_1_diabetes": "type_1_diabetes_mellitus diabetes_type_1 diabetes_mellitus_type_1 type_i_diabetes t1dm t1d dm1 "
    "iddm",
    "chronic_liver_disease": "cirrhosis liver_cirrhosis cirrhosis_of_the_liver liver_disease_chronic",
    "rheumatoid_arthritis": "ra rheumatoid arthritis_rheumatoid",
    "osteogenesis_imperfecta": "brittle_bone_disease",
    "malnutrition": "malnourished chronic_malnutrition",
    "inflammatory_bowel_disease": "ibd",
    "bisphosphonate_intolerance": "intolerance_of_bisphosphonates intolerant_of_bisphosphonates",
    "bisphosphonate_contraindication": "bisphosphonates_contraindicated contraindication_to_bisphosphonates",
}
_FINDINGS: Mapping[str, str] = {
    "kyphosis": "hyperkyphosis thoracic_kyphosis kyphotic kyphotic_deformity dowager_s_hump dowagers_hump",
    "acute_back_pain": "back_pain_acute acute_low_back_pain sudden_back_pain acute_onset_back_pain",
    "degenerative_spine": "spinal_degeneration degenerative_spine_disease degenerative_spinal_disease "
    "degenerative_disc_disease degenerative_changes degenerative_changes_of_the_spine degenerative_lumbar_spine "
    "osteoarthritis_of_the_spine spinal_osteoarthritis degenerative_spondylosis advanced_degenerative_spine",
    "aortic_calcification": "aortic_calcifications calcified_aorta abdominal_aortic_calcification",
    "spinal_hardware": "pedicle_screws spinal_fusion lumbar_fusion spinal_instrumentation",
}
_RISK_FACTORS: Mapping[str, str] = {
    "parental_hip_fracture": "parent_hip_fracture parents_hip_fracture parent_fractured_hip parent_with_hip_fracture "
    "hip_fracture_in_a_parent hip_fracture_in_parent maternal_hip_fracture paternal_hip_fracture mother_hip_fracture "
    "father_hip_fracture mother_s_hip_fracture father_s_hip_fracture parental_history_of_hip_fracture",
    "smoking": "current_smoking smoker current_smoker smokes tobacco",
    "alcohol": "alcohol_3_or_more_units alcohol_3_or_more_units_per_day alcohol_3_units_or_more",
    "recurrent_falls": "falls_recurrent frequent_falls repeated_falls",
    "high_fall_risk": "fall_risk_high high_risk_of_falls high_risk_of_falling",
}
_DRUGS: Mapping[str, str] = {
    "alendronate": "alendronic fosamax binosto fosavance",
    "denosumab": "prolia",
}
_ALIASES: Mapping[str, Mapping[str, str]] = {
    fact: {alias: name for name, aliases in names.items() for alias in aliases.split()}
    for fact, names in (("conditions", _CONDITIONS), ("findings", _FINDINGS), ("risk_factors", _RISK_FACTORS))
}
_DRUG_OF = {word: name for name, aliases in _DRUGS.items() for word in (name, *aliases.split())}
_NOT_TAKEN = frozenset(
    ["no", "not", "without", "stopped", "discontinued", "ended", "finished", "completed", "former", "previous", "past",
     "never", "off"]
)  # fmt: skip
"""Beside these a drug is named that is not taken, or perhaps not."""


def known_name(fact: str, text: str) -> str:
    """Return an entry of a list of names as rules know it, a tidy name where they ask for nothing like it.

    >>> known_name("conditions", "Hyperparathyroidism, primary"), known_name("findings", "Dowager's hump")
    ('primary_hyperparathyroidism', 'kyphosis')
    >>> known_name("therapy", "Prolia 60 mg"), known_name("conditions", "Gout")
    ('denosumab', 'gout')
    """
    if fact == "therapy":
        return drug_name(text)
    words = "_".join(_words(text))
    return _ALIASES.get(fact, {}).get(words) or (words if words in _NAMES.get(fact, ()) else name_of(text))


def drug_name(text: str) -> str:
    """Return the drug rules know among the words of an entry; a tidy name where it is none, several or not taken.

    >>> drug_name("Alendronic acid 70 mg weekly"), drug_name("denosumab (stopped 2023)"), drug_name("zoledronate")
    ('alendronate', 'denosumab_(stopped_2023)', 'zoledronate')
    """
    words = _words(text)
    found = {_DRUG_OF[word] for word in words if word in _DRUG_OF}
    return found.pop() if len(found) == 1 and _NOT_TAKEN.isdisjoint(words) else name_of(text)


_NAMES: Mapping[str, Mapping[str, str]] = {
    "conditions": _CONDITIONS, "findings": _FINDINGS, "risk_factors": _RISK_FACTORS,
}  # fmt: skip


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.casefold())
