"""What follows from each construct of OWL, and what is said not to be derived."""

import itertools

import pytest
from pyoxigraph import NamedNode, Quad

from kg.errors import OntologyError
from kg.reason import infer, not_derived
from kg.reason.axioms import text
from kg.reason.reader import read_ontology
from tests.equality_cases import EQUALITY
from tests.reasoning import (
    CASES,
    EXAMPLE,
    Case,
    both,
    brief,
    either,
    every,
    has,
    number,
    one_of,
    quads,
    some,
)


@pytest.mark.parametrize("case", [*CASES, *EQUALITY], ids=lambda case: case.name)
def test_each_construct_entails_exactly_what_it_should(case: Case) -> None:
    assert brief(infer(quads(case.text))) == case.expected


@pytest.mark.parametrize("case", [*CASES, *EQUALITY], ids=lambda case: case.name)
def test_each_construct_is_derived_in_full(case: Case) -> None:
    assert not_derived(quads(case.text)) == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_without_its_axioms_nothing_follows(case: Case) -> None:
    # but for axioms that are assertions
    if case.axioms:
        assert infer(quads(case.assertions)) == []


def test_graph_names_do_not_matter_and_what_is_asserted_anywhere_is_not_repeated() -> None:
    asserted = quads(":A rdfs:subClassOf :B, :C . :x a :A, :B .")
    scattered = [
        Quad(q.subject, q.predicate, q.object, NamedNode(f"{EXAMPLE}graph/{number % 3}"))
        for number, q in enumerate(asserted + asserted)
    ]
    assert brief(infer(scattered)) == {"x a C"}


def test_the_result_is_sorted_and_does_not_depend_on_the_order_of_the_quads() -> None:
    given = [quad for case in CASES for quad in quads(case.text)]
    expected = infer(given)
    assert infer(reversed(given)) == expected
    assert infer(itertools.chain(given[1::2], given[::2])) == expected
    assert [str(t) for t in expected] == sorted(str(t) for t in expected)
    assert len(set(expected)) == len(expected)


def test_nothing_new_follows_from_what_was_inferred() -> None:
    for case in CASES:
        given = quads(case.text)
        inferred = [Quad(t.subject, t.predicate, t.object) for t in infer(given)]
        assert infer(given + inferred) == []


def test_what_loses_its_premise_is_no_longer_inferred() -> None:
    given = quads(":r owl:propertyChainAxiom ( :p :q ) . :x :p :y . :y :q :z .")
    premise = next(q for q in given if q.predicate.value == EXAMPLE + "q")
    assert brief(infer(given)) == {"x r z"}
    given.remove(premise)
    assert infer(given) == []


def test_individuals_without_a_name_lead_on_but_are_not_reported() -> None:
    given = quads(
        ":r owl:propertyChainAxiom ( :p :q ) . :p rdfs:range :A . :x :p _:b . _:b :q :y ; :q _:c ."
    )
    assert brief(infer(given)) == {"x r y"}


def test_annotations_entail_nothing() -> None:
    given = quads(
        """:note rdfs:subPropertyOf :remark ; rdfs:domain :A ; rdfs:range :B .
        rdfs:label rdfs:range xsd:string .
        :x :note :y ; rdfs:label "x" . [] a owl:Axiom ; owl:annotatedSource :x ;
        owl:annotatedProperty :p ; owl:annotatedTarget :y ; :note "why" ."""
    )
    assert infer(given) == []
    assert not_derived(given) == []


def test_terms_of_the_ontology_are_not_described() -> None:
    given = quads(":B rdfs:subClassOf :C . :A a :B . :p a :B . :q owl:inverseOf :r . :x :q :A .")
    assert infer(given) == []


def test_no_literal_becomes_an_individual() -> None:
    given = quads(
        f""":p rdfs:range :A ; owl:inverseOf :q . :B rdfs:subClassOf {every(":d", ":C")} .
        :x a :B ; :p "text" ; :d 7 ."""
    )
    assert infer(given) == []


def test_statements_about_triples_are_passed_over() -> None:
    given = quads("""
        :p rdfs:domain :A . :x :q :y . << :x :p :y >> :note :z . :v :p <<( :x :p :y )>> .
    """)
    assert infer(given) == []
    assert not_derived(given) == []


def test_older_ways_of_writing_are_read() -> None:
    given = quads(
        """:A owl:intersectionOf ( :B :C ) . :D owl:unionOf ( :A ) . :E owl:oneOf ( :x ) .
        :B owl:disjointUnionOf ( [ a owl:Class ; owl:intersectionOf () ] ) . :y a :C ."""
    )
    assert brief(infer(given)) >= {"y a B", "y a A", "y a D", "x a E"}


def test_a_class_that_many_axioms_ask_for_is_defined_once() -> None:
    condition = some(":p", both(":A", some(":q", ":B")))
    given = quads(
        f"{condition} rdfs:subClassOf :C . {condition} rdfs:subClassOf :D ."
        ":x :p :y . :y a :A ; :q :z . :z a :B ."
    )
    assert brief(infer(given)) == {"x a C", "x a D"}


NOT_DERIVED = {
    ":p a owl:ReflexiveProperty .": "owl:ReflexiveProperty holds of everything",
    f":A rdfs:subClassOf {some(':p', ':B')} .": "owl:someValuesFrom as a conclusion speaks of an",
    f":A rdfs:subClassOf {either(':B', ':C')} .": "owl:unionOf as a conclusion needs reasoning by",
    f":A rdfs:subClassOf {one_of(':x', ':y')} .": "owl:oneOf as a conclusion needs",
    f":p rdfs:range {either(':B', ':C')} .": "owl:unionOf as a conclusion needs reasoning by cases",
    ":A owl:disjointUnionOf ( :B :C ) .": "owl:unionOf as a conclusion needs reasoning by cases",
    f"{every(':p', ':A')} rdfs:subClassOf :B .": "owl:allValuesFrom as a condition asks for what",
    "[ a owl:Class ; owl:complementOf :A ] rdfs:subClassOf :B .": "owl:complementOf as a condition",
    f"{both(':C', either(':D', every(':p', ':A')))} rdfs:subClassOf :B .": "owl:allValuesFrom as a",
    f"{some(':d', 'xsd:integer')} rdfs:subClassOf :B .": "xsd:integer as a condition needs the",
    f"{some(':d', '[ a rdfs:Datatype ; owl:oneOf ( 1 2 ) ]')} rdfs:subClassOf :B .": "a data range",
    f"{some(':d', '[ owl:oneOf ( 1 2 ) ]')} rdfs:subClassOf :B .": "a data range as a condition",
    f"{number('minCardinality', 2, ':p')} rdfs:subClassOf :B .": "owl:minCardinality as a",
    f"{number('maxCardinality', 1, ':p')} rdfs:subClassOf :B .": "owl:maxCardinality as a",
    f":A rdfs:subClassOf {number('minCardinality', 1, ':p')} .": (
        "owl:minCardinality as a conclusion speaks of an individual that need not have a name"
    ),
    f":A rdfs:subClassOf {number('cardinality', 1, ':p')} .": "owl:minCardinality as a conclusion",
    f":A rdfs:subClassOf {number('maxCardinality', 2, ':p')} .": (
        "owl:maxCardinality above 1 counts individuals"
    ),
    f":A rdfs:subClassOf {number('maxQualifiedCardinality', 2, ':p', ':B')} .": (
        "owl:maxCardinality above 1 counts individuals"
    ),
    f":A rdfs:subClassOf {number('maxQualifiedCardinality', 1, ':p', every(':q', ':B'))} .": (
        "owl:allValuesFrom as a condition asks for what is not the case"
    ),
    ":A owl:disjointWith [ owl:complementOf :B ] .": "owl:complementOf as a condition asks for",
    ":d rdfs:range xsd:double .": "xsd:double as a conclusion needs the values of a datatype",
    "owl:sameAs rdfs:subPropertyOf :p .": "owl:sameAs as a condition asks which names are one",
    ":A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :p ; owl:hasSelf true ] .": (
        "owl:hasSelf is unknown to the rules"
    ),
    """[ a owl:Restriction ; owl:onProperties ( :d :e ) ; owl:someValuesFrom xsd:integer ]
       rdfs:subClassOf :B .""": "owl:onProperties is unknown to the rules",
    "owl:topObjectProperty rdfs:subPropertyOf :p .": "owl:topObjectProperty holds of everything",
    f":A rdfs:subClassOf {every('owl:topObjectProperty', ':B')} .": "owl:topObjectProperty holds",
    ":A owl:subClassOf :B .": "owl:subClassOf is unknown to the rules: owl:subClassOf",
    ":p a owl:FunctionalObjectProperty .": "owl:FunctionalObjectProperty is unknown to the rules",
}


@pytest.mark.parametrize("axiom", NOT_DERIVED)
def test_what_would_need_more_is_named(axiom: str) -> None:
    named = [str(entry) for entry in not_derived(quads(axiom))]
    assert len(named) == 1
    assert named[0].startswith(NOT_DERIVED[axiom])


def test_the_part_of_an_axiom_that_has_rules_is_derived() -> None:
    given = quads(
        f":A owl:equivalentClass {both(':B', some(':p', ':C'))} . :x a :A . :y a :B ; :p :z ."
        f":z a :C . {either(':D', every(':p', ':A'))} rdfs:subClassOf :E . :v a :D ."
    )
    assert brief(infer(given)) == {"x a B", "y a A", "v a E"}
    assert [(str(entry.construct)) for entry in not_derived(given)] == [
        "owl:allValuesFrom as a condition",
        "owl:someValuesFrom as a conclusion",
    ]


def test_an_axiom_is_shown_in_functional_syntax() -> None:
    (entry,) = not_derived(
        quads(f":A rdfs:subClassOf {both(has(':d', '7'), some('[ owl:inverseOf :p ]', ':B'))} .")
    )
    assert str(entry).endswith(
        "SubClassOf(<https://example.org/A> IntersectionOf("
        'HasValue(<https://example.org/d> "7"^^<http://www.w3.org/2001/XMLSchema#integer>) '
        "SomeValuesFrom(InverseOf(<https://example.org/p>) <https://example.org/B>)))"
    )


def test_universal_and_empty_properties_conclude_nothing() -> None:
    given = quads(
        f""":p rdfs:subPropertyOf owl:topObjectProperty .
        :q rdfs:subPropertyOf owl:bottomObjectProperty .
        owl:bottomObjectProperty rdfs:subPropertyOf :r .
        :A rdfs:subClassOf {has("owl:topObjectProperty", ":y")} . :x a :A ; :p :y ."""
    )
    assert infer(given) == []
    assert not_derived(given) == []


def test_of_a_rule_in_swrl_nothing_is_taken_for_data() -> None:
    swrl = "http://www.w3.org/2003/11/swrl#"
    given = quads(
        f"""[] a <{swrl}Imp> ; <{swrl}body> ( [ a <{swrl}ClassAtom> ;
        <{swrl}classPredicate> :A ; <{swrl}argument1> :v ] ) ; <{swrl}head> () .
        :v a <{swrl}Variable> . :A rdfs:subClassOf :B . :x a :A ."""
    )
    assert brief(infer(given)) == {"x a B"}
    assert [found.construct for found in not_derived(given)] == ["swrl:Imp"]
    assert NamedNode(f"{EXAMPLE}v") not in read_ontology(given).individuals


def _nested(depth: int) -> str:
    expression = ":B"
    for _ in range(depth):
        expression = f"[ owl:complementOf {expression} ]"
    return f":A rdfs:subClassOf {expression} ."


FACETS = {
    "xsd:integer": ("minInclusive 1", "minExclusive 1", "maxInclusive 1", "maxExclusive 1"),
    "xsd:string": ("length 1", "minLength 1", "maxLength 1", 'pattern "a"'),
}


@pytest.mark.parametrize("datatype", FACETS)
def test_what_bounds_a_datatype_is_no_axiom_of_its_own(datatype: str) -> None:
    bounds = " ".join(f"[ xsd:{facet} ]" for facet in FACETS[datatype])
    (found,) = not_derived(
        quads(
            f""":d rdfs:range [ a rdfs:Datatype ; owl:onDatatype {datatype} ;
            owl:withRestrictions ( {bounds} [ rdf:langRange "en" ] ) ] ."""
        )
    )
    assert found.construct == "a data range as a conclusion"


def test_two_ranges_without_a_name_are_two_axioms() -> None:
    given = quads(":d rdfs:range [ owl:oneOf ( 1 2 ) ] , [ owl:oneOf ( 2 3 ) ] .")
    assert [text(found.axiom) for found in not_derived(given)] == [
        'PropertyRange(<https://example.org/d> {"1", "2"})',
        'PropertyRange(<https://example.org/d> {"2", "3"})',
    ]


MALFORMED = {
    ":A rdfs:subClassOf _:b .": ("rdfs:subClassOf of", "one construct"),
    ":A rdfs:subClassOf 7 .": ("7", "one construct"),
    ":A rdfs:subClassOf [ owl:someValuesFrom :B ] .": ("rdfs:subClassOf of", "owl:onProperty"),
    f":A rdfs:subClassOf {some(':p', '7')} .": ("7", "one construct"),
    ":A rdfs:subClassOf [ owl:unionOf ( :B ) ; owl:complementOf :C ] .": ("of <", "one construct"),
    ":A rdfs:subClassOf [ owl:unionOf :B ] .": ("B", "rdf:first and has 0"),
    ":A owl:equivalentClass [ owl:unionOf _:l ] . _:l rdf:first :B ; rdf:rest _:l .": (
        "owl:equivalentClass of <https://example.org/A>",
        "circle",
    ),
    ":p owl:propertyChainAxiom _:l . _:l rdf:first :q ; rdf:first :r ; rdf:rest () .": (
        "owl:propertyChainAxiom of <https://example.org/p>",
        "rdf:first and has 2",
    ),
    ":p owl:propertyChainAxiom ( :q ) .": ("owl:propertyChainAxiom", "at least two"),
    ":p rdfs:subPropertyOf [ owl:inverseOf [ owl:inverseOf :q ] ] .": (
        "rdfs:subPropertyOf",
        "names",
    ),
    "_:c rdfs:subClassOf :A ; owl:complementOf _:c .": ("owl:complementOf of", "circle"),
    """:d rdfs:range _:r . _:r a rdfs:Datatype ; owl:datatypeComplementOf _:r .""": (
        "rdfs:range of",
        "data ranges nest more than 64 deep",
    ),
    _nested(70): ("rdfs:subClassOf of <https://example.org/A>", "64 deep"),
    ":A rdfs:subClassOf [ owl:onProperty :p ; owl:maxCardinality :one ] .": ("of <", "is a number"),
    ":A rdfs:subClassOf [ owl:onProperty :p ; owl:maxQualifiedCardinality 1 ] .": (
        "rdfs:subClassOf of",
        "owl:onClass and has 0",
    ),
    ":A owl:hasKey () .": ("nil", "a key has at least one property"),
    "[] a owl:AllDisjointProperties ; owl:members ( :p ) .": ("owl:members", "at least two"),
    "[] a owl:AllDifferent ; owl:members ( :x 7 ) .": ("owl:members of", "lists individuals"),
    "[] a owl:AllDifferent .": ("_:", "owl:distinctMembers and has 0"),
    "[] a owl:NegativePropertyAssertion ; owl:sourceIndividual 7 ; "
    "owl:assertionProperty :p ; owl:targetIndividual :y .": ("_:", "an individual and its value"),
    ":x owl:sameAs 7 .": ("x", "owl:sameAs names an individual"),
    f":A rdfs:subClassOf {has(':p', '<<( :x :p :y )>>')} .": (
        "of <https",
        "an individual or a literal",
    ),
}


@pytest.mark.parametrize("text", MALFORMED)
def test_a_malformed_expression_is_an_error_that_names_its_place(text: str) -> None:
    place, why = MALFORMED[text]
    with pytest.raises(OntologyError) as caught:
        infer(quads(text))
    assert place in caught.value.what
    assert why in caught.value.why
    assert caught.value.fix
