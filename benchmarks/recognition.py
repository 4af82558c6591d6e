"""Prints how often recognised numbers are right: after one reading, after two, and after the checks of their row.

python benchmarks/recognition.py --pages 30 --dpi 150 200 300 --effects clean scan fax --processes 3
"""

import argparse
import random
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from decimal import Decimal
from itertools import product
from time import monotonic

from dxa.locator import Locator
from dxa.report import Measurement
from dxa.settings import Limits
from fixtures.ocr import EFFECTS, picture_of, printed_page, truths
from fixtures.pdf import drawn
from parsers.ocr.agreement import agreed
from parsers.ocr.picture import Picture
from parsers.ocr.reading import Budget, sheet_of_picture
from parsers.ocr.tables import Reading, read_sheet

STAGES = ("one reading", "two readings alike", "borne out by the row")
LIMITS = Limits(ocr=True, ocr_seconds=600)
Page = tuple[int, int, str]
Place = tuple[str, str | None, tuple[str, ...], str]


def measured(page: Page) -> tuple[Counter[str], float]:
    """Return counts of drawn, right and wrong numbers by stage for one page, and the seconds it took."""
    seed, dpi, effect = page
    printout = printed_page(seed)
    image = EFFECTS[effect](picture_of(drawn(printout), dpi), random.Random(seed))  # noqa: S311 - seeded noise
    picture = Picture(page=1, image=image, dpi=float(dpi))
    start = monotonic()
    first, second = (read_sheet(sheet_of_picture(picture, number, 0, Budget(LIMITS)), "") for number in (0, 1))
    seconds = monotonic() - start
    printed = truths(printout.truths())
    counts = Counter(drawn=len(printed))
    stages = (single(first), alike(first, second), agreed(first, second, Locator(page=1)).measurements)
    for stage, rows in zip(STAGES, stages, strict=True):
        counts.update(f"{stage}: {kind(printed.get(place(row)), row.value)}" for row in rows)
    return counts, seconds


def single(reading: Reading) -> list[Measurement]:
    """Return every number of one reading."""
    return [value.measurement for value in reading.values]


def alike(first: Reading, second: Reading) -> list[Measurement]:
    """Return the numbers both readings give for one site, whatever their rows say."""
    others = {place(row): str(row.value) for row in single(second)}
    return [row for row in single(first) if others.get(place(row)) == str(row.value)]


def place(row: Measurement) -> Place:
    """Return what a number says it is."""
    return row.region.value, row.side and row.side.value, row.levels, row.quantity.value


def kind(printed: str | None, value: Decimal) -> str:
    """Return how a recognised number differs from the printed one."""
    if printed is None:
        return "wrong site"
    truth = Decimal(printed)
    if truth == value:
        return "right"
    if truth == -value or (truth < 0) != (value < 0):
        return "wrong sign"
    digits = [str(abs(number)).replace(".", "").strip("0") for number in (truth, value)]
    return "wrong point" if digits[0] == digits[1] else "wrong digit"


def rows_of(counts: Counter[str], stage: str) -> Iterable[str]:
    """Return the cells of one line of the table."""
    for name in ("right", "wrong sign", "wrong point", "wrong digit", "wrong site"):
        yield str(counts[f"{stage}: {name}"])


def main() -> None:
    """Measure and print one line per picture quality and stage."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=10)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--dpi", type=int, nargs="+", default=[200, 300])
    parser.add_argument("--effects", nargs="+", choices=list(EFFECTS), default=list(EFFECTS))
    parser.add_argument("--processes", type=int, default=2)
    wished = parser.parse_args()
    heads = ("picture", "dpi", "drawn", "after", "right", "wrong sign", "wrong point", "wrong digit", "wrong site", "s")
    print(f"| {' | '.join(heads)} |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |", flush=True)
    with ProcessPoolExecutor(wished.processes) as pool:
        for effect, dpi in product(wished.effects, wished.dpi):
            pages = [(wished.seed + number, dpi, effect) for number in range(wished.pages)]
            counts: Counter[str] = Counter()
            seconds = 0.0
            for found, took in pool.map(measured, pages):
                counts += found
                seconds += took
            for stage in STAGES:
                cells = " | ".join(rows_of(counts, stage))
                pace = f"{seconds / wished.pages:.1f}"
                print(f"| {effect} | {dpi} | {counts['drawn']} | {stage} | {cells} | {pace} |", flush=True)


if __name__ == "__main__":
    main()
