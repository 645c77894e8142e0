"""Turtle for CONSTRUCT and DESCRIBE: the same bytes for the same graph, laid out for a reader.

May know nothing of the query.
"""

from kg.results.triples import statements
from kg.results.view import Result, View
from kg.turtle import Graph, arrange, write_turtle


def render(result: Result, view: View) -> bytes:
    """Return the graph that a query made as Turtle.

    Raises:
        KgError: it cannot be written as RDF 1.1.
    """
    graph = Graph(statements(result))
    remark = f"# {view.remark}\n" if view.remark else ""
    return remark.encode() + "".join(write_turtle(graph, arrange(graph), view.prefixes)).encode()
