"""Reports and assessments as text a person likes to read in a terminal."""

from collections.abc import Iterable, Iterator
from textwrap import wrap
from typing import Final

from api.views import badges, findings_view, numbers_view, words
from api.views.issues_view import CareView, cares
from api.views.terminal_table import table
from assess.over_time.changes import left_out_of
from assess.typesetting import typeset
from dxa.assessment import Assessment, CheckOutcome, Evidence, Finding, Outcome, PackStatus
from dxa.report import DxaReport

WIDTH: Final = 100
_INDENT: Final = "    "
_PLACES: Final = 3
"""Places of one issue a terminal shows; a page shows all."""


def report_lines(report: DxaReport) -> Iterator[str]:
    """Yield a report: who, when, the numbers and where each was read, what was read with care."""
    yield _identity(report)
    yield ""
    rows = [row for site in numbers_view.rows(report, None) for row in _number_rows(site)]
    head = ("Site", "BMD g/cm²", "T-score", "Z-score", "Others", "Read at", "")
    yield from table(head, rows, right=frozenset({1, 2, 3})) if rows else ("No numbers were read.",)
    if report.text.stated_classification:
        yield ""
        yield f"The report itself says: {report.text.stated_classification}"
    yield from _section("Read with care", (_care(care) for care in cares(report.issues)))


def assessment_lines(assessment: Assessment, report: DxaReport, *, open_ones: bool = False) -> Iterator[str]:
    """Yield an assessment: headline, checks, changes, findings by pack with their reasons, what is missing.

    What cannot be decided is one line for each pack, or one for each finding with `open_ones`.
    """
    yield from _headline(assessment, report)
    yield from _section("Measurement checks", _checks(assessment))
    yield from _section("Change over time", _changes(assessment))
    packs = findings_view.packs(assessment)
    for pack in packs:
        told = (*pack.met, *pack.undecided) if open_ones else pack.met
        draft = " (draft, not reviewed)" if pack.pack.status is not PackStatus.APPROVED else ""
        yield from _section(f"{pack.title}{draft}", (line for finding in told for line in _finding(finding)))
    if not open_ones:
        undecided = (_undecided(pack) for pack in packs if pack.undecided)
        yield from _section("Cannot be decided (one by one with --open)", undecided)
    missing = (f"{words.phrase(one.fact)} (decides {one.decides})" for one in assessment.facts_missing)
    yield from _section("Not known, and never taken as no", missing)
    yield ""
    yield from wrap(assessment.disclaimer, WIDTH)


def _undecided(pack: findings_view.PackView) -> str:
    missing = dict.fromkeys(name for finding in pack.undecided for name in finding.missing)
    told = ", ".join(words.lower_first(words.phrase(name)) for name in missing) or "nothing more"
    return f"? {pack.title}: {len(pack.undecided)}; missing: {told}"


def _identity(report: DxaReport) -> str:
    patient, study = report.patient, report.study
    parts = [
        patient.name or "no name",
        patient.id or "no id",
        str(patient.sex or "sex unknown"),
        f"born {patient.birth_date}" if patient.birth_date else "",
        f"{patient.age_years} years" if patient.age_years is not None else "",
        f"examined {study.performed_on or 'on an unknown day'}",
        f"accession {study.accession}" if study.accession else "",
        " ".join(part for part in (study.device.manufacturer, study.device.model) if part),
    ]
    return " · ".join(part for part in parts if part)


def _number_rows(site: numbers_view.SiteRow) -> Iterator[tuple[str, ...]]:
    note = "" if site.current else f"prior {site.exam_date or 'without date'}"
    note = ", ".join(part for part in (note, f"excluded: {site.excluded}" if site.excluded else "") if part)
    others = ", ".join(f"{cell.name} {cell.text} {cell.unit}".rstrip() for cell in site.other)
    for number in range(max(1, *(len(cells) for cells in site.main))):
        cells = [cells[number] if number < len(cells) else None for cells in site.main]
        shown = [cell for cell in cells if cell] or list(site.other)
        places = ", ".join(dict.fromkeys(cell.place for cell in shown))
        held = ", ".join(dict.fromkeys(f"held: {cell.held}" for cell in shown if cell.held))
        remark = "; ".join(part for part in (note, held) if part)
        first = number == 0
        yield (site.site, *(cell.text if cell else "" for cell in cells), others if first else "", places, remark)


def _care(care: CareView) -> str:
    told = [words.place(locator) for _, locator in care.places[:_PLACES]]
    more = f" and {len(care.places) - len(told)} more" if len(care.places) > len(told) else ""
    return f"{care.code}: {care.text}" + (f" ({', '.join(told)}{more})" if told else "")


def _section(title: str, lines: Iterable[str]) -> Iterator[str]:
    told = list(lines)
    if told:
        yield ""
        yield title
        yield from (f"  {line}" for line in told)


def _headline(assessment: Assessment, report: DxaReport) -> Iterator[str]:
    headline = assessment.headline
    mark = badges.classification(headline.classification)
    yield f"{mark.symbol} {mark.label.upper()}  according to {findings_view.pack_title(headline.pack)}"
    deciding = next((row for row in report.measurements if row.id == headline.deciding.measurement), None)
    if deciding:
        where = words.place(deciding.provenance.locator)
        yield f"  decided by {words.measurement(deciding)}, read at {where}"
    for one in headline.conditional:
        assumption = words.named(one.assumption, report.measurements)
        yield f"  if {assumption}: {badges.classification(one.classification).label}"
    if headline.missing:
        yield f"  missing: {', '.join(words.phrase(name).lower() for name in headline.missing)}"
    for code in headline.caveats:
        yield f"  ※ {_caveat(code)}"


def _finding(finding: Finding) -> Iterator[str]:
    mark = badges.outcome(finding.outcome)
    codes = "; ".join(words.phrase(code) for code in finding.codes)
    missing = ", ".join(words.phrase(name).lower() for name in finding.missing)
    if finding.outcome is Outcome.UNKNOWN:
        yield from wrap(
            f"{mark.symbol} {typeset(finding.says)} Missing: {missing or 'nothing more'}.",
            WIDTH - 2,
            subsequent_indent=_INDENT,
        )
        return
    risk = f"{words.phrase(finding.risk)} risk" if finding.risk else ""
    yield f"{mark.symbol} {mark.label}: {codes or risk or finding.rule.removeprefix(finding.pack + '.')}"
    yield from (f"{_INDENT}{line}" for line in wrap(typeset(finding.says), WIDTH - 6))
    yield from (f"{_INDENT}because {reason}" for reason in findings_view.reasons(finding))
    yield from (f"{_INDENT}※ {_caveat(code)}" for code in finding.caveats)
    if finding.conflicts_with:
        yield f"{_INDENT}⇄ says otherwise: {', '.join(finding.conflicts_with)}"
    tag = " [UNVERIFIED]" if finding.citation.evidence is Evidence.RECALLED else ""
    yield f"{_INDENT}{finding.citation.title} ({finding.citation.year}), {finding.citation.locator}{tag}"


def _caveat(code: str) -> str:
    mark = badges.caveat(code)
    return f"{mark.label}: {mark.meaning}" if mark.meaning else mark.label


def _checks(assessment: Assessment) -> Iterator[str]:
    checks = findings_view.checks(assessment)
    for check in checks:
        if check.outcome is CheckOutcome.FIRES:
            mark = badges.severity(check.severity)
            yield f"{mark.symbol} {mark.label}: {words.phrase(check.code)} ({check.check})"
            yield from (f"{_INDENT}{line}" for line in wrap(typeset(check.says), WIDTH - 6))
            yield from (f"{_INDENT}because {reason}" for reason in findings_view.reasons(check))
    open_ones = [check.check for check in checks if check.outcome is CheckOutcome.UNKNOWN]
    if open_ones:
        yield f"? cannot be judged: {', '.join(dict.fromkeys(open_ones))}"


def _changes(assessment: Assessment) -> Iterator[str]:
    for change in assessment.changes:
        site = words.site(change.region, change.side, change.levels)
        if left_out := left_out_of(change):
            yield f"{site}: {words.phrase(change.verdict)}; the {' and the '.join(left_out)}"
            continue
        percent = f" ({words.number(change.delta_percent)} %)" if change.delta_percent is not None else ""
        limit = f"{change.lsc_g_cm2} g/cm²" if change.lsc_g_cm2 is not None else "not known"
        yield (
            f"{site}: {words.phrase(change.verdict)}, {words.number(change.delta_g_cm2)} g/cm²{percent}; "
            f"least significant change {limit}"
        )
