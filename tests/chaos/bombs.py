"""R11: documents that swell when they are read come in at every door: memory stays bounded, and none is a result."""

import zlib
from base64 import b64encode
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from threading import Event, Thread
from typing import Self
from zipfile import ZIP_DEFLATED, ZipFile

from pydicom.dataset import Dataset
from sqlalchemy import select

from dxa.report import DxaReport
from store import Store
from store.tables import DOCUMENTS, REPORTS
from store.wire import from_json
from tests.chaos.outcome import Outcome, Wish
from tests.chaos.papers import digest, hl7, sr
from tests.chaos.parts import DOORS, WEB, WORKER, House, await_true
from tests.chaos.senders import ask, drop, mllp_connection, post
from tests.ingest.dicom_door import association, object_of
from tests.service import hostile

_PROCESS_BYTES = 1_300_000_000
"""A reading child may have 1 GiB of address space by its settings; nobody else comes near."""
_JPEG = bytes.fromhex("ffd8ffc0000b08fffffff001011100ffda0008010100003f00") + bytes(64) + b"\xff\xd9"
"""The head of a picture of 65 535 by 65 520 points, and nothing behind it."""


def archive(size: int) -> bytes:
    """Return a zip archive of one member that is so large, all blanks."""
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as target:
        target.writestr("report.hl7", b" " * size)
    return buffer.getvalue()


def tables(count: int) -> bytes:
    """Return a PDF whose cross-reference stream says that it lists so many objects, and refers to itself."""
    packed = zlib.compress(bytes(5 * 1_000_000), 9)
    head = b"%%PDF-1.5\n1 0 obj\n<</Type/XRef/Size %d/W[1 3 1]/Root 1 0 R/Prev 9/Index[0 %d]" % (count, count)
    return head + b"/Filter/FlateDecode/Length %d>>stream\n%s\nendstream endobj\nstartxref\n9\n%%%%EOF\n" % (
        len(packed),
        packed,
    )


def picture() -> bytes:
    """Return a PDF with a JPEG that says it is enormous."""
    image = b"<</Type/XObject/Subtype/Image/Width 65520/Height 65535/ColorSpace/DeviceGray/BitsPerComponent 8"
    image += b"/Filter/DCTDecode/Length %d>>stream\n%s\nendstream" % (len(_JPEG), _JPEG)
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</XObject<</X 5 0 R>>>>>>"
    pages = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
    return hostile.pdf(
        b"<</Type/Catalog/Pages 2 0 R>>", pages, page, hostile.stream(b"612 0 0 792 0 0 cm /X Do"), image
    )


BOMBS: dict[str, Callable[[], bytes]] = {
    "zip": lambda: archive(300_000_000),
    "deflated twice": hostile.twice_deflated,
    "deflated blanks": hostile.blanks,
    "cross references": lambda: tables(2_000_000_000),
    "JPEG": picture,
}


def wrapped(content: bytes, number: int) -> bytes:
    """Return a message that carries a document (OBX-5, ED)."""
    held = b"OBX|9|ED|PDF^Report^L||^application^pdf^Base64^" + b64encode(content) + b"||||||F\r"
    return hl7(number, name="BOMB").partition(b"OBX|")[0] + held


def enclosed(content: bytes, number: int) -> Dataset:
    """Return an Encapsulated PDF object that carries a document."""
    made = object_of("encapsulated_text")
    made.SOPInstanceUID = made.file_meta.MediaStorageSOPInstanceUID = f"{sr(number).SOPInstanceUID}.9"
    made.EncapsulatedDocument = content + bytes(len(content) % 2)
    return made


class Scales:
    """Watches how much memory each process of a house takes."""

    def __init__(self, house: House) -> None:
        self.most: dict[str, int] = {}
        self._house, self._done = house, Event()
        self._thread = Thread(target=self._weigh)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def _weigh(self) -> None:
        while not self._done.wait(0.05):
            parents = {process.pid: part for part, process in list(self._house.running.items())}
            for process in self._house.processes():
                name = parents.get(process, "below")
                with suppress(OSError, IndexError, ValueError):
                    pages = int(Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1])
                    self.most[name] = max(self.most.get(name, 0), pages * 4096)


def run(wish: Wish) -> Outcome:
    """Hand each bomb in `times` times at each door."""
    house, faults, sent = House(home=wish.home / "home", settings={"OSTEON_READERS": "1"}), list[str](), 0
    house.prepare()
    scales = Scales(house)
    store = Store.open(house.url)
    try:
        house.begin(DOORS, "listen", "folder", "mllp", "dicom")
        for part in (WEB, WORKER):
            house.begin(part)
        house.await_open(house.mllp, house.dicom, house.http)
        with scales:
            for place in range(wish.times):
                sent += sum(_handed_in(house, make(), 100 * place + at) for at, make in enumerate(BOMBS.values()))
            _inflating(house)
            good = hl7(1, name="GOOD")
            post(house, good)
            await_true(lambda: not any(path.is_file() for path in house.inbox.iterdir()), "the folder is empty", 120)
            await_true(lambda: not store.counts().waiting, "nothing waits", 400)
        faults += _faults(store, digest(good), scales)
    except TimeoutError as error:
        faults.append(str(error))
    finally:
        store.close()
        house.stop()
    most = ", ".join(f"{name} {size / 1e6:.0f} MB" for name, size in sorted(scales.most.items()))
    return Outcome(what="bombs (R11)", many=f"{sent + 1} bombs at four doors; at most {most}", faults=tuple(faults))


def _handed_in(house: House, content: bytes, number: int) -> int:
    """Hand a bomb in at each door, as that door carries it."""
    post(house, content, wait=False)
    drop(house, f"{number}.bin", content + b"\n")
    with mllp_connection(house.mllp) as connection:
        ask(connection, wrapped(content, number))
    made = enclosed(content, number)
    with association(house.dicom, made, caller="CHAOS") as one:
        one.send_c_store(made)
    return 4


def _inflating(house: House) -> None:
    """Hand in an object whose data set inflates to 64 MB."""
    path = Path(__file__).parents[2] / "fixtures" / "documents" / "dicom" / "deflate_bomb.dcm"
    post(house, path.read_bytes(), wait=False)


def _faults(store: Store, good: str, scales: Scales) -> list[str]:
    status = dict(
        store.read(
            lambda connection: [tuple(row) for row in connection.execute(select(DOCUMENTS.c.id, DOCUMENTS.c.status))]
        )
    )
    faults = [f"{name} took {size / 1e6:.0f} MB" for name, size in scales.most.items() if size > _PROCESS_BYTES]
    if status.get(good) != "read":
        faults.append(f"the sound document is {status.get(good)}")
    believed = [one for one, report in _reports(store) if one != good and (report.measurements or not _flagged(report))]
    if believed:
        faults.append(f"{len(believed)} bombs became results")
    return faults


def _reports(store: Store) -> list[tuple[str, DxaReport]]:
    rows = store.read(lambda c: list(c.execute(select(REPORTS.c.document_id, REPORTS.c.report))))
    return [(row.document_id, from_json(DxaReport, row.report)) for row in rows]


def _flagged(report: DxaReport) -> bool:
    """Say whether a message around a bomb is known to have lost it; it may be a case then, without any number."""
    return "UNREADABLE_ATTACHMENT" in {issue.code for issue in report.issues}
