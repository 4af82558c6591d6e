"""M07: rounding the deciding T-score to one decimal, as devices print it, would change the class."""

from assess.case.situation import Situation
from assess.checking.check import Check, Judged, fires, silent, undecided
from assess.values.check_sources import convention
from assess.values.densitometric import T_NORMAL, T_OSTEOPOROSIS, as_printed, class_of
from dxa.assessment import Reason, Severity, Truth
from dxa.vocabulary import Caveat


def _run(situation: Situation) -> Judged:
    lowest = situation.t.known
    if lowest is None:
        return undecided("t_score")
    rounded = as_printed(lowest.value)
    exact_class, printed_class = class_of(lowest.value), class_of(rounded)
    reason = Reason(
        term="class of the T-score as read and rounded to one decimal",
        value=f"{lowest.value}: {exact_class}",
        operator="==",
        threshold=f"{rounded}: {printed_class}",
        verdict=Truth.TRUE if exact_class is printed_class else Truth.FALSE,
        measurement=lowest.measurement,
    )
    if exact_class is printed_class:
        return silent(reason)
    words = (
        f"The T-score {lowest.value} is {_words(exact_class)} as it stands; "
        f"rounded to {rounded} it reads as {_words(printed_class)}."
    )
    return fires(reason, says=words)


def _words(name: str) -> str:
    return name.lower().replace("_", " ")


CHECK = Check(
    id="M07",
    code=Caveat.ROUNDING_CROSSES_THRESHOLD,
    severity=Severity.MAJOR,
    says="Rounded to one decimal, the deciding T-score falls into another class.",
    cite=convention("Arithmetic on the printed number", "Rounding half away from zero to one decimal"),
    run=_run,
    figures=(T_NORMAL, T_OSTEOPOROSIS),
)
