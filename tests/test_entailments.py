"""What must follow from the articles, and what must never follow.

A speaker's words are never a fact: most rows that forbid say so for one case. The names in the
table are looked up in the graph, so that no row is right by a misspelling.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

import pytest
from pyoxigraph import NamedNode, Quad, Triple

from kg.namespaces import DATA, INFERRED_GRAPH, OWL, PREFIXES, RDF, TERMS
from kg.reason import infer
from tests.owlapi import hermit_entailments_of

ARTICLES: Final = {
    "tass": f"{DATA}tass/2020-11-12-turkish-peacekeepers/v1/",
    "invented": f"{DATA}straits-wire/2024-05-17-ilmedane-ceasefire/v1/",
}
ANYTHING: Final = "*"

Statement = TypeVar("Statement", Triple, Quad)

EXPECTED: Final = {
    "tass": """
id:armenia accord:partyTo id:joint-statement-2020-11-09       | its Prime Minister signed
id:azerbaijan accord:partyTo id:joint-statement-2020-11-09    | its President signed
id:russia accord:partyTo id:joint-statement-2020-11-09        | its President signed
id:joint-statement-2020-11-09 accord:hasParty id:russia       | the same, from the other side
id:joint-statement-2020-11-09 accord:hasSignatory id:nikol-pashinyan | his signature is under it
id:joint-statement-2020-11-09 accord:hasSignature :signature/putin   | a party's is a signature
id:turkey accord:partyTo id:monitoring-centre-agreement-2020-11-11   | the outlet says so
id:dmitry-peskov accord:represents id:russia     | his office is in the Kremlin, an organ of Russia
id:dmitry-peskov accord:speaksFor id:kremlin     | his office speaks for it
id:minister-of-defence-of-russia accord:officeOf id:russia | through its ministry
id:sergei-shoigu accord:represents id:russia     | he holds that office
id:minister-of-defence-of-russia accord:counterpartOf id:minister-of-defence-of-turkey | mutual
:plan/turkish-peacekeepers accord:reportedlyNeeds :consent/armenia | the requirement asks for it
:plan/turkish-peacekeepers accord:reportedlyRequiresConsentOf id:armenia    | Peskov names it
:plan/turkish-peacekeepers accord:reportedlyRequiresConsentOf id:azerbaijan | Peskov names it
:consent/armenia rdf:type accord:ReportedlyOutstandingConsent    | required, and denied
:consent/azerbaijan rdf:type accord:ReportedlyOutstandingConsent | required, and denied
:plan/turkish-peacekeepers rdf:type accord:PlanReportedlyAwaitingConsent | two are outstanding
:discussion/turkish-participation accord:deniedBy :claim/topic-not-discussed | the claim denies it
:non-answer/satisfied accord:respondsTo :question/satisfied      | to decline is to react
:claim/differences-in-understanding accord:respondsTo :claim/ankara-participation | to comment, too
:approach/political-diplomatic accord:alternativeTo :approach/turkish-viewpoint | mutual
""",
    "invented": """
id:vesh accord:partyTo id:marn-memorandum          | its minister signed for it
id:veshara accord:partyTo id:marn-memorandum       | its minister signed for it
id:vesh accord:partyTo id:ilmedane-ceasefire-agreement | the outlet says so
id:ilmedane-front accord:partyTo id:ilmedane-ceasefire-agreement | a non-state party can be a party
id:marn-memorandum accord:hasSignatory id:tome-quist-adu | a witness signs as well
id:marn-memorandum accord:hasSignatory id:ny-ala-sem     | in whatever role
:plan/engineers accord:hasConsentOf id:vesh        | party to what authorises the plan
:plan/engineers accord:hasConsentOf id:veshara     | party to what authorises the plan
id:zeynara-o-dhal accord:speaksFor id:ilmedane-front  | her office speaks for it
id:zeynara-o-dhal accord:represents id:ilmedane-front | her office is the Front's
id:tome-quist-adu accord:represents id:seven-straits-union | his office is the organisation's
id:mirelle-ferreth accord:represents id:kevarre    | she held the office; when, the tenure says
id:joss-ferr accord:represents id:kevarre          | he holds it now
id:luc-amael-toun accord:represents id:kevarre     | his office is in the government
id:minister-of-defence-of-vesh accord:counterpartOf id:minister-of-defence-of-kevarre | mutual
:plan/kevarran-peacekeepers accord:reportedlyRequiresConsentOf id:veshara        | Tolk names it
:plan/kevarran-peacekeepers accord:reportedlyRequiresConsentOf id:ilmedane-front | Tolk names it
:consent/veshara rdf:type accord:ReportedlyOutstandingConsent | required, and one speaker denies it
:consent/front rdf:type accord:ReportedlyOutstandingConsent   | required, and once denied
:plan/kevarran-peacekeepers rdf:type accord:PlanReportedlyAwaitingConsent | two are outstanding
:claim/veshara-consents accord:atOddsWith :claim/veshara-refuses | two speakers
:claim/veshara-refuses accord:atOddsWith :claim/veshara-consents | mutual
:claim/front-accepts accord:atOddsWith :claim/front-refuses      | one speaker, on two days
:claim/first-men accord:atOddsWith :claim/no-soldier             | sent, and not sent
:consent/veshara rdf:type accord:DisputedProposition | affirmed and denied
:consent/front rdf:type accord:DisputedProposition   | affirmed and denied
:implementation/kevarran-peacekeepers rdf:type accord:DisputedProposition | affirmed and denied
:claim/front-refuses accord:deniedBy :claim/never-said | a claim about a claim
:non-answer/vesh accord:respondsTo :question/vesh      | to decline is to react
:plan/house-of-return accord:possiblySameAs :plan/prisoner-centre | said
:plan/prisoner-centre accord:possiblySameAs :plan/house-of-return | mutual
""",
}

FORBIDDEN: Final = {
    "tass": """
id:turkey accord:partyTo id:joint-statement-2020-11-09   | it did not sign
id:joint-statement-2020-11-09 accord:hasParty id:turkey  | it did not sign
id:recep-tayyip-erdogan accord:represents id:azerbaijan  | two presidents, named in one breath
id:monitoring-centre-agreement-2020-11-11 accord:hasSignature * | who signed is not said
id:monitoring-centre-agreement-2020-11-11 accord:hasSignatory * | the ministers talked before it
:plan/turkish-peacekeepers accord:hasConsentOf *         | nobody consented to it
:plan/russian-peacekeepers accord:hasConsentOf *         | only Putin says that it was agreed
:authorisation/russian-peacekeepers accord:provisionOf * | only Putin's word places it
:commitment/hold-positions accord:provisionOf *          | only Putin's word places it
:commitment/exchange-prisoners accord:provisionOf *      | the voice of the sentence is open
:claim/exchange accord:madeBy *                          | who speaks is open
:plan/turkish-peacekeepers accord:reportedlyRequiresConsentOf id:russia | asked about, not required
:consent/russia rdf:type accord:ReportedlyOutstandingConsent | asked about, and not denied
:plan/russian-peacekeepers rdf:type accord:PlanReportedlyAwaitingConsent | nothing restricts it
:claim/differences-in-understanding accord:atOddsWith *  | a supposition denies nothing
:claim/ankara-participation accord:atOddsWith *          | nobody denies what Ankara says
:participation/turkish-peacekeepers accord:deniedBy *    | that it was not discussed is no denial
* accord:atOddsWith *                                    | so nobody is at odds, not with himself
* rdf:type accord:DisputedProposition                    | and nothing is disputed
* rdf:type accord:Deployment                             | planned, or claimed
* accord:deployedTo *                                    | planned, or claimed
* rdf:type accord:Centre                                 | planned
* rdf:type accord:Ceasefire                              | agreed; nothing says it took effect
* accord:realises *                                      | nothing planned is said to be carried out
* accord:establishes id:turkish-russian-peacekeeping-centre | possibly the same is no merge
:siting/monitoring-centre accord:sites id:turkish-russian-peacekeeping-centre | no merge
""",
    "invented": """
id:seven-straits-union accord:partyTo *            | a witness's signature makes nobody a party
id:marn-memorandum accord:hasParty id:seven-straits-union | nor from the other side
id:ta-oril accord:partyTo *                        | a signature in no stated role binds nobody
id:ilmedane-front accord:partyTo id:marn-memorandum       | it did not sign this one
id:veshara accord:partyTo id:ilmedane-ceasefire-agreement | nor Veshara that one
id:ilmedane-ceasefire-agreement accord:hasSignatory *     | who signed was not made public
:plan/engineers accord:hasConsentOf id:seven-straits-union | a witness consents to nothing
:plan/engineers accord:hasConsentOf id:ta-oril     | it sends them, and is no party
:plan/engineers accord:hasConsentOf id:ilmedane-front | no party
:plan/kevarran-peacekeepers accord:hasConsentOf *  | consents are only spoken of
:plan/observers accord:hasConsentOf *              | carried out, and nobody's consent is told
:commitment/road accord:provisionOf *              | only Håkke's word places it
:commitment/mines accord:provisionOf *             | the voice of the sentence is open
:claim/mines accord:madeBy *                       | who speaks is open
:plan/kevarran-peacekeepers accord:reportedlyRequiresConsentOf id:vesh | doubted, not required
:consent/vesh rdf:type accord:ReportedlyOutstandingConsent | doubted, not denied
:consent/vesh accord:deniedBy *                    | doubt is no denial
:plan/engineers rdf:type accord:PlanReportedlyAwaitingConsent | nothing restricts it
:claim/vesh-questioned accord:atOddsWith *         | doubt denies nothing
:claim/differently accord:atOddsWith *             | a supposition denies nothing
:claim/never-said accord:atOddsWith *              | it denies that something was said
:claim/front-refuses accord:atOddsWith :claim/front-refuses | no claim is at odds with itself
:claim/front-accepts accord:atOddsWith :claim/front-terms   | the same, said twice
:claim/front-refuses rdf:type accord:DisputedProposition    | denied, and affirmed by no other claim
:plan/kevarran-peacekeepers rdf:type accord:Deployment      | Ferr says so, and Tolk not
:plan/engineers rdf:type accord:Deployment         | only people in Lesk say so
* accord:contributedBy id:kevarre                  | an offer sends nobody
* accord:contributedBy id:ta-oril                  | an authorisation sends nobody
* accord:realises :plan/engineers                  | only people in Lesk say so
* accord:realises :plan/kevarran-peacekeepers      | Ferr says so, and Tolk not
* accord:realises :plan/prisoner-centre            | planned
* accord:establishes :plan/house-of-return         | possibly the same is no merge
:siting/prisoner-centre accord:sites :plan/house-of-return | no merge
id:mirelle-ferreth accord:speaksFor *              | a minister is no spokesperson
id:joss-ferr accord:represents id:vesh             | his counterpart does
id:irene-vautel-osk accord:represents id:vesh      | Vesh is not Veshara
""",
}


@dataclass(frozen=True)
class Row:
    """A line of the tables: subject, predicate, object and the reason."""

    article: str
    terms: tuple[str, str, str]
    why: str

    def __str__(self) -> str:
        return f"{self.article}: {' '.join(self.terms)}"

    def iri(self, term: str) -> str | None:
        """Return the IRI of a CURIE, in which an empty prefix is the article, or None for ``*``."""
        if term == ANYTHING:
            return None
        prefix, _, local = term.partition(":")
        return (PREFIXES[prefix] if prefix else ARTICLES[self.article]) + local


def rows(tables: dict[str, str]) -> list[Row]:
    return [row for article, table in tables.items() for row in _rows(article, table)]


def _rows(article: str, table: str) -> Iterator[Row]:
    for line in table.strip().splitlines():
        triple, why = line.split("|")
        subject, predicate, object_ = triple.split()
        yield Row(article, (subject, predicate, object_), why.strip())


def statements(given: Iterable[Statement], row: Row) -> list[Statement]:
    """Return the triples or quads that a row describes."""
    wanted = [row.iri(term) for term in row.terms]
    return [
        statement
        for statement in given
        if all(
            iri is None or (isinstance(term, NamedNode) and term.value == iri)
            for iri, term in zip(
                wanted, (statement.subject, statement.predicate, statement.object), strict=True
            )
        )
    ]


def split(quads: Iterable[Quad]) -> tuple[list[Quad], list[Quad]]:
    """Return what is asserted, and what is inferred."""
    asserted: list[Quad] = []
    inferred: list[Quad] = []
    for quad in quads:
        (inferred if quad.graph_name == NamedNode(INFERRED_GRAPH) else asserted).append(quad)
    return asserted, inferred


@pytest.fixture(scope="session")
def graphs(
    tass_quads: tuple[Quad, ...], invented_quads: tuple[Quad, ...]
) -> dict[str, tuple[Quad, ...]]:
    return {"tass": tass_quads, "invented": invented_quads}


@pytest.mark.parametrize("row", rows(EXPECTED), ids=str)
def test_what_is_expected_follows(row: Row, graphs: dict[str, tuple[Quad, ...]]) -> None:
    assert statements(graphs[row.article], row), row.why


@pytest.mark.parametrize("row", rows(FORBIDDEN), ids=str)
def test_what_is_forbidden_does_not_follow(row: Row, graphs: dict[str, tuple[Quad, ...]]) -> None:
    assert statements(graphs[row.article], row) == [], row.why


@pytest.mark.parametrize("article", ARTICLES)
def test_every_name_in_the_tables_is_one_of_the_graph(
    article: str, graphs: dict[str, tuple[Quad, ...]]
) -> None:
    known = {
        term.value
        for quad in graphs[article]
        for term in quad.triple
        if isinstance(term, NamedNode)
    }
    table = [row for row in [*rows(EXPECTED), *rows(FORBIDDEN)] if row.article == article]
    named = {row.iri(term) for row in table for term in row.terms} - {None}
    assert named - known == set()


@pytest.mark.parametrize("article", ARTICLES)
def test_most_of_what_is_expected_is_inferred_and_nowhere_asserted(
    article: str, graphs: dict[str, tuple[Quad, ...]]
) -> None:
    expected = [row for row in rows(EXPECTED) if row.article == article]
    _, inferred = split(graphs[article])
    found = [row for row in expected if statements(inferred, row)]
    assert len(found) > 0.8 * len(expected)


@pytest.mark.parametrize(
    ("article", "premise", "conclusion"),
    [
        (
            "tass",
            "id:joint-statement-2020-11-09 accord:hasPartySignature :signature/pashinyan",
            "id:armenia accord:partyTo id:joint-statement-2020-11-09",
        ),
        (
            "tass",
            "* accord:affirms :requirement/turkish-deployment",
            "* rdf:type accord:PlanReportedlyAwaitingConsent",
        ),
        (
            "tass",
            ":claim/no-such-agreements accord:denies :consent/armenia",
            ":consent/armenia rdf:type accord:ReportedlyOutstandingConsent",
        ),
        (
            "tass",
            ":tenure/peskov accord:tenureOffice id:kremlin-spokesman",
            "id:dmitry-peskov accord:speaksFor id:kremlin",
        ),
        (
            "invented",
            "id:marn-memorandum accord:hasProvision :authorisation/engineers",
            ":plan/engineers accord:hasConsentOf *",
        ),
        (
            "invented",
            ":claim/front-refuses accord:denies :consent/front",
            ":claim/front-accepts accord:atOddsWith *",
        ),
        (
            "invented",
            "* accord:affirms :consent/veshara",
            ":consent/veshara rdf:type accord:DisputedProposition",
        ),
        (
            "invented",
            "id:ministry-of-defence-of-vesh accord:organOf id:vesh",
            "id:vesh accord:partyTo id:marn-memorandum",
        ),
    ],
)
def test_an_entailment_goes_with_its_premise(
    article: str, premise: str, conclusion: str, graphs: dict[str, tuple[Quad, ...]]
) -> None:
    (dropped,) = _rows(article, f"{premise} | dropped")
    (concluded,) = _rows(article, f"{conclusion} | gone")
    asserted, inferred = split(graphs[article])
    gone = set(statements(asserted, dropped))
    assert gone
    assert statements(inferred, concluded)
    rest = [quad for quad in asserted if quad not in gone]
    assert statements(infer(rest), concluded) == []


# ---------------------------------------------------------------- the same as HermiT


def turtle(quads: Sequence[Quad]) -> str:
    """Return what is asserted as one document for the OWL API, which is to import nothing."""
    header = {quad.subject for quad in quads if quad.object == NamedNode(OWL + "Ontology")}
    asserted, _ = split(quads)
    triples = {quad.triple for quad in asserted if quad.subject not in header}
    return "".join(sorted(f"{triple} .\n" for triple in triples))


def assertions(quads: Sequence[Quad]) -> set[tuple[str, str, str]]:
    """Return the types and the values of object properties, asserted or inferred."""
    relations = {quad.subject for quad in quads if quad.object == NamedNode(OWL + "ObjectProperty")}
    return {
        (quad.subject.value, quad.predicate.value, quad.object.value)
        for quad in quads
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode)
        # What OWL calls a class or a property is no individual.
        if quad.predicate in relations
        or (quad.predicate.value == RDF + "type" and quad.object.value.startswith(TERMS))
    }


@pytest.mark.java(compiler=True)
def test_the_inferred_graph_is_what_hermit_derives(
    graphs: dict[str, tuple[Quad, ...]],
) -> None:
    oracle = hermit_entailments_of([turtle(quads) for quads in graphs.values()])
    for quads, derived in zip(graphs.values(), oracle, strict=True):
        ours = assertions(quads)
        assert sorted(derived - ours) == []
        assert sorted(ours - derived) == []
