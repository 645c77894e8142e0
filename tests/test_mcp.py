"""Tools of a language model: every stored question, over both transports, with its sentences."""

import asyncio
import json
import os
import re
import secrets
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import httpx
import pyoxigraph as ox
import pytest
from jsonschema import Draft202012Validator
from mcp import Client
from mcp.shared.exceptions import MCPError
from mcp.types import CallToolResult, TextResourceContents, Tool

from kg.cli import main
from kg.errors import Busy, InternalFault, UnknownParameter, UnknownValue
from kg.namespaces import ONTOLOGY, TERMS
from kg.project import Project
from kg.query import Parameter, StoredQuery, load_query, query_names
from kg.serve import mcp as endpoint
from kg.serve.app import application
from kg.serve.mcp.server import BUILD_KEY, QUESTIONS, Answers
from kg.serve.mcp.tools import (
    SHOW,
    SPARQL,
    SPARQL_TOOL,
    only_word,
    question_words,
    tool_names,
    word,
)
from kg.serve.service import Service
from kg.store import newest
from tests.mcp_calls import (
    ERAS,
    Connect,
    a_service,
    call_over_http,
    directly,
    over_http,
    over_stdio,
    text_of,
    within,
)
from tests.serving import ROOT, Server, serving

T = TypeVar("T")
PROJECT = Project.find(ROOT)
STORED = [load_query(PROJECT, name) for name in query_names(PROJECT)]
CONSENT = {"state": "Turkey"}
BOMB = "SELECT * { " + " ".join(f"?a{i} ?b{i} ?c{i} ." for i in range(8)) + " } ORDER BY ?a1"
DENIALS = """SELECT ?quote ?passage {
  GRAPH ?passage { ?claim accord:denies ?what }
  ?passage accord:exactText ?quote
} ORDER BY ?passage"""
BUILD = re.compile(r"\nBuild [0-9a-f]{16}\.\n$")


def connecting(way: str, project: Path, server: Server) -> Connect:
    """Return what connects: without a transport, over stdin or over HTTP, in an era."""
    transport, _, era = way.partition(" ")
    if transport == "stdio":
        return lambda: over_stdio(project, era=era)
    if transport == "http":
        return lambda: over_http(server.url, era=era)
    return lambda: directly(a_service(project))


@pytest.fixture(params=[f"{way} {era}" for way in ("stdio", "http") for era in ERAS])
def connect(request: pytest.FixtureRequest, served_project: Path, server: Server) -> Connect:
    """Both transports, each in both eras of the protocol."""
    return connecting(request.param, served_project, server)


@pytest.fixture(params=["direct", "http legacy"])
def connect_too(request: pytest.FixtureRequest, served_project: Path, server: Server) -> Connect:
    """What is the same whatever the transport: without one, and over one."""
    return connecting(request.param, served_project, server)


@pytest.fixture(params=["direct", "stdio", "http"])
def limited(request: pytest.FixtureRequest, served_project: Path) -> Iterator[Connect]:
    """Each transport and none, with limits that are easily reached and one worker."""
    limits = {"time_limit_ms": "2000", "row_limit": "3", "workers": "1"}
    settings = [word for limit in limits.items() for word in ("--set", "=".join(limit))]
    if request.param == "direct":
        yield lambda: directly(a_service(served_project, **limits))
    elif request.param == "stdio":
        yield lambda: over_stdio(served_project, *settings)
    else:
        with serving(served_project, *settings) as started:
            yield lambda: over_http(started.url)


def example(stored: StoredQuery) -> dict[str, Any]:
    """Return arguments that make sense: those that are required."""
    return {each.name: each.example for each in needed(stored)}


def needed(stored: StoredQuery) -> list[Parameter]:
    return [each for each in stored.parameters.values() if each.required]


# What there is.


def test_every_question_is_a_tool(connect: Connect) -> None:
    listed = within(connect, lambda client: client.list_tools())
    tools = {tool.name: tool for tool in listed.tools}
    assert list(tools) == [*(stored.name for stored in STORED), SHOW, SPARQL]
    for stored in STORED:
        _check_tool(tools[stored.name], stored)
    for tool in tools.values():
        Draft202012Validator.check_schema(tool.input_schema)
        assert tool.description
        assert re.fullmatch("[a-zA-Z0-9_-]{1,64}", tool.name)
        hints = tool.annotations
        assert hints is not None
        assert hints.read_only_hint is True
        assert hints.idempotent_hint is True
        assert hints.open_world_hint is False
        assert hints.destructive_hint is False
    assert tools[SHOW].output_schema is None


def _check_tool(tool: Tool, stored: StoredQuery) -> None:
    assert tool.title == stored.title
    assert tool.description is not None
    assert stored.question in tool.description
    properties = tool.input_schema["properties"]
    assert list(properties) == list(stored.parameters)
    assert tool.input_schema["required"] == list(example(stored))
    assert tool.input_schema["additionalProperties"] is False
    takes = Draft202012Validator(tool.input_schema)
    for parameter in stored.parameters.values():
        about = properties[parameter.name]["description"]
        assert parameter.example in about
        assert parameter.description.rstrip(".") in about
        assert about in tool.description
        (value,) = properties[parameter.name]["examples"]
        assert takes.is_valid({**example(stored), parameter.name: value})
    assert takes.is_valid(example(stored))
    assert not takes.is_valid({**example(stored), "nothing": "x"})
    Draft202012Validator.check_schema(tool.output_schema or {})


def test_the_server_says_what_it_is(connect_too: Connect) -> None:
    async def ask(client: Client) -> tuple[str | None, str | None]:
        return client.server_info.name if client.server_info else None, client.instructions

    name, instructions = within(connect_too, ask)
    assert name == "accord"
    assert instructions is not None
    assert "verbatim" in instructions
    assert "claim and not a fact" in instructions


def test_names_that_clients_refuse_are_replaced() -> None:
    long = "x" * 80
    found = tool_names(["a.b", "a_b", "plain-name", "show", "sparql", long, long + "y", "é"])
    assert list(found.values()) == [
        "a.b",
        "a_b",
        "plain-name",
        "show",
        "sparql",
        long,
        long + "y",
        "é",
    ]
    assert list(found)[:5] == ["a_b", "a_b-2", "plain-name", "show-2", "sparql-2"]
    assert all(re.fullmatch("[a-zA-Z0-9_-]{1,64}", name) for name in found)
    assert len(found) == 8


# What is answered.


@pytest.fixture(scope="module")
def on_the_command_line(
    served_project: Path, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[StoredQuery, str], str]:
    """What ``kg query`` answers, in a format."""
    output = tmp_path_factory.mktemp("answers") / "answer"

    @cache
    def answer(name: str, format_: str) -> str:
        stored = next(each for each in STORED if each.name == name)
        options = [word for each in needed(stored) for word in (each.option, each.example)]
        call = ["--project", str(served_project), "query", name, *options]
        assert main([*call, "--format", format_, "--output", str(output)]) == 0
        return output.read_text(encoding="utf-8")

    return lambda stored, format_: answer(stored.name, format_)


def test_rows_are_those_of_the_command_line_and_quotes_stand_in_the_articles(
    connect: Connect,
    served_project: Path,
    on_the_command_line: Callable[[StoredQuery, str], str],
) -> None:
    async def ask(client: Client) -> dict[str, CallToolResult]:
        await client.list_tools()
        return {each.name: await client.call_tool(each.name, example(each)) for each in STORED}

    results = within(connect, ask)
    texts = _article_texts(served_project)
    quoted = 0
    for stored in STORED:
        result = results[stored.name]
        assert not result.is_error, text_of(result)
        document, text = result.structured_content, text_of(result)
        expected = json.loads(on_the_command_line(stored, "document"))
        for part in ("columns", "rows", "answer", "stopped"):
            assert document[part] == expected[part]
        assert document["query"] == stored.name
        # Where there is no row, the text says what was asked, and that differs.
        if document["rows"]:
            assert BUILD.sub("", text) == on_the_command_line(stored, "markdown")
        assert text.endswith(f"Build {document['build']}.\n")
        for quote in (quote for row in document["rows"] for quote in row["quotes"]):
            quoted += _check_quote(quote, texts)
    assert quoted > 100


def _article_texts(root: Path) -> dict[str, str]:
    return {
        folder.id: folder.text.read_bytes().decode()
        for folder in Project.find(root).article_folders()
    }


def _check_quote(quote: dict[str, Any], texts: dict[str, str]) -> bool:
    if "passage" not in quote or "text" not in quote:
        return False
    found = re.fullmatch(r"\S+/id/(\S+)/v\d+#char=(\d+),(\d+)", quote["passage"])
    assert found is not None, quote
    assert texts[found[1]][int(found[2]) : int(found[3])] == quote["text"]
    return True


def test_a_query_of_the_models_own(connect_too: Connect) -> None:
    async def ask(client: Client) -> list[CallToolResult]:
        queries = [
            DENIALS,
            "ASK { id:turkey a accord:State }",
            "DESCRIBE id:ankara-city",
            SPARQL_TOOL.input_schema["properties"]["query"]["examples"][0],
        ]
        return [await client.call_tool(SPARQL, {"query": query}) for query in queries]

    rows, yes, graph, shown = within(connect_too, ask)
    assert rows.structured_content["rows"][0]["quotes"][0]["text"] in text_of(rows)
    assert rows.structured_content["query"] is None
    assert yes.structured_content["answer"] is True
    assert text_of(yes).startswith("yes\n\nBuild ")
    assert {row["values"]["subject"]["value"] for row in graph.structured_content["rows"]} == {
        "https://w3id.org/accord-kg/id/ankara-city"
    }
    # A graph is Turtle to the last line.
    assert len(list(ox.parse(text_of(graph), format=ox.RdfFormat.TURTLE))) == len(
        graph.structured_content["rows"]
    )
    assert shown.structured_content["rows"]


def test_everything_known_of_a_thing(connect_too: Connect) -> None:
    async def ask(client: Client) -> list[CallToolResult]:
        return [
            await client.call_tool(SHOW, {"thing": "Ankara"}),
            await client.call_tool(SHOW, {"thing": "Peskof"}),
        ]

    found, none = within(connect_too, ask)
    assert text_of(found).startswith("# Turkey\n")
    assert BUILD.search(text_of(found))
    assert found.structured_content is None
    assert none.is_error
    assert text_of(none).splitlines() == [
        "no Thing goes by 'Peskof'",
        "  did you mean: Dmitry Peskov",
        '  do:  give a label, another name, a code, an id or an IRI, such as "thing": "Turkey"',
    ]


def test_what_a_call_gets_wrong_is_told(connect: Connect) -> None:
    wrong: list[tuple[str, dict[str, Any], str]] = [
        ("who-must-consent", {"state": "Turky"}, "  did you mean: Turkey"),
        ("who-must-consent", {}, '  do:  for example: who-must-consent with {"state": "Turkey"}'),
        ("who-must-consent", {"state": None}, "who-must-consent needs state"),
        ("who-must-consent", CONSENT | {"stat": "x"}, "  did you mean: state"),
        ("who-must-consent", {"state": ["Turkey"]}, "  do:  give text, such as Turkey"),
        (SPARQL, {"query": "SELECT ?a {"}, "  do:  mend the query at that place"),
        (SPARQL, {"query": "SELECT ?a { SERVICE <http://x/> {} }"}, "SERVICE is not allowed"),
        (SPARQL, {}, "sparql needs query"),
        (SPARQL, {"query": "ASK {}", "format": "csv"}, "sparql has no parameter format"),
    ]

    async def ask(client: Client) -> list[CallToolResult]:
        return [await client.call_tool(name, given) for name, given, _ in wrong]

    for (name, given, line), result in zip(wrong, within(connect, ask), strict=True):
        assert result.is_error, (name, given)
        assert line in text_of(result).splitlines()
        assert "--" not in text_of(result)
        assert result.structured_content is None


def test_a_term_that_is_mistyped_is_told(connect: Connect) -> None:
    async def ask(client: Client) -> CallToolResult:
        return await client.call_tool(SPARQL, {"query": "SELECT ?s { ?s accord:madeby ?o }"})

    last = text_of(within(connect, ask)).splitlines()[-1]
    assert last.startswith("The ontology declares no accord:madeby; did you mean accord:madeBy")
    assert "? Build " in last


def test_a_tool_that_is_not_there(connect_too: Connect) -> None:
    async def ask(client: Client) -> MCPError:
        with pytest.raises(MCPError, match="there is no tool 'who-must-consnt'") as raised:
            await client.call_tool("who-must-consnt", CONSENT)
        return raised.value

    error = within(connect_too, ask)
    assert error.code == -32602
    assert "did you mean: who-must-consent" in error.message


def test_resources(connect_too: Connect, served_project: Path) -> None:
    async def ask(client: Client) -> list[tuple[str, str | None, str]]:
        found: list[tuple[str, str | None, str]] = []
        for resource in (await client.list_resources()).resources:
            read = await client.read_resource(resource.uri)
            (content,) = read.contents
            assert read.meta is not None
            assert read.meta[BUILD_KEY] == newest(Project.find(served_project)).build
            assert isinstance(content, TextResourceContents)
            assert content.mime_type == resource.mime_type
            found.append((content.uri, content.mime_type, content.text))
        with pytest.raises(MCPError, match="there is no resource accord:nothing"):
            await client.read_resource("accord:nothing")
        return found

    ontology, questions = within(connect_too, ask)
    assert ontology[:2] == (ONTOLOGY, "text/turtle")
    shown = _statements(ox.parse(ontology[2], format=ox.RdfFormat.TURTLE))
    modules = Project.find(served_project).ontology_modules()
    assert set().union(*(_statements(ox.parse(path=path)) for path in modules)) == shown
    assert questions[:2] == (QUESTIONS, "text/markdown")
    for stored in STORED:
        assert f"\n## {stored.name}\n" in questions[2]
        assert stored.question in questions[2]


def _statements(quads: Iterable[ox.Quad]) -> set[ox.Triple]:
    """Return what is said of our terms; labels of blank nodes differ from document to document."""
    return {
        quad.triple
        for quad in quads
        if str(quad.subject).startswith(f"<{TERMS}") and not isinstance(quad.object, ox.BlankNode)
    }


def test_a_resource_that_cannot_be_had_is_an_error_with_the_reason(
    served_project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def busy(self: Service, job: object) -> None:
        raise Busy("every worker has a query to answer", fix="ask again in a second")

    monkeypatch.setattr(Service, "answer", busy)

    async def ask(client: Client) -> MCPError:
        with pytest.raises(MCPError, match="every worker has a query to answer") as raised:
            await client.read_resource(ONTOLOGY)
        return raised.value

    error = within(lambda: directly(a_service(served_project)), ask)
    assert "ask again in a second" in error.message


# Limits.


def test_a_bomb_ends_with_a_message_and_the_next_call_is_answered(limited: Connect) -> None:
    async def ask(client: Client) -> list[CallToolResult]:
        bomb = await client.call_tool(SPARQL, {"query": BOMB})
        return [bomb, await client.call_tool("who-must-consent", CONSENT)]

    bomb, after = within(limited, ask)
    assert bomb.is_error
    assert re.match(r"the query takes (longer than 2000 ms|more than \d+ MB)", text_of(bomb))
    assert not after.is_error
    assert after.structured_content["rows"]


def test_an_answer_that_stops_at_a_limit_says_so(limited: Connect) -> None:
    async def ask(client: Client) -> list[CallToolResult]:
        queries = ("SELECT ?s { ?s ?p ?o }", "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
        return [await client.call_tool(SPARQL, {"query": query}) for query in queries]

    for result in within(limited, ask):
        assert len(result.structured_content["rows"]) == 3
        assert result.structured_content["stopped"] == "row_limit"
        assert "The answer stops at row_limit=3: there is more." in text_of(result)


# HTTP.


def test_there_are_no_sessions_and_no_streams(server: Server) -> None:
    for method in ("GET", "DELETE"):
        response = httpx.request(
            method, f"{server.url}mcp", headers={"Accept": "text/event-stream"}
        )
        assert response.status_code == 405
        assert response.headers["Allow"] == "POST"
        assert response.json()["status"] == 405


def test_answers_over_http_are_json_and_name_their_build(server: Server) -> None:
    call = {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "tools/call",
        "params": {"name": "who-must-consent", "arguments": CONSENT},
    }
    response = httpx.post(
        f"{server.url}mcp", json=call, headers={"Accept": "application/json, text/event-stream"}
    )
    assert response.headers["Content-Type"] == "application/json"
    assert "Mcp-Session-Id" not in response.headers
    build = response.json()["result"]["structuredContent"]["build"]
    assert response.headers["Accord-Build"] == build


def test_the_guard_stands_before_the_tools(server: Server) -> None:
    for headers in ({"Host": "evil.example"}, {"Origin": "https://evil.example"}):
        response = httpx.post(f"{server.url}mcp", json={}, headers=headers)
        assert 400 <= response.status_code < 500
        assert response.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("media", ["", "text/plain", "application/jsonp"])
def test_what_is_not_sent_as_json_is_a_problem(server: Server, media: str) -> None:
    headers = {"Content-Type": media} if media else {}
    response = httpx.post(f"{server.url}mcp", content="{}", headers=headers)
    assert response.status_code == 415
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.headers["Accept-Post"] == "application/json"
    assert response.json()["fix"] == "send it as application/json"


def test_who_asks_must_know_the_token(served_project: Path, tmp_path: Path) -> None:
    path = tmp_path / "token"
    token = secrets.token_urlsafe()
    path.write_text(f"{token}\n")
    with serving(served_project, "--token-file", str(path), "--set", "workers=1") as guarded:
        assert httpx.post(f"{guarded.url}mcp", json={}).status_code == 401
        (result,) = call_over_http(guarded.url, [("who-must-consent", CONSENT)], token=token)
        assert result.structured_content["rows"]


@asynccontextmanager
async def in_process(service: Service) -> AsyncIterator[httpx.AsyncClient]:
    app = application(service)
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            yield client


async def posted(client: httpx.AsyncClient, method: str, **params: Any) -> httpx.Response:  # noqa: ANN401
    message = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}
    headers = {"Accept": "application/json, text/event-stream"}
    return await client.post("/mcp", json=message, headers=headers)


def test_those_who_ask_at_once_before_it_has_started_are_all_answered(served_project: Path) -> None:
    async def run() -> None:
        async with in_process(a_service(served_project)) as client:
            given_up = asyncio.create_task(posted(client, "tools/list"))
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            given_up.cancel()
            found = await asyncio.gather(*(posted(client, "tools/list") for _ in range(4)))
        for response in found:
            assert len(response.json()["result"]["tools"]) == len(STORED) + 2

    asyncio.run(run())


def test_an_sdk_that_cannot_be_imported_is_a_fault_that_leaves_the_rest_alone(
    served_project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(name: str) -> None:
        raise ImportError(f"no module {name}")

    monkeypatch.setattr(endpoint, "import_module", broken)

    async def run() -> list[httpx.Response]:
        async with in_process(a_service(served_project)) as client:
            return [
                await posted(client, "tools/list"),
                await posted(client, "tools/list"),
                await client.get("/healthz"),
            ]

    first, second, other = asyncio.run(run())
    assert first.status_code == second.status_code == 500
    assert other.status_code == 200


def test_a_fault_of_ours_keeps_its_details_to_the_log(
    served_project: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def fail(self: Service, job: object) -> None:
        raise InternalFault("secret")

    monkeypatch.setattr(Service, "answer", fail)

    async def run() -> httpx.Response:
        async with in_process(a_service(served_project)) as client:
            return await posted(client, "tools/call", name="who-must-consent", arguments=CONSENT)

    result = asyncio.run(run()).json()["result"]
    assert result["isError"] is True
    assert result["content"][0]["text"] == "something went wrong here; the log says what"
    assert "secret" in caplog.text


# What it costs, and what it leaves alone.

WATCHED = """
import sys
opened = []
def watch(event, args):
    if event.startswith("socket.") and event not in ("socket.__new__", "socket.gethostname"):
        opened.append((event, repr(args)))
sys.addaudithook(watch)
import kg.serve.app
assert not {"mcp", "mcp_types", "pydantic"} & set(sys.modules), "imported before anybody asks"
import kg.serve.mcp.server, kg.serve.mcp.stdio
from kg.project import Project
from kg.serve.options import Options
from kg.serve.service import Service
server = kg.serve.mcp.server.make_server(Service(Project.find(), Options()))
assert server.middleware == [], "reports to OpenTelemetry"
assert not [name for name in sys.modules if name.startswith("opentelemetry.sdk")]
assert not opened, opened
"""


def test_the_sdk_is_imported_when_somebody_asks_and_opens_nothing(served_project: Path) -> None:
    exporters = {
        "OTEL_TRACES_EXPORTER": "otlp",
        "OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:9",
    }
    done = subprocess.run(
        [sys.executable, "-c", WATCHED],
        cwd=served_project,
        env={**os.environ, **exporters, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


# Values.


@pytest.mark.parametrize(("value", "expected"), [("Turkey", "Turkey"), (3, "3")])
def test_one_value_is_a_word(value: object, expected: str) -> None:
    assert word("state", value, "Turkey") == expected


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (True, "yes or no"),
        (1.5, "a number"),
        ([], "a list or an object"),
        ({"a": 1}, "a list or an object"),
    ],
)
def test_anything_else_is_none(value: object, kind: str) -> None:
    with pytest.raises(UnknownValue) as raised:
        word("state", value, "Turkey")
    assert raised.value.what == f"state is {kind}, and one value is wanted"
    assert raised.value.fix == "give text, such as Turkey"


def test_a_tool_of_one_argument_takes_no_other() -> None:
    with pytest.raises(UnknownParameter) as raised:
        only_word(SPARQL_TOOL, {"qeury": "ASK {}"})
    assert raised.value.nearest == ("query",)
    with pytest.raises(UnknownParameter, match="sparql needs query"):
        only_word(SPARQL_TOOL, {"query": None})


def test_arguments_are_the_words_of_a_question() -> None:
    (stored,) = (each for each in STORED if each.name == "who-must-consent")
    assert question_words(stored, CONSENT) == CONSENT
    assert question_words(stored, {"state": None}) == {}
    with pytest.raises(UnknownParameter) as raised:
        question_words(stored, {"stat": "Turkey"})
    assert raised.value.nearest == ("state",)
    assert raised.value.why == "it takes state"


def test_headers_are_checked_against_what_a_tool_takes(served_project: Path) -> None:
    answers = Answers(a_service(served_project))
    for name in (SHOW, SPARQL, "who-must-consent"):
        schema = answers.input_schema(name)
        assert schema is not None
        assert len(schema["properties"]) == 1
    assert answers.input_schema("nothing") is None
