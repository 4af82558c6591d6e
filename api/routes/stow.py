"""STOW-RS: DICOM objects by HTTP (PS3.18 section 10.5), stored as those of every other door are."""

import json
import re
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from flask import Request, Response, g, request
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge, UnsupportedMediaType

from api.routes.handing_in import take_in
from api.routes.interface import Says, blueprint, route
from api.routes.related import Part, parts_of
from api.services import Services, services
from dxa.document import RawDocument
from dxa.errors import DocumentError, OsteonError, Remedy, UnreadableDocument
from ingest.answers import answer_of
from parsers.dicom.elements import read_meta
from parsers.dicom.safety import PREAMBLE, open_dicom

BLUEPRINT = blueprint("stow", "/dicom-web", "DICOM objects in (STOW-RS)")
CHANNEL = "stow"
ANSWER_TYPE = "application/dicom+json"
_OBJECT_TYPE = "application/dicom"
_COMMITTED_TOGETHER = 16
_UID = re.compile(r"[0-9]+(?:\.[0-9]+)*")
_LONGEST_UID = 64
_META_SOP_CLASS, _META_SOP_INSTANCE, _STUDY = 0x00020002, 0x00020003, 0x0020000D
_NOT_OF_THIS_STUDY = 0xA900
"""Failure reason: the data set does not match (PS3.18 annex I.2.2)."""
_BODY = {
    "required": True,
    "description": "Part 10 files as parts (RFC 2387, type=application/dicom), or a single one as the whole body.",
    "content": {
        "multipart/related": {"schema": {"type": "string", "format": "binary"}},
        _OBJECT_TYPE: {"schema": {"type": "string", "contentMediaType": _OBJECT_TYPE}},
    },
}
_ANSWERS = (
    Says(HTTPStatus.OK, ANSWER_TYPE, "Every object is stored."),
    Says(HTTPStatus.ACCEPTED, ANSWER_TYPE, "Some are stored; FailedSOPSequence names the others and why."),
    Says(HTTPStatus.CONFLICT, ANSWER_TYPE, "None is stored; FailedSOPSequence says why."),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tried:
    """One part, and the reason it was not stored, if it was not."""

    sop_class: str = ""
    sop_instance: str = ""
    reason: int | None = None
    error: OsteonError | None = None


@route(BLUEPRINT, "POST", "/studies", *_ANSWERS, body=_BODY)
def store_instances() -> Response:
    """Store DICOM objects of any study; the answer is given when their bytes are safe, before they are read."""
    return _answer(services(), None)


@route(BLUEPRINT, "POST", "/studies/<study_uid>", *_ANSWERS, body=_BODY)
def store_study_instances(study_uid: str) -> Response:
    """Store DICOM objects of one study; an object of another study is refused."""
    if len(study_uid) > _LONGEST_UID or not _UID.fullmatch(study_uid):
        raise BadRequest("the address names no Study Instance UID")
    return _answer(services(), study_uid)


def _answer(of: Services, study_uid: str | None) -> Response:
    parts = _parts(request, of)
    store = _storing(of, g.caller.name, study_uid)
    with ThreadPoolExecutor(min(_COMMITTED_TOGETHER, len(parts)), thread_name_prefix="stow") as pool:
        tried = list(pool.map(store, parts))
    stored = sum(one.reason is None for one in tried)
    of.log.info("objects received", by=g.caller.name, objects=len(tried), stored=stored)
    if not stored:
        _raise_if_ours(tried)
    status = HTTPStatus.OK if stored == len(tried) else HTTPStatus.ACCEPTED if stored else HTTPStatus.CONFLICT
    return Response(json.dumps(_told(tried)), status, content_type=ANSWER_TYPE)


def _raise_if_ours(tried: Sequence[_Tried]) -> None:
    """Raise the first error if not one of the objects is at fault: 503 to come again, 500 for a defect."""
    errors = [one.error for one in tried]
    ours = [error for error in errors if error is not None and error.remedy is not Remedy.CHANGE_DOCUMENT]
    if len(ours) == len(tried):
        raise ours[0]


def _parts(incoming: Request, of: Services) -> tuple[Part, ...]:
    """Return the parts of a request.

    Raises:
        UnsupportedMediaType: they are no DICOM objects by the request's own word.
        BadRequest: the body is malformed or cut.
        RequestEntityTooLarge: all together are larger than OSTEON_HTTP_BATCH_BYTES.
    """
    kinds = incoming.mimetype_params
    if incoming.mimetype == _OBJECT_TYPE:
        return (Part(_OBJECT_TYPE, "binary", _body(incoming, of)),)
    if incoming.mimetype != "multipart/related" or kinds.get("type", _OBJECT_TYPE).lower() != _OBJECT_TYPE:
        raise UnsupportedMediaType(f'the body has to be multipart/related; type="{_OBJECT_TYPE}"')
    if not kinds.get("boundary"):
        raise BadRequest("the Content-Type names no boundary")
    return parts_of(_body(incoming, of), kinds["boundary"])


def _body(incoming: Request, of: Services) -> bytes:
    most = of.settings.http_batch_bytes
    # One more, so that a larger body is seen: werkzeug ends one of unknown length there without a word.
    incoming.max_content_length = most + 1
    body = incoming.get_data(cache=False)
    if len(body) > most:
        raise RequestEntityTooLarge
    return body


def _storing(of: Services, sender: str, study_uid: str | None) -> Callable[[Part], _Tried]:
    def store(part: Part) -> _Tried:
        sop_class = sop_instance = ""
        try:
            sop_class, sop_instance = _identity(part)
            if study_uid is not None and _study_of(part.content, of) != study_uid:
                return _Tried(sop_class=sop_class, sop_instance=sop_instance, reason=_NOT_OF_THIS_STUDY)
            document = RawDocument(
                content=part.content,
                channel=CHANNEL,
                received_at=of.clock(),
                sender=sender,
                external_id=sop_instance,
            )
            take_in(of, document)
        except OsteonError as error:
            reason = answer_of(error).dicom
            return _Tried(sop_class=sop_class, sop_instance=sop_instance, reason=reason, error=error)
        return _Tried(sop_class=sop_class, sop_instance=sop_instance)

    return store


def _identity(part: Part) -> tuple[str, str]:
    """Return class and instance a file says it holds, by its meta information alone.

    Raises:
        UnreadableDocument: it is no Part 10 file, or names neither.
    """
    if part.media_type not in {None, _OBJECT_TYPE} or part.encoding not in {"binary", "8bit", "7bit"}:
        raise UnreadableDocument("a part that is no DICOM object by its own headers")
    if part.content[128:PREAMBLE] != b"DICM":
        raise UnreadableDocument("a part that is no DICOM file (PS3.10 section 7)")
    meta, _ = read_meta(part.content, PREAMBLE)
    sop_class, sop_instance = meta.ascii(_META_SOP_CLASS), meta.ascii(_META_SOP_INSTANCE)
    if not _UID.fullmatch(sop_class) or not _UID.fullmatch(sop_instance) or len(sop_instance) > _LONGEST_UID:
        raise UnreadableDocument("a file whose meta information names no object")
    return sop_class, sop_instance


def _study_of(content: bytes, of: Services) -> str | None:
    """Return the study an object says it belongs to, None if that cannot be read; bounded by the reader's limits."""
    try:
        return open_dicom(content, of.settings.limits).data.ascii(_STUDY)
    except DocumentError:
        return None


def _told(tried: Sequence[_Tried]) -> dict[str, Any]:
    """Return the Store Instances Response (PS3.18 annex I.2) in the DICOM JSON Model (annex F)."""
    stored = [_reference(one) for one in tried if one.reason is None]
    failed = [
        {**_reference(one), "00081197": {"vr": "US", "Value": [one.reason]}} for one in tried if one.reason is not None
    ]
    told: dict[str, Any] = {"00081190": {"vr": "UR"}}  # nothing can be retrieved here
    if failed:
        told["00081198"] = {"vr": "SQ", "Value": failed}
    if stored:
        told["00081199"] = {"vr": "SQ", "Value": stored}
    return told


def _reference(one: _Tried) -> dict[str, Any]:
    return {"00081150": _uid(one.sop_class), "00081155": _uid(one.sop_instance)}


def _uid(text: str) -> dict[str, Any]:
    return {"vr": "UI", "Value": [text]} if text else {"vr": "UI"}
