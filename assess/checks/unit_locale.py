"""M27: units or number forms had to be converted or refused while reading."""

from assess.case.situation import Situation
from assess.checking.check import Check, Judged, fires, silent
from assess.checking.check_codes import CheckCode
from assess.values.check_sources import convention
from dxa.assessment import Reason, Severity, Truth
from dxa.issues import IssueCode

_FORMS = {
    IssueCode.UNIT_CONVERTED: "mg/cm2 converted to g/cm2",
    IssueCode.UNKNOWN_UNIT: "unit missing or unknown, value refused",
    IssueCode.DECIMAL_COMMA: "decimal comma",
    IssueCode.UNUSUAL_MINUS: "minus sign other than the hyphen",
    IssueCode.DETACHED_MINUS: "minus sign set apart from its number",
}


def _run(situation: Situation) -> Judged:
    met = {issue.code for issue in situation.report.issues}
    reasons = tuple(
        Reason(term=words, value=None, operator="present", threshold=None, verdict=Truth.TRUE, source="report")
        for code, words in _FORMS.items()
        if code.value in met
    )
    return fires(*reasons) if reasons else silent()


CHECK = Check(
    id="M27",
    code=CheckCode.UNIT_LOCALE,
    severity=Severity.INFO,
    says="Units or number forms of the source had to be converted or refused; compare the values with the source.",
    cite=convention("Extraction check of this service", "Units and number forms as printed"),
    run=_run,
)
