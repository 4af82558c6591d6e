"""What a sender may propose: the classes our readers know, what densitometers send beside them, and how encoded."""

from collections.abc import Iterator

from pydicom.uid import (
    JPEG2000,
    UID,
    DeflatedExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
    JPEG2000Lossless,
    JPEGBaseline8Bit,
    JPEGExtended12Bit,
    JPEGLossless,
    JPEGLosslessSV1,
    JPEGLSLossless,
    JPEGLSNearLossless,
    RLELossless,
)

VERIFICATION = UID("1.2.840.10008.1.1")
COMMITMENT = UID("1.2.840.10008.1.20.1")
"""Storage Commitment Push Model."""
_STORAGE = "1.2.840.10008.5.1.4.1.1."
REPORTS = tuple(
    UID(f"{_STORAGE}{last}")
    for last in (
        "88.11",  # Basic Text SR
        "88.22",  # Enhanced SR
        "88.33",  # Comprehensive SR
        "88.34",  # Comprehensive 3D SR
        "88.35",  # Extensible SR
        # What is no densitometry but comes from the same study is kept and put aside, so that the study arrives whole.
        "88.59",  # Key Object Selection
        "88.67",  # X-Ray Radiation Dose SR
        "11.1",  # Grayscale Softcopy Presentation State
        "104.1",  # Encapsulated PDF
        "104.2",  # Encapsulated CDA
    )
)
"""Classes without pixels (PS3.4 Annex B.5)."""
IMAGES = tuple(
    UID(f"{_STORAGE}{last}")
    for last in (
        "7",  # Secondary Capture
        "7.1",  # Multi-frame Single Bit
        "7.2",  # Multi-frame Grayscale Byte
        "7.3",  # Multi-frame Grayscale Word
        "7.4",  # Multi-frame True Color
        "1",  # Computed Radiography
        "1.1",  # Digital X-Ray, for presentation
        "1.1.1",  # Digital X-Ray, for processing
    )
)
"""Classes with pixels."""
PLAIN = (ExplicitVRLittleEndian, ImplicitVRLittleEndian, DeflatedExplicitVRLittleEndian, ExplicitVRBigEndian)
COMPRESSED = (
    JPEGBaseline8Bit,
    JPEGExtended12Bit,
    JPEGLossless,
    JPEGLosslessSV1,
    JPEGLSLossless,
    JPEGLSNearLossless,
    JPEG2000Lossless,
    JPEG2000,
    RLELossless,
)


def supported() -> Iterator[tuple[UID, tuple[UID, ...]]]:
    """Yield every class with the transfer syntaxes it may come in."""
    yield VERIFICATION, PLAIN
    yield COMMITMENT, PLAIN
    for report in REPORTS:
        yield report, PLAIN
    for image in IMAGES:
        yield image, (*PLAIN, *COMPRESSED)
