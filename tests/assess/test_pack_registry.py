"""The folders are the registry, and two files never hold the same thing."""

import pytest

import assess.registry
from assess.registry import all_checks, all_guidelines


def test_editions_and_checks_are_listed_in_order():
    ids = [pack.id for pack in all_guidelines()]
    checks = [(check.id, check.code) for check in all_checks()]

    assert (ids, checks) == (sorted(ids), sorted(checks))
    assert {"who-1994", "iscd-adult-2023"} <= set(ids)
    assert ("M08", "BOUNDARY_T_EQUALS_THRESHOLD") in checks


@pytest.mark.parametrize(
    ("listing", "message"), [(all_guidelines, "the same pack"), (all_checks, "the same check")], ids=["packs", "checks"]
)
def test_the_same_thing_twice_is_refused(listing, message, monkeypatch):
    monkeypatch.setattr(assess.registry, "_constants", lambda *_: listing() * 2)

    with pytest.raises(ValueError, match=message):
        listing.__wrapped__()
