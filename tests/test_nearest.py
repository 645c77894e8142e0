"""The known names nearest to an unknown one."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.text.nearest import nearest

NAMES = (
    "armenia",
    "azerbaijan",
    "dmitry-peskov",
    "recep-tayyip-erdogan",
    "turkey",
    "turkish-armed-forces",
    "affirms",
    "Côte d’Ivoire",
    "ilham-aliyev",
    "Łódź",
)


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("armenai", "armenia"),
        ("ARMENIA", "armenia"),
        ("Azerbaïdjan", "azerbaijan"),
        ("dmitri-peskov", "dmitry-peskov"),
        ("dmitry_peskov", "dmitry-peskov"),
        ("Dmitry Peskov", "dmitry-peskov"),
        ("erdogan", "recep-tayyip-erdogan"),
        ("Erdoğan", "recep-tayyip-erdogan"),
        ("afirms", "affirms"),
        ("cote d’ivoire", "Côte d’Ivoire"),
        ("turk", "turkey"),
        ("İlham Əliyev", "ilham-aliyev"),
        ("lodz", "Łódź"),
    ],
)
def test_the_name_that_is_meant_comes_first(name: str, first: str) -> None:
    assert nearest(name, NAMES)[0] == first


def test_a_beginning_finds_every_name_that_has_it() -> None:
    assert nearest("turk", NAMES) == ("turkey", "turkish-armed-forces")


def test_an_equal_name_beats_a_beginning_beats_a_later_word() -> None:
    assert nearest("peskov", ["x-peskov", "peskov-two", "Peskov"]) == (
        "Peskov",
        "peskov-two",
        "x-peskov",
    )


@pytest.mark.parametrize("name", ["", " - ", "zzzzzz", "\u0301"])
def test_nothing_alike_finds_nothing(name: str) -> None:
    assert nearest(name, NAMES) == ()


def test_one_letter_does_not_find_every_name_that_begins_with_it() -> None:
    assert nearest("a", NAMES) == ()


def test_the_limit_holds_and_repeated_names_count_once() -> None:
    assert nearest("aaaa", ["aaaa", "aaaa", "aaab", "aaac", "aaad"], limit=2) == ("aaaa", "aaab")


def test_names_of_equal_letters_in_another_order_may_be_too_far() -> None:
    assert nearest("abcdefgh", ["hgfedcba"]) == ()


def test_the_order_of_the_known_names_does_not_matter() -> None:
    known = ("mission", "missions", "mansion", "admission")
    assert len({nearest("misson", order) for order in permutations(known)}) == 1


@given(st.text(), st.lists(st.text()), st.integers(0, 5))
def test_only_known_names_come_back_and_no_more_than_asked(
    name: str, known: list[str], limit: int
) -> None:
    found = nearest(name, known, limit)
    assert len(found) <= limit
    assert len(set(found)) == len(found)
    assert set(found) <= set(known)
