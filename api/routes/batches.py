"""Several documents in one multipart request: each is stored, answered and refused by itself."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from http import HTTPStatus
from time import monotonic

from flask import Request, Response

from api.routes.handing_in import document_of, external_id_of, seconds_to_wait, take_in, worked
from api.routes.problems import answer_of, error_of, problem_of
from api.routes.wire import Batch, BatchItem, json_response
from api.services import Services
from dxa.case import DocumentStatus
from dxa.document import RawDocument
from dxa.errors import InvalidRequest, OsteonError, Remedy
from dxa.schema import dump
from store.records import Receipt

MOST_DOCUMENTS = 500
_COMMITTED_TOGETHER = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tried:
    """A document of a batch and how storing it ended: a receipt, or an error."""

    document: RawDocument
    receipt: Receipt | None = None
    error: OsteonError | None = None


def is_batch(incoming: Request) -> bool:
    """Return whether a request holds documents in parts; the type alone, without a boundary, says nothing."""
    return incoming.mimetype == "multipart/form-data" and "boundary" in incoming.mimetype_params


def answer_batch(incoming: Request, of: Services) -> Response:
    """Hand in every part that is a file, and say what became of each (207, RFC 4918 section 13).

    Raises:
        InvalidRequest: no part is a file, one is empty, or there are too many.
        RequestEntityTooLarge: all together are larger than OSTEON_HTTP_BATCH_BYTES.
    """
    until = monotonic() + seconds_to_wait(incoming, of)
    documents = _documents(incoming, of)
    with ThreadPoolExecutor(min(_COMMITTED_TOGETHER, len(documents)), thread_name_prefix="batch") as pool:
        # All are safe before the first is waited for.
        tried = list(pool.map(_taken_in(of), documents))
    items = tuple(_item(of, one, until) for one in tried)
    of.log.info("batch received", documents=len(items), stored=sum(item.document is not None for item in items))
    return json_response(dump(Batch(documents=items)), HTTPStatus.MULTI_STATUS)


def _documents(incoming: Request, of: Services) -> list[RawDocument]:
    incoming.max_content_length = of.settings.http_batch_bytes
    key = external_id_of(incoming)
    files = [file for _, file in incoming.files.items(multi=True)]
    if not files:
        raise InvalidRequest("no part of the request is a file")
    if len(files) > MOST_DOCUMENTS:
        raise InvalidRequest(f"one request holds at most {MOST_DOCUMENTS} documents")
    contents = []
    for file in files:
        with closing(file):  # a large part lies in a temporary file
            contents.append(file.read())
    return [
        document_of(incoming, content, of, f"{key}#{number}" if key else None)
        for number, content in enumerate(contents, start=1)
    ]


def _taken_in(of: Services) -> Callable[[RawDocument], _Tried]:
    def attempt(document: RawDocument) -> _Tried:
        try:
            return _Tried(document=document, receipt=take_in(of, document))
        except OsteonError as error:
            return _Tried(document=document, error=error)

    return attempt


def _item(of: Services, one: _Tried, until: float) -> BatchItem:
    if one.receipt is None:
        return _refused(one.error or InvalidRequest("not stored"))
    done = worked(of, one.document, one.receipt, max(0.0, until - monotonic()))
    stored = of.store.document(one.receipt.document_id)
    ref = stored.ref
    if done and done.error and done.error.remedy is Remedy.AWAIT_FIX:
        return BatchItem(
            status=answer_of(done.error).status, document=ref, case=None, problem=problem_of(done.error, ref.id)
        )
    if ref.status is DocumentStatus.QUARANTINED:
        error = error_of(ref, stored.error_locator)
        return BatchItem(status=answer_of(error).status, document=ref, case=None, problem=problem_of(error, ref.id))
    if ref.status is not DocumentStatus.READ or not stored.case_ids:
        return BatchItem(status=HTTPStatus.ACCEPTED, document=ref, case=None, problem=None)
    status = HTTPStatus.CREATED if one.receipt.new else HTTPStatus.OK
    return BatchItem(status=status, document=ref, case=stored.case_ids[0], problem=None)


def _refused(error: OsteonError) -> BatchItem:
    return BatchItem(status=answer_of(error).status, document=None, case=None, problem=problem_of(error))
