"""Which answers a sender wants: original or enhanced mode, and when (HL7 v2.5 chapter 2.9.2 and 2.9.3, table 0155)."""

from collections.abc import Sequence
from typing import NamedTuple

from dxa.settings.mllp import pair_of
from ingest.answers import Answer
from ingest.channels.mllp.header import Header
from ingest.channels.mllp.senders import is_sender

_NEVER, _ON_ERROR, _ON_SUCCESS = "NE", "ER", "SU"


class Mode(NamedTuple):
    """How one message is answered."""

    enhanced: bool
    """Whether the codes are CA, CE, CR instead of AA, AE, AR."""
    when: str = "AL"
    """AL, NE, ER or SU."""

    def code(self, answer: Answer, *, positive: bool) -> str | None:
        """Return MSA-1, None if the sender wants no answer in this case."""
        unwanted = self.when in {_NEVER, _ON_ERROR if positive else _ON_SUCCESS}
        return None if unwanted else (answer.enhanced if self.enhanced else answer.original)


def mode_of(header: Header | None, overrides: Sequence[tuple[str, str]]) -> Mode:
    """Return the mode of a message: as its sender's entry in the settings says, else as MSH-15 and MSH-16 do.

    A sender that wants the application acknowledgement alone (MSH-16 without MSH-15, or with NE there) gets it at
    once, because no later one comes; one that left MSH-15 empty was never told that it gets nothing.
    """
    if header is None or header.name != "MSH":
        return Mode(enhanced=False)
    for sender, choice in overrides:
        if sender == "*" or is_sender(header, sender):
            return _mode_of(header) if choice == "auto" else Mode(enhanced=choice == "CA")
    return _mode_of(header)


def _mode_of(header: Header) -> Mode:
    accept, application = header.first(15).upper(), header.first(16).upper()
    if not accept and not application:
        return Mode(enhanced=False)
    if accept in {"", _NEVER} and application not in {"", _NEVER}:
        return Mode(enhanced=False, when=application)
    return Mode(enhanced=True, when=accept or "AL")


def overrides_of(entries: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Return sender and choice of each entry `MSH-3|MSH-4=AA` of the settings; `*` stands for any sender."""
    return tuple(pair_of(entry) for entry in entries)
