"""What cannot be true together: which axioms and assertions, and how many articles it takes."""

from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, settings
from pyoxigraph import NamedNode, Quad, Triple

from kg.namespaces import DATA, ONTOLOGY, REFERENCE_GRAPH, passage_iri
from kg.reason import Inconsistency, Reasoning, find_inconsistencies, infer, reason
from kg.reason.axioms import FunctionalProperty
from kg.reason.words import Words
from tests.equality_cases import CONTRADICTIONS, EQUALITY, Contradiction
from tests.reasoning import CASES, Case, brief, quads
from tests.reasoning_strategies import contradictory

ONE = f"{DATA}gazette/2024-01-01-one/v1"
TWO = f"{DATA}gazette/2024-01-02-two/v1"
OTHER = f"{DATA}herald/2024-01-01-other/v1"


def contradictions(given: list[Quad]) -> list[Inconsistency]:
    return [i for i in find_inconsistencies(given) if i.derivation.conclusion is None]


def said(graph: str, text: str) -> list[Quad]:
    """Return what ``text`` says, without the declarations of the header, in a graph."""
    header = set(quads(""))
    return [
        Quad(q.subject, q.predicate, q.object, NamedNode(graph))
        for q in quads(text)
        if q not in header
    ]


def passage(article: str, text: str, start: int = 0) -> list[Quad]:
    return said(passage_iri(article, start, start + 9), text)


SCHEMA = [*quads(""), *said(ONTOLOGY, ":A owl:disjointWith :B . :C rdfs:subClassOf :A .")]


@pytest.mark.parametrize("case", CONTRADICTIONS, ids=lambda case: case.name)
def test_each_contradiction_is_found_with_the_assertions_it_takes(case: Contradiction) -> None:
    (found,) = contradictions(quads(case.text))
    assert brief(found.derivation.assertions) == case.expected


@pytest.mark.parametrize("case", CONTRADICTIONS, ids=lambda case: case.name)
def test_what_it_takes_is_enough_and_no_part_of_it_is(case: Contradiction) -> None:
    (found,) = contradictions(quads(case.text))
    said_of = [Quad(t.subject, t.predicate, t.object) for t in found.derivation.assertions]
    rest = [q for q in quads(case.text) if q.triple not in found.derivation.assertions]
    axioms = [q for q in rest if q not in quads(case.assertions)]
    assert contradictions(axioms + said_of)
    for fewer in combinations(said_of, len(said_of) - 1):
        assert not contradictions([*axioms, *fewer])


@pytest.mark.parametrize("case", [*CASES, *EQUALITY], ids=lambda case: case.name)
def test_what_is_consistent_has_no_contradiction(case: Case) -> None:
    if case.name != "nothing follows from what only forbids":
        assert contradictions(quads(case.text)) == []


def test_what_differs_from_itself_cannot_be() -> None:
    (found,) = contradictions(quads(":x owl:differentFrom :x ."))
    assert brief(found.derivation.assertions) == {"x differentFrom x"}
    assert found.derivation.axiom is None


def test_a_contradiction_is_reported_once_and_under_one_axiom() -> None:
    found = contradictions(
        quads(
            """:A owl:disjointWith :B . :B owl:disjointWith :A .
            [] a owl:AllDisjointClasses ; owl:members ( :A :B ) .
            :x a :A , :B ."""
        )
    )
    assert len(found) == 1


def test_literals_of_one_value_do_not_clash() -> None:
    given = quads(
        """:d a owl:FunctionalProperty . :e a owl:FunctionalProperty .
        :x :d 1 , 1.0 ; :e "2020-01-01"^^xsd:gYear , "b"^^:unknown ."""
    )
    assert find_inconsistencies(given) == []


def test_a_value_that_is_no_literal_is_in_no_datatype_and_clashes_with_none() -> None:
    given = quads(":d rdfs:range xsd:string ; a owl:FunctionalProperty . :x :d :y , 'text' .")
    assert find_inconsistencies(given) == []
    backwards = quads("[ owl:inverseOf :p ] rdfs:range xsd:string . :x :p :y .")
    assert find_inconsistencies(backwards) == []


def test_names_that_become_one_unsaid_are_reported_with_the_reason() -> None:
    given = quads(":p a owl:FunctionalProperty . :x :p :y , :z .")
    (found,) = find_inconsistencies(given)
    assert found.derivation.conclusion is not None
    assert brief([found.derivation.conclusion]) == {"y sameAs z"}
    assert brief(found.derivation.assertions) == {"x p y", "x p z"}
    assert [type(axiom) for axiom in found.derivation.axioms] == [FunctionalProperty]


def test_names_that_are_said_to_be_one_are_not_reported_nor_are_things_without_a_name() -> None:
    text = ":p a owl:FunctionalProperty . :x :p :y , :z . :z owl:sameAs :v . "
    assert find_inconsistencies(quads(text + ":v owl:sameAs :y .")) == []
    assert len(find_inconsistencies(quads(text + ":x :p :w ."))) == 2
    unnamed = quads(":p a owl:FunctionalProperty . :x :p :y , [] .")
    assert find_inconsistencies(unnamed) == []


def test_a_contradiction_of_the_background_takes_no_article() -> None:
    given = [*SCHEMA, *said(REFERENCE_GRAPH, ":x a :C , :B ."), *passage(ONE, ":x a :A .")]
    (found,) = find_inconsistencies(given)
    assert found.articles == ()
    assert brief(found.derivation.assertions) == {"x a C", "x a B"}


def test_one_article_is_enough_for_its_own_contradiction() -> None:
    given = [*SCHEMA, *passage(ONE, ":x a :C ."), *passage(ONE, ":x a :B .", start=20)]
    (found,) = find_inconsistencies(given)
    assert found.articles == (ONE,)


def test_an_article_contradicts_reference_data_by_itself() -> None:
    given = [*SCHEMA, *said(REFERENCE_GRAPH, ":x a :B ."), *passage(ONE, ":x a :C .")]
    (found,) = find_inconsistencies(given)
    assert found.articles == (ONE,)


@pytest.mark.parametrize("second", [TWO, OTHER])
def test_where_no_article_is_enough_it_takes_both(second: str) -> None:
    given = [*SCHEMA, *passage(ONE, ":x a :C ."), *passage(second, ":x a :B .")]
    (found,) = find_inconsistencies(given)
    assert found.articles == tuple(sorted((ONE, second)))


def test_each_article_that_is_enough_is_reported_and_no_pair_of_them() -> None:
    clash = ":x a :C . :x a :B ."
    given = [*SCHEMA, *passage(ONE, clash), *passage(OTHER, clash), *passage(TWO, ":x a :A .")]
    assert [found.articles for found in find_inconsistencies(given)] == [(ONE,), (OTHER,)]


def test_what_several_articles_say_needs_few_of_them() -> None:
    given = [
        *SCHEMA,
        *passage(ONE, ":x a :C ."),
        *passage(OTHER, ":x a :B ."),
        *passage(TWO, ":x a :B ."),
    ]
    (found,) = find_inconsistencies(given)
    assert len(found.articles) == 2
    assert ONE in found.articles


def test_reason_gives_all_at_once() -> None:
    given = quads(
        """:A rdfs:subClassOf :B , [ owl:unionOf ( :C :D ) ] . :B owl:disjointWith :E .
        :x a :A , :E ."""
    )
    reasoned = reason(iter(given))
    assert list(reasoned.inferred) == infer(given)
    assert list(reasoned.inconsistencies) == find_inconsistencies(given)
    assert [entry.construct for entry in reasoned.not_derived] == ["owl:unionOf as a conclusion"]


@pytest.mark.slow
@given(contradictory)
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_is_found_is_found_from_its_own_premises(text: str) -> None:
    given = quads(text)
    for found in find_inconsistencies(given):
        premises = found.derivation.assertions
        assert set(premises) <= {quad.triple for quad in given}
        assert without_steps_in_the_air(found, {quad.triple for quad in given})


def without_steps_in_the_air(found: Inconsistency, asserted: set[Triple]) -> bool:
    """Tell whether every step has a ground: an axiom, premises, or an assertion."""
    return all(
        step.axiom is not None or step.premises or step.conclusion in asserted
        for step in found.derivation.steps()
    )


def test_what_comes_of_one_assertion_is_what_there_is_not_without_it() -> None:
    text = ":A owl:disjointWith :B . :C rdfs:subClassOf :B . :p a owl:FunctionalProperty . "
    text += ":x a :A ; :p :y . "
    last = quads(text + ":x a :C .")[-1].triple
    (found,) = Reasoning(quads(text + ":x a :C .")).due_to(last)
    assert found.conclusion is None
    assert brief(found.assertions) == {"x a A", "x a C"}
    assert Reasoning(quads(text + ":x a :B , :C .")).due_to(last) == []
    names = quads(text + ":x :p :z .")
    (found,) = Reasoning(names).due_to(names[-1].triple)
    assert found.conclusion is not None
    assert brief([found.conclusion]) == {"y sameAs z"}
    assert Reasoning(quads(text)).due_to(last) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "[] a owl:AllDisjointClasses ; owl:members ( :A :B :C ) . :x a :A , :C .",
            "nothing is both an A and a C",
        ),
        (
            "[] a owl:AllDisjointProperties ; owl:members ( :p :q :r ) . :x :p :y ; :r :y .",
            "“p” and “r” never hold between the same two things",
        ),
        (
            "[] a owl:AllDifferent ; owl:members ( :x :y :z ) . :x owl:sameAs :z .",
            "x and z are different",
        ),
        (
            # What is in a class that has no name is said by more than two triples.
            """[] a owl:AllDisjointClasses ; owl:members ( :A :B [ a owl:Restriction ;
                owl:onProperty :p ; owl:someValuesFrom :B ] ) . :x a :A ; :p :y . :y a :B .""",
            "nothing is two of these: an A, a B and something whose “p” is a B",
        ),
    ],
)
def test_an_axiom_about_many_is_told_of_the_two_that_clash(text: str, words: str) -> None:
    (found,) = contradictions(quads(text))
    assert found.derivation.by is not None
    assert Words({}).rule(found.derivation.by) == words
    assert found.derivation.axioms == (found.derivation.axiom,)
