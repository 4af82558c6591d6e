"""The real application over a real SQLite file, with callers of every role."""

from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from api.access.roles import Role
from api.app import create_app
from api.composition import running_services
from api.services import Services
from dxa.settings import Settings
from tests import sqlite

DEMO = Path(__file__).parents[2] / "fixtures" / "demo"
DOCUMENTS = Path(__file__).parents[2] / "fixtures" / "documents"

LETTER = (
    "MSH|^~\\&|DXA|EXAMPLE|CDS|EXAMPLE|20240604101500||ORU^R01^ORU_R01|T1|P|2.5.1\r"
    "PID|1||T-1^^^EXAMPLE^MR||PERSON^ONE||19530217|F\r"
    "OBR|1||ACC-1^RIS|77080^DXA axial^C4|||20240604101500|||||||||||||||20240604101500||RAD|F\r"
    "OBX|1|NM|38267-1^DXA Lumbar spine L1-L4 [T-score]^LN||-2.6|{Tscore}|||||F\r"
    "OBX|2|NM|80948-3^DXA Femur - left Neck [T-score] Bone density^LN||-2.8|{Tscore}|||||F\r"
)


def message(number: int = 1, value: str = "-2.6") -> bytes:
    """Return a message about patient T-`number` with one value of its own."""
    return LETTER.replace("T-1^", f"T-{number}^").replace("ACC-1", f"ACC-{number}").replace("-2.6", value).encode()


@dataclass(frozen=True)
class Callers:
    """Authorization headers, by role."""

    sender: dict[str, str]
    other_sender: dict[str, str]
    reader: dict[str, str]
    admin: dict[str, str]


@pytest.fixture
def settings(tmp_path) -> Settings:
    return Settings(home=tmp_path, readers=1)


@pytest.fixture
def services(settings, tmp_path):
    sqlite.migrated(tmp_path / "osteon.db")
    with running_services(settings) as running:
        yield running


@pytest.fixture
def callers(services: Services) -> Callers:
    names = {"sender": Role.SENDER, "other_sender": Role.SENDER, "reader": Role.READER, "admin": Role.ADMIN}
    now = services.clock()
    secrets = {name: services.store.create_token(name, role, now) for name, role in names.items()}
    return Callers(**{name: {"Authorization": f"Bearer {secret}"} for name, secret in secrets.items()})


@pytest.fixture
def app(services: Services):
    made = create_app(services)
    made.testing = False
    return made


@pytest.fixture
def client(app) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def open_client(services: Services) -> FlaskClient:
    """A client of a service without authentication, as on a loopback address."""
    open_services = replace(services, settings=replace(services.settings, authentication=False))
    return create_app(open_services).test_client()


@pytest.fixture
def case_id(client, callers) -> str:
    answer = client.post("/api/v1/documents", data=message(), headers=callers.sender)
    assert answer.status_code == 201, answer.get_json()
    return answer.get_json()["case"]["id"]
