"""G1: an ORU of 47 segments to assessed JSON, against hl7apy reading the same message."""

import json

from documents import oru, raw
from hl7apy.parser import parse_message
from rounds import Result, Side, interleaved, milliseconds, ratio, show

from assess import assess
from dxa.facts import Facts
from dxa.schema import dump
from dxa.settings import Limits
from parsers.registry import parse

ROUNDS = 15


def measure(rounds: int = ROUNDS) -> list[Result]:
    """Return how many times faster than hl7apy a message is read, and read and assessed."""
    message = oru()
    document, limits = raw(message), Limits()
    report = parse(document, limits)
    assert len(message.split(b"\r")) == 48
    assert len(report.measurements) >= 18, "the message is not read as it should be"

    def assessed() -> str:
        return json.dumps(dump(assess(parse(document, limits), Facts())))

    seconds = interleaved(
        {
            "hl7apy": Side(run=lambda: parse_message(message.decode(), find_groups=True)),
            "read": Side(run=lambda: parse(document, limits), times=20),
            "assessed": Side(run=assessed, times=5),
        },
        rounds,
    )
    reference = milliseconds(seconds["hl7apy"])
    return [
        Result(
            name="G1",
            what=f"hl7apy parse_message / ORU to {name}",
            ratio=ratio(seconds["hl7apy"], seconds[key]),
            goal=goal,
            detail=f"{milliseconds(seconds[key])}; hl7apy {reference}",
        )
        for key, name, goal in (("read", "report", ""), ("assessed", "assessed JSON, all packs", ">= 100"))
    ]


if __name__ == "__main__":
    show(measure())
