"""Every kind of axiom that OWL 2 has, on the pages: at each term that it is about, or by itself."""

import re
from dataclasses import dataclass
from functools import cache

import pytest
from pyoxigraph import NamedNode

from kg.manchester import Phrase, spoken
from kg.namespaces import PREFIXES, RDF, TERMS
from kg.pages.model import Ontology, Usage
from kg.pages.reader import read_ontology
from kg.pages.site import site
from tests.page_reader import Document
from tests.test_pages import triples

HEAD = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items()) + (
    "@prefix swrl: <http://www.w3.org/2003/11/swrl#> .\n"
)
CORE = "http://e/core"
NAMES = {
    "owl:Class": "A B C",
    "owl:ObjectProperty": "p q r",
    "owl:DatatypeProperty": "d e f",
    "owl:AnnotationProperty": "n m",
    "rdfs:Datatype": "T",
    "owl:NamedIndividual": "i j k",
}
DECLARATIONS = "".join(
    f'accord:{name} a {kind} ; rdfs:label "{name}"@en ; rdfs:isDefinedBy <{CORE}> .\n'
    for kind, names in NAMES.items()
    for name in names.split()
)
ROOT = f"{HEAD}<http://e/root> a owl:Ontology ; owl:imports <{CORE}> .\n"
BASE = f"{HEAD}<{CORE}> a owl:Ontology .\n{DECLARATIONS}"
GENERAL = "axioms"
"""Stands for the general axioms, as other names do for the section of a term."""

SOME = "[ a owl:Restriction ; owl:onProperty accord:p ; owl:someValuesFrom accord:A ]"
INVERSE = "[ owl:inverseOf accord:p ]"
DATA = "[ a rdfs:Datatype ; owl:onDatatype xsd:integer ; owl:withRestrictions ( [ xsd:minInclusive 3 ] ) ]"  # noqa: E501 - one expression
NOTHING = Usage({}, {}, {}, {}, (), ())


@dataclass(frozen=True)
class Case:
    """An axiom: its kind in the structural specification, its Turtle, and what is told where."""

    kind: str
    turtle: str
    told: dict[str, str]


def case(kind: str, turtle: str, **told: str) -> Case:
    return Case(kind, turtle, told)


def annotated(source: str, predicate: str, target: str, notes: str) -> str:
    return (
        f"{source} {predicate} {target} .\n[] a owl:Axiom ; owl:annotatedSource {source} ; "
        f"owl:annotatedProperty {predicate} ; owl:annotatedTarget {target} ; {notes} ."
    )


CASES = [
    # classes
    case("SubClassOf", "accord:A rdfs:subClassOf accord:B .", A="Superclasses B", B="Subclasses A"),
    case(
        "SubClassOf", f"accord:B rdfs:subClassOf {SOME} .",
        B="Superclasses p some A", A="Used in the definition of B", p="Used in the definition of B",
    ),
    case(
        "SubClassOf", f"{SOME} rdfs:subClassOf accord:B .",
        axioms="Axioms about expressions (core) p some A SubClassOf: B", B="Subclasses p some A",
        A="General axioms p some A SubClassOf: B", p="General axioms p some A SubClassOf: B",
    ),
    case(
        "EquivalentClasses", "accord:A owl:equivalentClass accord:B .",
        A="Equivalent to B", B="Equivalent to A",
    ),
    case(
        "EquivalentClasses", f"{SOME} owl:equivalentClass [ owl:complementOf accord:B ] .",
        axioms="p some A EquivalentTo: not B", B="General axioms p some A EquivalentTo: not B",
    ),
    case(
        "EquivalentClasses", "accord:A owl:unionOf ( accord:B accord:C ) .",
        A="Equivalent to B or C", B="Used in the definition of A", C="Used in the definition of A",
    ),
    case(
        "EquivalentClasses", "accord:A owl:oneOf ( accord:i accord:j ) .",
        A="Equivalent to {i, j}", i="Used in the definition of A",
    ),
    case(
        "EquivalentClasses", "accord:A owl:complementOf accord:B .",
        A="Complement of B", B="Complement of A",
    ),
    case(
        "DisjointClasses", "accord:A owl:disjointWith accord:B .",
        A="Disjoint with B", B="Disjoint with A",
    ),
    case(
        "DisjointClasses",
        f"[] a owl:AllDisjointClasses ; owl:members ( accord:B {SOME} accord:C ) .",
        axioms="Pairwise disjoint classes (core) B, C, p some A", B="Disjoint with C p some A",
        C="Disjoint with B p some A", A="Pairwise disjoint classes: B, C, p some A",
    ),
    case(
        "DisjointUnion", "accord:A owl:disjointUnionOf ( accord:B accord:C ) .",
        A="Disjoint union of B, C", B="In the disjoint union A: B, C",
        C="In the disjoint union A: B, C",
    ),
    # properties
    case(
        "SubObjectPropertyOf", "accord:p rdfs:subPropertyOf accord:q .",
        p="Superproperties q", q="Subproperties p",
    ),
    case(
        "SubObjectPropertyOf", f"{INVERSE} rdfs:subPropertyOf accord:q .",
        axioms="inverse p SubPropertyOf: q", q="Subproperties inverse p",
        p="General axioms inverse p SubPropertyOf: q",
    ),
    case(
        "SubObjectPropertyOf", "accord:p owl:propertyChainAxiom ( accord:q accord:r ) .",
        p="Follows from the chain q o r", q="Used in the chain of p: q o r",
        r="Used in the chain of p: q o r",
    ),
    case(
        "SubObjectPropertyOf", f"{INVERSE} owl:propertyChainAxiom ( accord:q accord:r ) .",
        axioms="inverse p SubPropertyChain: q o r", q="Used in the chain of inverse p: q o r",
        p="General axioms inverse p SubPropertyChain: q o r",
    ),
    case(
        "EquivalentObjectProperties", "accord:p owl:equivalentProperty accord:q .",
        p="Equivalent to q", q="Equivalent to p",
    ),
    case(
        "DisjointObjectProperties", "accord:p owl:propertyDisjointWith accord:q .",
        p="Disjoint with q", q="Disjoint with p",
    ),
    case(
        "DisjointObjectProperties",
        "[] a owl:AllDisjointProperties ; owl:members ( accord:p accord:q accord:r ) .",
        axioms="Pairwise disjoint properties (core) p, q, r", p="Disjoint with q, r",
    ),
    case(
        "InverseObjectProperties", "accord:p owl:inverseOf accord:q .",
        p="Inverse of q", q="Inverse of p",
    ),
    case(
        "ObjectPropertyDomain", "accord:p rdfs:domain accord:A .",
        p="Domain A", A="In domain of p",
    ),
    case(
        "ObjectPropertyDomain", f"accord:q rdfs:domain {SOME} .",
        q="Domain p some A", p="Used in the axioms of q", A="Used in the axioms of q",
    ),
    case("ObjectPropertyRange", "accord:p rdfs:range accord:A .", p="Range A", A="In range of p"),
    case(
        "ObjectPropertyRange", f"{INVERSE} rdfs:range accord:A .",
        axioms="inverse p Range: A", A="In range of inverse p", p="inverse p Range: A",
    ),
    *(
        case(
            f"{kind}ObjectProperty", f"accord:p a owl:{kind}Property .",
            p=f"Characteristics {words}",
        )
        for kind, words in (
            ("Functional", "functional"), ("InverseFunctional", "inverse functional"),
            ("Reflexive", "reflexive"), ("Irreflexive", "irreflexive"),
            ("Symmetric", "symmetric"), ("Asymmetric", "asymmetric"),
            ("Transitive", "transitive"),
        )
    ),
    case(
        "FunctionalObjectProperty", "[ a owl:FunctionalProperty ; owl:inverseOf accord:p ] .",
        axioms="inverse p Characteristics: functional",
        p="General axioms inverse p Characteristics: functional",
    ),
    case(
        "SubDataPropertyOf", "accord:d rdfs:subPropertyOf accord:e .",
        d="Superproperties e", e="Subproperties d",
    ),
    case(
        "EquivalentDataProperties", "accord:d owl:equivalentProperty accord:e .",
        d="Equivalent to e", e="Equivalent to d",
    ),
    case(
        "DisjointDataProperties", "accord:d owl:propertyDisjointWith accord:e .",
        d="Disjoint with e", e="Disjoint with d",
    ),
    case(
        "DisjointDataProperties",
        "[] a owl:AllDisjointProperties ; owl:members ( accord:d accord:e accord:f ) .",
        axioms="Pairwise disjoint properties (core) d, e, f", d="Disjoint with e, f",
    ),
    case("DataPropertyDomain", "accord:d rdfs:domain accord:A .", d="Domain A", A="In domain of d"),
    case(
        "DataPropertyRange", f"accord:d rdfs:range {DATA} .", d="Range xsd:integer[>= 3]",
    ),
    case("DataPropertyRange", "accord:d rdfs:range accord:T .", d="Range T", T="In range of d"),
    case(
        "FunctionalDataProperty", "accord:d a owl:FunctionalProperty .",
        d="Characteristics functional",
    ),
    case(
        "DatatypeDefinition", f"accord:T owl:equivalentClass {DATA} .",
        T="Equivalent to xsd:integer[>= 3]",
    ),
    case(
        "HasKey", "accord:A owl:hasKey ( accord:p accord:d ) .",
        A="Keys d, p", p="In the key of A: d, p", d="In the key of A: d, p",
    ),
    case(
        "HasKey", f"{SOME} owl:hasKey ( accord:d ) .",
        axioms="p some A HasKey: d", d="In the key of p some A: d", A="p some A HasKey: d",
    ),
    # individuals
    case("SameIndividual", "accord:i owl:sameAs accord:j .", i="Same as j", j="Same as i"),
    case(
        "DifferentIndividuals", "accord:i owl:differentFrom accord:j .",
        i="Different from j", j="Different from i",
    ),
    *(
        case(
            "DifferentIndividuals",
            f"[] a owl:AllDifferent ; owl:{members} ( accord:i accord:j accord:k ) .",
            axioms="All different individuals (core) i, j, k", i="Different from j, k",
            j="Different from i, k", k="Different from i, j",
        )
        for members in ("members", "distinctMembers")
    ),
    case("ClassAssertion", "accord:i a accord:A .", i="Types A", A="Individuals i"),
    case(
        "ClassAssertion", f"accord:i a {SOME} .",
        i="Types p some A", p="Used in the axioms of i", A="Used in the axioms of i",
    ),
    case("ClassAssertion", "accord:C a accord:A .", C="Types A", A="Individuals C"),
    case(
        "ClassAssertion", "[] a accord:A .",
        axioms="Individuals without a name (core) _:1 Types: A", A="Individuals _:1",
    ),
    case(
        "ObjectPropertyAssertion", "accord:i accord:p accord:j .",
        i="P j", p="Facts i p j", j="Facts i p j",
    ),
    case(
        "ObjectPropertyAssertion", "accord:i accord:p [ accord:q accord:j ] .",
        i="P _:1", p="Facts i p _:1", axioms="_:1 q j", j="Facts _:1 q j", q="Facts _:1 q j",
    ),
    case(
        "NegativeObjectPropertyAssertion",
        "[] a owl:NegativePropertyAssertion ; owl:sourceIndividual accord:i ; "
        'owl:assertionProperty accord:p ; owl:targetIndividual accord:j ; rdfs:comment "asked" .',
        axioms="What does not hold (core) i p j — rdfs:comment: asked", i="Does not hold i p j",
        p="Does not hold i p j", j="Does not hold i p j",
    ),
    case("DataPropertyAssertion", "accord:i accord:d 7 .", i="D 7", d="Facts i d 7"),
    case(
        "NegativeDataPropertyAssertion",
        "[] a owl:NegativePropertyAssertion ; owl:sourceIndividual accord:i ; "
        "owl:assertionProperty accord:d ; owl:targetValue 7 .",
        axioms="What does not hold (core) i d 7", i="Does not hold i d 7", d="Does not hold i d 7",
    ),
    # annotations
    case("AnnotationAssertion", 'accord:A accord:n "so" .', A="N so"),
    case("AnnotationAssertion", "accord:A accord:n accord:B .", A="N B", B="Facts A n B"),
    case("AnnotationAssertion", "accord:A rdfs:seeAlso <http://e/x> .", A="Rdfs:seeAlso http://e/x"),
    case("AnnotationAssertion", 'accord:A rdfs:label "Ah"@de .', A='Rdfs:label "Ah"@de'),
    case("AnnotationAssertion", "accord:A a owl:DeprecatedClass .", A="Owl:deprecated true"),
    case(
        "AnnotationAssertion", '<http://e/x> accord:n "so" .',
        axioms="Names that are not declared here (core) http://e/x n so",
    ),
    case(
        "SubAnnotationPropertyOf", "accord:n rdfs:subPropertyOf accord:m .",
        n="Superproperties m", m="Subproperties n",
    ),
    case(
        "AnnotationPropertyDomain", "accord:n rdfs:domain accord:A .",
        n="Domain A", A="In domain of n",
    ),
    case(
        "AnnotationPropertyRange", "accord:n rdfs:range accord:A .", n="Range A", A="In range of n",
    ),
    # annotations on axioms, and on these
    case(
        "annotated", annotated("accord:A", "rdfs:subClassOf", "accord:B", 'rdfs:comment "why"'),
        A="Annotations on axioms subclass of B — rdfs:comment: why",
    ),
    case(
        "annotated",
        "_:c owl:onProperty accord:p ; owl:someValuesFrom accord:A .\n"
        + annotated("_:c", "rdfs:subClassOf", "accord:B", 'rdfs:comment "why"'),
        axioms="Annotations on axioms (core) p some A subclass of B — rdfs:comment: why",
    ),
    case(
        "annotated",
        "_:l rdf:first accord:q ; rdf:rest ( accord:r ) .\n"
        + annotated("accord:p", "owl:propertyChainAxiom", "_:l", 'rdfs:comment "why"'),
        p="Annotations on axioms follows from q o r — rdfs:comment: why",
    ),
    case(
        "annotated",
        "accord:A rdfs:subClassOf accord:B . _:x a owl:Axiom ; owl:annotatedSource accord:A ; "
        "owl:annotatedProperty rdfs:subClassOf ; owl:annotatedTarget accord:B ; "
        'rdfs:comment "why" . [] a owl:Annotation ; owl:annotatedSource _:x ; '
        'owl:annotatedProperty rdfs:comment ; owl:annotatedTarget "why" ; accord:n "who" .',
        A="subclass of B — rdfs:comment: why — n: who",
    ),
]  # fmt: skip

OTHERS = [
    case(
        "outside OWL 2",
        "accord:x a swrl:Variable . [] a swrl:Imp ; rdfs:label \"R\" ; swrl:body ( "
        f"[ a swrl:ClassAtom ; swrl:classPredicate {SOME} ; swrl:argument1 accord:x ] "
        "[ a swrl:BuiltinAtom ; swrl:builtin <http://www.w3.org/2003/11/swrlb#equal> ; "
        "swrl:arguments ( accord:x 1 ) ] ) ; swrl:head ( "
        "[ a swrl:ClassAtom ; swrl:classPredicate accord:B ; swrl:argument1 accord:x ] "
        "[ a swrl:SameIndividualAtom ; swrl:argument1 accord:x ; swrl:argument2 accord:i ] ) .",
        axioms="Rules in SWRL (core) (p some A)(?x), equal(?x, 1) -> B(?x), sameAs(?x, i) "
        "— rdfs:label: R",
        A="General axioms (p some A)(?x)", B="-> B(?x)", i="sameAs(?x, i)",
    ),
    case("declaration", "xsd:date a rdfs:Datatype .", axioms="xsd:date Types: rdfs:Datatype"),
]  # fmt: skip

# https://www.w3.org/TR/owl2-syntax/#Axioms, without declarations.
KINDS = re.findall(
    r"\w+",
    """
SubClassOf EquivalentClasses DisjointClasses DisjointUnion
SubObjectPropertyOf EquivalentObjectProperties DisjointObjectProperties InverseObjectProperties
ObjectPropertyDomain ObjectPropertyRange FunctionalObjectProperty InverseFunctionalObjectProperty
ReflexiveObjectProperty IrreflexiveObjectProperty SymmetricObjectProperty AsymmetricObjectProperty
TransitiveObjectProperty
SubDataPropertyOf EquivalentDataProperties DisjointDataProperties DataPropertyDomain
DataPropertyRange FunctionalDataProperty DatatypeDefinition HasKey
SameIndividual DifferentIndividuals ClassAssertion ObjectPropertyAssertion
NegativeObjectPropertyAssertion DataPropertyAssertion NegativeDataPropertyAssertion
AnnotationAssertion SubAnnotationPropertyOf AnnotationPropertyDomain AnnotationPropertyRange
""",
)


def read(turtle: str) -> Ontology:
    return read_ontology([triples(ROOT), triples(turtle)], {}, "by the shapes")


def told(turtle: str) -> dict[str, str]:
    """Return the text of the section of each term, and of the general axioms, without spaces."""
    pages = {name: Document(page.decode()) for name, page in site(read(turtle), NOTHING).items()}
    core, index = pages["core.html"], pages["index.html"]
    found = {name: core.section(name) for names in NAMES.values() for name in names.split()}
    general = "section-axioms"
    assert (general in core.ids) == (general in index.ids)
    found[GENERAL] = index.section(general) if general in index.ids else ""
    return {name: squeezed(text) for name, text in found.items()}


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


@cache
def told_of_nothing() -> dict[str, str]:
    return told(BASE)


def named(turtle: str) -> set[str]:
    return {
        term.value.removeprefix(TERMS)
        for triple in triples(HEAD + turtle)
        for term in (triple.subject, triple.predicate, triple.object)
        if isinstance(term, NamedNode) and term.value.startswith(TERMS)
    }


def test_there_is_a_case_for_every_kind_of_axiom() -> None:
    assert {case.kind for case in CASES} == {*KINDS, "annotated"}
    assert len(KINDS) == 36


@pytest.mark.parametrize(
    "each", CASES + OTHERS, ids=lambda each: f"{each.kind}: {each.turtle[:40]}"
)
def test_an_axiom_is_told_at_each_term_or_by_itself(each: Case) -> None:
    found, before = told(BASE + each.turtle), told_of_nothing()
    for place, words in each.told.items():
        assert squeezed(words) in found[place]
        assert squeezed(words) not in before[place]
    general = found[GENERAL] != before[GENERAL]
    assert (GENERAL in each.told) == general
    for name in named(each.turtle) & found.keys() - {"n", "m"}:
        assert general or found[name] != before[name]


Told = tuple[str, str, str]


def everything(turtle: str) -> set[Told]:
    """Return all that is told of an ontology: of which term or module, under which heading."""
    ontology = read(turtle)
    rows = [(term.name, row) for term in ontology.terms.values() for row in term.rows]
    rows += [(GENERAL, row) for module in ontology.modules for row in module.axioms]

    def as_read(words: Phrase) -> str:
        return re.sub(r"_:\d+", "_:", spoken(words, lambda iri: ontology.label(iri) or iri))

    return {(name, row.heading, as_read(words)) for name, row in rows for words in row.values}


def test_no_axiom_hides_another_and_nothing_is_made_up() -> None:
    each = [everything(BASE + each.turtle) for each in CASES + OTHERS]
    assert all(each)
    assert everything(BASE + "\n".join(each.turtle for each in CASES + OTHERS)) == set.union(*each)


def test_there_is_no_heading_over_nothing() -> None:
    assert told_of_nothing()[GENERAL] == ""
    pages = site(read(BASE), NOTHING)
    assert all(b"General axioms" not in page for page in pages.values())


def test_only_what_shapes_ask_for_is_said_to_be_asked_by_shapes() -> None:
    ontology = read_ontology(
        [triples(ROOT), triples(BASE)], {f"{TERMS}d": f"{PREFIXES['xsd']}date"}, "by the shapes"
    )
    headings = {name: [row.heading for row in ontology.terms[TERMS + name].rows] for name in "dep"}
    assert headings == {"d": ["Values written as"], "e": [], "p": []}
    assert RDF + "type" not in ontology.terms
