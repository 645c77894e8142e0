"""What the document of a thing says in RDF: each triple with its passage, and what it is itself.

May know nothing of syntaxes, nor of what people read.
"""

from collections.abc import Iterable
from typing import Final, TypeGuard

from pyoxigraph import Literal, NamedNode

from kg.documents.source import IN_ARTICLE, Source, is_passage
from kg.export.description import DATASET, RIGHTS
from kg.export.makers import LICENCE, made_by
from kg.namespaces import (
    BASE,
    DCAT,
    DCTERMS,
    FOAF,
    ONTOLOGY,
    RDF,
    VOID,
)
from kg.show.turtle import supported
from kg.turtle import Statement, Term

DOCUMENTS: Final = BASE + "doc/"
"""Namespace of the documents: that of ``id/turkey`` is ``doc/id/turkey``."""


def of_thing(source: Source, thing: NamedNode) -> tuple[list[Statement], bool]:
    """Return what is asserted of a thing, and whether there is more."""
    quads, more = source.about(thing, inferred=False)
    return _with_evidence(source, map(Statement.of, quads)), more


def of_article(source: Source, article: NamedNode) -> tuple[list[Statement], bool]:
    """Return what is recorded of an article and its passages, what these say, and whether more is.

    What stands elsewhere about the article comes first.
    """
    passages = {
        quad.subject.value: quad.subject
        for quad in source.graph.quads_for_pattern(None, IN_ARTICLE, article, None)
        if isinstance(quad.subject, NamedNode)
    }
    quads, more = source.about(article, inferred=False)
    recorded = [*map(Statement.of, quads), *source.statements(*sorted(passages))]
    subjects = {
        quad.subject.value
        for passage in passages.values()
        for quad in source.graph.quads_for_pattern(None, None, None, passage)
        if isinstance(quad.subject, NamedNode)
    }
    said = (s for s in source.statements(*sorted(subjects)) if s.graph in passages)
    kept = list(dict.fromkeys((*recorded, *said)))
    more = more or len(kept) > source.most
    return _with_evidence(source, kept[: source.most]), more


def of_itself(source: Source, about: str, *, quotes: bool, document: str = "") -> list[Statement]:
    """Return what a document says of itself.

    Args:
        source: where it is from.
        about: IRI of what it describes.
        quotes: whether sentences of articles are in it.
        document: its IRI, where that does not follow from what it describes.
    """
    node = NamedNode(document or DOCUMENTS + about.removeprefix(BASE))
    said: list[tuple[str, Term]] = [
        (RDF + "type", NamedNode(FOAF + "Document")),
        (FOAF + "primaryTopic", NamedNode(about)),
        (VOID + "inDataset", NamedNode(DATASET)),
        (DCAT + "version", Literal(source.build)),
        *((LICENCE.value, licence) for licence in _licences(source, about)),
    ]
    if quotes:
        said.append((DCTERMS + "rights", Literal(RIGHTS, language="en")))
    return [Statement(node, NamedNode(predicate), value) for predicate, value in said]


def _licences(source: Source, about: str) -> list[Term]:
    """Return under what a document may be used: the ontology's licence is that of the ontology."""
    of_ontology = about == ONTOLOGY or about.startswith(f"{ONTOLOGY}/")
    header = [(s.predicate, s.object) for s in source.statements(ONTOLOGY)]
    annotators = () if of_ontology else source.annotators()
    return [value for predicate, value in made_by(header, annotators) if predicate == LICENCE]


def _with_evidence(source: Source, kept: Iterable[Statement]) -> list[Statement]:
    """Return what is kept with its evidence, from as little of the graph as tells of that."""
    kept = list(kept)
    passages = sorted({s.graph for s in kept if is_passage(s.graph)})
    described = source.statements(*passages)
    articles = {s.object.value for s in described if s.predicate == IN_ARTICLE}
    said = [s for passage in passages for s in source.held(passage)]
    # A claim's speaker may stand in another passage than its content. What articles share, such as
    # a state, makes no claims within them, and is spoken of everywhere.
    minted = {s.subject.value for s in said if s.subject.value.rsplit("/", 2)[0] in articles}
    told = source.statements(*sorted({*articles, *minted}))
    stored = [*kept, *described, *said, *told]
    terms = {t for s in stored for t in (s.subject, s.predicate, s.object) if _is_ours(t)}
    labels = (s for term in terms for s in source.labels(term))
    return supported(list(dict.fromkeys((*stored, *labels))), kept)


def _is_ours(term: object) -> TypeGuard[NamedNode]:
    return isinstance(term, NamedNode) and term.value.startswith(BASE)
