"""More HL7 messages of many senders: each says what a person reads off it, holds back what is doubtful, and no more."""

import re
import tomllib
from base64 import b64encode
from contextlib import suppress
from pathlib import Path

import pytest

from dxa.errors import DocumentError
from fixtures.hl7_writing import letter_pdf
from parsers.merge import merge
from tests.acceptance.asking import faults
from tests.acceptance.reading import read
from tests.acceptance.test_unseen_messages import said

MESSAGES = [
    message
    for number in range(2, 13)
    for message in tomllib.loads(
        Path(__file__).with_name(f"unseen_messages_{number}.toml").read_text(encoding="utf-8")
    )["message"]
]
ENDS = {"cr": "\r", "lf": "\n", "crlf": "\r\n"}
ATTACHED = re.compile(r"\{(pdf[123]?|b64|cut|wrapsp|wrap|rtf):(.*?)\}", re.DOTALL)
PARTED = re.compile(r"^=+\n", re.MULTILINE)
HEAD = {
    "app": "RIS", "v": "2.5", "cs": "", "id": "T-1", "born": "19580612", "sex": "F", "day": "20260304093500", "st": "F",
}  # fmt: skip


def headed(row):
    told = HEAD | dict(part.split("=", 1) for part in row.split("|")[1:])
    return [
        "MSH|^~\\&|{app}|RIDGE|EHR|RIDGE|20260304101502||ORU^R01|{id}|P|{v}||||||{cs}".format(**told),
        "PID|1||M00417^^^RIDGE^MR||TEST^PATIENT^A||{born}|{sex}".format(**told),
        "OBR|1|P9001^EMR|A9001^RIS|{svc}|||{day}{bars}20260304101400||RAD|{st}".format(**told, bars="|" * 15),
    ]


def attached(found, parts):
    kind, rows = found[1], found[2].split("/n")
    if kind == "b64":
        return b64encode("\n".join(rows).encode()).decode()
    if kind == "rtf":
        return b64encode(("{\\rtf1\\ansi " + "\\par ".join(rows) + "}").encode()).decode()
    text = b64encode(letter_pdf(rows)).decode()
    if kind == "pdf1":
        third = len(text) // 3 // 4 * 4
        parts += [text[:third], text[third : 2 * third], text[2 * third :]]
    if kind[3:].isdigit():
        return parts[int(kind[3:]) - 1]
    wrapped = {"wrap": "\\.br\\", "wrapsp": " "}
    if kind in wrapped:
        return wrapped[kind].join(text[at : at + 76] for at in range(0, len(text), 76))
    return text[: len(text) * 6 // 10 // 4 * 4] if kind == "cut" else text


def read_all(message):
    """Return what the documents of a message, parted by equals signs, give together; None if all are refused."""
    reports = []
    for text in PARTED.split(message["text"]):
        with suppress(DocumentError):
            reports.append(read(sent(message, text)))
    return merge(reports) if len(reports) > 1 else next(iter(reports), None)


def sent(message, text):
    rows = [part for row in text.strip("\n").split("\n") for part in (headed(row) if row.startswith("%|") else [row])]
    parts = []
    end = ENDS[message.get("end", "cr")]
    text = ATTACHED.sub(lambda found: attached(found, parts), "\n".join(rows)).replace("\n", end) + end
    content = (("\ufeff" if message.get("mark") else "") + text).encode(message.get("encoding", "utf-8"))
    return b"\x0b\x0b" + content + b"\x1c\r\n" if message.get("frame") else content


def wrong_in(message):
    report = read_all(message)
    wrong = faults(message, report)
    asked = set(message.get("says", ()))
    if "error any" in asked:
        return wrong if report is None else {**wrong, "not refused": True}
    unsaid = asked - (said(report) if report else set())
    return {**wrong, "unsaid": sorted(unsaid)} if unsaid else wrong


@pytest.mark.parametrize(
    "round_of",
    [
        "h1_",
        "h2_",
        "h3_",
        "v_",
        "w1_",
        "w2_",
        "w3_",
        "w4_",
        "w5_",
        "x_",
        "y1_",
        "y2_",
        "y3_",
        "yv_",
        "z1_",
        "q1_",
        "q2_",
        "d1_",
        "n1_",
        "m1_",
        "o1_",
        "d2_",
        "n2_",
        "m2_",
        "dv_",
        "d3_",
        "n3_",
        "m3_",
        "zv_",
        "d4_",
        "n4_",
        "wv_",
        "d5_",
        "n5_",
        "m5_",
        "f5_",
        "vo_",
        "vh_",
        "d6_",
        "n6_",
        "m6_",
        "fd_",
        "d7_",
        "n7_",
        "vx_",
        "k1_",
        "k2_",
        "k3_",
        "k4_",
        "k5_",
        "kv_",
        "l1_",
        "l2_",
        "l3_",
        "lt_",
    ],
)
def test_messages_say_what_a_person_reads_off_them_and_nothing_else(round_of):
    wrong = {row["name"]: wrong_in(row) for row in MESSAGES if row["name"].startswith(round_of)}

    assert {} == {name: found for name, found in wrong.items() if found}
    assert len(wrong) > 5
