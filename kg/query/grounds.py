"""The inferred triples that a row of an answer rests on, as a header names them.

``"?plan accord:reportedlyRequiresConsentOf ?party"`` is a triple pattern: its variables are columns
or parameters, so that each row makes a triple of it. May know nothing of why a triple holds.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

import pyoxigraph as ox

from kg.errors import BadHeader, Position
from kg.namespaces import PREFIXES, RDF
from kg.text.nearest import nearest

Part: TypeAlias = str | ox.NamedNode
"""The name of a variable, or an IRI."""

Value: TypeAlias = object
"""What a row has in a column; a class with an attribute ``object`` cannot name the type itself."""

_VARIABLE: Final = re.compile(r"\?([A-Za-z][A-Za-z0-9]*)")
_LOCAL: Final = re.compile(r"\w(?:[\w./-]*\w)?")
_FIX: Final = 'write "?subject accord:property ?object", or "?thing a accord:Class"'


@dataclass(frozen=True)
class Pattern:
    """A triple with variables in it; ``text`` is how the header has it."""

    subject: Part
    predicate: ox.NamedNode
    object: Part
    text: str

    @property
    def variables(self) -> tuple[str, ...]:
        """The names of its variables."""
        return tuple(part for part in (self.subject, self.object) if isinstance(part, str))

    def triple(self, row: Mapping[str, Value]) -> ox.Triple | None:
        """Return the triple that a row makes of it, or None where the row lacks a term.

        Args:
            row: terms by the name of the variable.
        """
        subject = row.get(self.subject) if isinstance(self.subject, str) else self.subject
        obj = row.get(self.object) if isinstance(self.object, str) else self.object
        if not isinstance(subject, ox.NamedNode) or not isinstance(obj, ox.NamedNode | ox.Literal):
            return None
        return ox.Triple(subject, self.predicate, obj)


def read_pattern(text: str, at: Position) -> Pattern:
    """Return the pattern that ``text`` writes.

    Raises:
        BadHeader: it is not three terms: variables, ``a``, CURIEs of the project's prefixes.
    """
    words = text.split()
    try:
        subject, predicate, obj = words
    except ValueError:
        raise BadHeader(f"{text} is no triple", at=at, fix=_FIX) from None
    if predicate.startswith("?"):
        raise BadHeader(f"the property of {text} is a variable", at=at, fix=_FIX)
    property_ = ox.NamedNode(RDF + "type") if predicate == "a" else _iri(predicate, at)
    return Pattern(_part(subject, at), property_, _part(obj, at), " ".join(words))


def check_variables(pattern: Pattern, at: Position, known: Collection[str]) -> None:
    """Check that each row gives a pattern its terms.

    Args:
        pattern: of the header.
        at: its place.
        known: the columns of the query, and its parameters.

    Raises:
        BadHeader: a variable is none of them.
    """
    for variable in pattern.variables:
        if variable not in known:
            raise BadHeader(
                f"no row gives ?{variable} a value",
                at=at,
                why="the triple is made from the columns and the parameters of the query",
                nearest=nearest(variable, known),
                fix=f"let SELECT list ?{variable}, or name a variable that it lists",
            )


def _part(word: str, at: Position) -> Part:
    variable = _VARIABLE.fullmatch(word)
    return variable[1] if variable else _iri(word, at)


def _iri(word: str, at: Position) -> ox.NamedNode:
    prefix, colon, local = word.partition(":")
    if not colon or prefix not in PREFIXES or not _LOCAL.fullmatch(local):
        raise BadHeader(
            f"{word} is neither a variable nor a CURIE",
            at=at,
            nearest=nearest(prefix, PREFIXES) if colon and prefix not in PREFIXES else (),
            fix=_FIX,
        )
    return ox.NamedNode(PREFIXES[prefix] + local)
