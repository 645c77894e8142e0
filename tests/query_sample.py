"""A graph small enough to read, with what queries meet: names, codes, homonyms, two voices."""

import pyoxigraph as ox

from kg.namespaces import PREFIXES

PASSAGE = "<https://w3id.org/accord-kg/id/gazette/2031-05-02-lake/v2#char=10,42>"
_PREFIXES = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())

UNION = """
accord:Agent a owl:Class . accord:State a owl:Class . accord:Article a owl:Class .
accord:Empty a owl:Class .
accord:iso3166Alpha2 a owl:DatatypeProperty ; rdfs:subPropertyOf skos:notation .
accord:signedOn a owl:DatatypeProperty ; rdfs:label "signed on"@en .
id:north-lake a accord:State, accord:Agent ; rdfs:label "Nordsee"@de, "North Lake"@en ;
  skos:altLabel "Northport"@en, "Lake" ; skos:notation "NLK" ; accord:iso3166Alpha2 "NL" ;
  skos:exactMatch wd:Q1000 .
id:south-lake a accord:State, accord:Agent ; rdfs:label "South Lake"@en ; skos:altLabel "Lake" .
id:ana-øst a accord:Agent ; rdfs:label "Ana Øst"@en .
<https://w3id.org/accord-kg/id/gazette/2031-05-02-lake/v1> a accord:Article .
<https://w3id.org/accord-kg/id/gazette/2031-05-02-lake/v2> a accord:Article .
<https://w3id.org/accord-kg/id/gazette/2031-05-02-lake/v2/claim/patrol> a accord:Claim ;
  rdfs:label "the patrol is agreed"@en ; accord:madeBy id:ana-øst .
<https://w3id.org/accord-kg/id/gazette/2031-05-03-ferry/v1/claim/patrol> a accord:Claim .
accord:direct rdfs:label "direct speech"@en .
"""


def sample() -> ox.Store:
    """Return the graph; a state ``id:<name>`` has names, codes and a match in Wikidata."""
    store = ox.Store()
    store.load((_PREFIXES + UNION).encode(), format=ox.RdfFormat.TURTLE)
    supported = f"{PASSAGE} {{ id:north-lake accord:consentsTo id:south-lake }}"
    store.load((_PREFIXES + supported).encode(), format=ox.RdfFormat.TRIG)
    described = f"""
        id:north-lake accord:consentsTo id:south-lake .
        {PASSAGE} a accord:Passage ; accord:exactText "they <agree>" ; accord:voice accord:direct .
    """
    store.load((_PREFIXES + described).encode(), format=ox.RdfFormat.TURTLE)
    return store
