"""How codes, sites and reasons read to a person; the command line and the pages speak through this module alone."""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal

from assess.messages import catalogue
from assess.over_time.changes import LEAST_CHANGE
from assess.typesetting import MINUS, typeset
from dxa.assessment import Amount, Reason, Truth
from dxa.locator import Locator
from dxa.regions import Region, Side
from dxa.report import Measurement, Quantity, Unit

_ABBREVIATIONS: Mapping[str, str] = {
    "ad": "AD", "bmc": "BMC", "bmd": "BMD", "crcl": "CrCl", "dob": "date of birth", "dxa": "DXA", "frax": "FRAX",
    "iscd": "ISCD", "lsc": "LSC", "minus2": f"{MINUS}2", "qa": "QA", "radius33": "33 % radius", "roi": "ROI",
    "t": "T-score", "tbs": "TBS", "vfa": "VFA", "z": "Z-score", "egfr": "eGFR", "ckd": "CKD",
    "pth": "PTH", "tsh": "TSH",
}  # fmt: skip

_FACTS: Mapping[str, str] = {
    "age_years": "Age (years)",
    "crcl_ml_min": "Creatinine clearance (mL/min)",
    "egfr": "eGFR (mL/min/1.73 m²)",
    "estrogen_current": "Takes oestrogen now",
    "event": "Treatment event",
    "follow_on": "Drug that followed",
    "frax.hip": "FRAX hip fracture (%)",
    "frax.mof": "FRAX major fracture (%)",
    "height_cm": "Height (cm)",
    "height_loss_historical_cm": "Height loss since youth (cm)",
    "height_loss_prospective_cm": "Height loss between visits (cm)",
    "labs.25_oh_vitamin_d": "25-OH vitamin D (ng/mL)",
    "weight_kg": "Weight (kg)",
}
"""Facts whose name alone would read badly."""

_QUANTITIES: Mapping[Quantity, str] = {
    Quantity.BMD: "BMD",
    Quantity.BMC: "BMC",
    Quantity.AREA: "Area",
    Quantity.T_SCORE: "T-score",
    Quantity.Z_SCORE: "Z-score",
    Quantity.YOUNG_ADULT_PERCENT: "Young adult",
    Quantity.AGE_MATCHED_PERCENT: "Age matched",
    Quantity.TBS: "TBS",
    Quantity.FRAX_MAJOR: "FRAX major",
    Quantity.FRAX_HIP: "FRAX hip",
    Quantity.CHANGE: "Change",
    Quantity.CHANGE_PERCENT: "Change",
    Quantity.DEFORMITY: "Deformity",
}

_UNITS: Mapping[Unit, str] = {
    Unit.G_PER_CM2: "g/cm²",
    Unit.G: "g",
    Unit.CM2: "cm²",
    Unit.PERCENT: "%",
    Unit.PERCENT_PER_YEAR: "%/year",
    Unit.ONE: "",
}

_MEDIA_TYPES: Mapping[str, str] = {
    "application/dicom": "DICOM object",
    "application/hl7-v2": "HL7 v2 message",
    "application/json": "Osteon JSON",
    "application/pdf": "PDF",
    "text/plain": "Text",
}

_COUNT = "count >="
_AMONG: Mapping[str, str] = {"has": "among them ", _COUNT: "at least "}
"""Operators over lists, with the words before what is asked for."""

_COMPARISONS: Mapping[str, str] = {
    "<": "below",
    "<=": "at or below",
    "≤": "at or below",
    ">": "above",
    ">=": "at or above",
    "≥": "at or above",
    "==": "equal to",
    "=": "equal to",
    "!=": "other than",
    "== -1 x": "the same with the other sign as",
    "in": "one of",
    "row": "row of age",
    "not in": "none of",
}


_AGREEMENT: Mapping[str, str] = {"==": "in agreement"}
"""Operators between values of one kind, in words."""


def phrase(code: str) -> str:
    """Return a code or fact name as a short phrase.

    >>> phrase("LOW_BONE_MASS"), phrase("VFA_INDICATED"), phrase("menopausal_status"), phrase("z_score")
    ('Low bone mass', 'VFA indicated', 'Menopausal status', 'Z-score')
    """
    if code in _FACTS:
        return _FACTS[code]
    plain = code.lower().replace(".", " ").replace("_", " ").replace("t score", "t").replace("z score", "z")
    text = " ".join(_ABBREVIATIONS.get(word, word) for word in plain.split())
    return text[:1].upper() + text[1:]


def number(value: Decimal | str) -> str:
    """Return a number with its digits as they are and a real minus sign.

    >>> number(Decimal("-2.50"))
    '−2.50'
    """
    text = format(value, "f") if isinstance(value, Decimal) else value
    return MINUS + text[1:] if text[:1] == "-" and text[1:2].isdigit() else text


def quantity(code: Quantity) -> str:
    """Return the printed name of a quantity."""
    return _QUANTITIES[code]


def unit(code: Unit) -> str:
    """Return the printed unit; empty for plain numbers such as T-scores."""
    return _UNITS[code]


def region(code: Region) -> str:
    """Return the name of a region, as the catalogue of messages has it, with a capital at its beginning."""
    name = catalogue().messages["site"][code.value].radiologist
    return name[:1].upper() + name[1:]


def levels(names: tuple[str, ...]) -> str:
    """Return vertebrae in use: a range only when none between is left out.

    >>> levels(("L1", "L2", "L3", "L4")), levels(("L1", "L3", "L4"))
    ('L1–L4', 'L1, L3, L4')
    """
    numbers = [int(name[1:]) for name in names if name[1:].isdigit()]
    same_part = len({name[0] for name in names}) == 1
    run = same_part and len(numbers) == len(names) and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    return f"{names[0]}–{names[-1]}" if run and names[1:] else ", ".join(names)


def site(where: Region, side: Side | None, used: tuple[str, ...]) -> str:
    """Return region, side and vertebrae in one phrase.

    >>> site(Region.FEMORAL_NECK, Side.LEFT, ()), site(Region.LUMBAR_SPINE, None, ("L1", "L2", "L3", "L4"))
    ('Femoral neck, left', 'Lumbar spine L1–L4')
    """
    name = f"{region(where)} {levels(used)}" if used else region(where)
    return f"{name}, {side}" if side else name


def person(name: str | None) -> str:
    """Return a name as people write it; HL7 and DICOM part it with carets.

    >>> person("TEST^ANNA^^DR")
    'TEST, ANNA DR'
    """
    family, *given = [part.strip() for part in (name or "").split("^")]
    others = " ".join(part for part in given if part)
    return f"{family}, {others}" if family and others else family or others


def media_type(code: str | None) -> str:
    """Return the kind of a document in words."""
    return _MEDIA_TYPES.get(code or "", code or "Document")


def sentence(text: str) -> str:
    """Return text with a capital at its beginning."""
    return text[:1].upper() + text[1:]


def lower_first(text: str) -> str:
    """Return a phrase for the middle of a sentence; abbreviations stay as they are.

    >>> lower_first("Menopausal status"), lower_first("FRAX hip"), lower_first("T-score")
    ('menopausal status', 'FRAX hip', 'T-score')
    """
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def measurement(row: Measurement) -> str:
    """Return one number with its site, such as 'Femoral neck, left: T-score −2.4'."""
    shown = f"{quantity(row.quantity)} {number(row.value)} {unit(row.unit)}".rstrip()
    return f"{site(row.region, row.side, row.levels)}: {shown}"


_AMOUNTS: Mapping[str, str] = {
    "calcium": "Calcium",
    "vitamin_d": "Vitamin D",
    "repeat_dxa": "Time to the next examination",
}


def amount_of(what: str) -> str:
    """Return what a figure of nutrition or time is about."""
    return _AMOUNTS.get(what) or phrase(what)


def amount(one: Amount) -> str:
    """Return a figure a source gives, as a person writes it: a span, a least, or a most."""
    low, high = (number(bound) if bound is not None else "" for bound in (one.low, one.high))
    figures = f"{low} to {high}" if low and high else low or (f"up to {high}" if high else "not stated")
    return f"{figures} {'years' if one.unit == 'year' and figures != '1' else one.unit}"


def named(text: str, rows: Iterable[Measurement]) -> str:
    """Return text with the ids of measurements in it replaced by what they measure."""
    told = {row.id: measurement(row) for row in rows}
    return re.sub(r"\bm\d+\b", lambda found: told.get(found[0], found[0]), text)


def reason(term: Reason) -> str:
    """Return one evaluated term as a sentence.

    >>> reason(Reason(term="lowest T-score", value="-1.0", operator="<", threshold="-1.0", verdict=Truth.FALSE))
    'lowest T-score is −1.0: not below −1.0'
    >>> reason(Reason(term="age", value=None, operator=">=", threshold="65", verdict=Truth.UNKNOWN))
    'age is not known: asked is at or above 65'
    >>> reason(Reason(term="findings", value="kyphosis", operator="has", threshold="kyphosis", verdict=Truth.TRUE))
    'findings: kyphosis'
    >>> worked = "0.934 - 0.982 = -0.048 g/cm2, against the least significant change"
    >>> reason(Reason(term=worked, value="0.048", operator=">", threshold="0.028", verdict=Truth.TRUE))
    '0.934 − 0.982 = −0.048 g/cm²: its size of 0.048 is above the least significant change of 0.028 g/cm²'
    """
    return typeset(_of_change(term) if LEAST_CHANGE in term.term else _reason(term))


def _of_change(term: Reason) -> str:
    """Return the worked line of a change and what comes of it."""
    arithmetic, _, worked = term.term.partition(LEAST_CHANGE)
    if term.threshold is None:
        return f"{arithmetic}: the least significant change{worked} is not known"
    limit = f"the least significant change of {term.threshold} g/cm2{worked}"
    if term.verdict is Truth.UNKNOWN:
        return f"{arithmetic}: not held against {limit}"
    return f"{arithmetic}: its size of {term.value} is {'above' if term.verdict is Truth.TRUE else 'not above'} {limit}"


def _reason(term: Reason) -> str:
    if term.operator == "present":
        return _presence(term)
    if term.operator == "undecided":
        return f"left open: {term.term}"
    if term.operator in _AMONG:
        return _listed(term)
    if term.threshold is None:
        return _without_threshold(term)
    return _compared(term)


def _compared(term: Reason) -> str:
    """Return a comparison of a value, or of what is not known, with a threshold."""
    wanted = _wanted(term)
    if term.value is None:
        asked = {
            Truth.TRUE: f": {wanted}",
            Truth.FALSE: f": not {wanted}",
            Truth.UNKNOWN: f" is not known: asked is {wanted}",
        }
        return f"{term.term}{asked[term.verdict]}"
    if term.operator == "==" and term.value == term.threshold:
        return f"{term.term} is {names(term.value)}"
    verdict = {Truth.TRUE: wanted, Truth.FALSE: f"not {wanted}", Truth.UNKNOWN: f"cannot be told to be {wanted}"}
    return f"{term.term} is {number(names(term.value))}: {verdict[term.verdict]}"


def _without_threshold(term: Reason) -> str:
    """Return a comparison of values with each other, or with something nobody stated."""
    if term.value is not None:
        return f"{term.term} is {number(names(term.value))}: compared with nothing"
    agree = {Truth.TRUE: "", Truth.FALSE: f": not {_AGREEMENT.get(term.operator, term.operator)}"}
    return f"{term.term}{agree.get(term.verdict, ' is not known')}"


def _presence(term: Reason) -> str:
    if term.value is not None:
        return f"{term.term} is {number(term.value)}"
    return term.term if term.verdict is Truth.TRUE else f"not known: {term.term}"


def _listed(term: Reason) -> str:
    wanted = f"{_AMONG[term.operator]}{names(term.threshold or '')}"
    if term.verdict is Truth.TRUE or (term.value is not None and term.operator == _COUNT):
        return f"{term.term}: {names(term.value or term.threshold or '')}"
    return f"{term.term}: {'not known whether' if term.verdict is Truth.UNKNOWN else 'not'} {wanted}"


def names(text: str) -> str:
    """Return names joined by commas or "or" without their underscores.

    >>> names("acute_back_pain or kyphosis")
    'acute back pain or kyphosis'
    """
    return text.replace("_", " ")


def _wanted(term: Reason) -> str:
    comparison = _COMPARISONS.get(term.operator, term.operator.replace("_", " "))
    return " ".join(part for part in (comparison, number(names(term.threshold or ""))) if part)


def place(locator: Locator) -> str:
    """Return where something stands, as a person would point at it.

    >>> place(Locator(segment="OBX", index=4, field=5, chars=(0, 4)))
    'OBX[4]-5'
    """
    segment = f"{locator.segment}[{locator.index}]" if locator.segment and locator.index else locator.segment
    if segment and locator.field:
        segment += f"-{locator.field}" + (f".{locator.component}" if locator.component else "")
    parts = [
        f"message {locator.message}" if locator.message else "",
        segment or "",
        f"item {locator.item}" if locator.item else "",
        locator.tag or "",
        f"page {locator.page}" if locator.page else "",
        locator.pointer or "",
    ]
    said = " ".join(part for part in parts if part)
    if not said and locator.chars:
        said = f"characters {locator.chars[0]} to {locator.chars[1]}"
    inner = place(locator.inner) if locator.inner else ""
    return ", ".join(part for part in (said, inner) if part) or "the document"
