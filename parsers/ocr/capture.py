"""The pictures of an image-only DICOM object: frames as grey pictures, and as pages of a PDF to look at."""

import struct
import warnings
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from PIL import Image
from pydicom import dcmread
from pydicom.encaps import generate_frames
from pydicom.errors import BytesLengthException, InvalidDicomError

from dxa.errors import LimitExceeded, UnreadableDocument
from dxa.locator import Locator
from dxa.settings import Limits
from parsers.ocr.picture import Picture

PLACE = Locator(tag="(7FE0,0010)")
_TAGS = (
    "Rows",
    "Columns",
    "NumberOfFrames",
    "SamplesPerPixel",
    "BitsAllocated",
    "PixelRepresentation",
    "PhotometricInterpretation",
    "PlanarConfiguration",
    "PixelData",
)
_PLAIN = {"1.2.840.10008.1.2", "1.2.840.10008.1.2.1", "1.2.840.10008.1.2.1.99"}
_COMPRESSED = {
    "1.2.840.10008.1.2.4.50": "JPEG",
    "1.2.840.10008.1.2.4.51": "JPEG",
    "1.2.840.10008.1.2.4.90": "JPEG2000",
    "1.2.840.10008.1.2.4.91": "JPEG2000",
}
"""Transfer syntaxes whose frames Pillow opens, with its name for them (PS3.5 Annex A)."""
_BYTE = 8
_GREY = {"MONOCHROME1", "MONOCHROME2"}
_COLOUR = {"RGB": "RGB", "YBR_FULL": "YCbCr"}
_SAMPLES = {"MONOCHROME1": 1, "MONOCHROME2": 1, "RGB": 3, "YBR_FULL": 3}
# What pydicom and Pillow are known to raise on damaged objects and pictures.
_FAILURES = (
    BytesLengthException,
    InvalidDicomError,
    Image.DecompressionBombError,
    AttributeError,
    EOFError,
    IndexError,
    KeyError,
    NotImplementedError,
    OSError,
    OverflowError,
    RecursionError,
    SyntaxError,
    TypeError,
    ValueError,
    struct.error,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pixels:
    """What an object says about its pixels."""

    size: tuple[int, int]
    """Columns and rows."""
    frames: int
    samples: int
    bits: int
    signed: bool
    kind: str
    """Photometric interpretation."""
    planes: bool
    """Whether each colour stands apart."""
    syntax: str
    data: bytes


def captures(content: bytes, limits: Limits) -> Iterator[Picture]:
    """Yield the frames of an object whose header was read before.

    Raises:
        UnreadableDocument: it holds no pixels, or pixels in a form that is not opened.
        LimitExceeded: a frame has more pixels than recognition is given.
    """
    pixels = _opened(content)
    if pixels.size[0] * pixels.size[1] > limits.ocr_pixels:
        raise LimitExceeded(f"a frame has more than {limits.ocr_pixels} pixels", PLACE)
    if min(*pixels.size, pixels.frames) < 1:
        raise UnreadableDocument("the object holds no picture", PLACE)
    opened = _grey_frames(pixels)
    for number in range(1, pixels.frames + 1):
        try:
            image = next(opened)
        except StopIteration:
            raise UnreadableDocument("the object holds fewer frames than it says", PLACE) from None
        except _FAILURES as error:
            raise UnreadableDocument("a frame of the object cannot be opened", PLACE) from error
        yield Picture(page=number, image=image, dpi=None)


def frame_count(content: bytes) -> int:
    """Return how many frames an object says it has; 0 when it holds no picture."""
    try:
        return max(0, _opened(content).frames)
    except UnreadableDocument:
        return 0


def _opened(content: bytes) -> _Pixels:
    # pydicom's warnings quote the values they complain of.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            data = dcmread(BytesIO(content), specific_tags=list(_TAGS), force=True)
            return _Pixels(
                size=(int(data.Columns), int(data.Rows)),
                frames=int(data.get("NumberOfFrames") or 1) if data.PixelData else 0,
                samples=int(data.SamplesPerPixel),
                bits=int(data.BitsAllocated),
                signed=bool(data.get("PixelRepresentation")),
                kind=str(data.PhotometricInterpretation),
                planes=bool(data.get("PlanarConfiguration")),
                syntax=str(data.file_meta.get("TransferSyntaxUID", "1.2.840.10008.1.2")),
                data=bytes(data.PixelData),
            )
        except _FAILURES as error:
            raise UnreadableDocument("the object holds no picture that can be opened", PLACE) from error


def _grey_frames(pixels: _Pixels) -> Iterator[Image.Image]:
    """Yield frames; raises whatever the libraries raise."""
    if pixels.syntax in _COMPRESSED:
        for frame in generate_frames(pixels.data, number_of_frames=pixels.frames):
            with Image.open(BytesIO(frame), formats=[_COMPRESSED[pixels.syntax]]) as image:
                if image.size != pixels.size:
                    raise ValueError("a frame of another size")
                yield _upright(image.convert("L"), pixels.kind)
    elif pixels.syntax in _PLAIN:
        yield from _plain_frames(pixels)
    else:
        raise ValueError("a transfer syntax that is not opened")


def _plain_frames(pixels: _Pixels) -> Iterator[Image.Image]:
    kind, size, samples = pixels.kind, pixels.size, _SAMPLES[pixels.kind]
    wide = pixels.bits == 2 * _BYTE
    if pixels.samples != samples or not (pixels.bits == _BYTE or (wide and kind in _GREY)):
        raise ValueError("pixels in a form that is not opened")
    length = size[0] * size[1] * samples * pixels.bits // _BYTE
    for number in range(pixels.frames):
        frame = pixels.data[number * length : (number + 1) * length]
        if len(frame) < length:
            return
        if kind in _GREY:
            grey = _eight_bits(frame, signed=pixels.signed) if wide else frame
            yield _upright(Image.frombytes("L", size, grey), kind)
        elif pixels.planes:
            part = length // samples
            planes = [Image.frombytes("L", size, frame[at * part : (at + 1) * part]) for at in range(samples)]
            yield Image.merge(_COLOUR[kind], planes).convert("L")
        else:
            yield Image.frombytes(_COLOUR[kind], size, frame).convert("L")


def _eight_bits(pixels: bytes, *, signed: bool) -> bytes:
    """Return 16-bit pixels spread from black to white."""
    values = array("h" if signed else "H", pixels)
    low, span = min(values), max(values) - min(values) or 1
    return bytes((value - low) * 255 // span for value in values)


def _upright(image: Image.Image, kind: str) -> Image.Image:
    """Return a grey picture with its darkest value black."""
    return image.point([255 - value for value in range(256)]) if kind == "MONOCHROME1" else image


def captures_pdf(content: bytes, limits: Limits) -> bytes:
    """Return the frames as pages of a PDF, for people to look at.

    Raises:
        UnreadableDocument: as `captures`.
        LimitExceeded: as `captures`, or more frames than a PDF may have pages.
    """
    frames: list[Image.Image] = []
    for picture in captures(content, limits):
        if len(frames) == limits.pages:
            raise LimitExceeded(f"the object has more than {limits.pages} frames", PLACE)
        frames.append(picture.image)
    target = BytesIO()
    frames[0].save(target, format="PDF", save_all=True, append_images=frames[1:], quality=90)
    return target.getvalue()
