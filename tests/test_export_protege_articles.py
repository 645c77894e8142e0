"""The package of the real article and of the invented one, opened as a reviewer opens it."""

import random
from pathlib import Path
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest

from kg.build import build
from kg.cli.boundary import run
from kg.errors import OntologyError
from kg.export.protege import CATALOG, GUIDE, TOP, Package, package
from kg.namespaces import (
    DATA,
    INFERRED_GRAPH,
    ONTOLOGY,
    OWL,
    RDF,
    RDFS,
    REFERENCE_GRAPH,
    SKOS,
    TERMS,
)
from kg.ontology.diff import compare
from kg.project import Project
from kg.store import read_quads
from kg.turtle import Statement
from tests.owlapi import hermit_entailments, owl_check
from tests.protege import dl_query, packaged, queries, save, without_network, written
from tests.roundtrip import Read, read_oxigraph
from tests.test_entailments import assertions

pytestmark = pytest.mark.slow

ROOTS = {
    "real": Path(__file__).parent.parent,
    "invented": Path(__file__).parent / "cases" / "invented",
}
TYPE = ox.NamedNode(RDF + "type")
ONTOLOGY_CLASS = ox.NamedNode(OWL + "Ontology")
INDIVIDUAL = ox.NamedNode(OWL + "NamedIndividual")
AXIOM = ox.NamedNode(OWL + "Axiom")


@pytest.fixture(scope="module", params=ROOTS)
def project(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Return a project, built into a folder of the test's own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KG_STORE", str(tmp_path_factory.mktemp("store")))
        found = Project.find(ROOTS[request.param])
    build(found)
    return found


@pytest.fixture(scope="module")
def made(project: Project) -> Package:
    return packaged(project)


@pytest.fixture
def folder(made: Package, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the package as a folder, on a machine without a network."""
    without_network(monkeypatch)
    return written(made, tmp_path / "review")


def graphs(made: Package) -> dict[str, Read]:
    return {n: read_oxigraph(data) for n, data in made.files.items() if n.endswith(".ttl")}


def own(project: Project) -> set[str]:
    """Return the names of the ontology's files."""
    return {path.name for path in project.ontology_modules()}


def header(read: Read) -> ox.NamedNode:
    (iri,) = (s.subject for s in read if s.predicate == TYPE and s.object == ONTOLOGY_CLASS)
    assert isinstance(iri, ox.NamedNode)
    return iri


def test_the_ontology_is_as_it_is(project: Project, made: Package) -> None:
    for path in project.ontology_modules():
        assert made.files[path.name] == path.read_bytes()


def test_every_import_is_found_in_the_folder(made: Package) -> None:
    read = graphs(made)
    entries = ElementTree.fromstring(made.files[CATALOG])  # noqa: S314 - our own
    found = {entry.attrib["name"]: entry.attrib["uri"] for entry in entries}
    assert len({entry.attrib["id"] for entry in entries}) == len(found)
    for name, graph in read.items():
        iri = header(graph)
        versions = {s.object.value for s in graph if s.predicate.value == OWL + "versionIRI"}
        assert {iri.value} | versions == {known for known, file in found.items() if file == name}
        for statement in graph:
            if statement.predicate.value == OWL + "imports":
                assert statement.subject == iri
                assert statement.object.value in found
    assert set(found.values()) == read.keys()


def test_the_top_file_leads_to_all_others(made: Package) -> None:
    read = graphs(made)
    files = {header(graph).value: name for name, graph in read.items()}
    reached: set[str] = set()
    waiting = [TOP]
    while waiting:
        name = waiting.pop()
        reached.add(name)
        imports = {s.object.value for s in read[name] if s.predicate.value == OWL + "imports"}
        waiting += {files[iri] for iri in imports} - reached
    assert reached == read.keys()


def test_the_same_graph_gives_the_same_bytes(project: Project, made: Package) -> None:
    quads = read_quads(project)
    random.Random(7).shuffle(quads)  # noqa: S311 - an order, not a secret
    schema = {p.name: p.read_bytes() for p in reversed(project.ontology_modules())}
    again = package(quads, schema)
    assert again == made
    assert list(again.files) == list(made.files)


def test_what_is_asserted_is_in_its_file_and_what_is_inferred_in_none(
    project: Project, made: Package
) -> None:
    data = {name: graph for name, graph in graphs(made).items() if name not in own(project)}
    expected: dict[str, set[Statement]] = {}
    inferred = set()
    for statement in (Statement.of(quad) for quad in read_quads(project)):
        if statement.graph == INFERRED_GRAPH:
            inferred.add(statement.triple())
        elif statement.graph not in ("", ONTOLOGY):
            source = statement.graph.partition("#")[0]
            expected.setdefault(source, set()).add(statement.triple())
    assert len(data) == len(expected) + 1
    for source, asserted in expected.items():
        if source == REFERENCE_GRAPH:
            name = "reference.ttl"
        else:
            name = source.removeprefix(DATA).replace("/v", "_v").replace("/", "_") + ".ttl"
        assert asserted <= data[name]
    assert inferred
    assert not inferred & set().union(*data.values())


def test_every_assertion_has_a_sentence(project: Project, made: Package) -> None:
    read = graphs(made)
    schema = set().union(*(read[name] for name in own(project)))
    kinds = {OWL + "ObjectProperty", OWL + "DatatypeProperty"}
    relations = {s.subject for s in schema if s.predicate == TYPE and s.object.value in kinds}
    counted = 0
    for name in read.keys() - own(project):
        graph = read[name]
        ontologies = {header(graph)}
        asserted = {
            s
            for s in graph
            if isinstance(s.subject, ox.NamedNode) and s.subject not in ontologies
            if s.predicate in relations
            or (s.predicate == TYPE and not s.object.value.startswith((OWL, RDFS)))
        }
        axioms = [s.subject for s in graph if s.object == AXIOM]
        said: dict[ox.NamedNode | ox.BlankNode, dict[str, list[ox.NamedNode | ox.Literal]]] = {
            axiom: {} for axiom in axioms
        }
        for statement in graph:
            if statement.subject in said and not isinstance(statement.object, ox.BlankNode):
                values = said[statement.subject].setdefault(statement.predicate.value, [])
                values.append(statement.object)
        annotated = set()
        for parts in said.values():
            (subject,) = parts[OWL + "annotatedSource"]
            (predicate,) = parts[OWL + "annotatedProperty"]
            (value,) = parts[OWL + "annotatedTarget"]
            assert isinstance(subject, ox.NamedNode)
            assert isinstance(predicate, ox.NamedNode)
            annotated.add(Statement(subject, predicate, value))
            sentences = parts[TERMS + "evidenceText"]
            assert all(isinstance(s, ox.Literal) and len(s.value) > 20 for s in sentences)
        assert annotated == asserted
        assert len(annotated) == len(axioms)
        counted += len(axioms)
        # Evidence is the only thing without a name.
        assert {s.subject for s in graph if isinstance(s.subject, ox.BlankNode)} == set(axioms)
        assert not [s for s in graph if isinstance(s.object, ox.BlankNode)]
    assert counted == made.assertions > 500


def test_everything_has_a_label_and_each_term_a_definition(made: Package) -> None:
    everything = set().union(*graphs(made).values())
    said = {(s.subject, s.predicate.value) for s in everything}
    individuals = {s.subject for s in everything if s.object == INDIVIDUAL}
    terms = {
        s.subject
        for s in everything
        if s.predicate == TYPE and s.object.value.startswith((OWL, RDFS))
        if s.subject.value.startswith(TERMS)
    }
    assert len(individuals) > 100
    assert len(terms) > 100
    assert [i for i in individuals if (i, RDFS + "label") not in said] == []
    assert [t for t in terms if (t, RDFS + "label") not in said] == []
    assert [t for t in terms if (t, SKOS + "definition") not in said] == []


def test_no_text_of_an_article_is_left_on_demand(project: Project, made: Package) -> None:
    bare = packaged(project, text=False)
    assert bare.files.keys() == made.files.keys()
    assert bare.withheld > 0
    assert bare.assertions < made.assertions
    said = " ".join(" ".join(data.decode() for data in bare.files.values()).casefold().split())
    for folder in project.article_folders():
        text = " ".join(folder.text.read_text(encoding="utf-8").casefold().split())
        assert not [text[i : i + 40] for i in range(len(text) - 39) if text[i : i + 40] in said]
    for name in sorted(own(project)):
        kept = read_oxigraph(bare.files[name])
        assert len(kept) <= len(read_oxigraph(made.files[name]))
        if len(kept) == len(read_oxigraph(made.files[name])):
            assert bare.files[name] == made.files[name]


@pytest.mark.java(compiler=True)
def test_the_owl_api_reads_each_file_without_a_network(folder: Path) -> None:
    for path, report in owl_check(sorted(folder.glob("*.ttl"))).items():
        assert report.unparsed == (), path.name
        assert report.violations == (), path.name
        assert report.refused == "", path.name
        assert report.consistent, path.name
        assert report.unsatisfiable == (), path.name


@pytest.mark.java(compiler=True)
@pytest.mark.parametrize("text", [True, False])
def test_the_package_passes_the_checklist(
    project: Project,
    tmp_path: Path,
    text: bool,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    without_network(monkeypatch)
    top = written(packaged(project, text=text), tmp_path) / TOP
    assert run(["--project", str(project.root), "ontology", "check", str(top)]) == 0
    assert capsys.readouterr().out.startswith("no findings in")


@pytest.mark.java(compiler=True)
def test_the_owl_api_reads_the_package_without_text(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_network(monkeypatch)
    top = written(packaged(project, text=False), tmp_path) / TOP
    report = owl_check([top])[top]
    assert (report.unparsed, report.violations, report.consistent) == ((), (), True)


@pytest.mark.java(compiler=True)
def test_an_import_that_the_catalogue_lacks_is_noticed(folder: Path) -> None:
    catalogue = folder / CATALOG
    lines = catalogue.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if "ontology/missions" not in line]
    assert len(kept) == len(lines) - 2
    catalogue.write_text("".join(kept), encoding="utf-8")
    with pytest.raises(OntologyError):
        owl_check([folder / TOP])


@pytest.mark.java(compiler=True)
def test_hermit_derives_from_the_package_what_the_build_inferred(
    project: Project, folder: Path
) -> None:
    derived = hermit_entailments(folder / TOP)
    ours = assertions(read_quads(project))
    assert sorted(derived - ours) == []
    assert sorted(ours - derived) == []


@pytest.mark.java(compiler=True)
def test_the_guide_promises_what_hermit_answers(made: Package, folder: Path) -> None:
    promised = queries(made.files[GUIDE])
    assert len(promised) >= 8
    answers = dl_query(folder / TOP, list(promised))
    assert dict(zip(promised, answers, strict=True)) == promised
    assert sum(map(bool, answers)) >= 6


@pytest.mark.java(compiler=True)
def test_what_is_saved_from_the_owl_api_says_the_same(
    project: Project, folder: Path, tmp_path: Path
) -> None:
    saved = tmp_path / "saved"
    saved.mkdir()
    save(folder / TOP, saved)
    for path in sorted(folder.glob("*.ttl")):
        for suffix in (".ttl", ".rdf"):
            changes = compare(path, (saved / path.name).with_suffix(suffix), project).terms
            # The OWL API declares a datatype that OWL 2 does not have.
            assert {term.term for term in changes} <= {"http://www.w3.org/2001/XMLSchema#date"}


def test_the_guide_names_what_the_files_say(project: Project, made: Package) -> None:
    guide = made.files[GUIDE].decode()
    for name in made.files.keys() - {GUIDE}:
        assert f"<code>{name}</code>" in guide
    assert "$" not in guide
    if project.root == ROOTS["real"]:
        query = "'party to' value 'joint statement of 9 November 2020 on Nagorno-Karabakh'"
        assert queries(made.files[GUIDE])[query] == ["Armenia", "Azerbaijan", "Russia"]
        plan = "Turkish peacekeepers in Nagorno-Karabakh (proposed)"
        assert queries(made.files[GUIDE])["'plan reportedly awaiting consent'"] == [plan]
