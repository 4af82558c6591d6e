"""What our HL7 result consists of: one OBX for each thing said, in an order that never changes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from deliver.format import Telling
from deliver.hl7_text import coded, escaped
from dxa.assessment import Change, CheckOutcome, CheckResult, Citation, Evidence, Finding, Headline, Outcome, Reason
from dxa.loinc import LOINC
from dxa.regions import SCAN_OF_REGION, Region, Scan, Side
from dxa.report import DxaReport, Measurement, Quantity
from dxa.vocabulary import MEANINGS

_LOCAL = "L"
_OURS = "99OSTEON"
_HIP = frozenset({Region.TOTAL_HIP, Region.HIP_UNSPECIFIED})
_QUANTITIES = {
    Quantity.BMD: ("BMD", "BMD", "g/cm2^^UCUM"),
    Quantity.T_SCORE: ("T", "T-score", "{T-score}^^UCUM"),
    Quantity.Z_SCORE: ("Z", "Z-score", "{Z-score}^^UCUM"),
    Quantity.FRAX_MAJOR: ("MOF", "major osteoporotic fracture 10-year probability", "%^^UCUM"),
    Quantity.FRAX_HIP: ("HIPFX", "hip fracture 10-year probability", "%^^UCUM"),
    Quantity.TBS: ("TBS", "trabecular bone score", "1^^UCUM"),
}
"""Quantities that are echoed: local suffix, words, OBX-6."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """One OBX with its NTE; texts of `notes` are not escaped yet, everything else is."""

    kind: str
    """OBX-2."""
    code: str
    """OBX-3."""
    group: int
    """OBX-4."""
    value: str
    unit: str = ""
    day: date | None = None
    """OBX-14; None is the time of the telling."""
    notes: tuple[str, ...] = ()


def observations_of(telling: Telling) -> Iterator[Observation]:
    """Yield everything the result says: its source, the values used, the class, findings, checks, changes, the rest."""
    assessment = telling.assessment
    yield from _source(telling)
    echoed = [row for row in telling.report.measurements if _is_echoed(row)]
    for group, row in enumerate(echoed, 1):
        yield _measurement(row, group)
    group = len(echoed) + 1
    yield _headline(assessment.headline, group)
    for finding in assessment.findings:
        if finding.outcome is Outcome.MET:
            group += 1
            yield _finding(finding, group)
    for change in assessment.changes:
        group += 1
        yield _change(change, group)
    flags = list(_flags(telling.report, assessment.checks))
    for code, text, notes in flags or [("NONE", "No flag", ())]:
        group += 1
        value = coded(code, text, _OURS)
        yield Observation(
            kind="CWE", code=coded("DQ", "Data quality flag", _LOCAL), group=group, value=value, notes=notes
        )
    yield _review(telling, group + 1)
    text = escaped(assessment.disclaimer)
    yield Observation(kind="TX", code=coded("DISCLAIMER", "Disclaimer", _LOCAL), group=group + 2, value=text)


def _source(telling: Telling) -> Iterator[Observation]:
    """Yield what the result was made from, so that a receiver can check that it is about the report it holds."""
    study = telling.report.study
    documents = {row.provenance.document for row in telling.report.measurements}
    documents |= {issue.document for issue in telling.report.issues if issue.document}
    if study.accession:
        yield _said("ST", "SRC", "Source report", study.accession)
    for digest in sorted(documents):
        yield _said("ST", "SRCSHA256", "Source document, SHA-256", digest)
    yield _said("ST", "CASE", "Case and revision", f"{telling.case_id} {telling.revision}")


def _said(kind: str, code: str, text: str, value: str) -> Observation:
    return Observation(kind=kind, code=coded(code, text, _LOCAL), group=0, value=escaped(value))


def _is_echoed(row: Measurement) -> bool:
    """Whether a value is of this examination, and neither held back nor called invalid by the report."""
    return row.quantity in _QUANTITIES and row.current and row.held is None and row.excluded is None


def _measurement(row: Measurement, group: int) -> Observation:
    suffix, words, unit = _QUANTITIES[row.quantity]
    side = f"{row.side} " if row.side else ""
    levels = f" {','.join(row.levels)}" if row.levels else ""
    name = f"{side}{row.region.replace('_', ' ')}{levels} {words}" if row.region is not Region.PATIENT else words
    parts = [row.region, *([row.side] if row.side else []), suffix]
    local = coded("_".join(parts).upper(), name[:1].upper() + name[1:], _LOCAL)
    loinc = loinc_of(row)
    code = f"{coded(loinc, name, 'LN')}^{local}" if loinc else local
    return Observation(kind="NM", code=code, group=group, value=f"{row.value:f}", unit=unit, day=row.exam_date)


def loinc_of(row: Measurement) -> str | None:
    """Return the LOINC code of a measurement, None where there is none.

    LOINC says "Hip" and "Femur" and has no code for the femoral neck: the total goes under Hip, its parts under
    Femur, and the name beside the code says which. A mean or difference of two sides has no code.
    """
    if row.side in {Side.MEAN, Side.DIFFERENCE} or row.region is Region.LATERAL_SPINE:
        return None
    found = [
        code
        for code, meaning in LOINC.items()
        if row.region in meaning.regions and meaning.side is row.side and meaning.quantity is row.quantity
    ]
    # In the table Hip stands before Femur, and Lumbar spine before any spine.
    is_part_of_hip = SCAN_OF_REGION.get(row.region) is Scan.HIP and row.region not in _HIP
    return (found[-1] if is_part_of_hip else found[0]) if found else None


def _headline(headline: Headline, group: int) -> Observation:
    code = headline.classification
    notes = [f"By {headline.pack}: {MEANINGS.get(headline.pack, headline.pack)}"]
    notes += [f"If {one.assumption}: {one.classification}" for one in headline.conditional]
    notes += [f"Not known: {', '.join(headline.missing)}"] if headline.missing else []
    notes += [_meaning(caveat) for caveat in headline.caveats]
    name = coded("DXCAT", "Densitometric category", _LOCAL)
    return Observation(kind="CWE", code=name, group=group, value=_coded(code), notes=tuple(notes))


def _finding(finding: Finding, group: int) -> Observation:
    codes = finding.codes or ("MET",)
    notes = [
        finding.says,
        *_reasons(finding.because),
        *(_meaning(caveat) for caveat in finding.caveats),
        *finding.notes,
    ]
    graded = [f"{name}: {value}" for name, value in (("Grade", finding.grade), ("Strength", finding.strength)) if value]
    risk = [f"Risk category: {finding.risk}"] if finding.risk else []
    against = [f"Otherwise in: {', '.join(finding.conflicts_with)}"] if finding.conflicts_with else []
    return Observation(
        kind="CWE",
        code=coded(finding.rule, f"Guideline rule met, {finding.pack}", _OURS),
        group=group,
        value="~".join(_coded(code) for code in codes),
        notes=(*notes, *graded, *risk, *against, _cited(finding.citation)),
    )


def _flags(report: DxaReport, checks: Sequence[CheckResult]) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    for check in checks:
        if check.outcome is CheckOutcome.FIRES:
            caveats = tuple(_meaning(caveat) for caveat in check.caveats)
            notes = (f"{check.check}, {check.severity}: {check.says}", *_reasons(check.because), *caveats)
            yield check.code, MEANINGS.get(check.code, check.code), notes
    for code in sorted({row.held for row in report.measurements if row.held}):
        count = sum(row.held == code for row in report.measurements)
        yield code, f"{count} {'value' if count == 1 else 'values'} held back until a person decides", ()


def _change(change: Change, group: int) -> Observation:
    side = f"{change.side} " if change.side else ""
    levels = f" {','.join(change.levels)}" if change.levels else ""
    place = f"{side}{change.region.replace('_', ' ')}{levels}"
    lsc = f"{change.lsc_g_cm2:f} g/cm2" if change.lsc_g_cm2 is not None else "not known"
    since = f" since {change.start.date.isoformat()}" if change.start.date else ""
    percent = f" ({change.delta_percent:f} %)" if change.delta_percent is not None else ""
    text = f"BMD {change.delta_g_cm2:f} g/cm2{percent}{since}; least significant change {lsc}"
    notes = (text, *_reasons(change.because), *(_meaning(caveat) for caveat in change.caveats))
    name = coded("CHANGE", f"Change of BMD, {place}", _LOCAL)
    value = coded(change.verdict, change.verdict.replace("_", " "), _OURS)
    return Observation(kind="CWE", code=name, group=group, value=value, notes=notes)


def _review(telling: Telling, group: int) -> Observation:
    signed = telling.signed_at is not None
    notes = []
    if telling.signed_at is not None:
        notes.append(f"Signed by {telling.signed_by or 'somebody'} at {telling.signed_at.isoformat()}")
    missing = [one.fact for one in telling.assessment.facts_missing]
    notes += [f"Worth asking for: {', '.join(missing)}"] if missing else []
    value = (
        coded("SIGNED", "signed by a person", _OURS)
        if signed
        else coded("UNSIGNED", "no person has signed this", _OURS)
    )
    return Observation(kind="CWE", code=coded("REVIEW", "Review", _LOCAL), group=group, value=value, notes=tuple(notes))


def _reasons(reasons: Sequence[Reason]) -> Iterator[str]:
    for one in reasons:
        compared = f" {one.operator} {one.threshold}" if one.threshold is not None else f" {one.operator}"
        value = one.value if one.value is not None else "not known"
        yield f"{one.term}: {value}{compared.rstrip()}: {one.verdict}"


def _cited(citation: Citation) -> str:
    year = f" ({citation.year})" if citation.year else ""
    url = f", {citation.url}" if citation.url else ""
    unverified = (
        "" if citation.evidence is Evidence.SEEN else f" [{citation.evidence}, not verified in the primary text]"
    )
    return f"Source: {citation.title}{year}, {citation.locator}{url}{unverified}"


def _coded(code: str) -> str:
    return coded(code, MEANINGS.get(code, code.replace("_", " ").lower()), _OURS)


def _meaning(code: str) -> str:
    meaning = MEANINGS.get(code)
    return f"{code}: {meaning}" if meaning else code
