"""SPARQL 1.1 Protocol beyond W3C's tests: what is refused and why, formats, and what is cached."""

import asyncio
import gzip
import json
from collections.abc import Iterator
from html import escape
from pathlib import Path
from urllib.parse import urlencode

import pyoxigraph as ox
import pytest
from httpx2 import Response
from starlette.testclient import TestClient
from starlette.types import Message

from kg.namespaces import BASE, LIMITS
from kg.text.words import markdown
from tests.endpoint_sample import endpoint, stored
from tests.page_reader import Document
from tests.worlds import COUNT, EXAMPLE, quads

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
ALL = f"SELECT ?thing ?number {{ ?thing <{EXAMPLE}number> ?number }} ORDER BY ?number"
ONE = f"CONSTRUCT {{ ?s ?p ?o }} {{ ?s ?p ?o FILTER (?s = <{EXAMPLE}thing07>) }}"
COUNTED = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
IN_GRAPHS = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with endpoint(stored(tmp_path_factory.mktemp("endpoint"), quads())) as started:
        yield started


def ask(client: TestClient, query: str, accept: str = "*/*", /, **more: str) -> Response:
    return client.get("/sparql", params={"query": query, **more}, headers={"Accept": accept})


def number(response: Response) -> int:
    assert response.status_code == 200, response.text
    return int(response.json()["results"]["bindings"][0]["n"]["value"])


# ------------------------------------------------------------ the three ways to ask


def test_all_ways_to_ask_give_the_same(client: TestClient) -> None:
    answers = [
        client.get("/sparql", params={"query": ALL}),
        client.post("/sparql", data={"query": ALL}),
        client.post("/sparql", content=ALL, headers={"Content-Type": QUERY}),
        client.post(
            "/sparql", content=ALL, headers={"Content-Type": f"{QUERY.upper()};charset=UTF-8"}
        ),
        client.post(
            "/sparql",
            content=urlencode({"query": ALL}),
            headers={"Content-Type": f'{FORM}; charset="utf-8"'},
        ),
    ]
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.content for answer in answers}) == 1
    assert len(answers[0].json()["results"]["bindings"]) == COUNT


def test_utf8_in_a_query(client: TestClient) -> None:
    text = 'SELECT ("Türkiye — 土耳其" AS ?n) {}'
    for response in (
        client.get("/sparql", params={"query": text}),
        client.post("/sparql", content=text.encode(), headers={"Content-Type": QUERY}),
    ):
        assert response.json()["results"]["bindings"][0]["n"]["value"] == "Türkiye — 土耳其"


def test_head_is_get_without_the_body(client: TestClient) -> None:
    got = ask(client, ALL)
    head = client.head("/sparql", params={"query": ALL})
    assert head.status_code == 200
    assert head.headers == got.headers


def test_options(client: TestClient) -> None:
    response = client.options("/sparql")
    assert response.status_code == 204
    assert response.headers["allow"] == "GET, HEAD, OPTIONS, POST"
    assert response.headers["accept-post"] == f"{QUERY}, {FORM}"


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_other_methods(client: TestClient, method: str) -> None:
    response = client.request(method, "/sparql?query=ASK%7B%7D")
    assert response.status_code == 405
    assert set(response.headers["allow"].split(", ")) == {"GET", "HEAD", "OPTIONS", "POST"}


def test_parameters_of_other_services_are_ignored(client: TestClient) -> None:
    assert ask(client, "ASK {}", format="json", timeout="0", results="", output="").json()[
        "boolean"
    ]
    assert client.get("/sparql?query=ASK%7B%7D&flag").json()["boolean"]


def test_relative_iris_are_relative_to_the_base(client: TestClient) -> None:
    response = ask(client, "SELECT (STR(<id/turkey>) AS ?iri) {}")
    value = response.json()["results"]["bindings"][0]["iri"]["value"]
    assert value == f"{BASE}id/turkey"


# ------------------------------------------------------------ the dataset


@pytest.mark.parametrize(
    ("default", "named", "in_default", "in_named"),
    [
        ([], [], COUNT, COUNT),
        (["graph0"], [], COUNT // 2, 0),
        (["graph0", "graph1"], [], COUNT, 0),
        ([], ["graph1"], 0, COUNT // 2),
        (["graph0"], ["graph0", "graph1"], COUNT // 2, COUNT),
        (["nothing"], ["nothing"], 0, 0),
    ],
)
def test_a_dataset_chooses_among_the_graphs(
    client: TestClient, default: list[str], named: list[str], in_default: int, in_named: int
) -> None:
    dataset = {
        "default-graph-uri": [EXAMPLE + name for name in default],
        "named-graph-uri": [EXAMPLE + name for name in named],
    }
    for text, expected in ((COUNTED, in_default), (IN_GRAPHS, in_named)):
        assert number(client.get("/sparql", params={"query": text, **dataset})) == expected
        form = urlencode({"query": text, **dataset}, doseq=True)
        posted = client.post("/sparql", content=form, headers={"Content-Type": FORM})
        assert number(posted) == expected
        direct = client.post(
            "/sparql", params=dataset, content=text, headers={"Content-Type": QUERY}
        )
        assert number(direct) == expected


def test_the_dataset_of_the_request_counts_and_that_of_the_query_does_not(
    client: TestClient,
) -> None:
    text = COUNTED.replace("{", f"FROM <{EXAMPLE}nothing> {{", 1)
    assert number(ask(client, text, **{"default-graph-uri": f"{EXAMPLE}graph0"})) == COUNT // 2
    assert ask(client, text).json()["detail"] == "FROM is not allowed"


@pytest.mark.parametrize("name", ["default-graph-uri", "named-graph-uri"])
@pytest.mark.parametrize("value", ["", "graph0", "http://a.example/ b", "<urn:x>"])
def test_a_graph_has_an_iri(client: TestClient, name: str, value: str) -> None:
    response = ask(client, COUNTED, **{name: value})
    assert response.status_code == 400
    assert response.json()["detail"] == f"{value!r} names no graph"


# ------------------------------------------------------------ what is refused


@pytest.mark.parametrize(
    ("target", "detail"),
    [
        ("query=ASK{}&query=ASK{}", "there are 2 values of query"),
        ("query=ASK%7B%FF%7D", "the parameters are malformed"),
        ("query=", "this is no SPARQL query"),
        ("query=ASK%20%7B", "the query is not SPARQL 1.1 here:"),
        ("query=INSERT%20DATA%20%7B%7D", "INSERT is an update, not a query"),
        ("query=SELECT*%7BSERVICE%20%3Ca:b%3E%7B%7D%7D", "SERVICE is not allowed"),
    ],
)
def test_a_query_that_is_wrong(client: TestClient, target: str, detail: str) -> None:
    response = client.get(f"/sparql?{target}")
    assert response.status_code == 400
    assert response.headers["content-type"] == "application/problem+json"
    assert response.headers["accord-build"]
    assert response.json()["detail"].startswith(detail)


@pytest.mark.parametrize(
    ("media", "body", "status", "detail"),
    [
        (FORM, b"", 400, "there is no query"),
        (FORM, b"ASK {}", 400, "there is no query"),
        (FORM, b"query=ASK{}&query=ASK{}", 400, "there are 2 values of query"),
        (FORM, b"query=ASK{\xff}", 400, "the form is not UTF-8"),
        (FORM, b"query=ASK%7B%FF%7D", 400, "the parameters are malformed"),
        (FORM, b"a=&" * 1_001, 400, "there are more than 1000 parameters"),
        (QUERY, b"ASK { \xff }", 400, "the query is not UTF-8"),
        (QUERY, "ASK {}".encode("utf-16-le"), 400, "this is no SPARQL query"),
        (f"{QUERY}; charset=latin-1", b"ASK {}", 415, "the body is latin-1"),
        ("text/plain", b"ASK {}", 415, "a query cannot be sent as text/plain"),
        ("", b"query=ASK{}", 415, "the body has no media type"),
        ("application/sparql-update", b"CLEAR ALL", 403, "there is no update"),
        (FORM, b"update=CLEAR+ALL", 403, "there is no update"),
    ],
)
def test_a_body_that_is_wrong(
    client: TestClient, media: str, body: bytes, status: int, detail: str
) -> None:
    headers = {"Content-Type": media} if media else {}
    response = client.post("/sparql", content=body, headers=headers)
    assert (response.status_code, response.json()["detail"]) == (status, detail)


def test_an_update_in_the_url(client: TestClient) -> None:
    response = client.get("/sparql?update=CLEAR%20ALL")
    assert (response.status_code, response.json()["detail"]) == (403, "there is no update")


def test_raw_bytes_in_the_url(client: TestClient) -> None:
    sent: list[Message] = []

    async def receive() -> Message:
        raise AssertionError("a GET has no body")

    async def send(message: Message) -> None:
        sent.append(message)

    # No client of HTTP sends such a target, so the request is made by hand.
    scope = {"type": "http", "method": "GET", "path": "/sparql", "query_string": b"query=\xff"}

    async def ask_it() -> None:
        await client.app({**scope, "headers": []}, receive, send)

    asyncio.run(ask_it())
    assert sent[0]["status"] == 400
    assert json.loads(sent[1]["body"])["detail"] == "the query string is not UTF-8"


def test_a_query_in_the_url_and_in_the_body(client: TestClient) -> None:
    response = client.post(
        "/sparql?query=ASK%7B%7D", content="ASK {}", headers={"Content-Type": QUERY}
    )
    assert response.json()["detail"] == "there are 2 values of query"


def test_a_compressed_body(client: TestClient) -> None:
    response = client.post(
        "/sparql",
        content=gzip.compress(b"ASK {}"),
        headers={"Content-Type": QUERY, "Content-Encoding": "gzip"},
    )
    assert response.status_code == 415
    assert response.json()["detail"] == "the body is compressed with gzip"


# ------------------------------------------------------------ formats


@pytest.mark.parametrize(
    ("accept", "media", "start"),
    [
        ("*/*", "application/sparql-results+json", b'{"head":{"vars":["thing","number"]}'),
        ("application/json", "application/json", b'{"head":'),
        ("application/sparql-results+xml", "application/sparql-results+xml", b"<?xml"),
        ("text/csv", "text/csv; charset=utf-8", b"thing,number\r\n"),
        ("text/tab-separated-values", "text/tab-separated-values; charset=utf-8", b"?thing\t"),
        ("text/markdown", "text/markdown; charset=utf-8", b"| thing | number |\n"),
        ("text/plain", "text/plain; charset=utf-8", b"thing"),
    ],
)
def test_rows(client: TestClient, accept: str, media: str, start: bytes) -> None:
    response = ask(client, ALL, accept)
    assert response.headers["content-type"] == media
    assert response.content.startswith(start)


@pytest.mark.parametrize(
    ("accept", "answer"),
    [
        ("application/sparql-results+json", b'{"head":{},"boolean":true}\n'),
        ("text/plain", b"yes\n"),
        ("text/markdown", b"yes\n"),
    ],
)
def test_yes(client: TestClient, accept: str, answer: bytes) -> None:
    assert ask(client, "ASK {}", accept).content == answer


@pytest.mark.parametrize("accept", ["text/csv", "text/tab-separated-values", "text/turtle"])
def test_formats_without_yes_and_no(client: TestClient, accept: str) -> None:
    response = ask(client, "ASK {}", accept)
    assert response.status_code == 406
    assert "application/sparql-results+json" in response.json()["fix"]


@pytest.mark.parametrize("query", [ONE, f"DESCRIBE <{EXAMPLE}thing07>"])
@pytest.mark.parametrize(
    ("accept", "format_"),
    [
        ("*/*", ox.RdfFormat.TURTLE),
        ("text/turtle", ox.RdfFormat.TURTLE),
        ("application/n-triples", ox.RdfFormat.N_TRIPLES),
        ("application/rdf+xml", ox.RdfFormat.RDF_XML),
        ("application/ld+json", ox.RdfFormat.JSON_LD),
    ],
)
def test_graphs(client: TestClient, query: str, accept: str, format_: ox.RdfFormat) -> None:
    response = ask(client, query, accept)
    media = response.headers["content-type"].partition(";")[0]
    assert media == (accept if accept != "*/*" else "text/turtle")
    (quad,) = ox.parse(response.content, format=format_)
    assert quad.subject == ox.NamedNode(f"{EXAMPLE}thing07")
    assert quad.object == ox.Literal(7)


def test_what_xml_cannot_say_is_not_acceptable_as_such(client: TestClient) -> None:
    response = ask(client, "CONSTRUCT { <a:b> <a:1> 1 } {}", "application/rdf+xml")
    assert response.status_code == 406
    assert response.json()["detail"] == "RDF/XML cannot write the property <a:1>"


def test_a_form_in_a_browser_says_what_it_accepts(client: TestClient) -> None:
    response = ask(client, ALL, BROWSER, accept="text/plain")
    assert response.headers["content-type"] == "text/plain; charset=utf-8"
    graph = ask(client, ONE, BROWSER, accept="text/plain")
    assert graph.headers["content-type"] == "text/plain; charset=utf-8"
    assert graph.content == ask(client, ONE, "text/turtle").content


# ------------------------------------------------------------ pages


def test_a_browser_gets_a_page_with_the_query_and_its_answer(client: TestClient) -> None:
    query = "SELECT ?here ?there ?text {\n VALUES (?here ?there ?text) { (id:a <b:c> '<b>') }\n}"
    for response in (ask(client, query, BROWSER), ask(client, query, accept="text/html")):
        assert response.headers["content-type"] == "text/html; charset=utf-8"
        assert f">\n{escape(query, quote=False)}</textarea>" in response.text
        assert ("a", "/id/a") in Document(response.text).hrefs
        assert '<td data-heading="there">&lt;b:c&gt;</td>' in response.text
        assert '<td data-heading="text">&lt;b&gt;</td>' in response.text


@pytest.mark.parametrize(
    ("query", "part"),
    [
        ("ASK {}", "<p>yes</p>"),
        (ONE, '<td data-heading="object">7</td>'),
        ("DESCRIBE <a:nothing>", "nothing of it"),
    ],
)
def test_every_form_has_a_page(client: TestClient, query: str, part: str) -> None:
    assert part in ask(client, query, BROWSER).text


def test_a_parameter_is_not_called_a_header(client: TestClient) -> None:
    response = ask(client, ALL, accept="csv")
    assert response.status_code == 400
    told = response.json()
    assert told["detail"] == "the parameter accept says 'csv', which is no media type"
    assert told["nearest"] == ["text/csv"]
    assert "text/csv, text/tab-separated-values" in told["fix"]


def test_a_page_tells_of_a_term_that_is_mistyped(client: TestClient) -> None:
    told = "<p>The ontology declares no accord:madeby"
    assert told in ask(client, "SELECT ?s { ?s accord:madeby ?o }", BROWSER).text
    assert told not in ask(client, "SELECT ?s { ?s rdfs:lable ?o }", BROWSER).text


def test_a_header_tells_clients_of_a_term_that_is_mistyped(client: TestClient) -> None:
    response = ask(client, "SELECT ?s { ?s accord:madeby ?o ; accord:küste ?p }", "text/csv")
    assert response.headers["accord-remark"] == (
        "the ontology declares no accord:madeby; the ontology declares no accord:k\\xfcste"
    )
    assert "accord-remark" not in ask(client, ALL, "text/csv").headers


def test_a_page_sends_again_what_was_sent(client: TestClient) -> None:
    graphs = {"default-graph-uri": "a:b", "named-graph-uri": 'a:"c'}
    text = ask(client, "ASK {}", BROWSER, accept="text/html", **graphs).text
    for name, value in graphs.items():
        assert f'<input type="hidden" name="{name}" value="{escape(value)}">' in text
    assert '<option value="text/html" selected>' in text


def test_a_page_that_stops_at_a_limit_says_so(tmp_path: Path) -> None:
    with endpoint(stored(tmp_path, quads()), row_limit=2) as limited:
        response = ask(limited, ALL, BROWSER)
    assert response.headers["accord-stopped"] == "row_limit"
    assert "the answer stops at row_limit" in response.text


def test_an_error_is_told_on_a_page_that_keeps_the_query(client: TestClient) -> None:
    query = "SELECT * {\n  ?s <a:&> }"
    response = ask(client, query, BROWSER, accept="text/csv")
    assert response.status_code == 400
    assert f"{escape(query)}</textarea>" in response.text
    assert '<option value="text/csv" selected>' in response.text
    assert "<pre>?s &lt;a:&amp;&gt; }\n         ^</pre>" in response.text
    assert "Line 2, column 12." in response.text
    assert ask(client, query).headers["content-type"] == "application/problem+json"


# ------------------------------------------------------------ caches and limits


def test_an_answer_that_the_client_has_is_not_sent_again(client: TestClient) -> None:
    first = ask(client, ALL)
    tag = first.headers["etag"]
    assert tag.startswith(f'W/"{first.headers["accord-build"]}-')
    assert "Accept" in first.headers["vary"]
    for known in (tag, f'"other", {tag}', tag.removeprefix("W/"), "*"):
        again = client.get("/sparql", params={"query": ALL}, headers={"If-None-Match": known})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == tag
        assert again.headers["vary"] == "Accept, Accept-Encoding"
    other = client.get(
        "/sparql", params={"query": ALL}, headers={"If-None-Match": tag, "Accept": "text/csv"}
    )
    assert other.status_code == 200


def test_an_answer_is_compressed_where_that_is_worth_it(client: TestClient) -> None:
    large = client.get("/sparql", params={"query": ALL}, headers={"Accept-Encoding": "gzip"})
    assert large.headers["content-encoding"] == "gzip"
    assert int(large.headers["content-length"]) < len(large.content)
    assert large.headers["vary"] == "Accept, Accept-Encoding"
    small = client.get("/sparql", params={"query": "ASK {}"}, headers={"Accept-Encoding": "gzip"})
    assert "content-encoding" not in small.headers
    for refused in ("identity", "identity, gzip;q=0"):
        plain = client.get("/sparql", params={"query": ALL}, headers={"Accept-Encoding": refused})
        assert "content-encoding" not in plain.headers
        assert plain.content == large.content
        assert plain.headers["etag"] == large.headers["etag"]
        assert plain.headers["vary"] == "Accept, Accept-Encoding"


def test_an_answer_that_stops_says_so_in_every_format(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    marker = f"{LIMITS}row_limit"
    remark = "stopped at the limit row_limit: there is more"
    everything = "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }"
    project = stored(tmp_path_factory.mktemp("limited"), quads())
    with endpoint(project, row_limit=7) as client:

        def answer(query: str, accept: str) -> str:
            response = ask(client, query, accept)
            assert response.headers["accord-stopped"] == "row_limit"
            return response.text

        assert json.loads(answer(ALL, "*/*"))["head"]["link"] == [marker]
        assert f'<link href="{marker}"/>' in answer(ALL, "application/sparql-results+xml")
        # W3C's CSV and TSV have no place for it but the header.
        for table in ("text/csv", "text/tab-separated-values"):
            assert len(answer(ALL, table).splitlines()) == 8
        assert answer(ALL, "text/plain").endswith(f"\n\n{remark}\n")
        assert answer(ALL, "text/markdown").endswith(f"\n\n{markdown(remark)}\n")
        assert answer(everything, "text/turtle").startswith(f"# {remark}\n")
        assert answer(everything, "application/n-triples").startswith(f"# {remark}\n")
        xml = answer(everything, "application/rdf+xml")
        assert f"<!-- {remark} -->" in xml
        document = answer(everything, "application/ld+json")
        assert json.loads(document)["stopped"] == marker
        for text, format_ in ((xml, ox.RdfFormat.RDF_XML), (document, ox.RdfFormat.JSON_LD)):
            assert len(list(ox.parse(text, format=format_))) == 7
