"""Reads a document and says what was found in one line per number, for documents whose truth stands beside them."""

from datetime import UTC, datetime

from dxa.document import RawDocument
from dxa.report import DxaReport, Measurement
from dxa.settings import Limits
from parsers.registry import parse


def read(content: bytes) -> DxaReport:
    """Return what the readers make of a document."""
    return parse(RawDocument(content=content, channel="test", received_at=datetime.now(UTC)), Limits())


def line(measurement: Measurement) -> str:
    """Return a number with its place, such as "femoral_neck left t_score -2.1 prior"."""
    parts = (
        measurement.region,
        measurement.side,
        "+".join(measurement.levels),
        measurement.quantity,
        format(measurement.value, "f"),
        "" if measurement.current else "prior",
    )
    return " ".join(str(part) for part in parts if part)


def lines(report: DxaReport, *, held: bool = False, leaving_out: frozenset[str] = frozenset()) -> set[str]:
    """Return the numbers rules may use, or those held back from them; `leaving_out` are quantities not asked about."""
    asked = (part for part in report.measurements if part.quantity not in leaving_out)
    return {line(part) for part in asked if bool(part.held) == held}
