"""The coded concepts of structured reports we know; checked against pydicom's tables in the tests.

LOINC and the SNOMED CT sites stand in `dxa.loinc`. SRT values are the older SNOMED identifiers of the same concepts
(PS3.16 Annex O maps them); DICOM has no code for a T-score.
"""

from dxa.loinc import SNOMED_LEVELS, SNOMED_REGIONS, SNOMED_SIDES
from dxa.regions import Region, Side
from dxa.report import Quantity
from parsers.dicom.content import Code

SNOMED_SCHEMES = frozenset({"SCT", "SRT", "SNM3", "99SDM", "SNOMED-CT", "SNOMEDCT"})
"""What SNOMED is called in objects of different ages (PS3.16 section 8)."""

SRT_TO_SCT: dict[str, str] = {
    "T-11910": "66794005",
    "T-11920": "14293000",
    "T-11930": "36470004",
    "T-11940": "11994002",
    "T-11950": "49668003",
    "T-11503": "122496007",
    "T-D2500": "29836001",
    "T-15710": "24136001",
    "T-D078C": "310651003",
    "T-12710": "71341001",
    "T-12420": "62413002",
    "T-1242B": "75129005",
    "T-12423": "47728000",
    "T-D8500": "14975008",
    "T-D0010": "38266002",
    "G-C171": "272741003",
    "G-A101": "7771000",
    "G-A100": "24028007",
    "G-A102": "51440002",
    "G-C0E3": "363698007",
}
"""Older SNOMED identifier to the concept id."""

GELUNAR: dict[str, Quantity] = {
    "3": Quantity.BMD,
    "6": Quantity.T_SCORE,
    "8": Quantity.Z_SCORE,
    "31": Quantity.BMC,
}
"""GE Lunar's own codes of results, after an audit of its conformance statement (facts on DICOM, 1.1; one source)."""
GELUNAR_OTHERS = frozenset({"26", "27", "33", "34"})
"""Its codes of fat mass, lean mass and visceral fat, which are no results of ours."""

Z_SCORES = frozenset({"121416", "113071"})
"""DCM "Z-Score of measurement" and "Z-score"."""
FINDING_SITE = "363698007"
LATERALITY = "272741003"
BILATERAL = "51440002"
TOPOGRAPHY = "106233006"
MEASUREMENT_REPORT = "126000"
MEASUREMENT_GROUPS = frozenset({"126010", "125007"})
"""DCM "Imaging Measurements" and "Measurement Group": containers that say nothing about a site."""
TRACKING = "112039"
STUDY_DATE = "111060"
DERIVATION = "121401"
FINDINGS = frozenset({"121070", "121071"})
IMPRESSIONS = frozenset({"121072", "121073", "121076", "121077"})
SECTIONS = FINDINGS | IMPRESSIONS | {"121074", "121075"}
OTHER_SECTIONS: dict[tuple[str, str], str] = {
    ("DCM", "121060"): "History",
    ("DCM", "121062"): "History",
    ("DCM", "121066"): "Comparison",
    ("DCM", "121068"): "Comparison",
    ("LN", "18834-2"): "Comparison",
    ("LN", "55114-3"): "Comparison",
    ("LN", "11329-0"): "History",
    ("LN", "18785-6"): "History",
    ("LN", "55111-9"): "Technique",
}
"""Sections about something else than this examination (facts on DICOM and HL7, section 5), and their headings."""
DCM_MEANINGS: dict[str, str] = {
    "121416": "Z-Score of measurement",
    "113071": "Z-score",
    "126000": "Imaging Measurement Report",
    "126010": "Imaging Measurements",
    "125007": "Measurement Group",
    "112039": "Tracking Identifier",
    "111060": "Study Date",
    "121401": "Derivation",
    "121070": "Findings",
    "121071": "Finding",
    "121072": "Impressions",
    "121073": "Impression",
    "121074": "Recommendations",
    "121075": "Recommendation",
    "121076": "Conclusions",
    "121077": "Conclusion",
}
"""What each DCM code above means in PS3.16."""


def snomed(code: Code) -> str | None:
    """Return the SNOMED CT concept id of a code in any of the schemes SNOMED has had, None for another scheme."""
    if code.scheme.upper() not in SNOMED_SCHEMES:
        return None
    return SRT_TO_SCT.get(code.value, code.value)


def is_concept(code: Code, concept: str, *meanings: str) -> bool:
    """Return whether a code is a SNOMED concept, or has no known code and one of the meanings."""
    return snomed(code) == concept or code.meaning.casefold() in meanings


def is_gelunar(code: Code) -> bool:
    """Return whether a code is of GE Lunar's private scheme."""
    return code.scheme.upper() == "GELUNAR"


def is_dicom(code: Code, values: frozenset[str] | set[str]) -> bool:
    """Return whether a code is one of the given DCM codes."""
    return code.scheme.upper() == "DCM" and code.value in values


def regions_of(code: Code) -> frozenset[Region] | None:
    """Return the regions a finding site may stand for, None for an unknown code."""
    return SNOMED_REGIONS.get(snomed(code) or "")


def level_of(code: Code) -> str | None:
    """Return the vertebra a finding site is, None for any other."""
    return SNOMED_LEVELS.get(snomed(code) or "")


def side_code(code: Code) -> Side | None:
    """Return the side a laterality code says; None for bilateral and unknown ones."""
    return SNOMED_SIDES.get(snomed(code) or "")
