"""The page of an article: what is recorded of it, then its passages with what each one says.

A passage's IRI is the article's with a fragment, so each has its anchor here. May know nothing of
who may read the text.
"""

from typing import Final

from pyoxigraph import NamedNode

from kg.documents.links import Links, rows
from kg.documents.page import Page, heading, quoted, remark
from kg.documents.source import Source
from kg.namespaces import DCTERMS, RDF, RDFS
from kg.pages.html import Markup, element, join, lines
from kg.show.sayings import Saying, sayings
from kg.show.sources import Article, Passage
from kg.show.testimony import Testimony
from kg.text.words import counted

_SHOWN: Final = frozenset({RDF + "type", RDFS + "label", DCTERMS + "title"})
"""What the heading says."""


def article_page(source: Source, article: NamedNode, links: Links) -> Page:
    """Return the page of an article.

    Args:
        source: where it is from.
        article: the article.
        links: where addresses are.
    """
    testimony = Testimony(source.graph)
    about = testimony.article(article)
    passages = testimony.passages(about)
    more = len(passages) > source.most
    types = [
        links.link(class_.value, testimony.name(class_)) for class_ in testimony.types(article)
    ]
    speaking = sum(bool(passage.voice) for passage in passages)
    content = lines(
        heading(join(*types, by=", "), about.title, element("p", about.source, class_="abstract")),
        rows(
            [("IRI", [element("code", about.iri)]), *_recorded(source, testimony, article, links)]
        ),
        links.syntaxes(article.value),
        element(
            "section",
            element("h2", "The article, passage by passage"),
            element(
                "p",
                f"{counted(speaking, 'passage')} say something. Each is quoted with the voice it "
                "speaks in and what was taken from it: what somebody says is a claim, what is "
                "talked about may be true or false.",
                class_="about",
            ),
            remark(links, more=more),
            "\n",
            lines(
                *(_passage(testimony, passage, about, links) for passage in passages[: source.most])
            ),
            "\n",
        ),
    )
    return Page(about.title, content, more)


def _recorded(
    source: Source, testimony: Testimony, article: NamedNode, links: Links
) -> list[tuple[str, list[Markup]]]:
    found: dict[str, dict[Markup, None]] = {}
    for quad in source.lines.of(article.value):
        if quad.predicate.value not in _SHOWN:
            value = links.term(quad.object, testimony.name(quad.object))
            found.setdefault(testimony.name(quad.predicate), {})[value] = None
    return [(name, sorted(values)) for name, values in sorted(found.items())]


def _passage(testimony: Testimony, passage: Passage, article: Article, links: Links) -> Markup:
    anchor = passage.iri.removeprefix(article.iri + "#")
    place = element("a", f"characters {passage.start}–{passage.end}", href=f"#{anchor}")
    said = [_saying(saying, links) for saying in sayings(testimony, passage)]
    with_ = [
        links.link(iri, f"characters {iri.rpartition('=')[2].replace(',', '–')}")
        for iri in passage.read_with
    ]
    caption = [
        passage.voice_name or f"no content: {passage.reason}",
        place,
        join("read with ", join(*with_, by=", ")) if with_ else None,
    ]
    return element(
        "section",
        element("blockquote", element("p", quoted(passage))),
        element("p", join(*(part for part in caption if part), by=" · "), class_="caption"),
        element("ul", "\n", lines(*said), "\n", class_="sayings") if passage.voice else None,
        *(element("p", "Note: ", note, class_="caption") for note in passage.notes),
        id=anchor,
        class_="passage" if passage.voice else "passage empty",
    )


def _saying(saying: Saying, links: Links) -> Markup:
    return element(
        "li",
        element("span", saying.kind, class_=f"mark {saying.kind}"),
        " ",
        links.link(saying.subject.value, saying.words),
    )
