"""Axioms of the ontology from which ``kg build`` derives nothing, or not all, by name.

Apart from the findings, because such an axiom is no fault: a reviewer must know that Protégé's
reasoner may show more there than the graph holds. May know nothing of how anything is derived.
"""

from dataclasses import dataclass, field

from pyoxigraph import Quad

from kg.errors import Position
from kg.ontology.dataset import Dataset
from kg.reason import not_derived
from kg.reason.axioms import Axiom, terms_of, text
from kg.reason.words import Words, labels


@dataclass(frozen=True)
class Underived:
    """An axiom that says more than rules derive.

    Attributes:
        axiom: in functional syntax.
        words: the same in words.
        construct: the part that needs more.
        why: what it needs: a predicate whose subject is ``construct``.
        at: where the first of the axiom's terms is declared.
    """

    axiom: str
    words: str
    construct: str
    why: str
    at: Position | None = field(default=None, compare=False)


def underived(dataset: Dataset) -> list[Underived]:
    """Return what is not derived from the documents that are to be checked, sorted by reason.

    Raises:
        OntologyError: an axiom is malformed.
    """
    quads = [Quad(t.subject, t.predicate, t.object) for t in dataset.triples]
    words = Words(labels(quads))
    found = (
        Underived(text(each.axiom), words.axiom(each.axiom), each.construct, each.why, at)
        for each in not_derived(quads)
        for at in [_place(each.axiom, dataset)]
        if dataset.is_asked(at)
    )
    return sorted(found, key=lambda each: (each.construct, each.why, each.axiom))


def _place(axiom: Axiom, dataset: Dataset) -> Position | None:
    places = (dataset.place(term.value) for term in terms_of(axiom))
    return next(filter(None, places), None)
