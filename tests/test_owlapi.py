"""The oracle sees what it is there to see, and a test that lacks it does not pass in silence."""

from pathlib import Path

import pytest

from kg.errors import OntologyError
from kg.hermit import find_java
from tests import conftest
from tests.owlapi import OwlReport, hermit_entailments, owl_check
from tests.reasoning import EXAMPLE, turtle

ONTOLOGY = f"<{EXAMPLE}> a owl:Ontology .\n"


@pytest.mark.java(compiler=True)
def test_each_file_gets_its_own_report(tmp_path: Path) -> None:
    texts = {
        "fine.ttl": ONTOLOGY + ":A rdfs:subClassOf :B .",
        "unparsed.ttl": ONTOLOGY + ":A owl:subclassOf :B .",
        "undeclared.ttl": ONTOLOGY + ":x :undeclared :y .",
        "empty.ttl": ONTOLOGY + ":A owl:disjointWith :B . :C rdfs:subClassOf :A, :B .",
        "clash.ttl": ONTOLOGY + ":A owl:disjointWith :B . :x a :A, :B .",
    }
    paths = [tmp_path / name for name in texts]
    for path in paths:
        path.write_text(turtle(texts[path.name]))
    reports = {path.name: report for path, report in owl_check(paths).items()}
    assert reports["fine.ttl"] == OwlReport((), (), consistent=True, unsatisfiable=())
    assert any("subclassOf" in triple for triple in reports["unparsed.ttl"].unparsed)
    assert any("undeclared" in found for found in reports["undeclared.ttl"].violations)
    assert reports["empty.ttl"].unsatisfiable == (EXAMPLE + "C",)
    assert not reports["clash.ttl"].consistent


@pytest.mark.java(compiler=True)
def test_imports_come_from_the_catalog_and_from_nowhere_else(tmp_path: Path) -> None:
    (tmp_path / "catalog-v001.xml").write_text(
        '<catalog xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog">'
        '<uri name="https://example.org/other" uri="other.ttl"/></catalog>'
    )
    other = "<https://example.org/other> a owl:Ontology . :A owl:disjointWith :B ."
    (tmp_path / "other.ttl").write_text(turtle(other))
    main = tmp_path / "main.ttl"
    main.write_text(
        turtle(ONTOLOGY + f"<{EXAMPLE}> owl:imports <https://example.org/other> . :x a :A, :B .")
    )
    assert not owl_check([main])[main].consistent
    main.write_text(turtle(ONTOLOGY + f"<{EXAMPLE}> owl:imports <https://example.org/third> ."))
    with pytest.raises(OntologyError, match=r"cannot read main\.ttl"):
        owl_check([main])


@pytest.mark.java(compiler=True)
def test_entailments_are_asked_of_hermit() -> None:
    found = hermit_entailments(turtle(":A rdfs:subClassOf :B . :x a :A ; :p :y ."))
    names = {tuple(part.removeprefix(EXAMPLE) for part in (s, o)) for s, _, o in found}
    assert names == {("x", "A"), ("x", "B"), ("x", "y")}


@pytest.mark.java(compiler=True)
def test_of_a_contradiction_nothing_is_asked() -> None:
    with pytest.raises(ValueError, match="inconsistent"):
        hermit_entailments(turtle(":A owl:disjointWith :B . :x a :A, :B ."))


@pytest.mark.parametrize(
    ("ci", "outcome"), [("true", pytest.fail.Exception), ("", pytest.skip.Exception)]
)
def test_without_java_a_test_is_skipped_but_fails_in_ci(
    ci: str,
    outcome: type[BaseException],
    request: pytest.FixtureRequest,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    request.node.add_marker(pytest.mark.java)
    monkeypatch.setenv("CI", ci)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(outcome, match="there is no Java in JAVA_HOME"):
        conftest.pytest_runtest_setup(request.node)


@pytest.mark.java
def test_without_a_compiler_only_tests_that_need_one_are_skipped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    java = find_java()
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "java").symlink_to(java)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path))
    assert conftest.missing_java(compiler=False) == ""
    assert "javac" in conftest.missing_java(compiler=True)
