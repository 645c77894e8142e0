"""``kg show`` and ``kg article`` as commands: formats, names, errors, terminals."""

import json
from pathlib import Path

import pytest

from kg.cli.console import Console
from tests.commands import kg

pytestmark = pytest.mark.usefixtures("in_served_project")


@pytest.mark.parametrize(
    "name", ["Turkey", "Ankara", "ankara", "TR", "turkey", "id:turkey", "wd:Q43"]
)
def test_all_names_lead_to_the_thing(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = kg(capsys, "show", name)
    assert (code, err) == (0, "")
    assert out.startswith("Turkey\nis       state\n")


def test_an_unknown_name(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = kg(capsys, "show", "Turky")
    assert (code, out) == (2, "")
    assert "did you mean: Turkey" in err
    assert "such as kg show Turkey" in err
    assert "--thing" not in err


@pytest.mark.parametrize("name", ["", "'; DROP", "\n", '{}#"', "x" * 5000])
def test_hostile_names_are_names(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = kg(capsys, "show", name)
    assert (code, out) == (2, "")
    assert err.startswith("error: ")
    assert "Traceback" not in err


def test_formats(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert kg(capsys, "show", "Turkey", "-f", "markdown")[1].startswith("# Turkey\n")
    assert json.loads(kg(capsys, "show", "Turkey", "-f", "json")[1])["id"] == "turkey"
    assert "owl:Axiom" in kg(capsys, "show", "Turkey", "-f", "turtle")[1]
    output = tmp_path / "turkey.txt"
    assert kg(capsys, "show", "Turkey", "-o", str(output))[1] == ""
    assert output.read_text(encoding="utf-8").startswith("Turkey\n")


@pytest.mark.parametrize(("command", "name"), [("show", "Turkey"), ("article", "tass")])
def test_an_unknown_format(command: str, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = kg(capsys, command, name, "--format", "markdwn")
    assert (code, out) == (2, "")
    assert "--format takes text" in err
    assert "not 'markdwn'" in err
    assert f"see kg {command} --help" in err
    assert "did you mean: markdown" in err


def test_articles_are_listed_or_shown(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = kg(capsys, "article")
    assert (code, err) == (0, "")
    assert out.startswith("tass/2020-11-12-turkish-peacekeepers\n")
    code, out, err = kg(capsys, "article", "turkish-peacekeepers")
    assert (code, err) == (0, "")
    assert "\n  1  indirect speech" in out
    assert kg(capsys, "article", "tass", "-f", "markdown")[1].startswith("<!-- Written by")


def test_an_unknown_article(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = kg(capsys, "article", "tass/2021")
    assert (code, out) == (2, "")
    assert "there is no article 'tass/2021'" in err


def test_a_terminal_gets_colours_and_a_file_does_not(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(Console, "colour", lambda _self: True)
    assert "\x1b[33m" in kg(capsys, "article", "tass")[1]
    assert "\x1b[1mTurkey" in kg(capsys, "show", "Turkey")[1]
    for words in (("article", "tass"), ("show", "Turkey")):
        output = tmp_path / "page.txt"
        kg(capsys, *words, "--output", str(output))
        assert "\x1b" not in output.read_text(encoding="utf-8")
