"""An answer as a document that a program or a language model reads without knowing RDF.

W3C's JSON gives terms and leaves it to the reader which columns are a quotation, what an IRI is
called and what was asked. This gives all of it: columns with headings, cells with names, and under
each row its sentences in fields. Nothing is lost: each variable is a column, or a field of a
quotation. May know nothing of the transport that the document takes.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, Final

import pyoxigraph as ox

from kg.namespaces import XSD
from kg.results.evidence import Column as Evidence
from kg.results.evidence import split
from kg.results.view import Result, View, place
from kg.results.view import Term as RdfTerm

TRIPLE: Final = ("subject", "predicate", "object")
"""Columns of an answer that is a graph: each row is a triple."""
_STRING: Final = XSD + "string"


@dataclass(frozen=True)
class Term:
    """An RDF term.

    Attributes:
        type: ``uri``, ``bnode``, ``literal`` or ``triple``, as in W3C's JSON.
        value: an IRI, the label of a blank node, the text of a literal, a triple in N-Triples.
        label: what people call an IRI: its label, or a short form of it.
        datatype: IRI of a literal's datatype; absent for a plain string.
        lang: a literal's language.
    """

    type: str
    value: str
    label: str | None = None
    datatype: str | None = None
    lang: str | None = None


@dataclass(frozen=True)
class Quote:
    """A sentence of an article that a row rests on.

    Attributes:
        about: what it is evidence of, such as ``status``; empty for the row itself.
        text: the sentence, as the article has it.
        speaker: who says it, where the article reports what somebody says.
        said: day on which that was said.
        voice: whose words they are.
        article: the article that has it.
        passage: IRI of the passage: the article's, and the characters.
    """

    about: str
    text: str | None = None
    speaker: Term | None = None
    said: str | None = None
    voice: Term | None = None
    article: Term | None = None
    passage: str | None = None


@dataclass(frozen=True)
class Column:
    """A column of the table.

    Attributes:
        name: of the variable.
        heading: for people.
    """

    name: str
    heading: str


@dataclass(frozen=True)
class Row:
    """A row.

    Attributes:
        values: the terms by column; one that is unbound is absent.
        quotes: the sentences that it rests on.
    """

    values: Mapping[str, Term]
    quotes: tuple[Quote, ...]


@dataclass(frozen=True)
class Given:
    """The value of a parameter.

    Attributes:
        words: in which it was given.
        term: that they mean.
    """

    words: str
    term: Term


@dataclass(frozen=True)
class Document:
    """An answer.

    Attributes:
        query: name of the stored query; None for a query of the user's own.
        title: what it finds, in a phrase.
        question: that it answers, with an example in place of each parameter.
        given: the parameters that were given.
        columns: of the rows, in order; of a graph ``subject``, ``predicate``, ``object``.
        rows: in order.
        answer: yes or no, to an ASK; None for any other query.
        stopped: the setting at which the rows stop; None where they are all there.
        build: the build that answered; None where that is not known.
    """

    query: str | None
    title: str | None
    question: str | None
    given: Mapping[str, Given]
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    answer: bool | None
    stopped: str | None
    build: str | None


def document(result: Result, view: View) -> Document:
    """Return the result of a query as a document; the result is used up."""
    columns: tuple[Column, ...] = ()
    rows: tuple[Row, ...] = ()
    if isinstance(result, ox.QuerySolutions):
        variables = [variable.value for variable in result.variables]
        shown, evidence = split(variables, view.headings)
        columns = tuple(Column(variables[index], view.heading(variables[index])) for index in shown)
        rows = tuple(
            Row(
                {
                    variables[index]: term(value, view)
                    for index in shown
                    if (value := solution[index]) is not None
                },
                tuple(quotes(tuple(solution), evidence, view)),
            )
            for solution in result
        )
    elif not isinstance(result, ox.QueryBoolean):
        columns = tuple(Column(name, name) for name in TRIPLE)
        rows = tuple(
            Row({name: term(getattr(triple, name), view) for name in TRIPLE}, ())
            for triple in result
        )
    asked = view.question
    return Document(
        query=asked.name if asked else None,
        title=asked.title if asked else None,
        question=asked.question if asked else None,
        given={
            name: Given(words, term(value, view))
            for name, (words, value) in (asked.given.items() if asked else ())
        },
        columns=columns,
        rows=rows,
        answer=bool(result) if isinstance(result, ox.QueryBoolean) else None,
        stopped=view.stopped or None,
        build=view.build or None,
    )


def term(value: RdfTerm, view: View) -> Term:
    """Return an RDF term as a document has it."""
    if isinstance(value, ox.NamedNode):
        return Term("uri", value.value, label=view.name(value))
    if isinstance(value, ox.BlankNode):
        return Term("bnode", value.value)
    if isinstance(value, ox.Literal):
        datatype = value.datatype.value
        typed = value.language is None and datatype != _STRING
        return Term(
            "literal", value.value, datatype=datatype if typed else None, lang=value.language
        )
    return Term("triple", str(value))


def quotes(
    row: Sequence[RdfTerm | None], evidence: Sequence[Evidence], view: View
) -> Iterator[Quote]:
    """Yield the sentences of a row.

    Args:
        row: the terms of all variables.
        evidence: the columns of each quotation, from :func:`kg.results.evidence.split`.
        view: has the names.
    """
    for column in evidence:
        said = {role: row[index] for role, index in column.companions.items()}
        text = row[column.quote]
        if text is None and not any(said.values()):
            continue
        yield Quote(
            about=column.about,
            text=_text(text),
            speaker=_named(said.get("speaker"), view),
            said=_text(said.get("said")),
            voice=_named(said.get("voice"), view),
            article=_named(said.get("article"), view) or _article(said.get("passage")),
            passage=_text(said.get("passage")),
        )


def _article(passage: RdfTerm | None) -> Term | None:
    found = place(passage)
    if found is None:
        return None
    iri, _, _ = str(_text(passage)).partition("#")
    return Term("uri", iri, label=found[0])


def _text(value: RdfTerm | None) -> str | None:
    return getattr(value, "value", None)


def _named(value: RdfTerm | None, view: View) -> Term | None:
    return None if value is None else term(value, view)


def as_json(answer: Document) -> dict[str, Any]:
    """Return a document as JSON has it: of a term and a quotation, what is absent is left out."""
    return {
        "query": answer.query,
        "title": answer.title,
        "question": answer.question,
        "given": {
            name: {"words": given.words, "term": _filled(given.term)}
            for name, given in answer.given.items()
        },
        "columns": [{"name": column.name, "heading": column.heading} for column in answer.columns],
        "rows": [
            {
                "values": {name: _filled(value) for name, value in row.values.items()},
                "quotes": [_filled(quote) for quote in row.quotes],
            }
            for row in answer.rows
        ],
        "answer": answer.answer,
        "stopped": answer.stopped,
        "build": answer.build,
    }


def _filled(part: Term | Quote) -> dict[str, Any]:
    values = {field.name: getattr(part, field.name) for field in fields(part)}
    return {
        name: _filled(value) if isinstance(value, Term) else value
        for name, value in values.items()
        if value is not None
    }


def render(result: Result, view: View) -> bytes:
    """Return the result of a query as a document, in JSON."""
    text = json.dumps(as_json(document(result, view)), ensure_ascii=False, indent=1)
    return f"{text}\n".encode()
