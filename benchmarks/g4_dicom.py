"""G4: a structured report to measurements, against bare dcmread and a walk over every attribute."""

import io

import pydicom
from documents import FIXTURES, raw
from rounds import Result, Side, interleaved, milliseconds, ratio, show

from dxa.errors import DocumentError
from dxa.settings import Limits
from parsers.registry import parse

ROUNDS = 15


def structured_report() -> bytes:
    """Return the SR fixture with most values read from its tree."""
    best = (0, b"")
    for path in sorted((FIXTURES / "dicom").iterdir()):
        content = path.read_bytes()
        if path.suffix == ".json" or content[128:132] != b"DICM":
            continue
        try:
            report = parse(raw(content), Limits())
        except DocumentError:
            continue
        best = max(best, (sum(row.provenance.locator.item is not None for row in report.measurements), content))
    return best[1]


def walk(content: bytes) -> int:
    """Return how many attributes a data set has; every value is decoded on the way."""
    count = 0
    pending = [pydicom.dcmread(io.BytesIO(content))]
    while pending:
        for element in pending.pop():
            count += 1
            if element.VR == "SQ":
                pending.extend(element.value)
    return count


def measure(rounds: int = ROUNDS) -> list[Result]:
    """Return what reading an object costs in units of a bare walk."""
    content = structured_report()
    document, limits = raw(content), Limits()
    values = len(parse(document, limits).measurements)
    assert values >= 6, "no fixture gives a tree of values"
    seconds = interleaved(
        {
            "walk": Side(run=lambda: walk(content), times=3),
            "read": Side(run=lambda: parse(document, limits), times=3),
        },
        rounds,
    )
    return [
        Result(
            name="G4",
            what=f"SR of {len(content) / 1000:.1f} kB to {values} values / dcmread and attribute walk",
            ratio=ratio(seconds["read"], seconds["walk"]),
            goal="<= 1.1",
            detail=f"{milliseconds(seconds['read'])}; walk {milliseconds(seconds['walk'])}",
        )
    ]


if __name__ == "__main__":
    show(measure())
