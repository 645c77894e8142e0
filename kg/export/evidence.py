"""Evidence as OWL annotations: for each supported triple one ``owl:Axiom`` with its sentences.

One annotated axiom per triple, with a value for each passage: the OWL API reads two annotated
axioms of one triple as two assertions, and Protégé would list both. Protégé's "@" shows a literal
as it stands and an IRI as a bare IRI, so each passage gives both: the IRI for machines and a
sentence with speaker, outlet, date and quote for people.

May know nothing of syntaxes.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode

from kg.export.spans import Span, read_spans
from kg.namespaces import OWL, RDF, RDFS, TERMS, local_name
from kg.turtle import Statement

_TYPE: Final = NamedNode(RDF + "type")
_LABEL: Final = NamedNode(RDFS + "label")
_AXIOM: Final = NamedNode(OWL + "Axiom")
_SOURCE: Final = NamedNode(OWL + "annotatedSource")
_PROPERTY: Final = NamedNode(OWL + "annotatedProperty")
_TARGET: Final = NamedNode(OWL + "annotatedTarget")
_EVIDENCE: Final = NamedNode(TERMS + "evidence")
_EVIDENCE_TEXT: Final = NamedNode(TERMS + "evidenceText")
_MADE_BY: Final = TERMS + "madeBy"
_PUBLISHER: Final = TERMS + "publisher"
_PUBLISHED: Final = TERMS + "published"
_HAS_RELAY: Final = TERMS + "hasRelay"
_RELAYED_BY: Final = TERMS + "relayedBy"
_RELAY_ORDER: Final = TERMS + "relayOrder"
_USED: Final = frozenset({_MADE_BY, _PUBLISHER, _PUBLISHED, _HAS_RELAY, _RELAYED_BY, _RELAY_ORDER})

_OUTLET_VOICE: Final = "outlet"
_SAID: Final = {"direct": "quoted by", "indirect": "reported by"}
_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def annotate(
    stored: Iterable[Statement], kept: Iterable[Statement], *, text: bool
) -> Iterator[Statement]:
    """Yield the ``owl:Axiom`` triples for what the passages among the graphs of ``kept`` support.

    Args:
        stored: the built graph, from which the sentences are made.
        kept: the part of it that is exported.
        text: whether the sentences quote the article.
    """
    witnesses = Witnesses(stored)
    supported: dict[Statement, list[str]] = defaultdict(list)
    for statement in kept:
        if statement.graph in witnesses.spans:
            supported[statement.triple()].append(statement.graph)
    for triple, passages in supported.items():
        axiom = BlankNode()
        yield Statement(axiom, _TYPE, _AXIOM)
        yield Statement(axiom, _SOURCE, triple.subject)
        yield Statement(axiom, _PROPERTY, triple.predicate)
        yield Statement(axiom, _TARGET, triple.object)
        for passage in passages:
            sentence = witnesses.sentence(triple.subject.value, passage, text=text)
            yield Statement(axiom, _EVIDENCE, NamedNode(passage))
            yield Statement(axiom, _EVIDENCE_TEXT, Literal(sentence))


class Witnesses:
    """Who says what a passage says, in words.

    Args:
        statements: the built graph.
    """

    def __init__(self, statements: Iterable[Statement]) -> None:
        stored = list(statements)
        self.spans: Mapping[str, Span] = read_spans(stored)
        self._labels: dict[str, list[tuple[bool, str]]] = defaultdict(list)
        self._values: dict[tuple[str, str], set[str]] = defaultdict(set)
        for node, term, value, _ in stored:
            subject, predicate = node.value, term.value
            if term == _LABEL and isinstance(value, Literal):
                self._labels[subject].append((value.language != "en", value.value))
            if predicate in _USED:
                self._values[subject, predicate].add(value.value)
        claims = {subject for subject, predicate in self._values if predicate == _MADE_BY}
        self._claims: dict[str, set[str]] = defaultdict(set)
        self._about: dict[tuple[str, str], set[str]] = defaultdict(set)
        for node, _, value, graph in stored:
            if node.value in claims:
                self._claims[graph].add(node.value)
                self._about[graph, value.value].add(node.value)

    def sentence(self, subject: str, passage: str, *, text: bool) -> str:
        """Return who says in ``passage`` what it says of ``subject``, with the quote.

        The speakers are those of the subject where that is a claim itself, else of the claims of
        the passage that are about it, else of all its claims. A passage in the outlet's own voice
        with no claim about the subject is the outlet's word.
        """
        span = self.spans[passage]
        outlet = self._names(self._values[span.article, _PUBLISHER]) or local_name(span.article)
        dates = " and ".join(sorted(map(_in_words, self._values[span.article, _PUBLISHED])))
        when = f" on {dates}" if dates else ""
        speakers = self._speakers(subject, passage, span)
        said = _SAID.get(span.voice, "reported by")
        who = f"{speakers}, {said} {outlet}{when}" if speakers else f"{outlet}{when}"
        quote = f": “{span.text}”" if text else ""
        voice = f"{span.voice}, " if span.voice else ""
        return f"{who}{quote} ({voice}characters {span.start}–{span.end})"

    def _speakers(self, subject: str, passage: str, span: Span) -> str:
        if self._values[subject, _MADE_BY]:
            claims = {subject}
        else:
            claims = self._about[passage, subject]
            if not claims and span.voice != _OUTLET_VOICE:
                claims = self._claims[passage]
        outlets = self._values[span.article, _PUBLISHER]
        return " and ".join(sorted({self._speaker(claim, outlets) for claim in claims}))

    def _speaker(self, claim: str, outlets: set[str]) -> str:
        steps = sorted(
            (min(map(int, self._values[relay, _RELAY_ORDER]), default=0), relay)
            for relay in self._values[claim, _HAS_RELAY]
        )
        # The outlet relays everything that it prints, and is named as the one who reports it.
        relays = [self._values[relay, _RELAYED_BY] - outlets for _, relay in steps]
        through = ", then ".join(self._names(agents) for agents in relays if agents)
        speaker = self._names(self._values[claim, _MADE_BY])
        return f"{speaker} (through {through})" if through else speaker

    def _names(self, iris: Iterable[str]) -> str:
        return " and ".join(sorted(self._name(iri) for iri in iris))

    def _name(self, iri: str) -> str:
        return min(self._labels[iri])[1] if iri in self._labels else local_name(iri)


def _in_words(day: str) -> str:
    # Not strftime, whose month names are the locale's.
    try:
        parsed = date.fromisoformat(day)
    except ValueError:
        return day
    return f"{parsed.day} {_MONTHS[parsed.month - 1]} {parsed.year}"
