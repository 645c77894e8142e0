"""What is asserted of a thing as Turtle, each triple with its evidence as an ``owl:Axiom``.

May know nothing of how a page is laid out.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from pyoxigraph import NamedNode, Quad

from kg.export.evidence import annotate
from kg.export.turtle import write_union
from kg.namespaces import BASE, INFERRED_GRAPH, RDFS
from kg.turtle import Statement

_LABEL: Final = NamedNode(RDFS + "label")


def turtle_page(quads: Iterable[Quad], thing: NamedNode) -> str:
    """Return the triples with ``thing`` in them, and the labels of what they speak of.

    Inferred triples are left out, for a reasoner to derive.

    Args:
        quads: the built graph as it is written (`kg.store.read_quads`).
        thing: the subject or object of all that is kept.
    """
    omitted = {"", INFERRED_GRAPH}
    stored = [s for s in map(Statement.of, quads) if s.graph not in omitted]
    kept = [s for s in stored if thing in (s.subject, s.object)]
    return "".join(write_union(supported(stored, kept)))


def supported(stored: Sequence[Statement], kept: Sequence[Statement]) -> list[Statement]:
    """Return the triples of ``kept``, the labels of what they speak of, and the evidence for them.

    Args:
        stored: the built graph, or as much of it as names and testifies to what is kept.
        kept: some of it.
    """
    spoken_of = {
        term
        for s in kept
        for term in (s.subject, s.predicate, s.object)
        if isinstance(term, NamedNode) and term.value.startswith(BASE)
    }
    labels = {s.triple() for s in stored if s.predicate == _LABEL and s.subject in spoken_of}
    return [*{*(s.triple() for s in kept), *labels}, *annotate(stored, kept, text=True)]
