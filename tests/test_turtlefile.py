"""Turtle files: their triples, or one error with the place."""

from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.errors import OntologyError, Position, ProjectError
from kg.vocabulary.turtlefile import TurtleFile, read_turtle


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_triples_in_the_order_of_the_file(tmp_path: Path) -> None:
    path = write(tmp_path / "a.ttl", '@prefix x: <x:> . x:b x:p "2" . x:a x:p "1" .')
    p = NamedNode("x:p")
    assert read_turtle(path, "a.ttl") == [
        Triple(NamedNode("x:b"), p, Literal("2")),
        Triple(NamedNode("x:a"), p, Literal("1")),
    ]


def test_blank_nodes_of_two_files_never_meet(tmp_path: Path) -> None:
    paths = [write(tmp_path / name, "_:b <x:p> <x:o> .") for name in ("a.ttl", "b.ttl")]
    subjects = [read_turtle(path, path.name)[0].subject for path in paths]
    assert all(isinstance(subject, BlankNode) for subject in subjects)
    assert subjects[0] != subjects[1]


def test_a_syntax_error_has_its_place(tmp_path: Path) -> None:
    path = write(tmp_path / "a.ttl", "@prefix x: <x:> .\nx:a x:p ; .\n")
    with pytest.raises(OntologyError) as caught:
        read_turtle(path, "ontology/a.ttl")
    assert caught.value.at == Position("ontology/a.ttl", 2, 9)
    assert caught.value.what.startswith("ontology/a.ttl is not Turtle: ")
    assert "line 2" not in caught.value.what
    assert caught.value.why
    assert caught.value.fix


def test_an_undeclared_prefix_is_an_error(tmp_path: Path) -> None:
    path = write(tmp_path / "a.ttl", "\n\n  accord:a a accord:b .")
    with pytest.raises(OntologyError) as caught:
        read_turtle(path, "a.ttl")
    assert caught.value.at is not None
    assert caught.value.at.line == 3


@pytest.mark.parametrize("data", [b'\n<x:a> <x:b> "\xff" .', b"# a remark\n<x:a> <x:b> #  \xff"])
def test_a_file_that_is_not_utf8(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    path.write_bytes(data)
    with pytest.raises(OntologyError, match=r"^a\.ttl is not UTF-8\n") as caught:
        TurtleFile.read(path, "a.ttl")
    assert caught.value.at == Position("a.ttl", 2, 16 if b"remark" in data else 14)


def test_a_byte_order_mark_is_none_of_the_characters(tmp_path: Path) -> None:
    path = write(tmp_path / "a.ttl", "\ufeff<x:a> <x:p> <x:o> .")
    assert read_turtle(path, "a.ttl") == [
        Triple(NamedNode("x:a"), NamedNode("x:p"), NamedNode("x:o"))
    ]
    assert TurtleFile.read(path, "a.ttl").position("x:o") == Position("a.ttl", 1, 13)
    write(path, "\ufeff<x:a> <x:p> .")
    with pytest.raises(OntologyError) as caught:
        read_turtle(path, "a.ttl")
    assert caught.value.at == Position("a.ttl", 1, 13)


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match=r"^a\.ttl cannot be read"):
        read_turtle(tmp_path / "a.ttl", "a.ttl")
