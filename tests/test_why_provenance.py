"""Who is behind a statement: as PROV-O and as JSON, by IRI, on both articles."""

import json
from collections.abc import Iterable
from itertools import pairwise

import pyoxigraph as ox
from rdflib import XSD, Graph, Literal, URIRef

from kg.namespaces import DATA, DCTERMS, PROV, RDF, RDFS, TERMS
from kg.why import Explainer, read_statement
from kg.why.document import reason_document
from kg.why.provenance import turtle_page

ARTICLE = f"{DATA}straits-wire/2024-05-17-ilmedane-ceasefire/v1"
RELAYED = f"{ARTICLE}/claim/engineers-at-work"
BEHIND = f"""
PREFIX prov: <{PROV}>
PREFIX dcterms: <{DCTERMS}>
PREFIX rdf: <{RDF}>
PREFIX rdfs: <{RDFS}>
SELECT DISTINCT ?outlet ?issued ?speaker ?said WHERE {{
  [] a rdf:Statement ; rdf:predicate ?property ; prov:wasGeneratedBy [] ;
     prov:wasDerivedFrom+ ?passage .
  ?passage prov:wasQuotedFrom ?article .
  ?article dcterms:issued ?issued ; dcterms:publisher/rdfs:label ?outlet .
  ?passage prov:wasDerivedFrom+ ?source .
  ?source prov:wasAttributedTo/rdfs:label ?speaker .
  OPTIONAL {{ ?source dcterms:created ?said }}
}}
"""
"""Who is behind what is inferred with a property: by outlet and day, whoever said it and when."""


def behind(property_: str, page: str) -> list[tuple[str, ...]]:
    """Return the rows of that question, asked of a page in Turtle."""
    store = ox.Store()
    store.load(page.encode(), format=ox.RdfFormat.TURTLE)
    rows = store.query(BEHIND.replace("?property", f"<{property_}>"))
    assert isinstance(rows, ox.QuerySolutions)
    return sorted(tuple("" if term is None else term.value for term in row) for row in rows)


def page_of(quads: Iterable[ox.Quad], subject: str, property_: str, object_: str) -> str:
    """Return in PROV-O why a triple of a graph holds."""
    graph = ox.Store()
    kept = list(quads)
    graph.extend([*kept, *(ox.Quad(q.subject, q.predicate, q.object) for q in kept)])
    explainer = Explainer(graph, kept)
    statement = read_statement(graph, (subject, property_, object_), "kg why")
    return turtle_page(explainer.reasons(statement))


def test_a_machine_can_ask_who_is_behind_an_inference(tass_quads: tuple[ox.Quad, ...]) -> None:
    page = page_of(tass_quads, "consent/armenia", "denied by", "claim/no-such-agreements")
    day = "2020-11-12"
    assert behind(f"{TERMS}deniedBy", page) == [("TASS", day, "Dmitry Peskov", day)]


def test_whoever_passed_a_claim_on_is_behind_it_too(invented_quads: tuple[ox.Quad, ...]) -> None:
    page = page_of(invented_quads, "implementation/engineers", "affirmed by", RELAYED)
    day = "2024-05-17"
    assert behind(f"{TERMS}affirmedBy", page) == [
        ("Straits Wire", day, "Rhea Tolk", ""),
        ("Straits Wire", day, "Straits Wire", ""),
        ("Straits Wire", day, "people in Lesk", ""),
        ("Straits Wire", day, "Радио Сольм", ""),
    ]
    # Each passed on what the one before had said.
    graph = Graph().parse(data=page, format="turtle")
    derived, by = URIRef(f"{PROV}wasDerivedFrom"), URIRef(f"{PROV}wasAttributedTo")
    (claim,) = graph.subjects(by, URIRef(f"{ARTICLE}/group/people-in-lesk"))
    steps = [str(claim), *(f"{ARTICLE}/relay/{name}" for name in ("tolk", "radio", "outlet"))]
    for step, source in pairwise(reversed(steps)):
        assert (URIRef(step), derived, URIRef(source)) in graph
    ((passage, *_),) = [(passage,) for passage in graph.subjects(derived, URIRef(steps[-1]))]
    assert (passage, URIRef(f"{PROV}wasQuotedFrom"), URIRef(ARTICLE)) in graph


def test_who_may_have_said_it_is_not_said_to_have(invented_quads: tuple[ox.Quad, ...]) -> None:
    possible = ox.NamedNode(f"{TERMS}possiblyMadeBy")
    claims = {quad.subject for quad in invented_quads if quad.predicate == possible}
    assert claims
    for claim in claims:
        assert isinstance(claim, ox.NamedNode)
        page = page_of(invented_quads, claim.value, "a", "claim")
        graph = Graph().parse(data=page, format="turtle")
        assert list(graph.objects(URIRef(claim.value), URIRef(possible.value)))
        assert not list(graph.objects(URIRef(claim.value), URIRef(f"{PROV}wasAttributedTo")))


def test_a_denial_is_no_attribution_of_what_is_denied(tass_quads: tuple[ox.Quad, ...]) -> None:
    page = page_of(
        tass_quads, "discussion/turkish-participation", "topic", "plan/turkish-peacekeepers"
    )
    graph = Graph().parse(data=page, format="turtle")
    claim = URIRef(f"{DATA}tass/2020-11-12-turkish-peacekeepers/v1/claim/not-discussed")
    denied = URIRef(
        f"{DATA}tass/2020-11-12-turkish-peacekeepers/v1/discussion/turkish-participation"
    )
    assert (claim, URIRef(f"{TERMS}denies"), denied) in graph
    for statement in graph.subjects(URIRef(f"{RDF}type"), URIRef(f"{RDF}Statement")):
        assert not list(graph.objects(statement, URIRef(f"{PROV}wasAttributedTo")))


def test_all_that_is_named_has_a_type_and_a_name(
    tass_quads: tuple[ox.Quad, ...], invented_quads: tuple[ox.Quad, ...]
) -> None:
    pages = [
        page_of(tass_quads, "consent/armenia", "a", "ReportedlyOutstandingConsent"),
        page_of(invented_quads, "consent/front", "a", "ReportedlyOutstandingConsent"),
        page_of(invented_quads, "implementation/engineers", "affirmed by", RELAYED),
    ]
    for page in pages:
        graph = Graph().parse(data=page, format="turtle")
        label = URIRef(f"{RDFS}label")
        for relation, class_ in (
            (f"{PROV}wasAttributedTo", f"{PROV}Agent"),
            (f"{DCTERMS}publisher", f"{PROV}Agent"),
        ):
            for one in set(graph.objects(None, URIRef(relation))):
                assert (one, URIRef(f"{RDF}type"), URIRef(class_)) in graph
                assert len(list(graph.objects(one, label))) == 1
        for entity in set(graph.subjects(URIRef(f"{PROV}wasAttributedTo"))):
            assert (entity, URIRef(f"{RDF}type"), URIRef(f"{PROV}Entity")) in graph
        for date in ("created", "issued"):
            for value in graph.objects(None, URIRef(f"{DCTERMS}{date}")):
                assert isinstance(value, Literal)
                assert value.datatype == XSD.date


def test_json_says_by_iri_who_says_it(invented_quads: tuple[ox.Quad, ...]) -> None:
    graph = ox.Store()
    graph.extend([*invented_quads, *(ox.Quad(*quad.triple) for quad in invented_quads)])
    words = ("implementation/engineers", "implementation of", "plan/engineers")
    explainer = Explainer(graph, invented_quads)
    reason = explainer.explain(read_statement(graph, words, "kg why"))
    assert reason is not None
    support = reason_document(reason)["support"]
    found = json.loads(json.dumps(support))["passages"]
    told = [own for one in found for own in one["attributions"] if own["relays"]]
    assert told
    for own in told:
        assert own["claim"]["iri"] == RELAYED
        assert own["relation"] == {"iri": f"{TERMS}affirms", "name": "affirms"}
        assert own["speakers"] == [
            {"iri": f"{ARTICLE}/group/people-in-lesk", "name": "people in Lesk"}
        ]
        agents = [agent["name"] for relay in own["relays"] for agent in relay["agents"]]
        assert agents == ["Rhea Tolk", "Радио Сольм", "Straits Wire"]
        assert own["words"] in found[0]["word"]
