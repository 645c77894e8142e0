"""Every least set of leaves from which a fact follows.

These are the labels of an assumption-based truth maintenance system
(https://doi.org/10.1016/0004-3702(86)90080-9): those of a fact are made from those of the premises
of each step to it, until nothing changes. There can be exponentially many, so they are found in
rounds: the first keeps few for each fact, the next ones more, until none had to be left out. What
is found before that is made minimal one by one. Sets of leaves are bits of a number here. May know
nothing of what a leaf is.
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count
from typing import Final

from kg.reason.matching import Row
from kg.reason.proofs import Leaf, Leaves, Step, explanation, prove

_FIRST: Final = 16
_FACTOR: Final = 4
"""How many sets are kept for a fact in the first round, and how many times more in the next."""


def explanations(steps: Sequence[Step], goal: Row) -> Iterator[Leaves]:
    """Yield every least set of leaves from which ``goal`` follows, each when it is asked for."""
    found: set[Leaves] = set()
    for power in count():
        sets, complete = _supports(steps, goal, _FIRST * _FACTOR**power)
        for leaves in sets:
            least = leaves if complete else explanation(steps, goal, leaves.__contains__)
            if least is not None and least not in found:
                found.add(least)
                yield least
        if complete:
            return


def _supports(steps: Sequence[Step], goal: Row, limit: int) -> tuple[list[Leaves], bool]:
    """Return supports of ``goal``, and whether these are all of them, and all minimal.

    Args:
        steps: all steps that lead there.
        goal: the fact.
        limit: how many sets to keep for each fact.
    """
    leaves: list[Leaf] = []
    bits: dict[Leaf, int] = {}
    ways: defaultdict[Row, list[tuple[int, tuple[Row, ...]]]] = defaultdict(list)
    asking: defaultdict[Row, set[Row]] = defaultdict(set)
    for step in steps:
        if step.leaf is not None and step.leaf not in bits:
            bits[step.leaf] = 1 << len(leaves)
            leaves.append(step.leaf)
        ways[step.conclusion].append((bits.get(step.leaf, 0) if step.leaf else 0, step.premises))
        for premise in step.premises:
            asking[premise].add(step.conclusion)
    known: dict[Row, tuple[int, ...]] = {}
    cut: set[Row] = set()
    # Premises come before conclusions, so that most facts are looked at once.
    waiting = deque(prove(steps, lambda _: True))
    queued = set(waiting)
    while waiting:
        row = waiting.popleft()
        queued.discard(row)
        sets, complete = _of(ways[row], known, limit)
        (cut.discard if complete else cut.add)(row)
        if sets != known.get(row):
            known[row] = sets
            more = asking[row] - queued
            waiting.extend(sorted(more))
            queued |= more
    named = (
        frozenset(leaf for number, leaf in enumerate(leaves) if bit_set >> number & 1)
        for bit_set in known.get(goal, ())
    )
    return list(named), not cut


def _of(
    ways: Iterable[tuple[int, tuple[Row, ...]]], known: Mapping[Row, tuple[int, ...]], limit: int
) -> tuple[tuple[int, ...], bool]:
    """Return what supports a fact to which there are these ways, and whether it is all."""
    complete = True
    found: set[int] = set()
    for leaf, premises in ways:
        sets: tuple[int, ...] = (leaf,)
        for premise in premises:
            joined = {one | other for one in sets for other in known.get(premise, ())}
            sets, all_kept = _least(joined, limit)
            complete &= all_kept
        found.update(sets)
    sets, all_kept = _least(found, limit)
    return sets, complete and all_kept


def _least(sets: Iterable[int], limit: int) -> tuple[tuple[int, ...], bool]:
    """Return the sets that contain no other, the smallest first, and whether these are all."""
    kept: list[int] = []
    for one in sorted(sets, key=lambda each: (each.bit_count(), each)):
        if not any(other & one == other for other in kept):
            if len(kept) == limit:
                return tuple(kept), False
            kept.append(one)
    return tuple(kept), True
