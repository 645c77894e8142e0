"""The vocabulary that an ontology and its shapes declare."""

import shutil
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Triple, parse

from kg.errors import OntologyError
from kg.namespaces import DCTERMS, RDFS, SKOS, TERMS, XSD
from kg.project import Project
from kg.vocabulary import Vocabulary, load_vocabulary, vocabulary_of
from kg.vocabulary.datatypes import LANG_STRING, STRING
from kg.vocabulary.shapes import shape_datatypes

HARBOUR = Path(__file__).parent / "cases" / "harbour"
PREFIXES = """
@prefix : <https://w3id.org/accord-kg/ontology#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def triples(turtle: str) -> list[Triple]:
    return [quad.triple for quad in parse(PREFIXES + turtle, format=RdfFormat.TURTLE)]


def vocabulary(ontology: str, shapes: str = "") -> Vocabulary:
    return vocabulary_of(triples(ontology), triples(shapes))


def terms(*names: str) -> set[str]:
    return {TERMS + name for name in names}


# ---------------------------------------------------------------- classes


def test_a_class() -> None:
    found = vocabulary(
        ':State a owl:Class ; rdfs:label "state"@en , "Staat"@de ; skos:definition "A body."@en ;'
        ' :assertion "content" .'
    ).classes["State"]
    assert found.iri == TERMS + "State"
    assert found.name == "State"
    assert found.label == "state"
    assert found.definition == "A body."
    assert found.assertion == "content"
    assert found.superclasses == frozenset()


def test_superclasses_are_transitive_and_pass_through_definitions() -> None:
    classes = vocabulary(
        ":A a owl:Class . :B a owl:Class ; rdfs:subClassOf :A ."
        ":C a owl:Class ; owl:equivalentClass [ owl:intersectionOf ("
        "  :B [ a owl:Restriction ; owl:onProperty :p ; owl:someValuesFrom :X ] "
        "  [ owl:intersectionOf ( :D ) ] ) ] ."
        ":D a owl:Class . :E a owl:Class ; rdfs:subClassOf :C , [ owl:unionOf ( :X :Y ) ] ."
    ).classes
    assert classes["E"].superclasses == terms("A", "B", "C", "D")
    assert classes["C"].superclasses == terms("A", "B", "D")
    assert classes["E"].is_a(terms("A"))
    assert classes["E"].is_a(terms("E"))
    assert not classes["D"].is_a(terms("A", "B"))


def test_classes_above_one_another_are_not_above_themselves() -> None:
    classes = vocabulary(
        ":A a owl:Class ; rdfs:subClassOf :B . :B a owl:Class ; owl:equivalentClass :A ."
    ).classes
    assert classes["A"].superclasses == terms("B")
    assert classes["B"].superclasses == terms("A")


def test_a_definition_that_contains_itself_ends() -> None:
    classes = vocabulary(
        ":A a owl:Class ; owl:equivalentClass _:it . _:it owl:intersectionOf ( :B _:it ) ."
    ).classes
    assert classes["A"].superclasses == terms("B")


def test_a_class_of_another_namespace_goes_by_its_local_name() -> None:
    assert vocabulary("skos:Concept a owl:Class .").classes["Concept"].iri == SKOS + "Concept"


# ---------------------------------------------------------------- properties


def test_an_object_property() -> None:
    found = vocabulary(
        ':State a owl:Class . :p a owl:ObjectProperty ; rdfs:domain :State ; rdfs:label "p"@en ;'
        ' rdfs:range [ owl:unionOf ( :State :Body ) ] ; :assertion "assertive" .'
    )
    term = found.properties["p"]
    assert (term.kind, term.datatype, term.assertion) == ("object", "", "assertive")
    assert term.domain == (TERMS + "State",)
    assert term.range == (TERMS + "Body", TERMS + "State")
    assert not term.editorial
    assert term.fits([found.classes["State"]])
    assert not term.fits([])


def test_a_property_of_anything_fits_everything() -> None:
    found = vocabulary(":p a owl:ObjectProperty ; rdfs:domain owl:Thing .")
    assert found.properties["p"].domain == ()
    assert found.properties["p"].fits([])


@pytest.mark.parametrize(
    ("ontology", "shapes", "datatype"),
    [
        ("rdfs:range xsd:date", "", XSD + "date"),
        ("rdfs:range rdf:langString", "", LANG_STRING),
        ("rdfs:range rdfs:Literal", "", STRING),
        ("rdfs:label 'p'", "", STRING),
        ("rdfs:label 'p'", "[] sh:path :p ; sh:datatype xsd:date .", XSD + "date"),
        ("rdfs:range xsd:date", "[] sh:path :p ; sh:datatype xsd:date .", XSD + "date"),
        ("rdfs:label 'p'", "[] sh:path :q ; sh:datatype xsd:date .", STRING),
        ("rdfs:label 'p'", "[] sh:path [ sh:inversePath :p ] ; sh:datatype xsd:date .", STRING),
        ("rdfs:range [ owl:onDatatype xsd:integer ]", "", XSD + "integer"),
        ("rdfs:range [ owl:oneOf ( 'a' 'b' ) ]", "", STRING),
        (
            """rdfs:range :T . :T a rdfs:Datatype ; owl:equivalentClass [ owl:onDatatype :S ] .
            :S a rdfs:Datatype ; owl:equivalentClass [ owl:onDatatype xsd:integer ]""",
            "",
            XSD + "integer",
        ),
        ("rdfs:range :T . :T a rdfs:Datatype ; owl:equivalentClass :T", "", STRING),
    ],
)
def test_the_datatype_of_a_data_property(ontology: str, shapes: str, datatype: str) -> None:
    found = vocabulary(f":p a owl:DatatypeProperty ; {ontology} .", shapes)
    assert found.properties["p"].datatype == datatype
    assert found.properties["p"].range == ()


@pytest.mark.parametrize(
    ("name", "datatype"),
    [
        ("skos:altLabel", LANG_STRING),
        ("skos:note", LANG_STRING),
        ("skos:definition", LANG_STRING),
        ("dcterms:title", STRING),
    ],
)
def test_annotation_properties_are_editorial(name: str, datatype: str) -> None:
    term = vocabulary(f"{name} a owl:AnnotationProperty .").properties[name.partition(":")[2]]
    assert (term.kind, term.datatype) == ("annotation", datatype)
    assert term.editorial


def test_the_label_is_always_there() -> None:
    label = vocabulary("").properties["label"]
    assert (label.iri, label.kind, label.datatype) == (RDFS + "label", "annotation", LANG_STRING)


# ---------------------------------------------------------------- individuals


def test_individuals_that_the_ontology_declares() -> None:
    found = vocabulary(
        ":Voice a owl:Class . :Mode a owl:Class . :Voice rdfs:subClassOf :Mode ."
        ':direct a :Voice ; rdfs:label "direct"@en ; skos:definition "Of a quotation."@en .'
        ":loose a owl:NamedIndividual . :other a :Undeclared . <x:o> a owl:Ontology ."
    )
    assert list(found.individuals) == ["direct", "loose"]
    direct = found.individuals["direct"]
    assert direct.types == terms("Voice", "Mode")
    assert (direct.label, direct.definition) == ("direct", "Of a quotation.")
    assert found.individuals_in(terms("Mode")) == [direct]
    assert found.individuals_in(()) == [direct, found.individuals["loose"]]
    assert found.term("direct") == TERMS + "direct"


def test_a_property_may_have_the_name_of_an_individual_that_it_is() -> None:
    found = vocabulary(":V a owl:Class . :outlet a :V , owl:ObjectProperty .")
    assert found.individuals["outlet"].iri == found.properties["outlet"].iri


# ---------------------------------------------------------------- refused


@pytest.mark.parametrize(
    ("ontology", "shapes", "message"),
    [
        (
            ":title a owl:DatatypeProperty . dcterms:title a owl:AnnotationProperty .",
            "",
            "dcterms:title and accord:title have the same local name",
        ),
        (
            ":Concept a owl:Class . skos:Concept a owl:Class .",
            "",
            "skos:Concept and accord:Concept have the same local name",
        ),
        (
            ":p a owl:ObjectProperty , owl:DatatypeProperty .",
            "",
            "accord:p is declared as object and as data property",
        ),
        (
            "rdfs:label a owl:DatatypeProperty .",
            "",
            "rdfs:label is declared as annotation and as data property",
        ),
        (
            ":p a owl:DatatypeProperty ; rdfs:range xsd:string .",
            "[] sh:path :p ; sh:datatype xsd:date .",
            "accord:p has several datatypes: xsd:date, xsd:string",
        ),
        (
            ":p a owl:DatatypeProperty .",
            "[] sh:path :p ; sh:datatype xsd:date . [] sh:path :p ; sh:datatype xsd:gYear .",
            "accord:p has several datatypes: xsd:date, xsd:gYear",
        ),
        (
            ":p a owl:DatatypeProperty ; rdfs:range xsd:hexBinary .",
            "",
            "accord:p has the datatype xsd:hexBinary, which annotations cannot hold",
        ),
        (
            ':p a owl:DatatypeProperty ; :assertion "certain" .',
            "",
            'accord:p is marked accord:assertion "certain"',
        ),
        (
            "dcterms:type a owl:AnnotationProperty .",
            "",
            "dcterms:type cannot be written in an annotation",
        ),
    ],
)
def test_refuses(ontology: str, shapes: str, message: str) -> None:
    with pytest.raises(OntologyError) as caught:
        vocabulary(ontology, shapes)
    assert caught.value.what == message
    assert caught.value.why
    assert caught.value.fix


def test_a_term_that_accord_writes_must_be_declared() -> None:
    with pytest.raises(OntologyError, match="does not declare accord:startOffset"):
        vocabulary("").term("startOffset")


# ---------------------------------------------------------------- files


@pytest.fixture
def project(tmp_path: Path) -> Project:
    shutil.copytree(HARBOUR, tmp_path, dirs_exist_ok=True)
    return Project.find(tmp_path)


def test_loads_every_module_and_the_shapes(project: Project) -> None:
    found = load_vocabulary(project)
    assert found.properties["title"].iri == DCTERMS + "title"
    assert found.properties["voice"].range == (TERMS + "Voice",)
    assert found.properties["madeOn"].datatype == XSD + "date"
    assert found.classes["Denial"].superclasses == terms("Claim")
    assert found.classes_named(["Claim", "Nothing"]) == [found.classes["Claim"]]
    assert "ismara" not in found.individuals
    for names in (found.classes, found.properties, found.individuals):
        assert list(names) == sorted(names)


def test_a_datatype_and_a_variable_of_a_rule_are_declared_too(project: Project) -> None:
    (project.ontology / "more.ttl").write_text(
        PREFIXES
        + """<http://e/more> a owl:Ontology . :Depth a rdfs:Datatype .
        :x a <http://www.w3.org/2003/11/swrl#Variable> .""",
        encoding="utf-8",
    )
    assert "Depth" not in load_vocabulary(project).classes


@pytest.mark.parametrize("folder", ["ontology", "shapes"])
def test_a_broken_file_is_named_with_its_line(project: Project, folder: str) -> None:
    path = project.root / folder / "broken.ttl"
    path.write_text("\n\n  :State a", encoding="utf-8")
    with pytest.raises(OntologyError) as caught:
        load_vocabulary(project)
    assert caught.value.at is not None
    assert caught.value.at.file.endswith(f"{folder}/broken.ttl")
    assert caught.value.at.line == 3


def test_datatypes_that_shapes_ask_for_are_those_of_all_shapes_of_a_property() -> None:
    found = shape_datatypes(
        triples(
            "[] sh:path :p ; sh:datatype xsd:date . [] sh:path :p ; sh:datatype xsd:gYear ."
            "[] sh:path :q ; sh:minCount 1 . [] sh:path [ sh:inversePath :r ] ; sh:datatype :no ."
        )
    )
    assert found == {TERMS + "p": {XSD + "date", XSD + "gYear"}}
