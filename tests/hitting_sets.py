"""Least hitting sets: what meets every set of a family and has no part that does.

Of all explanations of an entailment they are the least repairs (R. Reiter, *A theory of diagnosis
from first principles*, 1987, https://doi.org/10.1016/0004-3702(87)90062-2): without one of them
nothing is left that explains.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice
from random import Random
from typing import Final, TypeVar

Item = TypeVar("Item", bound=int | str)

_LOOKED_AT: Final = 16
"""Sets among which the one with fewest candidates is looked for."""


def least_hitting_sets(family: Collection[frozenset[Item]]) -> Iterator[frozenset[Item]]:
    """Yield every least hitting set of ``family``, each once.

    By MMCS (K. Murakami and T. Uno, https://doi.org/10.1016/j.dam.2014.01.012), which goes in depth
    and keeps none of those it has found.
    """
    sets = sorted(family, key=lambda each: (len(each), sorted(each)))
    meets: dict[Item, int] = {}
    for number, each in enumerate(sets):
        for item in each:
            meets[item] = meets.get(item, 0) | 1 << number

    def grow(
        only: Mapping[Item, int], unmet: int, candidates: frozenset[Item]
    ) -> Iterator[frozenset[Item]]:
        """Yield those that add candidates to ``only``, the sets that each item meets alone."""
        if not unmet:
            yield frozenset(only)
            return
        narrow = min(
            (each & candidates for each in islice(_chosen(sets, unmet), _LOOKED_AT)), key=len
        )
        candidates -= narrow
        for item in sorted(narrow):
            kept = {other: alone & ~meets[item] for other, alone in only.items()}
            if all(kept.values()):
                kept[item] = unmet & meets[item]
                yield from grow(kept, unmet & ~meets[item], candidates)
                candidates |= {item}

    yield from grow({}, (1 << len(sets)) - 1, frozenset(meets))


def _chosen(sets: Sequence[frozenset[Item]], bits: int) -> Iterator[frozenset[Item]]:
    while bits:
        lowest = bits & -bits
        yield sets[lowest.bit_length() - 1]
        bits ^= lowest


def random_hitting_set(family: Collection[frozenset[Item]], random: Random) -> frozenset[Item]:
    """Return a least hitting set of ``family``, by leaving out what can be in a random order."""
    kept = set().union(*family)
    order = sorted(kept)
    random.shuffle(order)
    met = [len(each) for each in family]
    holding: dict[Item, list[int]] = {item: [] for item in order}
    for number, each in enumerate(family):
        for item in each:
            holding[item].append(number)
    for item in order:
        if all(met[number] > 1 for number in holding[item]):
            kept.discard(item)
            for number in holding[item]:
                met[number] -= 1
    return frozenset(kept)
