"""What a header promises of the SPARQL below it: its parameters, its columns, an order.

May know nothing of how a header is written.
"""

from collections.abc import Mapping

from kg.errors import BadHeader
from kg.query.slots import slots
from kg.query.sparql import Query, position
from kg.query.stored import Parameter
from kg.query.tokens import Token
from kg.text.nearest import nearest


def check_slots(query: Query, parameters: Mapping[str, Parameter]) -> None:
    """Check that ``query`` has a slot for each of ``parameters``, and no other.

    Raises:
        BadHeader: it has not.
    """
    found = slots(query)
    for parameter in parameters.values():
        if parameter.name not in found:
            raise BadHeader(
                f"the query does not use its parameter {parameter.name}",
                at=parameter.at,
                why="a value is given to it in a VALUES clause",
                fix=f"add `VALUES ?{parameter.name} {{ UNDEF }}` where it is first needed",
            )
    for name, places in found.items():
        if name not in parameters:
            raise BadHeader(
                f"the header does not declare the parameter {name}",
                at=position(query.text, places[0].start, query.file),
                nearest=nearest(name, parameters),
                fix=f"add `{name}: {{class: …, example: …}}` below `#+ params:`",
            )


def check_select(query: Query) -> list[str]:
    """Return the columns of a SELECT, and check that it names and orders them.

    Raises:
        BadHeader: it says ``SELECT *``, or has no ORDER BY.
    """
    tokens = query.tokens
    select = next(i for i, token in enumerate(tokens) if token.is_word("SELECT"))
    projected: list[str] = []
    ordered = False
    depth = 0
    before: Token | None = None
    in_clause = True
    for token in tokens[select:]:
        if token.kind == "mark":
            if depth == 0 and in_clause and token.text == "*":
                raise BadHeader(
                    "SELECT * does not say which columns there are",
                    at=position(query.text, token.start, query.file),
                    fix="name the variables, in the order in which they should be read",
                )
            in_clause = in_clause and token.text != "{"
            depth += {"(": 1, "{": 1, ")": -1, "}": -1}.get(token.text, 0)
        in_clause = in_clause and not token.is_word("WHERE")
        if (
            token.kind == "variable"
            and in_clause
            and (depth == 0 or (before is not None and before.is_word("AS")))
        ):
            projected.append(token.text[1:])
        ordered = ordered or (
            depth == 0 and token.is_word("BY") and before is not None and before.is_word("ORDER")
        )
        before = token
    if not ordered:
        raise BadHeader(
            "the query has no ORDER BY",
            at=position(query.text, tokens[select].start, query.file),
            why="the same question gets the same answer in the same order",
            fix="end it with ORDER BY and the columns that tell its rows apart",
        )
    return projected
