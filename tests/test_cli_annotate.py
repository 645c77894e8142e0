"""``kg new``, ``kg anchor``, ``kg schema``: from a text file to a project that builds."""

import io
import json
import os
import pty
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from kg.annotation.yamltree import Mapping, Sequence, read_yaml
from kg.cli.boundary import run
from kg.project import Project

MINI = Path(__file__).parent / "cases" / "mini"
ROOT = Path(__file__).parent.parent
TEXT = "Envoy sees progress in talks\n\n“We are close,” the envoy said. She left.\n"
NEW = "tass/2020-11-13-envoy-sees-progress-in-talks"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("KG_STORE", raising=False)
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    monkeypatch.chdir(tmp_path)
    (tmp_path / "report.txt").write_bytes(TEXT.encode())
    return tmp_path


@pytest.fixture
def own(here: Path) -> Path:
    shutil.copytree(ROOT / "articles", here / "articles")
    return here


def kg(capsys: pytest.CaptureFixture[str], *args: str) -> tuple[int, str, str]:
    code = run(args)
    out, err = capsys.readouterr()
    return code, out, err


# ---------------------------------------------------------------- kg new


def test_a_new_article_builds_at_once(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = kg(
        capsys, "new", "report.txt", "--publisher", "TASS", "--date", "2020-11-13",
        "--url", "https://example.org/x", "--by", "Ada",
    )  # fmt: skip
    assert code == 0
    assert out == f"articles/{NEW}/annotation.yaml\n"
    assert "3 sentences to read" in err
    assert (own / "articles" / NEW / "article.txt").read_bytes() == TEXT.encode()
    assert kg(capsys, "build")[0] == 0
    code, out, _ = kg(capsys, "article", NEW)
    assert code == 0
    assert out.count("nothing: not read yet") == 3


def test_the_schema_beside_it_accepts_it(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kg(capsys, "new", "report.txt", "-p", "tass", "-d", "2020-11-13", "--slug", "talks")
    schema = own / "articles" / "annotation.schema.json"
    path = own / "articles" / "tass" / "2020-11-13-talks" / "annotation.yaml"
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert (path.parent / first.partition("$schema=")[2]).resolve() == schema.resolve()
    tree = read_yaml(path, "annotation.yaml")
    document = {key.text: getattr(value, "text", None) for key, value in tree.entries}
    (nothing,) = [value for key, value in tree.entries if key.text == "nothing"]
    assert isinstance(nothing, Sequence)
    entries = [item for item in nothing.items if isinstance(item, Mapping)]
    document["nothing"] = [
        {key.text: getattr(value, "text", None) for key, value in item.entries} for item in entries
    ]
    Draft202012Validator(json.loads(schema.read_text(encoding="utf-8"))).validate(document)


def test_a_schema_that_is_there_stays(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    schema = own / "articles" / "annotation.schema.json"
    schema.write_text("{}", encoding="utf-8")
    assert kg(capsys, "new", "report.txt", "-p", "tass", "-d", "2020-11-13")[0] == 0
    assert schema.read_text(encoding="utf-8") == "{}"


def test_an_empty_folder_gets_articles_and_a_register(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = kg(capsys, "new", "report.txt", "-p", "Straits Wire", "-d", "2020-11-13")
    assert code == 0
    assert "wrote articles/register.ttl with the outlet straits-wire" in err
    assert kg(capsys, "build")[0] == 0


def test_an_outlet_that_the_package_knows_comes_with_its_names(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert kg(capsys, "new", "report.txt", "-p", "TASS", "-d", "2020-11-13")[0] == 0
    register = (here / "articles" / "register.ttl").read_text(encoding="utf-8")
    assert "id:tass a accord:NewsAgency" in register
    assert '"TASS news agency"@en' in register


def test_an_unknown_outlet(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = kg(capsys, "new", "report.txt", "-p", "Tas", "-d", "2020-11-13")
    assert (code, out) == (2, "")
    assert "did you mean: tass" in err
    assert "id:tas a accord:MediaOrganisation ;" in err
    assert not (own / "articles" / "tas").exists()


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["-d", "2020-11-13"], "kg new needs --publisher OUTLET"),
        (["-p", "tass"], "kg new needs --date YYYY-MM-DD"),
        (["-p", "tass", "-d", "tomorrow"], "'tomorrow' is no day of the calendar"),
        (["-p", "tass", "-d", "2020-11-13", "-u", "here"], "'here' is no web address"),
        (["-p", "tass", "-d", "2020-11-13", "--slug", "A b"], "'A b' cannot name the folder"),
        (["-p", "tass", "-d", "2020-11-13", "-t", "Радио"], "the title gives no name"),
    ],
)
def test_what_is_missing_or_wrong(
    args: list[str], said: str, own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sorted(own.rglob("*"))
    code, out, err = kg(capsys, "new", "report.txt", *args)
    assert (code, out) == (2, "")
    assert said in err
    assert sorted(own.rglob("*")) == before


def test_nothing_is_overwritten(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    args = ("new", "report.txt", "-p", "tass", "-d", "2020-11-13")
    assert kg(capsys, *args)[0] == 0
    code, _, err = kg(capsys, *args)
    assert code == 2
    assert "is not overwritten" in err


def test_what_may_be_wrong_is_said(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    args = ("--quiet", "new", "report.txt", "-p", "tass", "-d")
    assert kg(capsys, *args, "2020-11-13")[2] == ""
    code, out, err = kg(capsys, *args, "2999-01-01")
    assert code == 0
    assert "2999-01-01" in out
    assert [line.partition(":")[0] for line in err.splitlines()] == ["warning", "warning"]
    assert "2999-01-01 is still to come" in err
    assert "has the same text: see that it is not the same article" in err


def test_a_binary_file(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (own / "report.txt").write_bytes(b"\0\1")
    code, _, err = kg(capsys, "new", "report.txt", "-p", "tass", "-d", "2020-11-13")
    assert code == 2
    assert "report.txt is not a text" in err


def test_a_user_without_a_name(
    own: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def nobody() -> str:
        raise KeyError("uid not found")

    monkeypatch.setattr("getpass.getuser", nobody)
    assert kg(capsys, "new", "report.txt", "-p", "tass", "-d", "2020-11-13")[0] == 0
    text = (own / "articles" / NEW / "annotation.yaml").read_text(encoding="utf-8")
    assert 'annotatedBy: "unknown"' in text


def on_a_terminal(folder: Path, typed: str) -> subprocess.CompletedProcess[str]:
    main, terminal = pty.openpty()
    code = "import sys; from kg.cli import main; sys.exit(main())"
    os.write(main, typed.encode())
    try:
        return subprocess.run(
            [sys.executable, "-c", code, "new", "report.txt"],
            stdin=terminal,
            capture_output=True,
            cwd=folder,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            text=True,
            check=False,
        )
    finally:
        os.close(main)
        os.close(terminal)


def test_on_a_terminal_it_asks(own: Path) -> None:
    done = on_a_terminal(own, "tass\n2020-11-13\n")
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"articles/{NEW}/annotation.yaml\n"
    assert "Publisher" in done.stderr
    assert "Date of publication" in done.stderr


def test_no_answer_is_none(own: Path) -> None:
    done = on_a_terminal(own, "\n")
    assert (done.returncode, done.stdout) == (2, "")
    assert "kg new needs --publisher OUTLET\n  why: nothing was answered" in done.stderr


def test_asking_in_this_process(
    own: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = io.StringIO("tass\n2020-11-13\n\n")
    monkeypatch.setattr(terminal, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stdin", terminal)
    assert kg(capsys, "new", "report.txt")[0] == 0
    assert "nothing was answered" in kg(capsys, "new", "report.txt")[2]


# ---------------------------------------------------------------- kg anchor


def test_a_passage_ready_to_paste(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = kg(capsys, "anchor", "this topic was not discussed", "--article", "turkish")
    assert (code, err) == (0, "")
    place, quote, *rest = out.splitlines()
    assert place.endswith("turkish-peacekeepers/article.txt:14:107")
    assert quote == '  - quote: "this topic was not discussed"'
    assert [line.split("#")[0].strip() for line in rest] == ["voice:", "says:"]


def test_what_is_pasted_and_filled_in_builds(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kg(capsys, "new", "report.txt", "-p", "tass", "-d", "2020-11-13")
    _, out, _ = kg(capsys, "anchor", '"We are close," the envoy said.')
    filled = out.replace("voice: ", "voice: direct ").replace(
        "says:", "says:\n      - {id: claim/close, type: Claim, force: states}"
    )
    path = own / "articles" / NEW / "annotation.yaml"
    text = path.read_text(encoding="utf-8")
    entry = '  - quote: "“We are close,” the envoy said."\n    reason: not read yet\n'
    assert entry in text
    text = text.replace(entry, "").replace("nothing:\n", f"passages:\n{filled}\nnothing:\n", 1)
    path.write_text(text, encoding="utf-8")
    from kg.annotation import read_annotation
    from kg.vocabulary import load_vocabulary
    from kg.vocabulary.register import load_register

    project = Project.find(own)
    vocabulary = load_vocabulary(project)
    (folder,) = [f for f in project.article_folders() if f.id == NEW]
    annotation = read_annotation(folder, vocabulary, load_register(project, vocabulary))
    assert [passage.quote for passage in annotation.passages] == ["“We are close,” the envoy said."]


def test_what_was_not_quite_right_is_said(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = kg(capsys, "anchor", "peacekeeping mission wasn't discussed")
    assert code == 0
    assert '- quote: "peacekeeping mission wasn’t discussed"' in out
    assert err.startswith("not quite: the text has ’ U+2019")
    assert kg(capsys, "--quiet", "anchor", "peacekeeping mission wasn't discussed")[2] == ""


def test_words_that_occur_often_get_what_stands_around(
    own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = kg(capsys, "anchor", "Kremlin Spokesman Dmitry Peskov")
    assert code == 0
    assert '    suffix: " Mikhail"\n' in out
    assert "these words 4 times" in err


def test_words_from_standard_input(
    own: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"All news\n")))
    assert '- quote: "All news"' in kg(capsys, "anchor", "-")[1]
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"\xff")))
    code, _, err = kg(capsys, "anchor", "-")
    assert code == 2
    assert "standard input is not UTF-8" in err


def test_words_of_nowhere(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = kg(capsys, "anchor", "qqqq zzzz jjjj")
    assert (code, out) == (2, "")
    assert "there is no such passage" in err


# ---------------------------------------------------------------- kg schema


def test_the_schema_goes_to_stdout(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = kg(capsys, "schema")
    assert (code, err) == (0, "")
    schema = json.loads(out)
    Draft202012Validator.check_schema(schema)
    shared = {choice["const"] for choice in schema["$defs"]["shared"]["oneOf"]}
    assert {"turkey", "dmitry-peskov", "tass"} <= shared


def test_the_schema_goes_to_a_file(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = kg(capsys, "schema", "--output", "schema.json")
    assert (code, out, err) == (0, "", "wrote schema.json\n")
    assert (own / "schema.json").read_text(encoding="utf-8") == kg(capsys, "schema")[1]


def test_the_context(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = kg(capsys, "schema", "--context")
    assert code == 0
    context = json.loads(out)["@context"]
    assert context["affirms"]["@type"] == "@id"
    assert context["says"] == "@graph"


def test_a_broken_register(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (own / "articles" / "register.ttl").write_text("id:x", encoding="utf-8")
    code, out, err = kg(capsys, "schema")
    assert (code, out) == (2, "")
    assert "register.ttl:1:" in err
