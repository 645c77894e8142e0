"""Class expressions and other blank nodes in words, much as Manchester syntax has them.

https://www.w3.org/TR/owl2-manchester-syntax/. What has no order in OWL is sorted, so that two
expressions are the same words wherever they are the same expression, whatever their blank nodes are
called. How a term is written is the caller's choice: by IRI to compare, by label to read. May know
nothing of files and of axioms.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Final, TypeAlias

from pyoxigraph import Literal, NamedNode

from kg.namespaces import OWL, RDF, XSD
from kg.vocabulary.tripleindex import TripleIndex

Name: TypeAlias = Callable[[str], str]
"""Writes an IRI."""

MAX_DEPTH: Final = 64
"""How deep blank nodes may nest before the rest is left out; by hand they reach about five."""

_ROLES: Final[Mapping[str, str]] = {"someValuesFrom": "some", "allValuesFrom": "only"}
_COUNTS: Final[Mapping[str, str]] = {
    "minCardinality": "min",
    "maxCardinality": "max",
    "cardinality": "exactly",
    "minQualifiedCardinality": "min",
    "maxQualifiedCardinality": "max",
    "qualifiedCardinality": "exactly",
}
_FACETS: Final[Mapping[str, str]] = {
    XSD + "minInclusive": ">=",
    XSD + "minExclusive": ">",
    XSD + "maxInclusive": "<=",
    XSD + "maxExclusive": "<",
}


class Wording:
    """Writes the terms of one graph.

    Args:
        index: the triples, in which blank nodes are described.
        name: how IRIs are written.
    """

    def __init__(self, index: TripleIndex, name: Name) -> None:
        self._index = index
        self._name = name

    def term(self, term: object, depth: int = 0) -> str:
        """Return any term; an expression in parentheses where it stands within another."""
        if isinstance(term, NamedNode):
            return self._name(term.value)
        if isinstance(term, Literal):
            return self._literal(term)
        closed = self._closed(term, depth)
        if closed is not None:
            return closed
        words = self._open(term, depth)
        return f"({words})" if depth else words

    def chain(self, head: object) -> str:
        """Return a property chain: ``has tenure o tenure office``."""
        return " o ".join(self.term(member, 1) for member in self._index.members(head))

    def members(self, head: object) -> list[str]:
        """Return the members of a list that has no order, sorted."""
        return self._sorted(self._index.members(head), 1)

    def _literal(self, literal: Literal) -> str:
        if literal.language:
            return f"“{literal.value}”@{literal.language}"
        if literal.datatype.value == XSD + "string":
            return f"“{literal.value}”"
        return f"“{literal.value}”^^{self._name(literal.datatype.value)}"

    def _one(self, node: object, name: str) -> object | None:
        return next(iter(self._index.objects(node, OWL + name)), None)

    def _closed(self, node: object, depth: int) -> str | None:
        """Return an expression that needs no parentheses; None if it is of another form."""
        below = depth + 1
        if depth >= MAX_DEPTH:
            return "…"
        if (head := self._one(node, "oneOf")) is not None:
            return f"{{{', '.join(self._sorted(self._index.members(head), below))}}}"
        if (on := self._one(node, "onDatatype")) is not None:
            return f"{self.term(on, below)}[{', '.join(self._facets(node))}]"
        if self._index.objects(node, RDF + "first"):
            return f"({', '.join(self.term(each, below) for each in self._index.members(node))})"
        known = ("intersectionOf", "unionOf", "complementOf", "onProperty", "inverseOf")
        if all(self._one(node, name) is None for name in known):
            return self._description(node, below)
        return None

    def _open(self, node: object, depth: int) -> str:
        """Return an expression of several words."""
        below = depth + 1
        for name, word in (("intersectionOf", " and "), ("unionOf", " or ")):
            if (head := self._one(node, name)) is not None:
                return word.join(self._sorted(self._index.members(head), below))
        if (inner := self._one(node, "complementOf")) is not None:
            return f"not {self.term(inner, below)}"
        if (on := self._one(node, "onProperty")) is not None:
            return self._restriction(node, self.term(on, below), below)
        return f"inverse {self.term(self._one(node, 'inverseOf'), below)}"

    def _restriction(self, node: object, on: str, depth: int) -> str:
        for name, word in _ROLES.items():
            if (filler := self._one(node, name)) is not None:
                return f"{on} {word} {self.term(filler, depth)}"
        if (value := self._one(node, "hasValue")) is not None:
            return f"{on} value {self.term(value, depth)}"
        for name, word in _COUNTS.items():
            count = self._one(node, name)
            if isinstance(count, Literal):
                filler = self._one(node, "onClass") or self._one(node, "onDataRange")
                of = f" {self.term(filler, depth)}" if filler is not None else ""
                return f"{on} {word} {count.value}{of}"
        if self._one(node, "hasSelf") is not None:
            return f"{on} Self"
        return self._description(node, depth)

    def _facets(self, node: object) -> Iterable[str]:
        head = self._one(node, "withRestrictions")
        return sorted(
            f"{_FACETS.get(predicate, self._name(predicate))} {value.value}"
            for facet in self._index.members(head)
            for predicate in self._index.predicates(facet)
            for value in self._index.objects(facet, predicate)
            if isinstance(value, Literal)
        )

    def _description(self, node: object, depth: int) -> str:
        said = sorted(
            f"{self._name(predicate)} {self.term(value, depth)}"
            for predicate in self._index.predicates(node)
            for value in self._index.objects(node, predicate)
        )
        return f"[{'; '.join(said)}]"

    def _sorted(self, terms: Iterable[object], depth: int) -> list[str]:
        """Return terms in words, named ones first, as a definition begins with its genus."""
        written = [(not isinstance(term, NamedNode), self.term(term, depth)) for term in terms]
        return [words for _, words in sorted(written)]
