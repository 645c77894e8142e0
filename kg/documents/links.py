"""Where a person's click goes: IRIs of ours stay on the server that is asked, others leave it.

Only http(s) IRIs become links; nothing else that a graph may hold (``javascript:``) does.
May know nothing of what is linked.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, urlsplit

from pyoxigraph import Literal, NamedNode

from kg.namespaces import BASE, XSD, compact
from kg.pages.html import Child, Markup, element, join

_SAFE: Final = "/#=,;:@!$&'()*+~-._?%"
_ADDRESS: Final = XSD + "anyURI"
SYNTAXES: Final = (
    ("ttl", "Turtle"),
    ("nt", "N-Triples"),
    ("jsonld", "JSON-LD"),
    ("rdf", "RDF/XML"),
)
"""What machines read, by the suffix of its address."""


@dataclass(frozen=True)
class Links:
    """The addresses of a server.

    Attributes:
        root: path of its address, with a slash at the end.
    """

    root: str

    def href(self, iri: str) -> str | None:
        """Return the address of an IRI; None for what must not become a link."""
        if iri.startswith(BASE):
            return self.root + quote(iri.removeprefix(BASE), safe=_SAFE)
        return iri if is_web(iri) else None

    def link(self, iri: str, *words: Child) -> Markup:
        """Return words linked to an IRI where that can be, else as they are."""
        href = self.href(iri)
        shown = words or (compact(iri).strip("<>"),)
        if href is None:
            return join(*shown)
        away = None if iri.startswith(BASE) else "external noreferrer"
        return element("a", *shown, href=href, rel=away)

    def term(self, term: object, words: str) -> Markup:
        """Return a term of the graph in words, linked where it is an IRI or the address of one."""
        if isinstance(term, NamedNode):
            return self.link(term.value, words)
        if isinstance(term, Literal) and term.datatype.value == _ADDRESS:
            return self.link(term.value, words)
        return join(words)

    def syntaxes(self, iri: str) -> Markup:
        """Return where the document about an IRI is found in RDF."""
        address = iri.removeprefix(BASE)
        path = address if address.startswith("ontology") else f"doc/{address.rstrip('/')}"
        links = (
            element("a", name, href=self.root + quote(f"{path}.{suffix}", safe=_SAFE))
            for suffix, name in SYNTAXES
        )
        return element("p", "For machines: ", join(*links, by=" · "), class_="formats")


def is_web(iri: str) -> bool:
    """Return whether an IRI is an address that a browser may be sent to."""
    try:
        parts = urlsplit(iri)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def rows(pairs: Iterable[tuple[str, Iterable[Child]]]) -> Markup:
    """Return a list of descriptions: each heading with its values; one without values left out."""
    listed = (
        join(element("dt", heading), *(element("dd", value) for value in values))
        for heading, found in pairs
        for values in [list(found)]
        if values
    )
    return element("dl", *listed, class_="metadata")
