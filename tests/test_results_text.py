"""Text is measured in terminal columns, and wrapping loses nothing but white space."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.results.text import pad, width, wrap


@pytest.mark.parametrize(
    ("text", "columns"),
    [("abc", 3), ("é", 1), ("e\u0301", 1), ("日本", 4), ("😀", 2), ("a\u200bb", 2), ("", 0)],
)
def test_width(text: str, columns: int) -> None:
    assert width(text) == columns
    assert width(pad(text, 6)) == 6


def test_wrap() -> None:
    assert wrap("one two three", 7) == ["one two", "three"]
    assert wrap("one two three", 9, first="- ", then="   ") == ["- one two", "   three"]
    assert wrap("one\ntwo", 80) == ["one", "two"]
    assert wrap("abcdefgh", 3) == ["abc", "def", "gh"]
    assert wrap("a abcdefgh", 3) == ["a", "abc", "def", "gh"]
    assert wrap("日本語", 4) == ["日本", "語"]
    assert wrap("日", 1) == ["日"]
    assert wrap("", 5) == [""]
    assert wrap("é\u0301tat", 3, first="“") == ["“é\u0301t", "at"]


PRINTABLE = st.text(
    st.characters(exclude_categories=["C", "Z"], include_characters=" \n日😀e\u0301")
)


@given(PRINTABLE, st.integers(2, 40))
def test_wrapping_loses_no_character(text: str, columns: int) -> None:
    lines = wrap(text, columns)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(width(line) <= columns for line in lines)


@given(st.text(st.sampled_from("ab "), max_size=60), st.integers(8, 20))
def test_words_that_fit_stay_whole(text: str, columns: int) -> None:
    words = [word for word in text.split() if len(word) <= columns - 2]
    lines = wrap(" ".join(words), columns, first="> ", then="> ")
    assert [word for line in lines for word in line[2:].split()] == words
