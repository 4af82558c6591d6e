"""HL7 messages of many senders: each says what a person reads off it, and nothing else."""

import re
import tomllib
from base64 import b64encode
from pathlib import Path

import pytest

from dxa.errors import DocumentError
from fixtures.hl7_writing import letter_pdf
from tests.acceptance.reading import line, lines, read

MESSAGES = tomllib.loads(Path(__file__).with_name("unseen_messages.toml").read_text(encoding="utf-8"))["message"]
CHANGES = frozenset({"change", "change_percent"})
ENDS = {"cr": "\r", "lf": "\n", "crlf": "\r\n"}
ATTACHED = re.compile(r"\{(pdf|b64):(.*?)\}", re.DOTALL)


def attached(found):
    rows = found[2].split("/n")
    content = letter_pdf([row.strip() for row in rows]) if found[1] == "pdf" else "\n".join(rows).encode()
    return b64encode(content).decode()


def sent(message):
    end = ENDS[message.get("end", "cr")]
    text = ATTACHED.sub(attached, message["text"]).replace("\n", end) + end
    return (("\ufeff" if message.get("mark") else "") + text).encode(message.get("encoding", "utf-8"))


def said(report):
    patient, text = report.patient, report.text
    facts = (f"{'!' if fact.denied else ''}{fact.name}={fact.value}" for fact in report.context.facts)
    return {
        f"class {text.stated_classification}",
        f"sex {patient.sex}",
        f"born {patient.birth_date}",
        f"age {patient.age_years}",
        f"status {report.study.status}",
        f"acc {report.study.accession}",
        *(f"issue {issue.code}" for issue in report.issues),
        *(f"fact {re.sub(r'[.][0-9]+', '', fact)}" for fact in facts),
    }


def refused(message):
    return any(word.startswith("error") for word in message.get("says", ()))


@pytest.mark.parametrize(
    "message", [message for message in MESSAGES if not refused(message)], ids=lambda row: row["name"]
)
def test_a_message_says_what_a_person_reads_off_it_and_nothing_else(message):
    try:
        found = lines(read(sent(message)), leaving_out=CHANGES)
    except DocumentError:
        found = set()

    assert set(message["reads"]) - set(message.get("unread", ())) == found - set(message.get("may", ()))


@pytest.mark.parametrize("message", [message for message in MESSAGES if refused(message)], ids=lambda row: row["name"])
def test_a_message_that_is_no_report_of_one_patient_is_refused_by_name(message):
    with pytest.raises(DocumentError) as refusal:
        read(sent(message))

    assert message["says"][0] in {"error any", f"error {refusal.value.code}"}


@pytest.mark.parametrize(
    "message",
    [message for message in MESSAGES if "says" in message and not refused(message)],
    ids=lambda row: row["name"],
)
def test_a_message_says_whom_and_what_it_is_about(message):
    assert set(message["says"]) <= said(read(sent(message)))


@pytest.mark.parametrize(
    "message", [message for message in MESSAGES if "dates" in message], ids=lambda row: row["name"]
)
def test_an_earlier_value_of_a_message_has_its_day(message):
    dated = {f"{line(value)} {value.exam_date}" for value in read(sent(message)).measurements}

    assert set(message["dates"]) <= dated
