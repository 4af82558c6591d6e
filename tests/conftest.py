"""Options every test may use, and the one broker of a run."""

import os

import pytest

from tests.rabbitmq import shared


def pytest_addoption(parser):
    parser.addoption(
        "--rewrite-golden",
        action="store_true",
        help="write the golden readings anew; review the diff before committing",
    )


@pytest.fixture(scope="session")
def rabbitmq_url(tmp_path_factory):
    """The URL of a broker; all processes of one run share it."""
    folder = tmp_path_factory.getbasetemp()
    with shared(folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder) as url:
        yield url
