"""What a reader of one document format is."""

from collections.abc import Callable
from dataclasses import dataclass

from dxa.document import RawDocument
from dxa.report import DxaReport
from dxa.settings import Limits


@dataclass(frozen=True, slots=True, kw_only=True)
class Parser:
    """A reader of one format; a folder's `reader.py` ends in one such constant named PARSER."""

    name: str
    version: int
    media_type: str
    """Media type of the documents it claims."""
    claims: Callable[[bytes], bool]
    """Whether these bytes are of this format, by content alone; cheap and never raising."""
    isolated: Callable[[bytes], bool]
    """Whether a hostile document of this kind could hang or exhaust its reader, so that a child has to read it."""
    read: Callable[[RawDocument, Limits], DxaReport]
    """The report in these bytes; raises the errors under `dxa.errors.DocumentError`."""
