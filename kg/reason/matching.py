"""Where the atoms of a body hold together, in facts that are indexed from both ends.

One variable at a time, each time the one with the fewest values left: these are the intersection of
what every atom allows that is known by then, so that no combination is met that a third atom rules
out. Terms are numbers here. Knows nothing of OWL, nor of rules.
"""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Final, TypeAlias

from kg.reason.rules import Variable

Row: TypeAlias = tuple[int, int, int]
"""Subject, predicate and object of a fact, as numbers."""
Pattern: TypeAlias = tuple[int | Variable, int, int | Variable]
Binding: TypeAlias = dict[Variable, int]

_NONE: Final[frozenset[int]] = frozenset()


@dataclass(frozen=True)
class Index:
    """Facts: by predicate, the objects of each subject and the subjects of each object."""

    objects: Mapping[int, Mapping[int, Set[int]]]
    subjects: Mapping[int, Mapping[int, Set[int]]]

    def holds(self, row: Row) -> bool:
        """Tell whether ``row`` is one of the facts."""
        subject, predicate, obj = row
        return obj in self.objects.get(predicate, {}).get(subject, _NONE)

    def allowed(self, pattern: Pattern, variable: Variable) -> Set[int] | None:
        """Return the values of ``variable`` that ``pattern`` allows.

        None where its other end is not known, or where it does not speak of ``variable``.
        """
        subject, predicate, obj = pattern
        if subject == variable and isinstance(obj, int):
            return self.subjects.get(predicate, {}).get(obj, _NONE)
        if obj == variable and isinstance(subject, int):
            return self.objects.get(predicate, {}).get(subject, _NONE)
        return None


def filled(pattern: Pattern, binding: Mapping[Variable, int]) -> Pattern:
    """Return ``pattern`` with its variables replaced where ``binding`` has a value."""
    subject, predicate, obj = pattern
    if isinstance(subject, Variable):
        subject = binding.get(subject, subject)
    if isinstance(obj, Variable):
        obj = binding.get(obj, obj)
    return subject, predicate, obj


def matches(body: Sequence[Pattern], index: Index, binding: Binding) -> Iterator[list[Row]]:
    """Yield the facts that ``body`` stands for, once for each way to complete ``binding``."""
    patterns = [filled(pattern, binding) for pattern in body]
    rows: list[Row] = []
    for subject, predicate, obj in patterns:
        if isinstance(subject, int) and isinstance(obj, int):
            if not index.holds((subject, predicate, obj)):
                return
            rows.append((subject, predicate, obj))
    if len(rows) == len(patterns):
        yield rows
        return
    variable, values = _narrowest(patterns, index)
    for value in values:
        yield from matches(patterns, index, {variable: value})


def _narrowest(patterns: Sequence[Pattern], index: Index) -> tuple[Variable, Set[int]]:
    """Return the variable with the fewest values left, and these."""
    found: dict[Variable, Set[int]] = {}
    for pattern in patterns:
        for end in (pattern[0], pattern[2]):
            if isinstance(end, Variable):
                values = index.allowed(pattern, end)
                if values is not None:
                    found[end] = found[end] & values if end in found else values
    if found:
        return min(found.items(), key=lambda item: len(item[1]))
    # Neither end of any pattern is known.
    return next(
        (subject, index.objects.get(predicate, {}).keys())
        for subject, predicate, _ in patterns
        if isinstance(subject, Variable)
    )
