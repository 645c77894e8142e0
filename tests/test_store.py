"""What is read is what was built, or an error that says what to do."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import GraphDamaged, StoreError
from kg.namespaces import XSD
from kg.project import Project
from kg.store import (
    CURRENT,
    FORMAT,
    Counts,
    Generation,
    canonical,
    open_graph,
    read_generation,
    read_quads,
)
from kg.store.fingerprint import Input
from kg.store.writer import prepare, switch, write_artefact

COUNTS = Counts(articles=1, passages=2, claims=3, facts=4, triples=5, quads=6, warnings=7, infos=8)


def node(name: str) -> ox.NamedNode:
    return ox.NamedNode(f"http://example.org/{name}")


def quad(name: str, value: ox.NamedNode | ox.Literal, graph: str) -> ox.Quad:
    return ox.Quad(node(name), node("p"), value, node(graph))


QUADS = [
    quad("a", node("b"), "g1"),
    quad("a", node("b"), "g2"),
    quad("c", ox.Literal('"<b> <g> .\n', language="en"), "g1"),
]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.delenv("KG_STORE", raising=False)
    (tmp_path / "articles").mkdir()
    return Project.find(tmp_path)


def write(project: Project, quads: list[ox.Quad]) -> Generation:
    prepare(project.store)
    artefact, sha256 = write_artefact(project.store, canonical(quads))
    generation = Generation(artefact, sha256, {"file": Input(1, 2, "3")}, COUNTS)
    switch(project.store, generation)
    return generation


def test_the_default_graph_is_the_union_without_duplicates(project: Project) -> None:
    write(project, QUADS)
    graph = open_graph(project)
    assert set(graph) == {*QUADS, *(ox.Quad(q.subject, q.predicate, q.object) for q in QUADS)}
    rows = graph.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    assert isinstance(rows, ox.QuerySolutions)
    assert [row["n"] for row in rows] == [ox.Literal(2)]


def test_the_artefact_is_one_sorted_line_for_each_quad() -> None:
    assert canonical(QUADS).decode() == (
        "<http://example.org/a> <http://example.org/p> <http://example.org/b> .\n"
        "<http://example.org/a> <http://example.org/p> <http://example.org/b>"
        " <http://example.org/g1> .\n"
        "<http://example.org/a> <http://example.org/p> <http://example.org/b>"
        " <http://example.org/g2> .\n"
        '<http://example.org/c> <http://example.org/p> "\\"<b> <g> .\\n"@en .\n'
        '<http://example.org/c> <http://example.org/p> "\\"<b> <g> .\\n"@en'
        " <http://example.org/g1> .\n"
    )


@given(st.lists(st.tuples(st.text(), st.sampled_from(["g1", "g2"])), max_size=5), st.randoms())
def test_any_text_survives_in_any_order(texts: list[tuple[str, str]], random: Random) -> None:
    quads = [quad("a", ox.Literal(text), graph) for text, graph in texts]
    data = canonical(quads)
    random.shuffle(quads)
    assert canonical(quads) == data
    read = list(ox.parse(data, format=ox.RdfFormat.N_QUADS))
    assert {q for q in read if q.graph_name != ox.DefaultGraph()} == set(quads)
    assert {q.triple for q in read if q.graph_name == ox.DefaultGraph()} == {
        q.triple for q in quads
    }
    assert len(read) == len(set(read))


def test_a_generation_is_read_as_it_was_written(project: Project) -> None:
    generation = write(project, QUADS)
    assert read_generation(project.store) == (generation, canonical(QUADS))


def test_quads_are_read_as_they_were_written(project: Project) -> None:
    number = ox.Literal("7", datatype=ox.NamedNode(XSD + "nonNegativeInteger"))
    quads = [*QUADS, quad("d", number, "g1"), quad("e", ox.Literal("seven"), "g1")]
    write(project, quads)
    read = read_quads(project)
    assert {q for q in read if q.graph_name != ox.DefaultGraph()} == set(quads)
    assert len(read) == canonical(quads).count(b"\n")


def test_nothing_built_is_an_error_that_says_what_to_run(project: Project) -> None:
    assert read_generation(project.store) is None
    for read in (open_graph, read_quads):
        with pytest.raises(StoreError, match="no graph has been built yet") as caught:
            read(project)
        assert not isinstance(caught.value, GraphDamaged)
        assert "kg build" in caught.value.fix


def test_a_file_in_place_of_the_folder_holds_no_graph(project: Project) -> None:
    project.store.write_text("not a folder", encoding="ascii")
    assert read_generation(project.store) is None


def test_a_graph_in_another_format_is_none_at_all(project: Project) -> None:
    write(project, QUADS)
    edit(project, lambda document: document.update(format=FORMAT + 1))
    assert read_generation(project.store) is None


def edit(project: Project, change: Callable[[dict[str, object]], object]) -> None:
    path = project.store / CURRENT
    document = json.loads(path.read_bytes())
    change(document)
    path.write_text(json.dumps(document), encoding="utf-8")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"{}",
        b"null",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"format": 1}',
        b'{"format": 1, "artefact": 5}',
        b'{"format": 1, "artefact": "graph-0123456789abcdef.nq", "sha256": "", "inputs": []}',
    ],
)
def test_a_damaged_record_is_said_to_be_damaged(project: Project, content: bytes) -> None:
    write(project, QUADS)
    (project.store / CURRENT).write_bytes(content)
    with pytest.raises(GraphDamaged, match="damaged") as caught:
        open_graph(project)
    assert CURRENT in caught.value.why
    assert "kg build" in caught.value.fix


def test_a_record_cannot_name_a_file_elsewhere(project: Project) -> None:
    write(project, QUADS)
    edit(project, lambda document: document.update(artefact="../../etc/hostname"))
    with pytest.raises(GraphDamaged, match="damaged") as caught:
        open_graph(project)
    assert "no name of an artefact" in caught.value.why


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-20])


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def empty(path: Path) -> None:
    path.write_bytes(b"")


@pytest.mark.parametrize("damage", [truncate, flip, empty, Path.unlink])
def test_a_damaged_artefact_is_said_to_be_damaged(
    project: Project, damage: Callable[[Path], None]
) -> None:
    path = project.store / write(project, QUADS).artefact
    damage(path)
    with pytest.raises(GraphDamaged, match="damaged") as caught:
        open_graph(project)
    assert path.name in caught.value.why
    assert "kg build" in caught.value.fix


def test_an_artefact_that_is_no_graph_is_damaged_whatever_its_digest(project: Project) -> None:
    generation = write(project, QUADS)
    artefact, sha256 = write_artefact(project.store, b"this is no quad\n")
    switch(project.store, replace(generation, artefact=artefact, sha256=sha256))
    for read in (open_graph, read_quads):
        with pytest.raises(GraphDamaged, match="damaged"):
            read(project)


@pytest.mark.parametrize("name", ["record", "artefact"])
def test_a_folder_in_place_of_a_file_is_an_error_of_the_store(project: Project, name: str) -> None:
    generation = write(project, QUADS)
    path = project.store / (CURRENT if name == "record" else generation.artefact)
    path.unlink()
    path.mkdir()
    with pytest.raises(StoreError, match="cannot be read") as caught:
        open_graph(project)
    assert caught.value.fix


def test_a_reader_whose_artefact_was_pruned_takes_the_next_one(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = write(project, QUADS)
    read_bytes = Path.read_bytes

    def two_builds_later(path: Path) -> bytes:
        if path.name == first.artefact:
            write(project, QUADS[:1])
            path.unlink(missing_ok=True)
        return read_bytes(path)

    monkeypatch.setattr(Path, "read_bytes", two_builds_later)
    assert set(open_graph(project).quads_for_pattern(None, None, None, node("g1"))) == {QUADS[0]}
