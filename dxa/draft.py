"""The words of a draft report text, every sentence with what it rests on."""

from dataclasses import dataclass
from enum import StrEnum


class Audience(StrEnum):
    """Whom a text is for."""

    RADIOLOGIST = "radiologist"
    CLINICIAN = "clinician"
    """The doctor who asked for the examination."""
    PATIENT = "patient"
    """Plain language; exists only for a signed case."""


class SourceKind(StrEnum):
    """What kind of thing a sentence rests on."""

    MEASUREMENT = "measurement"
    """Id of a number of the report."""
    RULE = "rule"
    """Id of a finding of the assessment."""
    CHECK = "check"
    """Code of a measurement check of the assessment."""
    PACK = "pack"
    """Id of a guideline pack that took part."""
    REPORT = "report"
    """JSON pointer into the report; also of something it does not say."""
    ASSESSMENT = "assessment"
    """JSON pointer into the assessment; also of a list that is empty."""
    FACT = "fact"
    """Name of a fact caller, order or reviewer stated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftSource:
    """One thing a sentence rests on."""

    kind: SourceKind
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftSentence:
    """One sentence; every number in it stands in one of its sources."""

    text: str
    sources: tuple[DraftSource, ...]
    """At least one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftRow:
    """One line of the table of results; values as printed, several of one cell joined by a stroke."""

    site: str
    """Side, region and vertebrae."""
    bmd: str | None = None
    """g/cm2."""
    t_score: str | None = None
    z_score: str | None = None
    note: str | None = None
    """Excluded or held, in a word."""
    sources: tuple[DraftSource, ...]


class DraftPart(StrEnum):
    """The sections of a report, in their order."""

    INDICATION = "indication"
    TECHNIQUE = "technique"
    RESULTS = "results"
    COMPARISON = "comparison"
    IMPRESSION = "impression"
    LIMITS = "limits"
    RECOMMENDATION = "recommendation"


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftSection:
    """One section."""

    part: DraftPart
    title: str
    rows: tuple[DraftRow, ...] = ()
    sentences: tuple[DraftSentence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftReport:
    """A report text for one audience, composed from a report and its assessment; a proposal until somebody signs."""

    audience: Audience
    sections: tuple[DraftSection, ...]
    disclaimer: str
