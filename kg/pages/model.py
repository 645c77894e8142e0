"""The ontology as its pages show it: what is said of each term, before anything looks like HTML.

May know nothing of triples, of files, or of how a page is laid out.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum

from pyoxigraph import NamedNode

from kg.manchester import Phrase


class Kind(Enum):
    """What a term is, in the order in which pages list them; the value is the heading."""

    CLASS = "Classes"
    OBJECT = "Object properties"
    DATA = "Data properties"
    ANNOTATION = "Annotation properties"
    DATATYPE = "Datatypes"
    INDIVIDUAL = "Named individuals"

    @property
    def noun(self) -> str:
        """Its name for one term."""
        return _NOUNS[self]


_NOUNS = {
    Kind.CLASS: "class",
    Kind.OBJECT: "object property",
    Kind.DATA: "data property",
    Kind.ANNOTATION: "annotation property",
    Kind.DATATYPE: "datatype",
    Kind.INDIVIDUAL: "named individual",
}


@dataclass(frozen=True)
class Row:
    """What the axioms say of a term in one respect, such as its domain."""

    heading: str
    values: tuple[Phrase, ...]


@dataclass(frozen=True)
class Alignment:
    """Where a term comes near to one of another vocabulary.

    Attributes:
        term: IRI of ours.
        match: IRI of the SKOS mapping property.
        target: IRI of the other.
        justification: why, in one line; empty where the ontology does not say.
    """

    term: str
    match: str
    target: str
    justification: str


@dataclass(frozen=True)
class Term:
    """A class, property, datatype or individual.

    Attributes:
        iri: its IRI.
        name: its local name, which is its anchor.
        kind: what it is.
        label: its name in English.
        other_names: other names.
        definition: what it means.
        scope: what it covers and what not.
        examples: words of an article, or cases, that the ontology itself gives.
        assertion: ``assertive``, ``content``, or empty where it is neither.
        module: IRI of the module on whose page it stands.
        sources: addresses of what it was taken from.
        above: IRIs of the named classes, or properties, right above it.
        domain: named classes that it may be said of; empty: of anything.
        range: named classes or datatypes of its values; empty: anything.
        marks: characteristics of a property, such as *functional*.
        defined: whether a class has an equivalent expression.
        rows: what the axioms say of it.
    """

    iri: str
    name: str
    kind: Kind
    label: str
    other_names: tuple[str, ...]
    definition: str
    scope: tuple[str, ...]
    examples: tuple[str, ...]
    assertion: str
    module: str
    sources: tuple[str, ...]
    above: tuple[str, ...]
    domain: tuple[str, ...]
    range: tuple[str, ...]
    marks: tuple[str, ...]
    defined: bool
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Module:
    """A file of the ontology: its header.

    Attributes:
        iri: of the ontology that it is.
        name: the last part of the IRI, which is the name of its page.
        title: its title.
        description: what it holds.
        metadata: further annotations of the header, by heading.
        imports: IRIs of what it imports.
        axioms: what holds of several terms together, or is said of what is no term.
    """

    iri: str
    name: str
    title: str
    description: str
    metadata: tuple[Row, ...]
    imports: tuple[str, ...]
    axioms: tuple[Row, ...]


@dataclass(frozen=True)
class Ontology:
    """The whole of it.

    Attributes:
        root: the module that imports the others, or the only one.
        modules: all with terms or axioms of their own, each after those that it imports; the root
            only where it has terms, for its axioms stand on the start page.
        terms: by IRI, in the order in which pages list them.
        alignments: sorted by term.
    """

    root: Module
    modules: tuple[Module, ...]
    terms: Mapping[str, Term]
    alignments: tuple[Alignment, ...]

    def of_kind(self, kind: Kind, module: str = "") -> list[Term]:
        """Return the terms of a kind, of one module (an IRI) or of all."""
        return [t for t in self.terms.values() if t.kind == kind and module in ("", t.module)]

    def label(self, iri: str) -> str:
        """Return the label of a term, and nothing for what is none."""
        return self.terms[iri].label if iri in self.terms else ""

    def labels(self, iris: Iterable[str]) -> Iterator[str]:
        """Yield the labels of those of ``iris`` that are terms."""
        return filter(None, map(self.label, iris))

    def things(self) -> frozenset[str]:
        """Return the IRIs of which the axioms speak, and that are no terms."""
        rows = [row for term in self.terms.values() for row in term.rows]
        rows += [row for module in (self.root, *self.modules) for row in module.axioms]
        words = (word for row in rows for value in row.values for word in value)
        named = {word.value for word in words if isinstance(word, NamedNode)}
        return frozenset(named - self.terms.keys())


@dataclass(frozen=True)
class Example:
    """A statement of an article that uses a term.

    Attributes:
        statement: subject, property and object, in words.
        quote: the sentence; empty where no single passage says it.
        word: on whose word the passage says it.
        source: outlet and day; empty for what is not from an article.
        article: id of the article; empty likewise.
        passage: IRI of the passage; empty likewise.
        inferred: whether the axioms entail it, and nobody says it.
    """

    statement: str
    quote: str = ""
    word: tuple[str, ...] = ()
    source: str = ""
    article: str = ""
    passage: str = ""
    inferred: bool = False


@dataclass(frozen=True)
class Counts:
    """How often a term is used: statements with it, passages and articles that make them."""

    statements: int = 0
    passages: int = 0
    articles: int = 0
    inferred: int = 0


@dataclass(frozen=True)
class Constraint:
    """What a shape asks of a term.

    Attributes:
        shape: local name of the shape.
        file: name of the file that it stands in.
        severity: ``Violation``, ``Warning`` or ``Info``.
        message: what it says when it is broken.
        reason: why it is there.
    """

    shape: str
    file: str
    severity: str
    message: str
    reason: str


@dataclass(frozen=True)
class Question:
    """A stored query that uses a term."""

    name: str
    title: str
    question: str
    text: str


@dataclass(frozen=True)
class Source:
    """An article of the graph, as the pages cite it."""

    id: str
    title: str
    source: str
    address: str
    rights: tuple[str, ...]


@dataclass(frozen=True)
class Usage:
    """Where the terms are used; each mapping is by the IRI of a term, and lacks what is unused.

    Nobody may have counted; then there are no counts at all. ``names`` are those of things that
    are no terms, and of which the axioms speak: of a state, say.
    """

    counts: Mapping[str, Counts] | None
    examples: Mapping[str, tuple[Example, ...]]
    constraints: Mapping[str, tuple[Constraint, ...]]
    questions: Mapping[str, tuple[Question, ...]]
    sources: tuple[Source, ...]
    all_questions: tuple[Question, ...]
    names: Mapping[str, str] = field(default_factory=dict)
