"""The stored questions over HTTP: the list, formats, what is refused, pages, OpenAPI."""

import shutil
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import jsonschema
import pytest
from httpx2 import Response
from openapi_spec_validator import validate
from starlette.testclient import TestClient

from kg.project import Project
from kg.query import query_names
from kg.serve.api import SUFFIXES
from tests.endpoint_sample import endpoint

QUERIES = "/api/queries"
ASKED = f"{QUERIES}/who-must-consent"
TURKEY = {"state": "Turkey"}
MORE = {
    "yes": "ASK { ?state a accord:State }",
    "graph": "CONSTRUCT { ?s rdfs:label ?o } WHERE { ?s a accord:State ; rdfs:label ?o }",
    "hostile": """SELECT ?x ?quote WHERE {
        VALUES (?x ?quote) { (<javascript:alert(1)> "<script>") (<http://example.org/> "a & b") }
    } ORDER BY ?x""",
    "none": "SELECT ?x WHERE { ?x a accord:Nothing } ORDER BY ?x",
    "number": "SELECT ?n ?text WHERE { VALUES ?n { UNDEF } VALUES ?text { UNDEF } } ORDER BY ?n",
}
NUMBER = """#+ params:
#+   n: {datatype: integer, example: "7"}
#+   text: {datatype: string, example: words, description: any words}
"""


@pytest.fixture(scope="module")
def project(served_project: Path, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The project with a few more questions, and the same graph."""
    folder = tmp_path_factory.mktemp("api") / "project"
    shutil.copytree(served_project, folder)
    for name, text in MORE.items():
        header = f"#+ title: {name} & more\n#+ question: Is it <{name}>?\n"
        params = NUMBER if name == "number" else ""
        (folder / "queries" / f"{name}.rq").write_text(header + params + text + "\n", "utf-8")
    return Project.find(folder)


@pytest.fixture(scope="module")
def client(project: Project) -> Iterator[TestClient]:
    with endpoint(project) as started:
        yield started


def get(client: TestClient, path: str, accept: str = "*/*", /, **given: str) -> Response:
    return client.get(path, params=given, headers={"Accept": accept})


# ---------------------------------------------------------------- the list


def test_the_list_leads_to_the_answers(client: TestClient, project: Project) -> None:
    answer = get(client, QUERIES)
    assert answer.headers["content-type"] == "application/json"
    listed = {query["name"]: query for query in answer.json()["queries"]}
    assert sorted(listed) == query_names(project)
    asked = listed["who-must-consent"]
    assert asked["parameters"] == [
        {
            "name": "state",
            "class": "Agent",
            "example": "Turkey",
            "required": True,
            "description": "who would deploy",
        }
    ]
    assert asked["example"] == asked["href"] + "?state=Turkey"
    assert client.get(asked["example"]).json()["query"] == "who-must-consent"
    assert listed["yes"]["example"] == listed["yes"]["href"]
    assert listed["number"]["parameters"][0]["datatype"] == "integer"


def test_links_go_where_the_world_reaches_the_server(project: Project) -> None:
    base = "https://example.org/accord/"
    with endpoint(project, base=base) as client:
        queries = get(client, QUERIES).json()["queries"]
        assert all(query["href"].startswith(f"{base}api/queries/") for query in queries)
        assert get(client, "/api/openapi.json").json()["servers"] == [{"url": base.rstrip("/")}]


# ---------------------------------------------------------------- answers


@pytest.mark.parametrize(
    ("name", "accept", "media", "start"),
    [
        ("yes", "*/*", "application/json", "{\n"),
        ("yes", "text/turtle", "text/turtle", "@prefix"),
        ("yes", "text/plain", "text/plain", "yes\n"),
        ("graph", "*/*", "application/json", "{\n"),
        ("graph", "text/turtle", "text/turtle", "@prefix"),
        ("graph", "application/ld+json", "application/ld+json", ""),
        ("graph", "application/n-triples", "application/n-triples", "<"),
        ("none", "text/plain", "text/plain", "no answer to: none & more\n"),
        ("none", "text/csv", "text/csv", "x\r\n"),
        ("none", "text/markdown;q=0.5,text/csv;q=0.4", "text/markdown", "no answer"),
        ("yes", "application/xml", "application/xml", "<?xml"),
    ],
)
def test_answers_have_the_format_that_is_accepted(
    client: TestClient, name: str, accept: str, media: str, start: str
) -> None:
    answer = get(client, f"{QUERIES}/{name}", accept)
    assert answer.status_code == 200
    assert answer.headers["content-type"].partition(";")[0] == media
    assert answer.text.startswith(start)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_suffix_stands_for_a_format(client: TestClient, suffix: str) -> None:
    answer = get(client, f"{ASKED}.{suffix}", "text/html", **TURKEY)
    assert answer.status_code == 200
    media = answer.headers["content-type"].partition(";")[0]
    assert answer.text == get(client, ASKED, media, **TURKEY).text


def test_a_graph_as_ttl_is_that_graph(client: TestClient) -> None:
    answer = get(client, f"{QUERIES}/graph.ttl")
    assert answer.text == get(client, f"{QUERIES}/graph", "text/turtle").text


def test_what_has_not_changed_is_not_sent_again(client: TestClient) -> None:
    for path in (f"{ASKED}?state=Turkey", QUERIES, "/api/openapi.json"):
        plain = {"Accept-Encoding": "identity"}
        first = client.get(path, headers=plain)
        again = client.get(path, headers={"If-None-Match": first.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
        head = client.head(path, headers=plain)
        assert (head.status_code, head.content) == (200, b"")
        assert head.headers["etag"] == first.headers["etag"]
        assert head.headers["content-length"] == str(len(first.content))


def test_an_answer_that_stops_says_so(project: Project) -> None:
    with endpoint(project, row_limit=2) as client:
        answer = get(client, ASKED, **TURKEY)
        assert answer.headers["accord-stopped"] == answer.json()["stopped"] == "row_limit"
        assert len(answer.json()["rows"]) == 2
        turtle = get(client, ASKED, "text/turtle", **TURKEY).text
        assert "limits#row_limit" in turtle
        page = get(client, ASKED, "text/html", **TURKEY)
        assert "the answer stops at row_limit" in page.text
        assert page.headers["accord-stopped"] == "row_limit"


def test_it_says_which_build_answered(client: TestClient) -> None:
    answer = get(client, ASKED, **TURKEY)
    assert answer.json()["build"] == answer.headers["accord-build"]


# ---------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    ("path", "status", "detail", "fix"),
    [
        ("/who-must-consen", 404, "no stored query 'who-must-consen'", "see /api/queries"),
        ("/who-must-consent", 400, "needs state", f"for example: {ASKED}?state=Turkey"),
        ("/who-must-consent?stat=x", 400, "has no parameter stat", "see /api/openapi.json"),
        ("/who-must-consent?state=a&state=a", 400, "more than once", "give one state"),
        ("/who-must-consent?state=Turky", 400, "no Agent goes by 'Turky'", "such as state=Turkey"),
        ("/who-must-consent?state=", 400, "no Agent goes by ''", "such as state=Turkey"),
        ("/timeline?from=soon", 400, "no date of the calendar", "write from=2020-11-09"),
        ("/timeline?from=%FF", 400, "malformed", "UTF-8"),
        ("/number?n=x", 400, "'x' is no whole number", "write n=7"),
        ("/who-must-consent.pdf?state=Turkey", 404, "no answer as .pdf", ".csv, .tsv"),
        ("/graph.csv", 406, ".csv cannot hold the result of CONSTRUCT", ""),
    ],
)
def test_a_wrong_request_is_told_what_to_do(
    client: TestClient, path: str, status: int, detail: str, fix: str
) -> None:
    answer = client.get(QUERIES + path)
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert answer.status_code == problem["status"] == status
    assert detail in problem["detail"]
    assert fix in problem.get("fix", "")


def test_the_nearest_names_are_told(client: TestClient) -> None:
    problem = get(client, f"{QUERIES}/who-must-consen").json()
    assert problem["nearest"] == ["who-must-consent"]
    assert get(client, f"{QUERIES}/timeline", fron="x").json()["nearest"] == ["from"]


def test_no_other_format_and_no_other_method(client: TestClient) -> None:
    refused = get(client, ASKED, "application/pdf", **TURKEY)
    assert refused.status_code == 406
    assert "application/json" in refused.json()["fix"]
    posted = client.post(ASKED, params=TURKEY)
    assert posted.status_code == 405
    assert set(posted.headers["allow"].split(", ")) == {"GET", "HEAD"}


# ---------------------------------------------------------------- pages


class Reader(HTMLParser):
    """What a page has: its elements, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def attributes(self, tag: str, name: str) -> list[str | None]:
        return [attributes.get(name) for found, attributes in self.elements if found == tag]


def read(client: TestClient, path: str, /, **given: str) -> Reader:
    answer = get(client, path, "text/html,application/xml;q=0.9,*/*;q=0.8", **given)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.status_code == 200
    return Reader(answer.text)


def test_the_list_is_a_page(client: TestClient, project: Project) -> None:
    page = read(client, QUERIES)
    links = page.attributes("a", "href")
    assert {f"queries/{name}" for name in query_names(project)} <= set(links)
    assert "Is it <hostile>?" in page.text


def test_a_question_is_a_form_with_its_answer_below(client: TestClient) -> None:
    form = read(client, ASKED)
    assert ("input", "state") in [(tag, each.get("name")) for tag, each in form.elements]
    assert form.attributes("form", "action") == ["who-must-consent"]
    assert "Answer" not in form.text
    answered = read(client, ASKED, **TURKEY)
    assert answered.attributes("input", "value") == ["Turkey"]
    assert "without approval from Yerevan and Baku" in answered.text
    assert "Dmitry Peskov, 2020-11-12, tass/2020-11-12-turkish-peacekeepers" in answered.text
    assert "/id/dmitry-peskov" in answered.attributes("a", "href")


def test_a_field_left_empty_is_not_given(client: TestClient) -> None:
    page = read(client, f"{QUERIES}/timeline", **{"from": "", "to": "2020-11-09"})
    assert "2020-11-09" in page.text
    assert "2020-11-10" not in page.text


def test_yes_no_a_graph_and_nothing_are_pages(client: TestClient) -> None:
    assert "yes" in read(client, f"{QUERIES}/yes").text
    assert "Armenia" in read(client, f"{QUERIES}/graph").text
    assert "The articles say nothing of it." in read(client, f"{QUERIES}/none").text


def test_literals_are_escaped_and_only_http_links(client: TestClient) -> None:
    page = read(client, f"{QUERIES}/hostile")
    assert "script" not in {tag for tag, _ in page.elements}
    assert "“<script>”" in page.text
    assert not [href for href in page.attributes("a", "href") if href and "javascript" in href]


# ---------------------------------------------------------------- OpenAPI


def test_the_description_is_openapi(client: TestClient, project: Project) -> None:
    document = get(client, "/api/openapi.json").json()
    validate(document)
    assert document["openapi"].startswith("3.1.")
    assert sorted(document["paths"]) == [f"{QUERIES}/{name}" for name in query_names(project)]
    assert document["security"] == []


def test_the_description_is_made_from_headers(client: TestClient) -> None:
    paths = get(client, "/api/openapi.json").json()["paths"]
    timeline = paths[f"{QUERIES}/timeline"]["get"]
    first = timeline["parameters"][0]
    assert first["schema"] == {"type": "string", "format": "date", "examples": ["2020-11-09"]}
    assert first["description"] == "The first day. A date, YYYY-MM-DD."
    assert first["required"] is False
    number, text = paths[f"{QUERIES}/number"]["get"]["parameters"]
    assert number["schema"] == {"type": "integer", "examples": [7]}
    assert text["description"] == "Any words. Text."
    consent = paths[ASKED]["get"]
    assert consent["tags"] == ["consent", "deployment", "requirement"]
    assert consent["parameters"][0]["required"] is True
    graph = paths[f"{QUERIES}/graph"]["get"]["responses"]["200"]["content"]
    assert set(graph) == {
        "application/json", "text/turtle", "application/n-triples", "application/rdf+xml",
        "application/ld+json",
    }  # fmt: skip
    assert next(iter(graph)) == "application/json"


def test_a_problem_is_as_described(client: TestClient) -> None:
    document = get(client, "/api/openapi.json").json()
    problem = get(client, ASKED).json()
    schema = {**document, "$ref": "#/components/schemas/Problem"}
    jsonschema.validate(problem, schema)
