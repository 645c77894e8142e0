"""W3C's formats hold the terms as they are, and each form of query has the formats that fit."""

import csv
import io
import json
import re
from xml.etree import ElementTree as ET

import pyoxigraph as ox
import pytest

from kg.errors import ExportError, QueryError
from kg.query.sparql import execute, read_query
from kg.results import FORMATS, View, choose_format, render
from tests.query_sample import sample

GRAPH = sample()
HOSTILE = 'a "quoted", <b>\n\ttext & more | \\ é'
ROWS = f"""SELECT ?x ?y ?z {{ VALUES (?x ?y ?z) {{
  (id:north-lake {ox.Literal(HOSTILE)} 5) (accord:State "mot"@fr UNDEF) }} }}"""


def shown(text: str, format_: str) -> bytes:
    query = read_query(text, "q")
    chosen = choose_format(format_, query.form)
    return render(execute(GRAPH, query), chosen, View(GRAPH))


def parsed(data: bytes, format_: ox.QueryResultsFormat) -> list[list[object]]:
    result = ox.parse_query_results(data, format_)
    assert isinstance(result, ox.QuerySolutions)
    return [list(row) for row in result]


EXPECTED = [
    [
        ox.NamedNode("https://w3id.org/accord-kg/id/north-lake"),
        ox.Literal(HOSTILE),
        ox.Literal(5),
    ],
    [
        ox.NamedNode("https://w3id.org/accord-kg/ontology#State"),
        ox.Literal("mot", language="fr"),
        None,
    ],
]


@pytest.mark.parametrize(
    ("name", "format_"),
    [
        ("json", ox.QueryResultsFormat.JSON),
        ("xml", ox.QueryResultsFormat.XML),
        ("tsv", ox.QueryResultsFormat.TSV),
    ],
)
def test_formats_keep_the_terms(name: str, format_: ox.QueryResultsFormat) -> None:
    data = shown(ROWS, name)
    assert parsed(data, format_) == EXPECTED
    assert data.endswith(b"\n")


def test_json_and_xml_are_what_other_parsers_read() -> None:
    document = json.loads(shown(ROWS, "json"))
    assert document["head"]["vars"] == ["x", "y", "z"]
    assert document["results"]["bindings"][0]["y"]["value"] == HOSTILE
    root = ET.fromstring(shown(ROWS, "xml"))  # noqa: S314 - our own document
    assert root.tag == "{http://www.w3.org/2005/sparql-results#}sparql"


def test_csv_is_what_a_spreadsheet_reads() -> None:
    rows = list(csv.reader(io.StringIO(shown(ROWS, "csv").decode(), newline="")))
    assert rows == [
        ["x", "y", "z"],
        ["https://w3id.org/accord-kg/id/north-lake", HOSTILE, "5"],
        ["https://w3id.org/accord-kg/ontology#State", "mot", ""],
    ]


@pytest.mark.parametrize(
    ("term", "field"),
    [
        ("<http://a.example/#char=1,2>", "http://a.example/#char=1,2"),
        ("'a,b'", "a,b"),
        ("'say \"no\"'", 'say "no"'),
        ("'one\\r\\ntwo'", "one\r\ntwo"),
        ("'one\\rtwo'", "one\rtwo"),
        ("UNDEF", ""),
        ("''", ""),
        ("4.5", "4.5"),
    ],
)
def test_every_field_of_csv_is_one_field(term: str, field: str) -> None:
    data = shown(f"SELECT ?a ?x ?b {{ VALUES (?a ?x ?b) {{ (1 {term} 2) }} }}", "csv")
    assert data.startswith(b"a,x,b\r\n")
    assert data.endswith(b"\r\n")
    assert list(csv.reader(io.StringIO(data.decode(), newline="")))[1:] == [["1", field, "2"]]


def test_a_blank_node_in_csv_has_its_label() -> None:
    data = shown("SELECT ?x { BIND(BNODE() AS ?x) }", "csv").decode()
    assert re.fullmatch(r"x\r\n_:[0-9a-z]+\r\n", data)


def test_yes_and_no() -> None:
    assert json.loads(shown("ASK {}", "json")) == {"head": {}, "boolean": True}
    assert b"<boolean>false</boolean>" in shown("ASK { FILTER(false) }", "xml")


def test_turtle_is_the_same_each_time() -> None:
    text = "CONSTRUCT { ?s ?p ?o . ?s accord:near [ rdfs:label 'b' ] } { ?s ?p ?o }"
    first = shown(text, "turtle")
    assert first == shown(text, "turtle")
    triples = list(ox.parse(first, ox.RdfFormat.TURTLE))
    assert len(triples) > 20
    assert b"@prefix accord:" in first


def test_describe_is_turtle() -> None:
    assert b'"North Lake"@en' in shown("DESCRIBE id:north-lake", "turtle")


def test_an_empty_graph() -> None:
    assert shown("CONSTRUCT { ?s ?p ?o } { FILTER(false) }", "turtle") == b""


@pytest.mark.parametrize(
    ("form", "default"), [("SELECT", "table"), ("ASK", "table"), ("CONSTRUCT", "turtle")]
)
def test_each_form_has_a_default(form: str, default: str) -> None:
    assert choose_format(None, form) == default


@pytest.mark.parametrize(
    ("format_", "form", "why"),
    [
        ("csv", "ASK", "csv has no way to say yes or no"),
        ("turtle", "SELECT", "a graph has no rows, and a row is no graph"),
        ("table", "DESCRIBE", "a graph has no rows, and a row is no graph"),
        ("turtle", "ASK", "a graph has no rows, and a row is no graph"),
    ],
)
def test_a_format_that_does_not_fit(format_: str, form: str, why: str) -> None:
    with pytest.raises(QueryError) as caught:
        choose_format(format_, form)
    assert caught.value.what == f"{format_} cannot hold the result of {form}"
    assert caught.value.why == why


def test_an_unknown_format() -> None:
    with pytest.raises(QueryError) as caught:
        choose_format("jsn", "SELECT")
    assert caught.value.nearest == ("json", "jsonld")
    assert all(name in caught.value.fix for name in FORMATS)


GRAPH_QUERY = f"""CONSTRUCT {{
  id:north-lake rdfs:label {ox.Literal(HOSTILE + chr(13))}, "mot"@fr, 5 .
  id:north-lake accord:near [ rdfs:label "b" ] .
}} {{}}"""


@pytest.mark.parametrize(
    ("name", "format_"),
    [
        ("turtle", ox.RdfFormat.TURTLE),
        ("ntriples", ox.RdfFormat.N_TRIPLES),
        ("rdfxml", ox.RdfFormat.RDF_XML),
        ("jsonld", ox.RdfFormat.JSON_LD),
    ],
)
def test_formats_of_graphs_keep_the_terms(name: str, format_: ox.RdfFormat) -> None:
    data = shown(GRAPH_QUERY, name)
    assert data.endswith(b"\n")
    assert data == shown(GRAPH_QUERY, name)
    result = execute(GRAPH, read_query(GRAPH_QUERY, "q"))
    assert isinstance(result, ox.QueryTriples)
    expected = ox.Dataset(ox.Quad(t.subject, t.predicate, t.object) for t in result)
    found = ox.Dataset(ox.parse(data, format=format_))
    for dataset in (expected, found):
        dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    assert found == expected


@pytest.mark.parametrize("format_", ["turtle", "ntriples", "rdfxml", "jsonld"])
def test_a_graph_that_stops_at_a_limit_says_so(format_: str) -> None:
    query = read_query("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }", "q")
    result = execute(GRAPH, query)
    said = render(result, format_, View(GRAPH, stopped="row_limit")).decode()
    assert "limits#row_limit" in said or "stopped at the limit row_limit" in said
    whole = render(execute(GRAPH, query), format_, View(GRAPH)).decode()
    assert "row_limit" not in whole


def test_rdf_xml_refuses_what_xml_has_not() -> None:
    with pytest.raises(ExportError, match="cannot write the property"):
        shown("CONSTRUCT { <a:b> <a:1> 1 } {}", "rdfxml")
    with pytest.raises(ExportError, match=r"the character U\+0001"):
        shown(r"CONSTRUCT { <a:b> <a:b> '\u0001' } {}", "rdfxml")


def test_an_empty_graph_is_a_document_of_each_format() -> None:
    nothing = "CONSTRUCT { ?s ?p ?o } { FILTER(false) }"
    assert shown(nothing, "ntriples") == b""
    assert json.loads(shown(nothing, "jsonld")) == []
    assert list(ox.parse(shown(nothing, "rdfxml"), ox.RdfFormat.RDF_XML)) == []
