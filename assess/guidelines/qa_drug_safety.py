"""Drug facts: limits and warnings beside a drug under consideration, and doses as facts, never as orders."""

from datetime import date

from assess.expressions.logic import Operator, any_of
from assess.rules.rule import CaveatWhen, Guideline, Rule, figure
from assess.terms.terms import (
    CANDIDATE_OPTION,
    CREATININE_CLEARANCE,
    DENOSUMAB_STOPPED,
    EGFR,
    NO_DRUG_FOLLOWED,
    THERAPY,
)
from dxa.assessment import Citation, Evidence, PackStatus, Severity
from dxa.vocabulary import Caveat

_ID = "qa-drug-safety"
_ALENDRONATE = Citation(
    title="Alendronate product information, as restated at cleanmeds.ca",
    year=None,
    locator="Renal impairment: not recommended",
    url="https://cleanmeds.ca/medication/alendronate",
    evidence=Evidence.SECONDARY,
)
_DENOSUMAB = Citation(
    title="FDA Drug Safety Communication, boxed warning for denosumab",
    year=2024,
    locator="19 January 2024: severe hypocalcaemia in advanced chronic kidney disease",
    url="https://www.fda.gov/drugs/drug-safety-and-availability",
    evidence=Evidence.SEEN,
)
_REBOUND = Citation(
    title="Vertebral fractures after stopping denosumab: label and position statements",
    year=None,
    locator="Discontinuation",
    url=None,
    evidence=Evidence.RECALLED,
)
_LABELS = Citation(
    title="Alendronate and denosumab labels",
    year=None,
    locator="Dosage: osteoporosis and its prevention",
    url=None,
    evidence=Evidence.SEEN,
)

ALENDRONATE_CRCL = figure("ALENDRONATE_CRCL", "35", Operator.LT, "mL/min", _ALENDRONATE)
DENOSUMAB_EGFR = figure("DENOSUMAB_EGFR", "30", Operator.LT, "mL/min/1.73 m2", _DENOSUMAB)
_DOSES = (
    figure("ALENDRONATE_WEEKLY", "70", Operator.EQ, "mg/week", _LABELS),
    figure("ALENDRONATE_PREVENTION_WEEKLY", "35", Operator.EQ, "mg/week", _LABELS),
    figure("DENOSUMAB_HALF_YEARLY", "60", Operator.EQ, "mg/6 months", _LABELS),
)

_CHOSEN_ALENDRONATE = any_of(
    CANDIDATE_OPTION.is_one_of("alendronate", "alendronic_acid"), THERAPY.has("alendronate", "alendronic_acid")
)
_CHOSEN_DENOSUMAB = any_of(CANDIDATE_OPTION.equals("denosumab"), THERAPY.has("denosumab"))

GUIDELINE = Guideline(
    id=_ID,
    edition="2026",
    revision=2,
    title="Drug safety facts",
    about="Renal limits, boxed warning and rebound, for a drug under consideration or taken; doses as printed facts.",
    status=PackStatus.DRAFT,
    last_updated=date(2026, 11, 23),
    review_due=date(2027, 11, 22),
    parameters=_DOSES,
    rules=(
        Rule(
            id=f"{_ID}.alendronate-renal",
            says="Alendronate is not recommended at a creatinine clearance below 35 mL/min.",
            when=CREATININE_CLEARANCE < ALENDRONATE_CRCL,
            applies=_CHOSEN_ALENDRONATE,
            severity=Severity.MAJOR,
            cite=_ALENDRONATE,
            caveats=(CaveatWhen(code=Caveat.ALENDRONATE_CRCL_BELOW_35, when=CREATININE_CLEARANCE < ALENDRONATE_CRCL),),
        ),
        Rule(
            id=f"{_ID}.denosumab-kidney",
            says="A boxed warning names severe hypocalcaemia with denosumab in advanced kidney disease.",
            when=EGFR < DENOSUMAB_EGFR,
            applies=_CHOSEN_DENOSUMAB,
            severity=Severity.CRITICAL,
            cite=_DENOSUMAB,
            caveats=(CaveatWhen(code=Caveat.DENOSUMAB_ADVANCED_CKD_BOXED_WARNING, when=EGFR < DENOSUMAB_EGFR),),
        ),
        Rule(
            id=f"{_ID}.denosumab-rebound",
            says="Vertebral fractures may follow when denosumab is stopped without a drug after it.",
            when=_CHOSEN_DENOSUMAB,
            severity=Severity.MINOR,
            cite=_REBOUND,
            caveats=(CaveatWhen(code=Caveat.DENOSUMAB_REBOUND_VERTEBRAL_FRACTURE, when=_CHOSEN_DENOSUMAB),),
        ),
        Rule(
            id=f"{_ID}.denosumab-stopped",
            says="Denosumab was stopped and no drug followed it: vertebral fractures may follow.",
            when=NO_DRUG_FOLLOWED,
            applies=DENOSUMAB_STOPPED,
            severity=Severity.MAJOR,
            cite=_REBOUND,
            caveats=(CaveatWhen(code=Caveat.DENOSUMAB_REBOUND_VERTEBRAL_FRACTURE, when=NO_DRUG_FOLLOWED),),
        ),
    ),
)
