"""A pool of child processes that read documents, so that a hostile one costs its reader and nothing else."""

import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import BoundedSemaphore, Lock
from typing import Any, Self, TypeVar

import parsers
from dxa.document import RawDocument
from dxa.errors import Defect, DocumentError, InvalidRequest, LimitExceeded, NotFound, OsteonError
from dxa.locator import Locator
from dxa.report import DxaReport
from dxa.schema import dump, load
from dxa.settings import Limits
from parsers.ocr.program import require_program
from parsers.process import Answer, ChildDied, ChildProcess
from parsers.registry import needs_child, parser_of
from parsers.source import Place, Source, SourcePart

T = TypeVar("T")
DOCUMENTS_PER_CHILD = 200
"""A child that has grown is replaced after so many, before what its libraries leak adds up."""
MEMORY_PER_CHILD = 160_000_000
"""Bytes a child may have and live on: starting the next one takes as long as reading 200 messages."""
MOST_PER_CHILD = 5000
"""After so many a child is replaced however small it is."""
_TEXT = 500
"""Most characters of an error text that are taken from a child."""


class Readers:
    """Reads documents inline when that is safe, else in one of `count` children; safe for threads.

    Children start when they are first needed. They get no secrets: their environment is made for them.

    Raises:
        SettingsError: recognition of pictures is switched on and its program is missing.
    """

    def __init__(self, count: int, limits: Limits, *, command: Sequence[str] | None = None) -> None:
        require_program(limits)
        self._limits = limits
        self._command = tuple(command or (sys.executable, "-B", "-m", "parsers.child", json.dumps(dump(limits))))
        self._slots = BoundedSemaphore(count)
        self._lock = Lock()
        self._idle: list[ChildProcess] = []
        self._alive: set[ChildProcess] = set()
        self._closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def read(self, document: RawDocument) -> DxaReport:
        """Return what a document says, read here or in a child as its kind and size demand.

        Raises:
            DocumentError: no reader, several readers, or a document that is damaged, too large or of another kind.
            Defect: our reader failed on it.
        """
        if len(document.content) > self._limits.document_bytes:
            raise LimitExceeded(f"the document is larger than {self._limits.document_bytes} bytes")
        if needs_child(document.content):
            return self.parse(document)
        return parser_of(document.content).read(document, self._limits)

    def parse(self, document: RawDocument) -> DxaReport:
        """Return what a document says, read in a child.

        Raises:
            DocumentError: as `read`; also a document whose reader died of it.
            LimitExceeded: reading took longer or needed more memory than allowed.
            Defect: our reader failed on it.
        """
        head = {
            "channel": document.channel,
            "received_at": document.received_at.isoformat(),
            "sender": document.sender,
            "external_id": document.external_id,
        }
        return self._ask("parse", head, document.content, lambda answer: load(DxaReport, answer.head["report"]))

    def show(self, content: bytes, locators: Sequence[Locator]) -> Source:
        """Return the document as a person may look at it, and where each locator stands in that view.

        Raises:
            DocumentError: as `parse`.
            Defect: our reader failed on it.
        """
        return self._ask("show", {"locators": [dump(locator) for locator in locators]}, content, _source)

    def page_png(self, content: bytes, page: int, dpi: int) -> bytes:
        """Return a picture of one page; `page` counts the page parts of the document's view, from 1.

        Raises:
            NotFound: the view has no such page.
            DocumentError: as `parse`.
            Defect: our reader failed on it.
        """
        return self._ask("page_png", {"page": page, "dpi": dpi}, content, lambda answer: answer.body)

    def close(self) -> None:
        """End every child; one that is still reading is killed."""
        with self._lock:
            self._closed = True
            idle, busy = list(self._idle), list(self._alive - set(self._idle))
            self._idle.clear()
        for child in idle:
            child.stop()
            self._drop(child)
        for child in busy:
            child.interrupt()

    def _ask(self, operation: str, head: dict[str, Any], content: bytes, decode: Callable[[Answer], T]) -> T:
        request = {"operation": operation, **head}
        with self._slots:
            child = self._taken()
            answer = self._answer(child, request, content)
            if answer is None:
                # It had read others before and died: one of them may be to blame, so a fresh child has the last word.
                child = self._started()
                answer = self._answer(child, request, content)
            if answer is None:
                raise Defect("a fresh reading child was found used")
            return self._decoded(child, answer, decode)

    def _answer(self, child: ChildProcess, request: dict[str, Any], content: bytes) -> Answer | None:
        """Return the child's answer, or None when it died and may have died of an earlier document."""
        fresh = child.answered == 0
        try:
            answer = child.ask(request, content, self._limits.document_seconds)
        except ChildDied as death:
            self._drop(child)
            if fresh:
                raise death.meaning() from death
            return None
        except BaseException:
            self._drop(child)
            raise
        if answer.last and not fresh and answer.refuses(LimitExceeded.code):
            self._drop(child)
            return None
        return answer

    def _decoded(self, child: ChildProcess, answer: Answer, decode: Callable[[Answer], T]) -> T:
        try:
            refusal = _refusal(answer.head["error"]) if "error" in answer.head else None
            value = decode(answer) if refusal is None else None
        except (InvalidRequest, KeyError, TypeError, ValueError, RecursionError) as error:
            self._drop(child)
            raise Defect("a reading child gave an answer that makes no sense") from error
        self._put_back(child, answer)
        if refusal is not None:
            raise refusal
        return value  # type: ignore[return-value] # None only beside a refusal

    def _put_back(self, child: ChildProcess, answer: Answer) -> None:
        with self._lock:
            fit = not (self._closed or answer.last or _is_spent(child))
            if fit:
                self._idle.append(child)
        if not fit:
            self._drop(child)

    def _taken(self) -> ChildProcess:
        with self._lock:
            if self._idle:
                return self._idle.pop()
        return self._started()

    def _started(self) -> ChildProcess:
        with self._lock:
            if self._closed:
                raise Defect("the readers are closed")
        child = ChildProcess(self._command, _environment())
        with self._lock:
            self._alive.add(child)
        return child

    def _drop(self, child: ChildProcess) -> None:
        with self._lock:
            self._alive.discard(child)
        child.kill()


def _is_spent(child: ChildProcess) -> bool:
    if child.answered < DOCUMENTS_PER_CHILD:
        return False
    return child.answered >= MOST_PER_CHILD or child.resident() > MEMORY_PER_CHILD


def _environment() -> dict[str, str]:
    return {
        "PYTHONPATH": str(Path(parsers.__path__[0]).parent),
        "PYTHONUTF8": "1",
        "LANG": "C.UTF-8",
        "PATH": os.defpath,
        # Each thread of a numeric library would take its share of the child's address space.
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
    }


def _source(answer: Answer) -> Source:
    parts = tuple(load(SourcePart, part) for part in answer.head["parts"])
    places = tuple(load(Place, place) if place is not None else None for place in answer.head["places"])
    return Source(parts=parts, places=places)


def _refusal(error: dict[str, Any]) -> OsteonError:
    """Return a child's refusal; it may speak of the document and of nothing else."""
    kinds = {kind.code: kind for kind in (*_below(DocumentError), *_below(InvalidRequest), *_below(NotFound))}
    locator = load(Locator, error["locator"]) if error["locator"] is not None else None
    return kinds.get(error["code"], Defect)(str(error["text"])[:_TEXT], locator)


def _below(kind: type[OsteonError]) -> list[type[OsteonError]]:
    return [kind, *(found for child in kind.__subclasses__() for found in _below(child))]
