"""The rooms within the three largest packages, and that each leans only on those before it."""

import pytest
from test_layers import imports
from tree import python_files

ROOMS = {
    "parsers.narrative": ("language", "sites", "text", "examinations", "numbers", "tables", "clinical", "claims"),
    "parsers.pdf": (
        "text", "engines", "file", "examination", "headings", "layouts", "naming", "tables", "shapes", "letters",
        "checks", "values",
    ),
    "assess": (
        "expressions", "values", "case", "checking", "over_time", "terms", "rules", "guidelines", "checks", "drafting",
    ),
}  # fmt: skip
"""In the order of docs/architecture.md; what stands beside the rooms puts them together and may import all."""
AT_THE_END = "drafting"
"""A draft is composed of everything assess has, the registry and the catalogue of messages among it."""


def room_of(package: str, module: str) -> str | None:
    """Return the room of a dotted module name, or None for one that stands in no room of this package."""
    inside = module.removeprefix(package + ".").split(".")[0] if module.startswith(package + ".") else ""
    return inside if inside in ROOMS[package] else None


def climbs(package: str, room: str, module: str) -> bool:
    """Whether a module of a room may not import another module of its package."""
    if not module.startswith(package + ".") or room == AT_THE_END:
        return False
    other, order = room_of(package, module), ROOMS[package]
    return other is None or order.index(other) > order.index(room)


@pytest.mark.parametrize("package", ROOMS)
def test_rooms_lean_on_rooms_before_them(package):
    folder = package.replace(".", "/") + "/"
    found = [
        f"{name}:{line} {module}"
        for name in python_files(package.split(".")[0])
        if (room := room_of(package, name.removesuffix(".py").replace("/", "."))) and name.startswith(folder)
        for line, module in imports(name)
        if climbs(package, room, module)
    ]

    assert found == []


@pytest.mark.parametrize(
    ("package", "room", "module", "expected"),
    [
        ("assess", "values", "assess.expressions.logic", False),
        ("assess", "values", "assess.values.spine", False),
        ("assess", "values", "assess.rules.rule", True),
        ("assess", "values", "assess.engine", True),
        ("assess", "drafting", "assess.messages", False),
        ("assess", "values", "dxa.report", False),
        ("parsers.narrative", "language", "parsers.narrative.numbers.binding", True),
        ("parsers.narrative", "numbers", "parsers.narrative.language.tokens", False),
        ("parsers.narrative", "numbers", "parsers.numbers", False),
    ],
)
def test_order_refuses_what_leans_forward(package, room, module, expected):
    assert climbs(package, room, module) is expected


@pytest.mark.parametrize("package", ROOMS)
def test_every_folder_is_a_room(package):
    folder = package.replace(".", "/") + "/"
    present = {
        name.removeprefix(folder).split("/")[0]
        for name in python_files(package.split(".")[0])
        if name.startswith(folder) and "/" in name.removeprefix(folder)
    }

    assert present == set(ROOMS[package])
