"""A misspelt name in a Turtle file is an error that has its place, wherever it stands."""

from pathlib import Path

import pytest

from kg.errors import OntologyError, Position
from kg.namespaces import DATA, TERMS
from kg.vocabulary.declared import refuse_undeclared_entities, refuse_undeclared_terms
from kg.vocabulary.turtlefile import TurtleFile

PREFIXES = f"@prefix accord: <{TERMS}> .\n@prefix id: <{DATA}> .\n"


def turtle(folder: Path, *lines: str) -> TurtleFile:
    path = folder / "a.ttl"
    path.write_text(PREFIXES + "\n".join(lines), encoding="utf-8")
    return TurtleFile.read(path, "ontology/a.ttl")


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("accord:Agnet a accord:Agent .", 1),
        ("accord:Agent accord:Agnet 1 .", 14),
        ("accord:Agent accord:Agent [ accord:Agent accord:Agnet ] .", 42),
        (f"accord:Agent accord:Agent <{TERMS}Agnet> .", 27),
    ],
    ids=["subject", "predicate", "within a blank node", "written out"],
)
def test_a_misspelt_term_is_refused_wherever_it_stands(
    tmp_path: Path, line: str, column: int
) -> None:
    file = turtle(tmp_path, line)
    with pytest.raises(OntologyError) as caught:
        refuse_undeclared_terms([file], {TERMS + "Agent", TERMS + "Person"})
    assert caught.value.what == "the ontology declares no accord:Agnet"
    assert caught.value.at == Position("ontology/a.ttl", 3, column)
    assert caught.value.nearest[0] == "accord:Agent"
    assert caught.value.why
    assert caught.value.fix


def test_a_longer_name_is_another_name(tmp_path: Path) -> None:
    file = turtle(tmp_path, "accord:Agent accord:Agent 1 .", "accord:Agent a accord:Age .")
    with pytest.raises(OntologyError) as caught:
        refuse_undeclared_terms([file], {TERMS + "Agent"})
    assert caught.value.at == Position("ontology/a.ttl", 4, 16)


def test_a_name_is_found_behind_another_prefix(tmp_path: Path) -> None:
    file = turtle(tmp_path, f"@prefix own: <{TERMS}> .", "own:Agnet a own:Agent .")
    with pytest.raises(OntologyError) as caught:
        refuse_undeclared_terms([file], {TERMS + "Agent"})
    assert caught.value.at == Position("ontology/a.ttl", 4, 1)


def test_a_name_that_is_written_in_no_usual_way_has_the_file_for_a_place(tmp_path: Path) -> None:
    file = turtle(tmp_path, f"@base <{TERMS}> .", "<#Agnet> a accord:Agent .")
    with pytest.raises(OntologyError) as caught:
        refuse_undeclared_terms([file], {TERMS + "Agent"})
    assert caught.value.at == Position("ontology/a.ttl", 1, 1)


def test_names_of_others_are_theirs(tmp_path: Path) -> None:
    file = turtle(tmp_path, f"<x:a> a <{TERMS[:-1]}> , id:turky , accord:Agent .")
    refuse_undeclared_terms([file], {TERMS + "Agent"})


def test_an_entity_that_nobody_describes_is_refused(tmp_path: Path) -> None:
    file = turtle(tmp_path, "id:turkey accord:possiblySameAs id:turky .")
    with pytest.raises(OntologyError) as caught:
        refuse_undeclared_entities([file], {DATA + "turkey"})
    assert caught.value.what == "nothing is declared as id:turky"
    assert caught.value.at == Position("ontology/a.ttl", 3, 33)
    assert caught.value.nearest == ("id:turkey",)


def test_what_an_article_mints_is_for_the_article_to_declare(tmp_path: Path) -> None:
    file = turtle(tmp_path, f"id:turkey accord:possiblySameAs <{DATA}tass/x/v1/group/a> .")
    refuse_undeclared_entities([file], {DATA + "turkey"})
