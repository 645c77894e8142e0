"""Places and characters as messages show them."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.text import described, line_column, quoted


@pytest.mark.parametrize(
    ("text", "offset", "place"),
    [
        ("", 0, (1, 1)),
        ("ab", 1, (1, 2)),
        ("ab", 2, (1, 3)),
        ("a\nb", 1, (1, 2)),
        ("a\nb", 2, (2, 1)),
        ("a\r\nb", 2, (1, 3)),
        ("a\r\nb", 3, (2, 1)),
        ("a\rb", 2, (2, 1)),
        ("a\n\nb", 2, (2, 1)),
        ("a\n\nb", 3, (3, 1)),
        ("😀😀\n😀b", 4, (2, 2)),
        ("a\u2028b", 2, (1, 3)),
    ],
)
def test_line_and_column_are_those_of_an_editor(
    text: str, offset: int, place: tuple[int, int]
) -> None:
    assert line_column(text, offset) == place


@given(st.text(alphabet="ab\r\n😀"), st.data())
def test_line_and_column_lead_back_to_the_character(text: str, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(text)))
    line, column = line_column(text, offset)
    lines = text.replace("\r\n", "\v\n").replace("\r", "\n").replace("\v\n", "\r\n").split("\n")
    assert sum(len(before) + 1 for before in lines[: line - 1]) + column - 1 == offset


@pytest.mark.parametrize(
    ("ch", "shown"),
    [
        ("’", "’ U+2019 RIGHT SINGLE QUOTATION MARK"),
        (" ", "U+0020 SPACE"),
        ("\u00a0", "U+00A0 NO-BREAK SPACE"),
        ("\n", "U+000A LINE FEED"),
        ("\u0301", "◌\u0301 U+0301 COMBINING ACUTE ACCENT"),
        ("😀", "😀 U+1F600 GRINNING FACE"),
        ("\x01", "U+0001 unnamed character"),
        ("\u200b", "U+200B ZERO WIDTH SPACE"),
    ],
)
def test_a_character_is_described_by_its_code_point_and_name(ch: str, shown: str) -> None:
    assert described(ch) == shown


def test_quoting_shows_what_cannot_be_seen() -> None:
    text = 'a "b"\\ ’é\t\r\n\u00a0\u200b\u2028\U000e0001😀'
    assert quoted(text) == ('"a \\"b\\"\\\\ ’é\\t\\r\\n\\u00a0\\u200b\\u2028\\U000e0001😀"')


@given(st.text(alphabet=st.characters(max_codepoint=0xFFFF, exclude_categories=["Cs"])))
def test_quoted_text_is_json_too(text: str) -> None:
    assert json.loads(quoted(text)) == text
