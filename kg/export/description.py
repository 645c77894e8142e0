"""What an export says of itself: a dataset in the terms of VoID and DCAT.

It has no time stamp, so that the same graph gives the same bytes, and it counts the graph without
itself. May know nothing of how the document is written.
"""

from collections.abc import Collection
from typing import Final

from pyoxigraph import Literal, NamedNode

from kg.export.formats import Format
from kg.export.spans import EXACT_TEXT
from kg.namespaces import (
    DATA,
    DCAT,
    DCTERMS,
    DESCRIPTION_GRAPH,
    ONTOLOGY,
    OWL,
    PREFIXES,
    RDF,
    VOID,
    XSD,
)
from kg.turtle import Node, Statement, Term

_TYPE: Final = NamedNode(RDF + "type")
_INTEGER: Final = NamedNode(XSD + "integer")
_MEDIA_TYPES: Final = "https://www.iana.org/assignments/media-types/"
_FROM_THE_ONTOLOGY: Final = tuple(
    NamedNode(DCTERMS + name) for name in ("creator", "license", "publisher")
)
_TITLE: Final = "Accord knowledge graph"
_ABOUT: Final = (
    "Diplomacy and peacekeeping as news articles report it: who agreed, consented, "
    "deployed or said what. Claims are quoted, never asserted, and every triple from an article "
    "names its passage."
)
RIGHTS: Final = (
    "The licence does not cover the text of an article: it belongs to its outlet and is quoted as "
    "the object of study."
)
"""What is said of rights wherever the articles' text is in a document."""
DATASET: Final = DESCRIPTION_GRAPH + "#dataset"
"""IRI of the graph as a dataset, whatever document or service it is had from."""


def describe(triples: Collection[Statement], form: Format) -> set[Statement]:
    """Return the description of a document in ``form`` that holds ``triples``."""
    dataset = NamedNode(DATASET)
    document = NamedNode(f"{DESCRIPTION_GRAPH}#{form.name}")
    return describe_dataset(triples) | {
        Statement(dataset, NamedNode(VOID + "feature"), NamedNode(form.feature)),
        Statement(dataset, NamedNode(DCAT + "distribution"), document),
        Statement(document, _TYPE, NamedNode(DCAT + "Distribution")),
        Statement(document, NamedNode(DCTERMS + "title"), Literal(form.title, language="en")),
        Statement(
            document, NamedNode(DCAT + "mediaType"), NamedNode(_MEDIA_TYPES + form.media_type)
        ),
    }


def describe_dataset(triples: Collection[Statement]) -> set[Statement]:
    """Return the description of the dataset that holds ``triples``, which are distinct."""
    dataset = NamedNode(DATASET)
    said: list[tuple[Node, str, Term]] = [
        (dataset, RDF + "type", NamedNode(VOID + "Dataset")),
        (dataset, RDF + "type", NamedNode(DCAT + "Dataset")),
        (dataset, DCTERMS + "title", Literal(_TITLE, language="en")),
        (dataset, DCTERMS + "description", Literal(_ABOUT, language="en")),
        (dataset, VOID + "uriSpace", Literal(DATA)),
    ]
    said += [
        (dataset, VOID + name, Literal(str(number), datatype=_INTEGER))
        for name, number in count(triples).items()
    ]
    said += [(dataset, VOID + "vocabulary", NamedNode(iri)) for iri in _vocabularies(triples)]
    for triple in triples:
        if triple.subject == NamedNode(ONTOLOGY):
            if triple.predicate in _FROM_THE_ONTOLOGY:
                said.append((dataset, triple.predicate.value, triple.object))
            elif triple.predicate.value == OWL + "versionInfo":
                said.append((dataset, DCAT + "version", triple.object))
    if any(triple.predicate == EXACT_TEXT for triple in triples):
        said.append((dataset, DCTERMS + "rights", Literal(RIGHTS, language="en")))
    return {Statement(subject, NamedNode(predicate), value) for subject, predicate, value in said}


def count(triples: Collection[Statement]) -> dict[str, int]:
    """Return how much there is of what VoID counts, by the names of its properties."""
    subjects = {triple.subject for triple in triples}
    entities = {node for node in subjects if node.value.startswith(DATA)}
    classes = {triple.object for triple in triples if triple.predicate == _TYPE}
    return {
        "triples": len(triples),
        "entities": len(entities),
        "distinctSubjects": len(subjects),
        "distinctObjects": len({triple.object for triple in triples}),
        "classes": len(classes),
        "properties": len({triple.predicate for triple in triples}),
    }


def _vocabularies(triples: Collection[Statement]) -> list[str]:
    used = {t.predicate.value for t in triples}
    used |= {t.object.value for t in triples if t.predicate == _TYPE}
    return [iri for iri in PREFIXES.values() if any(term.startswith(iri) for term in used)]
