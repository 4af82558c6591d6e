"""The values of many documents as a table: CSV or Parquet."""

import csv
import os
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from importlib import import_module
from pathlib import Path
from typing import Protocol

from dxa.errors import SettingsError
from dxa.report import Measurement
from store.records import DocumentReading

COLUMNS = (
    "source", "document", "case", "patient_id", "performed_on", "region", "side", "levels", "quantity", "value", "unit",
    "exam_date", "current", "excluded", "held", "confirmed_by", "raw",
)  # fmt: skip
"""One row for each number; an empty cell means that the document does not say. Decimals are as printed."""
_GROUP_ROWS = 50_000
"""Rows of one group of a Parquet file; so many are held in memory."""
_NEW = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
Row = tuple[str, ...]


class Values(Protocol):
    """Takes rows."""

    def write(self, rows: Sequence[Row]) -> None:
        """Append rows of COLUMNS."""


def rows_of(reading: DocumentReading, sources: Sequence[str]) -> Iterator[Row]:
    """Yield a row for each number of a document and each place the document lies at."""
    report = reading.report
    for source in sources:
        for one in report.measurements:
            yield (
                source,
                reading.document_id,
                reading.case_id or "",
                report.patient.id or "",
                str(report.study.performed_on or ""),
                *_cells(one),
            )


def _cells(one: Measurement) -> Row:
    return (
        str(one.region),
        str(one.side or ""),
        " ".join(one.levels),
        str(one.quantity),
        str(one.value),
        str(one.unit),
        str(one.exam_date or ""),
        str(one.current).lower(),
        one.excluded or "",
        one.held or "",
        " ".join(one.confirmed_by),
        one.provenance.raw,
    )


def values_file(path: Path) -> AbstractContextManager[Values]:
    """Open a new table, which is there once the context has ended well: Parquet by its ending, anything else CSV.

    Raises:
        SettingsError: Parquet is wanted and its library, the extra `parquet`, is not installed.
    """
    return _parquet(path) if path.suffix == ".parquet" else _csv(path)


class _Csv:
    def __init__(self, path: Path) -> None:
        self.file = os.fdopen(os.open(path, _NEW, 0o600), "w", encoding="utf-8", newline="")
        self._writer = csv.writer(self.file)
        self._writer.writerow(COLUMNS)

    def write(self, rows: Sequence[Row]) -> None:
        # A text that a spreadsheet would take for a formula is marked as text.
        self._writer.writerows([[f"'{cell}" if cell[:1] in {"=", "@", "+"} else cell for cell in row] for row in rows])


@contextmanager
def _csv(path: Path) -> Iterator[Values]:
    unfinished = path.with_name(f".{path.name}.unfinished")
    opened = _Csv(unfinished)
    with opened.file:
        yield opened
    unfinished.replace(path)


class _Parquet:
    def __init__(self, path: Path) -> None:
        try:
            self._arrow = import_module("pyarrow")
            parquet = import_module("pyarrow.parquet")
        except ImportError as error:
            raise SettingsError("Parquet needs the extra: pip install osteon[parquet]") from error
        self._schema = self._arrow.schema([(name, self._arrow.string()) for name in COLUMNS])
        os.close(os.open(path, _NEW, 0o600))
        self.file = parquet.ParquetWriter(path, self._schema)
        self._rows: list[Row] = []

    def write(self, rows: Sequence[Row]) -> None:
        self._rows += rows
        if len(self._rows) >= _GROUP_ROWS:
            self.flush()

    def flush(self) -> None:
        """Write what is held as one row group."""
        if self._rows:
            columns = [self._arrow.array(column) for column in zip(*self._rows, strict=True)]
            self.file.write_table(self._arrow.Table.from_arrays(columns, schema=self._schema))
            self._rows = []


@contextmanager
def _parquet(path: Path) -> Iterator[Values]:
    unfinished = path.with_name(f".{path.name}.unfinished")
    opened = _Parquet(unfinished)
    with opened.file:
        yield opened
        opened.flush()
    unfinished.replace(path)
