"""Evidence as OWL annotations: for each supported triple one ``owl:Axiom`` with its sentences.

One annotated axiom per triple, with a value for each passage: the OWL API reads two annotated
axioms of one triple as two assertions, and Protégé would list both. Protégé's "@" shows a literal
as it stands and an IRI as a bare IRI, so each passage gives both: the IRI for machines and a
sentence with speaker, outlet, date and quote for people.

May know nothing of syntaxes.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode

from kg.export.witnesses import Witnesses
from kg.namespaces import OWL, RDF, TERMS
from kg.turtle import Statement

_TYPE: Final = NamedNode(RDF + "type")
_AXIOM: Final = NamedNode(OWL + "Axiom")
_SOURCE: Final = NamedNode(OWL + "annotatedSource")
_PROPERTY: Final = NamedNode(OWL + "annotatedProperty")
_TARGET: Final = NamedNode(OWL + "annotatedTarget")
_EVIDENCE: Final = NamedNode(TERMS + "evidence")
_EVIDENCE_TEXT: Final = NamedNode(TERMS + "evidenceText")


def annotate(
    stored: Iterable[Statement], kept: Iterable[Statement], *, text: bool
) -> Iterator[Statement]:
    """Yield the ``owl:Axiom`` triples for what the passages among the graphs of ``kept`` support.

    Args:
        stored: the built graph, from which the sentences are made.
        kept: the part of it that is exported.
        text: whether the sentences quote the article.
    """
    witnesses = Witnesses(stored)
    supported: dict[Statement, list[str]] = defaultdict(list)
    for statement in kept:
        if statement.graph in witnesses.spans:
            supported[statement.triple()].append(statement.graph)
    for triple, passages in supported.items():
        axiom = BlankNode()
        yield Statement(axiom, _TYPE, _AXIOM)
        yield Statement(axiom, _SOURCE, triple.subject)
        yield Statement(axiom, _PROPERTY, triple.predicate)
        yield Statement(axiom, _TARGET, triple.object)
        for passage in passages:
            sentence = witnesses.sentence(triple.subject.value, passage, text=text)
            yield Statement(axiom, _EVIDENCE, NamedNode(passage))
            yield Statement(axiom, _EVIDENCE_TEXT, Literal(sentence))
