"""A portrait as a page: for a terminal, in Markdown, or as JSON.

A sentence is quoted whole where it first supports something, and goes by its number from then on.
May know nothing of the graph.
"""

import json
from collections.abc import Iterator
from typing import Final

import pyoxigraph as ox

from kg.results.text import wrap
from kg.results.view import one_line
from kg.show.portrait import Evidence, Item, Portrait, Standing
from kg.text.words import listed, markdown

_BOLD: Final = 1
_HEAD: Final = 9
"""Columns of the words of the head: *id*, *called*, *codes* …"""


class _Numbers:
    """Numbers the sentences of a page in the order in which they appear."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def of(self, evidence: Evidence) -> tuple[int, bool]:
        """Return the number of a sentence, and whether it is new on the page."""
        new = evidence.passage.iri not in self._numbers
        return self._numbers.setdefault(evidence.passage.iri, len(self._numbers) + 1), new


def text_page(portrait: Portrait, *, width: int, colour: bool) -> str:
    """Return a portrait as text.

    Args:
        portrait: what is known.
        width: columns of a line; no sentence is cut.
        colour: whether headings are bold, with escape sequences.
    """
    lines = [_bold(line, on=colour) for line in wrap(portrait.name, width)]
    for label, words in _head(portrait):
        lines += wrap(words, width, first=f"{label:<{_HEAD}}", then=" " * _HEAD)
    if not portrait.sections:
        lines += ["", "no statement has it in it"]
    numbers = _Numbers()
    for section in portrait.sections:
        lines += ["", _bold(_title(section.standing, portrait), on=colour)]
        for group in section.groups:
            lines += wrap(group.heading, width, first="  ", then="    ")
            for item in group.items:
                words = _words(item, section.standing)
                lines += wrap(words, width, first="    ", then="      ")
                lines += _text_evidence(item, portrait, numbers, width)
    return "".join(f"{line}\n" for line in lines)


def _text_evidence(item: Item, portrait: Portrait, numbers: _Numbers, width: int) -> Iterator[str]:
    for evidence in item.evidence:
        number, new = numbers.of(evidence)
        mark = f"      [{number}] "
        margin = " " * len(mark)
        if new:
            yield from wrap(f"“{_quote(evidence)}”", width, first=mark, then=margin)
            yield from wrap(_witness(evidence, source=True), width, first=margin, then=margin)
        else:
            yield from wrap(_witness(evidence, source=False), width, first=mark, then=margin)
    for source in _sources(item, portrait):
        yield from wrap(source, width, first="      source ", then="             ")


def markdown_page(portrait: Portrait) -> str:
    """Return a portrait as Markdown."""
    lines = [f"# {markdown(portrait.name)}", ""]
    lines += [f"- {label}: {markdown(words)}" for label, words in _head(portrait)]
    numbers = _Numbers()
    for section in portrait.sections:
        lines += ["", f"## {markdown(_title(section.standing, portrait))}"]
        for group in section.groups:
            lines += ["", f"### {markdown(group.heading)}", ""]
            for item in group.items:
                lines.append(f"- {markdown(_words(item, section.standing))}")
                lines += _markdown_evidence(item, portrait, numbers)
    return "".join(f"{line}\n" for line in lines)


def _markdown_evidence(item: Item, portrait: Portrait, numbers: _Numbers) -> Iterator[str]:
    for evidence in item.evidence:
        number, new = numbers.of(evidence)
        quote = f"“{markdown(_quote(evidence))}” — " if new else ""
        yield f"  - \\[{number}\\] {quote}{markdown(_witness(evidence, source=new))}"
    for source in _sources(item, portrait):
        yield f"  - source: {markdown(source)}"


def json_page(portrait: Portrait) -> str:
    """Return a portrait as JSON; IRIs and names stand side by side, quotes are whole."""
    document = {
        "iri": portrait.iri,
        "id": portrait.id,
        "name": portrait.name,
        "types": portrait.types,
        "names": portrait.names,
        "codes": portrait.codes,
        "matches": portrait.matches,
        "sources": portrait.sources,
        "notes": portrait.notes,
        "statements": [
            {
                "standing": section.standing.name.lower(),
                "heading": group.heading,
                "words": item.words,
                "subject": item.subject.value,
                "property": item.property.value,
                "object": _json_term(item),
                "evidence": [_json_evidence(evidence) for evidence in item.evidence],
                "sources": item.sources,
            }
            for section in portrait.sections
            for group in section.groups
            for item in group.items
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _json_term(item: Item) -> dict[str, str]:
    term = item.object
    if not isinstance(term, ox.Literal):
        return {"iri": term.value if isinstance(term, ox.NamedNode) else str(term)}
    language = {"language": term.language} if term.language else {}
    return {"value": term.value, "datatype": term.datatype.value, **language}


def _json_evidence(evidence: Evidence) -> dict[str, object]:
    passage = evidence.passage
    return {
        "passage": passage.iri,
        "quote": passage.quote,
        "voice": passage.voice,
        "word": evidence.word,
        "article": passage.article.id,
        "outlet": passage.article.outlet,
        "published": passage.article.published,
    }


# ---------------------------------------------------------------- words of all pages


def _head(portrait: Portrait) -> Iterator[tuple[str, str]]:
    if portrait.types:
        yield "is", listed(portrait.types)
    if portrait.names:
        yield "called", ", ".join(portrait.names)
    if portrait.codes:
        yield ("code" if len(portrait.codes) == 1 else "codes"), ", ".join(portrait.codes)
    if portrait.matches:
        yield "same as", ", ".join(portrait.matches)
    yield "id", portrait.id
    if portrait.sources:
        yield ("source" if len(portrait.sources) == 1 else "sources"), " ".join(portrait.sources)
    for note in portrait.notes:
        yield "note", note


def _title(standing: Standing, portrait: Portrait) -> str:
    return f"What {portrait.name} says" if standing is Standing.SAYS else standing.value


def _words(item: Item, standing: Standing) -> str:
    return f"{item.words} (inferred)" if standing is Standing.INFERRED else item.words


def _sources(item: Item, portrait: Portrait) -> tuple[str, ...]:
    """Return where background comes from, unless the head of the page says so already."""
    return item.sources if item.subject.value != portrait.iri else ()


def _quote(evidence: Evidence) -> str:
    return one_line(evidence.passage.quote)


def _witness(evidence: Evidence, *, source: bool) -> str:
    """Return on whose word a sentence stands, and where in which article it is."""
    passage = evidence.passage
    article = passage.article
    word = [article.source if word == article.outlet else word for word in evidence.word]
    parts = [listed(word)]
    if source or not word:
        place = f"{article.id}, characters {passage.start}–{passage.end}"
        parts += [passage.voice_name, place]
    return " · ".join(part for part in parts if part)


def _bold(text: str, *, on: bool) -> str:
    return f"\x1b[{_BOLD}m{text}\x1b[0m" if on else text
