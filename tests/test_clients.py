"""Clients that people use, against a server of ours on a socket: nothing is imitated.

SPARQLWrapper and rdflib's SPARQLStore are Python; curl and Comunica are processes; YASGUI runs in a
browser, on a page of another origin that the server allows. Those from npm stand in
``tests/clients/node_modules``, where ``make test`` puts them; what is missing is told in the reason
of a skip.
"""

import html
import json
import os
import re
import shutil
import subprocess
import sys
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.error import HTTPError

import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDF, RDFS
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from rdflib.query import ResultRow

from kg.limits import DEFAULTS
from kg.namespaces import DATA, REFERENCE_GRAPH, TERMS
from tests.browser import find_browser, visit
from tests.python_examples import programs
from tests.serving import ROOT, Server, serving

with warnings.catch_warnings():
    # It has invalid escapes in its strings, which Python tells of when it compiles them.
    warnings.simplefilter("ignore")
    from SPARQLWrapper import (
        CSV,
        GET,
        JSON,
        JSONLD,
        POST,
        POSTDIRECTLY,
        RDFXML,
        TURTLE,
        URLENCODED,
        XML,
        SPARQLExceptions,
        SPARQLWrapper,
    )

PAGE = (ROOT / "docs" / "endpoint.md").read_text(encoding="utf-8")
SHOWN = "http://127.0.0.1:8000/sparql"
"""The endpoint as the page shows it."""
CLIENTS = Path(__file__).parent / "clients"
MODULES = CLIENTS / "node_modules"
NODE = (20, 18)
"""The oldest Node.js that Comunica runs on."""

PREFIX = f"PREFIX accord: <{TERMS}>\n"
STATES = PREFIX + "SELECT ?state { ?state a accord:State } ORDER BY ?state"
ANY = PREFIX + "ASK { ?state a accord:State }"
TYPES = PREFIX + "CONSTRUCT { ?state a accord:State } WHERE { ?state a accord:State }"
STATE = URIRef(TERMS + "State")
TURKEY = URIRef(DATA + "turkey")


def modules() -> Path:
    """Return the folder of the clients from npm; without it the test is skipped."""
    if not (MODULES / ".installed").exists():
        pytest.skip(
            "the clients from npm are not installed (make tests/clients/node_modules/.installed)"
        )
    return MODULES


def node() -> str:
    """Return the path of Node.js; where there is none, or an old one, the test is skipped."""
    found = shutil.which("node")
    if found is None:
        pytest.skip("no Node.js on the path")
    said = subprocess.run([found, "--version"], capture_output=True, check=True, text=True).stdout
    version = tuple(int(part) for part in re.findall(r"[0-9]+", said)[:2])
    if version < NODE:
        pytest.skip(f"Comunica needs Node.js {NODE[0]}.{NODE[1]}, and there is {said.strip()}")
    return found


class Pages(SimpleHTTPRequestHandler):
    """Serves the page that has YASGUI in it, and YASGUI."""

    def translate_path(self, path: str) -> str:
        """Return the file that a path leads to."""
        name = path.strip("/")
        built = MODULES / "@zazuko" / "yasgui" / "build"
        return str(CLIENTS / name if name == "yasgui.html" else built / name)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002, ANN401 - as overridden
        """Say nothing."""


@dataclass(frozen=True)
class Scene:
    """A server of ours, and the origin of pages that may ask it."""

    server: Server
    origin: str

    @property
    def endpoint(self) -> str:
        """The address of the SPARQL endpoint."""
        return f"{self.server.url}sparql"


@pytest.fixture(scope="module")
def scene(served_project: Path) -> Iterator[Scene]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Pages) as pages:
        thread = Thread(target=pages.serve_forever)
        thread.start()
        try:
            origin = f"http://127.0.0.1:{pages.server_port}"
            with serving(served_project, "--allow-origin", origin) as server:
                yield Scene(server, origin)
        finally:
            pages.shutdown()
            thread.join()


def curl(*words: str) -> str:
    if shutil.which("curl") is None:
        pytest.skip("no curl on the path")
    done = subprocess.run(["curl", "--silent", *words], capture_output=True, check=True, text=True)
    return done.stdout


@pytest.fixture(scope="module")
def states(scene: Scene) -> list[str]:
    """What every client has to find, in order."""
    document = json.loads(curl("--get", "--data-urlencode", f"query={STATES}", scene.endpoint))
    found = [row["state"]["value"] for row in document["results"]["bindings"]]
    assert str(TURKEY) in found
    return found


# ------------------------------------------------------------ curl


def test_curl(scene: Scene, states: list[str], tmp_path: Path) -> None:
    query = ("--data-urlencode", f"query={STATES}", scene.endpoint)
    table = curl("-H", "Accept: text/csv", *query)
    assert table.split() == ["state", *states]
    assert curl("--compressed", "-H", "Accept: text/csv", *query) == table

    direct = ("--data-binary", STATES, "-H", "Content-Type: application/sparql-query")
    assert curl("-H", "Accept: text/csv", *direct, scene.endpoint) == table

    tag, status = str(tmp_path / "tag"), ("--output", "-", "--write-out", "%{http_code}")
    get = ("--get", *query)
    assert curl("--etag-save", tag, *get)
    assert curl("--etag-compare", tag, *status, *get) == "304"

    head = curl("--head", *get)
    assert head.startswith("HTTP/1.1 200 OK")
    assert "\naccord-build: " in head.lower()


# ------------------------------------------------------------ SPARQLWrapper


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
@pytest.mark.parametrize(
    ("method", "request_method"),
    [
        (GET, URLENCODED),
        (POST, URLENCODED),
        (POST, POSTDIRECTLY),
    ],
)
def test_sparqlwrapper(scene: Scene, states: list[str], method: str, request_method: str) -> None:
    wrapper = SPARQLWrapper(scene.endpoint)
    wrapper.setMethod(method)
    wrapper.setRequestMethod(request_method)

    def asked(query: str, format_: str) -> Any:  # noqa: ANN401 - a type per format
        wrapper.setQuery(query)
        wrapper.setReturnFormat(format_)
        return wrapper.query().convert()

    rows = asked(STATES, JSON)["results"]["bindings"]
    assert [row["state"]["value"] for row in rows] == states
    assert asked(STATES, CSV).decode().split() == ["state", *states]
    xml = asked(STATES, XML)
    assert [node.firstChild.data for node in xml.getElementsByTagName("uri")] == states
    assert asked(ANY, JSON)["boolean"] is True
    for format_ in (RDFXML, JSONLD):
        assert {str(subject) for subject, _, _ in asked(TYPES, format_)} == set(states)
    graph = Graph().parse(data=asked(TYPES, TURTLE), format="turtle")
    assert {str(subject) for subject in graph.subjects()} == set(states)


def test_sparqlwrapper_is_told_what_is_wrong(scene: Scene) -> None:
    wrapper = SPARQLWrapper(scene.endpoint)
    wrapper.setQuery("SELECT {")
    with pytest.raises(SPARQLExceptions.QueryBadFormed, match="the query is not SPARQL"):
        wrapper.query()
    wrapper.setMethod(POST)
    wrapper.setQuery("CLEAR ALL")
    with pytest.raises(HTTPError) as caught:
        wrapper.query()
    with caught.value as response:
        assert response.status == 403


def test_sparqlwrapper_chooses_a_graph(scene: Scene) -> None:
    wrapper = SPARQLWrapper(scene.endpoint, returnFormat=JSON)
    wrapper.addDefaultGraph(REFERENCE_GRAPH)
    wrapper.setQuery(ANY)
    assert b'"boolean":true' in wrapper.query().response.read()
    wrapper.resetQuery()
    wrapper.addDefaultGraph("https://example.org/nothing")
    wrapper.setQuery(ANY)
    assert b'"boolean":false' in wrapper.query().response.read()


def test_the_example_with_sparqlwrapper(scene: Scene) -> None:
    ((program, output),) = programs(PAGE)
    code = program.replace(SHOWN, scene.endpoint)
    assert code != program
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert done.stdout == output


# ------------------------------------------------------------ rdflib


def test_sparqlstore(scene: Scene, states: list[str]) -> None:
    for method in ("GET", "POST", "POST_FORM"):
        store = SPARQLStore(scene.endpoint, method=method)
        graph = Graph(store)
        assert [str(row.state) for row in graph.query(STATES)] == states  # type: ignore[union-attr]
        assert graph.query(ANY).askAnswer is True
        assert {str(one) for one in graph.subjects(RDF.type, STATE)} == set(states)
        assert (TURKEY, RDF.type, STATE) in graph
        assert Literal("Turkey", lang="en") in set(graph.objects(TURKEY, RDFS.label))
        assert {str(one) for one in graph.query(TYPES).graph.subjects()} == set(states)  # type: ignore[union-attr]
        assert len(graph) > 1_000


def test_sparqlstore_meets_the_limit_of_rows_and_pages_get_past_it(scene: Scene) -> None:
    graph = Graph(SPARQLStore(scene.endpoint))
    assert len(list(graph)) == DEFAULTS.row_limit < len(graph)
    pattern = "{ ?s ?p ?o FILTER(!isBlank(?s) && !isBlank(?o)) }"
    (counted,) = graph.query(f"SELECT (COUNT(*) AS ?n) {pattern}")
    pages: list[tuple[object, ...]] = []
    # As docs/endpoint.md says it, for a pattern without blank nodes.
    while page := list(
        graph.query(f"SELECT * {pattern} ORDER BY ?s ?p ?o LIMIT 1000 OFFSET {len(pages)}")
    ):
        pages += [tuple(row) for row in page if isinstance(row, ResultRow)]
    assert isinstance(counted, ResultRow)
    assert len(set(pages)) == len(pages) == int(counted[0]) > DEFAULTS.row_limit


# ------------------------------------------------------------ Comunica


def test_comunica(scene: Scene, states: list[str]) -> None:
    modules()
    # The third one's path does not tell what it is: the service description does.
    sources = [{"type": "sparql", "value": scene.endpoint}, scene.endpoint, f"{scene.endpoint}?"]
    asked = {"sources": sources, "select": STATES, "ask": ANY, "construct": TYPES}
    done = subprocess.run(
        [node(), "comunica.mjs"],
        cwd=CLIENTS,
        input=json.dumps(asked),
        capture_output=True,
        check=False,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    answers = json.loads(done.stdout)
    assert len(answers) == len(sources)
    for answer in answers:
        assert [row["state"] for row in answer["rows"]] == states
        assert answer["yes"] is True
        assert sorted(answer["triples"]) == sorted(
            [one, str(RDF.type), str(STATE)] for one in states
        )


def test_the_example_with_comunica(scene: Scene) -> None:
    node()
    example = re.search(r"```console\n\$ (comunica-sparql .*?')\n(.*?)```", PAGE, re.DOTALL)
    assert example is not None
    command = example[1].replace(SHOWN, scene.endpoint)
    assert command != example[1]
    path = f"{modules() / '.bin'}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-c", command],
        capture_output=True,
        check=True,
        text=True,
        env={**os.environ, "PATH": path},
    )
    assert done.stdout == example[2]


# ------------------------------------------------------------ YASGUI


def test_yasgui_on_a_page_of_another_origin(
    scene: Scene, states: list[str], tmp_path: Path
) -> None:
    modules()
    find_browser()
    document, said = visit(f"{scene.origin}/yasgui.html#{scene.endpoint}", tmp_path / "profile")
    assert said == []
    outcome = re.search(r'<pre id="outcome">(.*?)</pre>', document)
    assert outcome is not None
    assert json.loads(html.unescape(outcome[1])) == {"status": 200, "states": states}
