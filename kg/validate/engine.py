"""pySHACL: the shapes and a graph in, validation results out.

The only home of pySHACL, and of rdflib, which it is built on; importing this module takes 170 ms,
so that it is imported when shapes are run and not before. pySHACL asks the data about each focus
node anew, 10 ms a question where rdflib answers it, and there are thousands: so Oxigraph answers
each SPARQL constraint once, for all nodes. May know nothing of articles, files or people.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pyshacl
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, QuerySolutions, Store, Triple
from pyshacl.errors import (
    ConstraintLoadError,
    ReportableRuntimeError,
    ShapeLoadError,
    ValidationFailure,
)
from rdflib import RDF, BNode, Graph, URIRef
from rdflib import Literal as RdflibLiteral
from rdflib.query import Result as Answer
from rdflib.term import Identifier, Node
from rdflib.term import Variable as Name

from kg.errors import InternalFault, OntologyError
from kg.namespaces import SH, XSD
from kg.validate.findings import Term
from kg.validate.shapes import WHERE

_THIS: Final = Name("this")

_Row = Mapping[Name, Identifier]


@dataclass(frozen=True)
class Result:
    """A validation result (https://www.w3.org/TR/shacl/#results-validation-result).

    IRIs stand as text; ``path`` is a term of the shapes, which may be a blank node.
    """

    severity: str
    shape: str
    component: str
    constraint: str
    focus: Term
    path: NamedNode | BlankNode | None
    value: Term | None


class Engine:
    """The shapes, ready to run.

    Args:
        shapes: SHACL Core and SHACL-SPARQL; nothing of Advanced Features is run. The group graph
            pattern of a SPARQL constraint is the first ``WHERE { … }`` of its text.
    """

    def __init__(self, shapes: Iterable[Triple]) -> None:
        self._terms = _Terms()
        self._shapes = Graph(bind_namespaces="none")
        self._shapes.addN((*self._terms.of(triple), self._shapes) for triple in shapes)

    def run(self, data: Iterable[Triple]) -> list[Result]:
        """Return the results of validating ``data``, in no order.

        Args:
            data: the data graph. The class hierarchy is that of its own ``rdfs:subClassOf``.

        Raises:
            OntologyError: the engine refuses the shapes, or the data are not RDF 1.1.
        """
        try:
            _, report, text = pyshacl.validate(
                _Data(list(data), self._terms),
                shacl_graph=self._shapes,
                advanced=False,
                inference="none",
                inplace=True,
                do_owl_imports=False,
            )
        except (ConstraintLoadError, ReportableRuntimeError, ShapeLoadError) as error:
            raise _refused(str(error)) from error
        if isinstance(report, ValidationFailure):
            raise _refused(text)
        return [_result(report, node) for node in report.objects(None, URIRef(SH + "result"))]


def _refused(why: str) -> OntologyError:
    return OntologyError(
        "the SHACL engine refuses the shapes",
        why=" ".join(why.split()),
        fix="mend the shape that it names, in shapes/",
    )


def _result(report: Graph, node: Node) -> Result:
    said = {str(predicate).removeprefix(SH): value for predicate, value in report[node]}
    said.pop(str(RDF.type))
    path, value = said.get("resultPath"), said.get("value")
    return Result(
        severity=str(said["resultSeverity"]).removeprefix(SH),
        shape=str(said["sourceShape"]),
        component=str(said["sourceConstraintComponent"]),
        constraint=str(said.get("sourceConstraint", "")),
        focus=_from_rdflib(said["focusNode"]),
        path=None if path is None else _resource(path),
        value=None if value is None else _from_rdflib(value),
    )


class _Terms:
    """Terms of Oxigraph as rdflib's; each is made once, because literals are slow to make."""

    def __init__(self) -> None:
        self._made: dict[object, Identifier] = {}

    def of(self, triple: Triple) -> tuple[Identifier, Identifier, Identifier]:
        """Return a triple."""
        return self[triple.subject], self[triple.predicate], self[triple.object]

    def __getitem__(self, term: object) -> Identifier:
        made = self._made.get(term)
        if made is None:
            made = self._made[term] = _to_rdflib(term)
        return made


def _to_rdflib(term: object) -> Identifier:
    if isinstance(term, NamedNode):
        return URIRef(term.value)
    if isinstance(term, BlankNode):
        return BNode(term.value)
    if isinstance(term, Literal):
        if term.language:
            return RdflibLiteral(term.value, lang=term.language)
        return RdflibLiteral(term.value, datatype=URIRef(term.datatype.value))
    raise OntologyError(
        f"a triple inside a triple: {term}",
        why="Accord names the graph of a quad and does not use RDF 1.2 triple terms",
        fix="state the inner triple by itself",
    )


def _from_rdflib(term: Node) -> Term:
    if not isinstance(term, RdflibLiteral):
        return _resource(term)
    if term.language:
        return Literal(str(term), language=term.language)
    return Literal(str(term), datatype=NamedNode(str(term.datatype or XSD + "string")))


def _resource(term: Node) -> NamedNode | BlankNode:
    return NamedNode(str(term)) if isinstance(term, URIRef) else BlankNode(str(term))


class _Data(Graph):
    """The data as a graph of rdflib's, in which Oxigraph answers the SPARQL constraints."""

    def __init__(self, triples: Sequence[Triple], terms: _Terms) -> None:
        super().__init__(bind_namespaces="none")
        self.addN((*terms.of(triple), self) for triple in triples)
        self._terms = terms
        self._oxigraph = Store()
        self._oxigraph.extend(Quad(t.subject, t.predicate, t.object) for t in triples)
        nodes = {term for triple in triples for term in (triple.subject, triple.object)}
        self._nodes = " ".join(sorted(str(node) for node in nodes if isinstance(node, NamedNode)))
        self._answers: dict[str, Mapping[Identifier, Sequence[_Row]]] = {}

    def query(self, query_object: object, *args: object, **_: object) -> Answer:
        """Return the rows of a SPARQL constraint for one focus node, as pySHACL asks for them.

        SHACL binds ``$this`` before the query; here its values are joined with what the query
        says, which is the same as long as the query has no MINUS and no VALUES: pySHACL refuses
        both. Blank nodes are no focus nodes here.
        """
        *_rest, bindings, _use_store = args
        if not (isinstance(query_object, str) and isinstance(bindings, dict)):
            raise InternalFault("pySHACL asks the data graph in another way than it did")
        if query_object not in self._answers:
            self._answers[query_object] = self._answer(query_object)
        answer = Answer("SELECT")
        answer.vars = [_THIS, Name("path"), Name("value")]
        answer.bindings = list(self._answers[query_object].get(bindings["this"], ()))
        return answer

    def _answer(self, query: str) -> Mapping[Identifier, Sequence[_Row]]:
        values = f" VALUES ?this {{ {self._nodes} }}"
        bound = WHERE.sub(lambda where: where[0] + values, query, count=1)
        rows: defaultdict[Identifier, list[_Row]] = defaultdict(list)
        for row in self._rows(self._oxigraph.query(bound)):
            rows[row[_THIS]].append(row)
        return rows

    def _rows(self, solutions: object) -> Iterator[_Row]:
        if not isinstance(solutions, QuerySolutions):
            raise InternalFault("a SPARQL constraint that is no SELECT passed the checks")
        names = [Name(variable.value) for variable in solutions.variables]
        for solution in solutions:
            pairs = zip(names, solution, strict=True)
            yield {name: self._terms[value] for name, value in pairs if value is not None}
