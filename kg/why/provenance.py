"""Explanations as RDF: each step an activity that used premises and an axiom (PROV-O).

https://www.w3.org/TR/prov-o/. A statement is described (``rdf:Statement``) and never made, so that
the file asserts nothing of the world. IRIs are made from what they stand for, so that the same
explanation is the same bytes, and two files can be put together.
"""

import hashlib
from collections.abc import Iterable, Iterator
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from kg.namespaces import (
    DATA,
    DCTERMS,
    ONTOLOGY,
    PREFIXES,
    PROV,
    RDF,
    RDFS,
    REFERENCE_GRAPH,
    TERMS,
    XSD,
)
from kg.reason.equality import EqualityRule
from kg.show.sources import Article, Passage
from kg.show.testimony import POSSIBLY_MADE_BY, Attribution, Named
from kg.turtle import Graph, Statement, arrange, write_turtle
from kg.why.model import Reason, Rule, Support, Testimonial

_STATEMENTS: Final = f"{DATA}statement/"
_AXIOMS: Final = f"{DATA}axiom/"
_INFERENCES: Final = f"{DATA}inference/"
_RULES: Final = f"{DATA}rule/"

_TYPE: Final = NamedNode(RDF + "type")
_LABEL: Final = NamedNode(RDFS + "label")
_COMMENT: Final = NamedNode(RDFS + "comment")
_SEE_ALSO: Final = NamedNode(RDFS + "seeAlso")
_ENTITY: Final = NamedNode(PROV + "Entity")
_DERIVED: Final = NamedNode(PROV + "wasDerivedFrom")
_PRIMARY: Final = NamedNode(PROV + "hadPrimarySource")
_BACKGROUND: Final = NamedNode(REFERENCE_GRAPH)
_OWL_RULES: Final = NamedNode("https://www.w3.org/TR/owl2-profiles/")
"""Where the rules of equality are from."""


def turtle_page(reasons: Iterable[Reason]) -> str:
    """Return derivations as Turtle; nothing but prefixes where there is none."""
    statements = {statement for reason in reasons for statement in _reason(reason, set())}
    graph = Graph(statements)
    return "".join(write_turtle(graph, arrange(graph), PREFIXES))


def _reason(reason: Reason, told: set[int]) -> Iterator[Statement]:
    if reason.triple is None or id(reason) in told:
        return
    told.add(id(reason))
    node = _statement(reason.triple)
    yield from _describe(node, reason.triple, reason.words)
    if reason.support is not None:
        yield from _support(node, _subject(reason.triple), reason.support)
        return
    premises = [_statement(p.triple) for p in reason.premises if p.triple is not None]
    used = [*premises, *([_rule(reason.rule)] if reason.rule else [])]
    activity = _minted(_INFERENCES, " ".join(str(part) for part in (node, *used)))
    yield Statement(activity, _TYPE, NamedNode(PROV + "Activity"))
    yield Statement(node, NamedNode(PROV + "wasGeneratedBy"), activity)
    for part in used:
        yield Statement(activity, NamedNode(PROV + "used"), part)
    for source in premises:
        yield Statement(node, _DERIVED, source)
    if reason.rule:
        yield Statement(activity, _LABEL, Literal(reason.rule.words, language="en"))
        yield from _describe_rule(reason.rule)
    for premise in reason.premises:
        yield from _reason(premise, told)


def _describe(node: NamedNode, triple: Triple, words: str) -> Iterator[Statement]:
    yield Statement(node, _TYPE, _ENTITY)
    yield Statement(node, _TYPE, NamedNode(RDF + "Statement"))
    yield Statement(node, _LABEL, Literal(words, language="en"))
    obj = triple.object
    assert isinstance(obj, NamedNode | Literal)  # noqa: S101 - nor has it triple terms
    yield Statement(node, NamedNode(RDF + "subject"), _subject(triple))
    yield Statement(node, NamedNode(RDF + "predicate"), triple.predicate)
    yield Statement(node, NamedNode(RDF + "object"), obj)


def _rule(rule: Rule) -> NamedNode:
    if isinstance(rule.axiom, EqualityRule):
        return NamedNode(_RULES + rule.axiom)
    return _minted(_AXIOMS, rule.notation)


def _describe_rule(rule: Rule) -> Iterator[Statement]:
    node = _rule(rule)
    yield Statement(node, _TYPE, _ENTITY)
    yield Statement(node, _LABEL, Literal(rule.words, language="en"))
    yield Statement(node, NamedNode(PROV + "value"), Literal(rule.notation))
    if rule.support is not None:
        yield from _background_or_ontology(node, rule.support)
    else:
        source = _OWL_RULES if isinstance(rule.axiom, EqualityRule) else NamedNode(ONTOLOGY)
        yield from _primary(node, source)
    for definition in rule.definitions:
        yield Statement(node, _SEE_ALSO, definition.term)
        words = f"{definition.label}: {definition.text}"
        yield Statement(node, _COMMENT, Literal(words, language="en"))


def _support(node: NamedNode, subject: NamedNode, support: Support) -> Iterator[Statement]:
    for testimonial in support.passages:
        yield from _testimonial(node, subject, testimonial)
    yield from _background_or_ontology(node, support)
    for one in support.recorded:
        comment = f"recorded with {one.article.id}"
        yield Statement(node, _COMMENT, Literal(comment, language="en"))
        yield Statement(node, _DERIVED, NamedNode(one.article.iri))
        yield from _published(one.article, one.outlets)


def _background_or_ontology(node: NamedNode, support: Support) -> Iterator[Statement]:
    if support.background:
        yield Statement(node, _DERIVED, _BACKGROUND)
        yield Statement(_BACKGROUND, _TYPE, _ENTITY)
        yield Statement(_BACKGROUND, _LABEL, Literal("background", language="en"))
    for source in support.sources:
        yield from _primary(node, NamedNode(source))
    if support.ontology:
        yield from _primary(node, NamedNode(ONTOLOGY))


def _primary(node: NamedNode, source: NamedNode) -> Iterator[Statement]:
    yield Statement(node, _PRIMARY, source)
    yield Statement(source, _TYPE, _ENTITY)


def _testimonial(
    node: NamedNode, subject: NamedNode, testimonial: Testimonial
) -> Iterator[Statement]:
    passage = NamedNode(testimonial.passage.iri)
    for one in (testimonial.passage, *testimonial.together):
        yield Statement(node, _DERIVED, NamedNode(one.iri))
        yield from _passage(one)
    yield from _published(testimonial.passage.article, testimonial.outlets)
    qualified = _minted(_INFERENCES, f"{node} {passage}")
    yield Statement(node, NamedNode(PROV + "qualifiedDerivation"), qualified)
    yield Statement(qualified, _TYPE, NamedNode(PROV + "Derivation"))
    yield Statement(qualified, NamedNode(PROV + "entity"), passage)
    for word in testimonial.word:
        yield Statement(qualified, _COMMENT, Literal(word, language="en"))
    for attribution in testimonial.attributions:
        if attribution.claim is not None:
            yield Statement(node, _DERIVED, attribution.claim.node)
            yield from _claim(attribution, attribution.claim, passage)
            if attribution.relation is not None:
                yield Statement(attribution.claim.node, attribution.relation.node, subject)


def _claim(attribution: Attribution, claim: Named, passage: NamedNode) -> Iterator[Statement]:
    """Yield whose a claim is, and through whom it came to its passage.

    The speaker is that of the claim, and not of what the claim is about, which may be denied by it.
    """
    yield from _entity(claim)
    yield from _attributed(claim.node, attribution.speakers)
    for agent in attribution.possible:
        yield Statement(claim.node, POSSIBLY_MADE_BY, agent.node)
        yield from _agent(agent)
    for day in attribution.days:
        yield Statement(claim.node, NamedNode(DCTERMS + "created"), day)
    source = claim.node
    for relay in attribution.relays:
        yield from _entity(relay.step)
        yield Statement(relay.step.node, _DERIVED, source)
        yield from _attributed(relay.step.node, relay.agents)
        source = relay.step.node
    for entity in dict.fromkeys((claim.node, source)):
        yield Statement(passage, _DERIVED, entity)


def _published(about: Article, outlets: Iterable[Named]) -> Iterator[Statement]:
    article = NamedNode(about.iri)
    yield Statement(article, _TYPE, _ENTITY)
    yield Statement(article, NamedNode(DCTERMS + "title"), Literal(about.title))
    yield from _attributed(article, outlets)
    for outlet in outlets:
        yield Statement(article, NamedNode(DCTERMS + "publisher"), outlet.node)
    if about.published:
        date = Literal(about.published, datatype=NamedNode(XSD + "date"))
        yield Statement(article, NamedNode(DCTERMS + "issued"), date)


def _attributed(entity: NamedNode, agents: Iterable[Named]) -> Iterator[Statement]:
    for agent in agents:
        yield Statement(entity, NamedNode(PROV + "wasAttributedTo"), agent.node)
        yield from _agent(agent)


def _agent(agent: Named) -> Iterator[Statement]:
    yield Statement(agent.node, _TYPE, NamedNode(PROV + "Agent"))
    yield Statement(agent.node, _LABEL, Literal(agent.name, language="en"))


def _entity(thing: Named) -> Iterator[Statement]:
    yield Statement(thing.node, _TYPE, _ENTITY)
    yield Statement(thing.node, _LABEL, Literal(thing.name, language="en"))


def _passage(passage: Passage) -> Iterator[Statement]:
    node = NamedNode(passage.iri)
    yield Statement(node, _TYPE, _ENTITY)
    yield Statement(node, _TYPE, NamedNode(TERMS + "Passage"))
    yield Statement(node, NamedNode(PROV + "value"), Literal(passage.quote))
    yield Statement(node, NamedNode(PROV + "wasQuotedFrom"), NamedNode(passage.article.iri))
    if passage.voice:
        yield Statement(node, NamedNode(TERMS + "voice"), NamedNode(passage.voice))


def _subject(triple: Triple) -> NamedNode:
    assert isinstance(triple.subject, NamedNode)  # noqa: S101 - instance data has no blank nodes
    return triple.subject


def _statement(triple: Triple) -> NamedNode:
    return _minted(_STATEMENTS, f"{triple.subject} {triple.predicate} {triple.object}")


def _minted(namespace: str, content: str) -> NamedNode:
    return NamedNode(namespace + hashlib.sha256(content.encode()).hexdigest()[:16])
