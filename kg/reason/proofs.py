"""The ways in which facts follow from each other, found backwards from what is to be explained.

The engine records nothing of how it got where it is, so that only those pay for explanations who
ask. What it leaves is enough: the last step to a fact is any rule whose head is the fact and whose
body holds. These steps make a hypergraph; a *leaf* of it is an assertion or an axiom, and an
explanation a least set of leaves from which the goal still follows. Knows nothing of articles.
"""

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from kg.reason.axioms import Axiom
from kg.reason.closure import Closure
from kg.reason.equality import EqualityRule
from kg.reason.expressions import DIFFERENT_FROM, SAME_AS, TYPE
from kg.reason.matching import Pattern, Row, matches
from kg.reason.rules import RuleSet, Variable

Leaf: TypeAlias = Row | Axiom
Leaves: TypeAlias = frozenset[Leaf]

GOAL: Final[Row] = (0, 0, 0)
"""A contradiction, which is no fact."""


@dataclass(frozen=True)
class Step:
    """One way to ``conclusion``: by ``leaf`` or by ``equality``, if any, and from ``premises``.

    Equality is no leaf: there is no explanation that could do without it.
    """

    conclusion: Row
    leaf: Leaf | None
    premises: tuple[Row, ...]
    equality: EqualityRule | None = None


class Proofs:
    """The last steps to each fact of a closure.

    Args:
        closure: all that holds.
        rules: by which it does.
        assertions: what is asserted of it; the rest of what was given holds by definition.
    """

    def __init__(self, closure: Closure, rules: RuleSet, assertions: Iterable[Row]) -> None:
        self._index = closure.index_by_name()
        self._assertions = frozenset(assertions)
        self._given = closure.given
        self._same_as = closure.numbers.new(SAME_AS)
        self._different_from = closure.numbers.new(DIFFERENT_FROM)
        self._type = closure.numbers.new(TYPE)
        self._different = [
            (axiom, frozenset(map(closure.numbers.new, axiom.individuals)))
            for axiom in rules.different
        ]
        self._names = {one: names for names in closure.names.values() for one in names}
        self._rules: defaultdict[
            tuple[int, int | None], list[tuple[Pattern, list[Pattern], Axiom | None]]
        ] = defaultdict(list)
        for rule in rules.rules:
            head, *body = map(closure.numbers.pattern, (rule.head, *rule.body))
            known = [pattern for pattern in body if pattern is not None]
            if head is not None and len(known) == len(body):
                key = head[1], None if isinstance(head[2], Variable) else head[2]
                self._rules[key].append((head, known, rule.axiom))

    def to(self, row: Row) -> Iterator[Step]:
        """Yield each last step to a fact; an assertion is a step without premises."""
        if row in self._assertions:
            yield Step(row, row, ())
        elif row in self._given:
            yield Step(row, None, ())
        _, predicate, obj = row
        for key in ((predicate, obj), (predicate, None)):
            for head, body, axiom in self._rules.get(key, ()):
                binding = _bound(head, row)
                if binding is not None:
                    for rows in matches(body, self._index, binding):
                        yield Step(row, axiom, tuple(rows))
        if predicate == self._different_from:
            yield from self._by_difference(row)
        for equality, *premises in self._by_equality(row):
            yield Step(row, None, tuple(premises), equality)

    def _by_difference(self, row: Row) -> Iterator[Step]:
        subject, predicate, obj = row
        for axiom, individuals in self._different:
            if subject != obj and individuals.issuperset((subject, obj)):
                yield Step(row, axiom, ())
        backwards = obj, predicate, subject
        if backwards in self._assertions:
            yield Step(row, None, (backwards,), EqualityRule.DIFFERENT_SYMMETRIC)

    def _by_equality(self, row: Row) -> Iterator[tuple[EqualityRule, *tuple[Row, ...]]]:
        subject, predicate, obj = row
        if predicate == self._same_as:
            if subject in self._names:
                yield EqualityRule.SYMMETRIC, (obj, predicate, subject)
                for other in self._names[subject]:
                    if other not in (subject, obj):
                        first, then = (subject, predicate, other), (other, predicate, obj)
                        yield EqualityRule.TRANSITIVE, first, then
            return
        for other in self._names.get(subject, ()):
            if other != subject:
                same = other, self._same_as, subject
                yield EqualityRule.SUBJECT, (other, predicate, obj), same
        for other in self._names.get(obj, ()) if predicate != self._type else ():
            if other != obj:
                same = other, self._same_as, obj
                yield EqualityRule.OBJECT, (subject, predicate, other), same

    def graph(self, last: Iterable[Step]) -> list[Step]:
        """Return ``last`` and all steps that lead there."""
        steps = list(last)
        seen: set[Row] = set()
        waiting = deque(row for step in steps for row in step.premises)
        while waiting:
            row = waiting.popleft()
            if row not in seen:
                seen.add(row)
                # Those that conclude from themselves explain nothing.
                found = [step for step in self.to(row) if row not in step.premises]
                steps += sorted(found, key=lambda step: (len(step.premises), step.premises))
                waiting += [premise for step in found for premise in step.premises]
        return steps


def _bound(head: Pattern, row: Row) -> dict[Variable, int] | None:
    """Return the values for which ``head`` is ``row``, or None where it never is."""
    binding: dict[Variable, int] = {}
    for term, number in ((head[0], row[0]), (head[2], row[2])):
        if isinstance(term, Variable):
            if binding.setdefault(term, number) != number:
                return None
        elif term != number:
            return None
    return binding


def prove(steps: Sequence[Step], allowed: Callable[[Leaf], bool]) -> dict[Row, Step]:
    """Return what follows from the allowed leaves, each with one of the shortest ways there.

    The order is that in which things follow, so that a step comes after its premises.
    """
    proven: dict[Row, Step] = {}
    asking: defaultdict[Row, list[int]] = defaultdict(list)
    missing: list[int] = []
    ready: deque[Step] = deque()
    for number, step in enumerate(steps):
        premises = set(step.premises)
        missing.append(len(premises))
        if step.leaf is not None and not allowed(step.leaf):
            continue
        for row in premises:
            asking[row].append(number)
        if not premises:
            ready.append(step)
    while ready:
        step = ready.popleft()
        if step.conclusion in proven:
            continue
        proven[step.conclusion] = step
        for number in asking.get(step.conclusion, ()):
            missing[number] -= 1
            if not missing[number]:
                ready.append(steps[number])
    return proven


def leaves(proven: Mapping[Row, Step], goal: Row) -> Leaves:
    """Return the leaves that the proof of ``goal`` uses."""
    seen: set[Row] = set()
    waiting = [goal]
    found: set[Leaf] = set()
    while waiting:
        row = waiting.pop()
        if row not in seen:
            seen.add(row)
            step = proven[row]
            waiting += step.premises
            if step.leaf is not None:
                found.add(step.leaf)
    return frozenset(found)


def explanation(steps: Sequence[Step], goal: Row, allowed: Callable[[Leaf], bool]) -> Leaves | None:
    """Return a least set of allowed leaves from which ``goal`` follows, if there is one."""
    steps = [step for step in steps if step.leaf is None or allowed(step.leaf)]
    proven = prove(steps, lambda _: True)
    if goal not in proven:
        return None
    kept = leaves(proven, goal)
    for leaf in sorted(kept, key=str):
        if leaf in kept:
            proven = prove(steps, (kept - {leaf}).__contains__)
            if goal in proven:
                kept = leaves(proven, goal)
    return kept
