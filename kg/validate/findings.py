"""What validation says: findings, each with its place and its sentence, and the report of them all.

These are the words of the SHACL validation report (https://www.w3.org/TR/shacl/#validation-report)
with what a person needs on top. May know nothing of how findings come about or are printed.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.errors import Position

Term: TypeAlias = NamedNode | BlankNode | Literal


class Severity(StrEnum):
    """How much a finding matters, as SHACL names it; the gravest first.

    A violation blocks a build, a warning is printed, an info is about style.
    """

    VIOLATION = "Violation"
    WARNING = "Warning"
    INFO = "Info"

    @property
    def rank(self) -> int:
        """0 for the gravest."""
        return list(Severity).index(self)


@dataclass(frozen=True)
class Path:
    """A property path (https://www.w3.org/TR/shacl/#property-paths).

    Attributes:
        node: the property, or the blank node that stands for a longer path.
        triples: what describes the blank node.
        shown: the path for people, properties by their local names; two paths that read alike are
            equal, for the labels of blank nodes differ from run to run.
    """

    node: NamedNode | BlankNode = field(compare=False)
    triples: tuple[Triple, ...] = field(compare=False)
    shown: str

    @property
    def properties(self) -> tuple[NamedNode, ...]:
        """The properties that it leads along, beside the terms that describe a longer path."""
        nodes = (self.node, *(triple.object for triple in self.triples))
        return tuple(node for node in nodes if isinstance(node, NamedNode))


@dataclass(frozen=True)
class Sentence:
    """A passage and the rest of the sentence around it.

    Attributes:
        passage: its IRI.
        article: IRI of the article.
        start: offset of its first character, in code points of the article's text.
        end: offset after its last character.
        quote: its characters.
        before: the characters of the sentence before it; empty where the text is not at hand.
        after: the characters of the sentence after it.
    """

    passage: str
    article: str
    start: int
    end: int
    quote: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class Finding:
    """One validation result.

    Attributes:
        severity: how much it matters.
        shape: IRI of the node or property shape that has the constraint.
        component: IRI of the constraint component, such as ``sh:MinCountConstraintComponent``.
        constraint: IRI of the SPARQL constraint; empty for one of SHACL Core.
        message: the rule, and how to repair what breaks it.
        focus: the node that was checked.
        path: what of it was checked, if not the node itself.
        value: the value that breaks the rule, if there is one.
        at: the place in a file that people edit.
        article: IRI of the article that says it; empty for reference data.
        sentences: the passages that say it, in text order.
    """

    severity: Severity
    shape: str
    component: str
    constraint: str
    message: str
    focus: Term
    path: Path | None
    value: Term | None
    at: Position | None = field(default=None, compare=False)
    article: str = ""
    sentences: tuple[Sentence, ...] = ()

    @property
    def rule(self) -> str:
        """IRI of what was broken: the SPARQL constraint, or else the shape."""
        return self.constraint or self.shape

    def order(self) -> tuple[object, ...]:
        """Return what findings are sorted by: the gravest first, then by place."""
        return (
            self.severity.rank,
            self.at or Position("", 0),
            self.rule,
            self.component,
            str(self.focus),
            self.path.shown if self.path else "",
            str(self.value),
            self.message,
        )


@dataclass(frozen=True)
class Report:
    """What the shapes say of a graph; the gravest findings first, then by place."""

    findings: tuple[Finding, ...]

    @property
    def conforms(self) -> bool:
        """Whether there is no finding at all, as SHACL defines it."""
        return not self.findings

    @property
    def counts(self) -> Mapping[Severity, int]:
        """How many findings there are of each severity."""
        return Counter(finding.severity for finding in self.findings)

    def __add__(self, other: "Report") -> "Report":
        findings = {*self.findings, *other.findings}
        return Report(tuple(sorted(findings, key=Finding.order)))

    def at_least(self, severity: Severity) -> "Report":
        """Return the report of the findings that matter as much as ``severity``, or more."""
        return Report(tuple(f for f in self.findings if f.severity.rank <= severity.rank))
