"""How much of a way there is: the most of its conditions that hold together, and what they lack.

Asks the built graph, in which all that follows is written out. May know nothing of rules or words.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, islice, product
from typing import Any, Final, TypeAlias

import pyoxigraph as ox

from kg.reason.expressions import TYPE
from kg.reason.rules import Atom, Term, Variable
from kg.why.ways import variables

Binding: TypeAlias = Mapping[Variable, Term]

MAX_SUBSETS: Final = 8
"""Conditions of which every combination is tried; of more, only the first ones together."""
_SOLUTIONS: Final = 200


@dataclass(frozen=True)
class Partial:
    """The most of some conditions that hold together.

    Attributes:
        kept: those that do.
        lacking: those that then do not.
        parts: for each group of conditions of ``kept`` that share variables, terms for these, each
            a way to have the group hold.
    """

    kept: tuple[Atom, ...]
    lacking: tuple[Atom, ...]
    parts: tuple[tuple[Binding, ...], ...]

    def values(self, variable: Variable) -> list[Term]:
        """Return what a variable stands for, each once."""
        return list(
            dict.fromkeys(one[variable] for part in self.parts for one in part if variable in one)
        )

    def triples(self, atom: Atom) -> list[ox.Triple]:
        """Return a condition as triples, one for each of what its variables stand for.

        Of a condition with ends in two groups these are all pairs, up to a limit.
        """
        apart = [
            list(
                dict.fromkeys(
                    tuple((v, one[v]) for v in variables(atom) if v in one) for one in part
                )
            )
            for part in self.parts
        ]
        bindings = (
            {v: term for found in chosen for v, term in found} for chosen in product(*apart)
        )
        found = (triple_of(filled(atom, binding)) for binding in islice(bindings, _SOLUTIONS))
        return list(dict.fromkeys(triple for triple in found if triple is not None))


def nearest(graph: ox.Store, atoms: Sequence[Atom]) -> Partial:
    """Return the most of ``atoms`` that hold together.

    What is kept hangs together with given individuals or literals: that some claim exists somewhere
    is no step towards anything. Where there is a choice, it does so with as many of them as can be,
    so that what lacks stands between them; and then it is the first ones.
    """
    for size in range(len(atoms), 0, -1):
        for kept in sorted(_subsets(atoms, size), key=lambda kept: -len(_ends(kept))):
            if not _is_anchored(kept):
                continue
            parts = tuple(tuple(_solve(graph, part, {}, _SOLUTIONS)) for part in _parts(kept))
            if all(parts):
                rest = tuple(atom for atom in atoms if atom not in kept)
                return Partial(tuple(kept), rest, parts)
    return Partial((), tuple(atoms), ())


def matching(graph: ox.Store, atom: Atom) -> list[ox.Triple]:
    """Return the triples of the graph that one condition by itself describes, sorted."""
    subject, predicate, obj = atom.subject, atom.predicate, atom.object
    # A literal is the subject of nothing.
    if isinstance(subject, ox.Literal) or not isinstance(predicate, ox.NamedNode):
        return []
    quads = graph.quads_for_pattern(_pattern(subject), predicate, _pattern(obj), ox.DefaultGraph())
    return sorted((quad.triple for quad in quads), key=str)


def filled(atom: Atom, binding: Binding) -> Atom:
    """Return a condition with the terms that are known in place of variables."""

    def fill(term: Term | Variable) -> Term | Variable:
        return binding.get(term, term) if isinstance(term, Variable) else term

    return Atom(fill(atom.subject), atom.predicate, fill(atom.object))


def triple_of(atom: Atom) -> ox.Triple | None:
    """Return a condition as a triple, or None where it has variables, or is none in RDF."""
    subject, predicate, obj = atom.subject, atom.predicate, atom.object
    if (
        isinstance(subject, ox.NamedNode)
        and isinstance(predicate, ox.NamedNode)
        and isinstance(obj, ox.NamedNode | ox.Literal)
    ):
        return ox.Triple(subject, predicate, obj)
    return None


def _subsets(atoms: Sequence[Atom], size: int) -> Iterator[Sequence[Atom]]:
    if len(atoms) > MAX_SUBSETS:
        yield atoms[:size]
    else:
        yield from combinations(atoms, size)


def _ends(atoms: Sequence[Atom]) -> set[Term]:
    """Return the individuals and literals that are given in some conditions."""
    return {
        term
        for atom in atoms
        for term in ((atom.subject,) if atom.predicate == TYPE else (atom.subject, atom.object))
        if not isinstance(term, Variable)
    }


def _parts(atoms: Sequence[Atom]) -> list[list[Atom]]:
    """Return conditions in groups, of which no two share a variable."""
    parts: list[list[Atom]] = []
    for atom in atoms:
        near = [part for part in parts if _share(part, atom)]
        parts = [part for part in parts if part not in near]
        parts.append([*(one for part in near for one in part), atom])
    return parts


def _share(part: Sequence[Atom], atom: Atom) -> bool:
    return any(not set(variables(one)).isdisjoint(variables(atom)) for one in part)


def _is_anchored(atoms: Sequence[Atom]) -> bool:
    """Tell whether each condition hangs together with a given individual or literal."""
    reached: set[object] = set()
    left = list(atoms)
    while left:
        near = [atom for atom in left if _given(atom) or not reached.isdisjoint(variables(atom))]
        if not near:
            return False
        for atom in near:
            reached.update(variables(atom))
        left = [atom for atom in left if atom not in near]
    return True


def _given(atom: Atom) -> bool:
    subject_given = not isinstance(atom.subject, Variable)
    # A class is given in every condition about classes.
    return subject_given or (atom.predicate != TYPE and not isinstance(atom.object, Variable))


def _solve(
    graph: ox.Store, atoms: Sequence[Atom], binding: Binding, limit: int
) -> Iterator[Binding]:
    if not atoms:
        yield binding
        return
    here = [filled(atom, binding) for atom in atoms]
    first = min(here, key=lambda atom: len(variables(atom)))
    rest = [atom for atom in here if atom is not first]
    left = limit
    for triple in matching(graph, first):
        more = dict(binding)
        agrees = True
        for term, value in ((first.subject, triple.subject), (first.object, triple.object)):
            if isinstance(term, Variable):
                agrees = agrees and more.setdefault(term, _value(value)) == value
        if agrees:
            for solution in _solve(graph, rest, more, left):
                yield solution
                left -= 1
                if not left:
                    return


def _pattern(term: object) -> Any:  # noqa: ANN401 - the engine's own union of terms
    """Return a term as the engine takes it; None, which matches anything, for a variable."""
    return None if isinstance(term, Variable) else term


def _value(term: object) -> Term:
    assert isinstance(term, ox.NamedNode | ox.BlankNode | ox.Literal)  # noqa: S101 - RDF 1.1
    return term
