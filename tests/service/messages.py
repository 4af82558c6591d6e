"""HL7 messages as a small sender of its own would write them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """Whom and what a message is about."""

    patient: str
    accession: str
    sex: str = "F"
    born: str = "19590315"
    day: str = "20250610"
    status: str = "F"


def message(order: Order, *observations: str) -> bytes:
    """Return one ORU message."""
    service = "77080^DXA BONE DENSITY AXIAL^CPT4"
    segments = [
        f"MSH|^~\\&|BONEROOM|EASTCLINIC|EMR|EAST|20250610120000||ORU^R01|{order.patient}{order.accession}|P|2.5",
        f"PID|1||{order.patient}^^^EAST^MR||SAMPLE^DOCUMENT||{order.born}|{order.sex}",
        f"OBR|1||{order.accession}^PACS|{service}|||{order.day}1015||||||||||||||||||{order.status}",
        *observations,
    ]
    return ("\r".join(segments) + "\r").encode()


def number(place: int, label: str, value: str, unit: str = "", kind: str = "NM") -> str:
    """Return one result under a local code."""
    return f"OBX|{place}|{kind}|{label.upper().replace(' ', '_')}^{label}^L||{value}|{unit}|||||F"


def text(*lines: str) -> list[str]:
    """Return a report in words, one OBX a line."""
    return [f"OBX|{place}|TX|REPORT^DXA Report^L||{line}||||||F" for place, line in enumerate(lines, 1)]
