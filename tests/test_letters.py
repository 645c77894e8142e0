"""Letters without marks, ligatures, strokes and case."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.text.letters import plain


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("Zoë Løvås", "zoe lovas"),
        ("ŁÓDŹ", "lodz"),
        ("Straße, STRASSE", "strasse, strasse"),
        ("Ærø, Œuvre, Þór, Đorđe", "aero, oeuvre, thor, dorde"),
        ("İzmir, Iğdır, Şəki", "izmir, igdir, seki"),
        ("\N{LATIN SMALL LIGATURE FI}ne", "fine"),
        ("Радио Solm, Αθήνα", "радио solm, αθηνα"),
        ("\u0301", ""),
    ],
)
def test_plain(text: str, expected: str) -> None:
    assert plain(text) == expected


@given(st.text())
def test_what_is_plain_stays(text: str) -> None:
    assert plain(plain(text)) == plain(text)


@given(st.text())
def test_composed_and_decomposed_are_the_same(text: str) -> None:
    assert plain(unicodedata.normalize("NFD", text)) == plain(unicodedata.normalize("NFC", text))
