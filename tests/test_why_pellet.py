"""Our minimal derivations are the minimal explanations of Pellet and HermiT, on both articles.

Here those triples are compared for which few questions are enough; ``python -m
tests.explanations`` compares all of them.
"""

from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import Final

import pytest
from pyoxigraph import Quad, RdfFormat, Triple, parse

from kg.why.explainer import asserted
from tests.explanations import Comparison, all_derivations, compare, summary
from tests.hitting_sets import least_hitting_sets
from tests.pellet_oracle import Explanation, read_form

DERIVATIONS: Final = 216
"""Derivations that a triple may have to be compared here: as many as the first *reportedly
outstanding consent* has."""
QUESTIONS: Final = 3
"""Hitting sets that it may have, unless nothing else rests on axioms of some kind."""
FEW: Final = 2
"""Derivations that it may have for Pellet to be asked for all explanations."""

WORLD: Final = """
    @prefix : <http://example.org/> .
    @prefix owl: <http://www.w3.org/2002/07/owl#> .
    @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
    :Person a owl:Class . :Envoy a owl:Class ; rdfs:subClassOf :Person .
    :sends a owl:ObjectProperty ; rdfs:range :Envoy . :greets a owl:ObjectProperty .
    :welcomes a owl:ObjectProperty ; rdfs:range :Person ;
        owl:propertyChainAxiom ( :sends :greets ) .
    :treats a owl:ObjectProperty ; owl:propertyChainAxiom ( :welcomes :likes ) .
    :likes a owl:ObjectProperty .
    :ann a :Envoy , owl:NamedIndividual ; :greets :eve . :zoe a :Envoy , owl:NamedIndividual .
    :bob a owl:NamedIndividual ; :sends :ann , :zoe . :eve a owl:NamedIndividual ; :likes :tea .
    :tea a owl:NamedIndividual .
"""
"""Two persons for two reasons each, and one for a reason that Pellet does not follow; and a treat
for a reason that its search does not find."""


def kinds(explanations: Iterable[Explanation]) -> frozenset[str]:
    """Return the kinds of axioms that explanations rest on."""
    return frozenset(
        "chain" if "ObjectPropertyChain" in str(form) else str(form[0])
        for explanation in explanations
        for form in explanation
    )


def some_of_each_kind(explained: Mapping[Triple, set[Explanation]]) -> set[Triple]:
    """Return few triples that rest on axioms of every kind, with as few explanations as can be."""
    chosen: set[Triple] = set()
    covered: set[str] = set()
    for triple in sorted(explained, key=lambda triple: (len(explained[triple]), str(triple))):
        if not kinds(explained[triple]) <= covered:
            covered |= kinds(explained[triple])
            chosen.add(triple)
    return chosen


def is_cheap(explanations: set[Explanation]) -> bool:
    """Tell whether it takes few questions to know that none is missing."""
    numbers: dict[object, int] = {}
    family = {
        frozenset(numbers.setdefault(form, len(numbers)) for form in each) for each in explanations
    }
    return len(list(islice(least_hitting_sets(family), QUESTIONS + 1))) <= QUESTIONS


@pytest.mark.slow
@pytest.mark.java(compiler=True)
def test_minimal_derivations_are_minimal_explanations(
    tass_quads: tuple[Quad, ...], invented_quads: tuple[Quad, ...]
) -> None:
    graphs = [asserted(tass_quads), asserted(invented_quads)]
    samples = []
    for quads in graphs:
        explained = all_derivations(quads, DERIVATIONS)
        of_each_kind = some_of_each_kind(explained)
        samples.append(
            {
                triple: ours
                for triple, ours in explained.items()
                if triple in of_each_kind or is_cheap(ours)
            }
        )

    def judge(quads: list[Quad], explained: dict[Triple, set[Explanation]]) -> Comparison:
        few = {triple: ours for triple, ours in explained.items() if len(ours) <= FEW}
        return compare(quads, explained, most=100, enumerated=some_of_each_kind(few))

    with ThreadPoolExecutor() as pool:
        found = list(pool.map(judge, graphs, samples))
    for each in found:
        assert each.equal, "\n".join(summary("not equal", each, 0))
        assert not each.drawn
        assert len(each.explanations) > 100
        assert each.enumerated
    of_every_kind = {kind for sample in samples for ours in sample.values() for kind in kinds(ours)}
    assert of_every_kind >= {
        "EquivalentClasses",
        "InverseObjectProperties",
        "ObjectPropertyDomain",
        "ObjectPropertyRange",
        "SubClassOf",
        "SymmetricObjectProperty",
        "chain",
    }


@pytest.mark.slow
@pytest.mark.java(compiler=True)
def test_what_is_missing_and_what_is_wrong_is_noticed() -> None:
    quads = list(parse(WORLD, format=RdfFormat.TURTLE))
    right = all_derivations(quads)
    of_ann, of_eve, of_zoe, greeting, treat = (
        triple
        for name in (
            "ann> ",
            "eve> ",
            "zoe> ",
            "bob> <http://example.org/w",
            "bob> <http://example.org/t",
        )
        for triple in right
        if str(triple).startswith(f"<http://example.org/{name}")
    )

    found = compare(quads, right, most=9, enumerated=right)
    assert found.equal
    assert found.explanations == {of_ann: 2, greeting: 1, of_eve: 1, of_zoe: 2, treat: 1}
    assert (found.unseen, found.unfound) == (1, 1)
    assert found.enumerated == list(right)
    assert not found.drawn
    assert next(summary("world", found, 1)) == "world: equal (1 s)"

    one, other = right[of_ann]
    unread: Explanation = frozenset({("SubClassOf", "<a>", "<b>")})
    changed = {of_ann: {one}, of_eve: {unread}, of_zoe: {one | other}, greeting: set[Explanation]()}
    found = compare(quads, changed, most=9, enumerated=[of_ann])
    assert set(found.wrong) == {of_eve, of_zoe, greeting}
    assert set(found.missing) == set(changed)
    assert found.different == [of_ann]
    assert f"  an explanation missing: {of_ann} (1 explanations)" in summary("world", found, 1)


@pytest.mark.slow
@pytest.mark.java(compiler=True)
def test_of_too_many_questions_some_are_asked() -> None:
    quads = list(parse(WORLD, format=RdfFormat.TURTLE))
    right = all_derivations(quads)
    lacking, *_ = (triple for triple, ours in right.items() if len(ours) == 2)
    explained = {triple: set(islice(ours, 1)) for triple, ours in right.items()}
    found = compare(quads, explained | {lacking: right[lacking]}, most=1, enumerated=())
    assert found.drawn == list(right)
    assert set(found.missing) == {triple for triple, ours in right.items() if len(ours) == 2} - {
        lacking
    }


def test_the_normal_form_of_axioms_has_an_order_where_owl_has_none() -> None:
    one = read_form("EquivalentClasses(<a> ObjectIntersectionOf(<c> <b>) )")
    assert one == read_form("EquivalentClasses(ObjectIntersectionOf(<b> <c>) <a>)")
    chain = "SubObjectPropertyOf(ObjectPropertyChain( <{}> <{}> ) <r>)"
    assert read_form(chain.format("p", "q")) != read_form(chain.format("q", "p"))
    assert read_form("DataPropertyDomain(<p> <C>)") == ("ObjectPropertyDomain", "<p>", "<C>")
