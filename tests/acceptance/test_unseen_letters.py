"""Letters as word processors set them: the margins, pages and columns of a letter change nothing of what it says."""

import tomllib
from pathlib import Path

import pytest

from tests.acceptance.letters import letter
from tests.acceptance.reading import lines, read
from tests.acceptance.rows import in_the_fast_part, left_to_the_slow_part, said_of

TABLES = sorted(Path(__file__).parent.glob("unseen_letters_*.toml"))
CHANGES = frozenset({"change", "change_percent"})


def letters_of(table):
    return tomllib.loads(table.read_text(encoding="utf-8"))["letter"]


def differences(told):
    """Yield what is found otherwise than a person reads it off a letter."""
    report = read(letter(told["text"], **told.get("form", {})))
    open_rows, wanted = set(told.get("may", ())), set(told["reads"])
    usable = lines(report, leaving_out=CHANGES)
    missing = wanted - open_rows - usable - set(told.get("unread", ()))
    yield from (("missing", row) for row in sorted(missing))
    yield from (("not in the letter", row) for row in sorted(usable - wanted - open_rows))
    stated = str(report.text.stated_classification)
    if told.get("class", stated) != stated:
        yield "class", stated


def wrong_of(letters):
    return [(told["name"], *found) for told in letters for found in differences(told)]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.stem)
def test_some_letters_say_what_a_person_reads_off_them_and_nothing_else(table):
    wrong = wrong_of(in_the_fast_part(letters_of(table)))

    assert not wrong, said_of(wrong)


@pytest.mark.slow
@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.stem)
def test_all_letters_say_what_a_person_reads_off_them_and_nothing_else(table):
    wrong = wrong_of(left_to_the_slow_part(letters_of(table)))

    assert not wrong, said_of(wrong)
