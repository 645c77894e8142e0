"""The guide to annotating names nothing that the ontology has not, and quotes a real annotation."""

import re
import shlex
from pathlib import Path
from typing import Final

import pytest

from kg.cli.boundary import run
from kg.namespaces import TERMS
from kg.project import Project
from kg.vocabulary import load_vocabulary

ROOT: Final = Path(__file__).parent.parent
GUIDE: Final = (ROOT / "docs" / "annotating.md").read_text("utf-8")
ARTICLE: Final = ROOT / "articles" / "tass" / "2020-11-12-turkish-peacekeepers"


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)


def test_the_first_example_is_a_passage_of_the_first_article() -> None:
    assert blocks("yaml")[0] in (ARTICLE / "annotation.yaml").read_text("utf-8")


def test_what_is_pasted_into_a_new_register_builds_and_answers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def kg(*args: str) -> str:
        assert run(args) == 0, capsys.readouterr().err
        return capsys.readouterr().out

    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KG_STORE", raising=False)
    Path("report.txt").write_text(
        "Truce holds\n\nAda Holm, spokeswoman for Velmark's foreign ministry, said so.\n", "utf-8"
    )
    kg("new", "report.txt", "-p", "Straits Wire", "-d", "2021-05-03", "--slug", "truce")
    (entries,) = blocks("turtle")
    with Path("articles/register.ttl").open("a", encoding="utf-8") as register:
        register.write(f"\n{entries}")
    annotation = Path("articles/straits-wire/2021-05-03-truce/annotation.yaml")
    annotation.write_text(
        annotation.read_text("utf-8")
        .replace("\nnothing:\n", f"\npassages:\n{blocks('yaml')[1]}\nnothing:\n")
        .replace("quote: \"Ada Holm, spokeswoman for Velmark's foreign ministry, ", 'quote: ", '),
        "utf-8",
    )
    assert "no findings" in kg("validate")
    answer = kg("query", "spokespersons", "--speaks-for", "Foreign Ministry of Velmark")
    assert "Ada Holm" in answer
    assert "spokeswoman for Velmark's foreign ministry" in answer


def test_a_query_of_the_guide_finds_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KG_STORE", str(tmp_path))
    (line,) = blocks("sh")
    assert run(shlex.split(line)[1:]) == 0
    assert "peacekeeping mission" in capsys.readouterr().out


def test_every_force_is_told() -> None:
    section = GUIDE.partition("`force` is the manner")[2].partition("\n## ")[0]
    forces = set(re.findall(r"^\| `([a-z]+)` \|", section, re.MULTILINE)) - {"force"}
    vocabulary = load_vocabulary(Project.find(ROOT))
    assert forces == {i.name for i in vocabulary.individuals_in({TERMS + "Force"})}


def test_the_words_are_the_ontologys() -> None:
    vocabulary = load_vocabulary(Project.find(ROOT))
    rows = [line.split("|") for line in GUIDE.splitlines() if line.startswith("| ")]
    table = [row for row in rows if len(row) == 5 and "`" in row[2]]
    classes = {name for row in table for name in re.findall(r"`([A-Z]\w+)`", row[2])}
    properties = {name for row in table for name in re.findall(r"`([a-z]\w+)`", row[3])}
    assert len(classes) > 15
    assert len(properties) > 40
    assert classes <= vocabulary.classes.keys()
    assert properties <= vocabulary.properties.keys()


def test_every_voice_is_told() -> None:
    section = GUIDE.partition("## Whose voice")[2].partition("\n## ")[0]
    voices = set(re.findall(r"^\| `([a-z]+)` \|", section, re.MULTILINE)) - {"voice"}
    vocabulary = load_vocabulary(Project.find(ROOT))
    assert voices == {i.name for i in vocabulary.individuals_in({TERMS + "Voice"})}
