"""What axioms forbid and facts say all the same. Knows nothing of how facts came about."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import cast

from pyoxigraph import Literal

from kg.reason.axioms import Axiom
from kg.reason.closure import Closure
from kg.reason.expressions import DIFFERENT_FROM, SAME_AS, Individual
from kg.reason.literals import differ, outside
from kg.reason.matching import Pattern, Row, matches
from kg.reason.rules import Atom, Constraint, RuleSet, Variable


@dataclass(frozen=True)
class Clash:
    """Facts that cannot hold together, by ``axiom``, or because of what they say themselves."""

    axiom: Axiom | None
    rows: tuple[Row, ...]


def questions(rules: RuleSet) -> Iterator[Atom]:
    """Yield what a closure must be able to answer for :func:`clashes`."""
    yield Atom(Variable("x"), DIFFERENT_FROM, Variable("y"))
    for constraint in rules.constraints:
        yield from constraint.body


def clashes(closure: Closure, rules: RuleSet) -> list[Clash]:
    """Return what cannot be, each set of facts once."""
    found: dict[frozenset[Row], Clash] = {}
    for clash in _all(closure, rules):
        found.setdefault(frozenset(clash.rows), clash)
    return list(found.values())


def _all(closure: Closure, rules: RuleSet) -> Iterator[Clash]:
    for constraint in rules.constraints:
        patterns = list(filter(None, map(closure.numbers.pattern, constraint.body)))
        if len(patterns) == len(constraint.body):
            for rows in _matches(closure, constraint, list(map(closure.current, patterns))):
                named = (_named(row, pattern) for row, pattern in zip(rows, patterns, strict=True))
                yield Clash(constraint.axiom, tuple(named))
    yield from _same_and_different(closure, rules)
    same_as = closure.numbers.new(SAME_AS)
    for one, other in closure.equated:
        literals = (
            cast(Literal, closure.numbers.term(one)),
            cast(Literal, closure.numbers.term(other)),
        )
        if one < other and differ(*literals):
            yield Clash(None, ((one, same_as, other),))


def _named(row: Row, pattern: Pattern) -> Row:
    """Return ``row`` with the names that an axiom uses, where these are not representatives."""
    subject, predicate, obj = pattern
    return (
        row[0] if isinstance(subject, Variable) else subject,
        predicate,
        row[2] if isinstance(obj, Variable) else obj,
    )


def _matches(
    closure: Closure, constraint: Constraint, body: Sequence[Pattern]
) -> Iterator[list[Row]]:
    if constraint.value is None:
        yield from matches(body, closure.index, {})
        return
    # Few literals are outside: find them first.
    of = next((predicate for _, predicate, obj in body if obj == constraint.value), 0)
    for number in closure.index.subjects.get(of, ()):
        literal = closure.numbers.term(number)
        if isinstance(literal, Literal) and outside(literal, constraint.datatype):
            yield from matches(body, closure.index, {constraint.value: number})


def _same_and_different(closure: Closure, rules: RuleSet) -> Iterator[Clash]:
    same_as = closure.numbers.new(SAME_AS)
    different_from = closure.numbers.new(DIFFERENT_FROM)
    for one, predicate, other in closure.given:
        if predicate == different_from:
            if one == other:
                yield Clash(None, ((one, predicate, other),))
            elif closure.representative(one) == closure.representative(other):
                yield Clash(None, ((one, predicate, other), (one, same_as, other)))
    for axiom in rules.different:
        for one, other in _one(closure, axiom.individuals):
            yield Clash(axiom, ((one, same_as, other),))


def _one(closure: Closure, individuals: Iterable[Individual]) -> Iterator[tuple[int, int]]:
    """Yield pairs of individuals that are one."""
    groups: defaultdict[int, list[int]] = defaultdict(list)
    for individual in dict.fromkeys(individuals):
        number = closure.numbers.known(individual)
        if number is not None:
            groups[closure.representative(number)].append(number)
    for group in groups.values():
        yield from pairwise(group)
