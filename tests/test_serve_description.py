"""What the endpoint says of itself, to programs and to people, and how often it is worked out."""

import json
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pyoxigraph as ox
import pytest
from starlette.testclient import TestClient

from kg.export.description import DATASET
from kg.limits import DEFAULTS
from kg.namespaces import RDF, VOID
from kg.results import FORMATS
from kg.serve.service import Service
from kg.store import open_snapshot
from kg.worker.description import COUNTS, SD, Describe
from kg.worker.jobs import Job, job_head, read_job
from kg.worker.pool import Answer
from kg.worker.world import World
from tests.endpoint_sample import endpoint, stored
from tests.worlds import COUNT, EXAMPLE, quads, snapshot

FIRST = quads()[0]
PASSAGE = ox.NamedNode(f"{EXAMPLE}article/v1#char=0,5")
SUPPORTED = ox.Quad(FIRST.subject, FIRST.predicate, FIRST.object, PASSAGE)
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
ENDPOINT = "http://127.0.0.1:8000/sparql"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("described")


@pytest.fixture(scope="module")
def client(folder: Path) -> Iterator[TestClient]:
    # A limit of one row: a description is no answer to a query, and is whole.
    with endpoint(stored(folder, [*quads(), SUPPORTED]), row_limit=1) as started:
        yield started


def graph(client: TestClient, path: str, accept: str = "text/turtle") -> ox.Store:
    response = client.get(path, headers={"Accept": accept})
    assert response.status_code == 200, response.text
    assert response.headers["content-type"].partition(";")[0] == accept
    format_ = ox.RdfFormat.from_media_type(accept)
    assert format_ is not None
    store = ox.Store()
    store.load(response.content, format=format_)
    return store


def service(store: ox.Store) -> ox.BlankNode:
    kind = ox.NamedNode(f"{SD}Service")
    (found,) = store.quads_for_pattern(None, ox.NamedNode(RDF + "type"), kind)
    assert isinstance(found.subject, ox.BlankNode)
    return found.subject


def values(store: ox.Store, subject: str | ox.BlankNode, predicate: str) -> set[str]:
    node = ox.NamedNode(subject) if isinstance(subject, str) else subject
    found = store.quads_for_pattern(node, ox.NamedNode(predicate), None)
    return {quad.object.value for quad in found if not isinstance(quad.object, ox.Triple)}


@pytest.mark.parametrize(
    "accept", ["text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json"]
)
def test_every_syntax_says_the_same(client: TestClient, accept: str) -> None:
    described, expected = graph(client, "/sparql", accept), graph(client, "/sparql")
    for one in (described, expected):
        assert len(one) > 30
    canonical = []
    for one in (described, expected):
        dataset = ox.Dataset(one)
        dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
        canonical.append(dataset)
    assert canonical[0] == canonical[1]


def test_the_service(client: TestClient) -> None:
    described = graph(client, "/sparql")
    node = service(described)
    assert values(described, node, SD + "endpoint") == {ENDPOINT}
    assert values(described, node, SD + "supportedLanguage") == {f"{SD}SPARQL11Query"}
    assert values(described, node, SD + "feature") == {f"{SD}UnionDefaultGraph"}
    assert values(described, node, SD + "defaultDataset") == {DATASET}
    assert len(values(described, node, SD + "resultFormat")) == 8
    turtle = client.get("/sparql").text
    assert "sd:resultFormat" in turtle
    assert "formats:SPARQL_Results_JSON" in turtle


def test_the_named_graphs_without_those_of_passages(client: TestClient) -> None:
    described = graph(client, "/sparql")
    names = {quad.object.value for quad in described if quad.predicate.value == SD + "name"}
    assert names == {f"{EXAMPLE}graph0", f"{EXAMPLE}graph1"}
    assert "Each passage of an article is a graph of its own" in client.get("/sparql").text


@pytest.mark.parametrize("path", ["/sparql", "/.well-known/void"])
def test_counts(client: TestClient, path: str) -> None:
    described = graph(client, path)
    assert values(described, DATASET, VOID + "triples") == {str(COUNT)}
    assert values(described, DATASET, VOID + "distinctSubjects") == {str(COUNT)}
    assert values(described, DATASET, VOID + "properties") == {"1"}
    assert values(described, DATASET, VOID + "sparqlEndpoint") == {ENDPOINT}


def test_void_alone(client: TestClient) -> None:
    described = graph(client, "/.well-known/void")
    assert not [quad for quad in described if quad.predicate.value.startswith(SD)]
    assert values(described, DATASET, RDF + "type") >= {VOID + "Dataset"}
    refused = client.get("/.well-known/void", headers={"Accept": "text/html"})
    assert refused.status_code == 406


class Form(HTMLParser):
    """Finds the fields of a form, and what would not pass the content security policy."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, list[str]] = {}
        self.action = ""
        self.forbidden: list[str] = []
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.action = given["action"]
            assert given["method"] == "get"
        if tag in ("textarea", "select"):
            self._select = given["name"]
            self.fields[self._select] = []
        if tag == "option":
            self.fields[self._select].append(given["value"])
        if tag in ("script", "style") or any(name.startswith(("on", "style")) for name in given):
            self.forbidden.append(tag)


def test_a_page_with_a_form_that_works_without_script(client: TestClient) -> None:
    response = client.get("/sparql", headers={"Accept": BROWSER})
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    form = Form()
    form.feed(response.text)
    assert (form.action, form.forbidden) == ("/sparql", [])
    assert list(form.fields) == ["query", "accept"]
    for accept in form.fields["accept"]:
        answers = [
            client.get(form.action, params={"query": query, "accept": accept})
            for query in ("SELECT * {}", "DESCRIBE <a:b>")
        ]
        assert 200 in {answer.status_code for answer in answers}
    assert f"<dt>triples</dt><dd>{COUNT}</dd>" in response.text
    assert "<dt>named graphs</dt><dd>3</dd>" in response.text


def test_the_example_of_the_page_is_a_query(client: TestClient) -> None:
    page = client.get("/sparql", headers={"Accept": "text/html"}).text
    query = page.partition("<textarea")[2].partition(">")[2].partition("</textarea>")[0]
    assert client.get("/sparql", params={"query": query}).status_code == 200


def test_a_public_address(folder: Path) -> None:
    with endpoint(stored(folder, quads()), base="https://kg.example/accord/") as client:
        described = graph(client, "/sparql")
        page = client.get("/sparql", headers={"Accept": "text/html"}).text
    public = "https://kg.example/accord/sparql"
    assert values(described, service(described), SD + "endpoint") == {public}
    assert 'action="/accord/sparql"' in page


def test_it_is_worked_out_once_per_build_and_name(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Describe] = []
    project = stored(folder, quads())
    with endpoint(project) as client:
        answer = Service.answer

        async def counted(service: Service, job: Job) -> Answer:
            assert isinstance(job, Describe)
            asked.append(job)
            return await answer(service, job)

        monkeypatch.setattr(Service, "answer", counted)
        first = client.get("/sparql")
        again = client.get("/sparql")
        assert first.headers["etag"] == again.headers["etag"]
        assert len(asked) == 1
        client.get("/sparql", headers={"Accept": "application/n-triples"})
        client.get("/.well-known/void")
        client.get("/sparql", headers={"Host": "localhost:8000"})
        assert len(asked) == 4
        assert asked[-1].endpoint == "http://localhost:8000/sparql"
        monkeypatch.setattr("kg.serve.description._KEPT", 4)
        client.get("/sparql")
        assert len(asked) == 5


def test_of_two_builds_only_the_newest_is_kept(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with endpoint(stored(folder, quads())) as client:
        answer = Service.answer

        async def from_another_build(asked: Service, job: Job) -> Answer:
            return replace(await answer(asked, job), build="before")

        with monkeypatch.context() as patched:
            patched.setattr(Service, "answer", from_another_build)
            assert client.get("/sparql").headers["accord-build"] == "before"
        assert client.get("/sparql").headers["accord-build"] != "before"


def test_the_job_does_itself(tmp_path: Path) -> None:
    world = World(*open_snapshot(snapshot(tmp_path, [SUPPORTED])), DEFAULTS)
    for format_ in FORMATS:
        if "DESCRIBE" in FORMATS[format_]:
            assert Describe(ENDPOINT, format_).run(world).rows > 30
    whole = Describe(ENDPOINT, "ntriples").run(world).body.decode()
    data = Describe(ENDPOINT, "ntriples", service=False).run(world).body.decode()
    assert set(data.splitlines()) < set(whole.splitlines())
    assert SD in whole
    assert SD not in data
    counts = json.loads(Describe(ENDPOINT, COUNTS).run(world).body)
    assert (counts["triples"], counts["graphs"]) == (COUNT, 3)


def test_the_job_can_be_sent() -> None:
    job = Describe("http://a.example/sparql", "turtle", service=False)
    assert read_job(job_head(job)) == job
