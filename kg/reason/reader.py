"""From quads to axioms and assertions, so that no other module knows how OWL is written in RDF.

Follows https://www.w3.org/TR/owl2-mapping-to-rdf/ . Names of graphs play no part: axioms and
assertions are those of the union. May know nothing of rules.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from kg.namespaces import compact
from kg.reason.axioms import (
    NOTHING,
    THING,
    TYPE,
    AllValuesFrom,
    Axiom,
    ClassAssertion,
    ClassExpression,
    ComplementOf,
    DataRange,
    EquivalentClasses,
    EquivalentProperties,
    HasValue,
    Individual,
    IntersectionOf,
    InverseOf,
    InverseProperties,
    OneOf,
    OtherAxiom,
    OtherExpression,
    PropertyChain,
    PropertyDomain,
    PropertyExpression,
    PropertyRange,
    SomeValuesFrom,
    SubClassOf,
    SubPropertyOf,
    SymmetricProperty,
    TransitiveProperty,
    UnionOf,
)
from kg.reason.syntax import Assertion, Node, OwlTriples, is_reserved

MAX_DEPTH: Final = 64
"""How deeply class expressions may nest: more is unreadable, and a circle would never end."""

_TERM_TYPES: Final = (
    *("owl:AnnotationProperty", "owl:Class", "owl:DatatypeProperty", "owl:ObjectProperty"),
    *("owl:Ontology", "rdfs:Datatype"),
)
_BOOLEANS: Final = ("owl:complementOf", "owl:intersectionOf", "owl:oneOf", "owl:unionOf")
_RESTRICTIONS: Final = (
    *("owl:allValuesFrom", "owl:hasSelf", "owl:hasValue", "owl:someValuesFrom"),
    *("owl:cardinality", "owl:maxCardinality", "owl:minCardinality"),
    *("owl:maxQualifiedCardinality", "owl:minQualifiedCardinality", "owl:qualifiedCardinality"),
)
_DATA_RANGES: Final = frozenset({"owl:onDatatype", "owl:datatypeComplementOf"})

_NO_AXIOM: Final = frozenset(
    {
        # parts of lists and of expressions
        *("rdf:first", "rdf:rest", "owl:onClass", "owl:onDataRange", "owl:onProperties"),
        *("owl:onProperty", "owl:withRestrictions", *_BOOLEANS, *_RESTRICTIONS, *_DATA_RANGES),
        # annotations
        *("rdf:reifies", "rdfs:comment", "rdfs:isDefinedBy", "rdfs:label", "rdfs:seeAlso"),
        *("owl:annotatedProperty", "owl:annotatedSource", "owl:annotatedTarget", "owl:deprecated"),
        *("owl:backwardCompatibleWith", "owl:imports", "owl:incompatibleWith"),
        *("owl:priorVersion", "owl:versionIRI", "owl:versionInfo"),
        # what only forbids
        *("owl:assertionProperty", "owl:differentFrom", "owl:disjointWith", "owl:distinctMembers"),
        *(
            "owl:members",
            "owl:propertyDisjointWith",
            "owl:sourceIndividual",
            "owl:targetIndividual",
        ),
        "owl:targetValue",
    }
)
"""Reserved predicates from which no assertion follows, or not from them alone."""

_NO_AXIOM_TYPES: Final = frozenset(
    {
        *_TERM_TYPES,
        *("rdf:List", "rdf:Property", "rdfs:Class", "owl:Annotation", "owl:Axiom"),
        *("owl:DeprecatedClass", "owl:DeprecatedProperty", "owl:NamedIndividual"),
        *("owl:OntologyProperty", "owl:Restriction", "owl:Thing"),
        # what only forbids
        *("owl:AllDifferent", "owl:AllDisjointClasses", "owl:AllDisjointProperties"),
        *("owl:AsymmetricProperty", "owl:IrreflexiveProperty", "owl:NegativePropertyAssertion"),
    }
)
"""Reserved classes whose instances are no axioms from which an assertion follows."""


@dataclass(frozen=True)
class Ontology:
    """What quads say: axioms and assertions, and which names are terms and which individuals."""

    axioms: tuple[Axiom, ...]
    assertions: tuple[Assertion, ...]
    terms: frozenset[NamedNode]
    individuals: frozenset[Individual]


def read_ontology(quads: Iterable[Quad]) -> Ontology:
    """Return the axioms and assertions that ``quads`` hold.

    Raises:
        OntologyError: a list, a class expression or a property expression is malformed.
    """
    return _Reader(OwlTriples(quads)).read()


class _Reader:
    def __init__(self, triples: OwlTriples) -> None:
        self._triples = triples
        self._datatypes = triples.declared("rdfs:Datatype")
        self._data_properties = triples.declared("owl:DatatypeProperty")
        self._annotation_properties = triples.declared("owl:AnnotationProperty") - (
            triples.declared("owl:ObjectProperty") | self._data_properties
        )
        self._individuals = set(triples.declared("owl:NamedIndividual", "owl:Thing"))

    def read(self) -> Ontology:
        axioms = tuple(dict.fromkeys(self._axioms()))
        assertions = tuple(
            a for a in self._triples.assertions if a[1] not in self._annotation_properties
        )
        for subject, predicate, obj in assertions:
            self._individuals.add(subject)
            if predicate != TYPE and not isinstance(obj, Literal):
                self._individuals.add(obj)
        terms = self._triples.declared(*_TERM_TYPES)
        return Ontology(
            axioms,
            assertions,
            frozenset(term for term in terms if isinstance(term, NamedNode)),
            frozenset(self._individuals),
        )

    # -------------------------------------------------------------- axioms

    def _axioms(self) -> Iterator[Axiom]:
        for subject, said in self._triples.said.items():
            for curie, objects in said.items():
                for obj in objects:
                    yield from self._axiom(subject, curie, obj)
        for curie, subjects in self._triples.instances.items():
            for subject in subjects:
                yield from self._axiom_of_type(subject, curie)
        for individual, node in self._triples.unnamed_types:
            self._individuals.add(individual)
            yield ClassAssertion(self._class(node), individual)

    def _axiom(self, subject: Individual, curie: str, obj: Node) -> Iterator[Axiom]:
        match curie:
            case "rdfs:subClassOf":
                yield SubClassOf(self._class(subject), self._class(obj))
            case "owl:equivalentClass":
                yield EquivalentClasses(self._class(subject), self._class(obj))
            case "owl:disjointUnionOf":
                yield EquivalentClasses(self._class(subject), UnionOf(self._operands(obj)))
            case _ if curie in _BOOLEANS and isinstance(subject, NamedNode):
                yield EquivalentClasses(self._class(subject), self._boolean(curie, obj))
            case "owl:inverseOf" if isinstance(subject, NamedNode):
                yield InverseProperties(subject, self._property(obj))
            case "owl:inverseOf":  # of a blank node: no axiom, but an expression
                return
            case "rdfs:subPropertyOf" | "rdfs:domain" | "rdfs:range":
                if subject not in self._annotation_properties:
                    yield self._property_axiom(self._property(subject), curie, obj)
            case "owl:equivalentProperty":
                yield EquivalentProperties(self._property(subject), self._property(obj))
            case "owl:propertyChainAxiom":
                chain = tuple(self._property(member) for member in self._triples.members(obj))
                if len(chain) < 2:
                    raise self._triples.malformed(obj, "a chain has at least two properties")
                yield SubPropertyOf(PropertyChain(chain), self._property(subject))
            case _ if curie not in _NO_AXIOM:
                yield OtherAxiom(curie, subject)

    def _property_axiom(self, prop: PropertyExpression, curie: str, obj: Node) -> Axiom:
        match curie:
            case "rdfs:subPropertyOf":
                return SubPropertyOf(prop, self._property(obj))
            case "rdfs:domain":
                return PropertyDomain(prop, self._class(obj))
            case _:
                return PropertyRange(prop, self._class(obj))

    def _axiom_of_type(self, subject: Individual, curie: str) -> Iterator[Axiom]:
        match curie:
            case "owl:SymmetricProperty":
                yield SymmetricProperty(self._property(subject))
            case "owl:TransitiveProperty":
                yield TransitiveProperty(self._property(subject))
            case "owl:FunctionalProperty" if subject in self._data_properties:
                # Two literals are one or they are not: nothing but an inconsistency follows.
                return
            case _ if curie not in _NO_AXIOM_TYPES:
                yield OtherAxiom(curie, subject)

    # -------------------------------------------------------------- expressions

    def _property(self, node: Node) -> PropertyExpression:
        if isinstance(node, NamedNode):
            return node
        inverse = self._triples.one(node, "owl:inverseOf")
        if not isinstance(inverse, NamedNode):
            raise self._triples.malformed(node, "owl:inverseOf names a property")
        return InverseOf(inverse)

    def _class(self, node: Node, depth: int = 0) -> ClassExpression:
        if depth > MAX_DEPTH:
            raise self._triples.malformed(
                node, f"class expressions nest more than {MAX_DEPTH} deep, or go in a circle"
            )
        constructs = self._triples.constructs(node)
        if node in self._datatypes or constructs & _DATA_RANGES:
            return DataRange(compact(node.value) if isinstance(node, NamedNode) else "a data range")
        if isinstance(node, NamedNode):
            is_class = node in (THING, NOTHING) or not is_reserved(node)
            return node if is_class else DataRange(compact(node.value))
        shapes = sorted(constructs.intersection(_BOOLEANS + _RESTRICTIONS))
        if len(shapes) != 1:
            raise self._triples.malformed(node, "a class expression is one construct of OWL")
        value = self._triples.one(node, shapes[0])
        if shapes[0] in _BOOLEANS:
            return self._boolean(shapes[0], value, depth)
        return self._restriction(node, shapes[0], value, depth)

    def _operands(self, node: Node, depth: int = 0) -> tuple[ClassExpression, ...]:
        return tuple(self._class(member, depth + 1) for member in self._triples.members(node))

    def _boolean(self, construct: str, value: Node, depth: int = 0) -> ClassExpression:
        match construct:
            case "owl:intersectionOf":
                operands = self._operands(value, depth)
                return IntersectionOf(operands) if operands else THING
            case "owl:unionOf":
                return UnionOf(self._operands(value, depth))
            case "owl:complementOf":
                return ComplementOf(self._class(value, depth + 1))
            case _:
                members = self._triples.members(value)
                individuals = tuple(m for m in members if isinstance(m, NamedNode | BlankNode))
                if len(individuals) < len(members):
                    return DataRange("a data range")
                self._individuals.update(individuals)
                return OneOf(individuals)

    def _restriction(self, node: Node, construct: str, value: Node, depth: int) -> ClassExpression:
        if construct not in ("owl:someValuesFrom", "owl:allValuesFrom", "owl:hasValue"):
            return OtherExpression(construct)
        if "owl:onProperties" in self._triples.constructs(node):
            return OtherExpression("owl:onProperties")
        prop = self._property(self._triples.one(node, "owl:onProperty"))
        if construct == "owl:someValuesFrom":
            return SomeValuesFrom(prop, self._class(value, depth + 1))
        if construct == "owl:allValuesFrom":
            return AllValuesFrom(prop, self._class(value, depth + 1))
        if isinstance(value, Triple):
            raise self._triples.malformed(node, "owl:hasValue names an individual or a literal")
        if not isinstance(value, Literal):
            self._individuals.add(value)
        return HasValue(prop, value)
