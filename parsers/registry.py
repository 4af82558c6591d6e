"""Which reader a document belongs to: the folders of this package that hold a `reader.py` are the registry."""

import pkgutil
from functools import cache
from importlib import import_module
from importlib.util import find_spec

import parsers
from dxa.document import RawDocument
from dxa.errors import AmbiguousDocument, LimitExceeded, UnrecognisedDocument
from dxa.report import DxaReport
from dxa.settings import Limits
from parsers.parser import Parser

INLINE_BYTES = 4096
"""Largest document read outside a child. Texts of more than 8 kB were measured to keep a reader busy for seconds, and
nothing can stop a thread; a child costs 2 ms."""
QUICK_BYTES = 12288
"""Most bytes that do not count there, because their reader is quick with them (`Parser.quick`)."""
BESIDE_BYTES = 2048
"""Most of everything else in a document larger than that: heads and a few lines. Two dozen lines of text beside the
numbers keep a reader busy for 20 ms, in which no other thread of the process does anything."""


@cache
def all_parsers() -> tuple[Parser, ...]:
    """Return every reader, by name."""
    folders = (folder.name for folder in pkgutil.iter_modules(parsers.__path__) if folder.ispkg)
    readers = (f"parsers.{name}.reader" for name in sorted(folders))
    return tuple(import_module(reader).PARSER for reader in readers if find_spec(reader))


def parser_of(content: bytes) -> Parser:
    """Return the one reader that claims these bytes.

    Raises:
        UnrecognisedDocument: none does.
        AmbiguousDocument: several do.
    """
    claimants = [parser for parser in all_parsers() if parser.claims(content)]
    if not claimants:
        raise UnrecognisedDocument("no reader knows this kind of document; see the formats in the README")
    if len(claimants) > 1:
        raise AmbiguousDocument(f"claimed by several readers: {', '.join(parser.name for parser in claimants)}")
    return claimants[0]


def needs_child(content: bytes) -> bool:
    """Return whether a document has to be read in a child, which can be stopped: by its kind, or because it is large.

    Raises:
        UnrecognisedDocument: no reader claims it.
        AmbiguousDocument: several do.
    """
    parser = parser_of(content)
    return _is_long(content, parser) or parser.isolated(content)


def _is_long(content: bytes, parser: Parser) -> bool:
    if len(content) <= INLINE_BYTES:
        return False
    return len(content) > INLINE_BYTES + QUICK_BYTES or len(content) - parser.quick(content) > BESIDE_BYTES


def parse(document: RawDocument, limits: Limits) -> DxaReport:
    """Return what a document says.

    Raises:
        DocumentError: no reader, several readers, or a document that is damaged, too large or of another kind.
    """
    if len(document.content) > limits.document_bytes:
        raise LimitExceeded(f"the document is larger than {limits.document_bytes} bytes")
    return parser_of(document.content).read(document, limits)
