"""Structured reports of others, containers and PDF, by the sheet of DICOM; each with what a person takes from it."""

import struct

from pydicom.dataset import Dataset
from pydicom.sequence import Sequence as Items

from fixtures.dicom_objects import BIG_ENDIAN, ENHANCED_SR, IMPLICIT, code, item, number, report
from fixtures.hl7_writing import letter_pdf
from tests.acceptance.shapes import (
    BASIC,
    BMDN,
    COMP,
    COMP3D,
    EXT,
    L14,
    LAT,
    LEFT,
    LSP,
    NECK,
    ONE,
    RIGHT,
    SITE,
    TN,
    ZN,
    Documents,
    G,
    group,
    mod,
    pdf_obj,
    rep,
    site,
    tid,
)

DOCUMENTS = Documents()

gneck = group(
    mod(SITE, NECK, [mod(LAT, LEFT)]), number(BMDN, "0.702", G), number(TN, "-2.4", ONE), number(ZN, "-0.9", ONE)
)
NL = site("femoral_neck left", bmd="0.702", t_score="-2.4", z_score="-0.9")
DOCUMENTS.add("tid_group", tid(gneck), NL)
DOCUMENTS.add(
    "tid_on_num",
    tid(
        group(
            number(BMDN, "0.702", G, [mod(SITE, NECK), mod(LAT, LEFT)]),
            number(TN, "-2.4", ONE, [mod(SITE, NECK, [mod(LAT, LEFT)])]),
            number(ZN, "-0.9", ONE, [mod(SITE, NECK), mod(LAT, LEFT)]),
        )
    ),
    NL,
)
DOCUMENTS.add(
    "tid_in_name",
    tid(
        group(
            number(("1", "99X", "Left femoral neck BMD"), "0.702", G),
            number(("2", "99X", "Left femoral neck T-score"), "-2.4", ONE),
            number(("3", "99X", "Left femoral neck Z-score"), "-0.9", ONE),
        ),
        sop=EXT,
    ),
    NL,
)
DOCUMENTS.add(
    "tid_loinc_site",
    tid(
        group(
            mod(SITE, NECK),
            number(("80954-1", "LN", "DXA Femur - left [Mass/Area] Bone density"), "0.702", G),
            number(("80948-3", "LN", "DXA Femur - left [T-score] Bone density"), "-2.4", ONE),
            number(("80940-0", "LN", "DXA Femur - left [Z-score] Bone density"), "-0.9", ONE),
        )
    ),
    NL,
)
DOCUMENTS.add(
    "tid_srt_lumbar_levels",
    tid(
        group(
            mod(SITE, ("T-11910", "SRT", "L1 vertebra")),
            mod(SITE, ("T-11920", "SRT", "L2 vertebra")),
            mod(SITE, ("T-11940", "SRT", "L4 vertebra")),
            number(BMDN, "0.844", G),
            number(TN, "-2.0", ONE),
        ),
        group(mod(SITE, ("T-11503", "SRT", "Lumbar spine")), number(BMDN, "0.855", G)),
        sop=ENHANCED_SR,
    ),
    [*site("lumbar_spine L1+L2+L4", bmd="0.844", t_score="-2.0"), "lumbar_spine bmd 0.855"],
)
DOCUMENTS.add(
    "tid_longcode_undefined",
    tid(
        group(
            mod(SITE, NECK, [mod(LAT, RIGHT)]), number(BMDN, "0.702", G, long=True), number(TN, "-2.4", ONE, long=True)
        ),
        undefined=True,
        syntax=IMPLICIT,
    ),
    site("femoral_neck right", bmd="0.702", t_score="-2.4"),
)
empty = item("NUM", TN)
empty.MeasuredValueSequence = Items([])
empty.NumericValueQualifierCodeSequence = Items([code("114006", "DCM", "Measurement failure")])
DOCUMENTS.add(
    "tid_empty_num",
    tid(group(mod(SITE, NECK, [mod(LAT, LEFT)]), number(BMDN, "0.702", G), empty)),
    ["femoral_neck left bmd 0.702"],
)
DOCUMENTS.add(
    "tid_zscore_properties",
    tid(
        group(
            mod(SITE, NECK, [mod(LAT, LEFT)]),
            number(
                BMDN,
                "0.702",
                G,
                [item("NUM", ("121416", "DCM", "Z-Score of measurement"), relationship="HAS PROPERTIES")],
            ),
            number(TN, "-2.4", ONE),
        )
    ),
    ["femoral_neck left bmd 0.702", "femoral_neck left t_score -2.4"],
)
zprop = number(("121416", "DCM", "Z-Score of measurement"), "-0.9", ONE)
zprop.RelationshipType = "HAS PROPERTIES"
DOCUMENTS.add(
    "tid_zscore_properties_valued",
    tid(group(mod(SITE, NECK, [mod(LAT, LEFT)]), number(BMDN, "0.702", G, [zprop]), number(TN, "-2.4", ONE))),
    NL,
)
DOCUMENTS.add(
    "tid_loinc_conflict",
    tid(group(mod(SITE, LSP), number(("38265-5", "LN", "DXA Spine BMD"), "0.902", G))),
    [],
    held=["lumbar_spine bmd 0.902"],
)
DOCUMENTS.add(
    "tid_tracking_text_site",
    tid(
        group(
            item(
                "TEXT", ("112039", "DCM", "Tracking Identifier"), text="AP Spine L2-L4", relationship="HAS OBS CONTEXT"
            ),
            mod(SITE, LSP),
            number(BMDN, "0.944", G),
            number(TN, "-1.3", ONE),
        )
    ),
    ["lumbar_spine L2+L3+L4 bmd 0.944", "lumbar_spine L2+L3+L4 t_score -1.3"],
    may=["lumbar_spine bmd 0.944", "lumbar_spine t_score -1.3"],
)
DOCUMENTS.add(
    "norland_containers",
    rep(
        report(
            ("N1", "99NORLAND", "Bone Density Report"),
            [
                item(
                    "CONTAINER",
                    ("S", "99NORLAND", "AP Spine"),
                    [
                        item(
                            "CONTAINER",
                            ("R", "99NORLAND", "L2-L4"),
                            [
                                number(("B", "99NORLAND", "BMD"), "0.933", G),
                                number(("T", "99NORLAND", "T-Score"), "-1.4", ONE),
                                number(("Z", "99NORLAND", "Z-Score"), "-0.1", ONE),
                            ],
                        )
                    ],
                ),
                item(
                    "CONTAINER",
                    ("H", "99NORLAND", "Left Hip"),
                    [
                        item(
                            "CONTAINER",
                            ("R", "99NORLAND", "Femoral Neck"),
                            [
                                number(("B", "99NORLAND", "BMD"), "0.701", G),
                                number(("T", "99NORLAND", "T-Score"), "-1.9", ONE),
                            ],
                        )
                    ],
                ),
            ],
            COMP,
            Manufacturer="Norland",
        )
    ),
    site("lumbar_spine L2+L3+L4", bmd="0.933", t_score="-1.4", z_score="-0.1")
    + site("femoral_neck left", bmd="0.701", t_score="-1.9"),
)
DOCUMENTS.add(
    "osteosys_flat_text",
    rep(
        report(
            ("O1", "99OSTEOSYS", "DXA"),
            [
                item("TEXT", ("1", "99OSTEOSYS", "L-Spine L1-L4 BMD (g/cm2)"), text="0.911"),
                item("TEXT", ("2", "99OSTEOSYS", "L-Spine L1-L4 T-score"), text="-1.5"),
                item("TEXT", ("3", "99OSTEOSYS", "Rt. Femur Neck T-score"), text="-1.8"),
                item("TEXT", ("4", "99OSTEOSYS", "Rt. Femur Total BMD"), text="0.777 g/cm2"),
            ],
            COMP3D,
            Manufacturer="OsteoSys",
        )
    ),
    [f"{L14} bmd 0.911", f"{L14} t_score -1.5", "femoral_neck right t_score -1.8", "total_hip right bmd 0.777"],
)
DOCUMENTS.add(
    "basic_text_prose",
    rep(
        report(
            ("121144", "DCM", "Document Title"),
            [
                item(
                    "CONTAINER",
                    ("121070", "DCM", "Findings"),
                    [
                        item(
                            "TEXT",
                            ("121071", "DCM", "Finding"),
                            text="Lumbar spine L1-L4: BMD 0.822 g/cm2, T-score -2.2. Left total hip: T-score -1.4.",
                        )
                    ],
                ),
                item(
                    "CONTAINER",
                    ("121072", "DCM", "Impressions"),
                    [item("TEXT", ("121073", "DCM", "Impression"), text="Osteopenia by WHO criteria.")],
                ),
            ],
            BASIC,
            StudyDescription="DXA BONE DENSITY",
        )
    ),
    [*site(L14, bmd="0.822", t_score="-2.2"), "total_hip left t_score -1.4"],
    says=["class osteopenia"],
)
byref = Dataset()
byref.RelationshipType = "INFERRED FROM"
byref.ReferencedContentItemIdentifier = [1, 3]
sc = item("SCOORD3D", ("111030", "DCM", "Image Region"))
sc.GraphicType = "POINT"
sc.GraphicData = [1.0, 2.0, 3.0]
DOCUMENTS.add(
    "comp3d_byref",
    tid(
        group(mod(SITE, NECK, [mod(LAT, LEFT)]), byref, sc, number(BMDN, "0.702", G, [byref]), number(TN, "-2.4", ONE)),
        sop=COMP3D,
    ),
    ["femoral_neck left bmd 0.702", "femoral_neck left t_score -2.4"],
)
DOCUMENTS.add(
    "kos", rep(report(("113000", "DCM", "Of Interest"), [], "1.2.840.10008.5.1.4.1.1.88.59")), [], error="any"
)
DOCUMENTS.add(
    "dose_sr",
    rep(
        report(
            ("113701", "DCM", "X-Ray Radiation Dose Report"),
            [number(("113722", "DCM", "Dose Area Product Total"), "0.04", ("Gy.m2", "UCUM", "Gy.m2"))],
            "1.2.840.10008.5.1.4.1.1.88.67",
            StudyDescription="DXA",
        )
    ),
    [],
    error="any",
)
c = tid(gneck)
ml = struct.unpack("<I", c[140:144])[0]
DOCUMENTS.add("no_preamble", c[132:], NL)
DOCUMENTS.add("no_meta", c[144 + ml :], NL)
DOCUMENTS.add("big_endian", tid(gneck, syntax=BIG_ENDIAN), NL)
DOCUMENTS.add("trailing_garbage", c + b"\0" * 40, [], may=NL)
p = letter_pdf(
    [
        "Bone Densitometry Report",
        "Lumbar spine (L1-L4): BMD 0.861 g/cm2, T-score -2.0",
        "Left femoral neck: BMD 0.661 g/cm2, T-score -1.7",
    ]
)
PR = site(L14, bmd="0.861", t_score="-2.0") + site("femoral_neck left", bmd="0.661", t_score="-1.7")
DOCUMENTS.add("pdf_plain", pdf_obj(p), PR)
DOCUMENTS.add("pdf_no_length_wrong_mime", pdf_obj(p, length=False, mime="text/plain"), PR)
DOCUMENTS.add("pdf_empty", pdf_obj(b""), [], error="any")
DOCUMENTS.add(
    "cda", pdf_obj(b"<ClinicalDocument/>", mime="text/XML", sop="1.2.840.10008.5.1.4.1.1.104.2"), [], error="any"
)
d = report(
    ("126000", "DCM", "Imaging Measurement Report"),
    [item("CONTAINER", ("126010", "DCM", "Imaging Measurements"), [gneck])],
    COMP,
)
d.add_new(0x0040A170, "LO", "PURPOSE")
d.add_new(0x00400253, "UN", b"ab")
DOCUMENTS.add("wrong_vr", rep(d), NL)
d = report(
    ("126000", "DCM", "Imaging Measurement Report"),
    [item("CONTAINER", ("126010", "DCM", "Imaging Measurements"), [gneck])],
    COMP,
)
del d.SOPClassUID
DOCUMENTS.add("no_sop_class", rep(d), NL)
