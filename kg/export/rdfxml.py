"""RDF/XML, for tools that read nothing else: typed nodes, nested blank nodes, collections.

After https://www.w3.org/TR/rdf-syntax-grammar/. What XML 1.0 cannot express is an error, never
left out. May know nothing of what the triples mean.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from pyoxigraph import BlankNode, Literal, NamedNode

from kg.errors import ExportError
from kg.namespaces import PREFIXES, RDF, XSD
from kg.turtle import TYPE, Graph, Node, Printer, Statement, Term, arrange

_START = (
    "A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d"
    "\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_NAME: Final = re.compile(rf"[{_START}][{_START}\-.0-9\u00b7\u0300-\u036f\u203f-\u2040]*\Z")
"""The longest end of an IRI that is an NCName of XML."""
_NO_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_RESERVED: Final = frozenset(
    RDF + name
    for name in (
        *("RDF", "ID", "about", "parseType", "resource", "nodeID", "datatype"),
        *("Description", "aboutEach", "aboutEachPrefix", "bagID", "li"),
    )
)
"""Names that mean something else to RDF/XML when an element bears them."""
_ATTRIBUTE_ENTITIES: Final = {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}


def write_rdfxml(statements: Iterable[Statement]) -> Iterator[str]:
    """Yield an RDF/XML document of ``statements``.

    Raises:
        ExportError: a property's IRI or a literal's character that XML cannot express.
    """
    graph = Graph.canonical(statements)
    writer = _Writer(graph)
    body: list[str] = []
    for section in arrange(graph):
        if section.title and section.subjects:
            body.append(f"\n  <!-- {section.title} -->\n")
        for number, subject in enumerate(section.subjects):
            if number == 0 or not section.declarations:
                body.append("\n")
            body += writer.node(subject, "  ", declaration=section.declarations)
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF'
    for prefix, namespace in sorted(writer.prefixes()):
        yield f"\n    xmlns:{prefix}={_attribute(namespace)}"
    yield ">\n"
    yield from body
    yield "</rdf:RDF>\n"


class _Writer:
    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._declared: set[Node] = set()
        self._order = Printer(graph, PREFIXES)
        self._known = {namespace: prefix for prefix, namespace in PREFIXES.items()}
        self._used = {RDF: "rdf"}
        properties = {p for said in graph.statements.values() for p in said}
        types = {t for node in graph.statements for t in graph.values(node, TYPE)}
        split = (_split(term.value) for term in properties | types if isinstance(term, NamedNode))
        unknown = sorted({namespace for namespace, _ in filter(None, split)} - self._known.keys())
        # Numbered in the order of the namespaces, so that the same graph gives the same names.
        self._known.update((namespace, f"ns{n}") for n, namespace in enumerate(unknown, 1))

    def prefixes(self) -> Iterator[tuple[str, str]]:
        """Yield prefix and namespace of everything that was used."""
        return ((prefix, namespace) for namespace, prefix in self._used.items())

    def node(self, subject: Node, indent: str, *, declaration: bool = False) -> Iterator[str]:
        """Yield the element of ``subject`` with what is said of it (see `Printer.statement`)."""
        if declaration:
            self._declared.add(subject)
        identity = self._identity(subject)
        said = [
            (predicate, value)
            for predicate, values in self._order.ordered(subject)
            if (predicate == TYPE) is declaration or subject not in self._declared
            for value in values
        ]
        tag = "rdf:Description"
        for statement in said:
            predicate, value = statement
            name = self._element(value.value) if predicate == TYPE else None
            if name and isinstance(value, NamedNode):
                tag = name
                said.remove(statement)
                break
        if not said:
            yield f"{indent}<{tag}{identity}/>\n"
            return
        yield f"{indent}<{tag}{identity}>\n"
        for predicate, value in said:
            yield from self._property(subject, predicate, value, indent + "  ")
        yield f"{indent}</{tag}>\n"

    def _property(
        self, subject: Node, predicate: NamedNode, value: Term, indent: str
    ) -> Iterator[str]:
        tag = self._element(predicate.value)
        if tag is None:
            raise ExportError(
                f"RDF/XML cannot write the property <{predicate.value}>",
                why="a property is an XML element there, and no end of this IRI is an XML name",
                fix="use --format turtle, or give the property an IRI that ends with a name",
            )
        if isinstance(value, Literal):
            attributes, text = self._literal(subject, predicate, value)
            yield f"{indent}<{tag}{attributes}>{text}</{tag}>\n"
            return
        members = self._collection(value)
        if members is not None:
            yield f'{indent}<{tag} rdf:parseType="Collection">\n'
            for member in members:
                yield from self._nested(member, indent + "  ")
            yield f"{indent}</{tag}>\n"
        elif value in self._graph.inline:
            yield f"{indent}<{tag}>\n"
            yield from self._nested(value, indent + "  ")
            yield f"{indent}</{tag}>\n"
        elif isinstance(value, BlankNode):
            yield f'{indent}<{tag} rdf:nodeID="{value.value}"/>\n'
        else:
            yield f"{indent}<{tag} rdf:resource={_attribute(value.value)}/>\n"

    def _nested(self, value: Node, indent: str) -> Iterator[str]:
        if value in self._graph.inline:
            yield from self.node(value, indent)
        else:
            yield f"{indent}<rdf:Description{self._identity(value)}/>\n"

    def _collection(self, value: Node) -> list[Node] | None:
        # A collection holds nodes; a list with a literal in it is written cell by cell.
        members = self._graph.items(value) if isinstance(value, BlankNode) else None
        if members is None:
            return None
        nodes = [member for member in members if not isinstance(member, Literal)]
        return nodes if len(nodes) == len(members) else None

    def _identity(self, node: Node) -> str:
        if isinstance(node, NamedNode):
            return f" rdf:about={_attribute(node.value)}"
        if node in self._graph.inline or node in self._graph.roots:
            return ""
        return f' rdf:nodeID="{node.value}"'

    def _literal(self, subject: Node, predicate: NamedNode, literal: Literal) -> tuple[str, str]:
        wrong = _NO_XML.search(literal.value)
        if wrong:
            raise ExportError(
                f"RDF/XML cannot write the character U+{ord(wrong.group()):04X}",
                why=f"XML 1.0 has no such character; it stands in {predicate} of {subject}",
                fix="use --format turtle, or take the character out of the text",
            )
        text = escape(literal.value, {"\r": "&#13;"})
        if literal.language:
            return f' xml:lang="{literal.language}"', text
        if literal.datatype.value == XSD + "string":
            return "", text
        return f" rdf:datatype={_attribute(literal.datatype.value)}", text

    def _element(self, iri: str) -> str | None:
        split = _split(iri)
        if split is None:
            return None
        namespace, name = split
        prefix = self._used[namespace] = self._known[namespace]
        return f"{prefix}:{name}"


def _split(iri: str) -> tuple[str, str] | None:
    """Return namespace and local name of ``iri``, if it can name an element."""
    match = _NAME.search(iri)
    if iri in _RESERVED or not match or match.start() == 0:
        return None
    return iri[: match.start()], match.group()


def _attribute(value: str) -> str:
    return quoteattr(value, _ATTRIBUTE_ENTITIES)
