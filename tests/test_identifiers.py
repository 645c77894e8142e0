"""The forms of ids, and why something is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode

from kg.errors import BadIdentifier, Position
from kg.namespaces import DATA
from kg.vocabulary.identifiers import Form, form_of

AT = Position("a.yaml", 3, 5)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("article", Form.ITSELF),
        ("articles", Form.SHARED),
        ("dmitry-peskov", Form.SHARED),
        ("un", Form.SHARED),
        ("claim/consent-needed", Form.LOCAL),
        ("tass/2020-11-12-turkish-peacekeepers/v1/claim/x", Form.FOREIGN),
    ],
)
def test_a_form(text: str, form: Form) -> None:
    assert form_of(text) is form


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("https://w3id.org/accord-kg/id/turkey", "Accord makes the IRI"),
        ("id:turkey", "Accord makes the IRI"),
        ("Dmitry-Peskov", "lower-case"),
        ("josé", "lower-case"),
        ("dmitry peskov", "lower-case"),
        ("dmitry--peskov", "singly"),
        ("-peskov", "singly"),
        ("claim/", "singly"),
        ("", "singly"),
        ("claim/a/b", "five"),
        ("tass/2020/v1/x", "five"),
        ("tass/2020/1/claim/x", "singly"),
        ("turkey\n", "lower-case"),
    ],
)
def test_no_id(text: str, why: str) -> None:
    with pytest.raises(BadIdentifier) as caught:
        form_of(text, AT)
    assert caught.value.at == AT
    assert why in caught.value.why
    assert "dmitry-peskov" in caught.value.fix


@given(st.text())
def test_every_id_becomes_an_iri(text: str) -> None:
    try:
        form_of(text)
    except BadIdentifier:
        return
    assert NamedNode(DATA + text).value == DATA + text
