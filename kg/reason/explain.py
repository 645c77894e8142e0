"""From the reasoner's numbers to derivations that a person can read: why, and what cannot be.

It asks for steps, chooses among them and names things. Which articles a contradiction takes is
decided here, because it is a question of what still follows without the others.
"""

import gc
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import pairwise
from typing import cast

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from kg.namespaces import ONTOLOGY, REFERENCE_GRAPH
from kg.reason.clashes import Clash, clashes, questions
from kg.reason.closure import Closure
from kg.reason.compiler import compile_rules
from kg.reason.derivation import Derivation, Inconsistency
from kg.reason.engine import closure
from kg.reason.equality import EqualityRule
from kg.reason.expressions import NAMED_INDIVIDUAL, SAME_AS, THING, TYPE
from kg.reason.matching import Row
from kg.reason.proofs import GOAL, Leaf, Leaves, Proofs, Step, explanation, prove
from kg.reason.reader import Ontology, read_ontology
from kg.reason.rules import Fact, RuleSet
from kg.reason.supports import explanations

_BACKGROUND = frozenset({ONTOLOGY, REFERENCE_GRAPH})


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Keep Python from looking for garbage in circles.

    There are none among millions of numbers, and looking would take half of the time.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


class Reasoning:
    """What quads entail, and why.

    Raises:
        OntologyError: an axiom is malformed.
    """

    @_collector_paused()
    def __init__(self, quads: Iterable[Quad]) -> None:
        self._quads: Collection[Quad] = quads if isinstance(quads, Collection) else list(quads)
        self.ontology: Ontology = read_ontology(self._quads)
        self.rules: RuleSet = compile_rules(self.ontology.axioms)
        self._closure: Closure = closure(
            self.rules.rules, _facts(self.ontology), questions(self.rules)
        )
        self._proofs: Proofs | None = None

    @_collector_paused()
    def inferred(self) -> list[Triple]:
        """Return what :func:`kg.reason.infer` returns."""
        return sorted(_reportable(self._closure.derived(), self.ontology), key=str)

    # -------------------------------------------------------------- why

    def derivations(self, triple: Triple) -> Iterator[Derivation]:
        """Yield every minimal derivation of ``triple``, each when it is asked for.

        One is minimal when what it rests on, assertions and axioms, has no part from which the
        triple follows as well. Nothing is yielded for what does not hold.
        """
        if triple.predicate == SAME_AS and triple.subject == triple.object:
            yield Derivation(triple, equality=EqualityRule.REFLEXIVE)
            return
        proofs = self._steps()
        fact = (triple.subject, triple.predicate, triple.object)
        row = self._closure.numbers.row(cast(Fact, fact))
        steps = [] if row is None else list(proofs.to(row))
        if row is None or not steps:
            # What no axiom speaks of holds where it is asserted.
            if any(quad.triple == triple for quad in self._quads):
                yield Derivation(triple)
            return
        graph = proofs.graph(steps)
        for leaves in explanations(graph, row):
            yield self._tree(graph, row, leaves)

    def _steps(self) -> Proofs:
        if self._proofs is None:
            rows = map(self._closure.numbers.row, self.ontology.assertions)
            asserted = (row for row in rows if row is not None)
            self._proofs = Proofs(self._closure, self.rules, asserted)
        return self._proofs

    def _tree(self, steps: Sequence[Step], goal: Row, leaves: Collection[Leaf]) -> Derivation:
        """Return the proof of ``goal`` from ``leaves``, without what holds by definition alone."""
        trees: dict[Row, tuple[Derivation, ...]] = {}
        for row, step in prove(steps, leaves.__contains__).items():
            # By identity, because to compare trees is to walk them.
            found = {id(tree): tree for premise in step.premises for tree in trees[premise]}
            premises = tuple(found.values())
            triple = None if row == GOAL else self._triple(row)
            if row != GOAL and triple is None:
                trees[row] = premises
            else:
                axiom = None if isinstance(step.leaf, tuple) else step.leaf
                trees[row] = (Derivation(triple, axiom, premises, step.equality),)
        return trees[goal][0]

    def _triple(self, row: Row) -> Triple | None:
        """Return a fact as a triple, or None for what only the rules know."""
        subject, predicate, obj = self._closure.numbers.fact(row)
        if (
            not isinstance(subject, NamedNode | BlankNode)
            or not isinstance(predicate, NamedNode)
            or not isinstance(obj, NamedNode | BlankNode | Literal)
            or (predicate == TYPE and obj in (THING, NAMED_INDIVIDUAL))
        ):
            return None
        return Triple(subject, predicate, obj)

    # -------------------------------------------------------------- what cannot be

    def inconsistencies(self) -> list[Inconsistency]:
        """Return what :func:`kg.reason.find_inconsistencies` returns."""
        goals = self._goals()
        articles = self._articles() if goals else {}
        found = [
            inconsistency
            for goal, last in goals
            for inconsistency in self._explained(goal, last, articles)
        ]
        return sorted(found, key=lambda each: (each.articles, str(each.derivation.assertions)))

    def due_to(self, triple: Triple) -> list[Derivation]:
        """Return how an asserted triple leads to what cannot be, or makes two names one.

        What does so without it as well is left out.
        """
        row = self._closure.numbers.row(
            cast(Fact, (triple.subject, triple.predicate, triple.object))
        )
        found = []
        for goal, last in self._goals():
            graph = self._steps().graph(last)
            if goal not in prove(graph, lambda leaf: leaf != row):
                found.append(self._tree(graph, goal, _least(graph, goal)))
        return sorted(found, key=lambda each: str(each.assertions))

    def _goals(self) -> list[tuple[Row, list[Step]]]:
        """Return what cannot be, and equalities that nobody states, with the last steps there."""
        goals = [(GOAL, self._last_steps(clash)) for clash in clashes(self._closure, self.rules)]
        return goals + [(row, list(self._steps().to(row))) for row in self._identifications()]

    def _last_steps(self, clash: Clash) -> list[Step]:
        ((subject, _, obj), *_) = clash.rows
        if subject < 0 and obj < 0:
            # That literals are one is nothing that anybody says: what follows is what says so.
            (row,) = clash.rows
            return [Step(GOAL, step.leaf, step.premises) for step in self._steps().to(row)]
        equality = None if clash.axiom else EqualityRule.DIFFERENT
        return [Step(GOAL, clash.axiom, clash.rows, equality)]

    def _identifications(self) -> Iterator[Row]:
        """Yield equalities between names of an individual that no assertion makes one."""
        numbers = self._closure.numbers
        stated = [
            (one, other)
            for subject, predicate, obj in self.ontology.assertions
            if predicate == SAME_AS
            and (one := numbers.known(subject))
            and (other := numbers.known(obj))
        ]
        for names in self._closure.names.values():
            groups = _groups(names, stated)
            first = [
                min(named, key=lambda number: str(numbers.term(number)))
                for group in groups
                if (named := [n for n in group if isinstance(numbers.term(n), NamedNode)])
            ]
            ordered = sorted(first, key=lambda number: str(numbers.term(number)))
            same_as = numbers.new(SAME_AS)
            yield from ((one, same_as, other) for one, other in pairwise(ordered))

    def _explained(
        self, goal: Row, last: Sequence[Step], articles: Mapping[Row, frozenset[str]]
    ) -> Iterator[Inconsistency]:
        """Yield why, within the background, else within each article, else across several."""
        graph = self._steps().graph(last)
        rows = {leaf for step in graph if isinstance(leaf := step.leaf, tuple)}
        candidates = sorted({article for row in rows for article in articles.get(row, ())})
        for scope in ((), *((article,) for article in candidates)):
            found = explanation(graph, goal, _within(set(scope), articles))
            if found is not None:
                yield Inconsistency(self._tree(graph, goal, found), scope)
                if not scope:
                    return
        if any(explanation(graph, goal, _within({article}, articles)) for article in candidates):
            return
        found = _least(graph, goal)
        yield Inconsistency(self._tree(graph, goal, found), _needed(found, articles))

    def _articles(self) -> dict[Row, frozenset[str]]:
        """Return the articles that assert each fact; none for what the background asserts."""
        found: defaultdict[Row, set[str]] = defaultdict(set)
        background: set[Row] = set()
        for subject, predicate, obj, graph in self._quads:
            row = self._closure.numbers.row(cast(Fact, (subject, predicate, obj)))
            if row is None:
                continue
            name = graph.value if isinstance(graph, NamedNode) else ""
            if name in _BACKGROUND or not name:
                background.add(row)
            else:
                found[row].add(name.partition("#")[0])
        return {row: frozenset(names) for row, names in found.items() if row not in background}


def _facts(ontology: Ontology) -> Iterator[Fact]:
    yield from ontology.assertions
    for individual in ontology.individuals:
        yield individual, TYPE, THING
        if isinstance(individual, NamedNode):
            yield individual, TYPE, NAMED_INDIVIDUAL


def _reportable(facts: Iterable[Fact], ontology: Ontology) -> Iterator[Triple]:
    """Yield the facts in the vocabulary of the ontology, and about named individuals alone."""
    for subject, predicate, obj in facts:
        if not (isinstance(subject, NamedNode) and isinstance(predicate, NamedNode)):
            continue
        if not isinstance(obj, NamedNode | Literal) or subject in ontology.terms:
            continue
        if predicate == TYPE:
            if obj not in (THING, NAMED_INDIVIDUAL):
                yield Triple(subject, predicate, obj)
        elif obj not in ontology.terms:
            yield Triple(subject, predicate, obj)


def _least(graph: Sequence[Step], goal: Row) -> Leaves:
    """Return a least set of leaves from which something follows that holds."""
    found = explanation(graph, goal, lambda _: True)
    if found is None:
        raise AssertionError("what holds has a derivation")
    return found


def _within(
    scope: Collection[str], articles: Mapping[Row, frozenset[str]]
) -> Callable[[Leaf], bool]:
    """Return whether a leaf stands in the background, or in one of some articles."""

    def allowed(leaf: Leaf) -> bool:
        return not isinstance(leaf, tuple) or not (
            leaf in articles and articles[leaf].isdisjoint(scope)
        )

    return allowed


def _needed(leaves: Iterable[Leaf], articles: Mapping[Row, frozenset[str]]) -> tuple[str, ...]:
    """Return few articles that assert all of ``leaves`` between them."""
    rows = [articles[leaf] for leaf in leaves if isinstance(leaf, tuple) and leaf in articles]
    needed: set[str] = set()
    for names in sorted(rows, key=lambda names: (len(names), sorted(names))):
        if needed.isdisjoint(names):
            needed.add(min(names))
    return tuple(sorted(needed))


def _groups(names: Sequence[int], pairs: Iterable[tuple[int, int]]) -> list[set[int]]:
    """Return ``names`` in groups that ``pairs`` hold together."""
    groups = {name: {name} for name in names}
    for one, other in pairs:
        if one in groups and groups[one] is not groups[other]:
            groups[one] |= groups[other]
            for name in groups[other]:
                groups[name] = groups[one]
    return list({id(group): group for group in groups.values()}.values())
