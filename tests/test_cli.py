"""The command line as a whole: how commands are found, what they cost, and every way to end."""

import ast
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
import typer

from kg import __version__
from kg.cli import boundary, main
from kg.cli.app import COMMANDS, NAMES, module_name
from kg.cli.console import Console, interruptible
from kg.errors import DataFindings
from tests.processes import children, wait_for_the_end_of

ROOT = Path(__file__).parent.parent
MINI = ROOT / "tests" / "cases" / "mini"
CLAIMS = """#+ title: Claims
#+ question: What does Ada Holm claim?
#+ keywords: [speech]
#+ params:
#+   speaker: {class: Agent, example: Ada Holm, required: true, description: who speaks}
#+   from: {datatype: date, example: "2031-05-02"}
SELECT ?speaker ?what ?quote ?passage WHERE {
  VALUES ?speaker { UNDEF }
  VALUES ?from { UNDEF }
  GRAPH ?passage { ?claim accord:madeBy ?speaker ; accord:affirms|accord:denies ?what }
  ?passage accord:exactText ?quote .
}
ORDER BY ?what ?passage
"""
CONSTRUCT = (
    "#+ title: A graph\n#+ question: Which graph?\nCONSTRUCT WHERE { ?s accord:madeBy ?o }\n"
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A project with a built graph and two questions of its own."""
    root = tmp_path_factory.mktemp("cli") / "mini"
    shutil.copytree(MINI, root)
    (root / "queries").mkdir()
    (root / "queries" / "claims.rq").write_text(CLAIMS, encoding="utf-8")
    (root / "queries" / "graph.rq").write_text(CONSTRUCT, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("KG_STORE", raising=False)
        patch.delenv("_KG_COMPLETE", raising=False)
        assert main(["--quiet", "--project", str(root), "build"]) == 0
        yield root


class Kg:
    """Calls ``kg`` in the project, in this process."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.capsys = capsys

    def __call__(self, *words: str, code: int = 0) -> tuple[str, str]:
        assert main(["--project", str(self.folder), *words]) == code
        out, err = self.capsys.readouterr()
        assert "Traceback" not in out + err
        return out, err


@pytest.fixture
def kg(folder: Path, capsys: pytest.CaptureFixture[str]) -> Kg:
    return Kg(folder, capsys)


RUN = "import sys; from kg.cli import main; sys.exit(main())"


def spawn(folder: Path, *words: str, **environment: str) -> "subprocess.Popen[bytes]":
    """Call ``kg`` in the project, in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-c", RUN, "--project", str(folder), *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, **environment},
    )


# Commands are files, and what says so in several places says the same.


def test_every_file_is_a_command_and_every_command_a_file() -> None:
    machinery = {"__init__", "app", "boundary", "console", "options"}
    files = {path.stem for path in (ROOT / "kg" / "cli").glob("*.py")} - machinery
    assert files == set(map(module_name, NAMES))


@pytest.mark.parametrize("name", NAMES)
def test_a_command_has_its_summary_examples_and_page(name: str) -> None:
    module = import_module(f"kg.cli.{module_name(name)}")
    summary = next(section[name] for section in COMMANDS.values() if name in section)
    assert getattr(module, "app", None) or module.command.__doc__.splitlines()[0] == summary
    assert all("kg " in line for line in module.EXAMPLES.strip().splitlines())
    assert (ROOT / "docs" / "commands" / f"{name}.md").is_file()


@pytest.mark.parametrize("name", NAMES)
def test_help_has_examples(kg: Kg, name: str) -> None:
    out, err = kg(name, "--help")
    assert f"Usage: kg {name}" in out
    assert "\nExamples:\n  " in out
    assert err == ""


def test_only_the_command_line_prints_and_exits() -> None:
    for path in (ROOT / "kg").rglob("*.py"):
        if "cli" in path.relative_to(ROOT / "kg").parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            assert not (isinstance(node, ast.Name) and node.id in ("print", "exit")), path
            assert not (isinstance(node, ast.Attribute) and node.attr == "exit"), path


# Global options.


def test_version(kg: Kg) -> None:
    assert kg("--version")[0] == f"kg {__version__}\n"


@pytest.mark.parametrize("words", [(), ("--help",), ("-h",)])
def test_help_lists_every_command(kg: Kg, words: tuple[str, ...]) -> None:
    out, _ = kg(*words)
    for section in COMMANDS.values():
        for name, summary in section.items():
            assert f"{name} " in out
            assert summary in out
    assert "kg queries  " in out


def test_a_folder_that_is_none(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--project", "/nowhere/at/all", "queries"]) == 2
    assert capsys.readouterr().err == (
        "error: there is no folder /nowhere/at/all\n  do:  name a folder that exists\n"
    )


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        (("qery",), ["error: kg has no command 'qery'", "did you mean: query"]),
        (("--projct", "x"), ["error: no such option: --projct", "did you mean: --project"]),
        (("queries", "--fromat", "x"), ["no such option: --fromat", "did you mean: --format"]),
        (("queries", "--quiet"), ["--quiet stands in the wrong place", "do:  put it first: kg"]),
        (("queries", "--format"), ["requires an argument"]),
        (("queries", "a", "b"), ["unexpected extra argument", "see kg queries --help"]),
        (("ontology", "fromat"), ["fromat"]),
        (("show",), ["kg show needs"]),
        (("query", "claim"), ["no stored query 'claim'", "did you mean: claims"]),
        (("query", "--verbose"), ["no such option: --verbose", "see kg query --help"]),
        (("query", "claims", "--speakr", "x"), ["no such option", "did you mean: --speaker"]),
        (("query", "claims"), ["claims needs --speaker", "kg query claims --speaker 'Ada Holm'"]),
        (("query", "claims", "--speaker", "Ada Home"), ["no Agent", "did you mean: Ada Holm"]),
        (("query", "claims", "--format", "cvs"), ["no format 'cvs'", "did you mean: csv"]),
        (("query", "claims", "--speaker", "x", "--format", "turtle"), ["turtle cannot hold"]),
        (("query", "claims", "--speaker", "Ada Holm", "--from", "may"), ["is no date"]),
        (("sparql", "SELECT ?x { ?x }"), ["not SPARQL 1.1 here", "at:  QUERY:1:"]),
        (("sparql", "--file", "/nowhere.rq"), ["cannot read /nowhere.rq"]),
        (("sparql", "ASK {}", "--file", "x"), ["there are two queries"]),
        (("queries", "--format", "csv"), ["--format takes table, json or markdown, not 'csv'"]),
    ],
)
def test_a_wrong_call_says_what_to_do(kg: Kg, words: tuple[str, ...], lines: list[str]) -> None:
    out, err = kg(*words, code=2)
    assert out == ""
    assert err.startswith("error: ")
    assert "\n  do:  " in err
    for line in lines:
        assert line in err


# Queries.


def test_a_question(kg: Kg) -> None:
    out, err = kg("query", "claims", "--speaker", "ada holm")
    assert err == ""
    assert "“Nobody has withdrawn,” Ada Holm said." in out
    assert "— Ada Holm, gazette/2031-05-02-lake-patrols · characters " in out


def test_no_answer_says_what_was_asked(kg: Kg) -> None:
    out, _ = kg("query", "claims", "--speaker", "The Gazette")
    assert out == "no answer to: Claims, with --speaker 'The Gazette'\n"


def test_a_question_explains_itself(kg: Kg) -> None:
    out, _ = kg("query", "claims", "--help")
    assert "What does Ada Holm claim?" in out
    assert "--speaker AGENT" in out
    assert "Who speaks. Example: Ada Holm. Required." in out
    assert "kg query claims --speaker 'Ada Holm' --from 2031-05-02" in out


def test_query_alone_lists_the_questions(kg: Kg) -> None:
    out, _ = kg("query")
    assert "  claims  Claims\n" in out


def test_formats_and_files(kg: Kg, tmp_path: Path) -> None:
    call = ("query", "claims", "--speaker", "Ada Holm")
    rows = json.loads(kg(*call, "--format", "json")[0])["results"]["bindings"]
    assert len(rows) == 2
    file = tmp_path / "answer.md"
    file.write_text("before")
    assert kg(*call, "--format", "markdown", "--output", str(file)) == ("", "")
    assert file.read_text(encoding="utf-8").startswith("| ")
    assert kg("query", "graph")[0].startswith("@prefix accord:")


def test_a_file_that_cannot_be_written_keeps_what_was_there(kg: Kg, tmp_path: Path) -> None:
    target = tmp_path / "folder"
    target.mkdir()
    for path in (target, tmp_path / "missing" / "answer.csv", Path("/dev/full")):
        out, err = kg("sparql", "ASK {}", "--output", str(path), code=2)
        assert out == ""
        assert str(path) in err
    assert list(tmp_path.iterdir()) == [target]


def test_a_device_is_written_to(kg: Kg) -> None:
    assert kg("sparql", "ASK {}", "--output", "/dev/null") == ("", "")
    assert Path("/dev/null").is_char_device()


def test_a_list_of_the_questions(kg: Kg) -> None:
    out, _ = kg("queries")
    assert out == (
        "claims\n    What does Ada Holm claim?\n    --speaker AGENT, --from DATE\n"
        "graph\n    Which graph?\n"
    )
    assert kg("queries", "SPEECH")[0].startswith("claims\n")
    assert "graph" not in kg("queries", "speech")[0]
    assert kg("queries", "zebra") == ("", "there is no question that mentions 'zebra'\n")
    assert kg("--quiet", "queries", "zebra") == ("", "")
    documents = json.loads(kg("queries", "--format", "json")[0])
    assert [document["name"] for document in documents] == ["claims", "graph"]
    assert documents[0]["parameters"][1]["datatype"] == "date"
    markdown = kg("queries", "--format", "markdown")[0]
    assert "| `claims` | What does Ada Holm claim? | `--speaker`, `--from` |" in markdown


def test_no_questions_at_all(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "queries").mkdir()
    assert main(["--project", str(tmp_path), "queries"]) == 0
    assert "there is no question in" in capsys.readouterr().err


def test_a_broken_header(kg: Kg, tmp_path: Path) -> None:
    root = tmp_path / "other"
    shutil.copytree(kg.folder, root)
    (root / "queries" / "bad.rq").write_text("#+ titel: x\nASK {}\n")
    other = Kg(root, kg.capsys)
    for words in (("query", "bad"), ("queries",), ("query", "--help")):
        _, err = other(*words, code=2)
        assert "bad.rq:1:4\n" in err
        assert "did you mean: title" in err


def test_sparql_from_everywhere(kg: Kg, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "SELECT ?s { ?s a accord:Person } ORDER BY ?s"
    expected = "s\n────────\nAda Holm\n"
    assert kg("sparql", text)[0] == expected
    file = tmp_path / "q.rq"
    file.write_text(text)
    assert kg("sparql", "--file", str(file))[0] == expected
    for words in (("sparql",), ("sparql", "-")):
        with file.open() as stdin:
            monkeypatch.setattr(sys, "stdin", stdin)
            assert kg(*words)[0] == expected
    file.write_bytes(b"ASK {}\n\xff")
    assert f"{file} is not UTF-8 text" in kg("sparql", "--file", str(file), code=2)[1]


@pytest.mark.parametrize(
    "words",
    [
        ("query", "claims", "--speaker", "x"), ("sparql", "ASK {}"), ("show", "Turkey"),
        ("article",), ("why", "Turkey", "a", "State"), ("build",), ("validate",), ("anchor", "x"),
        ("export",), ("export", "protege", "review"), ("serve", "--port", "0"), ("mcp",),
    ],
)  # fmt: skip
def test_a_folder_that_is_named_does_not_answer_from_other_articles(
    kg: Kg, tmp_path: Path, words: tuple[str, ...]
) -> None:
    (tmp_path / "queries").mkdir()
    (tmp_path / "queries" / "claims.rq").write_text(CLAIMS, encoding="utf-8")
    out, err = Kg(tmp_path, kg.capsys)(*words, code=2)
    assert out == ""
    assert err.startswith(f"error: there are no articles in {tmp_path}\n")
    assert [path.name for path in tmp_path.iterdir()] == ["queries"]


def test_sparql_with_a_term_that_is_mistyped(kg: Kg) -> None:
    text = "SELECT ?s { ?s accord:madeby ?o }"
    out, err = kg("sparql", text)
    assert out == "no answer\n"
    assert err.startswith("the ontology declares no accord:madeby; did you mean accord:madeBy")
    assert err.count("\n") == 1
    assert kg("--quiet", "sparql", text) == (out, "")


def test_an_answer_that_stops_says_so_whatever_else_is_quiet(kg: Kg) -> None:
    text = "SELECT ?s { ?s a owl:DatatypeProperty } ORDER BY ?s"
    whole, said = kg("sparql", text, "--format", "csv")
    assert len(whole.splitlines()) > 2
    assert said == ""
    words = ("sparql", text, "--format", "csv", "--set", "row_limit=1")
    assert kg("--quiet", *words, code=1) == (
        "".join(whole.splitlines(keepends=True)[:2]),
        "the answer stops at row_limit=1: there is more; --set row_limit=10 gives more of it\n",
    )


def test_the_settings_of_a_query_are_those_of_the_server(kg: Kg) -> None:
    page, _ = kg("sparql", "--help-settings")
    assert page == kg("serve", "--help-settings")[0]
    assert "did you mean: row_limit" in kg("sparql", "ASK {}", "--set", "row_limt=1", code=2)[1]


def test_sparql_without_a_query(kg: Kg, monkeypatch: pytest.MonkeyPatch) -> None:
    with open(os.devnull) as stdin:  # noqa: PTH123 - a stream, to be patched
        monkeypatch.setattr(stdin, "isatty", lambda: True, raising=False)
        monkeypatch.setattr(sys, "stdin", stdin)
        assert "there is no query" in kg("sparql", code=2)[1]


# Every way to end.


def answers_with(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    def command(words: list[str]) -> int:
        raise error

    monkeypatch.setattr(boundary, "_call", command)


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (DataFindings("three findings", fix="mend them"), 1, "error: three findings\n  do:"),
        (KeyboardInterrupt(), 130, "interrupted\n"),
        (FileNotFoundError(2, "No such file", "a.txt"), 2, "error: the system refused a.txt: No"),
        (OSError("odd"), 2, "error: the system refused: odd"),
        (OSError(28, "No space left", "a.txt"), 2, "error: the disk is full: a.txt"),
        (SystemExit(4), 4, ""),
        (SystemExit(), 0, ""),
        (BrokenPipeError(), 141, ""),
    ],
)
def test_each_way_to_end(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    error: BaseException,
    code: int,
    said: str,
) -> None:
    answers_with(monkeypatch, error)
    assert main([]) == code
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(said)
    assert bool(err) == bool(said)


def test_a_fault_of_ours_is_a_report(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    for error in (ZeroDivisionError("oops"), RecursionError(), MemoryError()):
        answers_with(monkeypatch, error)
        assert main(["query", "a b\udcff"]) == 3
        said = capsys.readouterr().err
        name = type(error).__name__
        assert said.startswith(f"error: kg met something it was not made for: {name}")
        assert "Traceback" not in said
        (report,) = tmp_path.iterdir()
        assert str(report) in said
        text = report.read_text(encoding="utf-8")
        assert "Traceback" in text
        assert "kg query 'a b\\udcff'" in text
        assert __version__ in text
        report.unlink()


def test_a_panic_of_the_engine_is_a_fault(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    # pyo3's PanicException derives from BaseException, so that `except Exception` misses it.
    class PanicException(BaseException):
        pass

    answers_with(monkeypatch, PanicException("index out of bounds"))
    assert main([]) == 3
    assert "PanicException: index out of bounds" in capsys.readouterr().err


def test_nobody_reads_stderr() -> None:
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run([sys.executable, "-c", RUN, "qery"], stderr=write, check=False)
    os.close(write)
    assert done.returncode == 2


@pytest.mark.parametrize(
    "words", [("queries",), ("--help",), ("sparql", "ASK {}"), ("query", "claims", "--help")]
)
def test_a_closed_pipe_is_quiet(folder: Path, words: tuple[str, ...]) -> None:
    read, write = os.pipe()
    os.close(read)
    command = [sys.executable, "-c", RUN, "--project", str(folder), *words]
    done = subprocess.run(command, stdout=write, stderr=subprocess.PIPE, check=False)
    os.close(write)
    assert done.stderr == b""
    assert done.returncode == 141


def test_a_full_disk_behind_stdout(folder: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        command = [sys.executable, "-c", RUN, "--project", str(folder), "queries"]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.stderr.decode().startswith("error: the disk is full\n")
    assert done.returncode == 2


def test_ctrl_c_ends_a_long_query(folder: Path) -> None:
    # Six free joins: far more work than any machine does while this test waits.
    text = "SELECT (COUNT(*) AS ?n) {" + " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(6)) + "}"
    process = spawn(folder, "sparql", text, "--set", "time_limit_ms=600000")
    # Until there is a worker, there is nothing to interrupt.
    while process.poll() is None and not (started := children(process.pid)):
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    assert process.communicate() == (b"", b"interrupted\n")
    assert process.returncode == 130
    # One that had not been given its query yet ends by itself, because nobody can ask it any more.
    wait_for_the_end_of(started)


def test_work_that_can_be_interrupted_keeps_its_errors() -> None:
    def fail() -> int:
        raise DataFindings("no")

    assert interruptible(lambda: 5) == 5
    with pytest.raises(DataFindings, match="no"):
        interruptible(fail)


@pytest.mark.parametrize("locale", ["C", "POSIX", "C.UTF-8"])
def test_output_is_utf8_in_any_locale(folder: Path, locale: str) -> None:
    environment = {"LC_ALL": locale, "PYTHONIOENCODING": "ascii"}
    process = spawn(folder, "query", "claims", "--speaker", "Ada Holm", **environment)
    out, err = process.communicate()
    assert err == b""
    assert "“Nobody has withdrawn,”" in out.decode()


def test_stderr_that_cannot_be_written(monkeypatch: pytest.MonkeyPatch) -> None:
    class Closed:
        def write(self, text: str) -> int:
            raise BrokenPipeError(text)

        def isatty(self) -> bool:
            return False

    monkeypatch.setattr(sys, "stderr", Closed())
    assert main(["qery"]) == 2
    assert sys.stderr is None


@pytest.mark.parametrize(
    ("error", "code"), [(typer.Exit(5), 5), (typer.Abort(), 130), (typer.BadParameter("odd"), 2)]
)
def test_what_typer_raises(
    kg: Kg, monkeypatch: pytest.MonkeyPatch, error: Exception, code: int
) -> None:
    def fail(*arguments: object) -> None:
        raise error

    monkeypatch.setattr("kg.cli.queries.query_names", fail)
    kg("queries", code=code)


# Colours, and what a call costs.


def terminal(monkeypatch: pytest.MonkeyPatch, *, tty: bool) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: tty, raising=False)
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")


def test_colours_and_width(kg: Kg, monkeypatch: pytest.MonkeyPatch) -> None:
    call = ("sparql", "SELECT (1 AS ?x) {}")
    plain = "x\n─\n1\n"
    terminal(monkeypatch, tty=True)
    monkeypatch.setenv("COLUMNS", "120")
    assert kg(*call)[0] == "\x1b[1mx\x1b[0m\n─\n1\n"
    assert Console().width() == 120
    monkeypatch.setenv("COLUMNS", "40")
    assert Console().width() == 80
    monkeypatch.setenv("NO_COLOR", "1")
    assert kg(*call)[0] == plain
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("TERM", "dumb")
    assert kg(*call)[0] == plain
    terminal(monkeypatch, tty=False)
    monkeypatch.setenv("COLUMNS", "120")
    assert kg(*call)[0] == plain
    assert Console().width() == 80


def test_errors_are_red_on_a_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert main(["qery"]) == 2
    assert capsys.readouterr().err.startswith("\x1b[31merror\x1b[0m: kg has no command")


def test_a_query_imports_no_more_than_it_needs(folder: Path) -> None:
    script = """
import sys
from kg.cli import main
code = main(sys.argv[1:])
heavy = (
    "rdflib pyshacl owlready2 ruamel rich pydantic email ssl asyncio kg.compile kg.validate "
    "anyio mcp mcp_types mimeparse starlette uvicorn kg.serve kg.worker pandas polars kg.facade "
    "kg.rows kg.exchange"
)
print(sorted(set(heavy.split()) & set(sys.modules)), code, file=sys.stderr)
"""
    words = ["--project", str(folder), "query", "claims", "--speaker", "Ada Holm"]
    done = subprocess.run(
        [sys.executable, "-c", script, *words], capture_output=True, text=True, check=True
    )
    assert done.stderr == "[] 0\n"
    assert "Nobody has withdrawn" in done.stdout


def test_an_outdated_graph_is_built_first(kg: Kg, tmp_path: Path) -> None:
    root = tmp_path / "fresh"
    shutil.copytree(MINI, root)
    fresh = Kg(root, kg.capsys)
    out, err = fresh("sparql", "ASK { ?x a accord:Person }")
    assert out == "yes\n"
    assert "building the graph" in err
    assert fresh("sparql", "ASK {}") == ("yes\n", "")
    register = root / "articles" / "register.ttl"
    register.write_text(register.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert fresh("--quiet", "sparql", "ASK {}") == ("yes\n", "")


# Shell completion.


class Shell:
    """Asks for completions as bash does."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self.monkeypatch = monkeypatch
        self.capsys = capsys

    def __call__(self, folder: Path, line: str) -> list[str]:
        self.monkeypatch.setenv("_KG_COMPLETE", "complete_bash")
        self.monkeypatch.setenv("COMP_WORDS", f"kg --project {folder} {line}")
        self.monkeypatch.setenv("COMP_CWORD", str(len(line.split(" ")) + 2))
        assert main([]) == 0
        out, err = self.capsys.readouterr()
        assert err == ""
        return out.split()


@pytest.fixture
def shell(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    return Shell(monkeypatch, capsys)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("que", ["query", "queries"]),
        ("query c", ["claims"]),
        ("query claims --sp", ["--speaker"]),
        ("query claims --speaker ", ["ada-holm", "gazette"]),
        ("query claims --speaker ada", ["ada-holm"]),
        ("query claims --from ", []),
        ("query claims --format t", ["table", "tsv", "turtle"]),
        ("query nothing --x", []),
        ("nothing --x", []),
        ("sparql --format js", ["json", "jsonld"]),
    ],
)
def test_completion(shell: Shell, folder: Path, line: str, expected: list[str]) -> None:
    assert shell(folder, line) == expected


def test_a_label_of_one_word_is_completed(
    shell: Shell, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = shutil.copytree(MINI, tmp_path / "mini")
    (root / "queries").mkdir()
    (root / "queries" / "claims.rq").write_text(CLAIMS, encoding="utf-8")
    register = root / "articles" / "register.ttl"
    text = register.read_text(encoding="utf-8").replace('"Ada Holm"', '"Ada"')
    register.write_text(text, encoding="utf-8")
    assert main(["--quiet", "--project", str(root), "build"]) == 0
    assert shell(root, "query claims --speaker A") == ["Ada"]


def test_completion_is_silent_where_something_is_wrong(shell: Shell, tmp_path: Path) -> None:
    root = shutil.copytree(MINI, tmp_path / "mini")
    (root / "queries").mkdir()
    (root / "queries" / "claims.rq").write_text(CLAIMS, encoding="utf-8")
    assert shell(root, "query claims --speaker ") == []
    (root / "queries" / "claims.rq").write_text("broken", encoding="utf-8")
    assert shell(root, "query cl") == []


def test_the_script_for_the_shell(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("_KG_COMPLETE", "source_bash")
    assert main([]) == 0
    assert "complete -o default -F _kg_completion kg" in capsys.readouterr().out


def test_a_shell_that_is_unknown(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("_KG_COMPLETE", "source_teletype")
    assert main([]) == 1
    assert "not supported" in capsys.readouterr().err
