"""The one graph that the shapes run on.

SHACL is defined on a graph, ours is a dataset whose graph names are the evidence. So that shapes
stay within the standard and any engine can run them, what they need of the graph names is said in
triples of the same graph: RDF's own reification, with the graph of each statement. What a file
holds and no quad does, the text of an article, is added too. May know nothing of shapes or engines.
"""

from collections.abc import Iterable, Iterator, Mapping

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from kg.namespaces import ONTOLOGY, RDF, REFERENCE_GRAPH
from kg.validate.shapes import IN_GRAPH, REFERENCE, TEXT

_TYPE = NamedNode(RDF + "type")
_SUBJECT = NamedNode(RDF + "subject")
_PREDICATE = NamedNode(RDF + "predicate")
_OBJECT = NamedNode(RDF + "object")
_IN_GRAPH = NamedNode(IN_GRAPH)
_ONTOLOGY = NamedNode(ONTOLOGY)
_REFERENCE = NamedNode(REFERENCE_GRAPH)


def data_graph(quads: Iterable[Quad], texts: Mapping[str, str]) -> Iterator[Triple]:
    """Yield the triples that the shapes run on.

    * every asserted triple;
    * for each quad outside the ontology graph, its reification (``rdf:subject``,
      ``rdf:predicate``, ``rdf:object``) and, in ``shape:inGraph``, its graph;
    * the reference graph is a ``shape:ReferenceGraph``;
    * ``<article> shape:text "…"`` for each of ``texts``.

    Args:
        quads: the asserted quads; none is inferred.
        texts: the text of articles, by the IRI of the article.
    """
    yield Triple(_REFERENCE, _TYPE, NamedNode(REFERENCE))
    for article, text in texts.items():
        yield Triple(NamedNode(article), NamedNode(TEXT), Literal(text))
    for number, quad in enumerate(quads):
        yield quad.triple
        graph = quad.graph_name
        if graph == _ONTOLOGY or not isinstance(graph, NamedNode):
            continue
        statement = BlankNode(f"statement{number}")
        yield Triple(statement, _SUBJECT, quad.subject)
        yield Triple(statement, _PREDICATE, quad.predicate)
        yield Triple(statement, _OBJECT, quad.object)
        yield Triple(statement, _IN_GRAPH, graph)
