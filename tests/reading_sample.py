"""Built graphs, in memory, of the two articles, for tests of what people read."""

from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox

from kg.project import Project
from kg.reading import Reading, list_articles, read

ROOT = Path(__file__).parent.parent
INVENTED = Path(__file__).parent / "cases" / "invented"


def store_of(quads: Iterable[ox.Quad]) -> ox.Store:
    """Return a graph as :func:`kg.store.open_graph` does: the default graph is the union."""
    graph = ox.Store()
    for quad in quads:
        graph.add(quad)
        graph.add(ox.Quad(quad.subject, quad.predicate, quad.object))
    return graph


def reading_of(root: Path, quads: Iterable[ox.Quad]) -> Reading:
    """Return the reading of the one article of a project."""
    graph = store_of(quads)
    (entry,) = list_articles(graph)
    return read(Project.find(root), graph, entry.article)
