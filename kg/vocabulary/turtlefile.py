"""Reads a Turtle file into triples, with an error that a person can mend.

It exists because the ontology, the shapes, the reference data and the register are all Turtle and
must all fail in the same way. May know nothing of what the triples mean.
"""

import re
from pathlib import Path

from pyoxigraph import RdfFormat, Triple, parse

from kg.errors import OntologyError, Position, ProjectError

_PARSER_PLACE = re.compile(
    r"^Parser error (at line \d+ (column \d+|between columns \d+ and \d+)|between .*? and .*?): "
)


def read_turtle(path: Path, shown: str) -> list[Triple]:
    """Return the triples of a Turtle file, in the order of the file.

    Blank nodes get labels of their own, so that those of two files never meet.

    Args:
        path: the file.
        shown: its name in messages.

    Raises:
        ProjectError: the file cannot be read.
        OntologyError: the file is not Turtle; the error has the line and column.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ProjectError(
            f"{shown} cannot be read: {error.strerror}",
            why="the graph is built from this file",
            fix="restore the file, or its permissions",
        ) from error
    try:
        return [
            quad.triple for quad in parse(data, format=RdfFormat.TURTLE, rename_blank_nodes=True)
        ]
    except SyntaxError as error:
        raise OntologyError(
            f"{shown} is not Turtle: {_PARSER_PLACE.sub('', error.msg)}",
            at=Position(shown, error.lineno or 1, error.offset or 1),
            why="the file must be RDF 1.1 Turtle in UTF-8, with every prefix declared",
            fix="mend the syntax at this place",
        ) from error
