"""The pictures of an image-only DICOM object: frames as grey pictures, and as pages of a PDF to look at."""

import struct
from array import array
from collections.abc import Iterator
from io import BytesIO

from PIL import Image
from pydicom import Dataset, dcmread
from pydicom.encaps import generate_frames
from pydicom.errors import InvalidDicomError

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


def captures(content: bytes, limits: Limits) -> Iterator[Picture]:
    """Yield the frames of an object whose header was read before.

    Raises:
        UnreadableDocument: it holds no pixels, or pixels in a form that is not opened.
        LimitExceeded: a frame has more pixels than recognition is given.
    """
    data, size, count = _opened(content)
    if size[0] * size[1] > limits.ocr_pixels:
        raise LimitExceeded(f"a frame has more than {limits.ocr_pixels} pixels", PLACE)
    if min(*size, count) < 1:
        raise UnreadableDocument("the object holds no picture", PLACE)
    yield from _frames(data, size, count)


def frame_count(content: bytes) -> int:
    """Return how many frames an object says it has; 0 when it holds no picture."""
    try:
        return max(0, _opened(content)[2])
    except UnreadableDocument:
        return 0


def _opened(content: bytes) -> tuple[Dataset, tuple[int, int], int]:
    """Return the object with its columns, rows and frames."""
    try:
        data = dcmread(BytesIO(content), specific_tags=list(_TAGS), force=True)
        size, count = (int(data.Columns), int(data.Rows)), int(data.get("NumberOfFrames") or 1)
        if not data.PixelData:
            count = 0
    except _FAILURES as error:
        raise UnreadableDocument("the object holds no picture that can be opened", PLACE) from error
    return data, size, count


def _frames(data: Dataset, size: tuple[int, int], count: int) -> Iterator[Picture]:
    opened = _grey_frames(data, size, count)
    for number in range(1, count + 1):
        try:
            image = next(opened)
        except StopIteration:
            raise UnreadableDocument("the object holds fewer frames than it says", PLACE) from None
        except _FAILURES as error:
            raise UnreadableDocument("a frame of the object cannot be opened", PLACE) from error
        yield Picture(page=number, image=image, dpi=None)


def _grey_frames(data: Dataset, size: tuple[int, int], count: int) -> Iterator[Image.Image]:
    """Yield frames; raises whatever the libraries raise."""
    syntax = str(data.file_meta.get("TransferSyntaxUID", "1.2.840.10008.1.2"))
    if syntax in _COMPRESSED:
        for frame in generate_frames(data.PixelData, number_of_frames=count):
            with Image.open(BytesIO(frame), formats=[_COMPRESSED[syntax]]) as image:
                if image.size != size:
                    raise ValueError("a frame of another size")
                yield _upright(image.convert("L"), str(data.PhotometricInterpretation))
    elif syntax in _PLAIN:
        yield from _plain_frames(data, size, count)
    else:
        raise ValueError("a transfer syntax that is not opened")


def _plain_frames(data: Dataset, size: tuple[int, int], count: int) -> Iterator[Image.Image]:
    kind, bits = str(data.PhotometricInterpretation), int(data.BitsAllocated)
    wide = bits == 2 * _BYTE
    if int(data.SamplesPerPixel) != _SAMPLES[kind] or not (bits == _BYTE or (wide and kind in _GREY)):
        raise ValueError("pixels in a form that is not opened")
    length = size[0] * size[1] * _SAMPLES[kind] * bits // 8
    for number in range(count):
        pixels = data.PixelData[number * length : (number + 1) * length]
        if len(pixels) < length:
            return
        if kind in _GREY:
            grey = _eight_bits(pixels, signed=bool(data.PixelRepresentation)) if wide else pixels
            yield _upright(Image.frombytes("L", size, grey), kind)
        elif int(data.get("PlanarConfiguration") or 0):
            planes = [Image.frombytes("L", size, pixels[at * length // 3 : (at + 1) * length // 3]) for at in range(3)]
            yield Image.merge(_COLOUR[kind], planes).convert("L")
        else:
            yield Image.frombytes(_COLOUR[kind], size, pixels).convert("L")


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
