"""W3C's tests of SPARQL 1.1 Protocol and Service Description, exchange by exchange.

They are read from ``../shared/suites`` beside the checkout and are skipped where that is missing.
The graphs that the manifest speaks of are in the store that is served; nothing is loaded.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from kg.namespaces import RDF, RDFS
from tests.endpoint_sample import ROOT, endpoint, stored

SUITE = ROOT.parent / "shared" / "suites" / "sparql11"
if not SUITE.is_dir():
    pytest.skip("the W3C suites are not beside the checkout", allow_module_level=True)

UPDATES = "it updates the graph; the graph comes from the annotations alone"
NOT_FOR_US = {
    "update_dataset_default_graph": (UPDATES, 403),
    "update_dataset_default_graphs": (UPDATES, 403),
    "update_dataset_named_graphs": (UPDATES, 403),
    "update_dataset_full": (UPDATES, 403),
    "update_post_form": (UPDATES, 403),
    "update_post_direct": (UPDATES, 403),
    "update_base_uri": (UPDATES, 403),
}
"""The tests that do not apply to a service that only reads, why, and what they get."""

MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
UT = "http://www.w3.org/2009/sparql/tests/test-update#"
HT = "http://www.w3.org/2011/http#"
CNT = "http://www.w3.org/2011/content#"
SD = "http://www.w3.org/ns/sparql-service-description#"

ROWS = {
    "application/sparql-results+xml",
    "application/sparql-results+json",
    "text/csv",
    "text/tab-separated-values",
}
FORMATS = {
    "boolean": {"application/sparql-results+xml", "application/sparql-results+json"},
    "tabular": ROWS,
    "RDF": {"application/rdf+xml", "text/turtle", "application/n-triples"},
}
"""The media types that each expected format of the manifest may have, as its tests' names say."""


@dataclass(frozen=True)
class Exchange:
    """One request of a test, and what is expected of its answer."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    statuses: tuple[str, ...]
    boolean: bool | None
    format: str | None


class Manifest:
    """A manifest of tests, read."""

    def __init__(self, path: Path) -> None:
        self.graph = ox.Store()
        self.graph.load(path=path, base_iri="http://suite.example/manifest.ttl")

    def values(self, subject: ox.NamedNode | ox.BlankNode, iri: str) -> list[ox.NamedNode]:
        """Return the objects; they are of any kind, but are used by their value."""
        quads = self.graph.quads_for_pattern(subject, ox.NamedNode(iri), None)
        return [quad.object for quad in quads]  # type: ignore[misc]

    def value(self, subject: ox.NamedNode | ox.BlankNode, iri: str) -> ox.NamedNode:
        """Return the only object."""
        (found,) = self.values(subject, iri)
        return found

    def items(self, head: ox.NamedNode) -> Iterator[ox.NamedNode]:
        """Yield the members of a list."""
        while head.value != RDF + "nil":
            yield self.value(head, RDF + "first")
            head = self.value(head, RDF + "rest")

    def tests(self) -> dict[str, ox.NamedNode]:
        """Return the tests, by name, in order."""
        (entries,) = self.graph.quads_for_pattern(None, ox.NamedNode(MF + "entries"), None)
        listed = self.items(entries.object)  # type: ignore[arg-type]
        return {test.value.rpartition("#")[2]: test for test in listed}

    def exchanges(self, test: ox.NamedNode) -> list[Exchange]:
        """Return the exchanges of a test, in order."""
        requests = self.value(self.value(test, MF + "action"), HT + "requests")
        return [self._exchange(request) for request in self.items(requests)]

    def _exchange(self, request: ox.NamedNode) -> Exchange:
        headers = {
            self.value(header, HT + "fieldName").value: self.value(header, HT + "fieldValue").value
            for listed in self.values(request, HT + "headers")
            for header in self.items(listed)
        }
        response = self.value(request, HT + "resp")
        booleans = self.values(response, MF + "expectedBoolean")
        formats = self.values(response, MF + "expectedFormat")
        statuses = (one.value for one in self.values(response, MF + "expectedStatus"))
        return Exchange(
            method=self.value(request, HT + "methodName").value,
            path=self.value(request, HT + "absolutePath").value,
            headers=headers,
            body=b"".join(
                self.value(body, CNT + "chars").value.encode(
                    self.value(body, CNT + "characterEncoding").value
                )
                for body in self.values(request, HT + "body")
            ),
            statuses=tuple(one.rpartition("StatusCode")[2] for one in statuses),
            boolean=booleans[0].value == "true" if booleans else None,
            format=formats[0].value if formats else None,
        )


PROTOCOL = Manifest(SUITE / "protocol" / "manifest.ttl")
TESTS = PROTOCOL.tests()
DESCRIPTION = Manifest(SUITE / "service-description" / "manifest.ttl").tests()


def graphs() -> Iterator[ox.Quad]:
    """Yield the data of the suite in the graphs that the manifest gives them."""
    for quad in PROTOCOL.graph.quads_for_pattern(None, ox.NamedNode(UT + "graph"), None):
        assert isinstance(quad.subject, ox.BlankNode)
        name = PROTOCOL.value(quad.subject, RDFS + "label").value
        path = SUITE / "protocol" / quad.object.value.rpartition("/")[2]  # type: ignore[union-attr]
        for triple in ox.parse(path=path, format=ox.RdfFormat.N_TRIPLES):
            yield ox.Quad(triple.subject, triple.predicate, triple.object, ox.NamedNode(name))


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with endpoint(stored(tmp_path_factory.mktemp("w3c"), graphs())) as started:
        yield started


def answer(client: TestClient, exchange: Exchange) -> Response:
    """Return the answer; the endpoint's path is another, as the manifest's introduction allows."""
    assert exchange.path.startswith("/sparql/")
    return client.request(
        exchange.method,
        exchange.path.replace("/sparql/", "/sparql", 1),
        headers=exchange.headers,
        content=exchange.body or None,
    )


@pytest.mark.parametrize("name", [name for name in TESTS if name not in NOT_FOR_US])
def test_protocol(client: TestClient, name: str) -> None:
    exchanges = PROTOCOL.exchanges(TESTS[name])
    assert exchanges
    for exchange in exchanges:
        response = answer(client, exchange)
        assert f"{response.status_code // 100}xx" in exchange.statuses, response.text
        if exchange.format:
            media = response.headers["content-type"].partition(";")[0]
            assert media in FORMATS[exchange.format]
        if exchange.boolean is not None:
            assert response.json()["boolean"] is exchange.boolean


@pytest.mark.parametrize("name", NOT_FOR_US)
def test_protocol_that_does_not_apply(client: TestClient, name: str) -> None:
    first, *_ = PROTOCOL.exchanges(TESTS[name])
    response = answer(client, first)
    _, expected = NOT_FOR_US[name]
    assert response.status_code == expected
    assert response.json()["detail"] == "there is no update"


def test_the_documentation_lists_those_that_do_not_apply() -> None:
    page = (ROOT / "docs" / "endpoint.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| `(\w+)` \| (.+) \| (\d+) \|$", page, re.MULTILINE)
    assert {name: (why, int(code)) for name, why, code in listed} == NOT_FOR_US


# ------------------------------------------------------------ service description

DOMAINS = {
    "endpoint": "Service",
    "feature": "Service",
    "defaultEntailmentRegime": "Service",
    "defaultSupportedEntailmentProfile": "Service",
    "extensionFunction": "Service",
    "extensionAggregate": "Service",
    "languageExtension": "Service",
    "supportedLanguage": "Service",
    "propertyFeature": "Service",
    "defaultDataset": "Service",
    "availableGraphs": "Service",
    "resultFormat": "Service",
    "inputFormat": "Service",
    "defaultGraph": "Dataset",
    "namedGraph": "Dataset",
    "name": "NamedGraph",
    "graph": "NamedGraph",
}
"""The properties of the schema, and the class of which each says something (SD, 3.4)."""
RANGES = {
    "defaultDataset": "Dataset",
    "availableGraphs": "GraphCollection",
    "defaultGraph": "Graph",
    "namedGraph": "NamedGraph",
    "graph": "Graph",
}
"""Where the value must be described as an instance of a class of the schema."""
INSTANCES = {
    "supportedLanguage": {"SPARQL10Query", "SPARQL11Query", "SPARQL11Update"},
    "feature": {
        "DereferencesURIs",
        "UnionDefaultGraph",
        "RequiresDataset",
        "EmptyGraphs",
        "BasicFederatedQuery",
    },
}


@pytest.fixture(scope="module")
def described(client: TestClient) -> ox.Store:
    """The service description, in the syntax that a client gets that has no wish."""
    response = client.get("/sparql")
    assert response.status_code == 200
    graph = ox.Store()
    media = response.headers["content-type"].partition(";")[0]
    format_ = ox.RdfFormat.from_media_type(media)
    assert format_ is not None, f"{media} is no syntax of RDF"
    graph.load(response.content, format=format_)
    return graph


def returns_rdf(described: ox.Store) -> None:
    assert len(described) > 0


def has_endpoint_triple(described: ox.Store) -> None:
    found = described.quads_for_pattern(None, ox.NamedNode(SD + "endpoint"), None)
    assert [quad.object for quad in found] == [ox.NamedNode("http://127.0.0.1:8000/sparql")]


def conforms_to_schema(described: ox.Store) -> None:
    def is_a(node: object, name: str) -> bool:
        assert isinstance(node, ox.NamedNode | ox.BlankNode)
        kind = ox.Quad(node, ox.NamedNode(RDF + "type"), ox.NamedNode(SD + name))
        return kind in described

    used = set()
    for quad in described:
        if not quad.predicate.value.startswith(SD):
            continue
        name = quad.predicate.value.removeprefix(SD)
        used.add(name)
        assert is_a(quad.subject, DOMAINS[name]), f"{quad}"
        if name in RANGES:
            assert is_a(quad.object, RANGES[name]), f"{quad}"
        if name in INSTANCES:
            assert isinstance(quad.object, ox.NamedNode)
            assert quad.object.value.removeprefix(SD) in INSTANCES[name]
    assert {"endpoint", "supportedLanguage", "resultFormat", "defaultDataset"} <= used


CHECKS = {
    "returns-rdf": returns_rdf,
    "has-endpoint-triple": has_endpoint_triple,
    "conforms-to-schema": conforms_to_schema,
}


@pytest.mark.parametrize("name", DESCRIPTION)
def test_service_description(described: ox.Store, name: str) -> None:
    CHECKS[name](described)
