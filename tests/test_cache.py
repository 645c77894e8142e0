"""A compiled article comes back as it was, positions included, or not at all."""

from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.build.cache import Cache
from kg.compile import Compiled
from kg.errors import Position

KEY = "0" * 64
OTHER = "1" * 64
ARTICLE = "http://example.org/article"
FILE = "articles/gazette/2031-05-02-a/annotation.yaml"


def an_article(*texts: str) -> Compiled:
    node = ox.NamedNode(ARTICLE)
    quads = tuple(ox.Quad(node, node, ox.Literal(text), node) for text in dict.fromkeys(texts))
    places = {quad: Position(FILE, line, 7) for line, quad in enumerate(quads, start=3)}
    return Compiled(ARTICLE, quads, places)


def test_what_is_kept_comes_back(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "compiled")
    article = an_article("b", "a", " . # 1:1", "line\nbreak", "\r\u2028\x85🚣")
    cache.put(KEY, article)
    again = cache.get(KEY, FILE)
    assert again == article
    assert again is not None
    assert again.positions == article.positions


def test_positions_follow_the_name_that_the_file_has_now(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "compiled")
    cache.put(KEY, an_article("a"))
    again = cache.get(KEY, "elsewhere/annotation.yaml")
    assert again is not None
    assert set(again.positions.values()) == {Position("elsewhere/annotation.yaml", 3, 7)}


def test_a_quad_without_a_position_keeps_none(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "compiled")
    bare = Compiled(ARTICLE, an_article("a", "b").quads, {})
    cache.put(KEY, bare)
    again = cache.get(KEY, FILE)
    assert again == bare
    assert again is not None
    assert again.positions == {}


@given(texts=st.lists(st.text(), max_size=4))
def test_any_text_comes_back(texts: list[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    cache = Cache(tmp_path_factory.getbasetemp() / "any")
    cache.put(KEY, an_article(*texts))
    assert cache.get(KEY, FILE) == an_article(*texts)


def test_another_key_finds_nothing(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "compiled")
    assert cache.get(KEY, FILE) is None
    cache.put(KEY, an_article("a"))
    assert cache.get(OTHER, FILE) is None


def append(data: bytes) -> bytes:
    return data + b"<http://e.org/a> <http://e.org/b> <http://e.org/c> .\n"


def cut(data: bytes) -> bytes:
    return data[:-3]


def swap(data: bytes) -> bytes:
    return data.replace(b'"a"', b'"b"')


def nothing(_data: bytes) -> bytes:
    return b""


@pytest.mark.parametrize("damage", [append, cut, swap, nothing])
def test_a_damaged_entry_is_none_at_all(tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    cache = Cache(tmp_path / "compiled")
    cache.put(KEY, an_article("a"))
    path = cache.folder / f"{KEY}.nq"
    path.write_bytes(damage(path.read_bytes()))
    assert cache.get(KEY, FILE) is None


def test_pruning_removes_unused_and_half_written_entries_only(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "compiled")
    cache.put(KEY, an_article("a"))
    cache.put(OTHER, an_article("b"))
    (cache.folder / f".{KEY}.nq.x1.part").write_bytes(b"")
    (cache.folder / "notes.txt").write_bytes(b"")
    cache.prune(keep={KEY})
    assert {path.name for path in cache.folder.iterdir()} == {f"{KEY}.nq", "notes.txt"}


def test_pruning_where_nothing_was_kept_does_nothing(tmp_path: Path) -> None:
    Cache(tmp_path / "compiled").prune(keep=())
    assert list(tmp_path.iterdir()) == []
