"""The JSON-LD reading of an annotation says what the compiler says, to two JSON-LD processors."""

import json
import shutil
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

from kg.annotation import Annotation, read_annotation
from kg.authoring.jsonld import context, document
from kg.compile import compile_annotation
from kg.errors import OntologyError
from kg.namespaces import DATA, RDFS, TERMS, XSD
from kg.project import Project
from kg.vocabulary import Vocabulary, load_vocabulary
from kg.vocabulary.register import load_register

HARBOUR = Path(__file__).parent / "cases" / "harbour"
ARTICLE = DATA + "courier/2031-05-03-harbour/v1"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    shutil.copytree(HARBOUR, tmp_path, dirs_exist_ok=True)
    return Project.find(tmp_path)


def read(project: Project) -> tuple[Annotation, Vocabulary]:
    vocabulary = load_vocabulary(project)
    (folder,) = project.article_folders()
    return read_annotation(folder, vocabulary, load_register(project, vocabulary)), vocabulary


def lines(quads: Iterable[ox.Quad]) -> list[str]:
    output = ox.serialize(quads, format=ox.RdfFormat.N_QUADS)
    assert output is not None
    return sorted(output.decode().splitlines())


def test_pyoxigraph_reads_the_compiled_quads(project: Project) -> None:
    annotation, vocabulary = read(project)
    text = json.dumps(document(annotation, vocabulary))
    quads = ox.parse(text, format=ox.RdfFormat.JSON_LD)
    assert lines(quads) == lines(compile_annotation(annotation, vocabulary).quads)


# rdflib's JSON-LD parser and serializer use what rdflib itself has deprecated.
@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
def test_rdflib_reads_the_compiled_quads(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    # Else rdflib rewrites the lexical form of a date and time.
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)
    annotation, vocabulary = read(project)
    dataset = rdflib.Dataset()
    dataset.parse(data=json.dumps(document(annotation, vocabulary)), format="json-ld")
    quads = ox.parse(dataset.serialize(format="nquads"), format=ox.RdfFormat.N_QUADS)
    assert lines(quads) == lines(compile_annotation(annotation, vocabulary).quads)


def test_passages_are_named_graphs(project: Project) -> None:
    graph = document(*read(project))["@graph"]
    assert isinstance(graph, list)
    headline = next(node for node in graph if node["id"] == f"{ARTICLE}#char=6,33")
    assert headline["type"] == "Passage"
    assert headline["says"][0] == {
        "id": f"{ARTICLE}/claim/headline",
        "type": ["Claim"],
        "illustrates": ARTICLE,
        "affirms": f"{ARTICLE}/opening/harbour",
    }
    assert {"id": f"{ARTICLE}/fleet/tovia", "label": "the harbour opens"} in graph


def test_the_context(project: Project) -> None:
    vocabulary = load_vocabulary(project)
    terms = context(vocabulary)["@context"]
    assert isinstance(terms, dict)
    assert list(terms)[:4] == ["@version", "id", "type", "says"]
    assert terms["says"] == "@graph"
    assert terms["Claim"] == TERMS + "Claim"
    assert terms["affirms"] == {"@id": TERMS + "affirms", "@type": "@id"}
    assert terms["madeOn"] == {"@id": TERMS + "madeOn", "@type": XSD + "date"}
    assert terms["label"] == {"@id": RDFS + "label", "@language": "en"}
    assert terms["sha256"] == TERMS + "sha256"
    assert {*vocabulary.classes, *vocabulary.properties} < terms.keys()


def test_the_context_is_the_same_every_time(project: Project) -> None:
    first, second = (json.dumps(context(load_vocabulary(project))) for _ in range(2))
    assert first == second


def test_an_ontology_without_the_terms_of_evidence(project: Project) -> None:
    annotation, _ = read(project)
    path = project.ontology / "evidence.ttl"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("accord:exactText ", "accord:text "), encoding="utf-8")
    with pytest.raises(OntologyError, match="does not declare accord:exactText"):
        document(annotation, load_vocabulary(project))
