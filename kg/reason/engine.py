"""The least set of triples that rules and facts entail.

Semi-naive evaluation, one triple at a time: each triple is joined with those that were taken before
it, so that a combination of premises is met only when the last of them arrives. Terms are numbers
here, negative for literals. Knows rules and triples; may know nothing of OWL.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias, cast

from pyoxigraph import Literal

from kg.reason.rules import Atom, Fact, Rule, Variable

_Row: TypeAlias = tuple[int, int, int]
_Index: TypeAlias = defaultdict[int, defaultdict[int, set[int]]]

_EMPTY: Final[frozenset[int]] = frozenset()


@dataclass(frozen=True, slots=True)
class _Step:
    """Look up one more atom: its slots, and which of them are filled by then."""

    subject: int
    predicate: int
    object: int
    has_subject: bool
    has_object: bool


@dataclass(frozen=True, slots=True)
class _Plan:
    """How a rule goes on from a triple that matches one atom of its body.

    ``slots`` has a place for each term of the rule; constants are filled in. The triple fills
    ``subject`` and ``object``, each step one more, and ``head`` says which slots make the result.
    """

    slots: tuple[int, ...]
    subject: int
    object: int
    steps: tuple[_Step, ...]
    head: _Row


def closure(rules: Sequence[Rule], facts: Iterable[Fact]) -> Iterator[Fact]:
    """Yield what ``facts`` entail and what is not among them, in no particular order.

    No literal is ever the subject of a result.

    Raises:
        ValueError: the atoms of a body do not hang together, or a head has a variable of its own.
    """
    engine = _Engine()
    for rule in rules:
        engine.add(rule)
    return engine.run(facts)


class _Engine:
    def __init__(self) -> None:
        self._numbers: dict[Hashable, int] = {}
        self._plans: defaultdict[int, defaultdict[int | None, list[_Plan]]] = defaultdict(
            lambda: defaultdict(list)
        )
        """By predicate, then by object, or ``None`` where a rule takes any object."""
        self._unconditional: list[_Row] = []
        self._objects: _Index = defaultdict(lambda: defaultdict(set))
        self._subjects: _Index = defaultdict(lambda: defaultdict(set))
        self._known: set[_Row] = set()
        self._agenda: list[_Row] = []

    def add(self, rule: Rule) -> None:
        """Compile ``rule`` into one plan for each atom of its body."""
        slots: dict[Hashable, int] = {}
        for atom in (rule.head, *rule.body):
            slots.setdefault(atom.subject, len(slots))
            slots.setdefault(atom.object, len(slots))
        constants = {slot for term, slot in slots.items() if not isinstance(term, Variable)}
        filled = tuple(0 if isinstance(term, Variable) else self._number(term) for term in slots)
        predicate = self._number(rule.head.predicate)
        head = (slots[rule.head.subject], predicate, slots[rule.head.object])
        # It is no plan yet, but such facts must be taken in, so as not to be derived again.
        self._plans[predicate].setdefault(self._key(rule.head), [])
        if not rule.body:
            self._unconditional.append((filled[head[0]], predicate, filled[head[2]]))
        for atom in rule.body:
            others = [other for other in rule.body if other is not atom]
            subject = slots[atom.subject]
            if subject in constants or atom.subject == atom.object:
                # Not every triple that comes to this plan matches the atom, so it is looked up as
                # well; the subject goes to a slot that nothing reads.
                others.insert(0, atom)
                subject = len(slots)
            bound = constants | {slots[atom.subject], slots[atom.object]}
            steps = tuple(self._steps(others, slots, bound))
            if not bound.issuperset((head[0], head[2])):
                raise ValueError(f"a head has a variable of its own: {rule}")
            plan = _Plan((*filled, 0), subject, slots[atom.object], steps, head)
            self._plans[self._number(atom.predicate)][self._key(atom)].append(plan)

    def _steps(
        self, atoms: list[Atom], slots: dict[Hashable, int], bound: set[int]
    ) -> Iterator[_Step]:
        """Yield the atoms in the order of the join, what only tests first; fills ``bound``."""

        def boundness(atom: Atom) -> tuple[bool, int]:
            terms = (atom.subject, atom.object)
            known = [term for term in terms if slots[term] in bound]
            return len(known) == len(terms), sum(isinstance(term, Variable) for term in known)

        remaining = list(atoms)
        while remaining:
            atom = max(remaining, key=boundness)
            remaining.remove(atom)
            subject, obj = slots[atom.subject], slots[atom.object]
            has_subject, has_object = subject in bound, obj in bound
            if not (has_subject or has_object):
                raise ValueError(f"the atoms of a body do not hang together: {atom}")
            bound |= {subject, obj}
            yield _Step(subject, self._number(atom.predicate), obj, has_subject, has_object)

    def run(self, facts: Iterable[Fact]) -> Iterator[Fact]:
        given = set(self._rows(facts))
        self._known.update(given)
        self._agenda.extend(given)
        for row in self._unconditional:
            self._derive(*row)
        while self._agenda:
            self._take(*self._agenda.pop())
        terms = {number: term for term, number in self._numbers.items()}
        for subject, predicate, obj in self._known - given:
            yield cast(Fact, (terms[subject], terms[predicate], terms[obj]))

    def _rows(self, facts: Iterable[Fact]) -> Iterator[_Row]:
        """Yield the facts that some rule speaks of."""
        for subject, predicate, obj in facts:
            number = self._numbers.get(predicate)
            if number is None or number not in self._plans:
                continue
            plans = self._plans[number]
            if None in plans or self._numbers.get(obj) in plans:
                yield self._number(subject), number, self._number(obj)

    def _key(self, atom: Atom) -> int | None:
        return None if isinstance(atom.object, Variable) else self._number(atom.object)

    def _number(self, term: Hashable) -> int:
        number = self._numbers.get(term)
        if number is None:
            number = len(self._numbers) + 1
            if isinstance(term, Literal):
                number = -number
            self._numbers[term] = number
        return number

    def _take(self, subject: int, predicate: int, obj: int) -> None:
        self._objects[predicate][subject].add(obj)
        self._subjects[predicate][obj].add(subject)
        plans = self._plans[predicate]
        for key in (obj, None):
            for plan in plans.get(key, ()):
                slots = list(plan.slots)
                slots[plan.subject] = subject
                slots[plan.object] = obj
                self._join(plan, 0, slots)

    def _join(self, plan: _Plan, done: int, slots: list[int]) -> None:
        for place in range(done, len(plan.steps)):
            step = plan.steps[place]
            if step.has_subject:
                found = self._objects[step.predicate].get(slots[step.subject], _EMPTY)
                if step.has_object:
                    if slots[step.object] not in found:
                        return
                    continue
                free = step.object
            else:
                found = self._subjects[step.predicate].get(slots[step.object], _EMPTY)
                free = step.subject
            for value in found:
                slots[free] = value
                self._join(plan, place + 1, slots)
            return
        subject, predicate, obj = plan.head
        self._derive(slots[subject], predicate, slots[obj])

    def _derive(self, subject: int, predicate: int, obj: int) -> None:
        row = (subject, predicate, obj)
        if subject > 0 and row not in self._known:
            self._known.add(row)
            self._agenda.append(row)
