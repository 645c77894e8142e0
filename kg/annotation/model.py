"""An annotation as the later stages get it: checked, anchored, its ids resolved, every part placed.

May know nothing of YAML or of how any of it was checked.
"""

from dataclasses import dataclass, field

from kg.annotation.article import ArticleText
from kg.errors import Position


@dataclass(frozen=True, slots=True)
class Value:
    """One value: an absolute IRI for an object property, else the lexical form of a literal."""

    text: str
    at: Position = field(compare=False)


@dataclass(frozen=True, slots=True)
class Statement:
    """A property, by local name, and its values in the order of the file."""

    name: str
    values: tuple[Value, ...]
    at: Position = field(compare=False)


@dataclass(frozen=True, slots=True)
class Node:
    """What one passage says of one thing.

    Attributes:
        id: as the file writes it.
        iri: its IRI.
        types: classes by local name.
        statements: the rest.
        at: place of the id.
    """

    id: str
    iri: str
    types: tuple[Value, ...]
    statements: tuple[Statement, ...]
    at: Position = field(compare=False)


@dataclass(frozen=True, slots=True)
class Span:
    """A run of characters of the article: code points from ``start`` up to ``end`` exclusive.

    Attributes:
        iri: its IRI, after RFC 5147.
        start: offset of the first character.
        end: offset after the last one.
        quote: the characters.
        at: place of the quote.
    """

    iri: str
    start: int
    end: int
    quote: str
    at: Position = field(compare=False)


@dataclass(frozen=True, slots=True)
class Passage(Span):
    """A passage.

    Attributes:
        voice: local name of a voice.
        context: IRIs of the passages that are needed together with this one.
        statements: what the editor says about it.
        says: what it says.
        name: its handle in the file, or nothing.
    """

    voice: Value
    context: tuple[Value, ...]
    statements: tuple[Statement, ...]
    says: tuple[Node, ...]
    name: str


@dataclass(frozen=True, slots=True)
class Nothing(Span):
    """Characters that carry no content, and the reason."""

    reason: Value


@dataclass(frozen=True, slots=True)
class Annotation:
    """The reviewed reading of one version of an article.

    Attributes:
        id: ``<outlet>/<date>-<slug>``.
        iri: IRI of the version of the article.
        article: the id, at its place.
        version: the version of the text.
        types: classes of the article, by local name.
        statements: metadata.
        passages: in text order.
        nothing: in text order.
        text: the article's text.
        foreign: IRIs of what other articles must declare, each where it is first referred to.
    """

    id: str
    iri: str
    article: Value
    version: Value
    types: tuple[Value, ...]
    statements: tuple[Statement, ...]
    passages: tuple[Passage, ...]
    nothing: tuple[Nothing, ...]
    text: ArticleText
    foreign: tuple[Value, ...]
