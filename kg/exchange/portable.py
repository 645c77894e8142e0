"""A stored query as SPARQL for any engine: without our header, with the prefixes that it uses.

May know nothing of who takes it.
"""

from collections.abc import Callable, Iterable
from itertools import dropwhile, pairwise
from typing import Final

from kg.errors import ExportError
from kg.namespaces import PREFIXES
from kg.query import Query, read_query
from kg.query.slots import slots
from kg.query.sparql import position

_BEFORE: Final = 3
"""Tokens before the UNDEF of ``VALUES ?name { UNDEF }``; one follows it."""
_DEPTH: Final = {"{": 1, "}": -1}


def portable(query: Query, more: Iterable[str] = ()) -> str:
    """Return the text of a query that stands by itself.

    Args:
        query: a stored query.
        more: prefixes that are to be declared too.
    """
    tokens = query.tokens
    declared = {
        name.text.removesuffix(":") for word, name in pairwise(tokens) if word.is_word("PREFIX")
    }
    used = {token.text.partition(":")[0] for token in tokens if token.kind == "name"}
    missing = ({*used, *more} & PREFIXES.keys()) - declared
    lines = dropwhile(lambda line: line.startswith("#+"), query.text.splitlines())
    prologue = (f"PREFIX {prefix}: <{PREFIXES[prefix]}>" for prefix in sorted(missing))
    return "\n".join([*prologue, *lines])


def with_slots(query: Query, written: Callable[[str], str]) -> Query:
    """Return a query with something else where its parameters go in.

    Args:
        query: has ``VALUES ?name { UNDEF }`` for each parameter.
        written: what stands there instead, by the name of the parameter.

    Raises:
        ExportError: such a clause stands behind the pattern, where only VALUES can stand.
    """
    tokens = query.tokens
    index = {token.start: number for number, token in enumerate(tokens)}
    places: list[tuple[int, int, str]] = []
    for name, undefs in slots(query).items():
        for undef in undefs:
            number = index[undef.start]
            first, last = tokens[number - _BEFORE], tokens[number + 1]
            if not sum(_DEPTH.get(token.text, 0) for token in tokens[: number - _BEFORE]):
                raise ExportError(
                    f"the parameter {name} stands behind the pattern",
                    at=position(query.text, first.start, query.file),
                    why="other tools cannot put a value there",
                    fix="move its VALUES into the pattern, to where it is first needed",
                )
            places.append((first.start, last.end, written(name)))
    text = query.text
    for start, end, instead in sorted(places, reverse=True):
        text = f"{text[:start]}{instead}{text[end:]}"
    return read_query(text, query.file)
