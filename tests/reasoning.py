"""Small ontologies for the tests of the reasoner: at least one for each construct.

All are OWL 2 DL, so that HermiT and the OWL 2 RL rules of owlrl can judge what follows from them.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, parse

from kg.namespaces import RDF, local_name

EXAMPLE = "https://example.org/"

_CLASSES = list("ABCDE")
_PROPERTIES = [name + suffix for name in "pqrsfg" for suffix in ("", "Inverse")]
TERMS = frozenset(_CLASSES + _PROPERTIES)

_HEADER = """
@prefix : <https://example.org/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
:note a owl:AnnotationProperty . :remark a owl:AnnotationProperty .
:d a owl:DatatypeProperty . :e a owl:DatatypeProperty .
""" + "\n".join(
    [
        *(f":{name} a owl:Class ." for name in _CLASSES),
        *(f":{name} a owl:ObjectProperty ." for name in _PROPERTIES),
    ]
)


def turtle(text: str) -> str:
    """Return Turtle with prefixes and declarations of the names that the tests use."""
    return f"{_HEADER}\n{text}"


def quads(text: str) -> list[Quad]:
    """Return the quads of :func:`turtle`."""
    return list(parse(turtle(text).encode(), format=RdfFormat.TURTLE))


def brief(triples: Iterable[Triple | Quad]) -> set[str]:
    """Return triples as ``x p y``, by local names and ``a`` for ``rdf:type``."""
    return {
        " ".join(
            (
                local_name(str(t.subject).strip("<>")),
                _brief_predicate(t.predicate.value),
                f'"{t.object.value}"'
                if isinstance(t.object, Literal)
                else local_name(str(t.object).strip("<>")),
            )
        )
        for t in triples
    }


def between_names(triples: Iterable[Triple | Quad]) -> set[tuple[str, str, str]]:
    """Return, as IRIs, the triples of which both ends have one."""
    return {
        (t.subject.value, t.predicate.value, t.object.value)
        for t in triples
        if isinstance(t.subject, NamedNode) and isinstance(t.object, NamedNode)
    }


def _brief_predicate(iri: str) -> str:
    return "a" if iri == RDF + "type" else local_name(iri)


@dataclass(frozen=True)
class Case:
    """An ontology, and all that follows from it, as :func:`brief`, separated by semicolons."""

    name: str
    axioms: str
    assertions: str
    entailed: str

    @property
    def text(self) -> str:
        return f"{self.axioms}\n{self.assertions}"

    @property
    def expected(self) -> set[str]:
        return {part.strip() for part in self.entailed.split(";") if part.strip()}


def some(prop: str, filler: str) -> str:
    return f"[ a owl:Restriction ; owl:onProperty {prop} ; owl:someValuesFrom {filler} ]"


def every(prop: str, filler: str) -> str:
    return f"[ a owl:Restriction ; owl:onProperty {prop} ; owl:allValuesFrom {filler} ]"


def has(prop: str, value: str) -> str:
    return f"[ a owl:Restriction ; owl:onProperty {prop} ; owl:hasValue {value} ]"


def number(construct: str, count: int, prop: str, filler: str = "") -> str:
    """Return a cardinality; where it is qualified, ``filler`` is the class that is counted."""
    on_class = f"; owl:onClass {filler} " if filler else ""
    return f"[ a owl:Restriction ; owl:onProperty {prop} ; {count_of(construct, count)} {on_class}]"


def count_of(construct: str, count: int) -> str:
    return f'owl:{construct} "{count}"^^xsd:nonNegativeInteger'


def both(*operands: str) -> str:
    return f"[ a owl:Class ; owl:intersectionOf ( {' '.join(operands)} ) ]"


def either(*operands: str) -> str:
    return f"[ a owl:Class ; owl:unionOf ( {' '.join(operands)} ) ]"


def one_of(*individuals: str) -> str:
    return f"[ a owl:Class ; owl:oneOf ( {' '.join(individuals)} ) ]"


CASES = (
    Case(
        "subclass of a subclass",
        ":A rdfs:subClassOf :B . :B rdfs:subClassOf :C .",
        ":x a :A . :y a :B .",
        "x a B; x a C; y a C",
    ),
    Case(
        "equivalent classes",
        ":A owl:equivalentClass :B .",
        ":x a :A . :y a :B .",
        "x a B; y a A",
    ),
    Case(
        "intersection as a condition",
        f"{both(':A', ':B', ':C')} rdfs:subClassOf :D .",
        ":x a :A, :B, :C . :y a :A, :B .",
        "x a D",
    ),
    Case(
        "intersection as a conclusion",
        f":A rdfs:subClassOf {both(':B', both(':C', ':D'))} .",
        ":x a :A .",
        "x a B; x a C; x a D",
    ),
    Case(
        "some value in a class",
        f"{some(':p', ':A')} rdfs:subClassOf :B .",
        ":x :p :y . :y a :A . :z :p :x .",
        "x a B",
    ),
    Case(
        "some value at all",
        f"{some(':p', 'owl:Thing')} rdfs:subClassOf :B .",
        ":x :p :y .",
        "x a B",
    ),
    Case(
        "some value in a nested expression",
        f"{both(':A', some(':p', some(':q', ':B')), some(':r', ':B'))} rdfs:subClassOf :D .",
        ":x a :A ; :p :y ; :r :b . :y :q :b . :b a :B . :w a :A ; :p :y . :v :p :y ; :r :b .",
        "x a D",
    ),
    Case(
        "some value of an inverse",
        f"{some('[ owl:inverseOf :p ]', ':A')} rdfs:subClassOf :B .",
        ":y :p :x . :y a :A .",
        "x a B",
    ),
    Case(
        "a given individual as a condition",
        f"{has(':p', ':v')} rdfs:subClassOf :A .",
        ":x :p :v . :y :p :w .",
        "x a A",
    ),
    Case(
        "a given individual, read backwards, as a condition",
        f"{has('[ owl:inverseOf :p ]', ':v')} rdfs:subClassOf :A .",
        ":v :p :x . :w :p :y .",
        "x a A",
    ),
    Case(
        "a given literal as a condition",
        f"{has(':d', '7')} rdfs:subClassOf :A .",
        ":x :d 7 . :y :d 8 .",
        "x a A",
    ),
    Case(
        "a given individual as a conclusion",
        f":A rdfs:subClassOf {both(has(':p', ':v'), has('[ owl:inverseOf :q ]', ':v'))} .",
        ":x a :A . :v a :B .",
        "x p v; v q x",
    ),
    Case(
        "a given literal as a conclusion",
        f":A rdfs:subClassOf {has(':d', '7')} .",
        ":x a :A .",
        'x d "7"',
    ),
    Case(
        "union as a condition",
        f"{either(':A', some(':p', ':B'))} rdfs:subClassOf :C .",
        ":x a :A . :y :p :z . :z a :B . :v a :D .",
        "x a C; y a C",
    ),
    Case(
        "union in a condition",
        f"{both(':A', either(':B', both(':C', ':D')))} rdfs:subClassOf :E .",
        ":x a :A, :B . :y a :A, :C, :D . :z a :A, :C . :v a :B .",
        "x a E; y a E",
    ),
    Case(
        "enumeration as a condition",
        f"{one_of(':x', ':y')} rdfs:subClassOf :A .",
        ":x a :B . :z a :B .",
        "x a A; y a A",
    ),
    Case(
        "enumeration in a condition",
        f"{some(':p', one_of(':v', ':w'))} rdfs:subClassOf :A .",
        ":x :p :v . :y :p :u .",
        "x a A",
    ),
    Case(
        "all values",
        f":A rdfs:subClassOf {every(':p', both(':B', every(':q', ':C')))} .",
        ":x a :A ; :p :y . :y :q :z . :v :p :w . :w :q :u .",
        "y a B; z a C",
    ),
    Case(
        "domain and range",
        f":p rdfs:domain :A ; rdfs:range {both(':B', ':C')} .",
        ":x :p :y .",
        "x a A; y a B; y a C",
    ),
    Case(
        "domain of a data property",
        ":d rdfs:domain :A ; rdfs:range xsd:integer ; rdfs:subPropertyOf :e .",
        ":x :d 7 .",
        'x a A; x e "7"',
    ),
    Case(
        "some literal",
        f"{some(':d', 'rdfs:Literal')} rdfs:subClassOf :A .",
        ":x :d 7 .",
        "x a A",
    ),
    Case(
        "subproperties",
        ":p rdfs:subPropertyOf :q . :q rdfs:subPropertyOf :r .",
        ":x :p :y .",
        "x q y; x r y",
    ),
    Case(
        "equivalent properties",
        ":p owl:equivalentProperty :q . :d owl:equivalentProperty :e .",
        ":x :p :y . :y :q :x ; :e 7 .",
        'x q y; y p x; y d "7"',
    ),
    Case("inverse", ":p owl:inverseOf :q .", ":x :p :y . :v :q :w .", "y q x; w p v"),
    Case("symmetric", ":p a owl:SymmetricProperty .", ":x :p :y .", "y p x"),
    Case(
        "transitive",
        ":p a owl:TransitiveProperty .",
        ":x :p :y . :y :p :z . :z :p :v .",
        "x p z; x p v; y p v",
    ),
    Case(
        "transitive and symmetric",
        ":p a owl:TransitiveProperty , owl:SymmetricProperty .",
        ":x :p :y .",
        "y p x; x p x; y p y",
    ),
    Case(
        "chain of two",
        ":r owl:propertyChainAxiom ( :p :q ) .",
        ":x :p :y . :y :q :z . :z :p :x .",
        "x r z",
    ),
    Case(
        "chains of three and four with the same beginning, through a reverse",
        """:r owl:propertyChainAxiom ( :p [ owl:inverseOf :q ] :p ) .
        :s owl:propertyChainAxiom ( :p [ owl:inverseOf :q ] :p :q ) .""",
        ":x :p :y . :z :q :y . :z :p :v . :v :q :w .",
        "x r v; x s w",
    ),
    Case(
        "chain of five through one property",
        ":q owl:propertyChainAxiom ( :p :p :p :p :p ) .",
        ":a1 :p :a2 . :a2 :p :a3 . :a3 :p :a4 . :a4 :p :a5 . :a5 :p :a6 .",
        "a1 q a6",
    ),
    Case(
        "everything",
        f"owl:Thing rdfs:subClassOf :A . :B rdfs:subClassOf {has(':p', ':v')} .",
        ":x a :B ; :q :y .",
        "x a A; y a A; v a A; x p v",
    ),
    Case(
        "nothing follows from what only forbids",
        f""":A owl:disjointWith :B . :p owl:propertyDisjointWith :q . :s a owl:AsymmetricProperty .
        :r a owl:IrreflexiveProperty .
        :C rdfs:subClassOf owl:Thing , [ a owl:Class ; owl:complementOf :D ] .
        owl:Nothing rdfs:subClassOf :E . :p rdfs:range owl:Thing . :d a owl:FunctionalProperty .
        :B rdfs:subClassOf {every(":d", "xsd:integer")} .
        [] a owl:AllDisjointClasses ; owl:members ( :A :D ) .
        [] a owl:AllDifferent ; owl:members ( :x :y ) . :x owl:differentFrom :z .""",
        ":x a :A ; :p :y . :y a :B ; :d 7 . :z a :C .",
        "",
    ),
    Case(
        "an individual of a class without a name",
        "",
        f":x a {every(':p', ':A')} , {both(':B', has(':q', ':z'))} ; :p :y .",
        "y a A; x a B; x q z",
    ),
)
