"""The file of destinations is read strictly: what it says wrongly is named, and no secret is quoted."""

from datetime import UTC, datetime

import pytest

from deliver.listeners import EVENTS, Only, listeners_of
from deliver.registry import all_formats, destination_names, destination_of, format_of
from dxa.assessment import Severity
from dxa.errors import NotFound, SettingsError
from dxa.telling import TellingKind

FOLDER = '[[destination]]\nname = "drop"\nkind = "folder"\noptions = { path = "out" }\n'


@pytest.fixture
def file(tmp_path):
    def written(text: str):
        path = tmp_path / "destinations.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return written


def test_shortest_line_is_told_everything_from_now_on(file, tmp_path):
    (one,) = listeners_of(file(FOLDER))

    assert ("drop", "folder", "osteon-json", EVENTS) == (one.name, one.kind.name, one.form.name, one.line.events)
    assert (None, 100, 7.0, 1, Only()) == (
        one.line.since,
        one.line.tries,
        one.line.days,
        one.line.connections,
        one.only,
    )
    assert tmp_path / "out" == one.options.path


WHOLE = """
[[destination]]
name = "ris-2"
kind = "webhook"
format = "osteon-json"
events = ["case.signed", "case.withdrawn"]
since = 2026-01-01T00:00:00Z
tries = 5
days = 2
connections = 4
[destination.only]
minimum_severity = "major"
codes = ["A", "B"]
channels = ["mllp"]
senders = ["RIS|HOSP"]
[destination.options]
url = "https://ris.example/in"
secret_file = "ris.secret"
retried_statuses = [404]
"""


def test_every_part_of_a_line_is_read(file, tmp_path):
    (one,) = listeners_of(file(WHOLE))

    assert (TellingKind.SIGNED, TellingKind.WITHDRAWN) == one.line.events
    assert (datetime(2026, 1, 1, tzinfo=UTC), 5, 2.0, 4) == (
        one.line.since, one.line.tries, one.line.days, one.line.connections
    )  # fmt: skip
    assert one.only == Only(
        minimum_severity=Severity.MAJOR, codes=("A", "B"), channels=("mllp",), senders=("RIS|HOSP",)
    )
    assert (tmp_path / "ris.secret", (404,)) == (one.options.secret_file, one.options.retried_statuses)


def test_no_file_and_an_empty_file_name_nobody(file):
    assert () == listeners_of(None)
    assert () == listeners_of(file("# nobody yet\n"))


WEBHOOK = FOLDER.replace("folder", "webhook").replace('path = "out"', 'url = "https://CANARY:1/", secret_file = "s"')
FAULTS = [
    ("[[destination]\n", "is not TOML"),
    ("\xff", "is not TOML|nothing else"),
    ('name = "a"\n', "tables and nothing else"),
    ("destination = 1\n", "tables and nothing else"),
    (FOLDER + FOLDER, "drop stands twice"),
    (FOLDER.replace('name = "drop"\n', ""), "no. 1: name is missing"),
    (FOLDER.replace('"drop"', '"Drop it"'), "no. 1: name must be lower-case"),
    (FOLDER.replace('"drop"', "7"), "no. 1: name must be text"),
    (FOLDER.replace('"folder"', '"fax"'), "drop: no kind of destination fax; there are .*folder"),
    (FOLDER + "secret = 'CANARY'\n", "drop: unknown option secret"),
    (FOLDER.replace("path", "CANARY = 1, path"), "drop: options: unknown option CANARY"),
    (FOLDER.replace('path = "out"', ""), "drop: options: path is missing"),
    (FOLDER.replace('"out"', "7"), "drop: options: path must be a path"),
    (FOLDER.replace('{ path = "out" }', '"CANARY"'), "drop: options must be a table"),
    (FOLDER.replace("}", ", group_readable = 1 }"), "group_readable must be true or false"),
    (FOLDER + 'format = "fax"\n', "drop: no format fax; there are .*osteon-json"),
    (FOLDER + 'events = ["case.CANARY"]\n', "drop: events must be one of case.assessed"),
    (FOLDER + "events = []\n", "events must name at least one"),
    (FOLDER + 'events = "case.signed"\n', "events must be a list"),
    (FOLDER + "since = 2026-01-01T00:00:00\n", "since must be a time with its zone"),
    (FOLDER + "tries = 0\n", "tries and days"),
    (FOLDER + "tries = true\n", "tries must be a whole number"),
    (FOLDER + "tries = 1.5\n", "tries must be a whole number"),
    (FOLDER + "days = -1\n", "tries and days"),
    (FOLDER + "days = 3651\n", "tries and days"),
    (FOLDER + "days = nan\n", "days must be a number"),
    (FOLDER + "days = inf\n", "days must be a number"),
    (FOLDER + "connections = 65\n", "connections must be from 1 to 64"),
    (FOLDER + 'only = { minimum_severity = "CANARY" }\n', "minimum_severity must be one of critical"),
    (FOLDER + "only = { code = 1 }\n", "drop: only: unknown option code"),
    (WEBHOOK.replace("https://CANARY:1", "http://ris.example"), "drop: options: url is http and leaves"),
]


@pytest.mark.parametrize(("text", "says"), FAULTS)
def test_wrong_line_is_named_and_its_values_are_not_quoted(file, text, says):
    with pytest.raises(SettingsError, match=says) as caught:
        listeners_of(file(text))

    assert "CANARY" not in caught.value.text.replace("option CANARY", "")


def test_file_that_is_not_there_is_a_wrong_setting(tmp_path):
    with pytest.raises(SettingsError, match=r"nowhere\.toml cannot be read"):
        listeners_of(tmp_path / "nowhere.toml")


def test_every_kind_and_form_is_what_its_file_says():
    kinds = [destination_of(name) for name in destination_names()]
    forms = all_formats()

    assert list(destination_names()) == [kind.name for kind in kinds]
    assert {"folder", "webhook"} <= {kind.name for kind in kinds}
    assert all(form is format_of(form.name) for form in forms)
    assert len(forms) == len({form.name for form in forms})
    assert all(format_of(kind.formats[0]) for kind in kinds)
    assert all(kind.says for kind in (*kinds, *forms))
    with pytest.raises(NotFound):
        format_of("osteon_json")
