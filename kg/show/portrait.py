"""What is known of a thing, as it passes from the graph to a page. May know nothing of either."""

from dataclasses import dataclass
from enum import Enum

from kg.show.sources import Node, Passage, Term


class Standing(Enum):
    """On what a statement stands, in the order in which a page shows it; the value is its title."""

    FACT = "Facts, in the outlet's own voice"
    SPOKEN = "What is claimed or asked"
    SAYS = "What it says"
    SAID = "What is said of it"
    REPORTED = "Reported, not asserted"
    RECORDED = "Recorded with the article"
    BACKGROUND = "Background"
    INFERRED = "Inferred"


@dataclass(frozen=True)
class Evidence:
    """A passage that supports a statement, and on whose word it does.

    Attributes:
        passage: the passage.
        word: clauses such as *Dmitry Peskov denies it on 12 November 2020*.
    """

    passage: Passage
    word: tuple[str, ...]


@dataclass(frozen=True)
class Item:
    """A statement: a triple that has the thing in it.

    Attributes:
        subject: its subject.
        property: its predicate.
        object: its object.
        words: its other end, in words.
        evidence: the passages that support it, in text order.
        sources: where background comes from.
    """

    subject: Node
    property: Node
    object: Term
    words: str
    evidence: tuple[Evidence, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class Group:
    """Statements with one property; the heading is the property in words."""

    heading: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Section:
    """Statements with one standing, by property."""

    standing: Standing
    groups: tuple[Group, ...]


@dataclass(frozen=True)
class Portrait:
    """What is known of a thing.

    Attributes:
        iri: its IRI.
        id: as an annotation writes it.
        name: its label.
        types: names of its classes, the most special ones that are stated.
        names: its other names.
        codes: codes that stand for it in published lists.
        matches: records of the same thing elsewhere, as CURIEs.
        sources: published sources of its entry in the register.
        notes: remarks of the annotators.
        sections: statements about it, the asserted ones first.
    """

    iri: str
    id: str
    name: str
    types: tuple[str, ...]
    names: tuple[str, ...]
    codes: tuple[str, ...]
    matches: tuple[str, ...]
    sources: tuple[str, ...]
    notes: tuple[str, ...]
    sections: tuple[Section, ...]
