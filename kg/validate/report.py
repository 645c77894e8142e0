"""The report for its readers: text for people, the W3C's validation report as Turtle, and JSON.

The same findings give the same bytes. May know nothing of files, terminals or how findings came
about.
"""

import json
import textwrap
from collections.abc import Iterator
from dataclasses import asdict
from functools import partial
from typing import Any, Final

from pyoxigraph import BlankNode, Literal, NamedNode

from kg.namespaces import PREFIXES, RDF, SH, XSD, compact, local_name
from kg.text.words import counted
from kg.turtle import Graph, Section, write_turtle
from kg.turtle.graph import Statement
from kg.validate.findings import Finding, Report, Sentence, Severity, Term
from kg.validate.shapes import SHAPES

_COLOURS: Final = {Severity.VIOLATION: "31", Severity.WARNING: "33", Severity.INFO: "36"}
_NOUNS: Final = {
    Severity.VIOLATION: "violation",
    Severity.WARNING: "warning",
    Severity.INFO: "remark",
}
_INDENT: Final = "    "
_TYPE: Final = NamedNode(RDF + "type")


# ---------------------------------------------------------------- text


def to_text(report: Report, *, width: int = 80, colour: bool = False) -> str:
    """Return the findings for people, each with its sentence and how to repair it.

    The passage stands between » and « in its sentence.

    Args:
        report: the findings.
        width: columns to fill.
        colour: whether to use a terminal's colours.
    """
    blocks = ["\n".join(_block(finding, width, colour)) for finding in report.findings]
    return "".join(f"{block}\n\n" for block in blocks) + f"{summary(report)}\n"


def summary(report: Report) -> str:
    """Return how many findings there are, in words: "2 violations, 1 warning"."""
    counts = report.counts
    listed = [
        counted(counts[severity], _NOUNS[severity]) for severity in Severity if counts.get(severity)
    ]
    return ", ".join(listed) or "no findings"


def _block(finding: Finding, width: int, colour: bool) -> Iterator[str]:
    severity = finding.severity.value
    if colour:
        severity = f"\x1b[{_COLOURS[finding.severity]}m{severity}\x1b[0m"
    yield f"{severity} at {finding.at}" if finding.at else severity
    yield f"{_INDENT}{_triple(finding)}"
    for sentence in finding.sentences:
        yield from _wrapped(_marked(sentence, colour), width)
    yield from _wrapped(finding.message, width)
    yield f"{_INDENT}({local_name(finding.rule)})"


def _wrapped(text: str, width: int) -> list[str]:
    return textwrap.wrap(
        text,
        width,
        initial_indent=_INDENT,
        subsequent_indent=_INDENT,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _marked(sentence: Sentence, colour: bool) -> str:
    start, end = ("\x1b[4m»", "«\x1b[0m") if colour else ("»", "«")
    return f"{sentence.before}{start}{sentence.quote}{end}{sentence.after}".strip()


def _triple(finding: Finding) -> str:
    words = [_name(finding.focus, finding.article)]
    if finding.path:
        words.append(finding.path.shown)
    if finding.value is not None and finding.value != finding.focus:
        words.append(_name(finding.value, finding.article))
    return " ".join(words)


def _name(term: Term, article: str) -> str:
    """Return a term as annotations write it."""
    if isinstance(term, NamedNode):
        iri = term.value
        if article and iri.startswith(f"{article}/"):
            return iri.removeprefix(f"{article}/")
        return "article" if iri == article else compact(iri).removeprefix("id:")
    return json.dumps(term.value, ensure_ascii=False) if isinstance(term, Literal) else str(term)


# ---------------------------------------------------------------- Turtle


def to_turtle(report: Report) -> str:
    """Return the report as https://www.w3.org/TR/shacl/#validation-report defines it."""
    graph = Graph.canonical(_statements(report))
    sections = [Section(None, graph.subjects())]
    return "".join(write_turtle(graph, sections, PREFIXES | {"shape": SHAPES}))


def _statements(report: Report) -> Iterator[Statement]:
    root = BlankNode("report")
    conforms = Literal(str(report.conforms).lower(), datatype=NamedNode(XSD + "boolean"))
    yield Statement(root, _TYPE, NamedNode(SH + "ValidationReport"))
    yield Statement(root, NamedNode(SH + "conforms"), conforms)
    for number, finding in enumerate(report.findings):
        result = BlankNode(f"result{number}")
        yield Statement(root, NamedNode(SH + "result"), result)
        yield Statement(result, _TYPE, NamedNode(SH + "ValidationResult"))
        for name, value in _said(finding):
            yield Statement(result, NamedNode(SH + name), value)
        if finding.path:
            # Each result describes its path by nodes of its own, as SHACL wants it.
            own = partial(_renamed, suffix=f"of{number}")
            yield Statement(result, NamedNode(SH + "resultPath"), own(finding.path.node))
            for triple in finding.path.triples:
                yield Statement(own(triple.subject), triple.predicate, own(triple.object))


def _said(finding: Finding) -> Iterator[tuple[str, Term]]:
    yield "resultSeverity", NamedNode(SH + finding.severity.value)
    yield "sourceShape", NamedNode(finding.shape)
    yield "sourceConstraintComponent", NamedNode(finding.component)
    yield "focusNode", finding.focus
    yield "resultMessage", Literal(finding.message)
    if finding.constraint:
        yield "sourceConstraint", NamedNode(finding.constraint)
    if finding.value is not None:
        yield "value", finding.value


def _renamed(term: Any, suffix: str) -> Any:  # noqa: ANN401 - pyoxigraph's terms have no common type
    return BlankNode(term.value + suffix) if isinstance(term, BlankNode) else term


# ---------------------------------------------------------------- JSON


def to_json(report: Report) -> str:
    """Return the report as JSON; docs/commands/validate.md describes its members."""
    results = [_result(finding) for finding in report.findings]
    members = {"conforms": report.conforms, "results": results}
    return json.dumps(members, ensure_ascii=False, indent=2) + "\n"


def _result(finding: Finding) -> dict[str, object]:
    at = finding.at
    return {
        "severity": finding.severity.value,
        "message": finding.message,
        "focusNode": _term(finding.focus),
        "path": finding.path.shown if finding.path else None,
        "value": None if finding.value is None else _term(finding.value),
        "sourceShape": finding.shape,
        "sourceConstraint": finding.constraint or None,
        "sourceConstraintComponent": finding.component,
        "position": {"file": at.file, "line": at.line, "column": at.column} if at else None,
        "article": finding.article or None,
        "passages": [asdict(sentence) for sentence in finding.sentences],
    }


def _term(term: Term) -> dict[str, str]:
    """Return a term as the SPARQL 1.1 Query Results JSON Format writes it."""
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    if term.language:
        return {"type": "literal", "value": term.value, "xml:lang": term.language}
    return {"type": "literal", "value": term.value, "datatype": term.datatype.value}
