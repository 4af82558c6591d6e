"""Lists sources give of things to look at: secondary causes, and the answers FRAX asks for, item by item."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from assess.case.names import HYPERPARATHYROIDISM
from assess.case.situation import Situation
from assess.expressions.known import Known, Listed, shown
from assess.expressions.lists import ListTerm
from assess.expressions.logic import Term
from assess.guidelines.seed_droracle_2025 import ARTICLE
from assess.rules.rule import at
from assess.terms.terms import (
    AGE,
    CALCIUM,
    CONDITIONS,
    CREATININE_CLEARANCE,
    EGFR,
    FRACTURES,
    GLUCOCORTICOIDS,
    HEIGHT,
    PTH,
    RISK_FACTORS,
    SEX,
    TSH,
    VITAMIN_D,
    WEIGHT,
)
from dxa.assessment import Checklist, ChecklistItem, Citation, Evidence, ItemState

_EXTENDED = Citation(
    title="tests AACE and BHOF name",
    year=None,
    locator="Evaluation for secondary causes",
    url=None,
    evidence=Evidence.RECALLED,
)
_CAUSES = at(ARTICLE, f"lines 65-74; beyond the list: {_EXTENDED.title} ({_EXTENDED.evidence.value})")
_FRAX = at(ARTICLE, "lines 46-56: FRAX factors; height is missing there")


@dataclass(frozen=True, slots=True, eq=False)
class _Item:
    name: str
    fact: str
    look: Callable[[Situation], tuple[ItemState, str | None, str | None]]
    optional: bool = False


def _measured(name: str, term: Term[Situation], unit: str = "", *, optional: bool = False) -> _Item:
    def look(situation: Situation) -> tuple[ItemState, str | None, str | None]:
        known: Known[object] | None = term.read(situation)
        if known is None:
            return ItemState.UNKNOWN, None, None
        return ItemState.STATED, f"{shown(known)} {unit}".strip(), known.source

    return _Item(name, term.name, look, optional)


def _named(name: str, entries: ListTerm[Situation, str], *names: str, optional: bool = False) -> _Item:
    def look(situation: Situation) -> tuple[ItemState, str | None, str | None]:
        listed = entries.read(situation)
        found = [one for one in listed.entries if one in names]
        return _state(listed, bool(found)), ", ".join(found) or None, listed.source

    return _Item(name, entries.name, look, optional)


def _any(name: str, entries: ListTerm[Situation, Any]) -> _Item:
    def look(situation: Situation) -> tuple[ItemState, str | None, str | None]:
        listed: Listed[Any] = entries.read(situation)
        return _state(listed, bool(listed.entries)), None, listed.source

    return _Item(name, entries.name, look)


def _untold(name: str) -> _Item:
    return _Item(name, f"labs.{name}", lambda _situation: (ItemState.UNKNOWN, None, None), optional=True)


def _state(listed: Listed[Any], found: bool) -> ItemState:
    if found:
        return ItemState.PRESENT
    return ItemState.ABSENT if listed.complete else ItemState.UNKNOWN


_SECONDARY = (
    _measured("25-OH vitamin D", VITAMIN_D, "ng/mL"),
    _measured("serum calcium", CALCIUM, "mg/dL"),
    _measured("parathyroid hormone", PTH, "pg/mL"),
    _named("hyperparathyroidism", CONDITIONS, *HYPERPARATHYROIDISM),
    _measured("thyrotropin", TSH, "mIU/L"),
    _named("hyperthyroidism", CONDITIONS, "hyperthyroidism"),
    _named("hypogonadism", CONDITIONS, "hypogonadism", "premature_menopause"),
    _any("glucocorticoids", GLUCOCORTICOIDS),
    _named("inflammatory disease", CONDITIONS, "rheumatoid_arthritis", "inflammatory_bowel_disease", "crohns_disease",
           "ulcerative_colitis", "lupus", "ankylosing_spondylitis"),
    _named("malabsorption", CONDITIONS, "malabsorption", "celiac_disease", "bariatric_surgery"),
    _measured("eGFR", EGFR, "mL/min/1.73 m2", optional=True),
    _measured("creatinine clearance", CREATININE_CLEARANCE, "mL/min", optional=True),
    *(_untold(name) for name in ("blood_count", "alkaline_phosphatase", "phosphate", "urine_calcium_24h",
                                 "testosterone", "serum_protein_electrophoresis", "tissue_transglutaminase")),
)  # fmt: skip
_FRAX_ANSWERS = (
    _measured("age", AGE, "years"),
    _measured("sex", SEX),
    _measured("weight", WEIGHT, "kg"),
    _measured("height", HEIGHT, "cm"),
    _any("earlier fracture", FRACTURES),
    _named("parental hip fracture", RISK_FACTORS, "parental_hip_fracture"),
    _named("smoking", RISK_FACTORS, "smoking", "current_smoking"),
    _any("glucocorticoids", GLUCOCORTICOIDS),
    _named("rheumatoid arthritis", CONDITIONS, "rheumatoid_arthritis"),
    _named("secondary osteoporosis", RISK_FACTORS, "secondary_osteoporosis"),
    _named("alcohol, 3 units a day or more", RISK_FACTORS, "alcohol", "alcohol_3_or_more"),
)


def checklists_of(situation: Situation) -> tuple[Checklist, ...]:
    """Return each list with what is known of its items."""
    return (
        Checklist(
            id="secondary_causes",
            title="Secondary causes of bone loss",
            items=tuple(_looked_at(item, situation) for item in _SECONDARY),
            citation=_CAUSES,
        ),
        Checklist(
            id="frax_answers",
            title="Answers FRAX asks for",
            items=tuple(_looked_at(item, situation) for item in _FRAX_ANSWERS),
            citation=_FRAX,
        ),
    )


def _looked_at(item: _Item, situation: Situation) -> ChecklistItem:
    state, value, source = item.look(situation)
    if state is ItemState.UNKNOWN and value is None and source is None:
        return _unknown(item)
    return ChecklistItem(
        name=item.name, state=state, fact=item.fact, value=value, source=source, optional=item.optional
    )


@cache
def _unknown(item: _Item) -> ChecklistItem:
    return ChecklistItem(name=item.name, state=ItemState.UNKNOWN, fact=item.fact, optional=item.optional)
