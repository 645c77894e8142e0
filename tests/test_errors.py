"""Errors have one shape, and each says what to do."""

import ast
import inspect
import json
import re
from pathlib import Path

import pytest

from kg import errors
from kg.cli.boundary import run
from kg.errors import InternalFault, KgError, Mistakes, Position
from kg.serve.problems import problem
from kg.worker.reply import error_head, read_reply

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


def several(*errors: KgError) -> Mistakes:
    return Mistakes(f"there are {len(errors)} mistakes", fix="mend them", errors=errors)


def test_several_errors_are_told_one_after_the_other_and_counted() -> None:
    first = KgError("outlt is no voice", at=Position("a.yaml", 3, 9), fix="write outlet")
    second = KgError("there is no article b.txt", fix="put it there")
    assert several(first, second).messages() == [
        str(first),
        str(second),
        "there are 2 mistakes",
    ]
    assert str(several(first, second)) == f"{first}\n{second}\nthere are 2 mistakes"


def test_the_same_mistake_is_told_once_with_its_places() -> None:
    def error(line: int) -> KgError:
        return KgError("outlt is no voice", at=Position("a.yaml", line), fix="write outlet")

    assert several(error(3), KgError("another", fix="mend it"), error(7)).messages() == [
        "outlt is no voice\n  at:  a.yaml:3:1\n  at:  a.yaml:7:1\n  do:  write outlet",
        "another\n  do:  mend it",
        "there are 3 mistakes",
    ]


def test_of_many_errors_the_first_are_shown_and_the_others_counted() -> None:
    many = [KgError(f"mistake {n}", fix="mend it") for n in range(Mistakes.SHOWN + 5)]
    messages = several(*many).messages()
    assert messages[-2] == str(many[Mistakes.SHOWN - 1])
    assert messages[-1] == f"there are {len(many)} mistakes; 5 more are not shown"


def test_of_many_places_the_first_are_shown_and_the_others_counted() -> None:
    many = [KgError("no", at=Position("a.yaml", n), fix="yes") for n in range(1, 24)]
    first, last = several(*many).messages()
    assert first.count("  at:  ") == Mistakes.SHOWN
    assert last == "there are 23 mistakes; 3 more are not shown"


def test_several_errors_as_one_keep_its_parts_wherever_an_error_is_sent() -> None:
    errors = [KgError("one", fix="mend it"), KgError("two", fix="mend it")]
    error = Mistakes(
        "there are 2 mistakes",
        at=Position("a.yaml", 3),
        why="a.yaml:3:1: one",
        fix="mend them",
        errors=errors,
    )
    with pytest.raises(Mistakes) as caught:
        read_reply(error_head(error), b"")
    assert str(caught.value) == (
        "there are 2 mistakes\n  at:  a.yaml:3:1\n  why: a.yaml:3:1: one\n  do:  mend them"
    )
    told = json.loads(bytes(problem(error).body))
    assert told["detail"] == "there are 2 mistakes"
    assert told["why"] == "a.yaml:3:1: one"


def test_each_of_several_errors_is_marked_as_one(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(_words: list[str]) -> int:
        raise several(KgError("one", fix="mend it"), KgError("two", fix="mend it"))

    monkeypatch.setattr("kg.cli.boundary._call", fail)
    assert run(["build"]) == Mistakes.exit_code == 2
    assert capsys.readouterr().err == (
        "error: one\n  do:  mend it\nerror: two\n  do:  mend it\nerror: there are 2 mistakes\n"
    )


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
