"""The section of one term: what it means, what the axioms say, who says it, what checks it.

May know nothing of the graph, nor of the frame of a page.
"""

from kg.manchester import Phrase
from kg.pages.html import Markup, element, join, lines
from kg.pages.links import Links
from kg.pages.model import (
    Alignment,
    Constraint,
    Counts,
    Example,
    Question,
    Row,
    Term,
    Usage,
)
from kg.pages.parts import badge, external, match, question_id, source_id
from kg.text.words import counted, listed


def term_section(term: Term, usage: Usage, links: Links) -> Markup:
    """Return the section of a term."""
    alignments = [a for a in links.ontology.alignments if a.term == term.iri]
    return element(
        "section",
        "\n",
        lines(
            _heading(term),
            element(
                "p",
                element("code", term.iri),
                f" · module {links.module(term.module)}",
                class_="iri",
            ),
            element("p", term.definition, class_="definition") if term.definition else None,
            *(element("p", note, class_="scope") for note in term.scope),
            _rows(term, links),
            None if usage.counts is None else _counts(usage.counts.get(term.iri, Counts())),
            _examples(usage.examples.get(term.iri, ())),
            _constraints(usage.constraints.get(term.iri, ())),
            _questions(usage.questions.get(term.iri, ())),
            _alignments(alignments),
        ),
        "\n",
        id=term.name,
        class_="term",
    )


def _heading(term: Term) -> Markup:
    return element(
        "h3",
        element("a", term.label, href=f"#{term.name}"),
        " ",
        element("span", term.kind.noun, class_="kind"),
        " ",
        badge(term),
    )


def _rows(term: Term, links: Links) -> Markup | None:
    rows = [
        *([Row("Also called", tuple((n,) for n in term.other_names))] if term.other_names else []),
        *term.rows,
    ]
    pairs = [
        join(
            element("dt", row.heading),
            element("dd", join(*(_value(words, links) for words in row.values), by=", "))
            if all(len(words) == 1 for words in row.values)
            else join(*(element("dd", _value(words, links)) for words in row.values)),
        )
        for row in rows
    ]
    pairs += [
        join(element("dt", heading), element("dd", join(*values, by=" · ")))
        for heading, values in (
            ("Examples", [join(example) for example in term.examples]),
            ("Taken from", [external(address) for address in term.sources]),
        )
        if values
    ]
    return element("dl", "\n", lines(*pairs), "\n") if pairs else None


def _value(phrase: Phrase, links: Links) -> Markup:
    shown = links.phrase(phrase)
    return shown if len(phrase) == 1 else element("span", shown, class_="manchester")


# ---------------------------------------------------------------- usage


def _counts(counts: Counts) -> Markup:
    made = counted(counts.statements, "statement")
    if counts.passages:
        passages = counted(counts.passages, "passage")
        made += f" in {passages} of {counted(counts.articles, 'article')}"
    parts = [f"used by {made}"] if counts.statements else []
    if counts.inferred:
        follow = "follows" if counts.inferred == 1 else "follow"
        parts.append(f"{counted(counts.inferred, 'statement')} with it {follow} from the axioms")
    words = "; ".join(parts) or "no statement outside the ontology uses it"
    return element("p", f"{words[0].upper()}{words[1:]}.", class_="counts")


def _examples(examples: tuple[Example, ...]) -> Markup | None:
    if not examples:
        return None
    heading = "In the articles" if any(example.quote for example in examples) else "In the graph"
    return join(element("h4", heading), "\n", lines(*(_example(example) for example in examples)))


def _example(example: Example) -> Markup:
    statement = element("p", example.statement, class_="statement")
    if not example.quote:
        why = (
            "follows from the axioms"
            if example.inferred
            else "recorded with the article or as background"
        )
        return element("figure", statement, element("figcaption", why), class_="quote")
    place = example.passage.rpartition("#")[2]
    return element(
        "figure",
        element("blockquote", element("p", example.quote), cite=example.passage),
        element(
            "figcaption",
            listed(example.word) or None,
            " — " if example.word else None,
            element("a", example.source, href=f"index.html#{source_id(example.article)}"),
            " ",
            element("code", place, title=example.passage),
        ),
        statement,
        class_="quote",
    )


def _folded(heading: str, number: str, *items: Markup) -> Markup | None:
    if not items:
        return None
    return element(
        "details",
        element("summary", element("span", heading, class_="h4"), " ", number),
        element("ul", "\n", lines(*items), "\n"),
    )


def _constraints(constraints: tuple[Constraint, ...]) -> Markup | None:
    return _folded(
        "Checked by shapes",
        f"({len(constraints)})",
        *(
            element(
                "li",
                element("span", c.severity, class_=f"severity {c.severity.lower()}"),
                " ",
                c.message,
                " ",
                element("code", c.shape, title=f"{c.file}: {c.reason}"),
            )
            for c in constraints
        ),
    )


def _questions(questions: tuple[Question, ...]) -> Markup | None:
    return _folded(
        "Asked by stored queries",
        f"({len(questions)})",
        *(
            element(
                "li",
                element("a", q.question, href=f"queries.html#{question_id(q.name)}"),
                " ",
                element("code", q.name),
            )
            for q in questions
        ),
    )


def _alignments(alignments: list[Alignment]) -> Markup | None:
    return _folded(
        "In other vocabularies",
        f"({len(alignments)})",
        *(
            element(
                "li",
                match(alignment),
                " ",
                external(alignment.target),
                f": {alignment.justification}" if alignment.justification else None,
            )
            for alignment in alignments
        ),
    )
