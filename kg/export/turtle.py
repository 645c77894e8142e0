"""Turtle of one graph, in the layout of the ontology's own files."""

from collections.abc import Iterable, Iterator

from kg.namespaces import PREFIXES
from kg.turtle import Graph, Statement, arrange, write_turtle


def write_union(statements: Iterable[Statement]) -> Iterator[str]:
    """Yield a Turtle document of ``statements``."""
    graph = Graph.canonical(statements)
    yield from write_turtle(graph, arrange(graph), PREFIXES)
