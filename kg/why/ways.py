"""The ways in which a triple could follow: what the rules that conclude it ask for.

What a rule asks for by definition (a nested class expression, the beginning of a chain) is written
out, and where all that a rule asks for is one other triple, it is asked for the ways to that one.
Knows rules; may know nothing of what holds.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Final, TypeAlias

from pyoxigraph import Literal, NamedNode, Triple

from kg.reason.axioms import Axiom
from kg.reason.expressions import NAMED_INDIVIDUAL, THING, TYPE
from kg.reason.rules import Atom, Rule, Term, Variable

LIMIT: Final = 300
"""Ways to one triple that are looked at; an ontology has fewer unless it is very large."""

_Binding: TypeAlias = dict[Variable, Term | Variable]


@dataclass(frozen=True)
class Way:
    """Conditions from which a triple would follow.

    Attributes:
        axioms: by which it would, the last step first.
        atoms: what must hold together: plain triples with variables.
    """

    axioms: tuple[Axiom, ...]
    atoms: tuple[Atom, ...]


class Ways:
    """Finds the ways to triples.

    Args:
        rules: of the ontology.
    """

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._rules: defaultdict[object, list[Rule]] = defaultdict(list)
        for rule in rules:
            self._rules[rule.head.predicate].append(rule)
        self._fresh = count()

    def to(self, triple: Triple) -> list[Way]:
        """Return the ways to a triple, none of which leads through itself."""
        goal = Atom(_term(triple.subject), triple.predicate, _term(triple.object))
        found: dict[Way, None] = {}
        for way in self._to(goal, frozenset({goal})):
            found[way] = None
            if len(found) == LIMIT:
                break
        return list(found)

    def _to(self, goal: Atom, passed: frozenset[Atom]) -> Iterator[Way]:
        for rule, body in self._bodies(goal):
            axioms = () if rule.axiom is None else (rule.axiom,)
            for atoms in self._plain(body):
                if not atoms or not passed.isdisjoint(atoms):
                    continue
                deeper: list[Way] = []
                if len(atoms) == 1 and not variables(atoms[0]):
                    deeper = list(self._to(atoms[0], passed | {atoms[0]}))
                yield from (
                    [Way(axioms + way.axioms, way.atoms) for way in deeper] or [Way(axioms, atoms)]
                )

    def _bodies(self, goal: Atom) -> Iterator[tuple[Rule, list[Atom]]]:
        """Yield each rule that concludes ``goal``, and what it then asks for."""
        for rule in self._rules.get(goal.predicate, ()):
            binding: _Binding | None = {}
            number = next(self._fresh)
            head, *body = (_renamed(atom, number) for atom in (rule.head, *rule.body))
            for mine, wanted in ((head.subject, goal.subject), (head.object, goal.object)):
                binding = None if binding is None else _unified(binding, mine, wanted)
            if binding is not None:
                yield rule, [_filled(atom, binding) for atom in body]

    def _plain(self, atoms: Sequence[Atom]) -> Iterator[tuple[Atom, ...]]:
        """Yield ``atoms`` with what holds by definition written out, each way by itself."""
        for place, atom in enumerate(atoms):
            if atom.predicate == TYPE and atom.object in (THING, NAMED_INDIVIDUAL):
                yield from self._plain([*atoms[:place], *atoms[place + 1 :]])
                return
            if not _is_plain(atom):
                for rule, body in self._bodies(atom):
                    # An enumeration says which individual a variable stands for.
                    binding = _unified({}, atom.subject, rule.head.subject) if not body else {}
                    rest = [*atoms[:place], *body, *atoms[place + 1 :]]
                    yield from self._plain([_filled(one, binding or {}) for one in rest])
                return
        yield tuple(dict.fromkeys(atoms))


def variables(atom: Atom) -> list[Variable]:
    """Return the variables of a condition, the subject first."""
    return [term for term in (atom.subject, atom.object) if isinstance(term, Variable)]


def _is_plain(atom: Atom) -> bool:
    is_class = isinstance(atom.object, NamedNode | Variable)
    return isinstance(atom.predicate, NamedNode) and (is_class or isinstance(atom.object, Literal))


def _term(term: object) -> Term:
    assert isinstance(term, NamedNode | Literal)  # noqa: S101 - names are asked about
    return term


def _renamed(atom: Atom, number: int) -> Atom:
    def rename(term: Term | Variable) -> Term | Variable:
        return Variable(f"{term.name}{number}") if isinstance(term, Variable) else term

    return Atom(rename(atom.subject), atom.predicate, rename(atom.object))


def _unified(binding: _Binding, mine: Term | Variable, wanted: Term | Variable) -> _Binding | None:
    """Return ``binding`` with a term of a rule made the one that is wanted, or None."""
    if isinstance(mine, Variable):
        known = binding.setdefault(mine, wanted)
        return binding if known == wanted else None
    return binding if isinstance(wanted, Variable) or mine == wanted else None


def _filled(atom: Atom, binding: Mapping[Variable, Term | Variable]) -> Atom:
    def fill(term: Term | Variable) -> Term | Variable:
        return binding.get(term, term) if isinstance(term, Variable) else term

    return Atom(fill(atom.subject), atom.predicate, fill(atom.object))
