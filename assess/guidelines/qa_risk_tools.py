"""Public pre-screening tools for women who had no DXA yet: positive or not, never a diagnosis."""

from datetime import date

from assess.case.situation import Situation
from assess.expressions.evaluation import Expression
from assess.rules.risk_tools import (
    FRAX_POSITIVE,
    ORAI_POSITIVE,
    OSIRIS_POSITIVE,
    OST_POSITIVE,
    OST_SOURCE,
    OSTA_BELOW,
    OSTA_POSITIVE,
    OTHER_TOOLS,
    SCORE_POSITIVE,
)
from assess.rules.rule import Guideline, Rule
from assess.terms.population import POSTMENOPAUSAL_WOMEN
from dxa.assessment import Citation, PackStatus
from dxa.vocabulary import Recommendation

_ID = "qa-risk-tools"


def _tool(name: str, says: str, when: Expression[Situation], cite: Citation, *notes: str) -> Rule:
    return Rule(
        id=f"{_ID}.{name}",
        says=says,
        when=when,
        applies=POSTMENOPAUSAL_WOMEN,
        advises=(Recommendation.SCREEN_DXA,),
        cite=cite,
        notes=notes,
    )


_RECALLED_POINTS = "The points of this tool are recalled and were not checked against its publication."

GUIDELINE = Guideline(
    id=_ID,
    edition="2026",
    revision=2,
    title="Public pre-screening tools",
    about="OST, ORAI, OSIRIS, SCORE and FRAX without BMD as tools that select postmenopausal women for DXA.",
    status=PackStatus.DRAFT,
    last_updated=date(2026, 11, 22),
    review_due=date(2027, 11, 22),
    rules=(
        _tool("ost", "OST selects for DXA below 2 points (women in the US).", OST_POSITIVE, OST_SOURCE),
        _tool(
            "osta",
            "OSTA selects for DXA below -1 point (women in Asia).",
            OSTA_POSITIVE,
            OSTA_BELOW.cite,
            "The same sum as OST with the limit for Asia.",
        ),
        _tool("orai", "ORAI selects for DXA from 9 points.", ORAI_POSITIVE, OTHER_TOOLS, _RECALLED_POINTS),
        _tool("osiris", "OSIRIS selects for DXA below 1 point.", OSIRIS_POSITIVE, OTHER_TOOLS, _RECALLED_POINTS),
        _tool(
            "score",
            "SCORE selects for DXA from 6 points.",
            SCORE_POSITIVE,
            OTHER_TOOLS,
            _RECALLED_POINTS,
            "It asks for race and for oestrogen ever taken, which no fact names: undecided where they matter.",
        ),
        _tool("frax", "FRAX without BMD selects for DXA from 8.4 % (major).", FRAX_POSITIVE, OST_SOURCE),
    ),
)
