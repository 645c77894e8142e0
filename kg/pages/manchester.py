"""Class expressions and chains of properties in Manchester syntax, as phrases with links.

https://www.w3.org/TR/owl2-manchester-syntax/. May know nothing of HTML.
"""

from collections.abc import Callable, Iterable
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode

from kg.errors import OntologyError
from kg.namespaces import OWL, RDF, XSD, compact
from kg.pages.model import Words
from kg.vocabulary.tripleindex import TripleIndex

_JOINTS: Final = {OWL + "intersectionOf": "and", OWL + "unionOf": "or"}
_FILLERS: Final = {OWL + "someValuesFrom": "some", OWL + "allValuesFrom": "only"}
_CARDINALITIES: Final = {
    OWL + "minCardinality": "min",
    OWL + "minQualifiedCardinality": "min",
    OWL + "maxCardinality": "max",
    OWL + "maxQualifiedCardinality": "max",
    OWL + "cardinality": "exactly",
    OWL + "qualifiedCardinality": "exactly",
}
_FACETS: Final = {
    XSD + "minInclusive": ">=",
    XSD + "maxInclusive": "<=",
    XSD + "minExclusive": ">",
    XSD + "maxExclusive": "<",
    XSD + "length": "length",
    XSD + "minLength": "minLength",
    XSD + "maxLength": "maxLength",
    XSD + "pattern": "pattern",
    RDF + "langRange": "langRange",
}
MAX_DEPTH: Final = 64
"""How deep expressions may nest; those written by hand reach about five."""


def joined(phrases: Iterable[Words], joint: str) -> Words:
    """Return ``phrases`` as one, with ``joint`` between them."""
    words: list[str | NamedNode] = []
    for phrase in phrases:
        words += ([joint] if words else []) + list(phrase)
    return tuple(words)


def chain(index: TripleIndex, head: object) -> Words:
    """Return an RDF list of properties as a chain: ``p o q``."""
    return joined((expression(index, member) for member in index.members(head)), " o ")


def expression(index: TripleIndex, node: object) -> Words:
    """Return a class, datatype or property expression.

    Raises:
        OntologyError: it is not one that OWL 2 has, or nested too deep.
    """
    return _expression(index, node, MAX_DEPTH)


def _expression(index: TripleIndex, node: object, depth: int) -> Words:
    if isinstance(node, NamedNode):
        return (node,)
    if isinstance(node, Literal):
        return (_literal(node),)
    if not isinstance(node, BlankNode) or not depth:
        raise _unreadable(node)

    def nested(other: object) -> Words:
        words = _expression(index, other, depth - 1)
        simple = len(words) == 1 or words[0] == "{"
        return words if simple else ("(", *words, ")")

    def one(predicate: str) -> object | None:
        return next(iter(index.objects(node, predicate)), None)

    for predicate, joint in _JOINTS.items():
        if (head := one(predicate)) is not None:
            return joined(map(nested, index.members(head)), f" {joint} ")
    if (head := one(OWL + "oneOf")) is not None:
        return ("{", *joined(map(nested, index.members(head)), " , "), "}")
    for predicate in (OWL + "complementOf", OWL + "datatypeComplementOf"):
        if (other := one(predicate)) is not None:
            return ("not ", *nested(other))
    if (other := one(OWL + "inverseOf")) is not None:
        return ("inverse ", *nested(other))
    if (datatype := one(OWL + "onDatatype")) is not None:
        return _facets(index, datatype, one(OWL + "withRestrictions"))
    return _restriction(node, one, nested)


def _restriction(
    node: BlankNode, one: Callable[[str], object | None], nested: Callable[[object], Words]
) -> Words:
    property_ = one(OWL + "onProperty")
    if property_ is None:
        raise _unreadable(node)
    on = nested(property_)
    for predicate, word in _FILLERS.items():
        if (filler := one(predicate)) is not None:
            return (*on, f" {word} ", *nested(filler))
    if (value := one(OWL + "hasValue")) is not None:
        return (*on, " value ", *nested(value))
    if one(OWL + "hasSelf") is not None:
        return (*on, " Self")
    for predicate, word in _CARDINALITIES.items():
        number = one(predicate)
        if isinstance(number, Literal):
            filler = one(OWL + "onClass") or one(OWL + "onDataRange")
            of = (" ", *nested(filler)) if filler is not None else ()
            return (*on, f" {word} {number.value}", *of)
    raise _unreadable(node)


def _facets(index: TripleIndex, datatype: object, head: object | None) -> Words:
    facets = [
        f"{sign} {value.value}"
        for member in index.members(head)
        for facet, sign in _FACETS.items()
        for value in index.literals(member, facet)
    ]
    return (*_expression(index, datatype, 1), f"[{', '.join(facets)}]")


def _literal(literal: Literal) -> str:
    if literal.datatype.value in (XSD + "integer", XSD + "decimal", XSD + "boolean"):
        return literal.value
    quoted = '"' + literal.value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if literal.language:
        return f"{quoted}@{literal.language}"
    typed = literal.datatype.value != XSD + "string"
    return quoted + (f"^^{compact(literal.datatype.value)}" if typed else "")


def _unreadable(node: object) -> OntologyError:
    return OntologyError(
        "the ontology has an expression that Manchester syntax cannot express",
        why=f"it is {node}, and neither a class, a datatype nor a property of OWL 2",
        fix="write it as https://www.w3.org/TR/owl2-mapping-to-rdf/ says",
    )
