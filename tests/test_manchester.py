"""Class expressions as phrases: what Manchester syntax writes, and what it has no words for."""

from typing import Final

import pytest
from pyoxigraph import Literal, RdfFormat, Triple, parse

from kg.errors import OntologyError
from kg.manchester import Expressions, literal, spoken
from kg.namespaces import PREFIXES, TERMS, local_name
from kg.vocabulary.tripleindex import TripleIndex

HEAD: Final = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())


def triples(text: str) -> list[Triple]:
    return [quad.triple for quad in parse(text, format=RdfFormat.TURTLE)]


@pytest.mark.parametrize(
    ("turtle", "manchester"),
    [
        ("accord:A", "A"),
        ("[ owl:intersectionOf ( accord:A [ owl:complementOf accord:B ] ) ]", "A and (not B)"),
        ("[ owl:oneOf ( accord:a accord:b ) ]", "{a, b}"),
        ("[ owl:unionOf ( accord:A [ owl:oneOf ( accord:b ) ] ) ]", "A or {b}"),
        ("[ owl:onProperty accord:p ; owl:hasValue accord:a ]", "p value a"),
        ('[ owl:onProperty accord:p ; owl:hasValue "x\\"y"@en ]', 'p value "x\\"y"@en'),
        ("[ owl:onProperty accord:p ; owl:hasValue 7 ]", "p value 7"),
        (
            '[ owl:onProperty accord:p ; owl:hasValue "2020-01-01"^^xsd:date ]',
            'p value "2020-01-01"^^xsd:date',
        ),
        ('[ owl:onProperty accord:p ; owl:hasValue "x" ]', 'p value "x"'),
        ("[ owl:onProperty accord:p ; owl:hasSelf true ]", "p Self"),
        ("[ owl:onProperty accord:p ; owl:minCardinality 2 ]", "p min 2"),
        (
            "[ owl:onProperty accord:p ; owl:qualifiedCardinality 1 ; owl:onClass accord:A ]",
            "p exactly 1 A",
        ),
        (
            "[ owl:intersectionOf ( [ owl:unionOf ( [ owl:oneOf ( accord:a ) ] accord:B ) ] ) ]",
            "(B or {a})",
        ),
        (
            "[ owl:unionOf ( [ owl:datatypeComplementOf accord:t ] accord:C accord:B ) ]",
            "B or C or (not t)",
        ),
        (
            "[ owl:onProperty [ owl:inverseOf accord:p ] ; owl:someValuesFrom accord:A ]",
            "(inverse p) some A",
        ),
        (
            """[ owl:onDatatype accord:t ;
            owl:withRestrictions ( [ xsd:minInclusive 1 ] [ xsd:maxExclusive 12 ] ) ]""",
            "t[>= 1, < 12]",
        ),
        (
            """[ owl:onProperty accord:p ; owl:someValuesFrom [ owl:onDatatype accord:t ;
            owl:withRestrictions ( [ accord:facet 1 ; xsd:maxInclusive 9 ; xsd:length 2 ] ) ] ]""",
            "p some t[<= 9, length 2, accord:facet 1]",
        ),
    ],
)
def test_expressions_are_in_manchester_syntax(turtle: str, manchester: str) -> None:
    found = triples(f"{HEAD} accord:X rdfs:subClassOf {turtle} .")
    index = TripleIndex(found)
    (node,) = index.objects(TERMS + "X", PREFIXES["rdfs"] + "subClassOf")
    assert spoken(Expressions(index).phrase(node), local_name) == manchester


@pytest.mark.parametrize(
    "turtle",
    [
        "[]",
        "[ owl:onProperty accord:p ]",
        "[ owl:onProperty accord:p ; owl:minCardinality accord:A ]",
    ],
)
def test_what_is_no_expression_is_an_error(turtle: str) -> None:
    index = TripleIndex(triples(f"{HEAD} accord:X rdfs:subClassOf {turtle} ."))
    (node,) = index.objects(TERMS + "X", PREFIXES["rdfs"] + "subClassOf")
    with pytest.raises(OntologyError, match="cannot express"):
        Expressions(index).phrase(node)


def test_an_expression_without_an_end_is_an_error() -> None:
    found = triples(f"{HEAD} _:x owl:complementOf _:x . accord:X rdfs:subClassOf _:x .")
    index = TripleIndex(found)
    (node,) = index.objects(TERMS + "X", PREFIXES["rdfs"] + "subClassOf")
    with pytest.raises(OntologyError, match="cannot express"):
        Expressions(index).phrase(node)


def test_a_literal_is_an_expression() -> None:
    (value,) = Expressions(TripleIndex([])).phrase(Literal(True))
    assert isinstance(value, Literal)
    assert literal(value) == "true"
