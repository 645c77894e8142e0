"""HermiT finds what is wrong with an ontology, and its absence is an error with a remedy."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, Triple

from kg import hermit
from kg.errors import OntologyError, ReasonerUnavailable
from kg.hermit import Verdict, check_consistency, find_jar, find_java, java_command
from kg.namespaces import OWL
from tests.reasoning import EXAMPLE, quads

CONTRADICTION = ":A owl:disjointWith :B . :C rdfs:subClassOf :A, :B ."

FakeJava = Callable[[str], Path]


@pytest.fixture
def fake_java(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakeJava:
    """Return a function that puts a Java made of Python code in place; ``argv`` is its command."""

    def install(code: str) -> Path:
        java = tmp_path / "bin" / "java"
        java.parent.mkdir()
        java.write_text(f"#!{sys.executable}\nfrom sys import argv, exit, stderr\n{code}\n")
        java.chmod(0o755)
        monkeypatch.setenv("JAVA_HOME", str(tmp_path))
        return java

    return install


@pytest.mark.java
def test_an_ontology_without_contradiction_is_consistent() -> None:
    given = quads(":A rdfs:subClassOf :B . :x a :A .")
    assert check_consistency(given) == Verdict(consistent=True, unsatisfiable=())


@pytest.mark.java
def test_a_class_that_nothing_can_belong_to_is_found() -> None:
    assert check_consistency(quads(CONTRADICTION)).unsatisfiable == (EXAMPLE + "C",)


@pytest.mark.java
def test_an_individual_of_such_a_class_is_a_contradiction_across_graphs() -> None:
    graph = NamedNode(EXAMPLE + "graph")
    given: list[Triple | Quad] = [
        *(quad.triple for quad in quads(CONTRADICTION)),
        *(Quad(quad.subject, quad.predicate, quad.object, graph) for quad in quads(":x a :C .")),
    ]
    assert check_consistency(given) == Verdict(consistent=False, unsatisfiable=())


@pytest.mark.java
def test_dates_are_ignored() -> None:
    given = quads(':d rdfs:range xsd:date . :x :d "2020-11-12"^^xsd:date .')
    assert check_consistency(given).consistent


@pytest.mark.java
def test_what_hermit_refuses_is_an_error_of_the_ontology() -> None:
    given = quads(
        """:p a owl:TransitiveProperty . :A rdfs:subClassOf
        [ a owl:Restriction ; owl:onProperty :p ; owl:maxCardinality 1 ] . :x a :A ; :p :y ."""
    )
    with pytest.raises(OntologyError, match="HermiT refuses") as caught:
        check_consistency(given)
    assert "Non-simple property" in caught.value.why


def test_imports_are_left_out_and_nothing_is_said_twice(fake_java: FakeJava) -> None:
    fake_java(
        "from urllib.request import urlopen\n"
        "lines = urlopen(argv[-1]).read().decode().splitlines()\n"
        "print('http://www.w3.org/2002/07/owl#Thing is satisfiable.')\n"
        "print(*(f'\\t{line.split()[2][1:-1]}' for line in lines), sep='\\n')"
    )
    given = quads(":x :p :y . <https://example.org/> owl:imports <https://example.org/other> .")
    written = check_consistency([*given, *given]).unsatisfiable
    assert EXAMPLE + "y" in written
    assert EXAMPLE + "other" not in written
    assert written.count(EXAMPLE + "y") == 1


def test_what_is_equivalent_to_nothing_is_reported_without_nothing(fake_java: FakeJava) -> None:
    fake_java(
        f"print('{OWL}Thing is satisfiable.\\nClasses equivalent to {OWL}Nothing:')\n"
        f"print('\\t{OWL}Nothing\\n\\turn:b\\n\\turn:a')"
    )
    assert check_consistency([]).unsatisfiable == ("urn:a", "urn:b")


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("print('It all went pear-shaped\\nmore')", "It all went pear-shaped"),
        ("print('out of memory', file=stderr); exit(1)", "out of memory"),
        ("exit(7)", "it ended with exit code 7"),
    ],
)
def test_a_failing_hermit_is_heard(code: str, why: str, fake_java: FakeJava) -> None:
    fake_java(code)
    with pytest.raises(OntologyError) as caught:
        check_consistency([])
    assert caught.value.why == why


def test_java_is_started_for_a_short_run_and_with_the_jar_last(fake_java: FakeJava) -> None:
    java = fake_java("")
    command = java_command("before.jar")
    assert command[0] == str(java)
    assert {"-Xmx1g", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"} <= set(command)
    assert command[-2:] == ["-cp", f"before.jar{os.pathsep}{find_jar()}"]


def test_java_is_started_in_one_place_only() -> None:
    root = Path(__file__).parent.parent
    starts = [
        path.relative_to(root).as_posix()
        for folder in ("kg", "tests", "benchmarks")
        for path in sorted((root / folder).rglob("*.py"))
        if '"-cp"' in path.read_text(encoding="utf-8") and path != Path(__file__)
    ]
    assert starts == ["kg/hermit.py"]


def test_java_home_comes_before_the_path(fake_java: FakeJava) -> None:
    java = fake_java("")
    assert find_java() == java


@pytest.mark.parametrize("home", [None, "/nowhere"])
def test_a_missing_java_is_an_error_with_a_remedy(
    home: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    if home:
        monkeypatch.setenv("JAVA_HOME", home)
    with pytest.raises(ReasonerUnavailable) as caught:
        check_consistency([])
    assert (home or "on the path") in caught.value.what
    assert "install a Java runtime" in caught.value.fix


def test_the_jar_is_found_without_importing_owlready2() -> None:
    assert find_jar().name == "HermiT.jar"
    assert "owlready2" not in vars(hermit)


def test_a_missing_jar_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hermit, "find_spec", lambda _: None)
    with pytest.raises(ReasonerUnavailable, match=r"there is no HermiT\.jar"):
        find_jar()


def test_an_owlready2_without_its_jar_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    class Spec:
        submodule_search_locations = ("/nowhere",)

    monkeypatch.setattr(hermit, "find_spec", lambda _: Spec)
    with pytest.raises(ReasonerUnavailable, match=r"there is no HermiT\.jar"):
        find_jar()
