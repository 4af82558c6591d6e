"""Orders without results: who is to be examined and why, for the case the results will make."""

from collections.abc import Sequence

from dxa.issues import IssueCode
from dxa.report import Context, DxaReport, Issue, ReportStatus, Study, Withdrawal
from parsers.hl7.fields import component
from parsers.hl7.identity import patient_of, study_uid_of
from parsers.hl7.orders import Order
from parsers.hl7.requests import clinical_information
from parsers.hl7.tokens import Message
from parsers.statements import distinct

_CANCELLING = frozenset({"CA", "CR", "DC", "DR", "OC", "OD"})
_REVISING = frozenset({"RO", "RP", "RQ", "RU", "XO", "XR", "XX"})
"""ORC-1 (table 0119): the order is called off; it is replaced or changed."""

_ENDED = frozenset({"CA", "DC"})
"""ORC-5 (table 0038) of an order that is over without a result."""


def report_of_orders(orders: Sequence[Order], document: str) -> DxaReport:
    """Return what orders for one patient say: a reading with a context and without results.

    Raises:
        UnreadableDocument: orders for several patients.
    """
    patient, issues = patient_of(orders)
    live = [order for order in orders if not _is_cancelled(order)]
    asked = [clinical_information(order, document, notes=True) for order in live]
    numbers = {(order.placer, _accession(order)) for order in orders}
    told = [issue for one in asked for issue in one.issues]
    if len(numbers) > 1:
        text = "the orders have different numbers; the first one's count"
        told.append(Issue(code=IssueCode.STUDY_CONFLICT, text=text, locator=orders[0].place))
    first = (live or orders)[0]
    return DxaReport(
        patient=patient,
        study=Study(
            accession=_accession(first) or None,
            order_number=first.placer or None,
            study_uid=study_uid_of(first.message),
            status=ReportStatus.ORDERED if live else ReportStatus.ORDER_CANCELLED,
            issued=max((order.issued for order in orders if order.issued), default=None),
        ),
        context=joined([one.context for one in asked]),
        issues=(*issues, *dict.fromkeys(told)),
        withdrawn=(Withdrawal(),) if any(_control(order) in _REVISING for order in live) else (),
    )


def joined(contexts: Sequence[Context]) -> Context:
    """Return the first indication of several orders and the facts of all."""
    asked = next((context for context in contexts if context.indication), Context())
    return Context(
        indication=asked.indication,
        indication_provenance=asked.indication_provenance,
        facts=distinct(fact for context in contexts for fact in context.facts),
    )


def _control(order: Order) -> str:
    return component(order.message, order.common, 1, 1).upper() if order.common else ""


def _is_cancelled(order: Order) -> bool:
    state = component(order.message, order.common, 5, 1).upper() if order.common else ""
    return _control(order) in _CANCELLING or state in _ENDED or order.status == "X"


def _accession(order: Order) -> str:
    """Return the filler number, or the accession number an imaging order gives in IPC-1."""
    return order.filler or _imaging_accession(order.message)


def _imaging_accession(message: Message) -> str:
    rows = (segment for segment in message.segments if segment.name == "IPC")
    return next((number for row in rows if (number := component(message, row, 1, 1))), "")
