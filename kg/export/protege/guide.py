"""The page that tells a reviewer what to open, what to look at and what to expect.

Its words stand in ``guide.html`` beside this file; what it lists is computed. May know nothing of
how the files came to be.
"""

from collections.abc import Collection, Iterable, Sequence
from html import escape
from importlib.resources import files
from string import Template
from typing import Final

from kg.export.protege.catalog import CATALOG
from kg.export.protege.documents import TOP, Document
from kg.export.protege.expected import Expected, Inferences, Question
from kg.export.protege.modules import Module
from kg.export.protege.names import Names
from kg.export.protege.support import Supports
from kg.namespaces import DCTERMS
from kg.text.words import counted
from kg.turtle import TYPE, Statement

GUIDE: Final = "GUIDE.html"
_MOST: Final = 12
"""Instances and statements that are listed for one term; a page has to stay a page."""


def guide(
    modules: Iterable[Module],
    documents: Sequence[Document],
    asserted: Collection[Statement],
    inferred: Collection[Statement],
    names: Names,
    supports: Supports,
) -> str:
    """Return the page.

    Args:
        modules: the files of the ontology.
        documents: the files of data.
        asserted: what the files say.
        inferred: what follows from it.
        names: what things are called.
        supports: what stands behind assertions.
    """
    expected = Expected(asserted, inferred, names)
    found = expected.inferences()
    shown = sum(len(inferences.found) for inferences in found)
    articles = len(documents) - 2  # beside the background, and the file that imports all
    template = files(__package__).joinpath("guide.html").read_text(encoding="utf-8")
    return Template(template).substitute(
        top=escape(TOP),
        catalog=escape(CATALOG),
        summary=_summary(articles, documents),
        files="\n".join(_files(modules, documents)),
        example=_example(asserted, names, supports),
        others=_others(len(inferred) - shown),
        inferences="\n".join(map(_inferences, found)),
        questions="\n".join(map(_question, expected.questions())),
    )


def _summary(articles: int, documents: Iterable[Document]) -> str:
    assertions = sum(document.assertions for document in documents)
    return (
        f"Accord's ontology, its background and {counted(articles, 'article')}: "
        f"{assertions:,} assertions, and behind each one a sentence that says where it is from."
    )


def _files(modules: Iterable[Module], documents: Sequence[Document]) -> Iterable[str]:
    for document in documents:
        held = f"{document.header.title}. {document.header.about}"
        if document.assertions:
            held += (
                f" {counted(document.individuals, 'individual')}, "
                f"{counted(document.assertions, 'assertion')}."
            )
        yield _row(_code(document.header.file), escape(held))
    for module in modules:
        titles = [s.object.value for s in module.header() if s.predicate.value == DCTERMS + "title"]
        yield _row(_code(module.file), escape(" · ".join(titles) or module.iri))


def _example(asserted: Collection[Statement], names: Names, supports: Supports) -> str:
    """Return the first relation of something that an article says, with its sentence."""
    for triple, found in sorted(supports.of(asserted).items(), key=lambda item: str(item[0])):
        if triple.predicate != TYPE and "#char=" in found[0].source:
            words = [names.name(term.value) for term in triple[:3]]
            sentence = escape(found[0].sentence)
            said = " <em>{}</em> ".join(map(escape, words[::2])).format(escape(words[1]))
            return f" Behind {said}, for example:\n<blockquote>{sentence}</blockquote>"
    return ""


def _others(number: int) -> str:
    if not number:
        return ""
    return (
        f"{number:,} more follow by subclass, subproperty, inverse, domain and range, and are not "
        "listed."
    )


def _inferences(inferences: Inferences) -> str:
    joint = f" <em>{escape(inferences.term)}</em> "
    found = [joint.join(map(escape, names)) for names in inferences.found]
    return _row(
        f"{escape(inferences.term)} <span class=soft>{inferences.kind}</span>", _list(found)
    )


def _question(question: Question) -> str:
    return _row(_code(question.expression), _list([escape(name) for name in question.answers]))


def _list(items: Sequence[str]) -> str:
    if not items:
        return '<span class="soft">none</span>'
    shown = "".join(f"<li>{item}</li>" for item in items[:_MOST])
    more = len(items) - _MOST
    rest = f'<li class="soft">and {more:,} more</li>' if more > 0 else ""
    return f"<ul>{shown}{rest}</ul>"


def _row(*cells: str) -> str:
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


def _code(text: str) -> str:
    return f"<code>{escape(text, quote=False)}</code>"
