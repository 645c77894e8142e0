"""On both articles: what goes with a passage, why each inference holds, and what owlrl makes of it.

HermiT's word on them is in ``test_entailments.py``.
"""

from collections import Counter
from itertools import islice, product

import pytest
from owlrl import DeductiveClosure, OWLRL_Semantics
from pyoxigraph import NamedNode, Quad, Triple
from rdflib import Graph, URIRef

from kg.namespaces import DATA, INFERRED_GRAPH, OWL, RDF, TERMS
from kg.reason import Derivation, Reasoning, find_inconsistencies, infer, not_derived
from tests.owlapi import Assertion
from tests.reasoning import between_names

pytestmark = pytest.mark.slow

THOUSANDS = 5000
"""Derivations that the triple with most of them has at least."""

BOTH = pytest.mark.parametrize("article", ["tass_quads", "invented_quads"])


def asserted(request: pytest.FixtureRequest, article: str) -> list[Quad]:
    quads: tuple[Quad, ...] = request.getfixturevalue(article)
    return [quad for quad in quads if quad.graph_name != NamedNode(INFERRED_GRAPH)]


def passages(quads: list[Quad]) -> dict[str, set[Triple]]:
    """Return what each passage says."""
    found: dict[str, set[Triple]] = {}
    for quad in quads:
        if isinstance(quad.graph_name, NamedNode) and "#char=" in quad.graph_name.value:
            found.setdefault(quad.graph_name.value, set()).add(quad.triple)
    return found


@BOTH
def test_a_passage_takes_its_consequences_with_it_and_no_others(
    article: str, request: pytest.FixtureRequest
) -> None:
    quads = asserted(request, article)
    supports = Counter(quad.triple for quad in quads)
    reasoning = Reasoning(quads)
    inferred = set(reasoning.inferred())
    grounds = {
        triple: {frozenset(each.assertions) for each in reasoning.derivations(triple)}
        for triple in inferred
    }
    assert all(grounds.values())
    lost = 0
    for passage, says in passages(quads).items():
        rest = [quad for quad in quads if quad.graph_name != NamedNode(passage)]
        # What another passage says as well stays.
        gone = {triple for triple in says if supports[triple] == 1}
        kept = {
            triple for triple, ways in grounds.items() if any(gone.isdisjoint(way) for way in ways)
        }
        # What was asserted there may follow from what others say.
        found = set(infer(rest)) - gone
        assert found == kept
        lost += len(inferred - kept)
    assert lost > 100
    assert any(
        supports[triple] > 1 and any(triple in way for ways in grounds.values() for way in ways)
        for says in passages(quads).values()
        for triple in says
    )


@BOTH
def test_every_inference_is_explained_by_what_is_enough_for_it(
    article: str, request: pytest.FixtureRequest
) -> None:
    quads = asserted(request, article)
    said = {quad.triple for quad in quads}
    schema = [q for q in quads if not _is_data(q)]
    reasoning = Reasoning(quads)
    for triple in reasoning.inferred()[::9]:
        for derivation in islice(reasoning.derivations(triple), 2):
            grounds = derivation.assertions
            assert said.issuperset(grounds)
            enough = [Quad(t.subject, t.predicate, t.object) for t in grounds]
            assert triple in infer([*schema, *enough])


@pytest.mark.slow
@pytest.mark.parametrize("article", ["tass_quads"])
def test_of_thousands_of_derivations_none_is_left_out(
    article: str, request: pytest.FixtureRequest
) -> None:
    reasoning = Reasoning(asserted(request, article))
    wanted = NamedNode(TERMS + "PlanReportedlyAwaitingConsent")
    (triple,) = (each for each in reasoning.inferred() if each.object == wanted)
    found = list(reasoning.derivations(triple))
    keys = list(map(key, found))
    assert len(keys) == len(set(keys)) > THOUSANDS
    # Any reason for a premise goes with any for the others, where none has more than it needs.
    tops = {(d.axiom, tuple(p.conclusion for p in d.premises)) for d in found}
    combined = {
        frozenset({axiom}).union(*chosen)
        for axiom, premises in tops
        for chosen in product(*(map(key, reasoning.derivations(each)) for each in premises if each))
    }
    assert set(keys) == least(combined)


def key(derivation: Derivation) -> frozenset[object]:
    """Return all that a derivation rests on."""
    return frozenset((*derivation.assertions, *derivation.axioms))


def least(sets: set[frozenset[object]]) -> set[frozenset[object]]:
    """Return the sets that contain no other."""
    return {one for one in sets if not any(other < one for other in sets)}


def _is_data(quad: Quad) -> bool:
    return isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(DATA)


@BOTH
def test_nothing_in_an_article_is_contradictory(
    article: str, request: pytest.FixtureRequest
) -> None:
    assert find_inconsistencies(asserted(request, article)) == []


@BOTH
def test_no_axiom_is_passed_over_in_silence(article: str, request: pytest.FixtureRequest) -> None:
    listed = not_derived(asserted(request, article))
    assert {entry.construct for entry in listed} <= {"owl:someValuesFrom as a conclusion"}


@pytest.mark.slow
@BOTH
def test_owlrl_derives_the_same(article: str, request: pytest.FixtureRequest) -> None:
    quads = asserted(request, article)
    graph = Graph()
    graph.parse(data="\n".join(f"{t} ." for t in {str(q.triple) for q in quads}), format="nt")
    DeductiveClosure(OWLRL_Semantics).expand(graph)
    rows = {(str(s), str(p), str(o)) for s, p, o in graph if isinstance(s, URIRef)}
    terms = {
        str(q.subject)[1:-1]
        for q in quads
        if q.predicate.value == RDF + "type"
        and str(q.object).startswith(f"<{OWL}")
        and "NamedIndividual" not in str(q.object)
    }

    def is_ours(row: Assertion) -> bool:
        subject, predicate, obj = row
        return (
            subject not in terms
            and (predicate.startswith(TERMS) or predicate == RDF + "type")
            and obj.startswith((DATA, TERMS))
        )

    theirs = {row for row in rows if is_ours(row)} - between_names(quads)
    assert {row for row in between_names(infer(quads)) if is_ours(row)} == theirs
