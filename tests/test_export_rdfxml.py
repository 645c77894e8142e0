"""RDF/XML: what XML can say survives, what it cannot say is an error."""

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import ExportError
from kg.export.rdfxml import write_rdfxml
from kg.namespaces import PREFIXES, RDF
from kg.turtle import Statement
from tests.roundtrip import read_oxigraph, read_rdflib, statements
from tests.test_turtle import turtle

XML_TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=8
) | st.sampled_from(["\n", "\t", "\r", "\r\n", " ", "a\r b\n", "]]>", "<&>\"'"])


def write(quads: list[ox.Quad]) -> str:
    return "".join(write_rdfxml(map(Statement.of, quads)))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("_:a :p _:b . _:b :p _:a .", id="circle"),
        pytest.param(":x :p _:a . :y :p _:a . _:a a :T ; :q 1 .", id="shared"),
        pytest.param(":x :p [] , [ a :T ] , [ :q 1 ] .", id="nested"),
        pytest.param(":x :p ( :a [ :q 1 ] () ) .", id="collection"),
        pytest.param(":x :p ( :a 1 'b'@en ) .", id="list of literals"),
        pytest.param(":x :p () ; a rdf:List .", id="empty list"),
        pytest.param("[] a :T . [] a :T ; :q 1 .", id="roots"),
        pytest.param(":x a :T , :S , <http://e/1> .", id="types"),
        pytest.param(":x a <http://e/1> .", id="a class that is no element"),
        pytest.param("<http://e/'&?a=b> :p <http://e/%3C> .", id="attributes"),
        pytest.param(":x <http://other/é> 1 ; <urn:a:b> 2 ; :a.b-c 3 .", id="other namespaces"),
        pytest.param(":x rdf:_1 1 ; rdf:value 2 .", id="names of RDF"),
        pytest.param(":x :p 'a'@en-GB , '1'^^xsd:int , '' , ''@en , 'a]]>b' .", id="literals"),
    ],
)
def test_both_libraries_read_what_was_written(text: str) -> None:
    quads = turtle(text)
    data = write(quads).encode()
    assert read_oxigraph(data, "rdfxml") == statements(quads)
    assert read_rdflib(data, "rdfxml") == statements(quads)


@given(XML_TEXT)
def test_any_text_of_xml_survives(text: str) -> None:
    node = ox.NamedNode("http://e/p")
    quads = [ox.Quad(node, node, ox.Literal(text))]
    data = write(quads).encode()
    assert read_oxigraph(data, "rdfxml") == statements(quads)
    assert read_rdflib(data, "rdfxml") == statements(quads)


def test_declarations_stand_together_before_the_header() -> None:
    text = write(
        turtle(
            """
            <http://o> a owl:Ontology .
            dcterms:title a owl:AnnotationProperty ; rdfs:label 't'@en .
            dcterms:source a owl:AnnotationProperty .
            :T a owl:Class ; rdfs:subClassOf [ a owl:Restriction ] .
            """
        )
    )
    assert (
        text
        == f"""\
<?xml version="1.0" encoding="UTF-8"?>
<rdf:RDF
    xmlns:owl="{PREFIXES["owl"]}"
    xmlns:rdf="{RDF}"
    xmlns:rdfs="{PREFIXES["rdfs"]}">

  <!-- Terms of other vocabularies -->

  <owl:AnnotationProperty rdf:about="http://purl.org/dc/terms/source"/>
  <owl:AnnotationProperty rdf:about="http://purl.org/dc/terms/title"/>

  <owl:Ontology rdf:about="http://o"/>

  <!-- Classes -->

  <owl:Class rdf:about="http://e/T">
    <rdfs:subClassOf>
      <owl:Restriction/>
    </rdfs:subClassOf>
  </owl:Class>

  <!-- Annotation properties -->

  <rdf:Description rdf:about="http://purl.org/dc/terms/title">
    <rdfs:label xml:lang="en">t</rdfs:label>
  </rdf:Description>
</rdf:RDF>
"""
    )


@pytest.mark.parametrize(
    "iri", ["http://e/1", "http://e/", "http://e/a%20", "urn:a:1", RDF + "li", RDF + "about"]
)
def test_a_property_that_is_no_xml_name_is_an_error(iri: str) -> None:
    with pytest.raises(ExportError, match="cannot write the property") as caught:
        write(turtle(f":x <{iri}> 1 ."))
    assert iri in caught.value.what


@pytest.mark.parametrize("code", [0x00, 0x07, 0x0B, 0x1F, 0xFFFE, 0xFFFF])
def test_a_character_that_xml_lacks_is_an_error(code: int) -> None:
    with pytest.raises(ExportError) as caught:
        write(
            [
                ox.Quad(
                    ox.NamedNode("http://e/x"),
                    ox.NamedNode("http://e/p"),
                    ox.Literal(f"a{chr(code)}"),
                )
            ]
        )
    assert caught.value.what.endswith(f"U+{code:04X}")
    assert "<http://e/p> of <http://e/x>" in caught.value.why
