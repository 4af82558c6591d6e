""".ci/install on machines that lack something."""

import os
import subprocess
import sys

import pytest
from tree import ROOT

pytestmark = pytest.mark.slow

# A Debian python3 without python3-venv refuses to make an environment with pip in it.
WITHOUT_ENSUREPIP = """#!/bin/sh
case "$*" in *--without-pip*) ;; *"-m venv"*) echo "ensurepip is not available" >&2; exit 1 ;; esac
{no_pip}
exec {python} "$@"
"""
NO_PIP = 'case "$*" in *"-m pip"*) exit 1 ;; esac'


def stand_in(folder, no_pip: str = "") -> str:
    python = folder / "python-stand-in"
    python.write_text(WITHOUT_ENSUREPIP.format(python=sys.executable, no_pip=no_pip))
    python.chmod(0o755)
    return str(python)


def install(folder, **environment: str) -> subprocess.CompletedProcess[str]:
    (folder / "lock.txt").write_text("")
    return subprocess.run(
        [ROOT / ".ci" / "install", folder / "venv", "locked", folder / "lock.txt"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_environment_is_made_with_the_standard_library_alone(tmp_path):
    done = install(tmp_path, PYTHON=sys.executable)

    assert done.returncode == 0, done.stderr
    assert (tmp_path / "venv/bin/python").exists()


def test_pip_from_outside_does_where_ensurepip_is_missing(tmp_path):
    done = install(tmp_path, PYTHON=stand_in(tmp_path))

    assert done.returncode == 0, done.stderr
    assert not (tmp_path / "venv/bin/pip").exists()


def test_machine_without_any_pip_is_told_what_to_install(tmp_path):
    done = install(tmp_path, PYTHON=stand_in(tmp_path, NO_PIP), PATH="/usr/bin:/bin")

    assert done.returncode == 1
    assert "apt-get install python3-venv" in done.stderr
    assert not (tmp_path / "venv").exists()


def test_machine_without_a_python_is_told_so(tmp_path):
    (tmp_path / "bin").mkdir()
    for tool in ("sh", "rm"):
        (tmp_path / "bin" / tool).symlink_to(f"/bin/{tool}")

    done = install(tmp_path, PATH=str(tmp_path / "bin"))

    assert done.returncode == 1
    assert "Python 3.11 or newer is needed" in done.stderr
