"""From derivations to explanations: every step in words, every ground with its source.

May know nothing of layout, nor of how names on a command line become terms.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property
from typing import Final

import pyoxigraph as ox

from kg.namespaces import DCTERMS, INFERRED_GRAPH, ONTOLOGY, REFERENCE_GRAPH, SKOS, compact
from kg.reason import Derivation, Reasoning
from kg.reason.axioms import (
    Axiom,
    DifferentIndividuals,
    NegativePropertyAssertion,
    terms_of,
)
from kg.reason.expressions import TYPE
from kg.reason.reader import read_ontology
from kg.show.sources import Node, Passage
from kg.show.testimony import Testimony
from kg.show.wording import Wording
from kg.why.model import Definition, Publication, Reason, Rule, Support, Testimonial

_DEFINITION: Final = ox.NamedNode(SKOS + "definition")
_SOURCE: Final = ox.NamedNode(DCTERMS + "source")
_INFERRED: Final = ox.NamedNode(INFERRED_GRAPH)
_REFERENCE: Final = ox.NamedNode(REFERENCE_GRAPH)
_ONTOLOGY: Final = ox.NamedNode(ONTOLOGY)


def asserted(quads: Iterable[ox.Quad]) -> list[ox.Quad]:
    """Return what is asserted of a built graph, each quad in its own graph.

    Args:
        quads: the built graph as it is written (:func:`kg.store.read_quads`).
    """
    return [
        quad
        for quad in quads
        if isinstance(quad.graph_name, ox.NamedNode) and quad.graph_name != _INFERRED
    ]


class Explainer:
    """Explains what holds in one built graph.

    Args:
        graph: the built graph.
        quads: the same as it is written; the reasoner needs literals that a store changes.

    Raises:
        OntologyError: an axiom is malformed.
    """

    def __init__(self, graph: ox.Store, quads: Iterable[ox.Quad]) -> None:
        self.testimony = Testimony(graph)
        self.wording = Wording(self.testimony)
        self.asserted = asserted(quads)
        # The derivations of one triple share most of what there is to look up.
        self._grounds: dict[ox.Triple, Reason] = {}
        self._rules: dict[tuple[Axiom, ox.Triple | None], Rule] = {}

    @cached_property
    def reasoning(self) -> Reasoning:
        """What follows from what is asserted."""
        return Reasoning(self.asserted)

    def explain(self, triple: ox.Triple) -> Reason | None:
        """Return a minimal derivation of a triple, or None where it does not hold."""
        return next(self.reasons(triple), None)

    def reasons(self, triple: ox.Triple) -> Iterator[Reason]:
        """Yield every minimal derivation of a triple, each when it is asked for.

        Nothing is yielded for what does not hold.
        """
        yield from map(self.reason, self.reasoning.derivations(triple))

    def reason(self, derivation: Derivation) -> Reason:
        """Return a derivation in words, with its sources."""
        # With a record of its own: another one may get the identity of what is gone by then.
        return self._reason(derivation, {})

    def supposing(self, derivation: Derivation, supposed: ox.Triple) -> Reason:
        """Return what would follow if a triple held that does not."""
        words = f"{self.wording.triple(supposed)} (supposed)"
        return self._reason(derivation, {}, Reason(supposed, words, support=Support()))

    def _reason(
        self, derivation: Derivation, told: dict[int, Reason], supposed: Reason | None = None
    ) -> Reason:
        # By identity, as the reasoner shares what it has told: trees may be large and equal.
        if id(derivation) not in told:
            told[id(derivation)] = self._told(derivation, told, supposed)
        return told[id(derivation)]

    def _told(
        self, derivation: Derivation, told: dict[int, Reason], supposed: Reason | None
    ) -> Reason:
        triple = derivation.conclusion
        if supposed is not None and triple == supposed.triple and derivation.is_asserted:
            return supposed
        if derivation.is_asserted and triple is not None:
            return self._ground(triple)
        return Reason(
            triple,
            "this cannot be" if triple is None else self.wording.triple(triple),
            rule=self._rule(derivation),
            premises=tuple(self._reason(one, told, supposed) for one in derivation.premises),
        )

    def _ground(self, triple: ox.Triple) -> Reason:
        if triple not in self._grounds:
            words = self.wording.triple(triple)
            self._grounds[triple] = Reason(triple, words, support=self.support(triple))
        return self._grounds[triple]

    def _rule(self, step: Derivation) -> Rule | None:
        if step.equality is not None:
            return Rule(step.equality, self.wording.rule(step.equality))
        if step.axiom is None or step.narrowed is None:
            return None
        key = step.narrowed, step.conclusion
        if key not in self._rules:
            self._rules[key] = self.rule(*key)
        return replace(self._rules[key], axiom=step.axiom, support=self._stated(step.axiom))

    # ------------------------------------------------------------ axioms

    def rule(self, axiom: Axiom, conclusion: ox.Triple | None, *, defined: bool = True) -> Rule:
        """Return an axiom in words.

        Args:
            axiom: the axiom.
            conclusion: what it leads to here; its class or property is what gets defined.
            defined: whether definitions are wanted; without a conclusion, of all that it names.
        """
        if not defined:
            return Rule(axiom, self.wording.axiom(axiom))
        concluded: list[Node] = []
        if conclusion is not None:
            term = conclusion.object if conclusion.predicate == TYPE else conclusion.predicate
            concluded = [term] if isinstance(term, ox.NamedNode) else []
        terms = dict.fromkeys([*concluded, *(() if concluded else terms_of(axiom))])
        definitions = (self.definition(term) for term in terms)
        return Rule(axiom, self.wording.axiom(axiom), tuple(d for d in definitions if d.text))

    def _stated(self, axiom: Axiom) -> Support | None:
        """Return who states an axiom that is about individuals, as an article cannot."""
        if not isinstance(axiom, DifferentIndividuals | NegativePropertyAssertion):
            return None
        by_ontology = axiom in self._axioms_of_ontology
        return Support(ontology=by_ontology, background=not by_ontology)

    @cached_property
    def _axioms_of_ontology(self) -> frozenset[Axiom]:
        quads = (quad for quad in self.asserted if quad.graph_name == _ONTOLOGY)
        return frozenset(read_ontology(quads).axioms)

    def definition(self, term: Node) -> Definition:
        """Return what the ontology says a term means."""
        texts = [self.testimony.name(value) for value in self.testimony.values(term, _DEFINITION)]
        return Definition(term, self.testimony.name(term), " ".join(texts))

    # ------------------------------------------------------------ sources

    def support(self, triple: ox.Triple) -> Support:
        """Return on what an asserted triple stands."""
        passages: list[Testimonial] = []
        recorded: dict[str, Publication] = {}
        graphs = set()
        for quad in self.testimony.quads(_node(triple.subject), triple.predicate, triple.object):
            graph = quad.graph_name
            assert isinstance(graph, ox.NamedNode)  # noqa: S101 - quads() yields no others
            graphs.add(graph)
            passage = self.testimony.passage(graph)
            if passage is not None:
                passages.append(self._testimonial(passage, _node(triple.subject)))
            elif graph not in (_REFERENCE, _ONTOLOGY, _INFERRED):
                article = self.testimony.article(graph)
                recorded[article.id] = Publication(article, self.testimony.outlets(article))
        return Support(
            passages=tuple(sorted(passages, key=lambda one: _in_text(one.passage))),
            recorded=tuple(recorded[id_] for id_ in sorted(recorded)),
            background=_REFERENCE in graphs,
            sources=self._sources(triple) if _REFERENCE in graphs else (),
            ontology=_ONTOLOGY in graphs,
        )

    def _testimonial(self, passage: Passage, subject: Node) -> Testimonial:
        together = (self.testimony.passage(ox.NamedNode(iri)) for iri in passage.read_with)
        return Testimonial(
            passage,
            self.testimony.attributed(passage, subject),
            self.testimony.outlets(passage.article),
            tuple(sorted((one for one in together if one), key=_in_text)),
        )

    def _sources(self, triple: ox.Triple) -> tuple[str, ...]:
        values = self.testimony.values(_node(triple.subject), _SOURCE)
        return tuple(sorted(v.value for v in values if isinstance(v, ox.NamedNode)))


def source_words(iri: str) -> str:
    """Return a source as a CURIE where a prefix fits, else as its IRI."""
    short = compact(iri)
    return iri if short.startswith("<") else short


def _node(term: object) -> Node:
    assert isinstance(term, ox.NamedNode)  # noqa: S101 - instance data has no blank nodes
    return term


def _in_text(passage: Passage) -> tuple[str, int, int]:
    return passage.article.iri, passage.start, -passage.end
