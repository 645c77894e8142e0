"""One query, every surface: each stored query has the same rows wherever it is asked.

Command line, Python, REST in every format, an operation of the OpenAPI document, and the tool of a
language model over both transports: all are compared, term by term where the format has terms, with
what the engine answers. A query is asked with what it needs, and with each further parameter.
"""

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeAlias

import httpx
import jsonschema
import pyoxigraph as ox
import pytest
from mcp.types import CallToolResult

import kg
from kg.cli import main
from kg.facade import KnowledgeGraph
from kg.project import Project
from kg.query import Query, StoredQuery, ask, load_query, query_names
from kg.results.document import Term
from kg.results.evidence import split
from kg.results.resultset import RESULT_SET
from kg.results.schema import schema
from kg.store import open_graph
from tests.mcp_calls import call_over_http, call_over_stdio
from tests.serving import ROOT, Server

Terms: TypeAlias = list[dict[str, ox.NamedNode | ox.Literal]]
"""Rows by variable, what is unbound left out."""
Texts: TypeAlias = list[dict[str, str]]
"""The same without datatypes and languages."""


@dataclass(frozen=True)
class Call:
    """A stored query, and values for its parameters."""

    stored: StoredQuery
    given: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        return "-".join([self.stored.name, *(name for name, _ in self.given)])

    @property
    def path(self) -> str:
        """Where REST has it."""
        return f"api/queries/{self.stored.name}"

    @property
    def query(self) -> Query:
        """Its SPARQL."""
        return self.stored.query


def calls(stored: StoredQuery) -> Iterator[Call]:
    """Yield the query with the examples that it needs, then with each of the others."""
    examples = [(each, (each.name, each.example)) for each in stored.parameters.values()]
    needed = tuple(given for each, given in examples if each.required)
    yield Call(stored, needed)
    yield from (Call(stored, (*needed, given)) for each, given in examples if not each.required)


PROJECT: Final = Project.find(ROOT)
QUERIES: Final = tuple(load_query(PROJECT, name) for name in query_names(PROJECT))
CALLS: Final = tuple(call for stored in QUERIES for call in calls(stored))

every_call = pytest.mark.parametrize("call", CALLS, ids=str)


# ---------------------------------------------------------------- what must be the answer


@pytest.fixture(scope="module")
def store(served_project: Path) -> ox.Store:
    return open_graph(Project.find(served_project))


def variables(call: Call, store: ox.Store) -> list[str]:
    return [variable.value for variable in _result(call, store).variables]


def expected(call: Call, store: ox.Store) -> Terms:
    return _terms(_result(call, store))


def _result(call: Call, store: ox.Store) -> ox.QuerySolutions:
    result = ask(store, call.stored, dict(call.given)).result()
    assert isinstance(result, ox.QuerySolutions)
    return result


def _terms(result: ox.QuerySolutions) -> Terms:
    names = [variable.value for variable in result.variables]
    rows: Terms = []
    for solution in result:
        row: dict[str, ox.NamedNode | ox.Literal] = {}
        for name, term in zip(names, solution, strict=True):
            if term is not None:
                assert isinstance(term, ox.NamedNode | ox.Literal)
                row[name] = term
        rows.append(row)
    return rows


def texts(rows: Terms) -> Texts:
    return [{name: term.value for name, term in row.items()} for row in rows]


def test_each_query_is_asked_and_most_have_an_answer(store: ox.Store) -> None:
    assert {call.stored.name for call in CALLS} == set(query_names(PROJECT))
    empty = [call for call in CALLS if not expected(call, store)]
    assert not [call for call in empty if not call.given]
    assert len(empty) <= len(CALLS) // 10, [str(call) for call in empty]


# ---------------------------------------------------------------- reading what surfaces give


def of_w3c(data: bytes, format_: ox.QueryResultsFormat) -> Terms:
    result = ox.parse_query_results(data, format_)
    assert isinstance(result, ox.QuerySolutions)
    return _terms(result)


def of_csv(data: bytes) -> Texts:
    lines = csv.DictReader(io.StringIO(data.decode(), newline=""))
    return [{name: value for name, value in row.items() if value} for row in lines]


def of_result_set(data: bytes) -> Terms:
    graph = ox.Store()
    graph.load(data, format=ox.RdfFormat.TURTLE)
    found = graph.query(
        f"""PREFIX rs: <{RESULT_SET}> SELECT ?index ?variable ?value {{
          ?row rs:index ?index OPTIONAL {{
            ?row rs:binding [ rs:variable ?variable ; rs:value ?value ] }} }}"""
    )
    rows: dict[int, dict[str, ox.NamedNode | ox.Literal]] = {}
    for row in _terms(_solutions(found)):
        at = rows.setdefault(int(row["index"].value), {})
        if "variable" in row:
            at[row["variable"].value] = row["value"]
    return [rows[index] for index in sorted(rows)]


def _solutions(found: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples) -> ox.QuerySolutions:
    assert isinstance(found, ox.QuerySolutions)
    return found


def of_term(term: Term) -> ox.NamedNode | ox.Literal:
    if term.type == "uri":
        return ox.NamedNode(term.value)
    if term.lang:
        return ox.Literal(term.value, language=term.lang)
    return ox.Literal(term.value, datatype=ox.NamedNode(term.datatype) if term.datatype else None)


def of_document(document: Mapping[str, Any], call: Call, names: Sequence[str]) -> Texts:
    """Return the rows of a document, what stands in its quotes put back into columns."""
    jsonschema.validate(document, schema(), jsonschema.Draft202012Validator)
    assert document["query"] == call.stored.name
    assert document["stopped"] is None
    given = {name: value["words"] for name, value in document["given"].items()}
    assert given == dict(call.given)
    _, evidence = split(names, call.stored.columns)
    rows: Texts = []
    for row in document["rows"]:
        found = {name: term["value"] for name, term in row["values"].items()}
        quotes = {quote["about"]: quote for quote in row["quotes"]}
        for column in evidence:
            fields = {"text": column.quote, **column.companions}
            for field, index in fields.items():
                value = quotes.get(column.about, {}).get(field)
                if value is not None:
                    found[names[index]] = value if isinstance(value, str) else value["value"]
        rows.append(found)
    return rows


# ---------------------------------------------------------------- the surfaces


@every_call
def test_the_command_line(
    call: Call, store: ox.Store, served_project: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    options = [
        word for name, value in call.given for word in (call.stored.parameters[name].option, value)
    ]

    def run(format_: str) -> bytes:
        words = ["--project", str(served_project), "query", call.stored.name, *options]
        code = main([*words, "--format", format_])
        out, err = capsysbinary.readouterr()
        assert (code, err) == (0, b"")
        return out

    rows = expected(call, store)
    assert of_w3c(run("json"), ox.QueryResultsFormat.JSON) == rows
    assert of_csv(run("csv")) == texts(rows)
    document = json.loads(run("document"))
    assert of_document(document, call, variables(call, store)) == texts(rows)


@pytest.fixture(scope="module")
def graph(served_project: Path) -> KnowledgeGraph:
    return kg.open(served_project)


@every_call
def test_python(call: Call, store: ox.Store, graph: KnowledgeGraph) -> None:
    answered = graph.query(call.stored.name, **dict(call.given))
    found = [{name: of_term(term) for name, term in row.terms.items()} for row in answered]
    assert found == expected(call, store)
    assert [column.name for column in answered.columns] == variables(call, store)
    for frame in (answered.frame(), answered.frame("polars")):
        assert frame.shape == (len(found), len(answered.columns))
        assert [*frame.columns] == variables(call, store)


@pytest.fixture(scope="module")
def client(server: Server) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.url) as opened:
        yield opened


@every_call
def test_rest(call: Call, store: ox.Store, client: httpx.Client) -> None:
    def get(media: str, suffix: str = "") -> bytes:
        accept = {"Accept": media} if media else {}
        answer = client.get(f"{call.path}{suffix}", params=dict(call.given), headers=accept)
        assert answer.status_code == 200, answer.text
        if media:
            assert answer.headers["content-type"].partition(";")[0] == media
        return answer.content

    rows = expected(call, store)
    names = variables(call, store)
    assert of_document(json.loads(get("application/json")), call, names) == texts(rows)
    w3c = "application/sparql-results+"
    assert of_w3c(get(f"{w3c}json"), ox.QueryResultsFormat.JSON) == rows
    assert of_w3c(get(f"{w3c}xml"), ox.QueryResultsFormat.XML) == rows
    assert of_w3c(get("text/tab-separated-values"), ox.QueryResultsFormat.TSV) == rows
    assert of_csv(get("text/csv")) == texts(rows)
    assert of_csv(get("", ".csv")) == texts(rows)
    assert of_result_set(get("text/turtle")) == rows


@pytest.fixture(scope="module")
def description(client: httpx.Client) -> dict[str, Any]:
    found: dict[str, Any] = client.get("api/openapi.json").raise_for_status().json()
    return found


@pytest.mark.parametrize("stored", QUERIES, ids=lambda stored: stored.name)
def test_an_operation_of_openapi(
    stored: StoredQuery, store: ox.Store, description: dict[str, Any], server: Server
) -> None:
    """What stands in the document is all that a client needs to know of a question."""
    operations = {
        operation["operationId"]: (path, method, operation)
        for path, methods in description["paths"].items()
        for method, operation in methods.items()
    }
    path, method, operation = operations[stored.name]
    assert (operation["summary"], operation["description"]) == (stored.title, stored.question)
    given = {
        parameter["name"]: parameter["example"]
        for parameter in operation["parameters"]
        if parameter["required"]
    }
    address = description["servers"][0]["url"]
    assert f"{address}/" == server.url
    answer = httpx.request(method.upper(), f"{address}{path}", params=given)
    response = operation["responses"][str(answer.status_code)]
    content = response["content"][answer.headers["content-type"]]
    # References in the document are relative to the document.
    jsonschema.validate(answer.json(), {**description, **content["schema"]})
    call = Call(stored, tuple(given.items()))
    rows = of_document(answer.json(), call, variables(call, store))
    assert rows == texts(expected(call, store))


@pytest.fixture(scope="module", params=["stdio", "http"])
def tools(
    request: pytest.FixtureRequest, served_project: Path, server: Server
) -> dict[str, CallToolResult]:
    asked = [(call.stored.name, dict(call.given)) for call in CALLS]
    results = (
        call_over_http(server.url, asked)
        if request.param == "http"
        else call_over_stdio(served_project, asked)
    )
    return dict(zip(map(str, CALLS), results, strict=True))


@every_call
def test_a_tool(call: Call, store: ox.Store, tools: dict[str, CallToolResult]) -> None:
    result = tools[str(call)]
    assert not result.is_error
    document = result.structured_content
    assert isinstance(document, dict)
    assert of_document(document, call, variables(call, store)) == texts(expected(call, store))
