"""A small built graph with one of everything that an export has to treat."""

from typing import Final

import pyoxigraph as ox

from kg.namespaces import INFERRED_GRAPH, ONTOLOGY, PREFIXES, REFERENCE_GRAPH
from tests.roundtrip import Read, read_trig, statements

ARTICLE: Final = "https://w3id.org/accord-kg/id/wire/2031-05-02-lake/v1"
TEXT: Final = (
    "Envoy Ann Lee said:\n“The lake is open to every vessel, and so it will remain for years.” "
    "The Wire saw four boats on the lake that very morning, all of them unarmed and small. 😀"
)


def passage(words: str) -> str:
    """Return the IRI of the passage with these words."""
    start = TEXT.index(words)
    return f"{ARTICLE}#char={start},{start + len(words)}"


SAID: Final = "“The lake is open to every vessel, and so it will remain for years.”"
REPORTED: Final = "Envoy Ann Lee said:\n" + SAID
SEEN: Final = TEXT[TEXT.index("The Wire") : TEXT.index(" 😀")]
FACE: Final = "😀"


def _span(words: str, kind: str, more: str) -> str:
    start = TEXT.index(words)
    quoted = words.replace("\n", "\\n")
    return f"""<{passage(words)}> a accord:{kind} ; accord:inArticle <{ARTICLE}> ;
        accord:startOffset "{start}"^^xsd:nonNegativeInteger ;
        accord:endOffset "{start + len(words)}"^^xsd:nonNegativeInteger ;
        accord:exactText "{quoted}" ; {more} ."""


_PREFIXES = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
SAMPLE: Final = f"""{_PREFIXES}
<{ONTOLOGY}> {{
    <{ONTOLOGY}> a owl:Ontology ; dcterms:title "Accord"@en ; owl:versionInfo "0.1.0" ;
        dcterms:license <https://creativecommons.org/licenses/by/4.0/> ; dcterms:creator "We" ;
        owl:versionIRI <{ONTOLOGY}/0.1.0> ; owl:imports <{ONTOLOGY}/core> .
    <{ONTOLOGY}/core> a owl:Ontology ; dcterms:title "Core"@en ; owl:versionIRI <{ONTOLOGY}/c> .
    dcterms:license a owl:AnnotationProperty . dcterms:creator a owl:AnnotationProperty .
    dcterms:title a owl:AnnotationProperty ; rdfs:label "title"@en ; dcterms:source <http://e/t> .
    dcterms:source a owl:AnnotationProperty ; rdfs:label "source"@en .
    accord:evidence a owl:AnnotationProperty . accord:evidenceText a owl:AnnotationProperty .
    accord:Agent a owl:Class ; rdfs:label "agent"@en ; skos:example "“all of them unarmed”"@en ;
        owl:disjointWith accord:Passage .
    accord:Claim a owl:Class ;
        skos:example "“that very morning, all of them unarmed and small”"@en .
    accord:Passage a owl:Class . accord:EmptyPassage a owl:Class . accord:Article a owl:Class .
    accord:Lake a owl:Class ; owl:equivalentClass [ a owl:Class ; owl:intersectionOf ( accord:Place
        [ a owl:Restriction ; owl:onProperty accord:about ; owl:someValuesFrom accord:Claim ] ) ] .
    accord:Place a owl:Class . accord:Relay a owl:Class . accord:Voice a owl:Class .
    [] a owl:AllDisjointClasses ; owl:members ( accord:Agent accord:Claim accord:Place ) .
    accord:madeBy a owl:ObjectProperty . accord:publisher a owl:ObjectProperty .
    accord:affirms a owl:ObjectProperty . accord:about a owl:ObjectProperty .
    accord:hasRelay a owl:ObjectProperty . accord:relayedBy a owl:ObjectProperty .
    accord:inArticle a owl:ObjectProperty . accord:voice a owl:ObjectProperty .
    accord:meets a owl:ObjectProperty ; owl:propertyChainAxiom ( accord:about accord:about ) .
    accord:published a owl:DatatypeProperty . accord:relayOrder a owl:DatatypeProperty .
    accord:startOffset a owl:DatatypeProperty . accord:endOffset a owl:DatatypeProperty .
    accord:exactText a owl:DatatypeProperty . accord:reason a owl:DatatypeProperty .
    accord:size a owl:DatatypeProperty .
    accord:direct a accord:Voice . accord:indirect a accord:Voice . accord:outlet a accord:Voice .
}}
<{REFERENCE_GRAPH}> {{
    id:wire a accord:Agent ; rdfs:label "The Wire"@en , "Der Draht"@de ;
        dcterms:source <http://e/w> .
    id:ann-lee a accord:Agent ; rdfs:label "Ann Lee"@en ; skos:exactMatch wd:Q1 .
    id:bob a accord:Agent ; rdfs:label "Bob \\"B\\" <Ray> & Co"@en .
    id:lake a owl:Thing ; accord:about id:unnamed .
}}
<{ARTICLE}> {{
    <{ARTICLE}> a accord:Article ; accord:publisher id:wire ;
        accord:published "2031-05-02"^^xsd:date ; dcterms:title "Lake is open" .
    {_span(SAID, "Passage", "accord:voice accord:direct")}
    {_span(REPORTED, "Passage", "accord:voice accord:indirect")}
    {_span(SEEN, "Passage", 'accord:voice accord:outlet ; skos:note "ours, at length"@en')}
    {_span(FACE, "EmptyPassage", 'accord:reason "a face"')}
    <{ARTICLE}/claim/open> rdfs:label "open"@en ;
        skos:note "Lee:  the LAKE is open to every\\tvessel, and so on"@en .
}}
<{passage(SAID)}> {{
    <{ARTICLE}/claim/open> a accord:Claim ; accord:madeBy id:ann-lee ; accord:affirms id:lake .
    id:lake a accord:Lake ; accord:size "open to all" .
}}
<{passage(REPORTED)}> {{
    <{ARTICLE}/claim/open> a accord:Claim ;
        accord:hasRelay <{ARTICLE}/relay/b> , <{ARTICLE}/relay/a> .
    <{ARTICLE}/claim/reply> a accord:Claim ; accord:madeBy id:bob ; accord:affirms id:wharf .
    <{ARTICLE}/relay/a> a accord:Relay ; accord:relayOrder 2 ; accord:relayedBy id:wire .
    <{ARTICLE}/relay/b> a accord:Relay ; accord:relayOrder 1 ; accord:relayedBy id:unnamed .
    id:lake a accord:Lake .
    id:wharf a accord:Place .
    id:gate a accord:Place .
}}
<{passage(SEEN)}> {{
    id:lake a accord:Lake .
}}
<{INFERRED_GRAPH}> {{
    id:lake a accord:Place .
}}
"""


def sample() -> list[ox.Quad]:
    """Return the quads of the graph, with its union in the default graph as a build writes it."""
    named = read_trig(SAMPLE)
    return named + [ox.Quad(q.subject, q.predicate, q.object) for q in named]


def stored() -> Read:
    """Return the statements of the named graphs."""
    return statements(q for q in sample() if q.graph_name != ox.DefaultGraph())
