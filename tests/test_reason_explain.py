"""Why something follows: every derivation, each minimal, and nothing in it that is not so."""

from collections.abc import Iterable
from itertools import combinations, islice, product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Quad, Triple

from kg.namespaces import OWL, RDF
from kg.reason import Derivation, Reasoning, derivations, explain, infer
from kg.reason.axioms import SubClassOf, SubPropertyOf
from kg.reason.equality import EqualityRule
from kg.reason.matching import Row
from kg.reason.proofs import Step, prove
from kg.reason.supports import explanations
from tests.equality_cases import EQUALITY
from tests.reasoning import CASES, EXAMPLE, Case, brief, quads
from tests.reasoning_strategies import equalities

SHORT = {"a": RDF + "type", "sameAs": OWL + "sameAs"}


def triple(text: str) -> Triple:
    subject, predicate, obj = text.split()
    return Triple(
        NamedNode(EXAMPLE + subject),
        NamedNode(SHORT.get(predicate, EXAMPLE + predicate)),
        NamedNode(EXAMPLE + obj),
    )


def grounds(found: Iterable[Derivation]) -> list[set[str]]:
    """Return the assertions that each derivation rests on."""
    return [brief(derivation.assertions) for derivation in found]


@pytest.mark.parametrize("case", [*CASES, *EQUALITY], ids=lambda case: case.name)
def test_what_follows_has_a_derivation_and_what_is_asserted_is_its_own(case: Case) -> None:
    given = quads(case.text)
    reasoning = Reasoning(given)
    for inferred in infer(given):
        derivation = next(reasoning.derivations(inferred))
        assert derivation.conclusion == inferred
        assert not derivation.is_asserted
        assert brief(derivation.assertions) <= brief(given)
    for quad in quads(case.assertions):
        if isinstance(quad.object, NamedNode) and isinstance(quad.subject, NamedNode):
            first = next(reasoning.derivations(quad.triple))
            assert first == Derivation(quad.triple)


def test_the_tree_goes_from_the_conclusion_to_the_assertions() -> None:
    given = quads(
        """:A rdfs:subClassOf :B . :p rdfs:domain :A .
        :r owl:propertyChainAxiom ( :p :q :q ) . :x :p :y . :y :q :z . :z :q :v ."""
    )
    derivation = explain(given, triple("x a B"))
    assert derivation is not None
    assert isinstance(derivation.axiom, SubClassOf)
    (domain,) = derivation.premises
    assert domain.conclusion == triple("x a A")
    assert [step.conclusion for step in domain.premises] == [triple("x p y")]
    # The beginning of a chain is no triple, and is not shown.
    chain = explain(given, triple("x r v"))
    assert chain is not None
    assert isinstance(chain.axiom, SubPropertyOf)
    assert [step.conclusion for step in chain.premises] == [
        triple("x p y"),
        triple("y q z"),
        triple("z q v"),
    ]
    assert all(step.is_asserted for step in chain.premises)


def test_a_shared_premise_is_one_step() -> None:
    given = quads(
        """:A rdfs:subClassOf :B , :C . [ a owl:Class ; owl:intersectionOf ( :B :C ) ]
        rdfs:subClassOf :D . :x a :A ."""
    )
    derivation = explain(given, triple("x a D"))
    assert derivation is not None
    assert len(list(derivation.steps())) == 4
    assert len(derivation.axioms) == 3


def test_every_minimal_derivation_is_found_and_no_other() -> None:
    given = quads(
        """:A rdfs:subClassOf :C . :B rdfs:subClassOf :C . :p rdfs:domain :C ; rdfs:range :C .
        :q rdfs:subPropertyOf :p .
        :x a :A , :B ; :p :y ; :q :z . :v :p :x ."""
    )
    found = grounds(derivations(given, triple("x a C")))
    assert sorted(map(sorted, found)) == [
        ["v p x"],
        ["x a A"],
        ["x a B"],
        ["x p y"],
        ["x q z"],
    ]


def test_a_derivation_of_what_is_also_asserted_comes_beside_the_assertion() -> None:
    given = quads(":A rdfs:subClassOf :B . :x a :A , :B .")
    assert grounds(derivations(given, triple("x a B"))) == [{"x a B"}, {"x a A"}]


def test_circles_explain_nothing() -> None:
    given = quads(
        """:p a owl:SymmetricProperty , owl:TransitiveProperty . :q owl:inverseOf :p .
        :x :p :y . :y :p :z ."""
    )
    assert grounds(derivations(given, triple("z p x"))) == [{"x p y", "y p z"}]
    assert grounds(derivations(given, triple("y p x"))) == [{"x p y"}]
    assert sorted(map(sorted, grounds(derivations(given, triple("y p y"))))) == [
        ["x p y"],
        ["y p z"],
    ]


def test_equality_is_shown_as_a_step_of_its_own() -> None:
    given = quads(":p a owl:FunctionalProperty . :x :p :y , :z . :y a :A .")
    derivation = explain(given, triple("z a A"))
    assert derivation is not None
    assert derivation.axiom is None
    assert derivation.equality is EqualityRule.SUBJECT
    assert not derivation.is_asserted
    assert brief(s.conclusion for s in derivation.premises if s.conclusion) == {
        "y a A",
        "y sameAs z",
    }


def test_what_no_axiom_speaks_of_holds_where_it_is_asserted_and_nowhere_else() -> None:
    given = quads(":x :p :y . :v owl:sameAs :w . :v :q :y .")
    assert grounds(derivations(given, triple("x p y"))) == [{"x p y"}]
    assert explain(given, triple("y p x")) is None
    assert explain(given, triple("x unheard of")) is None
    assert grounds(derivations(given, triple("w q y"))) == [{"v q y", "v sameAs w"}]


def test_what_holds_by_an_axiom_alone_has_no_assertion() -> None:
    derivation = explain(quads("owl:Thing rdfs:subClassOf :A . :x :p :y ."), triple("x a A"))
    assert derivation is not None
    assert derivation.assertions == ()
    assert len(derivation.axioms) == 1


def test_of_many_derivations_each_is_minimal_and_none_is_left_out() -> None:
    # Five ways to each of three conditions of a class from which one of them follows in turn.
    given = quads(
        ":D owl:equivalentClass [ a owl:Class ; owl:intersectionOf ( :A"
        " [ a owl:Restriction ; owl:onProperty :q ; owl:someValuesFrom :B ]"
        " [ a owl:Restriction ; owl:onProperty :r ; owl:someValuesFrom :C ] ) ] ."
        ":p rdfs:domain :A . :D rdfs:subClassOf :A ."
        + "\n".join(
            f":x :p :a{n} ; :q :b{n} ; :r :c{n} . :b{n} a :B . :c{n} a :C ." for n in range(5)
        )
    )
    found = grounds(derivations(given, triple("x a D")))
    wanted = [
        {f"x p a{one}", f"x q b{two}", f"b{two} a B", f"x r c{three}", f"c{three} a C"}
        for one, two, three in product(range(5), repeat=3)
    ]
    assert len(found) == len(wanted) == 125
    assert sorted(map(sorted, found)) == sorted(map(sorted, wanted))
    # What is defined from it is no further reason for it.
    assert len(list(derivations(given, triple("x a A")))) == 5


PLACES = 9
"""Leaves and facts of a made-up hypergraph; all sets of leaves can be tried."""
FACTS = st.integers(0, PLACES - 1).map(lambda number: (number, 0, 0))


@given(
    st.lists(
        st.builds(
            lambda row, leaf, premises: Step(row, leaf, tuple(premises)),
            FACTS,
            st.none() | FACTS,
            st.lists(FACTS, max_size=3, unique=True),
        ),
        max_size=40,
    )
)
@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
def test_least_sets_are_those_that_trying_all_sets_finds(steps: list[Step]) -> None:
    compare_with_all_sets(steps)


def test_more_than_a_hundred_least_sets_are_those_that_trying_all_sets_finds() -> None:
    # Four of nine leaves, in a circle with what follows from them.
    leaves: list[Row] = [(number, 0, 0) for number in range(PLACES)]
    facts: list[Row] = [(number, 1, 0) for number in range(PLACES)]
    back: Row = (0, 2, 0)
    steps = [Step(fact, leaf, ()) for fact, leaf in zip(facts, leaves, strict=True)]
    steps += [Step(leaves[0], None, chosen) for chosen in combinations(facts, 4)]
    steps += [Step(back, None, (leaves[0],)), Step(facts[0], None, (back, facts[1]))]
    assert compare_with_all_sets(steps) == 126


def compare_with_all_sets(steps: list[Step]) -> int:
    """Compare what is found with what every set of leaves proves, and return how many it is."""
    goal: Row = (0, 0, 0)
    ways = sorted({step.leaf for step in steps if step.leaf is not None}, key=str)
    enough = [
        leaves
        for size in range(len(ways) + 1)
        for leaves in map(frozenset, combinations(ways, size))
        if goal in prove(steps, leaves.__contains__)
    ]
    least = [one for one in enough if not any(other < one for other in enough)]
    found = list(explanations(steps, goal))
    assert len(found) == len(set(found))
    assert set(found) == set(least)
    return len(found)


def test_derivations_come_when_they_are_asked_for() -> None:
    # Each of the 2²⁰ paths is one: to find all of them first would take for ever.
    steps = [
        f":a{n} :p :b{n} , :c{n} . :b{n} :p :a{n + 1} . :c{n} :p :a{n + 1} ." for n in range(20)
    ]
    given = quads(":p a owl:TransitiveProperty . " + "\n".join(steps))
    found = derivations(given, triple("a0 p a20"))
    first, second = grounds([next(found), next(found)])
    assert len(first) == len(second) == 40
    assert first != second


@pytest.mark.slow
def test_a_long_derivation_needs_no_deep_stack() -> None:
    links = "\n".join(f":a{n} :p :a{n + 1} ." for n in range(1100))
    given = quads(f":q owl:propertyChainAxiom ( :q :p ) . :p rdfs:subPropertyOf :q . {links}")
    derivation = explain(given, triple("a0 q a1100"))
    assert derivation is not None
    assert len(derivation.assertions) == 1100


@pytest.mark.slow
@given(equalities)
@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow])
def test_each_derivation_is_enough_and_minimal_and_they_are_all_different(text: str) -> None:
    given = quads(text)
    reasoning = Reasoning(given)
    said = {quad.triple for quad in given}
    for inferred in infer(given)[:6]:
        found = list(islice(reasoning.derivations(inferred), 4))
        keys = [frozenset((*each.assertions, *each.axioms)) for each in found]
        assert len(set(keys)) == len(keys)
        assert not any(one < other for one in keys for other in keys)
        for each in found:
            assert set(each.assertions) <= said
            dropped = said - set(each.assertions)
            rest = [q for q in given if q.triple not in dropped or is_axiom(q)]
            assert inferred in {*infer(rest), *(q.triple for q in rest)}


def is_axiom(quad: Quad) -> bool:
    """Tell whether a quad is no assertion between individuals."""
    predicate = quad.predicate.value
    if predicate.startswith(EXAMPLE):
        return False
    return not (predicate == RDF + "type" and str(quad.object).startswith(f"<{EXAMPLE}")) and (
        predicate != OWL + "sameAs"
    )
