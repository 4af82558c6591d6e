"""HTML left in the words of a report: tags and references give way to what they show, every character in its place."""

import re

_SHOWN = {
    "minus": "\u2212", "ndash": "\u2013", "mdash": "\u2014", "#8722": "\u2212", "#8211": "\u2013", "#8212": "\u2014",
    "#x2212": "\u2212", "#x2013": "\u2013", "#45": "-", "#x2d": "-", "hyphen": "-", "plus": "+", "#43": "+",
    "nbsp": " ", "#160": " ", "#xa0": " ", "lt": "<", "gt": ">", "le": "\u2264", "ge": "\u2265", "amp": "&",
    "plusmn": "\u00b1", "quot": '"',
}  # fmt: skip
_REFERENCE = re.compile(rf"&({'|'.join(map(re.escape, _SHOWN))});", re.IGNORECASE)
_UNSHOWN = re.compile(
    r"<!--.{0,2000}?-->|<(?P<tag>del|s|strike|style|script)(?:\s[^<>]{0,200})?>.{0,2000}?</(?P=tag)>"
    r"|<(?P<other>p|div|span|td|tr|li|b|i|font)\s[^<>]{0,200}(?:display\s*:\s*none|line-through)[^<>]{0,200}>[^<>]{0,400}"
    r"</(?P=other)>",
    re.IGNORECASE | re.DOTALL,
)
"""What a page does not show, or shows crossed out."""
_RAISED = re.compile(r"<su[pb][^<>]{0,80}>([\d*])</su[pb]>", re.IGNORECASE)
_SQUARE = re.compile(r"(?<=cm)&(?:sup2|#178|#xb2);", re.IGNORECASE)
"""The square of a unit, which belongs to the letters before it."""
_LINE = re.compile(
    r"</?(?:br|p|div|tr|li|ul|ol|dl|dt|dd|table|tbody|thead|tfoot|caption|h[1-6]|hr|section|article|header|footer|main"
    r"|center|blockquote)(?:\s[^<>]{0,200})?/?>",
    re.IGNORECASE,
)
_CELL = re.compile(r"</t[dh](?:\s[^<>]{0,200})?>", re.IGNORECASE)
_INLINE = re.compile(
    r"</?(?:b|i|u|ins|em|strong|span|font|td|th|sup|sub|small|html|body|pre|a|label|col|colgroup)(?:\s[^<>]{0,200})?/?>",
    re.IGNORECASE,
)
_HIDDEN = re.compile(
    r"<(?P<tag>head|style|script)\b[^<>]{0,200}>.*?</(?P=tag)>|<!--.*?-->|<!doctype[^<>]{0,200}>",
    re.IGNORECASE | re.DOTALL,
)
"""What a page does not show."""
_FOLDED = re.compile(r"<(?P<tag>html|body|table)\b[^<>]{0,200}>.*?</(?P=tag)>", re.IGNORECASE | re.DOTALL)
"""Parts in which the end of a line is a blank; only their tags begin lines."""
_LINE_END = re.compile(r"[\r\n]")
_PAGE = re.compile(
    r"(?:<!--.{0,2000}?-->\s*)?"
    r"<(?:!doctype html|html|head|body|table|div|p|h[1-6]|pre|center|span|b|br|font|strong|section)\b",
    re.IGNORECASE | re.DOTALL,
)
_ENDS_REFERENCE = re.compile(r"&#?\w{2,6};$")
_LONGEST = 9
"""Characters of a reference."""


def without_markup(text: str) -> str:
    """Return a text of the same length with what its markup shows: a sign or mark stands where its reference ends.

    >>> without_markup("T &minus;1.2"), without_markup("g/cm<sup>2</sup>, <b>T</b>")
    ('T       \u22121.2', 'g/cm2           ,    T    ')
    """
    if "&" not in text and "<" not in text:
        return text
    text = _FOLDED.sub(_fold, _HIDDEN.sub(lambda found: " " * len(found[0]), text))
    text = _UNSHOWN.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)
    text = _RAISED.sub(lambda found: found[1].ljust(len(found[0])), text)
    text = _LINE.sub(lambda found: "\n".ljust(len(found[0])), text)
    text = _CELL.sub(lambda found: " |".ljust(len(found[0])), text)
    text = _INLINE.sub(lambda found: " " * len(found[0]), text)
    text = _SQUARE.sub(lambda found: "\u00b2".ljust(len(found[0])), text)
    return _REFERENCE.sub(lambda found: _SHOWN[found[1].lower()].rjust(len(found[0])), text)


def is_page(text: str) -> bool:
    """Return whether a text begins as a page of HTML does.

    >>> is_page("<html><body>"), is_page("<?xml version='1.0'?>"), is_page("< 2 years")
    (True, False, False)
    """
    return _PAGE.match(text) is not None


def _fold(found: re.Match[str]) -> str:
    """Return a part with its line ends as blanks; preformatted text keeps them."""
    return found[0] if "<pre" in found[0].lower() else _LINE_END.sub(" ", found[0])


def start_with_reference(text: str, start: int) -> int:
    """Return where a span begins whose first character is shown by a reference: at its "&", not at its ";"."""
    if text[start : start + 1] != ";":
        return start
    begin = max(0, start + 1 - _LONGEST)
    found = _ENDS_REFERENCE.search(text[begin : start + 1])
    return begin + found.start() if found else start
