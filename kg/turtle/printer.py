"""Turtle text: terms, statements, and the document that they make.

Which subjects stand together, and in which order, is the caller's business (`Section`). May know
nothing of files, commands or what the terms mean.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode

from kg.errors import KgError
from kg.namespaces import XSD
from kg.turtle.graph import TYPE, Graph, Node, Term
from kg.turtle.order import KIND_ORDER, PREDICATE_ORDER, NaturalKey, natural_key

WIDTH: Final = 100
INDENT: Final = "    "
MAX_DEPTH: Final = 64
"""How deep blank nodes may nest; class expressions written by hand reach about five."""

_PLAIN_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?")
# Only canonical forms: rdflib reads a bare 01 as 1, and the quoted one as it stands.
_SHORTHAND = {
    XSD + "integer": re.compile(r"0|-?[1-9][0-9]*"),
    XSD + "boolean": re.compile(r"true|false"),
}
# Of other short escapes OWL API 3.4, which comes with HermiT, reads the letter: \n as n. It ends
# long strings at any three quotation marks, and may drop a byte order mark in the midst of a file.
_ESCAPES: Final = {"\\": "\\\\", '"': '\\"'}
_NEEDS_ESCAPE = re.compile(r'["\\\x00-\x1f\x7f\ufeff]')
_NEEDS_ESCAPE_LONG = re.compile(r'\\|"{3,}|[\x00-\x09\x0b-\x1f\x7f\ufeff]')


@dataclass(frozen=True)
class Section:
    """Subjects that stand together, in this order, below a comment line ``title`` if there is one.

    A section of ``declarations`` has the types of its subjects and nothing else, a line each; what
    else is said of them stands in a later section.
    """

    title: str | None
    subjects: Sequence[Node]
    declarations: bool = False


def escape(text: str) -> str:
    """Return ``text`` with what a quoted literal cannot hold escaped."""
    return _NEEDS_ESCAPE.sub(_escape_match, text)


def _escape_match(match: re.Match[str]) -> str:
    return "".join(_ESCAPES.get(each, f"\\u{ord(each):04X}") for each in match.group())


class Printer:
    """Writes the terms and statements of one graph, and remembers which prefixes it used.

    Args:
        graph: the triples.
        prefixes: prefix to namespace; where two namespaces fit an IRI, the longer is taken.
        indent: what every line of a statement starts with.
    """

    def __init__(self, graph: Graph, prefixes: Mapping[str, str], indent: str = "") -> None:
        self.used: set[str] = set()
        self._declared: set[Node] = set()
        self._graph = graph
        self._indent = indent
        self._namespaces = sorted(
            ((namespace, prefix) for prefix, namespace in prefixes.items()),
            key=lambda pair: (-len(pair[0]), pair[1]),
        )
        self._flat: dict[Term, str] = {}

    def sections(self, sections: Iterable[Section]) -> Iterator[str]:
        """Yield the text of each section, with an empty line before each block."""
        for section in sections:
            if not section.subjects:
                continue
            if section.title:
                yield f"\n{self._indent}# {section.title}\n"
            for number, subject in enumerate(section.subjects):
                if number == 0 or not section.declarations:
                    yield "\n"
                yield self.statement(subject, declaration=section.declarations)

    def statement(self, subject: Node, *, declaration: bool = False) -> str:
        """Return what is said of ``subject``, as one statement with its full stop.

        Args:
            subject: a subject of the graph.
            declaration: write its types only, and nothing of them the next time.
        """
        head = "[]" if subject in self._graph.roots else self.flat(subject)
        separator = f" ;\n{self._indent}{INDENT}"
        if declaration:
            self._declared.add(subject)
        lines = [
            self._predicate(predicate, values, len(self._indent) + len(INDENT), 0)
            for predicate, values in self.ordered(subject)
            if (predicate == TYPE) is declaration or subject not in self._declared
        ]
        return f"{self._indent}{head} {separator.join(lines)} .\n"

    def flat(self, term: Term, depth: int = 0) -> str:
        """Return ``term`` as it is written where there is room; also what blank nodes sort by."""
        text = self._flat.get(term)
        if text is None:
            text = self._flat[term] = self._write_flat(term, depth)
        return text

    def _write_flat(self, term: Term, depth: int) -> str:
        if isinstance(term, NamedNode):
            return self._iri(term.value)
        if isinstance(term, Literal):
            return self._literal(term)
        if term not in self._graph.inline:
            return f"_:{term.value}"
        if depth >= MAX_DEPTH:
            raise KgError(
                f"blank nodes nest deeper than {MAX_DEPTH} levels",
                fix="give one of the inner nodes an IRI",
            )
        members = self._graph.items(term)
        if members is not None:
            return f"( {' '.join(self.flat(member, depth + 1) for member in members)} )"
        said = " ; ".join(
            f"{self._verb(predicate)} {' , '.join(self.flat(v, depth + 1) for v in values)}"
            for predicate, values in self.ordered(term, depth)
        )
        return f"[ {said} ]" if said else "[]"

    def ordered(self, subject: Node, depth: int = 0) -> Iterator[tuple[NamedNode, list[Term]]]:
        """Yield the predicates of ``subject`` with their objects, all in the order of writing."""
        said = self._graph.statements.get(subject, {})
        for predicate in sorted(said, key=lambda p: (PREDICATE_ORDER.get(p.value, 0), p.value)):
            yield predicate, sorted(said[predicate], key=lambda value: self._rank(value, depth))

    def _rank(self, value: Term, depth: int) -> tuple[int, int, NaturalKey]:
        kind = (NamedNode, Literal, BlankNode).index(type(value))
        declared = KIND_ORDER.get(value.value, len(KIND_ORDER))
        return kind, declared, natural_key(self.flat(value, depth + 1))

    def _predicates(self, subject: Node, column: int, depth: int) -> list[str]:
        return [
            self._predicate(predicate, values, column, depth)
            for predicate, values in self.ordered(subject, depth)
        ]

    def _predicate(
        self, predicate: NamedNode, values: Sequence[Term], column: int, depth: int
    ) -> str:
        verb = self._verb(predicate)
        together = f"{verb} {' , '.join(self.flat(value, depth + 1) for value in values)}"
        if self._fits(together, column):
            return together
        if len(values) == 1:
            return f"{verb} {self._broken(values[0], column, depth, len(verb) + 1)}"
        inner = column + len(INDENT)
        lines = " ,\n".join(" " * inner + self._broken(value, inner, depth, 0) for value in values)
        return f"{verb}\n{lines}"

    def _broken(self, term: Term, column: int, depth: int, before: int) -> str:
        """Return ``term``, over several lines if ``before`` characters leave no room on one."""
        text = self.flat(term, depth + 1)
        if not isinstance(term, BlankNode) or term not in self._graph.inline:
            return text
        if self._fits(text, column + before):
            return text
        inner = column + len(INDENT)
        start, end = "\n" + " " * inner, "\n" + " " * column
        members = self._graph.items(term)
        if members is not None:
            lines = [self._broken(member, inner, depth + 1, 0) for member in members]
            return f"({start}{start.join(lines)}{end})"
        said = f" ;{start}".join(self._predicates(term, inner, depth + 1))
        return f"[{start}{said}{end}]"

    def _fits(self, text: str, column: int) -> bool:
        # Two characters are for the " ;" that follows.
        return "\n" not in text and column + len(text) + 2 <= WIDTH

    def _verb(self, predicate: NamedNode) -> str:
        return "a" if predicate == TYPE else self._iri(predicate.value)

    def _iri(self, iri: str) -> str:
        for namespace, prefix in self._namespaces:
            if iri.startswith(namespace) and _PLAIN_LOCAL.fullmatch(iri, len(namespace)):
                self.used.add(prefix)
                return f"{prefix}:{iri[len(namespace) :]}"
        return f"<{iri}>"

    def _literal(self, literal: Literal) -> str:
        value, datatype = literal.value, literal.datatype.value
        shorthand = _SHORTHAND.get(datatype)
        if shorthand and shorthand.fullmatch(value):
            return value
        # At its end even an escaped quotation mark is one of three to OWL API 3.4.
        if "\n" in value and not value.endswith('"'):
            quoted = f'"""{_NEEDS_ESCAPE_LONG.sub(_escape_match, value)}"""'
        else:
            quoted = f'"{escape(value)}"'
        if literal.language:
            return f"{quoted}@{literal.language}"
        if datatype == XSD + "string":
            return quoted
        return f"{quoted}^^{self._iri(datatype)}"


def prefix_lines(prefixes: Mapping[str, str], used: Iterable[str]) -> str:
    """Return the ``@prefix`` lines of the prefixes that were used, sorted."""
    return "".join(f"@prefix {prefix}: <{prefixes[prefix]}> .\n" for prefix in sorted(used))


def write_turtle(
    graph: Graph,
    sections: Iterable[Section],
    prefixes: Mapping[str, str],
    kept: Collection[str] = (),
) -> Iterator[str]:
    """Yield a Turtle document: the prefixes it uses, then the sections.

    Args:
        graph: all triples.
        sections: every subject of ``graph.subjects()`` exactly once.
        prefixes: prefix to namespace.
        kept: prefixes that are declared whether they are used or not.

    Raises:
        KgError: blank nodes nest too deep, or there is a triple term.
    """
    printer = Printer(graph, prefixes)
    # Which prefixes are used is known only when everything is written.
    body = list(printer.sections(sections))
    yield prefix_lines(prefixes, printer.used.union(kept))
    yield from body
