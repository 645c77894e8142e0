"""The least hitting sets that the comparison of explanations rests on."""

from itertools import combinations
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from tests.hitting_sets import least_hitting_sets, random_hitting_set

families = st.sets(st.frozensets(st.integers(0, 6), min_size=1, max_size=4), max_size=8)


def tried_out(family: set[frozenset[int]]) -> set[frozenset[int]]:
    """Return the least hitting sets, found among all sets of items."""
    items = sorted(set().union(*family))
    found: set[frozenset[int]] = set()
    for size in range(len(items) + 1):
        for chosen in map(frozenset, combinations(items, size)):
            if all(chosen & each for each in family) and not any(less < chosen for less in found):
                found.add(chosen)
    return found


@given(families)
def test_all_are_found_and_each_once(family: set[frozenset[int]]) -> None:
    found = list(least_hitting_sets(family))
    assert len(found) == len(set(found))
    assert set(found) == tried_out(family)


@given(families, st.randoms(use_true_random=False))
def test_one_by_lot_is_one_of_them(family: set[frozenset[int]], random: Random) -> None:
    assert random_hitting_set(family, random) in tried_out(family)


def test_what_hits_nothing_is_empty() -> None:
    assert list(least_hitting_sets([])) == [frozenset()]


def test_an_empty_set_cannot_be_hit() -> None:
    assert list(least_hitting_sets([frozenset[int](), frozenset({1})])) == []
