"""The budgets of CONTRIBUTING.md and what may not stand in any file."""

import ast
import re

import pytest
from tree import PACKAGES, files, python_files, syntax, text

LONGEST_FUNCTION = 60
LONGEST_MODULE = 400
LONGEST_TEST = 30
LONGEST_TEST_MODULE = 500
BROAD_EXCEPTS = {
    "deliver/deliverer.py": 1,  # a part that fails ends the process, and its error is logged without its text
    "deliver/lane.py": 1,  # a defect in a form or a sender costs one telling, not the lane
    "ingest/channels/dicom/commitment.py": 1,  # whatever a request raises while it is decoded is answered by us
    "ingest/channels/dicom/receiving.py": 1,  # a malformed message ends its association and leaks no thread
    "ingest/channels/dicom/storing.py": 1,  # a defect is answered as one and never as acceptance
    "ingest/channels/mllp/listener.py": 1,  # a failure nobody foresaw is answered too, and never with acceptance
    "ingest/attempts.py": 1,  # a defect in reading or judging costs one document, not its worker
    "store/writer.py": 2,  # an error goes to the caller who waits, and the thread that writes lives on
}
"""How many handlers of every exception a module may hold; one that only tidies up and raises again does not count."""

CODE = python_files(*PACKAGES, "fixtures", "benchmarks", "docs")
TESTS = python_files("tests")


def functions(name: str) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    return [node for node in ast.walk(syntax(name)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def length(name: str) -> int:
    return (text(name) or "").count("\n")


def test_no_function_is_longer_than_its_budget():
    assert [
        f"{name}:{f.lineno} {f.name}" for name in CODE for f in functions(name) if lines(f) > LONGEST_FUNCTION
    ] == []


def test_no_test_is_longer_than_its_budget():
    tests = [(name, f) for name in TESTS for f in functions(name) if f.name.startswith("test_")]

    assert [f"{name}:{f.lineno} {f.name} ({lines(f)})" for name, f in tests if lines(f) > LONGEST_TEST] == []


def test_no_module_is_longer_than_its_budget():
    assert [name for name in CODE if length(name) > LONGEST_MODULE] == []
    assert [name for name in TESTS if length(name) > LONGEST_TEST_MODULE] == []


def test_test_files_have_names_of_their_own():
    names = [name.split("/")[-1] for name in TESTS if name.split("/")[-1].startswith("test_")]

    assert sorted(set(names)) == sorted(names)


def test_every_module_says_what_it_is_for():
    modules = [name for name in CODE if not name.endswith("__init__.py")]

    assert [name for name in modules if not ast.get_docstring(syntax(name))] == []


def catches_everything(handler: ast.ExceptHandler) -> bool:
    last = handler.body[-1]
    if isinstance(last, ast.Raise) and last.exc is None:
        return False
    if handler.type is None:
        return True
    caught = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(isinstance(part, ast.Name) and part.id in {"Exception", "BaseException"} for part in caught)


def test_broad_excepts_stand_only_where_they_are_listed():
    broad: dict[str, int] = {}
    for name in python_files(*PACKAGES):
        count = sum(isinstance(n, ast.ExceptHandler) and catches_everything(n) for n in ast.walk(syntax(name)))
        if count:
            broad[name] = count

    assert broad == BROAD_EXCEPTS


def test_noqa_and_type_ignore_name_what_they_silence():
    bare = re.compile(r"#\s*(noqa(?!: [A-Z]+[0-9]+(, ?[A-Z]+[0-9]+)* - \S)|type:\s*ignore(?!\[))")
    silenced = [
        f"{name}:{number}"
        for name in CODE
        for number, line in enumerate((text(name) or "").split("\n"), start=1)
        if bare.search(line)
    ]

    assert silenced == []


FORBIDDEN = {
    "a path of one machine": r"/(work|root|home/[a-z]+|Users)/|/opt/(wheels|pypi)",
    "a package registry": r"(?i)\bpypi\.org|pythonhosted\.org|npmjs\.(org|com)|jfrog",
    "work left open": r"\b(TODO|FIXME|XXX)\b",
    "a conflict marker": r"^(<{7}|>{7})( |$)",
    "a private key": r"BEGIN [A-Z ]*PRIVATE KEY",
}
HERE = "tests/project/test_style.py"


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_holds(what):
    pattern = re.compile(FORBIDDEN[what], re.MULTILINE)
    places = [
        f"{name}:{content.count(chr(10), 0, found.start()) + 1}"
        for name in files()
        if name != HERE and (content := text(name)) is not None
        for found in pattern.finditer(content)
    ]

    assert places == []


@pytest.mark.parametrize(
    ("what", "line"),
    [
        ("a path of one machine", "open('/home/jane/x')"),
        ("a package registry", "https://pypi.org/simple"),
        ("work left open", "# TODO: later"),
        ("a conflict marker", "<<<<<<< HEAD"),
    ],
)
def test_forbidden_things_are_recognised(what, line):
    assert re.search(FORBIDDEN[what], line, re.MULTILINE)
