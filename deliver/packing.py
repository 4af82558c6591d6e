"""A telling in the form a destination wants."""

import json
from collections import OrderedDict
from collections.abc import Iterable
from threading import Lock

from deliver.destination import Parcel
from deliver.format import Format, Telling
from dxa.assessment import Assessment
from dxa.report import DxaReport
from dxa.schema import load
from store.delivery_records import StoredTelling

KEPT = 64
"""Parcels remembered, because several destinations are often told the same in the same form."""


class Packer:
    """Makes parcels; safe for threads."""

    def __init__(self) -> None:
        self._made: OrderedDict[tuple[str, str], Parcel] = OrderedDict()
        self._lock = Lock()

    def parcel(self, stored: StoredTelling, form: Format, objects: Iterable[bytes] = ()) -> Parcel:
        """Return a telling in a form: the same bytes however often it is made.

        `objects` are the DICOM objects the case was read from as of then; asked for only by a form that names them.
        """
        key = (stored.id, form.name)
        with self._lock:
            known = self._made.get(key)
        if known is not None:
            return known
        parcel = Parcel(
            id=stored.id,
            kind=stored.kind,
            case_id=stored.case_id,
            revision=stored.revision,
            media_type=form.media_type,
            suffix=form.suffix,
            body=_body(stored, form, objects),
        )
        with self._lock:
            self._made[key] = parcel
            while len(self._made) > KEPT:
                self._made.popitem(last=False)
        return parcel


def _body(stored: StoredTelling, form: Format, objects: Iterable[bytes]) -> bytes:
    if form.wrap:
        return form.wrap(stored)
    telling = telling_of(stored)
    return form.render_with(telling, objects) if form.render_with else form.render(telling)


def telling_of(stored: StoredTelling) -> Telling:
    """Return a telling with its report and assessment read."""
    return Telling(
        id=stored.id,
        kind=stored.kind,
        case_id=stored.case_id,
        revision=stored.revision,
        created_at=stored.created_at,
        status=stored.status,
        report=load(DxaReport, json.loads(stored.report)),
        assessment=load(Assessment, json.loads(stored.assessment)),
        signed_by=stored.signed_by,
        signed_at=stored.signed_at,
    )
