"""Where a project's files are, and what may not stand where they should."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.errors import ProjectError
from kg.project import Project, packaged_data


@pytest.fixture(autouse=True)
def _store_in_the_project(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KG_STORE", raising=False)


def test_an_empty_folder_has_what_the_package_carries(tmp_path: Path) -> None:
    project = Project.find(tmp_path)
    assert project.root == tmp_path
    assert project.articles == packaged_data() / "articles"
    assert project.store == tmp_path / ".accord"
    assert [folder.id for folder in project.article_folders()]


def test_a_folder_that_is_named_must_have_articles(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ProjectError, match=f"no articles in {tmp_path}") as caught:
        Project.find_named(tmp_path)
    assert "name none" in caught.value.fix
    monkeypatch.chdir(tmp_path)
    carried = Project.find_named(None)
    assert (carried.root, carried.has_articles) == (tmp_path, False)
    inside = tmp_path / "articles" / "wire"
    inside.mkdir(parents=True)
    own = Project.find_named(inside)
    assert (own.root, own.has_articles) == (tmp_path, True)


def test_a_folder_that_is_not_there_is_not_the_projects(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.project.packaged_data", lambda: tmp_path)
    checkout = Project.find(tmp_path)
    assert checkout.articles == tmp_path / "articles"
    assert not checkout.has_articles
    checkout.articles.mkdir()
    assert checkout.has_articles


def test_no_folder_of_that_name(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="there is no folder") as caught:
        Project.find(tmp_path / "nothing")
    # It is read in Python too, where there is no --project.
    assert caught.value.fix == "name a folder that exists"


def test_the_nearest_folder_with_articles_is_the_root(tmp_path: Path) -> None:
    inside = tmp_path / "articles" / "wire"
    inside.mkdir(parents=True)
    project = Project.find(inside)
    assert project.root == tmp_path
    assert project.articles == tmp_path / "articles"
    assert project.ontology == packaged_data() / "ontology"


def test_the_graph_can_be_kept_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_STORE", "/elsewhere")
    assert Project.find(tmp_path).store == Path("/elsewhere")


def test_an_article_is_a_folder_with_an_annotation(tmp_path: Path) -> None:
    for name in ("wire/b", "wire/a", "post/c", "post/begun", ".git/x"):
        (tmp_path / "articles" / name).mkdir(parents=True)
        if name != "post/begun":
            (tmp_path / "articles" / name / "annotation.yaml").touch()
    (tmp_path / "articles" / "register.ttl").touch()
    (tmp_path / "articles" / "post" / "begun" / "article.txt").touch()
    project = Project.find(tmp_path)
    assert [folder.id for folder in project.article_folders()] == ["post/c", "wire/a", "wire/b"]
    assert [folder.id for folder in project.text_folders()] == ["post/begun"]


def test_a_folder_that_is_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    with pytest.raises(ProjectError, match="the folder that you are in is gone"):
        Project.find()


def test_a_folder_that_cannot_be_listed_is_not_an_empty_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: Path) -> Iterator[Path]:
        raise PermissionError(13, "Permission denied", str(self))

    (tmp_path / "articles").mkdir()
    project = Project.find(tmp_path)
    monkeypatch.setattr(Path, "iterdir", refuse)
    with pytest.raises(ProjectError, match="cannot be read") as caught:
        project.article_folders()
    assert caught.value.why == "Permission denied"


def test_a_name_that_is_not_text(tmp_path: Path) -> None:
    (tmp_path / "articles" / "\udcff").mkdir(parents=True)
    with pytest.raises(ProjectError, match="is not UTF-8"):
        Project.find(tmp_path).article_folders()


@pytest.mark.parametrize("name", ["articles", "ontology", "shapes", "queries"])
def test_only_what_is_not_there_comes_from_the_package(tmp_path: Path, name: str) -> None:
    (tmp_path / name).symlink_to("nowhere")
    with pytest.raises(ProjectError, match="is not a folder"):
        Project.find(tmp_path)
