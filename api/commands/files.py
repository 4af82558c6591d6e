"""Reading and assessing files: no server, no database."""

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from api.clock import utc_now
from assess import assess
from dxa.assessment import Assessment
from dxa.document import RawDocument
from dxa.errors import Defect, DocumentError, InvalidRequest, OsteonError
from dxa.facts import Facts
from dxa.report import DxaReport
from dxa.schema import load_facts
from dxa.settings import Limits
from parsers.children import Readers
from parsers.merge import merge


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file that could not be read."""

    path: str
    error: OsteonError


@dataclass(frozen=True, slots=True)
class FilesRead:
    """What several files of one study say together; no report when none could be read."""

    report: DxaReport | None
    refusals: tuple[Refusal, ...]


def read_files(paths: Sequence[str], limits: Limits) -> FilesRead:
    """Return the merged report of files of one study, and the files that could not be read."""
    reports: list[DxaReport] = []
    refusals: list[Refusal] = []
    with Readers(1, limits) as readers:
        for path in paths:
            try:
                reports.append(readers.parse(_document(path, limits)))
            except (DocumentError, Defect) as error:
                refusals.append(Refusal(path, error))
    return FilesRead(merge(reports) if reports else None, tuple(refusals))


def read_facts(path: str | None) -> Facts:
    """Return the facts in a JSON file; without one nothing is known.

    Raises:
        InvalidRequest: not JSON, or not facts.
    """
    if path is None:
        return Facts()
    try:
        body = json.loads(Path(path).read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:
        raise InvalidRequest(f"{path} is not JSON") from error
    return load_facts(body)


def assess_files(report: DxaReport, facts: Facts, priors: Sequence[DxaReport], packs: Sequence[str]) -> Assessment:
    """Return the assessment; no pack named means all.

    Raises:
        InvalidRequest: an unknown pack.
    """
    return assess(report, facts, tuple(priors), tuple(packs) or None)


def _document(path: str, limits: Limits) -> RawDocument:
    stream = sys.stdin.buffer if path == "-" else None
    # One byte more than allowed is enough to be refused.
    most = limits.document_bytes + 1
    if stream is not None:
        content = stream.read(most)
    else:
        with Path(path).open("rb") as file:
            content = file.read(most)
    return RawDocument(content=content, channel="file", received_at=utc_now())
