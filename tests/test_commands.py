"""One verb everywhere: ``kg build`` is ``kg/cli/build.py``, ``docs/commands/build.md``, and tests.

What a command shows as an example is a call that its options allow.
"""

import re
import shlex
from importlib import import_module
from pathlib import Path

import pytest

from kg.cli import app, main
from kg.cli.app import NAMES, module_name
from kg.cli.query import examples as examples_of
from kg.project import Project
from kg.query import load_query, query_names

ROOT = Path(__file__).parent.parent
PROJECT = Project.find(ROOT)
TESTS = [path for path in (ROOT / "tests").rglob("test_*.py") if path != Path(__file__)]


def calls(examples: str) -> list[list[str]]:
    """Return the words after ``kg`` of each line that stands below "Examples"."""
    return [words(line) for line in examples.strip().splitlines()]


def words(line: str) -> list[str]:
    # Remarks stand apart by two spaces; a call may begin with a pipe or a variable, and end in `>`.
    call = re.split(r"\s{2,}", line)[0]
    lexer = shlex.shlex(call, posix=True, punctuation_chars="|>")
    lexer.whitespace_split = True
    split = list(lexer)
    start = split.index("kg") + 1
    end = split.index(">") if ">" in split else len(split)
    return split[start:end]


def check_calls(examples: str, capsys: pytest.CaptureFixture[str]) -> None:
    for call in calls(examples):
        # Asking for help last: the words before it are read, and nothing is done.
        assert main([*call, "--help"]) == 0, capsys.readouterr().err
        assert capsys.readouterr().out.startswith("Usage: kg")


def test_an_example_of_kg_is_a_call_that_its_options_allow(
    capsys: pytest.CaptureFixture[str],
) -> None:
    check_calls(app.EXAMPLES, capsys)


@pytest.mark.parametrize("name", NAMES)
def test_an_example_of_a_command_is_a_call_that_its_options_allow(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    check_calls(import_module(f"kg.cli.{module_name(name)}").EXAMPLES, capsys)


@pytest.mark.parametrize("name", query_names(PROJECT))
def test_an_example_of_a_stored_query_is_a_call_that_its_options_allow(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    check_calls(examples_of(load_query(PROJECT, name)), capsys)


def test_a_call_that_is_not_allowed_would_be_noticed(capsys: pytest.CaptureFixture[str]) -> None:
    for call in (["build", "--forse"], ["bild"], ["query", "nothing"], ["queries", "--nothing"]):
        assert main([*call, "--help"]) == 2
        assert capsys.readouterr().err.startswith("error: ")


@pytest.mark.parametrize("name", NAMES)
def test_a_command_has_an_example_a_page_and_tests(name: str) -> None:
    examples = calls(import_module(f"kg.cli.{module_name(name)}").EXAMPLES)
    own = [call for call in examples if name in call]
    assert own
    page = (ROOT / "docs" / "commands" / f"{name}.md").read_text(encoding="utf-8")
    assert f"kg {name}" in page
    called = re.compile(rf"\"(kg )?{name}[\" ]")
    assert [path for path in TESTS if called.search(path.read_text(encoding="utf-8"))]


def test_every_page_is_of_a_command() -> None:
    pages = {path.stem for path in (ROOT / "docs" / "commands").glob("*.md")}
    assert pages - {"README"} == set(NAMES)
