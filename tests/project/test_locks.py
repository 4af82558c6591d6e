"""The locks name every dependency once, by hash, and say nothing about where it comes from."""

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from tree import ROOT

LOCKS = ("locks/runtime.txt", "locks/develop.txt")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]


def locked(name: str) -> dict[str, str]:
    pins = re.findall(r"^([a-z0-9][a-z0-9.-]*)==(\S+)", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE)
    return dict(pins)


@pytest.mark.parametrize("name", LOCKS)
def test_lock_holds_no_address_and_a_hash_for_each(name):
    content = (ROOT / name).read_text(encoding="utf-8")
    entries = re.split(r"^(?=[a-z0-9])", content, flags=re.MULTILINE)[1:]

    assert not re.search(r"://|--(extra-)?index|--find-links|--trusted-host|@ ", content)
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []
    assert len(entries) == len(locked(name))


def test_development_uses_the_versions_of_the_service():
    runtime, develop = (locked(name) for name in LOCKS)

    assert {name: develop.get(name) for name in runtime} == runtime


@pytest.mark.parametrize(
    ("name", "requirements"),
    [
        ("locks/runtime.txt", PROJECT["dependencies"] + EXTRAS["postgresql"] + EXTRAS["build"]),
        ("locks/develop.txt", PROJECT["dependencies"] + EXTRAS["postgresql"] + EXTRAS["build"] + EXTRAS["develop"]),
    ],
)
def test_lock_satisfies_the_project(name, requirements):
    pins = locked(name)
    wanted = [Requirement(text) for text in requirements]

    assert [str(need) for need in wanted if not need.specifier.contains(pins[canonicalize_name(need.name)])] == []


def test_service_does_not_carry_the_tools_of_development():
    tools = {canonicalize_name(Requirement(text).name) for text in EXTRAS["develop"]}

    assert tools & set(locked("locks/runtime.txt")) == set()
