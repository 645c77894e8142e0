"""Literals are told apart, and are outside a datatype, only where that is certain."""

import pytest
from pyoxigraph import Literal, NamedNode

from kg.namespaces import RDF, RDFS, XSD
from kg.reason.literals import differ, is_known, outside


def typed(value: str, datatype: str) -> Literal:
    return Literal(value, datatype=NamedNode(XSD + datatype))


DIFFERENT = [
    (Literal("a"), Literal("b")),
    (Literal("a"), Literal("a", language="en")),
    (Literal("a", language="en"), Literal("a", language="fr")),
    (Literal("1"), typed("1", "integer")),
    (typed("1", "integer"), typed("1.5", "decimal")),
    (typed("true", "boolean"), typed("false", "boolean")),
    (typed("2020-11-12", "date"), typed("2020-11-13", "date")),
]
NOT_KNOWN_TO_DIFFER = [
    (typed("1", "integer"), typed("1.0", "decimal")),
    (typed("1", "byte"), typed("1", "unsignedLong")),
    (Literal("a", language="en"), Literal("a", language="EN")),
    (typed("1", "double"), typed("2", "double")),
    (typed("one", "integer"), typed("two", "integer")),
    (typed("1", "integer"), Literal("1", datatype=NamedNode("https://example.org/number"))),
]


@pytest.mark.parametrize("pair", DIFFERENT, ids=str)
def test_different_values_differ(pair: tuple[Literal, Literal]) -> None:
    assert differ(*pair)
    assert differ(*reversed(pair))


@pytest.mark.parametrize("pair", NOT_KNOWN_TO_DIFFER, ids=str)
def test_what_may_be_one_value_does_not(pair: tuple[Literal, Literal]) -> None:
    assert not differ(*pair)
    assert not differ(*reversed(pair))


OUTSIDE = [
    (typed("-1", "integer"), XSD + "nonNegativeInteger"),
    (typed("0", "integer"), XSD + "positiveInteger"),
    (typed("1", "integer"), XSD + "nonPositiveInteger"),
    (typed("300", "integer"), XSD + "unsignedByte"),
    (typed("-129", "integer"), XSD + "byte"),
    (typed("1.5", "decimal"), XSD + "integer"),
    (Literal("1"), XSD + "integer"),
    (Literal("1"), XSD + "decimal"),
    (Literal("a", language="en"), XSD + "string"),
    (Literal("a"), RDF + "langString"),
    (typed("1", "integer"), RDF + "PlainLiteral"),
    (typed("1", "integer"), XSD + "boolean"),
]
INSIDE = [
    (typed("1", "integer"), XSD + "decimal"),
    (typed("1.0", "decimal"), XSD + "integer"),
    (typed("255", "integer"), XSD + "unsignedByte"),
    (Literal("a"), XSD + "string"),
    (Literal("a"), RDFS + "Literal"),
    (Literal("a"), RDF + "PlainLiteral"),
    (Literal("a", language="en"), RDF + "langString"),
    (typed("1", "double"), XSD + "string"),  # not known
]


@pytest.mark.parametrize(("literal", "datatype"), OUTSIDE, ids=str)
def test_what_is_outside_is_found(literal: Literal, datatype: str) -> None:
    assert is_known(datatype)
    assert outside(literal, datatype)


@pytest.mark.parametrize(("literal", "datatype"), INSIDE, ids=str)
def test_what_is_inside_or_unknown_is_not(literal: Literal, datatype: str) -> None:
    assert not outside(literal, datatype)


def test_other_datatypes_are_not_known() -> None:
    assert not is_known(XSD + "double")
    assert not is_known("https://example.org/number")
