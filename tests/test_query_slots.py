"""A value is a term in its slot and can be nothing else, whatever its text."""

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import QueryError
from kg.query.slots import bind, slots
from kg.query.sparql import MAX_BYTES, execute, read_query

HOSTILE = [
    'x" } } INSERT',
    "} UNION { ?s ?p ?o",
    "'''\"\"\"\\",
    "line\nline\r\ttab",
    "# comment",
    "> <a:b> ; <",
    "{ UNDEF }",
    "VALUES ?x { UNDEF }",
    "\u2028\u0000\u007f😀 é",
    "$x ?x",
    "\\u0022",
]


def rows(text: str, **values: ox.NamedNode | ox.Literal) -> list[tuple[ox.Literal | None, ...]]:
    result = execute(ox.Store(), bind(read_query(text, "q"), values))
    assert isinstance(result, ox.QuerySolutions)
    return [tuple(row) for row in result]


TEXT = 'SELECT ?x (STRLEN(?x) AS ?n) { VALUES ?x { UNDEF } BIND("?x { UNDEF }" AS ?y) } # UNDEF'


@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_text_is_data(value: str) -> None:
    literal = ox.Literal(value)
    ((bound, length),) = rows(TEXT, x=literal)
    assert bound == literal
    assert length is not None
    assert int(length.value) == len(value)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_is_data(value: str) -> None:
    assert rows(TEXT, x=ox.Literal(value))[0][0] == ox.Literal(value)


def test_an_iri_is_a_value() -> None:
    text = "SELECT ?x { VALUES ?x { UNDEF } }"
    node = ox.NamedNode("http://a.b/#char=1,2")
    result = execute(ox.Store(), bind(read_query(text, "q"), {"x": node}))
    assert isinstance(result, ox.QuerySolutions)
    assert [row["x"] for row in result] == [node]


def test_without_a_value_the_variable_is_free() -> None:
    assert rows("SELECT ?x { VALUES ?x { UNDEF } }") == [(None,)]


def test_each_slot_of_a_parameter_is_filled() -> None:
    text = """SELECT ?x ?y {
      { values $x {undef} BIND(1 AS ?y) } UNION { VALUES ?x { # here
        UNDEF } BIND(2 AS ?y) } VALUES ?z { UNDEF } }"""
    query = read_query(text, "q")
    assert {name: len(places) for name, places in slots(query).items()} == {"x": 2, "z": 1}
    assert [row[0] for row in rows(text, x=ox.Literal("v"))] == [ox.Literal("v")] * 2


@pytest.mark.parametrize(
    "text",
    [
        'SELECT ?x { BIND("VALUES ?x { UNDEF }" AS ?x) }',
        "SELECT ?x { ?x ?y <VALUES> } # VALUES ?x { UNDEF }",
        "SELECT ?x { VALUES ?x { UNDEF 1 } }",
        "SELECT ?x { VALUES (?x) { (UNDEF) } }",
        "SELECT ?x { VALUES ?x { } }",
    ],
)
def test_what_is_no_slot(text: str) -> None:
    assert slots(read_query(text, "q")) == {}


def test_a_value_can_be_too_long() -> None:
    with pytest.raises(QueryError, match="longer than 64 kB"):
        bind(read_query(TEXT, "q"), {"x": ox.Literal("x" * MAX_BYTES)})
