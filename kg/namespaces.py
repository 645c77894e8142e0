"""The one place for IRIs: the base, the namespaces, the five kinds of graph.

May know nothing of files, RDF libraries or the ontology's content.
"""

from typing import Final

BASE: Final = "https://w3id.org/accord-kg/"
ONTOLOGY: Final = BASE + "ontology"
"""IRI of the ontology (``accord.ttl``), and of the *ontology* graph."""
TERMS: Final = ONTOLOGY + "#"
"""The one term namespace of all modules."""
DATA: Final = BASE + "id/"
"""Namespace of everything that is data."""
REFERENCE_GRAPH: Final = DATA + "graph/reference"
INFERRED_GRAPH: Final = DATA + "graph/inferred"
DESCRIPTION_GRAPH: Final = DATA + "graph/description"
"""Graph of an export that describes the export; nothing of it is in the built graph."""
LIMITS: Final = BASE + "limits#"
"""Namespace of the settings, as an answer that stops at one names it."""

RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
OWL: Final = "http://www.w3.org/2002/07/owl#"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"
SH: Final = "http://www.w3.org/ns/shacl#"
SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
DCTERMS: Final = "http://purl.org/dc/terms/"
DCAT: Final = "http://www.w3.org/ns/dcat#"
VOID: Final = "http://rdfs.org/ns/void#"
PROV: Final = "http://www.w3.org/ns/prov#"
VANN: Final = "http://purl.org/vocab/vann/"
SWRL: Final = "http://www.w3.org/2003/11/swrl#"
FOAF: Final = "http://xmlns.com/foaf/0.1/"

PREFIXES: Final[dict[str, str]] = {
    "accord": TERMS,
    "id": DATA,
    "dcat": DCAT,
    "dcterms": DCTERMS,
    "foaf": FOAF,
    "owl": OWL,
    "prov": PROV,
    "rdf": RDF,
    "rdfs": RDFS,
    "sh": SH,
    "skos": SKOS,
    "vann": VANN,
    "void": VOID,
    "wd": "http://www.wikidata.org/entity/",
    "xsd": XSD,
}
"""Prefixes that Accord reads in CURIEs and writes in Turtle, and no others."""

ALIGNED: Final[dict[str, str]] = {
    "foaf": FOAF,
    "dcterms": DCTERMS,
    "gaf": "http://groundedannotationframework.org/gaf#",
    "grasp": "http://groundedannotationframework.org/grasp#",
    "oa": "http://www.w3.org/ns/oa#",
    "odrl": "http://www.w3.org/ns/odrl/2/",
    "org": "http://www.w3.org/ns/org#",
    "prov": PROV,
    "schema": "https://schema.org/",
    "sem": "http://semanticweb.cs.vu.nl/2009/11/sem/",
    "skos": SKOS,
    "time": "http://www.w3.org/2006/time#",
}
"""The vocabularies that the ontology is aligned to, by the prefix that pages call them by."""


def article_iri(article: str, version: str) -> str:
    """Return the IRI of one version of an article.

    Args:
        article: its id, ``<outlet>/<date>-<slug>``, the folder below ``articles/``.
        version: the version of its text; offsets move when an outlet corrects a text.
    """
    return f"{DATA}{article}/v{version}"


def passage_iri(article: str, start: int, end: int) -> str:
    """Return the IRI of a passage, after RFC 5147.

    Args:
        article: IRI of the article.
        start: first character, in Unicode code points of the stored text.
        end: the character after the last one.
    """
    return f"{article}#char={start},{end}"


def compact(iri: str) -> str:
    """Return ``iri`` as a CURIE where a prefix fits, else in angle brackets; for display only."""
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and len(iri) > len(namespace):
            return f"{prefix}:{iri[len(namespace) :]}"
    return f"<{iri}>"


def local_name(iri: str) -> str:
    """Return the part of ``iri`` after its last ``#`` or ``/``."""
    return iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1]
