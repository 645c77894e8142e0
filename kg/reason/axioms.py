"""OWL 2 axioms as values: rules come from these, and never from triples.

The names are those of the OWL 2 structural specification, as in :mod:`kg.reason.expressions`. May
know nothing of RDF syntax or of rules.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode

from kg.namespaces import compact
from kg.reason.expressions import (
    ClassExpression,
    DataRange,
    Individual,
    OtherExpression,
    PropertyChain,
    PropertyExpression,
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
class DisjointClasses:
    """Classes of which no two have a member in common."""

    classes: tuple[ClassExpression, ...]


@dataclass(frozen=True)
class HasKey:
    """Named members of ``expression`` that share a value of each property are one."""

    expression: ClassExpression
    properties: tuple[PropertyExpression, ...]


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
class FunctionalProperty:
    """Nothing has two values of ``property``."""

    property: PropertyExpression


@dataclass(frozen=True)
class InverseFunctionalProperty:
    """No two things have the same value of ``property``."""

    property: PropertyExpression


@dataclass(frozen=True)
class AsymmetricProperty:
    """A property that never holds in both directions."""

    property: PropertyExpression


@dataclass(frozen=True)
class IrreflexiveProperty:
    """A property that relates nothing to itself."""

    property: PropertyExpression


@dataclass(frozen=True)
class DisjointProperties:
    """Properties of which no two relate the same pair."""

    properties: tuple[PropertyExpression, ...]


@dataclass(frozen=True)
class DifferentIndividuals:
    """Names of which no two are names of one individual."""

    individuals: tuple[Individual, ...]


@dataclass(frozen=True)
class NegativePropertyAssertion:
    """``subject`` does not have ``value`` among the values of ``property``."""

    property: PropertyExpression
    subject: Individual
    value: Individual | Literal


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
    | DisjointClasses
    | HasKey
    | FunctionalProperty
    | InverseFunctionalProperty
    | AsymmetricProperty
    | IrreflexiveProperty
    | DisjointProperties
    | DifferentIndividuals
    | NegativePropertyAssertion
    | OtherAxiom
)


def text(value: object) -> str:
    """Return an axiom or a part of one in the manner of OWL's functional-style syntax.

    >>> text(TransitiveProperty(NamedNode("https://w3id.org/accord-kg/ontology#locatedIn")))
    'TransitiveProperty(accord:locatedIn)'
    """
    match value:
        case NamedNode():
            return compact(value.value)
        case OtherAxiom(construct, subject):
            return f"{construct}({text(subject)})"
        case DataRange(name, _, definition):
            return definition or name
        case OtherExpression(name):
            return name
        case tuple():
            return " ".join(text(item) for item in value)
        case BlankNode() | Literal() | int():
            return str(value)
        case _:
            return f"{type(value).__name__}({' '.join(map(text, vars(value).values()))})"


def terms_of(axiom: Axiom) -> tuple[NamedNode, ...]:
    """Return the classes, properties and individuals that an axiom names, in its order."""
    found: dict[NamedNode, None] = {}
    _collect(vars(axiom).values(), found.setdefault)
    return tuple(found)


def _collect(parts: Iterable[object], add: Callable[[NamedNode, None], None]) -> None:
    for part in parts:
        if isinstance(part, NamedNode):
            add(part, None)
        elif isinstance(part, tuple):
            _collect(part, add)
        elif hasattr(part, "__dataclass_fields__"):
            _collect(vars(part).values(), add)
