"""What stands at a locator of a document, found without the readers of the project."""

from decimal import Decimal
from io import BytesIO
from typing import Any

import pydicom
import pypdfium2


def standing_at(content: bytes, locator: dict[str, Any]) -> str:
    """Return the characters at a locator."""
    if content.startswith(b"MSH"):
        return _in_message(content, locator)
    if content.startswith(b"%PDF"):
        return _on_page(content, locator)
    return _in_object(content, locator)


def _in_message(content: bytes, locator: dict[str, Any]) -> str:
    segments = [line for line in content.decode().split("\r") if line.startswith(locator["segment"])]
    found = segments[locator["index"] - 1].split("|")[locator["field"]]
    if locator.get("component"):
        found = found.split("^")[locator["component"] - 1]
    first, last = locator["chars"]
    return found[first:last]


def _on_page(content: bytes, locator: dict[str, Any]) -> str:
    with pypdfium2.PdfDocument(content) as document:
        page = document[locator["page"] - 1]
        width, height = page.get_size()
        x0, y0, x1, y1 = locator["box"]
        text = page.get_textpage().get_text_bounded(x0 * width, height * (1 - y1), x1 * width, height * (1 - y0))
    return str(text).strip()


def _in_object(content: bytes, locator: dict[str, Any]) -> str:
    data = pydicom.dcmread(BytesIO(content))
    if locator.get("item"):
        return _of_item(data, locator["item"])
    group, element = (int(part, 16) for part in locator["tag"].strip("()").split(","))
    value = data[group, element].value
    text = value.decode("latin-1") if isinstance(value, bytes) else str(value)
    first, last = locator["chars"]
    return text[first:last]


def _of_item(data: Any, path: str) -> str:
    for place in path.split(".")[1:]:
        data = data.ContentSequence[int(place) - 1]
    if "TextValue" in data:
        return str(data.TextValue)
    value: Decimal | str = data.MeasuredValueSequence[0].NumericValue
    return str(getattr(value, "original_string", value))
