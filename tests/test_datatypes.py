"""Which texts are values of a datatype: canonical ones, and no others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, Store

from kg.namespaces import XSD
from kg.vocabulary.datatypes import DATATYPES

VALUES = {
    "boolean": ["true", "false"],
    "integer": ["0", "-7", "12"],
    "nonNegativeInteger": ["0", "12"],
    "positiveInteger": ["1", "12"],
    "decimal": ["0", "0.5", "-0.25", "12", "-3", "10.01"],
    "date": ["2020-11-12", "2020-02-29"],
    "dateTime": [
        "2020-11-12T09:30:00",
        "2020-11-12T09:30:00Z",
        "2020-11-12T09:30:00.5+04:00",
        "2020-11-12T23:59:59-00:30",
    ],
    "gYear": ["2020"],
    "gYearMonth": ["2020-11"],
    "anyURI": ["https://example.org/a?b=c#d", "urn:isbn:1", "https://example.org/é"],
    "language": ["en", "pt-BR"],
    "string": ["a", "a\nb", " "],
}
NO_VALUES = {
    "boolean": ["1", "True", "yes", ""],
    "integer": ["01", "+1", "-0", "1.0", "१", "1\n"],
    "nonNegativeInteger": ["-1", "007"],
    "positiveInteger": ["0", "-1"],
    "decimal": ["1.50", ".5", "5.", "-0", "1e3", "-0.0"],
    "date": ["2021-02-29", "2020-11-31", "12.11.2020", "2020-11", "2020-11-12Z", "2020-11-12\n"],
    "dateTime": [
        "2020-11-12",
        "2020-11-12T24:00:00Z",
        "2020-11-12T09:30:00.50Z",
        "2020-11-12T09:30:00+00:00",
        "2021-02-29T09:30:00Z",
    ],
    "gYear": ["20", "2020-11"],
    "gYearMonth": ["2020-13"],
    "anyURI": ["example.org", "/a", "https://a b", "https:", "a:<b>"],
    "language": ["english language", "en_GB"],
    "string": [""],
}


def pairs(table: dict[str, list[str]]) -> list[tuple[str, str]]:
    return [(name, text) for name, texts in table.items() for text in texts]


def test_the_tables_cover_every_datatype() -> None:
    names = {iri.removeprefix(XSD) for iri in DATATYPES if iri.startswith(XSD)}
    assert names == set(VALUES) == set(NO_VALUES)


@pytest.mark.parametrize(("name", "text"), pairs(VALUES))
def test_accepts(name: str, text: str) -> None:
    assert DATATYPES[XSD + name].accepts(text)


@pytest.mark.parametrize(("name", "text"), pairs(NO_VALUES))
def test_refuses(name: str, text: str) -> None:
    assert not DATATYPES[XSD + name].accepts(text)


def stored(text: str, datatype: str) -> str:
    store = Store()
    node = NamedNode("x:a")
    store.add(Quad(node, node, Literal(text, datatype=NamedNode(datatype))))
    (quad,) = store
    assert isinstance(quad.object, Literal)
    return quad.object.value


@pytest.mark.parametrize("iri", [iri for iri in DATATYPES if iri.startswith(XSD)])
@given(data=st.data())
def test_the_store_keeps_every_value_as_it_is_written(iri: str, data: st.DataObject) -> None:
    datatype = DATATYPES[iri]
    text = data.draw(
        st.from_regex(datatype.pattern, fullmatch=True, alphabet=st.characters(codec="utf-8"))
    )
    if datatype.accepts(text):
        assert stored(text, iri) == text
