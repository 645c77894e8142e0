"""``kg export``: to a file or to stdout, in the format that is meant, and never half."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kg.cli.boundary import run
from kg.export import FORMATS, export
from kg.export.protege import package
from kg.project import Project
from kg.store import read_quads

MINI = Path(__file__).parent / "cases" / "mini"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a small project whose graph is built."""
    root = shutil.copytree(MINI, tmp_path_factory.mktemp("export") / "mini")
    assert run(["--project", str(root), "--quiet", "build"]) == 0
    return root


@pytest.fixture(autouse=True)
def own_store(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KG_STORE", raising=False)


@pytest.mark.parametrize(
    ("words", "file", "title"),
    [
        ([], "out.ttl", "Turtle"),
        ([], "out.owl", "RDF/XML"),
        (["--format", "nquads"], "out.data", "N-Quads"),
        (["-f", "ntriples"], "out.ttl", "N-Triples"),
    ],
)
def test_a_file_is_written(
    folder: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    words: list[str],
    file: str,
    title: str,
) -> None:
    path = tmp_path / file
    assert run(["--project", str(folder), "export", "-o", str(path), *words]) == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert err.endswith(f"triples as {title} to {path}\n")
    assert path.stat().st_size > 1000
    assert list(tmp_path.iterdir()) == [path]


def test_stdout_has_the_document_and_nothing_else(
    folder: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    for words in ([], ["--output", "-"]):
        assert run(["--project", str(folder), "export", "--format", "nquads", *words]) == 0
        out, err = capfdbinary.readouterr()
        assert out == export(read_quads(Project.find(folder)), FORMATS["nquads"]).data
        assert b"triples as N-Quads\n" in err
    assert run(["--project", str(folder), "--quiet", "export"]) == 0
    out, err = capfdbinary.readouterr()
    assert out.startswith(b"@prefix")
    assert err == b""


def test_text_and_inferred_triples_are_options(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sizes = {}
    for option in ("", "--no-text", "--with-inferred"):
        path = tmp_path / f"x{option}.nt"
        words = ["--project", str(folder), "export", "-o", str(path), *filter(None, [option])]
        assert run(words) == 0
        sizes[option] = len(path.read_bytes().splitlines())
        left_out = "statements that hold the articles' text" in capsys.readouterr().err
        assert left_out is (option == "--no-text")
    assert sizes["--no-text"] < sizes[""] <= sizes["--with-inferred"]


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (["--format", "turtel"], "there is no format 'turtel'\n  did you mean: turtle"),
        (["-o", "out.json"], "the name of out.json does not tell its format"),
        (["-o", "no/such/folder/out.ttl"], "cannot write no/such/folder/out.ttl"),
    ],
)
def test_a_wrong_call_says_what_to_do(
    folder: Path, capsys: pytest.CaptureFixture[str], words: list[str], what: str
) -> None:
    assert run(["--project", str(folder), "export", *words]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert f"error: {what}" in err
    assert "  do:  " in err


def test_what_stood_there_stays_when_writing_fails(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "out.rdf"
    path.write_text("before")
    # Files of at most one block of 512 bytes: the disk is as good as full.
    command = f"ulimit -f 1; trap '' XFSZ; exec kg --project {folder} export -o {path}"
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    ended = subprocess.run(
        ["sh", "-c", command], capture_output=True, check=False, encoding="utf-8", env=environment
    )
    assert ended.returncode == 2
    assert ended.stderr.startswith(f"error: cannot write {path}")
    assert "Traceback" not in ended.stderr
    assert path.read_text() == "before"
    assert list(tmp_path.iterdir()) == [path]


def test_a_package_for_protege_is_written(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    review = tmp_path / "review"
    words = ["--project", str(folder), "export", "protege", str(review)]
    assert run(words) == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert f"assertions with their sentences: open {review}/accord-review.ttl\n" in err
    project = Project.find(folder)
    schema = {path.name: path.read_bytes() for path in project.ontology_modules()}
    for options, text in (([], True), (["--no-text"], False)):
        assert run([*words, *options]) == 0
        assert ("statements that hold the articles' text" in capsys.readouterr().err) is not text
        expected = package(read_quads(project), schema, text=text).files
        found = {path.name: path.read_bytes() for path in review.iterdir()}
        del found["manifest.json"]
        assert found == expected
    (review / "core.ttl").write_text("# reviewed")
    assert run(words) == 2
    assert f"error: {review} has changed since the package was written" in capsys.readouterr().err


def test_an_option_of_one_export_is_none_of_the_other(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    start = ["--project", str(folder), "export"]
    for words, what in (
        (["--no-text", "protege", str(tmp_path)], "an option stands before 'protege'"),
        (["protege"], "kg export protege needs DIR"),
        (["out.ttl"], "kg export has no command 'out.ttl'"),
        (["protege", "--format", "turtle", str(tmp_path)], "no such option: --format"),
    ):
        assert run([*start, *words]) == 2
        err = capsys.readouterr().err
        assert err.startswith(f"error: {what}")
        assert "  do:  " in err
    assert list(tmp_path.iterdir()) == []


def test_a_closed_pipe_is_no_error(folder: Path) -> None:
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    ended = subprocess.run(
        ["sh", "-c", f"kg --project {folder} export | head -n 1"],
        capture_output=True,
        check=True,
        encoding="utf-8",
        env=environment,
    )
    assert ended.stdout.startswith("@prefix")
    assert "Traceback" not in ended.stderr
    assert "error" not in ended.stderr
