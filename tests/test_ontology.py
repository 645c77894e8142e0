"""What is asked of every term of the ontology, one query per rule, each seen to fire.

The rules are those of the style of the project and the golden rule; the shapes look at data, and
nothing else looks at the ontology itself but the reasoners.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest
from pyoxigraph import QuerySolutions, RdfFormat, Store, parse

from kg.namespaces import ONTOLOGY, PREFIXES
from kg.project import Project
from tests.owlapi import owl_check

PROJECT: Final = Project.find(Path(__file__).parent.parent)
MODULES: Final = PROJECT.ontology_modules()
HEADER: Final = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())

KINDS: Final = """
  VALUES ?kind {
    owl:Class owl:ObjectProperty owl:DatatypeProperty owl:AnnotationProperty owl:NamedIndividual
  }
  ?term a ?kind . FILTER(isIRI(?term))
"""
WELL_MADE: Final = """
accord:Probe a owl:Class ;
  rdfs:label "probe"@en ;
  skos:definition "Thing that is well made."@en ;
  accord:assertion "assertive" ;
  rdfs:isDefinedBy <https://w3id.org/accord-kg/ontology/core> .
accord:probes a owl:ObjectProperty ;
  rdfs:label "probes"@en ;
  skos:definition "Relates a thing to another."@en ;
  accord:assertion "content" ;
  rdfs:isDefinedBy <https://w3id.org/accord-kg/ontology/core> .
"""


@dataclass(frozen=True)
class Rule:
    """A rule: the pattern of a term that breaks it, and a change to a probe that does."""

    name: str
    breaks: str
    old: str
    new: str

    def __str__(self) -> str:
        return self.name

    def offenders(self, store: Store) -> list[str]:
        found = store.query(
            f"{HEADER} SELECT DISTINCT ?term WHERE {{ {self.breaks} }} ORDER BY ?term"
        )
        assert isinstance(found, QuerySolutions)
        return [str(row["term"]) for row in found]


RULES: Final = [
    Rule(
        "a term has one English label",
        KINDS + "OPTIONAL { ?term rdfs:label ?one . FILTER(LANG(?one) = 'en') }"
        " OPTIONAL { ?term rdfs:label ?other . FILTER(?other != ?one) }"
        " FILTER(!BOUND(?one) || BOUND(?other))",
        '"probe"@en',
        '"probe"@en , "sonde"@fr',
    ),
    Rule(
        "a term has one English definition",
        KINDS + "OPTIONAL { ?term skos:definition ?one . FILTER(LANG(?one) = 'en') }"
        " OPTIONAL { ?term skos:definition ?other . FILTER(?other != ?one) }"
        " FILTER(!BOUND(?one) || BOUND(?other))",
        'skos:definition "Thing that is well made."@en ;',
        "",
    ),
    Rule(
        "a definition is a phrase with a capital letter and a full stop",
        KINDS + "?term skos:definition ?text . FILTER(!REGEX(?text, '^[A-Z].*[.]$'))",
        "Thing that is well made.",
        "thing that is well made",
    ),
    Rule(
        "a definition does not repeat the label",
        KINDS + "?term skos:definition ?text ; rdfs:label ?label ."
        r" FILTER(REGEX(?text, CONCAT('(^|[^a-z])', ?label, '($|[^a-z])'), 'i'))",
        "Thing that is well made.",
        "Thing that is a probe.",
    ),
    Rule(
        "a class or property is assertive or content, and not both",
        KINDS + "FILTER(?kind NOT IN (owl:AnnotationProperty, owl:NamedIndividual))"
        " OPTIONAL { ?term accord:assertion ?one . FILTER(?one IN ('assertive', 'content')) }"
        " OPTIONAL { ?term accord:assertion ?other . FILTER(?other != ?one) }"
        " FILTER(!BOUND(?one) || BOUND(?other))",
        '"assertive"',
        '"asserted"',
    ),
    Rule(
        "what is said makes nothing hold: content has no assertive range, domain or superior, but"
        " for agents and places",
        "?term accord:assertion 'content' ; rdfs:domain|rdfs:range|rdfs:subClassOf|"
        "rdfs:subPropertyOf ?other . ?other accord:assertion 'assertive' ."
        " FILTER(?other NOT IN (accord:Agent, accord:Person, accord:Place))",
        '"content"',
        '"content" ; rdfs:range accord:Agreement',
    ),
    Rule(
        "a property has one domain and one range at most",
        "?term rdfs:domain|rdfs:range ?any ."
        " { ?term rdfs:domain ?one , ?other } UNION { ?term rdfs:range ?one , ?other }"
        " FILTER(?one != ?other)",
        '"content"',
        '"content" ; rdfs:domain accord:Plan , accord:Claim',
    ),
    Rule(
        "no property has a range outside OWL 2's datatypes",
        "?term rdfs:range xsd:date",
        '"content"',
        '"content" ; rdfs:range xsd:date',
    ),
    Rule(
        "a property has one inverse at most",
        "?term owl:inverseOf|^owl:inverseOf ?one , ?other . FILTER(?one != ?other)",
        '"content"',
        '"content" ; owl:inverseOf accord:affirms',
    ),
    Rule(
        "a term of the project names its module",
        KINDS + "FILTER(STRSTARTS(STR(?term), STR(accord:)))"
        f" FILTER NOT EXISTS {{ ?term rdfs:isDefinedBy ?m . ?m a owl:Ontology }}"
        f" FILTER(?term != <{ONTOLOGY}>)",
        "rdfs:isDefinedBy <https://w3id.org/accord-kg/ontology/core>",
        "rdfs:isDefinedBy <https://w3id.org/accord-kg/ontology/cores>",
    ),
    Rule(
        "what a term is made of is declared",
        "?other rdfs:domain|rdfs:range|rdfs:subClassOf|rdfs:subPropertyOf|owl:inverseOf|"
        "owl:disjointWith|owl:onProperty|owl:someValuesFrom|"
        "((owl:members|owl:propertyChainAxiom|owl:intersectionOf)/rdf:rest*/rdf:first) ?term ."
        " FILTER(isIRI(?term) && STRSTARTS(STR(?term), STR(accord:)))"
        " FILTER NOT EXISTS { ?term a ?kind }",
        '"assertive" ;',
        '"assertive" ; rdfs:subClassOf accord:Undeclared ;',
    ),
]


def ontology(extra: str = "") -> Store:
    store = Store()
    for module in MODULES:
        store.extend(parse(path=module, format=RdfFormat.TURTLE))
    store.extend(parse(HEADER + extra, format=RdfFormat.TURTLE))
    return store


@pytest.mark.parametrize("rule", RULES, ids=str)
def test_every_term_keeps_the_rule(rule: Rule) -> None:
    assert rule.offenders(ontology()) == []


@pytest.mark.parametrize("rule", RULES, ids=str)
def test_the_rule_is_seen_to_fire(rule: Rule) -> None:
    assert rule.offenders(ontology(WELL_MADE)) == []
    assert rule.old in WELL_MADE
    assert rule.offenders(ontology(WELL_MADE.replace(rule.old, rule.new)))


def test_a_term_stands_in_the_module_that_it_names() -> None:
    for module in MODULES:
        store = Store()
        store.extend(parse(path=module, format=RdfFormat.TURTLE))
        (header,) = {
            str(quad.subject) for quad in store if quad.object.value == PREFIXES["owl"] + "Ontology"
        }
        named = {str(q.object) for q in store if q.predicate.value.endswith("#isDefinedBy")}
        assert named <= {header}
        assert header == f"<{ONTOLOGY}{'' if module.stem == 'accord' else '/' + module.stem}>"


@pytest.mark.java(compiler=True)
def test_it_is_owl_2_dl_consistent_and_read_whole() -> None:
    for path, report in owl_check(MODULES).items():
        assert report.unparsed == (), path
        assert report.violations == (), path
        assert report.unsatisfiable == (), path
        assert report.consistent, path
