"""Class and property expressions from RDF: what the reader of axioms asks for.

Follows https://www.w3.org/TR/owl2-mapping-to-rdf/#Parsing_of_Expressions . May know nothing of
axioms.
"""

from collections.abc import Iterable
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg import manchester
from kg.namespaces import compact
from kg.reason.expressions import (
    NOTHING,
    THING,
    AllValuesFrom,
    ClassExpression,
    ComplementOf,
    DataRange,
    HasValue,
    Individual,
    IntersectionOf,
    InverseOf,
    MaxCardinality,
    MinCardinality,
    OneOf,
    OtherExpression,
    PropertyExpression,
    SomeValuesFrom,
    UnionOf,
)
from kg.reason.syntax import Node, OwlTriples, is_reserved

MAX_DEPTH: Final = 64
"""How deeply class expressions may nest: more is unreadable, and a circle would never end."""

BOOLEANS: Final = ("owl:complementOf", "owl:intersectionOf", "owl:oneOf", "owl:unionOf")
RESTRICTIONS: Final = (
    *("owl:allValuesFrom", "owl:hasSelf", "owl:hasValue", "owl:someValuesFrom"),
    *("owl:cardinality", "owl:maxCardinality", "owl:minCardinality"),
    *("owl:maxQualifiedCardinality", "owl:minQualifiedCardinality", "owl:qualifiedCardinality"),
)
DATA_RANGES: Final = frozenset({"owl:onDatatype", "owl:datatypeComplementOf"})
FACETS: Final = {compact(facet): symbol for facet, symbol in manchester.FACETS.items()}
"""Facets of datatypes as constructs are called here, and their symbols."""


_UNNAMED: Final = "a data range"
_OF_SEVERAL_WORDS: Final = {"owl:intersectionOf", "owl:unionOf", "owl:datatypeComplementOf"}


class ExpressionReader:
    """Reads expressions; ``individuals`` grows by those that expressions name."""

    def __init__(self, triples: OwlTriples) -> None:
        self.individuals: set[Individual] = set()
        self._triples = triples
        self._datatypes = triples.declared("rdfs:Datatype")

    def property(self, node: Node) -> PropertyExpression:
        """Return the property, or the inverse of one, that ``node`` stands for.

        Raises:
            OntologyError: it stands for neither.
        """
        if isinstance(node, NamedNode):
            return node
        inverse = self._triples.one(node, "owl:inverseOf")
        if not isinstance(inverse, NamedNode):
            raise self._triples.malformed(node, "owl:inverseOf names a property")
        return InverseOf(inverse)

    def class_(self, node: Node, depth: int = 0) -> ClassExpression:
        """Return the class or the range of literals that ``node`` stands for.

        Raises:
            OntologyError: it stands for neither.
        """
        if depth > MAX_DEPTH:
            raise self._triples.malformed(
                node, f"class expressions nest more than {MAX_DEPTH} deep, or go in a circle"
            )
        constructs = self._triples.constructs(node)
        if node in self._datatypes or constructs & DATA_RANGES:
            return self._data_range(node)
        if isinstance(node, NamedNode):
            is_class = node in (THING, NOTHING) or not is_reserved(node)
            return node if is_class else DataRange(compact(node.value))
        shapes = sorted(constructs.intersection(BOOLEANS + RESTRICTIONS))
        if len(shapes) != 1:
            raise self._triples.malformed(node, "a class expression is one construct of OWL")
        value = self._triples.one(node, shapes[0])
        if shapes[0] in BOOLEANS:
            return self.boolean(shapes[0], value, depth)
        return self._restriction(node, shapes[0], value, depth)

    def operands(self, node: Node, depth: int = 0) -> tuple[ClassExpression, ...]:
        """Return the members of a list of classes.

        Raises:
            OntologyError: it is no list of classes.
        """
        return tuple(self.class_(member, depth + 1) for member in self._triples.members(node))

    def boolean(self, construct: str, value: Node, depth: int = 0) -> ClassExpression:
        """Return the class that ``construct``, one of ``BOOLEANS``, makes of ``value``.

        Raises:
            OntologyError: ``value`` is not what the construct asks for.
        """
        match construct:
            case "owl:intersectionOf":
                operands = self.operands(value, depth)
                return IntersectionOf(operands) if operands else THING
            case "owl:unionOf":
                return UnionOf(self.operands(value, depth))
            case "owl:complementOf":
                return ComplementOf(self.class_(value, depth + 1))
            case _:
                members = self._triples.members(value)
                individuals = tuple(m for m in members if isinstance(m, NamedNode | BlankNode))
                if len(individuals) < len(members):
                    return DataRange(_UNNAMED, definition=_enumerated(members))
                self.individuals.update(individuals)
                return OneOf(individuals)

    def _data_range(self, node: Node) -> DataRange:
        """Return the datatype, or the range of literals without a name, that ``node`` stands for.

        Raises:
            OntologyError: it stands for neither.
        """
        if isinstance(node, NamedNode):
            return DataRange(compact(node.value), None if is_reserved(node) else node)
        return DataRange(_UNNAMED, definition=self._defined(node))

    def _defined(self, node: Node, depth: int = 0) -> str:
        """Return a data range in Manchester syntax."""
        if depth > MAX_DEPTH:
            raise self._triples.malformed(
                node, f"data ranges nest more than {MAX_DEPTH} deep, or go in a circle"
            )
        if isinstance(node, NamedNode):
            return compact(node.value)
        constructs = self._triples.constructs(node)
        if "owl:onDatatype" in constructs:
            bounds = ", ".join(self._bounds(self._triples.one(node, "owl:withRestrictions")))
            on = self._defined(self._triples.one(node, "owl:onDatatype"), depth + 1)
            return f"{on}[{bounds}]" if bounds else on
        if "owl:oneOf" in constructs:
            return _enumerated(self._triples.members(self._triples.one(node, "owl:oneOf")))
        if "owl:datatypeComplementOf" in constructs:
            inner = self._triples.one(node, "owl:datatypeComplementOf")
            return f"not {self._within(inner, depth)}"
        for construct, joint in (("owl:intersectionOf", " and "), ("owl:unionOf", " or ")):
            if construct in constructs:
                members = self._triples.members(self._triples.one(node, construct))
                return joint.join(self._within(each, depth) for each in members)
        return _UNNAMED

    def _within(self, node: Node, depth: int) -> str:
        """Return a data range within another, in parentheses where it needs them."""
        said = self._defined(node, depth + 1)
        return f"({said})" if self._triples.constructs(node) & _OF_SEVERAL_WORDS else said

    def _bounds(self, head: Node) -> list[str]:
        """Return the facets of a datatype restriction: ``>= 3``, ``< 9``."""
        return [
            f"{symbol} {value.value}"
            for member in self._triples.members(head)
            for facet, symbol in FACETS.items()
            if facet in self._triples.constructs(member)
            for value in [self._triples.one(member, facet)]
            if isinstance(value, Literal)
        ]

    def _restriction(self, node: Node, construct: str, value: Node, depth: int) -> ClassExpression:
        if "owl:onProperties" in self._triples.constructs(node):
            return OtherExpression("owl:onProperties")
        prop = self.property(self._triples.one(node, "owl:onProperty"))
        match construct:
            case "owl:hasSelf":
                name = prop.property if isinstance(prop, InverseOf) else prop
                return OtherExpression(construct, (name,))
            case "owl:someValuesFrom":
                return SomeValuesFrom(prop, self.class_(value, depth + 1))
            case "owl:allValuesFrom":
                return AllValuesFrom(prop, self.class_(value, depth + 1))
            case "owl:hasValue":
                return self._has_value(node, prop, value)
            case _:
                return self._cardinality(node, construct, prop, depth)

    def _has_value(self, node: Node, prop: PropertyExpression, value: Node) -> HasValue:
        if isinstance(value, Triple):
            raise self._triples.malformed(node, "owl:hasValue names an individual or a literal")
        if not isinstance(value, Literal):
            self.individuals.add(value)
        return HasValue(prop, value)

    def _cardinality(
        self, node: Node, construct: str, prop: PropertyExpression, depth: int
    ) -> ClassExpression:
        value = self._triples.one(node, construct)
        if not (isinstance(value, Literal) and value.value.isdecimal()):
            raise self._triples.malformed(node, f"{construct} is a number")
        number, filler = int(value.value), self._filler(node, construct, depth)
        at_least = MinCardinality(number, prop, filler)
        at_most = MaxCardinality(number, prop, filler)
        if construct.startswith("owl:min"):
            return at_least
        if construct.startswith("owl:max"):
            return at_most
        return IntersectionOf((at_least, at_most))

    def _filler(self, node: Node, construct: str, depth: int) -> ClassExpression:
        """Return what is counted: all of it, whether literals or individuals, is ``owl:Thing``."""
        if not construct.casefold().endswith("qualifiedcardinality"):
            return THING
        on = self._triples.constructs(node) & {"owl:onClass", "owl:onDataRange"}
        return self.class_(self._triples.one(node, min(on, default="owl:onClass")), depth + 1)


def _enumerated(members: Iterable[Node]) -> str:
    """Return literals, each once, as a set of them."""
    values = dict.fromkeys(m.value for m in members if isinstance(m, Literal))
    return "{" + ", ".join(f'"{value}"' for value in values) + "}"
