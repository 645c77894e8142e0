"""Turtle for CONSTRUCT and DESCRIBE: the same bytes for the same graph, laid out for a reader.

May know nothing of the query.
"""

import pyoxigraph as ox

from kg.namespaces import PREFIXES
from kg.results.view import Result, View
from kg.turtle import Graph, Statement, arrange, canonical, write_turtle


def render(result: Result, view: View) -> bytes:
    """Return the graph that a query made as Turtle.

    Raises:
        KgError: it cannot be written as RDF 1.1.
    """
    assert isinstance(result, ox.QueryTriples | tuple)  # noqa: S101 - choose_format saw to it
    statements = canonical(
        Statement.of(ox.Quad(triple.subject, triple.predicate, triple.object)) for triple in result
    )
    graph = Graph(statements)
    remark = f"# {view.remark}\n" if view.remark else ""
    return remark.encode() + "".join(write_turtle(graph, arrange(graph), PREFIXES)).encode()
