"""Errors have one shape, and each says what to do."""

import ast
import inspect
import re
from pathlib import Path

import pytest

from kg import errors
from kg.cli.boundary import run
from kg.errors import InternalFault, KgError, Position

SOURCES = sorted(Path(errors.__file__).parent.rglob("*.py"))
TREE = {
    name: value
    for name, value in vars(errors).items()
    if inspect.isclass(value) and issubclass(value, KgError)
}


def test_a_message_has_its_parts_in_order() -> None:
    error = KgError(
        "madBy is no key here",
        at=Position("annotation.yaml", 3, 9),
        why="a key is a property",
        fix="correct it",
        nearest=["madeBy", "madeOn"],
    )
    assert str(error) == (
        "madBy is no key here\n"
        "  at:  annotation.yaml:3:9\n"
        "  why: a key is a property\n"
        "  did you mean: madeBy, madeOn\n"
        "  do:  correct it"
    )


def test_a_message_leaves_out_what_it_does_not_know() -> None:
    assert str(KgError("it is broken", fix="mend it")) == "it is broken\n  do:  mend it"


def test_the_tree_in_the_documentation_is_the_tree() -> None:
    drawn = re.findall(r"^ +[│ ]*[├└]── (\w+)", errors.__doc__ or "", re.MULTILINE)
    assert sorted(["KgError", *drawn]) == sorted(TREE)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_every_error_says_what_to_do(path: Path) -> None:
    # A fault of Accord itself gets its advice where it is reported.
    names = TREE.keys() - {InternalFault.__name__}
    calls = (
        node
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names
    )
    for call in calls:
        # None stands for **keywords, which say it elsewhere.
        given = {keyword.arg for keyword in call.keywords}
        assert given & {"fix", None}, f"{path.name}:{call.lineno}"


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_no_traceback_and_no_bare_exception_is_raised(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
            raised = node.exc.func
            assert not (isinstance(raised, ast.Name) and raised.id in ("Exception", "RuntimeError"))


def test_a_fault_that_accord_finds_in_itself_is_reported_as_one(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def fail(_words: list[str]) -> int:
        raise InternalFault("this cannot be")

    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    monkeypatch.setattr("kg.cli.boundary._call", fail)
    assert run(["build"]) == InternalFault.exit_code
    said = capsys.readouterr().err
    assert "this cannot be" in said
    assert "  do:  report it with the file" in said
    assert "Traceback" not in said
    (report,) = tmp_path.glob("kg-fault-*.txt")
    assert "this cannot be" in report.read_text(encoding="utf-8")
