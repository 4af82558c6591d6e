"""Whether denosumab was stopped, and whether a drug followed it, by the words somebody states it with."""

from assess.case.names import is_listed, named_drug, words_of
from assess.case.situation import Situation
from assess.case.stated import Stated
from assess.expressions.known import Known

_DENOSUMAB = "denosumab"


def denosumab_stopped(situation: Situation) -> Known[bool] | None:
    """Return whether denosumab was stopped, as an event or beside the therapy; None while nobody says."""
    told = _texts(situation, "event", situation.facts.event)
    beside = [(text, "facts") for text in situation.facts.therapy or ()]
    beside += [(text, "report") for text in Stated(situation.report.context.facts).texts("therapy")]
    stopped = next((source for text, source in (*told, *beside) if _is_stopped(text)), None)
    if stopped is not None:
        return Known(value=True, source=stopped)
    others = [source for text, source in told if _is_other(text)]
    return Known(value=False, source=others[0]) if told and len(others) == len(told) else None


def drug_followed(situation: Situation) -> Known[bool] | None:
    """Return whether a drug against osteoporosis followed the stopped one; None while nobody says."""
    told = _texts(situation, "follow_on", situation.facts.follow_on)
    answers = {_follows(text) for text, _ in told}
    if told:
        answer = answers.pop() if len(answers) == 1 else None
        return None if answer is None else Known(value=answer, source=told[0][1])
    now = any(_follows(name) for name in situation.therapy.entries)
    return Known(value=True, source=situation.therapy.source) if now else None


def _texts(situation: Situation, name: str, own: str | None) -> list[tuple[str, str]]:
    told = [(own, "facts")] if own is not None and own.strip() else []
    return [*told, *((text, "report") for text in Stated(situation.report.context.facts).texts(name) if text)]


def _is_stopped(text: str) -> bool:
    words = words_of(text)
    over = any(is_listed("over", word) for word in words)
    denied = any(is_listed("denial", word) for word in words)
    return over and not denied and named_drug(text) == _DENOSUMAB


def _is_other(text: str) -> bool:
    """Return whether an event is surely none of denosumab: there is none, or another drug is named."""
    return is_listed("none", "_".join(words_of(text))) or named_drug(text) not in {None, _DENOSUMAB, "supplement"}


def _follows(text: str) -> bool | None:
    if is_listed("none", "_".join(words_of(text))):
        return False
    # Denosumab after denosumab is no other drug, and what is denied or stopped none that is taken.
    drug = (
        None
        if any(is_listed(kind, word) for kind in ("over", "not_so") for word in words_of(text))
        else (named_drug(text))
    )
    return True if drug not in {None, _DENOSUMAB, "supplement"} else None
