"""Documents made to hurt their reader."""

import zlib
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from fixtures.pdf_bones import Row
from fixtures.pdf_ge import GePage
from fixtures.pdf_sheet import Sheet

_REPORT = (
    b"BT /F1 10 Tf 14 TL 72 700 Td (DXA bone densitometry) Tj "
    b"T* (Lumbar spine L1-L4: BMD 0.912 g/cm2, T-score -2.2.) Tj "
    b"T* (Left femoral neck: BMD 0.702 g/cm2, T-score -2.4.) Tj ET\n"
)


def pdf(*objects: bytes) -> bytes:
    """Return a PDF of numbered objects, the catalogue first."""
    body = bytearray(b"%PDF-1.4\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start, count = len(body), len(objects) + 1
    body += b"xref\n0 %d\n0000000000 65535 f \n%s" % (count, table)
    body += b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (count, start)
    return bytes(body)


def stream(content: bytes, entries: bytes = b"", filters: int = 1) -> bytes:
    """Return a stream object, deflated so many times."""
    for _ in range(filters):
        content = zlib.compress(content, 9)
    names = b"/FlateDecode " * filters
    return b"<</Length %d/Filter[%s]%s>>stream\n%s\nendstream" % (len(content), names, entries, content)


def _page(contents: bytes, *others: bytes, resources: bytes = b"") -> bytes:
    fonts = b"/Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>"
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<<%s%s>>>>" % (fonts, resources)
    pages = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
    return pdf(b"<</Type/Catalog/Pages 2 0 R>>", pages, page, contents, *others)


def slow_table(count: int = 7_500_000) -> bytes:
    """Return a printout with a table, which two readers are asked about, and so many operators behind it."""
    sheet = Sheet(pageCompression=1)
    cells = {"bmd": "0.936", "ya": "79", "t": "-2.0", "am": "89", "z": "-1.0"}
    GePage(title="AP Spine", rows=(Row("L1-L4", None, cells),)).draw(sheet)
    sheet.canvas._code.append("q Q\n" * count)
    return sheet.finish()


def nested_forms(levels: int = 11) -> bytes:
    """Return a report in words on a page whose forms draw ten forms each, so many levels deep."""
    last = stream(b"BT /F1 8 Tf (x) Tj ET", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]")
    forms = [
        stream(b"/X Do " * 10, b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>>>" % (6 + n))
        for n in range(levels)
    ]
    return _page(stream(_REPORT + b"/X Do"), *forms, last, resources=b"/XObject<</X 5 0 R>>")


def blanks(count: int = 300_000_000) -> bytes:
    """Return a page of nothing but blanks."""
    return _page(stream(b" " * count))


def twice_deflated(count: int = 200_000_000) -> bytes:
    """Return a page whose content is deflated twice."""
    return _page(stream(b"\n" * count, filters=2))


def nested_json(depth: int = 200) -> bytes:
    """Return a report of ours whose context is nested that deep."""
    return b'{"schema_version": "1.0", "context": ' + b'{"facts": [' * depth + b"]}" * depth + b"}"


def archive() -> bytes:
    """Return a zip archive that holds a report."""
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as target:
        target.writestr("report.hl7", b"MSH|^~\\&|A|B\r" * 1000)
    return buffer.getvalue()
