"""A term that the ontology does not declare is told, however it is written; nothing else is."""

import pyoxigraph as ox
import pytest

from kg.namespaces import ONTOLOGY, OWL, RDF, TERMS
from kg.query import read_query, undeclared

PREFIX = f"PREFIX a: <{TERMS}> PREFIX accord: <http://elsewhere/>"


@pytest.fixture(scope="module")
def graph() -> ox.Store:
    store = ox.Store()
    for name, kind in (
        ("madeBy", "ObjectProperty"), ("madeOn", "DatatypeProperty"), ("State", "Class")
    ):  # fmt: skip
        term, type_ = ox.NamedNode(TERMS + name), ox.NamedNode(OWL + kind)
        store.add(ox.Quad(term, ox.NamedNode(RDF + "type"), type_, ox.NamedNode(ONTOLOGY)))
    return store


def remarks(graph: ox.Store, text: str) -> tuple[str, ...]:
    return undeclared(graph, read_query(text, "q"))


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?s accord:madeby ?o }",
        "SELECT * { ?s ^accord:madeBy/accord:madeby ?o . ?s accord:madeby 'accord:no' }",
        f"SELECT * {{ ?s <{TERMS}madeby> ?o }}",
        f"{PREFIX} SELECT * {{ ?s a:madeby ?o ; a:madeBy ?o ; accord:any ?o }}",
    ],
)
def test_what_is_mistyped_is_told_once_with_the_nearest(graph: ox.Store, text: str) -> None:
    meant = "did you mean accord:madeBy or accord:madeOn?"
    assert remarks(graph, text) == (f"the ontology declares no accord:madeby; {meant}",)


def test_what_is_like_nothing_has_no_nearest(graph: ox.Store) -> None:
    assert remarks(graph, "ASK { ?s a accord:Xyzzyx }") == (
        "the ontology declares no accord:Xyzzyx",
    )


@pytest.mark.parametrize(
    "text",
    [
        "ASK { ?s accord:madeBy ?o ; a accord:State }",
        "ASK { ?s ?p 'accord:madeby' } # accord:madeby",
        "ASK { id:nobody rdfs:lable ?o ; <http://elsewhere/madeby> _:b }",
        f"PREFIX accord: <{TERMS}> ASK {{ <{TERMS}> ?p ?o }}",
        r"ASK { ?s accord:made\-by ?o }",
    ],
)
def test_nothing_else_is_told(graph: ox.Store, text: str) -> None:
    assert remarks(graph, text) == ()


def test_a_query_full_of_them_does_not_keep_anybody_long(graph: ox.Store) -> None:
    assert (
        len(remarks(graph, f"ASK {{ {' '.join(f'?s accord:x{n} 1 .' for n in range(99))} }}")) == 8
    )
