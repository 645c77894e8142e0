"""OWL 2 class expressions and axioms as values: rules come from these, and never from triples.

The names are those of the OWL 2 structural specification (https://www.w3.org/TR/owl2-syntax/)
without the ``Object``/``Data`` prefix, because the rules are the same for both. Axioms that only
forbid (disjointness, irreflexivity …) are not here: nothing but an inconsistency follows from
them, and consistency is another module's business. May know nothing of RDF syntax or of rules.
"""

from dataclasses import dataclass
from typing import Final, TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode

from kg.namespaces import OWL, RDF, compact

TYPE: Final = NamedNode(RDF + "type")
THING: Final = NamedNode(OWL + "Thing")
NOTHING: Final = NamedNode(OWL + "Nothing")

Individual: TypeAlias = NamedNode | BlankNode


@dataclass(frozen=True)
class InverseOf:
    """A property read backwards, where it has no name."""

    property: NamedNode


PropertyExpression: TypeAlias = NamedNode | InverseOf


@dataclass(frozen=True)
class PropertyChain:
    """One property after another, at least two."""

    properties: tuple[PropertyExpression, ...]


@dataclass(frozen=True)
class IntersectionOf:
    """What belongs to every operand."""

    operands: tuple["ClassExpression", ...]


@dataclass(frozen=True)
class UnionOf:
    """What belongs to some operand."""

    operands: tuple["ClassExpression", ...]


@dataclass(frozen=True)
class ComplementOf:
    """What does not belong to the operand."""

    operand: "ClassExpression"


@dataclass(frozen=True)
class OneOf:
    """Exactly these individuals."""

    individuals: tuple[Individual, ...]


@dataclass(frozen=True)
class SomeValuesFrom:
    """What has some value of ``property`` in ``filler``."""

    property: PropertyExpression
    filler: "ClassExpression"


@dataclass(frozen=True)
class AllValuesFrom:
    """What has no value of ``property`` outside ``filler``."""

    property: PropertyExpression
    filler: "ClassExpression"


@dataclass(frozen=True)
class HasValue:
    """What has ``value`` among the values of ``property``."""

    property: PropertyExpression
    value: Individual | Literal


@dataclass(frozen=True)
class DataRange:
    """A set of literals; ``name`` is its CURIE, or the construct that defines it."""

    name: str


@dataclass(frozen=True)
class OtherExpression:
    """A class expression for which there are no rules; ``construct`` is a CURIE of OWL."""

    construct: str


ClassExpression: TypeAlias = (
    NamedNode
    | IntersectionOf
    | UnionOf
    | ComplementOf
    | OneOf
    | SomeValuesFrom
    | AllValuesFrom
    | HasValue
    | DataRange
    | OtherExpression
)


@dataclass(frozen=True)
class SubClassOf:
    """Whatever belongs to ``sub`` belongs to ``sup``."""

    sub: ClassExpression
    sup: ClassExpression


@dataclass(frozen=True)
class EquivalentClasses:
    """Two expressions of one class."""

    first: ClassExpression
    second: ClassExpression


@dataclass(frozen=True)
class ClassAssertion:
    """An individual belongs to a class that has no name."""

    expression: ClassExpression
    individual: Individual


@dataclass(frozen=True)
class SubPropertyOf:
    """Whatever ``sub`` relates, ``sup`` relates."""

    sub: PropertyExpression | PropertyChain
    sup: PropertyExpression


@dataclass(frozen=True)
class EquivalentProperties:
    """Two names of one property."""

    first: PropertyExpression
    second: PropertyExpression


@dataclass(frozen=True)
class InverseProperties:
    """Each relates backwards what the other relates."""

    first: PropertyExpression
    second: PropertyExpression


@dataclass(frozen=True)
class PropertyDomain:
    """Whatever has a value of ``property`` belongs to ``domain``."""

    property: PropertyExpression
    domain: ClassExpression


@dataclass(frozen=True)
class PropertyRange:
    """Every value of ``property`` belongs to ``range``."""

    property: PropertyExpression
    range: ClassExpression


@dataclass(frozen=True)
class SymmetricProperty:
    """A property that holds in both directions."""

    property: PropertyExpression


@dataclass(frozen=True)
class TransitiveProperty:
    """A property that reaches through itself."""

    property: PropertyExpression


@dataclass(frozen=True)
class OtherAxiom:
    """An axiom for which there are no rules; ``construct`` is a CURIE of OWL."""

    construct: str
    subject: Individual


Axiom: TypeAlias = (
    SubClassOf
    | EquivalentClasses
    | ClassAssertion
    | SubPropertyOf
    | EquivalentProperties
    | InverseProperties
    | PropertyDomain
    | PropertyRange
    | SymmetricProperty
    | TransitiveProperty
    | OtherAxiom
)


def text(value: object) -> str:
    """Return an axiom or a part of one in the manner of OWL's functional-style syntax.

    >>> text(SubClassOf(NamedNode("https://w3id.org/accord-kg/ontology#Claim"), THING))
    'SubClassOf(accord:Claim owl:Thing)'
    """
    match value:
        case NamedNode():
            return compact(value.value)
        case OtherAxiom(construct, subject):
            return f"{construct}({text(subject)})"
        case OtherExpression(name) | DataRange(name):
            return name
        case tuple():
            return " ".join(text(item) for item in value)
        case BlankNode() | Literal():
            return str(value)
        case _:
            return f"{type(value).__name__}({' '.join(map(text, vars(value).values()))})"
