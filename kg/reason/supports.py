"""Every least set of leaves from which a fact follows.

These are the labels of an assumption-based truth maintenance system
(https://doi.org/10.1016/0004-3702(86)90080-9): those of a fact are made from those of the premises
of each step to it, until nothing changes. There can be exponentially many, so they are found in
rounds: the first keeps few for each fact, the next ones more, until none had to be left out. What
is found before that is made minimal one by one. Steps that only lead back to where they come from
are left out from the start: a class defined from another has labels by the thousand, which would
all be made and dropped where they lead back to that other. Sets of leaves are bits of a number
here. May know nothing of what a leaf is.
"""

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import count, groupby
from typing import Final

from kg.reason.matching import Row
from kg.reason.proofs import Leaf, Leaves, Step, explanation, prove

_FIRST: Final = 16
_FACTOR: Final = 4
"""How many sets are kept for a fact in the first round, and how many times more in the next."""


def explanations(steps: Sequence[Step], goal: Row) -> Iterator[Leaves]:
    """Yield every least set of leaves from which ``goal`` follows, each when it is asked for."""
    useful = useful_steps(steps, goal)
    found: set[Leaves] = set()
    for power in count():
        sets, complete = _supports(useful, goal, _FIRST * _FACTOR**power)
        for leaves in sets:
            if leaves not in found:
                least = leaves if complete else explanation(useful, goal, leaves.__contains__)
                if least is not None and least not in found:
                    found.add(least)
                    yield least
        if complete:
            return


# ---------------------------------------------------------------- circles


def useful_steps(steps: Sequence[Step], goal: Row) -> list[Step]:
    """Return the steps of all proofs of ``goal`` in which nothing rests on itself.

    Args:
        steps: all steps that lead there.
        goal: the fact.
    """
    ways: defaultdict[Row, list[Step]] = defaultdict(list)
    bits: dict[Row, int] = {}
    for step in steps:
        ways[step.conclusion].append(step)
        bits.setdefault(step.conclusion, 1 << len(bits))
    # The facts in every proof of a fact: all, until a step shows otherwise. Begun with none, a fact
    # in a circle would seem to do without what it in truth rests on.
    everything = (1 << len(bits)) - 1
    inside = dict.fromkeys(bits, everything)

    def before(step: Step) -> int:
        found = 0
        for premise in step.premises:
            found |= inside.get(premise, everything)
        return found

    def changes(row: Row) -> bool:
        common = everything
        for step in ways[row]:
            common &= before(step)
        old, inside[row] = inside[row], common | bits[row]
        return old != inside[row]

    _settle(steps, changes)
    straight = [step for step in steps if not before(step) & bits[step.conclusion]]
    premises: defaultdict[Row, set[Row]] = defaultdict(set)
    for step in straight:
        premises[step.conclusion].update(step.premises)
    asked = {goal}
    waiting = [goal]
    while waiting:
        more = premises[waiting.pop()] - asked
        asked |= more
        waiting += more
    # In the order that they have: of several as short, it decides which explanation is the first.
    return [step for step in straight if step.conclusion in asked]


def _settle(steps: Sequence[Step], changes: Callable[[Row], bool]) -> None:
    """Look at every fact that follows, and again after a change of a premise, until none is left.

    Args:
        steps: by which facts follow.
        changes: looks at a fact, and returns whether that changed anything about it.
    """
    asking: defaultdict[Row, set[Row]] = defaultdict(set)
    for step in steps:
        for premise in step.premises:
            asking[premise].add(step.conclusion)
    # Premises come before conclusions, so that most facts are looked at once.
    waiting = deque(prove(steps, lambda _: True))
    queued = set(waiting)
    while waiting:
        row = waiting.popleft()
        queued.discard(row)
        if changes(row):
            more = asking[row] - queued
            waiting.extend(sorted(more))
            queued |= more


# ---------------------------------------------------------------- labels


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
    for step in steps:
        if step.leaf is not None and step.leaf not in bits:
            bits[step.leaf] = 1 << len(leaves)
            leaves.append(step.leaf)
        ways[step.conclusion].append((bits.get(step.leaf, 0) if step.leaf else 0, step.premises))
    known: dict[Row, tuple[int, ...]] = {}
    cut: set[Row] = set()

    def changes(row: Row) -> bool:
        sets, complete = _of(ways[row], known, limit)
        (cut.discard if complete else cut.add)(row)
        old, known[row] = known.get(row), sets
        return old != sets

    _settle(steps, changes)
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
    for _, of_one_size in groupby(sorted(sets, key=_by_size), int.bit_count):
        # Of two different sets of one size neither contains the other.
        smaller = tuple(kept)
        for one in of_one_size:
            if not any(other & one == other for other in smaller):
                if len(kept) == limit:
                    return tuple(kept), False
                kept.append(one)
    return tuple(kept), True


def _by_size(one: int) -> tuple[int, int]:
    return one.bit_count(), one
