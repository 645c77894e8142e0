"""A new article: valid from the first minute, complete, and never over another one."""

import dataclasses
import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.annotation import read_annotation
from kg.annotation.article import ArticleText, read_article
from kg.authoring.skeleton import (
    NOT_READ,
    Metadata,
    annotation_text,
    check_day,
    create,
    create_register,
    doubts,
    new_outlet,
    outlet,
    publishers,
    unknown_outlet,
)
from kg.errors import KgError, ProjectError, UsageError
from kg.project import ArticleFolder, Project
from kg.vocabulary import Vocabulary, load_vocabulary
from kg.vocabulary.register import Register, load_register

METADATA = Metadata(
    publisher="tass",
    published="2020-11-13",
    title='Talks: "progress"',
    web_address="https://example.org/talks",
    annotated_by="Ada Holm",
    annotated_on="2026-11-24",
)
ID = "tass/2020-11-13-talks"
REPEATED = (
    "Menu\r\n\r\nTalks end\r\n\r\nMenu\r\nHe said: “Yes.” He left. 🕊 Cafe\u0301\r\n"
    "He said: “Yes.” He left.\r\nMenu"
)
ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return load_vocabulary(Project.find(ROOT))


@pytest.fixture(scope="module")
def register(vocabulary: Vocabulary) -> Register:
    return load_register(Project.find(ROOT), vocabulary)


def text_of(path: Path, text: str) -> ArticleText:
    path.write_bytes(text.encode())
    return read_article(path, path.name)


def empty(tmp_path: Path) -> Project:
    root = tmp_path / "empty"
    root.mkdir()
    return Project.find(root)


# ---------------------------------------------------------------- the annotation


def check(tmp_path: Path, text: str, vocabulary: Vocabulary, register: Register) -> None:
    folder = ArticleFolder(ID, tmp_path)
    article = text_of(folder.text, text)
    folder.annotation.write_text(annotation_text(ID, article, METADATA), encoding="utf-8")
    annotation = read_annotation(folder, vocabulary, register)
    assert annotation.passages == ()
    quotes = "".join(entry.quote for entry in annotation.nothing)
    assert "".join(quotes.split()) == "".join(text.split())
    assert {entry.reason.text for entry in annotation.nothing} == {NOT_READ}


def test_a_new_annotation_is_valid_and_complete(
    tmp_path: Path, vocabulary: Vocabulary, register: Register
) -> None:
    check(tmp_path, REPEATED, vocabulary, register)


@given(text=st.text(alphabet="ab .\"'\\”\r\n\u0301😀\u00a0:#-", min_size=1).filter(str.strip))
def test_any_text_makes_a_valid_annotation(
    text: str,
    tmp_path_factory: pytest.TempPathFactory,
    vocabulary: Vocabulary,
    register: Register,
) -> None:
    check(tmp_path_factory.mktemp("any"), text, vocabulary, register)


def test_a_byte_order_mark_is_nothing_to_read(
    tmp_path: Path, vocabulary: Vocabulary, register: Register
) -> None:
    folder = ArticleFolder(ID, tmp_path)
    article = text_of(folder.text, "\ufeffEnvoy leaves Kasperia\n\nHe did.")
    folder.annotation.write_text(annotation_text(ID, article, METADATA), encoding="utf-8")
    first, second = read_annotation(folder, vocabulary, register).nothing
    assert (first.quote, first.start) == ("Envoy leaves Kasperia", 1)
    assert second.quote == "He did."


def test_the_metadata_are_in_it(tmp_path: Path, vocabulary: Vocabulary, register: Register) -> None:
    folder = ArticleFolder(ID, tmp_path)
    article = text_of(folder.text, REPEATED)
    folder.annotation.write_text(annotation_text(ID, article, METADATA), encoding="utf-8")
    annotation = read_annotation(folder, vocabulary, register)
    values = {s.name: s.values[0].text for s in annotation.statements}
    assert values["title"] == METADATA.title
    assert values["webAddress"] == METADATA.web_address
    assert values["published"] == "2020-11-13"
    assert values["annotatedBy"] == "Ada Holm"
    assert values["sha256"] == hashlib.sha256(REPEATED.encode()).hexdigest()


def test_an_unknown_address_is_left_out(tmp_path: Path) -> None:
    article = text_of(tmp_path / "a.txt", "Talks end")
    metadata = dataclasses.replace(METADATA, web_address="")
    assert "webAddress" not in annotation_text(ID, article, metadata)


# ---------------------------------------------------------------- names


@pytest.mark.parametrize("day", ["2020-11-31", "2020-1-1", "12 November", "20201112"])
def test_a_day_that_is_none(day: str) -> None:
    with pytest.raises(UsageError, match="is no day of the calendar") as caught:
        check_day(day, "--date")
    assert caught.value.fix == "write --date YYYY-MM-DD"


def test_a_day() -> None:
    assert check_day("2020-02-29", "--date") == "2020-02-29"


# ---------------------------------------------------------------- outlets


@pytest.mark.parametrize("name", ["tass", "TASS", "tass news agency"])
def test_an_outlet_goes_by_id_and_names(
    name: str, vocabulary: Vocabulary, register: Register
) -> None:
    found = outlet(name, vocabulary, register)
    assert found
    assert found.id == "tass"


def test_only_agents_publish(vocabulary: Vocabulary, register: Register) -> None:
    assert outlet("nagorno-karabakh", vocabulary, register) is None
    ids = {entity.id for entity in publishers(vocabulary, register)}
    assert "tass" in ids
    assert "nagorno-karabakh" not in ids


def test_without_an_ontology_everything_may_publish(register: Register) -> None:
    assert len(publishers(Vocabulary({}, {}, {}), register)) == len(register.entities)


@pytest.mark.parametrize(
    ("name", "id_", "label"),
    [
        ("Straits Wire", "straits-wire", "Straits Wire"),
        ("straits-wire", "straits-wire", "Straits Wire"),
        ("Der Königsbote", "der-konigsbote", "Der Königsbote"),
        ("Agence Øst", "agence-ost", "Agence Øst"),
    ],
)
def test_a_new_outlet_is_named(name: str, id_: str, label: str) -> None:
    entity = new_outlet(name)
    assert (entity.id, entity.label) == (id_, label)


@pytest.mark.parametrize("name", ["", "Радио Сольм", "Радио Solm", "article"])
def test_a_name_that_gives_no_id(name: str) -> None:
    with pytest.raises(UsageError, match="gives no id for an outlet"):
        new_outlet(name)


def test_an_unknown_outlet_gets_the_lines_to_add(
    vocabulary: Vocabulary, register: Register
) -> None:
    error = unknown_outlet("Tas", "tas/2020-11-13-talks", publishers(vocabulary, register))
    assert error.nearest == ("tass",)
    assert error.fix.splitlines()[1:3] == [
        "       id:tas a accord:MediaOrganisation ;",
        '           rdfs:label "Tas"@en ;',
    ]


# ---------------------------------------------------------------- files


def test_the_text_is_copied_byte_for_byte(tmp_path: Path) -> None:
    project = empty(tmp_path)
    source = text_of(tmp_path / "report.txt", REPEATED)
    folder = create(project, ID, source, "x")
    assert folder.text.read_bytes() == source.path.read_bytes()
    assert folder.annotation.read_text(encoding="utf-8") == "x"
    assert folder.path == project.root / "articles" / ID
    assert [path.name for path in (project.root / "articles").iterdir()] == ["tass"]


def test_what_an_author_may_have_got_wrong(tmp_path: Path) -> None:
    project = empty(tmp_path)
    source = text_of(tmp_path / "report.txt", REPEATED)
    assert list(doubts(project, source, "2020-11-13", "2020-11-13")) == []
    create(project, ID, text_of(tmp_path / "other.txt", REPEATED), "x")
    create(project, "tass/2020-11-14-as-long", text_of(tmp_path / "long.txt", REPEATED[::-1]), "x")
    assert list(doubts(Project.find(project.root), source, "2020-11-14", "2020-11-13")) == [
        "2020-11-14 is still to come: see that the date is right",
        "tass/2020-11-13-talks has the same text: see that it is not the same article",
    ]


def test_what_is_wrong_with_other_articles_is_no_doubt(tmp_path: Path) -> None:
    project = empty(tmp_path)
    source = text_of(tmp_path / "report.txt", REPEATED)
    size = source.path.stat().st_size
    same = create(project, "tass/2020-11-13-same", source, "x")
    bytes_ = create(project, "tass/2020-11-13-bytes", source, "x")
    bytes_.text.write_bytes(b"\xff" * size)
    folder = create(project, "tass/2020-11-13-folder", source, "x")
    folder.text.unlink()
    folder.text.mkdir()
    project = Project.find(project.root)
    (doubt,) = doubts(project, source, "2020-11-13", "2020-11-13")
    assert doubt.startswith(same.id)
    source.path.write_bytes(b"x" * folder.text.stat().st_size)
    assert list(doubts(project, source, "2020-11-13", "2020-11-13")) == []


def test_articles_of_the_package_are_none_of_the_project(tmp_path: Path) -> None:
    (folder,) = Project.find(ROOT).text_folders()
    text = read_article(folder.text, "article.txt")
    assert list(doubts(empty(tmp_path), text, "2020-11-13", "2020-11-13")) == []


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    project = empty(tmp_path)
    source = text_of(tmp_path / "report.txt", REPEATED)
    folder = create(project, ID, source, "x")
    with pytest.raises(ProjectError, match="there is an article tass/2020-11-13-talks already"):
        create(project, ID, source, "y")
    assert folder.annotation.read_text(encoding="utf-8") == "x"


def test_what_fails_leaves_nothing(tmp_path: Path) -> None:
    project = empty(tmp_path)
    source = text_of(tmp_path / "report.txt", REPEATED)
    source.path.unlink()
    with pytest.raises(OSError, match="No such file"):
        create(project, ID, source, "x")
    assert list((project.root / "articles").rglob("*")) == [project.root / "articles" / "tass"]


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    project = empty(tmp_path)
    (project.root / "articles").write_text("a file", encoding="utf-8")
    with pytest.raises(KgError, match="cannot make the folder"):
        create(project, ID, text_of(tmp_path / "report.txt", REPEATED), "x")


def test_a_new_register_has_the_outlet(tmp_path: Path, vocabulary: Vocabulary) -> None:
    project = empty(tmp_path)
    assert not project.has_articles
    known = dataclasses.replace(new_outlet("Straits Wire"), other_names=('The "Wire"',))
    path = create_register(project, known, ID)
    own = Project.find(project.root)
    assert own.has_articles
    assert own.register == path
    entity = load_register(own, vocabulary).entities["straits-wire"]
    assert entity == known


def test_a_new_register_takes_entries_of_every_kind(
    tmp_path: Path, vocabulary: Vocabulary, register: Register
) -> None:
    """Each entry of the package's own register, which needs every prefix, may be pasted into it."""
    path = create_register(empty(tmp_path), new_outlet("Straits Wire"), ID)
    _, *entries = (ROOT / "articles" / "register.ttl").read_text("utf-8").split("\n\n")
    path.write_text("\n\n".join([path.read_text("utf-8"), *entries]), encoding="utf-8")
    found = load_register(Project.find(path.parent), vocabulary).entities
    assert found.keys() == register.entities.keys() | {"straits-wire"}
