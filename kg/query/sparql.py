"""Ask the engine, and let nothing through that it must not see.

The engine reads the network on ``SERVICE`` and ends the process on a query that is nested too deep,
so a query is looked over before it is run. May know nothing of headers and parameters.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, TypeAlias

import pyoxigraph as ox

from kg.errors import Position, QueryError
from kg.namespaces import PREFIXES
from kg.query.services import Found, find_service
from kg.query.tokens import Token, tokenize

Result: TypeAlias = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples

FORMS: Final = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")

MAX_BYTES: Final = 65_536
MAX_DEPTH: Final = 64
# Chains nest too: !!!!…, a + a + …, {} MINUS {} MINUS … overflow the engine's stack between 6,000
# and 13,000 such tokens. Terms do not count, so that long VALUES lists pass.
MAX_OPERATORS: Final = 4_096

_UPDATES: Final = (
    "INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH",
)  # fmt: skip
_OPENING: Final = ("(", "[", "{", "<<")
_CLOSING: Final = (")", "]", "}", ">>")
_OPERATORS: Final = ("word", "mark")
# A clause that runs in no term of the query: PREFIX name iri, BASE iri.
_PROLOGUE: Final = {"PREFIX": 3, "BASE": 2}
_AT: Final = re.compile(r"error at (\d+):(\d+): ?(.*)", re.DOTALL)
_SHOWN: Final = 70
# Code points of a query that is remembered.
_SHORT: Final = 8_192
# Among the tokens that its parser expected, the engine hides the reasons that are sentences.
_SENTENCE: Final = re.compile(r"(?:[A-Z][A-Za-z]*) (?:[a-zA-Z]+ ?)+")


@dataclass(frozen=True)
class Query:
    """The text of one query, looked over.

    Attributes:
        text: as it will be run.
        file: what messages call it.
        tokens: its tokens without the comments.
        form: ``SELECT``, ``ASK``, ``CONSTRUCT`` or ``DESCRIBE``.
    """

    text: str
    file: str
    tokens: tuple[Token, ...]
    form: str


@dataclass(frozen=True)
class Dataset:
    """The part of the graph that a query sees: SPARQL 1.1, 13.2.

    Graphs are only ever chosen among those that are there; none is fetched.

    Attributes:
        default_graphs: IRIs of the graphs whose union is the default graph.
        named_graphs: IRIs of the graphs that GRAPH sees.
    """

    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]


def read_query(text: str, file: str, *, dataset_given: bool = False) -> Query:
    """Look ``text`` over and return it as a query that is safe to run.

    Args:
        text: SPARQL 1.1, of any form.
        file: what messages call it, such as the path of its file.
        dataset_given: whether it will be run on a dataset that stands beside it, against which its
            own FROM counts for nothing (SPARQL 1.1 Protocol, 2.1.4).

    Raises:
        QueryError: it is not text, too long, nested too deep, no query, or asks for more than the
            graph.
    """
    # Whoever asks the same again and again need not wait for it to be read each time.
    read = _read_once if len(text) <= _SHORT else _read
    return read(text, file, dataset_given)


def _read(text: str, file: str, dataset_given: bool) -> Query:
    try:
        size = len(text.encode())
    except UnicodeEncodeError as error:
        raise QueryError(
            "the query is not UTF-8 text",
            at=position(text, error.start, file),
            why="it came from a command line or terminal in another encoding",
            fix="type that character anew",
        ) from error
    if size > MAX_BYTES:
        raise QueryError(
            f"the query is longer than {MAX_BYTES // 1024} kB",
            at=Position(file, 1),
            fix="ask in several queries",
        )
    tokens = tuple(_few_enough(text, file))
    form = _form(tokens, text, file)
    if tokens[-1].is_open:
        raise QueryError(
            "a string is not closed",
            at=position(text, tokens[-1].start, file),
            why="there is no quotation mark that ends it",
            fix="close it; one with line breaks begins and ends with three quotation marks",
        )
    found = find_service(tokens, text)
    if found is not None:
        raise _service(found, text, file)
    for token in tokens:
        if token.is_word("FROM", "FROMNAMED") and not dataset_given:
            raise QueryError(
                "FROM is not allowed",
                at=position(text, token.start, file),
                why="the default graph is the union of all graphs already",
                fix="take FROM out; use GRAPH ?passage { … } for what one passage supports",
            )
    return Query(text, file, tokens, form)


def _service(found: Found, text: str, file: str) -> QueryError:
    at = position(text, found.start, file)
    if found.hidden:
        return QueryError(
            "this < could begin an IRI, or compare two values",
            at=at,
            why="the query says SERVICE somewhere, and what is read behind this may be either",
            fix="put a space behind it to compare, or write the IRI in full",
        )
    return QueryError(
        "SERVICE is not allowed",
        at=at,
        why="Accord answers from its own graph and never reads the network",
        fix="take the SERVICE clause out, or send the query to an endpoint yourself",
    )


# The tokens of a query may take two hundred times the memory of its text.
_read_once: Final = lru_cache(maxsize=64)(_read)


def _few_enough(text: str, file: str) -> Iterator[Token]:
    """Yield the tokens of a query that the engine can take; comments are none.

    A server looks over what strangers send, so no more of it is read than what settles the matter.

    Raises:
        QueryError: there are too many, or they are nested too deep.
    """
    depth = operators = 0
    for token in tokenize(text):
        if token.kind == "comment":
            continue
        operators += token.kind in _OPERATORS
        if token.kind == "mark" and token.text in _OPENING:
            depth += 1
        elif token.kind == "mark" and token.text in _CLOSING:
            depth -= 1
        if depth > MAX_DEPTH or operators > MAX_OPERATORS:
            many = f"nested more than {MAX_DEPTH} deep"
            long = f"a chain of more than {MAX_OPERATORS} operators and keywords"
            raise QueryError(
                f"the query is {many if depth > MAX_DEPTH else long}",
                at=position(text, token.start, file),
                why="the engine cannot take it",
                fix="write it flatter, or ask in several queries",
            )
        yield token


def _form(tokens: Sequence[Token], text: str, file: str) -> str:
    place = 0
    while place < len(tokens):
        token = tokens[place]
        word = token.text.upper() if token.kind == "word" else ""
        if word in FORMS:
            return word
        if word in _UPDATES:
            raise QueryError(
                f"{word} is an update, not a query",
                at=position(text, token.start, file),
                why="the graph is made from the annotations, and from nothing else",
                fix="change the annotation and run `kg build`",
            )
        if word not in _PROLOGUE:
            break
        place += _PROLOGUE[word]
    raise QueryError(
        "this is no SPARQL query",
        at=position(text, tokens[place].start if place < len(tokens) else 0, file),
        why=f"a query says {', '.join(FORMS[:-1])} or {FORMS[-1]} after its prefixes",
        fix="begin with SELECT, for example: SELECT ?s ?p ?o { ?s ?p ?o } LIMIT 10",
    )


def position(text: str, offset: int, file: str) -> Position:
    """Return the place of the code point ``offset`` of ``text``."""
    before = text[:offset]
    return Position(file, before.count("\n") + 1, offset - before.rfind("\n"))


def execute(
    graph: ox.Store,
    query: Query,
    prefixes: Mapping[str, str] | None = None,
    dataset: Dataset | None = None,
    base: str | None = None,
) -> Result:
    """Run ``query`` on ``graph``; the project's prefixes need no declaration.

    The result must be read in the thread that asked.

    Args:
        graph: what is asked.
        query: the question.
        prefixes: more that need no declaration.
        dataset: what the query sees, where that is not the whole graph.
        base: what relative IRIs are relative to; None where there must be none.

    Raises:
        QueryError: it is not SPARQL, or the dataset names a graph by no IRI.
    """
    known = {**PREFIXES, **(prefixes or {})}
    try:
        if dataset is None:
            return graph.query(query.text, base_iri=base, prefixes=known)
        return graph.query(
            query.text,
            base_iri=base,
            prefixes=known,
            default_graph=[_graph(iri) for iri in dataset.default_graphs],
            named_graphs=[_graph(iri) for iri in dataset.named_graphs],
        )
    except SyntaxError as error:
        raise _syntax_error(str(error), query) from error


def _graph(iri: str) -> ox.NamedNode:
    try:
        return ox.NamedNode(iri)
    except ValueError as error:
        raise QueryError(
            f"{iri!r} names no graph", why=str(error), fix="give the whole IRI of the graph"
        ) from error


def _syntax_error(message: str, query: Query) -> QueryError:
    place = _AT.match(message)
    line, column = (int(place[1]), int(place[2])) if place else (1, 1)
    reasons = _SENTENCE.findall(place[3] if place else message)
    reason = reasons[0].strip() if reasons else ""
    lines = query.text.splitlines() or [""]
    # A query may be one very long line: show the end of it that matters.
    cut = max(0, column - _SHOWN)
    shown = lines[min(line, len(lines)) - 1][cut : column + _SHOWN // 4]
    mark = " " * (column - 1 - cut) + "^"
    known = f"declare it with PREFIX, or use one that is there: {', '.join(sorted(PREFIXES))}"
    return QueryError(
        f"the query is not SPARQL 1.1 here:\n    {shown}\n    {mark}",
        at=Position(query.file, line, column),
        why=reason,
        fix=known if reason == "Prefix not found" else "mend the query at that place",
    )
