"""What applying every pack and every check to one report costs, beside reading it."""

from documents import oru, raw
from rounds import Result, Side, interleaved, milliseconds, ratio, show

from assess import assess
from assess.registry import all_checks, all_guidelines
from dxa.facts import Facts
from dxa.settings import Limits
from parsers.registry import parse

ROUNDS = 30


def measure(rounds: int = ROUNDS) -> list[Result]:
    """Return the cost of an assessment in units of reading the message it is about."""
    document, limits = raw(oru()), Limits()
    report = parse(document, limits)
    packs, checks = len(all_guidelines()), len(all_checks())
    rules = sum(len(pack.rules) for pack in all_guidelines())
    seconds = interleaved(
        {
            "read": Side(run=lambda: parse(document, limits), times=10),
            "assess": Side(run=lambda: assess(report, Facts()), times=5),
        },
        rounds,
    )
    return [
        Result(
            name="",
            what=f"{packs} packs ({rules} rules) and {checks} checks / reading the ORU",
            ratio=ratio(seconds["assess"], seconds["read"]),
            goal="",
            detail=milliseconds(seconds["assess"]),
        )
    ]


if __name__ == "__main__":
    show(measure())
