"""Explanations as a tree for a terminal.

A sentence is quoted whole where it first supports something, and goes by its number from then on; a
term is defined where a rule first concludes it. May know nothing of the graph.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from pyoxigraph import NamedNode

from kg.results.text import wrap
from kg.results.view import one_line
from kg.show.sources import Passage
from kg.text.words import counted, listed
from kg.why.explainer import source_words
from kg.why.model import Reason, Support, Testimonial

_BRANCH: Final = ("├─ ", "│  ")
_LAST: Final = ("└─ ", "   ")


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
            if reason.rule.support is not None:
                yield from self.support(reason.rule.support, stem)
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
        return wrap(f"“{one_line(passage.quote)}”", self._width, first=first, then=then)

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
