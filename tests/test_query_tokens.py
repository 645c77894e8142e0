"""The tokenizer never mistakes data for syntax, whatever stands in strings, comments and IRIs."""

from itertools import pairwise

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.query.tokens import tokenize


def kinds(text: str) -> list[tuple[str, str]]:
    return [(token.kind, token.text) for token in tokenize(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SELECT ?a $b", [("word", "SELECT"), ("variable", "?a"), ("variable", "$b")]),
        ("# VALUES\nx", [("comment", "# VALUES"), ("word", "x")]),
        ("<a#b> < 1", [("iri", "<a#b>"), ("mark", "<"), ("number", "1")]),
        ("'a\\'b' 'c'", [("string", "'a\\'b'"), ("string", "'c'")]),
        ('"""a"b""c""" d', [("string", '"""a"b""c"""'), ("word", "d")]),
        ("'''a\n'b'''", [("string", "'''a\n'b'''")]),
        ("ex:a-b.c :x _:b ex:", [("name", n) for n in ("ex:a-b.c", ":x", "_:b", "ex:")]),
        ("ex:a.", [("name", "ex:a"), ("mark", ".")]),
        ("ex:a\\-b%20c", [("name", "ex:a\\-b%20c")]),
        ("1.5e-3-2", [("number", "1.5e-3"), ("mark", "-"), ("number", "2")]),
        ("true-true", [("word", "true"), ("mark", "-"), ("word", "true")]),
        ("?a<?b", [("variable", "?a"), ("mark", "<"), ("variable", "?b")]),
        ("<<( ", [("mark", "<<"), ("mark", "(")]),
        (")>>>", [("mark", ")"), ("mark", ">>"), ("mark", ">")]),
        ("ex:a- ?\u0660\u00b7", [("name", "ex:a-"), ("variable", "?\u0660\u00b7")]),
        (r"<\u0023#>#", [("iri", r"<\u0023#>"), ("comment", "#")]),
        ('"open x', [("mark", '"open x')]),
        ("a '''b'' c", [("word", "a"), ("mark", "'''b'' c")]),
        ('"" """""" "', [("string", '""'), ("string", '""""""'), ("mark", '"')]),
        ("ex:VALUES", [("name", "ex:VALUES")]),
    ],
)
def test_terminals(text: str, expected: list[tuple[str, str]]) -> None:
    assert kinds(text) == expected


@given(st.text())
def test_every_character_but_space_is_in_one_token(text: str) -> None:
    tokens = list(tokenize(text))
    assert all(text[token.start : token.end] == token.text for token in tokens)
    assert all(a.end <= b.start for a, b in pairwise(tokens))
    covered = "".join(token.text for token in tokens)
    between = set(text) - set(covered)
    assert between <= set(" \t\r\n")


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_literal_is_one_token(value: str) -> None:
    written = str(ox.Literal(value))
    assert kinds(f"x {written} y") == [("word", "x"), ("string", written), ("word", "y")]


def test_keywords_have_no_case() -> None:
    (token,) = tokenize("Values")
    assert token.is_word("VALUES", "UNDEF")
    assert not token.is_word("UNDEF")


@pytest.mark.parametrize("unit", ['\\"', "\\'", '\\"""\n', '\\"""x" ', '"\\', "\\'''\n"])
def test_what_follows_a_string_that_is_not_closed_is_read_once(unit: str) -> None:
    tokens = list(tokenize(unit * (65_535 // len(unit))))
    assert tokens[-1].is_open
    assert len(tokens) < 4
