"""R17: a patient's name and number go through every door and every way of failing, and are seen nowhere outside."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from pydicom.dataset import Dataset

from store import Store
from tests.chaos.listener import listening, written
from tests.chaos.outcome import Outcome, Wish
from tests.chaos.papers import hl7, sr
from tests.chaos.parts import DELIVERY, DOORS, WEB, WORKER, House, await_true, free_port
from tests.chaos.senders import ask, drop, mllp_connection, post
from tests.ingest.dicom_door import association

NAME, NUMBER, WORDS = "KANARIENVOGEL", "ZZCANARY77", "zwitscherworte"
MARKS = (NAME, NUMBER, WORDS)
_LARGEST = 100_000


def marked(number: int) -> bytes:
    """Return a sound message about the marked patient, with marked words in its report."""
    content = hl7(number, kind=2, name=NUMBER, control=f"M{number}")
    content = content.replace(b"SAMPLE^DOCUMENT", f"{NAME}^{NAME}".encode())
    return content + f"OBX|8|TX|REPORT^DXA Report^L||{WORDS} T-score of {WORDS}||||||F\r".encode()


def ways(number: int) -> dict[str, bytes]:
    """Return documents about the marked patient that are taken and that fail, each in another way."""
    sound = marked(number)
    return {
        "sound": sound,
        "cut": sound[: len(sound) // 2],
        "no results": sound.partition(b"OBX|")[0] + f"OBX|1|TX|A^{WORDS}^L||{NAME} {WORDS}||||||F\r".encode(),
        "too large": sound + b"NTE|1||" + WORDS.encode() * (_LARGEST // len(WORDS)) + b"\r",
        "no MSH": sound.partition(b"\r")[2],
        "wrong type": sound.replace(b"ORU^R01", f"{NAME}^R01".encode()),
        "unknown": f"{NAME} {NUMBER} {WORDS}".encode(),
        "broken numbers": sound.replace(b"-2.1", f"-{NAME}".encode()),
        "broken report of ours": b'{"schema_version": "1.0", "patient": {"name": "%s", "id": 7}}' % NAME.encode(),
    }


def objects(number: int) -> dict[str, Dataset]:
    """Return DICOM objects about the marked patient."""
    found = {}
    for place, way in enumerate(("sound", "no content", "too large", "odd date")):
        made = sr(10 * number + place, name=NUMBER)
        made.PatientName = f"{NAME}^{WORDS}"
        found[way] = made
    del found["no content"].ContentSequence
    found["too large"].TextValue = WORDS * (_LARGEST // len(WORDS) + 1)
    found["odd date"].SeriesDescription = f"{NAME} {NUMBER}"
    return found


def said_at_doors(house: House, number: int) -> Iterator[str]:
    """Hand everything in at every door and yield what was answered, error bodies whole."""
    for name, content in ways(number).items():
        with suppress(OSError, HTTPException):
            status, headers, body = post(house, content, wait=name != "sound")
            yield f"{headers}{body.decode() if status >= 400 else ''}"
        with suppress(OSError), mllp_connection(house.mllp) as connection:
            yield (ask(connection, content) or b"").decode("utf-8", "replace")
        drop(house, f"{number}-{name.replace(' ', '-')}.hl7", content)
    for made in objects(number).values():
        with association(house.dicom, made, caller="CHAOS") as one, suppress(RuntimeError, ValueError):
            yield str(one.send_c_store(made)) if one.is_established else "none"


def seen(house: House, ports: range) -> Iterator[tuple[str, str]]:
    """Yield what an operator sees: logs, counters, commands, reasons beside files."""
    for path in (*house.home.glob("*.log"), *(house.inbox / "failed").glob("*.reason.txt")):
        yield path.suffix, path.read_text(encoding="utf-8", errors="replace")
    for port in (house.http, *ports):
        with suppress(URLError, OSError):
            yield "metrics", urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10).read().decode()
    with suppress(OSError, HTTPException):
        connection = HTTPConnection("127.0.0.1", house.http, timeout=20)
        connection.request("GET", "/metrics", headers={"Authorization": f"Bearer {house.token}"})
        yield "metrics", connection.getresponse().read().decode()
        connection.close()
    for words in (("status",), ("deliveries", "list"), ("destinations", "list")):
        yield " ".join(words), house.command(*words)


def hits(texts: Iterator[tuple[str, str]] | list[tuple[str, str]]) -> list[str]:
    """Return where a mark stands."""
    return [f"{mark} in {where}" for where, text in texts for mark in MARKS if mark.lower() in text.lower()]


def run(wish: Wish) -> Outcome:
    """Go `times` rounds; in every second one the database cannot be written and the listener refuses."""
    with listening() as listener:
        house, ports = _house(wish.home / "home", listener), _ports()
        for number, part in enumerate((DOORS, WEB, WORKER, DELIVERY)):
            house.settings["OSTEON_HEALTH_PORT"] = str(ports[number])
            house.begin(part, *(("listen", "mllp", "dicom", "folder") if part == DOORS else ()))
        store = Store.open(house.url)
        try:
            house.await_open(house.mllp, house.dicom, house.http)
            answers: list[str] = []
            for number in range(wish.times):
                listener.status = (200, 500, 410)[number % 3]
                answers += said_at_doors(house, number)
            await_true(lambda: not store.counts().waiting, "nothing waits", 120)
            with _unwritable(house):
                answers += said_at_doors(house, wish.times)
            await_true(lambda: len(listener.told) > 0, "something was told")
            texts = [("an answer", answer) for answer in answers] + list(seen(house, ports))
            read = store.counts().read
        finally:
            store.close()
            house.stop()
        texts += [("log", path.read_text(errors="replace")) for path in house.home.glob("*.log")]
    found = hits(texts)
    silent = [] if read and len(answers) > 10 else ["hardly anything was tried"]
    many = f"{len(answers)} answers and {len(texts) - len(answers)} logs, counters and lists searched, {read} read"
    return Outcome(what="PHI canary (R17)", many=many, faults=(*sorted(set(found)), *silent))


def _house(home: Path, listener: object) -> House:
    home.mkdir(parents=True)
    limits = {"OSTEON_LIMIT_DOCUMENT_BYTES": str(_LARGEST), "OSTEON_LOG_LEVEL": "DEBUG", "OSTEON_READERS": "1"}
    house = House(home=home, settings=limits | {"OSTEON_DESTINATIONS": written(home, listener)})  # type: ignore[arg-type]
    house.prepare()
    return house


def _ports() -> range:
    first = free_port()
    for _ in range(3):
        free_port()
    return range(first, first + 4)


@contextmanager
def _unwritable(house: House) -> Iterator[None]:
    """Let nobody write to the database while the block lasts: its table of documents says no to everything new."""
    database = sqlite3.connect(house.home / "osteon.db", isolation_level=None)
    words = "CREATE TRIGGER full BEFORE INSERT ON documents BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END"
    database.execute(words)
    try:
        yield
    finally:
        database.execute("DROP TRIGGER full")
        database.close()
