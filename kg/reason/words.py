"""Axioms and facts in words, for people who do not read OWL: from the labels of the ontology.

It is the plain English of what the reasoner has read; `kg.manchester` writes expressions for those
who do read OWL, from the triples, with whatever the reasoner has no use for. May
know nothing of how anything follows.
"""

from collections.abc import Iterable, Mapping
from typing import Final, TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from kg.namespaces import OWL, RDF, RDFS, compact, local_name
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
    text,
)
from kg.reason.equality import EqualityRule
from kg.reason.expressions import (
    NOTHING,
    THING,
    AllValuesFrom,
    ClassExpression,
    ComplementOf,
    DataRange,
    HasValue,
    IntersectionOf,
    InverseOf,
    MaxCardinality,
    MinCardinality,
    OneOf,
    OtherExpression,
    PropertyChain,
    PropertyExpression,
    SomeValuesFrom,
    UnionOf,
)
from kg.text.nouns import an
from kg.text.words import counted, listed

Term: TypeAlias = NamedNode | BlankNode | Literal | Triple

_LABEL: Final = NamedNode(RDFS + "label")
_RELATIONS: Final = {OWL + "sameAs": "is the same as", OWL + "differentFrom": "is different from"}
_ONE_NAME: Final = "what holds of one name holds of the other"
_EQUALITY: Final = {
    EqualityRule.REFLEXIVE: "everything is the same as itself",
    EqualityRule.SYMMETRIC: "“is the same as” holds in both directions",
    EqualityRule.TRANSITIVE: "what is the same as a third is the same",
    EqualityRule.SUBJECT: _ONE_NAME,
    EqualityRule.OBJECT: _ONE_NAME,
    EqualityRule.DIFFERENT: "what is said to be different cannot be the same",
    EqualityRule.DIFFERENT_SYMMETRIC: "“is different from” holds in both directions",
}


def labels(quads: Iterable[Quad]) -> dict[str, str]:
    """Return the labels among ``quads`` by IRI, the English one where there are several."""
    found: dict[str, tuple[bool, str]] = {}
    for subject, predicate, obj, _ in quads:
        if predicate == _LABEL and isinstance(subject, NamedNode) and isinstance(obj, Literal):
            label = (obj.language not in ("en", None), obj.value)
            found[subject.value] = min(label, found.get(subject.value, label))
    return {iri: label for iri, (_, label) in found.items()}


class Words:
    """Says things in words.

    Args:
        names: labels by IRI; what has none goes by its local name.
    """

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = names

    def name(self, term: Term) -> str:
        """Return the name of an individual, a class or a property, or a literal."""
        match term:
            case NamedNode():
                iri = term.value
                return self._names.get(iri) or local_name(iri) or compact(iri)
            case Literal():
                return f"“{term.value}”"
            case BlankNode():
                return "something"
            case _:
                return str(term)

    def triple(self, triple: Triple) -> str:
        """Return a fact: *Ankara is a city*, *Dmitry Peskov “represents” Russia*."""
        subject, predicate, obj = (triple.subject, triple.predicate, triple.object)
        if predicate.value == RDF + "type" and isinstance(obj, NamedNode):
            return f"{self.name(subject)} is {an(self.name(obj))}"
        relation = _RELATIONS.get(predicate.value) or f"“{self.name(predicate)}”"
        return f"{self.name(subject)} {relation} {self.name(obj)}"

    def rule(self, rule: Axiom | EqualityRule) -> str:
        """Return by what something follows, to come after *because*."""
        return _EQUALITY[rule] if isinstance(rule, EqualityRule) else self.axiom(rule)

    def axiom(self, axiom: Axiom) -> str:
        """Return what an axiom says."""
        kind = self._kind
        match axiom:
            case SubClassOf(_, sup) if sup == NOTHING:
                return f"nothing is {kind(axiom.sub)}"
            case SubClassOf(sub, sup):
                return f"whatever is {kind(sub)} is {kind(sup)}"
            case EquivalentClasses(first, second):
                return f"to be {kind(first)} is to be {kind(second)}"
            case ClassAssertion(expression, individual):
                return f"{self.name(individual)} is {kind(expression)}"
            case DisjointClasses((first, second)):
                return f"nothing is both {kind(first)} and {kind(second)}"
            case DisjointClasses(classes):
                return f"nothing is two of these: {listed([*map(kind, classes)])}"
            case HasKey(expression, properties):
                is_kind = "" if expression == THING else f"is {kind(expression)} and "
                return f"what {is_kind}has the same {self._all(properties)} is one and the same"
            case DifferentIndividuals(individuals):
                return f"{listed([*map(self.name, individuals)])} are different"
            case OtherAxiom("owl:ReflexiveProperty", prop):
                return f"“{self.name(prop)}” holds between everything and itself"
            case OtherAxiom(construct, subject):
                return f"{construct}, of {self.name(subject)}"
            case _:
                return self._of_property(axiom)

    def _of_property(self, axiom: Axiom) -> str:
        name = self._property
        match axiom:
            case SubPropertyOf(PropertyChain(properties), sup):
                return f"{' then '.join(map(name, properties))} is {name(sup)}"
            case SubPropertyOf(sub, sup) if not isinstance(sub, PropertyChain):
                return f"{name(sub)} implies {name(sup)}"
            case EquivalentProperties(first, second):
                return f"{name(first)} is {name(second)}"
            case InverseProperties(first, second):
                return f"{name(first)} is {name(second)} read backwards"
            case PropertyDomain(prop, domain):
                return f"whatever has a value of {name(prop)} is {self._kind(domain)}"
            case PropertyRange(prop, values):
                return f"every value of {name(prop)} is {self._kind(values)}"
            case SymmetricProperty(prop):
                return f"{name(prop)} holds in both directions"
            case TransitiveProperty(prop):
                return f"{name(prop)} then {name(prop)} is {name(prop)}"
            case FunctionalProperty(prop):
                return f"nothing has two values of {name(prop)}"
            case InverseFunctionalProperty(prop):
                return f"no two things have the same value of {name(prop)}"
            case AsymmetricProperty(prop):
                return f"{name(prop)} never holds in both directions"
            case IrreflexiveProperty(prop):
                return f"{name(prop)} never holds between a thing and itself"
            case DisjointProperties((first, second)):
                return f"{name(first)} and {name(second)} never hold between the same two things"
            case DisjointProperties(properties):
                return f"no two of these hold between the same two things: {self._all(properties)}"
            case NegativePropertyAssertion(prop, subject, value):
                ends = self.name(subject), self.name(value)
                if isinstance(prop, InverseOf):
                    prop, ends = prop.property, ends[::-1]
                return f"it is not so that {ends[0]} {name(prop)} {ends[1]}"
            case _:
                return text(axiom)

    def _all(self, properties: Iterable[PropertyExpression]) -> str:
        return listed([*map(self._property, properties)])

    def _property(self, prop: PropertyExpression) -> str:
        if isinstance(prop, InverseOf):
            return f"“{self.name(prop.property)}” read backwards"
        return f"“{self.name(prop)}”"

    def _kind(self, expression: ClassExpression) -> str:
        """Return what something in a class is, to follow *is*."""
        kind = self._kind
        match expression:
            case NamedNode() if expression == THING:
                return "something"
            case NamedNode():
                return an(self.name(expression))
            case IntersectionOf(operands):
                return self._together(operands)
            case UnionOf(operands):
                return listed([*map(kind, operands)], "or")
            case ComplementOf(operand):
                return f"not {kind(operand)}"
            case OneOf(individuals):
                return listed([*map(self.name, individuals)], "or")
            case DataRange(construct, datatype, definition):
                return an(self.name(datatype)) if datatype else definition or construct
            case OtherExpression("owl:onProperties"):
                return "something with a condition on several properties together"
            case OtherExpression("owl:hasSelf", (prop, *_)):
                return f"something whose {self._property(prop)} is itself"
            case OtherExpression(construct):
                return construct
            case _:
                return f"something {self._clause(expression)}"

    def _together(self, operands: Iterable[ClassExpression]) -> str:
        """Return what something in all of some classes is: *a boat whose “harbour” is the lake*."""
        nouns: list[str] = []
        clauses: list[str] = []
        for operand in operands:
            if not isinstance(operand, NamedNode):
                clauses.append(self._clause(operand))
            elif operand != THING:
                nouns.append(self._kind(operand))
        # With a comma, as what a clause ends with may have clauses itself.
        return f"{listed(nouns) or 'something'} {', and '.join(clauses)}".rstrip()

    def _clause(self, expression: ClassExpression) -> str:
        """Return what makes something a member of a class, to follow a noun."""
        name, kind = self._property, self._kind
        match expression:
            case SomeValuesFrom(prop, filler) if filler == THING:
                return f"that has a value of {name(prop)}"
            case SomeValuesFrom(prop, filler):
                return f"whose {name(prop)} is {kind(filler)}"
            case AllValuesFrom(prop, filler):
                return f"of which every value of {name(prop)} is {kind(filler)}"
            case HasValue(prop, value):
                return f"whose {name(prop)} is {self.name(value)}"
            case MinCardinality(number, prop, filler):
                return f"with at least {self._values(number, prop, filler)}"
            case MaxCardinality(number, prop, filler):
                return f"with at most {self._values(number, prop, filler)}"
            case _:
                return f"that is {kind(expression)}"

    def _values(self, number: int, prop: PropertyExpression, filler: ClassExpression) -> str:
        values = f"{counted(number, 'value')} of {self._property(prop)}"
        if filler == THING:
            return values
        each = "that is" if number == 1 else "that are each"
        return f"{values} {each} {self._kind(filler)}"
