"""What pages of documents share: a page as it goes to its frame, sentences with their sources.

May know nothing of any one kind of document.
"""

from dataclasses import dataclass
from typing import Final

from kg.documents.links import Links
from kg.pages.html import Markup, element, join
from kg.results.view import one_line
from kg.show.sources import Passage
from kg.text.words import listed

LIMIT: Final = "row_limit"
"""The setting that says how many statements a document may have."""


@dataclass(frozen=True)
class Page:
    """The content of a page.

    Attributes:
        title: what it is called.
        content: of its main part.
        more: whether there is more than a page may hold.
    """

    title: str
    content: Markup
    more: bool = False


def heading(kind: Markup | str, name: str, *below: Markup | None) -> Markup:
    """Return the header of a page: what kind of thing it is about, and what that is called."""
    return element("header", element("p", kind, class_="of"), element("h1", name), *below)


def quotation(
    passage: Passage, word: tuple[str, ...], links: Links, *, number: int, new: bool
) -> Markup:
    """Return a sentence with its source, or where the same sentence stands on the page already.

    Args:
        passage: the sentence.
        word: on whose word it stands, in clauses.
        links: where addresses are.
        number: of the sentence on the page.
        new: whether it has not been quoted yet.
    """
    who = listed([source_of(passage) if w == passage.article.outlet else w for w in word])
    if not new:
        again = element("a", f"sentence {number}", href=f"#sentence-{number}")
        return element("p", join(again, f": {who}" if who else None), class_="again")
    place = f"characters {passage.start}–{passage.end}"
    caption = [
        who or None,
        passage.voice_name or None,
        links.link(passage.iri, f"{passage.article.id}, {place}"),
    ]
    return element(
        "figure",
        element("blockquote", element("p", quoted(passage))),
        element("figcaption", join(*(part for part in caption if part), by=" · ")),
        class_="quote",
        id=f"sentence-{number}",
    )


def quoted(passage: Passage) -> str:
    """Return the characters of a passage on one line."""
    return one_line(passage.quote)


def source_of(passage: Passage) -> str:
    """Return outlet and day."""
    return passage.article.source


def remark(links: Links, *, more: bool) -> Markup | None:
    """Return what tells that a page does not hold everything, where it does not."""
    if not more:
        return None
    return element(
        "p",
        "This page stops at the limit ",
        element("a", LIMIT, href=f"{links.root}limits#{LIMIT}"),
        ": there is more.",
        class_="remark",
        role="note",
    )
