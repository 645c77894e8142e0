"""From words to the passage that is meant, in one article or in several."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.authoring.fragment import choose, choose_articles, find
from kg.errors import ArticleError, ProjectError, QuoteNotFound, UsageError
from kg.project import Project

FIRST = "The café opens on Monday.\r\n“We’re glad,” the café’s owner said.\n"
SECOND = "Talks on the harbour end. The café is closed.\n"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    for id_, text in (("courier/2031-05-03-cafe", FIRST), ("gazette/2031-05-04-talks", SECOND)):
        folder = tmp_path / "articles" / id_
        folder.mkdir(parents=True)
        (folder / "article.txt").write_bytes(text.encode())
    return Project.find(tmp_path)


def test_every_article_that_has_the_words_is_found(project: Project) -> None:
    found = find("The café", choose_articles(project, None))
    assert [(one.article, one.place.start) for one in found] == [
        ("courier/2031-05-03-cafe", 0),
        ("gazette/2031-05-04-talks", 26),
    ]
    assert [one.difference for one in found] == ["", ""]


def test_an_almost_right_fragment_is_the_text_with_the_difference(project: Project) -> None:
    (found,) = find("  We're glad, ", choose_articles(project, None))
    assert found.article == "courier/2031-05-03-cafe"
    assert found.place.quote == "We’re glad,"
    assert "the text has ’ U+2019" in found.difference
    assert "article.txt:2:4" in found.difference


def test_the_most_alike_of_all_articles_is_meant(project: Project) -> None:
    (found,) = find("Talks on the harbor end", choose_articles(project, None))
    assert found.article == "gazette/2031-05-04-talks"
    assert found.place.quote == "Talks on the harbour end"


def test_an_outlet_that_cannot_be_read_is_not_passed_over(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = Path.iterdir

    def refuse(self: Path) -> Iterator[Path]:
        if self.name == "gazette":
            raise PermissionError(13, "Permission denied", str(self))
        return listed(self)

    monkeypatch.setattr(Path, "iterdir", refuse)
    with pytest.raises(ProjectError, match="gazette cannot be read"):
        choose_articles(project, None)


def test_one_article_only(project: Project) -> None:
    texts = choose_articles(project, "talks")
    assert list(texts) == ["gazette/2031-05-04-talks"]
    (found,) = find("The café", texts)
    assert found.place.start == 26


@pytest.mark.parametrize("wanted", ["courier", "COURIER", "2031-05-03", "courier/2031-05-03-cafe"])
def test_a_part_of_an_id_is_enough(wanted: str) -> None:
    ids = ["courier/2031-05-03-cafe", "courier-post/2031-05-04-x", "gazette/2031-05-04-talks"]
    if wanted.casefold() == "courier":
        with pytest.raises(UsageError, match="may mean 2 articles") as caught:
            choose(wanted, ids)
        assert "courier-post" in caught.value.why
    else:
        assert choose(wanted, ids) == ids[0]


def test_a_whole_id_wins_over_parts() -> None:
    assert choose("a/b", ["a/b", "a/b-c"]) == "a/b"


@pytest.mark.parametrize("wanted", ["courrier/2031-05-03-cafe", ""])
def test_no_such_article(wanted: str) -> None:
    with pytest.raises(UsageError, match="there is no article") as caught:
        choose(wanted, ["courier/2031-05-03-cafe"])
    assert caught.value.nearest == (("courier/2031-05-03-cafe",) if wanted else ())


def test_a_project_without_articles(tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    with pytest.raises(ArticleError, match="there is no article in"):
        choose_articles(Project.find(tmp_path), None)


def test_a_passage_that_is_only_near_is_not_what_was_meant(project: Project) -> None:
    with pytest.raises(QuoteNotFound, match="any of the 2 articles") as caught:
        find("The harbour café ends on Sunday. We", choose_articles(project, None))
    assert "kg anchor" not in caught.value.fix


def test_a_near_passage_is_shown(project: Project) -> None:
    with pytest.raises(QuoteNotFound) as caught:
        find("Talks on the railway end today", choose_articles(project, "talks"))
    assert caught.value.what == "there is no such passage in gazette/2031-05-04-talks"
    assert caught.value.nearest


@pytest.mark.parametrize("fragment", ["qqqq zzzz jjjj", ""])
def test_nothing_like_it(project: Project, fragment: str) -> None:
    with pytest.raises(QuoteNotFound) as caught:
        find(fragment, choose_articles(project, None))
    assert caught.value.nearest == ()
    assert caught.value.fix
