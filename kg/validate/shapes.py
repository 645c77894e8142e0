"""The shapes, read from their files and checked for what a SHACL engine would never notice.

SHACL says that an engine ignores what it does not know: with ``sh:mincount`` or a misspelt target
class, everything conforms. So every name that the shapes use must be one that somebody declares:
SHACL's own, the ontology's, or the shapes'. May know nothing of data.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NoReturn

from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolutions, Store, Triple, Variable

from kg.errors import OntologyError
from kg.namespaces import BASE, OWL, RDF, RDFS, SH, TERMS, compact, local_name
from kg.project import Project
from kg.text.nearest import nearest
from kg.validate.findings import Path
from kg.vocabulary.tripleindex import TripleIndex
from kg.vocabulary.turtlefile import TurtleFile

SHAPES: Final = BASE + "shapes#"
"""Namespace of the shapes, and of the few terms that describe the graph they run on."""
IN_GRAPH: Final = SHAPES + "inGraph"
TEXT: Final = SHAPES + "text"
REFERENCE: Final = SHAPES + "ReferenceGraph"

_CLASSES: Final = (OWL + "Class",)
_PROPERTIES: Final = (
    OWL + "ObjectProperty",
    OWL + "DatatypeProperty",
    OWL + "AnnotationProperty",
)
_ANY: Final = (*_CLASSES, *_PROPERTIES, OWL + "NamedIndividual")
_OWN: Final = (
    RDFS + "Class",
    RDF + "Property",
    SH + "NodeShape",
    SH + "PropertyShape",
    SH + "SPARQLConstraint",
)

_ROLES: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    SH + "class": ("class", _CLASSES),
    SH + "targetClass": ("class", _CLASSES),
} | {
    SH + name: ("property", _PROPERTIES)
    for name in (
        "disjoint",
        "equals",
        "inversePath",
        "lessThan",
        "lessThanOrEquals",
        "path",
        "targetObjectsOf",
        "targetSubjectsOf",
    )
}
"""What the value of a SHACL property must be declared as, where it is a term of the ontology."""

# https://www.w3.org/TR/shacl/, Core and SHACL-SPARQL constraints: what the engine heeds.
_SHACL_NAMES: Final = """
    BlankNode BlankNodeOrIRI BlankNodeOrLiteral IRI IRIOrLiteral Info Literal NodeShape
    PropertyShape SPARQLConstraint Violation Warning
    alternativePath and class closed datatype deactivated declare description disjoint equals flags
    group hasValue ignoredProperties in inversePath languageIn lessThan lessThanOrEquals maxCount
    maxExclusive maxInclusive maxLength message minCount minExclusive minInclusive minLength name
    namespace node nodeKind not oneOrMorePath or order path pattern prefix prefixes property
    qualifiedMaxCount qualifiedMinCount qualifiedValueShape qualifiedValueShapesDisjoint select
    severity sparql targetClass targetNode targetObjectsOf targetSubjectsOf uniqueLang xone
    zeroOrMorePath zeroOrOnePath
"""
SHACL: Final = frozenset(_SHACL_NAMES.split())
"""Local names of the SHACL terms that shapes may use."""

WHERE: Final = re.compile(r"\bWHERE\s*\{", re.IGNORECASE)
"""What the group graph pattern of a SPARQL constraint starts with."""

# Strings and IRIs may hold a "#"; everything else up to the end of the line after one is a comment.
_TOKEN: Final = re.compile(
    r'"(?:[^"\\]|\\.)*"'
    r"|'(?:[^'\\]|\\.)*'"
    r"|<(?P<iri>[^<>\s]*)>"
    r"|(?<![\w:?$])(?P<prefix>[A-Za-z][\w-]*):(?P<local>[A-Za-z_][\w-]*)"
    r"|#[^\n]*"
)


def load_shapes(project: Project, ontology: Iterable[Triple]) -> "Shapes":
    """Return the project's shapes, checked.

    Args:
        project: the folders.
        ontology: triples of the ontology.

    Raises:
        ProjectError: a file cannot be read.
        OntologyError: a file is not Turtle, or as for :func:`check`.
    """
    sources = [TurtleFile.read(path, project.shown(path)) for path in project.shape_files()]
    check(sources, ontology)
    return Shapes(triple for source in sources for triple in source.triples)


def check(sources: Sequence[TurtleFile], ontology: Iterable[Triple]) -> None:
    """Refuse shapes that an engine would not apply as they are meant.

    Raises:
        OntologyError: a name is unknown to SHACL, the ontology and the shapes, or is not of the
            kind that its place needs, or a SPARQL constraint is not SPARQL.
    """
    checker = _Checker(TripleIndex(ontology), sources)
    for source in sources:
        checker.check(source)


class _Checker:
    """The names that shapes may use, and the complaints about others."""

    def __init__(self, ontology: TripleIndex, sources: Sequence[TurtleFile]) -> None:
        self._ontology = ontology
        self._terms = {kind: frozenset(ontology.declared(kind)) for kind in _ANY}
        self._shapes = TripleIndex(triple for source in sources for triple in source.triples)
        self._nothing = Store()
        self._own = {iri for kind in _OWN for iri in self._shapes.declared(kind)}

    def check(self, source: TurtleFile) -> None:
        for triple in source.triples:
            role, kinds = _ROLES.get(triple.predicate.value, ("term", _ANY))
            for term in (triple.subject, triple.predicate):
                self._name(term, source)
            self._name(triple.object, source, role, kinds)
            if triple.predicate.value == SH + "select" and isinstance(triple.object, Literal):
                self._query(triple.object.value, triple.subject, source)

    def _name(
        self,
        term: object,
        source: TurtleFile,
        role: str = "term",
        kinds: Iterable[str] = _ANY,
    ) -> None:
        if not isinstance(term, NamedNode):
            return
        iri = term.value
        if iri.startswith(SH):
            if iri.removeprefix(SH) not in SHACL:
                self._refuse(
                    source,
                    iri,
                    "SHACL has no",
                    "term",
                    (SH + name for name in SHACL),
                    "an engine ignores what it does not know, and everything conforms",
                )
        elif iri.startswith(TERMS):
            known = frozenset().union(*(self._terms[kind] for kind in kinds))
            if iri not in known:
                self._refuse(
                    source,
                    iri,
                    "the ontology declares no",
                    role,
                    known,
                    "a shape about a term that nobody uses is never broken",
                )
        elif iri.startswith(SHAPES) and iri not in self._own:
            self._refuse(
                source,
                iri,
                "the shapes declare no",
                "shape or term",
                self._own,
                "a shape that is only referred to has no constraints",
            )

    def _query(self, query: str, constraint: object, source: TurtleFile) -> None:
        prefixes = {
            self._shapes.text(declared, SH + "prefix"): self._shapes.text(
                declared, SH + "namespace"
            )
            for holder in self._shapes.objects(constraint, SH + "prefixes")
            for declared in self._shapes.objects(holder, SH + "declare")
        }
        named = constraint.value if isinstance(constraint, NamedNode) else SH + "select"
        name, at = local_name(named), source.position(named)
        try:
            answer = self._nothing.query(query, prefixes=prefixes)
        except SyntaxError as error:
            raise OntologyError(
                f"the constraint {name} is not SPARQL: {error.msg.partition(', ')[0]}",
                at=at,
                why="an engine can only run what it can read; prefixes come from sh:prefixes",
                fix="mend the sh:select, or declare the prefix with sh:declare",
            ) from error
        if not isinstance(answer, QuerySolutions) or Variable("this") not in answer.variables:
            raise OntologyError(
                f"the constraint {name} does not select $this",
                at=at,
                why="its rows are the focus nodes that break the rule",
                fix="begin the query with SELECT $this … WHERE {",
            )
        if not WHERE.search(query):
            raise OntologyError(
                f"the constraint {name} has no WHERE",
                at=at,
                why="SPARQL can do without the word; the focus nodes are bound behind it",
                fix="begin the query with SELECT $this … WHERE {",
            )
        for token in _TOKEN.finditer(query):
            if token["iri"]:
                self._name(NamedNode(token["iri"]), source)
            elif token["prefix"]:
                self._name(NamedNode(prefixes[token["prefix"]] + token["local"]), source)

    @staticmethod
    def _refuse(
        source: TurtleFile, iri: str, lacks: str, role: str, known: Iterable[str], why: str
    ) -> NoReturn:
        shown = {compact(name): name for name in known}
        raise OntologyError(
            f"{lacks} {role} {compact(iri)}",
            at=source.position(iri),
            why=why,
            fix="correct the name, or declare it first",
            nearest=nearest(compact(iri), shown),
        )


class Shapes:
    """The checked shapes, as the results of an engine refer to them.

    Args:
        triples: all shapes.
    """

    def __init__(self, triples: Iterable[Triple]) -> None:
        self.triples: Final = tuple(triples)
        self._index = TripleIndex(self.triples)
        self._about: defaultdict[object, list[Triple]] = defaultdict(list)
        for triple in self.triples:
            self._about[triple.subject].append(triple)

    def message(self, *rules: str) -> str:
        """Return the message of the first of ``rules`` (IRIs) that has one."""
        return next(filter(None, (self._index.text(rule, SH + "message") for rule in rules)), "")

    def path(self, node: NamedNode | BlankNode) -> Path:
        """Return the path that ``node`` is: a property, or the blank node of a longer one."""
        if isinstance(node, NamedNode):
            return Path(node, (), local_name(node.value))
        return Path(node, tuple(self._description(node)), self._shown(node))

    def _shown(self, node: object) -> str:
        if isinstance(node, NamedNode):
            return local_name(node.value)
        inverse = (f"^{self._shown(n)}" for n in self._index.objects(node, SH + "inversePath"))
        heads = self._index.objects(node, SH + "alternativePath")
        members = (self._shown(n) for head in heads for n in self._index.members(head))
        return " or ".join((*inverse, *members))

    def _description(self, node: BlankNode) -> Iterator[Triple]:
        """Yield what is said of a blank node, and of the blank nodes that it leads to."""
        waiting: list[object] = [node]
        while waiting:
            for triple in self._about[waiting.pop()]:
                yield triple
                if isinstance(triple.object, BlankNode):
                    waiting.append(triple.object)
