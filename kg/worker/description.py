"""What the endpoint says of itself: SPARQL 1.1 Service Description, and VoID with counts.

It is made where the graph is, because it counts the graph. Of the named graphs it lists those that
are few: that a passage has a graph of its own is said, but not once per passage. May know nothing
of HTTP.
"""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Final

import pyoxigraph as ox

from kg.export.description import DATASET, Census
from kg.namespaces import PREFIXES, RDF, RDFS, VOID, XSD
from kg.results import View, render
from kg.turtle import Statement, Term
from kg.worker.reply import Reply
from kg.worker.world import World

COUNTS: Final = "counts"
"""The format in which only the counts are told: a JSON object."""
SD: Final = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS: Final = "http://www.w3.org/ns/formats/"
_WRITTEN: Final = (
    *(f"SPARQL_Results_{name}" for name in ("JSON", "XML", "CSV", "TSV")),
    *("Turtle", "N-Triples", "RDF_XML", "JSON-LD"),
)
_PREFIXES: Final = {**PREFIXES, "formats": _FORMATS, "sd": SD}
_OF_A_PASSAGE: Final = "#char="
_PASSAGES: Final = (
    "Each passage of an article is a graph of its own, which holds what that passage supports; "
    "these graphs are not listed here. The default graph is the union of all graphs."
)


@dataclass(frozen=True)
class Describe:
    """The description of the graph, and of the service that answers from it.

    Attributes:
        endpoint: IRI of the service.
        format: a format of graphs, a key of ``kg.results.FORMATS``, or ``COUNTS``.
        service: whether the service is described too, or only the data.
    """

    endpoint: str
    format: str
    service: bool = True
    # It reads all of the graph, once per build, and nobody who asks can make it longer.
    patience: ClassVar[int] = 60

    def run(self, world: World) -> Reply:
        """Return the description; it is whole whatever the limits are."""
        graphs: Counter[str] = Counter()
        census = Census(_union(world.data, graphs))
        if self.format == COUNTS:
            return Reply(json.dumps({**census.counts(), "graphs": len(graphs)}).encode())
        said = census.description()
        said.add(Statement(_iri(DATASET), _iri(VOID + "sparqlEndpoint"), _iri(self.endpoint)))
        if self.service:
            said.update(_service(self.endpoint, census.counts()["triples"], graphs))
        triples = tuple(ox.Triple(one.subject, one.predicate, one.object) for one in said)
        view = View(world.graph, prefixes=_PREFIXES)
        return Reply(render(triples, self.format, view), len(triples))


def _union(data: bytes, graphs: Counter[str]) -> Iterator[Statement]:
    """Yield the default graph, which is the union of the others; count what each of those has.

    The quads of a large graph do not fit into a worker all at once.
    """
    for quad in ox.parse(data, format=ox.RdfFormat.N_QUADS, lenient=True):
        if isinstance(quad.graph_name, ox.NamedNode):
            graphs[quad.graph_name.value] += 1
        else:
            yield Statement.of(quad)


def _service(endpoint: str, triples: int, graphs: Counter[str]) -> Iterator[Statement]:
    """Yield what is said of the service.

    Args:
        endpoint: its IRI.
        triples: in its default graph.
        graphs: how many triples each named graph has.
    """
    # Comunica knows a service by the IRI that it fetched, or by a blank node, as in W3C's example.
    service, dataset, default = ox.BlankNode(), _iri(DATASET), ox.BlankNode()
    said: list[tuple[ox.NamedNode | ox.BlankNode, str, Term]] = [
        (service, RDF + "type", _sd("Service")),
        (service, SD + "endpoint", _iri(endpoint)),
        (service, SD + "supportedLanguage", _sd("SPARQL11Query")),
        (service, SD + "feature", _sd("UnionDefaultGraph")),
        (service, SD + "defaultDataset", dataset),
        *((service, SD + "resultFormat", _iri(_FORMATS + name)) for name in _WRITTEN),
        (dataset, RDF + "type", _sd("Dataset")),
        (dataset, RDFS + "comment", ox.Literal(_PASSAGES, language="en")),
        (dataset, SD + "defaultGraph", default),
        (default, RDF + "type", _sd("Graph")),
        (default, VOID + "triples", _integer(triples)),
    ]
    for name, number in graphs.items():
        if _OF_A_PASSAGE in name:
            continue
        named, graph = ox.BlankNode(), ox.BlankNode()
        said += [
            (dataset, SD + "namedGraph", named),
            (named, RDF + "type", _sd("NamedGraph")),
            (named, SD + "name", _iri(name)),
            (named, SD + "graph", graph),
            (graph, RDF + "type", _sd("Graph")),
            (graph, VOID + "triples", _integer(number)),
        ]
    for subject, predicate, value in said:
        yield Statement(subject, _iri(predicate), value)


def _iri(iri: str) -> ox.NamedNode:
    return ox.NamedNode(iri)


def _sd(name: str) -> ox.NamedNode:
    return ox.NamedNode(SD + name)


def _integer(number: int) -> ox.Literal:
    return ox.Literal(str(number), datatype=ox.NamedNode(XSD + "integer"))
