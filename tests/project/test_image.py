"""The container image and the compose file, as far as they can be proved without a container engine."""

import os
import re
import shutil
import subprocess
import tomllib

import pytest
import yaml
from tree import ROOT, files

from dxa.errors import SettingsError
from dxa.settings import Settings, settings_from
from ingest.channels.rabbitmq.holding import HOLD_SECONDS

DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
PACKAGES = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]["targets"]
COPIES = [line.split()[1:] for line in DOCKERFILE.splitlines() if line.startswith("COPY ") and "--from" not in line]
INSTALLS = re.findall(r"^RUN (\.ci/install .*)$", DOCKERFILE, re.MULTILINE)


def image_environment() -> dict[str, str]:
    pairs = re.findall(r"(\bOSTEON_[A-Z_]+)=(\S+)", next(x for x in DOCKERFILE.splitlines() if x.startswith("ENV ")))
    return dict(pairs)


def test_image_holds_every_package_of_the_wheel():
    copied = {source for *sources, _ in COPIES for source in sources}

    # Of the fixtures the image holds the demonstration, as the wheel does.
    assert set(PACKAGES["wheel"]["packages"]) - {"fixtures"} <= copied
    assert {"fixtures/__init__.py", "fixtures/demo"} <= copied
    assert all((ROOT / source).exists() for source in copied)


def test_context_lets_through_what_the_image_copies():
    allowed = {line[1:] for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").split() if line[0] == "!"}

    assert {source for *sources, _ in COPIES for source in sources} == allowed


def test_image_alone_refuses_to_serve_patients_in_the_clear():
    with pytest.raises(SettingsError, match="reachable from other machines"):
        settings_from(image_environment())


def test_image_starts_with_a_certificate():
    tls = {"OSTEON_TLS_CERTIFICATE": "/tls/chain.pem", "OSTEON_TLS_KEY": "/tls/key.pem"}

    assert isinstance(settings_from(image_environment() | tls), Settings)


def test_image_does_not_run_as_root_and_knows_its_health():
    assert re.search(r"^USER [1-9][0-9]*$", DOCKERFILE, re.MULTILINE)
    assert "/health/live" in DOCKERFILE


def test_compose_gives_the_service_settings_it_accepts():
    service = COMPOSE["services"]["osteon"]
    given = {name: value for name, value in service["environment"].items() if name.startswith("OSTEON_")}

    settings = settings_from(image_environment() | given)

    assert settings.database.startswith("postgresql+psycopg://")
    assert "password" not in settings.database


def test_compose_gives_every_part_settings_it_accepts_and_no_password():
    parts = [service for service in COMPOSE["services"].values() if service.get("build") and "command" in service]
    given = [
        {name: value for name, value in part["environment"].items() if name.startswith("OSTEON_")} for part in parts
    ]

    assert len(parts) == 2
    for one in given:
        settings = settings_from(image_environment() | one)
        assert not settings.rabbitmq.access.holds_password
        assert str(settings.rabbitmq.password_file).startswith("/run/secrets/")
        assert settings.database == "postgresql+psycopg://osteon@database/osteon"


def test_compose_broker_takes_every_document_and_is_reached_from_within_only():
    service = COMPOSE["services"]["broker"]
    (written,) = [config["content"] for name, config in COMPOSE["configs"].items() if name == "broker"]
    values = dict(re.findall(r"^(\w+) = (\d+)$", written, re.MULTILINE))

    assert "ports" not in service
    assert int(values["max_message_size"]) > Settings().limits.document_bytes
    assert int(values["consumer_timeout"]) > 2 * 1000 * HOLD_SECONDS


def test_compose_opens_ports_to_this_host_only_and_pins_every_image():
    services = COMPOSE["services"].values()
    ports = [port for service in services for port in service.get("ports", ())]
    images = [service["image"] for service in services if "image" in service]

    assert [port for port in ports if not port.startswith("127.0.0.1:")] == []
    assert [image for image in images if not re.search(r":\d+\.\d+", image)] == []
    assert re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE) == ["python:3.11.14-slim-bookworm"] * 2


def test_compose_service_can_write_nowhere_but_its_volume():
    service = COMPOSE["services"]["osteon"]

    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert [volume.split(":")[1] for volume in service["volumes"]] == [image_environment()["OSTEON_HOME"]]


@pytest.mark.slow
def test_steps_of_the_image_give_a_service_that_starts(tmp_path):
    context = tmp_path / "src"
    sources = {source for *names, _ in COPIES for source in names}
    for name in files():
        if any(name == source or name.startswith(f"{source}/") for source in sources):
            (context / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, context / name)

    clean = {key: value for key, value in os.environ.items() if not key.startswith(("OSTEON_", "VIRTUAL_ENV"))}
    for step in INSTALLS:
        command = step.replace("/opt/osteon", str(tmp_path / "osteon"))
        subprocess.run(["sh", "-c", command], cwd=context, env=clean, check=True, timeout=400)
    (tmp_path / "elsewhere").mkdir()
    shown = subprocess.run(
        [tmp_path / "osteon/bin/osteon", "--help"],
        cwd=tmp_path / "elsewhere",
        env=clean,
        capture_output=True,
        check=True,
    )

    assert len(INSTALLS) == 2
    assert b"serve" in shown.stdout
