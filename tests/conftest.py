"""Options of the suite: floors are raised on request, and lowered only when that is said too."""

from __future__ import annotations


def pytest_addoption(parser):
    parser.addoption(
        "--set-floors", action="store_true", help="write the measured figures to tests/floors.json where they are higher"
    )
    parser.addoption("--lower-floors", action="store_true", help="with --set-floors: write lower figures too")
