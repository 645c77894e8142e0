"""The documentation shows what its commands print; :mod:`tests.docs_examples` says how."""

from pathlib import Path

import pytest

from tests.docs_examples import (
    PAGES,
    Example,
    Snapshot,
    examples,
    fits,
    merged,
    updated,
    with_settings,
)


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    return Snapshot.take(tmp_path_factory.mktemp("snapshot"))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_a_page_shows_what_its_commands_print(
    path: Path, snapshot: Snapshot, tmp_path: Path
) -> None:
    page = path.read_text(encoding="utf-8")
    with snapshot.session(snapshot.project(page, tmp_path)) as session:
        for example in examples(page):
            printed = session.run(example.command)
            if not fits(example.output, printed):
                # Equality, so that the failure shows the difference.
                assert printed == example.output, (
                    f"{path.name}: {example.command}\nrun: python -m tests.docs_examples"
                )
    assert with_settings(page) == page, "run: python -m tests.docs_examples"


def test_an_ellipsis_leaves_out_characters_or_lines() -> None:
    assert fits("built (… s)\n", "built (0.41 s)\n")
    assert fits("a\n…\nd\n", "a\nb\nc\nd\n")
    assert fits("a\n…\nd\n", "a\nd\n")
    assert fits("", "")
    assert not fits("built (… s)\n", "built (0.4\n1 s)\n")
    assert not fits("a\n", "a\nb\n")
    assert not fits("a…\nd\n", "a\nb\nd\n")
    assert not fits("Armenia\n", "Azerbaijan\n")


def test_examples_are_found() -> None:
    page = "x\n```console\n$ kg a \\\n    b\nout\n$ kg c\n```\n```console\n$ make demo\n```\n"
    assert examples(page) == [Example("kg a \\\n    b", "out\n"), Example("kg c", "")]


def test_what_is_written_anew_keeps_ellipses_that_fit() -> None:
    assert merged("a\n…\n", "a\nb\n") == "a\n…\n"
    assert merged("old\nbuilt (… s)\n", "new\nbuilt (0.41 s)\n") == "new\nbuilt (… s)\n"
    assert merged("", "new\n") == "new\n"


def test_a_page_is_written_anew(snapshot: Snapshot, tmp_path: Path) -> None:
    page = "# T\n```console\n$ kg --version\n```\n```console\n$ make demo\nx\n```\n"
    with snapshot.session(snapshot.project(page, tmp_path)) as session:
        new = updated(page, session)
        again = updated(new, session)
    assert new.startswith("# T\n```console\n$ kg --version\nkg ")
    assert new.endswith("```\n```console\n$ make demo\nx\n```\n")
    assert again == new


def test_a_page_asks_the_server_that_it_has_started(snapshot: Snapshot, tmp_path: Path) -> None:
    with snapshot.session(snapshot.project("", tmp_path)) as session:
        ask = "curl -w '%{http_code}' 'http://127.0.0.1:8000/sparql?query=ASK%7B%7D'"
        assert session.run(ask).endswith("}\n200\n")
        session.run("printf 'secret' > token.txt")
        assert fits(
            "serving build … at http://127.0.0.1:8000/ (Ctrl-C ends)\n",
            session.run("kg serve --token-file token.txt"),
        )
        assert session.run(ask).endswith("}\n401\n")
        assert session.run("kg serve --help-settings").startswith("time_limit_ms ")
        assert session.run("kg serve --set x").startswith("error: 'x' sets nothing\n")
        server = session.server
    assert server is not None
    assert server.process.returncode == 0


def test_the_settings_stand_where_a_page_has_a_place_for_them() -> None:
    page = "a\n<!-- settings -->\nold\n<!-- /settings -->\nb\n"
    assert "| `time_limit_ms` | 1000 | ms | how long" in with_settings(page)
    assert with_settings("a\n") == "a\n"
