"""Each variable is read, an unknown one stops the service, and nothing unsafe starts."""

from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxa.errors import SettingsError
from dxa.settings import SECTIONS, Settings, is_loopback, settings_from

VARIABLES = {
    part.metadata["variable"]: (section, part)
    for section, cls in {None: Settings, **SECTIONS}.items()
    for part in fields(cls)
    if part.metadata
}
NUMBERS = {int: ("7", 7), int | None: ("7", 7), float: ("2.5", 2.5), float | None: ("2.5", 2.5)}
VALUES = {bool: ("true", True), **NUMBERS}
TLS = {"OSTEON_TLS_CERTIFICATE": "/tls/chain.pem", "OSTEON_TLS_KEY": "/tls/key.pem"}
MLLP_TLS = {f"OSTEON_MLLP_{name.removeprefix('OSTEON_')}": value for name, value in TLS.items()}
DICOM_TLS = {f"OSTEON_DICOM_{name.removeprefix('OSTEON_')}": value for name, value in TLS.items()}
FORMS = {
    "WORKER_PRIORITY": ("normal", "normal"),
    "DICOM_ALLOWED_HOSTS": ("10.1.0.7, 10.2.0.0/16", ("10.1.0.7", "10.2.0.0/16")),
    "DICOM_COMMITMENT_PEERS": ("A@h1:104, B@h2:104", ("A@h1:104", "B@h2:104")),
    "MLLP_TLS_SENDERS": ("ris.example=RIS|X,b=*|Y", ("ris.example=RIS|X", "b=*|Y")),
    "MLLP_ALLOWED_HOSTS": ("10.0.0.0/8, ::1", ("10.0.0.0/8", "::1")),
    "MLLP_ALLOWED_SENDERS": ("RIS|X,*|Y", ("RIS|X", "*|Y")),
    "MLLP_ACKNOWLEDGEMENTS": ("RIS|X=CA,*=AA", ("RIS|X=CA", "*=AA")),
    "MLLP_BATCHES": ("accept", "accept"),
}
"""Variables whose entries have a form, or choices of their own."""
SENSELESS = {
    "MLLP_TLS_SENDERS": ("RIS|X", "=RIS|X", "ris=RIS"),
    "MLLP_ALLOWED_HOSTS": ("ris.example", "10.0.0.0/40", "1,2"),
    "MLLP_ALLOWED_SENDERS": ("RIS", "RIS|X|Y"),
    "MLLP_ACKNOWLEDGEMENTS": ("AA", "RIS|X", "RIS|X=AE", "RIS=AA"),
    "MLLP_BATCHES": ("maybe",),
}
OPEN = {"OSTEON_HTTP_HOST": "0.0.0.0"}  # noqa: S104 - the address that must not be open by accident


def chosen(variable: str, environment: dict[str, str]):
    settings = settings_from(environment)
    section, part = VARIABLES[variable]
    return getattr(getattr(settings, section) if section else settings, part.name)


@pytest.mark.parametrize("variable", VARIABLES)
def test_variable_is_read_into_its_field(variable):
    part = VARIABLES[variable][1]
    text, value = VALUES.get(part.type, ("DEBUG", "DEBUG"))
    environment = TLS if variable.startswith("TLS") else MLLP_TLS if variable.startswith("MLLP_TLS") else {}
    environment = DICOM_TLS if variable.startswith("DICOM_TLS") else environment
    if "Path" in str(part.type):
        text, value = "/data/x", Path("/data/x")
    if part.type == tuple[str, ...]:
        text, value = "one, two", ("one", "two")
    if variable.endswith("_HOST"):
        text, value = "localhost", "localhost"
    if variable == "RABBITMQ_URL":
        text, value = "amqps://broker", "amqps://broker"
    text, value = FORMS.get(variable, (text, value))
    if variable == "MLLP_TLS_SENDERS":
        environment = environment | {"OSTEON_MLLP_TLS_CLIENTS": "/tls/ca.pem"}

    assert chosen(variable, environment | {f"OSTEON_{variable}": text}) == value


@pytest.mark.parametrize(("variable", "text"), [(name, text) for name, texts in SENSELESS.items() for text in texts])
def test_an_entry_without_sense_stops_the_service(variable, text):
    others = MLLP_TLS | {"OSTEON_MLLP_TLS_CLIENTS": "/tls/ca.pem"}
    with pytest.raises(SettingsError, match=f"OSTEON_{variable}"):
        settings_from({f"OSTEON_{variable}": text} | others)


def test_certificates_that_nobody_asks_for_speak_for_nobody():
    with pytest.raises(SettingsError, match="OSTEON_MLLP_TLS_SENDERS needs OSTEON_MLLP_TLS_CLIENTS"):
        settings_from(MLLP_TLS | {"OSTEON_MLLP_TLS_SENDERS": "ris=A|B"})


def test_every_field_can_be_set_by_a_variable():
    parts = [part for cls in (Settings, *SECTIONS.values()) for part in fields(cls)]

    assert [part.name for part in parts if not part.metadata] == list(SECTIONS)
    assert all(not is_dataclass(part.type) for part in parts if part.metadata)


def test_nothing_set_is_the_default_and_other_names_are_not_ours():
    assert settings_from({"PATH": "/bin", "osteon_home": "x", "MY_OSTEON_HOME": "x"}) == Settings()


@pytest.mark.parametrize("variable", VARIABLES)
def test_empty_value_is_the_same_as_none(variable):
    assert settings_from({f"OSTEON_{variable}": ""}) == Settings()


@pytest.mark.parametrize("name", ["OSTEON_HTTP_PROT", "OSTEON_", "OSTEON_http_port", "OSTEON_LIMITS", "OSTEON_HOME_"])
def test_unknown_name_stops_the_service(name):
    with pytest.raises(SettingsError, match=f"unknown setting: {name}"):
        settings_from({name: "1"})


def test_every_unknown_name_is_named():
    with pytest.raises(SettingsError, match="unknown setting: OSTEON_A, OSTEON_B"):
        settings_from({"OSTEON_B": "1", "OSTEON_A": ""})


@pytest.mark.parametrize(
    "variable", [name for name, (_, part) in VARIABLES.items() if part.type in {int, int | None, float}]
)
def test_number_has_to_be_finite_and_above_zero(variable):
    for text in ("0", "-1", "nan", "inf", "-inf", "1e999", "ten", " ", "1,5", "0x10"):
        with pytest.raises(SettingsError, match=f"OSTEON_{variable} must be a .*number above zero"):
            settings_from({f"OSTEON_{variable}": text})


@pytest.mark.parametrize(
    ("text", "value"), [("true", True), ("TRUE", True), ("1", True), ("false", False), ("0", False)]
)
def test_flag_is_true_or_false(text, value):
    assert settings_from({"OSTEON_TRUSTED_PROXY": text}).trusted_proxy is value


@pytest.mark.parametrize("text", ["yes", "no", "on", "2", " true"])
def test_other_words_are_no_flag(text):
    with pytest.raises(SettingsError, match="OSTEON_TRUSTED_PROXY must be true or false"):
        settings_from({"OSTEON_TRUSTED_PROXY": text})


def test_log_level_is_one_of_four():
    with pytest.raises(SettingsError, match="OSTEON_LOG_LEVEL must be one of DEBUG, INFO, WARNING, ERROR"):
        settings_from({"OSTEON_LOG_LEVEL": "verbose"})


@pytest.mark.parametrize(
    ("environment", "reason"),
    [
        (OPEN, "set OSTEON_TLS_CERTIFICATE and OSTEON_TLS_KEY, or OSTEON_TRUSTED_PROXY=true"),
        ({"OSTEON_HTTP_HOST": "::"}, "reachable from other machines"),
        ({"OSTEON_HTTP_HOST": "10.0.0.4"}, "reachable from other machines"),
        ({"OSTEON_HTTP_HOST": "example.org"}, "reachable from other machines"),
        (OPEN | TLS | {"OSTEON_AUTHENTICATION": "false"}, "only possible on a loopback address"),
        (OPEN | {"OSTEON_TRUSTED_PROXY": "1", "OSTEON_AUTHENTICATION": "0"}, "only possible on a loopback address"),
        ({"OSTEON_TLS_KEY": "/tls/key.pem"}, "belong together"),
        ({"OSTEON_TLS_CERTIFICATE": "/tls/chain.pem"}, "belong together"),
        (OPEN | {"OSTEON_TLS_KEY": "/tls/key.pem", "OSTEON_TRUSTED_PROXY": "true"}, "belong together"),
    ],
)
def test_combination_that_would_expose_patients_is_refused(environment, reason):
    with pytest.raises(SettingsError, match=reason):
        settings_from(environment)


@pytest.mark.parametrize(
    "environment",
    [
        OPEN | TLS,
        OPEN | {"OSTEON_TRUSTED_PROXY": "true"},
        {"OSTEON_AUTHENTICATION": "false"},
        {"OSTEON_HTTP_HOST": "::1"},
    ],
)
def test_protected_or_local_service_may_start(environment):
    assert isinstance(settings_from(environment), Settings)


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", True),
        ("127.8.0.1", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),  # noqa: S104 - as above
        ("::", False),
        ("192.168.0.1", False),
        ("localhost.example.org", False),
        ("127.0.0.1.example.org", False),
        ("", False),
    ],
)
def test_loopback_is_what_no_other_machine_reaches(host, expected):
    assert is_loopback(host) is expected


def test_database_is_sqlite_in_home_unless_a_url_is_given(tmp_path):
    at_home = settings_from({"OSTEON_HOME": str(tmp_path)})
    elsewhere = settings_from({"OSTEON_DATABASE_URL": "postgresql+psycopg://host/osteon"})

    assert at_home.database == f"sqlite:///{tmp_path}/osteon.db"
    assert elsewhere.database == "postgresql+psycopg://host/osteon"


@given(st.dictionaries(st.sampled_from([f"OSTEON_{name}" for name in VARIABLES]), st.text(max_size=6)))
def test_any_text_gives_settings_or_a_settings_error(environment):
    try:
        settings = settings_from(environment)
    except SettingsError:
        settings = Settings()

    assert is_loopback(settings.http_host) or settings.trusted_proxy or settings.tls_key
