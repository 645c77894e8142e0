"""Evidence as OWL annotations: for each supported triple one ``owl:Axiom`` with its sentences.

One annotated axiom per triple, with a value for each passage: the OWL API reads two annotated
axioms of one triple as two assertions, and Protégé would list both. Protégé's "@" shows a literal
as it stands and an IRI as a bare IRI, so each passage gives both: the IRI for machines and a
sentence with speaker, outlet, date and quote for people.

May know nothing of syntaxes.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

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


class Support(NamedTuple):
    """What stands behind a triple: a sentence for people, and the IRI of what it is from.

    What is no passage is not evidence in the ontology's sense: another property relates it.
    """

    source: str
    sentence: str
    relation: NamedNode = _EVIDENCE


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
    supported: dict[Statement, list[Support]] = defaultdict(list)
    for statement in kept:
        passage = statement.graph
        if passage in witnesses.spans:
            sentence = witnesses.sentence(statement.subject.value, passage, text=text)
            supported[statement.triple()].append(Support(passage, sentence))
    yield from axioms(supported)


def axioms(supported: Mapping[Statement, Sequence[Support]]) -> Iterator[Statement]:
    """Yield one ``owl:Axiom`` for each triple, with all that supports it."""
    for triple, supports in supported.items():
        axiom = BlankNode()
        yield Statement(axiom, _TYPE, _AXIOM)
        yield Statement(axiom, _SOURCE, triple.subject)
        yield Statement(axiom, _PROPERTY, triple.predicate)
        yield Statement(axiom, _TARGET, triple.object)
        for source, sentence, relation in supports:
            yield Statement(axiom, relation, NamedNode(source))
            yield Statement(axiom, _EVIDENCE_TEXT, Literal(sentence))
