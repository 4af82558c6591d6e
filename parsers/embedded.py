"""A report read from a document that stands inside another one."""

from dataclasses import replace

from dxa.locator import Locator
from dxa.report import DxaReport, Provenance


def within(report: DxaReport, outer: Locator, document: str) -> DxaReport:
    """Return the report with every locator placed inside `outer` and every digest that of the outer document."""

    def moved(provenance: Provenance) -> Provenance:
        return replace(provenance, document=document, locator=replace(outer, inner=provenance.locator))

    stated = report.text.stated_classification_provenance
    asked = report.context.indication_provenance
    facts = tuple(replace(fact, provenance=fact.provenance and moved(fact.provenance)) for fact in report.context.facts)
    issues = tuple(
        replace(issue, document=document, locator=replace(outer, inner=issue.locator)) for issue in report.issues
    )
    return replace(
        report,
        measurements=tuple(replace(row, provenance=moved(row.provenance)) for row in report.measurements),
        context=replace(report.context, facts=facts, indication_provenance=asked and moved(asked)),
        text=replace(
            report.text,
            stated_classification_provenance=stated and moved(stated),
            stated_classes=tuple(
                replace(one, provenance=one.provenance and moved(one.provenance)) for one in report.text.stated_classes
            ),
            stated_changes=tuple(
                replace(one, provenance=one.provenance and moved(one.provenance)) for one in report.text.stated_changes
            ),
            discouraged=tuple(
                replace(one, provenance=one.provenance and moved(one.provenance)) for one in report.text.discouraged
            ),
        ),
        issues=issues,
    )
