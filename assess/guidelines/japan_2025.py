"""Japan 2025: what one public page tells of the edition of 1 August 2025."""

from datetime import date

from assess.case.fracture_sites import UNCOUNTED_READING
from assess.expressions.logic import Operator, all_of, any_of
from assess.rules.rule import Guideline, Rule, figure
from assess.terms.population import AFTER_MENOPAUSE_OR_MEN_FROM_50
from assess.terms.terms import ANY_FRAGILITY_FRACTURE, LOWEST_T, YAM
from dxa.assessment import Citation, Evidence, PackStatus, Severity
from dxa.vocabulary import Recommendation

_ID = "japan-2025"
_PAGE = Citation(
    title="Guidelines for prevention and treatment of osteoporosis, edition of 1 August 2025, as told by one physician",
    year=2025,
    locator="Criteria to start drug treatment: fragility fracture",
    url=None,
    evidence=Evidence.SECONDARY,
)

YAM_UP_TO = figure("YAM_UP_TO", "80", Operator.LE, "%", _PAGE)
T_UP_TO = figure("T_UP_TO", "-1.0", Operator.LE, "T-score", _PAGE)

GUIDELINE = Guideline(
    id=_ID,
    edition="2025",
    revision=2,
    title="Japan 2025",
    about="A fragility fracture with a BMD of 80 % of the young adult mean or less; no more of it was read.",
    status=PackStatus.DRAFT,
    last_updated=date(2026, 11, 22),
    review_due=date(2027, 11, 22),
    country="JP",
    rules=(
        Rule(
            id=f"{_ID}.treatment-after-fracture",
            says="Drugs may be started after a fragility fracture at 80 % of the young adult mean or less, or at a "
            "T-score of -1.0 or lower.",
            when=all_of(any_of(YAM <= YAM_UP_TO, LOWEST_T <= T_UP_TO), ANY_FRAGILITY_FRACTURE),
            applies=AFTER_MENOPAUSE_OR_MEN_FROM_50,
            # Not met says nothing about the pack's other criteria, which were not read.
            advises=(Recommendation.PHARMACOTHERAPY_THRESHOLD_MET,),
            severity=Severity.MAJOR,
            cite=_PAGE,
            notes=(
                UNCOUNTED_READING,
                "The per cent of the young adult mean is taken as the report prints it, never computed back.",
            ),
        ),
    ),
)
