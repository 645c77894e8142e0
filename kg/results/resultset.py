"""Rows, or yes or no, as RDF: W3C's vocabulary for result sets, in Turtle.

The vocabulary is that of the SPARQL test suites, ``rs:``; each solution has an ``rs:index``,
because the order of rows is part of an answer and a graph has none. May know nothing of what the
columns hold.
"""

from collections.abc import Iterator
from typing import Final

import pyoxigraph as ox

from kg.namespaces import PREFIXES, RDF, RDFS, XSD
from kg.results.view import Result, View
from kg.turtle import Graph, Statement, arrange, canonical, write_turtle

RESULT_SET: Final = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
_TYPE: Final = ox.NamedNode(RDF + "type")
_SEE_ALSO: Final = ox.NamedNode(RDFS + "seeAlso")


def render(result: Result, view: View) -> bytes:
    """Return the rows, or yes or no, as a graph in Turtle; labels of blank nodes are renamed.

    Raises:
        KgError: a term cannot be written as RDF 1.1.
    """
    statements = canonical(Statement.of(quad) for quad in _quads(result, view))
    graph = Graph(statements)
    remark = f"# {view.remark}\n" if view.remark else ""
    prefixes = {**PREFIXES, "rs": RESULT_SET}
    return remark.encode() + "".join(write_turtle(graph, arrange(graph), prefixes)).encode()


def _quads(result: Result, view: View) -> Iterator[ox.Quad]:
    whole = ox.BlankNode()
    yield ox.Quad(whole, _TYPE, _rs("ResultSet"))
    if view.marker:
        yield ox.Quad(whole, _SEE_ALSO, ox.NamedNode(view.marker))
    if isinstance(result, ox.QueryBoolean):
        truth = ox.Literal("true" if result else "false", datatype=ox.NamedNode(XSD + "boolean"))
        yield ox.Quad(whole, _rs("boolean"), truth)
        return
    assert isinstance(result, ox.QuerySolutions)  # noqa: S101 - choose_format saw to it
    variables = [variable.value for variable in result.variables]
    for variable in variables:
        yield ox.Quad(whole, _rs("resultVariable"), ox.Literal(variable))
    for number, solution in enumerate(result, 1):
        row = ox.BlankNode()
        yield ox.Quad(whole, _rs("solution"), row)
        index = ox.Literal(str(number), datatype=ox.NamedNode(XSD + "integer"))
        yield ox.Quad(row, _rs("index"), index)
        for variable, value in zip(variables, solution, strict=True):
            if value is not None:
                binding = ox.BlankNode()
                yield ox.Quad(row, _rs("binding"), binding)
                yield ox.Quad(binding, _rs("variable"), ox.Literal(variable))
                yield ox.Quad(binding, _rs("value"), value)


def _rs(name: str) -> ox.NamedNode:
    return ox.NamedNode(RESULT_SET + name)
