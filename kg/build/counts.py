"""How much a graph holds, in the words in which analysts count: passages, claims, facts.

May know nothing of files, and of the ontology only the terms that define these words.
"""

from collections.abc import Sequence

import pyoxigraph as ox

from kg.namespaces import INFERRED_GRAPH, ONTOLOGY, RDF, REFERENCE_GRAPH, TERMS
from kg.store import Counts
from kg.validate import Report, Severity
from kg.vocabulary import Vocabulary

_TYPE = ox.NamedNode(RDF + "type")
_PASSAGE = ox.NamedNode(TERMS + "Passage")
_VOICE = ox.NamedNode(TERMS + "voice")
_OUTLET = ox.NamedNode(TERMS + "outlet")
_BACKGROUND = frozenset(map(ox.NamedNode, (ONTOLOGY, REFERENCE_GRAPH, INFERRED_GRAPH)))


def count(
    quads: Sequence[ox.Quad],
    vocabulary: Vocabulary,
    *,
    articles: int,
    report: Report,
) -> Counts:
    """Return what ``quads``, a whole graph without duplicates, holds.

    Args:
        quads: the graph.
        vocabulary: its ontology; it says what is a claim and what is assertive.
        articles: annotated articles that it was made from.
        report: what the shapes say of it.
    """
    classes, properties = vocabulary.classes.values(), vocabulary.properties.values()
    assertive = {ox.NamedNode(c.iri) for c in classes if c.assertion == "assertive"}
    assertive |= {ox.NamedNode(p.iri) for p in properties if p.assertion == "assertive"}
    claim_classes = {ox.NamedNode(c.iri) for c in classes if c.is_a((TERMS + "Claim",))}
    said = [quad for quad in quads if quad.graph_name not in _BACKGROUND]
    typed = [quad for quad in said if quad.predicate == _TYPE]
    outlet = {q.subject for q in said if q.predicate == _VOICE and q.object == _OUTLET}
    facts = {
        quad.triple
        for quad in said
        if quad.graph_name in outlet
        and (quad.object if quad.predicate == _TYPE else quad.predicate) in assertive
    }
    return Counts(
        articles=articles,
        passages=sum(quad.object == _PASSAGE for quad in typed),
        claims=len({quad.subject for quad in typed if quad.object in claim_classes}),
        facts=len(facts),
        triples=len({quad.triple for quad in quads}),
        quads=len(quads),
        warnings=report.counts.get(Severity.WARNING, 0),
        infos=report.counts.get(Severity.INFO, 0),
    )
