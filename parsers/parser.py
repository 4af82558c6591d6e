"""What a reader of one document format is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dxa.document import RawDocument
from dxa.locator import Locator
from dxa.report import DxaReport
from dxa.settings import Limits
from parsers.source import Source


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
    show: Callable[[bytes, Sequence[Locator], Limits], Source]
    """The document as a person may look at it, and where each of the given locators stands in that view."""
    pdf_inside: Callable[[bytes, Locator | None], bytes] | None
    """The PDF at an outer locator (None: the document itself); None when the format can hold none."""
    quick: Callable[[bytes], int] = lambda _: 0
    """How many of these bytes are read at once, whatever stands in them; of a document not larger than some kB."""
