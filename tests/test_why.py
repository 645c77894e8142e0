"""Explanations of a small invented world: equality, conditions of every kind, what is missing."""

import json
from collections.abc import Iterable, Iterator
from itertools import product

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Graph, URIRef

from kg.errors import UnknownValue
from kg.namespaces import (
    DATA,
    INFERRED_GRAPH,
    ONTOLOGY,
    PREFIXES,
    PROV,
    RDF,
    RDFS,
    REFERENCE_GRAPH,
    TERMS,
    XSD,
)
from kg.reason import infer
from kg.reason.axioms import DifferentIndividuals, PropertyDomain, SubClassOf, terms_of
from kg.reason.derivation import Derivation
from kg.reason.expressions import IntersectionOf, SomeValuesFrom
from kg.show.wording import Wording
from kg.text.nouns import an
from kg.why import Explainer, read_statement, why_not
from kg.why.document import json_page, reason_document
from kg.why.missingpage import document as not_document
from kg.why.missingpage import text_page as not_page
from kg.why.model import Reason, Rule, Support, WhyNot
from kg.why.page import text_page
from kg.why.phrases import Phrase, phrase
from kg.why.provenance import turtle_page

_PREFIXES = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())

SCHEMA = """
accord:Proposition a owl:Class ; rdfs:label "proposition"@en .
accord:Ship a owl:Class ; rdfs:label "ship"@en ; skos:definition "Vessel that sails."@en .
accord:Ferry a owl:Class ; rdfs:label "ferry"@en ; rdfs:subClassOf accord:Ship .
accord:Port a owl:Class ; rdfs:label "port"@en ; owl:disjointWith accord:Ship .
accord:Liner a owl:Class ; rdfs:label "liner"@en ; owl:equivalentClass [
    a owl:Class ; owl:intersectionOf ( accord:Ship
      [ a owl:Restriction ; owl:onProperty accord:calls ; owl:someValuesFrom accord:Port ]
      [ a owl:Restriction ; owl:onProperty accord:calls ; owl:hasValue id:lesk ] ) ] .
accord:Honoured a owl:Class ; rdfs:label "decorated captain"@en ; owl:equivalentClass [
    a owl:Class ; owl:intersectionOf ( owl:Thing
      [ a owl:Restriction ; owl:onProperty accord:commands ; owl:someValuesFrom accord:Liner ] ) ] .
accord:Master a owl:Class ; rdfs:label "master"@en ; owl:equivalentClass [
    a owl:Restriction ; owl:onProperty accord:commands ; owl:someValuesFrom [
      a owl:Class ; owl:intersectionOf ( accord:Liner
        [ a owl:Restriction ; owl:onProperty accord:near ; owl:hasValue id:lesk ] ) ] ] .
accord:commands a owl:ObjectProperty ; rdfs:label "commands"@en .
accord:Northern a owl:Class ; rdfs:label "northern place"@en .
[ a owl:Class ; owl:oneOf ( id:lesk id:marn ) ] rdfs:subClassOf accord:Northern .
[ a owl:Restriction ; owl:onProperty accord:calls ; owl:someValuesFrom
  [ a owl:Class ; owl:oneOf ( id:lesk id:marn ) ] ] rdfs:subClassOf accord:NorthSailer .
accord:NorthSailer a owl:Class ; rdfs:label "north sailer"@en .
accord:calls a owl:ObjectProperty ; rdfs:label "calls at"@en ; rdfs:domain accord:Ship ;
  rdfs:range accord:Port .
accord:captain a owl:ObjectProperty , owl:FunctionalProperty ; rdfs:label "captain"@en .
accord:built a owl:DatatypeProperty ; rdfs:label "built"@en .
accord:near a owl:ObjectProperty , owl:TransitiveProperty ; rdfs:label "near"@en .
accord:length a owl:DatatypeProperty ; rdfs:label "length"@en ; rdfs:range xsd:integer .
accord:Club a owl:Class ; rdfs:label "club"@en .
accord:crew a owl:ObjectProperty ; rdfs:label "mans"@en .
accord:memberOf a owl:ObjectProperty ; rdfs:label "member of"@en ; rdfs:range accord:Club .
accord:housedIn a owl:ObjectProperty ; rdfs:label "housed in"@en .
accord:homes a owl:ObjectProperty ; rdfs:label "homes"@en ;
  owl:propertyChainAxiom ( accord:crew accord:memberOf accord:housedIn ) .
accord:chained a owl:ObjectProperty ; rdfs:label "chained to"@en ;
  owl:propertyChainAxiom ( accord:near accord:near accord:near accord:near accord:near accord:near
                           accord:near accord:near accord:near ) .
"""


def world(data: str, *articles: str) -> Explainer:
    """Return an explainer of the schema and data, with what follows, as a build has it."""
    quads = [*_read(SCHEMA, ONTOLOGY), *_read(data, REFERENCE_GRAPH)]
    for number, said in enumerate(articles):
        quads += _read(said, f"{DATA}gazette/{number}/v1")
    inferred = ox.NamedNode(INFERRED_GRAPH)
    quads += [ox.Quad(t.subject, t.predicate, t.object, inferred) for t in infer(quads)]
    quads += [ox.Quad(q.subject, q.predicate, q.object) for q in quads]
    store = ox.Store()
    store.extend(quads)
    return Explainer(store, quads)


def _read(text: str, graph: str) -> Iterable[ox.Quad]:
    data = (_PREFIXES + text).encode()
    for quad in ox.parse(data, format=ox.RdfFormat.TURTLE):
        yield ox.Quad(quad.subject, quad.predicate, quad.object, ox.NamedNode(graph))


def triple(text: str) -> ox.Triple:
    (quad,) = ox.parse((_PREFIXES + text + " .").encode(), format=ox.RdfFormat.TURTLE)
    return ox.Triple(quad.subject, quad.predicate, quad.object)


def flat(page: str) -> str:
    return " ".join(page.replace("│", " ").split())


def explained(explainer: Explainer, text: str) -> Reason:
    reason = explainer.explain(triple(text))
    assert reason is not None
    return reason


def missing(explainer: Explainer, text: str) -> tuple[WhyNot, str]:
    answer = why_not(explainer, triple(text))
    return answer, flat(not_page(answer, width=80))


# ---------------------------------------------------------------- why


@pytest.mark.parametrize(
    ("data", "statement", "words", "name"),
    [
        (
            "id:a owl:sameAs id:b ; accord:near id:c .",
            "id:b accord:near id:c",
            "what holds of one name holds of the other",
            "eq-rep-s",
        ),
        (
            "id:a owl:sameAs id:b . id:c accord:crew id:a .",
            "id:c accord:crew id:b",
            "what holds of one name holds of the other",
            "eq-rep-o",
        ),
        (
            "id:a owl:sameAs id:b .",
            "id:b owl:sameAs id:a",
            "“is the same as” holds in both directions",
            "eq-sym",
        ),
        (
            "id:a owl:sameAs id:b . id:b owl:sameAs id:c .",
            "id:a owl:sameAs id:c",
            "what is the same as a third is the same",
            "eq-trans",
        ),
    ],
)
def test_a_step_of_equality_has_its_rule(data: str, statement: str, words: str, name: str) -> None:
    reason = explained(world(data), statement)
    page = flat("".join(text_page([reason], width=80)))
    assert page.startswith(f"{reason.words} because {words} ├─ ") or name == "eq-sym"
    assert f"because {words}" in page
    described = reason_document(reason)
    assert described["rule"] == {"words": words, "name": name}
    assert "axiom" not in described
    graph = Graph().parse(data=turtle_page([reason]), format="turtle")
    (activity,) = graph.subjects(URIRef(RDF + "type"), URIRef(PROV + "Activity"))
    assert str(graph.value(activity, URIRef(RDFS + "label"))) == words
    (rule,) = [
        used for used in graph.objects(activity, URIRef(PROV + "used")) if "/rule/" in str(used)
    ]
    assert str(graph.value(rule, URIRef(RDFS + "label"))) == words
    assert str(graph.value(rule, URIRef(PROV + "value"))) == name
    # Each ground has a source.
    statements = set(graph.subjects(URIRef(RDF + "type"), URIRef(RDF + "Statement")))
    for one in statements:
        assert set(graph.objects(one, URIRef(PROV + "wasDerivedFrom"))) - {one}
    assert (URIRef(REFERENCE_GRAPH), None, None) in graph


def test_what_cannot_be_one_is_told_by_what_is_said_to_differ() -> None:
    _, page = missing(world("id:a owl:differentFrom id:b ."), "id:a owl:sameAs id:b")
    assert page.startswith(
        "it cannot be so: a is the same as b this cannot be because what is said to be different "
        "cannot be the same ├─ a is different from b background"
    )


def test_what_the_ontology_states_is_said_to_be_its() -> None:
    explainer = world("")
    reason = explained(explainer, "accord:Ferry rdfs:subClassOf accord:Ship")
    assert "stated by the ontology" in "".join(text_page([reason], width=80))
    assert f"prov:hadPrimarySource <{ONTOLOGY}>" in turtle_page([reason])


def test_what_stands_above_is_not_told_again() -> None:
    ground = Reason(None, "leaf", support=Support(background=True))
    shared = Reason(None, "shared", premises=(ground,))
    reason = Reason(None, "top", premises=(shared, Reason(None, "beside", premises=(shared,))))
    first, second, _ = text_page([reason, reason], width=80, every=True)
    assert first.count("shared") == 2
    assert first.count("as above") == first.count("leaf") == 1
    # Above is in the same tree.
    assert second.removeprefix("2") == first.removeprefix("1")


def test_nothing_explains_what_does_not_hold() -> None:
    explainer, statement = world(""), triple("id:a a accord:Ship")
    assert explainer.explain(statement) is None
    assert list(explainer.reasons(statement)) == []
    page = json.loads("".join(json_page(statement, "a is a ship", [])))
    assert (page["words"], page["holds"], page["derivations"]) == ("a is a ship", False, [])
    assert "accord" not in turtle_page([])


def test_a_page_in_colour_has_bold_statements() -> None:
    reason = explained(world("id:f a accord:Ferry ."), "id:f a accord:Ship")
    (page,) = text_page([reason], width=80, colour=True)
    assert page.startswith("\x1b[1mf is a ship\x1b[0m\n")


# ---------------------------------------------------------------- every derivation

MANY = 11
"""Liners, and as many ports, to be captain of and to call at: each pair is a derivation."""


def fleet() -> Explainer:
    calls = "\n".join(
        f"id:f{n} a accord:Ship ; accord:calls id:lesk , id:p{m} . id:p{m} a accord:Port ."
        for n, m in product(range(MANY), repeat=2)
    )
    return world(calls + "".join(f"id:ana accord:commands id:f{n} .\n" for n in range(MANY)))


def told(derivation: Derivation) -> object:
    """Return what a tree must tell of a derivation."""
    return derivation.conclusion, derivation.axiom, tuple(map(told, derivation.premises))


def tells(reason: Reason) -> object:
    axiom = None if reason.rule is None else reason.rule.axiom
    return reason.triple, axiom, tuple(map(tells, reason.premises))


def test_every_derivation_is_told_as_it_is_found() -> None:
    explainer, statement = fleet(), triple("id:ana a accord:Honoured")
    # None is kept, so that what is told of one might be taken for what is told of the next.
    wanted = [told(derivation) for derivation in explainer.reasoning.derivations(statement)]
    assert len(wanted) > MANY**2
    assert [tells(reason) for reason in explainer.reasons(statement)] == wanted


def test_pages_have_every_derivation() -> None:
    explainer, statement = fleet(), triple("id:ana a accord:Honoured")
    number = sum(1 for _ in explainer.reasons(statement))
    *trees, end = text_page(explainer.reasons(statement), width=80, every=True)
    assert end == f"{number} minimal derivations\n"
    assert [tree.split(".")[0] for tree in trees] == [str(n) for n in range(1, number + 1)]
    # What is quoted, defined or told in the tree before is no reason to leave out a premise here.
    assert all("commands" in tree and "port" in flat(tree) for tree in trees)
    reasons = list(explainer.reasons(statement))
    page = json.loads("".join(json_page(statement, "words", iter(reasons))))
    assert page["derivations"] == [*map(reason_document, reasons)]
    graph = Graph().parse(data=turtle_page(reasons), format="turtle")
    used = set(graph.objects(None, URIRef(PROV + "used")))
    assert len(used) > MANY


def test_text_and_json_come_one_derivation_at_a_time() -> None:
    explainer, statement = fleet(), triple("id:ana a accord:Honoured")
    asked = 0

    def counting() -> Iterator[Reason]:
        nonlocal asked
        for reason in explainer.reasons(statement):
            asked += 1
            yield reason

    text = text_page(counting(), width=80, every=True)
    next(text)
    assert asked == 1
    parts = json_page(statement, "words", counting())
    assert next(parts).endswith('"derivations": [')
    next(parts)
    assert asked == 2


# ---------------------------------------------------------------- why not


def test_each_condition_of_a_definition_is_looked_at() -> None:
    explainer = world("id:f a accord:Ferry ; accord:calls id:marn .")
    answer, page = missing(explainer, "id:f a accord:Liner")
    assert "f “calls at” marn" in page
    assert page.startswith("f is not known to be a liner: f is not known to call at lesk, only at ")
    assert "missing └─ f calls at lesk" in page
    assert answer.near[0].lacks[0].words == "f calls at lesk"
    assert not_document(answer)["holds"] is False


def test_an_enumeration_has_a_way_for_each_member() -> None:
    explainer = world("id:f a accord:Ferry ; accord:calls id:sund .")
    answer, page = missing(explainer, "id:f a accord:NorthSailer")
    assert len(answer.far) == 2
    assert "whatever is something whose “calls at” is lesk or marn is a north sailer" in page
    _, page = missing(explainer, "id:sund a accord:Northern")
    assert "no axiom leads there" in page


def test_a_way_continues_where_it_breaks_off() -> None:
    explainer = world("id:a accord:near id:b . id:c accord:near id:d .")
    answer, page = missing(explainer, "id:a accord:near id:d")
    assert "because “near” then “near” is “near” there is" in page
    assert "a “near” b" in page
    assert page.startswith("a is not known to have d as near: b is not known to have d as near")
    assert "missing └─ b has d as near" in page
    assert "c “near” d" in page
    assert answer.consequences.contradictions == ()


def test_what_is_lacking_is_followed_to_its_own_nearest_way() -> None:
    explainer = world("id:ana accord:commands id:f . id:f a accord:Ferry ; accord:calls id:marn .")
    answer, page = missing(explainer, "id:ana a accord:Honoured")
    (lack,) = answer.near[0].lacks
    assert lack.words == "f is a liner"
    assert lack.nearest is not None
    assert [inner.words for inner in lack.nearest.lacks] == ["f calls at lesk"]
    assert "└─ f is a liner it would follow because to be a liner is" in page
    assert '"nearest": {' in json.dumps(not_document(answer))


def test_a_very_long_chain_is_followed_from_its_beginning() -> None:
    explainer = world("id:a accord:near id:b . id:x a accord:Port .")
    _, page = missing(explainer, "id:a accord:chained id:x")
    assert "a “near” b" in page
    assert "b has something as near" in page
    assert "that thing has something as near" in page


def test_what_would_make_two_one_and_what_cannot_be() -> None:
    explainer = world("id:f accord:captain id:ana ; a accord:Ferry .")
    answer, page = missing(explainer, "id:f accord:captain id:bo")
    assert (len(answer.consequences.identifications), answer.consequences.contradictions) == (1, ())
    assert "nothing has two values of “captain”" in page
    answer, page = missing(explainer, "id:f a accord:Port")
    assert page.startswith("it cannot be so: f is a port this cannot be because nothing is both")


def test_no_value_of_a_data_property_makes_two_things_one() -> None:
    explainer = world("accord:built a owl:FunctionalProperty . id:a a accord:Port .")
    _, page = missing(explainer, "id:a owl:sameAs id:b")
    assert "nothing has two values of “captain”" in page
    assert "“built”" not in page


def test_a_value_of_another_kind_lists_what_is_known() -> None:
    explainer = world("id:f accord:length 90 .")
    _, page = missing(explainer, "id:f accord:length 91")
    assert "no axiom leads there" in page
    assert "f “length” “90”" in page


def test_what_it_is_known_to_be_may_be_inferred() -> None:
    explainer = world(
        "id:f a accord:Ferry ; accord:calls id:lesk . id:g a owl:NamedIndividual , accord:Twin . "
        'accord:Twin a owl:Class ; rdfs:label "twin"@en ; owl:equivalentClass accord:Club .'
    )
    answer, page = missing(explainer, "id:f a accord:Honoured")
    assert page.startswith(
        "f is not known to be a decorated captain, only a ferry, a liner and a north sailer"
    )
    assert "├─ f is a ferry background ├─ f is a liner (inferred)" in page
    assert "f is a ship" not in {reason.words for reason in answer.known.reasons}
    _, page = missing(explainer, "id:g a accord:Odd")
    assert page.startswith("g is not known to be an Odd, only a club and a twin")


def test_of_many_things_the_number_is_told() -> None:
    ports = " . ".join(f"id:f accord:calls id:p{number}" for number in range(12))
    explainer = world(f"{ports} .")
    answer, page = missing(explainer, "id:f accord:calls id:q")
    assert len(answer.known.reasons) == 8
    assert answer.known.more == 4
    assert page.endswith("and 4 more")
    near = " . ".join(f"id:a accord:near id:n{number}" for number in range(9))
    _, page = missing(world(f"{near} ."), "id:a accord:near id:z")
    assert "a near of a has z as near" in page


# ---------------------------------------------------------------- what is not derived

SELF = "[ a owl:Restriction ; owl:onProperty accord:likes ; owl:hasSelf true ]"
RULE = """
@prefix swrl: <http://www.w3.org/2003/11/swrl#> .
accord:x a swrl:Variable . accord:y a swrl:Variable .
accord:likes a owl:ObjectProperty ; rdfs:label "likes"@en .
[] a swrl:Imp ;
  swrl:body ( [ a swrl:IndividualPropertyAtom ; swrl:propertyPredicate accord:near ;
                swrl:argument1 accord:x ; swrl:argument2 accord:y ] ) ;
  swrl:head ( [ a swrl:IndividualPropertyAtom ; swrl:propertyPredicate accord:likes ;
                swrl:argument1 accord:x ; swrl:argument2 accord:y ]
              [ a swrl:ClassAtom ; swrl:argument1 accord:x ; swrl:classPredicate
                [ a owl:Class ; owl:complementOf accord:Odd ] ] ) .
"""
OPEN = """
accord:Odd a owl:Class ; rdfs:label "odd"@en .
accord:Big a owl:Class ; rdfs:label "big one"@en .
accord:likes a owl:ObjectProperty ; rdfs:label "likes"@en .
"""


def defined(expression: str) -> str:
    return f"{OPEN}accord:Odd owl:equivalentClass {expression} ."


def part(says: str) -> str:
    return f"[ a owl:Restriction ; owl:onProperty accord:near ; {says} ]"


@pytest.mark.parametrize(
    ("axiom", "statement", "words"),
    [
        (
            defined(
                "[ a owl:Restriction ; owl:onProperty accord:length ; owl:someValuesFrom "
                "[ a rdfs:Datatype ; owl:onDatatype xsd:integer ; "
                "owl:withRestrictions ( [ xsd:minInclusive 10 ] ) ] ]"
            ),
            "id:f a accord:Odd",
            (
                "to be an odd is to be something whose “length” is xsd:integer[>= 10] (a data "
                "range as a condition needs the values of a datatype)"
            ),
        ),
        (
            defined(SELF),
            "id:f a accord:Odd",
            "to be an odd is to be something whose “likes” is itself (owl:hasSelf is unknown",
        ),
        (defined(SELF), "id:f accord:likes id:f", "whose “likes” is itself"),
        (
            defined("[ a owl:Class ; owl:complementOf accord:Big ]"),
            "id:f a accord:Odd",
            "to be an odd is to be not a big one (owl:complementOf as a condition",
        ),
        (
            defined(part("owl:allValuesFrom accord:Big")),
            "id:f a accord:Odd",
            "of which every value of “near” is a big one (owl:allValuesFrom as a condition",
        ),
        (
            defined(part("owl:minCardinality 2")),
            "id:f a accord:Odd",
            "with at least 2 values of “near” (owl:minCardinality as a condition counts",
        ),
        (
            (
                f"{OPEN}accord:Big rdfs:subClassOf accord:Odd ."
                f"{part('owl:maxCardinality 2')} rdfs:subClassOf accord:Big ."
            ),
            "id:f a accord:Odd",
            "with at most 2 values of “near” is a big one (owl:maxCardinality",
        ),
        (
            f"{OPEN}accord:Ship rdfs:subClassOf {part('owl:maxCardinality 2')} .",
            "id:a owl:sameAs id:b",
            "(owl:maxCardinality above 1 counts individuals)",
        ),
        (
            (
                f"{OPEN}accord:likes rdfs:domain [ owl:unionOf ( accord:Odd accord:Big ) ] ; "
                "rdfs:range [ a owl:Class ; owl:oneOf ( id:a id:b ) ] ."
            ),
            "id:f a accord:Odd",
            "(owl:unionOf as a conclusion needs reasoning by cases)",
        ),
        (
            (
                f"{OPEN}id:f a [ a owl:Class ; owl:unionOf ( "
                f"{part('owl:hasValue id:b')} accord:Big ) ] ."
            ),
            "id:f accord:near id:c",
            "f is something whose “near” is b or a big one (owl:unionOf",
        ),
        (
            (
                f"{OPEN}[] a owl:AllDisjointClasses ; owl:members ( [ a owl:Class ; "
                "owl:complementOf accord:Odd ] accord:Big accord:Club ) ."
            ),
            "id:f a accord:Odd",
            "(owl:complementOf as a condition",
        ),
        (
            f"{OPEN}[ a owl:Class ; owl:complementOf accord:Odd ] owl:hasKey ( accord:length ) .",
            "id:a owl:sameAs id:b",
            "(owl:complementOf as a condition",
        ),
        (
            f"{OPEN}accord:likes a owl:ReflexiveProperty .",
            "id:f accord:likes id:f",
            "(owl:ReflexiveProperty holds of everything)",
        ),
        (RULE, "id:a accord:likes id:b", "near(?x, ?y) -> "),
        (OPEN + RULE, "id:a a accord:Odd", "near(?x, ?y) -> "),
    ],
)
def test_what_may_follow_all_the_same_is_said_to(axiom: str, statement: str, words: str) -> None:
    answer, page = missing(world(axiom), statement)
    assert "so it may follow all the same" in page
    assert words in page
    assert "no axiom leads there" not in page
    document = not_document(answer)["underived"]
    assert isinstance(document, list)
    assert [set(entry) for entry in document] == [{"words", "functional", "why"}] * len(document)
    assert document


@pytest.mark.parametrize(
    ("axiom", "statement"),
    [
        (defined("[ a owl:Class ; owl:complementOf accord:Big ]"), "id:f a accord:Club"),
        # Of an axiom that says two things, one may be derived.
        (
            (
                f"{OPEN} accord:Odd rdfs:subClassOf [ a owl:Class ; owl:intersectionOf "
                f"( accord:Big {part('owl:minCardinality 1')} ) ] ."
            ),
            "id:f a accord:Big",
        ),
        (RULE, "id:a accord:near id:b"),
        # Who is a master by the definition has who is commanded.
        (OPEN, "id:f accord:commands id:g"),
    ],
)
def test_what_cannot_lead_there_is_not_said_to(axiom: str, statement: str) -> None:
    answer, page = missing(world(axiom), statement)
    assert answer.underived == ()
    assert "not all is derived" not in page


def test_a_definition_tells_of_what_is_said_to_be_as_it_has_it() -> None:
    odd = defined(part("owl:minCardinality 1"))
    assert missing(world(odd), "id:f accord:near id:g")[0].underived == ()
    for said in (
        "id:f a accord:Odd .",
        "accord:Big rdfs:subClassOf accord:Odd .",
        "accord:Club rdfs:subClassOf [ a owl:Class ; owl:unionOf ( accord:Odd accord:Big ) ] .",
    ):
        answer, page = missing(world(odd + said), "id:f accord:near id:g")
        assert "to be an odd is to be something with at least 1 value of “near” (owl:" in page, said
        assert answer.underived


def test_of_many_axioms_that_are_not_derived_the_number_is_told() -> None:
    axioms = "".join(
        f"{part(f'owl:minCardinality {number}')} rdfs:subClassOf accord:Odd ."
        for number in range(2, 9)
    )
    answer, page = missing(world(OPEN + axioms), "id:f a accord:Odd")
    assert len(answer.underived) == 7
    assert "- whatever is something with at least 6 values" in page
    assert "and 2 further axioms" in page


def test_what_cannot_be_may_not_follow_all_the_same() -> None:
    axiom = "[ a owl:Class ; owl:complementOf accord:Club ] rdfs:subClassOf accord:Port ."
    answer, page = missing(world(f"{axiom} id:f a accord:Ship ."), "id:f a accord:Port")
    assert page.startswith("it cannot be so")
    assert answer.underived == ()


# ---------------------------------------------------------------- what is not known, in a sentence


@pytest.mark.parametrize(
    ("data", "statement", "summary"),
    [
        (
            "id:ana accord:commands id:f , id:g . id:f a accord:Ferry . id:g a accord:Ferry .",
            "id:ana a accord:Honoured",
            (
                "ana is not known to be a decorated captain: nothing that ana commands is known to "
                "be a liner, only a ferry"
            ),
        ),
        (
            "id:ana accord:commands id:f , id:g .",
            "id:ana a accord:Master",
            (
                "ana is not known to be a master: nothing that ana commands is known to be a "
                "liner, nor to have lesk as near"
            ),
        ),
        (
            "id:f a accord:Port .",
            "id:f a accord:Honoured",
            "f is not known to be a decorated captain, only a port",
        ),
        (
            "id:f accord:length 90 .",
            "id:f accord:length 91",
            "f is not known to have “91” as length, only “90”",
        ),
        (
            "id:f accord:calls id:p1 , id:p2 , id:p3 , id:p4 , id:p5 , id:p6 .",
            "id:f accord:calls id:q",
            "f is not known to call at q, only at 6 other things",
        ),
        (
            "id:a a accord:Port . id:b a accord:Port .",
            "id:a owl:sameAs id:b",
            "a is not known to be the same as b",
        ),
        (
            "id:a accord:near id:b .",
            "id:a accord:near id:z",
            "a is not known to have z as near: b is not known to have z as near",
        ),
        (
            "id:ship accord:crew id:ana , id:bo .",
            "id:ship accord:homes id:lesk",
            (
                "ship is not known to home lesk: nothing that ship mans is known to be member of a "
                "club that is housed in lesk"
            ),
        ),
        (
            "id:ship accord:crew id:ana . id:ana accord:memberOf id:c , id:d .",
            "id:ship accord:homes id:lesk",
            "ship is not known to home lesk: none of c and d is known to be housed in lesk",
        ),
    ],
)
def test_what_is_not_known_in_a_sentence(data: str, statement: str, summary: str) -> None:
    answer, page = missing(world(data), statement)
    assert answer.summary == summary
    assert page.startswith(summary)


def test_what_cannot_be_is_said_to_be() -> None:
    answer, page = missing(world("id:f a accord:Ship ."), "id:f a accord:Port")
    assert answer.summary == "f is a port"
    assert page.startswith("it cannot be so: f is a port this cannot be")


CLASH = ("id:f a accord:Ferry .", "id:g accord:calls id:f .")
"""One article has a ferry, where a ship calls according to another: so it is a port."""


@pytest.mark.parametrize(
    "statement",
    [
        # It would be a ship twice.
        "id:f a accord:Liner",
        # It would be a port twice.
        "id:other accord:calls id:f",
        # The same contradiction, by another name.
        "id:h owl:sameAs id:f",
    ],
)
def test_what_is_contradictory_without_it_does_not_make_it_impossible(statement: str) -> None:
    answer, page = missing(world("id:h a accord:Club .", *CLASH), statement)
    assert answer.consequences.contradictions == ()
    assert answer.summary.partition(" ")[2].startswith("is not known to ")
    remark = (
        "articles contradict each other without it: f is a port and f is a ship, but nothing is "
        "both a port and a ship; see `kg validate`"
    )
    assert page.count(remark) == 1
    clashes = not_document(answer)["clashes"]
    assert isinstance(clashes, list)
    assert [clash["words"] for clash in clashes] == ["this cannot be"]


def test_what_it_brings_is_shown_beside_what_is_contradictory_without_it() -> None:
    explainer = world("id:h a accord:Port .", *CLASH)
    answer, page = missing(explainer, "id:h a accord:Ferry")
    (contradiction,) = answer.consequences.contradictions
    assert {premise.words for premise in contradiction.premises} == {"h is a ship", "h is a port"}
    assert "contradict each other" not in page, "it is about something else"
    answer, page = missing(explainer, "id:f accord:captain id:ana")
    assert answer.consequences.contradictions == ()
    assert "contradict each other" in page


def test_of_several_contradictions_the_number_is_told() -> None:
    more = "accord:Port owl:disjointWith accord:Ferry ."
    _, page = missing(world("", more, *CLASH), "id:f a accord:Liner")
    assert "(and 1 more contradiction); see `kg validate`" in page


# ---------------------------------------------------------------- the same, and different


def test_everything_is_the_same_as_itself() -> None:
    explainer = world("id:a a accord:Port . id:a owl:sameAs id:b , id:a .")
    (reason,) = explainer.reasons(triple("id:a owl:sameAs id:a"))
    page = flat("".join(text_page([reason], width=80)))
    assert page == "a is the same as a because everything is the same as itself"
    assert reason_document(reason)["rule"] == {
        "words": "everything is the same as itself",
        "name": "eq-ref",
    }
    assert 'rdfs:label "everything is the same as itself"@en' in turtle_page([reason])


DIFFER = """id:a owl:differentFrom id:b ; owl:sameAs id:z .
[] a owl:AllDifferent ; owl:distinctMembers ( id:c id:d id:e ) ."""


@pytest.mark.parametrize(
    ("statement", "wanted"),
    [
        ("id:a owl:differentFrom id:b", "a is different from b background"),
        (
            "id:b owl:differentFrom id:a",
            (
                "b is different from a because “is different from” holds in both directions "
                "└─ a is different from b background"
            ),
        ),
        (
            "id:e owl:differentFrom id:c",
            "e is different from c because c, d and e are different background",
        ),
        (
            "id:z owl:differentFrom id:b",
            (
                "z is different from b because what holds of one name holds of the other "
                "├─ a is different from b background └─ a is the same as z background"
            ),
        ),
    ],
)
def test_that_two_are_said_to_differ_is_known(statement: str, wanted: str) -> None:
    reason = explained(world(DIFFER), statement)
    assert flat("".join(text_page([reason], width=80))) == wanted
    graph = Graph().parse(data=turtle_page([reason]), format="turtle")
    assert (None, URIRef(PROV + "wasDerivedFrom"), URIRef(REFERENCE_GRAPH)) in graph


def test_who_says_that_several_differ_is_told() -> None:
    several = "[] a owl:AllDifferent ; owl:members ( id:lesk id:marn ) ."
    statement = "id:lesk owl:differentFrom id:marn"
    assert explained(world(several), statement).rule == Rule(
        DifferentIndividuals((ox.NamedNode(DATA + "lesk"), ox.NamedNode(DATA + "marn"))),
        "lesk and marn are different",
        support=Support(background=True),
    )
    quads = [*_read(several, ONTOLOGY)]
    store = ox.Store()
    store.extend(quads)
    reason = explained(Explainer(store, quads), statement)
    assert "because lesk and marn are different stated by the ontology" in flat(
        "".join(text_page([reason], width=80))
    )
    described = reason_document(reason)["axiom"]
    assert isinstance(described, dict)
    assert described["support"]["ontology"] is True
    assert f"prov:hadPrimarySource <{ONTOLOGY}>" in turtle_page([reason])


@pytest.mark.parametrize(
    "statement", ["id:b owl:differentFrom id:c", "id:c owl:differentFrom id:c"]
)
def test_that_two_differ_is_not_known_unless_somebody_says_so(statement: str) -> None:
    explainer = world(f"{DIFFER} id:f owl:differentFrom id:f2 .")
    assert explainer.explain(triple(statement)) is None


def test_what_differs_is_told_apart_from_what_nobody_says_differs() -> None:
    explainer = world(f"{DIFFER} id:f a accord:Ferry . id:p a accord:Port .")
    answer, page = missing(explainer, "id:b owl:differentFrom id:c")
    assert answer.apart == ()
    assert page.startswith(
        "b is not known to be different from c: nobody says so, and two names may be of one and "
        "the same thing"
    )
    answer, page = missing(explainer, "id:f owl:differentFrom id:p")
    (reason,) = answer.apart
    assert page.startswith(
        "f is not said to be different from p, but cannot be the same if they were the same: └─ "
        "this cannot be because nothing is both a port and a ship"
    )
    assert "no axiom leads there" not in page
    assert not_document(answer)["apart"] == [reason_document(reason)]
    answer, page = missing(explainer, "id:a owl:differentFrom id:z")
    assert answer.apart == ()
    assert page.startswith(
        "it cannot be so: a is different from z this cannot be because what is said to be "
        "different cannot be the same"
    )


# ---------------------------------------------------------------- words


@pytest.mark.parametrize(
    ("label", "domain", "says", "to_say", "only"),
    [
        ("affirms", "claim", "affirms X", "affirm X", "X"),
        ("denies", "claim", "denies X", "deny X", "X"),
        ("establishes", "", "establishes X", "establish X", "X"),
        ("passes", "", "passes X", "pass X", "X"),
        ("speaks for", "", "speaks for X", "speak for X", "for X"),
        ("office speaks for", "", "speaks for X", "speak for X", "for X"),
        ("office speaks for", "office", "speaks for X", "speak for X", "for X"),
        ("settled by means of", "", "is settled by means of X", "be settled by means of X", ""),
        ("reportedly needs", "", "reportedly needs X", "reportedly need X", "X"),
        ("possibly made by", "claim", "is possibly made by X", "be possibly made by X", ""),
        ("in capacity of", "signature", "is in capacity of X", "be in capacity of X", ""),
        ("office of", "office", "is an office of X", "be an office of X", ""),
        ("talks between", "talks", "is talks between X", "be talks between X", ""),
        ("party to", "agent", "is party to X", "be party to X", ""),
        ("has party", "agreement", "has X as party", "have X as party", "X"),
        ("requires consent", "", "requires X as consent", "require X as consent", "X"),
        ("territory of", "state territory", "is a territory of X", "be a territory of X", ""),
        ("has consent of", "", "has consent of X", "have consent of X", "of X"),
        ("occurred in", "event", "occurred in X", "have occurred in X", "in X"),
        ("published", "article", "is published X", "be published X", ""),
        ("topic", "discussion", "has X as topic", "have X as topic", "X"),
        ("status", "", "has X as status", "have X as status", "X"),
        ("tenure holder", "tenure", "has X as tenure holder", "have X as tenure holder", "X"),
        ("has", "", "has X", "have X", "X"),
    ],
)
def test_a_label_is_a_phrase(label: str, domain: str, says: str, to_say: str, only: str) -> None:
    words = phrase(label, domain)
    assert words.says("X") == says
    assert words.to_say("X") == to_say
    assert words.only("X") == (only or to_say.removeprefix("be "))


def test_a_label_may_name_one_end_of_the_relation() -> None:
    assert phrase("has party signature").role == "party signature"
    assert phrase("topic").role == "topic"
    assert phrase("office of", "office").kind == "office of"
    assert phrase("party to", "agent") == Phrase("is party to", "be party to")


@given(st.text(), st.text())
def test_any_label_is_a_phrase(label: str, domain: str) -> None:
    words = phrase(label, domain)
    for said in (words.says("X"), words.to_say("X"), words.only("X")):
        assert "X" in said
    if label.split():
        assert label.split()[-1] in words.says("X").split()


@pytest.mark.parametrize(
    ("article", "nouns"),
    [
        ("a", "Ship|UN mission|US base|NATO force|European state|union|unilateral claim|user"),
        ("a", "Ukrainian office|one-sided claim|house|utility|u|U-turn|B|ü b"),
        ("an", "n|X|x-ray|F grade|e-mail|a"),
        ("an", "agent|hour|honoured agreement|EU mission|OSCE mission|NGO|MP|uninvited envoy"),
        ("an", "unimpeded passage|urgent request|only claim|Umbrella|utterance"),
        ("a", "crisis|press office|status|series of talks|Reuters|meeting with allies"),
    ],
)
def test_an_article_goes_by_how_the_noun_sounds(article: str, nouns: str) -> None:
    for noun in nouns.split("|"):
        assert an(noun) == f"{article} {noun}"


def test_a_plural_has_no_article() -> None:
    for noun in ("talks", "hostilities", "talks between", "rules of procedure"):
        assert an(noun) == noun


def test_long_names_stand_in_quotation_marks() -> None:
    label = "the ferry that has called at Lesk since the war"
    explainer = world(f'id:f rdfs:label "{label}"@en . id:g rdfs:label "Bo: a claim"@en .')
    wording = Wording(explainer.testimony)
    assert wording.name(ox.NamedNode(DATA + "f")) == f"‘{label}’"
    assert wording.name(ox.NamedNode(DATA + "g")) == "‘Bo: a claim’"
    assert wording.name(ox.Literal("x")) == "“x”"
    assert wording.relation(ox.NamedNode(TERMS + "calls")) == "“calls at”"


def test_the_terms_of_an_axiom() -> None:
    calls, ship = ox.NamedNode(TERMS + "calls"), ox.NamedNode(TERMS + "Ship")
    assert terms_of(PropertyDomain(calls, ship)) == (calls, ship)
    liner = SubClassOf(IntersectionOf((ship, SomeValuesFrom(calls, ship))), calls)
    assert terms_of(liner) == (ship, calls)


# ---------------------------------------------------------------- statements


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        (("a", "same as", "b"), "id:a owl:sameAs id:b"),
        (("a", "sameAs", "b"), "id:a owl:sameAs id:b"),
        (("a", "owl:sameAs", "b"), "id:a owl:sameAs id:b"),
        (("a", "is different from", "b"), "id:a owl:differentFrom id:b"),
        (("a", "differentFrom", "b"), "id:a owl:differentFrom id:b"),
        (("a", "owl:differentFrom", "b"), "id:a owl:differentFrom id:b"),
        (("f", "length", "90"), "id:f accord:length 90"),
        (("f", "length", "91"), "id:f accord:length 91"),
        (("f", "built", "1990-05-17"), 'id:f accord:built "1990-05-17"^^xsd:date'),
        (("f", "built", "long ago"), 'id:f accord:built "long ago"'),
        (("f", "is a", "ferry"), "id:f a accord:Ferry"),
    ],
)
def test_words_of_a_user_are_a_triple(words: tuple[str, str, str], meant: str) -> None:
    explainer = world(
        "id:a a accord:Port . id:b a accord:Port . id:f a accord:Port ; accord:length 90 ."
    )
    assert read_statement(explainer.testimony.graph, words, "kg why") == triple(meant)


RANGES = """
@prefix ex: <http://example.org/own#> .
ex:code a owl:DatatypeProperty ; rdfs:label "code"@en ; rdfs:range ex:Code .
ex:Code a rdfs:Datatype ; owl:equivalentClass [ a rdfs:Datatype ; owl:onDatatype xsd:string ;
  owl:withRestrictions ( [ xsd:maxLength 3 ] ) ] .
ex:percent a owl:DatatypeProperty ; rdfs:label "percent"@en ; rdfs:range
  [ a rdfs:Datatype ; owl:onDatatype xsd:integer ;
    owl:withRestrictions ( [ xsd:minInclusive 0 ] [ xsd:maxInclusive 100 ] ) ] .
ex:any a owl:DatatypeProperty ; rdfs:label "any"@en ; rdfs:range rdfs:Literal .
ex:said a owl:DatatypeProperty ; rdfs:label "said"@en ; rdfs:range rdf:langString .
ex:odd a owl:DatatypeProperty ; rdfs:label "oddly"@en ; rdfs:range xsd:double .
id:a a accord:Port .
"""


@pytest.mark.parametrize(
    ("property_", "word", "meant"),
    [
        ("code", "TUR", ox.Literal("TUR")),
        ("percent", "50", ox.Literal(50)),
        ("any", "x", ox.Literal("x")),
        ("said", "yes", ox.Literal("yes", language="en")),
        ("oddly", "1.0E0", ox.Literal("1.0E0", datatype=ox.NamedNode(XSD + "double"))),
    ],
)
def test_a_value_is_read_as_those_of_the_property_are_written(
    property_: str, word: str, meant: ox.Literal
) -> None:
    graph = world(RANGES).testimony.graph
    assert read_statement(graph, ("a", property_, word), "kg why").object == meant


def test_what_is_no_value_of_the_property_is_told() -> None:
    for property_, shown in (("percent", "xsd:integer"), ("length", "xsd:integer")):
        with pytest.raises(UnknownValue) as caught:
            read_statement(world(RANGES).testimony.graph, ("a", property_, "many"), "kg why")
        assert caught.value.what == "'many' is no value of the property, in the place of OBJECT"
        assert caught.value.why == f"its values are {shown}"
        assert caught.value.fix == "write a whole number such as 7"


OWN = """
@prefix ex: <http://example.org/own#> . @prefix two: <http://example.org/two#> .
ex:sees a owl:ObjectProperty ; rdfs:label "catches sight of"@en .
ex:Seer a owl:Class ; rdfs:label "one who sees"@en .
ex:sails a owl:ObjectProperty ; rdfs:label "goes by sail"@en .
two:sails a owl:ObjectProperty ; rdfs:label "is under sail"@en .
ex:hails a owl:ObjectProperty ; rdfs:label "calls to"@en .
ex:greets a owl:ObjectProperty ; rdfs:label "hails"@en .
ex:near a owl:ObjectProperty ; rdfs:label "close"@en .
id:a a accord:Port .
"""


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        (("a", "sees", "a"), "http://example.org/own#sees"),
        (("a", "catches sight of", "a"), "http://example.org/own#sees"),
        (("a", "a", "Seer"), "http://example.org/own#Seer"),
        # A label comes before the local name of another term, and Accord's own terms before all.
        (("a", "hails", "a"), "http://example.org/own#greets"),
        (("a", "near", "a"), f"{TERMS}near"),
    ],
)
def test_a_term_of_any_module_goes_by_its_local_name(
    words: tuple[str, str, str], meant: str
) -> None:
    found = read_statement(world(OWN).testimony.graph, words, "kg why")
    assert ox.NamedNode(meant) in (found.predicate, found.object)


def test_a_local_name_of_two_terms_names_neither() -> None:
    with pytest.raises(UnknownValue, match="no Property goes by 'sails'"):
        read_statement(world(OWN).testimony.graph, ("a", "sails", "a"), "kg why")


def test_two_things_of_one_name_are_told_apart_by_their_ids() -> None:
    explainer = world(
        'id:a a accord:Port ; rdfs:label "Lesk"@en . id:b a accord:Port ; rdfs:label "Lesk"@en .'
    )
    with pytest.raises(UnknownValue) as caught:
        read_statement(explainer.testimony.graph, ("Lesk", "near", "a"), "kg why")
    assert caught.value.what == "'Lesk' may mean 2 different things, in the place of SUBJECT"
    assert caught.value.fix == "give the id: a"
