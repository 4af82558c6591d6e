"""M21: the words call a change significant that stays within the least significant change."""

from assess.checking.check import Check
from assess.over_time.stated_changes import below_lsc_judged
from assess.values.check_sources import ISCD_MONITORING
from dxa.assessment import Severity
from dxa.vocabulary import Caveat

CHECK = Check(
    id="M21",
    code=Caveat.TEXT_CLAIMS_CHANGE_BELOW_LSC,
    severity=Severity.MAJOR,
    says="The report calls a change significant that stays within the facility's least significant change.",
    cite=ISCD_MONITORING,
    run=below_lsc_judged,
)
