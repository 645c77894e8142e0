"""Triples and axioms in words, with the names that pages give to things.

It exists so that a thing has one name in explanations and in findings. May know nothing of
derivations.
"""

from typing import Final

from pyoxigraph import Literal, NamedNode

from kg.namespaces import TERMS
from kg.reason.words import Words
from kg.show.sources import Sources, Term

_LONG_NAME: Final = 34
"""Characters of the longest name that needs no quotation marks within a sentence."""


class Wording(Words):
    """Says triples and axioms with the names of one graph.

    Args:
        sources: has the names.
    """

    def __init__(self, sources: Sources) -> None:
        super().__init__({})
        self._sources = sources

    def name(self, term: Term) -> str:
        """Return what a term is called, in quotation marks where it is a sentence or a literal."""
        name = self._sources.name(term)
        if isinstance(term, Literal):
            return f"“{name}”"
        is_term = isinstance(term, NamedNode) and term.value.startswith(TERMS)
        is_long = len(name) > _LONG_NAME or ": " in name
        return f"‘{name}’" if is_long and not is_term else name

    def label(self, term: NamedNode) -> str:
        """Return the bare name of a class or property, to be part of a phrase."""
        return self._sources.name(term)

    def relation(self, prop: NamedNode) -> str:
        """Return a property as it stands in a triple."""
        return f"“{self._sources.name(prop)}”"
