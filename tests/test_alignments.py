"""The alignments: each about a term, to a term that exists, with its reason; nothing follows."""

from pathlib import Path

import pytest
from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, Triple, serialize
from rdflib.namespace import DCTERMS, FOAF, ODRL2, ORG, PROV, SDO, SKOS, TIME, DefinedNamespace

from kg.namespaces import ALIGNED, OWL, RDF, RDFS, local_name
from kg.namespaces import SKOS as SKOS_IRI
from kg.project import Project
from kg.reason import infer
from kg.vocabulary import load_vocabulary
from kg.vocabulary.tripleindex import TripleIndex
from kg.vocabulary.turtlefile import read_turtle
from tests.owlapi import owl_check

PROJECT = Project.find(Path(__file__).parent.parent)
FILE = PROJECT.ontology / "alignments.ttl"
MATCHES = {f"{SKOS_IRI}{kind}Match" for kind in ("exact", "close", "broad")}

CLOSED: dict[str, type[DefinedNamespace]] = {
    "dcterms": DCTERMS,
    "foaf": FOAF,
    "odrl": ODRL2,
    "org": ORG,
    "prov": PROV,
    "schema": SDO,
    "skos": SKOS,
    "time": TIME,
}
"""Vocabularies whose terms rdflib lists."""

NAMED = {
    # https://www.w3.org/TR/annotation-vocab/
    "oa": {"SpecificResource", "end", "exact", "hasSource", "start"},
    # https://semanticweb.cs.vu.nl/2009/11/sem/
    "sem": {
        "Actor",
        "Event",
        "Place",
        "accordingTo",
        "hasActor",
        "hasBeginTimeStamp",
        "hasEndTimeStamp",
        "hasPlace",
        "subEventOf",
    },
    # http://groundedannotationframework.org
    "grasp": {"Attribution", "isAttributionFor", "wasAttributedTo"},
    "gaf": {"denotedBy"},
}
"""Terms of the vocabularies that it does not, as their own documents have them."""


@pytest.fixture(scope="module")
def triples() -> list[Triple]:
    return read_turtle(FILE, "alignments.ttl")


@pytest.fixture(scope="module")
def alignments(triples: list[Triple]) -> set[tuple[str, str, str]]:
    return {
        (t.subject.value, t.predicate.value, t.object.value)
        for t in triples
        if t.predicate.value in MATCHES
        and isinstance(t.subject, NamedNode)
        and isinstance(t.object, NamedNode)
    }


def test_each_vocabulary_is_aligned_to(alignments: set[tuple[str, str, str]]) -> None:
    reached = {
        prefix
        for _, _, target in alignments
        for prefix, namespace in ALIGNED.items()
        if target.startswith(namespace)
    }
    assert reached == set(ALIGNED)


def test_each_alignment_is_from_a_declared_term_to_one_that_exists(
    alignments: set[tuple[str, str, str]],
) -> None:
    terms = load_vocabulary(PROJECT).iris()
    for term, _, target in alignments:
        assert term in terms
        (prefix,) = (p for p, namespace in ALIGNED.items() if target.startswith(namespace))
        name = target.removeprefix(ALIGNED[prefix])
        known = name in CLOSED[prefix] if prefix in CLOSED else name in NAMED[prefix]
        assert known, target


def test_each_alignment_has_one_reason_of_one_line(
    triples: list[Triple], alignments: set[tuple[str, str, str]]
) -> None:
    index = TripleIndex(triples)
    reasons: dict[tuple[str, ...], list[str]] = {}
    for node in index:
        if isinstance(node, BlankNode) and OWL + "Axiom" in index.iris(node, RDF + "type"):
            parts = ("annotatedSource", "annotatedProperty", "annotatedTarget")
            key = tuple(value for part in parts for value in index.iris(node, OWL + part))
            reasons.setdefault(key, []).extend(
                literal.value for literal in index.literals(node, RDFS + "comment")
            )
    assert reasons.keys() == alignments
    for key, (reason,) in reasons.items():
        assert reason.endswith("."), key
        assert "\n" not in reason
        assert 15 < len(reason) < 140, key


def test_a_match_is_between_terms_of_one_kind(alignments: set[tuple[str, str, str]]) -> None:
    """A class begins with a capital in every one of these vocabularies, a property does not."""
    for term, _, target in alignments:
        assert local_name(term)[0].isupper() == local_name(target)[0].isupper(), (term, target)


def test_nothing_is_imported_and_nothing_follows(triples: list[Triple]) -> None:
    assert not any(triple.predicate.value == OWL + "imports" for triple in triples)
    modules = [t for path in PROJECT.ontology_modules() for t in read_turtle(path, path.name)]
    without = [t for t in modules if t not in triples]
    assert set(infer(quads(modules))) == set(infer(quads(without)))


def quads(triples: list[Triple]) -> list[Quad]:
    return [Quad(*triple) for triple in triples]


@pytest.mark.java(compiler=True)
def test_the_owl_api_reads_them_whole_and_finds_nothing_wrong(tmp_path: Path) -> None:
    headers = {NamedNode(OWL + "imports"), NamedNode(OWL + "versionIRI")}
    modules = [t for path in PROJECT.ontology_modules() for t in read_turtle(path, path.name)]
    ontologies = {t.subject for t in modules if t.object == NamedNode(OWL + "Ontology")}
    kept = [t for t in modules if t.subject not in ontologies and t.predicate not in headers]
    merged = tmp_path / "merged.ttl"
    one = Triple(NamedNode("urn:merged"), NamedNode(RDF + "type"), NamedNode(OWL + "Ontology"))
    serialize([one, *kept], merged, RdfFormat.TURTLE)
    report = owl_check([merged])[merged]
    assert report.unparsed == ()
    assert report.violations == ()
    assert report.consistent
    assert report.unsatisfiable == ()
