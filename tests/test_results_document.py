"""The document of an answer loses nothing, fits its schema, and keeps a row's sentences apart."""

import json
from dataclasses import replace
from typing import Any

import jsonschema
import pyoxigraph as ox
import pytest

from kg.namespaces import DATA, LIMITS, TERMS, XSD
from kg.query import ask, execute, read_query, read_stored_query
from kg.results import View, render
from kg.results.document import TRIPLE, Term, as_json, document, term
from kg.results.resultset import RESULT_SET
from kg.results.schema import definitions, schema
from tests.query_sample import PASSAGE, sample

GRAPH = sample()
VIEW = View(GRAPH, build="0123456789abcdef")
ARTICLE = f"{DATA}gazette/2031-05-02-lake/v2"


def answer(text: str, view: View = VIEW) -> dict[str, Any]:
    result = execute(GRAPH, read_query(text, "q"))
    found: dict[str, Any] = json.loads(render(result, "document", view))
    jsonschema.validate(found, schema(), jsonschema.Draft202012Validator)
    return found


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())
    assert schema()["$defs"].keys() | {"Document"} == definitions("#/x/").keys()
    assert '"#/x/Term"' in json.dumps(definitions("#/x/"))
    assert "$defs" not in json.dumps(definitions("#/x/"))


def test_every_kind_of_term() -> None:
    (row,) = answer(
        """SELECT ?iri ?text ?word ?number ?day ?blank ?none {
        VALUES (?iri ?text ?word ?number ?day) {
          (id:north-lake "a" "mot"@fr 5 "2020-11-12"^^xsd:date) } BIND(BNODE() AS ?blank) }"""
    )["rows"]
    blank = row["values"].pop("blank")
    assert blank["type"] == "bnode"
    assert row == {
        "values": {
            "iri": {"type": "uri", "value": f"{DATA}north-lake", "label": "North Lake"},
            "text": {"type": "literal", "value": "a"},
            "word": {"type": "literal", "value": "mot", "lang": "fr"},
            "number": {"type": "literal", "value": "5", "datatype": f"{XSD}integer"},
            "day": {"type": "literal", "value": "2020-11-12", "datatype": f"{XSD}date"},
        },
        "quotes": [],
    }


def test_a_triple_is_a_term() -> None:
    triple = ox.Triple(ox.NamedNode("x:a"), ox.NamedNode("x:b"), ox.Literal("c"))
    assert term(triple, VIEW) == Term("triple", '<x:a> <x:b> "c"')


EVIDENCE = f"""SELECT ?party ?quote ?passage ?speaker ?said ?voice ?statusQuote ?statusArticle {{
  VALUES (?party ?quote ?passage ?speaker ?said ?voice ?statusQuote ?statusArticle) {{
    (id:south-lake "they <agree>" {PASSAGE} id:ana-øst "2031-05-02"^^xsd:date accord:direct
     "no, they don’t" <{ARTICLE}>)
    (id:south-lake UNDEF UNDEF UNDEF UNDEF UNDEF UNDEF UNDEF)
    (id:south-lake UNDEF UNDEF id:ana-øst UNDEF UNDEF UNDEF UNDEF) }} }}"""


def test_sentences_are_fields_and_no_column_is_lost() -> None:
    found = answer(EVIDENCE)
    assert [column["name"] for column in found["columns"]] == ["party"]
    first, second, third = (row["quotes"] for row in found["rows"])
    speaker = {"type": "uri", "value": f"{DATA}ana-øst", "label": "Ana Øst"}
    assert first == [
        {
            "about": "",
            "text": "they <agree>",
            "speaker": speaker,
            "said": "2031-05-02",
            "voice": {"type": "uri", "value": f"{TERMS}direct", "label": "direct speech"},
            "article": {"type": "uri", "value": ARTICLE, "label": "gazette/2031-05-02-lake"},
            "passage": PASSAGE.strip("<>"),
        },
        {
            "about": "status",
            "text": "no, they don’t",
            "article": {
                "type": "uri",
                "value": ARTICLE,
                "label": "gazette/2031-05-02-lake",
            },
        },
    ]
    assert second == []
    # A speaker without a sentence is no sentence, but is not left out either.
    assert third == [{"about": "", "speaker": speaker}]


@pytest.mark.parametrize("truth", [True, False])
def test_yes_and_no(truth: bool) -> None:
    found = answer(f"ASK {{ FILTER({str(truth).lower()}) }}")
    assert found["answer"] is truth
    assert (found["columns"], found["rows"]) == ([], [])


def test_a_graph_is_rows_of_triples() -> None:
    found = answer("CONSTRUCT { id:north-lake accord:signedOn 5 } {}")
    assert tuple(column["name"] for column in found["columns"]) == TRIPLE
    (row,) = found["rows"]
    assert [row["values"][name]["value"] for name in TRIPLE] == [
        f"{DATA}north-lake", f"{TERMS}signedOn", "5",
    ]  # fmt: skip
    assert row["values"]["predicate"]["label"] == "signed on"


def test_it_says_what_was_asked_and_where_it_stops() -> None:
    text = """#+ title: What a state agrees to
#+ question: What does North Lake agree to?
#+ columns:
#+   other: with whom
#+ params:
#+   state: {class: State, example: North Lake}
SELECT ?other WHERE { VALUES ?state { UNDEF } ?state accord:consentsTo ?other } ORDER BY ?other
"""
    asked = ask(GRAPH, read_stored_query(text, "consents", "c.rq"), {"state": "NLK"})
    view = replace(asked.view(build="ab"), stopped="row_limit")
    found = json.loads(render(asked.result(), "document", view))
    jsonschema.validate(found, schema())
    assert found["query"] == "consents"
    assert found["title"] == "What a state agrees to"
    assert found["question"] == "What does North Lake agree to?"
    assert found["given"] == {
        "state": {
            "words": "NLK",
            "term": {"type": "uri", "value": f"{DATA}north-lake", "label": "North Lake"},
        }
    }
    assert found["columns"] == [{"name": "other", "heading": "with whom"}]
    assert (found["stopped"], found["build"]) == ("row_limit", "ab")


def test_a_query_of_a_users_own_has_no_name() -> None:
    result = execute(GRAPH, read_query("SELECT ?x { VALUES ?x { 1 } }", "q"))
    found = as_json(document(result, View(GRAPH)))
    assert [found[key] for key in ("query", "title", "question", "stopped", "build")] == [None] * 5
    assert found["given"] == {}


# ---------------------------------------------------------------- result sets in Turtle


def resultset(text: str, view: View = VIEW) -> ox.Store:
    store = ox.Store()
    data = render(execute(GRAPH, read_query(text, "q")), "resultset", view)
    store.load(data, format=ox.RdfFormat.TURTLE)
    return store


ROWS_AGAIN = f"""PREFIX rs: <{RESULT_SET}> SELECT ?index ?variable ?value {{
  [] a rs:ResultSet ; rs:solution [ rs:index ?index ; rs:binding
    [ rs:variable ?variable ; rs:value ?value ] ] }} ORDER BY ?index ?variable"""


def test_rows_as_a_result_set_keep_their_order_and_terms() -> None:
    store = resultset('SELECT ?a ?b { VALUES (?a ?b) { (2 "x"@fr) (1 UNDEF) (2 "x"@fr) } }')
    rows = store.query(ROWS_AGAIN)
    assert isinstance(rows, ox.QuerySolutions)
    assert [tuple(getattr(term, "value", None) for term in row) for row in rows] == [
        ("1", "a", "2"), ("1", "b", "x"), ("2", "a", "1"), ("3", "a", "2"), ("3", "b", "x"),
    ]  # fmt: skip
    variables = store.query(f"SELECT ?v {{ ?set <{RESULT_SET}resultVariable> ?v }} ORDER BY ?v")
    assert isinstance(variables, ox.QuerySolutions)
    assert [row["v"].value for row in variables] == ["a", "b"]


def test_yes_as_a_result_set() -> None:
    store = resultset("ASK {}")
    assert store.query(f"ASK {{ [] a <{RESULT_SET}ResultSet> ; <{RESULT_SET}boolean> true }}")


def test_a_result_set_that_stops_says_so() -> None:
    view = replace(VIEW, stopped="row_limit")
    query = read_query("SELECT ?x { VALUES ?x { 1 } }", "q")
    data = render(execute(GRAPH, query), "resultset", view)
    assert data.startswith(b"# stopped at the limit row_limit: there is more\n")
    assert f"{LIMITS}row_limit" in data.decode()
