"""M12: spine and hip differ by one class."""

from assess.checking.check import Check
from assess.terms.discordance import classes_apart
from assess.values.check_sources import DISCORDANCE
from assess.values.densitometric import T_NORMAL, T_OSTEOPOROSIS
from dxa.assessment import Severity
from dxa.vocabulary import Caveat

CHECK = Check(
    id="M12",
    code=Caveat.DISCORDANCE_MINOR,
    severity=Severity.MINOR,
    says="Spine and hip fall into neighbouring classes; the lower one decides.",
    cite=DISCORDANCE,
    run=classes_apart(1),
    figures=(T_NORMAL, T_OSTEOPOROSIS),
)
