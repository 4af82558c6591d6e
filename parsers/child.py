"""The reading child: answers one request after the other until its service closes the pipe or kills it."""

import gc
import json
import os
import resource
import signal
import sys
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from traceback import extract_tb
from types import TracebackType
from typing import Any, NoReturn

from dxa.document import RawDocument
from dxa.errors import LimitExceeded, NotFound, OsteonError
from dxa.locator import Locator
from dxa.schema import dump, load
from dxa.settings import Limits
from parsers.frames import frame, read_frame
from parsers.registry import all_parsers, parse, parser_of

Operation = Callable[[dict[str, Any], bytes, Limits], tuple[dict[str, Any], bytes]]
"""What a request names: takes its head and body, gives head and body of the answer."""
DEFECT = "DEFECT"
_OPEN_FILES = 64
_ALLOCATIONS = 10_000
"""New objects between two looks for garbage."""


def main() -> NoReturn:
    """Read documents until the pipe ends; the first argument is the limits as JSON."""
    all_parsers()  # imported before the first document, which should not pay for it out of its time
    # Nor should any document pay for looking through what stays: a tenth of the time of a short one.
    gc.freeze()
    gc.set_threshold(_ALLOCATIONS, *gc.get_threshold()[1:])
    serve(OPERATIONS, load(Limits, json.loads(sys.argv[1])))


def serve(operations: Mapping[str, Operation], limits: Limits) -> NoReturn:
    """Answer requests from standard input on standard output; a defect is reported and ends the process."""
    requests = os.fdopen(os.dup(0), "rb")
    answers = os.dup(1)
    # Whatever a library prints must not get between the answers, and its log might quote the document.
    os.dup2(2, 1)
    too_much = LimitExceeded(f"reading needed more than {limits.read_memory_bytes} bytes of memory")
    no_memory = frame({**_refusal(too_much), "last": True})
    sys.excepthook = _reporting(answers, no_memory)
    _confine(limits)
    _send(answers, frame({"ready": True}))
    while request := read_frame(requests):
        # Should the service die, nobody is left to kill a reader that hangs: SIGALRM's default action does.
        signal.setitimer(signal.ITIMER_REAL, 2 * limits.document_seconds + 5)
        _send(answers, _answer(operations, request, limits))
        signal.setitimer(signal.ITIMER_REAL, 0)
    sys.exit(0)


def _confine(limits: Limits) -> None:
    for kind, most in (
        (resource.RLIMIT_AS, limits.read_memory_bytes),
        (resource.RLIMIT_CORE, 0),  # a core file would hold patient data
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, _OPEN_FILES),
    ):
        resource.setrlimit(kind, (most, most))


def _answer(operations: Mapping[str, Operation], request: tuple[dict[str, Any], bytes], limits: Limits) -> bytes:
    head, body = request
    try:
        return frame(*operations[head["operation"]](head, body, limits))
    except OsteonError as error:
        return frame(_refusal(error))
    except RecursionError:
        return frame(_refusal(LimitExceeded("the document is nested deeper than can be followed")))


def _refusal(error: OsteonError) -> dict[str, Any]:
    locator = dump(error.locator) if error.locator else None
    return {"error": {"code": error.code, "text": error.text, "locator": locator}}


def _reporting(answers: int, no_memory: bytes) -> Callable[..., None]:
    """Return the hook for what nothing caught: it names the kind and the line, never the text, and the process ends."""

    def hook(kind: type[BaseException], _error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, MemoryError):
            _send(answers, no_memory)
            return
        last = extract_tb(trace)[-1:]
        place = f" in {Path(last[0].filename).name}, line {last[0].lineno}" if last else ""
        refusal = {"code": DEFECT, "text": f"{kind.__name__}{place}", "locator": None}
        _send(answers, frame({"error": refusal, "last": True}))

    return hook


def _send(answers: int, message: bytes) -> None:
    rest = memoryview(message)
    while rest:
        rest = rest[os.write(answers, rest) :]


def _parse(head: dict[str, Any], body: bytes, limits: Limits) -> tuple[dict[str, Any], bytes]:
    document = RawDocument(
        content=body,
        channel=head["channel"],
        received_at=datetime.fromisoformat(head["received_at"]),
        sender=head["sender"],
        external_id=head["external_id"],
    )
    return {"report": dump(parse(document, limits))}, b""


def _show(head: dict[str, Any], body: bytes, limits: Limits) -> tuple[dict[str, Any], bytes]:
    locators = [load(Locator, locator) for locator in head["locators"]]
    source = parser_of(body).show(body, locators, limits)
    places = [place and dump(place) for place in source.places]
    return {"parts": [dump(part) for part in source.parts], "places": places}, b""


def _page_png(head: dict[str, Any], body: bytes, limits: Limits) -> tuple[dict[str, Any], bytes]:
    from parsers.pdf.file.picture import page_png  # noqa: PLC0415 - drawing is rare, and only it needs this

    parser = parser_of(body)
    pages = [part for part in parser.show(body, (), limits).parts if part.page is not None]
    if parser.pdf_inside is None or not 1 <= head["page"] <= len(pages):
        raise NotFound("the document has no such page")
    part = pages[head["page"] - 1]
    content = parser.pdf_inside(body, part.embedded)
    return {}, page_png(content, part.page or 1, head["dpi"], limits)


OPERATIONS: Mapping[str, Operation] = {"parse": _parse, "show": _show, "page_png": _page_png}

if __name__ == "__main__":
    main()
