"""A stored query as an example of the SIB: SHACL's SPARQL executables with a comment, in Turtle.

The form is that of https://github.com/sib-swiss/sparql-examples: one file per query, and one for
the prefixes, which all of them refer to by one blank node, since they are put together before they
are read. A query there has no parameters, so it has the examples of those that it needs. May know
nothing of the graph.
"""

from collections.abc import Mapping
from typing import Final
from urllib.parse import quote

import pyoxigraph as ox

from kg.exchange.portable import portable
from kg.namespaces import OWL, PREFIXES, RDFS, SH, XSD
from kg.query import StoredQuery
from kg.query.slots import bind

FOLDER: Final = "sparql-examples"
PREFIXES_FILE: Final = "prefixes.ttl"
EXAMPLES: Final = "/.well-known/sparql-examples/"
"""Where the examples of an endpoint are, below its address."""
_PREFIXES: Final = "_:sparql_examples_prefixes"
_FORMS: Final = {
    "SELECT": ("sh:SPARQLSelectExecutable", "sh:select"),
    "ASK": ("sh:SPARQLAskExecutable", "sh:ask"),
    "CONSTRUCT": ("sh:SPARQLConstructExecutable", "sh:construct"),
    # SHACL has no DESCRIBE; the SIB has a term of its own.
    "DESCRIBE": ("spex:SPARQLDescribeExecutable", "spex:describe"),
}


def example(
    stored: StoredQuery, examples: Mapping[str, ox.NamedNode | ox.Literal], endpoint: str
) -> str:
    """Return a query as the SIB's example in Turtle.

    Args:
        stored: the query.
        examples: the term of each parameter's example.
        endpoint: where the query is to be sent.
    """
    needed = {name: term for name, term in examples.items() if stored.parameters[name].required}
    kind, property_ = _FORMS[stored.query.form]
    node = f"<{endpoint.rstrip('/')}{EXAMPLES}{quote(stored.name)}>"
    keywords = ", ".join(map(_literal, stored.keywords))
    lines = [
        f"@prefix rdfs: <{RDFS}> .",
        "@prefix schema: <https://schema.org/> .",
        f"@prefix sh: <{SH}> .",
        "@prefix spex: <https://purl.expasy.org/sparql-examples/ontology#> .",
        "",
        f"{node} a sh:SPARQLExecutable, {kind} ;",
        f"    rdfs:label {_literal(stored.title)}@en ;",
        f"    rdfs:comment {_literal(stored.question)}@en ;",
        f"    sh:prefixes {_PREFIXES} ;",
        f"    {property_} {_long(portable(bind(stored.query, needed)))} ;",
        *([f"    schema:keywords {keywords} ;"] if keywords else []),
        f"    schema:target <{endpoint}> .",
    ]
    return "\n".join(lines)


def prefixes() -> str:
    """Return the file of prefixes, in Turtle."""
    declared = [
        f'    [ sh:prefix "{prefix}" ; sh:namespace "{namespace}"^^xsd:anyURI ]'
        for prefix, namespace in PREFIXES.items()
    ]
    lines = [
        f"@prefix owl: <{OWL}> .",
        f"@prefix sh: <{SH}> .",
        f"@prefix xsd: <{XSD}> .",
        "",
        f"{_PREFIXES} a owl:Ontology ;",
        "    owl:imports sh: ;",
        "    sh:declare",
        " ,\n".join(declared) + " .",
    ]
    return "\n".join(lines)


def _literal(text: str) -> str:
    return str(ox.Literal(text))


def _long(text: str) -> str:
    """Return a text of several lines as Turtle has it: legible, with no three quotes in it."""
    escaped = text.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    # A quote at the end would be taken for one of those that end the text.
    return f'"""{escaped}\n"""'
