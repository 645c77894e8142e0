"""A stale graph is noticed, a touched file is not taken for a changed one."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kg.errors import ProjectError
from kg.project import ArticleFolder, Project
from kg.store.fingerprint import (
    NOT_IN_GRAPH,
    UNSETTLED,
    Input,
    article_files,
    changed,
    digest_of,
    input_files,
    shared_files,
    take,
)

ROOT = Path(__file__).parent.parent


def a_project(root: Path) -> Project:
    for name, text in {
        "ontology/core.ttl": "# core\n",
        "ontology/reference.ttl": "# reference\n",
        "shapes/core.ttl": "# shapes\n",
        "articles/register.ttl": "# register\n",
        "articles/gazette/2031-01-01-a/article.txt": "A text.\n",
        "articles/gazette/2031-01-01-a/annotation.yaml": "article: a\n",
        "articles/gazette/notes.txt": "no input\n",
        "README.md": "no input\n",
    }.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return Project.find(root)


def age(*paths: Path, seconds: int = 60) -> None:
    """Make the files look as if nobody had written to them for a while."""
    then = time.time_ns() - UNSETTLED - seconds * 1_000_000_000
    for path in paths:
        os.utime(path, ns=(then, then))


def test_the_inputs_are_what_the_graph_is_made_from(tmp_path: Path) -> None:
    files = input_files(a_project(tmp_path))
    assert {key for key in files if not key.startswith("kg/")} == {
        "ontology/core.ttl",
        "ontology/reference.ttl",
        "shapes/core.ttl",
        "articles/register.ttl",
        "articles/gazette/2031-01-01-a/article.txt",
        "articles/gazette/2031-01-01-a/annotation.yaml",
    }
    assert {"kg/store/fingerprint.py", "kg/namespaces.py"} <= files.keys()
    assert "kg/turtle/__init__.py" in files
    assert not [key for key in files if key.split("/")[1] in NOT_IN_GRAPH]


def test_a_build_imports_nothing_of_what_its_inputs_leave_out() -> None:
    code = "import sys, kg.build, kg.build.stages; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, encoding="utf-8"
    )
    imported = {name.split(".")[1] for name in done.stdout.split() if name.startswith("kg.")}
    assert "reason" in imported
    assert not imported & {name.removesuffix(".py") for name in NOT_IN_GRAPH}
    assert all((ROOT / "kg" / name).exists() for name in NOT_IN_GRAPH)


def test_shared_files_and_those_of_the_articles_are_all_of_them(tmp_path: Path) -> None:
    project = a_project(tmp_path)
    parts = [shared_files(project), *map(article_files, project.article_folders())]
    assert sum(map(len, parts)) == len(input_files(project))


def test_a_missing_file_and_a_folder_in_its_place_are_left_out(tmp_path: Path) -> None:
    project = a_project(tmp_path)
    project.register.unlink()
    project.reference.unlink()
    project.reference.mkdir()
    inputs = take(input_files(project), {})
    assert "articles/register.ttl" not in inputs
    assert "ontology/reference.ttl" not in inputs
    assert "ontology/core.ttl" in inputs


def test_a_file_that_nobody_touched_is_not_read_again(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")
    age(path)
    before = take({"file": path}, {})
    # Another content with the same size and time: only a reader of the file could notice.
    at = path.stat().st_mtime_ns
    path.write_bytes(b"new")
    os.utime(path, ns=(at, at))
    assert take({"file": path}, before) == before
    assert changed(before, take({"file": path}, {})) == ["file"]


def test_a_touched_file_is_not_a_changed_one(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"same")
    age(path, seconds=90)
    before = take({"file": path}, {})
    age(path, seconds=30)
    now = take({"file": path}, before)
    assert now != before
    assert changed(before, now) == []


def test_a_change_that_keeps_size_and_time_is_noticed_while_the_file_is_young(
    tmp_path: Path,
) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")
    before = take({"file": path}, {})
    at = path.stat().st_mtime_ns
    path.write_bytes(b"new")
    os.utime(path, ns=(at, at))
    assert changed(before, take({"file": path}, before)) == ["file"]


def test_added_removed_and_changed_files_are_told_apart_from_the_rest() -> None:
    def an_input(content: str, time: int = 1) -> Input:
        return Input(1, time, content)

    before = {"a": an_input("1"), "b": an_input("2"), "c": an_input("3"), "d": an_input("4")}
    now = {"b": an_input("2", 9), "c": an_input("0"), "d": an_input("4"), "e": an_input("5")}
    assert changed(before, now) == ["a", "c", "e"]


def test_the_digest_depends_on_names_and_contents_and_on_nothing_else() -> None:
    one = {"a": Input(1, 2, "x"), "b": Input(3, 4, "y")}
    assert digest_of(one) == digest_of({"b": Input(9, 9, "y"), "a": Input(9, 9, "x")})
    assert digest_of(one) != digest_of({"a": Input(1, 2, "y"), "b": Input(3, 4, "x")})
    assert digest_of(one) != digest_of({"a": Input(1, 2, "x"), "c": Input(3, 4, "y")})


def test_a_file_that_cannot_be_read_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"x")

    def refuse(*_args: object, **_kwargs: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(ProjectError, match="file cannot be read") as caught:
        take({"file": path}, {})
    assert caught.value.why == "Permission denied"


def test_an_article_folder_has_its_text_and_its_annotation() -> None:
    folder = ArticleFolder("gazette/2031-01-01-a", Path("/x"))
    assert article_files(folder) == {
        "articles/gazette/2031-01-01-a/article.txt": Path("/x/article.txt"),
        "articles/gazette/2031-01-01-a/annotation.yaml": Path("/x/annotation.yaml"),
    }
