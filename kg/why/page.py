"""Explanations as a tree for a terminal, or as JSON.

A sentence is quoted whole where it first supports something, and goes by its number from then on; a
term is defined where a rule first concludes it. May know nothing of the graph.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from textwrap import indent
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from kg.reason.equality import EqualityRule
from kg.results.text import wrap
from kg.results.view import visible
from kg.show.sources import Passage
from kg.show.testimony import Attribution, Named
from kg.text.words import counted, listed
from kg.why.explainer import source_words
from kg.why.model import Reason, Support, Testimonial

_BRANCH: Final = ("├─ ", "│  ")
_LAST: Final = ("└─ ", "   ")
_NESTED: Final = "    "


class TreePage:
    """Writes one page; sentences are numbered, and terms defined, across all of its trees.

    Args:
        width: columns of a line; nothing is cut.
        colour: whether statements are bold, with escape sequences.
    """

    def __init__(self, width: int, *, colour: bool = False) -> None:
        self._width = width
        self._colour = colour
        self._numbers: dict[str, int] = {}
        self._defined: set[NamedNode] = set()
        self._told: set[int] = set()

    def tree(self, reason: Reason) -> list[str]:
        """Return a derivation as lines."""
        # By identity, which another one may have when this one is gone.
        self._told.clear()
        return list(self._reason(reason, "", ""))

    def branches(
        self, reasons: Sequence[Reason], margin: str, *, brief: bool = False
    ) -> Iterator[str]:
        """Yield derivations as branches, each line after ``margin``.

        Args:
            reasons: the derivations.
            margin: what each line begins with.
            brief: whether of what is inferred nothing more is told.
        """
        for place, reason in enumerate(reasons, start=1):
            mark, further = _LAST if place == len(reasons) else _BRANCH
            if brief and reason.inferred:
                words = f"{reason.words} (inferred)"
                yield from wrap(words, self._width, first=margin + mark, then=margin + further)
            else:
                yield from self._reason(reason, margin + mark, margin + further)

    def _reason(self, reason: Reason, first: str, then: str) -> Iterator[str]:
        if not first:
            for line in wrap(reason.words, self._width):
                yield f"\x1b[1m{line}\x1b[0m" if self._colour else line
        else:
            yield from wrap(reason.words, self._width, first=first, then=then)
        if reason.premises and id(reason) in self._told:
            yield from self._lines("as above", f"{then}", "")
            return
        self._told.add(id(reason))
        stem = f"{then}│ " if reason.premises else f"{then}  "
        if reason.support is not None:
            yield from self.support(reason.support, stem)
        elif reason.rule is not None:
            yield from self._lines(f"because {reason.rule.words}", stem, "  ")
            for definition in reason.rule.definitions:
                if definition.term not in self._defined:
                    self._defined.add(definition.term)
                    yield from self._lines(f"{definition.label}: {definition.text}", stem, "  ")
        yield from self.branches(reason.premises, then)

    def _lines(self, words: str, stem: str, hanging: str) -> list[str]:
        return wrap(words, self._width, first=stem, then=stem + hanging)

    def support(self, support: Support, stem: str) -> Iterator[str]:
        """Yield the sentences and other sources of an asserted triple, each line after ``stem``."""
        for testimonial in support.passages:
            yield from self._testimonial(testimonial, stem)
        for one in support.recorded:
            yield from self._lines(f"recorded with {one.article.id}", stem, "  ")
        if support.background:
            sources = f": {' '.join(map(source_words, support.sources))}" if support.sources else ""
            yield from self._lines(f"background{sources}", stem, "  ")
        if support.ontology:
            yield from self._lines("stated by the ontology", stem, "  ")

    def _testimonial(self, testimonial: Testimonial, stem: str) -> Iterator[str]:
        number, new = self._number(testimonial.passage)
        mark = f"[{number}] "
        margin = " " * len(mark)
        if new:
            yield from self._quote(testimonial.passage, stem + mark, stem + margin)
            yield from self._lines(witness(testimonial), stem + margin, "")
        else:
            word = listed(testimonial.word)
            yield from wrap(word, self._width, first=stem + mark, then=stem + margin)
            return
        for other in testimonial.together:
            number, new = self._number(other)
            mark = f"read with [{number}] "
            if new:
                yield from self._quote(other, stem + margin + mark, stem + margin + "  ")
                yield from self._lines(place_words(other), stem + margin + "  ", "")
            else:
                yield from self._lines(mark.rstrip(), stem + margin, "")

    def _quote(self, passage: Passage, first: str, then: str) -> list[str]:
        quote = visible(" ".join(passage.quote.split()))
        return wrap(f"“{quote}”", self._width, first=first, then=then)

    def _number(self, passage: Passage) -> tuple[int, bool]:
        new = passage.iri not in self._numbers
        return self._numbers.setdefault(passage.iri, len(self._numbers) + 1), new


def witness(testimonial: Testimonial) -> str:
    """Return on whose word a sentence stands, and where it stands."""
    # In its own voice the outlet is named once, with the day.
    outlet = testimonial.passage.article.outlet
    word = listed([word for word in testimonial.word if word != outlet])
    place = place_words(testimonial.passage)
    return f"{word} · {place}" if word else place


def place_words(passage: Passage) -> str:
    """Return the outlet and the day of a sentence, in whose voice it is, and its characters."""
    article = passage.article
    place = f"{article.id}, characters {passage.start}–{passage.end}"
    return " · ".join(part for part in (article.source, passage.voice_name, place) if part)


def text_page(
    reasons: Iterable[Reason], *, width: int, colour: bool = False, every: bool = False
) -> Iterator[str]:
    """Yield why a triple holds as text, a derivation at a time.

    Args:
        reasons: its derivations.
        width: columns of a line; nothing is cut.
        colour: whether statements are bold.
        every: whether these are all, which are numbered, and counted at the end.
    """
    page = TreePage(width, colour=colour)
    number = 0
    for number, reason in enumerate(reasons, start=1):
        heading = [f"{number}."] if every else []
        ending = [""] if every else []
        yield _lines([*heading, *page.tree(reason), *ending])
    if every:
        yield _lines([counted(number, "minimal derivation")])


def _lines(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


# ---------------------------------------------------------------- JSON


def json_page(triple: Triple, words: str, reasons: Iterable[Reason]) -> Iterator[str]:
    """Yield whether and why a triple holds as JSON, a derivation at a time.

    Args:
        triple: what is explained.
        words: the same, as a sentence.
        reasons: its derivations; none where it does not hold.
    """
    found = iter(reasons)
    first = next(found, None)
    head = _json(_about(triple, words, holds=first is not None)).removesuffix("\n}")
    yield f'{head},\n  "derivations": ['
    if first is not None:
        yield f"\n{indent(_json(reason_document(first)), _NESTED)}"
        for reason in found:
            yield f",\n{indent(_json(reason_document(reason)), _NESTED)}"
        yield "\n  "
    yield "]\n}\n"


def document(reason: Reason) -> Mapping[str, object]:
    """Return why a triple holds, by one derivation, as the same JSON can hold."""
    about = _about(reason.triple, reason.words, holds=True)
    return {**about, "derivations": [reason_document(reason)]}


def _about(triple: Triple | None, words: str, *, holds: bool) -> Mapping[str, object]:
    statement = None if triple is None else triple_document(triple)
    return {"statement": statement, "words": words, "holds": holds}


def _json(found: Mapping[str, object]) -> str:
    return json.dumps(found, ensure_ascii=False, indent=2)


def reason_document(reason: Reason) -> Mapping[str, object]:
    """Return a derivation as what JSON can hold."""
    found: dict[str, object] = {
        "statement": None if reason.triple is None else triple_document(reason.triple),
        "words": reason.words,
        "inferred": reason.inferred,
    }
    if reason.support is not None:
        return found | {"support": support_document(reason.support)}
    if reason.rule is not None and isinstance(reason.rule.axiom, EqualityRule):
        found["rule"] = {"words": reason.rule.words, "name": reason.rule.notation}
    elif reason.rule is not None:
        found["axiom"] = {
            "words": reason.rule.words,
            "functional": reason.rule.notation,
            "definitions": [
                {"iri": one.term.value, "label": one.label, "definition": one.text}
                for one in reason.rule.definitions
            ],
        }
    return found | {"premises": [reason_document(premise) for premise in reason.premises]}


def support_document(support: Support) -> Mapping[str, object]:
    """Return on what an asserted triple stands as what JSON can hold."""
    return {
        "passages": [
            {
                "passage": one.passage.iri,
                "quote": one.passage.quote,
                "voice": one.passage.voice,
                "word": list(one.word),
                "attributions": [_attribution_document(by) for by in one.attributions],
                "article": {
                    "iri": one.passage.article.iri,
                    "id": one.passage.article.id,
                    "name": one.passage.article.title,
                },
                "outlets": _all_named(one.outlets),
                "published": one.passage.article.published,
                "together": [other.iri for other in one.together],
            }
            for one in support.passages
        ],
        "recorded": [one.article.id for one in support.recorded],
        "background": support.background,
        "sources": list(support.sources),
        "ontology": support.ontology,
    }


def _attribution_document(one: Attribution) -> Mapping[str, object]:
    return {
        "words": one.words,
        "claim": None if one.claim is None else _named_document(one.claim),
        "relation": None if one.relation is None else _named_document(one.relation),
        "speakers": _all_named(one.speakers),
        "possibleSpeakers": _all_named(one.possible),
        "days": [day.value for day in one.days],
        "relays": [
            {**_named_document(relay.step), "agents": _all_named(relay.agents)}
            for relay in one.relays
        ],
    }


def _all_named(things: Iterable[Named]) -> list[Mapping[str, str]]:
    return [_named_document(thing) for thing in things]


def _named_document(thing: Named) -> Mapping[str, str]:
    return {"iri": thing.node.value, "name": thing.name}


def triple_document(triple: Triple) -> Mapping[str, object]:
    """Return a triple as what JSON can hold."""
    return {
        "subject": term_document(triple.subject),
        "property": triple.predicate.value,
        "object": term_document(triple.object),
    }


def term_document(term: object) -> object:
    """Return a term as what JSON can hold: an IRI, or a literal with its datatype."""
    if isinstance(term, Literal):
        language = {"language": term.language} if term.language else {}
        return {"value": term.value, "datatype": term.datatype.value, **language}
    return term.value if isinstance(term, NamedNode) else str(term)
