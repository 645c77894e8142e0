"""``kg build``: a summary on stdout, remarks on stderr, a bar only where somebody watches."""

import io
import os
import pty
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from kg.build import Summary
from kg.build.pipeline import Stage
from kg.cli import build as command
from kg.cli.boundary import run
from kg.store import Counts

MINI = Path(__file__).parent / "cases" / "mini"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("KG_STORE", raising=False)
    return shutil.copytree(MINI, tmp_path / "mini")


def test_a_build_ends_with_a_summary(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--project", str(folder), "build"]) == 0
    out, err = capsys.readouterr()
    lines = [line.split() for line in out.splitlines()]
    assert lines[:4] == [
        ["articles", "2", "2", "compiled,", "0", "reused"],
        ["passages", "4"],
        ["claims", "2"],
        ["facts", "2"],
    ]
    assert [line[0] for line in lines[4:]] == ["triples", "findings", "built"]
    assert err == ""


def test_nothing_to_do_is_said(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--project", str(folder), "build"]) == 0
    capsys.readouterr()
    assert run(["--project", str(folder), "build"]) == 0
    assert "nothing has changed" in capsys.readouterr().out
    assert run(["--project", str(folder), "build", "--force"]) == 0
    assert "2 compiled, 0 reused" in capsys.readouterr().out


@pytest.fixture
def wrong(folder: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """The project with a graph, and since then with an annotation that is wrong."""
    assert run(["--project", str(folder), "build"]) == 0
    capsys.readouterr()
    annotation = next((folder / "articles").rglob("annotation.yaml"))
    text = annotation.read_text(encoding="utf-8")
    annotation.write_text(text.replace("quote: ", "quote: not there, ", 1), encoding="utf-8")
    return folder


def test_several_mistakes_end_with_what_can_be_done_meanwhile(
    wrong: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for annotation in (wrong / "articles").rglob("annotation.yaml"):
        text = annotation.read_text(encoding="utf-8")
        annotation.write_text(text.replace("quote: ", "quote: not there, "), encoding="utf-8")
    for words in (("build",), ("article",)):
        assert run(["--project", str(wrong), *words]) == 2
        *_, last = capsys.readouterr().err.splitlines()
        assert last.startswith("error: there are ")
        assert last.endswith("`kg --no-build …` answers from the graph that was there before")


@pytest.mark.parametrize(
    "words",
    [
        ("sparql", "ASK { ?x a accord:Claim }"), ("show", "Ada Holm"), ("article",),
        ("query", "statements"), ("export",), ("why", "Ada Holm", "a", "Person"),
    ],
)  # fmt: skip
def test_while_an_annotation_is_wrong_the_graph_before_answers_who_asks_it_to(
    wrong: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    assert run(["--project", str(wrong), *words]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "until then `kg --no-build …` answers from the graph that was there before" in err
    assert run(["--project", str(wrong), "--no-build", *words]) == 0
    out, err = capsys.readouterr()
    assert out
    remark, *_ = err.splitlines()
    assert remark.endswith(
        "annotation.yaml changed since the graph was built: the answer is from before"
    )


def test_an_article_whose_annotation_is_wrong_can_be_read(
    wrong: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = next((wrong / "articles").rglob("annotation.yaml")).parent
    assert run(["--project", str(wrong), "--no-build", "article", folder.name]) == 0
    assert "says" in capsys.readouterr().out


def test_nothing_is_built_where_nothing_is_to_be(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["--project", str(folder), "--no-build", "article"]) == 2
    assert "no graph has been built yet" in capsys.readouterr().err
    assert run(["--project", str(folder), "--no-build", "build"]) == 2
    assert capsys.readouterr().err.startswith("error: --no-build leaves nothing to do here\n")
    assert not (folder / ".accord").exists()
    assert run(["--project", str(folder), "build"]) == 0
    capsys.readouterr()
    assert run(["--project", str(folder), "--no-build", "article"]) == 0
    assert capsys.readouterr().err == ""


def test_the_first_build_that_fails_promises_no_graph(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    next((folder / "articles").rglob("annotation.yaml")).write_text("{", encoding="utf-8")
    assert run(["--project", str(folder), "build"]) == 2
    assert "--no-build" not in capsys.readouterr().err


def test_quiet_is_silent(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--project", str(folder), "--quiet", "build"]) == 0
    assert capsys.readouterr() == ("", "")
    assert (folder / ".accord" / "current.json").exists()


def test_the_summary_fits_its_columns() -> None:
    counts = Counts(
        articles=1234,
        passages=56789,
        claims=3,
        facts=4,
        triples=1234567,
        quads=1234568,
        warnings=1,
        infos=2,
    )
    assert command.report(Summary(counts, False, 1, 1233, 1.234)) == (
        "articles    1234  1 compiled, 1233 reused\n"
        "passages   56789\n"
        "claims         3\n"
        "facts          4\n"
        "triples  1234567  1234568 with each of their supports\n"
        "findings       3  1 warning, 2 remarks: see `kg validate`\n"
        "built (1.23 s)\n"
    )


SLOW = """
import sys, time
from kg.cli import build
from kg.build.pipeline import Stage
build.PATIENCE = float(sys.argv[1])
with build.progress_bar(shown=True) as progress:
    progress(Stage.READ, 0, 1)
    time.sleep(0.5)
    progress(Stage.COMPILE, 1, 2)
    time.sleep(0.3)
"""


def on_a_terminal(patience: str) -> str:
    """Run a build of 0.8 s whose stderr is a terminal and return what that shows."""
    ours, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "80", "NO_COLOR": "1"}
    process = subprocess.Popen(
        [sys.executable, "-c", SLOW, patience], stderr=theirs, env=environment
    )
    os.close(theirs)
    shown = bytearray()

    def read() -> None:
        while True:
            try:
                data = os.read(ours, 4096)
            except OSError:
                # How Linux says that the other side of a terminal is closed.
                return
            if not data:
                return
            shown.extend(data)

    reader = threading.Thread(target=read)
    reader.start()
    assert process.wait() == 0
    reader.join()
    os.close(ours)
    return shown.decode()


def test_a_bar_appears_when_a_build_takes_long() -> None:
    shown = on_a_terminal("0.1")
    assert Stage.READ.value in shown
    assert Stage.COMPILE.value in shown
    assert "50%" in shown


def test_no_bar_appears_when_a_build_is_short() -> None:
    assert on_a_terminal("60") == ""


def test_nothing_is_drawn_where_nobody_watches(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "PATIENCE", 0.0)
    with command.progress_bar(shown=False) as progress:
        progress(Stage.READ, 0, 1)
    assert capsys.readouterr() == ("", "")


def test_the_bar_shows_where_the_build_is(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = io.StringIO()
    monkeypatch.setattr(sys, "stderr", shown)
    monkeypatch.setattr(command, "PATIENCE", 0.0)
    # Rich draws nothing while it takes the stream for a file.
    monkeypatch.setenv("TTY_COMPATIBLE", "1")
    with command.progress_bar(shown=True) as progress:
        for stage in (Stage.READ, Stage.COMPILE):
            while stage.value not in shown.getvalue():
                progress(stage, 0, 1)
                time.sleep(0.01)
