"""Axioms and facts in words."""

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.namespaces import OWL, RDF
from kg.reason.equality import EqualityRule
from kg.reason.reader import read_ontology
from kg.reason.words import Words, labels
from tests.equality_cases import negative
from tests.reasoning import EXAMPLE, both, either, every, has, number, one_of, quads, some

SENTENCES = {
    ":A rdfs:subClassOf :B .": "whatever is an apple is a B",
    ":A rdfs:subClassOf owl:Nothing .": "nothing is an apple",
    f":A owl:equivalentClass {both(':B', some(':p', ':C'))} .": (
        "to be an apple is to be a B and something of which “has part” is a C"
    ),
    f":A rdfs:subClassOf {either(':B', every(':p', ':C'))} .": (
        "whatever is an apple is a B or something of which every “has part” is a C"
    ),
    f":A rdfs:subClassOf {some(':p', 'owl:Thing')} .": (
        "whatever is an apple is something that has “has part”"
    ),
    f":A rdfs:subClassOf {has(':d', '7')} .": (
        "whatever is an apple is something of which “d” is “7”"
    ),
    f":A rdfs:subClassOf {one_of(':x')} .": "whatever is an apple is x",
    f":A rdfs:subClassOf {number('maxCardinality', 1, ':p')} .": (
        "whatever is an apple is something with at most 1 “has part” that is something"
    ),
    f":A rdfs:subClassOf {number('minCardinality', 2, ':p')} .": (
        "whatever is an apple is something with at least 2 “has part” that is something"
    ),
    ":A rdfs:subClassOf [ a owl:Class ; owl:complementOf :B ] .": "whatever is an apple is not a B",
    ":A owl:disjointWith :B .": "nothing is both an apple and a B",
    "[] a owl:AllDisjointClasses ; owl:members ( :A :B :C ) .": (
        "nothing is two of these: an apple, a B and a C"
    ),
    ":A owl:hasKey ( :p :d ) .": "two of an apple that share “has part” and “d” are one",
    "[] a owl:AllDifferent ; owl:members ( :x :y ) .": "x and y are different",
    f":x a {one_of(':y', ':z')} .": "x is y or z",
    ":p rdfs:subPropertyOf :q .": "“has part” implies “q”",
    ":r owl:propertyChainAxiom ( :p [ owl:inverseOf :q ] ) .": (
        "“has part” then “q” read backwards is “r”"
    ),
    ":p owl:equivalentProperty :q .": "“has part” is “q”",
    ":p owl:inverseOf :q .": "“has part” is “q” read backwards",
    ":p rdfs:domain :A .": "whatever has “has part” is an apple",
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
    ":p a owl:InverseFunctionalProperty .": "no two things have the same “has part”",
    ":p a owl:AsymmetricProperty .": "“has part” never holds in both directions",
    ":p a owl:IrreflexiveProperty .": "nothing has itself as “has part”",
    ":p a owl:ReflexiveProperty .": f"owl:ReflexiveProperty(<{EXAMPLE}p>)",
    ":p owl:propertyDisjointWith :q .": (
        "nothing is related by two of these to one thing: “has part” and “q”"
    ),
    negative(":p", ":x", ":y"): "x does not have y as “has part”",
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
