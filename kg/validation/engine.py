"""pySHACL: the shapes and a graph in, validation results out.

The only home of pySHACL, and of rdflib, which it is built on; both are imported when shapes are run
and not before (170 ms). pySHACL asks the data for each focus node anew, 10 ms a question where
rdflib answers it: there are thousands. So Oxigraph answers each SPARQL constraint once, for all
nodes. May know nothing of articles, files or people.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, QuerySolutions, Store, Triple

from kg.errors import OntologyError
from kg.namespaces import SH, XSD

if TYPE_CHECKING:
    import rdflib
    from rdflib.term import Node

    from kg.validation.findings import Term


_WHERE: Final = re.compile(r"\bWHERE\s*\{", re.IGNORECASE)


@dataclass(frozen=True)
class Result:
    """A validation result (https://www.w3.org/TR/shacl/#results-validation-result).

    IRIs stand as text; ``path`` is a term of the shapes, which may be a blank node.
    """

    severity: str
    shape: str
    component: str
    constraint: str
    focus: "Term"
    path: "NamedNode | BlankNode | None"
    value: "Term | None"


def run(shapes: Iterable[Triple], data: Iterable[Quad]) -> list[Result]:
    """Return the results of validating the default graph of ``data``, in no order.

    Args:
        shapes: Core and SHACL-SPARQL; nothing of Advanced Features is run.
        data: quads of the default graph. The class hierarchy is that of its ``rdfs:subClassOf``.

    Raises:
        OntologyError: the engine refuses the shapes.
    """
    import pyshacl
    import rdflib
    from pyshacl.errors import (
        ConstraintLoadError,
        ReportableRuntimeError,
        ShapeLoadError,
        ValidationFailure,
    )

    terms = _Terms()
    graph = rdflib.Graph(bind_namespaces="none")
    for triple in shapes:
        graph.add(terms.triple(triple))
    try:
        _, report, text = pyshacl.validate(
            _data(list(data), terms),
            shacl_graph=graph,
            advanced=False,
            inference="none",
            inplace=True,
            do_owl_imports=False,
        )
    except (ConstraintLoadError, ReportableRuntimeError, ShapeLoadError) as error:
        raise _refused(str(error)) from error
    if isinstance(report, ValidationFailure):
        raise _refused(text)
    return list(_results(report))


def _refused(why: str) -> OntologyError:
    return OntologyError(
        "the SHACL engine refuses the shapes",
        why=" ".join(why.split()),
        fix="mend the shape that it names, in shapes/",
    )


def _results(report: "rdflib.Graph") -> Iterator[Result]:
    from rdflib import URIRef

    def one(result: "Node", name: str) -> "Term | None":
        term = report.value(result, URIRef(SH + name))
        return None if term is None else _from_rdflib(term)

    def iri(result: "Node", name: str) -> str:
        term = one(result, name)
        return term.value if isinstance(term, NamedNode) else ""

    for result in report.objects(None, URIRef(SH + "result")):
        focus, path = one(result, "focusNode"), one(result, "resultPath")
        assert focus is not None
        yield Result(
            severity=iri(result, "resultSeverity").removeprefix(SH),
            shape=iri(result, "sourceShape"),
            component=iri(result, "sourceConstraintComponent"),
            constraint=iri(result, "sourceConstraint"),
            focus=focus,
            path=path if not isinstance(path, Literal) else None,
            value=one(result, "value"),
        )


class _Terms:
    """Terms of Oxigraph as rdflib's; each is made once, because literals are slow to make."""

    def __init__(self) -> None:
        self._made: dict[object, Node] = {}

    def triple(self, triple: Triple | Quad) -> "tuple[Node, Node, Node]":
        return self(triple.subject), self(triple.predicate), self(triple.object)

    def __call__(self, term: object) -> "Node":
        made = self._made.get(term)
        if made is None:
            made = self._made[term] = self._make(term)
        return made

    @staticmethod
    def _make(term: object) -> "Node":
        import rdflib

        if isinstance(term, NamedNode):
            return rdflib.URIRef(term.value)
        if isinstance(term, BlankNode):
            return rdflib.BNode(term.value)
        if isinstance(term, Literal):
            if term.language:
                return rdflib.Literal(term.value, lang=term.language)
            return rdflib.Literal(term.value, datatype=rdflib.URIRef(term.datatype.value))
        raise AssertionError(f"no term of RDF 1.1: {term}")


def _from_rdflib(term: "Node") -> "Term":
    import rdflib

    if isinstance(term, rdflib.URIRef):
        return NamedNode(str(term))
    if isinstance(term, rdflib.Literal):
        if term.language:
            return Literal(str(term), language=term.language)
        return Literal(str(term), datatype=NamedNode(str(term.datatype or XSD + "string")))
    return BlankNode(str(term))


def _data(quads: Sequence[Quad], terms: _Terms) -> "rdflib.Graph":
    """Return the data as a graph of rdflib's, in which Oxigraph answers SPARQL."""
    import rdflib
    from rdflib.query import Result as Answer
    from rdflib.term import Variable as Name

    store = Store()
    store.extend(quads)
    focus = {term for quad in quads for term in (quad.subject, quad.object)}
    nodes = " ".join(sorted(str(term) for term in focus if isinstance(term, NamedNode)))
    answers: dict[str, dict[Node, list[dict[Name, Node]]]] = {}

    def answer(query: str) -> "dict[Node, list[dict[Name, Node]]]":
        bound = _WHERE.sub(lambda found: f"{found[0]} VALUES ?this {{ {nodes} }}", query, count=1)
        solutions = store.query(bound)
        assert isinstance(solutions, QuerySolutions)
        names = [variable.value for variable in solutions.variables]
        rows: dict[Node, list[dict[Name, Node]]] = {}
        for solution in solutions:
            row = {
                Name(name): terms(value)
                for name, value in zip(names, solution, strict=True)
                if value is not None
            }
            rows.setdefault(row[Name("this")], []).append(row)
        return rows

    class Data(rdflib.Graph):
        def query(self, query_object: Any, *args: Any, **_: Any) -> Answer:
            # pySHACL's call: processor, result, initNs and initBindings come by position.
            if query_object not in answers:
                answers[query_object] = answer(query_object)
            found = Answer("SELECT")
            found.vars = [Name("this"), Name("path"), Name("value")]
            found.bindings = answers[query_object].get(args[3]["this"], [])
            return found

    graph = Data(bind_namespaces="none")
    graph.addN((*terms.triple(quad), graph) for quad in quads)
    return graph
