"""Small English."""

import pytest

from kg.text.words import counted, day, listed, markdown


@pytest.mark.parametrize(
    ("iso", "words"),
    [("2020-11-12", "12 November 2020"), ("2024-05-01", "1 May 2024"), ("soon", "soon"), ("", "")],
)
def test_days(iso: str, words: str) -> None:
    assert day(iso) == words


def test_lists() -> None:
    assert listed([]) == ""
    assert listed(["a"]) == "a"
    assert listed(["a", "b"]) == "a and b"
    assert listed(["a", "b", "c"], "or") == "a, b or c"


def test_numbers() -> None:
    assert counted(1, "passage") == "1 passage"
    assert counted(0, "passage") == "0 passages"
    assert counted(2, "party", "parties") == "2 parties"


def test_markup_is_text() -> None:
    assert markdown("a | b\n*c* <…> [d]") == r"a \| b \*c\* \<…\> \[d\]"
