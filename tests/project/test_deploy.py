"""The manifests and units of docs/deploy name commands, settings and ports that exist."""

import re
import tomllib
from itertools import chain

import click
import pytest
import yaml
from tree import ROOT

from api.cli import main
from deliver.listeners import listeners_of
from dxa.settings import settings_from
from ingest.registry import channel_names

FOLDER = ROOT / "docs" / "deploy"
KUSTOMIZATION = yaml.safe_load((FOLDER / "kubernetes" / "kustomization.yaml").read_text(encoding="utf-8"))
OBJECTS = [
    one
    for name in KUSTOMIZATION["resources"]
    for one in yaml.safe_load_all((FOLDER / "kubernetes" / name).read_text(encoding="utf-8"))
]
DEPLOYMENTS = {one["metadata"]["name"]: one["spec"] for one in OBJECTS if one["kind"] == "Deployment"}
SHARED = dict(
    literal.split("=", 1)
    for generator in KUSTOMIZATION["configMapGenerator"]
    if generator["name"] == "osteon"
    for literal in generator["literals"]
)
UNITS = sorted((FOLDER / "systemd").glob("*.service"))


def pod(name: str) -> dict:
    return DEPLOYMENTS[name]["template"]["spec"]


def containers(name: str) -> list[dict]:
    return [*pod(name).get("initContainers", []), *pod(name)["containers"]]


def environment(container: dict) -> dict[str, str]:
    return SHARED | {one["name"]: str(one["value"]) for one in container["env"] if "value" in one}


def command_of(words: list[str]) -> click.Command:
    program, name, *rest = words
    command = main.get_command(click.Context(main), name)
    assert program.endswith("osteon")
    assert command is not None, name
    options = {option for parameter in command.params for option in parameter.opts}
    assert [word for word in rest if word.startswith("--") and word not in options] == []
    return command


def test_every_file_of_the_folder_is_named():
    present = {path.name for path in (FOLDER / "kubernetes").iterdir()} - {"kustomization.yaml"}
    named = {
        *KUSTOMIZATION["resources"],
        *chain(*(one.get("files", []) for one in KUSTOMIZATION["configMapGenerator"])),
    }

    assert present == named


@pytest.mark.parametrize("name", DEPLOYMENTS)
def test_pod_runs_a_command_with_settings_it_accepts(name):
    for container in containers(name):
        command_of(container["args"])
        settings_from(environment(container))
    words = pod(name)["containers"][0]["args"]

    assert set(words[2:]) <= set(channel_names())


@pytest.mark.parametrize("name", DEPLOYMENTS)
def test_pod_is_probed_on_a_port_it_has(name):
    (container,) = pod(name)["containers"]
    ports = {port["name"]: port["containerPort"] for port in container["ports"]}
    settings = settings_from(environment(container))
    known = {
        "http": settings.http_port,
        "health": settings.health_port,
        "mllp": settings.mllp.port,
        "dicom": settings.dicom.port,
    }

    assert {port: known[port] for port in ports} == ports
    for probe in ("startupProbe", "livenessProbe", "readinessProbe"):
        assert container[probe]["httpGet"]["port"] in ports
    assert container["livenessProbe"]["httpGet"]["path"] == "/health/live"
    assert container["readinessProbe"]["httpGet"]["path"] == "/health/ready"


@pytest.mark.parametrize("name", DEPLOYMENTS)
def test_pod_keeps_nothing_and_may_do_nothing(name):
    spec = pod(name)

    assert {kind for volume in spec["volumes"] for kind in volume} <= {"name", "emptyDir", "secret", "configMap"}
    assert spec["securityContext"]["runAsNonRoot"] is True
    for container in containers(name):
        context = container["securityContext"]
        assert (True, ["ALL"]) == (context["readOnlyRootFilesystem"], context["capabilities"]["drop"])
        mounted = {mount["name"] for mount in container["volumeMounts"]}
        assert mounted <= {volume["name"] for volume in spec["volumes"]}


@pytest.mark.parametrize("kind", ["Service", "PodDisruptionBudget"])
def test_selectors_find_their_pods(kind):
    labels = [spec["template"]["metadata"]["labels"] for spec in DEPLOYMENTS.values()]
    found = [one["spec"]["selector"] for one in OBJECTS if one["kind"] == kind]

    assert len(found) >= 3
    assert all(one.get("matchLabels", one) in labels for one in found)


def test_every_part_may_be_disrupted_one_at_a_time():
    budgets = {one["metadata"]["name"] for one in OBJECTS if one["kind"] == "PodDisruptionBudget"}

    assert set(DEPLOYMENTS) == budgets
    assert all(spec["replicas"] >= 2 for spec in DEPLOYMENTS.values())


def test_file_of_destinations_can_be_read():
    path = FOLDER / "kubernetes" / "destinations.toml"

    assert tomllib.loads(path.read_text(encoding="utf-8")) == {}
    assert listeners_of(path) == ()


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_unit_runs_a_command_that_exists(path):
    (line,) = re.findall(r"^ExecStart=(.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)

    assert command_of(line.split()) is not None


def test_example_of_the_units_is_accepted():
    lines = (FOLDER / "systemd" / "osteon.env.example").read_text(encoding="utf-8").splitlines()
    settings = settings_from(dict(line.split("=", 1) for line in lines))

    assert settings.health_port == 9464
