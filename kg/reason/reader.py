"""From quads to axioms and assertions, so that no other module knows how OWL is written in RDF.

Follows https://www.w3.org/TR/owl2-mapping-to-rdf/ . Names of graphs play no part: axioms and
assertions are those of the union. May know nothing of rules.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from kg.reason.axioms import (
    AsymmetricProperty,
    Axiom,
    ClassAssertion,
    DifferentIndividuals,
    DisjointClasses,
    DisjointProperties,
    EquivalentClasses,
    EquivalentProperties,
    FunctionalProperty,
    HasKey,
    InverseFunctionalProperty,
    InverseProperties,
    IrreflexiveProperty,
    NegativePropertyAssertion,
    OtherAxiom,
    PropertyDomain,
    PropertyRange,
    SubClassOf,
    SubPropertyOf,
    SymmetricProperty,
    TransitiveProperty,
)
from kg.reason.expressionreader import (
    BOOLEANS,
    DATA_RANGES,
    FACETS,
    RESTRICTIONS,
    ExpressionReader,
)
from kg.reason.expressions import (
    DIFFERENT_FROM,
    SAME_AS,
    TYPE,
    Individual,
    PropertyChain,
    PropertyExpression,
    UnionOf,
)
from kg.reason.syntax import Assertion, Node, OwlTriples

_TERM_TYPES: Final = (
    *("owl:AnnotationProperty", "owl:Class", "owl:DatatypeProperty", "owl:ObjectProperty"),
    *("owl:Ontology", "rdfs:Datatype"),
)
_NO_AXIOM: Final = frozenset(
    {
        # parts of lists and of expressions
        *("rdf:first", "rdf:rest", "owl:onClass", "owl:onDataRange", "owl:onProperties"),
        *("owl:onProperty", "owl:withRestrictions", *BOOLEANS, *RESTRICTIONS, *DATA_RANGES),
        *FACETS,
        # annotations
        *("rdf:reifies", "rdfs:comment", "rdfs:isDefinedBy", "rdfs:label", "rdfs:seeAlso"),
        *("owl:annotatedProperty", "owl:annotatedSource", "owl:annotatedTarget", "owl:deprecated"),
        *("owl:backwardCompatibleWith", "owl:imports", "owl:incompatibleWith"),
        *("owl:priorVersion", "owl:versionIRI", "owl:versionInfo"),
        # parts of axioms that are instances of a class of axioms
        *("owl:assertionProperty", "owl:distinctMembers", "owl:members", "owl:sourceIndividual"),
        *("owl:targetIndividual", "owl:targetValue"),
    }
)
"""Reserved predicates that make no axiom, or not by themselves."""

_NO_AXIOM_TYPES: Final = frozenset(
    {
        *_TERM_TYPES,
        *("rdf:List", "rdf:Property", "rdfs:Class", "owl:Annotation", "owl:Axiom"),
        *("owl:DeprecatedClass", "owl:DeprecatedProperty", "owl:NamedIndividual"),
        *("owl:OntologyProperty", "owl:Restriction", "owl:Thing"),
    }
)
"""Reserved classes whose instances are no axioms."""

_PROPERTY_AXIOMS: Final[Mapping[str, Callable[[PropertyExpression], Axiom]]] = {
    "owl:AsymmetricProperty": AsymmetricProperty,
    "owl:FunctionalProperty": FunctionalProperty,
    "owl:InverseFunctionalProperty": InverseFunctionalProperty,
    "owl:IrreflexiveProperty": IrreflexiveProperty,
    "owl:SymmetricProperty": SymmetricProperty,
    "owl:TransitiveProperty": TransitiveProperty,
}
"""Axioms that say of a property that it is of a class."""


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
        self._expressions = ExpressionReader(triples)
        self._annotation_properties = triples.declared("owl:AnnotationProperty") - (
            triples.declared("owl:ObjectProperty", "owl:DatatypeProperty")
        )
        self._individuals = self._expressions.individuals
        self._individuals |= triples.declared("owl:NamedIndividual", "owl:Thing")

    def read(self) -> Ontology:
        axioms = tuple(dict.fromkeys(self._axioms()))
        assertions = (
            *(a for a in self._triples.assertions if a[1] not in self._annotation_properties),
            *self._equalities(),
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

    def _equalities(self) -> Iterator[Assertion]:
        """Yield what says that two names are, or are not, of one individual."""
        for subject, said in self._triples.said.items():
            for curie, predicate in (
                ("owl:sameAs", SAME_AS),
                ("owl:differentFrom", DIFFERENT_FROM),
            ):
                for obj in said.get(curie, ()):
                    if not isinstance(obj, NamedNode | BlankNode):
                        raise self._triples.malformed(subject, f"{curie} names an individual")
                    yield subject, predicate, obj

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
            yield ClassAssertion(self._expressions.class_(node), individual)

    def _axiom(self, subject: Individual, curie: str, obj: Node) -> Iterator[Axiom]:
        class_ = self._expressions.class_
        match curie:
            case "rdfs:subClassOf":
                yield SubClassOf(class_(subject), class_(obj))
            case "owl:equivalentClass":
                yield EquivalentClasses(class_(subject), class_(obj))
            case "owl:disjointWith":
                yield DisjointClasses((class_(subject), class_(obj)))
            case "owl:disjointUnionOf":
                operands = self._expressions.operands(obj)
                yield EquivalentClasses(class_(subject), UnionOf(operands))
                yield DisjointClasses(operands)
            case "owl:hasKey":
                yield HasKey(class_(subject), self._properties(obj, "a key", least=1))
            case _ if curie in BOOLEANS and isinstance(subject, NamedNode):
                yield EquivalentClasses(class_(subject), self._expressions.boolean(curie, obj))
            case "rdfs:subPropertyOf" | "rdfs:domain" | "rdfs:range" if (
                subject in self._annotation_properties
            ):
                return
            case _:
                yield from self._property_axiom(subject, curie, obj)

    def _property_axiom(self, subject: Individual, curie: str, obj: Node) -> Iterator[Axiom]:
        prop = self._expressions.property
        match curie:
            case "rdfs:subPropertyOf":
                yield SubPropertyOf(prop(subject), prop(obj))
            case "rdfs:domain":
                yield PropertyDomain(prop(subject), self._expressions.class_(obj))
            case "rdfs:range":
                yield PropertyRange(prop(subject), self._expressions.class_(obj))
            case "owl:inverseOf" if isinstance(subject, NamedNode):
                yield InverseProperties(subject, prop(obj))
            case "owl:inverseOf":  # of a blank node: no axiom, but an expression
                return
            case "owl:equivalentProperty":
                yield EquivalentProperties(prop(subject), prop(obj))
            case "owl:propertyDisjointWith":
                yield DisjointProperties((prop(subject), prop(obj)))
            case "owl:propertyChainAxiom":
                chain = PropertyChain(self._properties(obj, "a chain", least=2))
                yield SubPropertyOf(chain, prop(subject))
            case "owl:sameAs" | "owl:differentFrom":  # assertions
                return
            case _ if curie not in _NO_AXIOM:
                yield OtherAxiom(curie, subject)

    def _properties(self, node: Node, what: str, least: int) -> tuple[PropertyExpression, ...]:
        found = tuple(self._expressions.property(member) for member in self._triples.members(node))
        if len(found) < least:
            number = "two properties" if least > 1 else "one property"
            raise self._triples.malformed(node, f"{what} has at least {number}")
        return found

    def _axiom_of_type(self, subject: Individual, curie: str) -> Iterator[Axiom]:
        match curie:
            case _ if curie in _PROPERTY_AXIOMS:
                yield _PROPERTY_AXIOMS[curie](self._expressions.property(subject))
            case "owl:AllDisjointClasses":
                members = self._triples.one(subject, "owl:members")
                yield DisjointClasses(self._expressions.operands(members))
            case "owl:AllDisjointProperties":
                members = self._triples.one(subject, "owl:members")
                yield DisjointProperties(self._properties(members, "such an axiom", least=2))
            case "owl:AllDifferent":
                yield DifferentIndividuals(self._different(subject))
            case "owl:NegativePropertyAssertion":
                yield self._negative(subject)
            case _ if curie not in _NO_AXIOM_TYPES:
                yield OtherAxiom(curie, subject)

    def _different(self, node: Individual) -> tuple[Individual, ...]:
        constructs = self._triples.constructs(node) & {"owl:members", "owl:distinctMembers"}
        listed = self._triples.one(node, min(constructs, default="owl:distinctMembers"))
        members = self._triples.members(listed)
        individuals = tuple(m for m in members if isinstance(m, NamedNode | BlankNode))
        if len(individuals) < len(members):
            raise self._triples.malformed(listed, "owl:AllDifferent lists individuals")
        self._individuals.update(individuals)
        return individuals

    def _negative(self, node: Individual) -> NegativePropertyAssertion:
        constructs = self._triples.constructs(node) & {"owl:targetIndividual", "owl:targetValue"}
        source = self._triples.one(node, "owl:sourceIndividual")
        target = self._triples.one(node, min(constructs, default="owl:targetIndividual"))
        prop = self._expressions.property(self._triples.one(node, "owl:assertionProperty"))
        if isinstance(source, Literal | Triple) or isinstance(target, Triple):
            raise self._triples.malformed(node, "it speaks of an individual and its value")
        self._individuals.add(source)
        if not isinstance(target, Literal):
            self._individuals.add(target)
        return NegativePropertyAssertion(prop, source, target)
