"""A hostile document costs its reader and nothing else.

The children run a stand-in for the parsers whose content says what it does to its reader; the pool, the pipes and the
limits are the real ones.
"""

import json
import os
import signal
import subprocess
import sys
import zlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread
from time import monotonic, sleep

import pytest

from dxa.document import RawDocument
from dxa.errors import (
    Defect,
    DocumentError,
    LimitExceeded,
    NotFound,
    UnreadableDocument,
    UnrecognisedDocument,
)
from dxa.locator import Locator
from dxa.schema import dump
from dxa.settings import Limits
from fixtures.truth import DOCUMENTS
from parsers import children
from parsers.children import Readers
from parsers.frames import LENGTHS, LONGEST, frame, missing, parts_of
from parsers.registry import BESIDE_BYTES, INLINE_BYTES, needs_child, parse
from parsers.source import Place, Source, SourcePart

LIMITS = Limits(read_seconds=1.5, read_memory_bytes=600_000_000)
STAND_IN = """
import ctypes, io, json, os, signal, sys, time

from dxa.errors import InvalidRequest, NotFound, StoreUnavailable, UnreadableDocument
from dxa.locator import Locator
from dxa.report import DxaReport, Patient
from dxa.schema import dump, load
from dxa.settings import Limits
from parsers.child import serve
from parsers.registry import BESIDE_BYTES, INLINE_BYTES, needs_child, parse
from parsers.source import Place, SourcePart


def says(text):
    return {"report": dump(DxaReport(patient=Patient(id=str(text))))}, b""


def nest(depth):
    return nest(depth + 1) + 1


def parse(head, body, limits):
    word, _, rest = body.decode("latin-1").partition(" ")
    if word == "hang":
        while True:
            pass
    if word == "sleep":
        time.sleep(float(rest))
    if word == "abort":
        os.abort()
    if word == "segfault":
        ctypes.string_at(0)
    if word == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    if word == "exit":
        os._exit(int(rest))
    if word == "memory":
        return says(len(bytearray(int(rest))))
    if word == "hoard":
        held.append(bytearray(int(rest)))
    if word == "nest":
        return says(nest(0))
    if word == "defect":
        raise TypeError("CANARY")
    if word == "print":
        print("CANARY" * 1000, flush=True)
        sys.stderr.write("CANARY" * 1000)
    if word == "unreadable":
        raise UnreadableDocument("truncated", Locator(segment="OBX", index=4))
    if word == "store":
        raise StoreUnavailable("-")
    if word == "nonsense":
        return json.loads(rest), b""
    if word == "file":
        with open(__file__ + ".written", "w") as file:
            file.write("x")
    if word == "environment":
        return says(sorted(os.environ))
    if word == "sender":
        return says(head["sender"])
    if word == "pdf":
        import pdfplumber

        return says(len(pdfplumber.open(io.BytesIO(body[4:])).pages[0].chars))
    return says(os.getpid())


def show(head, body, limits):
    box = dump(Place(part=0, box=(0.0, 0.25, 0.5, 1.0)))
    places = [None if at.get("page") is None else box for at in head["locators"]]
    return {"parts": [dump(SourcePart(label="Page 1", page=1, embedded=Locator(segment="OBX")))], "places": places}, b""


def page_png(head, body, limits):
    if head["page"] > 1:
        raise NotFound("the document has no such page")
    return {}, bytes([head["dpi"]]) * 300_000


held = []
serve({"parse": parse, "show": show, "page_png": page_png}, load(Limits, json.loads(sys.argv[1])))
"""


def document(content: str | bytes, sender: str | None = None) -> RawDocument:
    raw = content if isinstance(content, bytes) else content.encode("latin-1")
    return RawDocument(content=raw, channel="test", received_at=datetime(2026, 1, 1, tzinfo=UTC), sender=sender)


def pool(tmp_path: Path, count: int = 1, limits: Limits = LIMITS) -> Readers:
    script = tmp_path / "stand_in.py"
    script.write_text(STAND_IN, encoding="utf-8")
    return Readers(count, limits, command=(sys.executable, "-B", str(script), json.dumps(dump(limits))))


@pytest.fixture
def readers(tmp_path):
    with pool(tmp_path) as opened:
        yield opened


def said(readers: Readers, content: str | bytes) -> str | None:
    return readers.parse(document(content)).patient.id


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


HOSTILE = [
    ("abort", UnreadableDocument, "SIGABRT"),
    ("segfault", UnreadableDocument, "SIGSEGV"),
    ("memory 900000000", LimitExceeded, "600000000 bytes of memory"),
    ("nest", LimitExceeded, "nested deeper"),
    ("defect", Defect, "TypeError in stand_in.py, line "),
    ("killed", Defect, "status -9"),
    ("exit 3", Defect, "status 3"),
    ("exit 0", Defect, "status 0"),
    ("store", Defect, "-"),
    ("unreadable", UnreadableDocument, "truncated"),
    ('nonsense {"report": 5}', Defect, "makes no sense"),
    ('nonsense {"report": {"patient": {"sex": "CANARY"}}}', Defect, "makes no sense"),
    ('nonsense {"error": {}}', Defect, "makes no sense"),
    ('nonsense {"error": null}', Defect, "makes no sense"),
    ("nonsense {}", Defect, "makes no sense"),
    ("file", Defect, "OSError"),
]


@pytest.mark.slow
def test_hostile_documents_are_refused_one_by_one_and_the_next_is_read(readers):
    for content, kind, text in HOSTILE:
        with pytest.raises(kind) as raised:
            said(readers, content)
        assert kind is type(raised.value)
        assert text in raised.value.text
        assert "CANARY" not in raised.value.text
        assert said(readers, "sound").isdigit()


@pytest.mark.slow
def test_hanging_reader_is_killed_in_time_and_replaced(readers):
    pid = int(said(readers, "sound"))
    start = monotonic()
    with pytest.raises(LimitExceeded, match=r"reading took longer than 1\.5 s"):
        said(readers, "hang")

    assert 1.4 < monotonic() - start < 4
    assert not alive(pid)
    assert pid != int(said(readers, "sound"))


def hostile_pdf() -> bytes:
    """Return a small PDF whose only page holds 15 million operators."""
    stream = zlib.compress(b"q Q " * 7_500_000)
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R >>",
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(stream), stream),
    ]
    out = b"%PDF-1.4\n"
    offsets = []
    for number, body in enumerate(bodies, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return out + b"xref\n0 5\n0000000000 65535 f \n%strailer\n<< /Root 1 0 R /Size 5 >>\nstartxref\n%d\n%%%%EOF" % (
        table,
        len(out),
    )


@pytest.mark.slow
def test_pdf_of_millions_of_operators_costs_its_reader_only(readers):
    content = hostile_pdf()

    assert len(content) < 50_000
    with pytest.raises(LimitExceeded):
        said(readers, b"pdf " + content)
    assert said(readers, "sound").isdigit()


def test_refusal_keeps_its_place_and_child_and_answers_come_back_whole(readers):
    with pytest.raises(UnreadableDocument) as raised:
        said(readers, "unreadable")
    first = said(readers, "print")

    assert raised.value.locator == Locator(segment="OBX", index=4)
    assert first == said(readers, "sound")
    assert readers.parse(document("sender", "PACS ü")).patient.id == "PACS ü"
    assert said(readers, b"sound" + bytes(5_000_000)).isdigit()


def test_view_and_picture_come_through(readers):
    source = readers.show(b"x", [Locator(page=1), Locator(segment="PID")])
    part = SourcePart(label="Page 1", page=1, embedded=Locator(segment="OBX"))

    assert source == Source(parts=(part,), places=(Place(part=0, box=(0.0, 0.25, 0.5, 1.0)), None))
    assert readers.page_png(b"x", 1, 100) == bytes([100]) * 300_000
    with pytest.raises(NotFound):
        readers.page_png(b"x", 2, 100)


def test_child_inherits_no_secret(readers, monkeypatch):
    monkeypatch.setenv("OSTEON_DATABASE_URL", "postgresql://u:secret@h/d")
    monkeypatch.setenv("PGPASSWORD", "secret")
    names = said(readers, "environment")

    assert "OSTEON" not in names
    assert "PGPASSWORD" not in names


@pytest.mark.slow
def test_earlier_document_is_not_the_later_ones_fault(readers):
    said(readers, "hoard 350000000")
    first = int(said(readers, "sound"))

    assert said(readers, "memory 350000000") == "350000000"
    assert not alive(first)
    assert first != int(said(readers, "sound"))


def test_child_killed_from_outside_between_documents_costs_nothing(readers):
    os.kill(int(said(readers, "sound")), signal.SIGKILL)

    assert said(readers, "sound").isdigit()


@pytest.mark.parametrize(
    ("memory", "most", "lives"),
    [
        (0, 100, [3, 3, 1]),
        (10**12, 100, [7]),
        (10**12, 4, [4, 3]),
    ],
    ids=["grown", "small", "small and old"],
)
def test_child_that_has_grown_or_is_old_is_replaced_after_so_many_documents(tmp_path, monkeypatch, memory, most, lives):
    monkeypatch.setattr(children, "DOCUMENTS_PER_CHILD", 3)
    monkeypatch.setattr(children, "MEMORY_PER_CHILD", memory)
    monkeypatch.setattr(children, "MOST_PER_CHILD", most)
    with pool(tmp_path) as readers:
        pids = [said(readers, "sound") for _ in range(7)]

    assert lives == [pids.count(pid) for pid in dict.fromkeys(pids)]


@pytest.mark.slow
def test_threads_share_the_children_and_get_their_own_answers(tmp_path):
    with pool(tmp_path, count=2) as readers, ThreadPoolExecutor(8) as threads:
        sizes = range(1000, 1060)
        answers = list(threads.map(lambda size: said(readers, f"memory {size}"), sizes))
        pids = set(threads.map(lambda _: said(readers, "sleep 0.01"), range(20)))

    assert [str(size) for size in sizes] == answers
    assert len(pids) == 2
    assert not any(alive(int(pid)) for pid in pids)


def test_closing_ends_idle_and_busy_children_and_takes_nothing_more(tmp_path):
    readers = pool(tmp_path, count=2)
    idle = int(said(readers, "sound"))
    caught: list[Exception] = []

    def ask() -> None:
        try:
            said(readers, "sleep 60")
        except Defect as error:
            caught.append(error)

    thread = Thread(target=ask)
    thread.start()
    sleep(0.3)
    readers.close()
    thread.join(5)

    assert not thread.is_alive()
    assert len(caught) == 1
    assert not alive(idle)
    with pytest.raises(Defect, match="closed"):
        said(readers, "sound")


@pytest.mark.slow
@pytest.mark.parametrize("content", ["sound", "hang"])
def test_child_does_not_outlive_its_service(tmp_path, content):
    script = tmp_path / "service.py"
    body = (
        "import sys, threading, time; from tests.parsers.test_children import *\n"
        "readers = pool(Path(sys.argv[1]), limits=replace(LIMITS, read_seconds=0.2))\n"
        "threading.Thread(target=lambda: said(readers, sys.argv[2]), daemon=True).start()\n"
        "time.sleep(0.1)\n"
        "while not readers._alive: time.sleep(0.01)\n"
        "print(next(iter(readers._alive)).pid, flush=True); time.sleep(60)\n"
    )
    script.write_text(body, encoding="utf-8")
    service = subprocess.Popen([sys.executable, str(script), str(tmp_path), content], stdout=subprocess.PIPE)
    pid = int(service.stdout.readline())
    service.kill()
    service.communicate()
    until = monotonic() + 15
    while alive(pid) and monotonic() < until:
        sleep(0.05)

    assert not alive(pid)


GARBAGE = [b"", b"\x00" * 7, b"\xff" * 8, LENGTHS.pack(4, 0) + b"null", LENGTHS.pack(2, 0) + b"{]", b"x" * 5000]


@pytest.mark.slow
@pytest.mark.parametrize("garbage", GARBAGE)
def test_child_that_speaks_garbage_is_a_defect_and_is_killed(tmp_path, garbage):
    script = tmp_path / "garbage.py"
    script.write_text(f"import sys, time; sys.stdout.buffer.write({garbage!r}); sys.stdout.flush()", encoding="utf-8")
    with Readers(1, LIMITS, command=(sys.executable, "-S", str(script))) as readers:
        with pytest.raises(Defect):
            said(readers, "sound")

        assert readers._alive == set()


def test_messages_are_whole_or_refused():
    message = frame({"a": 1}, b"body")

    assert parts_of(message) == ({"a": 1}, b"body")
    assert [missing(message[:size]) for size in (0, 8, len(message))] == [8, len(message) - 8, 0]
    for wrong in (message + b"x", LENGTHS.pack(LONGEST, 1)):
        with pytest.raises(ValueError, match="not a message"):
            missing(wrong)


def numbers(count):
    """Return a message with so many numbers, some 80 bytes each."""
    head = "MSH|^~\\&|RIS|H|OSTEON|H|20260304101500||ORU^R01|1|P|2.5.1\rPID|1||P1\rOBR|1||A1|38269-7^DXA^LN\r"
    rows = [f"OBX|{one}|NM|80948-3^Left femoral neck T-score^LN|1|-2.5|{{T-score}}|||||F\r" for one in range(count)]
    return "".join([head, *rows]).encode()


def test_too_large_and_unknown_documents_are_refused_before_any_child(tmp_path):
    with pool(tmp_path, limits=replace(LIMITS, document_bytes=10)) as readers:
        with pytest.raises(LimitExceeded, match="larger than 10 bytes"):
            readers.read(document("x" * 11))
        with pytest.raises(UnrecognisedDocument):
            readers.read(document(b"\x00\x01\x02"))

        assert readers._alive == set()


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b'{"schema_version": "1.0"}', False),
        (b'{"schema_version": "1.0"}'.ljust(INLINE_BYTES), False),
        (b'{"schema_version": "1.0"}'.ljust(INLINE_BYTES + 1), True),
        (b"%PDF-1.4\n", True),
        (numbers(60), False),
        (numbers(60) + b"OBX|61|TX|||".ljust(1500, b"x") + b"\r", False),
        (numbers(60) + b"OBX|61|TX|||".ljust(BESIDE_BYTES, b"x") + b"\r", True),
        (numbers(400), True),
        (numbers(60).replace(b"|NM|", b"|TX|"), True),
        (numbers(60).replace(b"|-2.5|", b"|-2.5" + b" " * 400 + b"|"), True),
        (numbers(60) + b"OBX|61|ED|||^AP^PDF^Base64^JVBERi0=||||||F\r", True),
    ],
)
def test_large_document_needs_a_child_whatever_its_kind(content, expected):
    assert expected is needs_child(content)


@pytest.mark.slow
def test_real_child_knows_the_real_readers():
    with Readers(1, Limits()) as readers:
        with pytest.raises(UnrecognisedDocument):
            readers.parse(document(b"\x00\x01\x02"))
        with pytest.raises(UnrecognisedDocument):
            readers.show(b"\x00\x01\x02", [])
        with pytest.raises(UnrecognisedDocument):
            readers.page_png(b"\x00\x01\x02", 1, 100)


@pytest.mark.slow
def test_real_readers_read_show_and_draw_a_pdf_inside_dicom_in_a_child():
    content = (DOCUMENTS / "dicom" / "encapsulated_ge16_spine.dcm").read_bytes()
    with Readers(1, Limits()) as readers:
        report = readers.read(document(content))
        locators = [row.provenance.locator for row in report.measurements]
        source = readers.show(content, locators)
        picture = readers.page_png(content, 1, 50)
        with pytest.raises(NotFound):
            readers.page_png(content, len(source.parts) + 1, 50)

        assert len(readers._alive) == 1
    assert report == parse(document(content), Limits())
    assert len(locators) > 4
    assert all(place and place.box for place in source.places)
    assert picture.startswith(b"\x89PNG")


@pytest.mark.slow
def test_real_reader_of_a_hostile_pdf_refuses_or_is_killed():
    with Readers(1, Limits(read_seconds=5.0)) as readers:
        start = monotonic()
        with pytest.raises(DocumentError):
            readers.read(document(hostile_pdf()))

        assert monotonic() - start < 7
