"""Axioms and facts in words."""

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.namespaces import OWL, RDF
from kg.reason.equality import EqualityRule
from kg.reason.reader import read_ontology
from kg.reason.words import Words, labels
from tests.equality_cases import negative
from tests.reasoning import EXAMPLE, both, either, every, has, number, one_of, quads, some

CONDITIONS = both("owl:Thing", some(":p", ":C"), has(":d", "7"), either(":B", ":C"))
SENTENCES = {
    ":A rdfs:subClassOf :B .": "whatever is an apple is a B",
    ":A rdfs:subClassOf owl:Nothing .": "nothing is an apple",
    f":A owl:equivalentClass {both(':B', some(':p', ':C'))} .": (
        "to be an apple is to be a B whose “has part” is a C"
    ),
    f":A owl:equivalentClass {CONDITIONS} .": (
        "to be an apple is to be something whose “has part” is a C, and whose “d” is “7”, and that "
        "is a B or a C"
    ),
    f":A owl:equivalentClass {both(':B', ':C')} .": "to be an apple is to be a B and a C",
    f":A rdfs:subClassOf {either(':B', every(':p', ':C'))} .": (
        "whatever is an apple is a B or something of which every value of “has part” is a C"
    ),
    f":A rdfs:subClassOf {some(':p', 'owl:Thing')} .": (
        "whatever is an apple is something that has a value of “has part”"
    ),
    f":A rdfs:subClassOf {has(':d', '7')} .": (
        "whatever is an apple is something whose “d” is “7”"
    ),
    f":A rdfs:subClassOf {one_of(':x')} .": "whatever is an apple is x",
    f":A rdfs:subClassOf {number('maxCardinality', 1, ':p')} .": (
        "whatever is an apple is something with at most 1 value of “has part”"
    ),
    f":A rdfs:subClassOf {number('minCardinality', 2, ':p')} .": (
        "whatever is an apple is something with at least 2 values of “has part”"
    ),
    f":A rdfs:subClassOf {number('minQualifiedCardinality', 2, ':p', ':C')} .": (
        "whatever is an apple is something with at least 2 values of “has part” that are each a C"
    ),
    f":A rdfs:subClassOf {number('maxQualifiedCardinality', 1, ':p', ':C')} .": (
        "whatever is an apple is something with at most 1 value of “has part” that is a C"
    ),
    ":A rdfs:subClassOf [ a owl:Class ; owl:complementOf :B ] .": "whatever is an apple is not a B",
    ":A owl:disjointWith :B .": "nothing is both an apple and a B",
    "[] a owl:AllDisjointClasses ; owl:members ( :A :B :C ) .": (
        "nothing is two of these: an apple, a B and a C"
    ),
    ":A owl:hasKey ( :p :d ) .": (
        "what is an apple and has the same “has part” and “d” is one and the same"
    ),
    "owl:Thing owl:hasKey ( :p ) .": "what has the same “has part” is one and the same",
    "[] a owl:AllDifferent ; owl:members ( :x :y ) .": "x and y are different",
    f":x a {one_of(':y', ':z')} .": "x is y or z",
    ":p rdfs:subPropertyOf :q .": "“has part” implies “q”",
    ":r owl:propertyChainAxiom ( :p [ owl:inverseOf :q ] ) .": (
        "“has part” then “q” read backwards is “r”"
    ),
    ":p owl:equivalentProperty :q .": "“has part” is “q”",
    ":p owl:inverseOf :q .": "“has part” is “q” read backwards",
    ":p rdfs:domain :A .": "whatever has a value of “has part” is an apple",
    ":d rdfs:range xsd:integer .": "every value of “d” is xsd:integer",
    ":T a rdfs:Datatype . :d rdfs:range :T .": "every value of “d” is a T",
    """:d rdfs:range [ a rdfs:Datatype ; owl:onDatatype xsd:integer ; owl:withRestrictions
       ( [ xsd:minInclusive 3 ] [ xsd:maxExclusive 9 ] ) ] .""": (
        "every value of “d” is xsd:integer[>= 3, < 9]"
    ),
    """:d rdfs:range [ a rdfs:Datatype ; owl:unionOf ( xsd:integer
       [ a rdfs:Datatype ; owl:intersectionOf ( xsd:string
         [ a rdfs:Datatype ; owl:datatypeComplementOf [ owl:oneOf ( "x" "y" ) ] ] ) ] ) ] .""": (
        'every value of “d” is xsd:integer or (xsd:string and (not {"x", "y"}))'
    ),
    ':d rdfs:range [ owl:oneOf ( "x" 1 ) ] .': 'every value of “d” is {"x", "1"}',
    """:d rdfs:range [ a rdfs:Datatype ; owl:onDatatype xsd:decimal ; owl:withRestrictions () ] .
    """: "every value of “d” is xsd:decimal",
    ":d rdfs:range [ a rdfs:Datatype ] .": "every value of “d” is a data range",
    ":p a owl:SymmetricProperty .": "“has part” holds in both directions",
    ":p a owl:TransitiveProperty .": "“has part” then “has part” is “has part”",
    ":p a owl:FunctionalProperty .": "nothing has two values of “has part”",
    ":p a owl:InverseFunctionalProperty .": "no two things have the same value of “has part”",
    ":p a owl:AsymmetricProperty .": "“has part” never holds in both directions",
    ":p a owl:IrreflexiveProperty .": "“has part” never holds between a thing and itself",
    ":p a owl:ReflexiveProperty .": "“has part” holds between everything and itself",
    ":A owl:like :B .": "owl:like, of apple",
    """:A rdfs:subClassOf [ a owl:Restriction ; owl:onProperties ( :p :q ) ;
       owl:someValuesFrom :R ] .""": (
        "whatever is an apple is something with a condition on several properties together"
    ),
    ":p owl:propertyDisjointWith :q .": (
        "“has part” and “q” never hold between the same two things"
    ),
    "[] a owl:AllDisjointProperties ; owl:members ( :p :q :r ) .": (
        "no two of these hold between the same two things: “has part”, “q” and “r”"
    ),
    negative(":p", ":x", ":y"): "it is not so that x “has part” y",
    negative("[ owl:inverseOf :p ]", ":x", ":y"): "it is not so that y “has part” x",
}
NAMES = labels(
    quads(
        """:A rdfs:label "pomme"@fr , "apple"@en . :p rdfs:label "has part" .
        :note rdfs:label :x ."""
    )
)


@pytest.mark.parametrize("axiom", SENTENCES)
def test_each_axiom_is_a_clause(axiom: str) -> None:
    (found,) = read_ontology(quads(axiom)).axioms
    assert Words(NAMES).axiom(found) == SENTENCES[axiom]


def test_a_fact_is_a_clause() -> None:
    words = Words(NAMES)
    x, y, part, apple = (NamedNode(EXAMPLE + name) for name in ("x", "y", "p", "A"))
    same, different = NamedNode(OWL + "sameAs"), NamedNode(OWL + "differentFrom")
    assert words.triple(Triple(x, part, Literal("text"))) == "x “has part” “text”"
    assert words.triple(Triple(x, NamedNode(RDF + "type"), apple)) == "x is an apple"
    assert words.triple(Triple(x, same, y)) == "x is the same as y"
    assert words.triple(Triple(x, different, BlankNode())) == "x is different from something"
    assert words.name(Triple(x, part, y)) == str(Triple(x, part, y))


def test_each_rule_of_equality_is_a_clause() -> None:
    words = Words(NAMES)
    said = [words.rule(rule) for rule in EqualityRule]
    assert all(said)
    assert words.rule(EqualityRule.SUBJECT) == "what holds of one name holds of the other"
    (axiom,) = read_ontology(quads(":p rdfs:domain :A .")).axioms
    assert words.rule(axiom) == words.axiom(axiom)
