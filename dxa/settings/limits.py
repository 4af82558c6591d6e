"""Bounds on one document."""

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bounds on one document; breaking one is `dxa.errors.LimitExceeded`."""

    document_bytes: int = field(default=20_000_000, metadata={"variable": "LIMIT_DOCUMENT_BYTES"})
    """Size of one document as received."""
    sr_bytes: int = field(default=5_000_000, metadata={"variable": "LIMIT_SR_BYTES"})
    """DICOM without pixels, inflated."""
    items: int = field(default=20_000, metadata={"variable": "LIMIT_ITEMS"})
    """DICOM SR content items, HL7 segments."""
    depth: int = field(default=32, metadata={"variable": "LIMIT_DEPTH"})
    """Nesting of DICOM SR content items."""
    pages: int = field(default=30, metadata={"variable": "LIMIT_PAGES"})
    """Pages of a PDF."""
    page_characters: int = field(default=200_000, metadata={"variable": "LIMIT_PAGE_CHARACTERS"})
    """Characters on one page of a PDF."""
    page_shapes: int = field(default=50_000, metadata={"variable": "LIMIT_PAGE_SHAPES"})
    """Lines, rectangles and curves on one page of a PDF."""
    read_seconds: float = field(default=10.0, metadata={"variable": "LIMIT_READ_SECONDS"})
    """Wall time to read one document; its reader is killed after that."""
    read_memory_bytes: int = field(default=1 << 30, metadata={"variable": "LIMIT_READ_MEMORY_BYTES"})
    """Address space of the reading child process."""
    ocr: bool = field(default=False, metadata={"variable": "OCR"})
    """Whether pictures of pages are recognised; every value then waits for a reviewer."""
    ocr_program: str = field(default="/usr/bin/tesseract", metadata={"variable": "OCR_PROGRAM"})
    """Tesseract 5, as Debian's package tesseract-ocr installs it."""
    ocr_pages: int = field(default=10, metadata={"variable": "OCR_PAGES"})
    """Pictures of one document that are recognised; the others are named and not read."""
    ocr_seconds: float = field(default=60.0, metadata={"variable": "OCR_SECONDS"})
    """Wall time for all pictures of one document, on top of the reading time."""
    ocr_pixels: int = field(default=40_000_000, metadata={"variable": "OCR_PIXELS"})
    """Pixels of the largest picture handed to recognition, after it was enlarged."""

    @property
    def document_seconds(self) -> float:
        """Wall time one document may take in all."""
        return self.read_seconds + (self.ocr_seconds if self.ocr else 0.0)

    def faults(self) -> Iterator[str]:
        """Any combination of limits is possible."""
        return iter(())
