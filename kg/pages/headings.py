"""Under which heading the pages tell each construct of OWL: their words, and no more.

May know nothing of triples, nor of how anything is laid out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from kg.namespaces import OWL, RDF, RDFS

DEFINED_WITH: Final = "Used in the definition of"
USED_WITH: Final = "Used in the axioms of"
GENERAL: Final = "General axioms"
FACTS: Final = "Facts"
NOT_SO: Final = "Does not hold"
ON_AXIOMS: Final = "Annotations on axioms"


@dataclass(frozen=True)
class Relation:
    """How a triple that is an axiom is told.

    Attributes:
        heading: at its subject.
        back: at its object, where that has a name; empty where nothing is told there.
        word: between the two, as Manchester syntax has it.
        verb: before its object, where an annotation is about the axiom.
        within: at the terms of an object that is an expression.
    """

    heading: str
    back: str
    word: str
    verb: str
    within: str = USED_WITH


RELATIONS: Final[Mapping[str, Relation]] = {
    RDFS + "subClassOf": Relation(
        "Superclasses", "Subclasses", "SubClassOf", "subclass of", DEFINED_WITH
    ),
    RDFS + "subPropertyOf": Relation(
        "Superproperties", "Subproperties", "SubPropertyOf", "subproperty of"
    ),
    OWL + "equivalentClass": Relation(
        "Equivalent to", "Equivalent to", "EquivalentTo", "equivalent to", DEFINED_WITH
    ),
    OWL + "equivalentProperty": Relation(
        "Equivalent to", "Equivalent to", "EquivalentTo", "equivalent to"
    ),
    OWL + "disjointWith": Relation(
        "Disjoint with", "Disjoint with", "DisjointWith", "disjoint with"
    ),
    OWL + "propertyDisjointWith": Relation(
        "Disjoint with", "Disjoint with", "DisjointWith", "disjoint with"
    ),
    OWL + "complementOf": Relation(
        "Complement of", "Complement of", "EquivalentTo: not", "complement of", DEFINED_WITH
    ),
    RDFS + "domain": Relation("Domain", "In domain of", "Domain", "domain"),
    RDFS + "range": Relation("Range", "In range of", "Range", "range"),
    OWL + "inverseOf": Relation("Inverse of", "Inverse of", "InverseOf", "inverse of"),
    OWL + "sameAs": Relation("Same as", "Same as", "SameAs", "same as"),
    OWL + "differentFrom": Relation(
        "Different from", "Different from", "DifferentFrom", "different from"
    ),
}
"""Axioms that are one triple."""

EQUALITIES: Final = frozenset({OWL + "sameAs", OWL + "differentFrom"})
"""Those of the relations that are between individuals."""

LISTS: Final[Mapping[str, Relation]] = {
    OWL + "disjointUnionOf": Relation(
        "Disjoint union of", "In the disjoint union", "DisjointUnionOf", "disjoint union of"
    ),
    OWL + "hasKey": Relation("Keys", "In the key of", "HasKey", "key"),
    OWL + "propertyChainAxiom": Relation(
        "Follows from the chain", "Used in the chain of", "SubPropertyChain", "follows from"
    ),
}
"""Axioms of which the object is a list."""

DEFINITIONS: Final = tuple(OWL + name for name in ("intersectionOf", "unionOf", "oneOf"))
"""What OWL 1 wrote right at the name of a class, and OWL 2 within ``owl:equivalentClass``."""


@dataclass(frozen=True)
class Together:
    """How an axiom about several terms is told: among the general ones, and at each of them."""

    heading: str
    each: str


TOGETHER: Final[Mapping[str, Together]] = {
    OWL + "AllDisjointClasses": Together("Pairwise disjoint classes", "Disjoint with"),
    OWL + "AllDisjointProperties": Together("Pairwise disjoint properties", "Disjoint with"),
    OWL + "AllDifferent": Together("All different individuals", "Different from"),
}
MEMBERS: Final = (OWL + "members", OWL + "distinctMembers")
"""Either lists individuals that differ; the OWL API writes the second."""

CHARACTERISTICS: Final[Mapping[str, str]] = {
    OWL + "FunctionalProperty": "functional",
    OWL + "InverseFunctionalProperty": "inverse functional",
    OWL + "TransitiveProperty": "transitive",
    OWL + "SymmetricProperty": "symmetric",
    OWL + "AsymmetricProperty": "asymmetric",
    OWL + "ReflexiveProperty": "reflexive",
    OWL + "IrreflexiveProperty": "irreflexive",
}
DECLARATIONS: Final = frozenset(
    {
        *(OWL + name for name in ("Class", "NamedIndividual", "Restriction", "DataRange")),
        *(OWL + f"{kind}Property" for kind in ("Object", "Datatype", "Annotation", "Ontology")),
        *(RDFS + "Class", RDFS + "Datatype", RDF + "Property"),
    }
)
"""Types that say what kind of term something is, and that the pages show as that."""

DEPRECATED: Final = (OWL + "DeprecatedClass", OWL + "DeprecatedProperty")

EXPRESSIONS: Final = "Axioms about expressions"
NEGATIVE: Final = "What does not hold"
UNNAMED: Final = "Individuals without a name"
OTHERS: Final = "Names that are not declared here"
RULES: Final = "Rules in SWRL"
GENERAL_ORDER: Final = (
    *(together.heading for together in TOGETHER.values()),
    *(EXPRESSIONS, NEGATIVE, UNNAMED, OTHERS, RULES, ON_AXIOMS),
)
"""Headings of what stands at no single term, in their order."""

ORDER: Final = (
    "Superclasses",
    "Superproperties",
    "Subclasses",
    "Subproperties",
    "Types",
    "Equivalent to",
    "Disjoint union of",
    "In the disjoint union",
    "Disjoint with",
    "Complement of",
    "Keys",
    "In the key of",
    "Characteristics",
    "Domain",
    "Range",
    "Values written as",
    "Inverse of",
    "Follows from the chain",
    "Used in the chain of",
    DEFINED_WITH,
    USED_WITH,
    "In domain of",
    "In range of",
    "Individuals",
    "Same as",
    "Different from",
    FACTS,
    NOT_SO,
    GENERAL,
)
"""Headings of the rows of a term, in their order; any others follow."""
