"""Short ways to build a case: rows are (region, value) with further parts by name."""

import pytest

from assess.case.situation import situation_of
from dxa.schema import load_facts, load_report


def build_report(*rows, **parts):
    """Return a report; a row is (region, T-score) or (region, value, {further parts})."""
    measurements = [
        {"quantity": "t_score", "region": row[0], "value": row[1], **(row[2] if len(row) > 2 else {})} for row in rows
    ]
    return load_report({"measurements": measurements, **parts})


@pytest.fixture
def report():
    return build_report


@pytest.fixture
def situation():
    def build(*rows, facts=None, priors=(), **parts):
        return situation_of(build_report(*rows, **parts), load_facts(facts or {}), priors)

    return build
