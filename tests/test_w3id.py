"""The redirects of ``docs/w3id.htaccess``: every IRI of ours leads to its path on the server."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

import pytest
from pyoxigraph import NamedNode
from starlette.testclient import TestClient

from kg.exchange import ENDPOINT
from kg.limits import settings
from kg.namespaces import BASE, LIMITS
from kg.project import Project
from kg.serve.app import application
from kg.serve.options import Options
from kg.serve.service import Service
from kg.store import read_quads

FILE = Path(__file__).parent.parent / "docs" / "w3id.htaccess"
SERVER = "https://kg.example.org/"


class Rule(NamedTuple):
    """A RewriteRule: a pattern for the path below the folder, what becomes of it, and its flags."""

    pattern: str
    target: str
    flags: frozenset[str]


def rules() -> list[Rule]:
    lines = FILE.read_text(encoding="utf-8").splitlines()
    words = [line.split() for line in lines if line.startswith("RewriteRule")]
    return [Rule(w[1], w[2], frozenset(w[3].strip("[]").split(","))) for w in words]


def redirected(path: str) -> tuple[int, str] | None:
    """Return status and address, as mod_rewrite applies the rules of a folder to a path in it."""
    variables: dict[str, str] = {}
    for rule in rules():
        match = re.search(rule.pattern, path)
        if match is None:
            continue
        for flag in rule.flags:
            if flag.startswith("E="):
                name, _, value = flag.removeprefix("E=").partition(":")
                variables[name] = value
        if rule.target == "-":
            continue
        target = re.sub(r"%\{ENV:(\w+)\}", lambda found: variables[found[1]], rule.target)
        target = re.sub(r"\$([0-9])", lambda found: match[int(found[1])], target)  # noqa: B023 - called at once
        assert "L" in rule.flags
        status = next(flag for flag in rule.flags if flag.startswith("R="))
        return int(status.removeprefix("R=")), target
    return None


@pytest.fixture(scope="module")
def paths(served_project: Path) -> list[str]:
    """What a client asks w3id.org for: the IRIs of the graph without their fragments."""
    quads = read_quads(Project.find(served_project))
    terms = {t for q in quads for t in (q.subject, q.predicate, q.object, q.graph_name)}
    iris = {t.value for t in terms if isinstance(t, NamedNode) and t.value.startswith(BASE)}
    iris |= {LIMITS + setting.name for setting in settings()}
    return sorted({iri.removeprefix(BASE).partition("#")[0] for iri in iris})


@pytest.fixture(scope="module")
def client(served_project: Path) -> Iterator[TestClient]:
    service = Service(Project.find(served_project), Options(base=SERVER))
    client = TestClient(application(service), base_url="http://127.0.0.1", follow_redirects=False)
    with client:
        yield client


def test_every_iri_leads_to_its_path_on_the_server(paths: list[str]) -> None:
    assert len(paths) > 150
    for path in paths:
        status, address = redirected(path) or (0, "")
        assert address == SERVER + path
        assert status == (303 if path.startswith("id/") else 302)


def test_what_is_redirected_is_there(paths: list[str], client: TestClient) -> None:
    for path in paths:
        _, address = redirected(path) or (0, "")
        response = client.get(f"/{quote(address.removeprefix(SERVER))}")
        assert response.status_code in (200, 303)


@pytest.mark.parametrize("path", ["doc/id/turkey", "doc/id/turkey.ttl", "ontology.ttl", ""])
def test_documents_and_the_start_page_are_redirected_too(path: str, client: TestClient) -> None:
    assert redirected(path) == (302, SERVER + path)
    assert client.get(f"/{path}").status_code == 200


def test_the_endpoint_that_exported_queries_name_is_redirected(client: TestClient) -> None:
    assert ENDPOINT.startswith(BASE)
    # A client sends by POST again what it has sent, where the status is 307.
    assert redirected(ENDPOINT.removeprefix(BASE)) == (307, f"{SERVER}sparql")
    assert client.post("/sparql", data={"query": "ASK {}"}).json()["boolean"] is True


@pytest.mark.parametrize(
    "path",
    ["ontologyx", "sparql/x", "idx/turkey", "https://evil.example/", "limits/x", "//evil.example"],
)
def test_nothing_else_is(path: str) -> None:
    assert redirected(path) is None


def test_the_address_of_the_server_stands_in_one_place() -> None:
    text = FILE.read_text(encoding="utf-8")
    assert text.count(SERVER) == 1
    for rule in rules():
        assert rule.target == "-" or rule.target.startswith("%{ENV:ACCORD}")
