"""Our minimal derivations are Pellet's minimal explanations, on both articles.

A triple of each kind is taken: of each combination of axioms that leads to one. Pellet takes
seconds for each, because it looks for every explanation by trying what can be left out.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import Final

import pytest
from pyoxigraph import Literal, Quad, Triple

from kg.reason import Derivation, Reasoning
from kg.reason.axioms import SubPropertyOf
from kg.reason.expressions import TYPE, PropertyChain
from kg.why.explainer import asserted
from tests.pellet_oracle import (
    Explanation,
    explained_by_pellet,
    our_explanation,
    read_form,
)

MOST: Final = 4
"""Explanations of one triple that Pellet is asked for."""
ALL: Final = 400
"""Derivations of a triple that are looked at; what has more is no part of the sample."""


def kind(derivations: Sequence[Derivation]) -> frozenset[str]:
    """Return which kinds of axioms lead to a triple."""
    return frozenset(
        "chain"
        if isinstance(axiom, SubPropertyOf) and isinstance(axiom.sub, PropertyChain)
        else type(axiom).__name__
        for derivation in derivations
        for axiom in derivation.axioms
    )


def sample(reasoning: Reasoning) -> dict[Triple, set[Explanation]]:
    """Return a triple of each kind, of those with fewest derivations, with all of these."""
    best: dict[frozenset[str], tuple[int, str, Triple, set[Explanation]]] = {}
    seen: set[object] = set()
    for triple in reasoning.inferred():
        of_class = triple.predicate == TYPE
        looks = (triple.predicate, triple.object if of_class else None)
        if isinstance(triple.object, Literal) or looks in seen:
            continue
        seen.add(looks)
        found = list(islice(reasoning.derivations(triple), ALL))
        candidate = (len(found), str(triple), triple, set(map(our_explanation, found)))
        which = kind(found[:1])
        if len(found) < ALL and (which not in best or candidate[:2] < best[which][:2]):
            best[which] = candidate
    return {triple: explanations for _, _, triple, explanations in best.values()}


@pytest.mark.slow
@pytest.mark.java(compiler=True)
def test_minimal_derivations_are_pellets_explanations(
    tass_quads: tuple[Quad, ...], invented_quads: tuple[Quad, ...]
) -> None:
    graphs = [asserted(tass_quads), asserted(invented_quads)]
    samples = [sample(Reasoning(quads)) for quads in graphs]
    with ThreadPoolExecutor() as pool:
        judged = list(
            pool.map(
                lambda quads, wanted: explained_by_pellet(quads, list(wanted), MOST),
                graphs,
                samples,
            )
        )
    kinds = set()
    for wanted, found in zip(samples, judged, strict=True):
        for (triple, ours), pellets in zip(wanted.items(), found, strict=True):
            if len(ours) < MOST:
                assert pellets == ours, triple
            else:
                assert len(pellets) == MOST, triple
                assert pellets <= ours, triple
        kinds |= {
            each[0] for ours in wanted.values() for explanation in ours for each in explanation
        }
    assert kinds >= {
        "EquivalentClasses",
        "InverseObjectProperties",
        "ObjectPropertyDomain",
        "ObjectPropertyRange",
        "SubClassOf",
        "SubObjectPropertyOf",
        "SymmetricObjectProperty",
    }


def test_the_normal_form_of_axioms_has_an_order_where_owl_has_none() -> None:
    one = read_form("EquivalentClasses(<a> ObjectIntersectionOf(<c> <b>) )")
    assert one == read_form("EquivalentClasses(ObjectIntersectionOf(<b> <c>) <a>)")
    chain = "SubObjectPropertyOf(ObjectPropertyChain( <{}> <{}> ) <r>)"
    assert read_form(chain.format("p", "q")) != read_form(chain.format("q", "p"))
    assert read_form("DataPropertyDomain(<p> <C>)") == ("ObjectPropertyDomain", "<p>", "<C>")
