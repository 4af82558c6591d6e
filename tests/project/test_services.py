""".ci/services on machines that lack something; nothing is installed, the tools are stand-ins."""

import os
import shutil
import subprocess

import pytest
from tree import ROOT

NONE_THERE = {"ls": "exit 1"}
APT = 'echo "$*" >>"$LOG"; [ -e "$POLICY_RC_D" ] && "$POLICY_RC_D"; echo "policy $?" >>"$LOG"'
TOOLS = ("sh", "chmod", "rm", "timeout")


def services(folder, tools: dict[str, str], **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the script where only the named stand-ins and a few tools are found."""
    (folder / "bin").mkdir()
    for tool in TOOLS:
        (folder / "bin" / tool).symlink_to(shutil.which(tool))
    for name, body in tools.items():
        (folder / "bin" / name).write_text(f"#!/bin/sh\n{body}\n")
        (folder / "bin" / name).chmod(0o755)
    ours = {"PATH": str(folder / "bin"), "POLICY_RC_D": str(folder / "policy"), "LOG": str(folder / "log")}
    return subprocess.run(
        [ROOT / ".ci" / "services"], env=ours | environment, capture_output=True, text=True, check=False, timeout=30
    )


def test_root_installs_what_is_missing_and_no_server_is_started(tmp_path):
    done = services(tmp_path, NONE_THERE | {"id": "echo 0", "apt-get": APT})
    update, policy, install, again = (tmp_path / "log").read_text().splitlines()

    assert ("update -qq", "policy 101", "policy 101") == (update, policy, again)
    assert {"postgresql", "rabbitmq-server", "chromium"} <= set(install.split())
    assert not (tmp_path / "policy").exists()
    assert "MISSING for the tests: postgresql rabbitmq-server chromium" in done.stderr


def test_policy_of_the_machine_is_left_alone(tmp_path):
    (tmp_path / "policy").write_text("#!/bin/sh\nexit 7\n")
    (tmp_path / "policy").chmod(0o755)
    services(tmp_path, NONE_THERE | {"id": "echo 0", "apt-get": APT})

    assert "policy 7" in (tmp_path / "log").read_text()
    assert "exit 7" in (tmp_path / "policy").read_text()


@pytest.mark.parametrize(("ci", "code"), [("true", 1), ("", 0)])
def test_missing_broker_is_named_loudly_and_fails_where_nothing_may_be_left_out(tmp_path, ci, code):
    done = services(tmp_path, NONE_THERE | {"id": "echo 1000"}, CI=ci)

    assert code == done.returncode
    assert " rabbitmq-server" in done.stderr


def test_named_broker_and_server_need_no_programs(tmp_path):
    named = {"OSTEON_TEST_RABBITMQ_URL": "amqp://x", "OSTEON_TEST_POSTGRESQL_URL": "postgresql://x"}
    done = services(tmp_path, NONE_THERE | {"id": "echo 1000", "chromium": ""}, **named)

    assert "rabbitmq-server" not in done.stderr
    assert "postgresql" not in done.stderr


def test_complete_machine_is_told_nothing(tmp_path):
    done = services(tmp_path, {"ls": "exit 0", "chromium": "", "id": "echo 1000"})

    expected = "" if os.access("/usr/bin/tesseract", os.X_OK) else "tesseract-ocr"
    assert expected in done.stderr
    assert "rabbitmq" not in done.stderr
