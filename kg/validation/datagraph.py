"""The one graph that the shapes run on.

SHACL is defined on a graph, ours is a dataset whose graph names are the evidence. So that shapes
stay within the standard and any engine can run them, what they need of the graph names is said in
triples of the same graph: RDF's own reification, with the graph of each statement. What a file
holds and no quad does, the text of an article, is added too. May know nothing of shapes or engines.
"""

from collections.abc import Iterable, Iterator, Mapping

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from kg.namespaces import ONTOLOGY, RDF, REFERENCE_GRAPH
from kg.validation.shapes import IN_GRAPH, REFERENCE, TEXT

_TYPE = NamedNode(RDF + "type")
_STATEMENT = NamedNode(RDF + "Statement")
_SUBJECT = NamedNode(RDF + "subject")
_PREDICATE = NamedNode(RDF + "predicate")
_OBJECT = NamedNode(RDF + "object")
_IN_GRAPH = NamedNode(IN_GRAPH)
_ONTOLOGY = NamedNode(ONTOLOGY)
_REFERENCE = NamedNode(REFERENCE_GRAPH)


def data_graph(quads: Iterable[Quad], texts: Mapping[str, str]) -> Iterator[Quad]:
    """Yield the triples that the shapes run on, all in the default graph.

    * every asserted triple;
    * for each quad outside the ontology graph, an ``rdf:Statement`` with ``shape:inGraph``;
    * the reference graph is a ``shape:ReferenceGraph``;
    * ``<article> shape:text "…"`` for each of ``texts``.

    Args:
        quads: the asserted quads; none is inferred.
        texts: the text of articles, by the IRI of the article.
    """
    yield Quad(_REFERENCE, _TYPE, NamedNode(REFERENCE))
    for article, text in texts.items():
        yield Quad(NamedNode(article), NamedNode(TEXT), Literal(text))
    for number, quad in enumerate(quads):
        subject, predicate, value = quad.triple
        yield Quad(subject, predicate, value)
        if quad.graph_name == _ONTOLOGY:
            continue
        statement = BlankNode(f"statement{number}")
        yield Quad(statement, _TYPE, _STATEMENT)
        yield Quad(statement, _SUBJECT, subject)
        yield Quad(statement, _PREDICATE, predicate)
        yield Quad(statement, _OBJECT, value)
        yield Quad(statement, _IN_GRAPH, quad.graph_name)
