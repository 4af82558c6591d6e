"""A hostile document costs its own reader; the service goes on answering everybody else meanwhile."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import count
from threading import Event
from time import sleep

import pytest

from fixtures.truth import DOCUMENTS as FIXTURES
from store import Store
from tests.service import hostile
from tests.service.messages import Order, message, number, text
from tests.service.running import Answer, digest, new_service

pytestmark = [pytest.mark.slow, pytest.mark.enable_socket]

READ_SECONDS = 4.0
PROMPT_SECONDS = 2.0
"""Far above what an answer takes (some hundredths), below what any hang takes."""
NUMBERS = count(1)
DIED = "LIMIT_EXCEEDED or UNREADABLE_DOCUMENT"
"""Time or memory ends such a reader, whichever is over first."""
HOSTILE: dict[str, tuple[Callable[[], bytes], int, str]] = {
    "a table with 7.5 million operators behind it": (hostile.slow_table, 422, "LIMIT_EXCEEDED"),
    "forms that draw forms": (hostile.nested_forms, 422, DIED),
    "a page deflated twice": (hostile.twice_deflated, 422, "NO_STRUCTURED_RESULTS"),
    "a page of blanks": (hostile.blanks, 422, "NO_STRUCTURED_RESULTS or LIMIT_EXCEEDED"),
    "an object that inflates to 64 MB": (lambda: fixture("dicom/deflate_bomb.dcm"), 422, "LIMIT_EXCEEDED"),
    "items nested 200 deep": (lambda: fixture("dicom/deep_nesting.dcm"), 422, "LIMIT_EXCEEDED"),
    "a report of ours nested 200 deep": (hostile.nested_json, 422, "LIMIT_EXCEEDED"),
    "a report of ours nested 100 000 deep": (lambda: hostile.nested_json(100_000), 422, "LIMIT_EXCEEDED"),
    "an object cut off": (lambda: fixture("dicom/truncated.dcm"), 422, "UNREADABLE_DOCUMENT"),
    "an archive": (hostile.archive, 415, "UNRECOGNISED_DOCUMENT"),
    "zeros": (lambda: bytes(1_000_000), 415, "UNRECOGNISED_DOCUMENT"),
}


SENTENCE = "Lumbar spine L1-L4: BMD 0.912 g/cm2, T-score -2.2 (2020: -2.1). "
LONG_TEXTS = {
    "sentences": lambda: message(Order(patient="LONG-1", accession="L-1"), *text(SENTENCE * 50_000)),
    "broken numbers": lambda: message(
        Order(patient="LONG-2", accession="L-1"), *text("DXA T-score " + "-1." * 100_000)
    ),
    "a table": lambda: message(
        Order(patient="LONG-3", accession="L-1"),
        *text("Region  BMD  T-score\\.br\\" + "L1   0.912   -2.1\\.br\\" * 20_000),
    ),
    "a plain text": ("DXA bone densitometry.\n" + SENTENCE * 50_000).encode,
}


def fixture(name: str) -> bytes:
    return (FIXTURES / name).read_bytes()


@pytest.fixture(scope="module")
def guarded(tmp_path_factory):
    running = new_service(tmp_path_factory.mktemp("guarded"), OSTEON_LIMIT_READ_SECONDS=str(READ_SECONDS))
    good(running)
    yield running
    running.kill()


def good(service) -> Answer:
    order = Order(patient=f"GOOD-{next(NUMBERS)}", accession="G-1")
    return service.post(message(order, number(1, "Lumbar spine T-score", "-1.4")))


@contextmanager
def others(service):
    """Yield a list of the answers other callers get meanwhile: to good documents and to the probe."""
    answers: list[tuple[str, int, float]] = []
    stopping = Event()

    def call() -> None:
        while not stopping.is_set() or not answers:
            posted, probed = good(service), service.get("/health/live")
            answers.extend([("post", posted.status, posted.seconds), ("probe", probed.status, probed.seconds)])
            sleep(0.02)

    with ThreadPoolExecutor(1) as pool:
        calling = pool.submit(call)
        try:
            yield answers
        finally:
            stopping.set()
            calling.result()


def assert_prompt(answers):
    assert {(kind, status) for kind, status, _ in answers} == {("post", 201), ("probe", 200)}
    assert max(seconds for _, _, seconds in answers) < PROMPT_SECONDS


def assert_refused(service, content, answer, status, code):
    problem, state = answer.json, service.document(digest(content))
    with_bytes = Store.open(f"sqlite:///{service.home / 'osteon.db'}")
    kept = with_bytes.content(digest(content))
    with_bytes.close()

    assert (answer.status, problem["status"]) == (status, status)
    assert problem["code"] in code.split(" or ")
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert problem["document"] == state["document"]["id"] == digest(content)
    assert (state["document"]["status"], state["document"]["error_code"]) == ("quarantined", problem["code"])
    assert (state["cases"], state["document"]["size"]) == ([], len(content))
    assert kept == content


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_document_is_refused_and_kept_while_others_are_answered(guarded, name):
    make, status, code = HOSTILE[name]
    content = make()
    with others(guarded) as answers:
        refused = guarded.post(content)

    # A reader that died after it had read others gets a fresh successor, which has the last word.
    assert refused.seconds < 2 * READ_SECONDS + PROMPT_SECONDS
    assert_refused(guarded, content, refused, status, code)
    assert_prompt(answers)


@pytest.mark.parametrize("name", LONG_TEXTS)
def test_long_text_is_read_or_refused_in_time_while_others_are_answered(guarded, name):
    content = LONG_TEXTS[name]()
    with others(guarded) as answers:
        answer = guarded.post(content)
    state = guarded.document(digest(content))["document"]

    assert answer.seconds < 2 * READ_SECONDS + PROMPT_SECONDS
    assert (answer.status, state["status"], state["error_code"]) in {
        (201, "read", None),
        (422, "quarantined", "LIMIT_EXCEEDED"),
        (422, "quarantined", "NO_STRUCTURED_RESULTS"),
    }
    assert_prompt(answers)


def test_all_at_once_are_refused_while_others_are_answered(guarded):
    made = [(make() + b"\n%again", status) for make, status, _ in HOSTILE.values()]
    with ThreadPoolExecutor(len(made)) as pool, others(guarded) as answers:
        refused = list(pool.map(guarded.post, [content for content, _ in made]))

    assert [status for _, status in made] == [answer.status for answer in refused]
    assert_prompt(answers)


@pytest.mark.parametrize("headers", [{}, {"Transfer_Encoding": "chunked"}], ids=["sized", "chunked"])
def test_50_megabytes_of_junk_are_refused_at_once(guarded, headers):
    junk = b"\x00\xff" * 25_000_000
    with others(guarded) as answers:
        refused = guarded.post(junk, **headers)

    assert (refused.status, refused.json["code"]) == (413, "REQUEST_ENTITY_TOO_LARGE")
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert refused.seconds < PROMPT_SECONDS
    assert guarded.get(f"/api/v1/documents/{digest(junk)}").status == 404
    assert_prompt(answers)


def test_empty_body_is_no_document(guarded):
    refused = guarded.post(b"")

    assert (refused.status, refused.json["code"]) == (422, "INVALID_REQUEST")
    assert "document" not in refused.json


def test_refused_document_is_refused_alike_when_it_comes_again(guarded):
    content = fixture("dicom/seed_patient_ge.dcm")[:-40]
    first, second = guarded.post(content), guarded.post(content)

    assert (first.status, first.body) == (422, second.body)
    assert first.headers["Location"] == second.headers["Location"] == f"/api/v1/documents/{digest(content)}"


def test_service_is_whole_after_all_of_it(guarded):
    log = (guarded.home / "log.txt").read_text(encoding="utf-8")

    assert guarded.get("/health/ready").status == 200
    assert guarded.case_of(fixture("pdf/seed_patient.pdf"))["case"]["classification"] == "INDETERMINATE"
    assert "Traceback" not in log
    assert guarded.stop() == 0
    # Tests that another process handed over may still follow in this one.
    guarded.start()
