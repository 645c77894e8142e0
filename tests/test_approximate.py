"""The passage most like a given one, against the textbook algorithm."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.text.approximate import most_alike

TEXT = (
    "The involvement of Ankara is impossible, the spokesman stressed.\r\n"
    "\r\n"
    "“This topic wasn’t discussed,” he said\u00a0– on the Café’s terrace."
)


def distance(one: str, other: str) -> int:
    """Return the edit distance of two strings, by the textbook."""
    column = list(range(len(one) + 1))
    for n, right in enumerate(other, 1):
        diagonal, column[0] = column[0], n
        for m, left in enumerate(one, 1):
            best = min(diagonal + (left != right), column[m] + 1, column[m - 1] + 1)
            diagonal, column[m] = column[m], best
    return column[-1]


def least_distance(text: str, pattern: str) -> int:
    ends = range(len(text) + 1)
    return min(distance(pattern, text[n:m]) for n in ends for m in ends if n <= m)


@pytest.mark.parametrize(
    ("pattern", "passage"),
    [
        ("Ankara", "Ankara"),
        ("Ankarra is", "Ankara is"),
        ("Ankra is", "Ankara is"),
        ("Akkara is impossible", "Ankara is impossible"),
        ("of Ankara impossible", "of Ankara is impossible"),
        ("INVOLVEMENT OF", "involvement of"),
        ('"This topic wasn\'t discussed,"', "“This topic wasn’t discussed,”"),
        ("he said - on", "he said\u00a0– on"),
        ("stressed.\n\n“This", "stressed.\r\n\r\n“This"),
        (unicodedata.normalize("NFD", "the Café’s"), "the Café’s"),
    ],
)
def test_what_an_author_gets_nearly_right_is_found(pattern: str, passage: str) -> None:
    found = most_alike(TEXT, pattern)
    assert found is not None
    assert TEXT[slice(*found)] == passage


@pytest.mark.parametrize("pattern", ["", "Xyz qqq jjj", "zz"])
def test_what_is_unlike_everything_is_not_found(pattern: str) -> None:
    assert most_alike(TEXT, pattern) is None


def test_letters_of_one_language_are_like_those_that_all_have() -> None:
    text = "The Sørland ærø, near Łódź, is small."
    found = most_alike(text, "near Lodz")
    assert found is not None
    assert text[slice(*found)] == "near Łódź"


def test_nothing_is_like_anything_in_an_empty_text() -> None:
    assert most_alike("", "a") is None


def test_a_very_long_pattern_is_found_by_its_beginning() -> None:
    text = "".join(f"{n} birds and {n * n} fish; " for n in range(1000))
    start = 5000
    pattern = text[start : start + 5000].replace("birds", "bards", 1)
    assert most_alike(text, pattern) == (start, start + 5000)
    assert most_alike(text[: start + 4500], pattern) == (start, start + 4500)


@given(st.text(alphabet="abc", max_size=9), st.text(alphabet="abcd", min_size=1, max_size=6))
def test_nothing_in_the_text_is_more_alike(text: str, pattern: str) -> None:
    found = most_alike(text, pattern)
    least = least_distance(text, pattern)
    if found is None:
        assert 2 * least > len(pattern) or not text
    else:
        assert distance(pattern, text[slice(*found)]) == least
