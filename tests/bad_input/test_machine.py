"""What the machine does to a command: full disks, closed pipes, Ctrl-C, odd terminals, crowds."""

import json
import os
import resource
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kg.cli import boundary
from tests.bad_input.desk import (
    ANNOTATION,
    ANSWER,
    ASK,
    KG,
    TEXT,
    Desk,
    Ended,
    message,
    plain_environment,
)

EVERYTHING = ("sparql", "SELECT * { GRAPH ?g { ?s ?p ?o } }", "--format", "csv")
ENDLESS = ("sparql", "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }")
WRITERS = {
    "query": ASK,
    "sparql": EVERYTHING,
    "export": ("export", "--format", "turtle"),
    "schema": ("schema",),
    "article": ("article",),
    "queries": ("queries",),
}

# ---------------------------------------------------------------- no room


@pytest.mark.parametrize("words", WRITERS.values(), ids=WRITERS)
def test_a_full_disk_behind_output(desk: Desk, words: tuple[str, ...]) -> None:
    refusal = desk.refused(*words, "--output", "/dev/full")
    assert refusal.what == "cannot write /dev/full"
    assert refusal.why == "No space left on device"
    assert "has room" in refusal.fix


@pytest.mark.parametrize(
    "words", [*WRITERS.values(), ("--help",), ("--version",), ("build",), ("validate",)]
)
def test_a_full_disk_behind_standard_output(desk: Desk, words: tuple[str, ...]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*KG, *words], cwd=desk.root, env=plain_environment(), stdout=full,
            stderr=subprocess.PIPE, check=False,
        )  # fmt: skip
    assert message(Ended(done.returncode, "", done.stderr.decode())).what == "the disk is full"
    desk.check_the_old_graph_answers()


def test_a_full_disk_behind_standard_error(desk: Desk) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*KG, "bild"], cwd=desk.root, env=plain_environment(), stdout=subprocess.PIPE,
            stderr=full, check=False,
        )  # fmt: skip
    assert (done.returncode, done.stdout) == (2, b"")


def small_files() -> None:
    """Let the child write no file of more than 4 kB, as if the disk were full after that."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))


def test_a_disk_that_fills_up_during_a_build(desk: Desk) -> None:
    desk.write("articles/register.ttl", (desk.root / "articles/register.ttl").read_bytes() + b"\n")
    for words in (("build",), ("build", "--force"), ASK):
        with desk.unchanged():
            refusal = message(desk.process(*words, before=small_files))
        assert refusal.what.startswith("the graph cannot be written to ")
        assert "the graph that was there before is untouched" in refusal.why
        assert refusal.fix.startswith("free some space")
    desk.check_the_old_graph_answers()


def test_a_disk_that_fills_up_during_an_export(desk: Desk) -> None:
    desk.write("graph.ttl", "mine")
    with desk.unchanged():
        refusal = message(desk.process("export", "--output", "graph.ttl", before=small_files))
    assert refusal.what == "cannot write graph.ttl"
    assert refusal.why == "File too large"


@pytest.mark.parametrize(
    ("output", "why"),
    [
        ("queries", "it is a folder"),
        ("", "it is a folder"),
        ("nowhere/x.ttl", "No such file or directory"),
        (f"{TEXT}/x.ttl", "Not a directory"),
        ("/proc/x.ttl", "No such file or directory"),
        (f"{'x' * 300}.ttl", "File name too long"),
    ],
)
@pytest.mark.parametrize("name", WRITERS)
def test_an_output_that_cannot_be_written(desk: Desk, name: str, output: str, why: str) -> None:
    refusal = desk.refused(*WRITERS[name], "--output", output)
    assert refusal.what.startswith("cannot write ")
    assert refusal.why == why


# ---------------------------------------------------------------- nobody listens


def until_first_line(desk: Desk, *words: str) -> Ended:
    """Run ``kg … | head -1`` and return how ``kg`` ended."""
    process = subprocess.Popen(
        [*KG, *words], cwd=desk.root, env=plain_environment(), stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout
    assert process.stderr
    first = process.stdout.readline()
    process.stdout.close()
    err = process.stderr.read()
    process.stderr.close()
    return Ended(process.wait(), first.decode(), err.decode())


@pytest.mark.parametrize("words", [EVERYTHING, ("export",)], ids=["sparql", "export"])
def test_a_reader_that_takes_the_first_line_only(desk: Desk, words: tuple[str, ...]) -> None:
    ended = until_first_line(desk, *words)
    assert ended.out
    # What fits into the pipe is written before anybody stops reading.
    assert ended.code in (0, boundary.PIPE_CLOSED)
    assert "error" not in ended.err
    assert "Traceback" not in ended.err


@pytest.mark.parametrize(
    "words", [*WRITERS.values(), ("--help",), ("--version",), ("query", "--help"), ("build",)]
)
def test_a_reader_that_is_gone(desk: Desk, words: tuple[str, ...]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [*KG, "--quiet", *words], cwd=desk.root, env=plain_environment(), stdout=writing,
        stderr=subprocess.PIPE, check=False,
    )  # fmt: skip
    os.close(writing)
    expected = 0 if words == ("build",) else boundary.PIPE_CLOSED
    assert (done.returncode, done.stderr) == (expected, b"")


@pytest.mark.parametrize("closed", [(0,), (1,), (2,), (0, 1, 2)], ids=str)
def test_streams_that_are_closed(desk: Desk, closed: tuple[int, ...]) -> None:
    def close() -> None:
        for number in closed:
            os.close(number)

    desk.remove(".accord")
    ended = desk.process(*ASK, before=close)
    assert ended.code == 0
    assert ended.out == ("" if 1 in closed else ANSWER)
    assert "error" not in ended.err
    # What was printed must not have gone into a file that took the stream's number.
    assert desk.kg(*ASK) == Ended(0, ANSWER, "")
    desk.remove(TEXT)
    assert desk.process("build", before=close).code == 2


# ---------------------------------------------------------------- Ctrl-C


def interrupted(desk: Desk, seconds: float, *words: str) -> Ended:
    process = subprocess.Popen(
        [*KG, *words], cwd=desk.root, env=plain_environment(), stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )  # fmt: skip
    time.sleep(seconds)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate()
    return Ended(process.returncode, out.decode(), err.decode())


def test_an_interrupted_query(desk: Desk) -> None:
    with desk.unchanged():
        ended = interrupted(desk, 1.0, *ENDLESS)
    assert ended == Ended(boundary.INTERRUPTED, "", "interrupted\n")
    assert desk.kg(*ASK) == Ended(0, ANSWER, "")


BUILD = """
import os, signal, sys
from dataclasses import replace
from kg.build import stages
from kg.cli import main

def interrupt(*_):
    os.kill(os.getpid(), signal.SIGINT)

stages.STAGES = replace(stages.STAGES, **{sys.argv[1]: interrupt})
sys.exit(main(["build", "--force"]))
"""


@pytest.mark.parametrize("stage", ["read", "compile", "reason", "validate"])
def test_an_interrupted_build(desk: Desk, stage: str) -> None:
    desk.replace(ANNOTATION, "note: invented", "note: changed")
    with desk.unchanged():
        done = subprocess.run(
            [KG[0], "-c", BUILD, stage], cwd=desk.root, env=plain_environment(),
            capture_output=True, check=False,
        )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (
        boundary.INTERRUPTED, b"", b"interrupted\n",
    )  # fmt: skip
    desk.check_the_old_graph_answers()


# ---------------------------------------------------------------- terminals and locales

POSIX = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}


def test_a_locale_without_typographic_characters(desk: Desk) -> None:
    environment = plain_environment(**POSIX)
    ended = desk.process("article", "lake-patrols", environment=environment)
    assert ended.code == 0
    # A result is UTF-8 whatever the locale …
    assert "“Nobody has withdrawn,”" in ended.out
    desk.replace(ANNOTATION, "“Nobody has withdrawn,”", "“Nobody had withdrawn,”")
    # … and a message says what the terminal cannot show in escapes.
    refusal = message(desk.process("build", environment=environment))
    assert refusal.nearest == r'"\u201cNobody has withdrawn,\u201d Ada Holm said."'


@pytest.mark.parametrize(
    "words", [("--help",), ("query", "--help"), ("queries",), ASK, ("validate",)]
)
def test_an_encoding_that_python_was_told_to_use(desk: Desk, words: tuple[str, ...]) -> None:
    desk.replace("queries/patrols.rq", "Patrols", "“Patrols” 🚣")
    ended = desk.process(*words, environment=plain_environment(PYTHONIOENCODING="ascii"))
    assert ended.code == 0
    assert ended.err == ""


def test_an_environment_with_nothing_in_it(desk: Desk) -> None:
    for words in (ASK, ("build", "--force"), ("--help",), ("schema",)):
        assert desk.process(*words, environment={}).code == 0
    assert desk.process(*ASK, environment={"HOME": "/nowhere"}) == Ended(0, ANSWER, "")


@pytest.mark.parametrize("columns", ["20", "1", "0", "-1", "many", ""])
def test_any_number_of_columns(desk: Desk, columns: str) -> None:
    environment = plain_environment(COLUMNS=columns)
    for words in (("--help",), ("query", "patrols"), ("article",)):
        assert desk.process(*words, environment=environment).code == 0


@contextmanager
def terminal(desk: Desk, *words: str, **variables: str) -> Iterator[tuple[int, str]]:
    """Run ``kg`` with a terminal for all its streams; give its exit code and what it shows."""
    import pexpect

    environment = {"TERM": "xterm", **plain_environment(), **variables}
    shown, code = pexpect.run(
        " ".join([KG[0], "-m kg", *words]), cwd=str(desk.root), env=environment,
        withexitstatus=True, encoding="utf-8",
    )  # fmt: skip
    yield code, shown


@pytest.mark.parametrize(
    ("variables", "coloured"),
    [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)],
    ids=["colours", "NO_COLOR", "TERM=dumb"],
)
def test_colours_where_they_are_wanted(
    desk: Desk, variables: dict[str, str], *, coloured: bool
) -> None:
    with terminal(desk, "bild", **variables) as (code, shown):
        assert code == 2
        assert ("\x1b[31merror" in shown) is coloured
    with terminal(desk, "query", "patrols", **variables) as (code, shown):
        assert code == 0
        assert ("\x1b[" in shown) is coloured
    with terminal(desk, "build", "--force", **variables) as (code, shown):
        assert code == 0


# ---------------------------------------------------------------- crowds


def test_commands_that_come_at_once_to_a_folder_without_a_graph(desk: Desk) -> None:
    desk.remove(".accord")
    processes = [
        subprocess.Popen(
            [*KG, "--quiet", *words], cwd=desk.root, env=plain_environment(),
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )
        for words in (ASK, ("build",), ASK)
    ]  # fmt: skip
    ended = [(process.communicate(), process.returncode) for process in processes]
    answer = ANSWER.encode()
    assert ended == [((answer, b""), 0), ((b"", b""), 0), ((answer, b""), 0)]
    assert len(list(desk.store.glob("graph-*.nq"))) == 1
    assert json.loads((desk.store / "current.json").read_bytes())["artefact"] == desk.artefact.name
    assert [path for path in desk.store.rglob("*") if path.name.endswith(".part")] == []
