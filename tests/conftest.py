"""What all tests share: tests that need Java say so, and are skipped aloud where there is none.

A test marked ``java`` needs a runtime; ``java(compiler=True)`` needs a compiler as well. In CI,
where nobody reads the reasons of skips, a skip is a failure.
"""

import os
import shutil

import hypothesis
import pytest

from kg.errors import ReasonerUnavailable
from kg.hermit import find_jar, find_java

# A slow machine is no failure.
hypothesis.settings.register_profile("accord", deadline=None)
hypothesis.settings.load_profile("accord")


def missing_java(*, compiler: bool) -> str:
    """Return what is missing to run Java tests, or nothing."""
    try:
        find_java()
        find_jar()
    except ReasonerUnavailable as error:
        return error.what
    if compiler and shutil.which("javac") is None:
        return "there is no Java compiler (javac) on the path"
    return ""


def pytest_runtest_setup(item: pytest.Item) -> None:
    marker = item.get_closest_marker("java")
    if marker is None:
        return
    missing = missing_java(compiler=marker.kwargs.get("compiler", False))
    if missing and os.environ.get("CI") == "true":
        pytest.fail(f"in CI this test must run, but {missing}", pytrace=False)
    if missing:
        pytest.skip(missing)
