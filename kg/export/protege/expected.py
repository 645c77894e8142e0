"""What a reasoner should derive from a package, and what it should answer.

Computed from the built graph, so that the guide never promises what the data do not give: what is
listed is what the ontology says the most about, its defined classes and its property chains. May
know no term of the ontology, and nothing of layout.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from pyoxigraph import NamedNode

from kg.export.protege.definitions import EQUIVALENT, plainly_defined
from kg.export.protege.names import Names
from kg.namespaces import OWL
from kg.turtle import TYPE, Statement

_INVERSE: Final = NamedNode(OWL + "inverseOf")
_CHAIN: Final = NamedNode(OWL + "propertyChainAxiom")

_QUOTED: Final = frozenset(" ,<>=^@{}[]()")
"""Characters for which Protégé puts a name into quotes; it does not know other names in quotes."""
_UNQUOTABLE: Final = frozenset("'\"\\\n\r\t")
_KEYWORDS: Final = frozenset(
    (
        "and",
        "or",
        "not",
        "some",
        "only",
        "value",
        "min",
        "max",
        "exactly",
        "that",
        "inverse",
        "self",
    )
)


@dataclass(frozen=True)
class Inferences:
    """What follows for one term, and is asserted nowhere.

    Attributes:
        term: its label.
        kind: what it is: ``class`` or ``property``.
        found: the instances, or subject and object of each statement, by label, sorted.
    """

    term: str
    kind: str
    found: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Question:
    """A query for Protégé's DL Query tab.

    Attributes:
        expression: a class expression in Manchester syntax, terms by their labels.
        answers: labels of the instances, sorted.
    """

    expression: str
    answers: tuple[str, ...]


class Expected:
    """The graph, asked what a reasoner will make of it.

    Args:
        asserted: what a package asserts, the ontology included.
        inferred: what follows from it and is not asserted.
        names: what things are called.
    """

    def __init__(
        self, asserted: Collection[Statement], inferred: Collection[Statement], names: Names
    ) -> None:
        self._names = names
        self._inferred = inferred
        self._subjects: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._about: dict[str, set[tuple[str, str]]] = defaultdict(set)
        for subject, predicate, value, _ in (*asserted, *inferred):
            if isinstance(subject, NamedNode) and isinstance(value, NamedNode):
                self._subjects[predicate.value, value.value].add(subject.value)
        relations = {s.subject for s in asserted if s.object == NamedNode(OWL + "ObjectProperty")}
        for subject, predicate, value, _ in asserted:
            if predicate in relations and isinstance(value, NamedNode):
                self._about[subject.value].add((predicate.value, value.value))
        self._classes = plainly_defined(self._terms(asserted, EQUIVALENT), asserted)
        self._chained = self._terms(asserted, _CHAIN)
        self._inverses: dict[str, set[str]] = defaultdict(set)
        for subject, predicate, value, _ in asserted:
            if predicate == _INVERSE:
                self._inverses[subject.value].add(value.value)
                self._inverses[value.value].add(subject.value)

    def inferences(self) -> list[Inferences]:
        """Return what follows for each property with a chain, and each defined class.

        A class is left out where a reasoner may find more of its members than the build does.
        """
        by_term: dict[str, list[tuple[str, ...]]] = defaultdict(list)
        for subject, predicate, value, _ in self._inferred:
            pair = (self._names.name(subject.value), self._names.name(value.value))
            by_term[predicate.value].append(pair)
            if predicate == TYPE:
                by_term[value.value].append(pair[:1])
        return [
            Inferences(self._names.name(iri), kind, tuple(sorted(by_term[iri])))
            for kind, terms in (("class", self._classes), ("property", self._chained))
            for iri in terms
        ]

    def questions(self) -> Iterator[Question]:
        """Yield a query for each defined class, what narrows it, and one for each chain.

        A chain is asked in the direction, and of the individual, with the most answers.
        """
        for iri in self._classes:
            term = self._quoted(iri)
            if term is None:
                continue
            members = self._subjects[TYPE.value, iri]
            yield self._question(term, members)
            narrower = self._narrower(term, members)
            if narrower is not None:
                yield narrower
        for iri in self._chained:
            ways = {iri, *self._inverses[iri]}
            wanted = [
                (-len(subjects), restriction, subjects)
                for (predicate, value), subjects in self._subjects.items()
                if predicate in ways
                for restriction in self._restriction(predicate, value)
            ]
            for *_, restriction, subjects in sorted(wanted, key=lambda way: way[:2])[:1]:
                yield self._question(restriction, subjects)

    def _narrower(self, term: str, members: set[str]) -> Question | None:
        """Return a query for some of a class, by what is asserted of them."""
        said = {pair for member in members for pair in self._about[member]}
        for predicate, value in sorted(said, key=lambda pair: [*map(self._names.name, pair)]):
            some = members & self._subjects[predicate, value]
            if some != members:
                for restriction in self._restriction(predicate, value):
                    return self._question(f"{term} and ({restriction})", some)
        return None

    def _restriction(self, predicate: str, value: str) -> Iterator[str]:
        relation, individual = self._quoted(predicate), self._quoted(value)
        if relation is not None and individual is not None:
            yield f"{relation} value {individual}"

    def _quoted(self, iri: str) -> str | None:
        """Return the label of ``iri`` as Manchester syntax has it; None where it tells no one."""
        if not self._names.unique(iri):
            return None
        name = self._names.name(iri)
        if name.casefold() in _KEYWORDS or not _UNQUOTABLE.isdisjoint(name):
            return None
        return name if _QUOTED.isdisjoint(name) else f"'{name}'"

    def _question(self, expression: str, answers: Iterable[str]) -> Question:
        return Question(expression, tuple(sorted(map(self._names.name, answers))))

    def _terms(self, asserted: Iterable[Statement], axiom: NamedNode) -> list[str]:
        found = {
            s.subject.value
            for s in asserted
            if s.predicate == axiom and isinstance(s.subject, NamedNode)
        }
        return sorted(found, key=self._names.name)
