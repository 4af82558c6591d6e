"""The terms rules are written in: every fact a pack may ask for, by the name the vocabulary gives it."""

from collections.abc import Callable
from dataclasses import replace
from decimal import ROUND_FLOOR, Decimal
from functools import cache
from typing import Any

from assess.case.fracture_ages import age_at
from assess.case.fracture_sites import counts_as_fragility, site_of, type_of
from assess.case.medication import days_of, grams_in_a_year, is_systemic_glucocorticoid, months_of
from assess.case.names import HYPERPARATHYROIDISM as NAMES_OF_HYPERPARATHYROIDISM
from assess.case.names import drug_name, is_known_drug
from assess.case.situation import Situation
from assess.case.stopped import denosumab_stopped, drug_followed
from assess.expressions.evaluation import Expression
from assess.expressions.known import Known
from assess.expressions.lists import ListTerm
from assess.expressions.logic import Term, all_of, any_of
from dxa.facts import Fracture, Medication
from dxa.regions import Region
from dxa.report import Quantity


def _number(name: str, says: str) -> Term[Situation]:
    return Term(name, says, lambda situation: situation.numbers.get(name))


def _full_years(situation: Situation) -> Known[Decimal] | None:
    age = situation.age_years
    if age is None:
        return None
    whole, *others = (value.quantize(Decimal(1), rounding=ROUND_FLOOR) for value in (age.value, *age.alternatives))
    return replace(age, value=whole, alternatives=tuple(dict.fromkeys(value for value in others if value != whole)))


def _neck_bmd(situation: Situation) -> Known[Decimal] | None:
    # A T-score of the neck is its BMD in other units, and FRAX takes either.
    rows = [row for row in situation.usable if row.region is Region.FEMORAL_NECK]
    wanted = (row for kind in (Quantity.BMD, Quantity.T_SCORE) for row in rows if row.quantity is kind)
    return next((Known(row.value, measurement=row.id) for row in wanted), None)


def _truth(name: str, says: str) -> Term[Situation]:
    return Term(name, says, lambda situation: situation.truths.get(name))


def _part(name: str, says: str, read: Callable[[Any], object]) -> Term[Any]:
    def known(entry: object) -> Known[object] | None:
        value = read(entry)
        return None if value is None else Known(value)

    return Term(name, says, known)


AGE: Term[Situation] = Term("age_years", "age", lambda situation: situation.age_years)
"""Years at the examination."""
FULL_YEARS: Term[Situation] = Term("age_years", "age in full years", lambda situation: situation.once(_full_years))
"""What tables with a row for each age ask for."""
SEX: Term[Situation] = Term("sex", "sex", lambda situation: situation.sex)
MENOPAUSE: Term[Situation] = Term(
    "menopausal_status", "menopausal status", lambda situation: situation.menopausal_status
)

LOWEST_T: Term[Situation] = Term("t_score", "lowest T-score", lambda situation: situation.t.known)
"""The deciding T-score: lowest valid one of spine, femoral neck, total hip and, where it qualifies, radius."""
LOWEST_Z: Term[Situation] = Term("z_score", "lowest Z-score", lambda situation: situation.z.known)


def t_at(says: str, *regions: Region) -> Term[Situation]:
    """Return the lowest valid T-score of some regions, such as `t_at("femoral neck T-score", Region.FEMORAL_NECK)`."""
    return Term("t_score", says, lambda situation: situation.t.at(*regions))


def measured(*regions: Region) -> Expression[Situation]:
    """Return: a T-score of some region counts or may count. Never unknown."""

    def read(situation: Situation) -> Known[bool]:
        rows = (*situation.t.counted, *(doubt.measurement for doubt in situation.t.doubts))
        return Known(value=any(row.region in regions for row in rows))

    return Term("site", f"T-score at {regions[0].value.replace('_', ' ')} given", read).is_true()


def percent_of_young_adult(says: str, *regions: Region) -> Term[Situation]:
    """Return the lowest usable per cent of the young adult mean at some regions, as printed."""

    def read(situation: Situation) -> Known[Decimal] | None:
        rows = [
            row
            for row in situation.usable
            if row.quantity is Quantity.YOUNG_ADULT_PERCENT and row.region in regions and len(row.levels) != 1
        ]
        lowest = min(rows, key=lambda row: (row.value, row.id), default=None)
        return Known(lowest.value, measurement=lowest.id) if lowest else None

    return Term("yam_percent", says, read)


LOWEST_T_OF_SPINE_AND_HIP = t_at(
    "lowest T-score of spine and hip", Region.LUMBAR_SPINE, Region.FEMORAL_NECK, Region.TOTAL_HIP
)
LOWEST_T_WITH_RADIUS: Term[Situation] = Term(
    "t_score", "lowest T-score of spine, hip and one-third radius", lambda situation: situation.t.with_radius
)
"""For editions that count the one-third radius like any other site."""
YAM = percent_of_young_adult(
    "per cent of the young adult mean", Region.LUMBAR_SPINE, Region.FEMORAL_NECK, Region.TOTAL_HIP
)
T_SPINE = t_at("lumbar spine T-score", Region.LUMBAR_SPINE)
T_FEMORAL_NECK = t_at("femoral neck T-score", Region.FEMORAL_NECK)
T_TOTAL_HIP = t_at("total hip T-score", Region.TOTAL_HIP)
T_HIP = t_at("lowest hip T-score", Region.FEMORAL_NECK, Region.TOTAL_HIP)

HEIGHT_LOSS_HISTORICAL = _number("height_loss_historical_cm", "historical height loss")
"""cm below the young adult height."""
HEIGHT_LOSS_PROSPECTIVE = _number("height_loss_prospective_cm", "prospective height loss")
"""cm lost between two visits."""
WEIGHT = _number("weight_kg", "weight")
HEIGHT = _number("height_cm", "height")
EGFR = _number("egfr", "eGFR")
"""mL/min/1.73 m2."""
CREATININE_CLEARANCE = _number("crcl_ml_min", "creatinine clearance")
"""mL/min."""
FRAX_MAJOR = _number("frax.mof", "FRAX major osteoporotic fracture probability")
"""10 years, per cent."""
FRAX_HIP = _number("frax.hip", "FRAX hip fracture probability")
"""10 years, per cent."""
FRAX_WITH_BMD = _truth("frax.with_bmd", "FRAX calculated with BMD")
FRAX_GC_ADJUSTED = _truth("frax.gc_adjusted", "FRAX already corrected for the glucocorticoid dose")
TBS = _number("tbs", "trabecular bone score")
VITAMIN_D = _number("labs.25_oh_vitamin_d", "25-OH vitamin D")
"""ng/mL."""
CALCIUM = _number("labs.calcium", "serum calcium")
"""mg/dL."""
PTH = _number("labs.pth", "parathyroid hormone")
"""pg/mL."""
TSH = _number("labs.tsh", "thyrotropin")
"""mIU/L."""
ESTROGEN_CURRENT = _truth("estrogen_current", "takes oestrogen now")
PRIOR_OSTEOPOROSIS = _truth("prior_diagnosis.osteoporosis", "osteoporosis diagnosed before")


def _candidate(situation: Situation) -> Known[str] | None:
    named = situation.facts.candidate_option
    if not named or not named.strip():
        return None
    # A name nobody here knows may be any drug that rules ask for.
    others = () if is_known_drug(named) else ("alendronate", "denosumab")
    return Known(drug_name(named), "facts", alternatives=others, settled_by=("candidate_option",) if others else ())


CANDIDATE_OPTION: Term[Situation] = Term("candidate_option", "drug under consideration", _candidate)
DENOSUMAB_STOPPED: Expression[Situation] = Term("event", "denosumab was stopped", denosumab_stopped).is_true()
NO_DRUG_FOLLOWED: Expression[Situation] = Term("follow_on", "a drug followed the stopped one", drug_followed).is_false()
COUNTRY: Term[Situation] = Term(
    "facility.country",
    "country of the site",
    lambda situation: Known(situation.facts.facility.country, "facts") if situation.facts.facility.country else None,
)

CONDITIONS: ListTerm[Situation, str] = ListTerm("conditions", "conditions", lambda situation: situation.conditions)
FINDINGS: ListTerm[Situation, str] = ListTerm("findings", "findings", lambda situation: situation.findings)
RISK_FACTORS: ListTerm[Situation, str] = ListTerm(
    "risk_factors", "risk factors", lambda situation: situation.risk_factors
)
THERAPY: ListTerm[Situation, str] = ListTerm("therapy", "current therapy", lambda situation: situation.therapy)

FRACTURES: ListTerm[Situation, Fracture] = ListTerm("fractures", "fractures", lambda situation: situation.fractures)
FRACTURE_SITE: Term[Fracture] = Term("fractures[].site", "fracture site", site_of)
"""vertebra, hip, distal_forearm, proximal_humerus, pelvis, ... whatever other name the source used."""


def _fragility(entry: Fracture) -> bool | None:
    # High energy or local disease is what a fragility fracture is not; stated together they contradict each other.
    other_cause = entry.high_energy or entry.local_disease
    if other_cause:
        return None if entry.fragility else False
    return entry.fragility


FRAGILITY: Expression[Fracture] = _part("fractures[].fragility", "fragility fracture", _fragility).is_true()
COUNTED_FRAGILITY: Expression[Fracture] = all_of(
    FRAGILITY, _part("fractures[].site", "bone counted for fragility fractures", counts_as_fragility).is_true()
)
"""A fragility fracture at any site but those no guideline counts: fingers, toes, skull."""
FRACTURE_AGE: Term[Fracture] = Term("fractures[].age_at", "age at fracture", age_at)
"""Years, as stated or from the present age and the months since then."""
FRACTURE_MONTHS_AGO = _part("fractures[].months_ago", "months since fracture", lambda entry: entry.months_ago)
FRACTURE_DOCUMENTED = _part("fractures[].documented", "fracture documented", lambda entry: entry.documented)
FRACTURE_SELF_REPORTED = _part(
    "fractures[].self_reported", "fracture reported by the patient only", lambda entry: entry.self_reported
)
FRACTURE_TYPE: Term[Fracture] = Term("fractures[].type", "fracture type", type_of)
"""compression for every loss of height of a vertebra, or another name the source used."""
FRACTURE_HIGH_ENERGY = _part("fractures[].high_energy", "high-energy fracture", lambda entry: entry.high_energy)
FRACTURE_LOCAL_DISEASE = _part(
    "fractures[].local_disease", "fracture through local disease", lambda entry: entry.local_disease
)
FRACTURE_GENANT = _part(
    "fractures[].genant", "Genant grade", lambda entry: None if entry.genant is None else Decimal(entry.genant)
)

GLUCOCORTICOIDS: ListTerm[Situation, Medication] = ListTerm(
    "medications", "systemic glucocorticoid courses", lambda situation: situation.glucocorticoids
)
"""Conditions on it start with `IS_GLUCOCORTICOID`, which is unknown for a drug whose name does not tell."""
MEDICATIONS: ListTerm[Situation, Medication] = ListTerm(
    "medications", "medications", lambda situation: situation.medications
)
IS_GLUCOCORTICOID: Expression[Medication] = _part(
    "medications[].drug", "systemic glucocorticoid", lambda entry: is_systemic_glucocorticoid(entry.drug)
).is_true()
DRUG = _part("medications[].drug", "drug", lambda entry: entry.drug)
MG_PER_DAY = _part("medications[].mg_per_day", "dose (prednisone equivalent)", lambda entry: entry.mg_per_day)
"""mg/day; prednisone equivalent for glucocorticoids."""
MONTHS: Term[Medication] = Term("medications[].months", "months taken", months_of)
DAYS: Term[Medication] = Term("medications[].days", "days taken", days_of)
GRAMS_IN_A_YEAR: Term[Medication] = Term("medications[].mg_per_day", "dose within a year", grams_in_a_year)
"""g prednisone equivalent."""

ANY_FRAGILITY_FRACTURE: Expression[Situation] = FRACTURES.any(COUNTED_FRAGILITY)


@cache
def fragility_fracture_at(*sites: str) -> Expression[Situation]:
    """Return: a fragility fracture of one of these sites is known; one object, so that packs share its evaluation."""
    return FRACTURES.any(all_of(FRACTURE_SITE.is_one_of(*sites), FRAGILITY))


TREATED: Expression[Situation] = THERAPY.any(_part("therapy", "drug", lambda name: name).is_present())
"""Takes some osteoporosis drug now."""
RISK_FACTOR_KNOWN: Expression[Situation] = RISK_FACTORS.any(
    _part("risk_factors", "risk factor", lambda name: name).is_present()
)
SEVERAL_RISK_FACTORS: Expression[Situation] = RISK_FACTORS.at_least(
    2, _part("risk_factors", "risk factor", lambda name: name).is_present()
)
SECONDARY_CAUSE_KNOWN: Expression[Situation] = any_of(
    CONDITIONS.has(
        *NAMES_OF_HYPERPARATHYROIDISM, "hyperthyroidism", "hypogonadism", "malabsorption", "celiac_disease",
        "type_1_diabetes", "chronic_liver_disease", "osteogenesis_imperfecta", "premature_menopause", "malnutrition",
        "rheumatoid_arthritis",
    ),
    GLUCOCORTICOIDS.any(IS_GLUCOCORTICOID),
)  # fmt: skip
"""The secondary causes FRAX names, and glucocorticoids."""
ON_GLUCOCORTICOID: Expression[Situation] = GLUCOCORTICOIDS.any(IS_GLUCOCORTICOID)
SEVERAL_FRAGILITY_FRACTURES: Expression[Situation] = FRACTURES.at_least(2, COUNTED_FRAGILITY)
T_GIVEN: Expression[Situation] = LOWEST_T.is_present()
FRAX_GIVEN: Expression[Situation] = any_of(FRAX_MAJOR.is_present(), FRAX_HIP.is_present())
NECK_BMD_GIVEN: Expression[Situation] = Term("bmd_g_cm2", "femoral neck BMD", _neck_bmd).is_present()
HYPERPARATHYROIDISM: Expression[Situation] = CONDITIONS.has(*NAMES_OF_HYPERPARATHYROIDISM)
