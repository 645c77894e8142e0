"""What facts entail, as the engine leaves it: indexed, with one number for names of one individual.

Equality is kept apart from the facts. Names that are one individual have a *representative*; facts
are kept of representatives alone, and told of every name when they are asked for. So a fact about
an individual of many names is derived once, and what is asserted stays as it was.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from functools import cached_property
from itertools import permutations, product
from typing import cast

from pyoxigraph import Literal

from kg.reason.expressions import SAME_AS, TYPE
from kg.reason.matching import Index, Pattern, Row
from kg.reason.rules import Atom, Fact, Predicate, Term, Variable


class Numbers:
    """Numbers for terms: negative for literals; those of classes apart from those of individuals.

    They are apart because one name may be of a class and of an individual, which may be one with
    others, while the class is not.
    """

    def __init__(self) -> None:
        self._terms: list[Term | Predicate] = [SAME_AS]
        self._numbers: dict[Term | Predicate, int] = {}
        self._classes: dict[Term | Predicate, int] = {}

    def new(self, term: Term | Predicate) -> int:
        """Return the number of a term that is no class, a new one if need be."""
        return self._numbers.get(term) or self._next(term, self._numbers)

    def new_object(self, predicate: Predicate, term: Term) -> int:
        """Return the number of a term as the object of ``predicate``, a new one if need be."""
        numbers = self._classes if predicate == TYPE else self._numbers
        return numbers.get(term) or self._next(term, numbers)

    def _next(self, term: Term | Predicate, numbers: dict[Term | Predicate, int]) -> int:
        number = len(self._terms)
        self._terms.append(term)
        if isinstance(term, Literal):
            number = -number
        numbers[term] = number
        return number

    def known(self, term: Term | Predicate) -> int | None:
        """Return the number of a term that is no class, if it has one."""
        return self._numbers.get(term)

    def known_object(self, predicate: Predicate, term: Term) -> int | None:
        """Return the number of a term as the object of ``predicate``, if it has one."""
        return (self._classes if predicate == TYPE else self._numbers).get(term)

    def row(self, fact: Fact) -> Row | None:
        """Return the numbers of a fact, or None where one of its terms has none."""
        subject, predicate, obj = fact
        found = self.known(subject), self.known(predicate), self.known_object(predicate, obj)
        return None if None in found else cast(Row, found)

    def pattern(self, atom: Atom) -> Pattern | None:
        """Return the numbers of an atom, or None where no fact can match it."""
        subject, predicate, obj = atom.subject, self.known(atom.predicate), atom.object
        found = (
            subject if isinstance(subject, Variable) else self.known(subject),
            predicate,
            obj if isinstance(obj, Variable) else self.known_object(atom.predicate, obj),
        )
        return None if None in found else cast(Pattern, found)

    def term(self, number: int) -> Term:
        """Return the term of a number."""
        return cast(Term, self._terms[abs(number)])

    def fact(self, row: Row) -> Fact:
        """Return the fact of three numbers."""
        subject, predicate, obj = row
        return self.term(subject), cast(Predicate, self._terms[predicate]), self.term(obj)


@dataclass(frozen=True)
class Closure:
    """A fixpoint.

    Attributes:
        numbers: what the numbers stand for.
        given: the facts that were given, by the names that they had; those that no rule asks for
            are left out where no two names are one.
        rows: all that holds, of representatives.
        index: the same, indexed.
        names: the names of each individual that has more than one, by representative.
        equated: literals that a rule says are one, in pairs.
    """

    numbers: Numbers
    given: Set[Row]
    rows: Set[Row]
    index: Index
    names: Mapping[int, tuple[int, ...]]
    equated: Set[tuple[int, int]]

    def representative(self, number: int) -> int:
        """Return the number by which facts speak of an individual."""
        return self._representatives.get(number, number)

    def current(self, pattern: Pattern) -> Pattern:
        """Return ``pattern`` with representatives for individuals."""
        subject, predicate, obj = pattern
        if not isinstance(subject, Variable):
            subject = self.representative(subject)
        if not isinstance(obj, Variable):
            obj = self.representative(obj)
        return subject, predicate, obj

    @cached_property
    def _representatives(self) -> dict[int, int]:
        return {number: one for one, several in self.names.items() for number in several}

    def derived(self) -> Iterator[Fact]:
        """Yield what holds and was not given, in no particular order."""
        fact = self.numbers.fact
        if self.names:
            return (fact(row) for row in self.by_name() if row not in self.given)
        return (fact(row) for row in self.rows - self.given)

    def by_name(self) -> Iterator[Row]:
        """Yield all that holds, of every name, equality between names included."""
        names = self.names
        for subject, predicate, obj in self.rows:
            if subject in names or obj in names:
                subjects, objects = names.get(subject, (subject,)), names.get(obj, (obj,))
                for one, other in product(subjects, objects):
                    yield one, predicate, other
            else:
                yield subject, predicate, obj
        same_as = self.numbers.new(SAME_AS)
        for several in names.values():
            for one, other in permutations(several, 2):
                yield one, same_as, other

    def index_by_name(self) -> Index:
        """Return the index of :meth:`by_name`, with what rules say of literals."""
        if not (self.names or self.equated):
            return self.index
        same_as = self.numbers.new(SAME_AS)
        rows = [*self.by_name(), *((one, same_as, other) for one, other in self.equated)]
        return indexed(rows)


def indexed(rows: Iterator[Row] | list[Row]) -> Index:
    """Return an index of ``rows``."""
    objects: defaultdict[int, defaultdict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    subjects: defaultdict[int, defaultdict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    for subject, predicate, obj in rows:
        objects[predicate][subject].add(obj)
        subjects[predicate][obj].add(subject)
    return Index(objects, subjects)
