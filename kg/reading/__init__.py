"""An article as it was read: sentence by sentence, with the passages in each and what they say.

It exists so that a reviewer can hold the graph against the text and see that nothing was left out
and nothing put in. The passages come from the built graph, the sentences from the article's text.
May know nothing of layout.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from kg.annotation.article import read_article
from kg.project import ArticleFolder, Project
from kg.show.sayings import Saying, sayings
from kg.show.sources import Article, Passage
from kg.show.testimony import Testimony
from kg.text.sentences import sentences


@dataclass(frozen=True)
class Read:
    """A passage with what was taken from it.

    Attributes:
        number: its place among the passages of the article, from 1; 0 for characters that carry
            no content.
        passage: the passage.
        read_with: numbers of the passages that are needed together with it.
        says: what it says; what somebody says comes first.
    """

    number: int
    passage: Passage
    read_with: tuple[int, ...]
    says: tuple[Saying, ...]


@dataclass(frozen=True)
class Row:
    """A sentence and the passages that begin in it.

    Attributes:
        start: offset of its first character, in code points.
        end: offset after its last character.
        text: its characters.
        passages: those that have characters of it and begin in it, in text order.
        continued: those that have characters of it and begin before it.
    """

    start: int
    end: int
    text: str
    passages: tuple[Read, ...]
    continued: tuple[Read, ...]


@dataclass(frozen=True)
class Reading:
    """An article and its sentences, in order.

    Attributes:
        article: the article.
        passages: how many passages say something.
        claims: how many claims they report.
        rows: its sentences.
    """

    article: Article
    passages: int
    claims: int
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Entry:
    """An article in a list of them."""

    article: Article
    passages: int
    claims: int


def list_articles(graph: ox.Store) -> list[Entry]:
    """Return the articles of the built graph, sorted by id."""
    testimony = Testimony(graph)
    return [
        Entry(article, sum(bool(p.voice) for p in passages), _claims(testimony, passages))
        for article in testimony.articles()
        for passages in (testimony.passages(article),)
    ]


def read(project: Project, graph: ox.Store, article: Article) -> Reading:
    """Return an article of the built graph, sentence by sentence.

    Args:
        project: has the article's text.
        graph: the built graph.
        article: one of :func:`list_articles`.

    Raises:
        ArticleError: the text cannot be read.
    """
    folder = ArticleFolder(article.id, project.articles / article.id)
    text = read_article(folder.text, project.shown(folder.text)).text
    testimony = Testimony(graph)
    passages = testimony.passages(article)
    spoken = [passage for passage in passages if passage.voice]
    numbers = {passage.iri: number for number, passage in enumerate(spoken, start=1)}
    reads = [
        Read(
            number=numbers.get(passage.iri, 0),
            passage=passage,
            read_with=tuple(sorted(numbers[iri] for iri in passage.read_with)),
            says=tuple(sayings(testimony, passage)) if passage.voice else (),
        )
        for passage in passages
    ]
    return Reading(
        article=article,
        passages=len(spoken),
        claims=_claims(testimony, passages),
        rows=tuple(_rows(text, reads)),
    )


def _rows(text: str, reads: list[Read]) -> Iterator[Row]:
    begun: set[str] = set()
    for sentence in sentences(text):
        touching = [
            read
            for read in reads
            if read.passage.start < sentence.end and read.passage.end > sentence.start
        ]
        yield Row(
            start=sentence.start,
            end=sentence.end,
            text=text[sentence.start : sentence.end],
            passages=tuple(read for read in touching if read.passage.iri not in begun),
            continued=tuple(read for read in touching if read.passage.iri in begun),
        )
        begun.update(read.passage.iri for read in touching)


def _claims(testimony: Testimony, passages: list[Passage]) -> int:
    claims = {
        node
        for passage in passages
        if passage.voice
        for node in testimony.said_in(passage)
        if testimony.is_claim(node)
    }
    return len(claims)
