"""Every IRI of ours leads to a document about it, for people and for machines, and nowhere else."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote, unquote, urljoin, urlsplit

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from kg.export.turtle import write_union
from kg.limits import DEFAULTS
from kg.namespaces import (
    BASE,
    DATA,
    DCAT,
    DCTERMS,
    DESCRIPTION_GRAPH,
    FOAF,
    INFERRED_GRAPH,
    ONTOLOGY,
    OWL,
    REFERENCE_GRAPH,
    TERMS,
    VOID,
)
from kg.project import Project
from kg.serve.app import application
from kg.serve.options import Options
from kg.serve.service import Service
from kg.show.turtle import turtle_page
from kg.store import read_quads
from kg.turtle import Statement
from tests.page_reader import Document

ADDRESS = "http://127.0.0.1"
HTML = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
"""What a browser accepts."""
TURTLE = "text/turtle"
TURKEY = DATA + "turkey"
SUFFIXES = {
    "ttl": ("text/turtle", ox.RdfFormat.TURTLE),
    "nt": ("application/n-triples", ox.RdfFormat.N_TRIPLES),
    "jsonld": ("application/ld+json", ox.RdfFormat.JSON_LD),
    "rdf": ("application/rdf+xml", ox.RdfFormat.RDF_XML),
}


def client_of(project: Project, options: Options) -> TestClient:
    service = Service(project, options)
    return TestClient(application(service), base_url=ADDRESS, follow_redirects=False)


@pytest.fixture(scope="module")
def project(served_project: Path) -> Project:
    return Project.find(served_project)


@pytest.fixture(scope="module")
def client(project: Project) -> Iterator[TestClient]:
    options = Options(limits=replace(DEFAULTS, workers=1, time_limit_ms=20_000))
    with client_of(project, options) as client:
        yield client


@pytest.fixture(scope="module")
def quads(project: Project) -> list[ox.Quad]:
    return read_quads(project)


@pytest.fixture(scope="module")
def iris(quads: list[ox.Quad]) -> list[str]:
    """Every IRI of the graph that is ours."""
    terms = (term for q in quads for term in (q.subject, q.predicate, q.object, q.graph_name))
    named = {term.value for term in terms if isinstance(term, ox.NamedNode)}
    return sorted(iri for iri in named if iri.startswith(BASE))


class Tags(HTMLParser):
    """The elements of a page and the attributes that they have, by name."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes.update(name for name, _ in attrs)


def path_of(iri: str) -> str:
    """Return what a client asks a server for, which no fragment ever reaches."""
    return "/" + quote(iri.removeprefix(BASE).partition("#")[0], safe="/")


def followed(client: TestClient, path: str, accept: str) -> tuple[str, str, dict[str, str]]:
    """Return where a path leads, what is there, and the headers; at most two redirects."""
    for _ in range(3):
        response = client.get(path, headers={"Accept": accept})
        if response.status_code != 303:
            assert response.status_code == 200, (path, response.text)
            return path, response.text, dict(response.headers)
        location = response.headers["location"]
        assert re.match(r"/(?!/)", location), location
        path = location
    raise AssertionError(f"{path} leads in a circle")


def terms_of(turtle: str) -> set[str]:
    return {
        term.value
        for triple in ox.parse(turtle, format=ox.RdfFormat.TURTLE)
        for term in (triple.subject, triple.predicate, triple.object)
        if isinstance(term, ox.NamedNode)
    }


def value_of(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else ""


# ---------------------------------------------------------------- every IRI


def test_every_iri_leads_to_turtle_that_mentions_it(client: TestClient, iris: list[str]) -> None:
    known: dict[str, set[str]] = {}
    assert len(iris) > 400
    for iri in iris:
        path = path_of(iri)
        if path not in known:
            _, turtle, headers = followed(client, path, TURTLE)
            assert headers["content-type"] == "text/turtle; charset=utf-8"
            assert "accord-stopped" not in headers
            known[path] = terms_of(turtle)
        assert iri in known[path]


def test_every_iri_leads_to_a_page_that_shows_it_and_all_whose_links_lead_somewhere(
    client: TestClient, iris: list[str]
) -> None:
    pages: dict[str, Document] = {}
    places: dict[str, str] = {}
    links: set[str] = set()

    def page(path: str) -> Document:
        if path not in places:
            places[path], text, headers = followed(client, path, HTML)
            kind = headers["content-type"].partition(";")[0]
            pages[places[path]] = Document(text if kind == "text/html" else "")
        return pages[places[path]]

    for iri in iris:
        path, _, fragment = iri.partition("#")
        found = page(path_of(path))
        if fragment:
            assert fragment in found.ids, iri
            # Where the fragment itself names the thing, the name stands with it.
            if iri.startswith(TERMS):
                assert found.text[fragment]
        else:
            assert iri in "".join(found.all_text), iri
    for place, found in list(pages.items()):
        for _, href in found.hrefs:
            target = urljoin(place, href)
            if urlsplit(target).netloc:
                assert href.startswith(("http://", "https://")), href
                assert not href.startswith(BASE), "an IRI of ours must stay on this server"
            else:
                links.add(target)
        assert len(found.ids) == len(set(found.ids)), place
    for link in sorted(links):
        path, _, fragment = link.partition("#")
        found = page(path)
        if fragment:
            assert unquote(fragment) in found.ids, link


def test_a_page_has_headings_in_order_and_no_script(client: TestClient) -> None:
    for path in ("/doc/id/turkey.html", "/doc/id/", "/ontology/core.html"):
        text = client.get(path, headers={"Accept": HTML}).text
        page = Document(text)
        assert page.headings[0] == 1
        assert page.headings.count(1) == 1
        assert all(b - a <= 1 for a, b in zip(page.headings, page.headings[1:], strict=False))
        assert page.loads == []
        for word in ("<script", "<style", "style=", "javascript:", "onclick"):
            assert word not in text


# ---------------------------------------------------------------- things


def test_a_thing_is_not_a_document(client: TestClient) -> None:
    response = client.get("/id/turkey", headers={"Accept": TURTLE})
    assert response.status_code == 303
    assert response.headers["location"] == "/doc/id/turkey"
    assert response.headers["accord-build"]
    assert response.content == b""
    assert client.head("/id/turkey").status_code == 303


def test_a_document_is_negotiated_and_says_where_each_form_of_it_is(client: TestClient) -> None:
    for suffix, (media, _) in {**SUFFIXES, "html": ("text/html", None)}.items():
        response = client.get("/doc/id/turkey", headers={"Accept": media})
        assert response.headers["content-type"].partition(";")[0] == media
        assert response.headers["content-location"] == f"/doc/id/turkey.{suffix}"
        assert response.headers["link"] == f'<{TURKEY}>; rel="describes"'
        assert "Accept" in response.headers["vary"]
        fixed = client.get(f"/doc/id/turkey.{suffix}", headers={"Accept": "image/png"})
        assert fixed.content == response.content
        again = client.get(
            f"/doc/id/turkey.{suffix}", headers={"If-None-Match": response.headers["etag"]}
        )
        assert again.status_code == 304


def test_who_does_not_say_gets_turtle_and_who_wants_nothing_of_it_gets_406(
    client: TestClient,
) -> None:
    assert client.get("/doc/id/turkey").headers["content-type"].startswith(TURTLE)
    assert client.get("/doc/id/turkey", headers={"Accept": "image/png"}).status_code == 406
    assert client.get("/ontology", headers={"Accept": "image/png"}).status_code == 406


def test_all_syntaxes_hold_the_same_triples(client: TestClient) -> None:
    graphs = []
    for suffix, (_, format_) in SUFFIXES.items():
        data = client.get(f"/doc/id/turkey.{suffix}").content
        dataset = ox.Dataset(ox.parse(data, format=format_))
        dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
        graphs.append(dataset)
    assert all(graph == graphs[0] for graph in graphs)


def itself(turtle: str) -> tuple[list[ox.Quad], list[ox.Quad]]:
    """Return what a document says of itself, and the rest."""
    quads = list(ox.parse(turtle, format=ox.RdfFormat.TURTLE))
    document = next(q.subject for q in quads if q.object == ox.NamedNode(FOAF + "Document"))
    return [q for q in quads if q.subject == document], [q for q in quads if q.subject != document]


def test_turtle_is_what_kg_show_says(client: TestClient, quads: list[ox.Quad]) -> None:
    _, rest = itself(client.get("/doc/id/turkey.ttl").text)
    shown = turtle_page(quads, ox.NamedNode(TURKEY))
    assert "".join(write_union(map(Statement.of, rest))) == shown


def test_a_document_tells_build_dataset_licence_and_rights(client: TestClient) -> None:
    response = client.get("/doc/id/turkey.ttl")
    said, _ = itself(response.text)
    values = {q.predicate.value: q.object for q in said}
    assert said[0].subject == ox.NamedNode(BASE + "doc/id/turkey")
    assert values[FOAF + "primaryTopic"] == ox.NamedNode(TURKEY)
    assert values[DCAT + "version"] == ox.Literal(response.headers["accord-build"])
    assert values[VOID + "inDataset"] == ox.NamedNode(DESCRIPTION_GRAPH + "#dataset")
    assert values[DCTERMS + "license"] == ox.NamedNode(
        "https://creativecommons.org/licenses/by/4.0/"
    )
    assert "its outlet" in value_of(values[DCTERMS + "rights"])
    # Where there is no sentence of an article, there is nothing to say of its rights.
    without, _ = itself(client.get("/doc/id/washington-city.ttl").text)
    assert DCTERMS + "rights" not in {q.predicate.value for q in without}


def test_an_article_tells_what_its_passages_say_each_with_its_evidence(
    client: TestClient, quads: list[ox.Quad]
) -> None:
    article = next(value_of(q.subject) for q in quads if q.predicate.value == TERMS + "articleId")
    turtle = client.get(f"/doc/{article.removeprefix(BASE)}.ttl")
    assert "accord-stopped" not in turtle.headers
    triples = {t.triple for t in ox.parse(turtle.text, format=ox.RdfFormat.TURTLE)}
    in_passages = {
        q.triple
        for q in quads
        if isinstance(q.graph_name, ox.NamedNode)
        and q.graph_name.value.startswith(article + "#char=")
    }
    assert in_passages
    assert in_passages <= triples
    evidence = [t for t in triples if t.predicate.value == TERMS + "evidence"]
    assert {value_of(t.object) for t in evidence} == {
        q.graph_name.value
        for q in quads
        if isinstance(q.graph_name, ox.NamedNode) and "#char=" in q.graph_name.value
        if q.graph_name.value.startswith(article)
    }


def test_a_page_quotes_with_the_source_and_links_to_the_passage(client: TestClient) -> None:
    text = client.get("/doc/id/turkey.html").text
    assert re.search(
        r"<blockquote><p>On November 11, Russia and Turkey agreed[^<]*</p></blockquote>"
        r"<figcaption>TASS, 12 November 2020 · outlet's voice · "
        r'<a href="/id/tass/2020-11-12-turkish-peacekeepers/v1#char=[0-9]+,[0-9]+">',
        text,
    )
    assert 'href="http://www.wikidata.org/entity/Q43" rel="external noreferrer"' in text


# ---------------------------------------------------------------- what is no thing


def test_the_ontology_comes_at_once_as_rdf_and_sends_people_to_its_pages(
    client: TestClient,
) -> None:
    turtle = client.get("/ontology", headers={"Accept": TURTLE})
    assert turtle.status_code == 200
    assert turtle.headers["content-location"] == "/ontology.ttl"
    assert client.get("/ontology.ttl").text == turtle.text
    people = client.get("/ontology", headers={"Accept": HTML})
    assert people.status_code == 303
    assert people.headers["location"] == "/ontology/index.html"
    assert client.get("/ontology.html").headers["location"] == "/ontology/index.html"
    assert client.get("/ontology/").headers["location"] == "/ontology"


@pytest.mark.parametrize(
    ("path", "suffix"),
    [
        ("/doc/id/turkey.json", "json"),
        ("/ontology.xls", "xls"),
        ("/ontology/core.owl", "owl"),
    ],
)
def test_an_ending_that_names_no_format(client: TestClient, path: str, suffix: str) -> None:
    told = client.get(path).json()
    assert (told["status"], told["detail"]) == (404, f"there is no document as .{suffix}")
    assert told["fix"] == "end it with one of: .html, .ttl, .nt, .jsonld, .rdf"


@pytest.mark.parametrize("path", ["/doc/id/turkej.json", "/ontology/cor.owl", "/doc/id/a.b/c"])
def test_what_is_not_known_is_told_whatever_its_ending(client: TestClient, path: str) -> None:
    assert client.get(path).json()["detail"].endswith(path.removeprefix("/doc"))


def test_the_ontology_is_whole_and_one(client: TestClient, quads: list[ox.Quad]) -> None:
    stated = {q.triple for q in quads if q.graph_name == ox.NamedNode(ONTOLOGY)}
    served = {
        q.triple for q in ox.parse(client.get("/ontology.ttl").text, format=ox.RdfFormat.TURTLE)
    }
    named = {t for t in stated if not {type(t.subject), type(t.object)} & {ox.BlankNode}}
    of_files = {t for t in named if t not in served}
    assert {t.predicate.value for t in of_files} <= {
        OWL + "imports",
        OWL + "versionIRI",
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#type",
    }
    headers = {value_of(t.subject) for t in served if t.object == ox.NamedNode(OWL + "Ontology")}
    assert headers == {ONTOLOGY}
    # A store would have made other numbers of these.
    assert any("nonNegativeInteger" in str(t.object) for t in served)


def test_modules_hold_all_of_the_ontology_between_them(
    client: TestClient, quads: list[ox.Quad]
) -> None:
    stated = [q for q in quads if q.graph_name == ox.NamedNode(ONTOLOGY)]
    headers = {value_of(q.subject) for q in stated if q.object == ox.NamedNode(OWL + "Ontology")}
    found: set[ox.Triple] = set()
    for iri in headers - {ONTOLOGY}:
        data = client.get(f"/{iri.removeprefix(BASE)}.ttl").text
        _, rest = itself(data)
        assert ox.NamedNode(iri) in {q.subject for q in rest}
        found |= {q.triple for q in rest}
    named = {q.triple for q in stated if isinstance(q.subject, ox.NamedNode)}
    of_the_root = {t for t in named if t not in found and not isinstance(t.object, ox.BlankNode)}
    assert not {t for t in of_the_root if value_of(t.subject).startswith(TERMS)}
    matches = client.get("/ontology/alignments.ttl").text
    assert "skos:closeMatch" in matches
    assert "skos:closeMatch <" not in client.get("/ontology/core.ttl").text


def test_versions_lead_to_what_they_are_versions_of(client: TestClient) -> None:
    page = client.get("/ontology/0.1.0", headers={"Accept": HTML})
    assert page.headers["location"] == "/ontology/index.html"
    page = client.get("/ontology/core/0.1.0", headers={"Accept": HTML})
    assert page.headers["location"] == "/ontology/core.html"
    assert client.get("/ontology/core/0.0.9", headers={"Accept": TURTLE}).status_code == 404
    response = client.get("/ontology/cor", headers={"Accept": TURTLE})
    assert response.json()["nearest"][0] == ONTOLOGY + "/core"
    assert client.get("/ontology/cor.html").status_code == 404


@pytest.mark.parametrize("iri", [REFERENCE_GRAPH, INFERRED_GRAPH])
def test_a_graph_says_how_large_it_is_and_holds_its_triples(
    client: TestClient, quads: list[ox.Quad], iri: str
) -> None:
    held = {q.triple for q in quads if q.graph_name == ox.NamedNode(iri)}
    path = f"/doc/{iri.removeprefix(BASE)}.ttl"
    triples = {t.triple for t in ox.parse(client.get(path).text, format=ox.RdfFormat.TURTLE)}
    assert held <= triples
    number = next(t.object for t in triples if t.predicate.value == VOID + "triples")
    assert number.value == str(len(held))


def test_the_graph_of_the_description_is_where_void_is_looked_for(client: TestClient) -> None:
    response = client.get("/id/graph/description")
    assert response.headers["location"] == "/.well-known/void"
    assert client.get("/.well-known/void", headers={"Accept": TURTLE}).status_code == 200


def test_lists_lead_to_every_thing(client: TestClient, iris: list[str]) -> None:
    assert client.get("/id/").headers["location"] == "/doc/id/"
    for path in ("/doc/", "/doc/id", "/doc/id/"):
        assert "What the graph knows" in client.get(path, headers={"Accept": HTML}).text
    page = Document(client.get("/doc/id/", headers={"Accept": HTML}).text)
    listed: set[str] = set()
    for _, href in page.hrefs:
        if "?class=" in href:
            inner = Document(client.get(href, headers={"Accept": HTML}).text)
            listed |= {link for _, link in inner.hrefs if link.startswith("/id/")}
    typed = {iri for iri in iris if iri.startswith(DATA) and "#" not in iri}
    assert {path_of(iri) for iri in typed if "/graph/" not in iri} <= listed
    states = client.get("/doc/id/?class=State", headers={"Accept": TURTLE}).text
    assert TURKEY in terms_of(states)
    wrong = client.get("/doc/id/?class=Stat", headers={"Accept": TURTLE})
    assert wrong.status_code == 404
    assert wrong.json()["nearest"][0] == "State"


def test_a_list_begins_where_it_is_told_to(client: TestClient) -> None:
    page = client.get("/doc/id/?class=State&after=turkez", headers={"Accept": HTML})
    assert '<ul class="things">' in page.text
    assert "/id/turkey" not in page.text
    assert page.headers["content-location"] == "/doc/id.html?class=State&after=turkez"


# ---------------------------------------------------------------- the unknown and the hostile


def test_an_unknown_iri_names_the_nearest(client: TestClient) -> None:
    response = client.get("/id/turkej")
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["nearest"] == [TURKEY]
    page = client.get("/id/turkej", headers={"Accept": HTML})
    assert page.status_code == 404
    assert '<a href="/id/turkey">id/turkey</a>' in page.text


HOSTILE = [
    "/id//evil.example/",
    "/id/%2F%2Fevil.example",
    "/id/https://evil.example/",
    "/id/..%2f..%2fevil.example",
    "/id/../evil",
    "/id/turkey%0d%0aLocation:%20https://evil.example",
    "/id/turkey%0d%0a%0d%0a<script>alert(1)</script>",
    "/id/<script>alert(1)</script>",
    "/id/%3Cimg%20src=x%20onerror=alert(1)%3E",
    '/id/"onmouseover="alert(1)',
    "/id/%22%3E%3Csvg/onload=alert(1)%3E",
    "/id/%00",
    "/id/%ff%fe",
    "/id/turkey%20",
    "/id/\\evil.example",
    "/id/%5c%5cevil.example",
    "/id/javascript:alert(1)",
    "/id/graph/%7B%7D",
    "/doc/javascript:alert(1)",
    "/doc//evil.example",
    "/doc/id/<script>.html",
    "/doc/id/%0d%0a.ttl",
    "/doc/id/?class=<script>alert(1)</script>",
    '/doc/id/?class="><script>alert(1)</script>&after=x',
    "/doc/id/?class=State&after=%0d%0aSet-Cookie:%20a=b",
    "/ontology/%3Cscript%3Ealert(1)%3C/script%3E",
    "/ontology//evil.example",
    "/id/%0a/",
    "/ontology/core%0a",
    "/ontology/%0d%0aLocation:x.html",
    "/ontology.%3Cscript%3E",
]


@pytest.mark.parametrize("path", HOSTILE)
@pytest.mark.parametrize("accept", [HTML, TURTLE, "*/*"])
def test_hostile_paths_lead_nowhere_and_run_nothing(
    client: TestClient, path: str, accept: str
) -> None:
    _harmless(client, path, accept)


@given(st.text(max_size=60), st.sampled_from(["id", "doc/id", "doc", "ontology"]))
def test_no_path_breaks_out(client: TestClient, text: str, root: str) -> None:
    _harmless(client, f"/{root}/{quote(text, safe='')}", HTML)


def _harmless(client: TestClient, path: str, accept: str) -> None:
    response = client.get(path, headers={"Accept": accept})
    assert response.status_code in (200, 303, 404), response.text
    if "location" in response.headers:
        location = response.headers["location"]
        assert re.fullmatch(r"/(doc|ontology)[!-~]*", location)
    assert "set-cookie" not in response.headers
    if response.headers.get("content-type", "").startswith("text/html"):
        tags = Tags()
        tags.feed(response.text)
        assert not tags.names & {"script", "img", "style", "iframe", "object"}
        assert not {name for name in tags.attributes if name.startswith("on")}
        assert not any(href.startswith("javascript:") for _, href in Document(response.text).hrefs)


def test_a_document_that_is_none_is_not_found(client: TestClient) -> None:
    assert client.get("/doc/elsewhere").status_code == 404
    assert client.get("/doc/ontology").status_code == 404


# ---------------------------------------------------------------- other bases and limits


def test_links_stay_below_the_base_of_a_server_behind_another(project: Project) -> None:
    options = Options(
        base="https://kg.example.org/accord/",
        limits=replace(DEFAULTS, workers=1, time_limit_ms=20_000),
    )
    with client_of(project, options) as client:
        assert client.get("/id/turkey").headers["location"] == "/accord/doc/id/turkey"
        page = Document(client.get("/doc/id/turkey.html").text)
        ours = [href for _, href in page.hrefs if not href.startswith(("http", "#"))]
        assert ours
        assert all(href.startswith("/accord/") for href in ours)
        # The IRIs themselves are the same wherever they are served.
        assert TURKEY in terms_of(client.get("/doc/id/turkey.ttl").text)


def test_a_document_that_is_too_large_stops_with_a_marker(project: Project) -> None:
    options = Options(limits=replace(DEFAULTS, workers=1, row_limit=5, time_limit_ms=20_000))
    with client_of(project, options) as client:
        for path in (
            "id/turkey",
            "id/graph/inferred",
            "id/tass/2020-11-12-turkish-peacekeepers/v1",
        ):
            turtle = client.get(f"/doc/{path}.ttl")
            assert turtle.headers["accord-stopped"] == "row_limit"
            assert "# stopped at the limit row_limit: there is more" in turtle.text
            assert DATA + path.removeprefix("id/") in terms_of(turtle.text)
            page = client.get(f"/doc/{path}.html")
            assert '<a href="/limits#row_limit">row_limit</a>' in page.text
            assert page.headers["accord-stopped"] == "row_limit"
            data = json.loads(client.get(f"/doc/{path}.jsonld").text)
            assert data["stopped"] == BASE + "limits#row_limit"
        # The vocabulary is not a matter of size: half of it would mean something else.
        assert "accord-stopped" not in client.get("/ontology.ttl").headers
