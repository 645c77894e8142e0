"""Data are their annotators', wherever it is told whose they are; a licence is not made up."""

import pyoxigraph as ox
import pytest

from kg.documents import Source, describe
from kg.export import FORMATS, export
from kg.export.makers import made_by
from kg.export.protege import TOP, package
from kg.namespaces import DCTERMS, DESCRIPTION_GRAPH, ONTOLOGY, PREFIXES, TERMS
from kg.store import canonical
from kg.store.lines import Lines
from kg.turtle import Term
from tests.export_sample import ARTICLE, sample
from tests.roundtrip import read_oxigraph

LICENCE = ox.NamedNode("https://creativecommons.org/licenses/by/4.0/")
AUTHORS = ox.Literal("We")
"""Who made the ontology of the sample."""
OTHERS = ox.Literal("Ada Holm")
CASES = [
    ((), ["We"], True),
    ((AUTHORS,), ["We"], True),
    ((OTHERS,), ["Ada Holm"], False),
    ((OTHERS, AUTHORS), ["Ada Holm", "We"], False),
]
by_whom = pytest.mark.parametrize(("annotators", "creators", "licensed"), CASES)


def dc(name: str) -> ox.NamedNode:
    return ox.NamedNode(DCTERMS + name)


def annotated(annotators: tuple[ox.Literal, ...]) -> list[ox.Quad]:
    """Return the sample, annotated by these."""
    article, by = ox.NamedNode(ARTICLE), ox.NamedNode(TERMS + "annotatedBy")
    return [*sample(), *(ox.Quad(article, by, name, article) for name in annotators)]


def told(data: bytes, format_: str, subject: str) -> tuple[list[str], list[str]]:
    """Return the creators and licences that a document tells of something."""
    read = read_oxigraph(data, format_)
    found = [
        sorted(s.object.value for s in read if s.subject.value == subject and s.predicate == dc(p))
        for p in ("creator", "license")
    ]
    return found[0], found[1]


def header_of(data: bytes) -> tuple[list[str], list[str]]:
    """Return the same of the one ontology that a file is."""
    ontology = ox.NamedNode(PREFIXES["owl"] + "Ontology")
    (subject,) = {s.subject for s in read_oxigraph(data, "turtle") if s.object == ontology}
    return told(data, "turtle", subject.value)


@by_whom
def test_who_made_data(
    annotators: tuple[ox.Literal, ...], creators: list[str], licensed: bool
) -> None:
    publisher = (dc("publisher"), ox.Literal("The house"))
    header: list[tuple[ox.NamedNode, Term]] = [
        (dc("title"), ox.Literal("T")),
        (dc("creator"), AUTHORS),
        (dc("license"), LICENCE),
        publisher,
    ]
    said = made_by(header, annotators)
    assert (
        sorted(value.value for predicate, value in said if predicate == dc("creator")) == creators
    )
    rest = [pair for pair in said if pair[0] != dc("creator")]
    assert rest == ([(dc("license"), LICENCE), publisher] if licensed else [])


@by_whom
@pytest.mark.parametrize("name", ["turtle", "nquads"])
def test_an_export_tells_whose_it_is(
    name: str, annotators: tuple[ox.Literal, ...], creators: list[str], licensed: bool
) -> None:
    data = export(annotated(annotators), FORMATS[name]).data
    licences = [LICENCE.value] * licensed
    assert told(data, name, f"{DESCRIPTION_GRAPH}#dataset") == (creators, licences)
    # What the ontology says of itself stays with the ontology.
    assert told(data, name, ONTOLOGY) == (["We"], [LICENCE.value])


@by_whom
def test_a_package_tells_whose_each_part_is(
    annotators: tuple[ox.Literal, ...], creators: list[str], licensed: bool
) -> None:
    quads = annotated(annotators)
    about = ox.NamedNode(ONTOLOGY)
    header = {quad.triple for quad in sample() if quad.subject == about}
    imports = PREFIXES["owl"] + "imports"
    schema = ox.serialize(
        [one for one in header if one.predicate.value != imports], format=ox.RdfFormat.TURTLE
    )
    assert schema is not None
    files = package(quads, {"accord.ttl": schema}).files
    licences = [LICENCE.value] * licensed
    assert header_of(files["wire_2031-05-02-lake_v1.ttl"]) == (creators, licences)
    assert header_of(files[TOP]) == (creators, licences)
    # Much of the background is the ontology's.
    assert header_of(files["reference.ttl"]) == (sorted({*creators, "We"}), licences)


@by_whom
def test_a_document_of_a_thing_has_a_licence_where_the_data_have(
    annotators: tuple[ox.Literal, ...], creators: list[str], licensed: bool
) -> None:
    del creators
    default = ox.DefaultGraph()
    data = canonical(quad for quad in annotated(annotators) if quad.graph_name != default)
    graph = ox.Store()
    graph.load(data, format=ox.RdfFormat.N_QUADS, lenient=True)
    source = Source(graph, Lines(data), 1_000, "build")
    of_article = describe(source, ARTICLE, "turtle").body
    assert (b"dcterms:license" in of_article) == licensed
    assert b"dcterms:license" in describe(source, ONTOLOGY, "turtle").body
