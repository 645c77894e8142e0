"""How the pages put what axioms are made of: expressions, values, individuals without a name.

May know nothing of where anything is told.
"""

from collections.abc import Iterable
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode

from kg.manchester import Expressions, Phrase, joined, spoken
from kg.namespaces import OWL, RDFS, compact
from kg.pages.headings import DEFINITIONS, EQUALITIES, LISTS, RELATIONS
from kg.vocabulary.tripleindex import TripleIndex

_EXPRESSION: Final = (
    *DEFINITIONS,
    *(OWL + name for name in ("complementOf", "datatypeComplementOf", "inverseOf")),
    *(OWL + name for name in ("onProperty", "onProperties", "onDatatype")),
)
"""By one of these a node without a name is an expression."""


class Phrases:
    """The phrases of one ontology.

    Args:
        index: the triples of all modules.
        terms: IRIs of its terms.
    """

    def __init__(self, index: TripleIndex, terms: Iterable[str]) -> None:
        self._index = index
        self._terms = frozenset(terms)
        self._expressions = Expressions(index)
        self._unnamed: dict[BlankNode, str] = {}

    def is_expression(self, node: object) -> bool:
        """Tell whether a node is an expression, which has no name."""
        described = self._index.predicates(node) if isinstance(node, BlankNode) else ()
        return any(predicate in _EXPRESSION for predicate in described)

    def node(self, node: object) -> Phrase:
        """Return a name, an expression, or an individual that has no name.

        Raises:
            OntologyError: an expression is not OWL.
        """
        if isinstance(node, BlankNode) and not self.is_expression(node):
            # As Turtle names it; its own label is another one each time the file is read.
            return (self._unnamed.setdefault(node, f"_:{len(self._unnamed) + 1}"),)
        return self._expressions.phrase(node)

    def value(self, node: object) -> Phrase:
        """Return a value of a property; text, and addresses without a prefix, as they are.

        Raises:
            OntologyError: an expression is not OWL.
        """
        if isinstance(node, Literal) and node.language in ("en", None):
            return (node.value,)
        if isinstance(node, NamedNode) and node.value not in self._terms:
            has_prefix = compact(node.value)[0] != "<"
            return (node if has_prefix else node.value,)
        return self.node(node)

    def object_of(self, predicate: str, node: object) -> Phrase:
        """Return the object of an axiom, or of any other statement.

        Raises:
            OntologyError: an expression is not OWL.
        """
        if predicate == OWL + "propertyChainAxiom":
            return self._expressions.chain(node)
        if predicate in LISTS:
            return self.together(self._expressions.members(node))
        if predicate in DEFINITIONS:
            return self._expressions.definition(predicate, node)
        if predicate in RELATIONS and predicate not in EQUALITIES:
            return self._expressions.phrase(node)
        return self.value(node)

    def together(self, phrases: Iterable[Phrase]) -> Phrase:
        """Return phrases that have no order as one, in the order of their labels."""
        return joined(sorted(phrases, key=self.read), ", ")

    def in_order(self, phrases: Iterable[Phrase]) -> list[Phrase]:
        """Return phrases in the order of their labels, those of one word first."""
        return sorted(phrases, key=lambda words: (len(words) > 1, self.read(words)))

    def read(self, words: Phrase) -> str:
        """Return a phrase as it is read, to sort by."""
        return spoken(words, self.label).casefold()

    def plain(self, node: object) -> str:
        """Return a value as mere text."""
        return spoken(self.value(node), self.label, lambda literal: literal.value)

    def label(self, iri: str) -> str:
        """Return the label of a term, and what has none as a CURIE."""
        return self._index.text(iri, RDFS + "label") or compact(iri)
