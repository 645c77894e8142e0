"""Triples by subject and predicate."""

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, parse

from kg.vocabulary.tripleindex import TripleIndex


def index(turtle: str) -> TripleIndex:
    return TripleIndex(quad.triple for quad in parse(turtle, format=RdfFormat.TURTLE))


def test_objects_by_kind() -> None:
    about = index('<x:a> <x:p> <x:b> , "c" , [] . <x:d> <x:q> 1 .')
    assert about.iris("x:a", "x:p") == ["x:b"]
    assert about.literals(NamedNode("x:a"), "x:p") == [Literal("c")]
    assert len(about.objects("x:a", "x:p")) == 3
    assert about.objects("x:a", "x:q") == []
    assert about.objects("x:nobody", "x:p") == []


def test_named_subjects_only() -> None:
    about = index("_:b <x:p> 1 . <x:b> a <x:C> . <x:a> a <x:C> . <x:c> a <x:D> . _:c a <x:C> .")
    assert list(about.named()) == ["x:b", "x:a", "x:c"]
    assert about.declared("x:C") == ["x:a", "x:b"]
    assert NamedNode("x:a") in about
    assert BlankNode("nowhere") not in about


def test_english_comes_first() -> None:
    about = index('<x:a> <x:p> "a"@de , "c" , "b"@en .')
    assert [literal.value for literal in about.literals("x:a", "x:p")] == ["b", "c", "a"]
    assert about.text("x:a", "x:p") == "b"
    assert about.text("x:b", "x:p") == ""


def test_members_of_a_collection() -> None:
    about = index("<x:a> <x:p> ( <x:b> <x:c> ) .")
    (rest,) = about.objects("x:a", "x:p")
    assert list(about.members(rest)) == [NamedNode("x:b"), NamedNode("x:c")]


def test_a_collection_that_bites_its_tail_ends() -> None:
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    about = index(f"<x:l> <{rdf}first> <x:b> ; <{rdf}rest> <x:l> .")
    assert list(about.members(NamedNode("x:l"))) == [NamedNode("x:b")]
