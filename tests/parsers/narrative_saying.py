"""What a text says, in words short enough for a table of cases."""

from dxa.report import DxaReport, Measurement
from parsers.narrative.reading import read_passage
from parsers.passage import plain_passage


def report_of(text: str, *, complete: bool = True) -> DxaReport:
    return read_passage(plain_passage(text), "d" * 64, "narrative/1", complete=complete)


def said(text: str, *, complete: bool = True) -> list[str]:
    """Return the values of a text as "region side levels quantity value (prior) (held)", in its order."""
    return [line_of(row) for row in report_of(text, complete=complete).measurements]


def line_of(row: Measurement) -> str:
    parts = [row.region, row.side, "+".join(row.levels), row.quantity, format(row.value, "f")]
    parts += ["prior" if not row.current else "", f"held:{row.held}" if row.held else ""]
    return " ".join(str(part) for part in parts if part)
