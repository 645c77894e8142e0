"""What a header says that a row rests on: a strict pattern, and the triple that a row makes."""

from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Triple

from kg.errors import BadHeader, Position
from kg.namespaces import DATA, RDF, TERMS
from kg.project import Project
from kg.query import StoredQuery, load_query, query_names, read_stored_query
from kg.query.grounds import read_pattern
from kg.vocabulary import load_vocabulary

PROJECT = Project.find(Path(__file__).parent.parent)
AT = Position("queries/q.rq", 4)
STATE, PARTY = NamedNode(DATA + "turkey"), NamedNode(DATA + "armenia")
HEADER = """#+ title: T
#+ question: Q
#+ params:
#+   state: {class: State, example: Turkey}
"""
SELECT = "SELECT ?party { VALUES ?state { UNDEF } ?party ?p ?state } ORDER BY ?party"


def read(why: str, body: str = SELECT) -> StoredQuery:
    return read_stored_query(f"{HEADER}#+ why: {why}\n{body}", "q", "queries/q.rq")


def test_a_row_and_its_parameters_make_a_triple() -> None:
    (pattern,) = read('["?party accord:partyTo ?state"]').why
    assert pattern.text == "?party accord:partyTo ?state"
    made = pattern.triple({"party": PARTY, "state": STATE})
    assert made == Triple(PARTY, NamedNode(TERMS + "partyTo"), STATE)


def test_a_class_and_a_thing_may_be_named() -> None:
    first, second = read('["?party a accord:State", "id:turkey accord:partyTo ?party"]').why
    is_a = NamedNode(RDF + "type")
    assert first.triple({"party": PARTY}) == Triple(PARTY, is_a, NamedNode(TERMS + "State"))
    assert second.triple({"party": PARTY}) == Triple(STATE, NamedNode(TERMS + "partyTo"), PARTY)


def test_a_row_without_a_term_makes_no_triple() -> None:
    pattern = read_pattern("?party accord:partyTo ?state", AT)
    assert pattern.triple({"party": PARTY}) is None
    assert pattern.triple({"party": None, "state": STATE}) is None
    assert pattern.triple({"party": Literal("x"), "state": STATE}) is None
    assert pattern.triple({"party": PARTY, "state": Literal("x")}) is not None


@pytest.mark.parametrize(
    ("why", "what", "column"),
    [
        ('["?party accord:partyTo"]', "?party accord:partyTo is no triple", 10),
        ('["?party ?p ?state"]', "the property of ?party ?p ?state is a variable", 10),
        ('["?party partyTo ?state"]', "partyTo is neither a variable nor a CURIE", 10),
        ('["?party acord:partyTo ?state"]', "acord:partyTo is neither a variable", 10),
        ('["?party accord: ?state"]', "accord: is neither a variable nor a CURIE", 10),
        ('["?party accord:partyTo ?sate"]', "no row gives ?sate a value", 10),
        ('["?party a ?p"]', "no row gives ?p a value", 10),
        ('"?party a accord:State"', "why is no list", 9),
    ],
)
def test_what_is_wrong_is_said_with_its_place(why: str, what: str, column: int) -> None:
    with pytest.raises(BadHeader) as caught:
        read(why)
    assert caught.value.what.startswith(what)
    assert caught.value.at == Position("queries/q.rq", 5, column)
    assert caught.value.fix


def test_the_nearest_column_is_named() -> None:
    with pytest.raises(BadHeader) as caught:
        read('["?party accord:partyTo ?sate"]')
    assert caught.value.nearest == ("state",)


def test_a_query_without_rows_rests_on_nothing() -> None:
    construct = "CONSTRUCT { ?s ?p ?state } WHERE { VALUES ?state { UNDEF } ?s ?p ?state }"
    with pytest.raises(BadHeader, match="this query has no rows"):
        read('["id:turkey a accord:State"]', construct)


def test_no_parameter_is_called_why() -> None:
    header = HEADER.replace("state:", "why:")
    with pytest.raises(BadHeader, match="no parameter can be called why"):
        read_stored_query(header + SELECT.replace("?state", "?why"), "q", "queries/q.rq")


@pytest.mark.parametrize("name", query_names(PROJECT))
def test_the_headers_of_the_project_name_terms_of_the_ontology(name: str) -> None:
    iris = load_vocabulary(PROJECT).iris()
    for pattern in load_query(PROJECT, name).why:
        named = [t.value for t in (pattern.predicate, pattern.object) if isinstance(t, NamedNode)]
        assert {iri for iri in named if iri.startswith(TERMS)} <= iris
