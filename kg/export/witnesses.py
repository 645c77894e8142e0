"""Who says what a passage says, in one sentence that stands by itself.

An annotation in Protégé is read alone, far from the article and its claims, so its sentence names
the speaker, the outlet, the day, the words and how they are spoken. (`kg.show.testimony` is for
pages, which have a place of their own for each of these; on whose word something stands is one
rule for both, `kg.attribution`.) May know nothing of how evidence is written.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

from pyoxigraph import Literal

from kg.attribution import claims_behind
from kg.export.spans import Span, read_spans
from kg.namespaces import RDFS, TERMS, local_name
from kg.text.words import day, listed
from kg.turtle import Statement

_LABEL: Final = RDFS + "label"
_MADE_BY: Final = TERMS + "madeBy"
_POSSIBLY_MADE_BY: Final = TERMS + "possiblyMadeBy"
_PUBLISHER: Final = TERMS + "publisher"
_PUBLISHED: Final = TERMS + "published"
_HAS_RELAY: Final = TERMS + "hasRelay"
_RELAYED_BY: Final = TERMS + "relayedBy"
_RELAY_ORDER: Final = TERMS + "relayOrder"

_OUTLET_VOICE: Final = "outlet"
_SAID: Final = {"direct": "quoted by", "indirect": "reported by"}


class Witnesses:
    """The built graph, asked who says something.

    Args:
        statements: the built graph.
    """

    def __init__(self, statements: Iterable[Statement]) -> None:
        stored = list(statements)
        self.spans: Mapping[str, Span] = read_spans(stored)
        self._labels: dict[str, list[tuple[bool, str]]] = defaultdict(list)
        self._values: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._says: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for node, term, value, graph in stored:
            subject, predicate = node.value, term.value
            self._values[subject, predicate].add(value.value)
            self._says[graph][subject].add(value.value)
            if predicate == _LABEL and isinstance(value, Literal):
                self._labels[subject].append((value.language != "en", value.value))
        made = {node for node, term in self._values if term in (_MADE_BY, _POSSIBLY_MADE_BY)}
        self._claims = {graph: made & said.keys() for graph, said in self._says.items()}

    def sentence(self, subject: str, passage: str, *, text: bool) -> str:
        """Return who says in ``passage`` what it says of ``subject``, with the quote.

        The speakers are those of the claims behind it (`kg.attribution`).
        """
        span = self.spans[passage]
        outlets = self._values[span.article, _PUBLISHER]
        outlet = self._names(outlets) or local_name(span.article)
        dates = listed(sorted(map(day, self._values[span.article, _PUBLISHED])))
        when = f" on {dates}" if dates else ""
        claims = claims_behind(
            subject,
            self._says[passage],
            self._claims.get(passage, set()),
            outlet=span.voice == _OUTLET_VOICE,
        )
        speakers = listed(sorted({self._speaker(claim, outlets) for claim in claims}))
        said = _SAID.get(span.voice, "reported by")
        who = f"{speakers}, {said} {outlet}{when}" if speakers else f"{outlet}{when}"
        quote = f": “{span.text}”" if text else ""
        voice = f"{span.voice}, " if span.voice else ""
        return f"{who}{quote} ({voice}characters {span.start}–{span.end})"

    def _speaker(self, claim: str, outlets: set[str]) -> str:
        speaker = self._names(self._values[claim, _MADE_BY])
        if not speaker:
            speaker = f"possibly {self._names(self._values[claim, _POSSIBLY_MADE_BY], 'or')}"
        steps = sorted(
            (min(map(int, self._values[relay, _RELAY_ORDER]), default=0), relay)
            for relay in self._values[claim, _HAS_RELAY]
        )
        # The outlet relays everything that it prints, and is named as the one who reports it.
        relays = [self._values[relay, _RELAYED_BY] - outlets for _, relay in steps]
        through = ", then ".join(self._names(agents) for agents in relays if agents)
        return f"{speaker} (through {through})" if through else speaker

    def _names(self, iris: Iterable[str], joint: str = "and") -> str:
        return listed(sorted(map(self._name, iris)), joint)

    def _name(self, iri: str) -> str:
        return min(self._labels[iri])[1] if iri in self._labels else local_name(iri)
