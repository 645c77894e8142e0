"""The least set of triples that rules and facts entail.

Semi-naive evaluation, one triple at a time: each triple is joined with those that were taken before
it, so that a combination of premises is met only when the last of them arrives. Where a rule says
that two names are one individual, the facts about the rarer of them become facts about the other,
and are taken anew. Knows rules, and of OWL nothing but ``owl:sameAs``.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from kg.reason.closure import Closure, Numbers
from kg.reason.expressions import SAME_AS, TYPE
from kg.reason.matching import Index, Row
from kg.reason.rules import Atom, Fact, Rule, Term, Variable

_Index: TypeAlias = defaultdict[int, defaultdict[int, set[int]]]
_Place: TypeAlias = tuple[Term | Variable, bool]
"""A term of an atom, and whether it is a class."""

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
    head: Row


def closure(
    rules: Iterable[Rule], facts: Iterable[Fact], questions: Iterable[Atom] = ()
) -> Closure:
    """Return all that ``facts`` entail. No literal is ever the subject of a result.

    Args:
        rules: the rules.
        facts: what is given.
        questions: what the result will be asked: what neither they nor a rule asks for is left out.

    Raises:
        ValueError: the atoms of a body do not hang together, or a head has a variable of its own.
    """
    engine = _Engine()
    for rule in rules:
        engine.add(rule)
    for atom in questions:
        engine.ask(atom)
    return engine.run(facts)


class _Engine:
    def __init__(self) -> None:
        self._numbers = Numbers()
        self._same_as = self._numbers.new(SAME_AS)
        self._type = self._numbers.new(TYPE)
        self._plans: defaultdict[int, defaultdict[int | None, list[_Plan]]] = defaultdict(
            lambda: defaultdict(list)
        )
        """By predicate, then by object, or ``None`` where a rule takes any object."""
        self._unconditional: list[Row] = []
        self._objects: _Index = defaultdict(lambda: defaultdict(set))
        self._subjects: _Index = defaultdict(lambda: defaultdict(set))
        self._known: set[Row] = set()
        self._agenda: list[Row] = []
        self._representatives: dict[int, int] = {}
        self._equal: list[tuple[int, int]] = []
        self._equated: set[tuple[int, int]] = set()

    # -------------------------------------------------------------- rules

    def add(self, rule: Rule) -> None:
        """Compile ``rule`` into one plan for each atom of its body."""
        slots: dict[_Place, int] = {}
        for atom in (rule.head, *rule.body):
            for place in _places(atom):
                slots.setdefault(place, len(slots))
        constants = {slot for (term, _), slot in slots.items() if not isinstance(term, Variable)}
        filled = tuple(self._constant(term, is_class=is_class) for term, is_class in slots)
        predicate = self._numbers.new(rule.head.predicate)
        start, end = (slots[place] for place in _places(rule.head))
        head = (start, predicate, end)
        # Such facts must be taken in, so as not to be derived again.
        self.ask(rule.head)
        if not rule.body:
            self._unconditional.append((filled[start], predicate, filled[end]))
        for atom in rule.body:
            others = [other for other in rule.body if other is not atom]
            subject, obj = (slots[place] for place in _places(atom))
            bound = constants | {subject, obj}
            if subject in constants or subject == obj:
                # Not every triple that comes to this plan matches the atom, so it is looked up as
                # well; the subject goes to a slot that nothing reads.
                others.insert(0, atom)
                subject = len(slots)
            steps = tuple(self._steps(others, slots, bound))
            if not bound.issuperset((start, end)):
                raise ValueError(f"a head has a variable of its own: {rule}")
            plan = _Plan((*filled, 0), subject, obj, steps, head)
            self._plans[self._numbers.new(atom.predicate)][self._key(atom)].append(plan)

    def ask(self, atom: Atom) -> None:
        """Let facts that match ``atom`` be taken in, whether or not a rule goes on from them."""
        self._plans[self._numbers.new(atom.predicate)].setdefault(self._key(atom), [])

    def _constant(self, term: Term | Variable, *, is_class: bool) -> int:
        if isinstance(term, Variable):
            return 0
        return self._numbers.new_object(TYPE, term) if is_class else self._numbers.new(term)

    def _key(self, atom: Atom) -> int | None:
        if isinstance(atom.object, Variable):
            return None
        return self._numbers.new_object(atom.predicate, atom.object)

    def _steps(
        self, atoms: list[Atom], slots: dict[_Place, int], bound: set[int]
    ) -> Iterator[_Step]:
        """Yield the atoms in the order of the join, what only tests first; fills ``bound``."""

        def boundness(atom: Atom) -> tuple[bool, int]:
            known = [place for place in _places(atom) if slots[place] in bound]
            return len(known) == 2, sum(isinstance(term, Variable) for term, _ in known)

        remaining = list(atoms)
        while remaining:
            atom = max(remaining, key=boundness)
            remaining.remove(atom)
            subject, obj = (slots[place] for place in _places(atom))
            has_subject, has_object = subject in bound, obj in bound
            if not (has_subject or has_object):
                raise ValueError(f"the atoms of a body do not hang together: {atom}")
            bound |= {subject, obj}
            predicate = self._numbers.new(atom.predicate)
            yield _Step(subject, predicate, obj, has_subject, has_object)

    # -------------------------------------------------------------- facts

    def run(self, facts: Iterable[Fact]) -> Closure:
        asked: set[Row] = set()
        others: list[Fact] = []
        for fact in facts:
            row = self._asked_for(fact)
            if row is None:
                others.append(fact)
            else:
                asked.add(row)
        self._add(asked)
        for row in self._unconditional:
            self._derive(*row)
        self._exhaust()
        if self._representatives:
            # What no rule asks for holds of every name, too.
            more = {self._row(fact) for fact in others}
            asked |= more
            self._add(more)
            self._exhaust()
        return Closure(
            numbers=self._numbers,
            given=asked,
            rows=self._known,
            index=Index(self._objects, self._subjects),
            names=self._names(),
            equated=self._equated,
        )

    def _asked_for(self, fact: Fact) -> Row | None:
        """Return the numbers of a fact, if a rule speaks of its like."""
        _, predicate, obj = fact
        number = self._numbers.known(predicate)
        if number is None or (number not in self._plans and number != self._same_as):
            return None
        if number == self._type:
            plans = self._plans[number]
            if None not in plans and self._numbers.known_object(predicate, obj) not in plans:
                return None
        return self._row(fact)

    def _row(self, fact: Fact) -> Row:
        subject, predicate, obj = fact
        numbers = self._numbers
        return numbers.new(subject), numbers.new(predicate), numbers.new_object(predicate, obj)

    def _add(self, rows: set[Row]) -> None:
        for subject, predicate, obj in rows:
            if predicate == self._same_as:
                self._equal.append((subject, obj))
            else:
                row = self._current(subject), predicate, self._current(obj)
                if row not in self._known:
                    self._known.add(row)
                    self._agenda.append(row)

    def _exhaust(self) -> None:
        while self._agenda or self._equal:
            while self._equal:
                self._unite(*self._equal.pop())
            if self._agenda:
                row = self._agenda.pop()
                if self._representatives and not self._is_current(row):
                    self._known.discard(row)
                    self._derive(self._current(row[0]), row[1], self._current(row[2]))
                else:
                    self._take(*row)

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
        if predicate == self._same_as:
            if subject != obj:
                self._equal.append((subject, obj))
            return
        row = (subject, predicate, obj)
        if subject > 0 and row not in self._known:
            self._known.add(row)
            self._agenda.append(row)

    # -------------------------------------------------------------- equality

    def _current(self, number: int) -> int:
        """Return the representative of an individual; classes and literals stand for themselves."""
        while (other := self._representatives.get(number)) is not None:
            number = other
        return number

    def _is_current(self, row: Row) -> bool:
        return row[0] not in self._representatives and row[2] not in self._representatives

    def _unite(self, one: int, other: int) -> None:
        """Let one of two individuals stand for both. Two literals are left to whoever asks."""
        if one < 0 or other < 0:
            if one < 0 and other < 0:
                self._equated |= {(one, other), (other, one)}
            return
        kept, lost = self._current(one), self._current(other)
        if kept == lost:
            return
        about_kept, about_lost = self._about(kept), self._about(lost)
        if len(about_kept) < len(about_lost):
            kept, lost, about_kept, about_lost = lost, kept, about_lost, about_kept
        self._representatives[lost] = kept
        if self._rename_constant(lost, kept):
            # Rules that asked for the one now ask for the other: what was taken is news to them.
            about_lost |= about_kept
        for row in about_lost:
            subject, predicate, obj = row
            self._objects[predicate][subject].discard(obj)
            self._subjects[predicate][obj].discard(subject)
            self._known.discard(row)
        for subject, predicate, obj in about_lost:
            self._derive(self._current(subject), predicate, self._current(obj))

    def _about(self, number: int) -> set[Row]:
        """Return what was taken of an individual."""
        rows = {
            (number, predicate, obj)
            for predicate, objects in self._objects.items()
            for obj in objects.get(number, ())
        }
        return rows | {
            (subject, predicate, number)
            for predicate, subjects in self._subjects.items()
            for subject in subjects.get(number, ())
        }

    def _rename_constant(self, old: int, new: int) -> bool:
        """Let rules that name ``old`` name ``new``; tell whether any did."""
        found = False
        for plans in self._plans.values():
            for key, listed in list(plans.items()):
                renamed = [
                    replace(plan, slots=tuple(new if slot == old else slot for slot in plan.slots))
                    for plan in listed
                ]
                found |= renamed != listed or key == old
                if key == old:
                    del plans[key]
                    plans[new].extend(renamed)
                else:
                    plans[key] = renamed
        return found

    def _names(self) -> dict[int, tuple[int, ...]]:
        names: defaultdict[int, list[int]] = defaultdict(list)
        for number in self._representatives:
            names[self._current(number)].append(number)
        return {number: (number, *others) for number, others in names.items()}


def _places(atom: Atom) -> tuple[_Place, _Place]:
    is_class = atom.predicate == TYPE and not isinstance(atom.object, Variable)
    return (atom.subject, False), (atom.object, is_class)
