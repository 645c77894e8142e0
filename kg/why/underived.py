"""Axioms from which not all is derived, and which could lead to what is not known.

Rules lead from premises to conclusions, so what else could prove a triple begins with an axiom that
concludes it, or that concludes a condition of a rule which leads to it. Where there is such a one,
it would be wrong to say that no axiom leads there. May know nothing of layout.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, TypeAlias

import pyoxigraph as ox

from kg.manchester import spoken
from kg.reason.axioms import (
    Axiom,
    ClassAssertion,
    DifferentIndividuals,
    DisjointClasses,
    EquivalentClasses,
    HasKey,
    NegativePropertyAssertion,
    OtherAxiom,
    PropertyDomain,
    PropertyRange,
    SubClassOf,
    terms_of,
)
from kg.reason.compiler import compile_rules
from kg.reason.conditions import inverse, name_of
from kg.reason.expressions import (
    SAME_AS,
    THING,
    TYPE,
    AllValuesFrom,
    ClassExpression,
    ComplementOf,
    HasValue,
    IntersectionOf,
    MaxCardinality,
    MinCardinality,
    OneOf,
    OtherExpression,
    SomeValuesFrom,
    UnionOf,
)
from kg.reason.rules import Atom, NotDerived, Rule
from kg.show.wording import Wording
from kg.swrl import RULE, concluded, rule
from kg.vocabulary.tripleindex import TripleIndex
from kg.why.model import Open

_Kind: TypeAlias = object
"""What a triple is about for rules: its property, or the class that it puts something into."""
_FORBIDDING: Final = (DifferentIndividuals, NegativePropertyAssertion)
_IMP: Final = ox.NamedNode(RULE)


@dataclass(frozen=True)
class _Leading:
    """An axiom, and kinds of triples that it may lead to beyond what is derived.

    ``defines`` is the class of whose members it says that they are as the class is defined.
    """

    lack: NotDerived
    kinds: frozenset[_Kind]
    defines: ClassExpression | None = None


class Underived:
    """What is not derived in one graph.

    Args:
        rules: all that are run.
        lacks: axioms from which not all is derived.
        asserted: the graph; has the rules in SWRL.
        wording: has the names.
    """

    def __init__(
        self,
        rules: Sequence[Rule],
        lacks: Sequence[NotDerived],
        asserted: Sequence[ox.Quad],
        wording: Wording,
    ) -> None:
        self._rules = rules
        self._lacks = lacks
        self._asserted = asserted
        self._wording = wording

    def to(self, triple: ox.Triple) -> tuple[Open, ...]:
        """Return the axioms that could lead to a triple, the nearest to it first."""
        if not self._lacks:
            return ()
        asked = triple.object if triple.predicate == TYPE else triple.predicate
        found: dict[Axiom, NotDerived] = {}
        for kind in self._before(asked):
            for one in self._leading:
                if kind in one.kinds:
                    found.setdefault(one.lack.axiom, one.lack)
        return tuple(map(self._told, found.values()))

    def _before(self, asked: _Kind) -> Iterator[_Kind]:
        """Yield a kind, and all from which rules lead to it, the nearest first."""
        waiting, seen = [asked], {asked}
        for kind in waiting:
            yield kind
            for one in self._rules:
                if _kind(one.head) == kind:
                    new = dict.fromkeys(_kind(atom) for atom in one.body)
                    waiting += [before for before in new if before not in seen]
                    seen.update(new)

    @cached_property
    def _leading(self) -> list[_Leading]:
        parts = [one for lack in self._lacks for one in self._parts(lack)]
        found = [one for one in parts if one.defines is None]
        waiting = [one for one in parts if one.defines is not None]
        while more := [one for one in waiting if self._tells(one, found)]:
            found += more
            waiting = [one for one in waiting if one not in more]
        return found

    def _tells(self, part: _Leading, leading: Sequence[_Leading]) -> bool:
        """Tell whether something may be in a class for another reason than its definition.

        Of what is in it by its definition, the definition says nothing that is new.
        """
        lack, class_ = part.lack, part.defines
        return (
            class_ in self._stated
            or any(_kind(o.head) == class_ and o.axiom != lack.axiom for o in self._rules)
            or any(class_ in o.kinds and o.lack.axiom != lack.axiom for o in leading)
        )

    @cached_property
    def _stated(self) -> frozenset[object]:
        return frozenset(quad.object for quad in self._asserted if quad.predicate == TYPE)

    def _parts(self, lack: NotDerived) -> Iterator[_Leading]:
        """Yield what an axiom could lead to, of each part of it that is not derived."""
        if isinstance(lack.axiom, OtherAxiom) and self._is_rule(lack.axiom):
            heads = concluded(self._index, lack.axiom.subject)
            yield _Leading(lack, frozenset(map(ox.NamedNode, heads)))
            return
        inclusions = list(_inclusions(lack.axiom))
        if not inclusions:
            yield _Leading(lack, frozenset(_of_other(lack.axiom)))
        for inclusion in inclusions:
            for part in compile_rules([inclusion]).not_derived:
                kinds = (*_kinds(inclusion.sup), *_kinds(inclusion.sub, positive=False))
                is_definition = isinstance(lack.axiom, EquivalentClasses)
                is_named = isinstance(inclusion.sub, ox.NamedNode)
                yield _Leading(
                    NotDerived(lack.axiom, part.construct, part.why),
                    frozenset(kinds),
                    inclusion.sub if is_definition and is_named else None,
                )

    def _is_rule(self, axiom: OtherAxiom) -> bool:
        return _IMP in self._index.objects(axiom.subject, TYPE.value)

    @cached_property
    def _index(self) -> TripleIndex:
        return TripleIndex(quad.triple for quad in self._asserted)

    def _told(self, lack: NotDerived) -> Open:
        words = self._wording.axiom(lack.axiom)
        if isinstance(lack.axiom, OtherAxiom) and self._is_rule(lack.axiom):
            said = rule(self._index, lack.axiom.subject)
            words = spoken(said, lambda iri: self._wording.label(ox.NamedNode(iri)))
        return Open(lack.axiom, words, f"{lack.construct} {lack.why}")


def _kind(atom: Atom) -> _Kind:
    return atom.object if atom.predicate == TYPE else atom.predicate


def _inclusions(axiom: Axiom) -> Iterator[SubClassOf]:
    """Yield an axiom about classes as what it says of one class each time."""
    match axiom:
        case SubClassOf(sub, IntersectionOf(operands)):
            for operand in operands:
                yield from _inclusions(SubClassOf(sub, operand))
        case SubClassOf():
            yield axiom
        case EquivalentClasses(first, second):
            yield from _inclusions(SubClassOf(first, second))
            yield from _inclusions(SubClassOf(second, first))
        case ClassAssertion(expression, individual):
            yield from _inclusions(SubClassOf(OneOf((individual,)), expression))
        case PropertyDomain(prop, domain):
            yield from _inclusions(SubClassOf(SomeValuesFrom(prop, THING), domain))
        case PropertyRange(prop, values):
            yield from _inclusions(SubClassOf(SomeValuesFrom(inverse(prop), THING), values))
        case _:
            return


def _of_other(axiom: Axiom) -> Iterator[_Kind]:
    """Yield what an axiom that is no inclusion could lead to."""
    match axiom:
        case DisjointClasses(classes):
            for class_ in classes:
                yield from _kinds(class_, positive=False)
        case HasKey(expression):
            yield SAME_AS
            yield from _kinds(expression, positive=False)
        case _ if not isinstance(axiom, _FORBIDDING):
            yield from terms_of(axiom)


def _kinds(expression: ClassExpression, *, positive: bool = True) -> Iterator[_Kind]:
    """Yield what has to hold of something for it to be in a class, or where it is not."""
    match expression:
        case IntersectionOf(operands) | UnionOf(operands):
            for operand in operands:
                yield from _kinds(operand, positive=positive)
        case ComplementOf(operand):
            yield from _kinds(operand, positive=not positive)
        case SomeValuesFrom(prop, filler) | MinCardinality(_, prop, filler):
            yield from (name_of(prop),) if positive else ()
            yield from _kinds(filler, positive=positive)
        case AllValuesFrom(prop, filler):
            yield from () if positive else (name_of(prop),)
            yield from _kinds(filler, positive=positive)
        case MaxCardinality(_, prop, filler):
            # Of more values than there may be, some are one and the same.
            yield from (SAME_AS,) if positive else (name_of(prop),)
            yield from _kinds(filler, positive=not positive)
        case HasValue(prop):
            yield from (name_of(prop),) if positive else ()
        case OneOf():
            yield from (SAME_AS,) if positive else ()
        case ox.NamedNode():
            yield from (expression,) if positive else ()
        case OtherExpression(_, properties):
            yield from properties
        case _:
            return
