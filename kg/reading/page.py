"""A reading as a page: for a terminal, or as the table of ``docs/articles/``.

May know nothing of the graph.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from kg.namespaces import TERMS
from kg.reading import Entry, Read, Reading, Row
from kg.results.text import wrap
from kg.results.view import one_line, visible
from kg.show.sources import Passage
from kg.text.words import counted, listed, markdown

_COLOURS: Final = {"outlet": 32, "direct": 36, "indirect": 33, "unresolved": 35}
"""SGR codes of the voices."""
_DIM: Final = 2
_BOLD: Final = 1
_MARGIN: Final = "     "
_LABEL: Final = 7
"""Columns of the words *says*, *fact*, *about*, *note* with the space after them."""
_RIGHTS: Final = "The text belongs to its outlet."
_INTRODUCTION: Final = (
    "Every sentence of the article stands below, in order, with its passages and what was taken "
    "from each: what somebody *says*, each *fact* that the outlet states in its own voice, and "
    "what these are *about*, which may be true or false."
)


def list_page(entries: Iterable[Entry], *, width: int) -> str:
    """Return the articles as text: id, title, outlet and day, and how much was taken from each."""
    blocks: list[str] = []
    for entry in entries:
        article = entry.article
        counts = [counted(entry.passages, "passage"), counted(entry.claims, "claim")]
        lines = [
            article.id,
            *wrap(article.title, width, first="  ", then="  "),
            *wrap(" · ".join([article.source, *counts]), width, first="  ", then="  "),
        ]
        blocks.append("\n".join(lines) + "\n")
    return "\n".join(blocks) or "there is no article yet: start with `kg new FILE`\n"


# ---------------------------------------------------------------- for a terminal


def text_page(reading: Reading, *, width: int, colour: bool) -> str:
    """Return a reading as text: each sentence, and below it the passages with their numbers.

    Args:
        reading: the article.
        width: columns of a line; no part of the text is cut.
        colour: whether to colour the text by voice, with escape sequences.
    """
    article = reading.article
    lines = [
        *(_sgr(line, _BOLD, on=colour) for line in wrap(article.title, width)),
        *wrap(_summary(reading), width),
        *wrap(_rights(reading), width),
    ]
    if colour:
        voices = {
            read.passage.voice: read.passage.voice_name
            for row in reading.rows
            for read in row.passages
            if read.number
        }
        lines.append(" · ".join(_sgr(name, _code(voice)) for voice, name in sorted(voices.items())))
    for note in article.notes:
        lines += ["", *wrap(note, width, first="note ", then=_MARGIN)]
    for row in reading.rows:
        lines += ["", *_sentence(row, width, colour=colour), *_below(row, width)]
    return "".join(f"{line}\n" for line in lines)


def _sentence(row: Row, width: int, *, colour: bool) -> list[str]:
    marked = [
        (character, _colour_at(row, row.start + place))
        for place, character in enumerate(row.text)
        if not character.isspace()
    ]
    lines = wrap(visible(row.text), width)
    if not colour:
        return lines
    codes = iter([code for character, code in marked for _ in visible(character)])
    return ["".join(_coloured(line, codes)) for line in lines]


def _coloured(line: str, codes: Iterator[int]) -> Iterator[str]:
    current = 0
    for character in line:
        code = current if character.isspace() else next(codes)
        if code != current:
            yield f"\x1b[0m\x1b[{code}m" if current else f"\x1b[{code}m"
            current = code
        yield character
    if current:
        yield "\x1b[0m"


def _colour_at(row: Row, offset: int) -> int:
    around = [
        read.passage
        for read in (*row.continued, *row.passages)
        if read.passage.start <= offset < read.passage.end
    ]
    # Of passages within each other the shortest is the one that speaks here.
    inner = min(around, key=lambda passage: passage.end - passage.start, default=None)
    return _code(inner.voice) if inner and inner.voice else _DIM


def _below(row: Row, width: int) -> Iterator[str]:
    for read in row.continued:
        yield from wrap(_continued(read), width, first=_MARGIN, then=_MARGIN)
    for read in row.passages:
        part = _part(row, read.passage)
        if not read.number:
            words = f"nothing: {read.passage.reason}{f' {part}' if part else ''}"
            yield from wrap(words, width, first=_MARGIN, then=_MARGIN)
            continue
        head = " · ".join(filter(None, (read.passage.voice_name, _read_with(read), part)))
        yield from wrap(head, width, first=f"{read.number:>3}  ", then=_MARGIN)
        items = [*((saying.kind, saying.words) for saying in read.says), *_notes(read.passage)]
        for label, words in items:
            first = f"{_MARGIN}{label:<{_LABEL}}"
            yield from wrap(words, width, first=first, then=" " * len(first))


def _notes(passage: Passage) -> Iterator[tuple[str, str]]:
    for note in passage.notes:
        yield "note", note


# ---------------------------------------------------------------- for docs/articles/


def markdown_page(reading: Reading) -> str:
    """Return a reading as Markdown: a table of every sentence and of what was taken from it."""
    article = reading.article
    lines = [
        f"<!-- Written by `kg article {article.id} --format markdown`. -->",
        f"# {markdown(article.title)}",
        "",
        f"> {markdown(_rights(reading))}",
        "",
        markdown(_summary(reading)),
        "",
        _INTRODUCTION,
    ]
    if article.notes:
        lines += ["", "## Notes on the reading", ""]
        lines += [f"- {markdown(note)}" for note in article.notes]
    lines += ["", "## Sentence by sentence", "", "| sentence | passage | what was taken from it |"]
    lines.append("| --- | --- | --- |")
    for number, row in enumerate(reading.rows, start=1):
        lines += _table_rows(number, row)
    return "".join(f"{line}\n" for line in lines)


def _table_rows(number: int, row: Row) -> Iterator[str]:
    sentence = f"**{number}** {markdown(visible(row.text))}"
    for read in row.continued:
        yield f"| {sentence} | {read.number or ''} | {markdown(_continued(read))} |"
        sentence = ""
    for read in row.passages:
        part = markdown(_part(row, read.passage))
        if read.number:
            cell = f"**{read.number}** {'<br>'.join(filter(None, _markdown_head(read, part)))}"
            taken = [f"*{saying.kind}* {markdown(saying.words)}" for saying in read.says]
            taken += [f"*{label}* {markdown(words)}" for label, words in _notes(read.passage)]
        else:
            cell = part
            taken = [f"*nothing*: {markdown(read.passage.reason)}"]
        yield f"| {sentence} | {cell} | {'<br>'.join(taken)} |"
        sentence = ""


def _markdown_head(read: Read, part: str) -> Sequence[str]:
    return markdown(read.passage.voice_name), _read_with(read), part


# ---------------------------------------------------------------- words of both


def _summary(reading: Reading) -> str:
    article = reading.article
    counts = [counted(reading.passages, "passage"), counted(reading.claims, "claim")]
    return " · ".join([article.source, article.id, *counts])


def _rights(reading: Reading) -> str:
    return " ".join(reading.article.rights) or _RIGHTS


def _read_with(read: Read) -> str:
    return f"read with {listed([str(number) for number in read.read_with])}" * bool(read.read_with)


def _continued(read: Read) -> str:
    number = f"passage {read.number}" if read.number else "what carries nothing"
    return f"{number} goes on here"


def _part(row: Row, passage: Passage) -> str:
    """Return the passage in quotation marks, unless it is the whole sentence."""
    whole = passage.start <= row.start and passage.end >= row.end
    return "" if whole else f"“{one_line(passage.quote)}”"


def _code(voice: str) -> int:
    return _COLOURS.get(voice.removeprefix(TERMS), _DIM)


def _sgr(text: str, code: int, *, on: bool = True) -> str:
    return f"\x1b[{code}m{text}\x1b[0m" if on else text
