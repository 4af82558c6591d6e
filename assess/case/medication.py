"""Which medications are systemic glucocorticoids, and for how long they were taken."""

import re
import unicodedata
from decimal import Decimal

from assess.expressions.known import Known, Listed
from dxa.facts import Medication

SYSTEMIC = frozenset(
    {
        # Given by mouth or vein for systemic effect; doses are stated as prednisone equivalents.
        "prednisone", "prednisolone", "methylprednisolone", "dexamethasone", "betamethasone", "hydrocortisone",
        "cortisone", "deflazacort", "triamcinolone",
        # What a report says when it names no drug.
        "glucocorticoid", "glucocorticoids", "corticosteroid", "corticosteroids",
    }
)  # fmt: skip
"""Names that count as systemic glucocorticoid exposure."""

ROUTE_DECIDES = frozenset(
    {
        "budesonide",
        "budesonid",
        "budesonida",
        "steroid",
        "steroids",
        "steroide",
        "steroides",
        "steroidi",
        "esteroide",
        "esteroides",
    }
)
"""Budesonide is inhaled or swallowed, and "steroid" may be anabolic: the name alone does not tell."""

_STEMS = (
    # Other languages change the ending only; a few names makers use are as plain.
    "prednis", "methylpredn", "metilpredn", "dexamet", "betamet", "hydrocort", "hidrocort", "idrocort", "cortison",
    "deflazacort", "glucocort", "glukokort", "glucocorticoid", "corticoid", "kortiko", "cortico", "medrol", "decortin",
    "deltacortril", "cortancyl", "solupred", "dexamethaso", "predni", "triamcinol", "kortison", "kortizon", "deltason",
    # Names makers use; each holds one of the drugs above and no other.
    "urbason", "solumedrol", "fortecortin", "decadron", "celeston", "betnesol", "cortef", "calcort", "emflaza",
    "dacortin", "deltacorten", "spiricort", "kenalog", "depomedrol", "plenadren", "meticorten", "alkindi",
    "lodotra", "rayos", "rectodelt", "kenacort", "orapred", "millipred", "medrone", "cortisol", "преднизо",
    "метилпредн", "дексамет", "гидрокорт",
)  # fmt: skip
_PERHAPS = re.compile(r"cort|pred|steroid|^gc$")
"""Parts of the names of glucocorticoids, whatever makers add to them: such a name does not tell."""
_MINERAL = ("fludrocort", "mineralocort")
_LOCAL = frozenset(
    {
        "inhaled", "inhaler", "inhalation", "nasal", "topical", "cream", "ointment", "ophthalmic", "eye",
        "intraarticular", "intra-articular", "rectal", "drops", "lotion", "gel", "spray", "foam", "enema",
        "inhalativ", "nasenspray", "salbe", "creme", "augentropfen", "tropfen", "inhalado", "inhalador", "inhale",
        "inhalee", "collyre", "pommade", "crema", "pomada", "topico", "topica", "topique", "nasale", "inalatorio",
        "collirio", "intraartikular", "intraarticulaire", "intraarticolare",
    }
)  # fmt: skip
_YEAR = Decimal(365)
_MONTHS_OF_A_YEAR = 12
_DAYS_SHORTEST, _DAYS_LONGEST = Decimal(30), Decimal(31)


def is_systemic_glucocorticoid(drug: str | None) -> bool | None:
    """Return whether a drug name means systemic glucocorticoid exposure; None if it does not tell.

    >>> [is_systemic_glucocorticoid(name) for name in ("Prednisone", "budesonide", "inhaled budesonide", "zoledronate")]
    [True, None, False, False]
    """
    if drug is None:
        return None
    words = set(re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", _plain(drug)))
    words |= {word.replace("-", "") for word in words}
    if words & _LOCAL:
        return False
    if words & SYSTEMIC or any(word.startswith(_STEMS) for word in words):
        return True
    perhaps = any(_PERHAPS.search(word) and not word.startswith(_MINERAL) for word in words)
    return None if perhaps or words & ROUTE_DECIDES else False


def _plain(drug: str) -> str:
    """Return a name without capitals, accents and underscores."""
    letters = unicodedata.normalize("NFKD", drug.casefold().replace("_", " "))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def glucocorticoid_courses(medications: Listed[Medication]) -> Listed[Medication]:
    """Return the medications that are or may be systemic glucocorticoids."""
    courses = tuple(drug for drug in medications.entries if is_systemic_glucocorticoid(drug.drug) is not False)
    return Listed(courses, complete=medications.complete, source=medications.source)


def months_of(course: Medication) -> Known[Decimal] | None:
    """Return the duration in months; from days it is open between months of 31 and of 30 days."""
    if course.months is not None:
        return Known(course.months)
    if course.days is None:
        return None
    return _between(course.days / _DAYS_LONGEST, course.days / _DAYS_SHORTEST, "computed from days")


def days_of(course: Medication) -> Known[Decimal] | None:
    """Return the duration in days; from months it is open between months of 30 and of 31 days."""
    if course.days is not None:
        return Known(course.days)
    if course.months is None:
        return None
    return _between(course.months * _DAYS_SHORTEST, course.months * _DAYS_LONGEST, "computed from months")


def grams_in_a_year(course: Medication) -> Known[Decimal] | None:
    """Return the prednisone-equivalent dose in g a course comes to within its first year; None if a part is unknown."""
    days = days_of(course)
    if days is None or course.mg_per_day is None:
        return None
    if course.months is not None and course.months >= _MONTHS_OF_A_YEAR:
        days = Known(_YEAR)
    values = [min(value, _YEAR) * course.mg_per_day / 1000 for value in (days.value, *days.alternatives)]
    first, *others = dict.fromkeys(values)
    return Known(first, source="computed from dose and duration", alternatives=tuple(others))


def _between(low: Decimal, high: Decimal, source: str) -> Known[Decimal]:
    # Cut down to two decimals, which cannot turn a shorter duration into a longer one.
    short, long = (value.quantize(Decimal("0.01"), rounding="ROUND_DOWN") for value in (low, high))
    return Known(short, source=source, alternatives=(long,) if long != short else ())
