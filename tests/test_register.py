"""The entities that articles share."""

import shutil
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Triple, parse

from kg.errors import OntologyError, ProjectError
from kg.namespaces import DATA, TERMS
from kg.project import Project
from kg.vocabulary import Vocabulary, load_vocabulary, vocabulary_of
from kg.vocabulary.register import Register, load_register, register_of

HARBOUR = Path(__file__).parent / "cases" / "harbour"
PREFIXES = """
@prefix : <https://w3id.org/accord-kg/ontology#> .
@prefix id: <https://w3id.org/accord-kg/id/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""


def triples(turtle: str) -> list[Triple]:
    return [quad.triple for quad in parse(PREFIXES + turtle, format=RdfFormat.TURTLE)]


def vocabulary() -> Vocabulary:
    return vocabulary_of(
        triples(
            ":State a owl:Class . :Person a owl:Class . :Voice a owl:Class . :direct a :Voice ."
        )
    )


def register(turtle: str) -> Register:
    return register_of(triples(turtle), vocabulary())


def test_an_entity() -> None:
    entities = register(
        'id:turkey a :State , owl:NamedIndividual ; rdfs:label "Turkey"@en , "Türkei"@de ;'
        ' skos:altLabel "Ankara" , "Turkey"@en , "Türkiye"@tr .'
    ).entities
    turkey = entities["turkey"]
    assert turkey.id == "turkey"
    assert turkey.iri == DATA + "turkey"
    assert turkey.types == {TERMS + "State"}
    assert turkey.label == "Turkey"
    assert turkey.other_names == ("Ankara", "Türkei", "Türkiye")


def test_an_entity_without_a_label_goes_by_its_id() -> None:
    assert register("id:un a :State .").entities["un"].label == "un"


def test_what_is_said_in_two_files_is_one_entity() -> None:
    entities = register('id:un a :State . id:un rdfs:label "UN" . id:a a :Person .').entities
    assert list(entities) == ["a", "un"]
    assert entities["un"].label == "UN"


def test_only_ids_without_a_slash_are_shared() -> None:
    turtle = f"<{DATA}source/atlas> rdfs:label 'atlas' . <x:a> a :State . [] a :State ."
    assert register(turtle).entities == {}


@pytest.mark.parametrize(
    ("turtle", "message"),
    [
        ("id:Turkey a :State .", "id:Turkey cannot be written in an annotation"),
        ("id:a--b a :State .", "id:a--b cannot be written in an annotation"),
        ("id:direct a :State .", "id:direct has a name that means something else"),
        ("id:article a :State .", "id:article has a name that means something else"),
        ("id:turkey rdfs:label 'Turkey' .", "id:turkey has no class"),
        ("id:turkey a owl:NamedIndividual .", "id:turkey has no class"),
        ("id:turkey a :Stat .", "id:turkey is said to be a accord:Stat, which is no class"),
    ],
)
def test_refuses(turtle: str, message: str) -> None:
    with pytest.raises(OntologyError) as caught:
        register(turtle)
    assert caught.value.what == message
    assert caught.value.why
    assert caught.value.fix


def test_an_unknown_class_has_near_ones() -> None:
    with pytest.raises(OntologyError) as caught:
        register("id:turkey a :Stat .")
    assert caught.value.nearest == ("State",)


# ---------------------------------------------------------------- files


@pytest.fixture
def project(tmp_path: Path) -> Project:
    shutil.copytree(HARBOUR, tmp_path, dirs_exist_ok=True)
    return Project.find(tmp_path)


def test_loads_the_reference_data_and_the_register(project: Project) -> None:
    entities = load_register(project, load_vocabulary(project)).entities
    assert list(entities) == ["ana-lopes", "courier", "ismara", "port-of-ismara", "tovia"]
    assert entities["ismara"].other_names == ("Ismarie", "the Isle")


def test_missing_files_declare_nothing(project: Project) -> None:
    project.register.unlink()
    found = load_register(project, load_vocabulary(project))
    assert list(found.entities) == ["ismara", "tovia"]
    project.reference.unlink()
    assert load_register(project, load_vocabulary(project)).entities == {}


def test_a_register_that_cannot_be_read(project: Project) -> None:
    project.register.unlink()
    project.register.mkdir()
    with pytest.raises(ProjectError, match=r"register\.ttl cannot be read"):
        load_register(project, load_vocabulary(project))


def test_a_register_that_is_not_turtle(project: Project) -> None:
    project.register.write_text("id:turkey a :State .", encoding="utf-8")
    with pytest.raises(OntologyError) as caught:
        load_register(project, load_vocabulary(project))
    assert caught.value.at is not None
    assert caught.value.at.file.endswith("articles/register.ttl")


@pytest.mark.parametrize(
    ("entry", "what", "fix"),
    [
        (
            'id:zoë-løvås a accord:Person ; rdfs:label "Zoë Løvås"@en .',
            "id:zoë-løvås cannot be written in an annotation",
            "rename it, for example to id:zoe-lovas, and keep its own spelling in the label",
        ),
        (
            "id:Радио a accord:Person .",
            "id:Радио cannot be written in an annotation",
            "rename it in these letters, and keep its own spelling in the label",
        ),
        ("id:article a accord:State .", "id:article has a name that means something else", ""),
        ('id:solm rdfs:label "Solm"@en .', "id:solm has no class", "id:solm a accord:State ; …"),
        ("id:solm a rdfs:Class .", "id:solm is said to be a rdfs:Class, which is no class", ""),
    ],
)
@pytest.mark.parametrize("file", ["articles/register.ttl", "ontology/reference.ttl"])
def test_what_is_wrong_with_an_entry_has_its_place(
    project: Project, file: str, entry: str, what: str, fix: str
) -> None:
    path = project.root / file
    text = path.read_text("utf-8")
    path.write_text(f"{text}\n{entry}\n", encoding="utf-8")
    with pytest.raises(OntologyError) as caught:
        load_register(project, load_vocabulary(project))
    error = caught.value
    assert error.what == what
    assert fix in error.fix
    assert str(error.at) == f"{project.shown(path)}:{text.count(chr(10)) + 2}:1"


@pytest.mark.parametrize("file", ["articles/register.ttl", "ontology/reference.ttl"])
def test_a_class_that_a_module_gives_to_what_articles_share_has_its_place(
    project: Project, file: str
) -> None:
    path = project.root / file
    text = path.read_text("utf-8")
    path.write_text(f"{text}\nid:solm a accord:State .\n", encoding="utf-8")
    prefixes = PREFIXES.replace("@prefix : ", "@prefix accord: ")
    module = project.ontology / "extra.ttl"
    module.write_text(
        f"{prefixes}<http://e/extra> a owl:Ontology .\nid:other a accord:State .\n"
        "id:solm a accord:State .\n",
        encoding="utf-8",
    )
    with pytest.raises(OntologyError) as caught:
        load_register(project, load_vocabulary(project))
    error = caught.value
    extra = project.shown(module)
    assert error.what == f"{extra} says what id:solm is, and {project.shown(path)} describes it"
    assert str(error.at) == f"{extra}:{prefixes.count(chr(10)) + 3}:1"
    assert error.fix == f"say it at {project.shown(path)}:{text.count(chr(10)) + 2}:1 instead"
    module.write_text(module.read_text("utf-8").replace("id:solm a accord:State .", ""), "utf-8")
    assert "solm" in load_register(project, load_vocabulary(project)).entities
