"""G1: ORUs of 47 segments to assessed JSON, against hl7apy reading the same message."""

from documents import oru, raw
from hl7apy.parser import parse_message
from rounds import Result, Side, interleaved, milliseconds, ratio, show

from assess import assess
from dxa.facts import Facts
from dxa.schema import dump_text
from dxa.settings import Limits
from parsers.registry import parse

ROUNDS = 15


def measure(rounds: int = ROUNDS) -> list[Result]:
    """Return how many times faster than hl7apy a message is read, and read and assessed."""
    discrete = _compared("40 discrete values", oru(narrative=False), 40, rounds)
    return discrete + _compared("18 values, 22 lines of text", oru(), 18, rounds)


def _compared(what: str, message: bytes, least: int, rounds: int) -> list[Result]:
    document, limits = raw(message), Limits()
    assert len(message.split(b"\r")) == 48
    assert len(parse(document, limits).measurements) >= least, "the message is not read as it should be"

    def assessed() -> str:
        return dump_text(assess(parse(document, limits), Facts()))

    seconds = interleaved(
        {
            "hl7apy": Side(run=lambda: parse_message(message.decode(), find_groups=True)),
            "read": Side(run=lambda: parse(document, limits), times=5),
            "assessed": Side(run=assessed, times=3),
        },
        rounds,
    )
    reference = milliseconds(seconds["hl7apy"])
    return [
        Result(
            name="G1",
            what=f"hl7apy / ORU, {what}, to {name}",
            ratio=ratio(seconds["hl7apy"], seconds[key]),
            goal=goal,
            detail=f"{milliseconds(seconds[key])}; hl7apy {reference}",
        )
        for key, name, goal in (("read", "report", ""), ("assessed", "assessed JSON", ">= 100"))
    ]


if __name__ == "__main__":
    show(measure())
