"""An ontology as axioms, each in words and under the term that it is about.

Two files have the same axioms wherever OWL says the same in both: the order of statements and of
what has none, prefixes, labels of blank nodes, and which side of a symmetric axiom comes first make
no difference. May know nothing of files.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.manchester import Expressions, Phrase, joined, spoken
from kg.namespaces import OWL, RDF, RDFS, XSD
from kg.ontology.dataset import DECLARATIONS, Names
from kg.vocabulary.tripleindex import TripleIndex

GENERAL: Final = ""
"""Stands for the term of an axiom that is about none in particular."""

_TYPE: Final = RDF + "type"
_WORDS: Final[Mapping[str, str]] = {
    RDFS + "subClassOf": "SubClassOf",
    RDFS + "subPropertyOf": "SubPropertyOf",
    RDFS + "domain": "Domain",
    RDFS + "range": "Range",
    OWL + "equivalentClass": "EquivalentTo",
    OWL + "equivalentProperty": "EquivalentTo",
    OWL + "disjointWith": "DisjointWith",
    OWL + "propertyDisjointWith": "DisjointWith",
    OWL + "disjointUnionOf": "DisjointUnionOf",
    OWL + "inverseOf": "InverseOf",
    OWL + "propertyChainAxiom": "SubPropertyChain",
    OWL + "hasKey": "HasKey",
    OWL + "sameAs": "SameAs",
    OWL + "differentFrom": "DifferentFrom",
    OWL + "imports": "Import",
    _TYPE: "Type",
}
_CHARACTERISTICS: Final[Mapping[str, str]] = {
    OWL + f"{word}Property": word
    for word in (
        "Functional", "InverseFunctional", "Transitive", "Symmetric", "Asymmetric", "Reflexive",
        "Irreflexive",
    )
}  # fmt: skip
_SYMMETRIC: Final = frozenset(
    OWL + name
    for name in (
        "equivalentClass", "equivalentProperty", "disjointWith", "propertyDisjointWith",
        "inverseOf", "sameAs", "differentFrom",
    )
)  # fmt: skip
_UNORDERED: Final[Mapping[str, str]] = {
    OWL + "AllDisjointClasses": "DisjointClasses",
    OWL + "AllDisjointProperties": "DisjointProperties",
    OWL + "AllDifferent": "DifferentIndividuals",
}
_ANNOTATED: Final = tuple(
    OWL + name for name in ("annotatedSource", "annotatedProperty", "annotatedTarget")
)


@dataclass(frozen=True, order=True)
class Axiom:
    """An axiom, or a statement that annotates.

    Attributes:
        term: IRI of what it is about, or :data:`GENERAL`.
        kind: its sort, such as ``SubClassOf``, or the label of a property.
        words: what it says, terms by their labels.
        key: the same with terms by their IRIs; the same axiom has the same key.
    """

    term: str
    kind: str
    words: str
    key: str

    @property
    def declares(self) -> bool:
        """Whether it says which kind of term the term is."""
        return self.kind == "Declaration"


def axioms_of(triples: Iterable[Triple], names: Names) -> dict[str, Axiom]:
    """Return the axioms that ``triples`` stand for, by their keys.

    Args:
        triples: of one version of an ontology.
        names: of the terms.
    """
    return _Reader(list(triples), names).axioms()


class _Reader:
    def __init__(self, triples: list[Triple], names: Names) -> None:
        self._index = TripleIndex(triples)
        self._triples = triples
        self._names = names
        self._inner = {t.object for t in triples if isinstance(t.object, BlankNode)}
        self._expressions = Expressions(self._index, describe=True)

    def axioms(self) -> dict[str, Axiom]:
        found = (*self._of_terms(), *self._of_nobody())
        return {axiom.key: axiom for axiom in found}

    def _of_terms(self) -> Iterator[Axiom]:
        for triple in self._triples:
            if isinstance(triple.subject, NamedNode):
                yield self._axiom(triple.subject, triple.predicate.value, triple.object)

    def _of_nobody(self) -> Iterator[Axiom]:
        for node in self._index:
            if isinstance(node, BlankNode) and node not in self._inner:
                types = set(self._index.iris(node, _TYPE))
                if OWL + "Axiom" in types:
                    yield from self._annotations(node)
                elif kinds := types & _UNORDERED.keys():
                    yield self._unordered(node, kinds.pop())
                else:
                    yield from self._about_expression(node)

    def _axiom(self, subject: NamedNode, predicate: str, value: object) -> Axiom:
        if predicate == _TYPE and isinstance(value, NamedNode):
            if kind := DECLARATIONS.get(value.value):
                return self._made(subject.value, "Declaration", (kind,))
            if characteristic := _CHARACTERISTICS.get(value.value):
                return self._made(subject.value, "Characteristic", (characteristic,))
        if predicate in _SYMMETRIC and isinstance(value, NamedNode) and value.value < subject.value:
            subject, value = value, subject
        said = self._value(predicate, value)
        return self._made(subject.value, self._kind(predicate), said, predicate)

    def _made(self, term: str, kind: str, said: Phrase, predicate: str = "") -> Axiom:
        key = f"<{term}> {predicate or kind} {_written(said, lambda iri: f'<{iri}>')}"
        return Axiom(term, kind, _written(said, self._names.short), key)

    def _value(self, predicate: str, value: object) -> Phrase:
        if predicate == OWL + "propertyChainAxiom":
            return self._expressions.chain(value)
        return self._expressions.phrase(value)

    def _kind(self, predicate: str) -> str:
        return _WORDS.get(predicate) or self._names.short(predicate)

    def _unordered(self, node: BlankNode, kind: str) -> Axiom:
        heads = [
            head
            for name in ("members", "distinctMembers")
            for head in self._index.objects(node, OWL + name)
        ]
        members = [member for head in heads for member in self._index.members(head)]
        pair = [member for member in members if isinstance(member, NamedNode)]
        if kind == OWL + "AllDisjointClasses" and len(members) == len(pair) == 2:
            # Protégé saves the two forms as one.
            return self._axiom(pair[0], OWL + "disjointWith", pair[1])
        said = (phrase for head in heads for phrase in self._expressions.members(head))
        return self._made(GENERAL, _UNORDERED[kind], joined(said, ", "))

    def _annotations(self, node: BlankNode) -> Iterator[Axiom]:
        source, property_, target = (
            next(iter(self._index.objects(node, part)), None) for part in _ANNOTATED
        )
        if not isinstance(property_, NamedNode):
            yield from self._about_expression(node)
            return
        term = source.value if isinstance(source, NamedNode) else GENERAL
        kind = f"{self._kind(property_.value)} (annotated)"
        about = self._value(property_.value, target)
        for predicate in self._index.predicates(node):
            for value in self._index.objects(node, predicate):
                if predicate not in (*_ANNOTATED, _TYPE):
                    said = (": ", NamedNode(predicate), " ", *self._expressions.phrase(value))
                    yield self._made(term, kind, (*about, *said), f"annotated {property_.value}")

    def _about_expression(self, node: BlankNode) -> Iterator[Axiom]:
        """Yield what a general class axiom says of an expression, or else what a blank node is."""
        said = set(self._index.predicates(node)) & _WORDS.keys() - {_TYPE, OWL + "inverseOf"}
        about = self._expressions.phrase(node)
        if not said:
            yield self._made(GENERAL, "Unnamed", about)
        for predicate in sorted(said):
            for value in self._index.objects(node, predicate):
                phrase = (*about, ": ", *self._value(predicate, value))
                yield self._made(GENERAL, self._kind(predicate), phrase, predicate)


def _written(phrase: Phrase, name: Callable[[str], str]) -> str:
    """Return a phrase as text; literals, which are prose for the most part, are quoted as prose."""

    def value(literal: Literal) -> str:
        quoted = f"“{literal.value}”"
        if literal.language:
            return f"{quoted}@{literal.language}"
        typed = literal.datatype.value != XSD + "string"
        return f"{quoted}^^{name(literal.datatype.value)}" if typed else quoted

    return spoken(phrase, name, value)


def by_term(axioms: Iterable[Axiom]) -> Mapping[str, list[Axiom]]:
    """Return axioms by the term that they are about, sorted within it."""
    grouped: defaultdict[str, list[Axiom]] = defaultdict(list)
    for axiom in sorted(axioms):
        grouped[axiom.term].append(axiom)
    return grouped
