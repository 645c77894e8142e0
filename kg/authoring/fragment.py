"""From words that an author typed to the passage that is meant, in one article or in several.

:func:`kg.annotation.anchor.locate` finds a fragment in one text; here are the choice between
articles, and the account of what was not quite right. May know nothing of commands.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from kg.annotation.anchor import Anchored, anchor, locate
from kg.annotation.article import ArticleText, read_article
from kg.errors import ArticleError, QuoteNotFound, UsageError
from kg.project import Project
from kg.text import quoted
from kg.text.nearest import nearest

_ALIKE: Final = 0.8
"""Likeness (difflib's ratio) above which a passage is what was meant, and not only near to it."""
_SOMEWHAT_ALIKE: Final = 0.65
"""Likeness above which it is worth to be shown."""


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
        ProjectError: a folder cannot be listed.
        UsageError: ``wanted`` names no article, or more than one.
    """
    paths = {folder.id: folder.text for folder in project.text_folders()}
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
    if not fragment.strip():
        raise QuoteNotFound("the fragment is empty", fix="give some words of the passage")
    found = list(_located(fragment, texts))
    if not found:
        raise _unlike(texts)
    verbatim = [one for one in found if not one.difference]
    if verbatim:
        return verbatim
    wanted = fragment.strip()
    likeness, best = max(
        ((_alike(one.place.quote, wanted), one) for one in found), key=lambda pair: pair[0]
    )
    if likeness < _ALIKE:
        raise _unlike(texts, (quoted(best.place.quote),) if likeness >= _SOMEWHAT_ALIKE else ())
    return [best]


def _located(fragment: str, texts: dict[str, ArticleText]) -> Iterator[Found]:
    for article, text in texts.items():
        try:
            place = locate(text.text, fragment, shown=text.shown)
        except QuoteNotFound:
            # Another text may have it.
            continue
        yield Found(article, text, place, _difference(fragment.strip(), text))


def _unlike(texts: dict[str, ArticleText], nearest_quotes: tuple[str, ...] = ()) -> QuoteNotFound:
    where = next(iter(texts)) if len(texts) == 1 else f"any of the {len(texts)} articles"
    return QuoteNotFound(
        f"there is no such passage in {where}",
        nearest=nearest_quotes,
        fix="copy some words from the text of the article",
    )


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
