"""A project whose own files are wrong: ontology, shapes, register, folders, and the built graph."""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.bad_input.desk import ANSWER, ASK, PATROLS, TEXT, Desk, Ended, message, permissions_count

ONTOLOGY = "ontology/core.ttl"
REFERENCE = "ontology/reference.ttl"
REGISTER = "articles/register.ttl"
SHAPES = "shapes/core.ttl"

# ---------------------------------------------------------------- Turtle


@pytest.mark.parametrize("name", [ONTOLOGY, REFERENCE, REGISTER, SHAPES])
@pytest.mark.parametrize(
    ("content", "place"),
    [
        ("@prefix accord: <https://w3id.org/accord-kg/ontology#> .\naccord:x a [ .\n", "2:"),
        ("accord:x a accord:y .\n", "1:1"),
        ('<x:a> <x:b> "open .\n', "1:"),
        (b"<x:a> <x:b> \xff .\n", "1:"),
        (b"\0\1\2", "1:1"),
        ("<x:a> <x:b> " + "[ <x:c> " * 10_000, "1:"),
        ("<x:a> <x:b> " + "(" * 10_000, "1:"),
    ],
    ids=["syntax", "prefix", "open", "not UTF-8", "binary", "deep", "deep lists"],
)
def test_a_file_that_is_not_turtle(desk: Desk, name: str, content: str | bytes, place: str) -> None:
    desk.write(name, content)
    for words in (("build",), ASK, ("validate",)):
        refusal = desk.refused(*words)
        assert refusal.what.startswith((f"{name} is not Turtle: ", f"{name} is not UTF-8"))
        assert refusal.at.startswith(f"{name}:{place}")
        assert "line" not in refusal.what
        assert refusal.why
    desk.check_the_old_graph_answers()


def test_turtle_that_is_a_folder(desk: Desk) -> None:
    for name in (ONTOLOGY, REFERENCE, REGISTER, SHAPES):
        desk.remove(name)
        (desk.root / name).mkdir()
        refusal = desk.refused("build")
        assert refusal.what == f"{name} cannot be read: Is a directory"
        desk.check_the_old_graph_answers()


UNDECLARED = {
    "a class of the ontology": (
        ONTOLOGY,
        "rdfs:subClassOf accord:Claim",
        "rdfs:subClassOf accord:Clame",
        "the ontology declares no accord:Clame",
        "accord:Claim",
    ),
    "a class of the register": (
        REGISTER,
        "accord:Person",
        "accord:Persn",
        "the ontology declares no accord:Persn",
        "accord:Person",
    ),
    "a property of the register": (
        REGISTER,
        "id:gazette a accord:Outlet",
        "id:gazette accord:patrls id:gazette ; a accord:Outlet",
        "the ontology declares no accord:patrls",
        "accord:patrols",
    ),
    "an entity of the register": (
        REGISTER,
        "id:gazette a accord:Outlet",
        "id:gazette accord:patrols id:miror-lake ; a accord:Outlet",
        "nothing is declared as id:miror-lake",
        "id:mirror-lake",
    ),
    "a class of a shape": (
        SHAPES,
        "sh:targetClass accord:Claim",
        "sh:targetClass accord:Clame",
        "the ontology declares no class accord:Clame",
        "accord:Claim",
    ),
    "a property of a shape": (
        SHAPES,
        "sh:path accord:madeBy",
        "sh:path accord:madBy",
        "the ontology declares no property accord:madBy",
        "accord:madeBy",
    ),
    "a term of SHACL": (
        SHAPES,
        "sh:minCount",
        "sh:mincount",
        "SHACL has no term sh:mincount",
        "sh:minCount",
    ),
}


@pytest.mark.parametrize(
    ("name", "old", "new", "what", "nearest"), UNDECLARED.values(), ids=UNDECLARED
)
def test_a_name_that_nothing_declares(
    desk: Desk, name: str, old: str, new: str, what: str, nearest: str
) -> None:
    before = (desk.root / name).read_text(encoding="utf-8").partition(old)[0]
    desk.replace(name, old, new)
    for words in (("build",), ASK, ("validate",)):
        refusal = desk.refused(*words)
        assert refusal.what == what
        assert refusal.at.startswith(f"{name}:{before.count(chr(10)) + 1}:")
        assert refusal.why
        assert refusal.nearest.split(", ")[0] == nearest
    desk.check_the_old_graph_answers()


def test_an_ontology_that_is_gone(desk: Desk) -> None:
    desk.remove(ONTOLOGY)
    refusal = desk.refused("build")
    assert refusal.what.startswith("the ontology declares no accord:")
    desk.check_the_old_graph_answers()


# ---------------------------------------------------------------- folders


def test_a_project_that_is_none(desk: Desk) -> None:
    assert desk.refused("--project", "nowhere", "build").what == "there is no folder nowhere"
    file = desk.refused("--project", TEXT, "build")
    assert file.what == f"there is no folder {TEXT}"
    assert file.why == "it is a file"


@pytest.mark.parametrize("name", ["articles", "ontology", "shapes", "queries"])
def test_a_folder_of_the_project_that_is_something_else(desk: Desk, name: str) -> None:
    folder = desk.root / name
    for stand_in in (
        lambda: folder.write_text("", encoding="utf-8"),
        lambda: folder.symlink_to("nowhere"),
        lambda: folder.symlink_to(name),
    ):
        desk.remove(name)
        stand_in()
        refusal = desk.refused("build")
        assert refusal.what == f"{folder} is not a folder"
        assert refusal.why
        desk.check_the_old_graph_answers()


def test_links_to_folders_are_folders(desk: Desk) -> None:
    for name in ("articles", "ontology", "shapes"):
        (desk.root / name).rename(desk.root / f"real-{name}")
        (desk.root / name).symlink_to(f"real-{name}")
    assert desk.kg(*ASK) == Ended(0, ANSWER, "")


def test_any_folder_of_the_project_will_do(desk: Desk) -> None:
    assert desk.process(*ASK, cwd=desk.root / PATROLS) == Ended(0, ANSWER, "")


def test_a_working_directory_that_is_gone(desk: Desk) -> None:
    gone = desk.root / "gone"
    gone.mkdir()
    refusal = message(desk.process("build", cwd=gone, before=gone.rmdir))
    assert refusal.what == "the folder that you are in is gone"
    assert desk.process("--help", cwd=desk.root).code == 0


@pytest.mark.parametrize(
    "name", ["with space", "ünï “code” 🚣", 'it\'s "quoted" $HOME', "a\nb", "-x"]
)
def test_a_project_of_any_name(desk: Desk, tmp_path: Path, name: str) -> None:
    root = desk.root.rename(tmp_path / name)
    assert desk.process(*ASK, cwd=root) == Ended(0, ANSWER, "")
    assert desk.process("--project", str(root), *ASK, cwd=tmp_path) == Ended(0, ANSWER, "")
    (root / TEXT).write_text("changed", encoding="utf-8")
    assert message(desk.process("--project", str(root), "build", cwd=tmp_path)).at


# ---------------------------------------------------------------- permissions


def test_a_project_that_may_only_be_read_answers(desk: Desk) -> None:
    paths = [path for path in desk.root.rglob("*") if not path.is_symlink()]
    for path in (*paths, desk.root):
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        assert desk.process(*ASK, before=permissions_count) == Ended(0, ANSWER, "")
    finally:
        for path in (desk.root, *paths):
            path.chmod(0o755 if path.is_dir() else 0o644)


UNREADABLE = {
    "the text": (TEXT, f"{TEXT} cannot be read"),
    "an outlet": ("articles/gazette", "articles/gazette cannot be read"),
    "the ontology": ("ontology", "ontology cannot be read"),
    "the shapes": (SHAPES, f"{SHAPES} cannot be read"),
    "the record of the graph": (".accord/current.json", "the built graph in"),
}


@pytest.mark.parametrize(("name", "what"), UNREADABLE.values(), ids=UNREADABLE)
def test_what_may_not_be_read(desk: Desk, name: str, what: str) -> None:
    path = desk.root / name
    mode = path.stat().st_mode
    # An unchanged file is not read again.
    if path.is_file():
        os.utime(path, ns=(1, 1))
    path.chmod(0)
    try:
        for words in (("build",), ASK):
            refusal = message(desk.process(*words, before=permissions_count))
            assert what in refusal.what
            assert "Permission denied" in refusal.why
    finally:
        path.chmod(mode)
    desk.check_the_old_graph_answers()


def test_a_graph_that_may_not_be_written(desk: Desk) -> None:
    desk.write(REGISTER, (desk.root / REGISTER).read_bytes() + b"# new\n")
    desk.store.chmod(0o555)
    (desk.store / "lock").chmod(0o444)
    try:
        for words in (("build",), ASK):
            refusal = message(desk.process(*words, before=permissions_count))
            assert refusal.what == f"the graph cannot be written to {desk.store}"
            assert "Permission denied" in refusal.why
            assert "KG_STORE" in refusal.fix
    finally:
        desk.store.chmod(0o755)
        (desk.store / "lock").chmod(0o644)
    desk.check_the_old_graph_answers()


def test_a_project_that_may_not_be_written_can_have_its_graph_elsewhere(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KG_STORE", str(tmp_path / "else where" / "graph"))
    shutil.rmtree(desk.store)
    assert desk.kg("--quiet", *ASK) == Ended(0, ANSWER, "")
    assert not desk.store.exists()


@pytest.mark.parametrize("place", ["/proc/accord", "/dev/null/accord", "/dev/full", f"{'x' * 300}"])
def test_a_place_for_the_graph_that_is_none(
    desk: Desk, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KG_STORE", place)
    for words in (("build",), ASK, ("export",)):
        refusal = desk.refused(*words)
        assert place in refusal.what
        assert refusal.why
        assert "KG_STORE" in refusal.fix
    monkeypatch.delenv("KG_STORE")
    desk.check_the_old_graph_answers()


# ---------------------------------------------------------------- the built graph


def truncated(desk: Desk) -> None:
    desk.artefact.write_bytes(desk.artefact.read_bytes()[:-40])


def flipped(desk: Desk) -> None:
    data = bytearray(desk.artefact.read_bytes())
    data[len(data) // 2] ^= 1
    desk.artefact.write_bytes(data)


def emptied(desk: Desk) -> None:
    shutil.rmtree(desk.store)
    desk.store.mkdir()


def recorded(content: bytes) -> Callable[[Desk], None]:
    return lambda desk: desk.write(".accord/current.json", content)


def misnamed(desk: Desk) -> None:
    record = json.loads((desk.store / "current.json").read_bytes())
    recorded(json.dumps(record | {"artefact": "../../etc/passwd"}).encode())(desk)


DAMAGE: dict[str, tuple[Callable[[Desk], None], str]] = {
    "an artefact cut short": (truncated, "the built graph is damaged"),
    "a bit flipped": (flipped, "the built graph is damaged"),
    "an artefact gone": (lambda desk: desk.artefact.unlink(), "the built graph is damaged"),
    "an empty record": (recorded(b""), "the built graph is damaged"),
    "a record of garbage": (recorded(b"\xff\0{"), "the built graph is damaged"),
    "a record nested too deep": (recorded(b"[" * 100_000), "the built graph is damaged"),
    "a record of something else": (recorded(b'{"format": 1}'), "the built graph is damaged"),
    "a record that leads elsewhere": (misnamed, "the built graph is damaged"),
    "a record of another version": (recorded(b'{"format": 0}'), "no graph has been built yet"),
    "an empty folder": (emptied, "no graph has been built yet"),
    "no folder": (lambda desk: shutil.rmtree(desk.store), "no graph has been built yet"),
}


@pytest.mark.parametrize(("spoil", "why"), DAMAGE.values(), ids=DAMAGE)
@pytest.mark.parametrize("words", [ASK, ("export", "--format", "nquads"), ("show", "ada-holm")])
def test_a_damaged_graph_is_built_anew_and_said_to_be(
    desk: Desk, spoil: Callable[[Desk], None], why: str, words: tuple[str, ...]
) -> None:
    expected = desk.kg(*words)
    assert expected.code == 0
    spoil(desk)
    mended = desk.kg(*words)
    assert mended.out == expected.out
    assert mended.code == 0
    assert mended.err.startswith(why)
    assert mended.err.splitlines()[0].endswith(": building the graph …")
    assert desk.kg(*words) == expected


@pytest.mark.parametrize("spoil", [truncated, flipped, emptied, recorded(b"{")])
def test_a_damaged_graph_that_cannot_be_built_anew(
    desk: Desk, spoil: Callable[[Desk], None]
) -> None:
    spoil(desk)
    desk.remove(TEXT)
    assert desk.refused(*ASK).what == f"there is no article {TEXT}"


def test_a_file_or_a_dead_link_where_the_graph_should_be(desk: Desk) -> None:
    for stand_in in (
        lambda: desk.store.write_text("mine", encoding="utf-8"),
        lambda: desk.store.symlink_to("nowhere"),
    ):
        desk.remove(".accord")
        stand_in()
        for words in (("build",), ASK, ("export",)):
            refusal = desk.refused(*words)
            assert refusal.what == f"the graph cannot be written to {desk.store}"
            assert refusal.why.startswith("it is not a folder")


def test_a_folder_where_the_record_should_be(desk: Desk) -> None:
    desk.remove(".accord/current.json")
    (desk.store / "current.json").mkdir()
    refusal = desk.refused("build")
    assert refusal.why.endswith("current.json: Is a directory")
    desk.remove(".accord/current.json")
    assert desk.kg("build").code == 0
