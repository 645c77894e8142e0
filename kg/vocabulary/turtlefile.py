"""Reads a Turtle file into triples, with errors that a person can mend.

It exists because the ontology, the shapes, the reference data and the register are all Turtle and
must all fail in the same way. May know nothing of what the triples mean.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import RdfFormat, Triple, parse

from kg.errors import OntologyError, Position, ProjectError
from kg.namespaces import compact, local_name
from kg.text import line_column
from kg.utf8 import decode

_PARSER_PLACE = re.compile(
    r"^Parser error (at line \d+ (column \d+|between columns \d+ and \d+)|between .*? and .*?): "
)


@dataclass(frozen=True)
class TurtleFile:
    """A file: its name in messages, its text and its triples."""

    shown: str
    text: str
    triples: tuple[Triple, ...]

    @classmethod
    def read(cls, path: Path, shown: str) -> "TurtleFile":
        """Read a file.

        Raises:
            ProjectError: it cannot be read.
            OntologyError: it is not Turtle.
        """
        text = _read(path, shown)
        return cls(shown, text, tuple(_parsed(text, shown)))

    def position(self, iri: str) -> Position:
        """Return where the file first describes a name, or else names it, or else its beginning.

        RDF keeps no places, so the name is looked for as it may be written: in full, or with a
        prefix, first of all the usual one.
        """
        written = "|".join(map(re.escape, (compact(iri), f"<{iri}>")))
        patterns = (
            rf"^(?:{written}) a ",
            rf"(?<![\w-])(?:{written})(?![\w-])",
            rf"^\w*:{re.escape(local_name(iri))} a ",
            rf"(?<![\w-])\w*:{re.escape(local_name(iri))}(?![\w-])",
        )
        found = (re.search(pattern, self.text, re.MULTILINE) for pattern in patterns)
        place = next((match.start() for match in found if match), 0)
        return Position(self.shown, *line_column(self.text, place))


def read_turtle(path: Path, shown: str) -> list[Triple]:
    """Return the triples of a Turtle file, in the order of the file.

    Blank nodes get labels of their own, so that those of two files never meet.

    Args:
        path: the file.
        shown: its name in messages.

    Raises:
        ProjectError: the file cannot be read.
        OntologyError: the file is not UTF-8, or not Turtle; the error has the line and column.
    """
    return _parsed(_read(path, shown), shown)


def _read(path: Path, shown: str) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ProjectError(
            f"{shown} cannot be read: {error.strerror}",
            why="the graph is built from this file",
            fix="restore the file, or its permissions",
        ) from error
    return decode(data, shown, OntologyError)


def _parsed(text: str, shown: str) -> list[Triple]:
    try:
        return [
            quad.triple for quad in parse(text, format=RdfFormat.TURTLE, rename_blank_nodes=True)
        ]
    except SyntaxError as error:
        raise OntologyError(
            f"{shown} is not Turtle: {_PARSER_PLACE.sub('', error.msg)}",
            at=Position(shown, error.lineno or 1, error.offset or 1),
            why="the file must be RDF 1.1 Turtle in UTF-8, with every prefix declared",
            fix="mend the syntax at this place",
        ) from error
