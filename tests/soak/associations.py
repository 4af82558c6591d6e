"""Many DICOM associations in every shape, with probes meanwhile: nothing is lost and the door's memory stays flat."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from time import monotonic

from pydicom.dataset import Dataset

from tests.ingest.dicom_door import sent, small_object
from tests.soak.watching import Probes, bytes_of, children_of, command_of

STORED = 0x0000
WARM = 60
"""Objects before the first look at the memory: what the libraries keep once is no growth."""
SHAPES = ((200, 1, 1), (1, 200, 1), (4, 100, 4))
"""Associations, objects of each, and how many associations at a time."""


def matrix(port: int, supervisor: int, told: Callable[[str], None]) -> None:
    """Send every shape and tell what was answered, and how the memory of the doors changed."""
    door = next(one for one in children_of(supervisor) if "listen" in command_of(one))
    for number in range(WARM):
        sent(port, _object(9_000_000 + number))
    before = bytes_of(door)
    with Probes(bare=[port], http=[]) as probes:
        for place, (associations, objects, together) in enumerate(SHAPES, start=1):
            start = monotonic()
            first = place * 1_000_000
            firsts = range(first, first + associations * objects, objects)
            with ThreadPoolExecutor(together) as pool:
                lanes = list(pool.map(partial(_sent, port, objects), firsts))
            statuses = [status for lane in lanes for status in lane]
            stored, all_sent = statuses.count(STORED), associations * objects
            told(
                f"C-STORE {associations} x {objects}, {together} at a time: {stored} of {all_sent} stored, "
                f"{all_sent / (monotonic() - start):.0f}/s"
            )
    after = bytes_of(door)
    told(f"doors after it: {before / 1e6:.1f} MB -> {after / 1e6:.1f} MB; probes {probes.done}, failed {probes.failed}")


def one_study(port: int, objects: int) -> int:
    """Send so many objects of one study over one association, and return how many were stored."""
    made = [small_object(7_000_000 + 1_000 * objects + number) for number in range(objects)]
    for one in made:
        one.PatientID = f"STUDY-{objects}"
        one.StudyInstanceUID = f"1.2.826.0.1.3680043.10.99999.80.{objects}"
    return sent(port, *made).count(STORED)


def _sent(port: int, objects: int, first: int) -> list[int | None]:
    return sent(port, *(_object(first + number) for number in range(objects)))


def _object(number: int) -> Dataset:
    """Return an object of a patient and a study of its own."""
    made = small_object(number)
    made.PatientID = f"R7-{number}"
    made.StudyInstanceUID = f"1.2.826.0.1.3680043.10.99999.79.{number}"
    return made
