"""What is made quickly is what the class itself makes."""

from dataclasses import FrozenInstanceError, dataclass, field, fields

import pytest

from dxa.assessment import CheckResult, Citation, Evidence, Finding, Reason
from dxa.making import altering, quickly, quickly_with

CITE = Citation(title="A source", year=2020, locator="Table 1", evidence=Evidence.SEEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Checked:
    part: int

    def __post_init__(self) -> None:
        raise ValueError(self.part)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Listed:
    parts: list[int] = field(default_factory=list)


def values(cls):
    return {part.name: f"a {part.name}" for part in fields(cls)}


@pytest.mark.parametrize("cls", [CheckResult, Finding, Reason])
def test_it_is_equal_of_the_same_class_and_frozen(cls):
    made = quickly(cls)(**values(cls))

    assert (cls, cls(**values(cls))) == (type(made), made)
    assert hash(cls(**values(cls))) == hash(made)
    with pytest.raises(FrozenInstanceError):
        setattr(made, fields(cls)[0].name, "other")


def test_parts_left_out_have_the_defaults_of_the_class():
    given = {"rule": "a.b", "pack": "a", "outcome": "met", "says": "Says.", "citation": CITE}

    assert Finding(**given) == quickly(Finding)(**given)
    with pytest.raises(TypeError):
        quickly(Finding)(rule="a.b")


def test_fixed_parts_are_those_and_cannot_be_given_again():
    make = quickly_with(Reason, term="age", operator="<")

    assert Reason(**values(Reason) | {"term": "age", "operator": "<"}) == make(
        **{name: value for name, value in values(Reason).items() if name not in {"term", "operator"}}
    )
    with pytest.raises(TypeError):
        make(term="sex", value=None, threshold=None, verdict="true")


def test_an_altered_one_differs_in_that_part_alone():
    old = Finding(**values(Finding))

    assert Finding(**values(Finding) | {"conflicts_with": ("b",)}) == altering(Finding, "conflicts_with")(old, ("b",))
    assert Finding(**values(Finding)) == old


@pytest.mark.parametrize(
    "make",
    [
        lambda: quickly(_Checked),
        lambda: quickly(_Listed),
        lambda: quickly_with(Reason, nothing=1),
        lambda: altering(Reason, "nothing"),
    ],
)
def test_what_it_cannot_make_is_refused_at_once(make):
    with pytest.raises(TypeError):
        make()
