"""One rule over many stored cases at once, against reading their JSON and nothing else."""

import json

from documents import oru, raw
from rounds import Result, Side, interleaved, milliseconds, ratio, show, spread

from assess.columns import batch_of, outcomes, terms_text
from assess.registry import all_guidelines
from assess.situation import situation_of
from dxa.schema import load_facts
from dxa.settings import Limits
from parsers.registry import parse

ROUNDS = 15
CASES = 1000
RULE = "bhof-2022.treatment"


def measure(rounds: int = ROUNDS) -> list[Result]:
    """Return the cost of a question in units of decoding the cases, and the measurement rows answered per second."""
    report = parse(raw(oru()), Limits())
    facts = load_facts({"age_years": "66", "sex": "female", "menopausal_status": "postmenopausal", "fractures": []})
    text = terms_text(situation_of(report, facts))
    texts = [text] * CASES
    rule = next(rule for pack in all_guidelines() for rule in pack.rules if rule.id == RULE)
    seconds = interleaved(
        {
            "json": Side(run=lambda: [json.loads(one) for one in texts], times=1),
            "question": Side(run=lambda: outcomes(rule, batch_of(texts)), times=1),
        },
        rounds,
    )
    rows = len(report.measurements) * CASES / spread(seconds["question"])[0]
    return [
        Result(
            name="",
            what=f"{RULE} over {CASES} cases of {len(report.measurements)} rows / decoding their JSON",
            ratio=ratio(seconds["question"], seconds["json"]),
            goal=">= 100 000 rows/s",
            detail=f"{rows:,.0f} rows/s, {milliseconds(seconds['question'])}",
        )
    ]


if __name__ == "__main__":
    show(measure())
