"""For each rule of ``queries/checks/`` an ontology that breaks it: a change to one that keeps all.

The well-made ontology has two modules, data, a shape, a stored query and an annotation. What keeps
a rule and comes close to breaking it is written beside what breaks it.
"""

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from kg.namespaces import ONTOLOGY, PREFIXES
from kg.ontology.dataset import Dataset
from kg.ontology.document import Document, parse_document
from kg.ontology.uses import Kind, Use

CORE: Final = f"{ONTOLOGY}/core"
EXTRA: Final = f"{ONTOLOGY}/extra"
HEADER: Final = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
FOREIGN: Final = (
    "dcterms:title", "dcterms:description", "dcterms:license", "dcterms:creator",
    "dcterms:created", "dcterms:source", "dcterms:isReplacedBy", "dcterms:replaces",
    "vann:preferredNamespacePrefix", "vann:preferredNamespaceUri", "skos:altLabel",
    "skos:closeMatch", "skos:definition", "skos:example", "skos:scopeNote",
)  # fmt: skip


def header(iri: str, *imports: str) -> str:
    """Return a complete header."""
    imported = "".join(f" ; owl:imports <{each}>" for each in imports)
    return f"""
<{iri}> a owl:Ontology ;
    dcterms:title "Module {iri[-5:]}"@en ;
    dcterms:description "What the examples need."@en ;
    dcterms:license <https://creativecommons.org/licenses/by/4.0/> ;
    dcterms:creator "The Accord authors" ;
    dcterms:created "2026-11-24"^^xsd:date ;
    owl:versionIRI <{iri}/0.1.0> ;
    owl:versionInfo "0.1.0" ;
    vann:preferredNamespacePrefix "accord" ;
    vann:preferredNamespaceUri "{ONTOLOGY}#"{imported} .
"""


def term(
    name: str, kind: str, label: str, definition: str, more: str = "", home: str = CORE
) -> str:
    """Return the description of a term."""
    mark = "" if kind == "owl:AnnotationProperty" or "Individual" in kind else ASSERTION
    return (
        f'{name} a {kind} ; rdfs:label "{label}"@en ; skos:definition "{definition}"@en ; '
        f"{mark}{more} rdfs:isDefinedBy <{home}> .\n"
    )


ASSERTION: Final = 'accord:assertion "content" ;'
EXAMPLE: Final = 'skos:example "The one in the hall."@en ;'
WELL_MADE: Final = "".join(
    (
        header(CORE),
        *(
            term(
                name, "owl:AnnotationProperty", f"borrowed {chr(ord('a') + number)}",
                f"Number {number} of those from elsewhere.",
                "dcterms:source <http://example.org/> ;",
            )
            for number, name in enumerate(FOREIGN)
        ),
        term("accord:assertion", "owl:AnnotationProperty", "assertion", "Mark of what holds."),
        term(
            "accord:Device", "owl:Class", "device", "Thing that somebody made for a purpose.",
            f"{EXAMPLE} owl:disjointWith accord:Builder ;",
        ),
        term("accord:Builder", "owl:Class", "builder", "Thing that makes others.", EXAMPLE),
        term(
            "accord:Lamp", "owl:Class", "lamp", "Device that gives light.",
            f"{EXAMPLE} rdfs:subClassOf accord:Device ; owl:disjointWith accord:Wheel ;",
        ),
        term(
            "accord:Wheel", "owl:Class", "wheel", "Device that turns.",
            f"{EXAMPLE} rdfs:subClassOf accord:Device ;",
        ),
        term(
            "accord:BrightWheel", "owl:Class", "bright wheel", "Wheel with some light on it.",
            f"{EXAMPLE} rdfs:subClassOf accord:Wheel ; owl:equivalentClass [ a owl:Class ; "
            "owl:intersectionOf ( accord:Wheel [ a owl:Restriction ; owl:onProperty accord:carries "
            "; owl:someValuesFrom accord:Lamp ] ) ] ;",
        ),
        term(
            "accord:carries", "owl:ObjectProperty", "carries", "Relates a wheel to what is on it.",
            "rdfs:domain accord:Wheel ; rdfs:range accord:Lamp ;",
        ),
        term(
            "accord:carriedBy", "owl:ObjectProperty", "carried by", "Relates a lamp to its bearer.",
            "rdfs:domain accord:Lamp ; rdfs:range accord:Wheel ; owl:inverseOf accord:carries ;",
        ),
        term(
            "accord:near", "owl:ObjectProperty , owl:TransitiveProperty", "near",
            "Relates what stands close to each other.",
            "rdfs:domain accord:Device ; rdfs:range accord:Device ;",
        ),
        term(
            "accord:weight", "owl:DatatypeProperty , owl:FunctionalProperty", "weight",
            "Mass in grams.", "rdfs:domain accord:Device ; rdfs:range xsd:decimal ;",
        ),
        term("accord:first", "owl:NamedIndividual , accord:Lamp", "oldest", "Lamp of the hall."),
    )
)  # fmt: skip
WELL_MADE_EXTRA: Final = header(EXTRA, CORE) + term(
    "accord:Candle", "owl:Class", "candle", "Lamp of wax.",
    f"{EXAMPLE} rdfs:subClassOf accord:Lamp ;", EXTRA,
)  # fmt: skip
TERMS: Final = (
    "Device", "Builder", "Lamp", "Wheel", "BrightWheel", "carries", "carriedBy", "near", "weight",
    "first", "assertion", "Candle",
)  # fmt: skip
DATA: Final = 'id:beacon a accord:Lamp ; rdfs:label "beacon"@en .\n'
SHAPES: Final = "[] sh:targetClass accord:Lamp ; sh:path accord:weight .\n"


@dataclass(frozen=True)
class World:
    """An ontology and what is around it, in Turtle; ``annotated`` and ``asked`` are local names."""

    core: str = WELL_MADE
    extra: str = WELL_MADE_EXTRA
    data: str = DATA
    shapes: str = SHAPES
    annotated: tuple[str, ...] = TERMS
    asked: tuple[str, ...] = ("Lamp",)

    def adding(self, text: str) -> "World":
        """Return the world with more in its first module."""
        return replace(self, core=self.core + text)

    def replacing(self, old: str, new: str) -> "World":
        """Return the world with other words in its first module."""
        assert old in self.core, old
        return replace(self, core=self.core.replace(old, new))

    def dataset(self) -> Dataset:
        """Return what rules are asked of."""
        documents = [document("core.ttl", self.core), document("extra.ttl", self.extra)]
        shapes = document("shapes.ttl", self.shapes)
        named = {name for name in self.shapes.replace(";", " ").split() if "accord:" in name}
        return Dataset(
            asked=documents,
            documents=documents,
            data=[document("reference.ttl", self.data)],
            uses=[
                _use(Kind.SHAPES, shapes, tuple(n.removeprefix("accord:") for n in named)),
                _use(Kind.QUERY, document("lamps.rq", ""), self.asked),
                _use(Kind.ANNOTATION, document("annotation.yaml", ""), self.annotated),
            ],
        )


def document(name: str, text: str) -> Document:
    """Return a document that stands in no file; Accord's prefixes are declared."""
    return parse_document((HEADER + text).encode(), Path("/examples", name), name)


def _use(kind: Kind, file: Document, names: tuple[str, ...]) -> Use:
    terms = frozenset(PREFIXES["accord"] + name for name in names)
    return Use(kind, file.path, file.shown, file.text, terms, file.prefixes, file.triples)


SWRL_RULE: Final = """
@prefix swrl: <http://www.w3.org/2003/11/swrl#> .
<urn:swrl:var#x> a swrl:Variable .
[] a swrl:Imp ;
    swrl:body ( [ a swrl:ClassAtom ; swrl:classPredicate accord:Lamp ;
                  swrl:argument1 <urn:swrl:var#x> ] ) ;
    swrl:head ( [ a swrl:ClassAtom ; swrl:classPredicate accord:Device ;
                  swrl:argument1 <urn:swrl:var#x> ] ) .
"""
"""Whatever is a lamp is a device."""


@dataclass(frozen=True)
class Case:
    """A world that breaks a rule, and one that comes close and does not."""

    breaks: World
    keeps: World = field(default_factory=World)


BASE: Final = World()


def _lamp(name: str, label: str, definition: str, more: str = EXAMPLE) -> World:
    return BASE.adding(
        term(
            f"accord:{name}",
            "owl:Class",
            label,
            definition,
            f"{more} rdfs:subClassOf accord:Lamp ;",
        )
    )


def _property(name: str, more: str, kind: str = "owl:ObjectProperty") -> World:
    return BASE.adding(
        term(f"accord:{name}", kind, f"new {name}", "Relates one to the other.", more)
    )


OLD: Final = "owl:deprecated true ;"
CASES: Final[dict[str, Case]] = {
    # ------------------------------------------------------------ header
    "header-missing": Case(replace(BASE, extra="accord:Candle rdfs:subClassOf accord:Lamp .")),
    "header-incomplete": Case(BASE.replacing('dcterms:creator "The Accord authors" ;', "")),
    "header-repeated": Case(
        BASE.adding(f'<{CORE}> dcterms:title "Another"@en .'),
        BASE.adding(f'<{CORE}> dcterms:creator "Somebody else" .'),
    ),
    "header-version": Case(BASE.replacing("core/0.1.0>", "core/0.2.0>")),
    "header-version-differs": Case(replace(BASE, extra=WELL_MADE_EXTRA.replace("0.1.0", "0.2.0"))),
    "header-license": Case(
        BASE.replacing("<https://creativecommons.org/licenses/by/4.0/>", '"CC BY"')
    ),
    "header-created": Case(BASE.replacing('"2026-11-24"^^xsd:date', '"last year"')),
    "header-file-extension": Case(replace(BASE, core=WELL_MADE.replace(CORE, f"{CORE}.owl"))),
    "header-prefix": Case(BASE.replacing('Prefix "accord"', 'Prefix "acc"')),
    "import-cycle": Case(BASE.adding(f"<{CORE}> owl:imports <{EXTRA}> .")),
    "import-missing": Case(
        replace(BASE, extra=WELL_MADE_EXTRA.replace(f" ; owl:imports <{CORE}>", "")),
        BASE.adding(f"<{CORE}> rdfs:seeAlso accord:Candle ."),
    ),
    "import-unneeded": Case(
        replace(
            BASE,
            extra=header(EXTRA, CORE, f"{ONTOLOGY}/third")
            + f"<{ONTOLOGY}/third> a owl:Ontology . accord:Candle rdfs:isDefinedBy <{EXTRA}> ;"
            " rdfs:subClassOf accord:Lamp .",
        )
    ),
    # ------------------------------------------------------------ labels and definitions
    "missing-label": Case(BASE.replacing('"lamp"@en', '"Lampe"@de')),
    "multiple-labels": Case(
        BASE.replacing('"lamp"@en', '"lamp"@en , "Lampe"@de'),
        BASE.adding('accord:Lamp skos:altLabel "light"@en .'),
    ),
    "duplicate-label": Case(BASE.replacing('"wheel"@en', '"Lamp"@en')),
    "duplicate-label-synonym": Case(
        BASE.adding('accord:Wheel skos:altLabel "lamp"@en .'),
        BASE.adding('accord:Wheel skos:altLabel "lamps"@en .'),
    ),
    "label-format": Case(
        BASE.replacing('"lamp"@en', '"Lamp."@en'), BASE.replacing('"lamp"@en', '"LED lamp"@en')
    ),
    "text-whitespace": Case(BASE.replacing('"lamp"@en', '"lamp "@en')),
    "text-language": Case(BASE.replacing('"lamp"@en', '"lamp"')),
    "text-empty": Case(BASE.adding('accord:Lamp skos:scopeNote " "@en .')),
    "missing-definition": Case(BASE.replacing('skos:definition "Device that turns."@en ;', "")),
    "multiple-definitions": Case(BASE.adding('accord:Wheel skos:definition "Device again."@en .')),
    "duplicate-definition": Case(BASE.replacing("that gives light.", "that turns.")),
    "definition-format": Case(
        BASE.replacing("Device that turns.", "Device that turns"),
        BASE.replacing("Device that turns.", "Device\\nthat turns."),
    ),
    "definition-circular": Case(
        BASE.replacing("that turns.", "that is a wheel."),
        BASE.replacing("that turns.", "that wheels about."),
    ),
    "definition-genus": Case(
        BASE.replacing("Device that turns.", "Thing that turns."),
        replace(BASE, extra=WELL_MADE_EXTRA.replace("Lamp of wax.", "Device made of wax.")),
    ),
    "definition-property": Case(BASE.replacing("Relates a wheel", "Says of a wheel")),
    "annotations-swapped": Case(BASE.replacing('"wheel"@en', '"what can turn on its axis"@en')),
    "missing-example": Case(_lamp("Torch", "torch", "Lamp to carry.", "")),
    # ------------------------------------------------------------ names
    "class-name": Case(_lamp("torch_light", "torch", "Lamp to carry.")),
    "class-name-plural": Case(
        _lamp("Torches", "torch", "Lamp to carry."), _lamp("Bus", "bus", "Lamp on a bus line.")
    ),
    "class-name-miscellaneous": Case(_lamp("OtherLamp", "torch", "Lamp to carry.")),
    "class-name-merged": Case(
        _lamp("TorchOrCandle", "torch", "Lamp to carry."),
        _lamp("Orbiter", "orbiter", "Lamp above the earth."),
    ),
    "property-name": Case(_property("Holds", "")),
    "property-name-is": Case(_property("isA", ""), _property("isNear", "")),
    "names-differ-by-case": Case(_lamp("LAmp", "torch", "Lamp to carry."), _property("lamp", "")),
    # ------------------------------------------------------------ declarations
    "undeclared-term": Case(
        BASE.adding("accord:Lamp rdfs:subClassOf accord:Light ."),
        BASE.adding("accord:weight rdfs:range xsd:decimal ."),
    ),
    "undeclared-property": Case(
        BASE.adding('accord:Lamp accord:colour "red" .'),
        BASE.adding(
            SWRL_RULE
            + """accord:weight rdfs:range [ a rdfs:Datatype ; owl:onDatatype xsd:integer ;
            owl:withRestrictions ( [ xsd:minInclusive 3 ] [ xsd:maxExclusive 9 ] ) ] , [
            a rdfs:Datatype ; owl:onDatatype xsd:string ; owl:withRestrictions ( [ xsd:length 1 ]
            [ xsd:minLength 1 ] [ xsd:maxLength 1 ] [ xsd:pattern "a" ] ) ] , [ a rdfs:Datatype ;
            owl:onDatatype rdf:PlainLiteral ; owl:withRestrictions ( [ rdf:langRange "en" ] ) ] ."""
        ),
    ),
    "declared-twice": Case(
        replace(BASE, extra=WELL_MADE_EXTRA + "accord:Lamp a owl:Class ."),
        replace(BASE, extra=WELL_MADE_EXTRA + "skos:example a owl:AnnotationProperty ."),
    ),
    "defined-by-missing": Case(BASE.adding("accord:Torch a owl:Class .")),
    "defined-by-wrong": Case(
        replace(BASE, extra=WELL_MADE_EXTRA.replace(f"DefinedBy <{EXTRA}>", f"DefinedBy <{CORE}>"))
    ),
    "foreign-term-without-source": Case(
        BASE.adding('foaf:Agent skos:definition "Thing that acts."@en .')
    ),
    "built-in-misuse": Case(
        BASE.adding("accord:Torch a rdfs:Class ."),
        BASE.adding("rdfs:label a owl:AnnotationProperty . xsd:date a rdfs:Datatype ."),
    ),
    "wrong-punning": Case(
        BASE.adding("accord:weight a owl:ObjectProperty ."),
        BASE.adding("accord:Lamp a owl:NamedIndividual ."),
    ),
    "class-as-individual": Case(BASE.adding("accord:Lamp a accord:Wheel .")),
    "assertion-mark": Case(BASE.adding('accord:Lamp accord:assertion "assertive" .')),
    "content-made-fact": Case(
        BASE.replacing(
            f'purpose."@en ; {ASSERTION}', 'purpose."@en ; accord:assertion "assertive" ;'
        ),
        BASE.adding(
            'accord:Person a owl:Class ; accord:assertion "assertive" .'
            " accord:carries rdfs:range accord:Person ."
        ),
    ),
    "unused-term": Case(
        replace(BASE, annotated=TERMS[:-1]), replace(BASE, annotated=(*TERMS[1:],))
    ),
    "unconnected-term": Case(
        BASE.adding("accord:Torch a owl:Class ."),
        BASE.adding(
            "accord:alike a owl:ObjectProperty , owl:SymmetricProperty . accord:Torch a owl:Class ."
            + SWRL_RULE.replace("accord:Lamp", "accord:Torch")
        ),
    ),
    # ------------------------------------------------------------ deprecation
    "deprecated-in-use": Case(
        BASE.adding("accord:Lamp owl:deprecated true ."),
        BASE.adding(
            "accord:Torch a owl:Class ; owl:deprecated true ."
            " accord:Lamp dcterms:replaces accord:Torch ."
        ),
    ),
    "deprecated-without-replacement": Case(
        BASE.adding("accord:Lamp owl:deprecated true ."),
        BASE.adding("accord:Lamp owl:deprecated true ; dcterms:isReplacedBy accord:Wheel ."),
    ),
    "replaced-not-deprecated": Case(
        BASE.adding("accord:Lamp dcterms:isReplacedBy accord:Wheel ."),
        BASE.adding("accord:Lamp owl:deprecated true ; dcterms:isReplacedBy accord:Wheel ."),
    ),
    # ------------------------------------------------------------ hierarchies
    "class-cycle": Case(BASE.adding("accord:Device rdfs:subClassOf accord:Lamp .")),
    "property-cycle": Case(
        BASE.adding(
            "accord:carries rdfs:subPropertyOf accord:near ."
            " accord:near rdfs:subPropertyOf accord:carries ."
        ),
        BASE.adding("accord:carries rdfs:subPropertyOf accord:near ."),
    ),
    "superclass-redundant": Case(
        replace(BASE, extra=WELL_MADE_EXTRA + "accord:Candle rdfs:subClassOf accord:Device .")
    ),
    "disjoint-superclasses": Case(
        _lamp("Torch", "torch", "Lamp to carry.", "rdfs:subClassOf accord:Wheel ;"),
        _lamp("Torch", "torch", "Lamp to carry.", "rdfs:subClassOf accord:Device ;"),
    ),
    "missing-disjointness": Case(BASE.adding("accord:Torch a owl:Class .")),
    "equivalent-pair": Case(BASE.adding("accord:Lamp owl:equivalentClass accord:Device .")),
    "multiple-equivalent-classes": Case(
        BASE.adding("accord:BrightWheel owl:equivalentClass [ owl:unionOf ( accord:Lamp ) ] .")
    ),
    "defined-class-without-genus": Case(
        BASE.replacing("( accord:Wheel [", "( ["),
        BASE.adding(
            "accord:Lamp owl:equivalentClass [ owl:oneOf ( accord:first ) ] ."
            " accord:Code a rdfs:Datatype ; owl:equivalentClass [ a rdfs:Datatype ;"
            ' owl:onDatatype xsd:string ; owl:withRestrictions ( [ xsd:pattern "[A-Z]" ] ) ] .'
        ),
    ),
    "genus-not-asserted": Case(BASE.replacing("rdfs:subClassOf accord:Wheel ; owl:eq", "owl:eq")),
    # ------------------------------------------------------------ properties
    "missing-domain": Case(_property("holds", "rdfs:range accord:Lamp ;")),
    "missing-range": Case(
        _property("holds", "rdfs:domain accord:Lamp ;"),
        replace(
            _property("madeOn", "rdfs:domain accord:Lamp ;", "owl:DatatypeProperty"),
            shapes=SHAPES + "[] sh:path accord:madeOn ; sh:datatype xsd:date .",
        ),
    ),
    "multiple-domains": Case(BASE.adding("accord:carries rdfs:domain accord:Device .")),
    "domain-anything": Case(BASE.adding("accord:carries rdfs:range owl:Thing .")),
    "property-kinds-mixed": Case(BASE.adding("accord:weight rdfs:subPropertyOf accord:near .")),
    "annotation-property-in-axiom": Case(
        BASE.adding("accord:assertion a owl:FunctionalProperty .")
    ),
    "datatype-outside-owl2": Case(
        BASE.replacing("xsd:decimal", "xsd:date"), BASE.replacing("xsd:decimal", "xsd:dateTime")
    ),
    "multiple-inverses": Case(BASE.adding("accord:carriedBy owl:inverseOf accord:near .")),
    "inverse-of-itself": Case(BASE.adding("accord:near owl:inverseOf accord:near .")),
    "inverse-domain-range": Case(
        BASE.replacing("rdfs:domain accord:Lamp ;", "rdfs:domain accord:Device ;")
    ),
    "symmetric-domain-range": Case(
        BASE.adding("accord:carries a owl:SymmetricProperty ."),
        BASE.adding("accord:near a owl:SymmetricProperty ."),
    ),
    "chain-of-one": Case(
        BASE.adding("accord:near owl:propertyChainAxiom ( accord:carries ) ."),
        BASE.adding("accord:near owl:propertyChainAxiom ( accord:carries accord:carriedBy ) ."),
    ),
    "chain-circular": Case(
        BASE.adding(
            "accord:near owl:propertyChainAxiom ( accord:carries accord:carriedBy ) ."
            " accord:carries owl:propertyChainAxiom ( accord:near accord:carriedBy ) ."
        ),
        BASE.adding("accord:near owl:propertyChainAxiom ( accord:near accord:carries ) ."),
    ),
    "non-simple-property": Case(
        BASE.adding("accord:near a owl:FunctionalProperty ."),
        BASE.adding("accord:carries a owl:FunctionalProperty ; rdfs:subPropertyOf accord:near ."),
    ),
    "restriction-incomplete": Case(
        BASE.adding(
            "accord:Lamp rdfs:subClassOf [ a owl:Restriction ; owl:onProperty accord:near ] ."
        ),
        BASE.adding(
            "accord:Lamp rdfs:subClassOf [ a owl:Restriction ; owl:onProperty accord:near ;"
            " owl:someValuesFrom accord:Device ] ."
        ),
    ),
    "list-broken": Case(
        BASE.adding("accord:Lamp rdfs:subClassOf [ owl:unionOf [ rdf:first accord:Device ] ] ."),
        BASE.adding("accord:Lamp rdfs:subClassOf [ owl:unionOf ( accord:Device accord:Wheel ) ] ."),
    ),
    # ------------------------------------------------------------ individuals, annotated axioms
    "individual-without-class": Case(
        replace(BASE, data=DATA + "id:wheel a accord:Cog ."),
        BASE.adding("accord:second a owl:NamedIndividual , accord:Wheel ."),
    ),
    "individual-without-label": Case(replace(BASE, data="id:beacon a accord:Lamp .")),
    "individual-undeclared": Case(BASE.adding("accord:second a accord:Wheel .")),
    "individual-blank": Case(replace(BASE, data=DATA + "[] a accord:Lamp .")),
    "axiom-without-statement": Case(
        BASE.adding(
            "[] a owl:Axiom ; owl:annotatedSource accord:Lamp ; owl:annotatedProperty"
            ' rdfs:subClassOf ; owl:annotatedTarget accord:Wheel ; rdfs:comment "no"@en .'
        ),
        BASE.adding(
            "[] a owl:Axiom ; owl:annotatedSource accord:Lamp ; owl:annotatedProperty"
            ' rdfs:subClassOf ; owl:annotatedTarget accord:Device ; rdfs:comment "yes"@en .'
        ),
    ),
    "alignment-without-reason": Case(
        BASE.adding("accord:Lamp skos:closeMatch <https://schema.org/Lamp> ."),
        BASE.adding(
            "accord:Lamp skos:closeMatch <https://schema.org/Lamp> . [] a owl:Axiom ;"
            " owl:annotatedSource accord:Lamp ; owl:annotatedProperty skos:closeMatch ;"
            ' owl:annotatedTarget <https://schema.org/Lamp> ; rdfs:comment "Both shine."@en .'
        ),
    ),
    "alignment-of-nothing": Case(
        BASE.adding("accord:Light skos:closeMatch <https://schema.org/Lamp> ."),
        BASE.adding("accord:Lamp skos:closeMatch <https://schema.org/Lamp> ."),
    ),
    # ------------------------------------------------------------ shapes and queries
    "shape-unknown-term": Case(replace(BASE, shapes=SHAPES + "[] sh:targetClass accord:Light .")),
    "shape-wrong-kind": Case(replace(BASE, shapes=SHAPES + "[] sh:path accord:Lamp .")),
    "query-unknown-term": Case(replace(BASE, asked=("Lamp", "Light"))),
}
