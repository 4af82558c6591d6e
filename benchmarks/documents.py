"""The documents the benchmarks read; all values are invented."""

from datetime import UTC, datetime
from pathlib import Path

from dxa.document import RawDocument

FIXTURES = Path(__file__).parents[1] / "fixtures" / "documents"
_SPINE = ("24966-4", "38267-1", "85394-5", "DXA Lumbar spine")
_LEFT_FEMUR = ("80954-1", "80948-3", "80940-0", "DXA Femur - left")
_RIGHT_FEMUR = ("80953-3", "80947-5", "80939-2", "DXA Femur - right")
_LEFT_FOREARM = ("80952-5", "80944-2", "80936-8", "DXA Radius and Ulna - left")
_SITES = (
    (*_SPINE, "L1-L4", "0.812", "-2.6", "-0.9"),
    (*_LEFT_FEMUR, "Left femoral neck", "0.628", "-2.2", "-0.7"),
    (*_LEFT_FEMUR, "Left total hip", "0.744", "-1.6", "-0.4"),
    (*_RIGHT_FEMUR, "Right femoral neck", "0.641", "-2.1", "-0.6"),
    (*_RIGHT_FEMUR, "Right total hip", "0.750", "-1.5", "-0.3"),
    (*_LEFT_FOREARM, "Left 1/3 radius", "0.611", "-1.4", "-0.2"),
    (*_SPINE, "L1", "0.781", "-2.7", "-1.0"),
    (*_SPINE, "L2", "0.803", "-2.7", "-1.1"),
    (*_SPINE, "L3", "0.825", "-2.5", "-0.8"),
    (*_SPINE, "L4", "0.833", "-2.4", "-0.7"),
    (*_LEFT_FEMUR, "Left trochanter", "0.602", "-1.7", "-0.6"),
    (*_RIGHT_FEMUR, "Right trochanter", "0.611", "-1.6", "-0.5"),
    (*_LEFT_FOREARM, "Left UD radius", "0.311", "-1.9", "-0.5"),
)
_NARRATIVE = (
    "EXAMINATION: Bone mineral density by DXA.",
    "INDICATION: Postmenopausal woman, screening.",
    "COMPARISON: None.",
    "TECHNIQUE: Lumbar spine, both hips and left forearm on a GE Lunar iDXA.",
    "FINDINGS:",
    "Lumbar spine (L1-L4): BMD 0.812 g/cm2, T-score -2.6, Z-score -0.9.",
    "Left femoral neck: BMD 0.628 g/cm2, T-score -2.2, Z-score -0.7.",
    "Left total hip: BMD 0.744 g/cm2, T-score -1.6, Z-score -0.4.",
    "Right femoral neck: BMD 0.641 g/cm2, T-score -2.1, Z-score -0.6.",
    "Right total hip: BMD 0.750 g/cm2, T-score -1.5, Z-score -0.3.",
    "Left 1/3 radius: BMD 0.611 g/cm2, T-score -1.4, Z-score -0.2.",
    "The examination is of good quality.",
    "Degenerative changes are not seen.",
    "FRAX 10-year major osteoporotic fracture risk: 18.4%. Hip fracture risk: 3.1%.",
    "IMPRESSION:",
    "Osteoporosis by WHO criteria at the lumbar spine.",
    "Low bone mass at the hips.",
    "Consider evaluation for secondary causes.",
    "Follow-up in two years.",
    "Electronically signed.",
    "End of report.",
    "Page 1 of 1.",
)


def oru(number: int = 1, *, narrative: bool = True) -> bytes:
    """Return an ORU^R01 of 47 segments, 40 of them OBX, with a number of its own.

    With a narrative, 18 values stand discrete and again in 22 lines of text; without it, 40 values stand discrete.
    """
    discrete = [
        f"NM|{code}^{name} [{kind}] Bone density^LN^^{site} {short}^L|{group}|{value}|{unit}^^UCUM"
        for group, (bmd, t, z, name, site, *values) in enumerate(_SITES[: 6 if narrative else None], start=1)
        for code, value, (kind, short, unit) in zip(
            (bmd, t, z),
            values,
            (("Mass/Area", "BMD", "g/cm2"), ("T-score", "T-score", "{T-score}"), ("Z-score", "Z-score", "{Z-score}")),
            strict=True,
        )
    ]
    frax = "NM|90265-0^Major osteoporotic fracture 10-year probability^LN|14|18.4|%^^UCUM"
    rest = [f"TX|&GDT^Report||{line}|" for line in _NARRATIVE] if narrative else [frax]
    observations = [
        f"OBX|{place}|{body}|||||F|||20260304093500" for place, body in enumerate([*discrete, *rest], start=1)
    ]
    head = [
        f"MSH|^~\\&|RIS|HOSP|OSTEON|HOSP|20260304101500||ORU^R01^ORU_R01|B{number:08d}|P|2.5.1|||AL|NE||UNICODE UTF-8",
        f"PID|1||P{number:08d}^^^HOSP^MR||TEST^BENCH||19571104|F",
        "PV1|1|O|DXA^^^HOSP",
        f"ORC|RE|O{number:08d}|A{number:08d}||CM",
        (
            f"OBR|1|O{number:08d}|A{number:08d}|38269-7^DXA Skeletal system Study report^LN|||20260304093500"
            "|||||||||||||||20260304101500||RAD|F"
        ),
        "NTE|1|L|Values of this message are invented.",
        "NTE|2|L|It is read by the benchmarks.",
    ]
    return "\r".join([*head, *observations, ""]).encode()


def raw(content: bytes) -> RawDocument:
    """Return the bytes as a received document."""
    return RawDocument(content=content, channel="benchmark", received_at=datetime(2026, 3, 4, tzinfo=UTC))
