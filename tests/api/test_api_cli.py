"""The `osteon` command: files read and assessed, exit codes, tokens, replay."""

import json
import logging
import subprocess
import sys

import pytest
from click.testing import CliRunner

from api.cli import main
from api.clock import utc_now
from api.commands.demonstration import demo_documents
from dxa.assessment import Assessment
from dxa.report import DxaReport
from dxa.schema import load
from store import Store, migrate
from tests.api.conftest import DEMO, DOCUMENTS, message


@pytest.fixture
def osteon(tmp_path, monkeypatch):
    """Run the command with a data directory of its own."""
    monkeypatch.setenv("OSTEON_HOME", str(tmp_path / "home"))

    def run(*words: object, **more: object):
        return CliRunner().invoke(main, [str(word) for word in words], **more)

    handlers, level = logging.root.handlers[:], logging.root.level
    yield run
    # The command sets up the logs of its process, which here is the one of every other test.
    logging.root.handlers[:] = handlers
    logging.root.setLevel(level)


@pytest.fixture
def letter(tmp_path):
    path = tmp_path / "letter.hl7"
    path.write_bytes(message())
    return path


def test_every_command_is_found_under_its_name():
    context = main.make_context("osteon", ["version"])
    names = main.list_commands(context)

    assert {"assess", "deliver", "listen", "serve", "version", "worker"} <= set(names)
    assert names == [main.get_command(context, name).name for name in names]


ALONE = "import sys, api.cli, {}; print({{'flask', 'gunicorn'}} & set(sys.modules))"


@pytest.mark.slow
def test_a_part_without_pages_is_started_without_a_web_server():
    parts = ", ".join(f"api.commands.{name}" for name in ("running", "delivery", "serving", "tokens", "backfill"))
    done = subprocess.run([sys.executable, "-c", ALONE.format(parts)], capture_output=True, text=True, check=True)

    assert done.stdout == "set()\n"


@pytest.mark.slow
def test_json_is_exactly_the_schema(osteon, letter):
    report = load(DxaReport, json.loads(osteon("read", letter, "--json").stdout))
    assessment = load(Assessment, json.loads(osteon("assess", letter, "--json").stdout))

    assert {"-2.6", "-2.8"} == {format(row.value, "f") for row in report.measurements}
    assert assessment.headline.classification == "INDETERMINATE"


def test_table_shows_number_place_and_class(osteon, letter):
    shown = osteon("assess", letter).stdout

    for part in ("Femoral neck, left", "−2.8", "OBX[2]-5.1", "INDETERMINATE", "if postmenopausal woman: Osteoporosis"):
        assert part in shown


@pytest.mark.slow
def test_facts_priors_and_packs_are_taken_from_files(osteon, letter, tmp_path):
    facts, prior = tmp_path / "facts.json", tmp_path / "prior.hl7"
    facts.write_text('{"menopausal_status": "postmenopausal"}')
    prior.write_bytes(message().replace(b"20240604", b"20220604"))
    done = osteon("assess", letter, "--facts", facts, "--prior", prior, "--pack", "who-1994", "--json")
    assessment = json.loads(done.stdout)

    assert assessment["headline"]["classification"] == "OSTEOPOROSIS"
    assert ["who-1994"] == [pack["id"] for pack in assessment["packs"]]


@pytest.mark.slow
def test_what_cannot_be_decided_is_a_line_for_each_pack_unless_wished(osteon, letter):
    short, long = (osteon("assess", letter, "--pack", "iscd-adult-2023", *words).stdout for words in ((), ("--open",)))

    assert "Cannot be decided (one by one with --open)" in short
    assert "one-third radius of the non-dominant arm" not in short
    assert "one-third radius of the non-dominant arm" in long
    assert short.index("Measurement checks") < short.index("ISCD Official Positions, Adult, 2023 (draft")


def test_files_of_one_study_are_merged(osteon, letter, tmp_path):
    other = tmp_path / "other.hl7"
    other.write_bytes(message(1, "-2.5"))
    report = json.loads(osteon("read", letter, other, "--json").stdout)

    assert "VALUE_CONFLICT" in {issue["code"] for issue in report["issues"]}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (DOCUMENTS / "dicom" / "truncated.dcm", 3),
        (b"nothing anybody knows", 4),
        (DOCUMENTS / "dicom" / "dose_report.dcm", 5),
        (DOCUMENTS / "dicom" / "image_only.dcm", 5),
    ],
)
def test_refused_file_has_its_exit_code_and_one_line(osteon, tmp_path, content, code):
    path = tmp_path / "file"
    path.write_bytes(content if isinstance(content, bytes) else content.read_bytes())
    done = osteon("read", path)

    assert (code, "") == (done.exit_code, done.stdout)
    assert done.stderr.startswith(f"osteon: {path}: ")


@pytest.mark.slow
def test_a_study_that_lacks_a_file_is_not_shown_unless_wished(osteon, letter, tmp_path):
    other = tmp_path / "junk"
    other.write_bytes(b"nothing anybody knows")
    whole, partial = osteon("read", letter, other), osteon("read", letter, other, "--keep-going")

    assert [(4, False), (4, True)] == [(done.exit_code, "−2.8" in done.stdout) for done in (whole, partial)]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("read",), 2),
        (("read", "missing.pdf"), 2),
        (("assess", "LETTER", "--pack", "nobody-1900"), 2),
        (("assess", "LETTER", "--facts", "LETTER"), 2),
        (("replay",), 2),
        (("replay", "--document", "none"), 9),
        (("guidelines", "show", "none"), 9),
        (("token", "revoke", "none"), 9),
        (("token", "create", "x", "--role", "owner"), 2),
    ],
)
def test_wrong_use_has_its_exit_code(osteon, letter, words, code):
    osteon("migrate")
    done = osteon(*(letter if word == "LETTER" else word for word in words))

    assert code == done.exit_code, done.output
    assert "Traceback" not in done.output


@pytest.mark.parametrize(
    ("variable", "value", "code"),
    [
        ("OSTEON_COLOUR", "red", 8),
        ("OSTEON_HTTP_HOST", "192.0.2.10", 8),
        ("OSTEON_DATABASE_URL", "mysql://x/y", 8),
        ("OSTEON_DATABASE_URL", "sqlite:////proc/osteon/osteon.db", 6),
    ],
)
def test_wrong_settings_stop_the_start(osteon, monkeypatch, variable, value, code):
    monkeypatch.setenv(variable, value)
    done = osteon("migrate")

    assert code == done.exit_code, done.output


def test_token_is_shown_once_and_listed_by_name(osteon, tmp_path):
    secret = osteon("token", "create", "ris", "--role", "sender").stdout.strip()
    listed = osteon("token", "list").stdout
    again = osteon("token", "create", "ris", "--role", "sender")
    osteon("token", "revoke", "ris")

    assert len(secret) >= 40
    assert ("ris" in listed, secret in listed) == (True, False)
    assert again.exit_code == 2
    assert secret.encode() not in (tmp_path / "home" / "osteon.db").read_bytes()
    assert "ris" not in osteon("token", "list").stdout


def test_guidelines_are_listed_and_shown(osteon):
    listed = json.loads(osteon("guidelines", "list", "--json").stdout)
    shown = osteon("guidelines", "show", "who-1994").stdout

    assert {"who-1994", "seed-droracle-2025"} <= {pack["id"] for pack in listed}
    assert "who-1994.normal" in shown


@pytest.mark.slow
def test_demo_is_loaded_once_and_its_quarantine_replayed(osteon):
    first, second = osteon("demo"), osteon("demo")
    replayed = osteon("replay", "--quarantined").stdout

    assert first.stdout == second.stdout == f"{len(demo_documents()) - 1} cases\n"
    assert "in quarantine again: NO_STRUCTURED_RESULTS" in replayed


def test_demo_documents_are_those_their_maker_makes():
    from fixtures.demonstration import DOCUMENTS as MAKERS  # noqa: PLC0415 - reportlab is slow to import

    assert {name: make() for name, make in MAKERS.items()} == {path.name: path.read_bytes() for path in DEMO.iterdir()}


def test_login_link_is_for_one_browser(osteon, tmp_path):
    link = osteon("login-link").stdout.strip()
    migrate(f"sqlite:///{tmp_path / 'home' / 'osteon.db'}")
    store = Store.open(f"sqlite:///{tmp_path / 'home' / 'osteon.db'}")
    code = link.split("code=")[1]
    uses = [store.use_login_code(code, utc_now()) for _ in range(2)]
    store.close()

    assert link.startswith("http://127.0.0.1:8080/login?code=")
    assert [True, False] == [use is not None for use in uses]


def test_packs_are_linted_and_compared(osteon):
    lint, diff = osteon("guidelines", "lint"), osteon("guidelines", "diff", "iscd-adult-2023", "bhof-2022")

    assert (0, 0) == (lint.exit_code, diff.exit_code)
    assert "remarks" in lint.stdout
    assert "VFA_INDICATED\n  iscd-adult-2023:\n    Vertebral fracture assessment is indicated when" in diff.stdout
    assert "    met when\n      - all of:\n        - lowest T-score < -1.0\n" in diff.stdout
    assert "ADD_FOREARM_33\n  iscd-adult-2023:\n" in diff.stdout
    assert "  bhof-2022: no rule of this edition arrives at it\n" in diff.stdout


def test_comparing_with_a_pack_nobody_wrote_names_those_there_are(osteon):
    done = osteon("guidelines", "diff", "who-1994", "nobody-1900")

    assert done.exit_code != 0
    assert "guidelines list" in done.stderr


@pytest.mark.slow
def test_stored_cases_are_asked_and_their_reassessment_is_shown(osteon):
    osteon("demo")
    met, shown = osteon("cases", "iscd-adult-2023.normal"), osteon("reassess", "--since", "2000-01-01")

    assert (0, 0) == (met.exit_code, shown.exit_code)
    assert " of " in met.stdout
    assert "0 of" in shown.stdout
    assert osteon("reassess", "--packs", "who-1994,nobody").exit_code != 0


@pytest.mark.slow
def test_a_question_about_a_rule_nobody_wrote_is_refused(osteon):
    osteon("demo")

    assert osteon("cases", "who-1994.nothing").exit_code != 0
