"""``kg ontology format``: files get the one layout, and nothing else of them changes."""

from pathlib import Path

import pytest

from kg.cli.boundary import run

UGLY = b"<http://e/b> <http://e/p> 1 . <http://e/a> <http://e/p> 1 ."
NEAT = b"<http://e/a> <http://e/p> 1 .\n\n<http://e/b> <http://e/p> 1 .\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a project of its own, in which three files can be formatted."""
    for name in ("ontology", "shapes", "articles"):
        (tmp_path / name).mkdir()
    (tmp_path / "ontology" / "core.ttl").write_bytes(UGLY)
    (tmp_path / "shapes" / "core.ttl").write_bytes(NEAT)
    (tmp_path / "articles" / "register.ttl").write_bytes(UGLY)
    return tmp_path


def contents(folder: Path) -> list[bytes]:
    return [path.read_bytes() for path in sorted(folder.glob("*/*.ttl"))]


def test_every_file_of_the_project_is_formatted(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["--project", str(folder), "ontology", "format"]) == 0
    assert contents(folder) == [NEAT] * 3
    out, err = capsys.readouterr()
    assert out == ""
    assert err.splitlines() == [
        f"formatted {folder}/ontology/core.ttl",
        f"formatted {folder}/articles/register.ttl",
    ]


def test_a_check_changes_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = contents(folder)
    assert run(["--project", str(folder), "ontology", "format", "--check"]) == 1
    assert contents(folder) == before
    err = capsys.readouterr().err
    assert err.startswith(f"error: not in Accord's layout: {folder}/ontology/core.ttl, ")
    assert "run: kg ontology format" in err
    assert run(["ontology", "format", "--check", str(folder / "shapes" / "core.ttl")]) == 0


def test_only_the_named_files_are_formatted(folder: Path) -> None:
    path = folder / "ontology" / "core.ttl"
    path.chmod(0o640)
    assert run(["--quiet", "ontology", "format", str(path)]) == 0
    assert contents(folder) == [UGLY, NEAT, NEAT]
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_project_without_a_register_is_fine(folder: Path) -> None:
    (folder / "articles" / "register.ttl").unlink()
    assert run(["--project", str(folder), "--quiet", "ontology", "format"]) == 0
    assert contents(folder) == [NEAT] * 2


@pytest.mark.parametrize(
    ("source", "what"),
    [
        (None, "cannot read"),
        (b"<http://e/a> <http://e/p> 1 . # why", "a comment would be lost"),
        (b"nonsense", "is not Turtle"),
    ],
)
def test_a_file_that_cannot_be_formatted_stays_as_it_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], source: bytes | None, what: str
) -> None:
    path = tmp_path / "x.ttl"
    if source is not None:
        path.write_bytes(source)
    assert run(["ontology", "format", str(path)]) == 2
    err = capsys.readouterr().err
    assert what in err
    assert "  do:  " in err
    assert (path.read_bytes() if path.exists() else None) == source
