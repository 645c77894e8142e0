"""Triples as plain sentences: that one holds, that one is not known, and what is known instead.

All words are labels of the ontology and names of the graph; how they go together, the form of a
label says (:mod:`kg.why.phrases`). May know nothing of how anything follows.
"""

from collections.abc import Sequence
from typing import Final

from pyoxigraph import NamedNode, Triple

from kg.reason.axioms import Axiom, PropertyDomain, PropertyRange
from kg.reason.expressions import DIFFERENT_FROM, SAME_AS, TYPE
from kg.reason.rules import Atom, Variable
from kg.show.sources import Node, Term
from kg.show.wording import Wording
from kg.text.nouns import an
from kg.text.words import counted, listed
from kg.why.phrases import Phrase, phrase

NAMED: Final = 5
"""Names that stand in a row; of more, the number is told."""
_IDENTITY: Final = {
    SAME_AS: Phrase("is the same as", "be the same as"),
    DIFFERENT_FROM: Phrase("is different from", "be different from"),
}


class Sentences:
    """Says triples of one graph.

    Args:
        wording: has the names.
        axioms: say what classes the ends of a property are in.
    """

    def __init__(self, wording: Wording, axioms: Sequence[Axiom]) -> None:
        self.wording = wording
        self._domains: dict[object, Node] = {}
        self._ranges: dict[object, Node] = {}
        for axiom in axioms:
            match axiom:
                case PropertyDomain(prop, NamedNode() as class_):
                    self._domains.setdefault(prop, class_)
                case PropertyRange(prop, NamedNode() as class_):
                    self._ranges.setdefault(prop, class_)
                case _:
                    continue

    def phrase(self, prop: object) -> Phrase:
        """Return a property as a phrase."""
        assert isinstance(prop, NamedNode)  # noqa: S101 - ways are of plain triples
        if prop in _IDENTITY:
            return _IDENTITY[prop]
        domain = self._domains.get(prop)
        return phrase(self.wording.label(prop), self.wording.label(domain) if domain else "")

    def class_at(self, variable: Variable, atoms: Sequence[Atom]) -> Node | None:
        """Return the class of what a variable stands for: as said, or as its properties have it."""
        for atom in atoms:
            if atom.subject == variable and atom.predicate == TYPE:
                return atom.object if isinstance(atom.object, NamedNode) else None
        for atom in atoms:
            for end, classes in ((atom.object, self._ranges), (atom.subject, self._domains)):
                if end == variable and atom.predicate in classes:
                    return classes[atom.predicate]
        return None

    def says(self, triple: Triple) -> str:
        """Return a triple as a sentence: *Turkey is party to the statement*."""
        subject, name = self.wording.name(triple.subject), self.wording.name(triple.object)
        if triple.predicate == TYPE:
            return f"{subject} is {an(name)}"
        return f"{subject} {self.phrase(triple.predicate).says(name)}"

    def denies(self, triple: Triple) -> str:
        """Return that a triple is not known: *Turkey is not known to be party to the statement*."""
        subject, name = self.wording.name(triple.subject), self.wording.name(triple.object)
        if triple.predicate == TYPE:
            return f"{subject} is not known to be {an(name)}"
        return f"{subject} is not known to {self.phrase(triple.predicate).to_say(name)}"

    def unsaid(self, triple: Triple) -> str:
        """Return that nobody says that two differ, which cannot be one."""
        subject, name = self.wording.name(triple.subject), self.wording.name(triple.object)
        return f"{subject} is not said to be different from {name}, but cannot be the same"

    def only(self, prop: object, values: Sequence[Term]) -> str:
        """Return what is known instead of what is not, to end a sentence; nothing for nothing."""
        if not values:
            return ""
        names = [self.wording.name(value) for value in values]
        if prop == TYPE:
            return f", only {listed([an(name) for name in names])}"
        some = listed(names) if len(names) <= NAMED else counted(len(names), "other thing")
        return f", only {self.phrase(prop).only(some)}"
