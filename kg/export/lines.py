"""N-Quads and N-Triples: canonical blank nodes, one statement a line, lines in code point order."""

from collections.abc import Iterable, Iterator

from kg.turtle import Statement, canonical


def write_lines(statements: Iterable[Statement]) -> Iterator[str]:
    """Yield the lines of N-Quads, or of N-Triples where nothing stands in a named graph."""
    yield from sorted(_line(statement) for statement in canonical(statements))


def _line(statement: Statement) -> str:
    subject, predicate, value, graph = statement
    name = f" <{graph}>" if graph else ""
    return f"{subject} {predicate} {value}{name} .\n"
