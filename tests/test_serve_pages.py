"""The pages about a server itself: where everything starts, the limits, errors, one frame."""

import re
from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from kg.errors import InternalFault
from kg.limits import DEFAULTS, Limits
from kg.namespaces import LIMITS
from kg.pages.html import element
from kg.project import Project
from kg.query import query_names
from kg.serve.app import application
from kg.serve.html import SURFACES, Frame
from kg.serve.options import Options
from kg.serve.service import Service
from tests.page_reader import Document

ADDRESS = "http://127.0.0.1"
HTML = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


@pytest.fixture(scope="module")
def project(served_project: Path) -> Project:
    return Project.find(served_project)


@pytest.fixture(scope="module")
def client(project: Project) -> Iterator[TestClient]:
    limits = replace(DEFAULTS, workers=1, time_limit_ms=20_000, row_limit=77)
    service = Service(project, Options(limits=limits))
    with TestClient(application(service), base_url=ADDRESS) as client:
        yield client


def test_the_start_page_leads_to_every_surface_and_question(
    client: TestClient, project: Project
) -> None:
    response = client.get("/", headers=HTML)
    page = Document(response.text)
    hrefs = {href for _, href in page.hrefs}
    assert {f"api/queries/{name}" for name in query_names(project)} <= hrefs
    for path in ("api/queries", "sparql", "id/", "ontology", "api/openapi.json"):
        assert path in hrefs
    for href in hrefs:
        if not href.startswith(("#", "http")):
            assert client.get(f"/{href.lstrip('/')}", headers=HTML).status_code == 200, href
    assert response.headers["accord-build"] in "".join(page.all_text)


def test_what_the_start_page_says_to_type_works(client: TestClient) -> None:
    codes = re.findall(r"<pre><code>(.*?)</code></pre>", client.get("/", headers=HTML).text)
    assert len(codes) == 5
    asked = 0
    for code in codes:
        url = re.search(rf"{ADDRESS}/[^\s']*", code)
        assert url is not None
        query = re.search(r"query=(.*)'", code)
        if "mcp" not in url[0]:
            response = client.get(url[0], params={"query": query[1]} if query else None)
            assert response.status_code == 200
            asked += 1
    assert asked == 4


def test_each_limit_has_a_name_on_the_page_of_limits(client: TestClient) -> None:
    page = Document(client.get("/limits", headers=HTML).text)
    assert [field.name for field in fields(Limits)] == [i for i in page.ids if i != "content"]
    assert "77 rows" in page.section("row_limit"), "the value here, not the default"
    # What an answer carries that stops there.
    assert LIMITS.endswith("/limits#")


def test_the_style_sheet_and_the_icon_are_all_that_a_page_loads(client: TestClient) -> None:
    for path in ("/", "/limits", "/doc/id/turkey.html", "/ontology/core.html", "/api/queries"):
        page = Document(client.get(path, headers=HTML).text)
        loaded = {href for tag, href in page.hrefs if tag == "link"}
        assert loaded == {"/style.css", "/icon.svg"}
        assert page.loads == []
    style = client.get("/style.css")
    assert style.headers["content-type"] == "text/css; charset=utf-8"
    assert "@import" not in style.text
    assert "url(" not in style.text
    assert client.get("/icon.svg").headers["content-type"] == "image/svg+xml"
    again = client.get("/style.css", headers={"If-None-Match": style.headers["etag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("path", ["/nowhere", "/id/nowhere", "/sparql?query=SELEC"])
def test_people_get_errors_as_pages_and_programs_as_problems(client: TestClient, path: str) -> None:
    page = client.get(path, headers=HTML)
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    problem = client.get(path, headers={"Accept": "*/*"})
    assert problem.headers["content-type"] == "application/problem+json"
    assert page.status_code == problem.status_code >= 400
    assert "Accept" in page.headers["vary"].split(", ")
    assert "Accept" in problem.headers["vary"].split(", ")
    told = problem.json()
    assert Document(page.text).headings == [1]
    assert told["detail"][1:] in "".join(Document(page.text).all_text)
    for accept in ("image/png", "///"):
        other = client.get(path, headers={"Accept": accept})
        assert other.headers["content-type"] == "application/problem+json"


def test_a_page_that_tells_of_an_error_names_the_nearest(client: TestClient) -> None:
    page = client.get("/api/queries/who-must-consen", headers=HTML)
    assert page.status_code == 404
    assert "Did you mean <code>who-must-consent</code>" in page.text
    assert client.put("/sparql", headers=HTML).headers["allow"]


def test_a_page_is_framed_alike_wherever_the_server_stands() -> None:
    frame = Frame("/accord/", "b0b")
    page = frame.page("A & B", element("h1", "A & B"), "<b>", here="limits").decode()
    assert page.startswith("<!DOCTYPE html>\n")
    assert "<title>A &amp; B · Accord</title>" in page
    assert "&lt;b&gt;" in page
    assert "Build b0b." in page
    read = Document(page)
    assert [href for tag, href in read.hrefs if tag == "a" and href.startswith("/")] == [
        *(f"/accord/{path}" for path, _ in SURFACES),
        "/accord/.well-known/void",
    ]
    assert '<a href="/accord/limits" aria-current="page">' in page
    assert frame.links.href("https://w3id.org/accord-kg/id/turkey") == "/accord/id/turkey"


@pytest.mark.parametrize(
    ("base", "path", "location"),
    [
        ("", "/sparql/?query=ASK%20%7B%7D", "/sparql?query=ASK%20%7B%7D"),
        ("", "/id", "/id/"),
        ("https://kg.example.org/accord/", "/api/queries/", "/accord/api/queries"),
    ],
)
def test_a_slash_too_many_or_too_few_leads_to_this_server(
    project: Project, base: str, path: str, location: str
) -> None:
    service = Service(project, Options(limits=replace(DEFAULTS, workers=1), base=base))
    client = TestClient(application(service), base_url=ADDRESS, follow_redirects=False)
    response = client.get(path)
    assert (response.status_code, response.headers["location"]) == (307, location)
    assert response.headers["accord-build"] == service.build


@pytest.mark.parametrize("path", ["/nothing", "/nothing/", "//evil.example/", "/api/"])
def test_where_nothing_is_the_answer_says_what_there_is(client: TestClient, path: str) -> None:
    problem = client.get(f"{ADDRESS}{path}", follow_redirects=False)
    assert problem.status_code == 404
    assert problem.json()["detail"] == f"there is nothing at {path}"
    assert problem.json()["fix"] == "see / for what there is"


def test_a_method_that_is_not_for_a_path_is_told_which_are(client: TestClient) -> None:
    problem = client.delete("/limits")
    assert problem.status_code == 405
    assert problem.json()["detail"] == "DELETE is not for /limits"
    assert problem.json()["fix"] in ("use one of: GET, HEAD", "use one of: HEAD, GET")


@pytest.mark.parametrize(("error", "logged"), [(InternalFault("odd"), 1), (ValueError("odd"), 0)])
def test_a_fault_is_logged_once_and_told_to_nobody(
    project: Project,
    error: Exception,
    logged: int,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def fail(*_: object) -> None:
        raise error

    service = Service(project, Options())
    monkeypatch.setattr(service, "answer", fail)
    client = TestClient(application(service), base_url=ADDRESS, raise_server_exceptions=False)
    answer = client.get("/id/turkey")
    assert answer.status_code == 500
    assert "odd" not in answer.text
    ours = [record for record in caplog.records if record.name.startswith("kg.")]
    assert len(ours) == logged
