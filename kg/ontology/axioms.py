"""An ontology as axioms, each in words and under the term that it is about.

Two files have the same axioms wherever OWL says the same in both: the order of statements and of
what has none, prefixes, labels of blank nodes, and which side of a symmetric axiom comes first make
no difference. May know nothing of files.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.manchester import MAX_DEPTH, Expressions, Phrase, joined, spoken
from kg.namespaces import OWL, RDF, RDFS, SWRL, XSD
from kg.ontology.dataset import DECLARATIONS, Names
from kg.swrl import RULE, rule
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
_OTHER_LINE_END: Final = re.compile(r"\r\n?")
_MARK: Final = " (annotated)"
_LISTS: Final = frozenset(OWL + name for name in ("hasKey", "disjointUnionOf"))
"""Properties whose value is a list that has no order in OWL."""
_TOGETHER: Final[Mapping[str, tuple[str, str]]] = {
    OWL + "AllDisjointClasses": ("DisjointClasses", OWL + "disjointWith"),
    OWL + "AllDisjointProperties": ("DisjointProperties", OWL + "propertyDisjointWith"),
    OWL + "AllDifferent": ("DifferentIndividuals", OWL + "differentFrom"),
}
"""Axioms about any number of things, and the property that says the same of two."""
_MEMBERS: Final = (OWL + "members", OWL + "distinctMembers")
_REIFIED: Final = frozenset({OWL + "Axiom", OWL + "Annotation"})
_SOURCE: Final = OWL + "annotatedSource"
_ANNOTATED: Final = (_SOURCE, OWL + "annotatedProperty", OWL + "annotatedTarget")
_NEGATIVE: Final = OWL + "NegativePropertyAssertion"
_INDIVIDUAL: Final = OWL + "sourceIndividual"
_PROPERTY: Final = OWL + "assertionProperty"
_VALUES: Final = (OWL + "targetIndividual", OWL + "targetValue")
_STRUCTURE: Final = frozenset(
    {_TYPE, SWRL + "body", SWRL + "head", *_MEMBERS, *_ANNOTATED, _INDIVIDUAL, _PROPERTY, *_VALUES}
)
"""What says which axiom a blank node is; whatever else is said of it annotates the axiom."""


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


@dataclass(frozen=True)
class _Said:
    """What an axiom says: ``term`` and ``kind`` as in `Axiom`; ``name`` is the kind in its key."""

    term: str
    kind: str
    name: str
    phrase: Phrase


class _Reader:
    def __init__(self, triples: list[Triple], names: Names) -> None:
        self._index = TripleIndex(triples)
        self._triples = triples
        self._names = names
        blank = [t for t in triples if isinstance(t.object, BlankNode)]
        self._inner = {t.object for t in blank if t.predicate.value != _SOURCE}
        self._sources = {t.object for t in blank if t.predicate.value == _SOURCE}
        self._expressions = Expressions(self._index, describe=True)

    def axioms(self) -> dict[str, Axiom]:
        found = map(self._axiom, (*self._of_terms(), *self._of_nobody()))
        return {axiom.key: axiom for axiom in found}

    def _axiom(self, said: _Said) -> Axiom:
        key = f"<{said.term}> {said.name} {_written(said.phrase, _bracketed)}"
        return Axiom(said.term, said.kind, _written(said.phrase, self._names.short), key)

    def _of_terms(self) -> Iterator[_Said]:
        for triple in self._triples:
            if isinstance(triple.subject, NamedNode):
                yield self._statement(triple.subject, triple.predicate.value, triple.object)

    def _of_nobody(self) -> Iterator[_Said]:
        for node in self._index:
            if isinstance(node, BlankNode) and node not in self._inner:
                said = self._of_node(node, MAX_DEPTH)
                if said is None:
                    yield from self._about_expression(node)
                    continue
                if not self._is_any(node, _REIFIED):
                    yield said
                yield from self._annotations(node, said)

    def _statement(self, subject: object, predicate: str, value: object) -> _Said:
        """Return what a triple says, which may be spread over a list or a blank node."""
        if predicate == _TYPE and isinstance(subject, NamedNode) and isinstance(value, NamedNode):
            if kind := DECLARATIONS.get(value.value):
                return _Said(subject.value, "Declaration", "Declaration", (kind,))
            if word := _CHARACTERISTICS.get(value.value):
                return _Said(subject.value, "Characteristic", "Characteristic", (word,))
        if predicate in _SYMMETRIC:
            subject, value = sorted((subject, value), key=self._rank)
        term, phrase = self._about(subject, self._value(predicate, value))
        return _Said(term, self._kind(predicate), predicate, phrase)

    def _about(self, subject: object, said: Phrase) -> tuple[str, Phrase]:
        """Return the term that something is about, and what is said of it."""
        if isinstance(subject, NamedNode):
            return subject.value, said
        return GENERAL, (*self._expressions.phrase(subject), ": ", *said)

    def _rank(self, node: object) -> tuple[bool, str]:
        phrase = self._expressions.phrase(node)
        return not isinstance(node, NamedNode), _written(phrase, _bracketed)

    def _value(self, predicate: str, value: object) -> Phrase:
        if predicate == OWL + "propertyChainAxiom":
            return self._expressions.chain(value)
        if predicate in _LISTS:
            return joined(self._expressions.members(value), ", ")
        return self._expressions.phrase(value)

    def _kind(self, predicate: str) -> str:
        return _WORDS.get(predicate) or self._names.short(predicate)

    def _is_any(self, node: object, types: Collection[str]) -> bool:
        return not set(self._index.iris(node, _TYPE)).isdisjoint(types)

    def _one(self, node: object, *predicates: str) -> object | None:
        found = (value for p in predicates for value in self._index.objects(node, p))
        return next(found, None)

    def _of_node(self, node: object, depth: int) -> _Said | None:
        """Return the axiom that a blank node is, or annotates; None if it is neither."""
        if self._is_any(node, _REIFIED):
            return self._reified(node, depth)
        for kind in sorted(_TOGETHER):
            if self._is_any(node, {kind}):
                return self._together(node, *_TOGETHER[kind])
        if self._is_any(node, {_NEGATIVE}):
            return self._negative(node)
        if self._is_any(node, {RULE}):
            return _Said(GENERAL, "Rule", RULE, rule(self._index, node))
        return None

    def _reified(self, node: object, depth: int) -> _Said | None:
        source, predicate, target = (self._one(node, part) for part in _ANNOTATED)
        if not isinstance(predicate, NamedNode):
            return None
        of = self._of_node(source, depth - 1) if isinstance(source, BlankNode) and depth else None
        if of is None:
            return self._statement(source, predicate.value, target)
        return self._annotation(of, predicate.value, target)

    def _together(self, node: object, kind: str, of_two: str) -> _Said:
        heads = [head for name in _MEMBERS for head in self._index.objects(node, name)]
        members = [member for head in heads for member in self._index.members(head)]
        if len(members) == 2:  # which the OWL API saves as either form
            return self._statement(members[0], of_two, members[1])
        phrases = (phrase for head in heads for phrase in self._expressions.members(head))
        return _Said(GENERAL, kind, kind, joined(phrases, ", "))

    def _negative(self, node: object) -> _Said | None:
        individual, value = self._one(node, _INDIVIDUAL), self._one(node, *_VALUES)
        property_ = self._one(node, _PROPERTY)
        if individual is None or property_ is None or value is None:
            return None
        of = ("not ", *self._expressions.phrase(property_))
        term, phrase = self._about(individual, self._expressions.phrase(value))
        return _Said(term, _written(of, self._names.short), _written(of, _bracketed), phrase)

    def _annotations(self, node: object, said: _Said) -> Iterator[_Said]:
        for predicate in self._index.predicates(node):
            for value in self._index.objects(node, predicate):
                if predicate not in _STRUCTURE:
                    yield self._annotation(said, predicate, value)

    def _annotation(self, said: _Said, predicate: str, value: object) -> _Said:
        more = (": ", NamedNode(predicate), " ", *self._expressions.phrase(value))
        kind = said.kind if said.kind.endswith(_MARK) else said.kind + _MARK
        return _Said(said.term, kind, f"annotated {said.name}", (*said.phrase, *more))

    def _about_expression(self, node: BlankNode) -> Iterator[_Said]:
        """Yield what a general class axiom says of an expression, or else what a blank node is."""
        said = set(self._index.predicates(node)) & _WORDS.keys() - {_TYPE, OWL + "inverseOf"}
        if not said and node not in self._sources:  # which what is annotated is a copy of
            yield _Said(GENERAL, "Unnamed", "Unnamed", self._expressions.phrase(node))
        for predicate in sorted(said):
            for value in self._index.objects(node, predicate):
                yield self._statement(node, predicate, value)


def _bracketed(iri: str) -> str:
    return f"<{iri}>"


def _written(phrase: Phrase, name: Callable[[str], str]) -> str:
    """Return a phrase as text; literals, which are prose for the most part, are quoted as prose."""

    def value(literal: Literal) -> str:
        # XML has one line end, and the OWL API does not escape others when it saves.
        text = _OTHER_LINE_END.sub("\n", literal.value)
        quoted = f"“{text}”"
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
