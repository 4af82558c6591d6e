"""Messages damaged as gateways and people damage them: less is read or more is held back, and nothing else is said."""

import random
import re
from contextlib import suppress

import pytest

from dxa.errors import DocumentError
from parsers.merge import merge
from tests.acceptance.asking import found_in
from tests.acceptance.reading import read
from tests.acceptance.rows import in_the_fast_part, left_to_the_slow_part
from tests.acceptance.test_unseen_messages_2 import MESSAGES, PARTED, sent

DAMAGED = [row for row in MESSAGES if re.match(r"(?:[dnmf][567]|vo|vh|vx|fd|k[23]|l[123t])_", row["name"])]
NUMBER = re.compile(rb"-?\d+\.\d+")


def each(segments, mend):
    return [mend(segment) if segment.startswith(b"OBX") else segment for segment in segments]


def typed(kind):
    return lambda segments, _chance: each(
        segments, lambda row: re.sub(rb"^(OBX\|\d*\|)(?:NM|TX|FT)\|", rb"\1" + kind + b"|", row)
    )


def in_field(number, mend):
    def mended(row):
        fields = row.split(b"|")
        return (
            b"|".join([*fields[:number], mend(fields[number]), *fields[number + 1 :]]) if len(fields) > number else row
        )

    return lambda segments, _chance: each(segments, mended)


def shuffled(segments, chance):
    """Return the observations of each order in another sequence."""
    found, block = [], []
    for segment in [*segments, b""]:
        if segment.startswith(b"OBX"):
            block.append(segment)
        else:
            chance.shuffle(block)
            found, block = [*found, *block, segment], []
    return [segment for segment in found if segment]


def repeated(segments, chance):
    twice = (row.startswith(b"OBX") and chance.random() < 0.4 for row in segments)
    return [row for row, again in zip(segments, twice, strict=True) for row in ([row, row] if again else [row])]


def with_more_segments(segments, chance):
    local = b"ZDX|1|%d|-1.%d|LEFT NECK"
    return [part for row in segments for part in (row, local % (chance.randrange(9), chance.randrange(9)))]


def padded(segments, chance):
    def mended(row):
        return b"|".join(
            field + b" " * chance.randrange(3) if 0 < at < 9 else field for at, field in enumerate(row.split(b"|"))
        )

    return each(segments, mended)


def exchanged(row):
    fields = row.split(b"|")
    return b"|".join([*fields[:4], fields[5], fields[4], *fields[6:]]) if len(fields) > 6 else row


def cut_off(segments, chance):
    ends = [at for at, row in enumerate(segments) if row[:3] in {b"OBX", b"NTE"}] or [len(segments)]
    return segments[: chance.choice(ends) + 1]


def without_case(segments, _chance):
    whole = (b"MSH", b"BHS")
    return [row if b"Base64" in row or row.startswith(whole) else row[:4] + row[4:].lower() for row in segments]


DAMAGES = {
    "as strings": typed(b"ST"),
    "as text": typed(b"TX"),
    "without a type": typed(b""),
    "in another sequence": shuffled,
    "some twice": repeated,
    "with local segments": with_more_segments,
    "padded": padded,
    "OBX-4 and OBX-5 exchanged": lambda segments, _chance: each(segments, exchanged),
    "cut off": cut_off,
    "in lower case": without_case,
    "without units": in_field(6, lambda _field: b""),
    "with decimal commas": in_field(5, lambda field: field.replace(b".", b",") if NUMBER.fullmatch(field) else field),
    "with a blank behind the minus": in_field(5, lambda field: re.sub(rb"^-(?=\d)", b"- ", field)),
    "a separator short": lambda segments, _chance: each(segments, lambda row: row.replace(b"||||||F", b"|||||F")),
    "with empty lines": lambda segments, _chance: [part for row in segments for part in (row, b"")],
}


def read_damaged(message, damage):
    reports = []
    for text in PARTED.split(message["text"]):
        segments = [segment for segment in sent(message, text).split(b"\r") if segment]
        with suppress(DocumentError):
            reports.append(read(b"\r".join(damage(segments, random.Random(message["name"]))) + b"\r"))  # noqa: S311
    return merge(reports) if len(reports) > 1 else next(iter(reports), None)


def wrong_with(message, damage):
    report = read_damaged(message, damage)
    usable = found_in(report, set(message["reads"]))[0] if report else set()
    # Where only one of two statements that differ is left, nobody can know of the other.
    return sorted(usable - set(message["reads"]) - set(message.get("may", ())) - set(message.get("held", ())))


@pytest.mark.parametrize("name", sorted(DAMAGES))
def test_a_damaged_message_says_nothing_its_sender_did_not(name):
    wrong = {row["name"]: wrong_with(row, DAMAGES[name]) for row in in_the_fast_part(DAMAGED)}

    assert {} == {name: found for name, found in wrong.items() if found}


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(DAMAGES))
def test_no_damaged_message_says_anything_its_sender_did_not(name):
    wrong = {row["name"]: wrong_with(row, DAMAGES[name]) for row in left_to_the_slow_part(DAMAGED)}

    assert {} == {name: found for name, found in wrong.items() if found}
