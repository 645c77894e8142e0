"""Where the engine could read SERVICE, however a query is written.

The engine reads without tokens: it takes ``SERVICESILENT`` for two words, and a ``<`` for a
comparison where the grammar's longest match is an IRI. What it reads on from there is not what our
tokens say, so a query with such a place is refused if SERVICE stands anywhere in it. May know
nothing of the graph.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

from kg.query.tokens import Token

_SERVICE: Final = "SERVICE"
_BRACKETS: Final = {"(": ")", "[": "]", "{": "}"}
# Marks behind which a value begins; behind any other, it may have ended: (), >>, EXISTS {}.
_AWAITING: Final = frozenset("([{,;.=<!&|+*/^@") | {"<<"}
# What begins a comment or a string, or leaves the brackets in which values are compared.
_HIDING: Final = frozenset("#'()")
# No value begins like this, so nothing can be compared with it.
_ABSOLUTE: Final = "://"


class Found(NamedTuple):
    """A place where the engine could read SERVICE.

    Attributes:
        start: code points before it.
        hidden: whether it is only a ``<`` behind which the engine could read on differently.
    """

    start: int
    hidden: bool


def find_service(tokens: Sequence[Token], text: str) -> Found | None:
    """Return the first place in ``text`` where the engine could read SERVICE.

    Args:
        tokens: of ``text``, without the comments.
        text: a query.
    """
    if _SERVICE not in text.upper():
        return None
    open_brackets: list[str] = []
    before: Token | None = None
    for token, after in zip(tokens, [*tokens[1:], None], strict=True):
        if _compares(token, before) and open_brackets[-1:] == ["("]:
            return Found(token.start, hidden=True)
        if _says(token, before, after):
            return Found(token.start, hidden=False)
        if token.kind == "mark" and token.text in _BRACKETS:
            open_brackets.append(token.text)
        elif token.kind == "mark" and token.text in _BRACKETS.values() and open_brackets:
            open_brackets.pop()
        before = token
    return None


def _compares(token: Token, before: Token | None) -> bool:
    """Return whether a ``<`` behind a value could compare it, and so hide what follows."""
    if before is None or (before.kind == "mark" and before.text in _AWAITING):
        return False
    if token.kind == "mark":
        return token.text == "<<"
    absolute = _ABSOLUTE in token.text.partition("#")[0].partition("'")[0]
    return token.kind == "iri" and not absolute and not _HIDING.isdisjoint(token.text)


def _says(token: Token, before: Token | None, after: Token | None) -> bool:
    if token.kind == "word":
        return _SERVICE in token.text.upper()
    if token.kind != "name" or _SERVICE not in token.text.partition(":")[0].upper():
        return False
    # A name that begins with the keyword and stands where a service's address would.
    named = before is not None and before.is_word("GRAPH")
    return after is not None and after.text == "{" and not named
