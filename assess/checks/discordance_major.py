"""M12: one of spine and hip is normal, the other in the osteoporosis range."""

from assess.checking.check import Check
from assess.terms.discordance import classes_apart
from assess.values.check_sources import DISCORDANCE
from assess.values.densitometric import T_NORMAL, T_OSTEOPOROSIS
from dxa.assessment import Severity
from dxa.vocabulary import Caveat

CHECK = Check(
    id="M12",
    code=Caveat.DISCORDANCE_MAJOR,
    severity=Severity.MAJOR,
    says="One of spine and hip is normal, the other in the osteoporosis range: look for an artefact at one of them.",
    cite=DISCORDANCE,
    run=classes_apart(2),
    figures=(T_NORMAL, T_OSTEOPOROSIS),
)
