"""What a format may know beside the rows: the question, names to show for IRIs, and the terminal.

May know nothing of any single format.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

import pyoxigraph as ox

from kg.namespaces import DATA, LIMITS, PREFIXES, RDFS, compact

Result: TypeAlias = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples | tuple[ox.Triple, ...]
"""What the engine gives for a query; it can be read once, in the thread that asked."""

Term: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

_LABEL: Final = ox.NamedNode(RDFS + "label")
_PASSAGE: Final = re.compile(r"(.+)#char=([0-9]+),([0-9]+)")
_VERSION: Final = re.compile(r"/v[0-9]+$")
_ARTICLE: Final = re.compile(rf"{re.escape(DATA)}([^/#]+/[^/#]+)/v[0-9]+")
_SPACE: Final = re.compile(r"[^\S\n]")
_CONTROL: Final = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True)
class Question:
    """What a result answers.

    Attributes:
        name: of the stored query.
        title: what it finds, in a phrase.
        question: the competency question.
        given: by parameter, the words in which its value was given and the term that they mean.
    """

    name: str
    title: str
    question: str
    given: Mapping[str, tuple[str, Term]]


@dataclass(frozen=True)
class View:
    """How to show a result.

    Attributes:
        graph: has the labels.
        asked: the question in words, for an answer that is empty.
        headings: of columns, by variable, where they differ from its name.
        width: columns of the terminal.
        bold: whether it takes escape sequences.
        stopped: name of the setting at which the result stops, or empty where it is whole.
        question: the stored question, where it is one.
        build: of the graph, or empty where that is not known.
        prefixes: what IRIs may be shortened by, in formats that shorten them.
    """

    graph: ox.Store
    asked: str = ""
    headings: Mapping[str, str] = field(default_factory=dict)
    width: int = 80
    bold: bool = False
    stopped: str = ""
    question: Question | None = None
    build: str = ""
    prefixes: Mapping[str, str] = field(default_factory=lambda: PREFIXES)
    _names: dict[str, str] = field(default_factory=dict, compare=False, repr=False)

    def name(self, term: Term | None) -> str:
        """Return ``term`` as people call it: a label, an article's id, a literal's text."""
        if term is None:
            return ""
        if isinstance(term, ox.Literal):
            return one_line(term.value)
        if not isinstance(term, ox.NamedNode):
            return str(term)
        if term.value not in self._names:
            self._names[term.value] = one_line(self._name_of(term))
        return self._names[term.value]

    def _name_of(self, node: ox.NamedNode) -> str:
        quads = self.graph.quads_for_pattern(node, _LABEL, None, ox.DefaultGraph())
        labels = sorted(
            (label.language != "en", label.value)
            for label in (quad.object for quad in quads)
            if isinstance(label, ox.Literal)
        )
        if labels:
            return labels[0][1]
        passage = place(node)
        if passage:
            return f"{passage[0]}, {passage[1]}"
        article = _ARTICLE.fullmatch(node.value)
        return article[1] if article else compact(node.value)

    @property
    def marker(self) -> str:
        """The IRI that a result which stops at a limit carries, or empty where it is whole."""
        return LIMITS + self.stopped if self.stopped else ""

    @property
    def remark(self) -> str:
        """The same for people."""
        return f"stopped at the limit {self.stopped}: there is more" if self.stopped else ""

    def heading(self, variable: str) -> str:
        """Return the heading of a column: ``otherSpeaker`` is *other speaker*."""
        return visible(self.headings.get(variable) or spaced(variable))


def place(term: Term | None) -> tuple[str, str] | None:
    """Return the article's id and the characters of the passage that ``term`` names, if it does."""
    match = _PASSAGE.fullmatch(term.value) if isinstance(term, ox.NamedNode) else None
    if not match or not match[1].startswith(DATA):
        return None
    article = _VERSION.sub("", match[1].removeprefix(DATA))
    return article, f"characters {match[2]}–{match[3]}"


def spaced(variable: str) -> str:
    """Return a variable's camel case as words."""
    return re.sub(r"(?<=[a-z0-9])[A-Z]", lambda match: " " + match[0].lower(), variable)


def visible(text: str) -> str:
    """Return ``text`` with what would steer a terminal written out.

    White space is no secret, only unruly: each is a space, but line feeds, which stay.
    """
    return _CONTROL.sub(lambda match: f"\\u{ord(match[0]):04x}", _SPACE.sub(" ", text))


def one_line(text: str) -> str:
    """Return the same with each run of white space as one space, for a cell or a sentence."""
    return visible(" ".join(text.split()))


def serialized(result: Result, format_: ox.QueryResultsFormat) -> bytes:
    """Return the rows, or yes or no, in one of W3C's formats, with a line feed at the end."""
    assert not isinstance(result, ox.QueryTriples | tuple)  # noqa: S101 - choose_format saw to it
    data = result.serialize(format=format_)
    assert data is not None  # noqa: S101 - the engine returns the bytes where no output is given
    return data if data.endswith(b"\n") else data + b"\n"
