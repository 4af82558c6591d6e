"""Plain-text documents: a pasted or exported report without any structure around it."""

import re
from collections.abc import Sequence

from dxa.document import RawDocument
from dxa.errors import LimitExceeded, NotDensitometry, UnreadableDocument
from dxa.locator import Locator
from dxa.regions import Region
from dxa.report import DxaReport
from dxa.settings import Limits
from dxa.site_names import FILLERS, REGION_NAMES
from dxa.sites import plain
from parsers.narrative.language.words import score_words, subject_words
from parsers.narrative.reading import VERSION, read_passage
from parsers.narrative.sites.compounds import parted
from parsers.narrative.text.markup import is_page
from parsers.parser import Parser
from parsers.passage import plain_passage
from parsers.source import Place, Source, SourcePart

_OTHER_FORMATS = ("{", "[", "<", "%PDF-", "MSH", "FHS", "BHS")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_SITE = re.compile(
    r"\bL[1-4][ ]?[-\u2013&,][ ]?L?[1-5]\b|\b(?:spine|hip|femur|femoral|neck|radius|forearm)\b", re.IGNORECASE
)
_BARE_SCORE = re.compile(
    r"\b[TZ](?:[ ]?[=:][ ]?|[ ]of[ ]|[ ]?)(?P<sign>(?:[-\u2212\u2013+]|(?:minus|plus|negative)[ ])[ ]?)?\d[.,]\d(?!\d)"
)
"""A score under its letter alone, as in "L1-L4 T -1.9"; two of them with a site make a report of bone density."""
_DENSITY = re.compile(
    r"(?<![\d.])(?:[01]?[.,]\d{2,4}\s?(?:gm?s?|gr)|\d[\d.,]{2,6}\s?mg)\s?/\s?(?:cm\s?(?:\^?2|\u00b2)|sq)", re.IGNORECASE
)
"""A number with the unit of areal density; beside the name of a bone it can be nothing else."""
_MEASURED = frozenset([Region.LUMBAR_SPINE, Region.FEMORAL_NECK, Region.TOTAL_HIP])
_BONES = tuple(sorted(name for name, region in REGION_NAMES.items() if region in _MEASURED and len(name) > len("neck")))
"""Names of the bones that tell, beside a density or a score, what a text is about."""
_SCORED = frozenset(name for name, region in REGION_NAMES.items() if region in {*_MEASURED, Region.HIP_UNSPECIFIED})
"""Names of bones in every language; beside several scores under their letters they tell what a text is about."""
_SHORTEST = 3
_PDF_WITHIN = 1024
_SEEN = 200_000
"""Characters looked at before claiming a text."""


def claims(content: bytes) -> bool:
    """Whether these bytes are a text of no other format that speaks of bone densitometry."""
    if not content or b"\x00" in content[:4096] or b"%PDF-" in content[:_PDF_WITHIN] or content[128:132] == b"DICM":
        return False
    text = _decoded(content[: 4 * _SEEN], is_cut=len(content) > 4 * _SEEN)
    if text is None:
        return False
    begun = text.lstrip("\ufeff \t\r\n\x0b")
    if (begun.startswith(_OTHER_FORMATS) and not is_page(begun)) or _CONTROL.search(text):
        return False
    return _speaks_of_density(text[:_SEEN])


def _speaks_of_density(text: str) -> bool:
    found = re.findall(r"[^\W_]+(?:-[^\W_]+)*", plain(text))
    parts = [part for word in found for part in word.split("-")]
    words = f" {' '.join(found)} {' '.join(parts)} "
    if any(f" {phrase} " in words for phrase in subject_words()):
        return True
    text = re.sub(r"[ \t]{2,}", " ", text)
    signs = [found["sign"] for found in _BARE_SCORE.finditer(text)]
    several = len(signs) > 1 and any(signs)
    if _SITE.search(text) and (several or _DENSITY.search(text)):
        return True
    if several and any(part in _SCORED for word in found if len(word) >= _SHORTEST for part in parted(word)):
        return True
    bare = f" {' '.join(word for word in found if word not in FILLERS)} "
    sited = any(f" {name} " in bare for name in _BONES)
    return sited and (bool(_DENSITY.search(text)) or any(f" {phrase} " in words for phrase in score_words()))


def _decoded(content: bytes, *, is_cut: bool = False) -> str | None:
    """Return the text in UTF-8, or in Windows-1252 if it is not UTF-8; None if it is neither.

    With `is_cut` the last character may be cut in two.
    """
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError as error:
            if is_cut and encoding == "utf-8-sig" and error.start >= len(content) - 3:
                return content[: error.start].decode(encoding)
    return None


def _text(content: bytes, limits: Limits) -> str:
    text = _decoded(content)
    if text is None:
        raise UnreadableDocument("the text is neither UTF-8 nor Windows-1252")
    if len(text) > limits.page_characters:
        raise LimitExceeded(f"the text is longer than {limits.page_characters} characters")
    return text


def read(document: RawDocument, limits: Limits) -> DxaReport:
    """Return what a plain-text report says.

    Raises:
        UnreadableDocument: the bytes are not text, or more of it than the limits allow.
        NotDensitometry: the text names densitometry but holds no value and no conclusion.
    """
    text = _text(document.content, limits)
    report = read_passage(plain_passage(text), document.digest, f"narrative/{VERSION}")
    if not report.measurements and report.text.stated_classification is None and not report.issues:
        raise NotDensitometry("a text without any densitometric value or conclusion")
    return report


def show(content: bytes, locators: Sequence[Locator], limits: Limits) -> Source:
    """Return the whole text as one part.

    Raises:
        UnreadableDocument: the bytes are not text, or more of it than the limits allow.
    """
    text = _text(content, limits)
    places = tuple(Place(part=0, chars=locator.chars) if _stands(locator, text) else None for locator in locators)
    return Source(parts=(SourcePart(label="Text", text=text),), places=places)


def _stands(locator: Locator, text: str) -> bool:
    return locator.chars is not None and locator == Locator(chars=locator.chars) and locator.chars[1] <= len(text)


PARSER = Parser(
    name="narrative",
    version=VERSION,
    media_type="text/plain",
    claims=claims,
    isolated=lambda content: False,  # noqa: ARG005 - the contract passes the bytes; a text cannot exhaust this reader
    read=read,
    show=show,
    pdf_inside=None,
)
