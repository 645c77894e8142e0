"""Entries of the register, for an author to paste."""

from kg.namespaces import DATA, TERMS
from kg.vocabulary import vocabulary_of
from kg.vocabulary.entry import entry_turtle, how_to_declare
from kg.vocabulary.register import Entity
from tests.test_register import triples

ARTICLE = DATA + "wire/2031-05-03-truce/v1"
VOCABULARY = vocabulary_of(
    triples(
        ":Agent a owl:Class . :Person a owl:Class ; rdfs:subClassOf :Agent . :Place a owl:Class ."
        " :City a owl:Class ."
    )
)


def test_an_entry_has_names_and_the_article_as_its_source() -> None:
    entity = Entity(
        "wire", DATA + "wire", frozenset({TERMS + "Outlet", TERMS + "Body"}), 'A "Wire"', ("W",)
    )
    assert entry_turtle(entity, ARTICLE).splitlines() == [
        "id:wire a accord:Body , accord:Outlet ;",
        '    rdfs:label "A \\"Wire\\""@en ;',
        '    skos:altLabel "W"@en ;',
        f"    dcterms:source <{ARTICLE}> .",
    ]


def test_what_may_be_a_person_is_shown_as_one() -> None:
    for classes in ((), (TERMS + "Agent",)):
        fix = how_to_declare("ada-holm", classes, VOCABULARY, ARTICLE)
        assert fix.splitlines()[1:] == [
            "       id:ada-holm a accord:Person ;",
            '           rdfs:label "Ada Holm"@en ;',
            f"           dcterms:source <{ARTICLE}> .",
        ]


def test_what_can_be_no_person_is_of_the_class_that_is_asked_for() -> None:
    fix = how_to_declare("solm", (TERMS + "Place", TERMS + "City"), VOCABULARY, ARTICLE)
    assert "id:solm a accord:City ;" in fix


def test_without_classes_there_are_no_lines() -> None:
    nothing = vocabulary_of(())
    assert how_to_declare("solm", (), nothing, ARTICLE) == "declare it in articles/register.ttl"
