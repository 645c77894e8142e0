"""On both articles: what goes with a passage, why each inference holds, and what owlrl makes of it.

HermiT's word on them is in ``test_entailments.py``.
"""

from collections import Counter
from itertools import islice

import pytest
from owlrl import DeductiveClosure, OWLRL_Semantics
from pyoxigraph import NamedNode, Quad, Triple
from rdflib import Graph, URIRef

from kg.namespaces import DATA, INFERRED_GRAPH, OWL, RDF, TERMS
from kg.reason import Reasoning, find_inconsistencies, infer, not_derived
from tests.owlapi import Assertion
from tests.reasoning import between_names

pytestmark = pytest.mark.slow

MANY = 13
"""Derivations of one triple that are looked at: a few have hundreds."""

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
        triple: [frozenset(each.assertions) for each in islice(reasoning.derivations(triple), MANY)]
        for triple in inferred
    }
    assert all(grounds.values())
    countable = {triple for triple, ways in grounds.items() if len(ways) < MANY}
    assert len(countable) > 0.9 * len(inferred)
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
        assert kept <= found <= inferred
        assert found & countable == kept & countable
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
