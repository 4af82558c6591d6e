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


def parse(document: RawDocument, limits: Limits) -> DxaReport:
    """Return what a document says.

    Raises:
        DocumentError: no reader, several readers, or a document that is damaged, too large or of another kind.
    """
    if len(document.content) > limits.document_bytes:
        raise LimitExceeded(f"the document is larger than {limits.document_bytes} bytes")
    return parser_of(document.content).read(document, limits)
