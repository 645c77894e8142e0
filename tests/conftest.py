"""What all tests share: the graphs of the two articles, and what becomes of tests that need Java.

A test marked ``java`` needs a runtime; ``java(compiler=True)`` needs a compiler as well. In CI,
where nobody reads the reasons of skips, a skip is a failure.
"""

import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from pyoxigraph import NamedNode, Quad

from kg.build.stages import compile_article, read_background
from kg.errors import ReasonerUnavailable
from kg.hermit import find_jar, find_java
from kg.namespaces import INFERRED_GRAPH
from kg.project import Project
from kg.reason import infer
from tests.serving import Server, copied_project, serving

# A shell lets what it starts in the background ignore SIGINT, and so would the processes that tests
# start and then interrupt: they would be waited for without end.
signal.signal(signal.SIGINT, signal.default_int_handler)

# A slow machine is no failure, and CI judges a change by the same examples each time; new ones are
# looked for at every run elsewhere.
# `HYPOTHESIS_PROFILE=thorough make test` looks ten times as long.
hypothesis.settings.register_profile(
    "accord", deadline=None, max_examples=30, derandomize=os.environ.get("CI") == "true"
)
hypothesis.settings.register_profile("thorough", deadline=None, max_examples=300)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "accord"))


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


def graph_of(root: Path, article: str) -> tuple[Quad, ...]:
    """Return the graph of one article of a project: what is asserted, then what is inferred."""
    project = Project.find(root)
    background = read_background(project)
    (folder,) = (folder for folder in project.article_folders() if folder.id == article)
    asserted = (*background.quads, *compile_article(folder, background).quads)
    graph = NamedNode(INFERRED_GRAPH)
    inferred = (Quad(t.subject, t.predicate, t.object, graph) for t in infer(asserted))
    return (*asserted, *inferred)


@pytest.fixture(scope="session")
def tass_quads() -> tuple[Quad, ...]:
    """The graph of the first article."""
    return graph_of(Path(__file__).parent.parent, "tass/2020-11-12-turkish-peacekeepers")


@pytest.fixture(scope="session")
def invented_quads() -> tuple[Quad, ...]:
    """The graph of the second article, which is invented."""
    return graph_of(
        Path(__file__).parent / "cases" / "invented",
        "straits-wire/2024-05-17-ilmedane-ceasefire",
    )


@pytest.fixture(scope="session")
def served_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the repository's project with its graph; no test changes it."""
    return copied_project(tmp_path_factory.mktemp("served") / "project")


@pytest.fixture
def in_served_project(served_project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """That project, as the current folder."""
    monkeypatch.delenv("KG_STORE", raising=False)
    monkeypatch.chdir(served_project)
    return served_project


@pytest.fixture(scope="session")
def server(served_project: Path) -> Iterator[Server]:
    """A server of that project, with the settings that it has by default; no test ends it."""
    with serving(served_project) as started:
        yield started
