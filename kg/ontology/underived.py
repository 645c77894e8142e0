"""Axioms of the ontology from which ``kg build`` derives nothing, or not all, by name.

Apart from the findings, because such an axiom is no fault: a reviewer must know that Protégé's
reasoner may show more there than the graph holds. May know nothing of how anything is derived.
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from pyoxigraph import BlankNode, NamedNode, Quad, Triple

from kg.errors import Position
from kg.manchester import spoken
from kg.namespaces import RDF, compact
from kg.ontology.dataset import Dataset
from kg.ontology.document import Document
from kg.reason import NotDerived, not_derived
from kg.reason.axioms import OtherAxiom, terms_of, text
from kg.reason.syntax import NIL, is_reserved
from kg.reason.words import Words, labels
from kg.swrl import RULE, rule
from kg.vocabulary.tripleindex import TripleIndex


@dataclass(frozen=True)
class Underived:
    """An axiom that says more than rules derive.

    Attributes:
        axiom: in functional syntax.
        words: the same in words.
        construct: the part that needs more.
        why: what it needs: a predicate whose subject is ``construct``.
        at: where the first of the axiom's terms is declared, or its file where it names none.
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
    read = _Reader(dataset).read
    found = map(read, not_derived(_quads(dataset.triples)))
    asked = (each for each in found if dataset.is_asked(each.at))
    return sorted(asked, key=lambda each: (each.construct, each.why, each.axiom))


def _quads(triples: Iterable[Triple]) -> list[Quad]:
    """Return triples as the reasoner takes them."""
    return [Quad(t.subject, t.predicate, t.object) for t in triples]


class _Reader:
    def __init__(self, dataset: Dataset) -> None:
        self._dataset = dataset
        self._index = TripleIndex(dataset.triples)
        # With those of the data: an axiom may name individuals that are described there.
        data = [triple for document in dataset.data for triple in document.triples]
        self._words = Words(labels(_quads([*dataset.triples, *data])))
        self._around = _Around(dataset.documents)

    def read(self, found: NotDerived) -> Underived:
        """Return an axiom in words, with its place."""
        axiom = found.axiom
        if isinstance(axiom, OtherAxiom) and isinstance(axiom.subject, BlankNode):
            return self._without_name(found, axiom.construct, axiom.subject)
        places = (self._dataset.place(term.value) for term in terms_of(axiom))
        at = next(filter(None, places), None)
        return Underived(text(axiom), self._words.axiom(axiom), found.construct, found.why, at)

    def _without_name(self, found: NotDerived, construct: str, node: BlankNode) -> Underived:
        """Return an axiom that no term begins, by its place among those that it speaks of."""
        document = self._around.document(node)
        names = list(self._around.names(node))
        at = next(filter(None, (document.position(name.value) for name in names)), None)
        if RULE in self._index.iris(node, RDF + "type"):
            said = rule(self._index, node)
            axiom = f"DLSafeRule({spoken(said, compact)})"
            words = spoken(said, lambda iri: self._words.name(NamedNode(iri)))
        else:
            axiom = f"{construct}({text(tuple(names[:1]))})"
            words = f"{construct}, of {self._words.name(names[0])}" if names else construct
        at = at or Position(document.shown, 1)
        return Underived(axiom, words, found.construct, found.why, at)


class _Around:
    """What is around nodes without a name, of which no two documents have one in common."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self._documents: dict[object, Document] = {}
        self._beside: defaultdict[object, list[object]] = defaultdict(list)
        for document in documents:
            for triple in document.triples:
                self._documents.setdefault(triple.subject, document)
                if triple.predicate.value != RDF + "type":
                    self._beside[triple.subject].append(triple.object)
                    self._beside[triple.object].append(triple.subject)

    def document(self, node: BlankNode) -> Document:
        """Return the document that describes a node."""
        return self._documents[node]

    def names(self, start: BlankNode) -> Iterator[NamedNode]:
        """Yield the names that nodes without one connect with ``start``, the nearest first."""
        seen: set[object] = {NIL}
        waiting = deque[object]([start])
        while waiting:
            node = waiting.popleft()
            if node not in seen:
                seen.add(node)
                if isinstance(node, BlankNode):
                    waiting += self._beside[node]
                elif isinstance(node, NamedNode) and not is_reserved(node):
                    yield node
