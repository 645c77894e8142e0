"""Every error a user can meet, and the one shape of its message.

A message says **what** is wrong, **where** (``file:line:column``), **why** it is refused and what
to **do**; when a name is unknown it lists the nearest known names. Library code raises; only
:mod:`kg.cli` prints and exits. This module may know nothing of the rest of the package.

::

    KgError                     exit code 2: the call or an input is wrong
    ├── UsageError              the words of a command line do not fit the command
    ├── Mistakes                several of the errors below, each of which stands by itself
    ├── ProjectError            a folder or file of the project is missing or unreadable
    ├── ArticleError            the article's text is missing, not text, or changed
    ├── AnnotationError         an annotation file is wrong
    │   ├── MalformedYaml       not YAML 1.2 as Accord reads it
    │   ├── UnknownKey          a key that is neither structure nor a property
    │   ├── UnknownTerm         a class that the ontology does not declare
    │   ├── UnknownEntity       a reference to something nobody declares
    │   ├── BadIdentifier       an id that cannot become an IRI
    │   ├── BadScalar           a value outside the datatype of its property
    │   ├── QuoteNotFound       a quote that is not in the text
    │   ├── QuoteAmbiguous      a quote that is in the text more than once
    │   └── Uncovered           characters of the article that no passage accounts for
    ├── OntologyError           the ontology, shapes or reference data are wrong
    ├── QueryError              a stored or ad-hoc query is wrong
    │   ├── BadHeader           the header of a stored query
    │   ├── UnknownQuery        no stored query of that name
    │   ├── UnknownParameter    the query has no such parameter, or lacks a required one
    │   ├── UnknownValue        nothing in the graph goes by that name
    │   └── LimitReached        a query or an answer took more than it may
    ├── StoreError              the built graph cannot be read or written
    │   └── GraphDamaged        the built graph is not what the build wrote
    ├── ExportError             the graph cannot be written in the syntax that was asked for
    ├── ReasonerUnavailable     Java, or its reasoner, is not there
    ├── Busy                    every worker has a query to answer already
    ├── WorkerLost              what had the query ended before it answered
    ├── DataFindings            exit code 1: the data has findings
    └── InternalFault           exit code 3: a fault of Accord itself
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, order=True, slots=True)
class Position:
    """A place in a file; ``line`` and ``column`` count from 1, columns in code points."""

    file: str
    line: int
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


class KgError(Exception):
    """Something a user can mend.

    Args:
        what: one sentence without a full stop that says what is wrong.
        at: the place of the offending key, value or character.
        why: the rule that is broken.
        fix: what to do now.
        nearest: known names like the unknown one, best first.
    """

    exit_code: ClassVar[int] = 2

    def __init__(
        self,
        what: str,
        *,
        at: Position | None = None,
        why: str = "",
        fix: str = "",
        nearest: Sequence[str] = (),
    ) -> None:
        super().__init__(what)
        self.what = what
        self.at = at
        self.why = why
        self.fix = fix
        self.nearest = tuple(nearest)

    def __str__(self) -> str:
        return "\n".join(self.messages())

    def messages(self) -> list[str]:
        """Return the messages that a user reads one after the other; most errors have one."""
        return ["\n".join(self.lines())]

    def lines(self, *also: Position) -> list[str]:
        """Return the message as lines: what, where, why, nearest names, what to do.

        Args:
            also: further places where the same is wrong.
        """
        lines = [self.what]
        if self.at:
            lines += (f"  at:  {place}" for place in (self.at, *also))
        if self.why:
            lines.append(f"  why: {self.why}")
        if self.nearest:
            lines.append(f"  did you mean: {', '.join(self.nearest)}")
        if self.fix:
            lines.append(f"  do:  {self.fix}")
        return lines


class UsageError(KgError):
    """The words of a command line do not fit the command."""


class Mistakes(KgError):
    """Several errors that are told together, because each of them stands by itself.

    Its message is theirs, one after the other, and their number; the same mistake at several places
    is told once, with its places. Where an error has one message only, as in JSON, its own parts
    say how many there are and list the first.

    Args:
        what: how many there are.
        at: the place of the first.
        why: what they are.
        fix: what to do now.
        nearest: as in every error.
        errors: the errors themselves, by file and line.
    """

    SHOWN: ClassVar[int] = 20
    """Messages that are shown at most, and places of one."""

    def __init__(
        self,
        what: str,
        *,
        at: Position | None = None,
        why: str = "",
        fix: str = "",
        nearest: Sequence[str] = (),
        errors: Sequence[KgError] = (),
    ) -> None:
        super().__init__(what, at=at, why=why, fix=fix, nearest=nearest)
        self.errors = tuple(errors)

    def messages(self) -> list[str]:
        """Return the messages of its errors, and then how many errors there are."""
        if not self.errors:
            return super().messages()
        alike: dict[tuple[object, ...], list[KgError]] = {}
        for error in self.errors:
            alike.setdefault((error.what, error.why, error.nearest, error.fix), []).append(error)
        told = [errors[: self.SHOWN] for errors in list(alike.values())[: self.SHOWN]]
        messages = [
            "\n".join(first.lines(*(other.at for other in others if other.at)))
            for first, *others in told
        ]
        more = len(self.errors) - sum(map(len, told))
        return [*messages, f"{self.what}; {more} more are not shown" if more else self.what]


class ProjectError(KgError):
    """A folder or file of the project is missing or unreadable."""


class ArticleError(KgError):
    """The text of an article is missing, is not text, or is not the text that was annotated."""


class AnnotationError(KgError):
    """An annotation file is wrong."""


class MalformedYaml(AnnotationError):
    """The file is not YAML 1.2 as Accord reads it."""


class UnknownKey(AnnotationError):
    """A key that is neither structure of the file nor a property of the ontology."""


class UnknownTerm(AnnotationError):
    """A class that the ontology does not declare."""


class UnknownEntity(AnnotationError):
    """A reference to something that neither the register nor the annotation declares."""


class BadIdentifier(AnnotationError):
    """An id that cannot become an IRI."""


class BadScalar(AnnotationError):
    """A value outside the datatype of its property."""


class QuoteNotFound(AnnotationError):
    """A quote that does not occur in the text of the article."""


class QuoteAmbiguous(AnnotationError):
    """A quote that occurs more than once in the text of the article."""


class Uncovered(AnnotationError):
    """Characters of the article that no passage and no ``nothing`` entry accounts for."""


class OntologyError(KgError):
    """The ontology, the shapes or the reference data are wrong."""


class QueryError(KgError):
    """A stored or ad-hoc query is wrong."""


class BadHeader(QueryError):
    """The ``#+`` header of a stored query is wrong."""


class UnknownQuery(QueryError):
    """There is no stored query of that name."""


class UnknownParameter(QueryError):
    """The query has no such parameter, or one that it requires was not given."""


class UnknownValue(QueryError):
    """Nothing in the graph goes by the name given for a parameter."""


class LimitReached(QueryError):
    """A query took more time or memory than it may, or an answer is larger than one may be."""


class StoreError(KgError):
    """The built graph cannot be read or written."""


class GraphDamaged(StoreError):
    """The built graph is not what the build wrote."""


class ExportError(KgError):
    """The graph cannot be written in the syntax that was asked for."""


class ReasonerUnavailable(KgError):
    """Java, or the reasoner that runs on it, is not there."""


class Busy(KgError):
    """Every worker has a query to answer already, and the queue is full."""


class WorkerLost(KgError):
    """The process that had a query was ended before it answered, and not by the query's limits."""


class DataFindings(KgError):
    """The data has findings that block: the message lists them."""

    exit_code = 1


class InternalFault(KgError):
    """A fault of Accord itself."""

    exit_code = 3
