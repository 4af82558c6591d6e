"""What a form of the results is, and what it is made from."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from dxa.telling import Telling
from store.delivery_records import StoredTelling

__all__ = ["Format", "Telling"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One form; a file of `deliver/formats/` ends in one of these, named FORMAT."""

    name: str
    says: str
    """What it is, with the standard and its part, in one sentence."""
    media_type: str
    suffix: str
    """Of files in it, with the dot."""
    render: Callable[[Telling], bytes]
    """Return the same bytes for the same telling; pure."""
    render_with: Callable[[Telling, Iterable[bytes]], bytes] | None = None
    """Return what is sent instead where the form names the DICOM objects the case was read from, given as files."""
    wrap: Callable[[StoredTelling], bytes] | None = None
    """Return what `render` returns, from the stored texts; only for a form that is made of them, to spare reading."""
