"""Shapes of DICOM objects the makers of densitometers send: GE's XML and trees, Hologic's texts, TID 1500, PDF."""

from fixtures.dicom_objects import (
    EXPLICIT,
    HOLOGIC,
    LUNAR,
    ROOT,
    SECONDARY_CAPTURE,
    header,
    item,
    number,
    report,
    with_pixels,
    written,
)

G = ("g/cm2", "UCUM", "g/cm2")
ONE = ("1", "UCUM", "no units")
PCT = ("%", "UCUM", "percent")
GR = ("g", "UCUM", "g")
CM = ("cm2", "UCUM", "cm2")
PDF_CLASS = "1.2.840.10008.5.1.4.1.1.104.1"
COMP, COMP3D, BASIC, EXT = (f"1.2.840.10008.5.1.4.1.1.88.{n}" for n in ("33", "34", "11", "35"))


def ge_obj(xml=None, tree=None, n=1, syntax=EXPLICIT, **f):
    f = {**LUNAR, **f}
    d = report(
        ("1", "GELUNAR", "DXA Report"),
        tree if tree is not None else [item("TEXT", ("2", "GELUNAR", "History"), text="none")],
        **f,
    )
    d.SOPInstanceUID = f"{ROOT}.1.{n}"
    d.SeriesInstanceUID = f"{ROOT}.3.{n}"
    if xml is not None:
        d.ImageComments = xml
    return written(d, syntax)


def roi(name, u=" g/cm2", **v):
    tags = {
        "bmd": ("BMD", f' units="{u}"'),
        "pya": ("BMD_PYA", ' units="%"'),
        "t": ("BMD_TSCORE", ""),
        "pam": ("BMD_PAM", ' units="%"'),
        "z": ("BMD_ZSCORE", ""),
        "bmc": ("BMC", ' units=" g"'),
        "area": ("AREA", ' units=" cm2"'),
    }
    return (
        f'<ROI region="{name}">'
        + "".join(f"<{tags[k][0]}{tags[k][1]}>{x}</{tags[k][0]}>" for k, x in v.items())
        + "</ROI>"
    )


def xml(date, *scans, tail=""):
    return (
        f'<DXA_RESULTS><EXAM_DATE time="09:31:07" id="82">{date}</EXAM_DATE>' + "".join(scans) + tail + "</DXA_RESULTS>"
    )


def scan(kind, *rois):
    return f'<SCAN type="{kind}" id="1">' + "".join(rois) + "</SCAN>"


def trend(region, *exams):
    return (
        f'<TREND region="{region}">'
        + "".join(f'<EXAM date="{d}"><BMD units=" g/cm2">{b}</BMD></EXAM>' for d, b in exams)
        + "</TREND>"
    )


def gn(name):
    return ("1000-9", "GELUNAR", name)


def tree_scan(kind, *rows):
    return item("CONTAINER", ("2000-3", "GELUNAR", kind), list(rows))


def tree_roi(name, bmd=None, t=None, z=None, bmc=None, area=None, unit=G, pya=None, tkind="TEXT"):
    kids = []
    if bmd:
        kids.append(number(("3", "GELUNAR", "BMD"), bmd, unit))
    if pya:
        kids.append(number(("7", "GELUNAR", "BMD_PYA"), pya, PCT))
    for q, v, c in (("BMD_TSCORE", t, "6"), ("BMD_ZSCORE", z, "8")):
        if v is not None:
            kids.append(
                item("TEXT", (c, "GELUNAR", q), text=v) if tkind == "TEXT" else number((c, "GELUNAR", q), v, ONE)
            )
    if bmc:
        kids.append(number(("31", "GELUNAR", "BMC"), bmc, GR))
    if area:
        kids.append(number(("2", "GELUNAR", "AREA"), area, CM))
    return item("CONTAINER", gn(name), kids)


BONE = [
    "Region",
    "Area[cm<sup><small>2</small></sup>]",
    "BMC[(g)]",
    "BMD[g/cm<sup><small>2</small></sup>]",
    "T-score",
    "PR (%)",
    "Z-score",
    "AM (%)",
]


def table(no, rows, pad=True):
    out = []
    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            i = f"[{r:2d}][{c:2d}]" if pad else f"[{r}][{c}]"
            out.append(f'ResultsTable{no}{i} = "{cell}";')
    return out


def hol_text(mode, *tables, mode2=None, extra=(), end="\r\n", head=True, pad=True):
    rows = ["<HologicHeader1>", "<JavaScriptFile>"] if head else []
    rows += [
        'PatientName = "TEST, PATIENT";',
        'PatientID = "P-100";',
        'PatientSex = "Female";',
        'Age = "66";',
        f'ScanMode = "{mode}";',
    ]
    if mode2:
        rows.append(f'ScanMode2 = "{mode2}";')
    rows += ['Scan = "14 May 2024 - A0514240B";', *extra]
    for no, cells in tables:
        rows += table(no, cells, pad)
    if head:
        rows += ["</JavaScriptFile>", "</HologicHeader1>"]
    return end.join(rows) + end


def hol(
    text,
    n=1,
    vr="LT",
    creator="HOLOGIC",
    syntax=EXPLICIT,
    block=0x10,
    sop=SECONDARY_CAPTURE,
    pixels=False,
    encoding="latin-1",
    **f,
):
    d = header(sop, n, **{**HOLOGIC, **f})
    if creator is not None:
        d.add_new((0x0019, block), "LO", creator)
    tag = (0x0019, block << 8)
    if vr in ("OB", "UN"):
        b = text.encode(encoding)
        d.add_new(tag, vr, b + b" " * (len(b) % 2))
    else:
        d.add_new(tag, vr, text)
    if pixels:
        with_pixels(d)
    return written(d, syntax)


def pdf_obj(content, n=1, mime="application/pdf", title="DXA Report", length=True, sop=PDF_CLASS, **f):
    d = header(sop, n, **{"Modality": "DOC", **f})
    d.DocumentTitle = title
    d.MIMETypeOfEncapsulatedDocument = mime
    if length:
        d.EncapsulatedDocumentLength = len(content)
    d.add_new(0x00420011, "OB", content + b"\0" * (len(content) % 2))
    return written(d)


def mod(name, concept, children=()):
    return item("CODE", name, children, concept=concept, relationship="HAS CONCEPT MOD")


SITE = ("363698007", "SCT", "Finding Site")
LAT = ("272741003", "SCT", "Laterality")
LEFT = ("7771000", "SCT", "Left")
RIGHT = ("24028007", "SCT", "Right")
NECK = ("29627003", "SCT", "Neck of femur")
LSP = ("122496007", "SCT", "Lumbar spine")


def group(*kids):
    return item("CONTAINER", ("125007", "DCM", "Measurement Group"), list(kids))


def tid(*groups, sop=COMP, syntax=EXPLICIT, n=1, undefined=False, **f):
    d = report(
        ("126000", "DCM", "Imaging Measurement Report"),
        [
            item(
                "CODE",
                ("121049", "DCM", "Language of Content Item and Descendants"),
                concept=("en-US", "RFC5646", "English (United States)"),
                relationship="HAS CONCEPT MOD",
            ),
            mod(("121058", "DCM", "Procedure reported"), ("241686001", "SCT", "Dual energy X-Ray absorptiometry")),
            item("CONTAINER", ("126010", "DCM", "Imaging Measurements"), list(groups)),
        ],
        sop,
        **f,
    )
    d.SOPInstanceUID = f"{ROOT}.1.{n}"
    return written(d, syntax, undefined=undefined)


BMDN = ("BMD", "99OSTEO", "Bone Mineral Density")
TN = ("TSC", "99OSTEO", "T-score")
ZN = ("ZSC", "99OSTEO", "Z-score")


def rep(d, n=1, syntax=EXPLICIT, **k):
    d.SOPInstanceUID = f"{ROOT}.1.{n}"
    return written(d, syntax, **k)


L14 = "lumbar_spine L1+L2+L3+L4"
"""The usual lumbar spine, as a row of a truth begins."""


class Documents(list):
    """Documents with what a person takes from each."""

    def add(self, name, objs, reads, may=(), held=(), says=(), error=None):
        objects = objs if isinstance(objs, list) else [objs]
        told = {"reads": list(reads), "may": list(may), "held": list(held), "says": list(says), "error": error}
        self.append({"name": name, "objects": objects, **told})

    def reads_of(self, name):
        return next(row["reads"] for row in self if row["name"] == name)


def site(name, **values):
    """Return the rows of a truth for one site."""
    return [f"{name} {quantity} {value}" for quantity, value in values.items()]
