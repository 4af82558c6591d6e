"""ISCD Official Positions, Pediatric, 2019: osteoporosis and low BMD in children and adolescents."""

from datetime import date

from assess.case.situation import Situation
from assess.expressions.evaluation import Expression
from assess.expressions.logic import Operator, all_of, any_of
from assess.rules.rule import CaveatWhen, Guideline, Rule, at, figure
from assess.terms.population import CHILD
from assess.terms.terms import (
    AGE,
    FRACTURE_AGE,
    FRACTURE_HIGH_ENERGY,
    FRACTURE_LOCAL_DISEASE,
    FRACTURE_SITE,
    FRACTURE_TYPE,
    FRACTURES,
    LOWEST_T,
    LOWEST_Z,
)
from dxa.assessment import Citation, Evidence, PackStatus, Severity
from dxa.vocabulary import Caveat, Classification

_ID = "iscd-pediatric-2019"
_POSITIONS = Citation(
    title="ISCD Official Positions, Pediatric",
    year=2019,
    locator="Definition of osteoporosis in children and adolescents",
    url="https://iscd.org/learn/official-positions/pediatric-positions",
    evidence=Evidence.SEEN,
)

Z_LOW = figure("Z_LOW", "-2.0", Operator.LE, "Z-score", _POSITIONS)
Z_ABOVE = figure("Z_ABOVE", "-2.0", Operator.GT, "Z-score", _POSITIONS)
EARLY_AGE = figure("EARLY_AGE", "10", Operator.LE, "year", _POSITIONS)
LATE_AGE = figure("LATE_AGE", "19", Operator.LE, "year", _POSITIONS)

_LONG_BONES = (
    "femur", "hip", "femoral_shaft", "distal_femur", "tibia", "fibula", "lower_leg", "humerus", "proximal_humerus",
    "humeral_shaft", "distal_humerus", "radius", "ulna", "forearm", "distal_forearm", "forearm_shaft",
    "proximal_forearm",
)  # fmt: skip
_LONG_BONE = FRACTURE_SITE.is_one_of(*_LONG_BONES)
_COMPRESSION = FRACTURES.any(
    all_of(
        FRACTURE_SITE.equals("vertebra"),
        FRACTURE_TYPE.equals("compression"),
        FRACTURE_LOCAL_DISEASE.is_false(),
        FRACTURE_HIGH_ENERGY.is_false(),
    )
)
_LONG_BONE_HISTORY = any_of(
    FRACTURES.at_least(2, all_of(_LONG_BONE, FRACTURE_AGE <= EARLY_AGE)),
    FRACTURES.at_least(3, all_of(_LONG_BONE, FRACTURE_AGE <= LATE_AGE)),
    # Whoever is no older than that broke every bone by then, at whatever age.
    all_of(AGE <= EARLY_AGE, FRACTURES.at_least(2, _LONG_BONE)),
    all_of(AGE <= LATE_AGE, FRACTURES.at_least(3, _LONG_BONE)),
)
OSTEOPOROSIS: Expression[Situation] = any_of(_COMPRESSION, all_of(_LONG_BONE_HISTORY, LOWEST_Z <= Z_LOW))
"""The pediatric definition, which what a report says of a child is held against too."""
_SITES = "Z-scores of lumbar spine and total body less head count; in short stature they are to be adjusted (recalled)."

GUIDELINE = Guideline(
    id=_ID,
    edition="2019",
    revision=4,
    title="ISCD Official Positions, Pediatric, 2019",
    about="Osteoporosis of children and adolescents by fracture history and Z-score, never by densitometry alone.",
    status=PackStatus.DRAFT,
    last_updated=date(2026, 11, 23),
    review_due=date(2027, 11, 22),
    classifies=True,
    rules=(
        Rule(
            id=f"{_ID}.osteoporosis",
            says="Osteoporosis is a vertebral compression fracture without local disease or high-energy trauma, or two "
            "long-bone fractures by age 10 or three by age 19 together with a Z-score of -2.0 or lower.",
            when=OSTEOPOROSIS,
            applies=CHILD,
            advises=(Classification.PEDIATRIC_OSTEOPOROSIS,),
            severity=Severity.MAJOR,
            cite=_POSITIONS,
            notes=(_SITES,),
        ),
        Rule(
            id=f"{_ID}.low-bmd-for-age",
            says="A Z-score of -2.0 or lower is low bone mineral mass or density, not osteoporosis by itself.",
            when=LOWEST_Z <= Z_LOW,
            applies=CHILD,
            advises=(Classification.LOW_BMD_FOR_AGE,),
            severity=Severity.MINOR,
            cite=_POSITIONS,
            notes=(_SITES,),
        ),
        Rule(
            id=f"{_ID}.fragility-not-excluded",
            says="A Z-score above -2.0 does not exclude skeletal fragility.",
            when=LOWEST_Z > Z_ABOVE,
            applies=CHILD,
            cite=_POSITIONS,
            caveats=(CaveatWhen(code=Caveat.Z_ABOVE_MINUS2_DOES_NOT_EXCLUDE_FRAGILITY),),
        ),
        Rule(
            id=f"{_ID}.no-t-scores",
            says="T-scores do not appear in reports of children and adolescents.",
            when=LOWEST_T.is_present(),
            applies=CHILD,
            severity=Severity.MAJOR,
            cite=at(_POSITIONS, "Densitometry reports of children and adolescents"),
            caveats=(CaveatWhen(code=Caveat.T_SCORE_IN_CHILD),),
        ),
    ),
)
