"""Where parameters go into a query, and how: as RDF terms, never as text.

A parameter ``state`` is the clause ``VALUES ?state { UNDEF }``, which is valid SPARQL as it stands
and leaves the variable free. Binding replaces exactly that UNDEF token by a term in N-Triples
syntax, written by the engine's own terms, so no value can become anything but a value. May know
nothing of headers or of what values mean.
"""

from collections.abc import Mapping

import pyoxigraph as ox

from kg.query.sparql import Query, read_query
from kg.query.tokens import Token


def slots(query: Query) -> dict[str, tuple[Token, ...]]:
    """Return the UNDEF tokens of ``VALUES ?name { UNDEF }`` by name, in the order of the text."""
    found: dict[str, tuple[Token, ...]] = {}
    tokens = query.tokens
    for values, variable, opening, undef, closing in zip(
        tokens, tokens[1:], tokens[2:], tokens[3:], tokens[4:], strict=False
    ):
        if (
            values.is_word("VALUES")
            and variable.kind == "variable"
            and (opening.kind, opening.text) == ("mark", "{")
            and undef.is_word("UNDEF")
            and (closing.kind, closing.text) == ("mark", "}")
        ):
            name = variable.text[1:]
            found[name] = (*found.get(name, ()), undef)
    return found


def bind(query: Query, values: Mapping[str, ox.NamedNode | ox.Literal]) -> Query:
    """Return ``query`` with each of its slots filled that ``values`` has a term for.

    Raises:
        QueryError: a value makes the query too long.
    """
    places = sorted(
        ((undef, values[name]) for name, tokens in slots(query).items() if name in values
         for undef in tokens),
        key=lambda place: place[0].start,
        reverse=True,
    )  # fmt: skip
    text = query.text
    for undef, term in places:
        text = f"{text[: undef.start]}{term}{text[undef.end :]}"
    return read_query(text, query.file)
