"""The results of one order in a message: an OBR with what follows it, and how final they are."""

import re
from dataclasses import dataclass
from datetime import date
from itertools import islice

from dxa.errors import NotDensitometry
from dxa.issues import IssueCode
from dxa.locator import Locator
from dxa.loinc import DXA_ORDERS, LOINC
from dxa.report import Issue, Quantity
from dxa.sites import plain
from parsers.hl7.escapes import unescaped
from parsers.hl7.fields import coded, component, date_of, moment_of
from parsers.hl7.identify import Coded
from parsers.hl7.labels import meaning_of
from parsers.hl7.tokens import Message, Segment

OWN_SERVICE = "DXACDS"
"""OBR-4 of the results this service sends (hl7 facts, section 9.6)."""
_RESULT_TYPES = frozenset({"ORU", "ORF", "MDM", ""})
_ORDER_TYPES = frozenset({"ORM", "OMG", "OMI", "OML"})
"""Messages that ask for an examination."""

_RESULT_CONTROLS = frozenset({"RE", "CN", ""})
"""ORC-1 beside results."""

_TYPE = re.compile(r"[A-Z]{3}")
_DXA = re.compile(
    r"\bde?xa\b|\bfrax\b|densit\S*metr|bone (?:mineral )?dens|\bbmd\b|\bdmo\b|knochendichte|osteoden[sz]|absorptiometr|"
    r"botdichtheid|bentathet|densidad (?:mineral )?osea|densidade (?:mineral )?ossea|骨密度|골밀도"
)
_OTHER_METHOD = re.compile(r"\b[qp]?ct\b|\btomogra|\bcomputed\b|\bultraso")
_SCORES = re.compile(r"\b[tz][ -]?(?:score|wert)|\bbmd\b|\bdmo\b|g/cm")
_CALLED_EARLIER = re.compile(r"(?:prior|previous|earlier)\b(?!.*\b(?:compar|with|current|today))")
_MENTION = re.compile(r"consider|recommend|suggest|advis|prior|previous|earlier|history|last|follow|should|repeat|if ")
_STATUSES = frozenset({"", "F", "C", "X", "P", "R", "A", "S", "I", "O"})
"""OBR-25 whose order is known (table 0123)."""

_TITLE_LINES = 6
_LONGEST_TITLE = 80
"""Characters."""
_ENOUGH = frozenset({Quantity.BMD, Quantity.T_SCORE, Quantity.Z_SCORE})


@dataclass(frozen=True, slots=True)
class Order:
    """One OBR with its observations; in an MDM message the whole message."""

    message: Message
    patient: Segment | None
    """PID."""
    common: Segment | None
    """ORC."""
    request: Segment | None
    """OBR."""
    document: Segment | None
    """TXA."""
    rows: tuple[Segment, ...]
    """OBX and NTE in order."""

    @property
    def service(self) -> Coded:
        """OBR-4."""
        return coded(self.message, self.request.field(4)) if self.request else Coded()

    @property
    def is_called_earlier(self) -> bool:
        """Whether OBR-4 calls its results those of an earlier examination: "Prior DXA results"."""
        return any(_CALLED_EARLIER.match(plain(text)) for text in self.service.texts)

    @property
    def born(self) -> date | None:
        """The patient's birth date, PID-7; None if it is not a whole date."""
        return date_of(component(self.message, self.patient, 7, 1)) if self.patient else None

    @property
    def filler(self) -> str:
        """The filler order number, OBR-3 or ORC-3; empty if none is given."""
        sources = [segment for segment in (self.request, self.common) if segment]
        return next((number for segment in sources if (number := component(self.message, segment, 3, 1))), "")

    @property
    def placer(self) -> str:
        """The placer order number, OBR-2 or ORC-2; empty if none is given."""
        sources = [segment for segment in (self.request, self.common) if segment]
        return next((number for segment in sources if (number := component(self.message, segment, 2, 1))), "")

    @property
    def issued(self) -> str | None:
        """When the report got its status, OBR-22, else MSH-7, as 14 digits; None if neither is a time."""
        stated = [self.request.field(22)] if self.request else []
        return next((moment for text in (*stated, self.message.header.field(7)) if (moment := moment_of(text))), None)

    @property
    def status(self) -> str:
        """OBR-25, a letter; empty if not given."""
        return self.request.field(25).strip().upper().strip('"') if self.request else ""

    @property
    def day(self) -> date | None:
        """The day of the examination: OBR-7, or OBR-8 where a sender gives its end alone; without OBR TXA-4."""
        if self.request:
            return date_of(self.request.field(7)) or date_of(self.request.field(8))
        return date_of(self.document.field(4)) if self.document else None

    @property
    def place(self) -> Locator:
        """Where the order stands."""
        segment = self.request or self.message.header
        return Locator(message=self.message.number, segment=segment.name, index=segment.number)


def densitometry_orders(messages: tuple[Message, ...]) -> tuple[Order, ...]:
    """Return the orders with results, or without any result the orders alone, that are about bone densitometry.

    Raises:
        NotDensitometry: none is, all are results this service sent, or the messages carry neither results nor orders.
    """
    asking = [message for message in messages if _asks(message)]
    telling = [message for message in messages if message_type(message) in _RESULT_TYPES and message not in asking]
    telling = telling or asking
    if not telling:
        kind = message_type(messages[0])
        raise NotDensitometry(f"a {kind} message holds no results; ORU and MDM messages and orders are read")
    every = [order for message in telling for order in orders_of(message)]
    orders = [order for order in every if not is_own(order)]
    if every and not orders:
        raise NotDensitometry("the message is a result of this service, not a report of an examination")
    chosen = tuple(order for order in orders if is_densitometry(order))
    if not chosen:
        raise NotDensitometry("no order or observation of the message is about bone densitometry")
    return chosen


def is_own(order: Order) -> bool:
    """Return whether an order is one of our own annotations, come back; read, it would confirm itself."""
    return any(code.upper() == OWN_SERVICE for code, _ in order.service.codes)


def is_request(order: Order) -> bool:
    """Return whether an order only asks for the examination."""
    return _asks(order.message)


def _asks(message: Message) -> bool:
    """Whether a message holds orders only: by its type, or without one because every ORC orders something."""
    kind = message_type(message)
    controls = [component(message, segment, 1, 1).upper() for segment in message.segments if segment.name == "ORC"]
    return kind in _ORDER_TYPES or (not kind and bool(controls) and not _RESULT_CONTROLS & set(controls))


def message_type(message: Message) -> str:
    """Return MSH-9.1, looked for beside its place too when a sender lost a field of MSH; empty if there is none."""
    for number in (9, 8, 10):
        kind = component(message, message.header, number, 1).upper()
        if _TYPE.fullmatch(kind):
            return kind
    return ""


def orders_of(message: Message) -> list[Order]:
    """Return the orders of a message; observations before the first OBR are an order without one."""
    orders: list[Order] = []
    heads: dict[str, Segment | None] = dict.fromkeys(("PID", "ORC", "OBR", "TXA"))
    rows: list[Segment] = []

    def close() -> None:
        if rows or heads["OBR"]:
            orders.append(Order(message, heads["PID"], heads["ORC"], heads["OBR"], heads["TXA"], tuple(rows)))
        rows.clear()
        heads["OBR"] = None

    for position, segment in enumerate(message.segments):
        if segment.name == "OBX" or (segment.name == "NTE" and (heads["OBR"] or rows)):
            rows.append(segment)
        elif segment.name in {"PID", "OBR"} or (segment.name == "ORC" and (rows or _before_request(message, position))):
            close()
            if segment.name == "PID":
                heads["ORC"] = None
        if segment.name in heads:
            heads[segment.name] = segment
    close()
    return orders


def _before_request(message: Message, common: int) -> bool:
    """Whether the ORC at a position stands before its OBR, as the standard has it, and not behind it."""
    following = (segment.name for segment in islice(message.segments, common + 1, None))
    return next((name == "OBR" for name in following if name not in {"NTE", "DG1", "TQ1"}), False)


def is_densitometry(order: Order) -> bool:
    """Return whether an order is about DXA: by its own code or name, else by its observations, else by its text."""
    service = order.service
    if any(_OTHER_METHOD.search(plain(text)) for text in service.texts):
        return False
    if _names_dxa(service):
        return True
    labels = [coded(order.message, row.field(3)) for row in order.rows if row.name == "OBX"]
    if any(_names_dxa(label) or _is_measure(label) for label in labels):
        return True
    return _is_written_report(order)


def _names_dxa(element: Coded) -> bool:
    if any(code in DXA_ORDERS or code in LOINC for code, _ in element.codes):
        return True
    words = [*element.texts, *(code.replace("_", " ") for code, _ in element.codes)]
    return any(_DXA.search(plain(word)) for word in words)


def _is_measure(element: Coded) -> bool:
    meanings = [meaning_of(text) for text in element.texts]
    return any(meaning.quantity in _ENOUGH and meaning.regions for meaning in meanings)


def _is_written_report(order: Order) -> bool:
    """Whether the text is titled DXA in its first lines and holds scores; a mention of a scan is no DXA report."""
    message = order.message
    lines: list[str] = []
    for row in order.rows:
        if row.name == "OBX" and row.field(2).strip().upper() in {"TX", "FT", "ST", ""}:
            text = row.field(5).replace(message.separators.repetition or "\n", "\n")
            lines += [line for line in unescaped(text, message.separators, message.codec).split("\n") if line.strip()]
    titles = [plain(line) for line in lines[:_TITLE_LINES] if len(line) <= _LONGEST_TITLE]
    is_titled = any(_DXA.search(title) and not _MENTION.search(title) for title in titles)
    return is_titled and any(_SCORES.search(plain(line)) for line in lines)


def standing(orders: tuple[Order, ...]) -> tuple[tuple[Order, ...], tuple[Issue, ...]]:
    """Return the orders that still count when one document holds an order several times.

    The sender repeats all results in a correction, so that the latest statement replaces the others: a correction
    before a final, a final before a preliminary one, then by OBR-22, then by MSH-7. A cancellation ends it.
    """
    rivals: dict[object, list[Order]] = {}
    keys = [_key(order, position) for position, order in enumerate(orders)]
    for key, order in zip(keys, orders, strict=True):
        rivals.setdefault(key, []).append(order)
    winners = {key: max(group, key=_rank) for key, group in rivals.items()}
    # Which of several counts cannot be told beside an unknown status: all are read, and what differs is held.
    unclear = {key for key, group in rivals.items() if any(rival.status not in _STATUSES for rival in group)}
    kept: list[Order] = []
    issues: list[Issue] = []
    for key, order in zip(keys, orders, strict=True):
        winner = order if key in unclear else winners[key]
        if order.message is winner.message or _rank(order)[0] == _rank(winner)[0] == 1:
            kept.append(order)
        else:
            text = "a later message of the same order replaced these results"
            issues.append(Issue(code=IssueCode.SUPERSEDED_VALUE, text=text, locator=order.place))
    return tuple(kept), tuple(issues)


def _key(order: Order, position: int) -> object:
    """Return what messages about one order have in common; an order without filler number is like no other."""
    return (order.filler, order.service.codes[:1]) if order.filler else position


def _rank(order: Order) -> tuple[int, str, str]:
    finality = {"X": 3, "C": 2}.get(order.status, 1 if order.status in {"F", ""} else 0)
    changed = order.request.field(22).strip() if order.request else ""
    return finality, changed[:14], order.message.header.field(7).strip()[:14]
