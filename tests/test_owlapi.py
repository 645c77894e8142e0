"""The oracle sees what it is there to see, and a test that lacks it does not pass in silence."""

import subprocess
from pathlib import Path
from typing import Final

import pytest

from kg.errors import OntologyError
from kg.hermit import find_java
from kg.namespaces import DCTERMS
from kg.ontology import owlapi
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
    assert any("subclassOf" in told.text for told in reports["unparsed.ttl"].unparsed)
    assert any("undeclared" in told.text for told in reports["undeclared.ttl"].violations)
    assert reports["empty.ttl"].unsatisfiable == (EXAMPLE + "C",)
    assert not reports["clash.ttl"].consistent


LEFT_OVER: Final = f"""
:a <{DCTERMS}source> :b . <{EXAMPLE}> <{DCTERMS}license> :b .
<{DCTERMS}source> a owl:AnnotationProperty . <{DCTERMS}license> a owl:AnnotationProperty .
:a a owl:NamedIndividual . :b a owl:NamedIndividual .
[] a owl:AllDifferent ; owl:distinctMembers ( :a :b ) .
"""


@pytest.mark.java(compiler=True)
def test_what_it_reads_is_not_lost_although_its_parser_has_it_left_over(tmp_path: Path) -> None:
    paths = [tmp_path / "fine.ttl", tmp_path / "typo.ttl"]
    paths[0].write_text(turtle(ONTOLOGY + LEFT_OVER))
    paths[1].write_text(turtle(ONTOLOGY + LEFT_OVER.replace("distinctMembers", "distinctMember")))
    fine, typo = owl_check(paths).values()
    assert fine.unparsed == ()
    assert len(typo.unparsed) == 2
    assert {told.path for told in typo.unparsed} == {paths[1]}
    assert all(told.text.startswith("[] <") for told in typo.unparsed)
    assert "AllDifferent" in typo.unparsed[0].text
    assert "distinctMember" in typo.unparsed[1].text


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
    with pytest.raises(OntologyError, match=r"cannot read .*main\.ttl") as caught:
        owl_check([main])
    assert caught.value.why.count("Could not load imported ontology") == 1


UNREADABLE: Final = ONTOLOGY + "\n:A rdfs:label 'Protégé reads this, OWL API 3.4 does not' ."


@pytest.mark.java(compiler=True)
def test_what_it_cannot_read_is_told_in_a_line_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "a b.ttl"
    path.write_text(turtle(UNREADABLE), encoding="utf-8")
    with pytest.raises(OntologyError) as caught:
        owl_check([path])
    assert caught.value.what == f"the OWL API cannot read {path}"
    assert caught.value.at is not None
    assert caught.value.at.line == len(turtle(UNREADABLE).splitlines())
    assert caught.value.why.startswith("its parser of Turtle says: Encountered ")
    assert len(caught.value.why) < 100


@pytest.mark.java(compiler=True)
def test_of_rdfxml_too(tmp_path: Path) -> None:
    path = tmp_path / "main.owl"
    path.write_text('<?xml version="1.0"?>\n<rdf:RDF>\n</rdf:RDF>', encoding="utf-8")
    with pytest.raises(OntologyError) as caught:
        owl_check([path])
    assert str(caught.value.at) == f"{path}:2:10"
    assert caught.value.why.startswith("its parser of RDF/XML says: The prefix")
    assert "\n" not in caught.value.why


@pytest.mark.parametrize("begin", ["Ontology(<http://e/x>)", None])
def test_what_no_parser_says_is_not_said_to_be_of_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, begin: str | None
) -> None:
    path = tmp_path / "x.ofn"
    if begin is not None:
        path.write_text(begin)

    def printing(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        line = f"0\tunreadable\t{path.as_uri()}\t\tit is too long\n"
        return subprocess.CompletedProcess(command, 0, stdout=line, stderr="")

    monkeypatch.setattr(owlapi, "find_jdk", lambda: path)
    monkeypatch.setattr(owlapi, "java_command", lambda: ["java"])
    monkeypatch.setattr(subprocess, "run", printing)
    with pytest.raises(OntologyError) as caught:
        owl_check([path])
    assert caught.value.why == "it is too long"


@pytest.mark.java(compiler=True)
def test_an_import_that_it_cannot_read_is_the_one_that_is_told(tmp_path: Path) -> None:
    (tmp_path / "catalog-v001.xml").write_text(
        '<catalog xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog">'
        '<uri name="https://example.org/other" uri="other.ttl"/></catalog>'
    )
    (tmp_path / "other.ttl").write_text(turtle(UNREADABLE))
    main = tmp_path / "main.ttl"
    main.write_text(turtle(ONTOLOGY + f"<{EXAMPLE}> owl:imports <https://example.org/other> ."))
    with pytest.raises(OntologyError, match=r"cannot read .*other\.ttl"):
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
