"""``kg serve`` as words: what they mean to the server."""

from collections.abc import Callable
from pathlib import Path

import pytest

from kg.cli import main
from kg.project import Project
from kg.serve.options import Options
from tests.serving import ROOT


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Options, bool]]:
    """What a server would be told; none is started, and nothing is built."""
    calls: list[tuple[Options, bool]] = []

    def serve(
        _: Project, options: Options, say: Callable[[str], None], *, quiet: bool = False
    ) -> None:
        say("serving")
        calls.append((options, quiet))

    monkeypatch.setattr("kg.serve.server.serve", serve)
    monkeypatch.setattr("kg.cli.console.Console.built", lambda console: console.project())
    return calls


def kg(*words: str) -> int:
    return main(["--project", str(ROOT), *words])


def test_by_default_it_serves_this_machine(told: list[tuple[Options, bool]]) -> None:
    assert kg("serve") == 0
    assert told == [(Options(), False)]


def test_every_option_reaches_the_server(
    told: list[tuple[Options, bool]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    token = tmp_path / "token.txt"
    token.write_text("correct-horse\n", encoding="utf-8")
    words = "serve --host 0.0.0.0 --port 0 --log-values --set row_limit=5 --set workers=1"
    further = "--base-url https://kg.example.org --allow-host a --allow-host b --allow-origin *"
    assert kg("--quiet", *words.split(), *further.split(), "--token-file", str(token)) == 0
    ((options, quiet),) = told
    assert quiet
    assert capsys.readouterr().err == ""
    assert (options.host, options.port, options.token) == ("0.0.0.0", 0, "correct-horse")  # noqa: S104 - it does not listen
    assert options.base == "https://kg.example.org/"
    assert (options.hosts, options.origins) == (("a", "b"), ("*",))
    assert options.log_values
    assert (options.limits.row_limit, options.limits.workers) == (5, 1)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("--port 65536", "there is no port '65536'"),
        ("--port -1", "there is no port '-1'"),
        ("--port http", "there is no port 'http'"),
        ("--host 0.0.0.0", "0.0.0.0 can be reached from other machines, and there is no token"),
        ("--token-file nothing.txt", "cannot read the token in nothing.txt"),
        ("--base-url kg.example.org", "'kg.example.org/' is no address of a server"),
        ("--allow-host *", "'*' is no name of a server"),
        ("--allow-origin kg.example.org", "'kg.example.org' is no origin"),
        ("--set row_limit", "'row_limit' sets nothing"),
    ],
)
def test_words_that_make_no_sense_are_one_clear_error(
    told: list[tuple[Options, bool]],
    capsys: pytest.CaptureFixture[str],
    words: str,
    message: str,
) -> None:
    assert kg("serve", *words.split()) == 2
    said = capsys.readouterr().err
    assert said.startswith(f"error: {message}")
    assert "  do:  " in said
    assert not told


@pytest.mark.parametrize("text", ["", "\n", "two words\n", "ümlaut\n"])
def test_a_file_without_a_token_is_refused(
    told: list[tuple[Options, bool]], capsys: pytest.CaptureFixture[str], tmp_path: Path, text: str
) -> None:
    token = tmp_path / "token.txt"
    token.write_text(text, encoding="utf-8")
    assert kg("serve", "--token-file", str(token)) == 2
    assert f"error: {token} holds no token" in capsys.readouterr().err
    assert not told


def test_the_limits_are_listed(
    told: list[tuple[Options, bool]], capsys: pytest.CaptureFixture[str]
) -> None:
    assert kg("serve", "--help-settings") == 0
    assert "row_limit" in capsys.readouterr().out
    assert not told
