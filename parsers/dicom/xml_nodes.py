"""XML in an element, as nodes that know where in the element's text they stand."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from dxa.errors import LimitExceeded, UnreadableDocument
from dxa.settings import Limits


@dataclass(slots=True, eq=False)
class Node:
    """One XML element."""

    tag: str
    """In upper case."""
    attributes: dict[str, str]
    start: int
    """Where its own text begins in the source."""
    end: int = 0
    """Where its own text ends."""
    text: str = ""
    """Its text up to its first child."""
    parent: "Node | None" = None
    children: list["Node"] = field(default_factory=list)

    def child(self, tag: str) -> "Node | None":
        """Return the first child of that tag, None if there is none."""
        return next((child for child in self.children if child.tag == tag), None)

    def named(self, *names: str) -> str:
        """Return an attribute or the text of a child, whichever of the names is there first; empty if none is."""
        for name in names:
            if value := self.attributes.get(name, "").strip():
                return value
            if (child := self.child(name.upper())) and child.text.strip():
                return child.text.strip()
        return ""


class _Target:
    """Builds nodes below `root` from the events of the parser; `at` tells the byte of the event.

    The parser collects character data and hands it over at the next tag, so that a text is found by its end.
    """

    root: Node

    def __init__(self, source: bytes, limits: Limits) -> None:
        self._source = source
        self._limits = limits
        self._open: list[Node] = []
        self._count = 0
        self.at: Any = None

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if self._count > self._limits.items or len(self._open) >= self._limits.depth:
            raise LimitExceeded("the XML has too many elements, or elements nested too deeply")
        here = self.at()
        if self._open:
            self._close_text(here)
        # A namespace changes no name: "{urn:x}SCAN" is a SCAN.
        local = tag.rpartition("}")[2].upper()
        node = Node(local, {name.casefold(): value for name, value in attributes.items()}, start=here)
        if self._open:
            node.parent = self._open[-1]
            node.parent.children.append(node)
        else:
            self.root = node
        self._open.append(node)

    def data(self, text: str) -> None:
        node = self._open[-1] if self._open else None
        if node is not None and not node.children:
            node.text += text

    def end(self, _tag: str) -> None:
        self._close_text(self.at())
        self._open.pop()

    def close(self) -> None:
        """Nothing is left to do; the parser asks for this method."""

    def _close_text(self, here: int) -> None:
        """Note where the text before the first child stands: `start` is that of the tag until then."""
        node = self._open[-1]
        if node.children:
            return
        text = node.text.encode("utf-8", "surrogatepass")
        is_plain = self._source[here - len(text) : here] == text
        # With entities in it, a text is longer in the source: it begins behind its tag.
        node.start = here - len(text) if is_plain else self._source.find(b">", node.start, here) + 1
        node.end = here


def nodes_of(text: str, limits: Limits) -> Node:
    """Return the root of an XML text, with places as characters of `text`.

    Raises:
        UnreadableDocument: it is not well-formed, or has a document type or entities of its own.
        LimitExceeded: more elements or levels than the limits allow.
    """
    source = text.encode("utf-8", "surrogatepass")
    target = _Target(source, limits)
    parser = DefusedXMLParser(target=target, encoding="utf-8", forbid_dtd=True)
    target.at = lambda: parser.parser.CurrentByteIndex
    try:
        parser.feed(source)
        parser.close()
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise UnreadableDocument("the XML text is not well-formed or not safe to read") from error
    if len(source) != len(text):
        _in_characters(target.root, source)
    return target.root


def _in_characters(root: Node, source: bytes) -> None:
    """Turn byte places into character places."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        node.start = len(source[: node.start].decode("utf-8", "surrogatepass"))
        node.end = len(source[: node.end].decode("utf-8", "surrogatepass"))
        waiting += node.children


def nodes_in(root: Node) -> Iterator[Node]:
    """Yield a node and everything below it, in document order."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        yield node
        waiting += reversed(node.children)
