"""What is installed is the whole of Accord: the wheel holds it, and works in an empty folder.

The wheel is unpacked and run with nothing else of the project on the path.
"""

import json
import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from kg import __version__

ROOT = Path(__file__).parent.parent
DATA = ("ontology", "shapes", "queries", "articles")
INFO = f"accord_kg-{__version__}.dist-info"


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder)]
    done = subprocess.run([*build, str(ROOT)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (path,) = folder.glob("*.whl")
    return path


@pytest.fixture(scope="session")
def unpacked(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("somewhere else")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def kg(
    unpacked: Path, folder: Path, *words: str, code: int = 0
) -> "subprocess.CompletedProcess[str]":
    """Run ``python -m kg`` from the unpacked wheel."""
    done = python(unpacked, folder, "-m", "kg", *words)
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    return done


def python(unpacked: Path, folder: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    """Run Python with the unpacked wheel; of the project, nothing else is on the path."""
    # -S keeps out the project itself, which an editable installation puts on the path.
    paths = (str(unpacked), sysconfig.get_path("purelib"))
    return subprocess.run(
        [sys.executable, "-S", *words],
        cwd=folder,
        env={"PYTHONPATH": os.pathsep.join(paths), "PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=False,
    )


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_it_holds_the_package_and_all_its_data_and_nothing_else(unpacked: Path) -> None:
    code = {f"kg/{name}" for name in files(ROOT / "kg") if not name.endswith(".pyc")}
    data = {f"kg/_data/{top}/{name}" for top in DATA for name in files(ROOT / top)}
    inside = files(unpacked)
    assert {name for name in inside if not name.startswith(INFO)} == {*code, *data}
    assert "kg/_data/articles/tass/2020-11-12-turkish-peacekeepers/article.txt" in inside
    assert "kg/_data/queries/who-must-consent.rq" in inside


def test_it_carries_the_licences(unpacked: Path) -> None:
    licences = {name.removeprefix("LICENSES/") for name in files(ROOT / "LICENSES")}
    assert files(unpacked / INFO / "licenses" / "LICENSES") == licences
    metadata = (unpacked / INFO / "METADATA").read_text(encoding="utf-8")
    assert "License-Expression: MIT AND CC-BY-4.0\n" in metadata


def test_it_names_the_command(unpacked: Path) -> None:
    points = (unpacked / INFO / "entry_points.txt").read_text(encoding="utf-8")
    assert points.strip() == "[console_scripts]\nkg = kg.cli:main"


def test_it_knows_nothing_of_the_machine_that_built_it(unpacked: Path) -> None:
    places = {str(ROOT).encode(), str(Path.home()).encode() + b"/"}
    for path in unpacked.rglob("*"):
        if path.is_file():
            assert not any(place in path.read_bytes() for place in places), path


def test_it_is_the_same_bytes_as_the_files_of_the_project(unpacked: Path) -> None:
    for top in DATA:
        for name in files(ROOT / top):
            packed = unpacked / "kg" / "_data" / top / name
            assert packed.read_bytes() == (ROOT / top / name).read_bytes()


def test_it_answers_in_an_empty_folder(unpacked: Path, tmp_path: Path) -> None:
    asked = ("query", "who-must-consent", "--state", "Turkey", "--format", "json")
    first = kg(unpacked, tmp_path, *asked)
    assert first.stderr.startswith("no graph has been built yet: building the graph …\n")
    assert first.stderr.endswith(
        "there is no folder articles/ here: the articles are Accord's own\n"
    )
    rows = json.loads(first.stdout)["results"]["bindings"]
    parties = {row["party"]["value"].rpartition("/")[2] for row in rows}
    assert parties == {"armenia", "azerbaijan"}
    (text,) = (unpacked / "kg" / "_data" / "articles").rglob("article.txt")
    assert all(row["quote"]["value"] in text.read_text(encoding="utf-8") for row in rows)
    assert {path.name for path in tmp_path.iterdir()} == {".accord"}
    second = kg(unpacked, tmp_path, *asked)
    assert (second.stdout, second.stderr) == (first.stdout, "")


def test_every_reading_command_works_in_an_empty_folder(unpacked: Path, tmp_path: Path) -> None:
    assert "built" in kg(unpacked, tmp_path, "build").stdout
    assert kg(unpacked, tmp_path, "validate").stderr == ""
    assert kg(unpacked, tmp_path, "export", "--format", "turtle").stdout.startswith("@prefix ")
    assert "Peskov" in kg(unpacked, tmp_path, "show", "dmitry-peskov").stdout
    assert "Peskov" in kg(unpacked, tmp_path, "article", "turkish-peacekeepers").stdout
    assert "who-must-consent" in kg(unpacked, tmp_path, "queries").stdout
    assert "quote:" in kg(unpacked, tmp_path, "anchor", "Kremlin Spokesman").stdout
    assert json.loads(kg(unpacked, tmp_path, "schema").stdout)["$schema"]
    assert kg(unpacked, tmp_path, "sparql", "ASK { id:turkey a accord:State }").stdout == "yes\n"


def test_python_answers_in_an_empty_folder(unpacked: Path, tmp_path: Path) -> None:
    code = """import kg
with kg.open() as graph:
    rows = graph.query("who-must-consent", state="Turkey")
    print(*sorted({row.label("party") for row in rows}))
    print(bool(graph.sparql("ASK { id:turkey a accord:State }")))
"""
    done = python(unpacked, tmp_path, "-c", code)
    assert (done.stdout, done.stderr) == ("Armenia Azerbaijan\nTrue\n", "")


def test_an_article_can_be_begun_in_an_empty_folder(unpacked: Path, tmp_path: Path) -> None:
    text = tmp_path / "report.txt"
    text.write_text("Talks end in the harbour. Nobody signed.\n", encoding="utf-8")
    begun = kg(
        unpacked, tmp_path, "new", "report.txt", "--publisher", "The Harbour Courier",
        "--date", "2031-05-03", "--by", "somebody",
    )  # fmt: skip
    annotation = tmp_path / begun.stdout.strip()
    assert annotation.is_file()
    assert (annotation.parent / "article.txt").read_bytes() == text.read_bytes()
    assert kg(unpacked, tmp_path, "build").stdout.split()[:2] == ["articles", "1"]
