"""From words that an author typed to the passage that is meant, in one article or in several.

:func:`kg.anchor.locate` finds a fragment in one text; here are the choice between articles, and the
account of what was not quite right. May know nothing of commands.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from kg.anchor import Anchored, anchor, locate
from kg.article import ArticleText, read_article
from kg.errors import ArticleError, QuoteNotFound, UsageError
from kg.nearest import nearest
from kg.project import Project


@dataclass(frozen=True)
class Found:
    """A passage that an author may mean.

    Attributes:
        article: id of the article.
        text: its text.
        place: where the passage stands, and what names it.
        difference: how the passage differs from what was typed; empty where it does not.
    """

    article: str
    text: ArticleText
    place: Anchored
    difference: str


def choose_articles(project: Project, wanted: str | None) -> dict[str, ArticleText]:
    """Return the texts to look in, by article id: all of them, or the one that is ``wanted``.

    An article needs no annotation yet. A part of an id is enough, where only one id has it.

    Raises:
        ArticleError: there is none, or a text cannot be read.
        UsageError: ``wanted`` names no article, or more than one.
    """
    paths = {
        path.parent.relative_to(project.articles).as_posix(): path
        for path in sorted(project.articles.glob("*/*/article.txt"))
    }
    if not paths:
        raise ArticleError(
            f"there is no article in {project.shown(project.articles)}",
            fix="run `kg new FILE` to start with one",
        )
    ids = paths if wanted is None else (choose(wanted, paths),)
    return {id_: read_article(paths[id_], project.shown(paths[id_])) for id_ in ids}


def choose(wanted: str, ids: Iterable[str]) -> str:
    """Return the one of ``ids`` that ``wanted`` is, or is a part of.

    Raises:
        UsageError: none, or more than one, is.
    """
    known = tuple(ids)
    if wanted in known:
        return wanted
    having = [id_ for id_ in known if wanted.casefold() in id_.casefold()] if wanted else []
    if len(having) == 1:
        return having[0]
    if having:
        raise UsageError(
            f"{wanted!r} may mean {len(having)} articles",
            why=", ".join(sorted(having)),
            fix="give more of the id",
        )
    raise UsageError(
        f"there is no article {wanted!r}",
        nearest=nearest(wanted, known),
        fix="run `kg article` to list the articles",
    )


def find(fragment: str, texts: dict[str, ArticleText]) -> list[Found]:
    """Return the passages that an author may mean by ``fragment``.

    They are all verbatim, one per article that has them; or else there is one, the most alike.

    Args:
        fragment: what was typed or pasted; white space around it does not count.
        texts: where to look, by article id.

    Raises:
        QuoteNotFound: nothing is like it.
    """
    found = list(_located(fragment, texts))
    verbatim = [one for one in found if not one.difference]
    if verbatim:
        return verbatim
    wanted = fragment.strip()
    return [max(found, key=lambda one: _alike(one.place.quote, wanted))]


def _located(fragment: str, texts: dict[str, ArticleText]) -> Iterator[Found]:
    missing: QuoteNotFound | None = None
    anything = False
    for article, text in texts.items():
        try:
            place = locate(text.text, fragment, shown=text.shown)
        except QuoteNotFound as error:
            missing = error
            continue
        anything = True
        yield Found(article, text, place, _difference(fragment.strip(), text))
    if missing and not anything:
        if len(texts) == 1 or not fragment.strip():
            raise missing
        raise QuoteNotFound(
            f"the fragment is in none of the {len(texts)} articles",
            why="nothing in any text is like it",
            fix="copy some words from the text of the article",
        ) from missing


def _difference(wanted: str, text: ArticleText) -> str:
    if wanted in text.text:
        return ""
    try:
        anchor(text.text, wanted, shown=text.shown)
    except QuoteNotFound as error:
        return error.why
    raise AssertionError("a quote that is not in a text was found there")


def _alike(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()
