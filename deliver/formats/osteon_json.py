"""Our own form: the report and the assessment exactly as the interface serves them, in an envelope."""

import json
from datetime import datetime

from deliver.format import Format, Telling
from dxa.schema import dump_text
from store.delivery_records import StoredTelling


def render(telling: Telling) -> bytes:
    """Return a telling as JSON."""
    return dump_text(telling).encode("ascii")


def wrap(stored: StoredTelling) -> bytes:
    """Return the same from the stored texts, whose reading takes fifty times as long as sending them."""
    head = {
        "id": stored.id,
        "kind": stored.kind,
        "case": stored.case_id,
        "revision": stored.revision,
        "created_at": _moment(stored.created_at),
        "status": str(stored.status),
    }
    tail = {"signed_by": stored.signed_by, "signed_at": stored.signed_at and _moment(stored.signed_at)}
    parts = [_compact(head)[:-1], f'"report":{stored.report}', f'"assessment":{stored.assessment}', _compact(tail)[1:]]
    return ",".join(parts).encode("ascii")


def _moment(value: datetime) -> str:
    return value.isoformat()


def _compact(data: object) -> str:
    return json.dumps(data, separators=(",", ":"))


FORMAT = Format(
    name="osteon-json",
    says="Report and assessment of one revision of a case as JSON (docs/schema/telling.json).",
    media_type="application/json",
    suffix=".json",
    render=render,
    wrap=wrap,
)
