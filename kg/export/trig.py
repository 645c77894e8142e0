"""TriG: the graphs as they are stored, one block each, from the ontology to the description."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from pyoxigraph import BlankNode, NamedNode

from kg.namespaces import (
    DESCRIPTION_GRAPH,
    INFERRED_GRAPH,
    ONTOLOGY,
    PREFIXES,
    REFERENCE_GRAPH,
)
from kg.turtle import (
    INDENT,
    Graph,
    Printer,
    Statement,
    arrange,
    canonical,
    natural_key,
    prefix_lines,
)

_RANK: Final = {ONTOLOGY: 0, REFERENCE_GRAPH: 1, INFERRED_GRAPH: 3, DESCRIPTION_GRAPH: 4}
_ARTICLES: Final = 2


def write_trig(statements: Iterable[Statement]) -> Iterator[str]:
    """Yield a TriG document of ``statements``, which are all in graphs with an IRI."""
    graphs: dict[str, list[Statement]] = {}
    for statement in canonical(statements):
        graphs.setdefault(statement.graph, []).append(statement)
    shared = _shared(graphs.values())
    used: set[str] = set()
    body: list[str] = []
    for name in sorted(graphs, key=lambda iri: (_RANK.get(iri, _ARTICLES), natural_key(iri))):
        graph = Graph(graphs[name], shared=shared)
        printer = Printer(graph, PREFIXES, INDENT)
        title = printer.flat(NamedNode(name))
        text = "".join(printer.sections(arrange(graph)))
        body.append(f"\n{title} {{\n{text.lstrip(chr(10))}}}\n")
        used |= printer.used
    yield prefix_lines(PREFIXES, used)
    yield from body


def _shared(graphs: Iterable[list[Statement]]) -> frozenset[BlankNode]:
    """Return the blank nodes of more than one graph: only a label says that they are the same."""
    counted = Counter(
        node
        for statements in graphs
        for node in {term for s in statements for term in (s.subject, s.object)}
        if isinstance(node, BlankNode)
    )
    return frozenset(node for node, graphs_with_it in counted.items() if graphs_with_it > 1)
