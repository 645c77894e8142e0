"""What would come of a triple if it held: what it would contradict, and what it would make one.

Articles may contradict each other in a built graph, and from a contradiction everything follows. So
a contradiction counts only if the triple brings it: not if there is the same one without it, and
not if what else it takes contradicts itself. May know nothing of layout, nor of what is missing.
"""

from collections.abc import Sequence
from typing import Final

import pyoxigraph as ox

from kg.namespaces import REFERENCE_GRAPH
from kg.reason import Derivation, Reasoning
from kg.reason.expressions import DIFFERENT_FROM, SAME_AS
from kg.why.explainer import Explainer
from kg.why.model import Consequences, Reason

_REFERENCE: Final = ox.NamedNode(REFERENCE_GRAPH)


def consequences(explainer: Explainer, triple: ox.Triple) -> Consequences:
    """Return what would come of a triple that does not hold.

    Args:
        explainer: of the graph.
        triple: does not hold in it.
    """
    known = explainer.reasoning
    clashes = [one.derivation for one in known.inconsistencies() if not one.derivation.conclusion]
    supposed = ox.Quad(triple.subject, triple.predicate, triple.object, _REFERENCE)
    brought = Reasoning([*explainer.asserted, supposed]).due_to(triple)
    return Consequences(
        contradictions=tuple(
            explainer.supposing(one, triple)
            for one in brought
            if one.conclusion is None
            and not (clashes and _clashes_without(explainer, one.assertions, triple))
        ),
        identifications=tuple(
            explainer.supposing(one, triple) for one in brought if one.conclusion is not None
        ),
        clashes=tuple(explainer.reason(one) for one in clashes if _is_about(one, triple)),
    )


def cannot_be_one(explainer: Explainer, triple: ox.Triple) -> tuple[Reason, ...]:
    """Return why two cannot be one, of which no assertion says that they differ.

    That names differ is not derived from that: see docs/reasoning.md.

    Args:
        explainer: of the graph.
        triple: does not hold in it; nothing is returned unless it says that they differ.
    """
    if triple.predicate != DIFFERENT_FROM:
        return ()
    same = ox.Triple(triple.subject, SAME_AS, triple.object)
    return consequences(explainer, same).contradictions


def _clashes_without(
    explainer: Explainer, assertions: Sequence[ox.Triple], supposed: ox.Triple
) -> bool:
    """Tell whether some assertions contradict each other without the one that is supposed."""
    of_individuals = set(explainer.reasoning.ontology.assertions)
    left = set(assertions) - {supposed}
    quads = [
        quad
        for quad in explainer.asserted
        if quad.triple in left or (quad.subject, quad.predicate, quad.object) not in of_individuals
    ]
    found = Reasoning(quads).inconsistencies()
    return any(one.derivation.conclusion is None for one in found)


def _is_about(clash: Derivation, triple: ox.Triple) -> bool:
    said = (premise.conclusion for premise in clash.premises)
    ends = {end for one in said if one for end in (one.subject, one.object)}
    return triple.subject in ends or triple.object in ends
