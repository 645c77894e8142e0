"""The answer to a query as Python has it: rows of plain values, each with its sentences.

A literal becomes what Python has for its datatype, an IRI text that knows what people call it. May
know nothing of how the query was asked.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias, overload

import pyoxigraph as ox

from kg.errors import UsageError
from kg.namespaces import XSD
from kg.results import Result, View
from kg.results.document import TRIPLE, Column, Term, quotes, term
from kg.results.evidence import Column as Evidence
from kg.results.evidence import split
from kg.results.view import Term as RdfTerm

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

Value: TypeAlias = str | int | float | bool | Decimal | date | datetime | None
"""A term as Python has it; an IRI is an :class:`Iri`, and None is a variable without a value."""

_INTEGERS: Final = frozenset(
    XSD + name
    for name in (
        "integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger",
        "nonPositiveInteger", "negativeInteger", "unsignedLong", "unsignedInt", "unsignedShort",
        "unsignedByte",
    )
)  # fmt: skip
_LIBRARIES: Final = ("pandas", "polars")


class Iri(str):
    """An IRI, which is text; ``label`` is what people call it."""

    __slots__ = ("label",)
    label: str

    def __new__(cls, iri: str, label: str) -> "Iri":
        """Return an IRI with its label."""
        made = super().__new__(cls, iri)
        made.label = label
        return made


@dataclass(frozen=True)
class Quote:
    """A sentence of an article that a row rests on.

    Attributes:
        about: what it is evidence of, such as ``status``; empty for the row itself.
        text: the sentence, as the article has it.
        speaker: who says it, where the article reports what somebody says.
        said: day on which that was said, as a row has it: text where it is no whole day.
        voice: whose words they are.
        article: the article that has it.
        passage: IRI of the passage: the article's, and the characters.
    """

    about: str
    text: str | None
    speaker: Term | None
    said: Value
    voice: Term | None
    article: Term | None
    passage: str | None


@dataclass(frozen=True)
class Row(Mapping[str, Value]):
    """A row: a mapping from each variable to its value, in the order of SELECT.

    Attributes:
        terms: the RDF terms by variable, where they are bound.
        quotes: the sentences that the row rests on.
    """

    variables: tuple[str, ...] = field(repr=False)
    terms: Mapping[str, Term] = field(repr=False)
    quotes: tuple[Quote, ...] = field(repr=False)

    def __getitem__(self, variable: str) -> Value:
        if variable not in self.variables:
            raise KeyError(variable)
        found = self.terms.get(variable)
        return None if found is None else value_of(found)

    def __iter__(self) -> Iterator[str]:
        return iter(self.variables)

    def __len__(self) -> int:
        return len(self.variables)

    def __repr__(self) -> str:
        return f"Row({dict(self)})"

    def label(self, variable: str) -> str:
        """Return what people call the value of a variable; nothing where it has none.

        Raises:
            KeyError: there is no such variable.
        """
        value = self[variable]
        if isinstance(value, Iri):
            return value.label
        return "" if value is None else str(value)


@dataclass(frozen=True)
class Rows(Sequence[Row]):
    """The answer to a query; of a graph, a row is a triple: ``subject``, ``predicate``, ``object``.

    Attributes:
        columns: the variables with their headings, in the order of SELECT.
        answer: yes or no, to an ASK; None for any other query.
        stopped: the setting at which the rows stop; None where they are all there.
        build: the build that answered.
    """

    rows: tuple[Row, ...] = field(repr=False)
    columns: tuple[Column, ...] = field(repr=False)
    answer: bool | None
    stopped: str | None
    build: str

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Row, ...]: ...
    def __getitem__(self, index: int | slice) -> Row | tuple[Row, ...]:
        return self.rows[index]

    def __len__(self) -> int:
        return len(self.rows)

    def __bool__(self) -> bool:
        """Return the answer to an ASK; to any other query, whether there are rows."""
        return bool(self.rows) if self.answer is None else self.answer

    def __repr__(self) -> str:
        names = ", ".join(column.name for column in self.columns)
        what = f"{len(self)} of {names}" if self.answer is None else str(self.answer)
        return f"<Rows: {what}{f', stopped at {self.stopped}' if self.stopped else ''}>"

    @overload
    def frame(self, library: Literal["pandas"] = ..., *, labels: bool = ...) -> "pd.DataFrame": ...
    @overload
    def frame(self, library: Literal["polars"], *, labels: bool = ...) -> "pl.DataFrame": ...
    def frame(self, library: str = "pandas", *, labels: bool = False) -> Any:
        """Return the rows as a data frame with a column for each variable.

        Args:
            library: ``pandas`` or ``polars``.
            labels: whether an IRI is shown by its label.

        Raises:
            UsageError: there is no such library, or it is not installed.
        """
        columns = {column.name: self._column(column.name, labels) for column in self.columns}
        if library not in _LIBRARIES:
            raise UsageError(
                f"there are no frames of {library}", fix=f"use {' or '.join(_LIBRARIES)}"
            )
        try:
            if library == "pandas":
                import pandas as pd

                return pd.DataFrame(columns)
            import polars as pl

            return pl.DataFrame(columns)
        except ImportError as error:
            raise UsageError(
                f"{library} is not installed",
                why="Accord needs it for frames alone",
                fix=f"pip install 'accord-kg[{library}]'",
            ) from error

    def _column(self, name: str, labels: bool) -> list[Value]:
        plain: list[Value] = [
            (value.label if labels else str(value)) if isinstance(value, Iri) else value
            for value in (row[name] for row in self.rows)
        ]
        # A column has one type: where a variable has several, their text is what they share.
        if len({type(value) for value in plain if value is not None}) > 1:
            return [None if value is None else str(value) for value in plain]
        return plain


def rows_of(result: Result, view: View) -> Rows:
    """Return the result of a query as rows; the result is used up."""
    columns: tuple[Column, ...] = ()
    rows: tuple[Row, ...] = ()
    if isinstance(result, ox.QuerySolutions):
        names = tuple(variable.value for variable in result.variables)
        columns = tuple(Column(name, view.heading(name)) for name in names)
        _, evidence = split(names, view.headings)
        rows = tuple(
            Row(
                names,
                {
                    name: term(value, view)
                    for name, value in zip(names, solution, strict=True)
                    if value is not None
                },
                tuple(_quotes(tuple(solution), evidence, view)),
            )
            for solution in result
        )
    elif not isinstance(result, ox.QueryBoolean):
        columns = tuple(Column(name, name) for name in TRIPLE)
        rows = tuple(
            Row(TRIPLE, {name: term(getattr(triple, name), view) for name in TRIPLE}, ())
            for triple in result
        )
    return Rows(
        rows,
        columns,
        answer=bool(result) if isinstance(result, ox.QueryBoolean) else None,
        stopped=view.stopped or None,
        build=view.build,
    )


def _quotes(
    row: Sequence[RdfTerm | None], evidence: Sequence[Evidence], view: View
) -> Iterator[Quote]:
    for column in evidence:
        place = column.companions.get("said")
        said = None if place is None else row[place]
        for quote in quotes(row, [column], view):
            yield Quote(
                about=quote.about,
                text=quote.text,
                speaker=quote.speaker,
                said=None if said is None else value_of(term(said, view)),
                voice=quote.voice,
                article=quote.article,
                passage=quote.passage,
            )


def value_of(found: Term) -> Value:
    """Return a term as Python has it; a literal that Python cannot hold stays text."""
    if found.type == "uri":
        return Iri(found.value, found.label or found.value)
    if found.datatype is None:
        return found.value
    try:
        return _literal(found.value, found.datatype)
    except (ValueError, InvalidOperation):
        return found.value


def _literal(text: str, datatype: str) -> Value:
    if datatype in _INTEGERS:
        return int(text)
    if datatype == XSD + "decimal":
        return Decimal(text)
    if datatype in (XSD + "double", XSD + "float"):
        return float(text)
    if datatype == XSD + "boolean":
        return text in ("true", "1")
    if datatype == XSD + "date":
        return date.fromisoformat(text)
    if datatype == XSD + "dateTime":
        return datetime.fromisoformat(text)
    return text
