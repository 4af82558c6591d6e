"""The import arrows of docs/architecture.md, read from the syntax trees."""

import ast
import subprocess
import sys

import pytest
from tree import PACKAGES, ROOT, python_files, syntax

MAY_IMPORT = {
    "dxa": set(),
    "parsers": {"dxa"},
    "assess": {"dxa"},
    "store": {"dxa"},
    "deliver": {"dxa", "store"},
    "ingest": {"dxa", "parsers", "assess", "store"},
    "api": {"dxa", "parsers", "assess", "store", "deliver", "ingest"},
    # The truth of a synthetic document is written without knowing its readers.
    "fixtures": {"dxa"},
}
HOMES = {
    "marshmallow": {"dxa"},
    # The doors and ways out of DICOM speak of objects in pydicom's terms; only parsers reads what they say.
    "pydicom": {"parsers", "deliver", "ingest"},
    "hl7apy": {"parsers", "deliver"},
    "pdfplumber": {"parsers"},
    "pdfminer": {"parsers"},
    "pypdfium2": {"parsers"},
    "PIL": {"parsers"},
    "defusedxml": {"parsers"},
    "sqlalchemy": {"store"},
    "alembic": {"store"},
    "psycopg": {"store"},
    "highdicom": {"deliver", "fixtures"},
    "fhir": {"deliver"},
    "pika": {"deliver", "ingest"},
    "pynetdicom": {"deliver", "ingest"},
    "watchfiles": {"ingest"},
    "flask": {"api"},
    "flask_smorest": {"api"},
    "apispec": {"api"},
    "werkzeug": {"api"},
    "jinja2": {"api"},
    "markupsafe": {"api"},
    "itsdangerous": {"api"},
    "gunicorn": {"api"},
    "click": {"api"},
    "structlog": {"api"},
    "prometheus_client": {"api"},
    "authlib": {"api"},
    "opentelemetry": {"api"},
    "pyarrow": {"api"},
    "reportlab": {"fixtures"},
}
"""Where a third-party library may be imported; synthetic documents are built with the libraries that read them."""

BUILDS_DOCUMENTS = {"pydicom", "PIL", "pypdfium2"}
SOURCES = python_files(*MAY_IMPORT)


def imports(name: str) -> list[tuple[int, str]]:
    """Return line and dotted name of every import of a file; a relative one begins with a dot."""
    found = []
    for node in ast.walk(syntax(name)):
        if isinstance(node, ast.Import):
            found += [(node.lineno, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            found.append((node.lineno, "." * node.level + (node.module or "")))
    return found


def fault(package: str, module: str) -> str | None:
    """Return why a package may not import a module, or None if it may."""
    top = module.split(".", maxsplit=1)[0]
    if module.startswith("."):
        return "relative import"
    if top in MAY_IMPORT:
        return None if top == package or top in MAY_IMPORT[package] else f"{package} may not import {top}"
    if top in sys.stdlib_module_names:
        return None
    if top not in HOMES:
        return f"{top} has no home in the table"
    at_home = package in HOMES[top] or (package == "fixtures" and top in BUILDS_DOCUMENTS)
    return None if at_home else f"{top} does not live in {package}"


def test_every_import_follows_an_arrow_of_the_table():
    faults = [
        f"{name}:{line} {reason}"
        for name in SOURCES
        for line, module in imports(name)
        if (reason := fault(name.split("/")[0], module))
    ]

    assert faults == []


@pytest.mark.parametrize(
    ("package", "module", "reason"),
    [
        ("dxa", "parsers.registry", "dxa may not import parsers"),
        ("parsers", "assess", "parsers may not import assess"),
        ("assess", "parsers.numbers", "assess may not import parsers"),
        ("store", "ingest.pipeline", "store may not import ingest"),
        ("ingest", "api", "ingest may not import api"),
        ("ingest", "fixtures.truth", "ingest may not import fixtures"),
        ("api", "fixtures.truth", "api may not import fixtures"),
        ("parsers", "flask", "flask does not live in parsers"),
        ("api", "pydicom", "pydicom does not live in api"),
        ("api", "requests", "requests has no home in the table"),
        ("dxa", ".report", "relative import"),
        ("parsers", "dxa.report", None),
        ("api", "deliver.outbox", None),
        ("dxa", "json", None),
    ],
)
def test_table_refuses_what_it_does_not_allow(package, module, reason):
    assert fault(package, module) == reason


def test_every_package_of_the_project_stands_in_the_table():
    present = {name.split("/")[0] for name in python_files(*PACKAGES)}

    assert {"dxa", "parsers", "assess", "store", "ingest", "api"} <= present <= set(MAY_IMPORT)


def test_environment_is_read_in_one_place():
    readers = {
        name
        for name in python_files(*PACKAGES)
        for node in ast.walk(syntax(name))
        if (isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "os")
        and node.attr in {"environ", "environb", "getenv", "getenvb", "putenv"}
    }
    named = {
        name
        for name in python_files(*PACKAGES)
        for node in ast.walk(syntax(name))
        if isinstance(node, ast.ImportFrom) and node.module == "os"
        if {alias.name for alias in node.names} & {"environ", "environb", "getenv"}
    }

    assert readers | named == {"api/cli.py"}


IMPORT_EVERYTHING = """
import importlib, pkgutil, sys, threading
for top in sys.argv[1:]:
    package = importlib.import_module(top)
    for module in pkgutil.walk_packages(package.__path__, f"{top}."):
        if not module.name.endswith((".__main__", ".env")) and ".versions." not in module.name:
            importlib.import_module(module.name)
print([thread.name for thread in threading.enumerate()])
"""


@pytest.mark.slow
def test_importing_everything_starts_nothing_and_writes_nothing(tmp_path):
    tops = [package for package in PACKAGES if (ROOT / package).is_dir()]
    done = subprocess.run(
        [sys.executable, "-c", IMPORT_EVERYTHING, *tops], cwd=tmp_path, capture_output=True, text=True, check=False
    )

    assert (done.stderr, done.stdout) == ("", "['MainThread']\n")
    assert list(tmp_path.iterdir()) == []
