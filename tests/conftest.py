"""Options every test may use."""


def pytest_addoption(parser):
    parser.addoption(
        "--rewrite-golden",
        action="store_true",
        help="write the golden readings anew; review the diff before committing",
    )
