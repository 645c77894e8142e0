"""OWL 2 class and property expressions as values, and the names of OWL that the reasoner knows.

The names are those of the OWL 2 structural specification (https://www.w3.org/TR/owl2-syntax/)
without the ``Object``/``Data`` prefix, because the rules are the same for both. May know nothing of
RDF syntax, of axioms or of rules.
"""

from dataclasses import dataclass
from typing import Final, TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode

from kg.namespaces import OWL, RDF

TYPE: Final = NamedNode(RDF + "type")
THING: Final = NamedNode(OWL + "Thing")
NOTHING: Final = NamedNode(OWL + "Nothing")
SAME_AS: Final = NamedNode(OWL + "sameAs")
DIFFERENT_FROM: Final = NamedNode(OWL + "differentFrom")
NAMED_INDIVIDUAL: Final = NamedNode(OWL + "NamedIndividual")

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
class MinCardinality:
    """What has at least ``number`` values of ``property`` in ``filler``."""

    number: int
    property: PropertyExpression
    filler: "ClassExpression"


@dataclass(frozen=True)
class MaxCardinality:
    """What has at most ``number`` values of ``property`` in ``filler``."""

    number: int
    property: PropertyExpression
    filler: "ClassExpression"


@dataclass(frozen=True)
class DataRange:
    """A set of literals.

    Attributes:
        name: its CURIE; *a data range* where it has none.
        datatype: the datatype that it is, where the ontology says what that is.
        definition: what it is, in Manchester syntax, where it has no name.
    """

    name: str
    datatype: NamedNode | None = None
    definition: str = ""


@dataclass(frozen=True)
class OtherExpression:
    """A class expression for which there are no rules.

    Attributes:
        construct: a CURIE of OWL.
        properties: of which it speaks.
    """

    construct: str
    properties: tuple[NamedNode, ...] = ()


ClassExpression: TypeAlias = (
    NamedNode
    | IntersectionOf
    | UnionOf
    | ComplementOf
    | OneOf
    | SomeValuesFrom
    | AllValuesFrom
    | HasValue
    | MinCardinality
    | MaxCardinality
    | DataRange
    | OtherExpression
)
